//! The indicators of `spec/rules`, as data.
//!
//! A definition says what stands above and below the line, as conditions on contacts
//! ([`Members`]), so that the figure, its words and the contacts behind it cannot drift apart.

use crate::fact::Outcome;
use crate::members::{Measure, Members};
use vocabulary::Span;

mod of_contacts;
mod of_others;

/// What a figure is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formula {
    /// How many contacts.
    Count(Members),
    /// Contacts ÷ contacts; the first are among the second.
    Share {
        /// Above the line.
        of: Members,
        /// Below it.
        among: Members,
    },
    /// Sum of a time ÷ contacts.
    Mean(Measure, Members),
    /// Standard deviation of a time over contacts: that of a sample.
    Deviation(Measure, Members),
    /// Middle of a time over contacts; of an even number, the mean of the two.
    Median(Measure, Members),
    /// The longest time among contacts.
    Longest(Measure, Members),
    /// Contacts of a known customer who came again within so long ÷ contacts of known customers.
    Repeated(Span, Members),
    /// Agents' handle time ÷ handle and available time.
    Occupancy,
    /// Sums that another room feeds: numerator ÷ denominator.
    Fed,
    /// Sums that another room feeds, each of one contact: numerator ÷ denominator.
    FedOf(Members, Members),
    /// A sum that another room feeds.
    FedCount,
    /// A sum that another room feeds ÷ contacts.
    FedPer(Members),
}

impl Formula {
    /// Whether anything stands below the line.
    pub fn is_divided(&self) -> bool {
        !matches!(self, Formula::Count(_) | Formula::FedCount | Formula::Longest(..))
    }

    /// The contacts above and below the line, where they can be listed.
    pub fn members(&self) -> (Option<Members>, Option<Members>) {
        match *self {
            Formula::Count(of) => (Some(of), None),
            Formula::Share { of, among } | Formula::FedOf(of, among) => (Some(of), Some(among)),
            Formula::Mean(_, among) | Formula::Deviation(_, among) | Formula::Median(_, among) => {
                (Some(among), Some(among))
            }
            Formula::Longest(_, among) => (Some(among), None),
            Formula::Repeated(within, among) => (Some(Members { again: Some(within), ..among }), Some(among)),
            Formula::FedPer(among) => (None, Some(among)),
            Formula::Occupancy | Formula::Fed | Formula::FedCount => (None, None),
        }
    }
}

/// What a value is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// 0 to 1; shown in percent.
    Share,
    /// −1 to 1; shown in points of a hundred.
    NetShare,
    /// Seconds.
    Seconds,
    /// A number of things.
    Count,
    /// So many in ten thousand.
    PerTenThousand,
    /// A mark.
    Mark,
    /// Hours.
    Hours,
}

impl Unit {
    /// The name in documents.
    pub fn tag(self) -> &'static str {
        match self {
            Unit::Share => "share",
            Unit::NetShare => "net_share",
            Unit::Seconds => "seconds",
            Unit::Count => "count",
            Unit::PerTenThousand => "per_ten_thousand",
            Unit::Mark => "mark",
            Unit::Hours => "hours",
        }
    }
}

/// Which interval a contact or a fact counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// That of its arrival at the queue.
    Arrival,
    /// That of its opening.
    Opening,
    /// The time that lies in it.
    Elapsed,
    /// That of the date it was fed with.
    Date,
}

impl Rule {
    /// The name in documents.
    pub fn tag(self) -> &'static str {
        match self {
            Rule::Arrival => "arrival_at_queue",
            Rule::Opening => "opening",
            Rule::Elapsed => "elapsed_time",
            Rule::Date => "date_of_fact",
        }
    }
}

/// Where a value should lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// Green from here on.
    pub good: f64,
    /// Amber between this and `good`, red beyond.
    pub fair: f64,
}

/// How a value stands to its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// On target.
    Green,
    /// Near it.
    Amber,
    /// Off it.
    Red,
}

impl Colour {
    /// The name in documents.
    pub fn tag(self) -> &'static str {
        match self {
            Colour::Green => "green",
            Colour::Amber => "amber",
            Colour::Red => "red",
        }
    }
}

impl Target {
    /// How a value stands to it. That more is better shows in `good` lying above `fair`.
    pub fn colour(self, value: f64) -> Colour {
        let at_least = |bound: f64| if self.good >= self.fair { value >= bound } else { value <= bound };
        match (at_least(self.good), at_least(self.fair)) {
            (true, _) => Colour::Green,
            (false, true) => Colour::Amber,
            (false, false) => Colour::Red,
        }
    }
}

/// An indicator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Definition {
    /// Its key in documents and files: never renamed.
    pub key: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// What stands above the line.
    pub numerator: &'static str,
    /// What stands below it.
    pub denominator: &'static str,
    /// What is left out.
    pub filter: &'static str,
    /// What it is made of.
    pub formula: Formula,
    /// What its value is written in.
    pub unit: Unit,
    /// Where its value should lie; a setting of the bank may say otherwise.
    pub target: Option<Target>,
    /// Which interval things count in.
    pub rule: Rule,
    /// The room that feeds it; none when the journal does.
    pub fed_by: Option<&'static str>,
}

/// All indicators, in the order they are shown.
pub fn all() -> impl Iterator<Item = &'static Definition> {
    of_contacts::DEFINITIONS.iter().chain(of_others::DEFINITIONS)
}

/// An indicator by its key.
pub fn find(key: &str) -> Option<&'static Definition> {
    all().find(|definition| definition.key == key)
}

/// Calls beyond an hour and without any time say nothing about talk times.
const TALKED: Members =
    Members { talked_over: Some(Span::ZERO), talked_within: Some(Span::seconds(3_600)), ..Members::ANSWERED };

/// Services so short that nothing can have been said.
pub(crate) const ULTRA_SHORT: Span = Span::seconds(10);

const fn within(seconds: i64) -> Members {
    Members { waited_within: Some(Span::seconds(seconds)), ..Members::ANSWERED }
}

const CONTAINED: Members = Members { called: true, live: true, ..Members::with(&[Outcome::Contained]) };
const INTERRUPTED: Members = Members::with(&[Outcome::Interrupted]);
