//! What `cargo xtask bench view` runs: a centre with its API, its journal on disk and callers that are played.
//!
//! `view views RATE SECONDS BANK BOOKS`: contacts a second, for how long. Times each contact from the moment its customer
//! is matched to the last byte of the whole view over HTTP, and how much of that is beyond the slowest panel.
//! `view finds RATE COUNT BANK BOOKS`: customers that are found, so many by each key: over HTTP, for an agent who talks with
//! somebody whose number is withheld; and what the centre asks the bank before anybody talks.
//!
//! `BANK` is `local`, `hang` (its accounts never come), or the address of one in another process; `BOOKS` the folder that a
//! local one was generated into, or `-`, and its books are made anew each time. Customers are drawn at random. Prints one
//! line of JSON.

mod asked;
mod finds;
#[path = "../serving/mod.rs"]
mod serving;
mod views;

use asked::Asked;
use serving::Failed;
use std::process::ExitCode;
use std::time::Duration;

/// The demonstration bank's, as `cargo xtask bench view` starts it.
const SEED: u64 = 1;
const CUSTOMERS: usize = 1_000_000;

fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = asked.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let measured = runtime.map_err(Failed::from).and_then(|runtime| {
        runtime.block_on(async {
            match words.as_slice() {
                ["views", rate, seconds, bank, books] => {
                    views::measure(rate.parse()?, seconds.parse()?, &Asked::new(bank, books)).await
                }
                ["finds", rate, count, bank, books] => {
                    finds::measure(rate.parse()?, count.parse()?, &Asked::new(bank, books)).await
                }
                _ => Err("view views|finds RATE SECONDS|COUNT local|hang|ADDRESS BOOKS|-".into()),
            }
        })
    });
    match measured {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(failed) => {
            eprintln!("view: {failed}");
            ExitCode::FAILURE
        }
    }
}

/// Customers' places, drawn one after the other (splitmix64).
struct Drawn(u64);

impl Iterator for Drawn {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Some(((mixed ^ (mixed >> 31)) % CUSTOMERS as u64) as usize)
    }
}

/// The time within which such a share of them lies, in milliseconds; not a number without any.
fn at(times: &[Duration], share: f64) -> f64 {
    let place = ((times.len() as f64 * share).ceil() as usize).saturating_sub(1);
    times.get(place).map_or(f64::NAN, |took| took.as_secs_f64() * 1_000.0)
}
