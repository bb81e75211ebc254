//! Contact changes made safe to store, and what they do to a row.

use super::{ContactChange, ContactRow, caller_place};
use crate::messages::{Message, message_place};
use crate::notes::{NoteText, note_place};
use crate::promises::{Keeper, Promise, promise_place};
use crate::sealed::{DataKey, KeyId, MasterKey, Owner, Place, Sealed};
use indicators::Fact;
use serde::{Deserialize, Serialize};
use vocabulary::journal::{EndReason, RecordingOutcome};
use vocabulary::{
    AccountId, AgentId, ContactId, CustomerRef, DispositionCode, Language, LineName, PhoneNumber, QueueName,
    RecordingId, Span, Time,
};

/// The column name that a caller's blind index is bound to.
pub(crate) const CALLER_INDEX: &str = "contacts/caller";

/// A [`ContactChange`] without anything personal in clear: fit for database and spill log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub(crate) enum SealedChange {
    Opened {
        contact: ContactId,
        at: Time,
        line: LineName,
        language: Language,
        caller: Option<NewSealed>,
    },
    Customer {
        contact: ContactId,
        customer: CustomerRef,
        verified: bool,
    },
    NoCustomer {
        contact: ContactId,
    },
    Disposition {
        contact: ContactId,
        code: DispositionCode,
    },
    Note {
        contact: ContactId,
        version: u64,
        aside: bool,
        by: AccountId,
        at: Time,
        replaces: Option<u64>,
        text: NewSealed,
    },
    Message {
        contact: ContactId,
        number: u64,
        by: Option<AccountId>,
        sent: u64,
        at: Time,
        text: NewSealed,
    },
    Promise {
        contact: ContactId,
        key: String,
        by: AccountId,
        at: Time,
        due: Time,
        agent: Option<AgentId>,
        team: Option<String>,
        text: NewSealed,
    },
    Recording {
        contact: ContactId,
        recording: RecordingId,
        at: Time,
        outcome: Option<RecordingOutcome>,
    },
    Closed {
        contact: ContactId,
        at: Time,
        reason: EndReason,
        queue: Option<QueueName>,
        agent: Option<AgentId>,
        wait: Option<Span>,
        talk: Option<Span>,
    },
    Counted {
        fact: Box<Fact>,
    },
}

/// A value sealed under a key that was drawn for it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct NewSealed {
    /// The key, wrapped for the contact.
    #[serde(with = "hex_text")]
    pub(crate) wrapped: Vec<u8>,
    #[serde(with = "hex_text")]
    pub(crate) bytes: Vec<u8>,
    #[serde(with = "hex_text")]
    pub(crate) index: Vec<u8>,
}

impl std::fmt::Debug for NewSealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("sealed")
    }
}

impl SealedChange {
    /// Seals what is personal.
    pub(crate) fn seal(change: ContactChange, master: &MasterKey) -> SealedChange {
        match change {
            ContactChange::Opened { contact, at, line, language, caller } => {
                let caller = caller.map(|number| seal_caller(contact, &number, master));
                SealedChange::Opened { contact, at, line, language, caller }
            }
            ContactChange::Customer { contact, customer, verified } => {
                SealedChange::Customer { contact, customer, verified }
            }
            ContactChange::NoCustomer { contact } => SealedChange::NoCustomer { contact },
            ContactChange::Disposition { contact, code } => SealedChange::Disposition { contact, code },
            ContactChange::Note { contact, version, aside, by, at, replaces, text } => {
                let text = seal_text(contact, &note_place(contact, version), &text, master);
                SealedChange::Note { contact, version, aside, by, at, replaces, text }
            }
            ContactChange::Message { contact, message: Message { number, by, sent, at, text } } => {
                let text = seal_text(contact, &message_place(contact, number), &text, master);
                SealedChange::Message { contact, number, by, sent, at, text }
            }
            ContactChange::Promise(promise) => {
                let Promise { key, contact, by, at, due, keeper, text, settled: _ } = *promise;
                let text = seal_text(contact, &promise_place(&key), &text, master);
                let (agent, team) = match keeper {
                    Keeper::Agent(agent) => (Some(agent), None),
                    Keeper::Team(team) => (None, Some(team)),
                };
                SealedChange::Promise { contact, key, by, at, due, agent, team, text }
            }
            ContactChange::Recording { contact, recording, at, outcome } => {
                SealedChange::Recording { contact, recording, at, outcome }
            }
            ContactChange::Closed { contact, at, reason, queue, agent, wait, talk } => {
                SealedChange::Closed { contact, at, reason, queue, agent, wait, talk }
            }
            ContactChange::Counted { fact } => SealedChange::Counted { fact },
        }
    }

    /// The contact it is about.
    pub(crate) fn contact(&self) -> ContactId {
        match self {
            SealedChange::Opened { contact, .. }
            | SealedChange::Customer { contact, .. }
            | SealedChange::NoCustomer { contact }
            | SealedChange::Disposition { contact, .. }
            | SealedChange::Note { contact, .. }
            | SealedChange::Message { contact, .. }
            | SealedChange::Promise { contact, .. }
            | SealedChange::Recording { contact, .. }
            | SealedChange::Closed { contact, .. } => *contact,
            SealedChange::Counted { fact } => fact.contact,
        }
    }
}

/// Seals a calling number under a new key of its contact.
fn seal_caller(contact: ContactId, number: &PhoneNumber, master: &MasterKey) -> NewSealed {
    let key = DataKey::generate();
    NewSealed {
        wrapped: master.wrap(&Owner::Contact(contact), &key).0,
        bytes: key.seal(&caller_place(contact), number.expose().as_bytes()),
        index: master.blind_index(CALLER_INDEX, number.expose()),
    }
}

/// Seals what was written under a key drawn for it. The writer seals it anew under the key of whoever
/// the contact belongs to: only there is that known.
fn seal_text(contact: ContactId, place: &Place, text: &NoteText, master: &MasterKey) -> NewSealed {
    let key = DataKey::generate();
    NewSealed {
        wrapped: master.wrap(&Owner::Contact(contact), &key).0,
        bytes: key.seal(place, text.expose().as_bytes()),
        index: Vec::new(),
    }
}

impl ContactRow {
    /// The row of a contact that begins; `key` is the id its data key got.
    pub(crate) fn opened(
        contact: ContactId,
        at: Time,
        line: LineName,
        language: Language,
        caller: Option<(KeyId, NewSealed)>,
    ) -> ContactRow {
        let (caller, caller_index) = match caller {
            Some((key, new)) => {
                (Some(Sealed { key, place: caller_place(contact), bytes: new.bytes }), Some(new.index))
            }
            None => (None, None),
        };
        ContactRow {
            contact,
            opened_at: at,
            closed_at: None,
            reason: None,
            line,
            language,
            customer: None,
            verified: false,
            caller,
            queue: None,
            agent: None,
            wait: None,
            talk: None,
            disposition: None,
            fact: None,
            caller_index,
        }
    }
}

mod hex_text {
    use serde::{Deserialize, Deserializer, Serializer};
    use std::borrow::Cow;

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        hex::decode(&*Cow::<'de, str>::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
