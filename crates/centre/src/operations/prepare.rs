//! From a wish to what the bank is told, by what the bank itself said of the customer.

use super::{NotOrdered, OperationWish, What, conditional, proposals};
use crate::{CustomerView, Panel};
use ::bank::customers::{
    Account, Bill, Bills, Card, Limit, LimitKind, Lock, LockedSecret, Source, Transaction, TransactionKind,
};
use ::bank::operations::Instruction;
use jiff::civil::Date;
use std::sync::Arc;
use store::{OrderRow, OrderState};
use vocabulary::{AccountNumber, ContactId, Money};

/// Why a wish does not fit what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// A debit card has no credit.
    #[error("a debit card has no limit to raise")]
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
}

/// What the bank said of a customer, as far as it did.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub cards: Option<Arc<Vec<Card>>>,
    pub accounts: Option<Arc<Vec<Account>>>,
    pub bills: Option<Arc<Bills>>,
    pub limits: Option<Arc<Vec<Limit>>>,
    pub transactions: Option<Arc<Vec<Transaction>>>,
    pub locks: Option<Arc<Vec<Lock>>>,
}

impl Facts {
    pub fn of_view(view: &CustomerView) -> Facts {
        Facts {
            cards: ready(&view.cards),
            accounts: ready(&view.accounts),
            bills: ready(&view.bills),
            limits: ready(&view.limits),
            transactions: ready(&view.transactions),
            locks: ready(&view.locks),
        }
    }

    /// How much a customer may send from an account within a day.
    pub fn transfer_limit(&self, account: &AccountNumber) -> Option<Money> {
        let on = Source::Account(account.clone());
        let is_it = |limit: &&Limit| limit.on == on && limit.kind == LimitKind::DailyTransfer;
        self.limits.as_ref()?.iter().find(is_it).map(|limit| limit.amount)
    }
}

fn ready<T>(panel: &Panel<T>) -> Option<Arc<T>> {
    match panel {
        Panel::Ready { value, .. } => Some(value.clone()),
        _ => None,
    }
}

/// What of an order the rules of authority look at.
#[derive(Debug, Clone, Default)]
pub(super) struct About {
    /// What of its amount counts: of a raised limit, by how much.
    pub counted: Option<Money>,
    /// What a raise is of, in percent and in amount.
    pub own: Option<Money>,
    pub raise_percent: Option<u32>,
    pub days: Option<u32>,
    pub months: Option<u32>,
    pub product: Option<String>,
    /// No more than this is there to give, whatever the rules say.
    pub there: Option<Money>,
}

/// An instruction and what of it counts.
pub(super) struct Prepared {
    pub instruction: Instruction,
    pub about: About,
}

pub(super) fn prepare(
    facts: &Facts,
    earlier: &[OrderRow],
    contact: ContactId,
    wish: &OperationWish,
) -> Result<Prepared, NotOrdered> {
    conditional::check(facts, wish, proposals::today())?;
    if wish.until.is_some_and(|until| until < proposals::today()) {
        return Err(Unfit::Past.into());
    }
    match wish.what {
        What::SetTransferLimit => transfer_limit(facts, contact, wish),
        What::Unlock => unlock(facts, contact, wish),
        What::Reverse => reverse(earlier, wish),
        _ => {
            let card = meant(facts.cards.as_deref().map(Vec::as_slice), contact, |card| {
                card.number.masked() == wish.card
            })?;
            let prepared = of_card(facts, contact, card, wish)?;
            let about = About { product: Some(card.product.clone()), ..prepared.about };
            Ok(Prepared { about, ..prepared })
        }
    }
}

