//! A whole log.

use crate::call::{Call, Outcome, Skipped};
use crate::days::Days;
use crate::fields::{decode, lines, split};
use crate::layout::{Fields, Layout};
use crate::mapping::Mapping;
use crate::moments::Moments;
use crate::names::Renamed;
use crate::odd::Oddity;
use crate::row::Row;
use crate::telling;
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use vocabulary::Time;

/// A log that was read.
#[derive(Debug, Default)]
pub struct Log {
    /// What could be read, in the order of the file.
    pub calls: Vec<Call>,
    /// What could not.
    pub skipped: Vec<Skipped>,
    /// Days without a call, between the first and the last; of a month that is mostly there, all.
    pub missing_days: Vec<Date>,
    /// Queues and tiers whose words could not be taken as they stand, with their names here.
    pub renamed: BTreeSet<Renamed>,
}

/// Why nothing could be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There are no rows.
    #[error("the file has no rows")]
    Empty,
    /// It is something else than a table.
    #[error("the file is not text; export the log as text, one row a call")]
    NotText,
    /// A mapped column is not there.
    #[error("there is no column \"{column}\"; the mapping's names must be those of the first row")]
    NoColumn {
        /// Its name in the mapping.
        column: String,
    },
    /// A mapped column is there more than once.
    #[error("there are two columns \"{column}\"; rename the one that is not meant")]
    TwoColumns {
        /// Its name in the mapping.
        column: String,
    },
    /// Rows there are, and none that the mapping understands.
    #[error("none of {rows} rows can be read ({first}); is this the mapping for this log?")]
    Nothing {
        /// How many rows.
        rows: usize,
        /// What is wrong with the first one.
        first: Skipped,
    },
}

impl Log {
    /// Rows of the file, those that were skipped included.
    pub fn rows(&self) -> usize {
        self.calls.len() + self.skipped.len()
    }

    /// How many calls are odd in each way; ways that do not occur are left out.
    pub fn odd(&self) -> BTreeMap<Oddity, u64> {
        let mut counts = BTreeMap::new();
        for oddity in self.calls.iter().flat_map(|call| call.odd.iter()) {
            *counts.entry(oddity).or_default() += 1;
        }
        counts
    }
}

/// Reads a log on the day `today`: years of two digits are of the past.
///
/// # Errors
/// When nothing can be read: the file has no rows, lacks a mapped column, or no row of it is understood.
/// Whatever is wrong with a row among others is in [`Log::skipped`].
pub fn read(bytes: &[u8], mapping: &Mapping, today: Date) -> Result<Log, Error> {
    read_watched(bytes, mapping, today, &mut |_| {})
}

/// Reads a log and tells the number of each line, so that somebody can watch.
///
/// # Errors
/// As [`read`].
pub fn read_watched(
    bytes: &[u8],
    mapping: &Mapping,
    today: Date,
    watch: &mut dyn FnMut(u64),
) -> Result<Log, Error> {
    let text = decode(bytes);
    let written = &mapping.written;
    let rows = lines(&text).filter(|(_, line)| !line.trim_ascii().is_empty());
    let mut rows =
        rows.map(|(number, line)| (number, split(line, mapping.separator, written.quoted))).peekable();
    let (_, first) = rows.peek().ok_or(Error::Empty)?;
    let (names, has_header) = columns(first, mapping).map_err(|error| error.of(&text))?;
    let layout = Layout::new(mapping, names)?;
    if has_header {
        rows.next();
    }
    let mut reading = Reading::new(Moments::new(mapping.zone.clone(), today));
    for (number, fields) in rows {
        watch(number);
        reading.row(&layout, number, &fields);
    }
    reading.finish().map_err(|error| error.of(&text))
}

impl Error {
    /// The same of a file that is no text at all: then that is what is wrong with it.
    fn of(self, text: &[u8]) -> Error {
        let is_text = || !text.contains(&0);
        if self == Error::Empty || is_text() { self } else { Error::NotText }
    }
}

