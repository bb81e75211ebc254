//! What a log tells of the past: calls, who served them, and when agents must have been there.
//!
//! A log of another system says who answered, never who was there; a centre's own journal says both
//! ([`crate::duty`]). For agents of whom nothing is said [`Past::staff`] infers it from one observation: an
//! agent who takes a caller who had waited came free at that moment. So it is known how long agents
//! were not free after a call: work after it ([`crate::after`]) up to a minute, a pause when it was
//! longer, absence when it was more than an hour or when nothing was served for two. How far the inference
//! leads from the truth shows in [`crate::what_if`], which prints the past as it was simulated beside the
//! past as observed.

use crate::after::{AfterCall, Between, LONGEST};
use crate::duty::Duty;
use crate::figures::Sums;
use crate::simulation::{Fate, Pause, Presence};
use crate::terms::{House, Need};
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
    /// What it needs beside its queue's skills.
    pub need: Need,
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
    /// How long the agent's telephone rang, at the end of the wait; none when the log does not say.
    pub rang: Span,
    /// The work after it; `None` when the log does not say.
    pub after: Option<Span>,
}

impl Service {
    /// One of which a log says no more than these two.
    pub fn of(agent: Option<AgentId>, talk: Span) -> Service {
        Service { agent, talk, rang: Span::ZERO, after: None }
    }
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
    /// Agents whose times are known.
    duties: BTreeMap<AgentId, Duty>,
    house: House,
}

/// The staff as inferred.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Staff {
    /// What each agent served: a queue with at least one in two hundred of the agent's services.
    pub skills: BTreeMap<AgentId, BTreeSet<QueueName>>,
    /// Who comes and goes, in order of time.
    pub presences: Vec<Presence>,
    /// Pauses of those who are there, in order of time.
    pub pauses: Vec<Pause>,
    /// Work after calls, with the moment each call was over.
    pub after: Vec<(Time, Between)>,
}

/// Of an agent's services one in so many is for a queue the agent serves; less is a favour.
const FAVOUR: usize = 200;

/// A longer time without any service ends a spell, whoever waits or does not.
pub const LONGEST_IDLE: Span = Span::seconds(2 * 3_600);

/// Not free for longer is absence.
pub const LONGEST_PAUSE: Span = Span::seconds(3_600);

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
    /// Whether the caller had waited.
    awaited: bool,
}

impl Past {
    /// Takes a log's calls, in any order.
    pub fn new(mut calls: Vec<PastCall>) -> Past {
        calls.sort_by_key(|call| call.at);
        Past { calls, ..Past::default() }
    }

    /// The same of a centre whose agents' times are known, or some of them. Nobody is there before the
    /// first call.
    #[must_use]
    pub fn with_duties(self, duties: BTreeMap<AgentId, Duty>) -> Past {
        let Some(first) = self.calls.first().map(|call| call.at) else { return self };
        let cut = |(agent, duty): (AgentId, Duty)| (agent, duty.within(first, Time(i64::MAX)));
        Past { duties: duties.into_iter().map(cut).collect(), ..self }
    }

    /// The same of a centre whose plan is known, or part of it.
    #[must_use]
    pub fn with_house(self, house: House) -> Past {
        Past { house, ..self }
    }

    /// What is known of the plan.
    pub fn house(&self) -> &House {
        &self.house
    }

    /// In order of time.
    pub fn calls(&self) -> &[PastCall] {
        &self.calls
    }

    /// The figures as observed. Occupancy is told when the times of all who served are known.
    pub fn observed(&self) -> Sums {
        let fates = self.calls.iter().map(|call| (&call.queue, call.fate()));
        Sums::of(fates, self.occupancy().unwrap_or(f64::NAN))
    }

    /// Talk and work after it ÷ the time agents were there, a ringing telephone included, as
    /// [`crate::what_if`] reckons it for a run.
    fn occupancy(&self) -> Option<f64> {
        let mut there: BTreeMap<AgentId, Vec<(Time, Time)>> =
            self.duties.iter().map(|(agent, duty)| (*agent, duty.spells.clone())).collect();
        let mut busy = Span::ZERO;
        for call in &self.calls {
            let Some(service) = call.service else { continue };
            let serving = service.talk + service.after?;
            let answered = call.left_queue();
            // Whoever goes in the middle of a call is there to its end.
            there.get_mut(&service.agent?)?.push((answered - service.rang, answered + serving));
            busy += serving;
        }
        let there: i64 = there.into_values().map(covered).sum();
        (there > 0).then(|| busy.as_seconds() / Span(there).as_seconds())
    }

