//! How soon a customer's view is whole, once it is known whose number calls, and how soon a customer is found: with
//! 1,000,000 customers and their 20,000,000 transactions, customers drawn at random.
//!
//! Two processes: the centre with its API, its journal on disk and callers that are played
//! (`crates/api/examples/view`), and the demonstration bank, which `crates/sandbox-bank/examples/lookups.rs` asks by each key. A view is timed to the last byte of the API's answer, with the
//! look on record in the audit.

use super::process::Running;
use super::{Bar, Bench, Report, released};
use crate::failure::{Failure, Outcome, because};
use crate::making::Kind;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

pub const BENCH: Bench = Bench {
    name: "view",
    about: "from a customer matched to the whole view over HTTP, look-ups by each key, the bank's books at size",
    run,
};

/// Contacts a second, with a bank in the same process; and with one that is asked over HTTP, fourteen questions each.
const RATE: u32 = 200;
const RATE_OVER_HTTP: u32 = 50;
/// Look-ups a second.
const LOOKUPS: u32 = 200;
const CUSTOMERS: u32 = 1_000_000;
/// Each answer of the bank over HTTP is held back so long: what is beyond it is ours.
const HELD_BACK_MS: &str = "20";
/// 99 of 100 views are whole within this, and 99 of 100 customers found.
const P99_MS: f64 = 15.0;
const FOUND_MS: f64 = 10.0;
/// And the view's own share is no more than this.
const BEYOND_MS: f64 = 10.0;

/// What the example prints of views.
#[derive(Deserialize)]
pub(super) struct Told {
    views: u32,
    failed: u32,
    pub p50_ms: f64,
    p95_ms: f64,
    p99_ms: f64,
    most_ms: f64,
    beyond_p50_ms: f64,
    beyond_p99_ms: f64,
}

/// By what customers are found, as `crates/sandbox-bank/examples/lookups.rs` names them, and the figures.
const KEYS: [(&str, &str, &str); 6] = [
    ("telephone", "found by telephone, p50", "found by telephone, p99"),
    ("reference", "found by reference, p50", "found by reference, p99"),
    ("number", "found by number, PIN checked, p50", "found by number, PIN checked, p99"),
    ("name", "found by name and birthday, p50", "found by name and birthday, p99"),
    ("document", "found by document, p50", "found by document, p99"),
    ("card", "found by card, p50", "found by card, p99"),
];

fn run(report: &mut Report) -> Outcome {
    let program = released("api", "view", Kind::Example)?;
    let bank = released("sandbox-bank", "sandbox-bank", Kind::Binary)?;
    let seconds = if report.quick { 3 } else { 20 };
    local(report, &program, seconds)?;
    lookups(report, &bank, seconds)?;
    over_http(report, &program, &bank, seconds)?;
    books(report, &bank)
}

fn local(report: &mut Report, program: &Path, seconds: u32) -> Outcome {
    let local = measured(program, seconds, "local")?;
    report.figure("views", f64::from(local.views), "at 200/s", Bar::AtLeast(f64::from(RATE * seconds)));
    report.figure("views that were not whole in 5 s", f64::from(local.failed), "", Bar::AtMost(0.0));
    report.figure("matched to whole view over HTTP, p50", local.p50_ms, "ms", Bar::None);
    report.figure("matched to whole view over HTTP, p95", local.p95_ms, "ms", Bar::None);
    report.figure("matched to whole view over HTTP, p99", local.p99_ms, "ms", Bar::AtMost(P99_MS));
    report.figure("matched to whole view over HTTP, longest", local.most_ms, "ms", Bar::None);
    let hanging = measured(program, seconds, "hang")?;
    report.figure("one subsystem hangs, the rest, p50", hanging.p50_ms, "ms", Bar::None);
    report.figure("one subsystem hangs, the rest, p95", hanging.p95_ms, "ms", Bar::None);
    report.figure("one subsystem hangs, the rest, p99", hanging.p99_ms, "ms", Bar::AtMost(P99_MS));
    report.figure("one subsystem hangs, views that failed", f64::from(hanging.failed), "", Bar::AtMost(0.0));
    report.figure("one hangs, the rest, in times of none, p50", hanging.p50_ms / local.p50_ms, "", Bar::None);
    Ok(())
}

