//! Stated waits against real ones: the queues of a bank as they were in January 1999
//! (`anonymous_bank/january.txt`, Technion SEELab, I. Guedj and A. Mandelbaum, 2000).
//!
//! The constants of the estimate were chosen on the odd days; the even days judge them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

use routing::{Router, Waiting};
use std::collections::BTreeMap;
use std::path::PathBuf;
use vocabulary::plan::{Agent, AgentRouting, Queue, QueueRouting};
use vocabulary::{AgentId, ContactId, PromptName, QueueName, Span, Time};

/// A longer pause between two services, and the agent was away.
const PAUSE: i64 = 1_200;
/// What a priority customer is credited with.
const CREDIT: Span = Span::seconds(90);

/// A row, as far as waits go by it. Seconds of its day.
struct Call {
    day: u32,
    priority: bool,
    queue: QueueName,
    joined: i64,
    waited: i64,
    /// Who served it, from when to when.
    served: Option<(AgentId, i64, i64)>,
    answered: bool,
}

/// What happens at one second, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Comes(AgentId),
    Freed(AgentId, usize),
    Leaves(usize),
    Served(usize),
    Joins(usize),
    Goes(AgentId),
}

fn data() -> Option<String> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let folder = std::env::var_os("HELIOTROPE_DATA").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    std::fs::read_to_string(folder.join("anonymous_bank/january.txt")).ok()
}

fn seconds(clock: &str) -> Option<i64> {
    let mut parts = clock.trim().split(':').map(|part| part.parse::<i64>().ok());
    Some(parts.next()?? * 3_600 + parts.next()?? * 60 + parts.next()??)
}

fn call(line: &str, agents: &mut BTreeMap<String, AgentId>) -> Option<Call> {
    let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
    let [_, _, _, priority, queue, date, _, _, _, joined, _, waited, outcome, from, until, _, server] =
        fields.as_slice()
    else {
        return None;
    };
    let next = AgentId(agents.len() as u64 + 1);
    let answered = *outcome == "AGENT";
    let by =
        (answered && *server != "NO_SERVER").then(|| *agents.entry((*server).to_owned()).or_insert(next));
    Some(Call {
        day: date.parse().ok()?,
        priority: *priority == "2",
        queue: QueueName::new(queue).ok()?,
        joined: seconds(joined)?,
        waited: waited.parse().ok()?,
        served: by.and_then(|agent| Some((agent, seconds(from)?, seconds(until)?))),
        answered: answered || *outcome == "HANG",
    })
}

fn events(calls: &[Call]) -> Vec<(i64, Event)> {
    let mut events = Vec::new();
    let mut services: BTreeMap<AgentId, Vec<(i64, i64)>> = BTreeMap::new();
    for (place, call) in calls.iter().enumerate() {
        if call.waited > 0 && call.answered {
            events.push((call.joined, Event::Joins(place)));
            events.push((call.joined + call.waited, Event::Leaves(place)));
        } else if let Some((_, from, _)) = call.served {
            events.push((from, Event::Served(place)));
        }
        if let Some((agent, from, until)) = call.served {
            services.entry(agent).or_default().push((from, until));
            events.push((until, Event::Freed(agent, place)));
        }
    }
    for (agent, mut services) in services {
        services.sort_unstable();
        let mut here = services[0];
        for (from, until) in services {
            if from - here.1 >= PAUSE {
                events.extend([(here.0, Event::Comes(agent)), (here.1, Event::Goes(agent))]);
                here = (from, until);
            }
            here.1 = here.1.max(until);
        }
        events.extend([(here.0, Event::Comes(agent)), (here.1, Event::Goes(agent))]);
    }
    events.sort_unstable();
    events
}

