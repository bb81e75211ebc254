//! A call as a log tells it.

use crate::odd::Oddities;
use std::fmt;
use vocabulary::{QueueName, Span, Time};

/// Somebody's name or number as the log writes it: bytes, because logs are not always UTF-8. It
/// does not print.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(pub(crate) Box<[u8]>);

impl Name {
    /// The bytes. Pseudonymise before you store or show them.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Name")
    }
}

/// What became of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// An agent answered, with or without a wait.
    Answered,
    /// The customer left the queue.
    Abandoned,
    /// The customer left before any queue: never offered.
    LeftInFlow,
    /// The log says that it was no call of a customer's. It never counts.
    Phantom,
}

/// The rank a log gives a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// Its name in the mapping, or the log's own word.
    pub name: String,
    /// Time in queue a caller of this tier is credited with.
    pub credit: Span,
}

/// One call.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// Line of the file it stands in, from 1.
    pub line: u64,
    /// What tells it from every other call of the log: the mapping's key columns, joined.
    pub key: Vec<u8>,
    /// When it came in.
    pub entered: Time,
    /// Time in the voice unit; negative in damaged logs.
    pub in_flow: Span,
    /// When it reached a queue; a call that was answered without a wait reached it when it left
    /// the voice unit.
    pub queued: Time,
    /// Time in the queue, never negative.
    pub waited: Span,
    /// What became of it.
    pub outcome: Outcome,
    /// When the service began and ended by the log's own clock, which may disagree with
    /// `waited` and `talked` by seconds. None when it gives no service.
    pub service: Option<(Time, Time)>,
    /// Time of service, never negative. Hang-ups have some in damaged logs.
    pub talked: Span,
    /// The queue.
    pub queue: QueueName,
    /// Who served, if the log says.
    pub agent: Option<Name>,
    /// Who called, if the log says.
    pub customer: Option<Name>,
    /// The customer's rank, if the log has such.
    pub tier: Option<Tier>,
    /// What is odd about it.
    pub odd: Oddities,
}

impl Call {
    /// Whether it reached a queue: answered, or left there.
    pub fn is_offered(&self) -> bool {
        matches!(self.outcome, Outcome::Answered | Outcome::Abandoned)
    }

    /// When service began by the durations: arrival at the queue and wait.
    pub fn answered_at(&self) -> Time {
        self.queued + self.waited
    }
}

/// A row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Line of the file, from 1.
    pub line: u64,
    /// The column at fault; empty when it is the row as a whole.
    pub column: String,
    /// Why, for people. Holds no value of the row.
    pub reason: String,
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Skipped { line, column, reason } = self;
        if column.is_empty() {
            write!(f, "line {line}: {reason}")
        } else {
            write!(f, "line {line}, {column}: {reason}")
        }
    }
}
