//! How long it takes from `cargo xtask demo` on a fresh checkout to the first served call.

use super::process::{Running, until};
use super::{Bar, Bench, Report};
use crate::failure::{Outcome, because};
use crate::making::cargo;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::sync::mpsc::{TryRecvError, channel};
use std::thread;
use std::time::{Duration, Instant};

pub const BENCH: Bench = Bench {
    name: "cold",
    about: "cargo xtask demo with nothing built, to the first served call (crates' sources are there)",
    run,
};

/// Longer than this nobody would wait.
const LIMIT: Duration = Duration::from_secs(45 * 60);
/// How long the end may take.
const END: Duration = Duration::from_secs(30);
/// The demonstration ends by itself after this, should the bench be gone.
const DEMO_SECONDS: &str = "600";
/// What the demonstration prints, in English, when it has served its first call.
const SERVED: &str = "first call served";

fn run(report: &mut Report) -> Outcome {
    let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder can be made: {error}"))?;
    let mut command = cargo();
    command.args(["xtask", "demo", "--language", "en", "--seconds", DEMO_SECONDS]);
    command.args(["--http", "127.0.0.1:0", "--sip", "127.0.0.1:0", "--data"]).arg(folder.path().join("data"));
    command.env("CARGO_TARGET_DIR", folder.path().join("target"));
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    let begun = Instant::now();
    let mut demo = Running::start(&mut command)?;
    let Some(stdout) = demo.child().stdout.take() else { return because("the demonstration has no output") };
    let (tell, lines) = channel();
    thread::spawn(move || {
        BufReader::new(stdout).lines().map_while(Result::ok).try_for_each(|line| tell.send(line))
    });
    let (mut started, mut served) = (None, None);
    until(LIMIT, Duration::from_millis(20), || {
        match lines.try_recv() {
            Ok(line) => {
                started.get_or_insert_with(|| begun.elapsed());
                served = line.starts_with(SERVED).then(|| begun.elapsed());
            }
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => {
                return because("the demonstration ended before a call was served");
            }
        }
        Ok(served.is_some())
    })?;
    // By now cargo has become xtask, and xtask the demonstration: one process to end.
    let ended = demo.end(END);
    let (Some(started), Some(served)) = (started, served) else {
        return because(format!("no call was served within {} min", LIMIT.as_secs() / 60));
    };
    report.figure("built and started", started.as_secs_f64(), "s", Bar::None);
    report.figure("from then to the first call served", (served - started).as_secs_f64(), "s", Bar::None);
    report.figure("command to the first call served", served.as_secs_f64(), "s", Bar::None);
    ended.map(drop)
}
