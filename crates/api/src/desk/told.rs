//! What an agent's page is told.

use super::asked::{PanelName, Secret, Window};
use crate::chats::transfer::ChatMessage;
use crate::words::{Doing, EndReason, Language, NotReady};
use serde::Serialize;
use serde_json::{Number, Value};

/// A frame for the page.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Told {
    /// The frame of this number was obeyed.
    Done { id: u64 },
    /// The frame of this number was not obeyed; none for a frame that had no number.
    Refused { id: Option<Number>, problem: Trouble },
    /// Everything the page needs to show how things stand: the answer to `hello`.
    Welcome(Box<Welcome>),
    /// The agent's state changed; `why` says so in words when the agent did not do it.
    State { state: Doing, since: String, not_ready: Option<NotReady>, why: Option<String> },
    /// The telephone rings. All that is known about the customer comes with it.
    Ring { contact: Box<Contact> },
    /// The agent has picked up a call-back, and the customer's telephone is being called.
    Dialling { contact: String, at: String },
    /// It rings no more, and was not answered; or a customer was called back and not reached.
    RingEnded { contact: String, why: RingEnd },
    /// Customer and agent hear each other.
    Connected { contact: String, at: String },
    /// The customer hears music.
    Held { contact: String, at: String },
    /// Customer and agent hear each other again.
    Retrieved { contact: String, at: String },
    /// The customer keys in a secret: how far that has come.
    SecureEntry { contact: String, entry: SecureEntry },
    /// The customer is called back at the registered number: how far that has come.
    VerificationCall { contact: String, at: String, call: VerificationCall },
    /// The telephone's connection is gone; the customer hears music until then.
    Parted { contact: String, until: String },
    /// The telephone is back in the talk.
    Returned { contact: String },
    /// The talk is over.
    Ended { contact: String, reason: TalkEnd, wrap_up_until: Option<String> },
    /// The time to finish the matter ends later now.
    WrapUp { contact: String, until: String },
    /// The contact is off the desk.
    Closed { contact: String },
    /// A panel of the customer's view that came late, of the call or of a chat.
    View { contact: String, panel: PanelName, value: Value },
    /// What is known about who calls.
    Level { contact: String, level: Level, known: Known },
    /// What the matter was is on record, from whichever window.
    Disposition { contact: String, code: String },
    /// The note is kept, as this version.
    NoteKept { contact: String, version: u64, at: String },
    /// There is a newer note than the one that was sent; what was sent is kept aside.
    NoteNewer { contact: String, version: u64, text: String, at: String },
    /// The answer to the browser telephone's offer.
    PhoneAnswer { sdp: String },
    /// How the browser's telephone is connected. Shares are 0 to 1, times milliseconds.
    Phone { state: PhoneState, loss: Option<f64>, jitter_ms: Option<f64>, rtt_ms: Option<f64> },
    /// A chat in hand, as it stands now.
    Chat { chat: Chat },
    /// What is said in one, in order; after `welcome`, and when the chat comes to the desk, all of it.
    ChatSaid { contact: String, messages: Vec<ChatMessage> },
    /// A chat is off the desk.
    ChatGone { contact: String },
    /// The answer to a beat.
    Beat { n: u64 },
    /// Another window of the same kind took over; this one is closed.
    Superseded,
    /// The last frame of a connection.
    Over { why: String },
}

/// Why a frame was not obeyed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
pub(crate) struct Trouble {
    /// The last part of a problem's type: `conflict`.
    pub code: String,
    /// What is wrong, and what to do.
    pub detail: String,
}

