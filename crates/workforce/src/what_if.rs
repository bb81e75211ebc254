//! The same past again: as it was, and with something changed.
//!
//! Arrivals, services and patience are the past's, and so is who was there and who paused; of a centre's own
//! past the ringing and the work after each call as well. A caller who
//! was answered has a patience that is known only to be longer than the wait: it is drawn from what is
//! estimated ([`crate::patience`]) beyond that wait. A caller who gave up has no service: one of the same
//! queue's is drawn. Work after a call is drawn from what is estimated ([`crate::after`]). All draws are
//! made anew for every run, the same for both sides of a run, so that their difference is the change's
//! and not the dice's.
//!
//! What is drawn for a call is estimated from other days: days are numbered, and the odd ones' estimates
//! serve the even ones and the other way round. So *as it was* has not seen the days it is compared with,
//! and its distance from *as observed* is the error of a prediction, not of a fit.

use crate::after::AfterCall;
use crate::change::{Change, Error};
use crate::figures::{Figures, NAMES, Sums};
use crate::past::{Past, PastCall, Staff};
use crate::patience::{Patience, Seen};
use crate::roster::{self, Roster};
use crate::simulation::{Besides, Call, Fate, Pause, Presence, Site, simulate_with};
use crate::site::{Doors, WRAP_UP, site};
use crate::terms::{Able, Book};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::plan::PROFICIENCY;
use vocabulary::{AgentId, QueueName, SkillName, Span, Time};

/// A mean over runs, and half the width of its 95 % interval (Student's t).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The mean. NaN when a run had no denominator.
    pub mean: f64,
    /// Half the width.
    pub half_width: f64,
}

/// One figure, four ways.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// The figure's name, of [`NAMES`].
    pub name: &'static str,
    /// As the log has it.
    pub observed: f64,
    /// As the simulation has it, nothing changed: its distance from `observed` is the error to
    /// expect of `changed` as well.
    pub as_it_was: Estimate,
    /// With the change.
    pub changed: Estimate,
    /// `changed` − `as_it_was`, run by run.
    pub difference: Estimate,
}

/// What was found, and on what it rests.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Figure by figure.
    pub rows: Vec<Row>,
    /// The same of each queue's contacts. Occupancy is nobody's but the whole floor's: NaN.
    pub queues: BTreeMap<QueueName, Vec<Row>>,
    /// Runs of each side.
    pub runs: u32,
    /// Agents inferred, stand-ins left out.
    pub agents: usize,
    /// Pauses inferred.
    pub pauses: usize,
    /// The middle time of work after a call, as inferred and as changed.
    pub wrap_up: (Span, Span),
}

/// Runs both sides `runs` times; `watch` is told after each pair how many are done.
///
/// # Errors
/// [`Error`], before anything is run.
pub fn what_if(
    past: &Past,
    change: &Change,
    runs: u32,
    seed: u64,
    mut watch: impl FnMut(u32),
) -> Result<Report, Error> {
    if past.calls().is_empty() {
        return Err(Error::Empty);
    }
    if runs < 2 {
        return Err(Error::Runs);
    }
    let staff = past.staff();
    let before = Side::new(past, &staff, &Change::default())?;
    let after = Side::new(past, &staff, change)?;
    let dice = Dice::of(past, &staff);
    let (mut as_it_was, mut changed) = (Vec::new(), Vec::new());
    for run in 0..runs {
        let throws = dice.throw(past, seed.wrapping_add(u64::from(run)));
        as_it_was.push(before.run(&throws));
        changed.push(after.run(&throws));
        watch(run + 1);
    }
    let inferred = staff.skills.keys().filter(|agent| agent.0 < crate::past::STAND_INS).count();
    let median = staff.middle_after();
    let wrap_up = (median, change.wrap_up.unwrap_or(median));
    let observed = past.observed();
    let all = |runs: &[Sums]| -> Vec<Figures> { runs.iter().map(|sums| sums.all).collect() };
    let of = |queue: &QueueName, runs: &[Sums]| -> Vec<Figures> {
        runs.iter().map(|sums| sums.queues[queue]).collect()
    };
    let queue = |(queue, observed): (&QueueName, &Figures)| {
        (queue.clone(), rows(observed, &of(queue, &as_it_was), &of(queue, &changed)))
    };
    Ok(Report {
        rows: rows(&observed.all, &all(&as_it_was), &all(&changed)),
        queues: observed.queues.iter().map(queue).collect(),
        runs,
        agents: inferred,
        pauses: staff.pauses.len(),
        wrap_up,
    })
}

fn rows(observed: &Figures, as_it_was: &[Figures], changed: &[Figures]) -> Vec<Row> {
    let observed = observed.values();
    let of = |runs: &[Figures], place: usize| -> Vec<f64> {
        runs.iter().map(|figures| figures.values()[place]).collect()
    };
    let row = |(place, name): (usize, &'static str)| {
        let (before, after) = (of(as_it_was, place), of(changed, place));
        let difference: Vec<f64> = before.iter().zip(&after).map(|(before, after)| after - before).collect();
        Row {
            name,
            observed: observed[place],
            as_it_was: Estimate::of(&before),
            changed: Estimate::of(&after),
            difference: Estimate::of(&difference),
        }
    };
    NAMES.into_iter().enumerate().map(row).collect()
}