fn of_card(
    facts: &Facts,
    contact: ContactId,
    card: &Card,
    wish: &OperationWish,
) -> Result<Prepared, NotOrdered> {
    let number = card.number.clone();
    let plain = |instruction| Ok(Prepared { instruction, about: About::default() });
    match wish.what {
        What::ReportLoss => plain(Instruction::ReportLoss { card: number }),
        What::Freeze => plain(Instruction::Freeze { card: number }),
        What::ReplaceCard => plain(Instruction::ReplaceCard { card: number }),
        What::RaiseLimit => Ok(raise(card, wish)?),
        What::AdjustInterest | What::Instalment | What::ResendStatement => {
            let bills = facts.bills.as_ref().ok_or(NotOrdered::NotThere(contact))?;
            let is_meant = |bill: &&Bill| bill.card == number && Some(bill.closed_on) == wish.bill;
            let bill = bills.bills.iter().find(is_meant).ok_or(Unfit::NoSuchBill)?;
            Ok(of_bill(bill, wish)?)
        }
        What::AdjustFee | What::AdjustAnnualFee | What::Dispute => {
            let booked = facts.transactions.as_deref().ok_or(NotOrdered::NotThere(contact))?;
            Ok(of_transaction(booked, card, wish)?)
        }
        What::SetTransferLimit | What::Unlock | What::Reverse => Err(NotOrdered::NoSuchCard),
    }
}

/// The one that is meant by its mask.
fn meant<T>(all: Option<&[T]>, contact: ContactId, is_meant: impl Fn(&T) -> bool) -> Result<&T, NotOrdered> {
    let mut meant = all.ok_or(NotOrdered::NotThere(contact))?.iter().filter(|one| is_meant(one));
    match (meant.next(), meant.next()) {
        (Some(one), None) => Ok(one),
        _ => Err(NotOrdered::NoSuchCard),
    }
}

fn raise(card: &Card, wish: &OperationWish) -> Result<Prepared, Unfit> {
    let limit = card.limit.ok_or(Unfit::NoLimit)?;
    let (amount, until) = wish.amount.zip(wish.until).ok_or(Unfit::Missing)?;
    if amount.currency != limit.currency || amount.minor <= limit.minor {
        return Err(Unfit::NotAbove);
    }
    Ok(Prepared {
        instruction: Instruction::RaiseLimit { card: card.number.clone(), amount, until },
        about: About { days: Some(days_until(until)), ..raised(limit, amount) },
    })
}

/// By how much a limit is raised, in amount and in percent, rounded up.
fn raised(own: Money, to: Money) -> About {
    let by = to.minor - own.minor;
    let of = i128::from(own.minor.max(1));
    let percent = (i128::from(by) * 100 + of - 1) / of;
    About {
        counted: Some(Money { minor: by, ..to }),
        own: Some(own),
        raise_percent: Some(u32::try_from(percent).unwrap_or(u32::MAX)),
        ..About::default()
    }
}

fn of_bill(bill: &Bill, wish: &OperationWish) -> Result<Prepared, Unfit> {
    let (card, closed_on) = (bill.card.clone(), bill.closed_on);
    let open = Money { minor: bill.total.minor - bill.paid.minor, ..bill.total };
    match wish.what {
        What::AdjustInterest => {
            let (amount, about) = part(wish, bill.interest)?;
            Ok(Prepared { instruction: Instruction::AdjustInterest { card, closed_on, amount }, about })
        }
        What::Instalment => {
            let (amount, about) = part(wish, open)?;
            let months = wish.months.filter(|months| *months > 1).ok_or(Unfit::Missing)?;
            Ok(Prepared {
                instruction: Instruction::Instalment { card, closed_on, amount, months },
                about: About { months: Some(u32::from(months)), ..about },
            })
        }
        _ => Ok(Prepared {
            instruction: Instruction::ResendStatement { card, closed_on },
            about: About::default(),
        }),
    }
}

fn of_transaction(booked: &[Transaction], card: &Card, wish: &OperationWish) -> Result<Prepared, Unfit> {
    let kind = kind(wish.what).ok_or(Unfit::NoSuchItem)?;
    let on = Source::Card(card.number.clone());
    let is_meant =
        |one: &&Transaction| one.on == on && one.kind == kind && Some(&one.reference) == wish.item.as_ref();
    let found = booked.iter().find(is_meant).ok_or(Unfit::NoSuchItem)?;
    let (amount, about) = part(wish, Money { minor: -found.amount.minor, ..found.amount })?;
    let (card, reference) = (card.number.clone(), found.reference.clone());
    let instruction = match wish.what {
        What::AdjustFee => Instruction::AdjustFee { card, charge: reference, amount },
        What::AdjustAnnualFee => Instruction::AdjustAnnualFee { card, charge: reference, amount },
        _ => Instruction::Dispute { card, transaction: reference, amount },
    };
    Ok(Prepared { instruction, about })
}

