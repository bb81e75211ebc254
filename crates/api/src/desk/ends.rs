//! How rings and talks end, in the page's words.

use super::told::{RingEnd, TalkEnd};
use vocabulary::journal::{CallbackFailure, EndReason, OfferFailure};

impl From<OfferFailure> for RingEnd {
    fn from(cause: OfferFailure) -> RingEnd {
        match cause {
            OfferFailure::NoAnswer => RingEnd::NoAnswer,
            OfferFailure::Rejected => RingEnd::Refused,
            OfferFailure::Unreachable => RingEnd::Unreachable,
            OfferFailure::CallerLeft => RingEnd::CallerLeft,
            OfferFailure::Interrupted => RingEnd::Interrupted,
        }
    }
}

impl From<CallbackFailure> for RingEnd {
    fn from(cause: CallbackFailure) -> RingEnd {
        match cause {
            CallbackFailure::NoAnswer => RingEnd::CustomerNoAnswer,
            CallbackFailure::Engaged => RingEnd::CustomerEngaged,
            CallbackFailure::Refused => RingEnd::CustomerRefused,
            CallbackFailure::Unreachable => RingEnd::CustomerUnreachable,
            CallbackFailure::AgentLeft => RingEnd::Refused,
            CallbackFailure::CalledAgain => RingEnd::CustomerCalled,
            CallbackFailure::Cancelled => RingEnd::Cancelled,
            CallbackFailure::Interrupted => RingEnd::Interrupted,
        }
    }
}

impl From<EndReason> for TalkEnd {
    /// A talk ends by one of the first; the others end contacts that are not talking.
    fn from(reason: EndReason) -> TalkEnd {
        match reason {
            EndReason::CustomerHungUp => TalkEnd::CustomerHungUp,
            EndReason::AgentHungUp => TalkEnd::AgentHungUp,
            EndReason::CustomerLost => TalkEnd::CustomerLost,
            EndReason::Unreached => TalkEnd::NotReached,
            EndReason::Interrupted
            | EndReason::Abandoned
            | EndReason::LeftInFlow
            | EndReason::FlowEnded
            | EndReason::Closed
            | EndReason::Full
            | EndReason::Unstaffed
            | EndReason::FlowFault
            | EndReason::Phantom
            | EndReason::PlaceTaken => TalkEnd::Interrupted,
        }
    }
}
