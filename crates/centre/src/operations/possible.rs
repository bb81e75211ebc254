//! What can be done, of what, and how much of it is there: one answer for what is proposed and for what is wished, so
//! that nothing is offered that is refused afterwards.

use super::facts::Facts;
use super::{OperationWish, What};
use ::bank::customers::{
    Account, AdjustmentKind, Bill, BillStatus, Card, CardStatus, Lock, LockedSecret, Source, Transaction,
    TransactionKind,
};
use indicators::Zone;
use jiff::civil::Date;
use std::sync::Arc;
use store::{OrderRow, OrderState};
use vocabulary::{CardNumber, ContactId, Money};

/// Why a wish does not fit what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// A debit card has no credit, and not every account may send.
    #[error("it has no limit that could be changed")]
    NoLimit,
    /// It is no raise.
    #[error("the new limit has to be above the card's own")]
    NotAbove,
    /// An amount, a day or a number of instalments is not said.
    #[error("say how much, and until when or in how many instalments where that is part of it")]
    Missing,
    /// The amount is nothing, of another currency, or more than there is.
    #[error("the amount has to be in the same currency, and no more than there is to give")]
    Amount,
    /// The card has no such bill.
    #[error("the card has no such bill")]
    NoSuchBill,
    /// Nothing of that reference is there.
    #[error("there is no such transaction, or no such order in this contact")]
    NoSuchItem,
    /// The limit is what it is to become.
    #[error("the limit is that already")]
    Same,
    /// It cannot wait for that, or for nothing.
    #[error(
        "only what gives something back can wait, only for an open bill of the same card, and for 60 days at the most"
    )]
    NoCondition,
    /// The secret is not locked.
    #[error("it is not locked")]
    NotLocked,
    /// What became of the same order is not known yet.
    #[error("what became of this very order is not known yet; wait until the bank has said")]
    Unsettled,
    /// Its last day is over.
    #[error("the last day is over already")]
    Past,
    /// It cannot be undone.
    #[error("it cannot be undone, or is undone already")]
    NotUndoable,
    /// The card or bill does not stand so.
    #[error("it cannot be done to a card or bill that stands as this one does")]
    Stands,
    /// It was done, or is agreed.
    #[error("it is done already, or agreed")]
    Already,
    /// All of it was given back, or is agreed to be; or there was nothing.
    #[error("nothing is left of it to give back")]
    NothingLeft,
    /// It is done for other reasons.
    #[error("this is not done for that reason; choose one of those that are offered")]
    Reason,
}

/// What an operation is done to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Target<'a> {
    Card(&'a Card),
    Bill(&'a Bill),
    Booked(&'a Transaction, &'a CardNumber),
    /// With how much may be sent within a day.
    Account(&'a Account, Option<Money>),
    Lock(&'a Lock),
    Order(&'a OrderRow),
}

/// How a wish names what it is about.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// The card's or account's number behind its mask.
    pub card: String,
    pub bill: Option<Date>,
    pub item: Option<String>,
}

impl Name {
    pub fn of(wish: &OperationWish) -> Name {
        Name { card: wish.card.clone(), bill: wish.bill, item: wish.item.clone() }
    }

    /// Whether an order was about the same.
    fn is_of(&self, row: &OrderRow) -> bool {
        let bill = self.bill.map(|day| day.to_string());
        (&row.card, &row.bill, &row.item) == (&self.card, &bill, &self.item)
    }
}

impl Target<'_> {
    pub fn name(&self) -> Name {
        let plain = |card: String| Name { card, bill: None, item: None };
        match self {
            Target::Card(card) => plain(card.number.masked()),
            Target::Bill(bill) => Name { bill: Some(bill.closed_on), ..plain(bill.card.masked()) },
            Target::Booked(booked, card) => {
                Name { item: Some(booked.reference.clone()), ..plain(card.masked()) }
            }
            Target::Account(account, _) => plain(account.number.masked()),
            Target::Lock(lock) => {
                Name { item: Some(secret_tag(lock.secret).to_owned()), ..plain(String::new()) }
            }
            Target::Order(row) => Name { item: row.reference.clone(), ..plain(row.card.clone()) },
        }
    }

    /// The card that rules about products look at.
    pub fn card(&self) -> Option<&CardNumber> {
        match self {
            Target::Card(card) => Some(&card.number),
            Target::Bill(bill) => Some(&bill.card),
            Target::Booked(_, card) => Some(card),
            Target::Account(..) | Target::Lock(_) | Target::Order(_) => None,
        }
    }
}

/// What is there for an operation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Room {
    /// What a limit stands at.
    pub own: Option<Money>,
    /// No more than this can be had, whatever the rules say.
    pub there: Option<Money>,
}

/// What was asked for before, and when *now* is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Before<'a> {
    /// The customer's orders of a year and more, newest first.
    pub orders: &'a [OrderRow],
    /// Which contact it is.
    pub contact: ContactId,
    /// By the bank's own zone.
    pub today: Date,
    /// The bank's own zone.
    pub zone: &'a Zone,
}