/// The kind of transaction that an operation is about, if it is about one.
pub(super) fn kind(what: What) -> Option<TransactionKind> {
    match what {
        What::AdjustFee => Some(TransactionKind::Fee),
        What::AdjustAnnualFee => Some(TransactionKind::AnnualFee),
        What::Dispute => Some(TransactionKind::Purchase),
        _ => None,
    }
}

/// The amount of a wish, which is part of what is there.
fn part(wish: &OperationWish, there: Money) -> Result<(Money, About), Unfit> {
    let amount = wish.amount.ok_or(Unfit::Missing)?;
    if amount.currency != there.currency || amount.minor <= 0 || amount.minor > there.minor {
        return Err(Unfit::Amount);
    }
    Ok((amount, About { counted: Some(amount), there: Some(there), ..About::default() }))
}

fn transfer_limit(facts: &Facts, contact: ContactId, wish: &OperationWish) -> Result<Prepared, NotOrdered> {
    let account =
        meant(facts.accounts.as_deref().map(Vec::as_slice), contact, |one| one.number.masked() == wish.card)?;
    let amount = wish.amount.ok_or(Unfit::Missing)?;
    let own = facts.transfer_limit(&account.number).ok_or(Unfit::NoLimit)?;
    if amount.currency != own.currency {
        return Err(Unfit::Amount.into());
    }
    let instruction = Instruction::SetTransferLimit { account: account.number.clone(), amount };
    let about = match amount.minor - own.minor {
        0 => return Err(Unfit::Same.into()),
        // What is lowered costs nobody's budget.
        ..0 => About { own: Some(own), ..About::default() },
        _ => raised(own, amount),
    };
    Ok(Prepared { instruction, about })
}

/// The name of a secret in wishes and rows.
pub(super) fn secret_tag(secret: LockedSecret) -> &'static str {
    match secret {
        LockedSecret::LoginPassword => "login_password",
        LockedSecret::TransactionPin => "transaction_pin",
        LockedSecret::QueryPin => "query_pin",
    }
}

fn unlock(facts: &Facts, contact: ContactId, wish: &OperationWish) -> Result<Prepared, NotOrdered> {
    let locks = facts.locks.as_deref().ok_or(NotOrdered::NotThere(contact))?;
    let is_meant = |lock: &&Lock| lock.locked && Some(secret_tag(lock.secret)) == wish.item.as_deref();
    let secret = locks.iter().find(is_meant).ok_or(Unfit::NotLocked)?.secret;
    Ok(Prepared { instruction: Instruction::Unlock { secret }, about: About::default() })
}

/// Only what was done in the same contact, once.
fn reverse(earlier: &[OrderRow], wish: &OperationWish) -> Result<Prepared, NotOrdered> {
    let reference = wish.item.clone().ok_or(Unfit::Missing)?;
    let is_it = |row: &&OrderRow| row.reference.as_ref() == Some(&reference) && row.card == wish.card;
    let row = earlier.iter().find(is_it).ok_or(Unfit::NoSuchItem)?;
    if !is_undoable(row, earlier) {
        return Err(Unfit::NotUndoable.into());
    }
    Ok(Prepared { instruction: Instruction::Reverse { reference }, about: About::default() })
}

/// Whether an order is done, of a kind that can be undone, and nobody undid it or may have.
pub(super) fn is_undoable(row: &OrderRow, earlier: &[OrderRow]) -> bool {
    let is_kind = row.operation.parse().is_ok_and(|what| {
        !matches!(
            what,
            What::ReportLoss | What::ReplaceCard | What::ResendStatement | What::Unlock | What::Reverse
        )
    });
    let undoes = |other: &OrderRow| {
        other.operation == What::Reverse.tag() && other.item == row.reference && other.state.counts()
    };
    row.state == OrderState::Done && is_kind && !earlier.iter().any(undoes)
}

/// From today on, by the day in UTC: a bound on days is no clock.
fn days_until(until: Date) -> u32 {
    let days = (until - proposals::today()).get_days();
    u32::try_from(days.max(0)).unwrap_or_default()
}
