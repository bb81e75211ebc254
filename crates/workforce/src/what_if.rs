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
use crate::figures::{Figures, NAMES};
use crate::past::{Past, PastCall, Staff};
use crate::patience::{Patience, Seen};
use crate::roster::{self, Roster};
use crate::simulation::{Besides, Call, Fate, Pause, Presence, Site, simulate_with};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::plan::{Agent, AgentRouting, FlowText, Line, Plan, Queue, QueueRouting};
use vocabulary::{AgentId, FlowName, Language, LineName, PromptName, QueueName, SkillName, Span, Time};

/// Something to change. The default changes nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Change {
    /// Agents more, or fewer.
    pub agents: Vec<Staffing>,
    /// Priority of queues; contacts of a higher one come first, whatever the others have waited.
    pub priorities: BTreeMap<QueueName, u8>,
    /// What callers of a tier are credited with.
    pub credits: BTreeMap<String, Span>,
    /// Whoever serves the first queue serves the second as well.
    pub learn: Vec<(QueueName, QueueName)>,
    /// Another middle time of work after a call: each takes so much longer, or shorter.
    pub wrap_up: Option<Span>,
}

/// Agents more, or fewer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Staffing {
    /// Whose: of those who serve this queue, or of all when none is named.
    pub queue: Option<QueueName>,
    /// How many.
    pub number: i32,
    /// Only between these moments, in order; always, when there is none.
    pub hours: Option<Vec<(Time, Time)>>,
}