impl Estimate {
    fn of(values: &[f64]) -> Estimate {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
        Estimate { mean, half_width: student(values.len() - 1) * (variance / n).sqrt() }
    }
}

/// Student's t at 97.5 %, by degrees of freedom (NIST/SEMATECH e-Handbook §1.3.6.7.2). Beyond the
/// table the value of the next smaller row is taken: a little too wide rather than too narrow.
fn student(freedom: usize) -> f64 {
    const TABLE: [f64; 30] = [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145,
        2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048,
        2.045, 2.042,
    ];
    match freedom {
        0 => f64::INFINITY,
        1..=30 => TABLE[freedom - 1],
        31..60 => 2.042,
        60..120 => 2.000,
        _ => 1.980,
    }
}

/// What is drawn for one call.
#[derive(Debug, Clone, Copy)]
struct Throw {
    patience: Span,
    /// The agent is called for so long before the talk.
    ring: Span,
    talk: Span,
    after: Span,
}

impl Throw {
    /// How long the caller waits for a telephone to ring.
    fn before_ringing(&self) -> Span {
        let forever = self.patience == Call::FOR_EVER;
        if forever { self.patience } else { (self.patience - self.ring).max(Span::ZERO) }
    }

    /// What became of a caller for whom a telephone began to ring after this wait.
    fn rung_through(&self, wait: Span) -> Fate {
        let wait = wait + self.ring;
        if wait <= self.patience { Fate::Answered { wait } } else { Fate::Abandoned { wait: self.patience } }
    }
}

/// What is drawn from: estimates from the even days, and from the odd ones.
struct Dice([Half; 2]);

/// Estimates from every other day.
struct Half {
    patience: BTreeMap<QueueName, Patience>,
    talks: BTreeMap<QueueName, Vec<Span>>,
    /// Ringing before a talk, of queues in which it is known.
    rings: BTreeMap<QueueName, Vec<Span>>,
    after: AfterCall,
}

/// Which half a moment's day belongs to.
fn half_of(at: Time) -> usize {
    const DAY: i64 = 86_400_000_000;
    at.0.div_euclid(DAY).rem_euclid(2) as usize
}

impl Dice {
    fn of(past: &Past, staff: &Staff) -> Dice {
        let has = [0, 1].map(|half| past.calls().iter().any(|call| half_of(call.at) == half));
        // What serves a half is estimated from the other one, if there is one.
        Dice([1, 0].map(|other| {
            let known = |at: Time| half_of(at) == other || !has[other];
            Half::of(past, staff, known)
        }))
    }

    fn throw(&self, past: &Past, seed: u64) -> Vec<Throw> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        past.calls().iter().map(|call| self.0[half_of(call.at)].throw(call, &mut rng)).collect()
    }
}

impl Half {
    fn of(past: &Past, staff: &Staff, known: impl Fn(Time) -> bool) -> Half {
        let mut seen: BTreeMap<QueueName, Vec<Seen>> = BTreeMap::new();
        let mut talks: BTreeMap<QueueName, Vec<Span>> = BTreeMap::new();
        let mut rings: BTreeMap<QueueName, Vec<Span>> = BTreeMap::new();
        for call in past.calls().iter().filter(|call| known(call.at)) {
            let wait = Seen { waited: call.waited, gave_up: call.service.is_none() };
            seen.entry(call.queue.clone()).or_default().push(wait);
            if let Some(service) = call.service {
                talks.entry(call.queue.clone()).or_default().push(service.talk);
                if service.rang > Span::ZERO {
                    rings.entry(call.queue.clone()).or_default().push(service.rang);
                }
            }
        }
        let patience = seen.into_iter().map(|(queue, seen)| (queue, Patience::estimate(seen))).collect();
        let after = staff.after.iter().filter(|(at, _)| known(*at)).map(|(_, between)| *between);
        Half { patience, talks, rings, after: AfterCall::estimate(after) }
    }

    fn throw(&self, call: &PastCall, rng: &mut ChaCha8Rng) -> Throw {
        let after = self.after.draw(rng.random());
        let Some(service) = call.service else {
            // A queue in which nobody was ever answered says nothing of its services.
            let talk = one_of(self.talks.get(&call.queue), rng).unwrap_or(Span::ZERO);
            let ring = one_of(self.rings.get(&call.queue), rng).unwrap_or(Span::ZERO);
            return Throw { patience: call.waited, ring, talk, after };
        };
        let patience = self.patience.get(&call.queue);
        let drawn = patience.and_then(|patience| patience.draw(call.waited, rng.random()));
        Throw {
            patience: drawn.unwrap_or(Call::FOR_EVER),
            ring: service.rang,
            talk: service.talk,
            after: service.after.unwrap_or(after),
        }
    }
}

