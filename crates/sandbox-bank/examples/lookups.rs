//! What `cargo xtask bench view` runs to look customers up in the demonstration bank of another process, by each key
//! that a centre has or a caller says; `lookups COUNT RATE ADDRESS` prints one line of JSON.
//!
//! Customers are drawn at random, and asked for one after the other.

use bank::Bank;
use bank::finding::{Found, Key, NameText};
use bank::http::{HttpBank, Limits};
use sandbox_bank::SandboxBank;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use tokio::time::{MissedTickBehavior, interval};
use vocabulary::voice::Verification;

type Failed = Box<dyn std::error::Error + Send + Sync>;

/// The demonstration bank's, as `cargo xtask bench view` starts it.
const SEED: u64 = 1;
const CUSTOMERS: usize = 1_000_000;

/// By what a customer is looked up.
const KEYS: [&str; 6] = ["telephone", "reference", "number", "name", "document", "card"];

#[tokio::main]
async fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match asked.as_slice() {
        [count, rate, address] => measure(count, rate, address).await,
        _ => Err("lookups COUNT RATE ADDRESS".into()),
    };
    match outcome {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(failed) => {
            eprintln!("lookups: {failed}");
            ExitCode::FAILURE
        }
    }
}

/// Looks so many up by each key, so many a second.
async fn measure(count: &str, rate: &str, address: &str) -> Result<String, Failed> {
    let (count, rate): (usize, u32) = (count.parse()?, rate.parse()?);
    let asker = Asker {
        twin: SandboxBank::generate(SEED, CUSTOMERS),
        bank: HttpBank::new(address, Limits::default())?,
    };
    let mut drawn = Drawn(1);
    let mut told = serde_json::Map::new();
    for key in KEYS {
        let mut ticks = interval(Duration::from_secs(1) / rate);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut times = Vec::with_capacity(count);
        for place in drawn.by_ref().take(count) {
            ticks.tick().await;
            let (is_found, took) = asker.ask(key, place).await?;
            if !is_found {
                return Err(format!("a customer is not found by {key}").into());
            }
            times.push(took);
        }
        times.sort();
        told.insert(format!("{key}_p50_ms"), at(&times, 0.5).into());
        told.insert(format!("{key}_p99_ms"), at(&times, 0.99).into());
    }
    Ok(serde_json::Value::Object(told).to_string())
}

struct Asker {
    /// Says what callers say.
    twin: SandboxBank,
    bank: HttpBank,
}

impl Asker {
    /// Whether a customer was found by a key, and how long that took.
    async fn ask(&self, key: &str, place: usize) -> Result<(bool, Duration), Failed> {
        let who = self.twin.credentials(place).ok_or("there is no such customer")?;
        let identity = self.twin.identity(&who.customer).await?;
        let key = match key {
            "name" => Key::Name { text: NameText::new(&identity.name.expose())?, born: identity.birthday },
            "document" => Key::Document(identity.document.ok_or("somebody has no document")?.number),
            "card" => {
                let cards = self.twin.cards(&who.customer).await?;
                Key::Card(cards.into_iter().next().ok_or("somebody has no card")?.number)
            }
            "telephone" => {
                let began = Instant::now();
                let found = self.bank.holders(&who.telephone).await?;
                return Ok((found.contains(&who.customer), began.elapsed()));
            }
            "reference" => {
                let began = Instant::now();
                let found = self.bank.identity(&who.customer).await?;
                return Ok((found == identity, began.elapsed()));
            }
            _ => {
                let began = Instant::now();
                let found = self.bank.verify(&who.number, &who.pin).await?;
                return Ok((found == Verification::Verified(who.customer), began.elapsed()));
            }
        };
        let began = Instant::now();
        let found = self.bank.find(&key).await?;
        let took = began.elapsed();
        let is_found = match found {
            Found::These(all) => all.iter().any(|one| one.customer == who.customer),
            Found::TooMany { count } => count > 1,
        };
        Ok((is_found, took))
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

/// The time within which such a share of them lies, in milliseconds.
fn at(times: &[Duration], share: f64) -> f64 {
    let place = ((times.len() as f64 * share).ceil() as usize).saturating_sub(1);
    times.get(place).map_or(f64::NAN, |took| took.as_secs_f64() * 1_000.0)
}
