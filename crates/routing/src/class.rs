//! Contacts that nothing but their places tells apart: one pool of agents, one flow.

use crate::hash::Map;
use crate::line::{Line, Place};
use crate::pools::PoolNo;
use crate::shares::FlowNo;
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::plan::Channel;
use vocabulary::{AgentId, ContactId};

pub(crate) type ClassNo = u32;

/// All classes. There are many more than are in use at a time, and an agent who becomes idle asks all
/// of the agent's own: so what is asked of each lies close together, a bit first, then a head.
#[derive(Debug, Clone, Default)]
pub(crate) struct Classes {
    /// Whether anybody waits in a class: a bit each.
    occupied: Vec<u64>,
    heads: Vec<Head>,
    rests: Vec<Rest>,
    numbers: Map<(PoolNo, FlowNo), ClassNo>,
}

/// A class, as far as it is looked at often.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Head {
    /// The first contact that any agent of the pool may be offered; [`NOBODY`] without one.
    first: Place,
    pub(crate) pool: PoolNo,
    pub(crate) flow: FlowNo,
    pub(crate) channel: Channel,
    has_more: bool,
    has_kept: bool,
    /// Whether the list of servable contacts says anything about this class.
    pub(crate) is_listed: bool,
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

impl Classes {
    /// The class of a pool's contacts in a flow, and whether it is new.
    pub(crate) fn class_for(&mut self, pool: PoolNo, flow: FlowNo, channel: Channel) -> (ClassNo, bool) {
        let next = self.heads.len() as ClassNo;
        let no = *self.numbers.entry((pool, flow)).or_insert(next);
        if no == next {
            let (has_more, has_kept, is_listed) = (false, false, false);
            self.heads.push(Head { first: NOBODY, pool, flow, channel, has_more, has_kept, is_listed });
            self.rests.push(Rest::default());
            self.occupied.resize(self.heads.len().div_ceil(64), 0);
        }
        (no, no == next)
    }

    pub(crate) fn head(&self, no: ClassNo) -> &Head {
        &self.heads[no as usize]
    }

    pub(crate) fn head_mut(&mut self, no: ClassNo) -> &mut Head {
        &mut self.heads[no as usize]
    }

    /// Those of these classes in which anybody waits. Mostly few do: so bits are gathered before any
    /// head is looked at, 64 without a branch that could be foretold wrongly.
    pub(crate) fn occupied(&self, all: &[ClassNo]) -> impl Iterator<Item = ClassNo> {
        let is_occupied = |no: ClassNo| self.occupied[no as usize / 64] >> (no % 64) & 1;
        all.chunks(64).flat_map(move |some| {
            let mut left = some.iter().rev().fold(0u64, |bits, no| bits << 1 | is_occupied(*no));
            std::iter::from_fn(move || {
                let place = left.trailing_zeros();
                (left != 0).then(|| {
                    left &= left - 1;
                    some[place as usize]
                })
            })
        })
    }

    pub(crate) fn join(&mut self, no: ClassNo, place: Place, not: Option<AgentId>) {
        let head = &mut self.heads[no as usize];
        self.occupied[no as usize / 64] |= 1 << (no % 64);
        if let Some(agent) = not {
            head.has_kept = true;
            let kept = self.rests[no as usize].kept.get_or_insert_default();
            kept.change(agent, |line| line.join(place));
        } else if head.first == NOBODY {
            head.first = place;
        } else {
            let behind = place.max(head.first);
            head.first = place.min(head.first);
            head.has_more = true;
            self.rests[no as usize].more.join(behind);
        }
    }

    pub(crate) fn leave(&mut self, no: ClassNo, place: Place, not: Option<AgentId>) {
        let head = &mut self.heads[no as usize];
        if let Some(agent) = not {
            head.has_kept = self.rests[no as usize].no_longer_kept(place, agent);
        } else if !head.has_more {
            head.first = NOBODY;
        } else {
            let more = &mut self.rests[no as usize].more;
            if place == head.first {
                head.first = more.take_first().unwrap_or(NOBODY);
            } else {
                more.leave(place);
            }
            head.has_more = !more.is_empty();
        }
        if head.first == NOBODY && !head.has_kept {
            self.occupied[no as usize / 64] &= !(1 << (no % 64));
        }
    }

    /// All of a class.
    pub(crate) fn contacts(&self, no: ClassNo) -> impl Iterator<Item = ContactId> {
        let first = Some(self.heads[no as usize].first).filter(|first| *first != NOBODY);
        let Rest { more, kept } = &self.rests[no as usize];
        let kept = kept.iter().flat_map(|kept| kept.from.values());
        let rest = std::iter::once(more).chain(kept).flat_map(Line::contacts);
        first.map(|place| place.contact).into_iter().chain(rest)
    }

    /// The first contact that an agent may be offered, who may be alone.
    pub(crate) fn first_for(&self, no: ClassNo, agent: AgentId, alone: impl Fn() -> bool) -> Option<Place> {
        let head = &self.heads[no as usize];
        let kept = head.has_kept.then(|| self.rests[no as usize].kept.as_ref()).flatten();
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
