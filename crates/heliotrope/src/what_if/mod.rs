//! `heliotrope what-if`: a past again on the floor that serves, as it was and with a change.

mod change;
mod past;

pub use change::{
    Agents, Skill, agents, choice, credit, discipline, learn, priority, queue_credit, seconds_of, skill,
};

use crate::Failure;
use crate::command_line::WhatIf;
use crate::replay::Progress;
use past::Source;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Write;
use workforce::what_if::{Estimate, Report, Row, what_if};

/// Reads, simulates and prints.
pub fn run(options: WhatIf) -> Result<(), Failure> {
    let mut progress = Progress::new();
    let source = Source::read(&options, &mut progress)?;
    let change = change::asked(&options, &source)?;
    let runs = options.runs;
    let watch = |done| progress.say("simulated", done, runs);
    let report = what_if(&source.past, &change, runs, options.seed, watch)?;
    progress.end();
    let text = if options.json { json(&report, &source) } else { text(&report, &source) };
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}

fn json(report: &Report, source: &Source) -> String {
    let number = |value: f64| if value.is_finite() { json!(value) } else { Value::Null };
    let estimate = |of: &Estimate| json!({"mean": number(of.mean), "half_width_95": number(of.half_width)});
    let figures = |rows: &[Row]| -> serde_json::Map<String, Value> {
        let figure = |row: &Row| {
            let figure = json!({
                "observed": number(row.observed),
                "as_it_was": estimate(&row.as_it_was),
                "error": number(row.as_it_was.mean - row.observed),
                "changed": estimate(&row.changed),
                "difference": estimate(&row.difference),
            });
            (row.name.to_owned(), figure)
        };
        rows.iter().map(figure).collect()
    };
    let queues: serde_json::Map<String, Value> =
        report.queues.iter().map(|(queue, rows)| (queue.to_string(), figures(rows).into())).collect();
    let object = json!({
        "source": source.name,
        "skipped": source.skipped,
        "calls": source.past.calls().len(),
        "agents": report.agents,
        "after_call_s": {"as_it_was": report.wrap_up.0.as_seconds(), "changed": report.wrap_up.1.as_seconds()},
        "runs": report.runs,
        "left_out": source.left_out,
        "figures": figures(&report.rows),
        "queues": queues,
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
    for left_out in &source.left_out {
        writeln!(text, "left out: {left_out}")?;
    }
    table(text, "", &report.rows)?;
    // Of a single queue it would be the same again.
    for (queue, rows) in report.queues.iter().filter(|_| report.queues.len() > 1) {
        let told: Vec<Row> = rows.iter().filter(|row| OF_QUEUES.contains(&row.name)).copied().collect();
        table(text, queue.as_str(), &told)?;
    }
    writeln!(
        text,
        "\n± is half a 95 % interval over the runs; it knows of chance only. The error of \"as it was\" says how far\n\
         the simulation is from this past, with patience and work after a call estimated from other days than\n\
         those they serve: do not trust a difference that is smaller."
    )
}

/// What is printed of each queue; `--json` tells all.
const OF_QUEUES: [&str; 5] = ["offered", "abandonment", "service_level_15", "asa", "mean_wait"];

fn table(text: &mut String, title: &str, rows: &[Row]) -> std::fmt::Result {
    writeln!(
        text,
        "\n{title:20} {:>10} {:>21} {:>9} {:>21} {:>21}",
        "observed", "as it was, simulated", "error", "changed", "difference"
    )?;
    for Row { name, observed, as_it_was, changed, difference } in rows {
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
    Ok(())
}

fn shown(value: f64) -> String {
    if value.is_nan() { "-".to_owned() } else { format!("{value:.2}") }
}

/// Shares are printed in percent.
fn scale(name: &str) -> f64 {
    let share = name.starts_with("service_level") || matches!(name, "abandonment" | "occupancy");
    if share { 100.0 } else { 1.0 }
}
