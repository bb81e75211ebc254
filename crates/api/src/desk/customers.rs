//! The customers on a desk, of the call and of each chat: what the bank says about them, as it comes, by contact.

use super::told::Told;
use super::welcome::shown;
use crate::rooms::Rooms;
use centre::{ContactView, CustomerView, DeskView};
use futures_util::future::select_all;
use std::collections::BTreeMap;
use store::audit::Code;
use tokio::sync::watch;
use trust::{Actor, may};
use vocabulary::{ContactId, CustomerRef};

/// Those that the page is told about: of each contact in hand with a customer one, at the most.
pub(super) struct Customers {
    all: Vec<Customer>,
    /// Whom this window was put on record as showing, by contact in hand.
    on_record: BTreeMap<ContactId, CustomerRef>,
    /// From where the page is connected.
    origin: Code,
}

struct Customer {
    contact: ContactId,
    view: watch::Receiver<CustomerView>,
    /// What the page was told.
    told: CustomerView,
    /// The caller is somebody else: little is shown.
    third_party: bool,
}

impl Customer {
    async fn next(&mut self) -> News {
        match self.view.changed().await {
            Ok(()) => News::More(self.contact),
            Err(_) => News::Over(self.contact),
        }
    }
}

/// What became of a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum News {
    /// The bank said more.
    More(ContactId),
    /// It is over: the contact is, or it is about another customer now, or nobody any more.
    Over(ContactId),
}

impl Customers {
    pub fn new(origin: Code) -> Customers {
        Customers { all: Vec::new(), on_record: BTreeMap::new(), origin }
    }

    /// From now on the page is told what the bank says about the customers in hand, and about no others.
    pub fn follow_all(&mut self, rooms: &Rooms, actor: &Actor<may::DeskServe>, view: &DeskView) {
        let in_hand = || view.contact.iter().chain(&view.chats).map(|at_hand| &at_hand.contact);
        self.all.clear();
        self.on_record.retain(|contact, _| in_hand().any(|open| open.id == *contact));
        in_hand().for_each(|open| self.follow(rooms, actor, open));
    }

    /// From now on the page is told about this contact's customer, as far as one is known.
    pub fn follow(&mut self, rooms: &Rooms, actor: &Actor<may::DeskServe>, open: &ContactView) {
        let contact = open.id;
        self.all.retain(|one| one.contact != contact);
        let Some(mut view) = rooms.watch_customer_of(actor, contact) else { return };
        let told = view.borrow_and_update().clone();
        self.note_shown(rooms, actor, contact, &told.customer);
        self.all.push(Customer { contact, view, told, third_party: open.caller.third_party });
    }

    /// The contact is off the desk.
    pub fn leave(&mut self, contact: ContactId) {
        self.all.retain(|one| one.contact != contact);
        self.on_record.remove(&contact);
    }

    /// Whether the page shows a customer for this contact.
    pub fn shows(&self, contact: ContactId) -> bool {
        self.all.iter().any(|one| one.contact == contact)
    }

    /// What becomes of any of them next. Nothing is lost when the wait is given up.
    pub async fn next(&mut self) -> News {
        if self.all.is_empty() {
            return std::future::pending().await;
        }
        select_all(self.all.iter_mut().map(|one| Box::pin(one.next()))).await.0
    }

    /// The panels of a contact's customer that have changed.
    pub fn changes(&mut self, contact: ContactId) -> Vec<Told> {
        let Some(one) = self.all.iter_mut().find(|one| one.contact == contact) else { return Vec::new() };
        let now = one.view.borrow_and_update().clone();
        let changed = now.changes(&one.told);
        one.told = now.clone();
        let values = shown(now, one.third_party);
        let told = |panel: centre::PanelName| Told::View {
            contact: contact.to_string(),
            panel: panel.into(),
            value: values[panel.tag()].clone(),
        };
        changed.into_iter().map(told).collect()
    }

    /// Who looks at whom is on record, once a contact in hand, customer and window.
    fn note_shown(
        &mut self,
        rooms: &Rooms,
        actor: &Actor<may::DeskServe>,
        contact: ContactId,
        customer: &CustomerRef,
    ) {
        if self.on_record.insert(contact, customer.clone()).as_ref() != Some(customer) {
            rooms.note_shown(actor.account().id, self.origin.clone(), contact, customer.clone());
        }
    }
}
