//! What the bank was told to do, and did: one effect a key.
//!
//! An order is judged, carried out and remembered in one step. Where a file is given, it is on disk before
//! it is answered, so that a bank that is killed knows afterwards what it said before.

use crate::ledger::{Month, moment};
use crate::{Imbalance, SandboxBank};
use bank::customers::{
    Adjustment, AdjustmentKind, Bills, Card, CardKind, CardStatus, Limit, LimitKind, Report, ReportKind,
    ReportState, Reporter, Source,
};
use bank::operations::{Declined, Instruction, Order, OrderKey, Outcome, Reason};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use vocabulary::{Currency, Money};

/// A raised limit is at most so many times the card's own.
const MOST_TIMES: i64 = 2;

/// A limit is raised for so many days at the most.
const MOST_DAYS: i64 = 90;

/// Something an order changed about a card.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Change {
    /// The card's place among its holder's.
    nth: usize,
    reference: String,
    #[serde(with = "crate::written")]
    at: Timestamp,
    what: What,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Lost {
        stolen: bool,
    },
    Frozen,
    Raised {
        minor: i64,
        currency: Currency,
        #[serde(with = "crate::written")]
        until: Date,
    },
    Adjusted {
        #[serde(with = "crate::written")]
        closed_on: Date,
        minor: i64,
        currency: Currency,
    },
}

/// A line of the file.
#[derive(Serialize, Deserialize)]
struct Line {
    key: OrderKey,
    outcome: Outcome,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    change: Option<(usize, Change)>,
    /// The bank's own account of interest given back, after what this order books on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    given_back: Option<(Currency, i64)>,
}

#[derive(Default)]
struct Known {
    outcomes: HashMap<OrderKey, Outcome>,
    /// The bank's own accounts of interest given back: the other side of what customers got.
    given_back: BTreeMap<Currency, i64>,
    /// By the customer's place, in the order they were made.
    changes: HashMap<usize, Vec<Change>>,
    file: Option<File>,
}

/// All orders.
#[derive(Default)]
pub(crate) struct Orders(Mutex<Known>);

impl Orders {
    /// Remembers in a file, and takes up what stands there. A last line that a crash cut off was never
    /// answered, and is cut off for good.
    pub fn keep(&self, path: &Path) -> io::Result<()> {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        let mut known = self.known();
        for (at, line) in text[..whole].lines().enumerate() {
            known.take_up(serde_json::from_str(line)?).map_err(|fault| {
                io::Error::new(io::ErrorKind::InvalidData, format!("line {}: {fault}", at + 1))
            })?;
        }
        file.set_len(whole as u64)?;
        file.seek(SeekFrom::End(0))?;
        known.file = Some(file);
        Ok(())
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // What is half done is in no map: the file is written first.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn changes(&self, place: usize) -> Vec<Change> {
        self.known().changes.get(&place).cloned().unwrap_or_default()
    }
}

impl Known {
    /// Takes a line of the file, which has to follow from those before it.
    fn take_up(&mut self, line: Line) -> Result<(), &'static str> {
        if self.outcomes.contains_key(&line.key) {
            return Err("the order before stands there a second time");
        }
        // Lines of earlier releases name no balance.
        if line.given_back.is_some() && line.given_back != self.booked(&line) {
            return Err("the interest given back does not follow from the lines before");
        }
        self.take(line);
        Ok(())
    }

    /// Where the bank's own account stands after a line.
    fn booked(&self, line: &Line) -> Option<(Currency, i64)> {
        let (_, Change { what: What::Adjusted { minor, currency, .. }, .. }) = line.change.as_ref()? else {
            return None;
        };
        Some((*currency, self.given_back.get(currency).copied().unwrap_or_default() + minor))
    }

    fn take(&mut self, line: Line) {
        if let Some((currency, after)) = self.booked(&line) {
            self.given_back.insert(currency, after);
        }
        self.outcomes.insert(line.key, line.outcome);
        if let Some((place, change)) = line.change {
            self.changes.entry(place).or_default().push(change);
        }
    }

    fn settle(&mut self, mut line: Line) -> io::Result<()> {
        line.given_back = self.booked(&line);
        if let Some(file) = &mut self.file {
            let mut text = serde_json::to_vec(&line)?;
            text.push(b'\n');
            file.write_all(&text)?;
            file.sync_data()?;
        }
        self.take(line);
        Ok(())
    }
}

impl SandboxBank {
    /// Remembers orders in a file.
    ///
    /// # Errors
    /// When the file cannot be read or written, or holds something else.
    pub fn keep_orders(&self, path: &Path) -> io::Result<()> {
        self.orders.keep(path)
    }

