//! Moments and durations in microseconds. Pure rooms are handed a [`Time`]; they never read a clock.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Add, AddAssign, Sub};

/// A moment: microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Time(pub i64);

/// A duration in microseconds; negative when the later moment came first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Span(pub i64);

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span(0);

    /// `n` milliseconds.
    pub const fn millis(n: i64) -> Span {
        Span(n * 1_000)
    }

    /// `n` seconds.
    pub const fn seconds(n: i64) -> Span {
        Span(n * 1_000_000)
    }

    /// Whole milliseconds, rounded towards zero.
    pub const fn as_millis(self) -> i64 {
        self.0 / 1_000
    }

    /// Seconds with their fraction.
    pub fn as_seconds(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// For clocks that count from now: a negative span is no wait at all.
    pub fn to_std(self) -> std::time::Duration {
        std::time::Duration::from_micros(self.0.max(0).unsigned_abs())
    }
}

impl Add<Span> for Time {
    type Output = Time;
    fn add(self, span: Span) -> Time {
        Time(self.0.saturating_add(span.0))
    }
}
impl Sub<Span> for Time {
    type Output = Time;
    fn sub(self, span: Span) -> Time {
        Time(self.0.saturating_sub(span.0))
    }
}
impl Sub<Time> for Time {
    type Output = Span;
    fn sub(self, earlier: Time) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}
impl Add for Span {
    type Output = Span;
    fn add(self, other: Span) -> Span {
        Span(self.0.saturating_add(other.0))
    }
}
impl AddAssign for Span {
    fn add_assign(&mut self, other: Span) {
        *self = *self + other;
    }
}
impl Sub for Span {
    type Output = Span;
    fn sub(self, other: Span) -> Span {
        Span(self.0.saturating_sub(other.0))
    }
}

impl From<Time> for jiff::Timestamp {
    /// Moments beyond the calendar's ends (years −9999 … 9999) become those ends.
    fn from(time: Time) -> jiff::Timestamp {
        let end = if time.0 < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
        jiff::Timestamp::from_microsecond(time.0).unwrap_or(end)
    }
}
impl From<jiff::Timestamp> for Time {
    fn from(stamp: jiff::Timestamp) -> Time {
        Time(stamp.as_microsecond())
    }
}

impl fmt::Display for Time {
    /// RFC 3339 in UTC with milliseconds: `2026-11-22T06:24:00.000Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", jiff::Timestamp::from(*self))
    }
}
impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}s", self.as_seconds())
    }
}
impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_print_as_rfc_3339_and_never_overflow() {
        assert_eq!(Time(0).to_string(), "1970-01-01T00:00:00.000Z");
        assert_eq!(Time(1_500).to_string(), "1970-01-01T00:00:00.001Z");
        assert_eq!(Time(i64::MAX) + Span::seconds(1), Time(i64::MAX));
        assert!(!Time(i64::MIN).to_string().is_empty());
        assert_eq!(Time(5) - Time(7), Span(-2));
        assert_eq!(Span(-2).to_std(), std::time::Duration::ZERO);
    }
}
