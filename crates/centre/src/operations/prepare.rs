//! From a wish to what the bank is told, by what the bank itself said of the customer.

use super::facts::Facts;
use super::possible::{Before, Name, Room, Target, Unfit, room, targets};
use super::proposals::reasons;
use super::{NotOrdered, OperationWish, What, conditional};
use ::bank::customers::{Bill, Card, Transaction};
use ::bank::operations::Instruction;
use jiff::civil::Date;
use vocabulary::{AccountNumber, CardNumber, Money};

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

impl Prepared {
    /// One in which nothing counts.
    fn plain(instruction: Instruction) -> Prepared {
        Prepared { instruction, about: About::default() }
    }
}

/// What the bank is to be told, if it can be done.
pub(super) fn prepare(
    facts: &Facts,
    before: &Before<'_>,
    wish: &OperationWish,
) -> Result<Prepared, NotOrdered> {
    if !reasons(wish.what).contains(&wish.reason) {
        return Err(Unfit::Reason.into());
    }
    conditional::check(facts, wish, before.today)?;
    if wish.until.is_some_and(|until| until < before.today) {
        return Err(Unfit::Past.into());
    }
    let all = targets(wish.what, facts, before).ok_or(NotOrdered::NotThere(before.contact))?;
    let target = meant(all, wish)?;
    let room = room(wish.what, &target, facts, before)?;
    let prepared = instruct(wish, &target, room, before.today)?;
    let product = target.card().and_then(|card| facts.product(card)).map(str::to_owned);
    Ok(Prepared { about: About { product, ..prepared.about }, ..prepared })
}

/// The one that is meant by its name.
fn meant<'a>(all: Vec<Target<'a>>, wish: &OperationWish) -> Result<Target<'a>, NotOrdered> {
    let mut meant = all.into_iter().filter(|target| target.name() == Name::of(wish));
    match (meant.next(), meant.next()) {
        (Some(one), None) => Ok(one),
        (Some(_), Some(_)) => Err(NotOrdered::NoSuchCard),
        (None, _) => Err(match wish.what {
            What::AdjustInterest | What::Instalment | What::ResendStatement => Unfit::NoSuchBill.into(),
            What::AdjustFee | What::AdjustAnnualFee | What::Dispute | What::Reverse => {
                Unfit::NoSuchItem.into()
            }
            What::Unlock => Unfit::NotLocked.into(),
            What::ReportLoss
            | What::Freeze
            | What::RaiseLimit
            | What::ReplaceCard
            | What::SetTransferLimit => NotOrdered::NoSuchCard,
        }),
    }
}

fn instruct(wish: &OperationWish, target: &Target<'_>, room: Room, today: Date) -> Result<Prepared, Unfit> {
    match *target {
        Target::Card(card) => of_card(card, wish, room, today),
        Target::Bill(bill) => of_bill(bill, wish, room),
        Target::Booked(booked, card) => of_booked(booked, card, wish, room),
        Target::Account(account, _) => transfer_limit(&account.number, wish, room),
        Target::Lock(lock) => Ok(Prepared::plain(Instruction::Unlock { secret: lock.secret })),
        Target::Order(row) => {
            let reference = row.reference.clone().ok_or(Unfit::NotUndoable)?;
            Ok(Prepared::plain(Instruction::Reverse { reference }))
        }
    }
}

fn of_card(card: &Card, wish: &OperationWish, room: Room, today: Date) -> Result<Prepared, Unfit> {
    let number = card.number.clone();
    Ok(match wish.what {
        What::RaiseLimit => return raise(number, wish, room, today),
        What::ReplaceCard => Prepared::plain(Instruction::ReplaceCard { card: number }),
        What::ReportLoss => Prepared::plain(Instruction::ReportLoss { card: number }),
        _ => Prepared::plain(Instruction::Freeze { card: number }),
    })
}

