//! Bills of credit cards: what was bought in a month, what was owed from before, and what was paid.

use crate::holdings::below;
use crate::ledger::{Books, Month, moment};
use bank::customers::movements::MOST_BILLS;
use bank::customers::{Bill, BillStatus, Bills, Card};
use vocabulary::Money;

/// Bills told of each card.
const BILLS: i32 = 4;

/// Purpose of random numbers; the card's place among the customer's and the month are added.
const OF_PAYMENTS: u32 = 50_000_000;

/// What has to be paid of a bill at least: a tenth.
const MINIMUM_SHARE: i64 = 10;

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
            bills.extend((1..=BILLS).filter_map(|ago| self.bill(place, nth, &card, now.earlier(ago))));
        }
        bills.sort_by_key(|bill| std::cmp::Reverse(bill.closed_on));
        bills.truncate(MOST_BILLS);
        Some(Bills { bills, adjustments: Vec::new() })
    }

    /// The bill of a month that is over; none when nothing was owed.
    pub fn bill(&self, place: usize, nth: usize, card: &Card, month: Month) -> Option<Bill> {
        let before = self.owed(place, nth, card, month.earlier(1));
        let left = match self.habit(place, nth, month.earlier(1)) {
            Habit::InFull => 0,
            Habit::TheMinimum => before - minimum(before),
            Habit::Nothing => before,
        };
        let interest = left * MONTHLY_RATE / 10_000;
        let total = self.owed(place, nth, card, month) + left + interest;
        let (paid, status) = match self.habit(place, nth, month) {
            _ if !moment(month.due(), 2).is_some_and(|due| self.is_past(due)) => (0, BillStatus::Open),
            Habit::InFull => (total, BillStatus::Paid),
            Habit::TheMinimum => (minimum(total), BillStatus::Partial),
            Habit::Nothing => (0, BillStatus::Missed),
        };
        let currency = card.limit?.currency;
        let money = |minor| Money { minor, currency };
        (total > 0).then(|| Bill {
            card: card.number.clone(),
            closed_on: month.last(),
            due_on: month.due(),
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
