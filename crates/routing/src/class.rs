//! Contacts that nothing but their places tells apart: one pool of agents, one flow.

use crate::bits::Bits;
use crate::hash::Map;
use crate::line::{Line, Place};
use crate::pools::PoolNo;
use crate::shares::FlowNo;
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::plan::Channel;
use vocabulary::{AgentId, ContactId};

pub(crate) type ClassNo = u32;

/// All classes. There are many more than are in use at a time, and an agent who becomes idle asks all
/// of the agent's own: so what is asked of each lies close together, a bit first, then a number, then a
/// head.
#[derive(Debug, Clone, Default)]
pub(crate) struct Classes {
    /// Whether anybody waits in a class.
    occupied: Bits,
    /// Where the first of a class stands, whomever that contact is kept from; [`NOBODY`]'s where nobody
    /// waits.
    orders: Vec<u64>,
    heads: Vec<Head>,
    /// Of the classes in which more than one waited at a time, or somebody who was kept from an agent.
    rests: Vec<Rest>,
    numbers: Map<(PoolNo, FlowNo), ClassNo>,
}

/// A class, as far as it is looked at often: half a cache line.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
pub(crate) struct Head {
    /// The first contact that any agent of the pool may be offered; [`NOBODY`] without one.
    first: Place,
    pub(crate) pool: PoolNo,
    pub(crate) flow: FlowNo,
    /// Where the rest is; [`NO_REST`] as long as there was none.
    rest: u32,
    pub(crate) channel: Channel,
    has_more: bool,
    pub(crate) has_kept: bool,
    /// Whether the list of servable contacts says anything about this class.
    pub(crate) is_listed: bool,
}

/// The class that has the first contact of some.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Foremost {
    pub(crate) class: ClassNo,
    pub(crate) order: u64,
    /// Whether no other has one at the very same moment.
    pub(crate) is_alone: bool,
}

/// The rest of a class.
#[derive(Debug, Clone, Default)]
struct Rest {
    /// Those whom any agent of the pool may be offered, behind the first.
    more: Line,
    /// Those that some agent may not; rare.
    kept: Option<Box<Kept>>,
}

/// Contacts kept from an agent each.
#[derive(Debug, Clone, Default)]
struct Kept {
    from: BTreeMap<AgentId, Line>,
    /// The first of each line of `from`: the first contact *not* kept from some agent is then one of
    /// the first two, however many that agent has turned down.
    firsts: BTreeSet<(Place, AgentId)>,
}

const NOBODY: Place = Place { order: u64::MAX, contact: ContactId(u64::MAX) };
const NO_REST: u32 = u32::MAX;

impl Classes {
    /// The class of a pool's contacts in a flow, and whether it is new.
    pub(crate) fn class_for(&mut self, pool: PoolNo, flow: FlowNo, channel: Channel) -> (ClassNo, bool) {
        let next = self.heads.len() as ClassNo;
        let no = *self.numbers.entry((pool, flow)).or_insert(next);
        if no == next {
            let (has_more, has_kept, is_listed) = (false, false, false);
            let (first, rest) = (NOBODY, NO_REST);
            self.heads.push(Head { first, pool, flow, rest, channel, has_more, has_kept, is_listed });
            self.orders.push(NOBODY.order);
            self.occupied.set(no, false);
        }
        (no, no == next)
    }

    pub(crate) fn head(&self, no: ClassNo) -> &Head {
        &self.heads[no as usize]
    }

    pub(crate) fn head_mut(&mut self, no: ClassNo) -> &mut Head {
        &mut self.heads[no as usize]
    }

    /// Those of these classes in which anybody waits.
    pub(crate) fn occupied<'a>(&'a self, all: &'a [ClassNo]) -> impl Iterator<Item = ClassNo> + 'a {
        self.occupied.among(all)
    }

    /// Of these classes, the one whose first contact stands before those of all others; `None` where
    /// nobody waits in any.
    pub(crate) fn foremost(&self, all: &[ClassNo]) -> Option<Foremost> {
        let mut found = Foremost { class: 0, order: NOBODY.order, is_alone: true };
        for no in self.occupied(all) {
            let order = self.orders[no as usize];
            if order < found.order {
                found = Foremost { class: no, order, is_alone: true };
            } else if order == found.order {
                found.is_alone = false;
            }
        }
        (found.order != NOBODY.order).then_some(found)
    }

