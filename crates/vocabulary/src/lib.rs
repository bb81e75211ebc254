//! The ground floor: the words all rooms speak.
//!
//! Nothing here decides anything. A type stands here when two rooms that may not
//! see each other must mean the same thing by it: the orders the floor sends to
//! a voice node, the entries of the journal, the plan a bank configures.

pub mod ids;
pub mod journal;
pub mod language;
pub mod plan;
pub mod secret;
pub mod telephone;
pub mod time;
pub mod voice;

pub use ids::{
    AccountId, AgentId, ContactId, CustomerRef, DispositionCode, Epoch, FlowName, Handle, LegId, LineName,
    NodeName, PromptName, QueueName, Sequence, SkillName, StepName,
};
pub use language::{Language, Texts};
pub use secret::SecretDigits;
pub use telephone::PhoneNumber;
pub use time::{Span, Time};