/// One of those there are; nothing is thrown for none.
fn one_of(spans: Option<&Vec<Span>>, rng: &mut ChaCha8Rng) -> Option<Span> {
    let spans = spans.filter(|spans| !spans.is_empty())?;
    Some(spans[rng.random_range(0..spans.len())])
}

/// One side of the comparison, ready to run.
struct Side {
    site: Site,
    presences: Vec<Presence>,
    pauses: Vec<Pause>,
    /// When each call comes, and by which door.
    arrivals: Vec<(Time, u32)>,
    /// The queue of each call, the keeper's left out.
    queues: Vec<QueueName>,
    /// How much longer than drawn work after a call takes.
    longer: Span,
}

impl Side {
    fn new(past: &Past, staff: &Staff, change: &Change) -> Result<Side, Error> {
        let queues: BTreeSet<QueueName> = past.calls().iter().map(|call| call.queue.clone()).collect();
        let book = Book::of(past.house(), &queues);
        change.check(past, &book, &staff.skills.keys().copied().collect())?;
        let Roster { mut able, mut presences, pauses } = roster::changed(past.house(), staff, &book, change)?;
        let mut doors = Doors::default();
        let arrival = |call: &PastCall| {
            let changed = call.tier.as_ref().and_then(|tier| change.credits.get(tier)).copied();
            let more = change.queue_credits.get(&call.queue).copied().unwrap_or(Span::ZERO);
            (call.at, doors.through(&call.queue, changed.unwrap_or(call.credit) + more, &call.need))
        };
        let mut arrivals: Vec<(Time, u32)> = past.calls().iter().map(arrival).collect();
        let needed = book.skills().chain(doors.needs().flat_map(|need| &need.skills));
        arrivals.insert(0, keep_open(&arrivals, all_able(needed), &mut able, &mut presences));
        let longer = change.wrap_up.map_or(Span::ZERO, |wished| wished - staff.middle_after());
        let queues = past.calls().iter().map(|call| call.queue.clone()).collect();
        Ok(Side { site: site(&book, &able, &doors, change), presences, pauses, arrivals, queues, longer })
    }

    fn run(&self, throws: &[Throw]) -> Sums {
        let call = |(&(at, door), throw): (&(Time, u32), &Throw)| Call {
            at,
            door,
            // The simulation's telephones are answered at once. So ringing holds the agent like talk, the
            // caller's patience must outlast it, and it is added to every wait.
            patience: throw.before_ringing(),
            talk: if throw.talk == Call::FOR_EVER { throw.talk } else { throw.ring + throw.talk },
        };
        let keeper =
            Throw { patience: Call::FOR_EVER, ring: Span::ZERO, talk: Call::FOR_EVER, after: Span::ZERO };
        let throws: Vec<Throw> = std::iter::once(&keeper).chain(throws).copied().collect();
        let calls: Vec<Call> = self.arrivals.iter().zip(&throws).map(call).collect();
        let after =
            |throw: &Throw| (throw.after + self.longer).max(Span::ZERO).min(WRAP_UP - Span::seconds(1));
        let after: Vec<Span> = throws.iter().map(after).collect();
        let besides = Besides { pauses: &self.pauses, after: &after };
        let run = simulate_with(&self.site, &calls, &self.presences, besides);
        let mut rung = Span::ZERO;
        let heard = |(fate, throw): (Fate, &Throw)| match fate {
            Fate::Answered { wait } => {
                rung += throw.ring;
                throw.rung_through(wait)
            }
            Fate::Abandoned { .. } => Fate::Abandoned { wait: throw.patience },
            fate => fate,
        };
        let fates: Vec<Fate> = run.fates.into_iter().zip(&throws).skip(1).map(heard).collect();
        let occupancy = (run.busy - rung).as_seconds() / run.there.as_seconds();
        Sums::of(self.queues.iter().zip(fates), occupancy)
    }
}

/// Keeps every queue from being *unstaffed*: the callers of the past waited, or gave up, at hours for
/// which nobody's presence can be inferred, and were not turned away. One agent who serves every
/// queue comes first of all and has a call, the one returned, that is never over.
fn keep_open(
    arrivals: &[(Time, u32)],
    keeper: Able,
    able: &mut BTreeMap<AgentId, Able>,
    presences: &mut Vec<Presence>,
) -> (Time, u32) {
    let agent = AgentId(able.keys().next_back().map_or(1, |last| last.0 + 1));
    let (first, door) = arrivals.first().copied().unwrap_or_default();
    let at = first - Span::seconds(1);
    able.insert(agent, keeper);
    presences.insert(0, Presence { at, agent, there: true });
    (at, door)
}

/// One who can do all of it, as well as anybody can.
fn all_able<'a>(skills: impl Iterator<Item = &'a SkillName>) -> Able {
    let mut able = Able::in_every_language();
    skills.for_each(|skill| able.learn(skill, Some(*PROFICIENCY.end())));
    able
}
