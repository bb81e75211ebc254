//! Simulated M/M/n and M/M/n+M against exact values (data/workforce/reference.csv: Erlang C and A
//! to 15 digits and more). What is simulated is the floor that serves: if it kept somebody waiting
//! beside an idle agent, or served in another order, these figures would not come out.
//!
//! Each call's fate is first held against the textbook's queue (first come, first served, each by whoever
//! is free first), to the microsecond. Whatever is then a matter of chance can be settled by that queue,
//! which takes a call in a fraction of the time.
//!
//! Points that take up to 150,000 calls are tried, some five in six of all and up to 250 agents, and one of a
//! thousand agents; `HELIOTROPE_WORKFORCE=all` tries all, which takes minutes without optimisation.

#![allow(clippy::unwrap_used, reason = "tests")]

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt;
use std::path::PathBuf;
use vocabulary::plan::{Agent, AgentRouting, FlowText, Line, Plan, Queue, QueueRouting};
use vocabulary::{AgentId, FlowName, Language, LineName, PromptName, QueueName, SkillName, Span, Time};
use workforce::{Call, Fate, Presence, Site, simulate};

/// Batches whose means are compared.
const BATCHES: usize = 100;
/// Standard errors that a figure may lie away from the exact value.
const ERRORS: f64 = 3.0;
/// How many times as long a figure is measured that was outside.
const LONGER: usize = 64;
/// Points that take more calls are tried when all are asked for, save the first of so many agents.
const CALLS: usize = 150_000;
const MANY_AGENTS: u32 = 1_000;

/// A row of the reference.
#[derive(Debug, Clone)]
struct Point {
    calls_per_hour: f64,
    aht: f64,
    /// Mean patience in seconds; endless when none.
    patience: Option<f64>,
    agents: u32,
    target: f64,
    /// P(wait), P(abandon), service level of those offered, mean wait of the answered.
    exact: [f64; 4],
}

const FIGURES: [&str; 4] = ["p_wait", "p_ab", "sl_offered", "asa_s"];

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Point { calls_per_hour, aht, patience, agents, .. } = self;
        write!(f, "{calls_per_hour} calls/h of {aht} s, patience {patience:?} s, {agents} agents")
    }
}

/// The data that is not part of the repository, or nothing if whoever runs the tests goes without.
fn points() -> Option<Vec<Point>> {
    if std::env::var_os("HELIOTROPE_WITHOUT_DATA").is_some() {
        eprintln!("skipped: HELIOTROPE_WITHOUT_DATA is set");
        return None;
    }
    let beside_the_repository = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let data: PathBuf =
        std::env::var_os("HELIOTROPE_DATA").unwrap_or_else(|| beside_the_repository.into()).into();
    let file = data.join("workforce/reference.csv");
    let text = std::fs::read_to_string(&file).unwrap_or_else(|reason| {
        panic!(
            "{}: {reason}; put the data beside the repository or into HELIOTROPE_DATA, or set \
             HELIOTROPE_WITHOUT_DATA=1 to go without",
            file.display()
        )
    });
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let row = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        let field = |name: &str| fields[names.iter().position(|known| *known == name).unwrap()];
        let number = |name: &str| field(name).parse::<f64>().unwrap();
        Point {
            calls_per_hour: number("calls_per_hour"),
            aht: number("aht_s"),
            patience: field("patience_s").parse().ok(),
            agents: field("agents").parse().unwrap(),
            target: number("target_s"),
            exact: FIGURES.map(number),
        }
    };
    Some(lines.map(row).collect())
}

impl Point {
    /// Calls in one batch: two times as long as the queue remembers, so that batches are nearly
    /// independent. Without patience that is the relaxation time of M/M/n, (√n − √a)⁻² services.
    fn batch(&self) -> usize {
        let load = self.calls_per_hour * self.aht / 3_600.0;
        let patient = self.patience.unwrap_or(self.aht).max(self.aht) / self.aht;
        let services = match self.patience {
            Some(_) => patient,
            None => (f64::from(self.agents).sqrt() - load.sqrt()).powi(-2).max(1.0),
        };
        ((2.0 * services * load) as usize).max(200)
    }

    /// Calls in all: the first ten batches fill the queue and do not count.
    fn calls(&self) -> usize {
        self.batch() * (BATCHES + 10)
    }

