//! The books: what was booked on the account used most, month by month.
//!
//! Nothing need be kept. A month's entries follow from the seed, the customer's place and the month; each
//! entry has its counterpart on one of the bank's own accounts ([`Against`]), so that the books balance.
//! A transfer between two customers is made from what both share, and stands in both statements with the
//! same reference. What the account holds today is given; earlier balances follow backwards.

use crate::customers::{Customer, Registry, Status};
use crate::holdings::{Holdings, below, in_units, own, rank};
use crate::kept::{Damaged, Kept};
use crate::places;
use bank::customers::{Card, CardKind, CardStatus, Party, Source, Transaction, TransactionKind};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;
use std::ops::RangeInclusive;
use vocabulary::{Currency, Money};

/// Months of a statement, the current one among them.
pub const MONTHS: i32 = 4;

/// Purposes of random numbers ([`Registry::random`]). Months are added: they are below 100,000.
const OF_LIVES: u32 = 5;
const OF_MONTHS: u32 = 100_000;
const OF_PAIRS: u32 = 200_000;
const OF_CARD_MONTHS: u32 = 1_000_000;
/// A card's place among its holder's times a million is added.
const OF_FEES: u32 = 100_000_000;

/// A month, counted from the year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(pub i32);

impl Month {
    pub fn of(day: Date) -> Month {
        Month(i32::from(day.year()) * 12 + i32::from(day.month()) - 1)
    }

    pub fn first(self) -> Date {
        let year = i16::try_from(self.0.div_euclid(12)).unwrap_or(i16::MAX);
        date(year, i8::try_from(self.0.rem_euclid(12) + 1).unwrap_or(1), 1)
    }

    pub fn last(self) -> Date {
        self.first().last_of_month()
    }

    pub fn earlier(self, months: i32) -> Month {
        Month(self.0 - months)
    }

    fn purpose(self, base: u32) -> u32 {
        base + self.0.unsigned_abs()
    }
}

/// The bank's own account on the other side of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Against {
    /// What merchants are owed.
    Merchants,
    /// What employers paid in.
    Employers,
    /// Cash in machines.
    Cash,
    /// Clearing with other banks.
    OtherBanks,
    /// Clearing between our own customers: nothing remains on it.
    OwnCustomers,
    /// What is owed on cards.
    Cards,
    /// What the bank earns by cards.
    CardFees,
}

/// A line of the books: what the customer is told of it, and the bank's side.
#[derive(Clone, PartialEq)]
pub struct Line {
    pub told: Transaction,
    /// The card's place among its holder's; none for the account used most.
    pub card: Option<usize>,
    pub against: Against,
}

/// An entry of a statement.
pub struct Booked {
    pub reference: String,
    pub at: Timestamp,
    pub kind: TransactionKind,
    /// On the customer's account; the same amount with the other sign stands on the bank's own.
    pub amount: Money,
    pub party: Option<Party>,
    pub against: Against,
}

/// What was bought with a credit card in a month, or charged to it.
pub struct Bought {
    pub reference: String,
    pub at: Timestamp,
    pub kind: TransactionKind,
    pub amount: Money,
    /// None where the bank itself charges.
    pub business: Option<String>,
}

impl Bought {
    fn line(self, nth: usize, card: &Card) -> Line {
        let against = if self.business.is_some() { Against::Merchants } else { Against::CardFees };
        let told = Transaction {
            reference: self.reference,
            at: self.at,
            on: Source::Card(card.number.clone()),
            kind: self.kind,
            amount: Money { minor: -self.amount.minor, ..self.amount },
            balance: None,
            party: self.business.map(Party::Business),
        };
        Line { told, card: Some(nth), against }
    }
}

/// A bank of a day: who there is, what they have, and when *today* is.
pub struct Books {
    pub registry: Registry,
    pub holdings: Holdings,
    pub today: Date,
    /// Where what was booked is read, in place of being made anew each time.
    pub kept: Option<Kept>,
}

impl Books {
    /// The books of a seed, none of them kept.
    pub fn new(today: Date, seed: u64, customers: usize) -> Books {
        let registry = Registry::new(seed, customers);
        Books { holdings: Holdings::new(&registry), registry, today, kept: None }
    }

