//! Whether an order can be carried out, by the bank's own bounds.

use super::effects::pay_bills;
use super::{Change, Known, What, postings, standing};
use crate::SandboxBank;
use crate::ledger::moment;
use bank::customers::{Bill, BillStatus, Card, CardKind, CardStatus, Transaction, TransactionKind};
use bank::operations::{Declined, Instruction, Order, Reason};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use std::ops::RangeInclusive;
use vocabulary::{AccountNumber, CardNumber, Money};

/// A raised limit is at most so many times the card's own.
const MOST_TIMES: i64 = 2;

/// A limit is raised for so many days at the most.
const MOST_DAYS: i64 = 90;

/// Instalments of one bill.
const INSTALMENTS: RangeInclusive<u8> = 2..=36;

/// A customer's transfer limit is at most so many times the one it began with.
const MOST_TRANSFER_TIMES: i64 = 10;

/// The card an order is about, among its holder's.
struct Meant {
    place: usize,
    nth: usize,
    card: Card,
}

impl SandboxBank {
    pub(super) fn judge_order(
        &self,
        order: &Order,
        known: &Known,
        reference: &str,
    ) -> Result<(usize, Change), Declined> {
        let place = self.books.registry.place_of(&order.customer).ok_or(Declined::NotTheirs)?;
        let earlier = known.changes.get(&place).map_or(&[][..], Vec::as_slice);
        let change = |nth, what| {
            let posted = postings::of(&what);
            Change { nth, reference: reference.to_owned(), at: self.now(), what, posted }
        };
        if let Instruction::Reverse { reference: of } = &order.instruction {
            let undone = reversible(earlier, of)?;
            let posted = postings::reversed(&undone.posted);
            let reversed = change(undone.nth, What::Reversed { of: of.clone() });
            return Ok((place, Change { posted, ..reversed }));
        }
        if let Instruction::SetTransferLimit { account, amount } = &order.instruction {
            let accounts = self.books.holdings.accounts(&self.books.registry, place).unwrap_or_default();
            let is_main =
                |number: &AccountNumber| accounts.first().is_some_and(|main| main.number == *number);
            return match accounts.iter().any(|one| one.number == *account) {
                false => Err(Declined::NotTheirs),
                true if !is_main(account) => Err(Declined::NotPossible),
                true => Ok((place, change(0, self.transfer_limit(place, earlier, *amount)?))),
            };
        }
        if let Instruction::Unlock { secret } = order.instruction {
            let what = What::Unlocked { secret };
            return self
                .is_locked(place, secret)
                .then(|| (place, change(0, what)))
                .ok_or(Declined::NotPossible);
        }
        let card = order.instruction.card().ok_or(Declined::NotOffered)?;
        let meant = self.meant(place, earlier, card)?;
        let what = self.judge_card(order, &meant, &standing(earlier))?;
        Ok((place, change(meant.nth, what)))
    }

    fn meant(&self, place: usize, earlier: &[Change], number: &CardNumber) -> Result<Meant, Declined> {
        let mut cards = self.books.holdings.cards(&self.books.registry, place).unwrap_or_default();
        super::effects::change_cards(&mut cards, earlier);
        let nth = cards.iter().position(|card| card.number == *number).ok_or(Declined::NotTheirs)?;
        Ok(Meant { place, nth, card: cards.swap_remove(nth) })
    }

    fn judge_card(&self, order: &Order, meant: &Meant, earlier: &[&Change]) -> Result<What, Declined> {
        let status = meant.card.status;
        let is_usable = matches!(status, CardStatus::Active | CardStatus::Inactive);
        match &order.instruction {
            Instruction::ReportLoss { .. } if !matches!(status, CardStatus::Lost | CardStatus::Expired) => {
                Ok(What::Lost { stolen: order.reason == Reason::Stolen })
            }
            Instruction::Freeze { .. } if is_usable => Ok(What::Frozen),
            Instruction::RaiseLimit { amount, until, .. } => self.raise(&meant.card, *amount, *until),
            Instruction::AdjustInterest { closed_on, amount, .. } => {
                self.adjust(meant, earlier, *closed_on, *amount)
            }
            Instruction::AdjustFee { charge, amount, .. } => {
                self.adjust_fee(meant, earlier, charge, *amount, false)
            }
            Instruction::AdjustAnnualFee { charge, amount, .. } => {
                self.adjust_fee(meant, earlier, charge, *amount, true)
            }
            Instruction::Instalment { closed_on, amount, months, .. } => {
                self.instalment(meant, earlier, *closed_on, *amount, *months)
            }
            Instruction::ReplaceCard { .. } => self.replace(meant, earlier),
            Instruction::ResendStatement { closed_on, .. } => self.resend(meant, earlier, *closed_on),
            Instruction::Dispute { transaction, amount, .. } => {
                self.dispute(meant, earlier, transaction, *amount)
            }
            Instruction::ReportLoss { .. }
            | Instruction::Freeze { .. }
            | Instruction::SetTransferLimit { .. }
            | Instruction::Unlock { .. }
            | Instruction::Reverse { .. } => Err(Declined::NotPossible),
        }
    }

