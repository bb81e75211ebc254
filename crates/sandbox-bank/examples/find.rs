//! How long it takes to find a customer by each kind of key, over HTTP, in a bank of any size. Prints one line of
//! JSON a kind: milliseconds from question to answer.
//!
//! `find [CUSTOMERS] [LOOK-UPS]`

use bank::Bank;
use bank::finding::{Found, Key, NameText};
use bank::http::{HttpBank, Limits};
use sandbox_bank::SandboxBank;
use sandbox_bank::http::{Behaviour, Server};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;
use vocabulary::{Birthday, CustomerRef};

type Failed = Box<dyn std::error::Error>;

/// What every bank here is made from.
const SEED: u64 = 7;

#[tokio::main]
async fn main() -> Result<(), Failed> {
    let mut numbers = std::env::args().skip(1).map(|word| word.parse::<usize>());
    let customers = numbers.next().transpose()?.unwrap_or(1_000_000);
    let look_ups = numbers.next().transpose()?.unwrap_or(2_000);
    let bank = Arc::new(SandboxBank::generate(SEED, customers));
    let began = Instant::now();
    bank.make_ready();
    println!("{{\"customers\":{customers},\"index_s\":{:.2}}}", began.elapsed().as_secs_f64());
    let server =
        Server::bind(SocketAddr::from(([127, 0, 0, 1], 0)), bank.clone(), Behaviour::default()).await?;
    let asked = HttpBank::new(&format!("http://{}", server.address()?), Limits::default())?;
    tokio::spawn(server.run());
    for kind in ["telephone", "name", "name and birthday", "document", "card"] {
        let (mut times, mut missed) = (Vec::with_capacity(look_ups), 0);
        for nth in 0..look_ups {
            // Walks through all customers in no order, each once in a while.
            let place = nth.wrapping_mul(7_919) % customers;
            let (Some(key), Some(who)) = (key(&bank, kind, place).await?, bank.customer(place)) else {
                continue;
            };
            let began = Instant::now();
            let found = asked.find(&key).await?;
            times.push(began.elapsed());
            missed += usize::from(!holds(&found, &who.reference));
        }
        times.sort();
        let at = |share: f64| {
            let place = ((times.len() as f64 * share).ceil() as usize).saturating_sub(1);
            times.get(place).map_or(f64::NAN, |took| took.as_secs_f64() * 1_000.0)
        };
        println!(
            "{{\"by\":\"{kind}\",\"looked\":{},\"missed\":{missed},\"p50_ms\":{:.3},\"p99_ms\":{:.3},\"most_ms\":{:.3}}}",
            times.len(),
            at(0.5),
            at(0.99),
            at(1.0)
        );
    }
    Ok(())
}

/// A key of the customer at a place.
async fn key(bank: &SandboxBank, kind: &str, place: usize) -> Result<Option<Key>, Failed> {
    let Some(known) = bank.credentials(place) else { return Ok(None) };
    let identity = bank.identity(&known.customer).await?;
    let text = NameText::new(&identity.name.expose())?;
    Ok(match kind {
        "telephone" => Some(Key::Telephone(known.telephone)),
        "name" => Some(Key::Name { text, born: None }),
        "name and birthday" => {
            Some(Key::Name { text, born: identity.birthday.map(|birthday| Birthday::new(birthday.expose())) })
        }
        "document" => identity.document.map(|document| Key::Document(document.number)),
        _ => bank.cards(&known.customer).await?.into_iter().next().map(|card| Key::Card(card.number)),
    })
}

/// Whether somebody is among those found, or would be if more were said.
fn holds(found: &Found, who: &CustomerRef) -> bool {
    match found {
        Found::These(all) => all.iter().any(|found| found.customer == *who),
        Found::TooMany { .. } => true,
    }
}
