//! Conditional approval (`seeds A6`): what was agreed goes ahead by itself once the customer has paid, and lapses
//! when not.
//!
//! The bank alone knows whether a bill is paid, so it is asked, round by round, also after a restart. A row leaves
//! *conditional* by one change, and whoever changed it tells the bank: two rounds, or a round and an agent who takes
//! it back, cannot both. A crash in between leaves the order *unknown*. When the bank then says that it never had it,
//! its key is closed; the order waits on under the key that follows ([`bank_key`]).

use super::facts::Facts;
use super::possible::Unfit;
use super::{NotOrdered, OperationWish, Operations, UnderWay, What};
use crate::Centre;
use crate::clock::wall;
use ::bank::customers::{Bill, Card};
use ::bank::operations::{Instruction, OrderKey};
use jiff::ToSpan;
use jiff::civil::Date;
use std::time::Duration;
use store::audit::{Code, Entry, Kind};
use store::{OrderRow, OrderState};
use tokio::time::sleep;
use vocabulary::{ContactId, Span};

/// How long the bank is left alone between two rounds: bills are paid in hours, not in seconds.
const ROUND: Duration = Duration::from_secs(60);

/// By when a bill is to be paid that is due already, in days from today.
const DAYS: i64 = 10;

/// No condition is waited for longer, in days.
const MOST_DAYS: i64 = 60;

/// What lapsed is told of for so long: somebody has to call the customer.
const TOLD: Span = Span::seconds(7 * 86_400);

/// What has to come about first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition {
    /// The bill that has to be paid in full, by the last day it covers; of the same card.
    pub bill: Date,
    /// The last day on which it may be paid.
    pub by: Date,
}

impl Condition {
    /// Of an order that has one.
    pub(super) fn of(row: &OrderRow) -> Option<Condition> {
        let day = |text: &Option<String>| text.as_deref()?.parse().ok();
        Some(Condition { bill: day(&row.paid_bill)?, by: day(&row.due)? })
    }
}

/// Whether an operation can wait for a condition: what gives something back.
pub(super) fn can_wait(what: What) -> bool {
    matches!(what, What::AdjustInterest | What::AdjustFee | What::AdjustAnnualFee)
}

/// What a wish may be made to wait for: each bill of its card that is not paid, until it is due; one that is due
/// already, for some days more.
pub(super) fn offered(facts: &Facts, wish: &OperationWish, today: Date) -> Vec<Condition> {
    let bills = facts.bills.as_deref().filter(|_| can_wait(wish.what)).map_or(&[][..], |bills| &bills.bills);
    let later = today.checked_add(DAYS.days()).unwrap_or(today);
    let open = bills.iter().filter(|bill| bill.card.masked() == wish.card && !is_paid(bill));
    let by = |bill: &Bill| if bill.due_on < today { later } else { bill.due_on };
    open.map(|bill| Condition { bill: bill.closed_on, by: by(bill) }).collect()
}

fn is_paid(bill: &Bill) -> bool {
    bill.paid.minor >= bill.total.minor
}

/// Whether the condition of a wish can come about.
pub(super) fn check(facts: &Facts, wish: &OperationWish, today: Date) -> Result<(), Unfit> {
    let Some(when) = wish.when else { return Ok(()) };
    let is_offered = offered(facts, wish, today).iter().any(|one| one.bill == when.bill);
    let latest = today.checked_add(MOST_DAYS.days()).unwrap_or(today);
    if is_offered && (today..=latest).contains(&when.by) { Ok(()) } else { Err(Unfit::NoCondition) }
}

/// The key by which the bank knows an order.
pub(super) fn bank_key(row: &OrderRow) -> Option<OrderKey> {
    let first = u128::from_str_radix(OrderKey::new(&row.key).ok()?.as_str(), 16).ok()?;
    Some(OrderKey::of(first.wrapping_add(u128::from(row.attempt))))
}

impl Operations {
    /// Asks the bank about conditions, round by round, until the centre stops.
    pub async fn keep_conditions(self, centre: Centre) {
        loop {
            // Days are those of the bank's own zone.
            let Ok(view) = centre.figures().await else { return };
            self.look_at_conditions(view.zone.wall(view.at).date()).await;
            tokio::select! {
                () = centre.stopped() => return,
                () = sleep(ROUND) => {}
            }
        }
    }

    /// Looks at each order that waits for its condition, one after the other.
    pub(super) async fn look_at_conditions(&self, today: Date) {
        match self.all_in(OrderState::Conditional).await {
            Ok(rows) => {
                for row in rows {
                    self.look_at_condition(row, today).await;
                }
            }
            Err(error) => tracing::error!(%error, "orders that wait for a condition cannot be read"),
        }
    }

