//! The task that owns the floor.

use crate::callbacks::{self, Numbers};
use crate::changes::contact_changes;
use crate::clock::Clock;
use crate::customers::Customers;
use crate::desk;
use crate::door::Door;
use crate::matching::Matching;
use crate::message::Message;
use crate::outbox::Outbox;
use crate::plans::{Moment, PlanInForce};
use crate::snapshots::Snapshots;
use crate::verification_calls::NotCalled;
use crate::views;
use floor::{AgentState, Input, Refusal, State, Wish};
use indicators::Figures;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use store::{Batch, ContactChange, Journal};
use tokio::sync::{broadcast, mpsc, oneshot};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};
use vocabulary::journal::{EndReason, Entry, NotReady, Record};
use vocabulary::voice::{Event, Order, Report, Stamp};
use vocabulary::{AccountId, AgentId, ContactId, NodeName, PhoneNumber};
use voice::ToNode;

/// How often a voice node hears that the floor is alive; it decides alone after 3 s of silence.
const HEARTBEAT: Duration = Duration::from_secs(1);

/// Reports taken in one go, before others have their turn.
const REPORTS: usize = 64;

/// The floor and all it talks to.
pub(crate) struct FloorTask {
    pub state: State,
    pub figures: Figures,
    pub journal: Journal,
    /// Whether the journal refused the last records it was given.
    pub losing: bool,
    pub snapshots: Snapshots,
    pub outbox: Outbox,
    pub node: NodeName,
    pub commands: mpsc::Sender<ToNode>,
    pub matching: Matching,
    pub customers: Customers,
    pub watched: broadcast::Sender<Arc<Record>>,
    /// Keys that customers press and nobody may see, for the pages of those who serve them.
    pub keyed: broadcast::Sender<desk::Keyed>,
    /// Calling numbers of open contacts behind their masks: what an agent sees when it rings.
    pub callers: HashMap<ContactId, String>,
    /// The numbers of those who may be called back.
    pub callbacks: Numbers,
    pub clock: Clock,
    /// Which calls are let in, by the plan.
    pub door: Door,
}

/// Who asked for the end, to be told of it; nobody when the voice node is gone.
type End = Option<oneshot::Sender<()>>;

impl FloorTask {
    /// Serves until it is told to stop, or the voice node is gone.
    pub async fn run(mut self, mut messages: mpsc::Receiver<Message>, mut reports: mpsc::Receiver<Report>) {
        let end = self.serve(&mut messages, &mut reports).await;
        self.stop().await;
        match end {
            // Whoever asked may have given up waiting.
            Some(asked) => drop(asked.send(())),
            None => tracing::error!(node = %self.node, "the voice node works no more; the centre stops"),
        }
    }

    /// What is ready first in this order has its turn first. Nothing starves: the first three are
    /// seldom ready, and in a flood of reports a message is taken after each handful of them.
    async fn serve(
        &mut self,
        messages: &mut mpsc::Receiver<Message>,
        reports: &mut mpsc::Receiver<Report>,
    ) -> End {
        let mut heartbeat = interval(HEARTBEAT);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut batch = Vec::with_capacity(REPORTS);
        let commands = self.commands.clone();
        loop {
            self.send_orders();
            if self.outbox.is_stuck() {
                return None;
            }
            let due = self.state.next_due().map(|due| Instant::now() + self.clock.until(due));
            let alarm = sleep_until(due.unwrap_or_else(|| Instant::now() + HEARTBEAT));
            tokio::select! {
                biased;
                _ = heartbeat.tick() => self.beat(),
                () = alarm, if due.is_some() => self.take(Input::Tick, None),
                // There was no room for all orders, and now there is.
                room = commands.reserve(), if !self.outbox.is_empty() => drop(room.ok()?),
                count = reports.recv_many(&mut batch, REPORTS) => {
                    if count == 0 {
                        return None;
                    }
                    batch.drain(..).for_each(|report| self.report(report));
                    if let Ok(message) = messages.try_recv()
                        && let Some(asked) = self.message(message)
                    {
                        return Some(asked);
                    }
                }
                message = messages.recv() => {
                    if let Some(asked) = self.message(message?) {
                        return Some(asked);
                    }
                }
            }
        }
    }

    /// Tells the node that the floor is alive, and looks at the time: the wall clock may have been
    /// set forward.
    fn beat(&mut self) {
        // A full channel is full of orders, which say as much.
        let _ = self.commands.try_send(ToNode::Alive);
        self.take(Input::Tick, None);
    }