fn lookups(report: &mut Report, bank: &Path, seconds: u32) -> Outcome {
    let program = released("sandbox-bank", "lookups", Kind::Example)?;
    let (mut serving, address, took) = serve(bank, &[])?;
    report.figure("the bank: 1,000,000 customers, start", took.as_secs_f64() * 1_000.0, "ms", Bar::None);
    let (count, rate) = ((LOOKUPS * seconds).to_string(), LOOKUPS.to_string());
    let found: BTreeMap<String, f64> = told(&program, &[&count, &rate, &address])?;
    for (key, p50, p99) in KEYS {
        let of = |share: &str| found.get(&format!("{key}_{share}_ms")).copied().unwrap_or(f64::NAN);
        report.figure(p50, of("p50"), "ms", Bar::None);
        report.figure(p99, of("p99"), "ms", Bar::AtMost(FOUND_MS));
    }
    let resident = serving.resident()? as f64 / f64::from(1 << 20);
    report.figure("the bank: resident after that", resident, "MiB", Bar::None);
    end(&mut serving)
}

fn over_http(report: &mut Report, program: &Path, bank: &Path, seconds: u32) -> Outcome {
    let (mut serving, address, _took) = serve(bank, &["--latency-ms", HELD_BACK_MS])?;
    let (rate, seconds) = (RATE_OVER_HTTP.to_string(), seconds.to_string());
    let views: Told = told(program, &[&rate, &seconds, &address])?;
    report.figure("bank over HTTP, views that failed", f64::from(views.failed), "", Bar::AtMost(0.0));
    report.figure("bank over HTTP, view, p99", views.p99_ms, "ms", Bar::None);
    report.figure("beyond the slowest panel, p50", views.beyond_p50_ms, "ms", Bar::None);
    report.figure("beyond the slowest panel, p99", views.beyond_p99_ms, "ms", Bar::AtMost(BEYOND_MS));
    end(&mut serving)
}

/// Everybody's books, made and checked.
fn books(report: &mut Report, bank: &Path) -> Outcome {
    let customers = if report.quick { CUSTOMERS / 20 } else { CUSTOMERS };
    let mut command = Command::new(bank);
    command.args(["--check-books", "--seed", "1", "--customers", &customers.to_string()]);
    let began = Instant::now();
    let said = |error: std::io::Error| Failure::Because(format!("the books cannot be checked: {error}"));
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().map_err(said)?;
    let line = String::from_utf8_lossy(&output.stdout);
    let transactions =
        line.split_once("balance: ").and_then(|(_, rest)| rest.split(' ').next()?.parse().ok());
    let Some(transactions) = transactions.filter(|_| output.status.success()) else {
        return because("the bank's books do not balance: see above");
    };
    // 20,000,000 of all.
    let least = f64::from(customers) * 20.0;
    report.figure("the bank's books: transactions that balance", transactions, "", Bar::AtLeast(least));
    let minutes = began.elapsed().as_secs_f64() / 60.0;
    report.figure("the bank's books: made and checked", minutes, "min", Bar::None);
    Ok(())
}

/// Starts the bank; where it listens, and after how long.
fn serve(bank: &Path, more: &[&str]) -> Outcome<(Running, String, Duration)> {
    let mut command = Command::new(bank);
    command.args(["--http", "127.0.0.1:0", "--seed", "1", "--customers", &CUSTOMERS.to_string()]).args(more);
    let began = Instant::now();
    let mut serving = Running::start(command.stdin(Stdio::null()).stdout(Stdio::piped()))?;
    let mut line = String::new();
    if let Some(out) = serving.child().stdout.take() {
        BufReader::new(out)
            .read_line(&mut line)
            .map_err(|error| format!("the bank says nothing: {error}"))?;
    }
    match line.trim().rsplit_once(" at ") {
        Some((_, address)) => Ok((serving, address.to_owned(), began.elapsed())),
        None => because("the demonstration bank did not start: see above"),
    }
}

/// The bank takes no signal: it is made to be killed.
fn end(serving: &mut Running) -> Outcome {
    let child = serving.child();
    let ended = child.kill().and_then(|()| child.wait());
    ended.map(drop).map_err(|error| Failure::Because(format!("the bank cannot be ended: {error}")))
}

/// Views with a bank in the same process.
pub(super) fn measured(program: &Path, seconds: u32, bank: &str) -> Outcome<Told> {
    told(program, &[&RATE.to_string(), &seconds.to_string(), bank])
}

fn told<T: DeserializeOwned>(program: &Path, arguments: &[&str]) -> Outcome<T> {
    let mut command = Command::new(program);
    let said = |error: std::io::Error| Failure::Because(format!("the bench cannot be run: {error}"));
    let output =
        command.args(arguments).stdin(Stdio::null()).stderr(Stdio::inherit()).output().map_err(said)?;
    let line = String::from_utf8_lossy(&output.stdout);
    match serde_json::from_str(line.trim()) {
        Ok(told) if output.status.success() => Ok(told),
        _ => because("it could not be measured: see above"),
    }
}
