//! What a flow promises before it takes a call: proofs over its steps, not over its lines.

use crate::fault::{Fault, Reason};
use crate::flow::{Body, By, Condition, Definition, Digits, Flow, Manner, Mention, Target};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use vocabulary::{PromptName, QueueName, SkillName, StepName};

/// What the bank has: a flow may name nothing else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Prompts that exist in every language.
    pub prompts: BTreeSet<PromptName>,
    /// Those among them that are advertising (seeds A5, A9).
    pub adverts: BTreeSet<PromptName>,
    /// Configured queues that hold calls.
    pub queues: BTreeSet<QueueName>,
    /// Skills that a queue asks for or an agent has.
    pub skills: BTreeSet<SkillName>,
}

impl Flow {
    /// Checks every name of the flow against what the bank has.
    ///
    /// Returns the faults in the order of the text; none when the flow can take calls.
    pub fn check(&self, known: &Known) -> Vec<Fault> {
        let mut faults = Vec::new();
        for step in self.definitions() {
            prompts_exist(step, known, &mut faults);
            queues_exist(&step.body, known, &mut faults);
        }
        faults.sort_by_key(|fault| fault.at);
        faults
    }
}

fn prompts_exist(step: &Definition, known: &Known, faults: &mut Vec<Fault>) {
    for Mention { name, at } in step.body.prompts() {
        if !known.prompts.contains(name) {
            faults.push(Fault { at: *at, reason: Reason::UnknownPrompt { prompt: name.clone() } });
        }
        if known.adverts.contains(name) && step.body.manner() != Some(Manner::Advert) {
            faults.push(Fault { at: *at, reason: Reason::HiddenAdvert { prompt: name.clone() } });
        }
    }
}

fn queues_exist(body: &Body, known: &Known, faults: &mut Vec<Fault>) {
    let (queues, skills) = match body {
        Body::Queue(queue) => (vec![&queue.queue], queue.skills.as_slice()),
        Body::Branch(branch) => {
            let asked = branch.cases.iter().filter_map(|(condition, _)| match condition {
                Condition::QueueIs(queue, _) => Some(queue),
                Condition::LineAnnouncesRecording | Condition::Verified => None,
            });
            (asked.collect(), [].as_slice())
        }
        _ => return,
    };
    for Mention { name, at } in queues.into_iter().filter(|queue| !known.queues.contains(&queue.name)) {
        faults.push(Fault { at: *at, reason: Reason::UnknownQueue { queue: name.clone() } });
    }
    for Mention { name, at } in skills.iter().filter(|skill| !known.skills.contains(&skill.name)) {
        faults.push(Fault { at: *at, reason: Reason::UnknownSkill { skill: name.clone() } });
    }
}

/// All that follows from how the steps lead to each other. Of a text that was not wholly
/// `understood`, or whose first step was not (`begins`), only what the missing rest cannot mend.
pub(crate) fn soundness(flow: &Flow, begins: bool, understood: bool) -> Vec<Fault> {
    let graph = Graph::new(flow);
    let mut faults = graph.circles();
    faults.extend(graph.forced_adverts());
    faults.extend(hidden_adverts(flow));
    if begins {
        faults.extend(graph.verified_too_early());
        faults.extend(graph.not_greeted());
    }
    if understood {
        faults.extend(graph.unreachable());
        faults.extend(graph.only_adverts());
    }
    faults
}

/// Steps by their place in the text, and the exits that lead from one to another.
struct Graph<'f> {
    steps: &'f [Definition],
    exits: Vec<Vec<(By, usize)>>,
}

/// A caller's way through the graph as far as verification cares.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Gathered {
    step: usize,
    number: bool,
    pin: bool,
}

