//! How fast figures are: entries folded, entries folded and durable, and a bank's January from a text
//! file to its figures.

use super::{Bar, Bench, Report, released};
use crate::failure::{Failure, Outcome, because};
use crate::making::Kind;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

pub const BENCH: Bench =
    Bench { name: "indicators", about: "entries folded a second, durable, and January imported", run };

/// Imports of January, of which the median counts.
const IMPORTS: usize = 5;

/// What `crates/store/examples/figures.rs` prints.
#[derive(Deserialize)]
struct Measured {
    folded: f64,
    durable: f64,
}

fn run(report: &mut Report) -> Outcome {
    let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder can be made: {error}"))?;
    let contacts = if report.quick { "20000" } else { "100000" };
    let program = released("store", "figures", Kind::Example)?;
    let mut command = Command::new(program);
    command.arg(contacts).arg(folder.path().join("fold"));
    let measured: Measured = serde_json::from_str(&said(&mut command)?)
        .map_err(|error| format!("the measurement cannot be read: {error}"))?;
    report.figure("entries folded", measured.folded, "/s", Bar::AtLeast(500_000.0));
    report.figure("entries folded and durable", measured.durable, "/s", Bar::AtLeast(20_000.0));

    let january = january()?;
    let heliotrope = released("heliotrope", "heliotrope", Kind::Binary)?;
    let mut times = Vec::new();
    for import in 0..IMPORTS {
        times.push(imported(&heliotrope, &january, &folder.path().join(import.to_string()))?);
    }
    times.sort();
    let median = times[IMPORTS / 2].as_secs_f64();
    report.figure("January imported and computed, median", median, "s", Bar::AtMost(2.0));
    Ok(())
}

/// The log, from where tests take it as well.
fn january() -> Outcome<PathBuf> {
    let data = std::env::var_os("HELIOTROPE_DATA")
        .map_or_else(|| crate::root().join("../shared/data"), PathBuf::from);
    let file = data.join("anonymous_bank/january.txt");
    if file.is_file() {
        Ok(file)
    } else {
        because(format!("{} is not there: name the data folder in HELIOTROPE_DATA", file.display()))
    }
}

/// From exec to exit, into a new folder.
fn imported(heliotrope: &Path, january: &Path, folder: &Path) -> Outcome<Duration> {
    let mut command = Command::new(heliotrope);
    command.args(["replay", "--mapping", "anonymous-bank", "--json", "--data"]).arg(folder).arg(january);
    let begun = Instant::now();
    let report = said(&mut command)?;
    let time = begun.elapsed();
    if report.contains("\"offered\": 30140") {
        Ok(time)
    } else {
        because("January's figures are wrong".to_owned())
    }
}

/// What a program prints.
fn said(command: &mut Command) -> Outcome<String> {
    let output = command.output().map_err(|error| format!("{command:?} cannot be run: {error}"))?;
    if !output.status.success() {
        return because(format!("{command:?} fails: {}", String::from_utf8_lossy(&output.stderr)));
    }
    String::from_utf8(output.stdout)
        .map_err(|_| Failure::Because("a program prints what is no text".to_owned()))
}
