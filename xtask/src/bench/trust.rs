//! How fast trust is: a permission checked, and the audit written and verified.
//!
//! One process, as `crates/trust/examples/doors.rs` has it: a thousand requests at once, each waiting until
//! its entry is durable in the embedded database; then the whole chain is read and verified.

use super::{Bar, Bench, Report, released};
use crate::failure::{Failure, Outcome, because};
use crate::making::Kind;
use serde::Deserialize;
use std::process::Command;

pub const BENCH: Bench = Bench {
    name: "trust",
    about: "a permission checked, and audit entries written and verified a second",
    run,
};

/// What the example prints.
#[derive(Deserialize)]
struct Measured {
    entries: f64,
    permission_ns: f64,
    written: f64,
    verified: f64,
}

fn run(report: &mut Report) -> Outcome {
    let program = released("trust", "doors", Kind::Example)?;
    let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder can be made: {error}"))?;
    let entries = if report.quick { "50000" } else { "400000" };
    let output = Command::new(&program)
        .args([entries.as_ref(), folder.path().as_os_str()])
        .output()
        .map_err(|error| Failure::Because(format!("the bench cannot be run: {error}")))?;
    if !output.status.success() {
        return because(format!("the bench fails: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let measured: Measured = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("the measurement cannot be read: {error}"))?;
    report.figure("permission checked", measured.permission_ns / 1_000.0, "µs", Bar::AtMost(1.0));
    report.figure("audit entries", measured.entries, "", Bar::None);
    report.figure("audit entries written and durable", measured.written, "/s", Bar::AtLeast(20_000.0));
    report.figure("audit entries verified", measured.verified, "/s", Bar::AtLeast(200_000.0));
    Ok(())
}
