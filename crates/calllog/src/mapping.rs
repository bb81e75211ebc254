//! Which column means what.

use serde::Deserialize;
use std::collections::BTreeMap;
use vocabulary::{Language, LineName, QueueName, Span};

/// How a log is to be read. Data: see `mappings/` for one, `docs/INDICATORS.md` for every key.
#[derive(Debug, Clone)]
pub struct Mapping {
    pub(crate) written: Written,
    pub(crate) zone: jiff::tz::TimeZone,
    pub(crate) separator: u8,
}

/// The file as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Written {
    pub name: LineName,
    pub zone: String,
    #[serde(default = "english")]
    pub language: Language,
    pub separator: String,
    #[serde(default = "yes")]
    pub header: bool,
    #[serde(default)]
    pub quoted: bool,
    #[serde(default)]
    pub dates: Dates,
    #[serde(default)]
    pub times: Times,
    #[serde(default)]
    pub order: Vec<String>,
    pub key: Vec<String>,
    pub columns: Columns,
    pub outcomes: BTreeMap<String, Meaning>,
    #[serde(default)]
    pub queues: BTreeMap<String, QueueName>,
    #[serde(default)]
    pub tiers: BTreeMap<String, WrittenTier>,
    #[serde(default)]
    pub nothing: Nothing,
}

fn english() -> Language {
    Language::English
}

fn yes() -> bool {
    true
}

/// How dates are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub(crate) enum Dates {
    /// `990131`; 70 … 99 are of the last century.
    #[serde(rename = "yymmdd")]
    Short,
    /// `19990131`.
    #[serde(rename = "yyyymmdd")]
    Plain,
    /// `1999-01-31`.
    #[default]
    #[serde(rename = "yyyy-mm-dd")]
    Iso,
    /// `31/01/1999`.
    #[serde(rename = "dd/mm/yyyy")]
    DayFirst,
    /// `01/31/1999`.
    #[serde(rename = "mm/dd/yyyy")]
    MonthFirst,
}

/// How moments are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub(crate) enum Times {
    /// `9:05:00` on the row's date; one that lies hours before the row's first is of the next day.
    #[default]
    #[serde(rename = "time of day")]
    OfDay,
    /// `1999-01-31 09:05:00`, with a `T` in place of the space if you like.
    #[serde(rename = "date and time")]
    Whole,
}

/// Names of columns by what they mean. Without a duration, it is the difference of its moments.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Columns {
    pub date: Option<String>,
    pub entered: String,
    pub left_flow: Option<String>,
    pub in_flow: Option<String>,
    pub queued: Option<String>,
    pub left_queue: Option<String>,
    pub waited: Option<String>,
    pub served: Option<String>,
    pub ended: Option<String>,
    pub talked: Option<String>,
    pub outcome: String,
    pub queue: Option<String>,
    pub agent: Option<String>,
    pub customer: Option<String>,
    pub tier: Option<String>,
}

/// What a word in the outcome column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Meaning {
    /// An agent answered.
    Answered,
    /// The customer left: the queue when there was a wait, the voice unit when there was none.
    Left,
    /// The customer left the queue, whatever the wait.
    Abandoned,
    /// The customer left the voice unit.
    LeftInFlow,
    /// No customer's call.
    Phantom,
}

/// A tier as written; the credit in seconds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenTier {
    pub name: QueueName,
    #[serde(default)]
    pub credit: u32,
}

impl WrittenTier {
    pub fn credit(&self) -> Span {
        Span::seconds(self.credit.into())
    }
}

/// Words that stand for nothing.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Nothing {
    pub customer: Vec<String>,
    pub agent: Vec<String>,
}

impl Default for Nothing {
    /// An empty field is nobody.
    fn default() -> Nothing {
        Nothing { customer: vec![String::new()], agent: vec![String::new()] }
    }
}

/// Why a mapping is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not TOML, or a key that is missing or unknown.
    #[error("{0}")]
    Malformed(String),
    /// The keys do not fit together.
    #[error("{key} {reason}")]
    Unsound {
        /// The key at fault.
        key: &'static str,
        /// What to do.
        reason: String,
    },
}

impl Mapping {
    /// The mappings that come with the program, by name.
    pub const BUILT_IN: [&'static str; 1] = ["anonymous-bank"];

    /// A mapping that comes with the program.
    pub fn built_in(name: &str) -> Option<Mapping> {
        let text = match name {
            "anonymous-bank" => include_str!("../mappings/anonymous-bank.toml"),
            _ => return None,
        };
        Some(Mapping::parse(text).expect("a test reads the mappings that come with the program"))
    }

    /// Takes a mapping from its text.
    ///
    /// # Errors
    /// [`Error`] says what is wrong with it.
    pub fn parse(text: &str) -> Result<Mapping, Error> {
        let written: Written = toml::from_str(text).map_err(|refused| malformed(text, &refused))?;
        let zone = jiff::tz::TimeZone::get(&written.zone).ok().filter(|zone| !zone.is_unknown());
        let zone = zone.ok_or_else(|| {
            unsound("zone", "is not an IANA time zone; write \"Asia/Seoul\", say".to_owned())
        })?;
        let separator = separator(&written.separator)?;
        check(&written)?;
        Ok(Mapping { written, zone, separator })
    }

    /// Its name, which imported contacts bear as their line.
    pub fn name(&self) -> &LineName {
        &self.written.name
    }

    /// The zone of the log's wall clock.
    pub fn zone(&self) -> &jiff::tz::TimeZone {
        &self.zone
    }

    /// The language calls of this log are said to be served in.
    pub fn language(&self) -> Language {
        self.written.language
    }
}

fn malformed(text: &str, refused: &toml::de::Error) -> Error {
    let line = refused.span().map(|span| 1 + text[..span.start].matches('\n').count());
    let line = line.map(|line| format!("line {line}: ")).unwrap_or_default();
    Error::Malformed(format!("{line}{}", refused.message()))
}

fn unsound(key: &'static str, reason: String) -> Error {
    Error::Unsound { key, reason }
}

fn separator(written: &str) -> Result<u8, Error> {
    match written {
        "tab" => Ok(b'\t'),
        "comma" => Ok(b','),
        "semicolon" => Ok(b';'),
        "bar" => Ok(b'|'),
        _ => Err(unsound("separator", "must be tab, comma, semicolon or bar".to_owned())),
    }
}

fn check(written: &Written) -> Result<(), Error> {
    let columns = &written.columns;
    let need = |missing: bool, key, reason: &str| {
        if missing { Err(unsound(key, reason.to_owned())) } else { Ok(()) }
    };
    need(written.key.is_empty(), "key", "must name the columns that tell one call from another")?;
    need(
        !written.header && written.order.is_empty(),
        "order",
        "must name the columns of a log without header",
    )?;
    need(
        written.times == Times::OfDay && columns.date.is_none(),
        "columns.date",
        "must be there: moments are times of day, and each needs its date",
    )?;
    need(
        columns.waited.is_none() && (columns.queued.is_none() || columns.left_queue.is_none()),
        "columns.waited",
        "must be there, or both queued and left_queue",
    )?;
    need(
        columns.talked.is_none() && (columns.served.is_none() || columns.ended.is_none()),
        "columns.talked",
        "must be there, or both served and ended",
    )?;
    need(written.outcomes.is_empty(), "outcomes", "must say what each word of the outcome column means")
}
