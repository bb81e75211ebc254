//! How soon a customer's view is whole, once it is known whose number calls.
//!
//! One process: the centre, its journal on disk, a demonstration bank and callers that are played, as
//! `crates/centre/examples/view.rs` has them. Only the panels are timed; what HTTP adds is not in it.

use super::{Bar, Bench, Report, released};
use crate::failure::{Failure, Outcome, because};
use crate::making::Kind;
use serde::Deserialize;
use std::path::Path;
use std::process::{Command, Stdio};

pub const BENCH: Bench = Bench {
    name: "view",
    about: "from a customer matched to the whole view, with local panels and with one that hangs",
    run,
};

/// Contacts a second.
const RATE: u32 = 200;
/// 99 of 100 views are whole within this (issue 6 counts HTTP in as well).
const P99_MS: f64 = 15.0;

/// What the example prints.
#[derive(Deserialize)]
pub(super) struct Told {
    views: u32,
    failed: u32,
    pub p50_ms: f64,
    p95_ms: f64,
    p99_ms: f64,
    most_ms: f64,
}

fn run(report: &mut Report) -> Outcome {
    let program = released("centre", "view", Kind::Example)?;
    let seconds = if report.quick { 3 } else { 20 };
    let local = measured(&program, seconds, &[])?;
    report.figure("views", f64::from(local.views), "at 200/s", Bar::AtLeast(f64::from(RATE * seconds)));
    report.figure("views that were not whole in 5 s", f64::from(local.failed), "", Bar::AtMost(0.0));
    report.figure("matched to whole view, p50", local.p50_ms, "ms", Bar::None);
    report.figure("matched to whole view, p95", local.p95_ms, "ms", Bar::None);
    report.figure("matched to whole view, p99", local.p99_ms, "ms", Bar::AtMost(P99_MS));
    report.figure("matched to whole view, longest", local.most_ms, "ms", Bar::None);
    let hanging = measured(&program, seconds, &["hang"])?;
    report.figure("one subsystem hangs, the rest, p50", hanging.p50_ms, "ms", Bar::None);
    report.figure("one subsystem hangs, the rest, p95", hanging.p95_ms, "ms", Bar::None);
    report.figure("one subsystem hangs, the rest, p99", hanging.p99_ms, "ms", Bar::AtMost(P99_MS));
    report.figure("one subsystem hangs, views that failed", f64::from(hanging.failed), "", Bar::AtMost(0.0));
    Ok(())
}

pub(super) fn measured(program: &Path, seconds: u32, more: &[&str]) -> Outcome<Told> {
    let mut command = Command::new(program);
    command.args([RATE.to_string(), seconds.to_string()]).args(more);
    let told = |error: std::io::Error| Failure::Because(format!("the bench cannot be run: {error}"));
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().map_err(told)?;
    let line = String::from_utf8_lossy(&output.stdout);
    match serde_json::from_str(line.trim()) {
        Ok(told) if output.status.success() => Ok(told),
        _ => because("the views could not be measured: see above"),
    }
}
