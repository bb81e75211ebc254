//! How fast trust is: a permission checked, what sealing adds to a customer's view, and the audit written and verified.
//!
//! One process, as `crates/trust/examples/doors.rs` has it: a thousand requests at once, each waiting until
//! its entry is durable in the embedded database; then the whole chain is read and verified. What sealing adds is the time
//! in which one sealed value is opened (a view shows one: the caller's number), in percent of the view that `bench view`
//! measures, from a customer matched to the whole view over HTTP.

use super::{Bar, Bench, Report, released, view};
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
    unsealed_us: f64,
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
    report.figure("sealed value opened", measured.unsealed_us, "µs", Bar::None);
    let seconds = if report.quick { 3 } else { 10 };
    let view = view::measured(&released("api", "view", Kind::Example)?, seconds, "local", "-")?;
    report.figure("customer's view, p50", view.p50_ms, "ms", Bar::None);
    let share = measured.unsealed_us / (view.p50_ms * 1_000.0) * 100.0;
    report.figure("sealing adds to a customer's view", share, "%", Bar::AtMost(10.0));
    report.figure("audit entries", measured.entries, "", Bar::None);
    report.figure("audit entries written and durable", measured.written, "/s", Bar::AtLeast(20_000.0));
    report.figure("audit entries verified", measured.verified, "/s", Bar::AtLeast(200_000.0));
    Ok(())
}