    /// Who must have been there.
    pub fn staff(&self) -> Staff {
        let queues = Waiting::of(&self.calls);
        let mut stand_ins = StandIns::default();
        let mut staff = Staff::default();
        for (agent, services) in self.services() {
            let Some(agent) = agent else {
                services.into_iter().for_each(|service| stand_ins.serve(service));
                continue;
            };
            let skills = skills(&services);
            if self.duties.contains_key(&agent) {
                staff.skills.insert(agent, skills);
                continue;
            }
            let (own, doubled) = one_at_a_time(services);
            doubled.into_iter().for_each(|service| stand_ins.serve(service));
            staff.duty(agent, &own, &skills, &queues);
            staff.skills.insert(agent, skills);
        }
        stand_ins.join(&mut staff);
        self.known(&mut staff);
        staff.presences.sort_unstable();
        staff.pauses.sort_unstable();
        staff
    }

    /// What needs no inference: spells of duty, and work after calls.
    fn known(&self, staff: &mut Staff) {
        for (agent, duty) in &self.duties {
            staff.skills.entry(*agent).or_default();
            duty.spells.iter().for_each(|spell| staff.there(*agent, *spell));
        }
        for call in &self.calls {
            if let Some(Service { talk, after: Some(after), .. }) = call.service {
                let exactly = Between { at_least: after, at_most: after };
                staff.after.push((call.left_queue() + talk, exactly));
            }
        }
    }

    /// Every agent's services in order of their beginning.
    fn services(&self) -> BTreeMap<Option<AgentId>, Vec<Served>> {
        let mut services: BTreeMap<Option<AgentId>, Vec<Served>> = BTreeMap::new();
        for call in &self.calls {
            let Some(Service { agent, talk, rang, .. }) = call.service else { continue };
            let from = call.left_queue();
            let awaited = call.waited > rang;
            let served = Served { from, until: from + talk, queue: call.queue.clone(), awaited };
            services.entry(agent).or_default().push(served);
        }
        for list in services.values_mut() {
            list.sort_by_key(|served| (served.from, served.until));
        }
        services
    }
}

/// How long an agent was not free after a call, at least, and what that was.
enum Gap {
    /// Work after the call.
    Work,
    /// A pause of this length.
    Pause(Span),
    /// Somewhere else, back at this moment.
    Absence(Time),
}

impl Gap {
    fn of(after: Time, next: &Served, at_least: Span) -> Gap {
        if next.from - after > LONGEST_IDLE {
            Gap::Absence(next.from)
        } else if at_least > LONGEST_PAUSE {
            Gap::Absence(after + at_least)
        } else if at_least > LONGEST {
            Gap::Pause(at_least)
        } else {
            Gap::Work
        }
    }
}

/// How much time stretches cover, in microseconds, overlaps once.
fn covered(mut stretches: Vec<(Time, Time)>) -> i64 {
    stretches.sort_unstable();
    let (mut covered, mut until) = (0, Time(i64::MIN));
    for (from, to) in stretches {
        covered += (to.0 - from.max(until).0).max(0);
        until = until.max(to);
    }
    covered
}

impl Staff {
    /// The middle time of work after a call: exactly, where all of them are known.
    pub fn middle_after(&self) -> Span {
        let between = || self.after.iter().map(|(_, between)| *between);
        if between().all(|Between { at_least, at_most }| at_least == at_most) {
            let mut known: Vec<Span> = between().map(|between| between.at_most).collect();
            known.sort_unstable();
            return known.get(known.len() / 2).copied().unwrap_or(Span::ZERO);
        }
        AfterCall::estimate(between()).median()
    }

