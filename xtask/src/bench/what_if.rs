//! Calls simulated a second on one core, through the floor that serves.
//! `crates/workforce/examples/load.rs` measures; this judges.

use super::process::{cores, pin};
use super::{Bar, Bench, Report};
use crate::failure::{Outcome, because};
use crate::making::{self, Kind, Product};
use serde::Deserialize;
use std::path::Path;
use std::process::Command;

pub const BENCH: Bench = Bench {
    name: "what-if",
    about: "calls simulated a second, with patience and wrap-up, and plain M/M/40+M",
    run,
};

const AGENTS: u32 = 40;

#[derive(Debug, Deserialize)]
struct Told {
    calls_per_second: f64,
}

fn run(report: &mut Report) -> Outcome {
    let product = Product { package: "workforce", name: "load", kind: Kind::Example, profile: "release" };
    let program = making::build(&product)?;
    let calls = if report.quick { 200_000 } else { 2_000_000 };
    let full = measure(&program, calls, None)?;
    report.figure("patience and wrap-up", full, "calls/s", Bar::AtLeast(300_000.0));
    let plain = measure(&program, calls, Some("plain"))?;
    report.figure("plain M/M/40+M", plain, "calls/s", Bar::None);
    Ok(())
}

fn measure(program: &Path, calls: u32, plain: Option<&str>) -> Outcome<f64> {
    let mut command = Command::new(program);
    command.args([AGENTS.to_string(), calls.to_string()]).args(plain);
    pin(&mut command, &cores()?[..1]);
    let output = command.output().map_err(|error| format!("{} cannot be run: {error}", program.display()))?;
    match serde_json::from_slice::<Told>(&output.stdout) {
        Ok(told) if output.status.success() => Ok(told.calls_per_second),
        _ => because(format!("the load failed: {}", String::from_utf8_lossy(&output.stderr))),
    }
}
