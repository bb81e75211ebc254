//! What people remember of contacts. Nothing that was typed is ever lost: a text that comes from a
//! window which did not know the newest version is kept aside, and the window is told the newest.
//!
//! Notes go the way of the journal (durable within 50 ms, spilled when the database is away) and are
//! sealed under the key of the customer they are about. An autosave of somebody takes the place of
//! the same person's of a moment before, so that typing leaves a version a minute.

pub(crate) mod table;

use crate::recent::Recent;
use crate::sealed::Place;
use crate::{Batch, ContactChange, Error, Result, Store, now};
use std::fmt;
use tokio::sync::Mutex;
use vocabulary::{AccountId, ContactId, Span, Time};
use zeroize::Zeroizing;

/// Contacts whose notes are remembered: what is being written stands here before the database has it.
const REMEMBERED: usize = 4_096;

/// So long a person's next text takes the place of the last.
const ONE_SITTING: Span = Span::seconds(60);

/// What somebody wrote, a note or a message. Printing it shows nothing; [`NoteText::expose`] is the one way to the words.
#[derive(Clone, PartialEq)]
pub struct NoteText(Zeroizing<String>);

impl NoteText {
    /// Takes a text.
    pub fn new(text: &str) -> NoteText {
        NoteText(Zeroizing::new(text.to_owned()))
    }

    /// One that was sealed.
    pub(crate) fn of(opened: Zeroizing<String>) -> NoteText {
        NoteText(opened)
    }

    /// The words in clear.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for NoteText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("note")
    }
}

/// The newest note about a contact.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Its version: what a next text must have been made from.
    pub version: u64,
    /// Who wrote it last.
    pub by: AccountId,
    /// When.
    pub at: Time,
    /// The text.
    pub text: NoteText,
}

/// What became of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Kept {
    /// It is the newest note.
    Newest {
        /// Its version.
        version: u64,
        /// When it was kept.
        at: Time,
        /// Whether it begins a sitting: worth an entry of the journal.
        begins: bool,
    },
    /// It is kept aside, for there is a newer note than the one it was made from.
    Aside(Note),
}

/// What is remembered of a contact's notes.
#[derive(Clone, Default)]
struct Known {
    newest: Option<Note>,
    /// Begin of the sitting that the newest is part of.
    sitting: Time,
    last: u64,
}

/// The notes being written.
pub(crate) struct Notes(Mutex<Recent<ContactId, Known>>);

impl Notes {
    /// Forgets all that was read.
    pub(crate) async fn forget(&self) {
        self.0.lock().await.clear();
    }
}

impl Default for Notes {
    fn default() -> Notes {
        Notes(Mutex::new(Recent::new(REMEMBERED)))
    }
}

/// Where a sealed note stands.
pub(crate) fn note_place(contact: ContactId, version: u64) -> Place {
    Place::new("notes", "sealed", format_args!("{}/{version}", contact.0))
}

impl Store {
    /// The newest note about a contact, if there is one.
    ///
    /// # Errors
    /// As [`crate::Reader::unseal`].
    pub async fn note(&self, contact: ContactId) -> Result<Option<Note>> {
        let mut known = self.notes.0.lock().await;
        if let Some(known) = known.get(&contact) {
            return Ok(known.newest.clone());
        }
        let read = self.read_notes(contact).await?;
        known.put(contact, read.clone());
        Ok(read.newest)
    }

    /// Keeps a text that was made from version `base` (0: from nothing); it is durable when this
    /// returns, within 50 ms.
    ///
    /// # Errors
    /// [`Error::NotWriting`] when the journal takes nothing; as [`crate::Reader::unseal`] otherwise.
    pub async fn keep_note(
        &self,
        contact: ContactId,
        by: AccountId,
        base: u64,
        text: &NoteText,
    ) -> Result<Kept> {
        let mut remembered = self.notes.0.lock().await;
        let mut known = match remembered.get(&contact) {
            Some(known) => known.clone(),
            None => self.read_notes(contact).await?,
        };
        let newest = known.newest.as_ref().map_or(0, |note| note.version);
        let (version, at) = (known.last + 1, now());
        let aside = base != newest;
        let same_sitting = !aside
            && at - known.sitting < ONE_SITTING
            && known.newest.as_ref().is_some_and(|note| note.by == by);
        let replaces = same_sitting.then_some(newest);
        let change = ContactChange::Note { contact, version, aside, by, at, replaces, text: text.clone() };
        let batch = Batch { records: Vec::new(), changes: vec![change] };
        let durable = self.journal.append_heard(batch).map_err(|_| Error::NotWriting)?;
        known.last = version;
        if !aside {
            known.newest = Some(Note { version, by, at, text: text.clone() });
            if !same_sitting {
                known.sitting = at;
            }
        }
        let newest = known.newest.clone();
        remembered.put(contact, known);
        // Others write meanwhile. Nobody is told that a text is kept before a power cut leaves it.
        drop(remembered);
        if durable.await.is_err() {
            self.notes.0.lock().await.remove(&contact);
            return Err(Error::NotWriting);
        }
        Ok(match newest.filter(|_| aside) {
            Some(newer) => Kept::Aside(newer),
            None => Kept::Newest { version, at, begins: !same_sitting },
        })
    }

    /// Whether there is a note about a contact.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn is_noted(&self, contact: ContactId) -> Result<bool> {
        if let Some(known) = self.notes.0.lock().await.get(&contact) {
            return Ok(known.newest.is_some());
        }
        self.reader.within(table::exists(self.reader.db(), contact)).await
    }

    /// An erased note is none; its version is not given again.
    async fn read_notes(&self, contact: ContactId) -> Result<Known> {
        let rows = self.reader.within(table::list(self.reader.db(), contact)).await?;
        let last = rows.last().map_or(0, |row| row.version);
        let Some(row) = rows.iter().rev().find(|row| !row.aside) else {
            return Ok(Known { newest: None, sitting: Time(0), last });
        };
        let newest = match self.reader.unseal(&row.sealed).await {
            Ok(text) => Some(Note { version: row.version, by: row.by, at: row.at, text: NoteText(text) }),
            Err(Error::Sealed(crate::sealed::Error::Erased)) => None,
            Err(error) => return Err(error),
        };
        Ok(Known { newest, sitting: Time(0), last })
    }
}
