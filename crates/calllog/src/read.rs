//! A whole log.

use crate::call::{Call, Outcome, Skipped};
use crate::days::Days;
use crate::fields::{decode, lines, split};
use crate::mapping::Mapping;
use crate::moments::WallClock;
use crate::odd::Oddity;
use crate::row::Layout;
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
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
}

/// Why nothing could be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There are no rows.
    #[error("the file has no rows")]
    Empty,
    /// A mapped column is not there.
    #[error("there is no column \"{column}\"; the mapping's names must be those of the first row")]
    NoColumn {
        /// Its name in the mapping.
        column: String,
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

/// Reads a log.
///
/// # Errors
/// When the file has no rows, or lacks a mapped column. Whatever is wrong with a row is in
/// [`Log::skipped`].
pub fn read(bytes: &[u8], mapping: &Mapping) -> Result<Log, Error> {
    read_watched(bytes, mapping, &mut |_| {})
}

/// Reads a log and tells the number of each line, so that somebody can watch.
///
/// # Errors
/// As [`read`].
pub fn read_watched(bytes: &[u8], mapping: &Mapping, watch: &mut dyn FnMut(u64)) -> Result<Log, Error> {
    let text = decode(bytes);
    let written = &mapping.written;
    let rows = lines(&text).filter(|(_, line)| !line.trim_ascii().is_empty());
    let mut rows =
        rows.map(|(number, line)| (number, split(line, mapping.separator, written.quoted))).peekable();
    let (_, first) = rows.peek().ok_or(Error::Empty)?;
    let (names, has_header) = columns(first, mapping)?;
    let layout = Layout::new(mapping, names)?;
    if has_header {
        rows.next();
    }
    let mut reading = Reading { clock: WallClock::new(mapping.zone.clone()), ..Reading::new() };
    for (number, fields) in rows {
        watch(number);
        reading.row(&layout, number, &fields);
    }
    Ok(reading.finish())
}

/// The names of the columns, and whether the first row is made of them.
fn columns(first: &[Cow<'_, [u8]>], mapping: &Mapping) -> Result<(Vec<String>, bool), Error> {
    let written = &mapping.written;
    let names: Vec<String> = first.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect();
    let is_there = |name: &String| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let is_header =
        written.header && is_there(&written.columns.outcome) && is_there(&written.columns.entered);
    match (is_header, written.order.is_empty()) {
        (true, _) => Ok((names, true)),
        (false, false) => Ok((written.order.clone(), false)),
        (false, true) => Err(Error::NoColumn { column: written.columns.outcome.clone() }),
    }
}

/// What has been read so far.
struct Reading {
    clock: WallClock,
    log: Log,
    days: Days,
    /// The day of each call.
    dates: Vec<Date>,
    /// The line each key was first seen in.
    keys: HashMap<Vec<u8>, u64>,
}

impl Reading {
    fn new() -> Reading {
        Reading {
            clock: WallClock::new(jiff::tz::TimeZone::UTC),
            log: Log::default(),
            days: Days::default(),
            dates: Vec::new(),
            keys: HashMap::new(),
        }
    }

    fn row(&mut self, layout: &Layout<'_>, line: u64, fields: &[Cow<'_, [u8]>]) {
        let read = if is_header(layout, fields) {
            let reason = "the row repeats the names of the columns".to_owned();
            Err(Skipped { line, column: String::new(), reason })
        } else {
            layout.call(&mut self.clock, line, fields).and_then(|read| self.once(layout, read))
        };
        match read {
            Ok((call, day)) => {
                self.days.count(day);
                self.dates.push(day);
                self.log.calls.push(call);
            }
            Err(skipped) => self.log.skipped.push(skipped),
        }
    }

    /// A key that has been seen is a call that has been counted.
    fn once(&mut self, layout: &Layout<'_>, read: (Call, Date)) -> Result<(Call, Date), Skipped> {
        let line = read.0.line;
        match self.keys.insert(read.0.key.clone(), line) {
            None => Ok(read),
            Some(first) => {
                self.keys.insert(read.0.key, first);
                let column = layout.key_names();
                Err(Skipped { line, column, reason: format!("the key is that of line {first}") })
            }
        }
    }

    fn finish(self) -> Log {
        let Reading { mut log, days, dates, .. } = self;
        for stray in days.strays() {
            let of_day = log.calls.iter_mut().zip(&dates).filter(|(_, date)| **date == stray);
            of_day.for_each(|(call, _)| call.odd.add(Oddity::StrayDay));
        }
        log.missing_days = days.missing();
        mark_overlaps(&mut log.calls);
        log
    }
}

fn is_header(layout: &Layout<'_>, fields: &[Cow<'_, [u8]>]) -> bool {
    let names = layout.names();
    fields.len() == names.len()
        && fields.iter().zip(names).all(|(field, name)| name.as_bytes().eq_ignore_ascii_case(field))
}

/// Marks each service that begins while the one its agent began before it still goes on.
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
    let overlaps = |pair: &&[(usize, Time, Time)]| {
        let [before, after] = pair else { return false };
        calls[before.0].agent == calls[after.0].agent && after.1 < before.2
    };
    let later: Vec<usize> = services.windows(2).filter(overlaps).map(|pair| pair[1].0).collect();
    later.into_iter().for_each(|place| calls[place].odd.add(Oddity::OverlappingService));
}
