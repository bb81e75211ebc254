//! `cargo xtask`: the project's own commands. `cargo xtask --help` lists them.

mod bench;
mod ci;
mod demo;
mod failure;
mod fuzz;
mod making;
mod npm;
mod progress;
mod prompts;
mod proof;
mod sbom;
mod schemathesis;
mod setup;
mod started;
mod test;
mod tools;
mod ui;

use clap::{Parser, Subcommand};
use failure::{Failure, Outcome};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", arg_required_else_help = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the centre and run it with a demonstration bank, callers and agents.
    Demo {
        /// Given to `heliotrope demo`; `cargo xtask demo -- --help` lists what it understands.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Set up what the tests need, and run them.
    Test {
        /// Only tests whose name contains this.
        filter: Option<String>,
        #[command(flatten)]
        waivers: test::Waivers,
    },
    /// Measure; without a name, list what can be measured.
    Bench {
        name: Option<String>,
        /// A JSON line for each figure, with bench, figure, value, unit, bar, holds and machine.
        #[arg(long)]
        json: bool,
        /// Shorter runs where there is a choice: figures to steer by, not to publish.
        #[arg(long)]
        quick: bool,
    },
    /// Prove what tests have no time for; it says how it goes, and what was proved in the end.
    Proof {
        #[command(subcommand)]
        proof: proof::Proof,
    },
    /// Everything that must hold before a change is taken: format, lints, licences, known vulnerabilities, prompts, tests.
    Ci {
        /// Fuzz each target for so many seconds, too. It takes cargo-fuzz and a build of its own.
        #[arg(long, value_name = "SECONDS")]
        fuzz: Option<u32>,
        /// Have schemathesis ask so many requests of each operation as each role, too. It takes Python.
        #[arg(long, value_name = "EXAMPLES")]
        schemathesis: Option<u32>,
        #[command(flatten)]
        waivers: test::Waivers,
    },
    /// Feed what reads the network, and the router, with inputs that a fuzzer makes up.
    Fuzz {
        /// Only this target.
        target: Option<String>,
        /// How long each target runs.
        #[arg(long, default_value_t = 60)]
        seconds: u32,
    },
    /// Ask a running program what schemathesis makes up out of the OpenAPI document, as every role.
    Schemathesis {
        /// Requests that are made up for each operation and role.
        #[arg(long, default_value_t = 20)]
        examples: u32,
    },
    /// Write what the program and its page are made of, as a CycloneDX document.
    Sbom {
        /// Where to; without it, target/heliotrope.cdx.json.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Build the browser page, if it has changed.
    Ui,
    /// Speak the prompts whose words or voice have changed.
    Prompts {
        /// Change nothing; say what is wrong.
        #[arg(long)]
        check: bool,
    },
}

fn main() -> ExitCode {
    match run(CommandLine::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Told) => ExitCode::FAILURE,
        Err(Failure::Because(sentence)) => {
            eprintln!("xtask: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Outcome {
    match command {
        Command::Demo { args } => demo::run(&args),
        Command::Test { filter, waivers } => test::run(filter.as_deref(), &waivers),
        Command::Bench { name, json, quick } => bench::run(name.as_deref(), json, quick),
        Command::Proof { proof } => proof::run(&proof),
        Command::Ci { fuzz, schemathesis, waivers } => ci::run(fuzz, schemathesis, &waivers),
        Command::Fuzz { target, seconds } => fuzz::run(target.as_deref(), seconds),
        Command::Schemathesis { examples } => schemathesis::run(examples),
        Command::Sbom { out } => sbom::run(out),
        Command::Ui => ui::build(),
        Command::Prompts { check: false } => Ok(prompts::run(&[])?),
        Command::Prompts { check: true } => Ok(prompts::run(&["--check".to_owned()])?),
    }
}

/// The repository's root.
fn root() -> PathBuf {
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    own.parent().map_or_else(|| own.clone(), PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn the_demo_takes_its_own_options_with_and_without_dashes_before() {
        for line in ["xtask demo --seconds 5 --seed 7", "xtask demo -- --seconds 5 --seed 7"] {
            let Ok(CommandLine { command: Command::Demo { args } }) =
                CommandLine::try_parse_from(line.split(' '))
            else {
                panic!("{line} is not understood")
            };
            assert_eq!(args, ["--seconds", "5", "--seed", "7"], "{line}");
        }
    }
}
