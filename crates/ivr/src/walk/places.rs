//! Every place a caller can be in, and every answer's way to the next.

use super::End;
use super::facts::{Answer, in_every_world};
use crate::flow::{Ask, Body, Flow};
use crate::run::{Outcome, QueueState, Step};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use vocabulary::journal::{EndReason, FlowAct, FlowPosition};
use vocabulary::voice::Keep;
use vocabulary::{Handle, QueueName, StepName};

/// Stand-ins for what a caller keyed; the flow passes them on and never looks inside.
const NUMBER: Handle = Handle(1);
const PIN: Handle = Handle(2);

/// Something that happens on a caller's way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// The prompts were heard to their end.
    Listened,
    /// These keys were chosen from a menu.
    Keys(String),
    /// Keys that the menu does not have.
    WrongKeys(String),
    /// Nothing was keyed.
    Silence,
    /// A customer number was keyed, of at most so many digits.
    Number(u8),
    /// A PIN was keyed, of so many digits.
    Pin(u8),
    /// Fewer digits were keyed than are needed, with the key that ends the entry.
    TooFew(u8),
    /// The bank said so.
    Verified,
    /// The bank said so, and tries remain.
    WrongPin,
    /// The bank said so, and it was the last try.
    LastWrongPin,
    /// The bank said so.
    Locked,
    /// The bank said nothing.
    Unavailable,
    /// Whether the called line announces recording.
    Recording(bool),
    /// What a queue was found to be.
    Queue(QueueName, QueueState),
    /// What a queue became while the caller waited in it.
    Became(QueueState),
}

impl Move {
    /// Keys pressed, at most.
    pub fn presses(&self) -> u32 {
        match self {
            Move::Keys(keys) | Move::WrongKeys(keys) => u32::try_from(keys.len()).unwrap_or(u32::MAX),
            Move::Number(keys) | Move::Pin(keys) | Move::TooFew(keys) => u32::from(*keys),
            _ => 0,
        }
    }
}

impl fmt::Display for Move {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Move::Listened => f.write_str("listens"),
            Move::Keys(keys) => write!(f, "key {keys}"),
            Move::WrongKeys(keys) => write!(f, "wrong key {keys}"),
            Move::Silence => f.write_str("silence"),
            Move::Number(_) => f.write_str("number"),
            Move::Pin(_) => f.write_str("PIN"),
            Move::TooFew(_) => f.write_str("too few digits"),
            Move::Verified => f.write_str("verified"),
            Move::WrongPin => f.write_str("wrong PIN"),
            Move::LastWrongPin => f.write_str("wrong PIN, the last try"),
            Move::Locked => f.write_str("PIN locked"),
            Move::Unavailable => f.write_str("bank unavailable"),
            Move::Recording(true) => f.write_str("recording announced"),
            Move::Recording(false) => f.write_str("no recording"),
            Move::Queue(queue, state) => write!(f, "{queue} {}", word(*state)),
            Move::Became(state) => write!(f, "waits until {}", word(*state)),
        }
    }
}

fn word(state: QueueState) -> &'static str {
    match state {
        QueueState::Open => "open",
        QueueState::Closed => "closed",
        QueueState::Full => "full",
        QueueState::Unstaffed => "unstaffed",
    }
}

/// All that decides what can follow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    step: StepName,
    tries: u8,
    number: bool,
    pin: bool,
    refused: u8,
    verified: bool,
    recording: Option<bool>,
}

/// Where a move leads: on, to another place, or to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Goal {
    Place(usize),
    End(usize),
}

/// One answer in one place.
#[derive(Debug, Clone)]
pub(super) struct Way {
    pub moves: Vec<Move>,
    pub goal: Goal,
}

impl Way {
    pub fn presses(&self) -> u32 {
        self.moves.iter().map(Move::presses).sum()
    }
}

/// A place a caller can be in, waiting for one answer or another.
pub(super) struct Place {
    key: Key,
    position: FlowPosition,
    act: FlowAct,
    pub ways: Vec<Way>,
    pub reached: Reached,
}

