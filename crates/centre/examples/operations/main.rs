//! What `cargo xtask proof operations` runs: operations at a bank that errs and is killed, by a centre that is
//! killed, and whether the books of both agree to the cent in the end.
//!
//! `operations prove BANK OPERATIONS SEED` proves, with the program `sandbox-bank` at the path `BANK`, or with what
//! is in this program (`operations bank …`) where `BANK` is `own`. `operations side …` is the centre's side, a
//! process that the proof starts and kills, as it does with the bank. No voice node and no page: calls are played,
//! and orders are given as the API gives them.

mod audit;
mod banking;
mod proof;
mod side;

use std::path::PathBuf;
use std::process::ExitCode;

type Failed = Box<dyn std::error::Error + Send + Sync>;

/// Both sides' bank.
const BANK_SEED: u64 = 7;
const CUSTOMERS: usize = 20_000;

fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = asked.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["prove", bank, operations, seed] => prove(bank, operations, seed),
        ["bank", "--http", address, "--orders", orders, ..] => {
            banking::serve(address, &PathBuf::from(orders))
        }
        ["side", folder, address, rest @ ..] => side::run(&PathBuf::from(folder), address, rest),
        _ => Err("operations prove BANK OPERATIONS SEED".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failed) => {
            eprintln!("operations: {failed}");
            ExitCode::FAILURE
        }
    }
}

fn prove(bank: &str, operations: &str, seed: &str) -> Result<(), Failed> {
    let this = std::env::current_exe()?;
    let proof = proof::Proof {
        bank: if bank == "own" {
            banking::Program::Own(this.clone())
        } else {
            banking::Program::At(bank.into())
        },
        side: this,
        operations: operations.parse()?,
        seed: seed.parse()?,
    };
    println!("{}", proof.run()?);
    Ok(())
}
