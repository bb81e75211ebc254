//! Tickets to hear a recording: in memory, for some minutes.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use trust::{Actor, may};
use vocabulary::RecordingId;

/// How long a ticket works: longer than most calls, so that one is enough to hear them.
pub(crate) const LASTS: Duration = Duration::from_secs(15 * 60);
/// Tickets at once. The oldest goes when there are more.
const MOST: usize = 4_096;
/// Octets of a ticket: too many to guess.
const OCTETS: usize = 32;

/// Who may hear what.
#[derive(Clone)]
pub(crate) struct Given {
    /// Whom it was given to. Each use asks whether the account is still in force.
    pub actor: Actor<may::RecordingsListen>,
    /// Which recording.
    pub recording: RecordingId,
    /// Whether it is on record that somebody hears it.
    pub is_on_record: bool,
    until: Instant,
}

/// All tickets that are out.
#[derive(Default)]
pub(crate) struct Tickets(Mutex<HashMap<String, Given>>);

impl Tickets {
    /// Gives one out.
    pub fn give(&self, actor: &Actor<may::RecordingsListen>, recording: RecordingId) -> String {
        let ticket = hex::encode(rand::random::<[u8; OCTETS]>());
        let now = Instant::now();
        let mut all = self.all();
        all.retain(|_, given| given.until > now);
        if all.len() >= MOST {
            let oldest = all.iter().min_by_key(|(_, given)| given.until).map(|(ticket, _)| ticket.clone());
            oldest.and_then(|oldest| all.remove(&oldest));
        }
        all.insert(
            ticket.clone(),
            Given { actor: actor.clone(), recording, is_on_record: false, until: now + LASTS },
        );
        ticket
    }

    /// What a ticket is for; `None` when there is no such ticket, or not any more.
    pub fn find(&self, ticket: &str) -> Option<Given> {
        self.all().get(ticket).filter(|given| given.until > Instant::now()).cloned()
    }

    /// From now on it is on record that somebody hears it.
    pub fn is_on_record(&self, ticket: &str) {
        if let Some(given) = self.all().get_mut(ticket) {
            given.is_on_record = true;
        }
    }

    fn all(&self) -> MutexGuard<'_, HashMap<String, Given>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
