//! The customer's view, asked for as soon as it is known whose number calls, so that it is there
//! before anyone rings (seeds A8, A9).
//!
//! All panels are asked for in the same moment, each by a task of its own: one that hangs costs the
//! others nothing. A panel has a deadline, after which it is said to be late, and comes nevertheless
//! when it comes; it fails when the question does, or after [`LONGEST`]. What is asked for again shows its last
//! good answer meanwhile, and goes on to do so when asking fails ([`Stale`]). A view is kept while its
//! contact is open, and nothing of it is written anywhere: there are as many views as open contacts
//! with a customer, each of a few ten kilobytes at the most, and each with one question under way
//! for each panel. A contact that begins while another of the same customer is open sees what that one knows as
//! stale; nothing outlives the last of them, so that a customer's data is not kept for a call that may never come.

mod ask;
mod finding;
mod knowing;
mod view;
mod work;

pub use finding::{NotSought, Sought};
pub use view::{CustomerView, Failure, Panel, PanelName, Stale, UnknownPanel};
pub use work::Work;

use crate::clock::wall;
use crate::message::Message;
use crate::verification_calls::NotCalled;
use ask::Asking;
use bank::Bank;
use finding::Finding;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::Store;
use tokio::sync::{mpsc, watch};
use tokio::task::AbortHandle;
use vocabulary::journal::{CallerWord, Entry, Record};
use vocabulary::{ContactId, CustomerRef, PhoneNumber, Span};

/// The longest any panel is waited for. A bank's connector usually gives up before.
const LONGEST: Span = Span::seconds(15);

/// When a panel that has not come is said to be late, by panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines([Span; PanelName::ALL.len()]);

impl Default for Deadlines {
    /// Half a second for what is the registry's and our own, a second for the rest: before that,
    /// nobody who looks has begun to wait.
    fn default() -> Deadlines {
        Deadlines([Span::seconds(1); PanelName::ALL.len()])
            .with(PanelName::Identity, Span::millis(500))
            .with(PanelName::Contacts, Span::millis(500))
            .with(PanelName::Work, Span::millis(500))
    }
}

impl Deadlines {
    /// The same with another deadline for a panel.
    pub fn with(self, panel: PanelName, deadline: Span) -> Deadlines {
        let mut all = self.0;
        all[panel as usize] = deadline;
        Deadlines(all)
    }

    fn of(&self, panel: PanelName) -> Span {
        self.0[panel as usize]
    }
}

/// There is no view: the contact is closed or never was, or nobody knows whose contact it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not open, or its customer is not known")]
pub struct NoView(pub ContactId);

