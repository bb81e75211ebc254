//! A site for the simulation: doors, queues on their terms, and agents as they are able.

use crate::change::Change;
use crate::simulation::Site;
use crate::terms::{Able, Book, Need, Terms};
use std::collections::BTreeMap;
use vocabulary::plan::{Agent, FlowText, Line, Plan, Queue, QueueRouting};
use vocabulary::{AgentId, FlowName, LineName, PromptName, QueueName, Span};

/// The queues' own time for work after a call: agents end it themselves, and always before.
pub(crate) const WRAP_UP: Span = Span::seconds(86_400);

/// The longest credit that a flow gives.
const LONGEST_CREDIT: Span = Span::seconds(7_200);

/// Called numbers: one for each queue, credit and need, each with a flow that leads straight there.
#[derive(Default)]
pub(crate) struct Doors {
    places: BTreeMap<(QueueName, Span, Need), u32>,
}

impl Doors {
    /// The door to a queue for those of this credit and need.
    pub fn through(&mut self, queue: &QueueName, credit: Span, need: &Need) -> u32 {
        let next = self.places.len() as u32;
        *self.places.entry((queue.clone(), credit.min(LONGEST_CREDIT), need.clone())).or_insert(next)
    }

    /// Needs that any door has.
    pub fn needs(&self) -> impl Iterator<Item = &Need> {
        self.places.keys().map(|(_, _, need)| need)
    }

    fn numbers(&self) -> Vec<String> {
        (0..self.places.len()).map(|place| format!("{place}")).collect()
    }
}

/// The site, changed.
pub(crate) fn site(book: &Book, able: &BTreeMap<AgentId, Able>, doors: &Doors, change: &Change) -> Site {
    let (lines, flows) = doors.places.iter().map(door).unzip();
    let queue = |(name, terms): (&QueueName, &Terms)| queue(name, terms, change);
    let plan = Plan {
        lines,
        flows,
        queues: book.0.iter().map(queue).collect(),
        agents: able.iter().map(|(agent, able)| self::agent(*agent, able)).collect(),
        ..Plan::default()
    };
    Site { plan, doors: doors.numbers() }
}

fn door(((queue, credit, need), place): (&(QueueName, Span, Need), &u32)) -> (Line, FlowText) {
    let name = format!("door-{place}");
    let credit = match credit.0 / 1_000_000 {
        0 => String::new(),
        seconds => format!("  credit {seconds} seconds\n"),
    };
    let skills: String = need.skills.iter().map(|skill| format!(" {skill}")).collect();
    let skills = if skills.is_empty() { skills } else { format!("  skills{skills}\n") };
    let text = format!(
        "flow {name}\n\nstep queue\n  queue {queue}\n{skills}{credit}  closed hang up as closed\n  full hang up \
         as full\n  unstaffed hang up as unstaffed\n"
    );
    let flow = FlowName::new(&name).expect("a word and a number");
    let line = Line {
        name: LineName::new(&name).expect("a word and a number"),
        called: place.to_string(),
        language: need.language,
        flow: flow.clone(),
        announce_recording: false,
        priority: need.priority,
    };
    (line, FlowText { name: flow, text })
}

fn queue(name: &QueueName, terms: &Terms, change: &Change) -> Queue {
    let planned = terms.routing.clone();
    let routing = QueueRouting {
        priority: change.priorities.get(name).copied().unwrap_or(planned.priority),
        discipline: change.disciplines.get(name).copied().unwrap_or(planned.discipline),
        choice: change.choices.get(name).copied().unwrap_or(planned.choice),
        ..planned
    };
    Queue {
        name: name.clone(),
        calendar: None,
        skills: terms.skills.clone(),
        capacity: u32::MAX,
        ring: Span::seconds(20),
        wrap_up: WRAP_UP,
        announce_every: Span::ZERO,
        music: PromptName::new("music").expect("a plain word"),
        service_level: Span::seconds(15),
        short_abandon: Span::seconds(5),
        routing,
        record: false,
    }
}

fn agent(id: AgentId, able: &Able) -> Agent {
    Agent {
        id,
        address: "sip:simulated@invalid".to_owned(),
        skills: able.skills.iter().cloned().collect(),
        ready_at_start: false,
        routing: able.routing.clone(),
    }
}
