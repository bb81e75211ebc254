//! Flexible authority (`seeds A6`): first-line agents settle matters themselves within levels of delegated
//! authority. **Pure**: rules are a text ([`Authority::read`]), a wish and what was done before are
//! arguments, and the judgement ([`Authority::judge`]) says why, or why not.
//!
//! ```text
//! authority 3
//!
//! rule loss
//!   do report_loss, freeze
//!   level matched
//!
//! rule limit
//!   do raise_limit
//!   level verified
//!   amount CNY 20000, KRW 4000000
//!   raise 50 percent
//!   days 30
//!   times 2 in 365 days
//!   agent CNY 100000, KRW 20000000 in 1 day
//!
//! rule limit-by-two
//!   do raise_limit
//!   second person
//!   level verified
//! ```
//!
//! A wish is allowed when all conditions of any of its operation's rules are met; what no rule allows is
//! refused. A rule with `second person` allows what a second person approves.

mod amounts;
mod judge;
mod text;
mod words;

pub use judge::{Decision, Most, Past, Unmet, Verdict, Wish};
pub use text::Fault;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;
use vocabulary::{Currency, SkillName, Tier};

/// Operations with their names in rules, rows and requests.
macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident = $tag:literal),+ $(,)?) => {
        /// What an agent can do at the bank for a customer.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Operation {
            $($(#[$doc])* $name),+
        }

        impl Operation {
            /// All of them.
            pub const ALL: [Operation; [$($tag),+].len()] = [$(Operation::$name),+];

            /// The name in rules, rows and requests.
            pub fn tag(self) -> &'static str {
                match self {
                    $(Operation::$name => $tag),+
                }
            }
        }
    };
}

operations! {
    /// Report a card lost or stolen.
    ReportLoss = "report_loss",
    /// Freeze a card.
    Freeze = "freeze",
    /// Raise a card's credit until a day.
    RaiseLimit = "raise_limit",
    /// Give back revolving interest.
    AdjustInterest = "adjust_interest",
    /// Give back a fee that was charged to a card.
    AdjustFee = "adjust_fee",
    /// Give back a card's annual fee.
    AdjustAnnualFee = "adjust_annual_fee",
    /// Have what is open of a bill paid month by month.
    Instalment = "instalment",
    /// Make a card anew.
    ReplaceCard = "replace_card",
    /// Set how much the customer may send within a day.
    SetTransferLimit = "set_transfer_limit",
    /// Send a bill's statement again.
    ResendStatement = "resend_statement",
    /// Dispute a purchase.
    Dispute = "dispute",
    /// Unlock a secret that wrong tries locked.
    Unlock = "unlock",
    /// Undo what was done before.
    Reverse = "reverse",
}

/// How sure it is who is on the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing is known.
    Unknown,
    /// The calling number is the customer's; anybody may be calling.
    Matched,
    /// The customer answered what an agent asked.
    Identified,
    /// The customer keyed the query PIN.
    Verified,
    /// The customer proved it by a one-time code.
    Strong,
}

impl Level {
    /// All of them, from nothing to most.
    pub const ALL: [Level; 5] =
        [Level::Unknown, Level::Matched, Level::Identified, Level::Verified, Level::Strong];

    /// The name in rules and requests.
    pub fn tag(self) -> &'static str {
        match self {
            Level::Unknown => "unknown",
            Level::Matched => "matched",
            Level::Identified => "identified",
            Level::Verified => "verified",
            Level::Strong => "strong",
        }
    }
}

/// The text is none of the words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("it is one of {0}")]
pub struct NotOneOf(pub(crate) String);

impl FromStr for Operation {
    type Err = NotOneOf;
    fn from_str(text: &str) -> Result<Operation, NotOneOf> {
        let known = Operation::ALL.into_iter().find(|one| one.tag() == text);
        known.ok_or_else(|| NotOneOf(Operation::ALL.map(Operation::tag).join(", ")))
    }
}

impl FromStr for Level {
    type Err = NotOneOf;
    fn from_str(text: &str) -> Result<Level, NotOneOf> {
        let known = Level::ALL.into_iter().find(|one| one.tag() == text);
        known.ok_or_else(|| NotOneOf(Level::ALL.map(Level::tag).join(", ")))
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// Amounts by currency, in smallest units. A currency that is not named has none.
type Amounts = BTreeMap<Currency, i64>;

/// How much within how many days.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Budget {
    amounts: Amounts,
    days: u32,
}

/// A way in which something is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Rule {
    name: String,
    operations: BTreeSet<Operation>,
    second_person: bool,
    level: Option<Level>,
    /// Whether somebody else than the customer may ask for it.
    anybody: bool,
    tiers: Option<BTreeSet<Tier>>,
    products: Option<BTreeSet<String>>,
    skill: Option<SkillName>,
    amount: Option<Amounts>,
    raise_percent: Option<u32>,
    days: Option<u32>,
    months: Option<u32>,
    times: Option<(u32, u32)>,
    agent: Option<Budget>,
    team: Option<Budget>,
}

/// Rules of authority: one version of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    version: u32,
    rules: Vec<Rule>,
    text: String,
}

impl Authority {
    /// What a bank starts with: what protects the customer at once, what is small with a verified caller, and
    /// a second person beyond.
    pub const BUILT_IN: &str = include_str!("../authority.txt");

    /// The number the text gives itself; it stands beside whatever is done by it.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The text they were read from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The longest span of days any rule looks back.
    pub fn looks_back_days(&self) -> u32 {
        let spans = |rule: &Rule| {
            let budgets = [&rule.agent, &rule.team].into_iter().flatten().map(|budget| budget.days);
            budgets.chain(rule.times.map(|(_, days)| days)).max()
        };
        self.rules.iter().filter_map(spans).max().unwrap_or_default()
    }

    /// How many rules it has.
    pub fn rules(&self) -> usize {
        self.rules.len()
    }

    /// The longest span of days any budget looks back.
    pub fn budget_days(&self) -> u32 {
        let budgets = self.rules.iter().flat_map(|rule| [&rule.agent, &rule.team].into_iter().flatten());
        budgets.map(|budget| budget.days).max().unwrap_or_default()
    }

    /// The most that some rule allows for an operation: a proposal to begin with. Days, and percent of a
    /// raise.
    pub fn most(&self, operation: Operation) -> (Option<u32>, Option<u32>) {
        let of = self.rules.iter().filter(|rule| rule.operations.contains(&operation) && !rule.second_person);
        of.fold((None, None), |(days, raise), rule| (days.max(rule.days), raise.max(rule.raise_percent)))
    }
}

impl Default for Authority {
    fn default() -> Authority {
        Authority::read(Authority::BUILT_IN).expect("the built-in rules are read by a test")
    }
}