    /// Carries out an order, once.
    pub(crate) fn carry_out(&self, order: &Order) -> io::Result<Outcome> {
        let mut known = self.orders.known();
        if let Some(outcome) = known.outcomes.get(&order.key) {
            return Ok(match outcome {
                Outcome::Never => Outcome::Declined { why: Declined::Closed },
                other => other.clone(),
            });
        }
        let reference = format!("OP-{}", known.outcomes.len() + 1);
        let (outcome, change) = match self.judge_order(order, &known, &reference) {
            Ok(change) => (Outcome::Done { reference }, Some(change)),
            Err(why) => (Outcome::Declined { why }, None),
        };
        known.settle(Line { key: order.key.clone(), outcome: outcome.clone(), change, given_back: None })?;
        Ok(outcome)
    }

    /// What became of an order; a key nobody heard of is closed.
    pub(crate) fn became(&self, key: &OrderKey) -> io::Result<Outcome> {
        let mut known = self.orders.known();
        if let Some(outcome) = known.outcomes.get(key) {
            return Ok(outcome.clone());
        }
        known.settle(Line { key: key.clone(), outcome: Outcome::Never, change: None, given_back: None })?;
        Ok(Outcome::Never)
    }

    /// What customers got back of their bills' interest, by currency and in smallest units.
    ///
    /// # Errors
    /// [`Imbalance`], when it is not what left the bank's own accounts, or more than a bill bore.
    pub fn given_back(&self) -> Result<BTreeMap<Currency, i64>, Imbalance> {
        let known = self.orders.known();
        let mut given = BTreeMap::new();
        for (place, changes) in &known.changes {
            let mut of_bills: BTreeMap<(usize, Date), i64> = BTreeMap::new();
            for change in changes {
                let What::Adjusted { closed_on, minor, currency } = change.what else { continue };
                *given.entry(currency).or_default() += minor;
                *of_bills.entry((change.nth, closed_on)).or_default() += minor;
            }
            for ((nth, closed_on), minor) in of_bills {
                if minor > self.borne(*place, nth, closed_on) {
                    return Err(Imbalance::GivenBack);
                }
            }
        }
        if given == known.given_back { Ok(given) } else { Err(Imbalance::GivenBack) }
    }

    /// The interest of a bill.
    fn borne(&self, place: usize, nth: usize, closed_on: Date) -> i64 {
        let cards = self.books.credit_cards(place);
        let card = cards.iter().find(|(own, _)| *own == nth).map(|(_, card)| card);
        let bill = card.and_then(|card| self.books.bill(place, nth, card, Month::of(closed_on)));
        bill.map_or(0, |bill| bill.interest.minor)
    }

    fn judge_order(
        &self,
        order: &Order,
        known: &Known,
        reference: &str,
    ) -> Result<(usize, Change), Declined> {
        let place = self.books.registry.place_of(&order.customer).ok_or(Declined::NotTheirs)?;
        let earlier = known.changes.get(&place).map_or(&[][..], Vec::as_slice);
        let mut cards = self.books.holdings.cards(&self.books.registry, place).unwrap_or_default();
        change_cards(&mut cards, earlier);
        let is_meant = |card: &Card| card.number == *order.instruction.card();
        let nth = cards.iter().position(is_meant).ok_or(Declined::NotTheirs)?;
        let card = &cards[nth];
        let what = match &order.instruction {
            Instruction::ReportLoss { .. }
                if !matches!(card.status, CardStatus::Lost | CardStatus::Expired) =>
            {
                What::Lost { stolen: order.reason == Reason::Stolen }
            }
            Instruction::Freeze { .. }
                if matches!(card.status, CardStatus::Active | CardStatus::Inactive) =>
            {
                What::Frozen
            }
            Instruction::ReportLoss { .. } | Instruction::Freeze { .. } => return Err(Declined::NotPossible),
            Instruction::RaiseLimit { amount, until, .. } => self.raise(card, *amount, *until)?,
            Instruction::AdjustInterest { closed_on, amount, .. } => {
                self.adjust(place, nth, card, earlier, *closed_on, *amount)?
            }
        };
        Ok((place, Change { nth, reference: reference.to_owned(), at: self.now(), what }))
    }

    fn raise(&self, card: &Card, amount: Money, until: Date) -> Result<What, Declined> {
        let limit = card.limit.filter(|_| card.kind == CardKind::Credit && card.status == CardStatus::Active);
        let limit = limit.filter(|limit| limit.currency == amount.currency).ok_or(Declined::NotPossible)?;
        let latest = self.books.today.checked_add(MOST_DAYS.days()).unwrap_or(self.books.today);
        if amount.minor <= limit.minor || until <= self.books.today {
            return Err(Declined::NotPossible);
        }
        if amount.minor > limit.minor * MOST_TIMES || until > latest {
            return Err(Declined::TooMuch);
        }
        Ok(What::Raised { minor: amount.minor, currency: amount.currency, until })
    }

