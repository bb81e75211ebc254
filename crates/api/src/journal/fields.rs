//! The fields of each kind of entry.

use super::caller::CallerSaid;
use super::reasons::{LegEnding, NotVerified, PromiseStep, Why};
use super::secure_entry::{KeyedPart, SecretKind, SecureOutcome};
use super::verification_call::CallStep;
use crate::words::{
    CallbackFailure, CallbackOutcome, EndReason, Language, NotReady, OfferFailure, RecordingOutcome, Rest,
    Tier,
};
use serde::Serialize;
use utoipa::ToSchema;

/// Kind and fields of an entry. Spans are in seconds.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum EntryFields {
    /// A leader took the floor.
    LeadershipTaken {
        epoch: String,
    },
    /// A plan came into force; its names.
    Configured {
        lines: Vec<String>,
        queues: Vec<String>,
        flows: Vec<String>,
        agents: usize,
    },
    /// A voice node is there.
    NodeJoined {
        node: String,
    },
    /// A voice node is gone with all its legs.
    NodeLost {
        node: String,
    },
    /// An agent can be offered contacts.
    AgentReady {
        agent: String,
    },
    /// An agent cannot be offered contacts.
    AgentNotReady {
        agent: String,
        reason: NotReady,
    },
    /// Somebody closed a queue by hand; `flush` says whether those who waited were sent on.
    QueueClosed {
        queue: String,
        flush: bool,
    },
    /// The queue follows its calendar again.
    QueueOpened {
        queue: String,
    },
    /// Callers of a line, or of all when it is null, hear something before anything else.
    AnnouncementSet {
        #[schema(required = true)]
        line: Option<String>,
        prompt: String,
        instead: bool,
    },
    /// They hear it no more.
    AnnouncementCleared {
        #[schema(required = true)]
        line: Option<String>,
    },
    /// The caller heard an announcement; `instead` says whether the call ended after it.
    Announced {
        contact: String,
        prompt: String,
        instead: bool,
    },
    /// A contact begins.
    ContactOpened {
        contact: String,
        node: String,
        leg: String,
        line: String,
        language: Language,
    },
    /// A customer opened a chat.
    ChatOpened {
        contact: String,
        line: String,
        language: Language,
    },
    /// A call was turned away with this SIP status before it became a contact.
    CallRefused {
        node: String,
        leg: String,
        status: u16,
    },
    /// The calling number belongs to this customer; null for readers who may not see contacts.
    CustomerMatched {
        contact: String,
        #[schema(required = true)]
        customer: Option<String>,
    },
    /// Who calls became known otherwise than by number or PIN, or is known no more; the agent is null when the
    /// bank said so, the customer for readers who may not see contacts, too.
    CallerTold {
        contact: String,
        #[schema(required = true)]
        agent: Option<String>,
        said: CallerSaid,
        #[schema(required = true)]
        customer: Option<String>,
        /// How many customers registered the number that calls, when it is several.
        #[schema(required = true)]
        holders: Option<usize>,
    },
    /// The bank told how it ranks whom the contact is thought to be of.
    CustomerRanked {
        contact: String,
        tier: Tier,
    },
    /// The flow took a step.
    FlowMoved {
        contact: String,
        flow: String,
        step: String,
        tries: u8,
        act: Act,
    },
    /// The bank confirmed number and PIN; the customer is null for readers who may not see contacts.
    CustomerVerified {
        contact: String,
        #[schema(required = true)]
        customer: Option<String>,
    },
    /// The bank did not confirm number and PIN.
    VerificationFailed {
        contact: String,
        why: NotVerified,
        #[schema(required = true)]
        tries_left: Option<u8>,
    },
    /// The contact joined a queue; its waiting counts from `since`.
    Queued {
        contact: String,
        queue: String,
        #[schema(format = DateTime)]
        since: String,
        credit: f64,
        skills: Vec<String>,
        front: bool,
    },
    /// The caller was told position and wait.
    PositionTold {
        contact: String,
        position: u32,
        #[schema(required = true)]
        wait: Option<f64>,
        prompts: Vec<String>,
    },
    /// The number that calls may be called back; `same` is another open contact of that number.
    CallerReachable {
        contact: String,
        #[schema(required = true)]
        same: Option<String>,
    },
    /// A caller who waits may ask, by a key, to be called back.
    CallbackOffered {
        contact: String,
    },
    /// The caller asked for it, and is asked whether that is so.
    CallbackAsked {
        contact: String,
    },
    /// The caller did not say so, and waits on.
    CallbackDeclined {
        contact: String,
    },
    /// The place is kept; `by` says until when the customer will probably be called.
    CallbackPromised {
        contact: String,
        #[schema(format = DateTime, required = true)]
        by: Option<String>,
    },
    /// The call is over, and the contact waits on without its customer.
    PlaceKept {
        contact: String,
    },
    /// The place is in the line; `until` is the end of the hours in which call-backs are made.
    PlaceResumed {
        contact: String,
        #[schema(format = DateTime, required = true)]
        until: Option<String>,
    },
    /// The place is out of the line for a while; its time in queue goes on.
    PlaceRested {
        contact: String,
        #[schema(format = DateTime, required = true)]
        until: Option<String>,
        why: Rest,
    },
    /// The agent has picked up, and the customer is being called.
    CallbackDialled {
        contact: String,
        agent: String,
        leg: String,
        attempt: u8,
    },
    /// The customer was called and not reached.
    CallbackFailed {
        contact: String,
        agent: String,
        cause: CallbackFailure,
    },
    /// The place is kept no longer, and nobody was reached; `taken_by` has it now.
    CallbackOver {
        contact: String,
        outcome: CallbackOutcome,
        #[schema(required = true)]
        taken_by: Option<String>,
    },
    /// A contact has waited so long that its need widened.
    Widened {
        contact: String,
        stage: u8,
    },
    /// A contact was kept for the agent who knows the customer as long as was promised.
    KeptNoLonger {
        contact: String,
        agent: String,
    },
    /// A contact goes elsewhere: to another queue, or to a flow that treats it.
    Overflowed {
        contact: String,
        from: String,
        #[schema(required = true)]
        queue: Option<String>,
        #[schema(required = true)]
        flow: Option<String>,
    },
    /// A contact was to go elsewhere, where nobody takes it now.
    Stayed {
        contact: String,
        #[schema(required = true)]
        queue: Option<String>,
        #[schema(required = true)]
        flow: Option<String>,
    },
    /// An agent's shift is about to end: nothing new is offered.
    ShiftSet {
        agent: String,
        #[schema(format = DateTime, required = true)]
        ends: Option<String>,
        #[schema(format = DateTime, required = true)]
        last_offer: Option<String>,
        by_hand: bool,
    },
    ClosingSet {
        queue: String,
        #[schema(format = DateTime, required = true)]
        at: Option<String>,
    },
    LastOfferPassed {
        agent: String,
    },
    /// An agent's telephone is being called, or the agent may accept a chat, which has no leg.
    Offered {
        contact: String,
        agent: String,
        #[schema(required = true)]
        leg: Option<String>,
        /// Why this agent; not known of offers that an earlier release made.
        #[schema(required = true)]
        why: Option<Why>,
    },
    /// The agent's telephone rings.
    AgentRinging {
        contact: String,
        agent: String,
    },
    /// An offer came to nothing.
    OfferFailed {
        contact: String,
        agent: String,
        cause: OfferFailure,
    },
    /// Customer and agent hear each other.
    Connected {
        contact: String,
        agent: String,
    },
    /// The customer hears music at the agent's wish.
    Held {
        contact: String,
        agent: String,
    },
    /// Customer and agent hear each other again.
    Retrieved {
        contact: String,
        agent: String,
    },
    /// The customer is asked to key in a secret at the agent's wish: of somebody unknown the customer number
    /// first.
    SecureEntryAsked {
        contact: String,
        agent: String,
        what: SecretKind,
        part: KeyedPart,
    },
    /// It was keyed in, and the bank is asked.
    SecureEntryKeyed {
        contact: String,
        agent: String,
        what: SecretKind,
    },
    /// It is over; `tries_left` is given when it was wrong.
    SecureEntryOver {
        contact: String,
        agent: String,
        what: SecretKind,
        outcome: SecureOutcome,
        #[schema(required = true)]
        tries_left: Option<u8>,
    },
    /// The agent calls the customer back at the registered number. The leg to it and which try it is are given when it is
    /// dialled, the cause when nobody was reached.
    VerificationCall {
        contact: String,
        agent: String,
        step: CallStep,
        #[schema(required = true)]
        leg: Option<String>,
        #[schema(required = true)]
        attempt: Option<u8>,
        #[schema(required = true)]
        cause: Option<CallbackFailure>,
    },
    /// The agent's page is gone; the customer hears music until then.
    AgentParted {
        contact: String,
        agent: String,
        #[schema(format = DateTime)]
        until: String,
    },
    /// The agent's page is back.
    AgentReturned {
        contact: String,
        agent: String,
    },
    /// The agent sent the customer to a queue.
    Transferred {
        contact: String,
        agent: String,
        queue: String,
    },
    /// The agent's leg is gone in mid-call; `status` is SIP's, when it was refused.
    AgentLost {
        contact: String,
        agent: String,
        cause: LegEnding,
        #[schema(required = true)]
        status: Option<u16>,
    },
    /// The contact is being recorded, from its first answer on.
    RecordingStarted {
        contact: String,
        recording: String,
    },
    /// The recording is over.
    RecordingEnded {
        contact: String,
        recording: String,
        outcome: RecordingOutcome,
    },
    /// The conversation is over.
    ContactEnded {
        contact: String,
        reason: EndReason,
    },
    /// The agent has time to finish the matter.
    WrapUpStarted {
        contact: String,
        agent: String,
        #[schema(format = DateTime)]
        until: String,
    },
    /// The agent asked for some more time.
    WrapUpExtended {
        contact: String,
        agent: String,
        #[schema(format = DateTime)]
        until: String,
    },
    /// Somebody said what the matter was.
    DispositionSet {
        contact: String,
        code: String,
    },
    /// Somebody wrote a note.
    NoteKept {
        contact: String,
        version: u64,
    },
    /// Something was promised, or such a promise came to its end.
    Promise {
        contact: String,
        step: PromiseStep,
        /// By when it is to be kept; of `made` alone.
        #[schema(format = DateTime, required = true)]
        due: Option<String>,
    },
    /// The agent is through with the contact.
    WrapUpEnded {
        contact: String,
        agent: String,
    },
    /// The contact's journal is complete.
    ContactClosed {
        contact: String,
        reason: EndReason,
        #[schema(required = true)]
        queue: Option<String>,
        #[schema(required = true)]
        agent: Option<String>,
        #[schema(required = true)]
        wait: Option<f64>,
        #[schema(required = true)]
        talk: Option<f64>,
    },
    /// The contact comes from another system's log, read by the mapping `source`. What the log says
    /// about it stands before this, each entry at its own moment, in a contact's journal.
    Imported {
        contact: String,
        source: String,
        odd: Vec<String>,
    },
}

/// What a flow does at a step.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[serde(tag = "do", rename_all = "snake_case")]
pub(crate) enum Act {
    /// Says prompts and goes on.
    Say { prompts: Vec<String> },
    /// Asks for keys.
    Ask { prompts: Vec<String> },
    /// Has the bank verify number and PIN.
    Verify,
    /// Puts the contact in a queue.
    Queue { queue: String, credit: f64, skills: Vec<String> },
    /// Hangs up.
    HangUp { reason: EndReason },
}
