//! How soon a customer's view is whole, once it is known whose number calls, and how soon a customer is found: with
//! 1,000,000 customers and their 20,000,000 transactions, customers drawn at random.
//!
//! The demonstration bank is generated into a folder first, transactions and all. Then two processes: the centre with its
//! API, its journal on disk and callers that are played (`crates/api/examples/view`), with that bank in it or beside it. A
//! view is timed to the last byte of the API's answer, with the look on record in the audit; and so is finding, which is
//! what an agent waits for with a caller on the line.

use super::process::Running;
use super::{Bar, Bench, Report, released};
use crate::failure::{Failure, Outcome, because};
use crate::making::Kind;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
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
const TRANSACTIONS: f64 = 20_000_000.0;
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
    there_p50_ms: f64,
    there_p99_ms: f64,
    beyond_p50_ms: f64,
    beyond_p99_ms: f64,
}

/// By what customers are found, as `crates/api/examples/view/finds.rs` names them, and the figures.
const KEYS: [(&str, &str, &str); 7] = [
    ("telephone", "found by an agent, telephone, p50", "found by an agent, telephone, p99"),
    ("name", "found by an agent, name and birthday, p50", "found by an agent, name and birthday, p99"),
    ("document", "found by an agent, document, p50", "found by an agent, document, p99"),
    ("card", "found by an agent, card, p50", "found by an agent, card, p99"),
    ("holders", "the bank asked by calling number, p50", "the bank asked by calling number, p99"),
    ("reference", "the bank asked by reference, p50", "the bank asked by reference, p99"),
    ("number", "the bank asked by number and PIN, p50", "the bank asked by number and PIN, p99"),
];

fn run(report: &mut Report) -> Outcome {
    let program = released("api", "view", Kind::Example)?;
    let bank = released("sandbox-bank", "sandbox-bank", Kind::Binary)?;
    let seconds = if report.quick { 3 } else { 20 };
    let folder = Books::generated(report, &bank)?;
    let books = folder.path.to_string_lossy();
    local(report, &program, seconds, &books)?;
    finds(report, &program, &bank, seconds, &books)?;
    over_http(report, &program, &bank, seconds, &books)?;
    check(report, &bank, &books)
}

/// The folder of a generated bank, which goes with this.
struct Books {
    path: PathBuf,
}

impl Drop for Books {
    fn drop(&mut self) {
        // What is left over is in the folder of what is built, and is cleared away with it.
        let _gone = fs::remove_dir_all(&self.path);
    }
}

impl Books {
    fn generated(report: &mut Report, bank: &Path) -> Outcome<Books> {
        let path = crate::root().join(format!("target/bench-books-{}", std::process::id()));
        let books = Books { path };
        let began = Instant::now();
        let mut command = Command::new(bank);
        command.args(["--generate"]).arg(&books.path);
        command.args(["--seed", "1", "--customers", &CUSTOMERS.to_string()]);
        let transactions = counted(&mut command, "customers with ")?;
        report.figure("the bank: transactions generated", transactions, "", Bar::AtLeast(TRANSACTIONS));
        let minutes = began.elapsed().as_secs_f64() / 60.0;
        report.figure("the bank: generated, with progress", minutes, "min", Bar::None);
        let bytes = fs::metadata(books.path.join("transactions")).map_or(0, |file| file.len());
        report.figure("the bank: on disk", bytes as f64 / f64::from(1 << 20), "MiB", Bar::None);
        Ok(books)
    }
}

/// Runs the bank, which says a number of transactions after some words.
fn counted(command: &mut Command, after: &str) -> Outcome<f64> {
    let said = |error: std::io::Error| Failure::Because(format!("the bank cannot be run: {error}"));
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().map_err(said)?;
    let line = String::from_utf8_lossy(&output.stdout);
    let count = line.split_once(after).and_then(|(_, rest)| rest.split(' ').next()?.parse().ok());
    match count.filter(|_| output.status.success()) {
        Some(count) => Ok(count),
        None => because("the bank's books cannot be made, or do not balance: see above"),
    }
}

