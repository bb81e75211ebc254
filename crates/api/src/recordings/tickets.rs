//! Tickets to hear a recording: in memory, for some minutes.

use super::playing::Playing;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use trust::sessions::SessionId;
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
    /// The session whose cookie has to come with it; none of a ticket that was given to a token, which an audio element
    /// cannot send.
    pub bound_to: Option<SessionId>,
    /// What is heard with it. Whoever asks waits until the one before is on record.
    pub playing: Arc<tokio::sync::Mutex<Playing>>,
    until: Instant,
}

/// All tickets that are out.
#[derive(Default)]
pub(crate) struct Tickets(Mutex<HashMap<String, Given>>);

impl Tickets {
    /// Gives one out.
    pub fn give(
        &self,
        actor: &Actor<may::RecordingsListen>,
        recording: RecordingId,
        bound_to: Option<SessionId>,
    ) -> String {
        let ticket = hex::encode(rand::random::<[u8; OCTETS]>());
        let now = Instant::now();
        let mut all = self.all();
        all.retain(|_, given| given.until > now);
        if all.len() >= MOST {
            let oldest = all.iter().min_by_key(|(_, given)| given.until).map(|(ticket, _)| ticket.clone());
            oldest.and_then(|oldest| all.remove(&oldest));
        }
        let (actor, playing, until) = (actor.clone(), Arc::default(), now + LASTS);
        all.insert(ticket.clone(), Given { actor, recording, bound_to, playing, until });
        ticket
    }

    /// What a ticket is for; `None` when there is no such ticket, or not any more.
    pub fn find(&self, ticket: &str) -> Option<Given> {
        self.all().get(ticket).filter(|given| given.until > Instant::now()).cloned()
    }

    fn all(&self) -> MutexGuard<'_, HashMap<String, Given>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
