//! Values of query fields that several nouns read.

use indicators::catalogue::{self, Definition};
use indicators::table::Short;
use indicators::{Outcome, Zone};
use jiff::civil::Date;
use std::fmt;
use std::str::FromStr;
use vocabulary::{Span, Time};

/// A moment in RFC 3339.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment(pub Time);

impl FromStr for Moment {
    type Err = ();
    fn from_str(text: &str) -> Result<Moment, ()> {
        text.parse::<jiff::Timestamp>().map(|stamp| Moment(stamp.into())).map_err(drop)
    }
}

/// How many rows of a page, from 1 to this many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limit<const MOST: u32>(pub u32);

impl<const MOST: u32> FromStr for Limit<MOST> {
    type Err = ();
    fn from_str(text: &str) -> Result<Limit<MOST>, ()> {
        let limit: u32 = text.parse().map_err(drop)?;
        if (1..=MOST).contains(&limit) { Ok(Limit(limit)) } else { Err(()) }
    }
}

/// Seconds, of ten years at the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seconds(pub Span);

impl FromStr for Seconds {
    type Err = ();
    fn from_str(text: &str) -> Result<Seconds, ()> {
        let seconds: f64 = text.parse().map_err(drop)?;
        let known = (0.0..=315_576_000.0).contains(&seconds);
        if known { Ok(Seconds(Span((seconds * 1e6).round() as i64))) } else { Err(()) }
    }
}

/// Outcomes with commas between.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Outcomes(pub Vec<Outcome>);

impl Outcomes {
    /// Completes "… must be".
    pub const EXPECTED: &'static str = "outcomes such as answered,abandoned, or offered";
}

impl FromStr for Outcomes {
    type Err = ();
    fn from_str(text: &str) -> Result<Outcomes, ()> {
        if text == "offered" {
            return Ok(Outcomes(Outcome::ALL.into_iter().filter(|outcome| outcome.is_offered()).collect()));
        }
        text.split(',').map(str::parse).collect::<Result<_, _>>().map(Outcomes)
    }
}

/// Where a stretch of time begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edge {
    /// At a moment.
    Moment(Time),
    /// At a day's midnight.
    Midnight(Date),
}

impl Edge {
    /// The moment it is in a zone; a day beyond the calendar is its end.
    pub fn at(self, zone: &Zone) -> Time {
        match self {
            Edge::Moment(time) => time,
            Edge::Midnight(day) => zone.begin(day).unwrap_or(Time(i64::MAX)),
        }
    }
}

impl FromStr for Edge {
    type Err = ();
    fn from_str(text: &str) -> Result<Edge, ()> {
        // The parser is generous: only what it would print itself is a plain date.
        let day = text.parse::<Date>().ok().filter(|day| day.to_string() == text);
        day.map_or_else(|| text.parse().map(|Moment(time)| Edge::Moment(time)), |day| Ok(Edge::Midnight(day)))
    }
}

/// Keys of indicators with commas between.
#[derive(Debug, Clone)]
pub(crate) struct Indicators(pub Vec<&'static Definition>);

impl Indicators {
    /// Completes "… must be".
    pub const EXPECTED: &'static str = "keys of the catalogue, such as service_level,abandonment";
}

impl Default for Indicators {
    fn default() -> Indicators {
        Indicators(catalogue::all().collect())
    }
}

impl FromStr for Indicators {
    type Err = ();
    fn from_str(text: &str) -> Result<Indicators, ()> {
        text.split(',').map(|key| catalogue::find(key).ok_or(())).collect::<Result<_, _>>().map(Indicators)
    }
}

/// What becomes of short abandons.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ShortRule(pub Short);

impl ShortRule {
    /// Completes "… must be".
    pub const EXPECTED: &'static str = "counted, out, or seconds such as 5";
}

impl FromStr for ShortRule {
    type Err = ();
    fn from_str(text: &str) -> Result<ShortRule, ()> {
        Ok(ShortRule(match text {
            "counted" => Short::Counted,
            "out" => Short::Out,
            seconds => Short::OutWithin(seconds.parse::<Seconds>()?.0),
        }))
    }
}

impl fmt::Display for ShortRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Short::Counted => f.write_str("counted"),
            Short::Out => f.write_str("out"),
            Short::OutWithin(span) => write!(f, "{}", span.as_seconds()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_or_refused() {
        assert_eq!("1.5".parse(), Ok(Seconds(Span::millis(1_500))));
        for wrong in ["", "-1", "NaN", "inf", "1e12", "x"] {
            assert_eq!(wrong.parse::<Seconds>(), Err(()), "{wrong}");
        }
        assert_eq!("1970-01-01T00:00:01Z".parse(), Ok(Moment(Time(1_000_000))));
        assert_eq!("1970-01-01".parse::<Moment>(), Err(()));
        assert_eq!("answered,abandoned".parse(), Ok(Outcomes(vec![Outcome::Answered, Outcome::Abandoned])));
        assert_eq!("answered,".parse::<Outcomes>(), Err(()));
    }
}
