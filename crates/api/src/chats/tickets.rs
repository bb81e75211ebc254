//! Tickets to open a chat: in memory, for some minutes, each for one chat.

use rand::random;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use vocabulary::{CustomerRef, Language, LineName};

/// How long a ticket works: the page that shows it may still be loading.
pub(crate) const LASTS: Duration = Duration::from_secs(5 * 60);
/// Tickets at once. One more is refused: the oldest are of customers who are about to write.
const MOST: usize = 16_384;
/// Octets of a ticket: too many to guess.
const OCTETS: usize = 32;

/// What a ticket opens.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Admission {
    /// Where.
    pub line: LineName,
    /// In which language, if not that of the line.
    pub language: Option<Language>,
    /// Who it is, as the bank's own pages say.
    pub customer: Option<CustomerRef>,
}

/// All tickets that are out.
#[derive(Default)]
pub(crate) struct ChatTickets(Mutex<HashMap<String, (Admission, Instant)>>);

impl ChatTickets {
    /// Gives one out; `None` when there are too many.
    pub fn give(&self, admission: Admission, now: Instant) -> Option<String> {
        let mut all = self.all();
        if all.len() >= MOST {
            all.retain(|_, (_, until)| *until > now);
        }
        if all.len() >= MOST {
            return None;
        }
        let ticket = hex::encode(random::<[u8; OCTETS]>());
        all.insert(ticket.clone(), (admission, now + LASTS));
        Some(ticket)
    }

    /// Takes one back, for good; `None` when there is none such, or not any more.
    pub fn take(&self, ticket: &str, now: Instant) -> Option<Admission> {
        self.all().remove(ticket).filter(|(_, until)| *until > now).map(|(admission, _)| admission)
    }

    fn all(&self) -> MutexGuard<'_, HashMap<String, (Admission, Instant)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_works_once_and_for_a_while() {
        let (tickets, now) = (ChatTickets::default(), Instant::now());
        let line = LineName::new("web").unwrap();
        let admission = Admission { line, language: None, customer: None };
        let give = || tickets.give(admission.clone(), now).unwrap();
        let (first, second) = (give(), give());
        assert_ne!(first, second);
        assert_eq!(tickets.take(&first, now), Some(admission.clone()));
        assert_eq!(tickets.take(&first, now), None, "it works once");
        assert_eq!(tickets.take(&second, now + LASTS), None, "it is too late");
        (0..MOST).for_each(|_| drop(give()));
        assert_eq!(tickets.give(admission.clone(), now), None, "there are too many");
        assert!(tickets.give(admission.clone(), now + LASTS).is_some(), "the old ones are over");
    }
}
