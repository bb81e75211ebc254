//! `heliotrope what-if`: a past again on the floor that serves, as it was and with a change.

mod past;

use crate::Failure;
use crate::command_line::WhatIf;
use crate::replay::Progress;
use past::Source;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Write;
use vocabulary::{QueueName, Span};
use workforce::what_if::{Change, Estimate, Report, Row, Staffing, what_if};

/// Agents more or fewer, as asked for: hours are those of every day's wall clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agents {
    queue: Option<QueueName>,
    number: i32,
    hours: Option<(u8, u8)>,
}

/// Reads, simulates and prints.
pub fn run(options: WhatIf) -> Result<(), Failure> {
    let mut progress = Progress::new();
    let source = Source::read(&options, &mut progress)?;
    let change = change(&options, &source);
    let runs = options.runs;
    let watch = |done| progress.say("simulated", done, runs);
    let report = what_if(&source.past, &change, runs, options.seed, watch)?;
    progress.end();
    let text = if options.json { json(&report, &source) } else { text(&report, &source) };
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}

fn change(options: &WhatIf, source: &Source) -> Change {
    let staffing = |asked: &Agents| Staffing {
        queue: asked.queue.clone(),
        number: asked.number,
        hours: asked.hours.map(|hours| past::hours(&source.past, &source.zone, hours)),
    };
    Change {
        agents: options.agents.iter().map(staffing).collect(),
        priorities: options.priority.iter().cloned().collect(),
        credits: options.credit.iter().cloned().collect(),
        learn: options.learn.clone(),
        wrap_up: options.wrap_up,
    }
}

/// `QUEUE=+2`, or `+2` for agents who serve every queue; `+2@9-17` from 9 to 17 o'clock only.
pub fn agents(text: &str) -> Result<Agents, String> {
    let (queue, rest) = match text.split_once('=') {
        Some((queue, rest)) => (Some(queue.parse::<QueueName>().map_err(|error| error.to_string())?), rest),
        None => (None, text),
    };
    let (number, hours) = match rest.split_once('@') {
        Some((number, hours)) => (number, Some(hours_of(hours)?)),
        None => (rest, None),
    };
    let known =
        number.parse().ok().filter(|number: &i32| (-10_000..=10_000).contains(number) && *number != 0);
    let number = known.ok_or("say how many: +2, -1, QUEUE=+2 or QUEUE=+2@9-17")?;
    Ok(Agents { queue, number, hours })
}

/// `9-17`.
fn hours_of(text: &str) -> Result<(u8, u8), String> {
    let hours = text.split_once('-').and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
    let known = hours.filter(|(from, to)| from < to && *to <= 24);
    known.ok_or_else(|| "give hours of the day from 0 to 24, the first before the second: @9-17".to_owned())
}

/// `QUEUE=LEVEL`.
pub fn priority(text: &str) -> Result<(QueueName, u8), String> {
    let (queue, level) = text.split_once('=').ok_or("say whose and how high: QUEUE=LEVEL")?;
    let level = level.parse().map_err(|_| "give a priority from 0, which is ordinary, to 255")?;
    Ok((queue.parse::<QueueName>().map_err(|error| error.to_string())?, level))
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

fn json(report: &Report, source: &Source) -> String {
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
        "source": source.name,
        "skipped": source.skipped,
        "calls": source.past.calls().len(),
        "agents": report.agents,
        "after_call_s": {"as_it_was": report.wrap_up.0.as_seconds(), "changed": report.wrap_up.1.as_seconds()},
        "runs": report.runs,
        "figures": rows,
    });
    serde_json::to_string_pretty(&object).expect("text and finite numbers are JSON") + "\n"
}

fn text(report: &Report, source: &Source) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_text(&mut text, report, source);
    text
}

fn write_text(text: &mut String, report: &Report, source: &Source) -> std::fmt::Result {
    let (before, after) = report.wrap_up;
    writeln!(
        text,
        "{}: {} calls that reached a queue, {} agents, {} pauses, {} runs; work after a call {:.1} s in the middle, \
         changed {:.1} s",
        source.name,
        source.past.calls().len(),
        report.agents,
        report.pauses,
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
         the simulation is from this past, with patience and work after a call estimated from other days than\n\
         those they serve: do not trust a difference that is smaller."
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
        let asked = |queue, number, hours| Ok(Agents { queue, number, hours });
        assert_eq!(agents("cards=+2"), asked(Some(queue.clone()), 2, None));
        assert_eq!(agents("-1"), asked(None, -1, None));
        assert_eq!(agents("cards=-1@9-17"), asked(Some(queue.clone()), -1, Some((9, 17))));
        for wrong in ["0", "cards", "cards=many", "+1@", "+1@9", "+1@17-9", "+1@9-25"] {
            assert!(agents(wrong).is_err(), "{wrong}");
        }
        assert_eq!(priority("cards=2"), Ok((queue.clone(), 2)));
        assert!(priority("cards").is_err() && priority("cards=-1").is_err());
        assert_eq!(credit("high=90"), Ok(("high".to_owned(), Span::seconds(90))));
        assert!(credit("high").is_err() && credit("high=-1").is_err());
        assert_eq!(learn("cards=loans"), Ok((queue, QueueName::new("loans").unwrap())));
        assert_eq!(seconds_of("30s"), Ok(Span::seconds(30)));
    }
}
