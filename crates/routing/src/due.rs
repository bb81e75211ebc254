//! What time brings about: widening, the end of keeping, overflow, an agent's last offer.

use crate::Router;
use crate::facts::Waiting;
use crate::router::QueueAt;
use crate::seats::{Seat, SeatNo, Seats};
use crate::ways::Stage;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use vocabulary::plan::{Overflow, Target};
use vocabulary::{AgentId, ContactId, Time};

/// Something that time has brought about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// A contact has been kept for the agent who knows the customer as long as was promised.
    KeepingOver {
        /// The contact.
        contact: ContactId,
        /// For whom it was kept.
        agent: AgentId,
    },
    /// A contact has waited so long that its need widens.
    Widening {
        /// The contact.
        contact: ContactId,
        /// The stage it reaches, 1 being the first.
        stage: u8,
    },
    /// A contact has waited so long that it is to go elsewhere, if there is room.
    Overflow {
        /// The contact.
        contact: ContactId,
        /// Where to.
        to: Target,
    },
    /// An agent's shift is about to end: nothing new is offered.
    LastOffer {
        /// The agent.
        agent: AgentId,
    },
}

/// When something is due, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Timers {
    /// The first on top. Most contacts are served before anything is due: one that no longer holds
    /// stays until it comes to the top, or until such are in the majority.
    contacts: BinaryHeap<Reverse<(Time, ContactId, SeatNo)>>,
    /// How many of them hold.
    holding: usize,
    agents: BTreeSet<(Time, AgentId)>,
}

/// Fewer timers than this are not worth clearing.
const FEW_TIMERS: usize = 64;

impl Timers {
    /// Changes when something is due for a contact, which has this seat or has just left it.
    pub(crate) fn change_contact(
        &mut self,
        contact: ContactId,
        no: SeatNo,
        due: Option<Time>,
        seats: &mut Seats,
    ) {
        let before = seats.set_due(no, due);
        if before == due {
            return;
        }
        if let Some(at) = due {
            self.contacts.push(Reverse((at, contact, no)));
            self.holding += 1;
        }
        if before.is_some() {
            self.holding -= 1;
            let holds = |(at, contact, no): (Time, ContactId, SeatNo)| seats.holds(no, contact, at);
            while self.contacts.peek().is_some_and(|Reverse(first)| !holds(*first)) {
                self.contacts.pop();
            }
            if self.contacts.len() > self.holding * 2 + FEW_TIMERS {
                self.contacts.retain(|Reverse(timer)| holds(*timer));
            }
        }
    }

    pub(crate) fn change_agent(&mut self, agent: AgentId, before: Option<Time>, after: Option<Time>) {
        before.map(|at| self.agents.remove(&(at, agent)));
        after.map(|at| self.agents.insert((at, agent)));
    }

    fn first_contact(&self) -> Option<(Time, ContactId)> {
        self.contacts.peek().map(|Reverse((at, contact, _))| (*at, *contact))
    }
}

impl Router {
    /// When something is next due.
    pub fn next_due(&self) -> Option<Time> {
        let contact = self.timers.first_contact().map(|(at, _)| at);
        let agent = self.timers.agents.first().map(|(at, _)| *at);
        contact.into_iter().chain(agent).min()
    }

    /// The first thing that is due by now; agents before contacts. It stays due until it is carried
    /// out ([`Router::carry_out`] and the methods it uses) or the contact leaves.
    pub fn due(&self, now: Time) -> Option<Due> {
        if let Some((_, agent)) = self.timers.agents.first().filter(|(at, _)| *at <= now) {
            return Some(Due::LastOffer { agent: *agent });
        }
        let (_, contact) = self.timers.first_contact().filter(|(at, _)| *at <= now)?;
        let Seat { waiting, stand } = self.seats.get(contact)?;
        let queue = &self.queues[stand.queue as usize];
        next_of(waiting, self.ways.stages(stand.way), queue).map(|(_, due)| due)
    }
}

/// When something is next due for a contact that goes through these stages.
pub(crate) fn next_at(waiting: &Waiting, stages: &[Stage], queue: &QueueAt) -> Option<Time> {
    let kept = waiting.friend.filter(|friend| !friend.over).map(|friend| friend.until);
    let next = stages.get(usize::from(waiting.stage.saturating_add(1)));
    let widening = next.map(|next| waiting.since + next.after);
    let overflow = queue.overflow_of(waiting).and_then(|(_, rule)| rule.after);
    let overflow = overflow.map(|after| waiting.joined + after);
    [kept, widening, overflow].into_iter().flatten().min()
}

/// What is next due for such a contact, and when.
fn next_of(waiting: &Waiting, stages: &[Stage], queue: &QueueAt) -> Option<(Time, Due)> {
    let contact = waiting.contact;
    let kept = waiting.friend.filter(|friend| !friend.over);
    let keeping = kept.map(|friend| (friend.until, Due::KeepingOver { contact, agent: friend.agent }));
    let stage = waiting.stage.saturating_add(1);
    let widening = stages.get(usize::from(stage));
    let widening = widening.map(|next| (waiting.since + next.after, Due::Widening { contact, stage }));
    let overflow = queue.overflow_of(waiting).map(|(_, rule)| {
        let after = rule.after.expect("a rule that follows time");
        (waiting.joined + after, Due::Overflow { contact, to: rule.to.clone() })
    });
    // The first of equals holds: kept no longer, then widened, then sent away.
    let all = [keeping, widening, overflow].into_iter().flatten();
    all.reduce(|first, other| if other.0 < first.0 { other } else { first })
}

impl QueueAt {
    /// The next overflow rule of a contact that follows time, and its number.
    pub(crate) fn overflow_of(&self, waiting: &Waiting) -> Option<(u8, &Overflow)> {
        let rules = self.facts.as_ref()?.rules.overflow.iter();
        (0u8..).zip(rules).skip(usize::from(waiting.tried)).find(|(_, rule)| rule.after.is_some())
    }
}