    /// Those of these classes whose first contact stands there.
    pub(crate) fn at_order<'a>(
        &'a self,
        all: &'a [ClassNo],
        order: u64,
    ) -> impl Iterator<Item = ClassNo> + 'a {
        self.occupied(all).filter(move |no| self.orders[*no as usize] == order)
    }

    pub(crate) fn join(&mut self, no: ClassNo, place: Place, not: Option<AgentId>) {
        let head = &mut self.heads[no as usize];
        if let Some(agent) = not {
            head.has_kept = true;
            let kept = head.rest(&mut self.rests).kept.get_or_insert_default();
            kept.change(agent, |line| line.join(place));
        } else if head.first == NOBODY {
            head.first = place;
        } else {
            let behind = place.max(head.first);
            head.first = place.min(head.first);
            head.has_more = true;
            head.rest(&mut self.rests).more.join(behind);
        }
        self.take_note(no);
    }

    pub(crate) fn leave(&mut self, no: ClassNo, place: Place, not: Option<AgentId>) {
        let head = &mut self.heads[no as usize];
        if let Some(agent) = not {
            head.has_kept = head.rest(&mut self.rests).no_longer_kept(place, agent);
        } else if !head.has_more {
            head.first = NOBODY;
        } else {
            let more = &mut head.rest(&mut self.rests).more;
            if place == head.first {
                head.first = more.take_first().unwrap_or(NOBODY);
            } else {
                more.leave(place);
            }
            head.has_more = !more.is_empty();
        }
        self.take_note(no);
    }

    /// Keeps at hand who stands first.
    fn take_note(&mut self, no: ClassNo) {
        let head = &self.heads[no as usize];
        let kept = self.kept(head).and_then(|kept| kept.firsts.first()).map(|(place, _)| place.order);
        let order = kept.map_or(head.first.order, |kept| kept.min(head.first.order));
        let is_occupied = head.first != NOBODY || head.has_kept;
        self.orders[no as usize] = if is_occupied { order.min(NOBODY.order - 1) } else { NOBODY.order };
        self.occupied.set(no, is_occupied);
    }

    /// All of a class.
    pub(crate) fn contacts(&self, no: ClassNo) -> impl Iterator<Item = ContactId> {
        let head = self.heads[no as usize];
        let first = Some(head.first).filter(|first| *first != NOBODY);
        let rest = self.rests.get(head.rest as usize).into_iter();
        let rest = rest.flat_map(|Rest { more, kept }| {
            let kept = kept.iter().flat_map(|kept| kept.from.values());
            std::iter::once(more).chain(kept).flat_map(Line::contacts)
        });
        first.map(|place| place.contact).into_iter().chain(rest)
    }

    /// The first contact that an agent may be offered, who may be alone.
    pub(crate) fn first_for(&self, no: ClassNo, agent: AgentId, alone: impl Fn() -> bool) -> Option<Place> {
        let head = &self.heads[no as usize];
        let kept = self.kept(head);
        let kept = kept.and_then(|kept| kept.firsts.iter().find(|(_, not)| *not != agent || alone()));
        let kept = kept.map(|(place, _)| *place);
        kept.into_iter().chain((head.first != NOBODY).then_some(head.first)).min()
    }

    /// The first contact that one of these idle agents may be offered. Two can serve anybody between
    /// them.
    pub(crate) fn first_for_any(
        &self,
        no: ClassNo,
        mut idle: impl Iterator<Item = AgentId>,
        alone: impl Fn() -> bool,
    ) -> Option<Place> {
        let (one, another) = (idle.next()?, idle.next());
        self.first_for(no, one, || another.is_some() || alone())
    }

    fn kept(&self, head: &Head) -> Option<&Kept> {
        head.has_kept.then(|| self.rests[head.rest as usize].kept.as_deref()).flatten()
    }
}

impl Head {
    /// The rest of the class, made if there was none.
    fn rest<'a>(&mut self, rests: &'a mut Vec<Rest>) -> &'a mut Rest {
        if self.rest == NO_REST {
            self.rest = rests.len() as u32;
            rests.push(Rest::default());
        }
        &mut rests[self.rest as usize]
    }
}

impl Rest {
    /// Whether anybody else is kept from somebody.
    fn no_longer_kept(&mut self, place: Place, agent: AgentId) -> bool {
        let Some(kept) = &mut self.kept else { return false };
        kept.change(agent, |line| line.leave(place));
        if kept.from.is_empty() {
            self.kept = None;
        }
        self.kept.is_some()
    }
}

impl Kept {
    fn change(&mut self, agent: AgentId, change: impl FnOnce(&mut Line)) {
        let line = self.from.entry(agent).or_default();
        let before = line.first();
        change(line);
        let after = line.first();
        if line.is_empty() {
            self.from.remove(&agent);
        }
        if before != after {
            before.map(|place| self.firsts.remove(&(place, agent)));
            after.map(|place| self.firsts.insert((place, agent)));
        }
    }
}
