//! From journal entries to figures. Pure: one fold over the records, so that live figures and
//! figures computed from the stored journal are the same by construction.
//!
//! - [`Figures`] is the fold: counts of the running day, agents' time, and for each contact that
//!   closes its [`Fact`]: what that contact contributes to any figure, ever.
//! - [`catalogue`] defines the indicators of `spec/rules`: key, numerator, denominator, filter,
//!   unit, target and thresholds, all of it data.
//! - [`table`] answers questions about facts: which indicators, by what, in which intervals.
//! - [`quality`] finds agents whose share of ultra-short services stands out.
//!
//! A contact counts in the interval in which it reached the queue, whenever it was answered or
//! left; one that reached none counts where it was opened. It is judged by its queue's thresholds
//! of the moment it is answered or leaves: a change of the plan judges nobody anew.

pub mod catalogue;
mod cell;
mod counts;
pub mod day;
mod fact;
mod feed;
mod follow;
mod interval;
mod live;
mod members;
pub mod month;
pub mod pattern;
pub mod quality;
pub mod table;
mod time_use;

pub use counts::Counts;
pub use fact::{Called, Fact, Outcome};
pub use feed::FeedFact;
pub use interval::{INTERVAL, Interval, UnknownZone, Zone};
pub use live::Figures;
pub use members::{Measure, Members, Recorded};
pub use time_use::{TimeCell, TimeUse};
