//! Agents in browsers: what a call between a page and a G.711 trunk costs, and a page without one.
//!
//! The node has one core, pages and telephones the other (`crates/voice/examples/page_calls.rs`).
//! Processor time is the media thread's, user and system.

use super::process::{cores, pin};
use super::{Bar, Bench, Report, released};
use crate::failure::{Outcome, because};
use crate::making::Kind;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

pub const BENCH: Bench = Bench {
    name: "stations",
    about: "browser telephones: calls a core, in G.711 and in Opus; what an idle page costs",
    run,
};

/// Calls of a run: enough to be measured, few enough for the other core to keep up as a client.
const CALLS: u32 = 60;

fn run(report: &mut Report) -> Outcome {
    let cores = cores()?;
    let [node, client, ..] = cores.as_slice() else {
        return because("this bench needs two cores: one for the node, one for pages and telephones");
    };
    let program = released("voice", "page_calls", Kind::Example)?;
    let seconds = if report.quick { 5 } else { 30 };
    let measure = |codec: &str| measured(&program, codec, seconds, *node, *client);
    let plain = measure("plain")?;
    let opus = measure("opus")?;
    let idle = measure("idle")?;
    report.figure("calls at once in each run", f64::from(CALLS), "calls", Bar::None);
    report.figure("PCMU browser-trunk: of a core, a call", 100.0 * plain["share_a_call"], "%", Bar::None);
    report.figure("PCMU browser-trunk: calls a core", 1.0 / plain["share_a_call"], "calls", Bar::None);
    report.figure("PCMU: heard of what telephones said", 100.0 * plain["pages_heard"], "%", Bar::None);
    report.figure("PCMU: heard of what pages said", 100.0 * plain["telephones_heard"], "%", Bar::None);
    report.figure(
        "Opus browser-G.711 trunk: of a core, a call",
        100.0 * opus["share_a_call"],
        "%",
        Bar::None,
    );
    report.figure("Opus browser-G.711 trunk: calls a core", 1.0 / opus["share_a_call"], "calls", Bar::None);
    report.figure("Opus: heard of what telephones said", 100.0 * opus["pages_heard"], "%", Bar::None);
    report.figure("Opus: heard of what pages said", 100.0 * opus["telephones_heard"], "%", Bar::None);
    report.figure("idle page that speaks: of a core", 100.0 * idle["share_a_call"], "%", Bar::None);
    let memory = (opus["resident_kib"] - plain["resident_kib"]) / f64::from(CALLS);
    report.figure("memory of Opus, a station", memory, "KiB", Bar::None);
    Ok(())
}

/// One run: the program's lines, a name and a value each.
fn measured(
    program: &Path,
    codec: &str,
    seconds: u32,
    node: usize,
    client: usize,
) -> Outcome<BTreeMap<String, f64>> {
    let mut command = Command::new(program);
    pin(&mut command, &[node, client]);
    command.args([codec, &CALLS.to_string(), &seconds.to_string(), &node.to_string(), &client.to_string()]);
    let output = command.output().map_err(|error| format!("page_calls does not start: {error}"))?;
    if !output.status.success() {
        return because(format!("page_calls failed: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let figure = |line: &str| {
        let (name, value) = line.split_once(' ')?;
        Some((name.to_owned(), value.parse().ok()?))
    };
    Ok(text.lines().filter_map(figure).collect())
}