fn raise(card: CardNumber, wish: &OperationWish, room: Room, today: Date) -> Result<Prepared, Unfit> {
    let limit = room.own.ok_or(Unfit::NoLimit)?;
    let (amount, until) = wish.amount.zip(wish.until).ok_or(Unfit::Missing)?;
    if amount.currency != limit.currency || amount.minor <= limit.minor {
        return Err(Unfit::NotAbove);
    }
    // A bound on days is no clock.
    let days = u32::try_from((until - today).get_days().max(0)).unwrap_or_default();
    Ok(Prepared {
        instruction: Instruction::RaiseLimit { card, amount, until },
        about: About { days: Some(days), ..raised(limit, amount) },
    })
}

/// By how much a limit is raised, in amount and in percent, rounded up. Of nothing there is no percent: then the amount
/// alone is bounded.
fn raised(own: Money, to: Money) -> About {
    let by = to.minor - own.minor;
    let percent = |of: i128| (i128::from(by) * 100 + of - 1) / of;
    let percent = (own.minor > 0).then(|| percent(i128::from(own.minor)));
    About {
        counted: Some(Money { minor: by, ..to }),
        own: Some(own),
        raise_percent: percent.map(|percent| u32::try_from(percent).unwrap_or(u32::MAX)),
        ..About::default()
    }
}

fn of_bill(bill: &Bill, wish: &OperationWish, room: Room) -> Result<Prepared, Unfit> {
    let (card, closed_on) = (bill.card.clone(), bill.closed_on);
    match wish.what {
        What::AdjustInterest => {
            let (amount, about) = part(wish, room)?;
            Ok(Prepared { instruction: Instruction::AdjustInterest { card, closed_on, amount }, about })
        }
        What::Instalment => {
            let (amount, about) = part(wish, room)?;
            let months = wish.months.filter(|months| *months > 1).ok_or(Unfit::Missing)?;
            Ok(Prepared {
                instruction: Instruction::Instalment { card, closed_on, amount, months },
                about: About { months: Some(u32::from(months)), ..about },
            })
        }
        _ => Ok(Prepared::plain(Instruction::ResendStatement { card, closed_on })),
    }
}

fn of_booked(
    booked: &Transaction,
    card: &CardNumber,
    wish: &OperationWish,
    room: Room,
) -> Result<Prepared, Unfit> {
    let (amount, about) = part(wish, room)?;
    let (card, reference) = (card.clone(), booked.reference.clone());
    let instruction = match wish.what {
        What::AdjustFee => Instruction::AdjustFee { card, charge: reference, amount },
        What::AdjustAnnualFee => Instruction::AdjustAnnualFee { card, charge: reference, amount },
        _ => Instruction::Dispute { card, transaction: reference, amount },
    };
    Ok(Prepared { instruction, about })
}

/// The amount of a wish, which is part of what is there.
fn part(wish: &OperationWish, room: Room) -> Result<(Money, About), Unfit> {
    let there = room.there.ok_or(Unfit::NothingLeft)?;
    let amount = wish.amount.ok_or(Unfit::Missing)?;
    if amount.currency != there.currency || amount.minor <= 0 || amount.minor > there.minor {
        return Err(Unfit::Amount);
    }
    Ok((amount, About { counted: Some(amount), there: Some(there), ..About::default() }))
}

fn transfer_limit(account: &AccountNumber, wish: &OperationWish, room: Room) -> Result<Prepared, Unfit> {
    let own = room.own.ok_or(Unfit::NoLimit)?;
    let amount = wish.amount.ok_or(Unfit::Missing)?;
    if amount.currency != own.currency || amount.minor < 0 {
        return Err(Unfit::Amount);
    }
    let about = match amount.minor - own.minor {
        0 => return Err(Unfit::Same),
        // What is lowered costs nobody's budget.
        ..0 => About { own: Some(own), ..About::default() },
        _ => raised(own, amount),
    };
    let instruction = Instruction::SetTransferLimit { account: account.clone(), amount };
    Ok(Prepared { instruction, about })
}
