//! One row, by the columns of a file.

use crate::call::{Call, Name, Outcome, Skipped, Tier};
use crate::mapping::{Mapping, Meaning, Times};
use crate::moments::{self, Reason, WallClock};
use crate::odd::{Oddities, Oddity};
use crate::read::Error;
use jiff::civil::Date;
use std::borrow::Cow;
use vocabulary::{QueueName, Span, Time};

/// A moment of day that lies this far before the row's first is of the next day.
const PAST_MIDNIGHT: Span = Span::seconds(12 * 3_600);
/// Clocks of two machines may disagree by so much before it counts as odd.
const CLOCKS_AGREE: Span = Span::seconds(60);
/// A queue's moment this far from the others, with a duration that disagrees, is not believed.
const BELIEVED: Span = Span::seconds(3_600);
const HOUR: Span = Span::seconds(3_600);

/// Where the columns of one file stand.
pub(crate) struct Layout<'m> {
    mapping: &'m Mapping,
    names: Vec<String>,
    date: Option<usize>,
    entered: usize,
    left_flow: Option<usize>,
    in_flow: Option<usize>,
    queued: Option<usize>,
    left_queue: Option<usize>,
    waited: Option<usize>,
    served: Option<usize>,
    ended: Option<usize>,
    talked: Option<usize>,
    outcome: usize,
    queue: Option<usize>,
    agent: Option<usize>,
    customer: Option<usize>,
    tier: Option<usize>,
    key: Vec<usize>,
}

/// What a row's fields are read by.
struct Row<'r, 'm> {
    layout: &'r Layout<'m>,
    clock: &'r mut WallClock,
    line: u64,
    fields: &'r [Cow<'r, [u8]>],
    date: Option<Date>,
    /// The row's first moment.
    entered: Option<Time>,
}

