//! What agents do at the bank for customers: within their authority, once, and never shown as done unless the
//! bank said so.
//!
//! A wish is judged by the rules of authority and by what was done before; it is written down, and only then
//! does the bank hear of it. When no answer comes, the order is *unknown* until a job has asked the bank what
//! became of it ([`reconcile`]). What is promised on a condition waits for it ([`conditional`]). What takes a second
//! person is asked for by `trust::approvals`, and waits here while the customer is on the line ([`requests`]).

mod conditional;
mod earlier;
mod facts;
mod force;
mod judging;
mod possible;
mod prepare;
mod proposals;
mod reconcile;
mod requests;
mod trial;

pub use ::conditions::Operation as What;
pub use conditional::Condition;
pub use force::{NotInForce, read_rules};
pub use judging::{Bounds, Judged};
pub use possible::Unfit;
pub use proposals::{Proposal, Subject};
pub use trial::{Changed, NotTried, Trial, try_authority};

use crate::ContactView;
use crate::clock::wall;
use crate::customers::Customers;
use ::bank::Bank;
use ::bank::operations::{Instruction, Order, OrderKey, Outcome, Reason};
use ::conditions::{Authority, Decision, Level};
use conditional::bank_key;
use facts::Facts;
use jiff::civil::Date;
use prepare::Prepared;
use std::collections::HashMap;
use std::sync::{Arc, Mutex as Guarded, MutexGuard, PoisonError, RwLock};
use store::{OrderRow, OrderState, Store};
use tokio::sync::{Mutex, Notify};
use trust::approvals::NotDecided;
use trust::{Actor, Trust, may};
use vocabulary::plan::Plan;
use vocabulary::{AccountId, AgentId, ContactId, CustomerRef, Money};

/// What an agent wishes to be done, as the page says it: cards by their masks.
#[derive(Debug, Clone, PartialEq)]
pub struct OperationWish {
    /// Names the order: the page draws it, so that a press that is sent twice orders once.
    pub key: OrderKey,
    /// What.
    pub what: What,
    /// The card's or account's number behind its mask; empty where it is about neither.
    pub card: String,
    /// How much, where that is part of it.
    pub amount: Option<Money>,
    /// The last day, where that is part of it.
    pub until: Option<Date>,
    /// The bill, by its last day, where that is part of it.
    pub bill: Option<Date>,
    /// The transaction, the fee or the earlier order, by the bank's reference, where it is about one; of an unlocking,
    /// the secret.
    pub item: Option<String>,
    /// In how many instalments, where that is part of it.
    pub months: Option<u8>,
    /// What has to come about before it goes ahead by itself; nothing has it done at once.
    pub when: Option<Condition>,
    /// Why.
    pub reason: Reason,
}

/// Why an order was not given.
#[derive(Debug, thiserror::Error)]
pub enum NotOrdered {
    /// Whose contact it is is not known, or the panel with cards or bills is not there.
    #[error(
        "{0}: the bank has not said what it is about yet; wait for cards and bills, or ask for them again"
    )]
    NotThere(ContactId),
    /// None, or more than one, of the customer's cards or accounts looks like that.
    #[error("no single card or account of the customer has this number; look at them again")]
    NoSuchCard,
    /// It does not fit the card, the bill or whatever it is about.
    #[error("this cannot be done: {0}")]
    Unfit(#[from] Unfit),
    /// The rules of authority do not allow it.
    #[error("the rules of authority (version {}) do not allow this", .0.version)]
    NotAllowed(Box<Judged>),
    /// There is an order of that key for something else.
    #[error("this key names another order; draw another one")]
    KeyTaken,
    /// No order of that key waits for anybody.
    #[error("no such request waits; it was decided, or its contact is over")]
    NotWaiting,
    /// It takes a second person while the customer is there.
    #[error(
        "it takes a second person while the customer is there, who has gone; ask for it in the next contact"
    )]
    CallerGone,
    /// It takes a second person, and none can be asked.
    #[error(transparent)]
    NotAsked(#[from] NotDecided),
    /// It could not be written down, so the bank was not told.
    #[error("it cannot be written down now, so the bank was not told; try again")]
    NotKept,
}

