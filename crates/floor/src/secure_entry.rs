//! Secure entry: the customer keys in a secret while the agent is on the line. Both go on hearing each
//! other but for the customer's side while keys are pressed, which the voice node sees to. What is kept
//! about it stands here; what happens is decided in `decide::secure_entry`.

use crate::apply::with;
use crate::{Contact, State};
use serde::{Deserialize, Serialize};
use vocabulary::journal::{Entry, KeyedPart, SecureOutcome};
use vocabulary::plan::SecureEntry;
use vocabulary::voice::{GatherRule, Keep, Order, SecretKind};
use vocabulary::{AgentId, Handle, LegId, PromptName, Span};

/// How long the customer may look for a number or a card before the first key.
const FIRST: Span = Span::seconds(20);

/// How long between two keys: whoever reads them off a card looks away.
const BETWEEN: Span = Span::seconds(8);

/// A secret that is being keyed in, or judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keying {
    /// The agent who wished it.
    pub agent: AgentId,
    /// Which secret.
    pub kind: SecretKind,
    /// The customer number, once it was keyed in.
    pub number: Option<Handle>,
    /// The number of the gather, or of the question to the bank.
    pub act: u32,
    /// How far it has come.
    pub stage: KeyingStage,
}

/// How far a secure entry has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyingStage {
    /// The customer keys in the customer number.
    Number,
    /// The customer keys in the secret.
    Secret,
    /// The bank is asked.
    Judged,
}

/// Carries out what is about it.
pub(crate) fn apply(state: &mut State, entry: &Entry) {
    match entry {
        Entry::SecureEntryAsked { contact, agent, what, part, number } => with(state, *contact, |c| {
            c.acts += 1;
            let stage = match part {
                KeyedPart::Number => KeyingStage::Number,
                KeyedPart::Secret => KeyingStage::Secret,
            };
            let keying = Keying { agent: *agent, kind: *what, number: *number, act: c.acts, stage };
            c.keying = Some(Box::new(keying));
        }),
        Entry::SecureEntryKeyed { contact, .. } => with(state, *contact, |c| {
            c.acts += 1;
            if let Some(keying) = &mut c.keying {
                (keying.act, keying.stage) = (c.acts, KeyingStage::Judged);
            }
        }),
        Entry::SecureEntryOver { contact, what, outcome, .. } => with(state, *contact, |c| {
            c.keying = None;
            c.strong |= (*what, *outcome) == (SecretKind::OneTimeCode, SecureOutcome::Right);
        }),
        _ => {}
    }
}

/// What the voice node is to do about it.
pub(crate) fn order(state: &State, contact: &Contact, leg: LegId, entry: &Entry) -> Option<Order> {
    let next = contact.acts + 1;
    match entry {
        Entry::SecureEntryAsked { what, part, .. } => Some(Order::Gather {
            leg,
            gather: next,
            prompts: vec![question(*what, *part)],
            language: contact.language,
            rule: rule(&state.plan.desk.secure_entry, *what, *part),
        }),
        Entry::SecureEntryKeyed { number: Some(number), secret, .. } => {
            Some(Order::Redeem { leg, attempt: next, number: *number, pin: *secret })
        }
        Entry::SecureEntryKeyed { number: None, what, secret, .. } => {
            let customer = contact.customer.clone()?;
            Some(Order::Prove { leg, attempt: next, customer, kind: *what, secret: *secret })
        }
        // All other ends are the node's own.
        Entry::SecureEntryOver { outcome: SecureOutcome::Stopped, .. } => Some(Order::StopGather { leg }),
        _ => None,
    }
}

fn question(kind: SecretKind, part: KeyedPart) -> PromptName {
    let name = match (part, kind) {
        (KeyedPart::Number, _) => "number.ask",
        (KeyedPart::Secret, SecretKind::Pin) => "pin.ask",
        (KeyedPart::Secret, SecretKind::OneTimeCode) => "code.ask",
        (KeyedPart::Secret, SecretKind::CardCode) => "card_code.ask",
    };
    PromptName::new(name).expect("two words and a dot make a prompt name")
}

/// A secret is complete with its last digit; a customer number, which may be of any length, ends with the
/// hash key.
fn rule(digits: &SecureEntry, kind: SecretKind, part: KeyedPart) -> GatherRule {
    let (least, most, keep) = match part {
        KeyedPart::Number => (4, 20, Keep::Private),
        KeyedPart::Secret => (digits.digits(kind), digits.digits(kind), Keep::Secret),
    };
    GatherRule { least, most, terminator: Some('#'), first: FIRST, between: BETWEEN, keep }
}
