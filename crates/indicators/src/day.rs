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

    /// Of several things at once the one that takes most of the agent.
    fn weight(self) -> u8 {
        match self {
            Doing::NotReady(_) | Doing::Ready => 0,
            Doing::Offered(_) => 1,
            Doing::WrapUp(_) => 2,
            Doing::Talking(_) => 3,
        }
    }
}

/// What an agent has in hand, as the records go by.
struct Hands {
    /// Without anything in hand.
    idle: Doing,
    /// In the order in which it came; chats are marked.
    held: Vec<(Doing, bool)>,
}

impl Hands {
    /// What the agent does now: of equals, what was there first.
    fn doing(&self) -> Doing {
        let mut doing = self.idle;
        for (other, _) in &self.held {
            if other.weight() > doing.weight() {
                doing = *other;
            }
        }
        doing
    }

    /// Takes an entry in; whether it says what the agent does.
    fn take(&mut self, entry: &Entry) -> bool {
        match entry {
            // One who serves finishes first; the entry comes again then.
            Entry::AgentReady { .. } | Entry::AgentNotReady { .. } if !self.held.is_empty() => return false,
            Entry::AgentReady { .. } => self.idle = Doing::Ready,
            Entry::AgentNotReady { reason, .. } => self.idle = Doing::NotReady(*reason),
            Entry::Offered { contact, leg, .. } => {
                // Nobody has two calls: the end of the one before is lost.
                self.held.retain(|(_, is_chat)| leg.is_none() || *is_chat);
                self.hold(*contact, Doing::Offered(*contact), leg.is_none());
            }
            Entry::Connected { contact, .. } => self.hold(*contact, Doing::Talking(*contact), false),
            Entry::WrapUpStarted { contact, .. } => self.hold(*contact, Doing::WrapUp(*contact), false),
            Entry::OfferFailed { contact, .. }
            | Entry::AgentLost { contact, .. }
            | Entry::Transferred { contact, .. }
            | Entry::WrapUpEnded { contact, .. } => {
                self.idle = Doing::Ready;
                self.let_go(*contact);
            }
            // A talk without wrap-up ends by it; of others the agent is through with it already.
            Entry::ContactClosed { contact, .. } => return self.let_go(*contact),
            _ => return false,
        }
        true
    }

    /// Has a contact in hand, and is ready after it unless something else is said.
    fn hold(&mut self, contact: ContactId, doing: Doing, is_chat: bool) {
        self.idle = Doing::Ready;
        match self.held.iter_mut().find(|(held, _)| held.contact() == Some(contact)) {
            Some((held, _)) => *held = doing,
            None => self.held.push((doing, is_chat)),
        }
    }

    /// Whether it was in hand.
    fn let_go(&mut self, contact: ContactId) -> bool {
        let before = self.held.len();
        self.held.retain(|(doing, _)| doing.contact() != Some(contact));
        self.held.len() < before
    }
}

/// The stretches between two moments out of an agent's records, the last before them included. Before
/// the first record nothing is known, and nothing said; nor of chats that were in hand then, until
/// something happens to them.
pub fn stretches(records: &[Record], from: Time, to: Time) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut now: Option<(Time, Doing)> = None;
    let mut hands = Hands { idle: Doing::NotReady(NotReady::SignedOut), held: Vec::new() };
    for record in records {
        let before = hands.doing();
        if !hands.take(&record.entry) || (now.is_some() && hands.doing() == before) {
            continue;
        }
        close(&mut found, now, record.at, from);
        now = Some((record.at, hands.doing()));
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
        let offered = Entry::Offered { contact, agent: KIM, leg: Some(LegId(3)), why: None };
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

    #[test]
    fn of_a_call_and_chats_the_day_tells_what_takes_most_of_the_agent() {
        let (call, chat, other) = (ContactId(7), ContactId(8), ContactId(9));
        let offered = |contact, leg| Entry::Offered { contact, agent: KIM, leg, why: None };
        let connected = |contact| Entry::Connected { contact, agent: KIM };
        check(
            &[
                (10, Entry::AgentReady { agent: KIM }),
                (12, offered(chat, None)),
                (14, connected(chat)),
                (20, offered(call, Some(LegId(3)))),
                (22, connected(call)),
                (30, Entry::WrapUpStarted { contact: chat, agent: KIM, until: Time(0) }),
                (35, Entry::AgentNotReady { agent: KIM, reason: NotReady::Meal }),
                (40, Entry::WrapUpStarted { contact: call, agent: KIM, until: Time(0) }),
                (50, Entry::WrapUpEnded { contact: chat, agent: KIM }),
                (60, Entry::WrapUpEnded { contact: call, agent: KIM }),
                (60, Entry::AgentNotReady { agent: KIM, reason: NotReady::Meal }),
                (70, Entry::AgentReady { agent: KIM }),
                (80, offered(other, None)),
                (85, Entry::OfferFailed { contact: other, agent: KIM, cause: OfferFailure::CallerLeft }),
            ],
            &[
                (10, 12, Doing::Ready),
                (12, 14, Doing::Offered(chat)),
                (14, 30, Doing::Talking(chat)),
                (30, 40, Doing::Talking(call)),
                (40, 50, Doing::WrapUp(chat)),
                (50, 60, Doing::WrapUp(call)),
                (60, 70, Doing::NotReady(NotReady::Meal)),
                (70, 80, Doing::Ready),
                (80, 85, Doing::Offered(other)),
                (85, 100, Doing::Ready),
            ],
        );
    }
}
