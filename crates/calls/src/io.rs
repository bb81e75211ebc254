//! What a node is told and what it answers.

use std::fmt;
use vocabulary::voice::{Command, Report, SecretKind, Verification};
use vocabulary::{AgentId, CustomerRef, Language, LegId, PhoneNumber, PromptName, RecordingId, SecretDigits};

/// Something a node is told.
#[derive(Debug, Clone)]
pub enum Input {
    /// An order of the floor. It also proves that the floor is alive.
    Command(Command),
    /// Signalling of a leg.
    Sip {
        /// The leg. The shell names legs that arrive ([`LegId::arrived`]).
        leg: LegId,
        /// What happened.
        event: SipEvent,
    },
    /// Media of a leg.
    Media {
        /// The leg.
        leg: LegId,
        /// What happened.
        event: MediaEvent,
    },
    /// The bank's answer to an [`Output::Redeem`] or [`Output::Prove`]. The shell owes one for each, within its time
    /// limit: [`Verification::Unavailable`] when the bank does not answer.
    Redeemed {
        /// From the output.
        leg: LegId,
        /// From the output.
        attempt: u32,
        /// The bank's word.
        outcome: Verification,
    },
    /// The present leader is alive and has nothing to order. To be given at least once a second.
    FloorAlive,
    /// Only time has passed: [`Node::next_due`](crate::Node::next_due) is here.
    Tick,
}

/// What the SIP side says about a leg. After [`Refused`](SipEvent::Refused),
/// [`Unreachable`](SipEvent::Unreachable) and [`HungUp`](SipEvent::HungUp) its dialog is over and
/// it awaits no further act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SipEvent {
    /// An INVITE passed the shell's admission. The node answers with a report, or refuses it.
    Incoming {
        /// User part of the request URI.
        called: String,
        /// Who calls, when not withheld.
        caller: Option<PhoneNumber>,
    },
    /// A dialled telephone rings (180 or 183). May be repeated.
    Ringing,
    /// A dialled telephone answered with a usable codec, or an agent picked up in the page; media
    /// can flow.
    Answered,
    /// A dialled telephone refused with this status.
    Refused(u16),
    /// A dialled telephone was not reached, or a request inside the dialog got no answer.
    Unreachable,
    /// BYE, or CANCEL before the answer.
    HungUp,
    /// Answered without a usable codec, no ACK came, or the protocol was broken otherwise. The
    /// dialog may still stand: [`SipAct::HangUp`] follows.
    Unusable,
    /// The other side put us on hold (a re-INVITE with `sendonly` or `inactive`, RFC 3264 §8.4).
    Held,
    /// The other side took us off hold.
    Resumed,
}

/// What the media side says about a leg.
#[derive(Clone, PartialEq, Eq)]
pub enum MediaEvent {
    /// A key was pressed, once per press however it was signalled (RFC 4733, SIP INFO). Anything
    /// but `0`–`9`, `*` and `#` is dropped.
    Key(char),
    /// The prompts of a [`MediaAct::Play`] that does not repeat were played to their end. A play
    /// that another act cut short may be reported or not: it is ignored.
    Played {
        /// From the act.
        play: u32,
    },
    /// A watched leg has sent nothing for the time set.
    Lost,
    /// The station that a page leg rings or speaks at has vanished.
    Parted,
    /// A page leg has been taken up by a station again.
    Returned,
    /// A recording cannot go on.
    RecordingFailed(RecordingId),
}

impl fmt::Debug for MediaEvent {
    /// Keys are not shown: a run of them may be a PIN.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MediaEvent::Key(_) => f.write_str("Key(•)"),
            MediaEvent::Played { play } => write!(f, "Played({play})"),
            MediaEvent::Lost => f.write_str("Lost"),
            MediaEvent::Parted => f.write_str("Parted"),
            MediaEvent::Returned => f.write_str("Returned"),
            MediaEvent::RecordingFailed(recording) => write!(f, "RecordingFailed({recording})"),
        }
    }
}

