//! Call-backs: the numbers that customers are called at, which the floor does not know, and what others
//! see of the places that are kept. Those that the bank has on record are here as well, for calls that verify.

use floor::{Phase, Promise, State};
use std::collections::HashMap;
use store::Store;
use vocabulary::journal::Rest;
use vocabulary::plan::{Plan, Trunk};
use vocabulary::voice::Order;
use vocabulary::{ContactId, LineName, PhoneNumber, QueueName, Time};

/// Numbers of open contacts that may be called back: as many as such contacts are open.
#[derive(Default)]
pub(crate) struct Numbers {
    of: HashMap<ContactId, PhoneNumber>,
    /// Numbers that the bank has on record, of open contacts whose customers are called there.
    registered: HashMap<ContactId, PhoneNumber>,
    /// Whether any queue offers call-backs: else nobody needs to know.
    calls_back: bool,
}

impl Numbers {
    /// The numbers of the places that a floor keeps, from their sealed column.
    pub async fn of_places(state: &State, store: &Store) -> Numbers {
        let mut numbers = Numbers::default();
        numbers.planned(state.plan());
        for place in state.places().map(|contact| contact.id) {
            match sealed(store, place).await {
                Ok(Some(number)) => drop(numbers.of.insert(place, number)),
                Ok(None) => tracing::warn!(contact = %place, "a call-back has no number any more"),
                Err(error) => {
                    tracing::warn!(contact = %place, %error, "the number of a call-back is not to be had")
                }
            }
        }
        numbers
    }

    /// Another plan is in force.
    pub fn planned(&mut self, plan: &Plan) {
        self.calls_back = plan.queues.iter().any(|queue| queue.routing.callback.is_some());
    }

    /// Whether somebody who calls may be offered to be called back.
    pub fn may_be_offered(&self, trunk: &Trunk, number: &PhoneNumber) -> bool {
        self.calls_back && trunk.may_call(number)
    }

    /// The first open contact of a number.
    pub fn first_of(&self, number: &PhoneNumber) -> Option<ContactId> {
        self.of.iter().filter(|(_, of)| *of == number).map(|(contact, _)| *contact).min()
    }

    pub fn keep(&mut self, contact: ContactId, number: PhoneNumber) {
        self.of.insert(contact, number);
    }

    /// The customer of a contact is called at the number that the bank has on record.
    pub fn register(&mut self, contact: ContactId, number: PhoneNumber) {
        self.registered.insert(contact, number);
    }

    pub fn forget(&mut self, contact: ContactId) {
        self.of.remove(&contact);
        self.registered.remove(&contact);
    }

    pub fn get(&self, contact: ContactId) -> Option<&PhoneNumber> {
        self.of.get(&contact)
    }

    /// Fills in the number that an order is about; without one, or when the plan lets it be called no
    /// more, the node finds nobody to call.
    pub fn fill_in(&self, order: Order, trunk: &Trunk) -> Order {
        match order {
            Order::DialOut { leg, contact, registered, trunk: address, shown, on_behalf_of, .. } => {
                let numbers = if registered { &self.registered } else { &self.of };
                let number = numbers.get(&contact).filter(|number| trunk.may_call(number)).cloned();
                Order::DialOut { leg, contact, registered, number, trunk: address, shown, on_behalf_of }
            }
            other => other,
        }
    }
}

async fn sealed(store: &Store, contact: ContactId) -> store::Result<Option<PhoneNumber>> {
    match store.contact(contact).await? {
        Some(row) => store.unseal_caller(&row).await,
        None => Ok(None),
    }
}

/// A place that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceView {
    /// The contact that keeps it.
    pub contact: ContactId,
    /// The number the customer called.
    pub line: LineName,
    /// The queue.
    pub queue: Option<QueueName>,
    /// The moment its waiting counts from.
    pub since: Time,
    /// When it was promised.
    pub promised: Time,
    /// By when the customer will probably be called.
    pub by: Option<Time>,
    /// How often the customer was called in vain.
    pub tries: u8,
    /// How often at the most.
    pub most: u8,
    /// How it stands.
    pub stands: PlaceState,
    /// Place in the line, 1 is next; none while it is not in the line.
    pub position: Option<u32>,
    /// When it is its turn, as far as anybody can say; of a place that rests, when it is looked at again.
    pub next: Option<Time>,
}

/// How a place stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceState {
    /// The caller is still on the line, and hears the farewell.
    Farewell,
    /// In the line.
    Waiting,
    /// Out of the line for a while.
    Resting(Rest),
    /// An agent's telephone is being called.
    Offered,
    /// The agent has picked up, and the customer's telephone is being called.
    Calling,
}

/// All places that are kept, oldest first.
pub(crate) fn places(state: &State, now: Time) -> Vec<PlaceView> {
    state.places().filter_map(|contact| place(state, contact, now)).collect()
}

fn place(state: &State, contact: &floor::Contact, now: Time) -> Option<PlaceView> {
    let Promise { terms, made, by, tries, .. } = contact.place()?;
    let stands = match contact.phase {
        Phase::Resting { why } => PlaceState::Resting(why),
        Phase::Offered { .. } => PlaceState::Offered,
        Phase::CallingBack { .. } => PlaceState::Calling,
        _ if !contact.is_away() => PlaceState::Farewell,
        _ => PlaceState::Waiting,
    };
    let expected = || state.router().estimate(contact.id).map(|estimate| now + estimate.expected);
    let next = match stands {
        PlaceState::Resting(_) => contact.due,
        PlaceState::Waiting | PlaceState::Farewell => expected(),
        PlaceState::Offered | PlaceState::Calling => Some(now),
    };
    let wanted = contact.wanted.as_ref();
    Some(PlaceView {
        contact: contact.id,
        line: contact.line.clone(),
        queue: wanted.map(|wanted| wanted.queue.clone()),
        since: wanted.map_or(*made, |wanted| wanted.since),
        promised: *made,
        by: *by,
        tries: *tries,
        most: terms.tries,
        stands,
        position: state.router().position(contact.id),
        next,
    })
}