    /// Has an order go ahead if its condition is met, and lapse if it was not met in time. The first look after the
    /// last day decides: banks book overnight, and a centre that was down is not to cost the customer.
    async fn look_at_condition(&self, row: OrderRow, today: Date) {
        let Some(when) = Condition::of(&row) else { return };
        let bank = &self.0.bank;
        let (Ok(bills), Ok(cards)) = (bank.bills(&row.customer).await, bank.cards(&row.customer).await)
        else {
            // Nobody knows: the next round asks again.
            return;
        };
        let mut meant = cards.iter().filter(|card| card.number.masked() == row.card);
        let card = meant.next().filter(|_| meant.next().is_none());
        let is_met = |card: &&Card| {
            let is_it = |bill: &&Bill| bill.card == card.number && bill.closed_on == when.bill;
            bills.bills.iter().find(is_it).is_some_and(is_paid)
        };
        let ended = match card.filter(is_met).and_then(|card| instruction(&row, card)) {
            Some(instruction) => self.go_ahead(row, instruction).await,
            None if today > when.by => self.lapse(row).await,
            None => return,
        };
        match ended {
            // Somebody took it back meanwhile.
            Ok(()) | Err(NotOrdered::NotWaiting) => {}
            Err(error) => tracing::error!(%error, "a condition was looked at in vain; it is tried again"),
        }
    }

    async fn go_ahead(&self, row: OrderRow, instruction: Instruction) -> Result<(), NotOrdered> {
        let key = OrderKey::new(&row.key).map_err(|_| NotOrdered::NotWaiting)?;
        self.record(&row, "order.condition_met").await?;
        let under_way = UnderWay::begin(&self.0, &key);
        let told = OrderRow { state: OrderState::Unknown, ..row.clone() };
        self.moved(&told, &row).await?;
        let row = self.order(told, instruction, under_way).await;
        tracing::info!(contact = %row.contact, operation = row.operation, state = row.state.tag(), "a condition is met");
        Ok(())
    }

    async fn lapse(&self, row: OrderRow) -> Result<(), NotOrdered> {
        self.record(&row, "order.condition_lapsed").await?;
        let lapsed = OrderRow { state: OrderState::Lapsed, settled_at: Some(wall()), ..row.clone() };
        self.moved(&lapsed, &row).await
    }

    /// Nobody acts here: the audit says that the program does.
    async fn record(&self, row: &OrderRow, what: &'static str) -> Result<(), NotOrdered> {
        let entry = Entry {
            contact: Some(row.contact),
            customer: Some(row.customer.clone()),
            about: row.key.parse().ok(),
            ..Entry::new(wall(), Code::of(what), Kind::Change, Code::of("program"))
        };
        self.0.store.audit().record(entry).await.map_err(|_| NotOrdered::NotKept)
    }

    /// What waits for its condition, and what lapsed lately: what is due first comes first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn promised(&self) -> store::Result<Vec<OrderRow>> {
        let mut all = self.0.store.lapsed_orders(wall() - TOLD).await?;
        all.extend(self.all_in(OrderState::Conditional).await?);
        all.sort_by(|one, other| one.due.cmp(&other.due).then(one.asked_at.cmp(&other.asked_at)));
        Ok(all)
    }

    /// Takes an order back that waits for its condition.
    ///
    /// # Errors
    /// [`NotOrdered::NotWaiting`] when it waits no more, and [`NotOrdered::NotKept`].
    pub async fn withdraw(&self, contact: ContactId, key: &OrderKey) -> Result<OrderRow, NotOrdered> {
        let waits = |row: &OrderRow| row.contact == contact && row.state == OrderState::Conditional;
        let row = self.kept(key).await?.filter(waits).ok_or(NotOrdered::NotWaiting)?;
        let withdrawn = OrderRow { state: OrderState::Withdrawn, settled_at: Some(wall()), ..row.clone() };
        self.moved(&withdrawn, &row).await?;
        Ok(withdrawn)
    }
}

/// What the bank is to be told now. What was charged may stand in no list any more: the bank judges.
fn instruction(row: &OrderRow, card: &Card) -> Option<Instruction> {
    let (card, amount) = (card.number.clone(), row.amount?);
    match row.operation.parse().ok()? {
        What::AdjustInterest => {
            let closed_on = row.bill.as_deref()?.parse().ok()?;
            Some(Instruction::AdjustInterest { card, closed_on, amount })
        }
        What::AdjustFee => Some(Instruction::AdjustFee { card, charge: row.item.clone()?, amount }),
        What::AdjustAnnualFee => {
            Some(Instruction::AdjustAnnualFee { card, charge: row.item.clone()?, amount })
        }
        _ => None,
    }
}