/// How things stand.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
pub(crate) struct Welcome {
    pub agent: Agent,
    pub window: Window,
    /// The server's moment.
    pub at: String,
    pub state: Doing,
    pub since: String,
    pub not_ready: Option<NotReady>,
    /// The page was away: why the agent was made not ready meanwhile, and since when.
    pub away: Option<Away>,
    /// Reasons an agent can give.
    pub reasons: Vec<Coded>,
    /// What a matter can have been.
    pub dispositions: Vec<Coded>,
    /// Where a contact can be transferred to.
    pub queues: Vec<String>,
    pub settings: Settings,
    /// The call in hand.
    pub contact: Option<Contact>,
    /// The chats in hand, oldest first.
    pub chats: Vec<Chat>,
    /// What the agent served last, newest first.
    pub work: Vec<Recent>,
}

/// Who sits at the desk.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
pub(crate) struct Agent {
    pub id: String,
    /// The account's name.
    pub name: String,
    pub skills: Vec<String>,
    /// `page` for one who is called in the browser.
    pub address: String,
}

/// Why an agent was made not ready while the page was away.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
pub(crate) struct Away {
    pub reason: NotReady,
    pub since: String,
}

/// A code and what it is called.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
pub(crate) struct Coded {
    pub code: String,
    pub texts: Texts,
}

/// One text in three languages.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
pub(crate) struct Texts {
    pub zh: String,
    pub ko: String,
    pub en: String,
}

/// What the page keeps to. Spans are seconds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
pub(crate) struct Settings {
    /// How often the page says that it lives.
    pub beat_s: f64,
    /// After so long without a beat the agent is made not ready.
    pub frozen_after_s: f64,
    /// How long a customer hears music when the telephone's connection is gone.
    pub parted_s: f64,
    /// The most text a note may hold, in bytes of UTF-8.
    pub note_bytes: usize,
    /// By how much a wrap-up can be extended; null when it cannot.
    pub wrap_up_more_s: Option<f64>,
}

/// The contact on the desk.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
pub(crate) struct Contact {
    pub id: String,
    pub leg: Option<String>,
    pub queue: Option<String>,
    pub line: String,
    pub language: Language,
    pub opened: String,
    /// From joining the queue to being offered or answered.
    pub waited_s: f64,
    /// The calling number behind its mask; null when it was withheld.
    pub caller: Option<String>,
    pub level: Level,
    pub known: Known,
    /// `offered`, `talking` or `wrap_up`.
    pub phase: Doing,
    pub since: String,
    /// What the bank says about the customer (`CustomerView` of the OpenAPI document); null for one
    /// whom the bank does not know.
    pub view: Option<Value>,
    /// What to say first, as the line and its flow chose.
    pub script: Option<Script>,
    pub note: Note,
    pub disposition: Option<String>,
    pub held: bool,
    /// The secret that the customer keys in, while that goes on.
    pub secure_entry: Option<SecureEntry>,
    /// The call to the registered number, while one is under way.
    pub verification_call: Option<VerificationCall>,
    /// Whether it is a call-back: the customer is called once the agent has picked up.
    pub callback: bool,
    /// Whether the customer's telephone is being called.
    pub dialling: bool,
    pub parted_until: Option<String>,
    pub wrap_up_until: Option<String>,
}

/// How far a customer has come who keys in a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
pub(crate) struct SecureEntry {
    pub what: Secret,
    pub stage: SecureStage,
    /// How many keys were pressed of what is being keyed in; never which.
    pub keys: u8,
    /// Tries left before it locks, when it was wrong.
    pub tries_left: Option<u8>,
}

/// How far a call to the registered number has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
pub(crate) struct VerificationCall {
    pub stage: VerificationStage,
    /// Why nobody was reached.
    pub why: Option<RingEnd>,
}

/// What goes on, and at last what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
pub(crate) enum VerificationStage {
    /// The talk is over; the number is called in a moment.
    Begun,
    /// The telephone there is being called.
    Dialled,
    /// Somebody answered, and is the customer: the talk goes on.
    Answered,
    /// Nobody did; the agent is alone on the line.
    Failed,
}