impl<'f> Graph<'f> {
    fn new(flow: &'f Flow) -> Graph<'f> {
        let steps = flow.definitions();
        let places: BTreeMap<&StepName, usize> =
            steps.iter().enumerate().map(|(place, step)| (&step.name, place)).collect();
        let exits = steps.iter().map(|step| {
            let exits = step.body.exits().into_iter().filter_map(|exit| match exit.target {
                Target::Step(mention) => places.get(&mention.name).map(|&place| (exit.by, place)),
                Target::HangUp(_) => None,
            });
            exits.collect()
        });
        Graph { steps, exits: exits.collect() }
    }

    fn fault(&self, step: usize, reason: impl FnOnce(StepName) -> Reason) -> Fault {
        let step = &self.steps[step];
        Fault { at: step.at, reason: reason(step.name.clone()) }
    }

    fn way(&self, steps: impl IntoIterator<Item = usize>) -> String {
        let names: Vec<&str> = steps.into_iter().map(|step| self.steps[step].name.as_str()).collect();
        names.join(" → ")
    }

    /// Circles that turn without a key pressed. Where there are none, every path ends: leaving a
    /// circle needs no more than silence, and silence leads on to an end.
    fn circles(&self) -> Vec<Fault> {
        let mut search = CircleSearch { graph: self, done: BTreeSet::new(), faults: Vec::new() };
        for start in 0..self.steps.len() {
            search.descend(start, &mut Vec::new());
        }
        search.faults
    }

    fn unreachable(&self) -> Vec<Fault> {
        let mut reached = BTreeSet::new();
        let mut open = vec![0];
        while let Some(step) = open.pop() {
            if reached.insert(step) {
                open.extend(self.exits[step].iter().map(|(_, to)| *to));
            }
        }
        let lost = (0..self.steps.len()).filter(|step| !reached.contains(step));
        lost.map(|step| self.fault(step, |step| Reason::Unreachable { step })).collect()
    }

    /// Verify steps that some path reaches without a number or a PIN. A PIN serves one attempt.
    fn verified_too_early(&self) -> Vec<Fault> {
        let start = Gathered { step: 0, number: false, pin: false };
        let mut from: BTreeMap<Gathered, Option<Gathered>> = BTreeMap::new();
        let mut open = VecDeque::from([(start, None)]);
        let mut faults: BTreeMap<(usize, &str), Fault> = BTreeMap::new();
        while let Some((here, came_from)) = open.pop_front() {
            if from.contains_key(&here) {
                continue;
            }
            from.insert(here, came_from);
            let verifies = matches!(self.steps[here.step].body, Body::Verify(_));
            if verifies && !(here.number && here.pin) {
                let missing = if here.number { "pin" } else { "number" };
                let path = self.way(trace(&from, here));
                let fault = self.fault(here.step, |step| Reason::VerifyTooEarly { step, missing, path });
                faults.entry((here.step, missing)).or_insert(fault);
                continue;
            }
            for &(by, step) in &self.exits[here.step] {
                let number = here.number || by == By::Digits(Digits::Number);
                let pin = (here.pin && !verifies) || by == By::Digits(Digits::Pin);
                open.push_back((Gathered { step, number, pin }, Some(here)));
            }
        }
        faults.into_values().collect()
    }

    /// Steps that speak before any greeting (A3). A flow that never speaks owes none.
    fn not_greeted(&self) -> Vec<Fault> {
        let mut seen = BTreeSet::new();
        let mut open = vec![0];
        let mut faults = Vec::new();
        while let Some(step) = open.pop() {
            if !seen.insert(step) {
                continue;
            }
            match self.steps[step].body.manner() {
                Some(Manner::Greet) => {}
                Some(Manner::Say | Manner::Advert) => {
                    faults.push(self.fault(step, |step| Reason::NotGreeted { step }));
                }
                None => open.extend(self.exits[step].iter().map(|(_, to)| *to)),
            }
        }
        faults
    }

    fn is_advert(&self, step: usize) -> bool {
        self.steps[step].body.manner() == Some(Manner::Advert)
    }

    fn forced_adverts(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (from, exits) in self.exits.iter().enumerate() {
            let forced = exits.iter().filter(|(by, to)| *by != By::Choice && self.is_advert(*to));
            let forced: BTreeSet<usize> = forced.map(|(_, to)| *to).collect();
            for to in forced {
                let step = self.steps[to].name.clone();
                faults.push(self.fault(from, |from| Reason::ForcedAdvert { step, from }));
            }
        }
        faults
    }

    fn only_adverts(&self) -> Vec<Fault> {
        let forces = |step: &usize| match &self.steps[*step].body {
            Body::Ask(ask) => {
                let adverts =
                    self.exits[*step].iter().filter(|(by, to)| *by == By::Choice && self.is_advert(*to));
                adverts.count() == ask.choices.len()
            }
            _ => false,
        };
        let menus = (0..self.steps.len()).filter(forces);
        menus.map(|step| self.fault(step, |step| Reason::OnlyAdverts { step })).collect()
    }
}

/// The steps from the flow's first one to here.
fn trace(from: &BTreeMap<Gathered, Option<Gathered>>, here: Gathered) -> Vec<usize> {
    let back = std::iter::successors(Some(here), |here| from.get(here).copied().flatten());
    let mut steps: Vec<usize> = back.map(|here| here.step).collect();
    steps.reverse();
    steps
}

/// Depth-first search for circles; as deep as a flow has steps.
struct CircleSearch<'g, 'f> {
    graph: &'g Graph<'f>,
    done: BTreeSet<usize>,
    faults: Vec<Fault>,
}

impl CircleSearch<'_, '_> {
    fn descend(&mut self, step: usize, path: &mut Vec<usize>) {
        if self.done.contains(&step) {
            return;
        }
        path.push(step);
        let unprompted = self.graph.exits[step].iter().filter(|(by, _)| *by == By::Itself);
        for next in unprompted.map(|(_, to)| *to).collect::<BTreeSet<usize>>() {
            match path.iter().position(|&earlier| earlier == next) {
                Some(begin) => {
                    let circle = self.graph.way(path[begin..].iter().copied().chain([next]));
                    self.faults.push(self.graph.fault(next, |_| Reason::Circle { circle }));
                }
                None => self.descend(next, path),
            }
        }
        path.pop();
        self.done.insert(step);
    }
}

/// Prompts that are said as advertising in one step, and as something else in another.
fn hidden_adverts(flow: &Flow) -> Vec<Fault> {
    let (adverts, others): (Vec<_>, Vec<_>) =
        flow.definitions().iter().partition(|step| step.body.manner() == Some(Manner::Advert));
    let marked: BTreeSet<&PromptName> =
        adverts.iter().flat_map(|step| step.body.prompts()).map(|mention| &mention.name).collect();
    let hidden =
        others.iter().flat_map(|step| step.body.prompts()).filter(|mention| marked.contains(&mention.name));
    hidden
        .map(|mention| Fault {
            at: mention.at,
            reason: Reason::HiddenAdvert { prompt: mention.name.clone() },
        })
        .collect()
}
