//! The centre as it runs: the async shell around [`floor`].
//!
//! One task owns the floor's state (`floor_task`). Everything that wants something of the floor
//! sends it a message; everything that wants to know looks at the state through it, so that what
//! is seen is never half of a decision.
//!
//! For each input: decide, apply, hand the records to the journal, send the orders to the voice
//! node, tell those who watch. Entries are ordered before they are acted upon; call control acts
//! at once and is durable within 50 ms (the store's group commit).

mod callbacks;
mod changes;
mod chats;
mod check;
mod clock;
mod customers;
pub mod desk;
mod door;
mod floor_task;
mod keeper;
mod matching;
mod message;
pub mod operations;
mod outbox;
mod plans;
pub mod recordings;
mod snapshots;
mod start;
mod telephones;
#[cfg(feature = "testing")]
pub mod testing;
mod verification_calls;
mod views;

pub use callbacks::{PlaceState, PlaceView};
pub use changes::contact_changes;
pub use chats::{ChatView, SaidIn, Unsaid};
pub use check::{Checked, Unmended, check, mend};
pub use customers::{
    CodeNotSent, CustomerView, Deadlines, Failure, NoView, NotSought, Panel, PanelName, Sought, Stale,
    UnknownPanel, Work,
};
pub use desk::{DeskContact, DeskView, HouseView, QueueDetail, Screen};
pub use floor::{ClosedByHand, InForce, KeyingStage, Proof, Refusal, Shift, VerificationStage, Wish};
pub use keeper::check_running;
pub use operations::{
    Acting, Bounds, Condition, Judged, NotOrdered, OperationWish, Proposal, Subject, Unfit, What,
};
pub use plans::{
    CallbackOutlook, Change, ChangeKind, ContactChange, PartKind, PlanInForce, Promise, Trial, difference,
};
pub use snapshots::{Kept, replay};
pub use start::{Error, Options, start};
pub use telephones::{Answer, Connected, NotConnected, Telephones, Unavailable};
pub use verification_calls::{NEW_DAYS, NotCalled};
pub use views::{AgentView, Board, CallerView, ContactView, Doing, FiguresView, QueueView, Waits};
pub use voice::stations::{Link, StationState};

use bank::operations::OrderKey;
use chats::Chats;
use customers::Customers;
use desk::Desks;
use indicators::Figures;
use message::Message;
use operations::Operations;
use std::sync::Arc;
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use trust::{Actor, may};
use vocabulary::journal::{NotReady, Record};
use vocabulary::plan::Plan;
use vocabulary::{AccountId, AgentId, ContactId, CustomerRef, QueueName, Sequence, Time};

/// Records kept for a watcher that is slow; one that falls further behind is told how many it
/// missed and reads them from the journal.
const WATCHED: usize = 4_096;

/// Messages that may wait for the floor. One more waits at its sender, so that a flood of page
/// requests cannot grow memory; voice reports have a way of their own.
const WAITING: usize = 1_024;

/// A handle on the running centre.
#[derive(Clone)]
pub struct Centre {
    messages: mpsc::Sender<Message>,
    watched: broadcast::Sender<Arc<Record>>,
    keyed: broadcast::Sender<desk::Keyed>,
    customers: Customers,
    desks: Desks,
    chats: Chats,
    operations: Operations,
    telephones: Option<Arc<dyn Telephones>>,
}

/// The centre is shutting down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the centre is shutting down; try again when it is back")]
pub struct Stopped;