/// All that an operation could be done to; nothing while the bank has not said what there is.
pub(super) fn targets<'a>(what: What, facts: &'a Facts, before: &Before<'a>) -> Option<Vec<Target<'a>>> {
    let cards =
        |all: &'a Option<Arc<Vec<Card>>>| all.as_deref().map(|all| all.iter().map(Target::Card).collect());
    match what {
        What::ReportLoss | What::Freeze => cards(&facts.cards_seen),
        What::RaiseLimit | What::ReplaceCard => cards(&facts.cards),
        What::AdjustInterest | What::Instalment | What::ResendStatement => {
            facts.bills.as_deref().map(|all| all.bills.iter().map(Target::Bill).collect())
        }
        What::AdjustFee | What::AdjustAnnualFee | What::Dispute => {
            let of = |one: &'a Transaction| match &one.on {
                Source::Card(card) if Some(one.kind) == kind(what) && one.amount.minor < 0 => {
                    Some(Target::Booked(one, card))
                }
                _ => None,
            };
            facts.transactions.as_deref().map(|all| all.iter().filter_map(of).collect())
        }
        What::SetTransferLimit => {
            facts.limits.as_ref()?;
            let of = |one: &'a Account| Target::Account(one, facts.transfer_limit(&one.number));
            facts.accounts.as_deref().map(|all| all.iter().map(of).collect())
        }
        What::Unlock => facts.locks.as_deref().map(|all| all.iter().map(Target::Lock).collect()),
        What::Reverse => {
            // What was done in another contact is nobody's to undo in this one.
            let here = before.orders.iter().filter(|row| row.contact == before.contact);
            Some(here.filter(|row| row.reference.is_some()).map(Target::Order).collect())
        }
    }
}

/// Whether it can be done, and how much of it is there.
pub(super) fn room(
    what: What,
    target: &Target<'_>,
    facts: &Facts,
    before: &Before<'_>,
) -> Result<Room, Unfit> {
    let name = target.name();
    let same = || before.orders.iter().filter(|row| row.operation == what.tag() && name.is_of(row));
    if same().any(|row| matches!(row.state, OrderState::Unknown | OrderState::Pending)) {
        return Err(Unfit::Unsettled);
    }
    // What waits for somebody or something.
    let is_agreed = |row: &&OrderRow| matches!(row.state, OrderState::Waiting | OrderState::Conditional);
    let plain = |can: bool, why: Unfit| if can { Ok(Room::default()) } else { Err(why) };
    match (what, target) {
        (What::ReportLoss, Target::Card(card)) => plain(
            matches!(card.status, CardStatus::Active | CardStatus::Inactive | CardStatus::Frozen),
            Unfit::Stands,
        ),
        (What::Freeze, Target::Card(card)) => {
            plain(matches!(card.status, CardStatus::Active | CardStatus::Inactive), Unfit::Stands)
        }
        (What::RaiseLimit, Target::Card(card)) => {
            let limit = card.limit.filter(|limit| limit.minor > 0).ok_or(Unfit::NoLimit)?;
            plain(card.status == CardStatus::Active, Unfit::Stands)?;
            Ok(Room { own: Some(limit), there: None })
        }
        (What::ReplaceCard, Target::Card(card)) => {
            // What is frozen is not made anew: whoever froze it has not let go of it.
            let can = matches!(card.status, CardStatus::Active | CardStatus::Lost | CardStatus::Expired);
            plain(can, Unfit::Stands)?;
            plain(!facts.is_made_anew(&card.number) && !same().any(|row| is_agreed(&row)), Unfit::Already)
        }
        (What::Instalment, Target::Bill(bill)) => {
            plain(bill.status == BillStatus::Open, Unfit::Stands)?;
            plain(given(what, target, facts, before).is_none(), Unfit::Already)?;
            left(Money { minor: bill.total.minor - bill.paid.minor, ..bill.total }, 0)
        }
        (What::AdjustInterest, Target::Bill(bill)) => {
            left(bill.interest, given(what, target, facts, before).unwrap_or(0))
        }
        (What::ResendStatement, Target::Bill(_)) => {
            let is_today =
                |row: &OrderRow| row.state.counts() && before.zone.wall(row.asked_at).date() == before.today;
            plain(!same().any(is_today), Unfit::Already)
        }
        (What::AdjustFee | What::AdjustAnnualFee, Target::Booked(booked, _)) => {
            left(negated(booked.amount), given(what, target, facts, before).unwrap_or(0))
        }
        (What::Dispute, Target::Booked(booked, _)) => {
            plain(given(what, target, facts, before).is_none(), Unfit::Already)?;
            left(negated(booked.amount), 0)
        }
        (What::SetTransferLimit, Target::Account(_, limit)) => {
            Ok(Room { own: Some(limit.ok_or(Unfit::NoLimit)?), there: None })
        }
        (What::Unlock, Target::Lock(lock)) => plain(lock.locked, Unfit::NotLocked),
        (What::Reverse, Target::Order(row)) => plain(is_undoable(row, before.orders), Unfit::NotUndoable),
        _ => Err(Unfit::NoSuchItem),
    }
}

