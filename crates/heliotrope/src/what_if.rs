//! `heliotrope what-if`: a log's past again on the floor that serves, as it was and with a change.

use crate::Failure;
use crate::command_line::WhatIf;
use crate::replay::{Progress, mapping, read_log};
use calllog::{Log, Mapping, Name, Outcome};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Write;
use vocabulary::{AgentId, QueueName, Span};
use workforce::past::{Past, PastCall, Service};
use workforce::what_if::{Change, Estimate, Report, Row, what_if};

/// Skipped rows that are named; `heliotrope replay --json` names all.
const NAMED: usize = 5;

/// Reads, simulates and prints.
pub fn run(options: WhatIf) -> Result<(), Failure> {
    let mapping = mapping(&options.mapping)?;
    let mut progress = Progress::new();
    let log = read_log(&options.file, &mapping, &mut progress)?;
    tell_skipped(&log);
    let past = past(&log);
    let change = change(&options);
    let runs = options.runs;
    let report = what_if(&past, &change, runs, options.seed, |done| progress.say("simulated", done, runs))?;
    progress.end();
    let text = if options.json { json(&report, &mapping, &log, &past) } else { text(&report, &past) };
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}

fn tell_skipped(log: &Log) {
    for skipped in log.skipped.iter().take(NAMED) {
        eprintln!("skipped {skipped}");
    }
    if log.skipped.len() > NAMED {
        eprintln!(
            "… and {} more rows skipped; `heliotrope replay --json` names all",
            log.skipped.len() - NAMED
        );
    }
}

/// The calls that reached a queue. Agents are numbered as they come up, for this run only: nothing
/// of their names is printed or kept.
fn past(log: &Log) -> Past {
    let mut agents: HashMap<&Name, AgentId> = HashMap::new();
    let mut number = |name| {
        let next = AgentId(agents.len() as u64 + 1);
        *agents.entry(name).or_insert(next)
    };
    let calls = log.calls.iter().filter(|call| call.is_offered()).map(|call| PastCall {
        at: call.queued,
        queue: call.queue.clone(),
        tier: call.tier.as_ref().map(|tier| tier.name.clone()),
        credit: call.tier.as_ref().map_or(Span::ZERO, |tier| tier.credit),
        waited: call.waited,
        service: (call.outcome == Outcome::Answered)
            .then(|| Service { agent: call.agent.as_ref().map(&mut number), talk: call.talked }),
    });
    Past::new(calls.collect())
}

fn change(options: &WhatIf) -> Change {
    Change {
        agents: options.agents.clone(),
        credits: options.credit.iter().cloned().collect(),
        learn: options.learn.clone(),
        wrap_up: options.wrap_up,
    }
}

/// `QUEUE=+2`, or `+2` for agents who serve every queue.
pub fn agents(text: &str) -> Result<(Option<QueueName>, i32), String> {
    let (queue, number) = match text.split_once('=') {
        Some((queue, number)) => {
            (Some(queue.parse::<QueueName>().map_err(|error| error.to_string())?), number)
        }
        None => (None, text),
    };
    let known =
        number.parse().ok().filter(|number: &i32| (-10_000..=10_000).contains(number) && *number != 0);
    Ok((queue, known.ok_or("say how many: +2, -1 or QUEUE=+2")?))
}

/// `TIER=SECONDS`.
pub fn credit(text: &str) -> Result<(String, Span), String> {
    let (tier, seconds) = text.split_once('=').ok_or("say whose and how much: TIER=SECONDS")?;
    Ok((tier.to_owned(), seconds_of(seconds)?))
}

/// `A=B`: whoever serves A serves B as well.
pub fn learn(text: &str) -> Result<(QueueName, QueueName), String> {
    let (has, learns) = text.split_once('=').ok_or("say who learns what: QUEUE=QUEUE")?;
    let queue = |name: &str| name.parse::<QueueName>().map_err(|error| error.to_string());
    Ok((queue(has)?, queue(learns)?))
}

