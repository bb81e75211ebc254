//! The router: facts and the index over them, changed together.

use crate::facts::{Facts, Presence, Waiting, skill_set};
use crate::index::Index;
use crate::line::Place;
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;
use vocabulary::plan::{Agent, Queue};
use vocabulary::{AgentId, ContactId, QueueName, SkillName, Span, Time};

/// Waiting contacts, agents' presence, and the match to act on next. See the crate's page for the
/// rule and its cost.
#[derive(Clone, Default, Deserialize)]
#[serde(from = "Facts")]
pub struct Router {
    facts: Facts,
    index: Index,
}

/// A contact, and the agent to offer it to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// The contact.
    pub contact: ContactId,
    /// The agent.
    pub agent: AgentId,
}

impl Router {
    /// Brings a plan's queues and agents into force, in place of those before.
    ///
    /// Nobody is lost: contacts wait on with the skills they came with, also in a queue that is no
    /// more; agents keep their presence. An agent whom the plan does not name is never matched, but
    /// what is said about that agent's presence is remembered for a plan that does. Of two entries
    /// with one name the last one holds.
    pub fn configure(&mut self, queues: &[Queue], agents: &[Agent]) {
        let facts = &mut self.facts;
        facts.queues = queues.iter().map(|q| (q.name.clone(), skill_set(q.skills.clone()))).collect();
        facts.agents = agents.iter().map(|a| (a.id, skill_set(a.skills.clone()))).collect();
        facts.paces.retain(|queue, _| facts.queues.contains_key(queue));
        self.index = Index::of(facts);
    }

    /// A contact waits. One that waits already takes the new place and leaves the old.
    pub fn wait(&mut self, waiting: Waiting) {
        self.leave(waiting.contact);
        let waiting = Waiting { skills: skill_set(waiting.skills), ..waiting };
        if self.queue_length(&waiting.queue) == 0
            && let Some(pace) = self.facts.paces.get_mut(&waiting.queue)
        {
            pace.was_empty();
        }
        self.index.join(&waiting, &self.facts);
        self.facts.waiting.insert(waiting.contact, waiting);
    }

    /// A contact waits no longer: it is offered, or has left. `None` when it did not wait.
    pub fn leave(&mut self, contact: ContactId) -> Option<Waiting> {
        let waiting = self.facts.waiting.remove(&contact)?;
        self.index.leave(&waiting);
        Some(waiting)
    }

    /// What a contact waits for; `None` when it does not wait.
    pub fn waiting(&self, contact: ContactId) -> Option<&Waiting> {
        self.facts.waiting.get(&contact)
    }

    /// How many contacts wait in a queue.
    pub fn queue_length(&self, queue: &QueueName) -> usize {
        self.index.line(queue).map_or(0, |line| line.len())
    }

    /// The contacts that wait in a queue, in order of service.
    pub fn in_order(&self, queue: &QueueName) -> impl Iterator<Item = &Waiting> {
        let contacts = self.index.line(queue).into_iter().flat_map(|line| line.contacts());
        contacts.filter_map(|contact| self.waiting(contact))
    }

    /// An agent can be offered contacts; idle time counts from `since`, which replaces an earlier
    /// one.
    pub fn ready(&mut self, agent: AgentId, since: Time) {
        self.change_presence(agent, Presence::Ready { since });
    }

    /// An agent is signed in but cannot be offered contacts: one is being offered, or served.
    pub fn busy(&mut self, agent: AgentId) {
        self.change_presence(agent, Presence::Busy);
    }

    /// An agent is not there: signed out, or not ready.
    pub fn signed_out(&mut self, agent: AgentId) {
        self.change_presence(agent, Presence::Absent);
    }

    /// What was last said about an agent.
    pub fn presence(&self, agent: AgentId) -> Presence {
        self.facts.presence(agent)
    }

    /// The pair to act on next; `None` when nobody ready can serve anybody who waits. The same
    /// until something changes.
    pub fn next_match(&self) -> Option<Match> {
        let (contact, class) = self.index.first_servable()?;
        let not = self.waiting(contact)?.not;
        class.longest_idle(not).map(|agent| Match { contact, agent })
    }

    /// A contact's place in its queue, 1 being next; `None` when it does not wait.
    pub fn position(&self, contact: ContactId) -> Option<u32> {
        let waiting = self.waiting(contact)?;
        let ahead = self.index.line(&waiting.queue)?.rank(Place::of(waiting));
        u32::try_from(ahead + 1).ok()
    }

    /// How many agents are signed in, ready or busy, who have all of these skills.
    pub fn can_serve(&self, skills: &[SkillName]) -> usize {
        let count =
            || self.facts.able(skills).filter(|agent| self.presence(*agent) != Presence::Absent).count();
        self.index.class(skills).map_or_else(count, |class| class.signed_in())
    }

    /// How long a contact will probably wait from now on.
    ///
    /// `position × agent time per answer ÷ agents signed in for the queue`.
    ///
    /// Agent time per answer is observed: the interval between two answers of the queue while it is
    /// under load (somebody waits, nobody signed in for it is idle) times the agents signed in, as
    /// a mean over about the last 16. Unlike mean handle time it holds ringing and pauses, and what
    /// agents shared with other queues do there; unlike the bare interval it follows at once when
    /// agents sign in or out. Until a queue has been seen under load, mean handle time stands in.
    ///
    /// Limits: contacts ahead that give up make the wait shorter than told, priority contacts yet
    /// to come make it longer. A contact that needs rarer skills than its queue asks for may wait
    /// longer. Until load has been seen, queues that share agents are told too little.
    ///
    /// `None` without evidence, when the queue is not in the plan, or while nobody signed in can
    /// serve the contact.
    pub fn estimate(&self, contact: ContactId) -> Option<Span> {
        let waiting = self.waiting(contact)?;
        let agents = self.can_serve(self.facts.queues.get(&waiting.queue)?);
        if agents == 0 || self.can_serve(&waiting.skills) == 0 {
            return None;
        }
        let agent_time = self.facts.paces.get(&waiting.queue)?.agent_time()?;
        let total = agent_time.0.saturating_mul(self.position(contact)?.into());
        Some(Span(total / agents as i64))
    }

    /// A contact of a queue was answered by an agent: evidence for [`Router::estimate`].
    pub fn answered(&mut self, queue: &QueueName, at: Time) {
        let Some(class) = self.facts.queues.get(queue).and_then(|skills| self.index.class(skills)) else {
            return;
        };
        let (agents, loaded) = (class.signed_in(), !class.anyone_ready());
        self.facts.paces.entry(queue.clone()).or_default().answered(at, agents, loaded);
    }

    /// A contact of a queue kept its agent for so long, talk and wrap-up: evidence for
    /// [`Router::estimate`].
    pub fn handled(&mut self, queue: &QueueName, handle: Span) {
        if self.facts.queues.contains_key(queue) {
            self.facts.paces.entry(queue.clone()).or_default().handled(handle);
        }
    }

    fn change_presence(&mut self, agent: AgentId, after: Presence) {
        let before = match after {
            Presence::Absent => self.facts.present.remove(&agent),
            _ => self.facts.present.insert(agent, after),
        };
        self.index.change_presence(agent, before.unwrap_or_default(), after);
    }
}

impl From<Facts> for Router {
    fn from(facts: Facts) -> Router {
        Router { index: Index::of(&facts), facts }
    }
}

impl PartialEq for Router {
    fn eq(&self, other: &Router) -> bool {
        self.facts == other.facts
    }
}

impl Serialize for Router {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.facts.serialize(serializer)
    }
}

impl fmt::Debug for Router {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.facts.fmt(f)
    }
}
