//! `cargo xtask demo`: builds the page and the centre, and becomes it.

use crate::failure::{Failure, Outcome, because};
use crate::making::{self, Kind, Product};
use crate::{started, ui};
use std::os::unix::process::CommandExt;
use std::process::Command;

/// Tells the demonstration when the user began to wait: microseconds since the epoch.
const STARTED_AT: &str = "HELIOTROPE_STARTED_AT";

/// Builds the page and `heliotrope`, and runs `heliotrope demo` with `args`. Comes back only when that fails.
pub fn run(args: &[String]) -> Outcome {
    page();
    let product = Product { package: "heliotrope", name: "heliotrope", kind: Kind::Binary, profile: "demo" };
    let program = making::build(&product)?;
    // The program takes this one's place: it has the terminal, every signal and the exit code to itself.
    let mut demo = Command::new(&program);
    let error = demo.arg("demo").args(args).env(STARTED_AT, started::micros().to_string()).exec();
    because(format!("{} cannot be started: {error}", program.display()))
}

/// Without Node.js there is still a centre to see: the program itself says how to get the page.
fn page() {
    if let Err(Failure::Because(sentence)) = ui::build() {
        eprintln!(
            "xtask: {sentence}; the demonstration starts all the same, with the page of an earlier build if there is one"
        );
    }
}
