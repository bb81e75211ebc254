//! What a log tells of the past: calls, who served them, and when agents must have been there.
//!
//! A log says who answered, never who was there. [`Past::staff`] infers it: an agent was there from
//! the first to the last service of a spell, save for gaps in which contacts that agent could have
//! served were kept waiting; those were pauses. How far the inference leads from the truth shows in
//! [`crate::what_if`], which prints the past as it was simulated beside the past as observed.

use crate::Presence;
use crate::figures::Figures;
use crate::simulation::Fate;
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::{AgentId, QueueName, Span, Time};

/// A call of the past that reached a queue.
#[derive(Debug, Clone, PartialEq)]
pub struct PastCall {
    /// When it reached the queue.
    pub at: Time,
    /// The queue.
    pub queue: QueueName,
    /// The caller's tier, if the log has such, and the time in queue it was credited with.
    pub tier: Option<String>,
    /// See `tier`.
    pub credit: Span,
    /// From the queue to the answer, or to giving up.
    pub waited: Span,
    /// The service, if an agent answered.
    pub service: Option<Service>,
}

/// A service of the past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Service {
    /// Who served; `None` when the log does not say.
    pub agent: Option<AgentId>,
    /// How long.
    pub talk: Span,
}

impl PastCall {
    fn fate(&self) -> Fate {
        match self.service {
            Some(_) => Fate::Answered { wait: self.waited },
            None => Fate::Abandoned { wait: self.waited },
        }
    }

    fn left_queue(&self) -> Time {
        self.at + self.waited
    }
}

/// A log's calls in order of time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Past {
    calls: Vec<PastCall>,
}

/// The staff as inferred.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Staff {
    /// What each agent served: a queue with at least one in fifty of the agent's services.
    pub skills: BTreeMap<AgentId, BTreeSet<QueueName>>,
    /// Who comes and goes, in order of time.
    pub presences: Vec<Presence>,
    /// Work after a call: the median gap between two services of an agent while contacts that agent
    /// could serve waited all the time, gaps over [`LONGEST_WRAP_UP`] left out.
    pub wrap_up: Span,
}

/// A longer gap under load is a pause, not work after a call.
pub const LONGEST_WRAP_UP: Span = Span::seconds(60);

/// A longer time without any service ends a spell, whoever waits or does not.
pub const LONGEST_IDLE: Span = Span::seconds(2 * 3_600);

/// Nobody is there for less.
const LEAST: Span = Span::millis(1);

/// Agents who stand in for services that the log gives nobody, or gives somebody who was busy, have
/// numbers from here on.
pub const STAND_INS: u64 = 100_000;

/// A service with its place in time.
#[derive(Debug, Clone)]
struct Served {
    from: Time,
    until: Time,
    queue: QueueName,
}

impl Past {
    /// Takes a log's calls, in any order.
    pub fn new(mut calls: Vec<PastCall>) -> Past {
        calls.sort_by_key(|call| call.at);
        Past { calls }
    }

    /// In order of time.
    pub fn calls(&self) -> &[PastCall] {
        &self.calls
    }

    /// The figures as observed. Occupancy is not told by a log.
    pub fn observed(&self) -> Figures {
        Figures::of(self.calls.iter().map(PastCall::fate), f64::NAN)
    }

    /// Who must have been there.
    pub fn staff(&self) -> Staff {
        let queues = Waiting::of(&self.calls);
        let mut stand_ins = StandIns::default();
        let mut staff = Staff { wrap_up: Span::ZERO, ..Staff::default() };
        let mut short_gaps = Vec::new();
        for (agent, services) in self.services() {
            let Some(agent) = agent else {
                services.into_iter().for_each(|service| stand_ins.serve(service));
                continue;
            };
            let skills = skills(&services);
            let (own, doubled) = one_at_a_time(services);
            doubled.into_iter().for_each(|service| stand_ins.serve(service));
            for spell in spells(&own, &skills, &queues, &mut short_gaps) {
                staff.there(agent, spell);
            }
            staff.skills.insert(agent, skills);
        }
        stand_ins.join(&mut staff);
        short_gaps.sort_unstable();
        staff.wrap_up = short_gaps.get(short_gaps.len() / 2).copied().unwrap_or(Span::ZERO);
        staff.presences.sort_unstable();
        staff
    }