impl<'m> Layout<'m> {
    /// Finds the mapped columns among a file's.
    pub fn new(mapping: &'m Mapping, names: Vec<String>) -> Result<Layout<'m>, Error> {
        let find = |name: &String| {
            let place = names.iter().position(|known| known.eq_ignore_ascii_case(name));
            place.ok_or_else(|| Error::NoColumn { column: name.clone() })
        };
        let maybe = |name: &Option<String>| name.as_ref().map(find).transpose();
        let columns = &mapping.written.columns;
        Ok(Layout {
            mapping,
            date: maybe(&columns.date)?,
            entered: find(&columns.entered)?,
            left_flow: maybe(&columns.left_flow)?,
            in_flow: maybe(&columns.in_flow)?,
            queued: maybe(&columns.queued)?,
            left_queue: maybe(&columns.left_queue)?,
            waited: maybe(&columns.waited)?,
            served: maybe(&columns.served)?,
            ended: maybe(&columns.ended)?,
            talked: maybe(&columns.talked)?,
            outcome: find(&columns.outcome)?,
            queue: maybe(&columns.queue)?,
            agent: maybe(&columns.agent)?,
            customer: maybe(&columns.customer)?,
            tier: maybe(&columns.tier)?,
            key: mapping.written.key.iter().map(find).collect::<Result<_, _>>()?,
            names,
        })
    }

    /// The names of the columns.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The names of the key's columns.
    pub fn key_names(&self) -> String {
        let names: Vec<&str> = self.key.iter().map(|column| self.names[*column].as_str()).collect();
        names.join(", ")
    }

    /// Reads a row; the date is that of its first moment on the wall clock.
    pub fn call(
        &self,
        clock: &mut WallClock,
        line: u64,
        fields: &[Cow<'_, [u8]>],
    ) -> Result<(Call, Date), Skipped> {
        self.check_width(line, fields)?;
        let mut row = Row { layout: self, clock, line, fields, date: None, entered: None };
        row.read()
    }

    /// A short row lost something, and nobody knows where; a long one has something too much.
    fn check_width(&self, line: u64, fields: &[Cow<'_, [u8]>]) -> Result<(), Skipped> {
        let (has, due) = (fields.len(), self.names.len());
        let column = self.names.get(has).cloned().unwrap_or_default();
        let rest_is_empty = fields.iter().skip(due).all(|field| field.is_empty());
        if has < due {
            let reason = format!("the row has {has} of {due} fields");
            return Err(Skipped { line, column, reason });
        }
        if !rest_is_empty {
            let reason = format!("the row has {has} fields, and there are {due} columns");
            return Err(Skipped { line, column, reason });
        }
        Ok(())
    }
}

impl Row<'_, '_> {
    fn read(&mut self) -> Result<(Call, Date), Skipped> {
        let layout = self.layout;
        let mut odd = Oddities::default();
        let meaning = self.meaning()?;
        self.date = layout.date.map(|column| self.date(column)).transpose()?;
        let (entered, day) = self.first_moment()?;
        self.entered = Some(entered);

        let left_flow = self.moment(layout.left_flow)?;
        let in_flow = match self.duration(layout.in_flow)? {
            Some(span) => span,
            None => left_flow.map_or(Span::ZERO, |left| left - entered),
        };
        odd.add_if(in_flow < Span::ZERO, Oddity::NegativeFlowTime);
        odd.add_if(left_flow.is_some_and(|left| left - entered != in_flow), Oddity::DurationsDisagree);

        let (queued, waited) = self.queueing(left_flow.unwrap_or(entered + in_flow), &mut odd)?;
        let outcome = match meaning {
            Meaning::Answered => Outcome::Answered,
            Meaning::Left if waited > Span::ZERO => Outcome::Abandoned,
            Meaning::Left | Meaning::LeftInFlow => Outcome::LeftInFlow,
            Meaning::Abandoned => Outcome::Abandoned,
            Meaning::Phantom => Outcome::Phantom,
        };
        let (service, talked) = self.service(queued, outcome, &mut odd)?;
        let agent = self.name(layout.agent, &layout.mapping.written.nothing.agent, &mut odd);
        odd.add_if(outcome == Outcome::Answered && agent.is_none(), Oddity::AnsweredWithoutAgent);
        let left = matches!(meaning, Meaning::Left | Meaning::Abandoned | Meaning::LeftInFlow);
        odd.add_if(left && talked > Span::ZERO, Oddity::LeftWithService);
        odd.add_if(talked > HOUR, Oddity::OverAnHour);
        odd.add_if(waited > HOUR, Oddity::LongWait);
        let call = Call {
            line: self.line,
            key: self.key(),
            entered,
            in_flow,
            queued,
            waited,
            outcome,
            service,
            talked,
            queue: self.queue(&mut odd),
            agent,
            customer: self.name(layout.customer, &layout.mapping.written.nothing.customer, &mut odd),
            tier: self.tier(&mut odd),
            odd,
        };
        Ok((call, day))
    }

    /// When it reached the queue, and how long it waited there.
    fn queueing(&mut self, left_flow: Time, odd: &mut Oddities) -> Result<(Time, Span), Skipped> {
        let layout = self.layout;
        let (queued, left) = (self.moment(layout.queued)?, self.moment(layout.left_queue)?);
        let between = queued.zip(left).map(|(queued, left)| left - queued);
        let written = self.duration(layout.waited)?;
        let waited = written.or(between).unwrap_or(Span::ZERO);
        odd.add_if(waited < Span::ZERO, Oddity::NegativeTime);
        if waited <= Span::ZERO {
            return Ok((left_flow, Span::ZERO));
        }
        let disagrees = between.is_some_and(|between| between != waited);
        odd.add_if(disagrees, Oddity::DurationsDisagree);
        odd.add_if(between.is_some_and(|between| between < Span::ZERO), Oddity::OutOfOrder);
        let queued = queued.unwrap_or(left_flow);
        let far = queued - left_flow > BELIEVED || left_flow - queued > BELIEVED;
        odd.add_if(far, Oddity::OutOfOrder);
        Ok((if far && disagrees { left_flow } else { queued }, waited))
    }

    /// The service by the log's clock, and how long it was.
    fn service(
        &mut self,
        queued: Time,
        outcome: Outcome,
        odd: &mut Oddities,
    ) -> Result<(Option<(Time, Time)>, Span), Skipped> {
        let layout = self.layout;
        let (served, ended) = (self.moment(layout.served)?, self.moment(layout.ended)?);
        let between = served.zip(ended).map(|(served, ended)| {
            // A service that goes past midnight ends at an earlier time of day than it began.
            let over = layout.mapping.written.times == Times::OfDay && served - ended > PAST_MIDNIGHT;
            (served, if over { ended + Span::seconds(moments::DAY) } else { ended })
        });
        let written = self.duration(layout.talked)?;
        let talked = written.or(between.map(|(served, ended)| ended - served)).unwrap_or(Span::ZERO);
        odd.add_if(talked < Span::ZERO, Oddity::NegativeTime);
        let talked = talked.max(Span::ZERO);
        if talked == Span::ZERO && (outcome != Outcome::Answered || self.is_blank(layout.served)) {
            return Ok((None, talked));
        }
        if let Some((served, ended)) = between {
            odd.add_if(ended - served != talked, Oddity::DurationsDisagree);
            odd.add_if(ended < served || queued - served > CLOCKS_AGREE, Oddity::OutOfOrder);
        }
        Ok((between, talked))
    }

    /// Whether a time of day is the `0:00:00` that logs write where there is none.
    fn is_blank(&self, column: Option<usize>) -> bool {
        let of_day = self.layout.mapping.written.times == Times::OfDay;
        of_day && column.is_some_and(|column| moments::time_of_day(self.field(column)) == Ok(0))
    }

    fn skipped(&self, column: usize, reason: impl Into<String>) -> Skipped {
        Skipped { line: self.line, column: self.layout.names[column].clone(), reason: reason.into() }
    }

    fn field(&self, column: usize) -> &[u8] {
        &self.fields[column]
    }

    fn meaning(&self) -> Result<Meaning, Skipped> {
        let column = self.layout.outcome;
        let word = self.field(column);
        let known = &self.layout.mapping.written.outcomes;
        let found = known.iter().find(|(known, _)| known.as_bytes().eq_ignore_ascii_case(word));
        found.map(|(_, meaning)| *meaning).ok_or_else(|| {
            let words: Vec<&str> = known.keys().map(String::as_str).collect();
            self.skipped(column, format!("is none of {}", words.join(", ")))
        })
    }

    fn date(&self, column: usize) -> Result<Date, Skipped> {
        let read = moments::date(self.field(column), self.layout.mapping.written.dates);
        read.map_err(|reason| self.skipped(column, reason))
    }

    fn first_moment(&mut self) -> Result<(Time, Date), Skipped> {
        let column = self.layout.entered;
        let read = match self.layout.mapping.written.times {
            Times::OfDay => self.of_day(column).map(|time| (time, self.date.unwrap_or(Date::MIN))),
            Times::Whole => self.whole(column),
        };
        read.map_err(|reason| self.skipped(column, reason))
    }

    /// A moment after the row's first; hours before it, it is of the next day.
    fn moment(&mut self, column: Option<usize>) -> Result<Option<Time>, Skipped> {
        let Some(column) = column else { return Ok(None) };
        if self.layout.mapping.written.times == Times::Whole {
            if self.field(column).is_empty() {
                return Ok(None);
            }
            let read = self.whole(column).map(|(time, _)| Some(time));
            return read.map_err(|reason| self.skipped(column, reason));
        }
        let time = self.of_day(column).map_err(|reason| self.skipped(column, reason))?;
        let entered = self.entered.unwrap_or(time);
        let next_day = entered - time > PAST_MIDNIGHT;
        Ok(Some(if next_day { time + Span::seconds(moments::DAY) } else { time }))
    }

    fn of_day(&mut self, column: usize) -> Result<Time, Reason> {
        let seconds = moments::time_of_day(self.field(column))?;
        let date = self.date.ok_or("has no date")?;
        self.clock.on(date, seconds).ok_or("is a moment beyond the calendar")
    }

    fn whole(&mut self, column: usize) -> Result<(Time, Date), Reason> {
        let reading = moments::date_and_time(self.field(column))?;
        let time = self.clock.moment(reading).ok_or("is a moment beyond the calendar")?;
        Ok((time, reading.date()))
    }

    fn duration(&self, column: Option<usize>) -> Result<Option<Span>, Skipped> {
        let Some(column) = column else { return Ok(None) };
        let read = moments::duration(self.field(column));
        read.map(Some).map_err(|reason| self.skipped(column, reason))
    }

    fn name(&self, column: Option<usize>, nothing: &[String], odd: &mut Oddities) -> Option<Name> {
        let bytes = self.field(column?);
        if bytes.is_empty() || nothing.iter().any(|word| word.as_bytes() == bytes) {
            return None;
        }
        odd.add_if(std::str::from_utf8(bytes).is_err(), Oddity::NotUtf8);
        Some(Name(bytes.into()))
    }

    fn queue(&self, odd: &mut Oddities) -> QueueName {
        let mapping = &self.layout.mapping.written;
        let Some(column) = self.layout.queue else { return as_name(mapping.name.as_str().as_bytes()) };
        let word = self.field(column);
        match std::str::from_utf8(word).ok().and_then(|word| mapping.queues.get(word)) {
            Some(name) => name.clone(),
            None => {
                odd.add_if(!mapping.queues.is_empty(), Oddity::UnknownQueue);
                odd.add_if(std::str::from_utf8(word).is_err(), Oddity::NotUtf8);
                as_name(word)
            }
        }
    }

    fn tier(&self, odd: &mut Oddities) -> Option<Tier> {
        let word = self.field(self.layout.tier?);
        if word.is_empty() {
            return None;
        }
        let tiers = &self.layout.mapping.written.tiers;
        Some(match std::str::from_utf8(word).ok().and_then(|word| tiers.get(word)) {
            Some(tier) => Tier { name: tier.name.to_string(), credit: tier.credit() },
            None => {
                odd.add_if(!tiers.is_empty(), Oddity::UnknownTier);
                Tier { name: as_name(word).to_string(), credit: Span::ZERO }
            }
        })
    }

    fn key(&self) -> Vec<u8> {
        // A byte that no field holds, for lines are split at it: ("a", "bc") is not ("ab", "c").
        let parts: Vec<&[u8]> = self.layout.key.iter().map(|column| self.field(*column)).collect();
        parts.join(&b'\n')
    }
}

/// A word as a name: what a name cannot hold becomes a dash.
fn as_name(word: &[u8]) -> QueueName {
    let letter = |byte: &u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'-' => char::from(byte.to_ascii_lowercase()),
        _ => '-',
    };
    let text: String = word.iter().take(64).map(letter).collect();
    QueueName::new(&text).unwrap_or_else(|_| QueueName::new("unnamed").expect("a plain word is a name"))
}
