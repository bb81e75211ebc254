//! What is written in chats. Nothing that was said is lost, and nothing is said twice: whoever hears no
//! answer sends the same again, by a number of its own, and is told what became of it.
//!
//! Messages go the way of the journal, as notes do (durable within 50 ms, spilled when the database is
//! away), and are sealed under the key of the customer, to which they move once that is known. Of the
//! journal they are no part.

pub(crate) mod table;

use crate::notes::NoteText;
use crate::recent::Recent;
use crate::sealed::Place;
use crate::{Batch, ContactChange, Error, Result, Store, now};
use tokio::sync::Mutex;
use vocabulary::{AccountId, ContactId, Time};

/// Chats that are remembered: more than a site has open at once.
const REMEMBERED: usize = 1_024;

/// The most messages of one chat. One more is refused: somebody else than a person writes.
pub const MOST_MESSAGES: usize = 1_000;

/// Something that was written in a chat.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Its place in the chat, from 1.
    pub number: u64,
    /// The agent's account; none of what the customer wrote.
    pub by: Option<AccountId>,
    /// The writer's own number for it: rising, one writer's each once.
    pub sent: u64,
    /// When.
    pub at: Time,
    /// The text.
    pub text: NoteText,
}

/// What became of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// It is part of the chat now.
    New(Message),
    /// It was already: the answer was lost.
    Again(Message),
    /// The chat holds as much as a chat may hold.
    Full,
}

/// The chats in which somebody writes.
pub(crate) struct Messages(Mutex<Recent<ContactId, Vec<Message>>>);

impl Messages {
    /// Forgets all that was read.
    pub(crate) async fn forget(&self) {
        self.0.lock().await.clear();
    }
}

impl Default for Messages {
    fn default() -> Messages {
        Messages(Mutex::new(Recent::new(REMEMBERED)))
    }
}

/// Where a sealed message stands.
pub(crate) fn message_place(contact: ContactId, number: u64) -> Place {
    Place::new("messages", "sealed", format_args!("{}/{number}", contact.0))
}

impl Store {
    /// What was written in a chat after the message of a number (0: all of it), in order.
    ///
    /// # Errors
    /// As [`crate::Reader::unseal`].
    pub async fn messages(&self, contact: ContactId, after: u64) -> Result<Vec<Message>> {
        let mut known = self.messages.0.lock().await;
        let all = match known.get(&contact) {
            Some(all) => all.clone(),
            None => {
                let read = self.read_messages(contact).await?;
                known.put(contact, read.clone());
                read
            }
        };
        Ok(all.into_iter().filter(|message| message.number > after).collect())
    }

    /// Says something in a chat; it is durable when this returns, within 50 ms. `sent` is the writer's
    /// own number for it, above those before: one that is not is taken for what came before.
    ///
    /// # Errors
    /// [`Error::NotWriting`] when the journal takes nothing; as [`crate::Reader::unseal`] otherwise.
    pub async fn say(
        &self,
        contact: ContactId,
        by: Option<AccountId>,
        sent: u64,
        text: &NoteText,
    ) -> Result<Said> {
        let mut remembered = self.messages.0.lock().await;
        let mut all = match remembered.get(&contact) {
            Some(all) => all.clone(),
            None => self.read_messages(contact).await?,
        };
        let before = all.iter().rev().find(|message| message.by == by && message.sent >= sent);
        if let Some(before) = before {
            let same = all.iter().find(|message| message.by == by && message.sent == sent);
            return Ok(Said::Again(same.unwrap_or(before).clone()));
        }
        if all.len() >= MOST_MESSAGES {
            return Ok(Said::Full);
        }
        let number = all.last().map_or(0, |last| last.number) + 1;
        let message = Message { number, by, sent, at: now(), text: text.clone() };
        let change = ContactChange::Message { contact, message: message.clone() };
        let batch = Batch { records: Vec::new(), changes: vec![change] };
        let durable = self.journal.append_heard(batch).map_err(|_| Error::NotWriting)?;
        all.push(message.clone());
        remembered.put(contact, all);
        // Others write meanwhile. Nobody is told that a text is kept before a power cut leaves it.
        drop(remembered);
        if durable.await.is_err() {
            self.messages.0.lock().await.remove(&contact);
            return Err(Error::NotWriting);
        }
        Ok(Said::New(message))
    }

    /// What was erased is no message any more; its number is not given again.
    async fn read_messages(&self, contact: ContactId) -> Result<Vec<Message>> {
        let rows = self.reader.within(table::list(self.reader.db(), contact)).await?;
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            let text = match self.reader.unseal(&row.sealed).await {
                Ok(text) => NoteText::of(text),
                Err(Error::Sealed(crate::sealed::Error::Erased)) => NoteText::new(""),
                Err(error) => return Err(error),
            };
            all.push(Message { number: row.number, by: row.by, sent: row.sent, at: row.at, text });
        }
        Ok(all)
    }
}