    /// What an agent's services, one after the other, tell of the agent's times.
    fn duty(
        &mut self,
        agent: AgentId,
        services: &[Served],
        skills: &BTreeSet<QueueName>,
        waiting: &BTreeMap<QueueName, Waiting>,
    ) {
        let Some((first, rest)) = services.split_first() else { return };
        let (mut since, mut after) = (first.from, first.until);
        for next in rest {
            let at_most = next.from - after;
            let kept_waiting = || {
                let queues = skills.iter().filter_map(|queue| waiting.get(queue));
                queues.map(|waiting| waiting.last_within(after, next.from)).max().unwrap_or(after) - after
            };
            let at_least = if next.awaited { at_most } else { kept_waiting() };
            match Gap::of(after, next, at_least) {
                Gap::Work => self.after.push((after, Between { at_least, at_most })),
                Gap::Pause(long) => self.pauses.push(Pause { at: after, agent, long }),
                Gap::Absence(back) => {
                    self.there(agent, (since, after));
                    since = back;
                }
            }
            after = next.until;
        }
        self.there(agent, (since, after));
    }

    /// A service of no time at all still needs somebody to be there.
    fn there(&mut self, agent: AgentId, (from, until): (Time, Time)) {
        let until = until.max(from + LEAST);
        self.presences.push(Presence { at: from, agent, there: true });
        self.presences.push(Presence { at: until, agent, there: false });
    }
}

/// The queues that services are for, favours left out.
fn skills(services: &[Served]) -> BTreeSet<QueueName> {
    let mut counts: BTreeMap<&QueueName, usize> = BTreeMap::new();
    for served in services {
        *counts.entry(&served.queue).or_default() += 1;
    }
    let enough = |(_, count): &(&QueueName, usize)| count * FAVOUR >= services.len();
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

/// When anybody waited in a queue: spans that do not touch, in order.
#[derive(Debug, Default)]
struct Waiting {
    spans: Vec<(Time, Time)>,
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
            Some((_, end)) if from <= *end => *end = (*end).max(until),
            _ => self.spans.push((from, until)),
        }
    }

    /// The last moment between two at which anybody waited; the first of the two when nobody did.
    fn last_within(&self, from: Time, until: Time) -> Time {
        let begun = self.spans.partition_point(|(begin, _)| *begin < until);
        begun.checked_sub(1).map_or(from, |last| self.spans[last].1.min(until).max(from))
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
            need: Need::default(),
            waited: Span::seconds(waited),
            service: Some(Service::of(agent.map(AgentId), Span::seconds(talk))),
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

    fn pauses(calls: Vec<PastCall>) -> Vec<(u64, i64, i64)> {
        let seconds = |span: i64| span / 1_000_000;
        let staff = Past::new(calls).staff();
        staff.pauses.iter().map(|pause| (pause.agent.0, seconds(pause.at.0), seconds(pause.long.0))).collect()
    }

    #[test]
    fn an_agent_is_there_between_services_and_pauses_while_somebody_is_kept_waiting() {
        // Nobody waits between 100 and 1,000: idle, and there.
        let idle = vec![call(0, 0, Some(1), 100), call(1_000, 0, Some(1), 50)];
        check(idle.clone(), &[(1, 0, 1_050)]);
        assert_eq!(pauses(idle), []);
        // Somebody waits when the agent serves again: free from then on, and not before.
        let paused = vec![call(0, 0, Some(1), 100), call(900, 100, Some(1), 50)];
        check(paused.clone(), &[(1, 0, 1_050)]);
        assert_eq!(pauses(paused), [(1, 100, 900)]);
        // Somebody who gave up at 400 shows that the agent was not free until then.
        let left = PastCall { service: None, ..call(300, 100, None, 0) };
        let seen = vec![call(0, 0, Some(1), 100), left, call(1_000, 0, Some(1), 50)];
        assert_eq!(pauses(seen), [(1, 100, 300)]);
        // More than an hour of it is absence.
        let away = vec![call(0, 0, Some(1), 100), call(5_000, 100, Some(1), 50)];
        check(away.clone(), &[(1, 0, 100), (1, 5_100, 5_150)]);
        assert_eq!(pauses(away), []);
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
    fn work_after_a_call_lies_between_bounds() {
        let calls = vec![
            call(0, 0, Some(1), 100),
            call(10, 110, Some(1), 50),
            call(172, 3, None, 1),
            call(400, 0, Some(1), 50),
        ];
        let after = Past::new(calls).staff().after;
        let seen: Vec<_> =
            after.iter().map(|(_, b)| (b.at_least.as_seconds(), b.at_most.as_seconds())).collect();
        // The caller of 10 waited for it: 20 s. Whoever was waiting until 175 was not served: 5 s at least.
        assert_eq!(seen, [(20.0, 20.0), (5.0, 230.0)]);
    }
}
