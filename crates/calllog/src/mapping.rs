//! Which column means what.

use crate::soundness::{self, Unsound};
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
    /// `990131`; the last year with these two digits that has begun.
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
    #[error("line {line}: {reason}")]
    Malformed {
        /// Where, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// The keys do not fit together.
    #[error("{}", .faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n"))]
    Unsound {
        /// All that is wrong, by line.
        faults: Vec<Fault>,
    },
}

/// A key that does not fit the others.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {key} {reason}")]
pub struct Fault {
    /// Where the key stands, or the table that it is missing from; from 1.
    pub line: usize,
    /// The key.
    pub key: String,
    /// What to do.
    pub reason: String,
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
    /// [`Error`] says what is wrong with it, and where: all at once, of what can be read at all.
    pub fn parse(text: &str) -> Result<Mapping, Error> {
        // Some editors mark what they write; TOML knows no marks.
        let text = text.trim_start_matches('\u{feff}');
        let written: Written = toml::from_str(text).map_err(|refused| Error::Malformed {
            line: line_of(text, refused.span().map_or(0, |span| span.start)),
            reason: refused.message().trim_end().replace('\n', "; "),
        })?;
        let mut unsound = soundness::faults(&written);
        match (zone(&written.zone), separator(&written.separator)) {
            (Ok(zone), Ok(separator)) if unsound.is_empty() => Ok(Mapping { written, zone, separator }),
            (zone, separator) => {
                unsound.extend(zone.err().into_iter().chain(separator.err()));
                let mut faults: Vec<Fault> = unsound.into_iter().map(|fault| fault.placed(text)).collect();
                faults.sort_by_key(|fault| fault.line);
                Err(Error::Unsound { faults })
            }
        }
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

/// The line, from 1, that a byte of a text stands in.
fn line_of(text: &str, place: usize) -> usize {
    1 + text.as_bytes()[..place].iter().filter(|byte| **byte == b'\n').count()
}

impl Unsound {
    /// With its line.
    fn placed(self, text: &str) -> Fault {
        let line = line_of(text, soundness::place(text, &self.key));
        Fault { line, key: self.key, reason: self.reason }
    }
}

fn zone(written: &str) -> Result<jiff::tz::TimeZone, Unsound> {
    let zone = jiff::tz::TimeZone::get(written).ok().filter(|zone| !zone.is_unknown());
    zone.ok_or_else(|| Unsound::new("zone", "is not an IANA time zone; write \"Asia/Seoul\", say"))
}

fn separator(written: &str) -> Result<u8, Unsound> {
    match written {
        "tab" => Ok(b'\t'),
        "comma" => Ok(b','),
        "semicolon" => Ok(b';'),
        "bar" => Ok(b'|'),
        _ => Err(Unsound::new("separator", "must be tab, comma, semicolon or bar")),
    }
}

/// What a mapping says of a word of the log: as it stands, or in other letters' case.
pub(crate) fn word_of<'m, T>(words: &'m BTreeMap<String, T>, word: &[u8]) -> Option<&'m T> {
    let exact = std::str::from_utf8(word).ok().and_then(|word| words.get(word));
    exact.or_else(|| {
        let same = |(known, _): &(&String, &T)| known.as_bytes().eq_ignore_ascii_case(word);
        words.iter().find(same).map(|(_, value)| value)
    })
}