/// Who acts, in what.
#[derive(Debug, Clone)]
pub struct Acting {
    /// The contact.
    pub contact: ContactId,
    /// Whose it is.
    pub customer: CustomerRef,
    /// How sure it is who is on the line.
    pub level: Level,
    /// Whether whoever is on the line is not the customer.
    pub third_party: bool,
    /// Whether anybody is on the line still; nobody is in wrap-up.
    pub on_the_line: bool,
    /// Whose hand it is in.
    pub agent: AgentId,
    /// By which account.
    pub account: AccountId,
}

impl Acting {
    /// Who acts in a contact as it stands now; nobody while its customer is not known.
    pub fn of(open: &ContactView, agent: AgentId, account: AccountId) -> Option<Acting> {
        let level = match (open.strong, open.verified, open.caller.identified) {
            (true, ..) => Level::Strong,
            (false, true, _) => Level::Verified,
            (false, false, true) => Level::Identified,
            (false, false, false) => Level::Matched,
        };
        let customer = open.customer.clone()?;
        Some(Acting {
            contact: open.id,
            customer,
            level,
            third_party: open.caller.third_party,
            on_the_line: !open.is_in_wrap_up(),
            agent,
            account,
        })
    }
}

/// All operations. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Operations(Arc<Inner>);

pub(crate) struct Inner {
    bank: Arc<dyn Bank>,
    store: Arc<Store>,
    trust: Arc<Trust>,
    customers: Customers,
    authority: RwLock<Arc<Authority>>,
    /// One order is judged and written down at a time: two at the same moment cannot both take what is left
    /// of a budget.
    judging: Mutex<()>,
    /// Keys of orders the bank is being told, each with the presses that are at it: the job does not ask after
    /// them.
    under_way: Guarded<HashMap<String, u32>>,
    /// Something is not settled.
    unsettled: Notify,
}

/// An order that the bank is being told. It begins before the order is written down: the job would otherwise
/// find it, ask after it, and so have the bank close a key that is just about to be used.
struct UnderWay(Arc<Inner>, String);

impl UnderWay {
    fn begin(inner: &Arc<Inner>, key: &OrderKey) -> UnderWay {
        *inner.under_way().entry(key.to_string()).or_default() += 1;
        UnderWay(inner.clone(), key.to_string())
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let mut all = self.0.under_way();
        if let Some(presses) = all.get_mut(&self.1) {
            *presses -= 1;
        }
        all.retain(|_, presses| *presses > 0);
    }
}

impl Inner {
    fn under_way(&self) -> MutexGuard<'_, HashMap<String, u32>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Operations {
    pub fn new(
        bank: Arc<dyn Bank>,
        store: Arc<Store>,
        trust: Arc<Trust>,
        customers: Customers,
    ) -> Operations {
        Operations(Arc::new(Inner {
            bank,
            store,
            trust,
            customers,
            authority: RwLock::default(),
            judging: Mutex::default(),
            under_way: Guarded::default(),
            unsettled: Notify::new(),
        }))
    }

    /// Puts other rules of authority in force.
    pub fn govern(&self, authority: Authority) {
        *self.0.authority.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(authority);
    }

