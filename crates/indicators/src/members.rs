//! Which contacts a figure counts, and what it measures about them. The list of contacts takes the
//! same conditions, so that each figure opens exactly the contacts behind it.

use crate::fact::{Called, Fact, OFFERED, Outcome};
use vocabulary::Span;
use vocabulary::plan::Channel;

/// Conditions on a contact; all must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Members {
    /// One of these outcomes.
    pub outcomes: &'static [Outcome],
    /// Answered within its queue's T.
    pub in_time: bool,
    /// Left within its queue's short-abandon threshold.
    pub short: bool,
    /// Waited longer than this.
    pub waited_over: Option<Span>,
    /// Waited so long at the most.
    pub waited_within: Option<Span>,
    /// Talked longer than this.
    pub talked_over: Option<Span>,
    /// Talked so long at the most.
    pub talked_within: Option<Span>,
    /// Talked shorter than this.
    pub talked_under: Option<Span>,
    /// Came by telephone.
    pub called: bool,
    /// Came here, and not from another system's log, which knows of no flows, holds and transfers.
    pub live: bool,
    /// Was put on hold.
    pub held: bool,
    /// Was given on.
    pub transferred: bool,
    /// Of a customer who is known.
    pub known: bool,
    /// Of a customer who reached a queue again within this. One fact does not tell: the others do.
    pub again: Option<Span>,
    /// What is asked of its recording. No fact tells: the database alone answers.
    pub recording: Option<Recorded>,
    /// Was promised a call-back.
    pub callback: bool,
    /// Was called back by the time that was told.
    pub callback_kept: bool,
}

/// What is asked of a contact's recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Recorded {
    /// There should be one, and it was not erased.
    Due,
    /// It is there, and was verified by decoding it.
    Playable,
}

impl Members {
    /// All that counts at all.
    pub const ALL: Members = Members::with(&[
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
    ]);
    /// Reached a queue.
    pub const OFFERED: Members = Members::with(OFFERED);
    /// Answered by an agent.
    pub const ANSWERED: Members = Members::with(&[Outcome::Answered]);
    /// Left the queue.
    pub const ABANDONED: Members = Members::with(&[Outcome::Abandoned]);

    /// Those that ended in one of these ways.
    pub const fn with(outcomes: &'static [Outcome]) -> Members {
        Members {
            outcomes,
            in_time: false,
            short: false,
            waited_over: None,
            waited_within: None,
            talked_over: None,
            talked_within: None,
            talked_under: None,
            called: false,
            live: false,
            held: false,
            transferred: false,
            known: false,
            again: None,
            recording: None,
            callback: false,
            callback_kept: false,
        }
    }

    /// Whether a contact's fact tells that it is one of them.
    pub fn hold(&self, fact: &Fact) -> bool {
        self.outcomes.contains(&fact.outcome)
            && (!self.in_time || fact.in_time)
            && (!self.short || fact.short)
            && self.waited_over.is_none_or(|span| fact.waited > span)
            && self.waited_within.is_none_or(|span| fact.waited <= span)
            && self.talked_over.is_none_or(|span| fact.talked > span)
            && self.talked_within.is_none_or(|span| fact.talked <= span)
            && self.talked_under.is_none_or(|span| fact.talked < span)
            && (!self.called || fact.channel == Channel::Voice)
            && (!self.live || !fact.imported)
            && (!self.held || fact.holds > 0)
            && (!self.transferred || fact.transfers > 0)
            && (!self.known || fact.customer.is_some())
            && self.again.is_none()
            && self.recording.is_none()
            && (!self.callback || fact.callback.is_some())
            && (!self.callback_kept || fact.callback == Some(Called::Kept))
    }
}

/// What is measured about a contact, in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// From the queue to the answer, or to leaving.
    Waited,
    /// Talk.
    Talked,
    /// Talk, hold and work after it.
    Handled,
}

impl Measure {
    pub(crate) fn of(self, fact: &Fact) -> Span {
        match self {
            Measure::Waited => fact.waited,
            Measure::Talked => fact.talked,
            Measure::Handled => fact.handled(),
        }
    }
}
