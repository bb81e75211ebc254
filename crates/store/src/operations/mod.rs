//! What the bank was told to do for customers. A row stands here before the bank hears of it, so that an
//! answer that is lost, or a crash, leaves an order that can be asked after, never one nobody knows.

pub(crate) mod table;

use crate::{Reader, Result, Store};
use vocabulary::{AccountId, AgentId, ContactId, CustomerRef, Money, Time};

/// How an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrderState {
    /// A second person is asked.
    Waiting,
    /// A second person refused it, or nobody decided while the contact lasted.
    Refused,
    /// It goes ahead by itself once its condition is met.
    Conditional,
    /// Its condition was not met in time.
    Lapsed,
    /// Somebody took it back before its condition was met.
    Withdrawn,
    /// The bank was told, and nobody knows yet what became of it.
    Unknown,
    /// The bank has it, and has not done it yet.
    Pending,
    /// It is done.
    Done,
    /// The bank declined it.
    Declined,
    /// The bank never had it, and takes it no more: it may be ordered anew.
    Never,
}

impl OrderState {
    /// All of them.
    pub const ALL: [OrderState; 10] = [
        OrderState::Waiting,
        OrderState::Refused,
        OrderState::Conditional,
        OrderState::Lapsed,
        OrderState::Withdrawn,
        OrderState::Unknown,
        OrderState::Pending,
        OrderState::Done,
        OrderState::Declined,
        OrderState::Never,
    ];

    /// The name in rows and transfer objects.
    pub fn tag(self) -> &'static str {
        match self {
            OrderState::Waiting => "waiting",
            OrderState::Refused => "refused",
            OrderState::Conditional => "conditional",
            OrderState::Lapsed => "lapsed",
            OrderState::Withdrawn => "withdrawn",
            OrderState::Unknown => "unknown",
            OrderState::Pending => "pending",
            OrderState::Done => "done",
            OrderState::Declined => "declined",
            OrderState::Never => "never",
        }
    }

    /// Whether it counts against rules of authority: what was done, what may have been, and what is promised.
    pub fn counts(self) -> bool {
        use OrderState::{Declined, Lapsed, Never, Refused, Withdrawn};
        !matches!(self, Refused | Lapsed | Withdrawn | Declined | Never)
    }
}

/// An order.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderRow {
    /// Its key at the bank.
    pub key: String,
    /// In which contact.
    pub contact: ContactId,
    /// Whose card.
    pub customer: CustomerRef,
    /// Which agent orders.
    pub agent: AgentId,
    /// By which account.
    pub account: AccountId,
    /// What: `raise_limit`.
    pub operation: String,
    /// The card's or account's number behind its mask; empty where it is about neither.
    pub card: String,
    /// How much.
    pub amount: Option<Money>,
    /// What of it counts against budgets, in smallest units.
    pub counted_minor: Option<i64>,
    /// The last day, written like 2026-01-15.
    pub until: Option<String>,
    /// The bill, by the last day it covers.
    pub bill: Option<String>,
    /// The transaction, the fee or the earlier order it is about, by the bank's reference; of an unlocking,
    /// the secret.
    pub item: Option<String>,
    /// In how many instalments.
    pub months: Option<u8>,
    /// The bill that has to be paid first, by the last day it covers.
    pub paid_bill: Option<String>,
    /// The last day on which it may be paid.
    pub due: Option<String>,
    /// How often the bank closed its key without having had it: the bank knows it by the key so many further on.
    pub attempt: u32,
    /// Why, by its code.
    pub reason: String,
    /// The version of the rules of authority and the rule: `3:limit`.
    pub rule: String,
    /// What it was judged as, as `centre` writes it; none in rows of earlier releases.
    pub judged: Option<String>,
    /// How it stands.
    pub state: OrderState,
    /// The bank's key of what was done.
    pub reference: Option<String>,
    /// Why the bank declined.
    pub why: Option<String>,
    /// When it was asked for.
    pub asked_at: Time,
    /// The second person.
    pub decided_by: Option<AccountId>,
    /// When it came to its end.
    pub settled_at: Option<Time>,
}

impl Store {
    /// Writes down an order; it is durable when this returns. `false` when there is one of that key: then
    /// nothing is written.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn put_order(&self, order: &OrderRow) -> Result<bool> {
        self.reader.within(table::put(self.reader.db(), order)).await
    }

    /// An order by its key.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn order(&self, key: &str) -> Result<Option<OrderRow>> {
        self.reader.within(table::one(self.reader.db(), key)).await
    }

    /// Moves an order from how it stood to another state, with what is known of it then. `false` when it does not
    /// stand so any more: somebody else moved it.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn move_order(&self, order: &OrderRow, from: &OrderRow) -> Result<bool> {
        self.reader.within(table::change(self.reader.db(), order, from)).await
    }

    /// The orders of a contact, newest first.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn orders_of_contact(&self, contact: ContactId) -> Result<Vec<OrderRow>> {
        self.reader.within(table::of_contact(self.reader.db(), contact)).await
    }

    /// The orders of a customer since a moment, newest first; the first five hundred.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn orders_of_customer(&self, customer: &CustomerRef, since: Time) -> Result<Vec<OrderRow>> {
        self.reader.within(table::of_customer(self.reader.db(), customer, since)).await
    }

    /// What is open at the bank for a customer, newest first: orders that have not come to their end, and raised
    /// limits that go back after a day that is not before `today` (written like 2026-01-15).
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn open_orders_of(&self, customer: &CustomerRef, today: &str) -> Result<Vec<OrderRow>> {
        self.reader.within(table::open_of_customer(self.reader.db(), customer, today)).await
    }

    /// The next hundred orders that stand in a state, oldest first, after one of them; none when there are no more.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn orders_in(&self, state: OrderState, after: Option<&OrderRow>) -> Result<Vec<OrderRow>> {
        self.reader.within(table::in_state(self.reader.db(), state, after)).await
    }

    /// Orders whose condition was not met in time, since a moment, newest first; the first hundred.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn lapsed_orders(&self, since: Time) -> Result<Vec<OrderRow>> {
        self.reader.within(table::lapsed(self.reader.db(), since)).await
    }

    /// The orders of an operation since a moment, for a customer or by an agent.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn orders_since(
        &self,
        operation: &str,
        since: Time,
        whose: Whose<'_>,
    ) -> Result<Vec<OrderRow>> {
        self.reader.within(table::since(self.reader.db(), operation, since, whose)).await
    }
}

impl Reader {
    /// Orders asked for from a moment on, oldest first, from behind an order on; a thousand at most.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn orders_from(&self, since: Time, after: Option<&OrderRow>) -> Result<Vec<OrderRow>> {
        self.within(table::from(self.db(), since, after)).await
    }
}

/// Whose orders are looked for.
#[derive(Debug, Clone, Copy)]
pub enum Whose<'a> {
    /// Those for a customer.
    Customer(&'a CustomerRef),
    /// Those of an agent.
    Agent(AgentId),
}