/// How a place or a finish was first reached: from another place, or from the beginning.
pub(super) struct Reached {
    pub from: Option<usize>,
    pub moves: Vec<Move>,
}

impl Place {
    pub fn step(&self) -> &StepName {
        &self.position.step
    }
}

/// How a call can end, as far as the flow is concerned.
pub(super) struct Finish {
    pub step: StepName,
    pub end: End,
    pub reached: Reached,
}

/// The places of a flow.
pub(super) struct Places {
    pub all: Vec<Place>,
    pub finishes: Vec<Finish>,
    /// The ways on which calls begin.
    pub beginnings: Vec<Way>,
    /// Steps that were entered.
    pub visited: BTreeSet<StepName>,
    /// Whether the limit was never reached.
    pub complete: bool,
    known: BTreeMap<Key, usize>,
    most: usize,
}

/// Breadth first, so that the first way found to a place is one of the shortest.
pub(super) fn explore(flow: &Flow, most: usize) -> Places {
    let mut places = Places {
        all: Vec::new(),
        finishes: Vec::new(),
        beginnings: Vec::new(),
        visited: BTreeSet::new(),
        complete: true,
        known: BTreeMap::new(),
        most,
    };
    places.begin(flow);
    let mut here = 0;
    while here < places.all.len() {
        for (outcome, tried) in answers_at(flow, &places.all[here]) {
            places.try_answer(flow, here, &outcome, tried);
        }
        here += 1;
    }
    places
}

impl Places {
    /// Starts the flow in every world.
    fn begin(&mut self, flow: &Flow) {
        let visited = &mut self.visited;
        let mut see = |step: &StepName| {
            visited.insert(step.clone());
        };
        let steps = in_every_world(None, false, |facts| flow.start_seen(facts, &mut see));
        for (step, answers) in steps {
            let reached = Reached { from: None, moves: Vec::new() };
            let way = self.arrive(reached, step, &answers, Settled { verified: false, recording: None });
            self.beginnings.extend(way);
        }
    }

    /// Gives an answer in a place, in every world.
    fn try_answer(&mut self, flow: &Flow, here: usize, outcome: &Outcome, tried: Move) {
        let Place { key, position, .. } = &self.all[here];
        let settled =
            Settled { verified: key.verified || *outcome == Outcome::Verified, recording: key.recording };
        let visited = &mut self.visited;
        let mut see = |step: &StepName| {
            visited.insert(step.clone());
        };
        let steps = in_every_world(settled.recording, settled.verified, |facts| {
            flow.next_seen(position, outcome, facts, &mut see)
        });
        for (step, answers) in steps {
            let reached = Reached { from: Some(here), moves: vec![tried.clone()] };
            let way = self.arrive(reached, step, &answers, settled);
            self.all[here].ways.extend(way);
        }
    }

    /// Notes where a step led; nothing when that would be a place beyond the limit.
    fn arrive(
        &mut self,
        mut by: Reached,
        step: Step,
        answers: &[Answer],
        mut settled: Settled,
    ) -> Option<Way> {
        for answer in answers {
            by.moves.push(match answer {
                Answer::Recording(announced) => {
                    settled.recording = Some(*announced);
                    Move::Recording(*announced)
                }
                Answer::Queue(queue, state) => Move::Queue(queue.clone(), *state),
            });
        }
        let moves = by.moves.clone();
        let goal = match &step.act {
            FlowAct::HangUp { reason } => self.finish(by, &step.position.step, End::HungUp(*reason)),
            _ => self.place(by, step, settled)?,
        };
        Some(Way { moves, goal })
    }

    fn finish(&mut self, reached: Reached, step: &StepName, end: End) -> Goal {
        let known = self.finishes.iter().position(|finish| finish.step == *step && finish.end == end);
        Goal::End(known.unwrap_or_else(|| {
            self.finishes.push(Finish { step: step.clone(), end, reached });
            self.finishes.len() - 1
        }))
    }