fn local(report: &mut Report, program: &Path, seconds: u32, books: &str) -> Outcome {
    let local = measured(program, seconds, "local", books)?;
    report.figure("views", f64::from(local.views), "at 200/s", Bar::AtLeast(f64::from(RATE * seconds)));
    report.figure("views that were not whole in 5 s", f64::from(local.failed), "", Bar::AtMost(0.0));
    report.figure("matched to whole view over HTTP, p50", local.p50_ms, "ms", Bar::None);
    report.figure("matched to whole view over HTTP, p95", local.p95_ms, "ms", Bar::None);
    report.figure("matched to whole view over HTTP, p99", local.p99_ms, "ms", Bar::AtMost(P99_MS));
    report.figure("matched to whole view over HTTP, longest", local.most_ms, "ms", Bar::None);
    report.figure("of that, until all panels are there, p50", local.there_p50_ms, "ms", Bar::None);
    report.figure("of that, until all panels are there, p99", local.there_p99_ms, "ms", Bar::None);
    let hanging = measured(program, seconds, "hang", books)?;
    report.figure("one subsystem hangs, the rest, p50", hanging.p50_ms, "ms", Bar::None);
    report.figure("one subsystem hangs, the rest, p95", hanging.p95_ms, "ms", Bar::None);
    report.figure("one subsystem hangs, the rest, p99", hanging.p99_ms, "ms", Bar::AtMost(P99_MS));
    report.figure("one subsystem hangs, views that failed", f64::from(hanging.failed), "", Bar::AtMost(0.0));
    report.figure("one hangs, the rest, in times of none, p50", hanging.p50_ms / local.p50_ms, "", Bar::None);
    Ok(())
}

fn finds(report: &mut Report, program: &Path, bank: &Path, seconds: u32, books: &str) -> Outcome {
    let (mut serving, address, took) = serve(bank, &["--books", books])?;
    report.figure("the bank: 1,000,000 customers, opened", took.as_secs_f64() * 1_000.0, "ms", Bar::None);
    let (count, rate) = ((LOOKUPS * seconds).to_string(), LOOKUPS.to_string());
    let found: BTreeMap<String, f64> = told(program, &["finds", &rate, &count, &address, "-"])?;
    for (key, p50, p99) in KEYS {
        let of = |share: &str| found.get(&format!("{key}_{share}_ms")).copied().unwrap_or(f64::NAN);
        report.figure(p50, of("p50"), "ms", Bar::None);
        report.figure(p99, of("p99"), "ms", Bar::AtMost(FOUND_MS));
    }
    let resident = serving.resident()? as f64 / f64::from(1 << 20);
    report.figure("the bank: resident after that", resident, "MiB", Bar::None);
    end(&mut serving)
}

fn over_http(report: &mut Report, program: &Path, bank: &Path, seconds: u32, books: &str) -> Outcome {
    let (mut serving, address, _took) = serve(bank, &["--books", books, "--latency-ms", HELD_BACK_MS])?;
    let (rate, seconds) = (RATE_OVER_HTTP.to_string(), seconds.to_string());
    let views: Told = told(program, &["views", &rate, &seconds, &address, "-"])?;
    report.figure("bank over HTTP, views that failed", f64::from(views.failed), "", Bar::AtMost(0.0));
    report.figure("bank over HTTP, view, p99", views.p99_ms, "ms", Bar::None);
    report.figure("beyond the slowest panel, p50", views.beyond_p50_ms, "ms", Bar::None);
    report.figure("beyond the slowest panel, p99", views.beyond_p99_ms, "ms", Bar::AtMost(BEYOND_MS));
    end(&mut serving)
}

/// Everybody's books, read as they were written and checked.
fn check(report: &mut Report, bank: &Path, books: &str) -> Outcome {
    let began = Instant::now();
    let transactions = counted(Command::new(bank).args(["--books", books, "--check-books"]), "balance: ")?;
    report.figure("the bank's books: transactions that balance", transactions, "", Bar::None);
    let minutes = began.elapsed().as_secs_f64() / 60.0;
    report.figure("the bank's books: read and checked", minutes, "min", Bar::None);
    Ok(())
}

/// Starts the bank; where it listens, and after how long.
fn serve(bank: &Path, more: &[&str]) -> Outcome<(Running, String, Duration)> {
    let mut command = Command::new(bank);
    command.args(["--http", "127.0.0.1:0"]).args(more);
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

/// Views with a bank in the same process, whose books are in a folder, or made anew each time (`-`).
pub(super) fn measured(program: &Path, seconds: u32, bank: &str, books: &str) -> Outcome<Told> {
    told(program, &["views", &RATE.to_string(), &seconds.to_string(), bank, books])
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
