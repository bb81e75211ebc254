//! The fields of one row, as moments, durations and names.

use crate::call::{Name, Skipped, Tier};
use crate::layout::{Fields, Layout};
use crate::mapping::{Meaning, Times, word_of};
use crate::moments::{self, Moments, Reason};
use crate::names::{self, Named, Renamed};
use crate::odd::{Oddities, Oddity};
use jiff::civil::Date;
use vocabulary::{QueueName, Span, Time};

/// A moment of day that lies this far before the row's first is of the next day.
const PAST_MIDNIGHT: Span = Span::seconds(12 * 3_600);

/// A row, of as many fields as there are columns. Each reading names the column it fails at.
pub(crate) struct Row<'r, 'm> {
    pub layout: &'r Layout<'m>,
    line: u64,
    fields: &'r Fields<'r>,
    moments: &'r mut Moments,
    /// The day it is written under; none where each moment bears its own.
    date: Option<Date>,
    /// Its first moment.
    pub entered: Time,
    /// Its words that could not be taken as they stand.
    pub renamed: Vec<Renamed>,
}

impl<'r, 'm> Row<'r, 'm> {
    /// Reads a row's date and first moment, and the day of that moment on the wall clock.
    pub fn new(
        layout: &'r Layout<'m>,
        moments: &'r mut Moments,
        line: u64,
        fields: &'r Fields<'r>,
    ) -> Result<(Row<'r, 'm>, Date), Skipped> {
        layout.check_width(line, fields)?;
        let mut row =
            Row { layout, line, fields, moments, date: None, entered: Time(0), renamed: Vec::new() };
        row.moments.nonexistent = false;
        row.date = layout.at.date.map(|column| row.date_in(column)).transpose()?;
        let column = layout.at.entered;
        let (entered, day) = match layout.mapping.written.times {
            Times::OfDay => row.of_day(column).and_then(|time| Ok((time, row.date.ok_or(NO_DATE)?))),
            Times::Whole => row.whole(column),
        }
        .map_err(|reason| row.skipped(column, reason))?;
        row.entered = entered;
        Ok((row, day))
    }

    pub fn line(&self) -> u64 {
        self.line
    }

    /// The row's key, and whether a part of it is missing.
    pub fn key(&self) -> (Vec<u8>, bool) {
        self.layout.key(self.fields)
    }

    /// What it says of a column, when that is why it cannot be read.
    pub fn skipped(&self, column: usize, reason: impl Into<String>) -> Skipped {
        Skipped { line: self.line, column: self.layout.name(column).to_owned(), reason: reason.into() }
    }

    fn field(&self, column: usize) -> &[u8] {
        &self.fields[column]
    }

    /// What the word in the outcome column means.
    pub fn meaning(&self) -> Result<Meaning, Skipped> {
        let column = self.layout.at.outcome;
        let known = &self.layout.mapping.written.outcomes;
        word_of(known, self.field(column)).copied().ok_or_else(|| {
            let words: Vec<&str> = known.keys().map(String::as_str).collect();
            self.skipped(column, format!("is none of {}", words.join(", ")))
        })
    }

    fn date_in(&self, column: usize) -> Result<Date, Skipped> {
        let read = self.moments.date(self.field(column), self.layout.mapping.written.dates);
        read.map_err(|reason| self.skipped(column, reason))
    }

    /// A moment after the row's first; hours before it, it is of the next day. None where the log has
    /// no such column, or nothing in it.
    pub fn moment(&mut self, column: Option<usize>) -> Result<Option<Time>, Skipped> {
        let Some(column) = column.filter(|column| !self.field(*column).is_empty()) else { return Ok(None) };
        let of_day = self.layout.mapping.written.times == Times::OfDay;
        let read = if of_day { self.of_day(column) } else { self.whole(column).map(|(time, _)| time) };
        let time = read.map_err(|reason| self.skipped(column, reason))?;
        let next_day = of_day && self.entered - time > PAST_MIDNIGHT;
        Ok(Some(if next_day { time + Span::seconds(moments::DAY) } else { time }))
    }

    fn of_day(&mut self, column: usize) -> Result<Time, Reason> {
        let since_midnight = moments::time_of_day(&self.fields[column])?;
        let date = self.date.ok_or(NO_DATE)?;
        self.moments.on(date, since_midnight).ok_or(BEYOND)
    }

