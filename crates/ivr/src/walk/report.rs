//! What a walk found, for a designer to read.

use super::paths::Paths;
use super::places::{Finish, Goal, Move, Places, Reached};
use crate::flow::Flow;
use std::collections::BTreeSet;
use std::fmt;
use vocabulary::journal::EndReason;
use vocabulary::{FlowName, QueueName, StepName};

/// How a path ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The caller waits in this queue.
    Queued(QueueName),
    /// The flow hung up.
    HungUp(EndReason),
}

/// What happens to a caller, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// All of it.
    pub moves: Vec<Move>,
    /// Keys pressed on it, at most.
    pub presses: u32,
}

/// An end that paths have, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// How they end.
    pub end: End,
    /// In which step.
    pub step: StepName,
    /// How many end so.
    pub paths: u64,
    /// One of those with the fewest answers.
    pub example: Route,
}

/// What a walk found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The flow.
    pub flow: FlowName,
    /// Its steps.
    pub steps: usize,
    /// Places a caller can be in.
    pub places: usize,
    /// Paths followed to their end.
    pub paths: u64,
    /// Paths that came back to a place they had been in before: a menu heard again.
    pub returning: u64,
    /// Every end, in the order they were found: the shortest ways first.
    pub endings: Vec<Ending>,
    /// Steps that no caller reaches.
    pub never_visited: Vec<StepName>,
    /// Steps from which no path ends.
    pub endless: Vec<StepName>,
    /// The path with the most key presses.
    pub longest: Option<Route>,
    /// Whether everything was tried; otherwise a limit was reached first.
    pub complete: bool,
}

impl Report {
    /// Whether everything was tried and nothing was amiss: every step is reached, every path ends,
    /// and none by a fault of the flow.
    pub fn sound(&self) -> bool {
        self.complete
            && self.never_visited.is_empty()
            && self.endless.is_empty()
            && !self.endings.iter().any(|ending| ending.end.is_fault())
    }
}

pub(super) fn report(flow: &Flow, places: &Places, paths: Paths) -> Report {
    let endings = places.finishes.iter().zip(&paths.to).map(|(finish, &paths)| Ending {
        end: finish.end.clone(),
        step: finish.step.clone(),
        paths,
        example: example(places, finish),
    });
    Report {
        flow: flow.name().clone(),
        steps: flow.definitions().len(),
        places: places.all.len(),
        paths: paths.to.iter().sum(),
        returning: paths.returning,
        endings: endings.collect(),
        never_visited: flow.steps().filter(|step| !places.visited.contains(*step)).cloned().collect(),
        // Where not everything was tried, the end may lie in what was not.
        endless: if places.complete { endless(places) } else { Vec::new() },
        longest: paths.longest.map(|(presses, moves)| Route { moves, presses }),
        complete: places.complete && paths.complete,
    }
}

/// The way by which the walker first found the end.
fn example(places: &Places, finish: &Finish) -> Route {
    let from = |reached: &Reached| reached.from.map(|place| &places.all[place].reached);
    let back: Vec<&Reached> = std::iter::successors(Some(&finish.reached), |reached| from(reached)).collect();
    let moves: Vec<Move> = back.into_iter().rev().flat_map(|reached| reached.moves.clone()).collect();
    let presses = moves.iter().map(Move::presses).sum();
    Route { moves, presses }
}

/// Steps with a place that leads to no end, found by going back from the ends.
fn endless(places: &Places) -> Vec<StepName> {
    let mut ends = vec![false; places.all.len()];
    loop {
        let before = ends.iter().filter(|ends| **ends).count();
        // Places further on were mostly found later: going backwards settles most at once.
        for here in (0..places.all.len()).rev() {
            ends[here] = places.all[here].ways.iter().any(|way| match way.goal {
                Goal::End(_) => true,
                Goal::Place(next) => ends[next],
            });
        }
        if ends.iter().filter(|ends| **ends).count() == before {
            break;
        }
    }
    let lost = places.all.iter().zip(&ends).filter(|(_, ends)| !**ends);
    lost.map(|(place, _)| place.step().clone()).collect::<BTreeSet<_>>().into_iter().collect()
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            End::Queued(queue) => write!(f, "waits in queue {queue}"),
            End::HungUp(EndReason::Closed) => f.write_str("hung up as closed"),
            End::HungUp(EndReason::Full) => f.write_str("hung up as full"),
            End::HungUp(EndReason::Unstaffed) => f.write_str("hung up as unstaffed"),
            End::HungUp(EndReason::FlowFault) => f.write_str("hung up by a fault of the flow"),
            End::HungUp(_) => f.write_str("hung up"),
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told: Vec<String> =
            self.moves.iter().filter(|part| **part != Move::Listened).map(Move::to_string).collect();
        f.write_str(if told.is_empty() { "listens" } else { "" })?;
        f.write_str(&told.join(" → "))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { flow, steps, places, paths, returning, .. } = self;
        writeln!(f, "Flow {flow}: {steps} steps, {places} places a caller can be in.")?;
        writeln!(f, "{paths} paths end; {returning} more come back to where they have been.")?;
        if !self.complete {
            writeln!(f, "Not everything was tried: a limit was reached first.")?;
        }
        writeln!(f, "\nHow paths end:")?;
        for Ending { end, step, paths, example } in &self.endings {
            writeln!(f, "  {end}, in step {step}: {paths} paths")?;
            writeln!(f, "    e.g. {example}")?;
        }
        if let Some(longest) = &self.longest {
            writeln!(f, "\nThe longest path takes {} key presses:\n    {longest}", longest.presses)?;
        }
        writeln!(f, "\nSteps no caller reaches: {}", listed(&self.never_visited))?;
        write!(f, "Steps no path ends from: {}", listed(&self.endless))
    }
}

fn listed(steps: &[StepName]) -> String {
    if steps.is_empty() {
        return "none".to_owned();
    }
    steps.iter().map(StepName::as_str).collect::<Vec<_>>().join(", ")
}