    /// Closes what is open as interrupted, so that the journal is complete, and leaves a snapshot
    /// for a quick start.
    async fn stop(&mut self) {
        self.take(Input::NodeLost(self.node.clone()), None);
        self.snapshots.take_last(&self.state, &self.figures).await;
    }

    /// Answers a message; the one that asks for the end is answered by the end.
    fn message(&mut self, message: Message) -> End {
        // An asker that has gone away needs no answer.
        match message {
            Message::Board(answer) => {
                let now = self.clock.now();
                let _ = answer.send(views::board(&self.state, &self.figures, now));
            }
            Message::Queues(answer) => {
                let now = self.clock.now();
                let _ = answer.send(views::queues(&self.state, &self.figures, now));
            }
            Message::Agents(answer) => {
                let _ = answer.send(views::agents(&self.state));
            }
            Message::Contacts(answer) => {
                let _ = answer.send(self.state.contacts().map(views::contact).collect());
            }
            Message::Figures(answer) => {
                let now = self.clock.now();
                let _ = answer.send(views::figures(&self.state, &self.figures, now));
            }
            Message::Fold(answer) => {
                let _ = answer.send((self.state.sequence(), self.figures.clone()));
            }
            Message::Contact(contact, answer) => {
                let _ = answer.send(self.state.contact(contact).map(views::contact));
            }
            Message::Wish(by, wish, answer) => {
                let _ = answer.send(self.wish(by, wish));
            }
            Message::Would(wish, answer) => {
                let would = floor::wished(&self.state, self.clock.now(), &wish);
                let _ = answer.send(would.map(drop));
            }
            Message::CallRegistered(by, wish, number, answer) => {
                let _ = answer.send(self.call_registered(by, wish, number));
            }
            Message::Agent(agent, answer) => {
                let found = self.state.agent(agent).map(|agent| views::agent(&self.state, agent));
                let _ = answer.send(found);
            }
            Message::PageSilent(agent, reason, done) => {
                self.page_silent(agent, reason);
                let _ = done.send(());
            }
            Message::PageBack(agent, done) => {
                self.take(Input::PageBack(agent), None);
                let _ = done.send(());
            }
            Message::OpenChat(wish, answer) => {
                let _ = answer.send(self.open_chat(wish));
            }
            Message::ChatLine(line, answer) => {
                let _ = answer.send(self.state.chat_line(&line).is_some());
            }
            Message::Chat(contact, answer) => {
                let _ = answer.send(views::chat(&self.state, contact));
            }
            Message::Chats(answer) => {
                let open = self.state.contacts().filter(|contact| contact.is_chat() && contact.is_live());
                let _ = answer.send(open.map(|contact| contact.id).collect());
            }
            Message::TalksInChat(agent, contact, answer) => {
                let _ = answer.send(views::talks_in_chat(&self.state, agent, contact));
            }
            Message::TelephoneLost(agent, done) => {
                self.telephone_lost(agent);
                let _ = done.send(());
            }
            Message::Desk(agent, answer) => {
                let now = self.clock.now();
                let caller = |contact| self.callers.get(&contact).cloned();
                let _ = answer.send(desk::view::desk(&self.state, agent, now, caller));
            }
            Message::Queue(name, answer) => {
                let now = self.clock.now();
                let _ = answer.send(desk::view::queue(&self.state, &self.figures, &name, now));
            }
            Message::Places(answer) => {
                let now = self.clock.now();
                let _ = answer.send(callbacks::places(&self.state, now));
            }
            Message::House(answer) => {
                let _ = answer.send(desk::view::house(&self.state));
            }
            Message::Settings(answer) => {
                let _ = answer.send(self.state.plan().desk.clone());
            }
            Message::Routing(contact, answer) => {
                let _ = answer.send(views::waits(&self.state, contact));
            }
            Message::Plan(answer) => {
                let (how, plan) = (self.state.in_force(), self.state.plan().clone());
                let _ = answer.send(PlanInForce { how, plan });
            }
            Message::Waiting(answer) => {
                let _ = answer.send(Moment::of(&self.state, self.clock.now()));
            }
            Message::Matched(contact, mut holders) => match holders.pop() {
                Some(customer) if holders.is_empty() => self.take(Input::Matched { contact, customer }, None),
                last => {
                    let customers = holders.into_iter().chain(last).collect();
                    self.take(Input::MatchedSeveral { contact, customers }, None);
                }
            },
            Message::Ranked(contact, customer, tier) => {
                self.take(Input::Ranked { contact, customer, tier }, None);
            }
            Message::Stop(stopped) => return Some(stopped),
        }
        None
    }