/// `30s` or `30`.
pub fn seconds_of(text: &str) -> Result<Span, String> {
    let seconds = text.strip_suffix('s').unwrap_or(text).parse().ok();
    let known = seconds.filter(|seconds| (0..=3_600).contains(seconds));
    known.map(Span::seconds).ok_or_else(|| "give seconds from 0 to 3600: 30s".to_owned())
}

fn json(report: &Report, mapping: &Mapping, log: &Log, past: &Past) -> String {
    let number = |value: f64| if value.is_finite() { json!(value) } else { Value::Null };
    let estimate = |of: &Estimate| json!({"mean": number(of.mean), "half_width_95": number(of.half_width)});
    let rows: serde_json::Map<String, Value> = report
        .rows
        .iter()
        .map(|row| {
            let figure = json!({
                "observed": number(row.observed),
                "as_it_was": estimate(&row.as_it_was),
                "error": number(row.as_it_was.mean - row.observed),
                "changed": estimate(&row.changed),
                "difference": estimate(&row.difference),
            });
            (row.name.to_owned(), figure)
        })
        .collect();
    let object = json!({
        "mapping": mapping.name(),
        "rows": log.rows(),
        "skipped": log.skipped.len(),
        "calls": past.calls().len(),
        "agents": report.agents,
        "wrap_up_s": {"as_it_was": report.wrap_up.0.as_seconds(), "changed": report.wrap_up.1.as_seconds()},
        "runs": report.runs,
        "figures": rows,
    });
    serde_json::to_string_pretty(&object).expect("text and finite numbers are JSON") + "\n"
}

fn text(report: &Report, past: &Past) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_text(&mut text, report, past);
    text
}

fn write_text(text: &mut String, report: &Report, past: &Past) -> std::fmt::Result {
    let (before, after) = report.wrap_up;
    writeln!(
        text,
        "{} calls that reached a queue, {} agents, {} runs; work after a call {} s, changed {} s",
        past.calls().len(),
        report.agents,
        report.runs,
        before.as_seconds(),
        after.as_seconds()
    )?;
    writeln!(
        text,
        "\n{:20} {:>10} {:>21} {:>9} {:>21} {:>21}",
        "", "observed", "as it was, simulated", "error", "changed", "difference"
    )?;
    for Row { name, observed, as_it_was, changed, difference } in &report.rows {
        let scale = scale(name);
        let shown = |value: f64| shown(value * scale);
        let with = |of: &Estimate| format!("{} ± {}", shown(of.mean), shown(of.half_width));
        let error = shown(as_it_was.mean - observed);
        let unit = if scale > 1.0 { format!("{name} %") } else { (*name).to_owned() };
        writeln!(
            text,
            "{unit:20} {:>10} {:>21} {error:>9} {:>21} {:>21}",
            shown(*observed),
            with(as_it_was),
            with(changed),
            with(difference)
        )?;
    }
    writeln!(
        text,
        "\n± is half a 95 % interval over the runs; it knows of chance only. The error of \"as it was\" says how far\n\
         the simulation is from this past: do not trust a difference that is smaller."
    )
}

fn shown(value: f64) -> String {
    if value.is_nan() { "-".to_owned() } else { format!("{value:.2}") }
}

/// Shares are printed in percent.
fn scale(name: &str) -> f64 {
    let share = name.starts_with("service_level") || matches!(name, "abandonment" | "occupancy");
    if share { 100.0 } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_understood_or_refused() {
        let queue = QueueName::new("cards").unwrap();
        assert_eq!(agents("cards=+2"), Ok((Some(queue.clone()), 2)));
        assert_eq!(agents("-1"), Ok((None, -1)));
        assert!(agents("0").is_err() && agents("cards").is_err() && agents("cards=many").is_err());
        assert_eq!(credit("high=90"), Ok(("high".to_owned(), Span::seconds(90))));
        assert!(credit("high").is_err() && credit("high=-1").is_err());
        assert_eq!(learn("cards=loans"), Ok((queue, QueueName::new("loans").unwrap())));
        assert_eq!(seconds_of("30s"), Ok(Span::seconds(30)));
    }
}