    /// What was booked lately, on the account used most and on credit cards, newest first.
    ///
    /// # Errors
    /// [`Damaged`], where books are kept.
    pub fn transactions(&self, place: usize) -> Result<Option<Vec<Transaction>>, Damaged> {
        Ok(self.lines(place)?.map(|lines| lines.into_iter().map(|line| line.told).collect()))
    }

    /// The same with the bank's side of it: read where books are kept, made from the seed otherwise.
    ///
    /// # Errors
    /// [`Damaged`], where books are kept.
    pub fn lines(&self, place: usize) -> Result<Option<Vec<Line>>, Damaged> {
        match &self.kept {
            Some(kept) if place < self.registry.customers() => kept.lines(self, place).map(Some),
            _ => Ok(self.made(place)),
        }
    }

    /// The lines that follow from the seed.
    pub fn made(&self, place: usize) -> Option<Vec<Line>> {
        let customer = self.registry.customer(place)?;
        let account = self.holdings.accounts(&self.registry, place)?.into_iter().next()?;
        let mut after = account.balance.minor;
        let mut all: Vec<Line> = Vec::new();
        for entry in self.statement(&customer, place) {
            let balance = Some(Money { minor: after, ..account.balance });
            after -= entry.amount.minor;
            let Booked { reference, at, kind, amount, party, against } = entry;
            let on = Source::Account(account.number.clone());
            let told = Transaction { reference, at, on, kind, amount, balance, party };
            all.push(Line { told, card: None, against });
        }
        for (nth, card) in self.credit_cards(place) {
            for month in self.months() {
                let bought = self.bought(&customer, place, nth, &card, month);
                all.extend(bought.into_iter().map(|bought| bought.line(nth, &card)));
            }
        }
        // What is booked at the same moment keeps its order, for the sake of the balances.
        all.sort_by_key(|line| std::cmp::Reverse(line.told.at));
        Some(all)
    }

    /// The entries of the account used most, newest first.
    pub fn statement(&self, customer: &Customer, place: usize) -> Vec<Booked> {
        let mut all: Vec<Booked> =
            self.months().flat_map(|month| self.month(customer, place, month)).collect();
        all.sort_by(|one, other| other.at.cmp(&one.at).then_with(|| one.reference.cmp(&other.reference)));
        all
    }

    /// The credit cards in use, each with its place among all the customer's cards.
    pub fn credit_cards(&self, place: usize) -> Vec<(usize, Card)> {
        let cards = self.holdings.cards(&self.registry, place).unwrap_or_default();
        let used = |card: &Card| card.kind == CardKind::Credit && card.status != CardStatus::Inactive;
        cards.into_iter().enumerate().filter(|(_, card)| used(card)).collect()
    }

    /// The months of a statement.
    pub fn months(&self) -> impl Iterator<Item = Month> + use<> {
        let now = Month::of(self.today);
        (0..MONTHS).map(move |ago| now.earlier(ago))
    }

    /// Whether a moment has come: today's do not count yet, so that nothing changes in the course of a day.
    pub fn is_past(&self, at: Timestamp) -> bool {
        moment(self.today, 0).is_some_and(|today| at < today)
    }

    /// What was bought with a credit card in one of its months ([`Books::later`]), as far as the month has come.
    pub fn bought(
        &self,
        customer: &Customer,
        place: usize,
        nth: usize,
        card: &Card,
        month: Month,
    ) -> Vec<Bought> {
        let purpose = month.purpose(OF_CARD_MONTHS * (nth as u32 + 1));
        let random = &mut self.registry.random(purpose, place);
        let currency = card.limit.map_or_else(|| own(customer.language), |limit| limit.currency);
        if customer.status == Status::Dormant {
            return Vec::new();
        }
        let times = 1 + below(random, 5);
        let later = self.later(place, nth).days();
        let bought = |_| {
            let at = days_after(some_moment(random, month, 1..=28), later);
            let amount = in_units(hundredths(random, 2_000, 120_000) << (rank(customer.tier) / 2), currency);
            let business = pick(random, places::businesses(customer.language)).to_owned();
            let (kind, business) = (TransactionKind::Purchase, Some(business));
            Bought { reference: reference(random), at, kind, amount, business }
        };
        let mut all: Vec<Bought> = (0..times).map(bought).collect();
        all.extend(self.charged(customer, place, nth, currency, month));
        all.into_iter().filter(|bought| self.is_past(bought.at)).collect()
    }

