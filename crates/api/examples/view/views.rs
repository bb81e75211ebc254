//! Whole views of contacts that come in, over HTTP.

use crate::asked::{Asked, Timed};
use crate::serving::{Asker, Failed, Served, serve};
use crate::{CUSTOMERS, Drawn, SEED, at};
use centre::{Centre, CustomerView, PanelName};
use hyper::StatusCode;
use hyper::body::Bytes;
use sandbox_bank::SandboxBank;
use serde_json::json;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, timeout};
use trust::Role;
use vocabulary::journal::Entry;
use vocabulary::voice::{Event, LegEnd};
use vocabulary::{ContactId, CustomerRef, LegId};

/// A view that takes longer has failed.
const LIMIT: Duration = Duration::from_secs(5);
/// Contacts are open this long.
const STAY: Duration = Duration::from_secs(2);

/// A centre whose API is served, and a supervisor who looks.
struct House {
    centre: Centre,
    bank: Arc<Timed>,
    asker: Asker,
    is_hanging: bool,
}

/// How long a view took, until when all panels were there, and how much of it was beyond its slowest panel.
struct Took {
    whole: Duration,
    there: Duration,
    beyond: Duration,
}

/// `rate` contacts a second for `seconds`, over the bank that is asked for.
pub async fn measure(rate: u32, seconds: u32, bank: &Asked) -> Result<String, Failed> {
    let folder = tempfile::tempdir()?;
    let twin = SandboxBank::generate(SEED, CUSTOMERS);
    let timed = Arc::new(Timed::new(bank.open()?, bank.is_hanging()));
    let served = serve(folder.path(), timed.clone(), 1).await?;
    let (_account, token) = served.trust.create_account("supervisor", Role::Supervisor).await?;
    let asker = Asker::new(served.address, token.expose());
    let (centre, is_hanging) = (served.centre.clone(), bank.is_hanging());
    let house = Arc::new(House { centre: centre.clone(), bank: timed, asker, is_hanging });
    let Served { mut node, store, .. } = served;
    let mut records = centre.watch();
    let mut calling = interval(Duration::from_secs(1) / rate);
    calling.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let (mut calls, mut looks, most) = (0, 0, rate * seconds);
    let (mut leaving, mut looking) = (VecDeque::new(), JoinSet::new());
    // Every twentieth customer shares a telephone with the one before, and is matched by nobody.
    let mut callers = Drawn(2).filter(|place| place % 20 < 18).filter_map(|place| twin.credentials(place));
    while looks < most {
        tokio::select! {
            _ = calling.tick(), if calls < most => {
                calls += 1;
                let leg = LegId::arrived(node.epoch(), calls);
                let caller = callers.next().map(|customer| customer.telephone);
                node.report(Event::Arrived { leg, called: "100".to_owned(), caller }).await;
                leaving.push_back((Instant::now() + STAY, leg));
                while let Some((when, leg)) = leaving.front().copied()
                    && when <= Instant::now()
                {
                    leaving.pop_front();
                    node.report(Event::Ended { leg, cause: LegEnd::HungUp }).await;
                }
            }
            // Orders are for a node; this one obeys none.
            _ = node.orders.recv() => {}
            record = records.recv() => {
                if let Entry::CustomerMatched { contact, customer } = &record?.entry {
                    looks += 1;
                    looking.spawn(house.clone().look(*contact, customer.clone(), Instant::now()));
                }
            }
        }
    }
    let (mut whole, mut there, mut beyond, mut failed) = (Vec::new(), Vec::new(), Vec::new(), 0);
    while let Some(looked) = looking.join_next().await {
        match looked? {
            Some(took) => {
                whole.push(took.whole);
                there.push(took.there);
                beyond.push(took.beyond);
            }
            None => failed += 1,
        }
    }
    centre.stop().await;
    store.close().await;
    [&mut whole, &mut there, &mut beyond].into_iter().for_each(|times| times.sort());
    let told = json!({
        "views": whole.len(),
        "failed": failed,
        "p50_ms": at(&whole, 0.50),
        "p95_ms": at(&whole, 0.95),
        "p99_ms": at(&whole, 0.99),
        "most_ms": at(&whole, 1.0),
        "there_p50_ms": at(&there, 0.50),
        "there_p99_ms": at(&there, 0.99),
        "beyond_p50_ms": at(&beyond, 0.50),
        "beyond_p99_ms": at(&beyond, 0.99),
    });
    Ok(told.to_string())
}

impl House {
    /// From the moment a customer was matched until the whole view is read; with accounts that hang, everything
    /// else.
    async fn look(
        self: Arc<House>,
        contact: ContactId,
        customer: CustomerRef,
        from: Instant,
    ) -> Option<Took> {
        let mut view = self.centre.watch_customer(contact)?;
        let is_there = |view: &CustomerView| {
            let mut panels = PanelName::ALL.iter();
            panels.all(|panel| !view.awaits(*panel) || self.is_hanging && *panel == PanelName::Accounts)
        };
        timeout(LIMIT, view.wait_for(is_there)).await.ok()?.ok()?;
        let there = from.elapsed();
        let shown = timeout(LIMIT, self.read(contact)).await.ok()?.ok()?;
        let whole = from.elapsed();
        let panels: serde_json::Value = serde_json::from_slice(&shown).ok()?;
        let is_ready = |panel: &&PanelName| panels[panel.tag()]["state"] == "ready";
        let ready = PanelName::ALL.iter().filter(is_ready).count();
        let wanted = PanelName::ALL.len() - usize::from(self.is_hanging);
        (ready == wanted).then(|| Took {
            whole,
            there,
            beyond: whole.saturating_sub(self.bank.slowest(&customer)),
        })
    }

    async fn read(&self, contact: ContactId) -> Result<Bytes, Failed> {
        match self.asker.get(&format!("/api/contacts/{contact}/customer")).await? {
            (StatusCode::OK, body) => Ok(body),
            (other, _) => Err(format!("the view was not given: {other}").into()),
        }
    }
}
