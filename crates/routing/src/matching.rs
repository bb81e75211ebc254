//! The match to act on next.

use crate::Router;
use crate::class::Foremost;
use crate::facts::Waiting;
use crate::line::Place;
use crate::pools::{ClassNo, Key, PoolNo};
use crate::seats::Seat;
use crate::staff::AgentNo;
use vocabulary::{AgentId, ContactId};

/// A contact, and the agent to offer it to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// The contact.
    pub contact: ContactId,
    /// The agent.
    pub agent: AgentId,
}

/// Sorts contacts of all flows in order of service.
type Turn = (u16, u64, Place, ClassNo);

impl Router {
    /// The pair to act on next; `None` when nobody idle can serve anybody who waits. The same until
    /// something changes.
    pub fn next_match(&self) -> Option<Match> {
        let (.., Place { contact, .. }, class) = self.first_servable()?;
        let agent = match self.fresh {
            // Whom nobody else in the widest pool could be offered is the fresh one's.
            Some(no) if !self.pools.has_idle_for(class) => self.staff.agent(no).id,
            _ => self.agent_for(self.seats.get(contact)?)?,
        };
        Some(Match { contact, agent })
    }

    fn first_servable(&self) -> Option<Turn> {
        let known = self.pools.servable().map(|(place, class)| self.turn(place, class)).min();
        match (known, self.first_for_fresh()) {
            (Some(known), Some(fresh)) => Some(known.min(fresh)),
            (known, fresh) => known.or(fresh),
        }
    }

    /// The first contact for the agent of whom no pool knows yet.
    fn first_for_fresh(&self) -> Option<Turn> {
        let no = self.fresh?;
        let Foremost { class, order, is_alone } = self.pools.foremost_for(no, &self.staff)?;
        // Where nothing is shared, all contacts of a rank are of one flow: their places decide. Mostly
        // the first of all is nobody the agent may not be offered.
        if !self.shares.are_any() {
            let first = match is_alone {
                true => self.first_among(std::iter::once(class), no),
                false => self.first_among(self.pools.at_order_for(no, order, &self.staff), no),
            };
            let first = first.filter(|(.., place, _)| place.order == order);
            return first.or_else(|| self.first_of_all_for(no));
        }
        self.first_of_all_for(no)
    }

    /// The first contact for an agent, when all classes are to be asked.
    fn first_of_all_for(&self, no: AgentNo) -> Option<Turn> {
        self.first_among(self.pools.occupied_for(no, &self.staff), no)
    }

    /// The first contact for an agent in some classes.
    fn first_among(&self, classes: impl Iterator<Item = ClassNo>, no: AgentNo) -> Option<Turn> {
        let turns = classes.filter_map(|class| {
            self.pools.first_for(class, no, &self.staff).map(|place| self.turn(place, class))
        });
        turns.min()
    }

    fn turn(&self, place: Place, class: ClassNo) -> Turn {
        // Whoever was nearly served has been counted in its flow's share already.
        let pass = if place.is_front() { 0 } else { self.shares.pass(self.pools.class(class).flow) };
        (place.rank(), pass, place, class)
    }

    /// The idle agent for a waiting contact.
    pub(crate) fn agent_for(&self, seat: &Seat) -> Option<AgentId> {
        let not = self.may_not(seat);
        if let Some(friend) = self.idle_friend(seat).filter(|friend| Some(*friend) != not) {
            return Some(friend);
        }
        let best = self.pools_of(seat).find_map(|pool| self.best(pool, not));
        best.map(|key| self.staff.agent(key.agent).id)
    }

    /// The agent who may not be offered a contact: the one who turned it down, unless alone.
    pub(crate) fn may_not(&self, seat: &Seat) -> Option<AgentId> {
        let pool = self.pools.class(seat.stand.class).pool;
        seat.waiting.not.filter(|_| self.pools.signed_in(pool) != 1)
    }

    /// The agent who knows the customer, if idle and able.
    pub(crate) fn idle_friend(&self, seat: &Seat) -> Option<AgentId> {
        let friend = seat.waiting.friend?.agent;
        let pool = self.pools.class(seat.stand.class).pool;
        let agent = self.staff.agent(self.staff.number(friend)?);
        let channel = self.pools.pool(pool).channel;
        (agent.standings[channel as usize].is_some() && agent.merit_in(pool).is_some()).then_some(friend)
    }

    /// The pools a contact's agent is looked for in, one after the other: those of the stages it has
    /// reached, the narrowest first, or that of the agent it is kept for.
    pub(crate) fn pools_of<'a>(&'a self, seat: &'a Seat) -> impl Iterator<Item = PoolNo> + 'a {
        let own = self.pools.class(seat.stand.class).pool;
        let kept = self.pools.pool(own).is_for_one();
        let reached = self.ways.reached(seat.stand.way, seat.waiting.stage).iter().map(|stage| stage.pool);
        kept.then_some(own).into_iter().chain(reached.filter(move |_| !kept))
    }

    /// The best idle agent of a pool.
    pub(crate) fn best(&self, no: PoolNo, not: Option<AgentId>) -> Option<Key> {
        self.best_of(no, |key| Some(self.staff.agent(key.agent).id) != not)
    }

    /// The best idle agent of a pool beside one.
    pub(crate) fn second(&self, no: PoolNo, first: Key, not: Option<AgentId>) -> Option<Key> {
        self.best_of(no, |key| Some(self.staff.agent(key.agent).id) != not && *key != first)
    }

    fn best_of(&self, no: PoolNo, may: impl Fn(&Key) -> bool) -> Option<Key> {
        let fresh = self.fresh_in(no).filter(&may);
        self.pools.best(no, &self.staff, may).into_iter().chain(fresh).min()
    }

    /// How many agents of a pool are idle.
    pub(crate) fn idle_in(&self, no: PoolNo) -> usize {
        self.pools.count_idle(no) + usize::from(self.fresh_in(no).is_some())
    }

    /// Where the agent of whom no pool knows yet stands in a pool.
    fn fresh_in(&self, no: PoolNo) -> Option<Key> {
        self.pools.key(no, self.fresh?, &self.staff)
    }

    /// What a contact waits for; `None` when it does not wait.
    pub fn waiting(&self, contact: ContactId) -> Option<&Waiting> {
        self.seats.get(contact).map(|seat| &seat.waiting)
    }
}
