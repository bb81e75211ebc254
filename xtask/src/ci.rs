//! `cargo xtask ci`: everything that must hold, in one run. A failure does not end it: whoever mends
//! the change wants to know all that is wrong.

use crate::failure::{self, Failure, Outcome};
use crate::making::cargo;
use crate::progress::elapsed;
use crate::test::{self, Waivers};
use crate::{fuzz, npm, prompts, sbom, schemathesis, tools};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Fetching the list of known vulnerabilities may take this long.
const FETCH: Duration = Duration::from_secs(60);

type Stage = (&'static str, fn() -> Outcome);

const STAGES: [Stage; 6] = [
    ("format", format),
    ("clippy", clippy),
    ("cargo deny", deny),
    ("npm", npm::check),
    ("sbom", bill),
    ("prompts", prompts_check),
];

/// Runs all stages, tests last: their summary closes the run. The fuzzer has so many seconds a target,
/// schemathesis so many requests an operation and role, if any.
pub fn run(fuzz: Option<u32>, schemathesis: Option<u32>, waivers: &Waivers) -> Outcome {
    let failed = STAGES.into_iter().filter(|(name, stage)| !held(name, stage)).map(|(name, _)| name);
    let mut failed: Vec<&str> = failed.collect();
    if let Some(seconds) = fuzz
        && !held("fuzz", || fuzz::run(None, seconds))
    {
        failed.push("fuzz");
    }
    if let Some(examples) = schemathesis
        && !held("schemathesis", || schemathesis::run(examples))
    {
        failed.push("schemathesis");
    }
    heading("test");
    if !failed.is_empty() {
        // Said here, because nothing may follow the summary of the tests.
        println!("ci: this run fails whatever the tests say: {} failed", failed.join(", "));
    }
    let tests = test::run(None, waivers);
    if failed.is_empty() { tests } else { tests.and(Err(Failure::Told)) }
}

fn held(name: &str, stage: impl Fn() -> Outcome) -> bool {
    heading(name);
    let begun = Instant::now();
    let outcome = stage();
    let took = elapsed(begun.elapsed());
    match outcome {
        Ok(()) => {
            println!("ci: {name} holds, {took}");
            return true;
        }
        Err(Failure::Told) => println!("ci: {name} FAILED, {took}"),
        Err(Failure::Because(sentence)) => println!("ci: {name} FAILED, {took}: {sentence}"),
    }
    false
}

fn heading(name: &str) {
    println!("\n──── {name}");
}

fn format() -> Outcome {
    component("fmt", "rustfmt")?;
    failure::run(cargo().args(["fmt", "--all", "--check"]))
}

fn clippy() -> Outcome {
    component("clippy", "clippy")?;
    failure::run(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn component(command: &str, name: &str) -> Outcome {
    if failure::succeeds(cargo().args([command, "--version"])) {
        return Ok(());
    }
    failure::because(format!("{name} is not installed: run `rustup component add {name}`"))
}

fn deny() -> Outcome {
    tools::provide("deny")?;
    let own = failure::run(cargo().args(["deny", "check", "licenses", "bans", "sources"]));
    if !within(FETCH, cargo().args(["deny", "fetch", "db"]))? {
        println!(
            "ci: known vulnerabilities were NOT checked: the advisory database on github.com cannot be \
             reached from here; run `cargo deny check advisories` where it can"
        );
        return own;
    }
    own.and(failure::run(cargo().args(["deny", "check", "--disable-fetch", "advisories"])))
}

fn bill() -> Outcome {
    sbom::run(None)
}

fn prompts_check() -> Outcome {
    Ok(prompts::run(&["--check".to_owned()])?)
}

/// Whether a command ends well in time; it is ended when it does not.
fn within(limit: Duration, command: &mut Command) -> Outcome<bool> {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let begun = Instant::now();
    let mut child = quiet.spawn().map_err(|error| failure::not_started(command, &error))?;
    loop {
        match child.try_wait().map_err(|error| format!("a command cannot be waited for: {error}"))? {
            Some(status) => return Ok(status.success()),
            None if begun.elapsed() < limit => thread::sleep(Duration::from_millis(50)),
            None => {
                // It may have ended by itself just now; then there is nothing to end.
                let _ = child.kill();
                let _ = child.wait();
                return Ok(false);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_hangs_is_ended() {
        let mut hangs = Command::new("sleep");
        assert_eq!(within(Duration::from_millis(20), hangs.arg("600")), Ok(false));
        assert_eq!(within(FETCH, &mut Command::new("true")), Ok(true));
        assert_eq!(within(FETCH, &mut Command::new("false")), Ok(false));
    }
}