    pub fn authority(&self) -> Arc<Authority> {
        self.0.authority.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Orders, or asks for a second person; how the order stands then.
    ///
    /// # Errors
    /// [`NotOrdered`]: then the bank was not told.
    pub async fn wish(
        &self,
        plan: &Plan,
        actor: &Actor<may::OperationsOrder>,
        acting: &Acting,
        wish: OperationWish,
    ) -> Result<OrderRow, NotOrdered> {
        if let Some(known) = self.kept(&wish.key).await? {
            return same(known, acting, &wish);
        }
        let under_way = UnderWay::begin(&self.0, &wish.key);
        let (row, prepared) = {
            let _one_at_a_time = self.0.judging.lock().await;
            if let Some(known) = self.kept(&wish.key).await? {
                return same(known, acting, &wish);
            }
            // By what was ordered up to this moment, and by nobody meanwhile.
            let prepared = self.prepare(plan, acting.contact, &wish).await?;
            let judged = self.judging(plan, acting).judge(wish.what, &prepared.about).await?;
            let state = match judged.verdict.decision {
                Decision::Alone if wish.when.is_some() => OrderState::Conditional,
                Decision::Alone => OrderState::Unknown,
                Decision::SecondPerson => OrderState::Waiting,
                Decision::Refused => return Err(NotOrdered::NotAllowed(Box::new(judged))),
            };
            let row =
                row(acting, &wish, &prepared, &judged, state).ok_or(NotOrdered::NotThere(acting.contact))?;
            match state {
                OrderState::Waiting => self.request(actor, acting, &row).await?,
                _ => self.put(&row).await?,
            }
            (row, prepared)
        };
        if row.state != OrderState::Unknown {
            return Ok(row);
        }
        Ok(self.order(row, prepared.instruction, under_way).await)
    }

    /// The orders of a contact, newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of_contact(&self, contact: ContactId) -> store::Result<Vec<OrderRow>> {
        self.0.store.orders_of_contact(contact).await
    }

    /// Tells the bank. The row says *unknown*, and is on disk, before anything is sent; it is told to the end
    /// whoever still waits for the answer.
    async fn order(&self, row: OrderRow, instruction: Instruction, under_way: UnderWay) -> OrderRow {
        let (this, untold) = (self.clone(), row.clone());
        let telling = async move {
            let _under_way = under_way;
            this.tell(row, instruction).await
        };
        tokio::spawn(telling).await.unwrap_or(untold)
    }

    async fn tell(&self, mut row: OrderRow, instruction: Instruction) -> OrderRow {
        let (Some(key), Some(reason)) = (bank_key(&row), reason_of(&row.reason)) else { return row };
        let order = Order {
            key,
            customer: row.customer.clone(),
            instruction,
            reason,
            contact: row.contact,
            by: row.account,
            approved_by: row.decided_by,
        };
        match self.0.bank.operate(&order).await {
            Ok(outcome) => self.settle(&mut row, &outcome).await,
            Err(error @ (bank::Error::Late(_) | bank::Error::Unreachable(_) | bank::Error::Malformed(_))) => {
                tracing::warn!(contact = %row.contact, operation = row.operation, %error, "what became of an order is not known");
                self.0.unsettled.notify_one();
            }
            // Nobody was asked, or the bank took nothing.
            Err(error) => {
                tracing::warn!(contact = %row.contact, operation = row.operation, %error, "an order was not given");
                self.settle(&mut row, &Outcome::Never).await;
            }
        }
        row
    }

    /// Writes down what the bank said. When that fails the job asks again: the bank remembers.
    async fn settle(&self, row: &mut OrderRow, outcome: &Outcome) {
        let before = row.clone();
        match outcome {
            Outcome::Done { reference } => {
                (row.state, row.reference) = (OrderState::Done, Some(reference.clone()));
            }
            Outcome::Declined { why } => {
                let why = serde_json::to_value(why).ok();
                (row.state, row.why) =
                    (OrderState::Declined, why.and_then(|why| why.as_str().map(str::to_owned)));
            }
            Outcome::Pending => row.state = OrderState::Pending,
            // It waits on, under the next key: this one is closed.
            Outcome::Never if Condition::of(row).is_some() => {
                (row.state, row.attempt) = (OrderState::Conditional, row.attempt.saturating_add(1));
            }
            Outcome::Never => row.state = OrderState::Never,
        }
        if !matches!(row.state, OrderState::Pending | OrderState::Conditional) {
            row.settled_at = Some(wall());
        }
        if row.state == before.state {
            return self.0.unsettled.notify_one();
        }
        if let Err(error) = self.moved(row, &before).await {
            tracing::error!(contact = %row.contact, %error, "what the bank said of an order could not be written down");
            *row = before;
            return self.0.unsettled.notify_one();
        }
        if row.state == OrderState::Done {
            self.0.customers.look_again(row.contact);
        }
    }

