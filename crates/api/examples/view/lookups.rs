//! Customers found by each key that a centre has of them.

use crate::{CUSTOMERS, Drawn, Failed, SEED, at};
use bank::Bank;
use bank::http::{HttpBank, Limits};
use sandbox_bank::{Credentials, SandboxBank};
use std::fmt::Write;
use std::time::{Duration, Instant};
use tokio::time::{MissedTickBehavior, interval};

/// By what a customer is looked up.
const KEYS: [&str; 3] = ["telephone", "reference", "number"];

/// Looks so many up by each key, so many a second.
pub async fn measure(count: usize, rate: u32, address: &str) -> Result<String, Failed> {
    let twin = SandboxBank::generate(SEED, CUSTOMERS);
    let bank = HttpBank::new(address, Limits::default())?;
    let mut line = String::from("{");
    let mut drawn = Drawn(1);
    for key in KEYS {
        let mut ticks = interval(Duration::from_secs(1) / rate);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut times = Vec::with_capacity(count);
        for who in drawn.by_ref().take(count).filter_map(|place| twin.credentials(place)) {
            ticks.tick().await;
            let began = Instant::now();
            if !is_found(&bank, key, &who).await? {
                return Err(format!("a customer is not found by {key}").into());
            }
            times.push(began.elapsed());
        }
        times.sort();
        write!(line, "\"{key}_p50_ms\":{:.4},\"{key}_p99_ms\":{:.4},", at(&times, 0.5), at(&times, 0.99))?;
    }
    write!(line, "\"each\":{count}}}")?;
    Ok(line)
}

async fn is_found(bank: &HttpBank, key: &str, who: &Credentials) -> Result<bool, Failed> {
    Ok(match key {
        "telephone" => bank.holders(&who.telephone).await?.contains(&who.customer),
        "reference" => bank.identity(&who.customer).await?.language == who.language,
        _ => {
            let verified = bank.verify(&who.number, &who.pin).await?;
            verified == vocabulary::voice::Verification::Verified(who.customer.clone())
        }
    })
}