    /// What a credit card costs: a fee a year, in a month of its own, and one for a service now and then.
    fn charged(
        &self,
        customer: &Customer,
        place: usize,
        nth: usize,
        currency: Currency,
        month: Month,
    ) -> Vec<Bought> {
        // Its own numbers: what cards cost changes nothing of what is bought.
        let random = &mut self.registry.random(month.purpose(OF_FEES + OF_CARD_MONTHS * nth as u32), place);
        let later = self.later(place, nth).days();
        let is_anniversary = (place + nth + month.0.unsigned_abs() as usize).is_multiple_of(12);
        let mut charge = |kind, hundredths: i64| Bought {
            reference: reference(random),
            at: days_after(some_moment(random, month, 1..=28), later),
            kind,
            amount: in_units(hundredths, currency),
            business: None,
        };
        let yearly =
            is_anniversary.then(|| charge(TransactionKind::AnnualFee, 20_000 << rank(customer.tier)));
        let service = charge(TransactionKind::Fee, 3_000);
        let is_charged = below(random, 6) == 0;
        yearly.into_iter().chain(is_charged.then_some(service)).collect()
    }

    fn month(&self, customer: &Customer, place: usize, month: Month) -> Vec<Booked> {
        if customer.status == Status::Dormant {
            return Vec::new();
        }
        let mut all = self.household(customer, place, month);
        all.extend(self.spent(customer, place, month));
        all.extend(self.between_customers(customer, place, month));
        all.extend(self.bills_paid(place, month));
        all.retain(|entry| self.is_past(entry.at));
        all
    }

    /// Wages and what a home costs: the same each month.
    fn household(&self, customer: &Customer, place: usize, month: Month) -> Vec<Booked> {
        let life = &mut self.registry.random(OF_LIVES, place);
        let wages = hundredths(life, 500_000, 2_500_000) << rank(customer.tier);
        let payday = 5 + below(life, 10);
        let employer = pick(life, places::employers(customer.language)).to_owned();
        let rent = wages / 4;
        let random = &mut self.registry.random(month.purpose(OF_MONTHS), place);
        let [landlord, utility] = places::houses(customer.language).map(str::to_owned);
        let power = hundredths(random, 8_000, 40_000);
        let entry = |random: &mut ChaCha8Rng, day: u64, kind, amount, party, against| Booked {
            reference: reference(random),
            at: some_moment(random, month, day..=day),
            kind,
            amount: in_units(amount, own(customer.language)),
            party: Some(Party::Business(party)),
            against,
        };
        vec![
            entry(random, payday, TransactionKind::Salary, wages, employer, Against::Employers),
            entry(random, 3, TransactionKind::TransferOut, -rent, landlord, Against::OtherBanks),
            entry(random, 18, TransactionKind::Purchase, -power, utility, Against::Merchants),
        ]
    }

    /// What was paid with a debit card and taken from machines.
    fn spent(&self, customer: &Customer, place: usize, month: Month) -> Vec<Booked> {
        // Its own numbers: what is added to a household changes nothing here.
        let random = &mut self.registry.random(month.purpose(OF_MONTHS) + OF_MONTHS * 2, place);
        let (purchases, withdrawals) = (2 + below(random, 5), below(random, 3));
        let mut all = Vec::new();
        for _ in 0..purchases {
            let business = pick(random, places::businesses(customer.language)).to_owned();
            all.push(Booked {
                at: some_moment(random, month, 1..=28),
                kind: TransactionKind::Purchase,
                amount: in_units(-hundredths(random, 1_000, 50_000), own(customer.language)),
                party: Some(Party::Business(business)),
                against: Against::Merchants,
                reference: reference(random),
            });
        }
        for _ in 0..withdrawals {
            let notes = i64::try_from(1 + below(random, 20)).unwrap_or(1);
            all.push(Booked {
                at: some_moment(random, month, 1..=28),
                kind: TransactionKind::Withdrawal,
                amount: in_units(-notes * 10_000, own(customer.language)),
                party: None,
                against: Against::Cash,
                reference: reference(random),
            });
        }
        all
    }