/// Why no one-time code is on its way.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeNotSent {
    /// Nobody knows to whom.
    #[error(transparent)]
    NoView(#[from] NoView),
    /// The bank did not send it.
    #[error("no code was sent: {0}")]
    Bank(#[from] bank::Error),
}

/// The views of all open contacts. Cheap to clone; a look is a short lock and a few counters.
#[derive(Clone)]
pub(crate) struct Customers {
    asking: Arc<Asking>,
    finding: Finding,
    kept: Views,
}

/// Views by their contacts.
type Views = Arc<Mutex<HashMap<ContactId, Kept>>>;

/// One view and the questions under way for it. Dropped, it ends them.
struct Kept {
    view: watch::Sender<CustomerView>,
    /// By panel, in their order.
    questions: [Option<AbortHandle>; PanelName::ALL.len()],
}

impl Kept {
    /// Whether an answer may still come. The task tells it, too: a bank whose connector panics leaves
    /// a panel late for ever otherwise.
    fn awaits(&self, panel: PanelName) -> bool {
        let is_asking = self.questions[panel as usize].as_ref().is_some_and(|asking| !asking.is_finished());
        is_asking && self.view.borrow().awaits(panel)
    }

    fn end_question(&mut self, panel: PanelName) {
        if let Some(question) = self.questions[panel as usize].take() {
            question.abort();
        }
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.questions.iter().flatten().for_each(AbortHandle::abort);
    }
}

impl Customers {
    /// `floor` is told how the bank ranks a customer.
    pub fn new(
        bank: Arc<dyn Bank>,
        store: Arc<Store>,
        floor: mpsc::Sender<Message>,
        deadlines: Deadlines,
    ) -> Customers {
        let finding = Finding::new(bank.clone(), store.clone());
        let kept = Views::default();
        Customers {
            asking: Arc::new(Asking::new(bank, store, floor, deadlines, kept.clone())),
            finding,
            kept,
        }
    }

    /// Looks for customers, for a contact.
    pub fn finding(&self) -> &Finding {
        &self.finding
    }

    /// Follows the floor: a customer known is a view begun, a contact closed is a view dropped.
    pub fn note(&self, record: &Record) {
        self.finding.note(record);
        match &record.entry {
            Entry::CustomerMatched { contact, customer } => self.begin(*contact, customer),
            Entry::CustomerVerified { contact, customer } => {
                self.begin(*contact, customer);
                self.look_at_locks(*contact);
            }
            Entry::VerificationFailed { contact, .. } => self.look_at_locks(*contact),
            Entry::CallerTold { contact, word, .. } => match word {
                CallerWord::Identified { customer } | CallerWord::Undone { customer: Some(customer) } => {
                    self.begin(*contact, customer);
                }
                CallerWord::Undone { customer: None } => self.drop_view(*contact),
                CallerWord::Several { .. } | CallerWord::ThirdParty | CallerWord::Holder => {}
            },
            Entry::ContactClosed { contact, .. } => self.drop_view(*contact),
            _ => {}
        }
    }

    fn drop_view(&self, contact: ContactId) {
        let dropped = self.kept().remove(&contact);
        if let Some(kept) = dropped {
            let customer = kept.view.borrow().customer.clone();
            self.work_changed(&customer, Some(contact));
        }
    }

    /// Asks again for what is open for a customer, in all contacts but this one.
    pub fn work_changed(&self, customer: &CustomerRef, but: Option<ContactId>) {
        // No contact has the id 0.
        for contact in work::beside(&self.kept, customer, but.unwrap_or(ContactId(0))) {
            if let Some(kept) = self.kept().get_mut(&contact) {
                // A question that is under way may have looked already.
                kept.end_question(PanelName::Work);
                kept.view.send_modify(|view| view.ask_again(PanelName::Work, wall()));
                self.ask(contact, kept, PanelName::Work);
            }
        }
    }

    /// The view of a contact as it stands.
    pub fn view(&self, contact: ContactId) -> Option<CustomerView> {
        self.kept().get(&contact).map(|kept| kept.view.borrow().clone())
    }

    /// The view of a contact and whatever becomes of it. The channel ends when the contact does, or
    /// when it turns out to be another customer's: then there is a new view to be had.
    pub fn watch(&self, contact: ContactId) -> Option<watch::Receiver<CustomerView>> {
        self.kept().get(&contact).map(|kept| kept.view.subscribe())
    }

    /// Has the bank send a one-time code.
    pub async fn send_code(&self, contact: ContactId) -> Result<(), CodeNotSent> {
        let customer = self.view(contact).ok_or(NoView(contact))?.customer;
        Ok(self.asking.send_code(&customer).await?)
    }

    /// The number at which an answer proves who somebody is.
    pub async fn registered(&self, customer: &CustomerRef) -> Result<PhoneNumber, NotCalled> {
        self.asking.registered(customer).await
    }

    /// Asks for a panel again, unless its answer is still awaited. What it showed before is stale from then on.
    pub fn ask_again(&self, contact: ContactId, panel: PanelName) -> Result<CustomerView, NoView> {
        let mut all = self.kept();
        let kept = all.get_mut(&contact).ok_or(NoView(contact))?;
        if !kept.awaits(panel) {
            kept.view.send_modify(|view| view.ask_again(panel, wall()));
            self.ask(contact, kept, panel);
        }
        let view = kept.view.borrow().clone();
        Ok(view)
    }

    /// Asks again for what an order may have changed.
    pub fn look_again(&self, contact: ContactId) {
        let changed = [
            PanelName::Cards,
            PanelName::Bills,
            PanelName::Limits,
            PanelName::Reports,
            PanelName::Production,
            PanelName::Locks,
            PanelName::Work,
        ];
        for panel in changed {
            // A contact that is over has nobody who looks.
            let _closed = self.ask_again(contact, panel);
        }
    }

    /// A secret was tried: the bank has counted.
    fn look_at_locks(&self, contact: ContactId) {
        // Of somebody who is not known yet there is nothing to look at.
        let _unknown = self.ask_again(contact, PanelName::Locks);
    }

    /// Asks for everything anew, if the customer is known.
    pub fn renew(&self, contact: ContactId) {
        let mut all = self.kept();
        let known = all.get(&contact).map(|kept| kept.view.borrow().clone());
        if let Some(before) = known {
            let renewed = self.asking_all(contact, before.asked_anew(wall()));
            all.insert(contact, renewed);
        }
    }

    /// Asks for everything, once: what was matched by its number and is verified as the same customer
    /// has its view already.
    pub fn begin(&self, contact: ContactId, customer: &CustomerRef) {
        let mut all = self.kept();
        if all.get(&contact).is_some_and(|kept| kept.view.borrow().customer == *customer) {
            return;
        }
        // The same customer may write while calling.
        let beside = all.values().find(|kept| kept.view.borrow().customer == *customer);
        let view = match beside {
            Some(kept) => kept.view.borrow().asked_anew(wall()),
            None => CustomerView::asked(customer.clone(), wall()),
        };
        let begun = self.asking_all(contact, view);
        // A view of another customer is dropped here, and its questions with it.
        all.insert(contact, begun);
        drop(all);
        self.work_changed(customer, Some(contact));
    }

    /// A view and the questions for all of it.
    fn asking_all(&self, contact: ContactId, view: CustomerView) -> Kept {
        let mut kept = Kept { view: watch::Sender::new(view), questions: Default::default() };
        for panel in PanelName::ALL {
            self.ask(contact, &mut kept, panel);
        }
        kept
    }

    fn ask(&self, contact: ContactId, kept: &mut Kept, panel: PanelName) {
        let task = tokio::spawn(self.asking.clone().ask(contact, kept.view.clone(), panel));
        kept.questions[panel as usize] = Some(task.abort_handle());
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<ContactId, Kept>> {
        // Nothing is done under the lock that could be left half done.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