    /// What the bank is to be told, out of what it said of the customer. An order that was written down already stands
    /// in nobody's way, its own neither.
    async fn prepare(
        &self,
        plan: &Plan,
        contact: ContactId,
        wish: &OperationWish,
    ) -> Result<Prepared, NotOrdered> {
        let view = self.0.customers.view(contact).ok_or(NotOrdered::NotThere(contact))?;
        let earlier = self.earlier(plan, contact, &view.customer, Some(&wish.key)).await?;
        prepare::prepare(&Facts::of_view(&view), &earlier.before(), wish)
    }

    async fn kept(&self, key: &OrderKey) -> Result<Option<OrderRow>, NotOrdered> {
        self.0.store.order(key.as_str()).await.map_err(|why| not_kept(&why))
    }

    async fn put(&self, row: &OrderRow) -> Result<(), NotOrdered> {
        // Another process, if there is any, has used the key since.
        let is_new = self.0.store.put_order(row).await.map_err(|why| not_kept(&why))?;
        if !is_new {
            return Err(NotOrdered::KeyTaken);
        }
        self.0.customers.work_changed(&row.customer, None);
        Ok(())
    }

    async fn moved(&self, row: &OrderRow, from: &OrderRow) -> Result<(), NotOrdered> {
        match self.0.store.move_order(row, from).await {
            Ok(true) => {
                // Whoever serves the customer sees what is open, and what is not any more.
                self.0.customers.work_changed(&row.customer, None);
                Ok(())
            }
            Ok(false) => Err(NotOrdered::NotWaiting),
            Err(why) => Err(not_kept(&why)),
        }
    }
}

/// The order of a key, if it is the one that is wished for, word for word.
fn same(known: OrderRow, acting: &Acting, wish: &OperationWish) -> Result<OrderRow, NotOrdered> {
    let is_same = known.contact == acting.contact && requests::wished(&known).as_ref() == Some(wish);
    if is_same { Ok(known) } else { Err(NotOrdered::KeyTaken) }
}

fn row(
    acting: &Acting,
    wish: &OperationWish,
    prepared: &Prepared,
    judged: &Judged,
    state: OrderState,
) -> Option<OrderRow> {
    Some(OrderRow {
        key: wish.key.to_string(),
        contact: acting.contact,
        customer: acting.customer.clone(),
        agent: acting.agent,
        account: acting.account,
        operation: wish.what.tag().to_owned(),
        card: wish.card.clone(),
        amount: wish.amount,
        counted_minor: prepared.about.counted.map(|counted| counted.minor),
        until: wish.until.map(|day| day.to_string()),
        bill: wish.bill.map(|day| day.to_string()),
        item: wish.item.clone(),
        months: wish.months,
        paid_bill: wish.when.map(|when| when.bill.to_string()),
        due: wish.when.map(|when| when.by.to_string()),
        attempt: 0,
        reason: serde_json::to_value(wish.reason).ok()?.as_str()?.to_owned(),
        rule: format!("{}:{}", judged.version, judged.verdict.rule.as_deref()?),
        judged: judged.judged_as.clone(),
        state,
        reference: None,
        why: None,
        asked_at: wall(),
        decided_by: None,
        settled_at: None,
    })
}

fn reason_of(text: &str) -> Option<Reason> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()
}

fn not_kept(why: &store::Error) -> NotOrdered {
    tracing::error!(%why, "an order could not be read or written down");
    NotOrdered::NotKept
}

#[cfg(test)]
mod schedules;
#[cfg(test)]
mod tests;
