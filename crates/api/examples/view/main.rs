//! What `cargo xtask bench view` runs: a centre with its API, its journal on disk and callers that are played.
//!
//! `view RATE SECONDS local|hang|ADDRESS`: contacts a second, for how long, over a demonstration bank in this process
//! (whose accounts hang, perhaps) or over the one behind an address. Times each contact from the moment its customer is
//! matched to the last byte of the whole view over HTTP, and how much of that is beyond the slowest panel; prints one
//! line of JSON. Customers are drawn at random.

mod asked;
mod views;

use std::process::ExitCode;
use std::time::Duration;

type Failed = Box<dyn std::error::Error + Send + Sync>;

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
                [rate, seconds, bank] => views::measure(rate.parse()?, seconds.parse()?, bank).await,
                _ => Err("view RATE SECONDS local|hang|ADDRESS".into()),
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