    /// Every agent's services in order of their beginning.
    fn services(&self) -> BTreeMap<Option<AgentId>, Vec<Served>> {
        let mut services: BTreeMap<Option<AgentId>, Vec<Served>> = BTreeMap::new();
        for call in &self.calls {
            let Some(Service { agent, talk }) = call.service else { continue };
            let from = call.left_queue();
            let served = Served { from, until: from + talk, queue: call.queue.clone() };
            services.entry(agent).or_default().push(served);
        }
        for list in services.values_mut() {
            list.sort_by_key(|served| (served.from, served.until));
        }
        services
    }
}

impl Staff {
    /// A service of no time at all still needs somebody to be there.
    fn there(&mut self, agent: AgentId, (from, until): (Time, Time)) {
        let until = until.max(from + LEAST);
        self.presences.push(Presence { at: from, agent, there: true });
        self.presences.push(Presence { at: until, agent, there: false });
    }
}

/// Queues with at least one in fifty of the services: less is a favour, not a skill.
fn skills(services: &[Served]) -> BTreeSet<QueueName> {
    let mut counts: BTreeMap<&QueueName, usize> = BTreeMap::new();
    for served in services {
        *counts.entry(&served.queue).or_default() += 1;
    }
    let enough = |(_, count): &(&QueueName, usize)| count * 50 >= services.len();
    counts.into_iter().filter(enough).map(|(queue, _)| queue.clone()).collect()
}

/// Parts services that overlap an earlier one of the same agent from the others.
fn one_at_a_time(services: Vec<Served>) -> (Vec<Served>, Vec<Served>) {
    let mut until = Time(i64::MIN);
    services.into_iter().partition(|served| {
        let free = served.from >= until;
        until = until.max(if free { served.until } else { until });
        free
    })
}

/// Times an agent was there: services, and the gaps between them that were no pause.
fn spells(
    services: &[Served],
    skills: &BTreeSet<QueueName>,
    waiting: &BTreeMap<QueueName, Waiting>,
    short_gaps: &mut Vec<Span>,
) -> Vec<(Time, Time)> {
    let mut spells: Vec<(Time, Time)> = Vec::new();
    for served in services {
        let Some((_, until)) = spells.last_mut() else {
            spells.push((served.from, served.until));
            continue;
        };
        let gap = served.from - *until;
        let kept = skills.iter().filter_map(|queue| waiting.get(queue));
        let kept = kept.map(|waiting| waiting.within(*until, served.from)).max().unwrap_or(Span::ZERO);
        if gap <= LONGEST_WRAP_UP && kept.0 * 10 >= gap.0 * 9 {
            short_gaps.push(gap);
        }
        if gap > LONGEST_IDLE || kept > LONGEST_WRAP_UP {
            spells.push((served.from, served.until));
        } else {
            *until = (*until).max(served.until);
        }
    }
    spells
}

/// When anybody waited in a queue: spans that do not touch, and the time waited before each.
#[derive(Debug, Default)]
struct Waiting {
    spans: Vec<(Time, Time, Span)>,
}

impl Waiting {
    fn of(calls: &[PastCall]) -> BTreeMap<QueueName, Waiting> {
        let mut queues: BTreeMap<QueueName, Waiting> = BTreeMap::new();
        for call in calls.iter().filter(|call| call.waited.0 > 0) {
            queues.entry(call.queue.clone()).or_default().add(call.at, call.left_queue());
        }
        queues
    }

    /// Spans come in order of their beginning.
    fn add(&mut self, from: Time, until: Time) {
        match self.spans.last_mut() {
            Some((_, end, _)) if from <= *end => *end = (*end).max(until),
            Some((begin, end, before)) => {
                let before = *before + (*end - *begin);
                self.spans.push((from, until, before));
            }
            None => self.spans.push((from, until, Span::ZERO)),
        }
    }

