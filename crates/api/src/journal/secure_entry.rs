//! Secure entry, as entries tell it.

use serde::Serialize;
use utoipa::ToSchema;
use vocabulary::{journal, voice};

/// A secret that a customer keys in while an agent is on the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SecretKind {
    Pin,
    OneTimeCode,
    CardCode,
}

impl From<voice::SecretKind> for SecretKind {
    fn from(kind: voice::SecretKind) -> SecretKind {
        match kind {
            voice::SecretKind::Pin => SecretKind::Pin,
            voice::SecretKind::OneTimeCode => SecretKind::OneTimeCode,
            voice::SecretKind::CardCode => SecretKind::CardCode,
        }
    }
}

/// What of it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KeyedPart {
    /// The customer number.
    Number,
    /// The secret.
    Secret,
}

impl From<journal::KeyedPart> for KeyedPart {
    fn from(part: journal::KeyedPart) -> KeyedPart {
        match part {
            journal::KeyedPart::Number => KeyedPart::Number,
            journal::KeyedPart::Secret => KeyedPart::Secret,
        }
    }
}

/// What became of a secret that was to be keyed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SecureOutcome {
    /// It is the customer's.
    Right,
    /// It is not.
    Wrong,
    /// It is locked.
    Locked,
    /// The bank gave no answer.
    Unavailable,
    /// No key in time.
    Silent,
    /// Too few keys.
    TooFew,
    /// The agent stopped it, did something else with the call, or was gone.
    Stopped,
    /// The call ended while the bank was asked.
    Unanswered,
}

/// The outcome, and the tries that are left.
pub(super) fn secure_outcome(outcome: journal::SecureOutcome) -> (SecureOutcome, Option<u8>) {
    match outcome {
        journal::SecureOutcome::Right => (SecureOutcome::Right, None),
        journal::SecureOutcome::Wrong { left } => (SecureOutcome::Wrong, Some(left)),
        journal::SecureOutcome::Locked => (SecureOutcome::Locked, None),
        journal::SecureOutcome::Unavailable => (SecureOutcome::Unavailable, None),
        journal::SecureOutcome::Silent => (SecureOutcome::Silent, None),
        journal::SecureOutcome::TooFew => (SecureOutcome::TooFew, None),
        journal::SecureOutcome::Stopped => (SecureOutcome::Stopped, None),
        journal::SecureOutcome::Unanswered => (SecureOutcome::Unanswered, None),
    }
}
