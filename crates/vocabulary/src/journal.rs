//! What stands in the floor journal: outcomes, in one total order.
//!
//! Entries are outcomes, not inputs, so that replaying is applying. They carry ids and never a
//! personal value: no telephone number, no customer number, no name. Variants and fields are only
//! ever added, with a default, never renamed: a journal of the first release opens in every later
//! one.

mod about;
mod callbacks;
mod caller;
mod chosen;
mod flow;
mod promises;
mod reasons;
mod record;
mod secure_entry;
mod verification_call;

pub use callbacks::{CallbackFailure, CallbackOutcome, Rest};
pub use caller::CallerWord;
pub use chosen::{Chosen, ChosenBy};
pub use flow::{FlowAct, FlowPosition};
pub use promises::{PromiseStep, PromiseTold};
pub use reasons::{EndReason, NotReady, OfferFailure, RecordingOutcome, Unverified};
pub use record::{Cause, Past, Record};
pub use secure_entry::{KeyedPart, SecureOutcome};
pub use verification_call::{VerificationCall, VerificationStep};

use crate::plan::{Plan, Target};
use crate::voice::{LegEnd, SecretKind};
use crate::{
    AgentId, ContactId, CustomerRef, DispositionCode, Epoch, Handle, Language, LegId, LineName, NodeName,
    PromptName, QueueName, RecordingId, Skills, Span, Tier, Time,
};
use serde::{Deserialize, Serialize};

/// Version of the record's shape, written into every row.
pub const VERSION: u16 = 1;

