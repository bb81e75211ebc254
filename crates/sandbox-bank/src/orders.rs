//! What the bank was told to do, and did: one effect a key.
//!
//! An order is judged, carried out and remembered in one step. Where a file is given, it is on disk before
//! it is answered, so that a bank that is killed knows afterwards what it said before.

mod effects;
mod judging;
mod postings;

use effects::pay_bills;
pub use postings::OrderAccount;
pub(crate) use postings::Posting;

use crate::tries::{Tried, Who};
use crate::{Imbalance, SandboxBank, disk};
use bank::Error;
use bank::customers::LockedSecret;
use bank::operations::{Declined, Order, OrderKey, Outcome};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use vocabulary::{Currency, CustomerRef};

/// Something an order changed about a card, or about the account used most.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Change {
    /// The card's place among its holder's.
    nth: usize,
    reference: String,
    #[serde(with = "crate::written")]
    at: Timestamp,
    what: What,
    /// What it moved in the books.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    posted: Vec<Posting>,
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
    FeeAdjusted {
        charge: String,
        is_annual: bool,
        minor: i64,
        currency: Currency,
    },
    Instalment {
        #[serde(with = "crate::written")]
        closed_on: Date,
        minor: i64,
        currency: Currency,
        months: u8,
    },
    Replaced,
    TransferLimit {
        minor: i64,
        currency: Currency,
    },
    Resent {
        #[serde(with = "crate::written")]
        closed_on: Date,
    },
    Disputed {
        transaction: String,
        minor: i64,
        currency: Currency,
    },
    Unlocked {
        secret: LockedSecret,
    },
    /// No order, but what the customer paid of a bill at another bank's counter.
    Paid {
        #[serde(with = "crate::written")]
        closed_on: Date,
        minor: i64,
        currency: Currency,
    },
    Reversed {
        of: String,
    },
}

/// Those that stand: what was undone is not among them, nor what undid it.
fn standing(changes: &[Change]) -> Vec<&Change> {
    let undone: HashSet<&str> = changes
        .iter()
        .filter_map(|change| match &change.what {
            What::Reversed { of } => Some(of.as_str()),
            _ => None,
        })
        .collect();
    let stands = |change: &&Change| {
        !matches!(change.what, What::Reversed { .. }) && !undone.contains(change.reference.as_str())
    };
    changes.iter().filter(stands).collect()
}

/// A line of the file that tells of an order.
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

impl Line {
    /// The secret it unlocks, and whose.
    fn unlocks(&self) -> Option<(LockedSecret, usize)> {
        match &self.change {
            Some((place, Change { what: What::Unlocked { secret }, .. })) => Some((*secret, *place)),
            _ => None,
        }
    }
}

/// A line of the file that tells of a payment.
#[derive(Serialize, Deserialize)]
struct Payment {
    place: usize,
    payment: Change,
}

/// Any line of the file.
#[derive(Deserialize)]
#[serde(untagged)]
enum Remembered {
    Order(Line),
    Paid(Payment),
    Tried(Tried),
}

#[derive(Default)]
struct Known {
    outcomes: HashMap<OrderKey, Outcome>,
    /// The bank's own accounts of interest given back: the other side of what customers got.
    given_back: BTreeMap<Currency, i64>,
    payments: usize,
    /// By the customer's place, in the order they were made.
    changes: HashMap<usize, Vec<Change>>,
}

/// All orders.
#[derive(Default)]
pub(crate) struct Orders(Mutex<Known>);

impl Orders {
    fn known(&self) -> MutexGuard<'_, Known> {
        // What is half done is in no map: the file is written first.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn changes(&self, place: usize) -> Vec<Change> {
        self.known().changes.get(&place).cloned().unwrap_or_default()
    }

    fn postings(&self) -> Vec<Posting> {
        let known = self.known();
        known.changes.values().flatten().flat_map(|change| change.posted.iter().copied()).collect()
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
        let (place, change) = line.change.as_ref()?;
        let (minor, currency) = match &change.what {
            What::Adjusted { minor, currency, .. } => (*minor, *currency),
            What::Reversed { of } => {
                let undone = self.changes.get(place)?.iter().find(|earlier| earlier.reference == *of)?;
                let What::Adjusted { minor, currency, .. } = undone.what else { return None };
                (-minor, currency)
            }
            _ => return None,
        };
        Some((currency, self.given_back.get(&currency).copied().unwrap_or_default() + minor))
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

    fn take_payment(&mut self, place: usize, payment: Change) {
        self.payments += 1;
        self.changes.entry(place).or_default().push(payment);
    }

    /// What is written before it is taken.
    fn line(&self, key: &OrderKey, outcome: Outcome, change: Option<(usize, Change)>) -> Line {
        let line = Line { key: key.clone(), outcome, change, given_back: None };
        Line { given_back: self.booked(&line), ..line }
    }
}

