//! `cargo xtask bench NAME`: figures measured on this machine, each with the bar it must hold.

mod cold;
mod demonstration;
mod indicators;
mod machine;
mod process;
mod record;
mod routing;
mod screen;
mod soak;
mod start;
mod stations;
mod trust;
mod view;
mod voice;
mod what_if;

pub use process::{Running, until};
pub use start::{free_address, is_healthy};

use crate::failure::{Failure, Outcome, because};
use crate::making::{self, Kind, Product};
use machine::Machine;
use serde::Serialize;
use std::fmt;
use std::path::PathBuf;

/// Something that can be measured.
struct Bench {
    name: &'static str,
    /// In one line, for the list.
    about: &'static str,
    run: fn(&mut Report) -> Outcome,
}

/// All of them; a new one is a module here and a line in this table.
const BENCHES: &[Bench] = &[
    start::BENCH,
    voice::BENCH,
    record::BENCH,
    stations::BENCH,
    screen::BENCH,
    soak::BENCH,
    view::BENCH,
    routing::BENCH,
    indicators::BENCH,
    cold::BENCH,
    what_if::BENCH,
    trust::BENCH,
];

/// Runs one by name, or lists them all.
pub fn run(name: Option<&str>, json: bool, quick: bool) -> Outcome {
    let Some(name) = name else {
        for Bench { name, about, .. } in BENCHES {
            println!("{name:10} {about}");
        }
        return Ok(());
    };
    let Some(bench) = BENCHES.iter().find(|bench| bench.name == name) else {
        return because(format!("there is no bench {name}: `cargo xtask bench` lists them"));
    };
    let mut report = Report::new(bench.name, json, quick);
    (bench.run)(&mut report)?;
    match report.missed.as_slice() {
        [] => Ok(()),
        missed => because(format!("bench {name} misses {}: see the figures above", missed.join(", "))),
    }
}

/// What a figure is held to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bar {
    AtMost(f64),
    AtLeast(f64),
    /// Told, not judged.
    None,
}

impl Bar {
    fn holds(self, value: f64) -> Option<bool> {
        match self {
            Bar::AtMost(most) => Some(value <= most),
            Bar::AtLeast(least) => Some(value >= least),
            Bar::None => None,
        }
    }

    fn text(self) -> Option<String> {
        match self {
            Bar::AtMost(most) => Some(format!("<= {most}")),
            Bar::AtLeast(least) => Some(format!(">= {least}")),
            Bar::None => None,
        }
    }
}

/// Takes figures and prints each at once, so that a bench that fails later has told what it knew.
pub struct Report {
    bench: &'static str,
    json: bool,
    /// Shorter runs are wanted: figures to steer by.
    quick: bool,
    machine: Machine,
    /// Figures that missed their bar.
    missed: Vec<&'static str>,
}

/// One line of `--json`.
#[derive(Serialize)]
struct Line<'a> {
    bench: &'a str,
    figure: &'a str,
    value: f64,
    unit: &'a str,
    bar: Option<String>,
    holds: Option<bool>,
    machine: &'a Machine,
}

impl Report {
    fn new(bench: &'static str, json: bool, quick: bool) -> Report {
        let machine = Machine::this();
        if !json {
            println!("bench {bench} on {machine}");
        }
        Report { bench, json, quick, machine, missed: Vec::new() }
    }

    /// One figure; `unit` as one writes it after the value.
    pub fn figure(&mut self, figure: &'static str, value: f64, unit: &str, bar: Bar) {
        let holds = bar.holds(value);
        let value = (value * 1000.0).round() / 1000.0;
        let line =
            Line { bench: self.bench, figure, value, unit, bar: bar.text(), holds, machine: &self.machine };
        if self.json {
            println!("{}", line.json());
        } else {
            println!("{line}");
        }
        if holds == Some(false) {
            self.missed.push(figure);
        }
    }
}

impl Line<'_> {
    fn json(&self) -> String {
        serde_json::to_string(self).expect("text and finite numbers always serialise")
    }
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Line { figure, value, unit, bar, holds, .. } = self;
        write!(f, "{figure:44} {value:>12} {unit}")?;
        match (bar, holds) {
            (Some(bar), Some(true)) => write!(f, "  ({bar}: holds)"),
            (Some(bar), _) => write!(f, "  ({bar}: MISSED)"),
            (None, _) => Ok(()),
        }
    }
}

/// Builds a program as it is delivered.
fn released(package: &str, name: &str, kind: Kind) -> Result<PathBuf, Failure> {
    making::build(&Product { package, name, kind, profile: "release" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_judge_their_own_side() {
        let cases = [
            (Bar::AtMost(2.0), 2.0, Some(true), Some("<= 2")),
            (Bar::AtMost(2.0), 2.1, Some(false), Some("<= 2")),
            (Bar::AtLeast(250.0), 249.9, Some(false), Some(">= 250")),
            (Bar::AtLeast(250.0), 250.0, Some(true), Some(">= 250")),
            (Bar::None, 1.0, None, None),
        ];
        for (bar, value, holds, text) in cases {
            assert_eq!((bar.holds(value), bar.text().as_deref()), (holds, text), "{bar:?} {value}");
        }
    }

    #[test]
    fn a_json_line_has_exactly_the_promised_keys() {
        let machine = Machine::this();
        let line = Line {
            bench: "b",
            figure: "f",
            value: 1.5,
            unit: "ms",
            bar: Bar::AtMost(2.0).text(),
            holds: Some(true),
            machine: &machine,
        };
        let json = line.json();
        assert!(!json.contains('\n'));
        let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&json).unwrap();
        let keys: Vec<&str> = object.keys().map(String::as_str).collect();
        assert_eq!(keys, ["bar", "bench", "figure", "holds", "machine", "unit", "value"]);
    }

    #[test]
    fn a_missed_bar_is_remembered() {
        let mut report = Report::new("b", true, false);
        report.figure("good", 1.0, "ms", Bar::AtMost(2.0));
        report.figure("told", 1.0, "ms", Bar::None);
        report.figure("bad", 3.0, "ms", Bar::AtMost(2.0));
        assert_eq!(report.missed, ["bad"]);
    }
}