    /// Grants a wish, or says why not.
    fn wish(&mut self, by: Option<AccountId>, wish: Wish) -> Result<(), Refusal> {
        floor::wished(&self.state, self.clock.now(), &wish)?;
        self.take(Input::Wish { by, wish }, None);
        Ok(())
    }

    /// Grants a wish to call the registered number, which is kept for the voice node as long as the contact is open.
    fn call_registered(
        &mut self,
        by: Option<AccountId>,
        wish: Wish,
        number: PhoneNumber,
    ) -> Result<(), NotCalled> {
        let entries = floor::wished(&self.state, self.clock.now(), &wish)?;
        if !self.state.plan().trunk.may_call(&number) {
            return Err(NotCalled::NotCallable);
        }
        if let Some(contact) = entries.iter().find_map(Entry::contact) {
            self.callbacks.register(contact, number);
        }
        self.take(Input::Wish { by, wish }, None);
        Ok(())
    }

    /// A customer opens a chat; and why it is over at once, if it is.
    fn open_chat(&mut self, wish: Wish) -> Result<(ContactId, Option<EndReason>), Refusal> {
        let entries = floor::wished(&self.state, self.clock.now(), &wish)?;
        self.take(Input::Wish { by: None, wish }, None);
        let contact = entries.iter().find_map(Entry::contact).unwrap_or_default();
        let over = entries.iter().find_map(|entry| match entry {
            Entry::ContactEnded { reason, .. } => Some(*reason),
            _ => None,
        });
        Ok((contact, over))
    }

    /// An agent who is not ready anyway stays so for the reason that was given first.
    pub fn page_silent(&mut self, agent: AgentId, reason: NotReady) {
        self.take(Input::PageAway(agent, reason), None);
    }

    /// In a talk the customer hears music, and the page may come back: the node tells of that. Chats
    /// need no telephone, and go on.
    fn telephone_lost(&mut self, agent: AgentId) {
        let stays = self.state.agent(agent).is_none_or(|agent| {
            matches!(agent.state, AgentState::NotReady(_) | AgentState::Talking(_)) || agent.then.is_some()
        });
        if !stays {
            self.take(Input::NotReady(agent, NotReady::PageLost), None);
        }
    }

    fn report(&mut self, mut report: Report) {
        desk::secure_entry::tell(&self.state, &report.event, &self.keyed);
        // The number goes to a sealed column and to the bank; the floor has no use for it.
        let caller = match &mut report.event {
            Event::Arrived { caller, .. } => caller.take(),
            _ => None,
        };
        self.take(Input::Report(report), caller);
    }

    /// One input: decide, apply, tell, journal, order. `caller` is the number of the contact that
    /// the input opens, if it does.
    pub fn take(&mut self, input: Input, caller: Option<PhoneNumber>) {
        let floor::Outcome { records, orders } = floor::step(&mut self.state, self.clock.now(), input);
        if records.is_empty() {
            return;
        }
        let changes = self.tell(&records, caller.as_ref());
        let opened = caller.zip(opened(&records));
        self.keep(records, changes);
        self.order(orders);
        if let Some((caller, contact)) = opened {
            self.callers.insert(contact, caller.to_string());
            self.reachable(contact, &caller);
            self.matching.ask(contact, caller);
        }
    }

    /// A number is known that may be called back: the floor learns that it is, and who else came from it, but
    /// not which it is.
    fn reachable(&mut self, contact: ContactId, caller: &PhoneNumber) {
        let trunk = &self.state.plan().trunk;
        if self.callbacks.may_be_offered(trunk, caller) && self.state.contact(contact).is_some() {
            let same = self.callbacks.first_of(caller);
            self.callbacks.keep(contact, caller.clone());
            self.take(Input::Reachable { contact, same }, None);
        }
    }

    /// Tells figures and those who watch, and says what the contacts table has to learn.
    fn tell(&mut self, records: &[Record], caller: Option<&PhoneNumber>) -> Vec<ContactChange> {
        let mut changes = Vec::new();
        for record in records {
            let fact = self.figures.apply(record);
            changes.extend(contact_changes(record, caller, fact));
            self.customers.note(record);
            match &record.entry {
                Entry::ContactClosed { contact, .. } => {
                    self.callers.remove(contact);
                    self.callbacks.forget(*contact);
                }
                // What is shown of a customer who is called back is of the moment, not of the call before.
                Entry::Offered { contact, .. }
                    if self.state.contact(*contact).is_some_and(floor::Contact::is_away) =>
                {
                    self.customers.renew(*contact);
                }
                Entry::Configured { plan } => {
                    self.door.planned(plan);
                    self.callbacks.planned(plan);
                }
                _ => {}
            }
            if self.watched.receiver_count() > 0 {
                // No receiver any more: nobody watches.
                let _ = self.watched.send(Arc::new(record.clone()));
            }
        }
        changes
    }

