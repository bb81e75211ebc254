//! The router alone: inputs a second on one core, how long one takes, how that grows with agents, and
//! what a waiting contact holds in memory. `crates/routing/examples/traffic.rs` measures; this judges.

use super::process::{cores, pin};
use super::{Bar, Bench, Report};
use crate::failure::{Outcome, because};
use crate::making::{self, Kind, Product};
use serde::Deserialize;
use std::path::Path;
use std::process::Command;

pub const BENCH: Bench = Bench {
    name: "routing",
    about: "inputs a second, time of one, growth with agents, bytes a contact",
    run,
};

const AGENTS: u32 = 5_000;
const WAITING: u32 = 10_000;
/// Agents of the growth series.
const GROWTH: [u32; 6] = [100, 500, 1_000, 5_000, 10_000, 50_000];

/// What the load tells, in nanoseconds and bytes.
#[derive(Debug, Deserialize)]
struct Told {
    inputs_per_second: f64,
    p50: f64,
    p99: f64,
    bytes_per_contact: f64,
}

fn run(report: &mut Report) -> Outcome {
    let product = Product { package: "routing", name: "traffic", kind: Kind::Example, profile: "release" };
    let program = making::build(&product)?;
    let inputs = if report.quick { 200_000 } else { 2_000_000 };
    let load = |agents, needs| measure(&program, agents, inputs, needs);

    let told = load(AGENTS, "queues")?;
    report.figure("inputs a second", told.inputs_per_second, "/s", Bar::AtLeast(1_000_000.0));
    report.figure("an input, p50", told.p50 / 1e3, "us", Bar::None);
    report.figure("an input, p99", told.p99 / 1e3, "us", Bar::AtMost(20.0));
    report.figure("a waiting contact", told.bytes_per_contact, "bytes", Bar::AtMost(512.0));

    let told = load(AGENTS, "any")?;
    let rate = told.inputs_per_second;
    report.figure("each contact its own skills: inputs", rate, "/s", Bar::AtLeast(1_000_000.0));
    report.figure("each contact its own skills: p99", told.p99 / 1e3, "us", Bar::AtMost(20.0));
    report.figure(
        "each contact its own skills: a contact",
        told.bytes_per_contact,
        "bytes",
        Bar::AtMost(512.0),
    );

    for agents in GROWTH {
        let told = load(agents, "queues")?;
        let name = growth(agents);
        report.figure(name, 1e9 / told.inputs_per_second, "ns an input", Bar::None);
    }
    Ok(())
}

fn growth(agents: u32) -> &'static str {
    match agents {
        100 => "100 agents",
        500 => "500 agents",
        1_000 => "1,000 agents",
        5_000 => "5,000 agents",
        10_000 => "10,000 agents",
        _ => "50,000 agents",
    }
}

fn measure(program: &Path, agents: u32, inputs: u32, needs: &str) -> Outcome<Told> {
    let mut command = Command::new(program);
    command.args([agents.to_string(), WAITING.to_string(), inputs.to_string(), needs.to_owned()]);
    pin(&mut command, &cores()?[..1]);
    let output = command.output().map_err(|error| format!("{} cannot be run: {error}", program.display()))?;
    match serde_json::from_slice(&output.stdout) {
        Ok(told) if output.status.success() => Ok(told),
        _ => because(format!("the load failed: {}", String::from_utf8_lossy(&output.stderr))),
    }
}