/// Something a node wants done, in the order given.
#[derive(Debug, Clone)]
pub enum Output {
    /// For the SIP side.
    Sip {
        /// The leg.
        leg: LegId,
        /// What to do.
        act: SipAct,
    },
    /// For the media threads.
    Media {
        /// The leg.
        leg: LegId,
        /// What to do.
        act: MediaAct,
    },
    /// For the bank port: do these belong together? [`Input::Redeemed`] is the answer.
    Redeem {
        /// The leg.
        leg: LegId,
        /// Comes back in the answer.
        attempt: u32,
        /// The customer number.
        number: SecretDigits,
        /// The PIN. The node has no other copy.
        pin: SecretDigits,
    },
    /// For the bank port: is this the customer's? [`Input::Redeemed`] is the answer.
    Prove {
        /// The leg.
        leg: LegId,
        /// Comes back in the answer.
        attempt: u32,
        /// The customer.
        customer: CustomerRef,
        /// What was asked for.
        kind: SecretKind,
        /// The digits. The node has no other copy.
        secret: SecretDigits,
    },
    /// For the floor.
    Report(Report),
}

/// What the SIP side is to do with a leg.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SipAct {
    /// Refuse an INVITE. The last act on the leg.
    Reject {
        /// Status, 400–699.
        status: u16,
        /// Seconds for Retry-After (RFC 3261 §20.33).
        retry_after: Option<u16>,
    },
    /// Answer an INVITE with 200.
    Answer,
    /// Send an INVITE, or ring at an agent's station.
    Dial {
        /// SIP URI of the telephone, or [`PAGE`](vocabulary::voice::PAGE).
        to: String,
        /// Whose telephone it is; always known for a page.
        agent: Option<AgentId>,
        /// The leg whose codec is offered first and whose number is shown, if there is one.
        on_behalf_of: Option<LegId>,
    },
    /// Send an INVITE to a customer's telephone.
    DialOut {
        /// Whose telephone, and how.
        to: Outside,
        /// The leg whose codec is offered first.
        on_behalf_of: LegId,
    },
    /// Send BYE to an answered leg, CANCEL to a dialled one. The last act on the leg: the SIP side
    /// sees it off alone. If the 200 crosses the CANCEL, it sends ACK and BYE (RFC 3261 §9.1,
    /// §15); if the dialog is gone already, it does nothing.
    HangUp,
}

/// A telephone outside. Its number shows masked only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// The number.
    pub number: PhoneNumber,
    /// Where calls go out: `sip:HOST:PORT`.
    pub trunk: String,
    /// The number that is shown, if it is one.
    pub shown: String,
}

/// What the media side is to do with a leg. What a leg hears is replaced as a whole by
/// [`Play`](MediaAct::Play), [`Hear`](MediaAct::Hear) and [`Silence`](MediaAct::Silence).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaAct {
    /// Play prompts one after the other. Prompts that cannot be played count as played: the end
    /// must be reported, or an entry would wait for ever.
    Play {
        /// The node's own number, running per leg; comes back in [`MediaEvent::Played`].
        play: u32,
        /// The prompts.
        prompts: Vec<PromptName>,
        /// Their language.
        language: Language,
        /// The last prompt begins again at its end, for ever: music, with or without words before it.
        repeat: bool,
    },
    /// Hear another leg.
    Hear(LegId),
    /// Hear nothing.
    Silence,
    /// Shut (`true`) or open (`false`) the leg's own audio towards every other destination,
    /// in-band tones included. When told to open during a key's tone, open after it.
    Gate(bool),
    /// Record the leg, and the leg it hears, until it closes; [`MediaEvent::RecordingFailed`] when that
    /// cannot be done.
    Record(RecordingId),
    /// The leg's recording waits with this leg, in silence, until [`MediaAct::Record`] of the same name goes on with
    /// it for a leg that hears this one; it ends when this one closes.
    HandRecording(LegId),
    /// Report [`MediaEvent::Lost`] when the leg sends nothing, or stop doing so.
    Watch(bool),
    /// The leg is no more; given once for each leg, also for one whose media never began and for a
    /// call refused on arrival. The last act on the leg.
    Close,
}
