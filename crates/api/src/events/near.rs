//! Which entries are about somebody whom a reader reaches.

use crate::rooms::{Reached, Rooms};
use std::collections::HashMap;
use vocabulary::ContactId;
use vocabulary::journal::Record;

/// Contacts that are remembered; when there are more, all are looked at anew.
const MOST: usize = 10_000;

/// One reader's reach, and what is known of contacts.
pub(super) struct Near {
    reached: Reached,
    known: HashMap<ContactId, bool>,
}

impl Near {
    pub fn new(reached: Reached) -> Near {
        Near { reached, known: HashMap::new() }
    }

    /// From now on somebody else may be reached.
    pub fn reaches(&mut self, reached: Reached) {
        if self.reached != reached {
            *self = Near::new(reached);
        }
    }

    /// Whether an entry is about nobody, or about somebody within reach. A contact is, from the entry on that
    /// brings it to an agent who is; when that cannot be found out, it is not.
    pub async fn is_near(&mut self, rooms: &Rooms, record: &Record) -> bool {
        if self.reached == Reached::All {
            return true;
        }
        let agent = record.entry.agent();
        let Some(contact) = record.entry.contact() else {
            return agent.is_none_or(|agent| self.reached.agent(agent));
        };
        if self.known.len() >= MOST {
            self.known.clear();
        }
        if self.reached.any([agent]) {
            self.known.insert(contact, true);
            return true;
        }
        if let Some(known) = self.known.get(&contact) {
            return *known;
        }
        let is_near = rooms.is_reached(&self.reached, contact).await.unwrap_or(false);
        self.known.insert(contact, is_near);
        is_near
    }
}