/// What goes on, and at last what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
pub(crate) enum SecureStage {
    /// The customer number is keyed in.
    Number,
    /// The secret is keyed in.
    Secret,
    /// The bank is asked.
    Judged,
    Right,
    Wrong,
    Locked,
    Unavailable,
    Silent,
    TooFew,
    Stopped,
    Unanswered,
}

/// A chat on the desk.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
pub(crate) struct Chat {
    pub id: String,
    pub queue: Option<String>,
    pub line: String,
    pub language: Language,
    pub opened: String,
    /// From joining the queue to now, or to being accepted.
    pub waited_s: f64,
    /// *Identified* at the most: nobody keys in a secret in a chat.
    pub level: Level,
    pub known: Known,
    /// As of a call; what comes late is told by `view`.
    pub view: Option<Value>,
    /// `offered`, `talking` or `wrap_up`.
    pub phase: Doing,
    pub since: String,
    /// While it is offered: until when it can be accepted.
    pub accept_until: Option<String>,
    pub wrap_up_until: Option<String>,
    pub disposition: Option<String>,
}

/// What to say.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
pub(crate) struct Script {
    pub title: String,
    pub text: String,
}

/// What is to be remembered; version 0 is the empty one.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
pub(crate) struct Note {
    pub version: u64,
    pub text: String,
}

/// A contact of before.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
pub(crate) struct Recent {
    pub contact: String,
    pub opened: String,
    pub closed: Option<String>,
    pub queue: Option<String>,
    pub line: String,
    pub language: Language,
    pub caller: Option<String>,
    pub reason: Option<EndReason>,
    pub talk_s: Option<f64>,
    pub disposition: Option<String>,
    /// Whether there is a note.
    pub noted: bool,
}

/// How it is known who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
pub(crate) struct Known {
    /// How the level was reached; null when nothing is known.
    pub how: Option<How>,
    /// Whether the caller is somebody else than the customer.
    pub third_party: bool,
    /// How many customers registered the number that calls, when it is several; else 0.
    pub holders: usize,
}

/// How somebody is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
pub(crate) enum How {
    /// By the number that calls.
    Number,
    /// By the bank's own pages, where the chat was opened.
    Invitation,
    /// By what the caller said to an agent.
    Agent,
    /// By customer number and PIN, before an agent answered.
    Flow,
    /// By a secret keyed in with an agent on the line.
    SecureEntry,
    /// By an answer at the registered number, which an agent called.
    RegisteredNumber,
    /// By a one-time code.
    OneTimeCode,
}

/// What is known about who calls. Never to be shown as more than it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
pub(crate) enum Level {
    /// Nothing.
    Unknown,
    /// The calling number is a customer's. It says nothing about who is calling.
    Matched,
    /// An agent found out whom it is about, by what the caller said.
    Identified,
    /// The bank confirmed number and PIN, or the PIN of the customer whose number calls; or the customer answered at
    /// the registered number.
    Verified,
    /// The bank confirmed a one-time code as well.
    Strong,
}

/// Why it rings no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
pub(crate) enum RingEnd {
    NoAnswer,
    Refused,
    Unreachable,
    CallerLeft,
    Interrupted,
    /// The customer was called back and did not answer.
    CustomerNoAnswer,
    CustomerEngaged,
    CustomerRefused,
    CustomerUnreachable,
    /// The customer called meanwhile.
    CustomerCalled,
    /// A supervisor took the place away.
    Cancelled,
}

/// How a talk ended for the agent who had it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
pub(crate) enum TalkEnd {
    CustomerHungUp,
    AgentHungUp,
    CustomerLost,
    /// The registered number was called, and nobody reached.
    NotReached,
    Interrupted,
    /// To a queue; the contact goes on.
    Transferred,
    /// The telephone did not come back in time; the contact goes on with another agent.
    PhoneLost,
}

/// How the browser's telephone is connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
pub(crate) enum PhoneState {
    Absent,
    Connecting,
    Connected,
    Lost,
}
