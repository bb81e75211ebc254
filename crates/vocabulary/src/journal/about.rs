//! Whom and what an entry is about.

use super::{Entry, promises, verification_call};
use crate::{AgentId, ContactId};

impl Entry {
    /// The contact an entry is about.
    pub fn contact(&self) -> Option<ContactId> {
        use Entry::*;
        match self {
            LeadershipTaken { .. }
            | Configured { .. }
            | NodeJoined { .. }
            | NodeLost { .. }
            | AgentReady { .. }
            | AgentNotReady { .. }
            | QueueClosed { .. }
            | QueueOpened { .. }
            | ClosingSet { .. }
            | AnnouncementSet { .. }
            | AnnouncementCleared { .. }
            | LastOfferPassed { .. }
            | ShiftSet { .. }
            | CallRefused { .. } => None,
            ContactOpened { contact, .. }
            | ChatOpened { contact, .. }
            | Announced { contact, .. }
            | CustomerMatched { contact, .. }
            | CallerTold { contact, .. }
            | CustomerRanked { contact, .. }
            | FlowMoved { contact, .. }
            | CustomerVerified { contact, .. }
            | VerificationFailed { contact, .. }
            | Queued { contact, .. }
            | PositionTold { contact, .. }
            | CallerReachable { contact, .. }
            | CallbackOffered { contact }
            | CallbackAsked { contact, .. }
            | CallbackDeclined { contact }
            | CallbackPromised { contact, .. }
            | PlaceKept { contact, .. }
            | PlaceResumed { contact, .. }
            | PlaceRested { contact, .. }
            | CallbackDialled { contact, .. }
            | CallbackFailed { contact, .. }
            | CallbackOver { contact, .. }
            | Widened { contact, .. }
            | KeptNoLonger { contact, .. }
            | Overflowed { contact, .. }
            | Stayed { contact, .. }
            | Offered { contact, .. }
            | AgentRinging { contact, .. }
            | OfferFailed { contact, .. }
            | Connected { contact, .. }
            | Held { contact, .. }
            | Retrieved { contact, .. }
            | SecureEntryAsked { contact, .. }
            | SecureEntryKeyed { contact, .. }
            | SecureEntryOver { contact, .. }
            | VerificationCall(verification_call::VerificationCall { contact, .. })
            | AgentParted { contact, .. }
            | AgentReturned { contact, .. }
            | Transferred { contact, .. }
            | AgentLost { contact, .. }
            | RecordingStarted { contact, .. }
            | RecordingEnded { contact, .. }
            | ContactEnded { contact, .. }
            | WrapUpStarted { contact, .. }
            | WrapUpExtended { contact, .. }
            | DispositionSet { contact, .. }
            | NoteKept { contact, .. }
            | Promise(promises::PromiseTold { contact, .. })
            | WrapUpEnded { contact, .. }
            | ContactClosed { contact, .. }
            | Imported { contact, .. } => Some(*contact),
        }
    }

    /// The agent an entry is about.
    pub fn agent(&self) -> Option<AgentId> {
        use Entry::*;
        match self {
            AgentReady { agent }
            | AgentNotReady { agent, .. }
            | KeptNoLonger { agent, .. }
            | LastOfferPassed { agent }
            | ShiftSet { agent, .. }
            | Offered { agent, .. }
            | AgentRinging { agent, .. }
            | OfferFailed { agent, .. }
            | CallbackDialled { agent, .. }
            | CallbackFailed { agent, .. }
            | Connected { agent, .. }
            | Held { agent, .. }
            | Retrieved { agent, .. }
            | SecureEntryAsked { agent, .. }
            | SecureEntryKeyed { agent, .. }
            | SecureEntryOver { agent, .. }
            | VerificationCall(verification_call::VerificationCall { agent, .. })
            | AgentParted { agent, .. }
            | AgentReturned { agent, .. }
            | Transferred { agent, .. }
            | AgentLost { agent, .. }
            | WrapUpStarted { agent, .. }
            | WrapUpExtended { agent, .. }
            | WrapUpEnded { agent, .. } => Some(*agent),
            ContactClosed { agent, .. } | CallerTold { agent, .. } => *agent,
            _ => None,
        }
    }
}
