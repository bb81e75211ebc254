//! What the floor orders a voice node to do, and what the node reports back.
//!
//! Both directions are numbered. An [`Order`] travels as a [`Command`] stamped with the journal
//! entry it was derived from, so that a receiver drops repeats and notices gaps; a [`Report`]
//! carries the node's own running number. Both are fenced by the leader's [`Epoch`]. The types are
//! serialisable: node and floor may share a process or stand on two machines.

use crate::{
    AgentId, ContactId, CustomerRef, Epoch, Handle, Language, LegId, NodeName, PhoneNumber, PromptName,
    RecordingId, Sequence, Span,
};
use serde::{Deserialize, Serialize};

/// The address of an agent who is served in a browser, in place of a SIP URI.
pub const PAGE: &str = "page";

/// Which entry an order was derived from: the entry's sequence, and the order's place among those
/// of the same entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Stamp {
    /// The journal entry.
    pub sequence: Sequence,
    /// 0, 1, 2 … within the entry.
    pub k: u16,
}

/// An order on its way to a voice node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Command {
    /// The term of leadership that gave it; older terms are refused.
    pub epoch: Epoch,
    /// What the receiver deduplicates by.
    pub stamp: Stamp,
    /// The stamp of the order sent to this node before it: a receiver that has not executed that
    /// one knows that something was lost.
    pub after: Stamp,
    /// What to do.
    pub order: Order,
}

/// Something a voice node is to do. An order that names a leg the node does not have is ignored:
/// the leg's end is already on its way as a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Order {
    /// Refuse a leg that arrived and was not answered.
    Reject {
        /// The arrived leg.
        leg: LegId,
        /// SIP status, 400–699.
        status: u16,
        /// Seconds for the Retry-After header (RFC 3261 §20.33).
        retry_after: Option<u16>,
    },
    /// Answer a leg that arrived.
    Answer {
        /// The arrived leg.
        leg: LegId,
    },
    /// Let the leg hear prompts, one after the other, in place of whatever it hears now.
    /// [`Event::Played`] follows at the end, unless something else took their place.
    Play {
        /// Who hears them.
        leg: LegId,
        /// Comes back in [`Event::Played`].
        play: u32,
        /// The prompts' names.
        prompts: Vec<PromptName>,
        /// The language to play them in.
        language: Language,
        /// The last prompt begins again at its end, for ever: music, with or without words before it.
        repeat: bool,
    },
    /// Play prompts and collect key presses; the first key ends the prompts. Answered by exactly
    /// one [`Event::Gathered`]; a new gather on the leg replaces an unanswered one silently.
    ///
    /// A leg that is joined stays so: it hears its partner again after the prompts. Digits that nobody may
    /// hear ([`Keep`]) sound to the partner as one and the same tone for each key, and
    /// [`Event::Keyed`] counts them.
    Gather {
        /// Whose keys.
        leg: LegId,
        /// Comes back in [`Event::Gathered`].
        gather: u32,
        /// What to ask.
        prompts: Vec<PromptName>,
        /// The language to ask in.
        language: Language,
        /// What counts as an answer.
        rule: GatherRule,
    },
    /// Have the bank verify a customer number and PIN that the node holds, answered by one
    /// [`Event::Redeemed`]. The PIN's handle is used up whatever the answer.
    Redeem {
        /// The leg the digits were keyed on.
        leg: LegId,
        /// Comes back in [`Event::Redeemed`].
        attempt: u32,
        /// The customer number, kept ([`Keep::Private`]).
        number: Handle,
        /// The PIN, kept ([`Keep::Secret`]).
        pin: Handle,
    },
    /// Have the bank judge a secret that the node holds against a customer it is told of, answered by one
    /// [`Event::Redeemed`]. The secret's handle is used up whatever the answer.
    Prove {
        /// The leg the digits were keyed on.
        leg: LegId,
        /// Comes back in [`Event::Redeemed`].
        attempt: u32,
        /// Whose secret it should be.
        customer: CustomerRef,
        /// What was asked for.
        kind: SecretKind,
        /// The digits, kept ([`Keep::Secret`]).
        secret: Handle,
    },
    /// Drop an unanswered gather without an answer; what was keyed so far is wiped.
    StopGather {
        /// Whose keys.
        leg: LegId,
    },
    /// Call an agent's telephone. Answered by [`Event::Answered`] or [`Event::Ended`].
    Dial {
        /// The id of the leg to make.
        leg: LegId,
        /// SIP URI of the telephone, or [`PAGE`].
        to: String,
        /// Whose telephone it is: needed for [`PAGE`].
        #[serde(default)]
        agent: Option<AgentId>,
        /// The caller's leg: its codec is offered first, its number is shown. None when the customer
        /// is yet to be called.
        #[serde(default)]
        on_behalf_of: Option<LegId>,
    },
    /// Call a customer's telephone. Answered as [`Order::Dial`] is.
    DialOut {
        /// The id of the leg to make.
        leg: LegId,
        /// Whose number it is. The floor knows none: the centre fills it in.
        contact: ContactId,
        /// Whether it is the number that the bank has on record; else it is the one that called.
        #[serde(default)]
        registered: bool,
        /// The number. Without one the telephone is unreachable.
        number: Option<PhoneNumber>,
        /// Where calls go out ([`Trunk`](crate::plan::Trunk)).
        trunk: String,
        /// The number that is shown, if it is one: that of the line the customer called.
        shown: String,
        /// The agent's leg: its codec is offered first.
        on_behalf_of: LegId,
    },
    /// Two legs hear each other, in place of whatever they hear now.
    Join {
        /// One of them.
        a: LegId,
        /// The other.
        b: LegId,
    },
    /// Record the leg, and whoever it hears, until it ends. [`Event::RecordingFailed`] follows when that
    /// cannot be done, or no longer.
    Record {
        /// The customer's leg.
        leg: LegId,
        /// The recording's name.
        recording: RecordingId,
    },
    /// What is recorded of a leg that is about to end waits with another leg, in silence: an [`Order::Record`] of the
    /// same name for a leg that hears that one goes on with it. Else it ends with the leg it waits with.
    HandRecording {
        /// The leg that is recorded.
        from: LegId,
        /// The leg it waits with.
        to: LegId,
    },
    /// End a leg in whatever state it is: BYE, CANCEL, or a refusal.
    HangUp {
        /// The leg.
        leg: LegId,
    },
}