impl SandboxBank {
    /// Remembers orders and wrong tries in a file, and takes up what stands there.
    ///
    /// # Errors
    /// When the file cannot be read or written, or holds something else.
    pub fn keep_orders(&self, path: &Path) -> io::Result<()> {
        self.memory.open(path, |remembered| match remembered {
            Remembered::Order(line) => {
                let unlocked = line.unlocks();
                self.orders.known().take_up(line)?;
                self.begin_anew(unlocked);
                Ok(())
            }
            Remembered::Paid(Payment { place, payment }) => {
                self.orders.known().take_payment(place, payment);
                Ok(())
            }
            Remembered::Tried(tried) => {
                self.tries.remember(tried);
                Ok(())
            }
        })
    }

    /// Whatever is locked stays so until the order is on disk: no try comes between.
    fn begin_anew(&self, unlocked: Option<(LockedSecret, usize)>) {
        if let Some((secret, place)) = unlocked {
            self.tries.begin_anew(secret.into(), Who::Customer(place));
        }
    }

    /// Writes down what becomes of an order, and then takes it for so.
    fn settle(&self, known: &mut Known, line: Line) -> io::Result<()> {
        self.memory.write(&line)?;
        let unlocked = line.unlocks();
        known.take(line);
        self.begin_anew(unlocked);
        Ok(())
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
        let line = known.line(&order.key, outcome.clone(), change);
        self.settle(&mut known, line)?;
        Ok(outcome)
    }

    /// What became of an order; a key nobody heard of is closed.
    pub(crate) fn became(&self, key: &OrderKey) -> io::Result<Outcome> {
        let mut known = self.orders.known();
        if let Some(outcome) = known.outcomes.get(key) {
            return Ok(outcome.clone());
        }
        let line = known.line(key, Outcome::Never, None);
        self.settle(&mut known, line)?;
        Ok(Outcome::Never)
    }

    /// Has a customer pay whatever is open of bills, as many do elsewhere; how many bills that were.
    ///
    /// # Errors
    /// [`Error::UnknownCustomer`]; [`Error::Unreachable`] when it cannot be written down: what is left is not paid.
    pub fn pay_bills(&self, customer: &CustomerRef) -> Result<usize, Error> {
        let place = self.books.registry.place_of(customer).ok_or(Error::UnknownCustomer)?;
        let cards = self.books.holdings.cards(&self.books.registry, place).unwrap_or_default();
        let mut open = self.books.bills(place).map(|now| now.bills).unwrap_or_default();
        let mut known = self.orders.known();
        pay_bills(&mut open, &cards, &standing(known.changes.get(&place).map_or(&[], Vec::as_slice)));
        open.retain(|bill| bill.paid.minor < bill.total.minor);
        for bill in &open {
            let nth = cards.iter().position(|card| card.number == bill.card).unwrap_or_default();
            let (minor, currency) = (bill.total.minor - bill.paid.minor, bill.total.currency);
            let what = What::Paid { closed_on: bill.closed_on, minor, currency };
            let (reference, posted) = (format!("PAY-{}", known.payments + 1), postings::of(&what));
            let payment = Change { nth, reference, at: self.now(), what, posted };
            self.memory.write(&Payment { place, payment: payment.clone() }).map_err(|_| disk())?;
            known.take_payment(place, payment);
        }
        Ok(open.len())
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
            for change in standing(changes) {
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
        // What was given and taken back leaves an account that stands at nothing.
        let booked = known.given_back.iter().filter(|(_, minor)| **minor != 0);
        let booked: BTreeMap<Currency, i64> = booked.map(|(currency, minor)| (*currency, *minor)).collect();
        if given == booked { Ok(given) } else { Err(Imbalance::GivenBack) }
    }

    /// The interest of a bill.
    fn borne(&self, place: usize, nth: usize, closed_on: Date) -> i64 {
        let cards = self.books.credit_cards(place);
        let card = cards.iter().find(|(own, _)| *own == nth).map(|(_, card)| card);
        let bill =
            card.and_then(|card| self.books.bill(place, nth, card, self.books.billed(place, nth, closed_on)));
        bill.map_or(0, |bill| bill.interest.minor)
    }
}