/// What is left of an amount.
fn left(of: Money, given: i64) -> Result<Room, Unfit> {
    let there = Money { minor: of.minor - given, ..of };
    if there.minor > 0 { Ok(Room { own: None, there: Some(there) }) } else { Err(Unfit::NothingLeft) }
}

/// How much of something was given, or is agreed to be, in smallest units; nothing when nobody gave any.
///
/// What is done the bank tells, whoever did it; where it does not say of what, our own orders tell of ours. So of the two
/// the greater one counts, and what is only agreed comes on top.
fn given(what: What, target: &Target<'_>, facts: &Facts, before: &Before<'_>) -> Option<i64> {
    let name = target.name();
    let card = target.card();
    let told = adjustment(what).map(|kind| {
        facts.adjusted(kind, |one| {
            let is_named = one.bill.is_some() || one.item.is_some();
            is_named && Some(&one.card) == card && one.bill == name.bill && one.item == name.item
        })
    });
    let told = told.unwrap_or_default();
    let ours = before.orders.iter().filter(|row| row.operation == what.tag() && name.is_of(row));
    let (mut done, mut agreed) = (Vec::new(), Vec::new());
    for row in ours {
        match row.state {
            OrderState::Done if !is_undone(row, before.orders) => done.push(minor(row)),
            OrderState::Waiting | OrderState::Conditional => agreed.push(minor(row)),
            _ => {}
        }
    }
    let is_any = !(told.is_empty() && done.is_empty() && agreed.is_empty());
    let told: i64 = told.iter().map(|amount| amount.minor).sum();
    is_any.then(|| told.max(done.iter().sum()) + agreed.iter().sum::<i64>())
}

fn minor(row: &OrderRow) -> i64 {
    row.amount.map_or(0, |amount| amount.minor)
}

fn negated(amount: Money) -> Money {
    Money { minor: -amount.minor, ..amount }
}

/// As what the bank lists it.
fn adjustment(what: What) -> Option<AdjustmentKind> {
    match what {
        What::AdjustInterest => Some(AdjustmentKind::Interest),
        What::AdjustFee => Some(AdjustmentKind::Fee),
        What::AdjustAnnualFee => Some(AdjustmentKind::AnnualFee),
        What::Instalment => Some(AdjustmentKind::Instalment),
        What::Dispute => Some(AdjustmentKind::Dispute),
        _ => None,
    }
}

/// The kind of transaction that an operation is about, if it is about one.
fn kind(what: What) -> Option<TransactionKind> {
    match what {
        What::AdjustFee => Some(TransactionKind::Fee),
        What::AdjustAnnualFee => Some(TransactionKind::AnnualFee),
        What::Dispute => Some(TransactionKind::Purchase),
        _ => None,
    }
}

/// The name of a secret in wishes and rows.
fn secret_tag(secret: LockedSecret) -> &'static str {
    match secret {
        LockedSecret::LoginPassword => "login_password",
        LockedSecret::TransactionPin => "transaction_pin",
        LockedSecret::QueryPin => "query_pin",
    }
}

/// Whether an order is done, of a kind that can be undone, and nobody undid it or may have.
fn is_undoable(row: &OrderRow, all: &[OrderRow]) -> bool {
    let is_kind = row.operation.parse().is_ok_and(|what| {
        !matches!(
            what,
            What::ReportLoss | What::ReplaceCard | What::ResendStatement | What::Unlock | What::Reverse
        )
    });
    let undoes = |other: &OrderRow| is_undoing(other, row) && other.state.counts();
    row.state == OrderState::Done && is_kind && !all.iter().any(undoes)
}

fn is_undone(row: &OrderRow, all: &[OrderRow]) -> bool {
    all.iter().any(|other| is_undoing(other, row) && other.state == OrderState::Done)
}

fn is_undoing(other: &OrderRow, row: &OrderRow) -> bool {
    other.operation == What::Reverse.tag() && other.item == row.reference
}
