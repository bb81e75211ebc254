//! What one contact contributes to figures.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use vocabulary::journal::EndReason;
use vocabulary::plan::Channel;
use vocabulary::{AgentId, ContactId, CustomerRef, LineName, QueueName, Skills, Span, Time};

/// What became of a contact, as figures see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Reached a queue and waits: of open contacts alone.
    Waiting,
    /// Reached a queue and was answered.
    Answered,
    /// Reached a queue and left before an answer.
    Abandoned,
    /// Reached a queue, and the centre was interrupted before an answer: neither of the two.
    Interrupted,
    /// Reached a queue, was promised a call-back and not reached: neither of the two.
    Unreached,
    /// Reached a queue, and gave its place to another contact of the same customer, which counts.
    Joined,
    /// Left inside the flow, or was given up by it after wrong or no keys: no abandonment.
    LeftInFlow,
    /// Was served by the flow alone, to its own end.
    Contained,
    /// Found the queue closed, full or unstaffed, or an announcement in place of the flow.
    TurnedAway,
    /// Ended in the flow by a fault or an interruption.
    Broken,
    /// No customer's call: it never counts.
    Phantom,
}

/// Outcomes of contacts that reached a queue.
pub(crate) const OFFERED: &[Outcome] =
    &[Outcome::Waiting, Outcome::Answered, Outcome::Abandoned, Outcome::Interrupted, Outcome::Unreached];

impl Outcome {
    /// All of them.
    pub const ALL: [Outcome; 11] = [
        Outcome::Waiting,
        Outcome::Answered,
        Outcome::Abandoned,
        Outcome::Interrupted,
        Outcome::Unreached,
        Outcome::Joined,
        Outcome::LeftInFlow,
        Outcome::Contained,
        Outcome::TurnedAway,
        Outcome::Broken,
        Outcome::Phantom,
    ];

    /// The name in database and documents.
    pub fn tag(self) -> &'static str {
        match self {
            Outcome::Waiting => "waiting",
            Outcome::Answered => "answered",
            Outcome::Abandoned => "abandoned",
            Outcome::Interrupted => "interrupted",
            Outcome::Unreached => "unreached",
            Outcome::Joined => "joined",
            Outcome::LeftInFlow => "left_in_flow",
            Outcome::Contained => "contained",
            Outcome::TurnedAway => "turned_away",
            Outcome::Broken => "broken",
            Outcome::Phantom => "phantom",
        }
    }

    /// Whether it reached a queue.
    pub fn is_offered(self) -> bool {
        OFFERED.contains(&self)
    }

    /// Of a contact that reached a queue, or not, was answered, or not, and ended so.
    pub(crate) fn of(queued: bool, answered: bool, reason: EndReason) -> Outcome {
        use EndReason as E;
        match (queued, answered, reason) {
            (_, _, E::Phantom) => Outcome::Phantom,
            (_, true, _) => Outcome::Answered,
            (true, false, E::Interrupted) => Outcome::Interrupted,
            (true, false, E::Unreached) => Outcome::Unreached,
            (true, false, E::PlaceTaken) => Outcome::Joined,
            (true, false, _) => Outcome::Abandoned,
            (false, false, E::FlowEnded) => Outcome::Contained,
            (false, false, E::Closed | E::Full | E::Unstaffed) => Outcome::TurnedAway,
            // Whoever keeps a place has reached a queue, unless the entry that said so was lost.
            (false, false, E::Interrupted | E::FlowFault | E::Unreached | E::PlaceTaken) => Outcome::Broken,
            (
                false,
                false,
                E::CustomerHungUp | E::AgentHungUp | E::Abandoned | E::LeftInFlow | E::CustomerLost,
            ) => Outcome::LeftInFlow,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Outcome {
    type Err = ();
    fn from_str(text: &str) -> Result<Outcome, ()> {
        Outcome::ALL.into_iter().find(|outcome| outcome.tag() == text).ok_or(())
    }
}

/// What became of a call-back that was promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Called {
    /// The customer was called, first of all, by the time that was told with the promise; or at all when
    /// nobody could tell one.
    Kept,
    /// Later, or never.
    Late,
}

impl Called {
    /// The name in the database.
    pub fn tag(self) -> &'static str {
        match self {
            Called::Kept => "kept",
            Called::Late => "late",
        }
    }
}

impl FromStr for Called {
    type Err = ();
    fn from_str(text: &str) -> Result<Called, ()> {
        [Called::Kept, Called::Late].into_iter().find(|called| called.tag() == text).ok_or(())
    }
}

/// One closed contact, in what figures need of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Which.
    pub contact: ContactId,
    /// By which way it came.
    #[serde(default)]
    pub channel: Channel,
    /// The moment whose interval it counts in: arrival at the queue, else opening.
    pub counted_at: Time,
    /// The number called, or where the chat was opened.
    pub line: LineName,
    /// The queue it reached first.
    pub queue: Option<QueueName>,
    /// Who served it last; none when nobody did, or nobody knows who.
    pub agent: Option<AgentId>,
    /// What it needed.
    pub skills: Skills,
    /// The customer's rank, as far as known.
    pub tier: Option<String>,
    /// The customer, as far as known.
    pub customer: Option<CustomerRef>,
    /// What became of it.
    pub outcome: Outcome,
    /// From the queue to the answer, or to leaving.
    pub waited: Span,
    /// Time spent talking, over all agents, hold left out.
    pub talked: Span,
    /// Time on hold.
    pub held: Span,
    /// Work after the call, over all agents.
    pub wrapped_up: Span,
    /// Agents it was connected with, one after the other.
    pub services: u32,
    /// Times it was put on hold.
    pub holds: u32,
    /// Times it was given on to another agent or queue.
    pub transfers: u32,
    /// Answered with a wait of at most its queue's T.
    pub in_time: bool,
    /// Abandoned within its queue's short-abandon threshold.
    pub short: bool,
    /// What became of the call-back that was promised; none when none was, or its time is not over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub callback: Option<Called>,
    /// Comes from another system's log.
    pub imported: bool,
    /// What is odd about it.
    pub odd: Vec<String>,
}

impl Fact {
    /// Talk, hold and work after it.
    pub fn handled(&self) -> Span {
        self.talked + self.held + self.wrapped_up
    }
}