    /// A transfer to or from the neighbour in the registry, every other month: both statements are made
    /// from the same numbers.
    fn between_customers(&self, customer: &Customer, place: usize, month: Month) -> Option<Booked> {
        let other = place ^ 1;
        let partner = self.registry.person(other);
        if partner.language != customer.language || partner.status == Status::Dormant {
            return None;
        }
        let random = &mut self.registry.random(month.purpose(OF_PAIRS), place.min(other));
        let (happens, from_first) = (below(random, 2) == 0, below(random, 2) == 0);
        let amount = hundredths(random, 5_000, 300_000);
        let (at, reference) = (some_moment(random, month, 1..=28), reference(random));
        let pays = from_first == (place < other);
        happens.then(|| Booked {
            reference,
            at,
            kind: if pays { TransactionKind::TransferOut } else { TransactionKind::TransferIn },
            amount: in_units(if pays { -amount } else { amount }, own(customer.language)),
            party: Some(Party::Person(partner.name)),
            // The last customer of an odd number deals with somebody of another bank.
            against: if other < self.registry.customers() {
                Against::OwnCustomers
            } else {
                Against::OtherBanks
            },
        })
    }

    /// What was paid of the card bills of the month before.
    fn bills_paid(&self, place: usize, month: Month) -> Vec<Booked> {
        let billed = month.earlier(1);
        let paid = |(nth, card): (usize, Card)| {
            let bill = self.bill(place, nth, &card, billed)?;
            let at = moment(bill.due_on, 2)?;
            (bill.paid.minor > 0).then(|| Booked {
                reference: format!(
                    "B{:x}-{nth}-{}",
                    self.registry.random(OF_LIVES + 1, place).next_u64(),
                    billed.0
                ),
                at,
                kind: TransactionKind::BillPayment,
                amount: Money { minor: -bill.paid.minor, ..bill.paid },
                party: None,
                against: Against::Cards,
            })
        };
        self.credit_cards(place).into_iter().filter_map(paid).collect()
    }
}

/// A moment of a day, so many hours after midnight UTC.
pub fn moment(day: Date, hour: i8) -> Option<Timestamp> {
    day.at(hour, 0, 0, 0).to_zoned(TimeZone::UTC).ok().map(|at| at.timestamp())
}

/// A moment of a month, on one of these days, by daylight in the customers' countries.
fn some_moment(random: &mut ChaCha8Rng, month: Month, days: RangeInclusive<u64>) -> Timestamp {
    let day = days.start() + below(random, days.end() - days.start() + 1);
    let seconds = below(random, 14 * 3_600);
    let midnight = moment(month.first(), 0).unwrap_or_default();
    let later = i64::try_from((day - 1) * 86_400 + seconds).unwrap_or_default();
    midnight.checked_add(later.seconds()).unwrap_or(midnight)
}

fn days_after(at: Timestamp, days: Span) -> Timestamp {
    // A day is 24 hours here: whole days move no time of day, in whatever zone.
    at.checked_add(i64::from(days.get_days() * 24).hours()).unwrap_or(at)
}

/// An amount in hundredths of a yuan, or what is worth as much.
pub fn hundredths(random: &mut ChaCha8Rng, from: u64, to: u64) -> i64 {
    i64::try_from(from + below(random, to - from)).unwrap_or_default()
}

/// A key that nothing can be read from.
pub fn reference(random: &mut ChaCha8Rng) -> String {
    format!("T{:016x}", random.next_u64())
}

pub fn pick(random: &mut ChaCha8Rng, from: &[&'static str]) -> &'static str {
    from[usize::try_from(below(random, from.len() as u64)).unwrap_or_default()]
}
