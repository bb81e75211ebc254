//! What `cargo xtask proof operations` runs: operations at a bank that errs and is killed, over the API of a centre that
//! is killed, and whether the books of both agree to the cent in the end.
//!
//! Three processes. `operations prove BANK OPERATIONS SEED` is the agents' programs: it asks the centre over HTTP, as a page
//! would, and keeps what it was shown. `operations side …` is the centre with its API, its journal and its tables on disk,
//! with calls that are played; it asks the bank over HTTP. The bank is the program `sandbox-bank` at the path `BANK`, or
//! what is in this program (`operations bank …`) where `BANK` is `own`. The proof kills either of the two in mid-order and
//! starts it again.

mod audit;
mod banking;
mod programs;
mod proof;
#[path = "../serving/mod.rs"]
mod serving;
mod shown;
mod side;
mod site;

use jiff::civil::Date;
use jiff::{ToSpan, Zoned};
use serving::Failed;
use std::path::PathBuf;
use std::process::ExitCode;

/// Both sides' bank.
const BANK_SEED: u64 = 7;
const CUSTOMERS: usize = 20_000;
/// Calls at the same time, each with an agent who orders one thing after the other.
const AGENTS: u64 = 24;

fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = asked.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["prove", bank, operations, seed] => prove(bank, operations, seed),
        ["bank", "--http", address, "--day", day, "--orders", orders, ..] => {
            banking::serve(address, day, &PathBuf::from(orders))
        }
        ["side", folder, address, day, seed] => side::run(&PathBuf::from(folder), address, day, seed),
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

/// The bank's day, and so long as a proof runs: one on which there are bills that bear interest and are open, so that all
/// operations are proposed. The demonstration bank's customers miss the bills of every other month only.
fn day(today: Date) -> Date {
    let is_fit = |day: &Date| day.day() == 10 && day.month() % 2 == 1;
    today.series(-1.day()).find(is_fit).unwrap_or(today)
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
        day: day(Zoned::now().date()),
        operations: operations.parse()?,
        seed: seed.parse()?,
    };
    println!("{}", proof.run()?);
    Ok(())
}