/// Why a wish was not granted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The floor does not grant it.
    #[error(transparent)]
    Floor(#[from] Refusal),
    /// The agent is called in the browser, and no telephone is connected there.
    #[error("{0}'s telephone in the browser is not connected; connect it first")]
    NoTelephone(AgentId),
    /// See [`Stopped`].
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

impl Centre {
    /// Figures, queues and agents at one moment.
    ///
    /// # Errors
    /// [`Stopped`].
    pub async fn board(&self) -> Result<Board, Stopped> {
        self.ask(Message::Board).await
    }

    /// All agents of the plan, by number, and those struck from it who have a contact in hand.
    ///
    /// # Errors
    /// [`Stopped`].
    pub async fn agents(&self) -> Result<Vec<AgentView>, Stopped> {
        self.ask(Message::Agents).await
    }

    /// All queues of the plan.
    ///
    /// # Errors
    /// [`Stopped`].
    pub async fn queues(&self) -> Result<Vec<QueueView>, Stopped> {
        self.ask(Message::Queues).await
    }

    /// All open contacts, oldest first.
    ///
    /// # Errors
    /// [`Stopped`].
    pub async fn contacts(&self) -> Result<Vec<ContactView>, Stopped> {
        self.ask(Message::Contacts).await
    }

    /// What figures need of the running floor: what is open, agents' time, and the plan's zone and
    /// teams.
    ///
    /// # Errors
    /// [`Stopped`].
    pub async fn figures(&self) -> Result<FiguresView, Stopped> {
        self.ask(Message::Figures).await
    }

    /// The fold of figures as it has been running, and the last record it took in.
    pub(crate) async fn fold(&self) -> Result<(Sequence, Figures), Stopped> {
        self.ask(Message::Fold).await
    }

    /// An open contact as it stands; `None` when it is closed or never was.
    ///
    /// # Errors
    /// [`Stopped`].
    pub async fn contact(&self, contact: ContactId) -> Result<Option<ContactView>, Stopped> {
        self.ask(|answer| Message::Contact(contact, answer)).await
    }

    /// Grants what somebody wishes of the floor. Nobody becomes ready whom no call could reach.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn wish(&self, by: Option<AccountId>, wish: Wish) -> Result<(), Refused> {
        let ready = match wish {
            Wish::Ready(agent) if self.is_at_page(agent).await? => Some(agent),
            _ => None,
        };
        if let Some(agent) = ready.filter(|agent| !self.can_be_called(*agent)) {
            return Err(Refused::NoTelephone(agent));
        }
        self.ask(|answer| Message::Wish(by, wish, answer)).await??;
        if let Some(agent) = ready {
            self.look_after_telephone(agent).await;
        }
        Ok(())
    }

    /// Why a contact waits; `None` when it does not.
    ///
    /// # Errors
    /// [`Stopped`].
    pub async fn routing(&self, contact: ContactId) -> Result<Option<Waits>, Stopped> {
        self.ask(|answer| Message::Routing(contact, answer)).await
    }

    /// Makes an agent ready, or not ready for a reason; one who serves finishes first.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn set_agent(
        &self,
        by: Option<AccountId>,
        agent: AgentId,
        not_ready: Option<NotReady>,
    ) -> Result<AgentView, Refused> {
        let wish = not_ready.map_or(Wish::Ready(agent), |reason| Wish::NotReady(agent, reason));
        self.wish(by, wish).await?;
        let after = self.ask(|answer| Message::Agent(agent, answer)).await?;
        after.ok_or(Refused::Floor(Refusal::NoAgent(agent)))
    }

    /// The agent leaves at a moment, or as the calendar says.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn leaves(
        &self,
        by: Option<AccountId>,
        agent: AgentId,
        at: Option<Time>,
    ) -> Result<AgentView, Refused> {
        self.wish(by, Wish::Leaves(agent, at)).await?;
        let after = self.ask(|answer| Message::Agent(agent, answer)).await?;
        after.ok_or(Refused::Floor(Refusal::NoAgent(agent)))
    }

    /// An agent as it stands; `None` when the plan has none such.
    ///
    /// # Errors
    /// [`Stopped`].
    pub async fn agent(&self, agent: AgentId) -> Result<Option<AgentView>, Stopped> {
        self.ask(|answer| Message::Agent(agent, answer)).await
    }

    /// An agent's desk as it stands; `None` when the plan has no such agent.
    ///
    /// # Errors
    /// [`Stopped`].
    pub async fn desk(&self, agent: AgentId) -> Result<Option<DeskView>, Stopped> {
        self.ask(|answer| Message::Desk(agent, answer)).await
    }

    /// A queue with all who wait in it; `None` when the plan has none such.
    ///
    /// # Errors
    /// [`Stopped`].
    pub async fn queue(&self, queue: QueueName) -> Result<Option<QueueDetail>, Stopped> {
        self.ask(|answer| Message::Queue(queue, answer)).await
    }

    /// The places that are kept for call-backs, oldest first.
    ///
    /// # Errors
    /// [`Stopped`].
    pub async fn places(&self) -> Result<Vec<PlaceView>, Stopped> {
        self.ask(Message::Places).await
    }

    /// What is set about the house by hand.
    ///
    /// # Errors
    /// [`Stopped`].
    pub async fn house(&self) -> Result<HouseView, Stopped> {
        self.ask(Message::House).await
    }

    /// What is set about agents' desks.
    ///
    /// # Errors
    /// [`Stopped`].
    pub async fn desk_settings(&self) -> Result<vocabulary::plan::Desk, Stopped> {
        self.ask(Message::Settings).await
    }

    /// The plan in force.
    ///
    /// # Errors
    /// [`Stopped`].
    pub async fn plan(&self) -> Result<PlanInForce, Stopped> {
        self.ask(Message::Plan).await
    }

    /// What a plan would change if it came into force now. Changes nothing, and costs the floor only
    /// the copy of who waits.
    ///
    /// # Errors
    /// [`Stopped`].
    pub async fn try_plan(&self, plan: Plan) -> Result<Trial, Stopped> {
        let moment = self.ask(Message::Waiting).await?;
        let tried = tokio::task::spawn_blocking(move || moment.with(&plan));
        tried.await.map_err(|_| Stopped)
    }

    /// Brings a plan, checked by [`floor::check_plan`], into force; nobody who waits is lost. The same
    /// plan again is no new version.
    ///
    /// # Errors
    /// [`Refused`]: another version than `over` is in force.
    pub async fn change_plan(
        &self,
        by: Option<AccountId>,
        plan: Plan,
        over: Option<Sequence>,
    ) -> Result<InForce, Refused> {
        self.wish(by, Wish::Configure { plan: Box::new(plan), over }).await?;
        Ok(self.ask(Message::Plan).await?.how)
    }

    /// Opens a window of an agent's page; the agent is not made ready by it.
    pub fn open_screen(&self, agent: AgentId, window: desk::Window) -> Screen {
        Screen::new(self.desks.clone(), agent, window, self.watch(), self.keyed.subscribe())
    }

    /// Agents' telephones in browsers; none when the voice node has none.
    pub fn telephones(&self) -> Option<&Arc<dyn Telephones>> {
        self.telephones.as_ref()
    }

    /// An agent's page says nothing any more. The centre may be stopping: nobody is left to care.
    async fn page_silent(&self, agent: AgentId, reason: NotReady) {
        let _ = self.ask(|done| Message::PageSilent(agent, reason, done)).await;
    }

    /// An agent's page answers again: chats that were away are there. The centre may be stopping: nobody
    /// is left to care.
    pub async fn page_back(&self, agent: AgentId) {
        let _ = self.ask(|done| Message::PageBack(agent, done)).await;
    }

    /// What is known of the customer of an open contact, at once and as it stands; `None` when the
    /// contact is not open, or nobody knows whose it is.
    pub fn customer_view(&self, contact: ContactId) -> Option<CustomerView> {
        self.customers.view(contact)
    }

    /// The same, and whatever becomes of it: each panel that comes late, or fails. The channel ends
    /// with the contact, or when it turns out to be another customer's; then look again.
    pub fn watch_customer(&self, contact: ContactId) -> Option<watch::Receiver<CustomerView>> {
        self.customers.watch(contact)
    }

    /// Asks for one panel again, unless its answer is awaited anyway; the view as it stands now.
    ///
    /// # Errors
    /// [`NoView`].
    pub fn ask_panel_again(&self, contact: ContactId, panel: PanelName) -> Result<CustomerView, NoView> {
        self.customers.ask_again(contact, panel)
    }

    /// Something was promised to a customer, or a promise came to its end: whoever serves the customer sees it.
    pub fn promised(&self, customer: &CustomerRef) {
        self.customers.work_changed(customer, None);
    }

    /// Looks for the customer of an open contact.
    ///
    /// # Errors
    /// [`NotSought`].
    pub async fn find_customer(
        &self,
        contact: ContactId,
        sought: &Sought,
    ) -> Result<bank::finding::Found, NotSought> {
        self.customers.finding().find(contact, sought).await
    }

    /// Whether the bank knows this customer; nothing when it does not say so soon.
    pub async fn knows_customer(&self, customer: &CustomerRef) -> Option<bool> {
        self.customers.finding().knows(customer).await
    }

    /// Whether this customer was found for this contact: nobody else is bound to it by hand.
    pub fn was_found(&self, contact: ContactId, customer: &CustomerRef) -> bool {
        self.customers.finding().has_found(contact, customer)
    }

    /// Has the bank send the customer of an open contact a one-time code.
    ///
    /// # Errors
    /// [`CodeNotSent`].
    pub async fn send_code(&self, contact: ContactId) -> Result<(), CodeNotSent> {
        self.customers.send_code(contact).await
    }

    /// Has the agent end the talk and call the customer back at the registered number, which the bank is asked for
    /// first. An answer there verifies the customer; without one all stays as it was known before.
    ///
    /// # Errors
    /// [`NotCalled`]: then the talk goes on.
    pub async fn call_registered(
        &self,
        by: Option<AccountId>,
        agent: AgentId,
        contact: ContactId,
    ) -> Result<(), NotCalled> {
        let view = self.customer_view(contact).ok_or(Refusal::NobodyToCall(contact))?;
        // Whose it is when the bank has answered is for the floor to look at.
        let wish = Wish::CallRegistered(agent, contact, view.customer.clone());
        self.ask(|answer| Message::Would(wish.clone(), answer)).await??;
        let number = self.customers.registered(&view.customer).await?;
        self.ask(|answer| Message::CallRegistered(by, wish, number, answer)).await?
    }

    /// What can be done at the bank for a customer, each with whether the agent may.
    ///
    /// # Errors
    /// [`Stopped`]; [`NotOrdered`] as the inner result says.
    pub async fn proposals(&self, acting: &Acting) -> Result<Result<Vec<Proposal>, NotOrdered>, Stopped> {
        let plan = self.plan().await?.plan;
        Ok(self.operations.proposals(&plan, acting).await)
    }

    /// Does something at the bank for a customer, or asks for a second person
    /// ([`GiveOrder`](trust::approvals::Operation::GiveOrder), about the order's key).
    ///
    /// # Errors
    /// [`Stopped`]; [`NotOrdered`] as the inner result says: then the bank was not told.
    pub async fn order(
        &self,
        actor: &Actor<may::OperationsOrder>,
        acting: &Acting,
        wish: OperationWish,
    ) -> Result<Result<store::OrderRow, NotOrdered>, Stopped> {
        let plan = self.plan().await?.plan;
        Ok(self.operations.wish(&plan, actor, acting, wish).await)
    }

    /// Whether an order that waits could be given now: to be asked before anybody approves it.
    ///
    /// # Errors
    /// [`NotOrdered`].
    pub async fn check_order(&self, key: &OrderKey) -> Result<(), NotOrdered> {
        self.judge_anew(key).await.map(drop)
    }

    /// Gives an order that waited and that somebody has approved: for whoever runs what was approved.
    ///
    /// # Errors
    /// [`NotOrdered`]: then the bank was not told.
    pub async fn give_order(&self, key: &OrderKey, by: AccountId) -> Result<store::OrderRow, NotOrdered> {
        let plan = self.judge_anew(key).await?;
        self.operations.give(&plan, key, by).await
    }

    /// Whether an order that waits may be given to whoever is on the line now, by the rules in force now; the plan by
    /// which that is so.
    async fn judge_anew(&self, key: &OrderKey) -> Result<Plan, NotOrdered> {
        let row = self.operations.waits(key).await?;
        let over = NotOrdered::NotThere(row.contact);
        let Ok(Some(open)) = self.contact(row.contact).await else { return Err(over) };
        let acting = Acting::of(&open, row.agent, row.account).filter(|now| now.customer == row.customer);
        let (Some(acting), Ok(view)) = (acting, self.plan().await) else { return Err(over) };
        self.operations.judge_anew(&view.plan, &acting, &row).await?;
        Ok(view.plan)
    }

    /// Ends an order that waited and that somebody has refused.
    ///
    /// # Errors
    /// [`NotOrdered`].
    pub async fn refuse_order(&self, key: &OrderKey, by: AccountId) -> Result<(), NotOrdered> {
        self.operations.refuse(key, by).await
    }

    /// What was ordered in a contact, newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn orders(&self, contact: ContactId) -> store::Result<Vec<store::OrderRow>> {
        self.operations.of_contact(contact).await
    }

    /// Orders that wait for a second person, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn waiting_orders(&self) -> store::Result<Vec<store::OrderRow>> {
        self.operations.waiting().await
    }

    /// Orders that wait for their condition, and those that lapsed lately: what is due first comes first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn promised_orders(&self) -> store::Result<Vec<store::OrderRow>> {
        self.operations.promised().await
    }

    /// Takes an order back that waits for its condition.
    ///
    /// # Errors
    /// [`NotOrdered`].
    pub async fn withdraw_order(
        &self,
        contact: ContactId,
        key: &OrderKey,
    ) -> Result<store::OrderRow, NotOrdered> {
        self.operations.withdraw(contact, key).await
    }

    /// Brings the rules of authority of the start into force: those of the file, else those that were in force last, else
    /// those that are built in. Which version that is, and which other was in force before.
    ///
    /// # Errors
    /// [`operations::NotInForce`].
    pub async fn begin_authority(
        &self,
        on_file: Option<&str>,
    ) -> Result<(u32, Option<u32>), operations::NotInForce> {
        self.operations.begin_in_force(on_file).await
    }

    /// Brings rules of authority into force, kept by their version; which version that is, and whether another was
    /// before. `by` is who wished it; nobody, when a file is read.
    ///
    /// # Errors
    /// [`operations::NotInForce`]: what is in force stays.
    pub async fn change_authority(
        &self,
        text: &str,
        by: Option<AccountId>,
    ) -> Result<(u32, bool), operations::NotInForce> {
        self.operations.bring_into_force(text, by).await
    }

    /// The rules of authority in force.
    pub fn authority(&self) -> Arc<::conditions::Authority> {
        self.operations.authority()
    }

    /// Puts rules of authority in force that nobody keeps.
    pub fn govern(&self, authority: ::conditions::Authority) {
        self.operations.govern(authority);
    }

    /// Every record from now on, in order.
    pub fn watch(&self) -> broadcast::Receiver<Arc<Record>> {
        self.watched.subscribe()
    }

    /// Stops serving: calls in progress are dropped, the journal is complete when this returns.
    pub async fn stop(&self) {
        let _already_stopped = self.ask(Message::Stop).await;
    }

    /// Returns when the centre serves no more: it was stopped, or its voice node works no more.
    pub async fn stopped(&self) {
        self.messages.closed().await;
    }

    async fn ask<T>(&self, message: impl FnOnce(oneshot::Sender<T>) -> Message) -> Result<T, Stopped> {
        let (answer, answered) = oneshot::channel();
        self.messages.send(message(answer)).await.map_err(|_| Stopped)?;
        answered.await.map_err(|_| Stopped)
    }
}