    /// No more is given back than the bill bears.
    fn adjust(
        &self,
        place: usize,
        nth: usize,
        card: &Card,
        earlier: &[Change],
        of: Date,
        amount: Money,
    ) -> Result<What, Declined> {
        let bills = self.books.bills(place).unwrap_or_default();
        let bill = bills.bills.iter().find(|bill| bill.card == card.number && bill.closed_on == of);
        let bears = bill.map(|bill| bill.interest).filter(|interest| interest.currency == amount.currency);
        let bears = bears.ok_or(Declined::NotPossible)?;
        let given: i64 =
            earlier.iter().filter(|change| change.nth == nth).map(|change| given_of(change, of)).sum();
        match amount.minor {
            ..=0 => Err(Declined::NotPossible),
            minor if minor > bears.minor - given => Err(Declined::TooMuch),
            minor => Ok(What::Adjusted { closed_on: of, minor, currency: amount.currency }),
        }
    }

    /// Today at this time of day; of another day, its noon.
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        let is_today = now.to_zoned(TimeZone::UTC).date() == self.books.today;
        if is_today { now } else { moment(self.books.today, 12).unwrap_or(now) }
    }

    /// The cards at a place as they stand after all orders.
    pub(crate) fn cards_now(&self, place: usize) -> Option<Vec<Card>> {
        let mut cards = self.books.holdings.cards(&self.books.registry, place)?;
        change_cards(&mut cards, &self.orders.changes(place));
        Some(cards)
    }

    pub(crate) fn reports_now(&self, place: usize) -> Option<Vec<Report>> {
        let cards = self.books.holdings.cards(&self.books.registry, place)?;
        let mut reports = self.books.reports(place)?;
        for change in self.orders.changes(place) {
            let kind = match change.what {
                What::Lost { stolen: true } => ReportKind::Theft,
                What::Lost { stolen: false } => ReportKind::Loss,
                What::Frozen => ReportKind::Freeze,
                What::Raised { .. } | What::Adjusted { .. } => continue,
            };
            let (on, state) = (Source::Card(cards[change.nth].number.clone()), ReportState::Temporary);
            let report = Report {
                reference: change.reference,
                on,
                kind,
                at: change.at,
                by: Reporter::Customer,
                state,
            };
            reports.insert(0, report);
        }
        Some(reports)
    }

    /// A limit that was raised goes back by itself: after its last day it is not there.
    pub(crate) fn limits_now(&self, place: usize) -> Option<Vec<Limit>> {
        let cards = self.books.holdings.cards(&self.books.registry, place)?;
        let mut limits = self.books.limits(place)?;
        for change in self.orders.changes(place) {
            let What::Raised { minor, currency, until } = change.what else { continue };
            let on = Source::Card(cards[change.nth].number.clone());
            limits.retain(|limit| limit.on != on || limit.kind != LimitKind::TemporaryCredit);
            if until >= self.books.today {
                let (amount, until) = (Money { minor, currency }, Some(until));
                limits.push(Limit { on, kind: LimitKind::TemporaryCredit, amount, used: None, until });
            }
        }
        Some(limits)
    }

    pub(crate) fn bills_now(&self, place: usize) -> Option<Bills> {
        let cards = self.books.holdings.cards(&self.books.registry, place)?;
        let mut bills = self.books.bills(place)?;
        for change in self.orders.changes(place) {
            let What::Adjusted { minor, currency, .. } = change.what else { continue };
            let (card, on) = (cards[change.nth].number.clone(), change.at.to_zoned(TimeZone::UTC).date());
            let amount = Money { minor, currency };
            bills.adjustments.insert(0, Adjustment { card, on, kind: AdjustmentKind::Interest, amount });
        }
        bills.adjustments.truncate(bank::customers::movements::MOST_BILLS);
        Some(bills)
    }
}

fn given_of(change: &Change, of: Date) -> i64 {
    match change.what {
        What::Adjusted { closed_on, minor, .. } if closed_on == of => minor,
        _ => 0,
    }
}

fn change_cards(cards: &mut [Card], changes: &[Change]) {
    for change in changes {
        match change.what {
            What::Lost { .. } => cards[change.nth].status = CardStatus::Lost,
            What::Frozen => cards[change.nth].status = CardStatus::Frozen,
            What::Raised { .. } | What::Adjusted { .. } => {}
        }
    }
}
