//! The browser page with the demonstration running: how soon a ring is on the screen, and what a
//! visit costs. Chromium measures (`web/e2e/bench.mjs`); this starts both and judges.

use super::process::{Running, until};
use super::start::{free_address, is_healthy};
use super::{Bar, Bench, Report};
use crate::failure::{Outcome, because};
use crate::making::{self, Kind, Product};
use crate::ui;
use serde::Deserialize;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

pub const BENCH: Bench =
    Bench { name: "screen", about: "the page in Chromium: ring to paint, key to paint, first visits", run };

/// The demonstration is there within this.
const LIMIT: Duration = Duration::from_secs(60);
/// Agents on the wallboard.
const AGENTS: &str = "300";
/// Callers enough for every agent to have something to do.
const CALLS_A_MINUTE: &str = "120";

/// A line of the measuring script.
#[derive(Debug, Deserialize)]
struct Told {
    figure: String,
    value: f64,
    unit: String,
    /// How many were measured; of the wallboard, how many agents it showed.
    samples: u64,
}

/// What a figure of the script is called here, and its bar.
const FIGURES: [(&str, Bar); 8] = [
    ("ring at the server to whole view painted, p50", Bar::None),
    ("ring at the server to whole view painted, p95", Bar::AtMost(40.0)),
    ("of which from frame received to painted, p95", Bar::None),
    ("key to paint, p50", Bar::None),
    ("key to paint, p95", Bar::AtMost(50.0)),
    ("desk, first visit over the wire", Bar::AtMost(150.0)),
    ("wallboard, first visit over the wire", Bar::AtMost(60.0)),
    ("wallboard, script a second", Bar::AtMost(30.0)),
];

fn run(report: &mut Report) -> Outcome {
    ui::build()?;
    let profile = if report.quick { "demo" } else { "release" };
    let program =
        making::build(&Product { package: "heliotrope", name: "heliotrope", kind: Kind::Binary, profile })?;
    let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder can be made: {error}"))?;
    let http = free_address()?;
    let mut command = Command::new(program);
    command.arg("demo").arg("--data").arg(folder.path());
    command.args(["--http", &http.to_string(), "--sip", "127.0.0.1:0"]);
    command.args(["--agents", AGENTS, "--calls-per-minute", CALLS_A_MINUTE]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut demonstration = Running::start(&mut command)?;
    let healthy = until(LIMIT, Duration::from_millis(50), || match demonstration.ended()? {
        Some(status) => because(format!("heliotrope demo ended with {status}: run it by hand to see why")),
        None => Ok(is_healthy(http)),
    })?;
    if !healthy {
        return because("heliotrope demo does not become healthy");
    }
    let measured = measure(report, &format!("http://{http}"));
    demonstration.end(LIMIT)?;
    measured
}

/// Lets Chromium measure; each figure is told as it comes.
fn measure(report: &mut Report, url: &str) -> Outcome {
    let rings = if report.quick { "10" } else { "40" };
    let mut command = Command::new("node");
    command.current_dir(crate::root().join("web"));
    command.args(["e2e/bench.mjs", "--url", url, "--rings", rings]).stdout(Stdio::piped());
    let mut script = Running::start(&mut command)?;
    let output = script.child().stdout.take().expect("it was asked for");
    let mut told = 0;
    for line in BufReader::new(output).lines().map_while(Result::ok) {
        told += usize::from(judge(report, &line)?);
    }
    let ended = until(LIMIT, Duration::from_millis(20), || Ok(script.ended()?.is_some()))?;
    let well = ended && script.ended()?.is_some_and(|status| status.success());
    if well && told == FIGURES.len() {
        Ok(())
    } else {
        because(format!(
            "web/e2e/bench.mjs told {told} of {} figures: its own words stand above",
            FIGURES.len()
        ))
    }
}

/// Reports a line of the script; whether it was a figure of the list.
fn judge(report: &mut Report, line: &str) -> Outcome<bool> {
    let Ok(told) = serde_json::from_str::<Told>(line) else { return Ok(false) };
    let Some((figure, bar)) = FIGURES.iter().find(|(figure, _)| *figure == told.figure) else {
        return because(format!(
            "web/e2e/bench.mjs measures {:?}, which has no bar here: add it",
            told.figure
        ));
    };
    let unit = format!("{} (of {})", told.unit, told.samples);
    report.figure(figure, told.value, &unit, *bar);
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_script_are_figures_or_nothing() {
        let mut report = Report::new("screen", true, true);
        let line = |figure: &str, value: f64| {
            format!(r#"{{"figure":"{figure}","value":{value},"unit":"ms","samples":40}}"#)
        };
        assert!(judge(&mut report, &line("key to paint, p95", 12.5)).unwrap());
        assert!(!judge(&mut report, "Waiting for the page").unwrap());
        assert!(judge(&mut report, &line("a figure without a bar", 1.0)).is_err());
        assert!(report.missed.is_empty());
        assert!(judge(&mut report, &line("key to paint, p95", 50.1)).unwrap());
        assert_eq!(report.missed, ["key to paint, p95"]);
    }

    #[test]
    fn the_script_tells_every_figure_of_the_list() {
        let script = std::fs::read_to_string(crate::root().join("web/e2e/bench.mjs")).unwrap();
        for (figure, _) in FIGURES {
            assert!(script.contains(&format!("'{figure}'")), "{figure}");
        }
    }
}
