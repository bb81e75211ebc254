//! What the page is told of a secret that the customer keys in.

use super::told::{SecureEntry, SecureStage};
use centre::KeyingStage;
use centre::desk::KeyedView;
use vocabulary::journal::{Entry, KeyedPart, SecureOutcome};

/// How far it has come.
pub(super) fn shown(view: KeyedView) -> SecureEntry {
    let stage = match view.stage {
        KeyingStage::Number => SecureStage::Number,
        KeyingStage::Secret => SecureStage::Secret,
        KeyingStage::Judged => SecureStage::Judged,
    };
    SecureEntry { what: view.kind.into(), stage, keys: view.keys, tries_left: None }
}

/// What an entry says of it; `None` when it is about something else.
pub(super) fn told(entry: &Entry) -> Option<SecureEntry> {
    let (what, stage, tries_left) = match entry {
        Entry::SecureEntryAsked { what, part: KeyedPart::Number, .. } => (what, SecureStage::Number, None),
        Entry::SecureEntryAsked { what, part: KeyedPart::Secret, .. } => (what, SecureStage::Secret, None),
        Entry::SecureEntryKeyed { what, .. } => (what, SecureStage::Judged, None),
        Entry::SecureEntryOver { what, outcome, .. } => {
            let (stage, left) = over(*outcome);
            (what, stage, left)
        }
        _ => return None,
    };
    Some(SecureEntry { what: (*what).into(), stage, keys: 0, tries_left })
}

fn over(outcome: SecureOutcome) -> (SecureStage, Option<u8>) {
    match outcome {
        SecureOutcome::Right => (SecureStage::Right, None),
        SecureOutcome::Wrong { left } => (SecureStage::Wrong, Some(left)),
        SecureOutcome::Locked => (SecureStage::Locked, None),
        SecureOutcome::Unavailable => (SecureStage::Unavailable, None),
        SecureOutcome::Silent => (SecureStage::Silent, None),
        SecureOutcome::TooFew => (SecureStage::TooFew, None),
        SecureOutcome::Stopped => (SecureStage::Stopped, None),
        SecureOutcome::Unanswered => (SecureStage::Unanswered, None),
    }
}