/// The names of the columns, and whether the first row is made of them.
fn columns(first: &[Cow<'_, [u8]>], mapping: &Mapping) -> Result<(Vec<String>, bool), Error> {
    let written = &mapping.written;
    let names: Vec<String> = first.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect();
    let is_there = |name: &String| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    // A row that has most of the names is made of names, even where it lacks one that is needed: which one
    // it lacks is then said, and not that no row can be read.
    let there = written.order.iter().filter(|name| is_there(name)).count();
    let is_header = written.header && there * 2 >= written.order.len();
    match (is_header, written.order.is_empty()) {
        (true, _) => Ok((names, true)),
        (false, false) => Ok((written.order.clone(), false)),
        (false, true) => Err(Error::NoColumn { column: written.columns.outcome.clone() }),
    }
}

/// What has been read so far.
struct Reading {
    moments: Moments,
    log: Log,
    days: Days,
    /// The day of each call.
    dates: Vec<Date>,
    /// The place of each key's call in the log.
    keys: HashMap<Vec<u8>, usize>,
}

impl Reading {
    fn new(moments: Moments) -> Reading {
        Reading {
            moments,
            log: Log::default(),
            days: Days::default(),
            dates: Vec::new(),
            keys: HashMap::new(),
        }
    }

    fn row(&mut self, layout: &Layout<'_>, line: u64, fields: &Fields<'_>) {
        match self.call(layout, line, fields) {
            Ok((call, day)) => {
                self.keys.insert(call.key.clone(), self.log.calls.len());
                self.days.count(day);
                self.dates.push(day);
                self.log.calls.push(call);
            }
            Err(skipped) => self.log.skipped.push(skipped),
        }
    }

    fn call(&mut self, layout: &Layout<'_>, line: u64, fields: &Fields<'_>) -> Result<(Call, Date), Skipped> {
        let whole = |reason: &str| Skipped { line, column: String::new(), reason: reason.to_owned() };
        if layout.is_header(fields) {
            return Err(whole("the row repeats the names of the columns"));
        }
        if fields.iter().all(|field| field.iter().all(|byte| *byte == 0)) {
            return Err(whole("the row is nothing but zero bytes"));
        }
        let (mut row, day) = Row::new(layout, &mut self.moments, line, fields)?;
        let call = telling::call(&mut row)?;
        let renamed = std::mem::take(&mut row.renamed);
        self.check_new(layout, &call)?;
        self.log.renamed.extend(renamed);
        Ok((call, day))
    }

    /// A key that has been seen is a call that has been counted.
    fn check_new(&self, layout: &Layout<'_>, call: &Call) -> Result<(), Skipped> {
        let Some(place) = self.keys.get(&call.key) else { return Ok(()) };
        let first = &self.log.calls[*place];
        let reason = if *call == (Call { line: call.line, ..first.clone() }) {
            format!("the row repeats line {}", first.line)
        } else {
            format!("the key is that of line {}, and the row is not", first.line)
        };
        Err(Skipped { line: call.line, column: layout.key_names(), reason })
    }

    fn finish(self) -> Result<Log, Error> {
        let Reading { mut log, days, dates, .. } = self;
        if log.calls.is_empty() {
            let first = log.skipped.first().cloned().ok_or(Error::Empty)?;
            return Err(Error::Nothing { rows: log.skipped.len(), first });
        }
        for stray in days.strays() {
            let of_day = log.calls.iter_mut().zip(&dates).filter(|(_, date)| **date == stray);
            of_day.for_each(|(call, _)| call.odd.add(Oddity::StrayDay));
        }
        log.missing_days = days.missing();
        mark_overlaps(&mut log.calls);
        Ok(log)
    }
}

/// Marks each service that begins while one of the same agent still goes on: the one before it, as published
/// counts of overlaps have it, or else a longer one that began before that.
fn mark_overlaps(calls: &mut [Call]) {
    let mut services: Vec<(usize, Time, Time)> = Vec::new();
    for (place, call) in calls.iter().enumerate() {
        if let (Some((served, ended)), Some(_)) = (call.service, &call.agent)
            && call.outcome != Outcome::Phantom
        {
            services.push((place, served, ended));
        }
    }
    services.sort_by(|a, b| (&calls[a.0].agent, a.1, a.2).cmp(&(&calls[b.0].agent, b.1, b.2)));
    let mut later = Vec::new();
    for of_agent in services.chunk_by(|before, after| calls[before.0].agent == calls[after.0].agent) {
        let (mut last, mut longest) = (Time(i64::MIN), Time(i64::MIN));
        for (place, served, ended) in of_agent {
            if *served < last {
                later.push((*place, Oddity::OverlappingService));
            } else if *served < longest {
                later.push((*place, Oddity::WithinLongerService));
            }
            (last, longest) = (*ended, longest.max(*ended));
        }
    }
    later.into_iter().for_each(|(place, oddity)| calls[place].odd.add(oddity));
}