    /// How the figures of some fates lie to the exact ones: distance in standard errors.
    fn distances(&self, longer: usize, fates: &[Fate]) -> [f64; 4] {
        let batch = self.batch() * longer;
        let batches: Vec<Counts> =
            fates[batch * 10..].chunks(batch).map(|fates| Counts::of(fates, self.target)).collect();
        let figure = |place: usize| {
            let parts: Vec<(f64, f64)> = batches.iter().map(|counts| counts.ratio(place)).collect();
            distance(&parts, self.exact[place], place < 3)
        };
        [0, 1, 2, 3].map(figure)
    }

    /// Calls by chance.
    fn drawn(&self, calls: usize, seed: u64) -> impl Iterator<Item = Call> {
        let &Point { calls_per_hour, aht, patience, .. } = self;
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut exponential = move |mean: f64| Span((-mean * (1.0 - rng.random::<f64>()).ln() * 1e6) as i64);
        let mut at = Time(1_000_000);
        let draw = move |_| {
            at = at + exponential(3_600.0 / calls_per_hour);
            let patience = patience.map_or(Call::FOR_EVER, &mut exponential);
            Call { at, door: 0, patience, talk: exponential(aht) }
        };
        (0..calls).map(draw)
    }

    /// By the floor that serves.
    fn simulated(&self, calls: &[Call]) -> Vec<Fate> {
        let come = |agent| Presence { at: Time(0), agent: AgentId(agent), there: true };
        let presences: Vec<Presence> = (1..=u64::from(self.agents)).map(come).collect();
        simulate(&site(self.agents), calls, &presences).fates
    }

    /// By the textbook: whoever comes is served by the first to be free, unless patience ends before.
    fn by_the_book(&self, calls: impl Iterator<Item = Call>) -> Vec<Fate> {
        let mut free: BinaryHeap<Reverse<Time>> = (0..self.agents).map(|_| Reverse(Time(0))).collect();
        let fate = |call: Call| {
            let mut first = free.peek_mut().expect("there are agents");
            let wait = (first.0 - call.at).max(Span::ZERO);
            // Of two things at the same moment hanging up comes first.
            if wait > Span::ZERO && call.patience <= wait {
                return Fate::Abandoned { wait: call.patience };
            }
            first.0 = call.at + wait + call.talk;
            Fate::Answered { wait }
        };
        calls.map(fate).collect()
    }
}

/// Of one batch: offered, waited, abandoned, within the target, answered, and their waits.
#[derive(Default)]
struct Counts {
    offered: f64,
    waited: f64,
    abandoned: f64,
    within: f64,
    answered: f64,
    waits: f64,
}

impl Counts {
    fn of(fates: &[Fate], target: f64) -> Counts {
        let mut counts = Counts::default();
        for fate in fates {
            counts.offered += 1.0;
            match *fate {
                Fate::Answered { wait } => {
                    counts.answered += 1.0;
                    counts.waits += wait.as_seconds();
                    counts.waited += f64::from(u8::from(wait > Span::ZERO));
                    counts.within += f64::from(u8::from(wait.as_seconds() <= target));
                }
                Fate::Abandoned { .. } => {
                    counts.abandoned += 1.0;
                    counts.waited += 1.0;
                }
                Fate::TurnedAway | Fate::Waiting => panic!("{fate:?}: nobody is turned away here"),
            }
        }
        counts
    }

    /// A figure as numerator and denominator, in the order of [`FIGURES`].
    fn ratio(&self, place: usize) -> (f64, f64) {
        match place {
            0 => (self.waited, self.offered),
            1 => (self.abandoned, self.offered),
            2 => (self.within, self.offered),
            _ => (self.waits, self.answered),
        }
    }
}

/// Distance of a ratio over batches from its exact value, in standard errors. Where a share is so
/// small that no batch shows it, the error is what independent calls would have.
fn distance(parts: &[(f64, f64)], exact: f64, share: bool) -> f64 {
    let n = parts.len() as f64;
    let (above, below) = parts.iter().fold((0.0, 0.0), |(a, b), part| (a + part.0, b + part.1));
    let ratio = above / below;
    let squares: f64 = parts.iter().map(|(above, below)| (above - ratio * below).powi(2)).sum();
    let of_batches = (squares / (n - 1.0) / n).sqrt() / (below / n);
    let of_calls = if share { (exact * (1.0 - exact) / below).sqrt() } else { 0.0 };
    let error = if of_batches > 0.0 { of_batches } else { of_calls };
    if ratio == exact { 0.0 } else { (ratio - exact) / error }
}

