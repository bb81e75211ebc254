//! What can be asked about queues and waits.

use crate::facts::{Waiting, is_set, skill_set};
use crate::need::{Asking, Worded};
use crate::pools::PoolNo;
use crate::router::QueueAt;
use crate::seats::Stand;
use crate::{Estimate, Router};
use std::borrow::Cow;
use vocabulary::plan::Target;
use vocabulary::{ContactId, QueueName, SkillName, Span, Time};

impl Router {
    /// How many contacts wait in a queue.
    pub fn queue_length(&self, queue: &QueueName) -> usize {
        self.queue_at(queue).map_or(0, |at| at.line.len())
    }

    /// The contacts that wait in a queue, in order of service.
    pub fn in_order(&self, queue: &QueueName) -> impl Iterator<Item = &Waiting> {
        let contacts = self.queue_at(queue).into_iter().flat_map(|at| at.line.contacts());
        contacts.filter_map(|contact| self.waiting(contact))
    }

    /// A contact's place in its queue, 1 being next; `None` when it does not wait.
    pub fn position(&self, contact: ContactId) -> Option<u32> {
        let seat = self.seats.get(contact)?;
        let ahead = self.queues[seat.stand.queue as usize].line.rank(seat.stand.place);
        u32::try_from(ahead + 1).ok()
    }

    /// How many agents are signed in, ready or busy, who have all of these skills, however well.
    pub fn can_serve(&self, skills: &[SkillName]) -> usize {
        let any = vec![skills.iter().map(|skill| (skill.clone(), 1)).collect()];
        self.signed_in_for(&Worded { any, agents: Vec::new() })
    }

    /// How many agents are signed in, ready or busy, who could sooner or later be offered a contact
    /// of a queue that needs these skills: the queue's widening counts.
    pub fn could_serve(&self, queue: &QueueName, skills: &[SkillName]) -> usize {
        let set = if is_set(skills) { Cow::Borrowed(skills) } else { Cow::Owned(skill_set(skills.to_vec())) };
        let at = self.queue_at(queue);
        if let Some(way) = at.and_then(|at| self.ways.known(at.manner, &set, &self.staff)) {
            return self.pools.signed_in(self.ways.widest(way));
        }
        let facts = at.and_then(|at| at.facts.as_ref());
        let asking = Asking::of(facts);
        let widest = asking.stages(&set).last();
        widest.map_or(0, |(_, widest)| self.signed_in_for(&widest))
    }

    /// Where a contact that comes to a queue is to go instead, because so many wait already: all
    /// such rules, in the order in which they are to be tried.
    pub fn overflow_at_arrival(&self, queue: &QueueName) -> impl Iterator<Item = &Target> {
        let at = self.queue_at(queue);
        let length = at.map_or(0, |at| at.line.len());
        let rules = at.and_then(|at| at.facts.as_ref()).map(|facts| &facts.rules.overflow);
        let reached = move |most: u32| length >= most as usize;
        rules.into_iter().flatten().filter(move |rule| rule.length.is_some_and(reached)).map(|rule| &rule.to)
    }

    /// A contact of a queue was answered by an agent: evidence for [`Router::estimate`].
    pub fn answered(&mut self, queue: &QueueName, at: Time) {
        let Some(pool) = self.queue_at(queue).and_then(|at| self.pool_of(at)) else { return };
        let (agents, idle) = (self.pools.signed_in(pool), self.idle_in(pool));
        if let Some(pace) = self.pace(queue) {
            pace.answered(at, agents, idle == 0);
        }
    }

    /// A contact of a queue kept its agent for so long, talk and wrap-up: evidence for
    /// [`Router::estimate`].
    pub fn handled(&mut self, queue: &QueueName, handle: Span) {
        if let Some(pace) = self.pace(queue) {
            pace.handled(handle);
        }
    }

    /// How long a contact will probably wait from now on, and within what nine such waits of ten stay.
    ///
    /// Expected is `position × agent time per answer ÷ agents signed in for the queue`.
    ///
    /// Agent time per answer is observed: the interval between two answers of the queue while it is
    /// under load (somebody waits, nobody signed in for it is idle) times the agents signed in, as
    /// a mean over about the last 16. Unlike mean handle time it holds ringing and pauses, and what
    /// agents shared with other queues do there; unlike the bare interval it follows at once when
    /// agents sign in or out. Until a queue has been seen under load, mean handle time stands in.
    ///
    /// The ninth decile is the expectation times a factor that follows how waits of this queue and
    /// about this expectation have strayed. It is of waits that ended with an offer; of those who gave
    /// up nobody knows how long they would have waited.
    ///
    /// Limits: contacts ahead that give up make the wait shorter than expected, priority contacts yet
    /// to come make it longer. A contact that needs rarer skills than its queue asks for may wait
    /// longer. Until load has been seen, queues that share agents are told too little.
    ///
    /// `None` without evidence, when the queue is not in the plan, or while nobody signed in can
    /// serve the contact.
    pub fn estimate(&self, contact: ContactId) -> Option<Estimate> {
        let seat = self.seats.get(contact)?;
        let expected = self.expected(&seat.stand)?;
        Some(self.queues[seat.stand.queue as usize].pace.as_ref()?.estimate(expected))
    }

    /// How long a contact will probably wait in its place, whether it has been taken already or not.
    pub(crate) fn expected(&self, stand: &Stand) -> Option<Span> {
        let at = &self.queues[stand.queue as usize];
        let agent_time = at.pace.as_ref()?.agent_time()?;
        let agents = self.pools.signed_in(self.pool_of(at)?);
        if agents == 0 || self.pools.signed_in(self.ways.widest(stand.way)) == 0 {
            return None;
        }
        let position = at.line.rank(stand.place) as i64 + 1;
        Some(Span(agent_time.0.saturating_mul(position) / agents as i64))
    }

    /// The agents for a queue of the plan, as long as nothing has widened.
    fn pool_of(&self, at: &QueueAt) -> Option<PoolNo> {
        at.facts.as_ref().filter(|facts| !facts.struck)?;
        at.way.map(|way| self.ways.narrowest(way))
    }

    pub(crate) fn pace(&mut self, queue: &QueueName) -> Option<&mut crate::pace::Pace> {
        let at = &mut self.queues[*self.queue_numbers.get(queue)? as usize];
        at.facts.as_ref().filter(|facts| !facts.struck)?;
        Some(at.pace.get_or_insert_default())
    }

    pub(crate) fn queue_at(&self, queue: &QueueName) -> Option<&QueueAt> {
        self.queue_numbers.get(queue).map(|no| &self.queues[*no as usize])
    }

    fn signed_in_for(&self, need: &Worded<SkillName>) -> usize {
        let serves = |agent: &vocabulary::AgentId| {
            self.staff.number(*agent).is_some_and(|no| self.staff.agent(no).hands.serves())
        };
        self.agents.iter().filter(|(agent, facts)| serves(agent) && need.is_met_by(**agent, facts)).count()
    }
}
