//! Business hours: when a calendar is open, and when that changes next.
//!
//! A calendar is written in local wall-clock time and the floor lives in moments, so everything
//! here turns on the offset between the two. A calendar is open at a moment when the wall clock of
//! its zone, read at that moment, stands inside one of the day's spans. What follows from it:
//!
//! - When clocks go back, an hour is read twice, and a span that covers it is open both times.
//! - When clocks go forward, the hour that is never read is never open. A span that begins in it
//!   is open from the jump on.
//! - An exception replaces the whole of its day: it closes a holiday (no spans) and opens a
//!   make-up working day.
//!
//! This room is pure. The time zones are those compiled in, never the machine's own.

mod day;
mod error;
mod hours;

pub use error::{Error, Fault};
pub use hours::OpeningHours;