    fn raise(&self, card: &Card, amount: Money, until: Date) -> Result<What, Declined> {
        let limit = card.limit.filter(|_| card.kind == CardKind::Credit && card.status == CardStatus::Active);
        let limit = limit.filter(|limit| limit.currency == amount.currency).ok_or(Declined::NotPossible)?;
        let latest = self.books.today.checked_add(MOST_DAYS.days()).unwrap_or(self.books.today);
        if amount.minor <= limit.minor || until < self.books.today {
            return Err(Declined::NotPossible);
        }
        if amount.minor > limit.minor * MOST_TIMES || until > latest {
            return Err(Declined::TooMuch);
        }
        Ok(What::Raised { minor: amount.minor, currency: amount.currency, until })
    }

    fn bill(&self, meant: &Meant, earlier: &[&Change], closed_on: Date) -> Result<Bill, Declined> {
        let mut bills = self.books.bills(meant.place).unwrap_or_default().bills;
        let cards = self.books.holdings.cards(&self.books.registry, meant.place).unwrap_or_default();
        pay_bills(&mut bills, &cards, earlier);
        let is_meant = |bill: &Bill| bill.card == meant.card.number && bill.closed_on == closed_on;
        bills.into_iter().find(is_meant).ok_or(Declined::NotPossible)
    }

    /// What was charged to the card under a reference.
    fn charged(
        &self,
        meant: &Meant,
        reference: &str,
        kind: TransactionKind,
    ) -> Result<Transaction, Declined> {
        let on = bank::customers::Source::Card(meant.card.number.clone());
        let is_meant = |one: &Transaction| one.reference == reference && one.on == on && one.kind == kind;
        // What cannot be read is nobody's.
        let all = self.books.transactions(meant.place).ok().flatten().unwrap_or_default();
        all.into_iter().find(is_meant).ok_or(Declined::NotPossible)
    }

    /// No more is given back than the bill bears.
    fn adjust(&self, meant: &Meant, earlier: &[&Change], of: Date, amount: Money) -> Result<What, Declined> {
        let bears = self.bill(meant, earlier, of)?.interest;
        let given = sum(meant, earlier, |what| match what {
            What::Adjusted { closed_on, minor, .. } if *closed_on == of => *minor,
            _ => 0,
        });
        let minor = part(amount, Money { minor: bears.minor - given, ..bears })?;
        Ok(What::Adjusted { closed_on: of, minor, currency: amount.currency })
    }

    fn adjust_fee(
        &self,
        meant: &Meant,
        earlier: &[&Change],
        reference: &str,
        amount: Money,
        is_annual: bool,
    ) -> Result<What, Declined> {
        let kind = if is_annual { TransactionKind::AnnualFee } else { TransactionKind::Fee };
        let fee = self.charged(meant, reference, kind)?.amount;
        let given = sum(meant, earlier, |what| match what {
            What::FeeAdjusted { charge, minor, .. } if charge == reference => *minor,
            _ => 0,
        });
        let minor = part(amount, Money { minor: -fee.minor - given, ..fee })?;
        Ok(What::FeeAdjusted { charge: reference.to_owned(), is_annual, minor, currency: amount.currency })
    }

    /// Of a bill that is not due yet, once.
    fn instalment(
        &self,
        meant: &Meant,
        earlier: &[&Change],
        of: Date,
        amount: Money,
        months: u8,
    ) -> Result<What, Declined> {
        let bill = self.bill(meant, earlier, of)?;
        let is_same = |what: &What| matches!(what, What::Instalment { closed_on, .. } if *closed_on == of);
        let is_done = earlier.iter().any(|change| change.nth == meant.nth && is_same(&change.what));
        if bill.status != BillStatus::Open || is_done || !INSTALMENTS.contains(&months) {
            return Err(Declined::NotPossible);
        }
        let minor = part(amount, Money { minor: bill.total.minor - bill.paid.minor, ..bill.total })?;
        Ok(What::Instalment { closed_on: of, minor, currency: amount.currency, months })
    }

