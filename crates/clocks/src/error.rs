//! Why a calendar cannot be used.

/// Why a calendar cannot be used, naming the calendar, the day and the text at fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The zone is not in the time zone database.
    #[error("calendar {calendar:?}: no time zone is called {zone:?}; use an IANA name like Asia/Seoul")]
    Zone {
        /// The calendar's name.
        calendar: String,
        /// The zone as written.
        zone: String,
    },
    /// A span cannot stand where it stands.
    #[error("calendar {calendar:?}, {day}: {text:?} {fault}")]
    Hours {
        /// The calendar's name.
        calendar: String,
        /// `monday` … `sunday`, or the date of an exception.
        day: String,
        /// The span as written.
        text: String,
        /// What is wrong with it.
        fault: Fault,
    },
    /// An exception's date is no date.
    #[error("calendar {calendar:?}: {text:?} is no day of the calendar; write it as YYYY-MM-DD")]
    Date {
        /// The calendar's name.
        calendar: String,
        /// The date as written.
        text: String,
    },
    /// Two exceptions for one day.
    #[error("calendar {calendar:?}: {text} stands twice among the exceptions; keep one")]
    Repeated {
        /// The calendar's name.
        calendar: String,
        /// The date as written.
        text: String,
    },
}

/// What is wrong with a span of opening hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not of the form `HH:MM-HH:MM`, or no time of day.
    #[error("is no span of hours; write it like 09:00-18:00, from 00:00 to at most 24:00")]
    Malformed,
    /// Ends when it begins, or before.
    #[error("does not end after it begins; split a span that runs past midnight at 24:00")]
    Backwards,
    /// Begins before the span ahead of it has ended.
    #[error("begins before the span ahead of it has ended; put spans in order and join those that overlap")]
    Overlapping,
}
