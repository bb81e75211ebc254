//! `cargo xtask proof NAME`: what has to hold at a length that tests do not have the time for.

use crate::failure::{self, Outcome};
use crate::making::{self, Kind, Product};
use clap::Subcommand;
use std::process::Command;

/// What can be proved.
#[derive(Debug, Subcommand)]
pub enum Proof {
    /// Operations at a demonstration bank that errs and is killed, by a centre that is killed: nothing is done
    /// twice, nothing is shown as done that was not, and the books of both agree to the cent.
    Operations {
        /// How many operations the bank settles.
        #[arg(long, default_value_t = 100_000)]
        operations: u64,
        /// What goes wrong, and when, follows from it.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
}

/// Builds as is delivered: a hundred thousand operations by hundreds of thousands of requests take minutes so, and an hour
/// as tests are built.
pub fn run(proof: &Proof) -> Outcome {
    let Proof::Operations { operations, seed } = proof;
    let built = |package, name, kind| making::build(&Product { package, name, kind, profile: "release" });
    let bank = built("sandbox-bank", "sandbox-bank", Kind::Binary)?;
    let program = built("api", "operations", Kind::Example)?;
    let mut command = Command::new(program);
    command.arg("prove").arg(bank).args([operations.to_string(), seed.to_string()]);
    failure::run(&mut command)
}