/// Something that happened on the floor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Entry {
    /// A leader took the floor: at every start, and after a failover.
    LeadershipTaken {
        /// The new term.
        epoch: Epoch,
    },
    /// A plan came into force.
    Configured {
        /// All of it.
        plan: Box<Plan>,
    },
    /// A voice node is there, with no legs.
    NodeJoined {
        /// Which.
        node: NodeName,
    },
    /// A voice node is gone with all its legs.
    NodeLost {
        /// Which.
        node: NodeName,
    },
    /// An agent can be offered contacts.
    AgentReady {
        /// Who.
        agent: AgentId,
    },
    /// An agent cannot be offered contacts.
    AgentNotReady {
        /// Who.
        agent: AgentId,
        /// Why.
        reason: NotReady,
    },
    /// Somebody closed a queue by hand: whoever comes now takes the flow's way for a closed one.
    QueueClosed {
        /// The queue.
        queue: QueueName,
        /// Whether those who wait take that way, too; if not, they are served.
        #[serde(default)]
        flush: bool,
    },
    /// Somebody opened it again; its calendar says when it is open, as ever.
    QueueOpened {
        /// The queue.
        queue: QueueName,
    },
    /// When a queue's hours end, for those who wait in it, became known; or nobody is left whom it
    /// concerns.
    ClosingSet {
        /// The queue.
        queue: QueueName,
        /// When they end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<Time>,
    },
    /// Somebody set an announcement that callers hear before anything else.
    AnnouncementSet {
        /// On which line; on all when none is named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        line: Option<LineName>,
        /// What they hear.
        prompt: PromptName,
        /// Whether the call ends after it.
        #[serde(default)]
        instead: bool,
    },
    /// Somebody took an announcement off.
    AnnouncementCleared {
        /// From which line; from all when none is named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        line: Option<LineName>,
    },
    /// A call passed admission: a contact begins.
    ContactOpened {
        /// The contact.
        contact: ContactId,
        /// Where its leg is.
        node: NodeName,
        /// The caller's leg.
        leg: LegId,
        /// The number called.
        line: LineName,
        /// The language it is greeted in.
        language: Language,
    },
    /// A customer opened a chat: a contact begins that has no legs.
    ChatOpened {
        /// The contact.
        contact: ContactId,
        /// Where it was opened.
        line: LineName,
        /// The language it is served in.
        language: Language,
    },
    /// A call was turned away before it became a contact.
    CallRefused {
        /// Where its leg is.
        node: NodeName,
        /// The caller's leg.
        leg: LegId,
        /// SIP status it got.
        status: u16,
    },
    /// The caller hears an announcement that somebody set; the flow follows.
    Announced {
        /// The contact.
        contact: ContactId,
        /// What is heard.
        prompt: PromptName,
        /// Whether the call ends after it.
        #[serde(default)]
        instead: bool,
    },
    /// The calling number belongs to this customer. It says nothing about who is calling.
    CustomerMatched {
        /// The contact.
        contact: ContactId,
        /// Whose number it is.
        customer: CustomerRef,
    },
    /// Who calls became known otherwise than by number or PIN, or is known no more.
    CallerTold {
        /// The contact.
        contact: ContactId,
        /// The agent who said so; none when it was the bank.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<AgentId>,
        /// What.
        word: CallerWord,
    },
    /// The bank told how it ranks whom the contact is thought to be of.
    CustomerRanked {
        /// The contact.
        contact: ContactId,
        /// The rank.
        tier: Tier,
    },
    /// The flow took a step.
    FlowMoved {
        /// The contact.
        contact: ContactId,
        /// Where the flow stands now.
        position: FlowPosition,
        /// What it does there.
        act: FlowAct,
    },
    /// The bank confirmed number and PIN.
    CustomerVerified {
        /// The contact.
        contact: ContactId,
        /// Who it is.
        customer: CustomerRef,
    },
    /// The bank did not confirm number and PIN.
    VerificationFailed {
        /// The contact.
        contact: ContactId,
        /// Why not.
        why: Unverified,
    },
    /// A contact joined a queue.
    Queued {
        /// The contact.
        contact: ContactId,
        /// The queue.
        queue: QueueName,
        /// The moment its waiting counts from. A contact that comes back keeps its first one.
        since: Time,
        /// Time in queue it is credited with.
        credit: Span,
        /// What it needs: the queue's skills and the flow's.
        skills: Skills,
        /// Ahead of all who came by the ordinary way: it was nearly served before.
        front: bool,
    },
    /// The caller was told position and wait.
    PositionTold {
        /// The contact.
        contact: ContactId,
        /// 1 is next.
        position: u32,
        /// The estimate, if there was one.
        wait: Option<Span>,
        /// The prompts that said so.
        prompts: Vec<PromptName>,
    },
    /// The number that calls is shown, and may be called back.
    CallerReachable {
        /// The contact.
        contact: ContactId,
        /// Another open contact of the same number, if there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        same: Option<ContactId>,
    },
    /// A caller who waits may ask, by a key, to be called back: the prompts of the
    /// [`Entry::PositionTold`] before it say so.
    CallbackOffered {
        /// The contact.
        contact: ContactId,
    },
    /// The caller asked for it, and is asked whether that is so.
    CallbackAsked {
        /// The contact.
        contact: ContactId,
        /// The question.
        prompts: Vec<PromptName>,
    },
    /// The caller did not say so, and waits on.
    CallbackDeclined {
        /// The contact.
        contact: ContactId,
    },
    /// The caller said so: the place is kept, whatever becomes of the call.
    CallbackPromised {
        /// The contact.
        contact: ContactId,
        /// By when the customer will probably be called: of ten such waits nine are over by then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<Time>,
        /// The words of farewell.
        prompts: Vec<PromptName>,
    },
    /// The call is over, and the place is kept: the contact waits on without its customer.
    PlaceKept {
        /// The contact.
        contact: ContactId,
        /// Whether we end the call; else it is over.
        #[serde(default)]
        release: bool,
    },
    /// A place that is kept is in the line.
    PlaceResumed {
        /// The contact.
        contact: ContactId,
        /// When the hours end in which call-backs are made.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Time>,
    },
    /// A place that is kept is out of the line for a while; its time in queue goes on.
    PlaceRested {
        /// The contact.
        contact: ContactId,
        /// When it is looked at again; when something happens, if there is no such moment.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Time>,
        /// Why.
        why: Rest,
    },
    /// The agent has picked up, and the customer is being called.
    CallbackDialled {
        /// The contact.
        contact: ContactId,
        /// The agent.
        agent: AgentId,
        /// The leg to the customer.
        leg: LegId,
        /// Which try it is, from 1.
        attempt: u8,
    },
    /// The customer was called and not reached; the agent is free.
    CallbackFailed {
        /// The contact.
        contact: ContactId,
        /// The agent.
        agent: AgentId,
        /// Why not.
        cause: CallbackFailure,
    },
    /// The place is kept no longer, and nobody was reached. The contact's end follows.
    CallbackOver {
        /// The contact.
        contact: ContactId,
        /// Why.
        outcome: CallbackOutcome,
        /// The contact that has the place now, if one has.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        taken_by: Option<ContactId>,
    },
    /// A contact has waited so long that its need widened.
    Widened {
        /// The contact.
        contact: ContactId,
        /// How many widenings have taken place.
        stage: u8,
    },
    /// A contact was kept for the agent who knows the customer as long as was promised.
    KeptNoLonger {
        /// The contact.
        contact: ContactId,
        /// For whom it was kept.
        agent: AgentId,
    },
    /// A contact waited too long, or found too many before it, and goes elsewhere. A
    /// [`Entry::Queued`] or a [`Entry::FlowMoved`] follows.
    Overflowed {
        /// The contact.
        contact: ContactId,
        /// The queue it leaves or was to join.
        from: QueueName,
        /// Where to.
        to: Target,
    },
    /// A contact was to go elsewhere, where nobody takes it now: it waits on.
    Stayed {
        /// The contact.
        contact: ContactId,
        /// Where it was to go.
        to: Target,
    },
    /// Until when an agent is offered contacts became known, or is known otherwise.
    ShiftSet {
        /// The agent.
        agent: AgentId,
        /// When the shift ends; no end is known when there is none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ends: Option<Time>,
        /// From when nothing new is offered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        last_offer: Option<Time>,
        /// When the next shift begins, by the calendar.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        again: Option<Time>,
        /// Whether somebody said so; else the calendar did.
        #[serde(default)]
        by_hand: bool,
    },
    /// The agent's shift is about to end: nothing new is offered.
    LastOfferPassed {
        /// The agent.
        agent: AgentId,
    },
    /// An agent's telephone is being called for a contact, or a chat is shown to an agent who may
    /// accept it.
    Offered {
        /// The contact.
        contact: ContactId,
        /// The agent.
        agent: AgentId,
        /// The leg to the agent; none of a chat.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        leg: Option<LegId>,
        /// Why this agent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Chosen>,
    },
    /// The agent's telephone rings.
    AgentRinging {
        /// The contact.
        contact: ContactId,
        /// The agent.
        agent: AgentId,
    },
    /// An offer came to nothing; the contact waits on, first in line, unless it ends by the next
    /// entry.
    OfferFailed {
        /// The contact.
        contact: ContactId,
        /// The agent.
        agent: AgentId,
        /// Why.
        cause: OfferFailure,
    },
    /// Customer and agent hear each other; of a chat, the agent has accepted it.
    Connected {
        /// The contact.
        contact: ContactId,
        /// The agent.
        agent: AgentId,
    },
    /// The customer hears music at the agent's wish, and the agent nothing.
    Held {
        /// The contact.
        contact: ContactId,
        /// The agent.
        agent: AgentId,
    },
    /// Customer and agent hear each other again.
    Retrieved {
        /// The contact.
        contact: ContactId,
        /// The agent.
        agent: AgentId,
    },
    /// The customer is asked to key in a secret, at the wish of the agent who is on the line.
    SecureEntryAsked {
        /// The contact.
        contact: ContactId,
        /// The agent.
        agent: AgentId,
        /// Which secret.
        what: SecretKind,
        /// What of it.
        part: KeyedPart,
        /// The customer number, once it was keyed in.
        number: Option<Handle>,
    },
    /// It was keyed in, and the bank is asked.
    SecureEntryKeyed {
        /// The contact.
        contact: ContactId,
        /// The agent.
        agent: AgentId,
        /// Which secret.
        what: SecretKind,
        /// The customer number, if it was keyed in.
        number: Option<Handle>,
        /// The secret: its handle works once.
        secret: Handle,
    },
    /// It is over.
    SecureEntryOver {
        /// The contact.
        contact: ContactId,
        /// The agent who wished it.
        agent: AgentId,
        /// Which secret.
        what: SecretKind,
        /// What became of it.
        outcome: SecureOutcome,
    },
    /// The agent calls the customer back at the registered number.
    VerificationCall(VerificationCall),
    /// The agent's browser telephone has vanished in mid-call: the customer hears music, and the
    /// agent has some seconds to come back. Of a chat, the agent's page has.
    AgentParted {
        /// The contact.
        contact: ContactId,
        /// The agent.
        agent: AgentId,
        /// When another agent is sought.
        until: Time,
    },
    /// The agent came back in time.
    AgentReturned {
        /// The contact.
        contact: ContactId,
        /// The agent.
        agent: AgentId,
    },
    /// The agent sent the customer to a queue. A [`Entry::Queued`] follows; the talk ends here.
    Transferred {
        /// The contact.
        contact: ContactId,
        /// The agent who had it.
        agent: AgentId,
        /// Where to.
        queue: QueueName,
    },
    /// The agent's leg is gone in mid-call; the contact is to be served by another.
    AgentLost {
        /// The contact.
        contact: ContactId,
        /// The agent.
        agent: AgentId,
        /// How the leg ended.
        cause: LegEnd,
    },
    /// The contact is being recorded, from its first answer on.
    RecordingStarted {
        /// The contact.
        contact: ContactId,
        /// The recording.
        recording: RecordingId,
    },
    /// The recording is over. What follows (sealing, archive) is not the floor's business.
    RecordingEnded {
        /// The contact.
        contact: ContactId,
        /// The recording.
        recording: RecordingId,
        /// How it ended.
        outcome: RecordingOutcome,
    },
    /// The conversation is over. Wrap-up may follow.
    ContactEnded {
        /// The contact.
        contact: ContactId,
        /// How it ended.
        reason: EndReason,
    },
    /// The agent who served has time to finish the matter.
    WrapUpStarted {
        /// The contact.
        contact: ContactId,
        /// The agent.
        agent: AgentId,
        /// When the time is up.
        until: Time,
    },
    /// The agent asked for some more time.
    WrapUpExtended {
        /// The contact.
        contact: ContactId,
        /// The agent.
        agent: AgentId,
        /// When the time is up now.
        until: Time,
    },
    /// The agent is through with the contact.
    WrapUpEnded {
        /// The contact.
        contact: ContactId,
        /// The agent.
        agent: AgentId,
    },
    /// Somebody said what the matter was; also after the contact is closed.
    DispositionSet {
        /// The contact.
        contact: ContactId,
        /// What it was.
        code: DispositionCode,
    },
    /// Somebody wrote a note, or went on with it; also after the contact is closed. The text is sealed elsewhere.
    NoteKept {
        /// The contact.
        contact: ContactId,
        /// The note's version.
        version: u64,
    },
    /// Something was promised, or such a promise came to its end; mostly after the contact is closed.
    Promise(PromiseTold),
    /// The contact's journal is complete. Nothing follows about it but what people add: what the
    /// matter was, notes, and promises.
    ContactClosed {
        /// The contact.
        contact: ContactId,
        /// How it ended.
        reason: EndReason,
        /// The queue it reached, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        queue: Option<QueueName>,
        /// Who served it last.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<AgentId>,
        /// From joining the queue to the first answer; none when it was never answered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        wait: Option<Span>,
        /// Time spent talking, over all agents.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        talk: Option<Span>,
    },
    /// A contact of another system's log: whole, in the entries that a live one would have left.
    /// The floor has no part in it; what the log says happened, agents in two places included.
    Imported {
        /// The contact.
        contact: ContactId,
        /// The mapping it was read by.
        source: LineName,
        /// The customer's rank, if the log had one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tier: Option<String>,
        /// What is odd about it, by the keys of `calllog::Oddity`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        odd: Vec<String>,
        /// Its entries, in order.
        entries: Vec<Past>,
    },
}