    fn keep(&mut self, records: Vec<Record>, changes: Vec<ContactChange>) {
        let lost = self.journal.append(Batch { records, changes }).is_err();
        if lost && !self.losing {
            // Counted and shown by the store's health, and new calls are turned away meanwhile.
            tracing::error!("the journal takes no entries: disk, database and spill log are full or failed");
        }
        self.losing = lost;
        self.snapshots.consider(&self.state, &self.figures);
    }

    fn order(&mut self, orders: Vec<(NodeName, Stamp, Order)>) {
        for (_, stamp, order) in orders {
            let order = self.callbacks.fill_in(order, &self.state.plan().trunk);
            self.outbox.push(stamp, order);
        }
    }

    /// Sends what the node has room for.
    fn send_orders(&mut self) {
        while !self.outbox.is_empty()
            && let Ok(room) = self.commands.try_reserve()
            && let Some(command) = self.outbox.pop()
        {
            room.send(ToNode::Command(command));
        }
    }
}

/// The contact that begins in these records.
fn opened(records: &[Record]) -> Option<ContactId> {
    records.iter().find_map(|record| match record.entry {
        Entry::ContactOpened { contact, .. } => Some(contact),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::start::{Prepared, prepare};
    use bank::{Answer, Bank};
    use store::{Options, Store};
    use vocabulary::plan::Plan;
    use vocabulary::voice::Verification;
    use vocabulary::{CustomerRef, LegId, SecretDigits};

    struct NoBank;

    impl Bank for NoBank {
        fn verify<'a>(&'a self, _: &'a SecretDigits, _: &'a SecretDigits) -> Answer<'a, Verification> {
            Box::pin(async { Ok(Verification::Unavailable) })
        }
        fn holders<'a>(&'a self, _: &'a PhoneNumber) -> Answer<'a, Vec<CustomerRef>> {
            Box::pin(async { Ok(Vec::new()) })
        }
    }

    /// A floor task before it runs; its node's name is `voice-1`.
    async fn prepared(folder: &std::path::Path) -> Prepared {
        let store = Arc::new(Store::open(Options::new(folder)).await.unwrap());
        let node = NodeName::new("voice-1").unwrap();
        let trust = Arc::new(trust::Trust::new(store.db().clone()));
        prepare(&store, trust, Arc::new(NoBank), Plan::default(), node, Door::default()).await.unwrap()
    }

    /// The `number`-th report: a call to a number that nobody serves.
    fn call(prepared: &Prepared, number: u32) -> Report {
        let (epoch, node) = (prepared.epoch, prepared.floor.node.clone());
        let event =
            Event::Arrived { leg: LegId::arrived(epoch, number), called: "999".to_owned(), caller: None };
        Report { epoch, node, number: number.into(), event }
    }

    #[tokio::test]
    async fn a_message_waits_for_a_handful_of_reports_at_the_most() {
        let folder = tempfile::tempdir().unwrap();
        let mut prepared = prepared(folder.path()).await;
        for number in 1..=500 {
            prepared.reported.try_send(call(&prepared, number)).unwrap();
        }
        let (asked, _stopped) = oneshot::channel();
        prepared.centre.messages.try_send(Message::Stop(asked)).unwrap();
        let end = prepared.floor.serve(&mut prepared.asked, &mut prepared.reports).await;
        assert!(end.is_some(), "the node is there");
        assert_eq!(prepared.reports.len(), 500 - REPORTS, "reports that were taken before the message");
    }

    #[tokio::test]
    async fn orders_wait_for_a_slow_node_and_go_out_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let mut prepared = prepared(folder.path()).await;
        let room = prepared.floor.commands.capacity() as u32;
        for number in 1..=room + 10 {
            let report = call(&prepared, number);
            prepared.floor.report(report);
        }
        prepared.floor.send_orders();
        assert!(!prepared.floor.outbox.is_empty(), "the channel is full");
        let (centre, ordered) = (prepared.centre.clone(), &mut prepared.ordered);
        let floor = tokio::spawn(prepared.floor.run(prepared.asked, prepared.reports));
        let mut refused = Vec::new();
        while refused.len() < room as usize + 10 {
            if let Some(ToNode::Command(command)) = ordered.recv().await {
                refused.push((command.order.leg(), command.stamp, command.after));
            }
        }
        assert!(refused.is_sorted());
        assert!(refused.windows(2).all(|two| two[1].2 == two[0].1), "each names the one before it");
        centre.stop().await;
        floor.await.unwrap();
    }
}