    fn place(
        &mut self,
        reached: Reached,
        step: Step,
        Settled { verified, recording }: Settled,
    ) -> Option<Goal> {
        let Step { position, act } = step;
        let key = Key {
            step: position.step.clone(),
            tries: position.tries,
            number: position.number.is_some(),
            pin: position.pin.is_some(),
            refused: position.refused,
            verified,
            recording,
        };
        if let Some(&known) = self.known.get(&key) {
            return Some(Goal::Place(known));
        }
        if self.all.len() >= self.most {
            self.complete = false;
            return None;
        }
        let here = self.all.len();
        self.known.insert(key.clone(), here);
        let queued = match &act {
            FlowAct::Queue { queue, .. } => Some((position.step.clone(), End::Queued(queue.clone()))),
            _ => None,
        };
        self.all.push(Place { key, position, act, ways: Vec::new(), reached });
        // Being queued is an end of the flow's work, and a place that the queue may still send
        // the caller on from.
        if let Some((step, end)) = queued {
            let goal = self.finish(Reached { from: Some(here), moves: Vec::new() }, &step, end);
            self.all[here].ways.push(Way { moves: Vec::new(), goal });
        }
        Some(Goal::Place(here))
    }
}

/// What a call has settled so far, outside its position.
#[derive(Debug, Clone, Copy)]
struct Settled {
    verified: bool,
    recording: Option<bool>,
}

/// Every answer a caller, the bank or a queue can give in a place.
fn answers_at(flow: &Flow, place: &Place) -> Vec<(Outcome, Move)> {
    match &place.act {
        FlowAct::Say { .. } => vec![(Outcome::Said, Move::Listened)],
        FlowAct::Ask { rule, .. } => {
            let mut answers = match rule.keep {
                Keep::Open => menu_answers(flow, place.step()),
                Keep::Private => vec![(Outcome::Kept(NUMBER), Move::Number(rule.most))],
                Keep::Secret => vec![(Outcome::Kept(PIN), Move::Pin(rule.most))],
            };
            if rule.least > 1 {
                answers.push((Outcome::TooFew, Move::TooFew(rule.least)));
            }
            answers.push((Outcome::Silent, Move::Silence));
            answers
        }
        FlowAct::Verify { .. } => vec![
            (Outcome::Verified, Move::Verified),
            (Outcome::Wrong { left: 2 }, Move::WrongPin),
            (Outcome::Wrong { left: 0 }, Move::LastWrongPin),
            (Outcome::Locked, Move::Locked),
            (Outcome::Unavailable, Move::Unavailable),
        ],
        FlowAct::Queue { .. } => vec![
            (Outcome::QueueClosed, Move::Became(QueueState::Closed)),
            (Outcome::QueueFull, Move::Became(QueueState::Full)),
            (Outcome::QueueUnstaffed, Move::Became(QueueState::Unstaffed)),
        ],
        FlowAct::HangUp { .. } => Vec::new(),
    }
}

/// Each choice of a menu, and one that it does not have.
fn menu_answers(flow: &Flow, step: &StepName) -> Vec<(Outcome, Move)> {
    let Some(Body::Ask(ask)) = flow.definition(step).map(|step| &step.body) else { return Vec::new() };
    let choices = ask
        .choices
        .iter()
        .map(|choice| (Outcome::Keys(choice.keys.clone()), Move::Keys(choice.keys.clone())));
    let wrong = unused_keys(ask).map(|keys| (Outcome::Keys(keys.clone()), Move::WrongKeys(keys)));
    choices.chain(wrong).collect()
}

/// A choice of the menu's length that the menu does not have, if there is one.
fn unused_keys(ask: &Ask) -> Option<String> {
    let length = ask.choices.first()?.keys.len();
    // A menu has fewer choices than there are, save a full one of single keys.
    let candidates = "7654123890*#".chars().map(|key| String::from(key).repeat(length));
    candidates.into_iter().find(|keys| ask.choices.iter().all(|choice| choice.keys != *keys))
}

impl End {
    pub(super) fn is_fault(&self) -> bool {
        matches!(self, End::HungUp(EndReason::FlowFault))
    }
}
