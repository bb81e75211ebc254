//! Call logs of other systems: rows in, calls out.
//!
//! A log is read by a [`Mapping`]: data (TOML) that says which column means what, so that a bank
//! brings its history along without a line of code. Reading decides one thing only: whether a row
//! can be understood. A row that cannot is skipped, with its line, column and reason; one that can
//! is kept, however odd, and says what is odd about it ([`Oddity`]): two services of one agent at
//! the same time are a fact of that log, not a fault of this one.
//!
//! Customers and agents stand in a [`Call`] as the log wrote them. Whoever stores a call
//! pseudonymises them first; nothing here prints them.

mod call;
mod days;
mod fields;
mod history;
mod layout;
mod mapping;
mod moments;
mod names;
mod odd;
mod read;
mod row;
mod soundness;
mod telling;

pub use call::{Call, Name, Outcome, Skipped, Tier};
pub use fields::decode;
pub use history::Ids;
pub use mapping::{Error as MappingError, Fault as MappingFault, Mapping};
pub use names::{Named, Renamed};
pub use odd::{Oddities, Oddity};
pub use read::{Error, Log, read, read_watched};
