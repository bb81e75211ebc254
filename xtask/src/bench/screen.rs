//! The browser page with the demonstration running: how soon a ring is on the screen, and what a
//! visit costs. Chromium measures (`web/e2e/bench.mjs`); this starts both and judges.

use super::demonstration::{self, Demonstration};
use super::{Bar, Bench, Report};
use crate::failure::{Outcome, because};
use serde::Deserialize;

pub const BENCH: Bench =
    Bench { name: "screen", about: "the page in Chromium: ring to paint, key to paint, first visits", run };

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
    let options = ["--agents", AGENTS, "--calls-per-minute", CALLS_A_MINUTE];
    let demonstration = Demonstration::start(report.quick, &options)?;
    let measured = measure(report, &demonstration.url);
    demonstration.end()?;
    measured
}

/// Lets Chromium measure; each figure is told as it comes.
fn measure(report: &mut Report, url: &str) -> Outcome {
    let rings = if report.quick { "10" } else { "40" };
    let mut told = 0;
    demonstration::script("e2e/bench.mjs", &["--url", url, "--rings", rings], |line| {
        told += usize::from(judge(report, line)?);
        Ok(())
    })?;
    if told == FIGURES.len() {
        return Ok(());
    }
    because(format!("web/e2e/bench.mjs told {told} of {} figures", FIGURES.len()))
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