/// One line, one queue, as many agents.
fn site(agents: u32) -> Site {
    let skill = SkillName::new("calls").unwrap();
    let flow = FlowName::new("door").unwrap();
    let text = "flow door\n\nstep queue\n  queue calls\n  closed hang up as closed\n  full hang up as full\n  \
                unstaffed hang up as unstaffed\n";
    let line = Line {
        name: LineName::new("door").unwrap(),
        called: "1".to_owned(),
        language: Language::English,
        flow: flow.clone(),
        announce_recording: false,
        priority: 0,
    };
    let queue = Queue {
        name: QueueName::new("calls").unwrap(),
        calendar: None,
        skills: vec![skill.clone()],
        capacity: u32::MAX,
        ring: Span::seconds(20),
        wrap_up: Span::ZERO,
        announce_every: Span::ZERO,
        music: PromptName::new("music").unwrap(),
        service_level: Span::seconds(15),
        short_abandon: Span::seconds(5),
        routing: QueueRouting::default(),
        record: false,
    };
    let agent = |id| Agent {
        id: AgentId(id),
        address: "sip:simulated@invalid".to_owned(),
        skills: vec![skill.clone(), SkillName::new("lang.en").unwrap()],
        ready_at_start: false,
        routing: AgentRouting::default(),
    };
    let plan = Plan {
        lines: vec![line],
        queues: vec![queue],
        agents: (1..=u64::from(agents)).map(agent).collect(),
        flows: vec![FlowText { name: flow, text: text.to_owned() }],
        ..Plan::default()
    };
    Site { plan, doors: vec!["1".to_owned()] }
}

/// The points to try.
fn chosen(mut points: Vec<Point>) -> Vec<Point> {
    if std::env::var_os("HELIOTROPE_WORKFORCE").is_none_or(|wish| wish != "all") {
        let large =
            points.iter().find(|point| point.agents >= MANY_AGENTS && point.patience.is_some()).cloned();
        points.retain(|point| point.calls() <= CALLS);
        points.extend(large);
    }
    points
}

/// How many figures of a point had to be measured once more, and what is wrong.
fn tried(point: &Point, seed: u64) -> (usize, Vec<String>) {
    let calls: Vec<Call> = point.drawn(point.calls(), seed).collect();
    let fates = point.simulated(&calls);
    let expected = point.by_the_book(calls.iter().copied());
    if let Some(place) = fates.iter().zip(&expected).position(|(fate, expected)| fate != expected) {
        let (fate, expected) = (fates[place], expected[place]);
        return (0, vec![format!("{point}: call {place} came to {fate:?}, not {expected:?}")]);
    }
    let outside = |distances: [f64; 4]| -> Vec<(usize, f64)> {
        // Without patience nobody abandons: the share is exactly none.
        distances.into_iter().enumerate().filter(|(_, distance)| distance.abs() > ERRORS).collect()
    };
    let first = outside(point.distances(1, &fates));
    if first.is_empty() {
        return (0, Vec::new());
    }
    let afresh = point.drawn(point.calls() * LONGER, seed + 1_000_000);
    let second = outside(point.distances(LONGER, &point.by_the_book(afresh)));
    let still = second.into_iter().filter(|(place, _)| first.iter().any(|(before, _)| before == place));
    let wrong = still.map(|(place, away)| format!("{point}: {} is {away:.1} errors away", FIGURES[place]));
    (first.len(), wrong.collect())
}

/// A figure outside three standard errors may be chance, one in 370, and one in four where waits are
/// rare and come in swarms: batches that hold few of them say too little about their spread. It is
/// measured once more, afresh and so much longer that every batch has its swarms, and must then hold.
#[test]
fn simulated_queues_come_to_what_erlang_and_palm_calculated() {
    let Some(points) = points() else { return };
    let points = chosen(points);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let numbered: Vec<(u64, &Point)> = (1..).zip(&points).collect();
    // Every thread takes each n-th point: the costly ones stand together.
    let share =
        |first: usize| numbered.iter().skip(first).step_by(threads).map(|(seed, point)| tried(point, *seed));
    let found: Vec<(usize, Vec<String>)> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..threads).map(|first| scope.spawn(move || share(first).collect::<Vec<_>>())).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let figures = points.len() * FIGURES.len();
    let again: usize = found.iter().map(|(again, _)| again).sum();
    let wrong: Vec<&str> = found.iter().flat_map(|(_, wrong)| wrong).map(String::as_str).collect();
    eprintln!("{figures} figures of {} points, {again} measured once more", points.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(again * 20 < figures, "{again} of {figures} had to be measured again: more than chance brings");
}