    /// Time waited before a moment.
    fn before(&self, at: Time) -> Span {
        let after = self.spans.partition_point(|(from, ..)| *from <= at);
        let Some((from, until, before)) = after.checked_sub(1).map(|last| self.spans[last]) else {
            return Span::ZERO;
        };
        before + (at.min(until) - from)
    }

    fn within(&self, from: Time, until: Time) -> Span {
        self.before(until) - self.before(from)
    }
}

/// Services that nobody is left for: each goes to the first stand-in who is free.
#[derive(Debug, Default)]
struct StandIns {
    services: Vec<Served>,
}

impl StandIns {
    fn serve(&mut self, service: Served) {
        self.services.push(service);
    }

    /// Each stand-in is there for its services only, and serves any queue it ever served.
    fn join(mut self, staff: &mut Staff) {
        self.services.sort_by_key(|served| (served.from, served.until));
        let mut until: Vec<Time> = Vec::new();
        for served in self.services {
            let free = until.iter().position(|until| *until + LEAST <= served.from);
            let place = free.unwrap_or_else(|| {
                until.push(served.until);
                until.len() - 1
            });
            until[place] = served.until;
            let agent = AgentId(STAND_INS + place as u64);
            staff.skills.entry(agent).or_default().insert(served.queue.clone());
            staff.there(agent, (served.from, served.until));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Time {
        Time(0) + Span::seconds(seconds)
    }

    fn queue(name: &str) -> QueueName {
        QueueName::new(name).unwrap()
    }

    fn call(from: i64, waited: i64, agent: Option<u64>, talk: i64) -> PastCall {
        PastCall {
            at: at(from),
            queue: queue("q"),
            tier: None,
            credit: Span::ZERO,
            waited: Span::seconds(waited),
            service: Some(Service { agent: agent.map(AgentId), talk: Span::seconds(talk) }),
        }
    }

    fn check(calls: Vec<PastCall>, expected: &[(u64, i64, i64)]) {
        let staff = Past::new(calls).staff();
        let mut spells = Vec::new();
        let mut since = BTreeMap::new();
        for presence in &staff.presences {
            if presence.there {
                since.insert(presence.agent, presence.at);
            } else {
                let from = since.remove(&presence.agent).unwrap();
                spells.push((presence.agent.0, from.0 / 1_000_000, presence.at.0 / 1_000_000));
            }
        }
        spells.sort_unstable();
        assert_eq!(spells, expected);
    }

    #[test]
    fn an_agent_is_there_between_services_unless_somebody_was_kept_waiting() {
        // Nobody waits between 100 and 1,000: idle, and there.
        check(vec![call(0, 0, Some(1), 100), call(1_000, 0, Some(1), 50)], &[(1, 0, 1_050)]);
        // From 200 on somebody waits until the agent serves again: a pause.
        check(vec![call(0, 0, Some(1), 100), call(200, 800, Some(1), 50)], &[(1, 0, 100), (1, 1_000, 1_050)]);
        // Three hours without a service: another spell.
        check(
            vec![call(0, 0, Some(1), 100), call(11_000, 0, Some(1), 50)],
            &[(1, 0, 100), (1, 11_000, 11_050)],
        );
    }

    #[test]
    fn services_that_overlap_or_are_nobodys_go_to_stand_ins() {
        check(
            vec![
                call(0, 0, Some(1), 100),
                call(50, 0, Some(1), 100),
                call(60, 0, None, 10),
                call(160, 0, None, 5),
            ],
            &[(1, 0, 100), (STAND_INS, 50, 150), (STAND_INS, 160, 165), (STAND_INS + 1, 60, 70)],
        );
    }

    #[test]
    fn short_gaps_under_load_are_work_after_the_call() {
        let calls = vec![call(0, 0, Some(1), 100), call(10, 110, Some(1), 50), call(20, 165, Some(1), 50)];
        let staff = Past::new(calls).staff();
        assert_eq!(staff.wrap_up, Span::seconds(20), "the longer of two gaps, 15 and 20 s");
    }
}
