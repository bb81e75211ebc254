//! From a text to steps. Each line is judged by itself, so that one fault hides no other.

mod bodies;
mod clauses;
mod words;

use crate::fault::{Fault, Place, Reason};
use crate::flow::{Definition, Mention};
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::{FlowName, StepName};
use words::{Line, lines};

/// Far above any flow a caller could bear; keeps the checks' work bounded.
const MOST_STEPS: usize = 400;
/// A line is some 40 characters, a step some 10 lines.
const MOST_BYTES: usize = 256 * 1024;

/// A text as far as it could be understood.
pub(crate) struct Parsed {
    /// The steps that are complete.
    pub steps: Vec<Definition>,
    /// Whether the step where calls begin is complete.
    pub begins: bool,
    pub faults: Vec<Fault>,
}

pub(crate) fn parse(name: &FlowName, text: &str) -> Parsed {
    let top = Place { line: 1, column: 1 };
    let mut parsed = Parsed { steps: Vec::new(), begins: false, faults: Vec::new() };
    if text.len() > MOST_BYTES {
        parsed.faults.push(Fault { at: top, reason: Reason::TooLarge { what: "bytes", most: MOST_BYTES } });
        return parsed;
    }
    let lines = lines(text);
    let rest = header(&lines, name, &mut parsed.faults);
    let blocks = blocks(rest, &mut parsed.faults);
    if blocks.is_empty() {
        parsed.faults.push(Fault { at: top, reason: Reason::NoSteps });
    }
    if let Some(block) = blocks.get(MOST_STEPS) {
        parsed
            .faults
            .push(Fault { at: block.at, reason: Reason::TooLarge { what: "steps", most: MOST_STEPS } });
    }
    for block in blocks.iter().take(MOST_STEPS) {
        if let Some(body) = block.body(&mut parsed.faults) {
            parsed.steps.push(Definition { name: block.step.clone(), at: block.at, body });
        }
    }
    let first = rest.iter().find(|line| line.opening() == "step").map(Line::at);
    parsed.begins = first.is_some() && parsed.steps.first().map(|step| step.at) == first;
    parsed.faults.extend(unknown_targets(rest, &blocks));
    parsed
}

/// Targets that are no step of the text, in faulty steps as well.
fn unknown_targets(lines: &[Line], blocks: &[Block]) -> Vec<Fault> {
    let names: BTreeSet<&StepName> = blocks.iter().map(|block| &block.step).collect();
    let mentions = lines.iter().filter_map(Line::target_name);
    let unknown = mentions.filter(|mention| !names.contains(&mention.name));
    unknown
        .map(|mention| Fault { at: mention.at, reason: Reason::UnknownStep { step: mention.name } })
        .collect()
}

/// Checks the line `flow NAME` and gives back the lines below it.
fn header<'l, 't>(lines: &'l [Line<'t>], name: &FlowName, faults: &mut Vec<Fault>) -> &'l [Line<'t>] {
    match lines.split_first() {
        Some((first, rest)) if first.opening() == "flow" => {
            faults.extend(flow_line(first, name).err());
            rest
        }
        _ => {
            let at = lines.first().map_or(Place { line: 1, column: 1 }, Line::at);
            faults.push(Fault { at, reason: Reason::NoHeader { expected: name.to_string() } });
            lines
        }
    }
}

fn flow_line(line: &Line, name: &FlowName) -> Result<(), Fault> {
    let mut reader = line.reader();
    reader.expect("flow")?;
    let found = reader.name::<FlowName>("the flow's name")?;
    reader.end()?;
    if found.name == *name {
        return Ok(());
    }
    Err(Fault { at: found.at, reason: Reason::OtherName { expected: name.to_string() } })
}

/// A step's name and the lines below it.
struct Block<'l, 't> {
    step: StepName,
    at: Place,
    lines: &'l [Line<'t>],
}

/// Cuts the lines at each `step NAME`. A step whose name is taken or is no name is left out.
fn blocks<'l, 't>(lines: &'l [Line<'t>], faults: &mut Vec<Fault>) -> Vec<Block<'l, 't>> {
    let mut blocks = Vec::new();
    let mut taken: BTreeMap<StepName, u32> = BTreeMap::new();
    let mut parts = lines.chunk_by(|_, next| next.opening() != "step").peekable();
    let strays = parts.next_if(|part| part[0].opening() != "step").unwrap_or_default();
    faults.extend(strays.iter().map(|line| Fault { at: line.at(), reason: Reason::OutsideStep }));
    for part in parts {
        let mention = match step_line(&part[0]) {
            Ok(mention) => mention,
            Err(fault) => {
                faults.push(fault);
                continue;
            }
        };
        if let Some(&first) = taken.get(&mention.name) {
            faults
                .push(Fault { at: mention.at, reason: Reason::DuplicateStep { step: mention.name, first } });
            continue;
        }
        taken.insert(mention.name.clone(), mention.at.line);
        blocks.push(Block { step: mention.name, at: part[0].at(), lines: &part[1..] });
    }
    blocks
}

fn step_line(line: &Line) -> Result<Mention<StepName>, Fault> {
    let mut reader = line.reader();
    reader.expect("step")?;
    let step = reader.name("the step's name")?;
    reader.end()?;
    Ok(step)
}