    fn whole(&mut self, column: usize) -> Result<(Time, Date), Reason> {
        let reading = moments::date_and_time(&self.fields[column])?;
        let time = self.moments.moment(reading).ok_or(BEYOND)?;
        Ok((time, reading.date()))
    }

    /// A service that goes past midnight ends at an earlier time of day than it began.
    pub fn ended_after(&self, served: Time, ended: Time) -> Time {
        let over = self.layout.mapping.written.times == Times::OfDay && served - ended > PAST_MIDNIGHT;
        if over { ended + Span::seconds(moments::DAY) } else { ended }
    }

    /// A duration. None where the log has no such column, or nothing in it.
    pub fn duration(&self, column: Option<usize>) -> Result<Option<Span>, Skipped> {
        let Some(column) = column.filter(|column| !self.field(*column).is_empty()) else { return Ok(None) };
        let read = moments::duration(self.field(column));
        read.map(Some).map_err(|reason| self.skipped(column, reason))
    }

    /// Whether a moment is not there: nothing stands in its column, or the `0:00:00` that logs write
    /// for it.
    pub fn is_blank(&self, column: Option<usize>) -> bool {
        let of_day = self.layout.mapping.written.times == Times::OfDay;
        let blank = |text: &[u8]| {
            text.is_empty() || of_day && moments::time_of_day(text).is_ok_and(|since| since == Span::ZERO)
        };
        column.is_none_or(|column| blank(self.field(column)))
    }

    /// Whether one of its moments was read by no clock: it lies in the hour that was left out.
    pub fn never_was(&self) -> bool {
        self.moments.nonexistent
    }

    /// Whether the log has this column, and the row nothing in it.
    pub fn lacks(&self, column: Option<usize>) -> bool {
        column.is_some_and(|column| self.field(column).is_empty())
    }

    /// Who served, if the row says.
    pub fn agent(&self, odd: &mut Oddities) -> Option<Name> {
        self.name(self.layout.at.agent, &self.layout.mapping.written.nothing.agent, odd)
    }

    /// Who called, if the row says.
    pub fn customer(&self, odd: &mut Oddities) -> Option<Name> {
        self.name(self.layout.at.customer, &self.layout.mapping.written.nothing.customer, odd)
    }

    fn name(&self, column: Option<usize>, nothing: &[String], odd: &mut Oddities) -> Option<Name> {
        let bytes = self.field(column?);
        if bytes.is_empty() || nothing.iter().any(|word| word.as_bytes().eq_ignore_ascii_case(bytes)) {
            return None;
        }
        let is_text = std::str::from_utf8(bytes).is_ok_and(|text| !text.contains(char::is_control));
        odd.add_if(!is_text, Oddity::NotText);
        Some(Name(bytes.into()))
    }

    /// The queue by its name here.
    pub fn queue(&mut self, odd: &mut Oddities) -> QueueName {
        let mapping = &self.layout.mapping.written;
        let Some(column) = self.layout.at.queue else {
            return names::name(Named::Queue, mapping.name.as_str().as_bytes()).0;
        };
        let word = self.field(column);
        if let Some(name) = word_of(&mapping.queues, word) {
            return name.clone();
        }
        odd.add_if(!mapping.queues.is_empty(), Oddity::UnknownQueue);
        odd.add_if(std::str::from_utf8(word).is_err(), Oddity::NotText);
        let (name, renamed) = names::name(Named::Queue, word);
        self.renamed.extend(renamed);
        name
    }

    /// The customer's rank; none where the row says nothing of it.
    pub fn tier(&mut self, odd: &mut Oddities) -> Option<Tier> {
        let word = self.field(self.layout.at.tier?);
        if word.is_empty() {
            return None;
        }
        let tiers = &self.layout.mapping.written.tiers;
        if let Some(tier) = word_of(tiers, word) {
            return Some(Tier { name: tier.name.to_string(), credit: tier.credit() });
        }
        odd.add_if(!tiers.is_empty(), Oddity::UnknownTier);
        let (name, renamed) = names::name(Named::Tier, word);
        self.renamed.extend(renamed);
        Some(Tier { name: name.to_string(), credit: Span::ZERO })
    }
}

const NO_DATE: Reason = "has no date";
const BEYOND: Reason = "is a moment beyond the calendar";
