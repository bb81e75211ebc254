//! One window of an agent: what happens to that agent, in order.

use super::{Desks, Keyed, ScreenId, Window};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::sync::watch;
use vocabulary::journal::{Entry, Record};
use vocabulary::{AgentId, ContactId};

/// A window that is open. Dropped, it is closed.
pub struct Screen {
    id: ScreenId,
    agent: AgentId,
    desks: Desks,
    live: broadcast::Receiver<Arc<Record>>,
    keys: broadcast::Receiver<Keyed>,
    superseded: watch::Receiver<Option<ScreenId>>,
    /// The call in hand, as far as the records say.
    contact: Option<ContactId>,
    /// The chats in hand.
    chats: BTreeSet<ContactId>,
}

/// Something that happens to an agent, or to the contact in hand.
#[derive(Debug, Clone, PartialEq)]
pub enum Happens {
    /// An entry of the journal.
    Entry(Arc<Record>),
    /// The customer of the call in hand pressed a key that nobody may see.
    Keyed(Keyed),
    /// Entries were missed: look at everything anew.
    Missed,
    /// A newer window of the same kind took over.
    Superseded,
    /// The centre stops.
    Stopped,
}

impl Screen {
    pub(crate) fn new(
        desks: Desks,
        agent: AgentId,
        window: Window,
        live: broadcast::Receiver<Arc<Record>>,
        keys: broadcast::Receiver<Keyed>,
    ) -> Screen {
        // Watched first: whoever supersedes this window the moment it is there is noticed.
        let superseded = desks.0.superseded.subscribe();
        let id = desks.open(agent, window);
        Screen { id, agent, desks, live, keys, superseded, contact: None, chats: BTreeSet::new() }
    }

    /// The page says that it lives; whether nobody knew that any more.
    pub fn beat(&self) -> bool {
        self.desks.beat(self.agent, self.id)
    }

    /// The call that the page shows: its entries are told, too.
    pub fn follow(&mut self, contact: Option<ContactId>) {
        self.contact = contact;
    }

    /// The chats that the page shows: their entries are told, too.
    pub fn follow_chats(&mut self, chats: impl IntoIterator<Item = ContactId>) {
        self.chats = chats.into_iter().collect();
    }

    /// What happens next. Nothing is lost when the wait is given up.
    pub async fn next(&mut self) -> Happens {
        loop {
            if !self.desks.is_current(self.agent, self.id) {
                return Happens::Superseded;
            }
            tokio::select! {
                biased;
                // The sender lives as long as the desks do.
                _ = self.superseded.changed() => {}
                // Before records: the last key was pressed before the entry that says that it was the last.
                keyed = self.keys.recv() => match keyed {
                    Ok(keyed) if self.contact == Some(keyed.contact) => return Happens::Keyed(keyed),
                    Ok(_) | Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return Happens::Stopped,
                },
                record = self.live.recv() => match record {
                    Ok(record) if self.concerns(&record.entry) => return Happens::Entry(record),
                    Ok(_) => {}
                    Err(RecvError::Lagged(_)) => return Happens::Missed,
                    Err(RecvError::Closed) => return Happens::Stopped,
                },
            }
        }
    }

    fn concerns(&mut self, entry: &Entry) -> bool {
        if let Entry::Offered { contact, agent, leg, .. } = entry
            && *agent == self.agent
        {
            match leg {
                Some(_) => self.contact = Some(*contact),
                None => drop(self.chats.insert(*contact)),
            }
        }
        let own = match entry {
            // Of a contact that another agent served after this one.
            Entry::ContactClosed { .. } => false,
            entry => entry.agent() == Some(self.agent),
        };
        let shown = |contact| self.contact == Some(contact) || self.chats.contains(&contact);
        own || entry.contact().is_some_and(shown)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.desks.close(self.agent, self.id);
    }
}