impl Order {
    /// The leg an order is about (of [`Order::Join`], the first).
    pub fn leg(&self) -> LegId {
        match self {
            Order::Reject { leg, .. }
            | Order::Answer { leg }
            | Order::Play { leg, .. }
            | Order::Gather { leg, .. }
            | Order::Redeem { leg, .. }
            | Order::Prove { leg, .. }
            | Order::StopGather { leg }
            | Order::Dial { leg, .. }
            | Order::DialOut { leg, .. }
            | Order::Record { leg, .. }
            | Order::HangUp { leg } => *leg,
            Order::Join { a, .. } => *a,
            Order::HandRecording { from, .. } => *from,
        }
    }
}

/// What counts as an answer to a gather.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GatherRule {
    /// Fewer keys than this are no answer.
    pub least: u8,
    /// This many keys end the entry at once.
    pub most: u8,
    /// Key that ends the entry early and is not part of it.
    pub terminator: Option<char>,
    /// Silence allowed from the end of the prompts to the first key.
    pub first: Span,
    /// Silence allowed between keys.
    pub between: Span,
    /// What happens to the digits.
    pub keep: Keep,
}

/// What happens to gathered digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Keep {
    /// Reported as they are: menu choices.
    Open,
    /// Kept in the voice process under a handle until the leg ends: customer numbers.
    Private,
    /// Kept in the voice process under a handle that works once: PINs.
    Secret,
}

/// A secret that a customer keys in while an agent is on the line, for the bank to judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretKind {
    /// The query PIN.
    Pin,
    /// A code that the bank has sent to the customer's registered telephone: works once.
    OneTimeCode,
    /// The code on the back of one of the customer's cards.
    CardCode,
}