/// Why a change cannot be tried.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The past is empty.
    #[error("no call reached a queue; choose a log or days in which some did")]
    Empty,
    /// A queue that the past does not have.
    #[error("there is no queue {named}; this past has {known}")]
    Queue {
        /// What was asked for.
        named: QueueName,
        /// What there is.
        known: String,
    },
    /// A tier that the past does not have.
    #[error("there is no tier {named}; this past has {known}")]
    Tier {
        /// What was asked for.
        named: String,
        /// What there is.
        known: String,
    },
    /// More agents are to go than there are.
    #[error("{asked} agents are to go where {there} serve; take fewer away")]
    Agents {
        /// How many are to go.
        asked: usize,
        /// How many there are.
        there: usize,
    },
    /// Nothing can be said of a spread from a single run.
    #[error("at least 2 runs are needed to say how sure the figures are")]
    Runs,
}

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
    Ok(Report {
        rows: rows(&past.observed(), &as_it_was, &changed),
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
    /// How much longer than drawn work after a call takes.
    longer: Span,
}

/// The queues' own time for work after a call: agents end it themselves, and always before.
const WRAP_UP: Span = Span::seconds(86_400);

impl Side {
    fn new(past: &Past, staff: &Staff, change: &Change) -> Result<Side, Error> {
        let queues: BTreeSet<QueueName> = past.calls().iter().map(|call| call.queue.clone()).collect();
        check(past, &queues, change)?;
        let Roster { mut skills, mut presences, pauses } = roster::changed(staff, &queues, change)?;
        let mut doors = Doors::default();
        let arrival = |call: &PastCall| {
            let changed = call.tier.as_ref().and_then(|tier| change.credits.get(tier)).copied();
            (call.at, doors.through(&call.queue, changed.unwrap_or(call.credit)))
        };
        let mut arrivals: Vec<(Time, u32)> = past.calls().iter().map(arrival).collect();
        arrivals.insert(0, keep_open(&arrivals, &queues, &mut skills, &mut presences));
        let plan = plan(&queues, &skills, &doors, &change.priorities);
        let longer = change.wrap_up.map_or(Span::ZERO, |wished| wished - staff.middle_after());
        Ok(Side { site: Site { plan, doors: doors.numbers() }, presences, pauses, arrivals, longer })
    }

    fn run(&self, throws: &[Throw]) -> Figures {
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
        Figures::of(fates, (run.busy - rung).as_seconds() / run.there.as_seconds())
    }
}

/// Keeps every queue from being *unstaffed*: the callers of the past waited, or gave up, at hours for
/// which nobody's presence can be inferred, and were not turned away. One agent who serves every
/// queue comes first of all and has a call, the one returned, that is never over.
fn keep_open(
    arrivals: &[(Time, u32)],
    queues: &BTreeSet<QueueName>,
    skills: &mut Skills,
    presences: &mut Vec<Presence>,
) -> (Time, u32) {
    let keeper = AgentId(skills.keys().next_back().map_or(1, |last| last.0 + 1));
    let (first, door) = arrivals.first().copied().unwrap_or_default();
    let at = first - Span::seconds(1);
    skills.insert(keeper, queues.clone());
    presences.insert(0, Presence { at, agent: keeper, there: true });
    (at, door)
}

fn check(past: &Past, queues: &BTreeSet<QueueName>, change: &Change) -> Result<(), Error> {
    let known = || queues.iter().map(QueueName::as_str).collect::<Vec<_>>().join(", ");
    let learnt = change.learn.iter().flat_map(|(has, learns)| [has, learns]);
    let staffed = change.agents.iter().filter_map(|staffing| staffing.queue.as_ref());
    let named = staffed.chain(change.priorities.keys()).chain(learnt);
    if let Some(unknown) = named.into_iter().find(|queue| !queues.contains(*queue)) {
        return Err(Error::Queue { named: unknown.clone(), known: known() });
    }
    let tiers: BTreeSet<&String> = past.calls().iter().filter_map(|call| call.tier.as_ref()).collect();
    if let Some(unknown) = change.credits.keys().find(|tier| !tiers.contains(tier)) {
        let known: Vec<&str> = tiers.into_iter().map(String::as_str).collect();
        return Err(Error::Tier { named: unknown.clone(), known: known.join(", ") });
    }
    Ok(())
}

type Skills = BTreeMap<AgentId, BTreeSet<QueueName>>;

/// Called numbers: one for each queue and credit, each with a flow that leads straight there.
#[derive(Default)]
struct Doors {
    places: BTreeMap<(QueueName, Span), u32>,
}

impl Doors {
    fn through(&mut self, queue: &QueueName, credit: Span) -> u32 {
        let next = self.places.len() as u32;
        *self.places.entry((queue.clone(), credit)).or_insert(next)
    }

    fn numbers(&self) -> Vec<String> {
        (0..self.places.len()).map(|place| format!("{place}")).collect()
    }
}

/// The skill of the line's language, which every contact needs (`docs/FLOWS.md`).
const LANGUAGE: Language = Language::English;

fn plan(
    queues: &BTreeSet<QueueName>,
    skills: &Skills,
    doors: &Doors,
    priorities: &BTreeMap<QueueName, u8>,
) -> Plan {
    let line = |((queue, credit), place): (&(QueueName, Span), &u32)| {
        let name = format!("door-{place}");
        let credit = match credit.0 / 1_000_000 {
            0 => String::new(),
            seconds => format!("  credit {seconds} seconds\n"),
        };
        let text = format!(
            "flow {name}\n\nstep queue\n  queue {queue}\n{credit}  closed hang up as closed\n  full hang up as \
             full\n  unstaffed hang up as unstaffed\n"
        );
        let flow = FlowName::new(&name).expect("a word and a number");
        let line = Line {
            name: LineName::new(&name).expect("a word and a number"),
            called: place.to_string(),
            language: LANGUAGE,
            flow: flow.clone(),
            announce_recording: false,
            priority: 0,
        };
        (line, FlowText { name: flow, text })
    };
    let (lines, flows) = doors.places.iter().map(line).unzip();
    Plan {
        lines,
        flows,
        queues: queues.iter().map(|name| queue(name, priorities.get(name).copied().unwrap_or(0))).collect(),
        agents: skills.iter().map(|(agent, serves)| self::agent(*agent, serves)).collect(),
        ..Plan::default()
    }
}

fn queue(name: &QueueName, priority: u8) -> Queue {
    Queue {
        name: name.clone(),
        calendar: None,
        skills: vec![skill(name)],
        capacity: u32::MAX,
        ring: Span::seconds(20),
        wrap_up: WRAP_UP,
        announce_every: Span::ZERO,
        music: PromptName::new("music").expect("a plain word"),
        service_level: Span::seconds(15),
        short_abandon: Span::seconds(5),
        routing: QueueRouting { priority, ..QueueRouting::default() },
        record: false,
    }
}

fn agent(id: AgentId, serves: &BTreeSet<QueueName>) -> Agent {
    let language = SkillName::new(&format!("lang.{LANGUAGE}")).expect("a language tag is letters");
    let skills = serves.iter().map(skill).chain([language]).collect();
    Agent {
        id,
        address: "sip:simulated@invalid".to_owned(),
        skills,
        ready_at_start: false,
        routing: AgentRouting::default(),
    }
}

/// One skill a queue: its name.
fn skill(queue: &QueueName) -> SkillName {
    SkillName::new(queue.as_str()).expect("names of queues and skills have the same form")
}
