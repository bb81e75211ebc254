//! How a customer wishes to be served, and what has happened in the customer's life, as the registry tells.

use super::words;
use crate::wire::read;
use jiff::civil::{Date, Time};
use serde::Deserialize;
use vocabulary::Language;

/// At most so many times at which somebody is not to be called.
pub const MOST_QUIET: usize = 14;

/// At most so many life events are told: the newest.
pub const MOST_LIFE_EVENTS: usize = 20;

words! {
    /// The way a customer likes to be reached.
    Way {
        /// A call.
        Telephone,
        /// A text message, or one in the bank's app.
        Message,
        /// An e-mail.
        Email,
        /// A letter.
        Letter,
    }
    /// How a customer wishes to be addressed.
    Address {
        /// As a woman.
        Madam,
        /// As a man.
        Sir,
        /// By the degree.
        Doctor,
        /// As a professor.
        Professor,
        /// As the head of a company.
        Director,
        /// By the whole name, without a title.
        ByName,
    }
    /// Days of the week.
    Days {
        /// All of them.
        Every,
        /// Monday to Friday.
        Weekdays,
        /// Saturday and Sunday.
        Weekend,
    }
    /// What happened, or is near.
    LifeEventKind {
        /// The birthday is near.
        Birthday,
        /// A new home.
        Moved,
        /// A new job.
        NewJob,
        /// Out of working life.
        Retired,
        /// A wedding.
        Marriage,
        /// A child was born.
        Child,
        /// Somebody close has died.
        Bereavement,
    }
}

/// How a customer wishes to be served.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Preferences {
    /// The language to speak, if another one than the registry's is wished for, or the customer has said so.
    #[serde(default)]
    pub language: Option<Language>,
    /// The way to reach the customer.
    #[serde(default)]
    pub way: Option<Way>,
    /// How to address the customer.
    #[serde(default)]
    pub address: Option<Address>,
    /// When not to call.
    pub quiet: Vec<Quiet>,
}

/// A time at which a customer is not to be called, on the bank's clock.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Quiet {
    /// On which days.
    pub days: Days,
    /// From when on.
    #[serde(deserialize_with = "read::clock")]
    pub from: Time,
    /// Until when; of the next day, when that is not later than `from`.
    #[serde(deserialize_with = "read::clock")]
    pub until: Time,
}

/// Something in the customer's life.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LifeEvent {
    /// What.
    pub kind: LifeEventKind,
    /// On which day; of a birthday, the next one.
    #[serde(deserialize_with = "read::day")]
    pub on: Date,
}
