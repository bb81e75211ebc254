//! What became of a call.

use crate::reception::Received;
use vocabulary::{Span, Time};

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The caller went through all steps and hung up.
    HungUp,
    /// The other side hung up, during this step (counted from 0).
    FarHungUp {
        /// The step.
        step: usize,
    },
    /// The caller lost patience in the queue.
    Abandoned,
    /// The call was refused with this status.
    Refused(u16),
    /// The caller gave up before there was an answer.
    Cancelled,
    /// No answer at all, or the connection broke.
    Unreachable,
    /// What a step waited for did not come (counted from 0).
    StepFailed {
        /// The step.
        step: usize,
    },
    /// The call lasted longer than its script allows.
    OutOfTime,
    /// The caller stopped without a word, as the script said.
    Vanished,
    /// The answer had no coding these telephones speak.
    Unusable,
    /// No RTP socket was free, or as many calls as allowed were up: the call was never placed.
    NotPlaced,
    /// The telephones were switched off, or told to hang up.
    Stopped,
}

/// Moments of a call by the wall clock. Received ones are the kernel's stamps (over TCP: the moment of
/// reading), sent ones were taken just before sending.
#[derive(Debug, Clone, Default)]
pub struct Moments {
    /// When the call was to be placed, by its generator's plan.
    pub planned: Option<Time>,
    /// INVITE sent.
    pub invited: Time,
    /// 100 came.
    pub trying: Option<Time>,
    /// 180 or 183 came.
    pub ringing: Option<Time>,
    /// 200 came.
    pub answered: Option<Time>,
    /// CANCEL sent.
    pub cancelled: Option<Time>,
    /// BYE sent.
    pub bye_sent: Option<Time>,
    /// BYE came.
    pub bye_received: Option<Time>,
    /// Nothing more to come.
    pub ended: Time,
}

/// The record of a call.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// How it ended.
    pub end: End,
    /// Last final status of the first INVITE.
    pub status: Option<u16>,
    /// When what happened.
    pub moments: Moments,
    /// RTP that came.
    pub received: Received,
    /// RTP packets sent.
    pub packets_sent: u64,
    /// The BYE was answered.
    pub bye_answered: bool,
}

impl Outcome {
    /// From the INVITE to the first RTP of any kind.
    pub fn to_first_audio(&self) -> Option<Span> {
        self.received.first.map(|at| at - self.moments.invited)
    }

    /// From the INVITE to the first RTP that carries an agent's marker.
    pub fn to_agent(&self) -> Option<Span> {
        self.received.first_marker().map(|(_, at)| at - self.moments.invited)
    }

    /// From the INVITE to the answer.
    pub fn to_answer(&self) -> Option<Span> {
        self.moments.answered.map(|at| at - self.moments.invited)
    }

    /// The agent heard first.
    pub fn agent(&self) -> Option<u32> {
        self.received.first_marker().map(|(number, _)| number)
    }
}

/// How far a call is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// INVITE sent, or about to be.
    Calling,
    /// It rings.
    Ringing,
    /// It was answered.
    Answered,
    /// An agent was heard.
    WithAgent,
    /// It is over.
    Over,
}
