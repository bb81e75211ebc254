//! An agent's day, stretch by stretch, from what the journal says about that agent.

use vocabulary::journal::{Entry, NotReady, Record};
use vocabulary::{ContactId, Time};

/// A time in which an agent did one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Its begin.
    pub from: Time,
    /// Its end.
    pub to: Time,
    /// What the agent did.
    pub doing: Doing,
}

/// What an agent does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Cannot be offered contacts.
    NotReady(NotReady),
    /// Waits for one.
    Ready,
    /// Is being called.
    Offered(ContactId),
    /// Speaks with a customer.
    Talking(ContactId),
    /// Finishes a matter.
    WrapUp(ContactId),
}

impl Doing {
    /// The contact in hand.
    pub fn contact(self) -> Option<ContactId> {
        match self {
            Doing::Offered(contact) | Doing::Talking(contact) | Doing::WrapUp(contact) => Some(contact),
            Doing::NotReady(_) | Doing::Ready => None,
        }
    }

    /// What the agent does after an entry about it; `None` when it goes on.
    fn after(self, entry: &Entry) -> Option<Doing> {
        let idle = self.contact().is_none();
        match entry {
            Entry::AgentReady { .. } if idle => Some(Doing::Ready),
            Entry::AgentNotReady { reason, .. } if idle => Some(Doing::NotReady(*reason)),
            Entry::Offered { contact, .. } => Some(Doing::Offered(*contact)),
            Entry::Connected { contact, .. } => Some(Doing::Talking(*contact)),
            Entry::WrapUpStarted { contact, .. } => Some(Doing::WrapUp(*contact)),
            Entry::OfferFailed { .. }
            | Entry::AgentLost { .. }
            | Entry::Transferred { .. }
            | Entry::WrapUpEnded { .. } => Some(Doing::Ready),
            // A talk without wrap-up ends by it; of others the agent is through with it already.
            Entry::ContactClosed { contact, .. } if self.contact() == Some(*contact) => Some(Doing::Ready),
            _ => None,
        }
    }
}

/// The stretches between two moments out of an agent's records, the last before them included. Before
/// the first record nothing is known, and nothing said.
pub fn stretches(records: &[Record], from: Time, to: Time) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut now: Option<(Time, Doing)> = None;
    for record in records {
        let before = now.map_or(Doing::NotReady(NotReady::SignedOut), |(_, doing)| doing);
        let Some(doing) = before.after(&record.entry) else { continue };
        if now.is_some() && doing == before {
            continue;
        }
        close(&mut found, now, record.at, from);
        now = Some((record.at, doing));
    }
    close(&mut found, now, to, from);
    found
}

/// What took no time, or ended before, is no stretch.
fn close(found: &mut Vec<Stretch>, now: Option<(Time, Doing)>, at: Time, from: Time) {
    let Some((since, doing)) = now else { return };
    let begin = since.max(from);
    if begin < at {
        found.push(Stretch { from: begin, to: at, doing });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vocabulary::journal::{EndReason, OfferFailure};
    use vocabulary::{AgentId, LegId, Sequence};

    const KIM: AgentId = AgentId(1);

    fn check(script: &[(i64, Entry)], expected: &[(i64, i64, Doing)]) {
        let at = |second: i64| Time(second * 1_000_000);
        let records: Vec<Record> = (1..)
            .zip(script)
            .map(|(place, (second, entry))| Record {
                sequence: Sequence(place),
                at: at(*second),
                cause: None,
                by: None,
                entry: entry.clone(),
            })
            .collect();
        let found: Vec<_> = stretches(&records, at(10), at(100))
            .into_iter()
            .map(|stretch| (stretch.from.0 / 1_000_000, stretch.to.0 / 1_000_000, stretch.doing))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_day_is_told_from_what_happened_to_the_agent() {
        let contact = ContactId(7);
        let offered = Entry::Offered { contact, agent: KIM, leg: LegId(3), why: None };
        let connected = Entry::Connected { contact, agent: KIM };
        let not_ready = |reason| Entry::AgentNotReady { agent: KIM, reason };
        let closed = Entry::ContactClosed {
            contact,
            reason: EndReason::CustomerHungUp,
            queue: None,
            agent: Some(KIM),
            wait: None,
            talk: None,
        };
        check(&[], &[]);
        check(
            &[
                (2, Entry::AgentReady { agent: KIM }),
                (20, offered.clone()),
                (25, connected.clone()),
                (30, not_ready(NotReady::Meal)),
                (40, Entry::WrapUpStarted { contact, agent: KIM, until: Time(0) }),
                (50, Entry::WrapUpEnded { contact, agent: KIM }),
                (50, closed.clone()),
                (50, not_ready(NotReady::Meal)),
                (80, Entry::AgentReady { agent: KIM }),
            ],
            &[
                (10, 20, Doing::Ready),
                (20, 25, Doing::Offered(contact)),
                (25, 40, Doing::Talking(contact)),
                (40, 50, Doing::WrapUp(contact)),
                (50, 80, Doing::NotReady(NotReady::Meal)),
                (80, 100, Doing::Ready),
            ],
        );
        check(
            &[
                (20, Entry::AgentReady { agent: KIM }),
                (21, offered.clone()),
                (33, Entry::OfferFailed { contact, agent: KIM, cause: OfferFailure::NoAnswer }),
                (33, not_ready(NotReady::NoAnswer)),
                (40, Entry::AgentReady { agent: KIM }),
                (41, offered),
                (42, connected),
                (50, closed),
            ],
            &[
                (20, 21, Doing::Ready),
                (21, 33, Doing::Offered(contact)),
                (33, 40, Doing::NotReady(NotReady::NoAnswer)),
                (40, 41, Doing::Ready),
                (41, 42, Doing::Offered(contact)),
                (42, 50, Doing::Talking(contact)),
                (50, 100, Doing::Ready),
            ],
        );
    }
}