fn plan(calls: &[Call], agents: &BTreeMap<String, AgentId>) -> (Vec<Queue>, Vec<Agent>) {
    let names: std::collections::BTreeSet<&QueueName> = calls.iter().map(|call| &call.queue).collect();
    let queue = |name: &QueueName| Queue {
        name: name.clone(),
        calendar: None,
        skills: Vec::new(),
        capacity: 1_000,
        ring: Span::seconds(20),
        wrap_up: Span::ZERO,
        announce_every: Span::ZERO,
        music: PromptName::new("music").unwrap(),
        service_level: Span::seconds(15),
        short_abandon: Span::seconds(5),
        routing: QueueRouting::default(),
        record: false,
    };
    let agent = |id: &AgentId| Agent {
        id: *id,
        address: String::new(),
        skills: Vec::new(),
        ready_at_start: false,
        routing: AgentRouting::default(),
    };
    (names.into_iter().map(queue).collect(), agents.values().map(agent).collect())
}

/// Plays a month as it was, agents and all; for each who waited and was answered: the day, and whether
/// the wait was within what was stated at its beginning.
fn play(calls: &[Call], agents: &BTreeMap<String, AgentId>) -> Vec<(u32, bool)> {
    let (queues, planned) = plan(calls, agents);
    let mut router = Router::default();
    router.configure(&queues, &planned);
    let mut judged = Vec::new();
    for of_day in calls.chunk_by(|one, other| one.day == other.day) {
        let mut stated: BTreeMap<usize, Span> = BTreeMap::new();
        for (second, event) in events(of_day) {
            let at = Time(0) + Span::seconds(i64::from(of_day[0].day) * 100_000 + second);
            match event {
                Event::Comes(agent) => router.ready(agent, at),
                Event::Goes(agent) => router.signed_out(agent),
                Event::Freed(agent, place) => {
                    router.ready(agent, at);
                    let (_, from, until) = of_day[place].served.unwrap();
                    router.handled(&of_day[place].queue, Span::seconds(until - from));
                }
                Event::Served(place) => {
                    router.busy(of_day[place].served.unwrap().0);
                    router.answered(&of_day[place].queue, at);
                }
                Event::Joins(place) => {
                    let Call { queue, priority, .. } = &of_day[place];
                    let contact = ContactId(place as u64);
                    let credit = if *priority { CREDIT } else { Span::ZERO };
                    router.wait(Waiting { credit, ..Waiting::new(contact, queue.clone(), at, Vec::new()) });
                    stated.extend(router.estimate(contact).map(|told| (place, told.nine_in_ten)));
                }
                Event::Leaves(place) => {
                    let call = &of_day[place];
                    let contact = ContactId(place as u64);
                    let Some((agent, ..)) = call.served else {
                        router.leave(contact);
                        continue;
                    };
                    router.offer(contact, agent, at);
                    router.answered(&call.queue, at);
                    if let Some(most) = stated.get(&place) {
                        judged.push((call.day, Span::seconds(call.waited) <= *most));
                    }
                }
            }
        }
    }
    judged
}

#[test]
fn nine_waits_of_ten_stay_within_what_was_stated() {
    let Some(text) = data() else {
        eprintln!(
            "not tried: anonymous_bank/january.txt is neither in ../shared/data nor in $HELIOTROPE_DATA"
        );
        return;
    };
    let mut agents = BTreeMap::new();
    let mut calls: Vec<Call> = text.lines().skip(1).filter_map(|line| call(line, &mut agents)).collect();
    calls.sort_by_key(|call| call.day);
    let judged = play(&calls, &agents);
    for parity in [1, 0] {
        let days: Vec<bool> =
            judged.iter().filter(|(day, _)| day % 2 == parity).map(|(_, held)| *held).collect();
        let held = days.iter().filter(|held| **held).count() as f64 / days.len() as f64;
        println!("days {parity} of two: {} waits, {:.2} % within what was stated", days.len(), held * 100.0);
        assert!(days.len() > 5_000, "{} waits", days.len());
        assert!((0.88..=0.92).contains(&held), "{held}");
    }
}
