//! Bills of credit cards: what was bought in a month, what was owed from before, and what was paid.
//!
//! A card's months begin on a day of its own ([`Books::later`]), so that on any day some bills are open and some are
//! not, as in a bank.

use crate::holdings::below;
use crate::ledger::{Books, Month, moment};
use bank::customers::movements::MOST_BILLS;
use bank::customers::{Bill, BillStatus, Bills, Card};
use jiff::ToSpan;
use jiff::civil::Date;
use vocabulary::Money;

/// Bills told of each card.
const BILLS: usize = 4;

/// The oldest of them is of so many months ago, where the newest is not closed yet.
const AGO: i32 = 5;

/// Days from a bill's end to the day it is due.
const DAYS_TO_PAY: i64 = 20;

/// Purposes of random numbers; the card's place among the customer's and the month are added.
const OF_PAYMENTS: u32 = 50_000_000;
const OF_CYCLES: u32 = 60_000_000;

/// What has to be paid of a bill at least: a tenth.
const MINIMUM_SHARE: i64 = 10;

/// A card's months begin less than so many days after the calendar's.
const LATEST_DAYS: u64 = 28;

/// Interest on what is left of a bill for a month, in hundredths of a percent.
const MONTHLY_RATE: i64 = 150;

/// How a customer pays a bill.
enum Habit {
    InFull,
    TheMinimum,
    Nothing,
}

impl Books {
    /// The bills of all credit cards, newest first.
    pub fn bills(&self, place: usize) -> Option<Bills> {
        self.registry.customer(place)?;
        let now = Month::of(self.today);
        let mut bills: Vec<Bill> = Vec::new();
        for (nth, card) in self.credit_cards(place) {
            // The newest may not be closed yet.
            let closed = (1..=AGO).filter_map(|ago| self.bill(place, nth, &card, now.earlier(ago)));
            bills.extend(closed.take(BILLS));
        }
        bills.sort_by_key(|bill| std::cmp::Reverse(bill.closed_on));
        bills.truncate(MOST_BILLS);
        Some(Bills { bills, adjustments: Vec::new() })
    }

    /// So many days after the calendar's a card's months begin and end.
    pub fn later(&self, place: usize, nth: usize) -> i64 {
        let random = &mut self.registry.random(OF_CYCLES + nth as u32, place);
        i64::try_from(below(random, LATEST_DAYS)).unwrap_or_default()
    }

    /// Which of a card's months a bill is of.
    pub fn billed(&self, place: usize, nth: usize, closed_on: Date) -> Month {
        Month::of(closed_on.saturating_sub(self.later(place, nth).days()))
    }

    /// The newest bill of a card: of the month before this one, or of the one before that.
    pub fn newest_bill(&self, place: usize, nth: usize, card: &Card) -> Option<Bill> {
        let now = Month::of(self.today);
        let closed = (1..=2).map(|ago| now.earlier(ago)).find(|month| self.is_closed(place, nth, *month))?;
        self.bill(place, nth, card, closed)
    }

    /// Whether one of a card's months is over.
    pub fn is_closed(&self, place: usize, nth: usize, month: Month) -> bool {
        self.closing(place, nth, month) < self.today
    }

    fn closing(&self, place: usize, nth: usize, month: Month) -> Date {
        month.last().saturating_add(self.later(place, nth).days())
    }

    /// The bill of one of a card's months that is over; none when nothing was owed.
    pub fn bill(&self, place: usize, nth: usize, card: &Card, month: Month) -> Option<Bill> {
        let closed_on = self.closing(place, nth, month);
        let due_on = closed_on.saturating_add(DAYS_TO_PAY.days());
        if closed_on >= self.today {
            return None;
        }
        let before = self.owed(place, nth, card, month.earlier(1));
        let left = match self.habit(place, nth, month.earlier(1)) {
            Habit::InFull => 0,
            Habit::TheMinimum => before - minimum(before),
            Habit::Nothing => before,
        };
        let interest = left * MONTHLY_RATE / 10_000;
        let total = self.owed(place, nth, card, month) + left + interest;
        let (paid, status) = match self.habit(place, nth, month) {
            _ if !moment(due_on, 2).is_some_and(|due| self.is_past(due)) => (0, BillStatus::Open),
            Habit::InFull => (total, BillStatus::Paid),
            Habit::TheMinimum => (minimum(total), BillStatus::Partial),
            Habit::Nothing => (0, BillStatus::Missed),
        };
        let currency = card.limit?.currency;
        let money = |minor| Money { minor, currency };
        (total > 0).then(|| Bill {
            card: card.number.clone(),
            closed_on,
            due_on,
            total: money(total),
            minimum: money(minimum(total)),
            paid: money(paid),
            interest: money(interest),
            status,
        })
    }

    /// What was bought in a month.
    pub fn owed(&self, place: usize, nth: usize, card: &Card, month: Month) -> i64 {
        let customer = self.registry.person(place);
        self.bought(&customer, place, nth, card, month).iter().map(|bought| bought.amount.minor).sum()
    }

    /// Whoever leaves something owed pays the next bill in full: bills then hang together from one month
    /// to the next only, and need no beginning.
    fn habit(&self, place: usize, nth: usize, month: Month) -> Habit {
        let purpose = OF_PAYMENTS + 100_000 * nth as u32 + month.0.unsigned_abs();
        match below(&mut self.registry.random(purpose, place), 100) {
            _ if month.0 % 2 != 0 => Habit::InFull,
            0..12 => Habit::TheMinimum,
            12..18 => Habit::Nothing,
            _ => Habit::InFull,
        }
    }
}

fn minimum(total: i64) -> i64 {
    (total + MINIMUM_SHARE - 1) / MINIMUM_SHARE
}
