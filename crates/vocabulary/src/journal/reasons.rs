//! Why things went as they did, each in one word.

use serde::{Deserialize, Serialize};

/// Why an agent is not ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotReady {
    /// Not signed in.
    SignedOut,
    /// The agent's own wish.
    Pause,
    /// A supervisor's wish.
    Supervisor,
    /// Did not answer in the queue's ring time.
    NoAnswer,
    /// Refused the offer.
    Rejected,
    /// The telephone could not be reached.
    Unreachable,
    /// The telephone vanished during a talk.
    PhoneLost,
    /// The centre was interrupted while the agent served.
    Interrupted,
    /// The agent's own wish: a short break.
    Break,
    /// The agent's own wish: a meal.
    Meal,
    /// The agent's own wish: training.
    Training,
    /// The agent's own wish: a meeting.
    Meeting,
    /// The browser page is gone, and its telephone with it.
    PageLost,
    /// The browser page does not answer: the browser has put it to sleep, or the machine is stuck.
    PageFrozen,
}

/// Why an offer came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferFailure {
    /// Rang for the queue's ring time.
    NoAnswer,
    /// The telephone refused.
    Rejected,
    /// The telephone could not be reached.
    Unreachable,
    /// The customer left first; the agent keeps the place among the idle.
    CallerLeft,
    /// The voice node went down.
    Interrupted,
}

/// Why verification did not succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unverified {
    /// Number and PIN do not belong together; tries left before the PIN locks.
    Wrong {
        /// Tries left.
        left: u8,
    },
    /// The PIN is locked.
    Locked,
    /// The bank gave no answer.
    Unavailable,
}

/// How a recording ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordingOutcome {
    /// With the conversation: all of it was recorded.
    Complete,
    /// The centre or the voice node was interrupted; what was recorded until then is kept.
    Interrupted,
    /// The call went on and the recording did not.
    Failed,
}

/// How a contact ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// Served; the customer hung up.
    CustomerHungUp,
    /// Served; the agent hung up.
    AgentHungUp,
    /// The customer left the queue before an answer.
    Abandoned,
    /// The customer left inside the flow: not an abandonment (`spec/rules`, indicators).
    LeftInFlow,
    /// The flow came to its own end.
    FlowEnded,
    /// The flow ended because the queue was closed.
    Closed,
    /// The flow ended because the queue was full.
    Full,
    /// The flow ended because nobody who could serve was signed in.
    Unstaffed,
    /// The customer's leg was lost.
    CustomerLost,
    /// The centre or the voice node was interrupted.
    Interrupted,
    /// The flow met a fault of its own: the journal's last step shows where.
    FlowFault,
    /// No customer's call, says the log it was imported from: it never counts.
    Phantom,
    /// A call-back was promised, and the customer was not reached.
    Unreached,
    /// A call-back was promised, and another contact of the same customer took the place over.
    PlaceTaken,
}
