//! The plan: what a bank configures about its floor. Checked whole before it is journalled;
//! from then on it is part of the floor's state.

mod desk;
mod outside;
pub use desk::{Desk, Disposition, Script, SecureEntry};
pub use outside::{AfterHours, CallbackTerms, Trunk};

use crate::{AgentId, FlowName, Language, LineName, PromptName, QueueName, SkillName, Span};
use serde::{Deserialize, Serialize};

mod serving;
pub use serving::{
    AgentRouting, Channel, Choice, Closing, Discipline, Novice, ORDINARY, Overflow, PROFICIENCY,
    QueueRouting, Target, Widening,
};

/// Everything the floor needs to know to serve.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Plan {
    /// Called numbers.
    pub lines: Vec<Line>,
    /// Queues, each with its promise.
    pub queues: Vec<Queue>,
    /// Agents with a telephone at a fixed address.
    pub agents: Vec<Agent>,
    /// Business hours by name.
    pub calendars: Vec<Calendar>,
    /// The flows' texts: replay needs the words that were in force.
    pub flows: Vec<FlowText>,
    /// What is set about agents' desks.
    #[serde(default)]
    pub desk: Desk,
    /// The bank's own time zone, an IANA name: its days and months are those of the figures.
    /// UTC when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Agents who are led together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<Team>,
    /// How telephones outside are called.
    #[serde(default, skip_serializing_if = "is_default")]
    pub trunk: Trunk,
    /// Where customers open chats.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chats: Vec<ChatLine>,
}

/// Agents who are led together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Team {
    /// Its name.
    pub name: String,
    /// Who is in it.
    pub agents: Vec<AgentId>,
    /// The department it is a part of.
    #[serde(default)]
    pub department: Option<String>,
}

/// A number that customers call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Name for people and figures.
    pub name: LineName,
    /// User part of the request URI that reaches it.
    pub called: String,
    /// The language it greets in.
    pub language: Language,
    /// The flow it enters.
    pub flow: FlowName,
    /// Whether the policy asks for a recording announcement on it.
    pub announce_recording: bool,
    /// Priority of its callers: a line for customers who come first. 0 is ordinary.
    #[serde(default)]
    pub priority: u8,
}

/// Where customers open chats: what a number is for calls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChatLine {
    /// Name for people and figures; no other line bears it.
    pub name: LineName,
    /// The language it is served in, unless the customer asks for another.
    pub language: Language,
    /// The queue it leads to, which holds chats.
    pub queue: QueueName,
    /// Priority of its customers. 0 is ordinary.
    #[serde(default)]
    pub priority: u8,
}

/// Where contacts wait.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Queue {
    /// Its name.
    pub name: QueueName,
    /// When it is open; without one, always.
    pub calendar: Option<String>,
    /// Skills that every contact of it needs.
    pub skills: Vec<SkillName>,
    /// Contacts that may wait at once; one more is *full*.
    pub capacity: u32,
    /// How long an agent's telephone rings before the offer is withdrawn.
    pub ring: Span,
    /// Wrap-up time after a talk.
    pub wrap_up: Span,
    /// How often position and wait are told; never when zero.
    pub announce_every: Span,
    /// What is heard while waiting.
    pub music: PromptName,
    /// T of the service level.
    pub service_level: Span,
    /// Abandons up to this wait count as short.
    pub short_abandon: Span,
    /// How its contacts are served.
    #[serde(default, skip_serializing_if = "is_default")]
    pub routing: QueueRouting,
    /// Whether its conversations are recorded.
    #[serde(default = "recorded")]
    pub record: bool,
}

/// A queue of a plan that was written before there were recordings.
fn recorded() -> bool {
    true
}

/// A member of staff with a telephone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agent {
    /// The agent's number.
    pub id: AgentId,
    /// SIP URI of the telephone, or `page` for one who is called in the browser.
    pub address: String,
    /// What the agent can do.
    pub skills: Vec<SkillName>,
    /// Ready as soon as the centre starts: until there is a page to sign in on, and in the
    /// demonstration.
    pub ready_at_start: bool,
    /// What the agent may be given.
    #[serde(default, skip_serializing_if = "is_default")]
    pub routing: AgentRouting,
}

/// Business hours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calendar {
    /// Its name.
    pub name: String,
    /// IANA time zone: `Asia/Seoul`.
    pub zone: String,
    /// Opening hours of Monday … Sunday, each as `HH:MM-HH:MM` spans in local time. A span that
    /// ends at `24:00` runs to midnight.
    pub week: [Vec<String>; 7],
    /// Days that differ: holidays (no spans), make-up working days.
    pub exceptions: Vec<DayException>,
}

/// A day that does not follow the week.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DayException {
    /// `YYYY-MM-DD`.
    pub date: String,
    /// Its spans; none when closed.
    pub hours: Vec<String>,
}

/// A flow as written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FlowText {
    /// Its name.
    pub name: FlowName,
    /// The file's text.
    pub text: String,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
