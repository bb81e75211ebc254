//! What is open for a customer at this moment, as we ourselves know it: other contacts, orders to the bank, promises.

use super::Views;
use super::view::Failure;
use crate::clock::wall;
use crate::message::Message;
use crate::views::ContactView;
use std::sync::PoisonError;
use store::{OrderRow, Promise, Store};
use tokio::sync::{Semaphore, mpsc, oneshot};
use vocabulary::{ContactId, CustomerRef, Span};

/// What is open for a customer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Work {
    /// Contacts beside this one, oldest first: a chat at the same time, a call-back that waits.
    pub contacts: Vec<ContactView>,
    /// Orders that have not come to their end, and raised limits that will go back; newest first.
    pub orders: Vec<OrderRow>,
    /// What was promised, what is due first.
    pub promises: Vec<Promise>,
}

/// Why it is not known.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unknown {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error("the centre is shutting down")]
    Stopped,
}

impl From<Unknown> for Failure {
    fn from(_: Unknown) -> Failure {
        Failure::Database
    }
}

/// Looks for it.
pub(super) async fn open_work(
    store: &Store,
    reading: &Semaphore,
    floor: &mpsc::Sender<Message>,
    views: &Views,
    customer: &CustomerRef,
    contact: ContactId,
) -> Result<Work, Unknown> {
    let mut contacts = Vec::new();
    for beside in beside(views, customer, contact) {
        let (answer, answered) = oneshot::channel();
        floor.send(Message::Contact(beside, answer)).await.map_err(|_| Unknown::Stopped)?;
        contacts.extend(answered.await.map_err(|_| Unknown::Stopped)?);
    }
    contacts.sort_by_key(|open| open.id);
    let _turn = reading.acquire().await.expect("the turns are never closed");
    let orders = store.open_orders_of(customer, &today()).await?;
    let promises = store.promises_to(customer, true).await?;
    Ok(Work { contacts, orders, promises })
}

/// The customer's other contacts that are open.
pub(super) fn beside(views: &Views, customer: &CustomerRef, contact: ContactId) -> Vec<ContactId> {
    let all = views.lock().unwrap_or_else(PoisonError::into_inner);
    let is_beside = |(open, kept): &(&ContactId, &super::Kept)| {
        **open != contact && kept.view.borrow().customer == *customer
    };
    all.iter().filter(is_beside).map(|(open, _)| *open).collect()
}

/// West of UTC it is the day before for so long at the most.
const WEST: Span = Span::seconds(12 * 3_600);

/// The day it is where a day comes last: a raised limit is shown for some hours too long rather than too short.
fn today() -> String {
    let now = jiff::Timestamp::from_microsecond((wall() - WEST).0).unwrap_or_default();
    now.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}