    /// Not while one is in the making.
    fn replace(&self, meant: &Meant, earlier: &[&Change]) -> Result<What, Declined> {
        let mut made = self.books.productions(meant.place).unwrap_or_default().into_iter();
        let is_made = made.any(|one| one.card == meant.card.number)
            || earlier.iter().any(|change| change.nth == meant.nth && matches!(change.what, What::Replaced));
        if is_made { Err(Declined::NotPossible) } else { Ok(What::Replaced) }
    }

    fn transfer_limit(&self, place: usize, earlier: &[Change], amount: Money) -> Result<What, Declined> {
        let limits = self.books.limits(place).unwrap_or_default();
        let began = limits.iter().find(|limit| limit.kind == bank::customers::LimitKind::DailyTransfer);
        let began = began.ok_or(Declined::NotPossible)?.amount;
        let now = standing(earlier).iter().rev().find_map(|change| match change.what {
            What::TransferLimit { minor, .. } => Some(minor),
            _ => None,
        });
        if amount.currency != began.currency || amount.minor < 0 || amount.minor == now.unwrap_or(began.minor)
        {
            return Err(Declined::NotPossible);
        }
        if amount.minor > began.minor * MOST_TRANSFER_TIMES {
            return Err(Declined::TooMuch);
        }
        Ok(What::TransferLimit { minor: amount.minor, currency: amount.currency })
    }

    /// Once a day.
    fn resend(&self, meant: &Meant, earlier: &[&Change], of: Date) -> Result<What, Declined> {
        self.bill(meant, earlier, of)?;
        let today = self.now().to_zoned(TimeZone::UTC).date();
        let is_same = |change: &&&Change| {
            change.nth == meant.nth
                && change.at.to_zoned(TimeZone::UTC).date() == today
                && matches!(change.what, What::Resent { closed_on } if closed_on == of)
        };
        if earlier.iter().any(|change| is_same(&change)) {
            return Err(Declined::NotPossible);
        }
        Ok(What::Resent { closed_on: of })
    }

    fn dispute(
        &self,
        meant: &Meant,
        earlier: &[&Change],
        reference: &str,
        amount: Money,
    ) -> Result<What, Declined> {
        let bought = self.charged(meant, reference, TransactionKind::Purchase)?.amount;
        let is_same =
            |what: &What| matches!(what, What::Disputed { transaction, .. } if transaction == reference);
        if earlier.iter().any(|change| is_same(&change.what)) {
            return Err(Declined::NotPossible);
        }
        let minor = part(amount, Money { minor: -bought.minor, ..bought })?;
        Ok(What::Disputed { transaction: reference.to_owned(), minor, currency: amount.currency })
    }

    /// Today at this time of day; of another day, its noon.
    pub(super) fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        let is_today = now.to_zoned(TimeZone::UTC).date() == self.books.today;
        if is_today { now } else { moment(self.books.today, 12).unwrap_or(now) }
    }
}

/// What can be undone: neither a lost card nor what was mailed comes back by it.
fn reversible<'a>(earlier: &'a [Change], reference: &str) -> Result<&'a Change, Declined> {
    let found = earlier.iter().find(|change| change.reference == reference).ok_or(Declined::NotTheirs)?;
    match found.what {
        What::Paid { .. }
        | What::Lost { .. }
        | What::Replaced
        | What::Resent { .. }
        | What::Unlocked { .. } => Err(Declined::NotOffered),
        // A card that was lost since then stays so.
        _ if standing(earlier).iter().any(|change| change.reference == reference) => Ok(found),
        _ => Err(Declined::NotPossible),
    }
}

/// What of an amount in the same currency can be had.
fn part(amount: Money, of: Money) -> Result<i64, Declined> {
    match amount.minor {
        _ if amount.currency != of.currency => Err(Declined::NotPossible),
        ..=0 => Err(Declined::NotPossible),
        minor if minor > of.minor => Err(Declined::TooMuch),
        minor => Ok(minor),
    }
}

fn sum(meant: &Meant, earlier: &[&Change], of: impl Fn(&What) -> i64) -> i64 {
    earlier.iter().filter(|change| change.nth == meant.nth).map(|change| of(&change.what)).sum()
}
