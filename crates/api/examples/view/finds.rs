//! How soon a customer is found: by an agent with a caller on the line, over the centre's API; and by the centre itself,
//! which asks the bank before anybody talks. One after the other, at a steady pace.

use crate::asked::Asked;
use crate::serving::{Asker, Failed, serve};
use crate::{CUSTOMERS, Drawn, SEED, at};
use bank::Bank;
use hyper::StatusCode;
use sandbox_bank::SandboxBank;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};
use trust::Role;
use vocabulary::journal::Entry;
use vocabulary::voice::{Event, Order, Verification};
use vocabulary::{AgentId, ContactId, LegId};
use voice::ToNode;

/// What an agent finds somebody by.
const SAID: [&str; 4] = ["telephone", "name", "document", "card"];
/// And what the centre asks the bank by.
const KNOWN: [&str; 3] = ["holders", "reference", "number"];

/// A bank is ready to look for names within this.
const READY_WITHIN: Duration = Duration::from_secs(120);
/// A call is answered within this.
const ANSWERED_WITHIN: Duration = Duration::from_secs(10);

struct Finder {
    /// Says what callers say.
    twin: SandboxBank,
    bank: Arc<dyn Bank>,
    agent: Asker,
    contact: ContactId,
}

/// `count` customers are found by each key, `rate` a second.
pub async fn measure(rate: u32, count: usize, bank: &Asked) -> Result<String, Failed> {
    let folder = tempfile::tempdir()?;
    let bank = bank.open()?;
    let mut served = serve(folder.path(), bank.clone(), 1).await?;
    let (agent, token) = served.trust.create_account("agent", Role::Agent).await?;
    served.trust.serve_as(agent.id, Some(AgentId(1))).await?;
    let contact = timeout(ANSWERED_WITHIN, talk(&mut served)).await??;
    // Whatever is ordered further concerns nobody.
    let (agent, mut orders) = (Asker::new(served.address, token.expose()), served.node.orders);
    tokio::spawn(async move { while orders.recv().await.is_some() {} });
    let finder = Finder { twin: SandboxBank::generate(SEED, CUSTOMERS), bank, agent, contact };
    finder.ready().await?;
    let (mut drawn, mut told) = (Drawn(1), Map::new());
    for key in SAID.into_iter().chain(KNOWN) {
        let mut ticks = interval(Duration::from_secs(1) / rate);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut times = Vec::with_capacity(count);
        for place in drawn.by_ref().take(count) {
            ticks.tick().await;
            times.push(finder.find(key, place).await?);
        }
        times.sort();
        told.insert(format!("{key}_p50_ms"), at(&times, 0.5).into());
        told.insert(format!("{key}_p99_ms"), at(&times, 0.99).into());
    }
    served.centre.stop().await;
    served.store.close().await;
    Ok(Value::Object(told).to_string())
}

/// Somebody who withholds the number calls, and the agent answers.
async fn talk(served: &mut crate::serving::Served) -> Result<ContactId, Failed> {
    let mut records = served.centre.watch();
    let leg = LegId::arrived(served.node.epoch(), 1);
    served.node.report(Event::Arrived { leg, called: "100".to_owned(), caller: None }).await;
    loop {
        tokio::select! {
            order = served.node.orders.recv() => {
                if let Some(ToNode::Command(command)) = order
                    && let Order::Dial { leg, .. } = command.order
                {
                    served.node.report(Event::Ringing { leg }).await;
                    served.node.report(Event::Answered { leg }).await;
                }
            }
            record = records.recv() => {
                if let Entry::Connected { contact, .. } = &record?.entry {
                    return Ok(*contact);
                }
            }
        }
    }
}

impl Finder {
    /// Returns when the bank can look for names.
    async fn ready(&self) -> Result<(), Failed> {
        let began = Instant::now();
        while let Err(failed) = self.find("name", 0).await {
            if began.elapsed() > READY_WITHIN {
                return Err(failed);
            }
            sleep(Duration::from_millis(200)).await;
        }
        Ok(())
    }

    /// How long it took to find a customer by a key.
    async fn find(&self, key: &str, place: usize) -> Result<Duration, Failed> {
        let who = self.twin.credentials(place).ok_or("there is no such customer")?;
        let identity = self.twin.identity(&who.customer).await?;
        let said = match key {
            "telephone" => json!({"by": key, "number": who.telephone.expose()}),
            "name" => {
                let born = identity.birthday.as_ref().map(|day| day.expose().to_string());
                json!({"by": key, "text": identity.name.expose(), "born": born})
            }
            "document" => {
                let document = identity.document.as_ref().ok_or("somebody has no document")?;
                json!({"by": key, "number": document.number.expose()})
            }
            "card" => {
                let cards = self.twin.cards(&who.customer).await?;
                json!({"by": key, "number": cards.first().ok_or("somebody has no card")?.number.expose()})
            }
            "holders" => {
                let began = Instant::now();
                let is_found = self.bank.holders(&who.telephone).await?.contains(&who.customer);
                return found(key, is_found, began);
            }
            "reference" => {
                let began = Instant::now();
                let is_found = self.bank.identity(&who.customer).await? == identity;
                return found(key, is_found, began);
            }
            _ => {
                let began = Instant::now();
                let answer = self.bank.verify(&who.number, &who.pin).await?;
                return found(key, answer == Verification::Verified(who.customer), began);
            }
        };
        let path = format!("/api/contacts/{}/customers/find", self.contact);
        let began = Instant::now();
        let (status, body) = self.agent.post(&path, &said).await?;
        let took = began.elapsed();
        if status != StatusCode::OK {
            return Err(format!("nobody can be found by {key}: {status}").into());
        }
        let answer: Value = serde_json::from_slice(&body)?;
        let is_one = |one: &Value| one["customer"] == who.customer.as_str();
        let is_found = answer["customers"].as_array().is_some_and(|all| all.iter().any(is_one))
            || answer["count"].as_u64().is_some_and(|count| count > 20);
        found(key, is_found, began).map(|_| took)
    }
}

fn found(key: &str, is_found: bool, began: Instant) -> Result<Duration, Failed> {
    let took = began.elapsed();
    if is_found { Ok(took) } else { Err(format!("a customer is not found by {key}").into()) }
}