impl SecretKind {
    /// All of them.
    pub const ALL: [SecretKind; 3] = [SecretKind::Pin, SecretKind::OneTimeCode, SecretKind::CardCode];

    /// The name in documents and messages: `one_time_code`.
    pub fn tag(self) -> &'static str {
        match self {
            SecretKind::Pin => "pin",
            SecretKind::OneTimeCode => "one_time_code",
            SecretKind::CardCode => "card_code",
        }
    }
}

/// A numbered report of a voice node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The term of leadership the node serves.
    pub epoch: Epoch,
    /// Who reports.
    pub node: NodeName,
    /// 1, 2, 3 … without a gap, per node and epoch.
    pub number: u64,
    /// What happened.
    pub event: Event,
}

/// Something that happened at a voice node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// A call came in and passed admission.
    Arrived {
        /// Its leg.
        leg: LegId,
        /// User part of the request URI: the number that was called.
        called: String,
        /// Who calls, when not withheld. Never journalled: it goes to a sealed column.
        caller: Option<PhoneNumber>,
    },
    /// A dialled telephone rings.
    Ringing {
        /// The dialled leg.
        leg: LegId,
    },
    /// A dialled telephone was answered.
    Answered {
        /// The dialled leg.
        leg: LegId,
    },
    /// The station behind an answered page leg has vanished: the page was closed, or the network
    /// is gone. The leg lives on in silence until it is hung up or its agent is back.
    Parted {
        /// The page leg.
        leg: LegId,
    },
    /// A parted leg has a station again, and hears and is heard as before.
    Returned {
        /// The page leg.
        leg: LegId,
    },
    /// A leg is no more, for whatever reason. The last word about that leg.
    Ended {
        /// The leg.
        leg: LegId,
        /// Why.
        cause: LegEnd,
    },
    /// A recording cannot go on: the disk is full, say. The call does.
    RecordingFailed {
        /// The leg that was recorded.
        leg: LegId,
        /// The recording.
        recording: RecordingId,
    },
    /// Prompts were played to their end.
    Played {
        /// Who heard them.
        leg: LegId,
        /// From [`Order::Play`].
        play: u32,
    },
    /// One more key of digits that nobody may hear, on a leg that is joined. Never journalled: how fast
    /// somebody keys in tells something about a PIN.
    Keyed {
        /// Whose keys.
        leg: LegId,
        /// From [`Order::Gather`].
        gather: u32,
        /// How many so far.
        keys: u8,
    },
    /// A gather is over.
    Gathered {
        /// Whose keys.
        leg: LegId,
        /// From [`Order::Gather`].
        gather: u32,
        /// What was keyed.
        outcome: Gathered,
    },
    /// The bank has answered a verification, or has not.
    Redeemed {
        /// The leg.
        leg: LegId,
        /// From [`Order::Redeem`].
        attempt: u32,
        /// The bank's word.
        outcome: Verification,
    },
}

/// Why a leg ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegEnd {
    /// The other side hung up an answered leg, or gave up one that was ringing.
    HungUp,
    /// We ended it, as ordered.
    Released,
    /// The dialled telephone refused, with a SIP status of 400–699.
    Refused(u16),
    /// The dialled telephone could not be reached or never answered.
    Unreachable,
    /// Nothing has been heard from it for the time set: gone without a word.
    Lost,
    /// It answered without a usable codec, or broke the protocol.
    Unusable,
}

/// Outcome of a gather.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gathered {
    /// Digits in clear ([`Keep::Open`]).
    Digits(String),
    /// Digits kept under a handle.
    Kept(Handle),
    /// No key in time.
    Silent,
    /// Too few keys.
    TooFew,
}

/// The bank's word about a number and a PIN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verification {
    /// They belong together.
    Verified(CustomerRef),
    /// They do not; tries that remain before the PIN locks.
    Wrong {
        /// Tries left.
        left: u8,
    },
    /// The PIN is locked.
    Locked,
    /// The bank did not answer in time, or answered nonsense.
    Unavailable,
}
