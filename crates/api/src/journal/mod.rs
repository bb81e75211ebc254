//! Journal entries as the outside sees them: in a contact's journal, and as they happen.

mod caller;
mod fields;
mod filled;
mod reasons;
mod secure_entry;
mod verification_call;

use fields::EntryFields;
use serde::Serialize;
use serde_json::Value;
use trust::{Actor, Permission, Permit};
use utoipa::ToSchema;
use vocabulary::ContactId;
use vocabulary::journal::Record;

/// What an actor may see of an entry. An event tells no more than its reader could look up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sight {
    /// The entry's fields.
    pub journal: bool,
    /// Which contact it is about, and which customer.
    pub contacts: bool,
    /// Which agent it is about.
    pub agents: bool,
}

impl Sight {
    /// Only that something happened.
    pub const NOTHING: Sight = Sight { journal: false, contacts: false, agents: false };

    pub fn of<P: Permit>(actor: &Actor<P>) -> Sight {
        Sight {
            journal: actor.may(Permission::JournalRead),
            contacts: actor.may(Permission::ContactsRead),
            agents: actor.may(Permission::AgentsRead),
        }
    }
}

/// The journal of a contact.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ContactJournal {
    #[schema(example = "C-17")]
    contact: String,
    /// In order.
    entries: Vec<Entry>,
}

impl ContactJournal {
    /// All of it, as far as `sight` reaches.
    pub fn new(contact: ContactId, records: &[Record], sight: Sight) -> ContactJournal {
        let entries = records.iter().flat_map(|record| Entry::all(record, sight)).collect();
        ContactJournal { contact: contact.to_string(), entries }
    }
}

/// An entry of the journal: its place, its time, its kind, and the fields of that kind.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Entry {
    /// Its place in the one journal of the floor.
    #[schema(example = "J-4711")]
    sequence: String,
    /// When the floor decided it.
    #[schema(format = DateTime)]
    at: String,
    /// The account of whoever did it, where a person acted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "U-3")]
    by: Option<String>,
    #[serde(flatten)]
    fields: EntryFields,
}

impl Entry {
    /// A record's entry, and before it those of the log it was imported from, each at the record's
    /// place and its own moment.
    fn all(record: &Record, sight: Sight) -> impl Iterator<Item = Entry> {
        let past = match &record.entry {
            vocabulary::journal::Entry::Imported { entries, .. } => entries.as_slice(),
            _ => &[],
        };
        let past = past.iter().map(move |past| Entry {
            sequence: record.sequence.to_string(),
            at: past.at.to_string(),
            by: None,
            fields: EntryFields::new(&past.entry, sight.contacts),
        });
        past.chain(std::iter::once(Entry::new(record, sight)))
    }

    fn new(record: &Record, sight: Sight) -> Entry {
        Entry {
            sequence: record.sequence.to_string(),
            at: record.at.to_string(),
            by: record.by.map(|account| account.to_string()),
            fields: EntryFields::new(&record.entry, sight.contacts),
        }
    }
}

/// An entry as JSON for those who follow events. Who may not read the journal learns that something
/// happened, and of which kind; about whom, as far as those may be seen.
pub(crate) fn event(record: &Record, sight: Sight) -> Value {
    let mut entry = serde_json::to_value(Entry::new(record, sight))
        .expect("an entry made of named strings and numbers is JSON");
    if let Some(fields) = entry.as_object_mut()
        && !sight.journal
    {
        fields.retain(|name, _| match name.as_str() {
            "sequence" | "at" | "kind" => true,
            "contact" => sight.contacts,
            "agent" => sight.agents,
            _ => false,
        });
    }
    entry
}

#[cfg(test)]
mod tests;
