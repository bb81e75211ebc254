//! The ground floor: the words all rooms speak.
//!
//! Nothing here decides anything. A type stands here when two rooms that may not
//! see each other must mean the same thing by it: the orders the floor sends to
//! a voice node, the entries of the journal, the plan a bank configures.

pub mod account;
pub mod customer;
pub mod ids;
pub mod journal;
pub mod language;
pub mod money;
pub mod personal;
pub mod plan;
pub mod secret;
pub mod skills;
pub mod telephone;
pub mod time;
pub mod voice;

pub use account::{AccountNumber, CardNumber};
pub use customer::{Birthday, DocumentNumber, PersonName, Tier};
pub use ids::{
    AccountId, AgentId, ContactId, CustomerRef, DispositionCode, Epoch, FlowName, Handle, LegId, LineName,
    NodeName, PromptName, QueueName, RecordingId, Sequence, SkillName, StepName,
};
pub use language::{Language, Texts};
pub use money::{Currency, Money};
pub use personal::{Class, Personal, PersonalField, Purpose};
pub use secret::SecretDigits;
pub use skills::Skills;
pub use telephone::PhoneNumber;
pub use time::{Span, Time};

/// Why a piece of text is not the personal value it should be. Never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotPersonal {
    /// A name was expected.
    #[error("a name has a family name, and parts of up to 64 characters that print")]
    Name,
    /// The number of an identity document was expected.
    #[error("the number of an identity document has 4 to 32 letters and digits")]
    Document,
    /// An account's number was expected.
    #[error("an account's number has 6 to 34 letters and digits")]
    Account,
    /// A card's number was expected.
    #[error("a card's number has 13 to 19 digits, the last of them its check digit")]
    Card,
}
