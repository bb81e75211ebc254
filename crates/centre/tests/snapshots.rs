//! A start takes a snapshot and the journal's tail, or the whole journal: both lead to the same.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

use bank::{Answer, Bank};
use centre::{Kept, replay, testing};
use std::sync::Arc;
use store::{Options, Store};
use vocabulary::plan::{Line, Plan};
use vocabulary::voice::{Event, Verification};
use vocabulary::{CustomerRef, Epoch, FlowName, Language, LegId, LineName, PhoneNumber, SecretDigits};

struct NoBank;

impl Bank for NoBank {
    fn verify<'a>(&'a self, _: &'a SecretDigits, _: &'a SecretDigits) -> Answer<'a, Verification> {
        Box::pin(async { Ok(Verification::Unavailable) })
    }
    fn holders<'a>(&'a self, _: &'a PhoneNumber) -> Answer<'a, Vec<CustomerRef>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}

fn plan() -> Plan {
    let line = Line {
        name: LineName::new("hotline").unwrap(),
        called: "100".to_owned(),
        language: Language::English,
        flow: FlowName::new("none").unwrap(),
        announce_recording: false,
        priority: 0,
    };
    Plan { lines: vec![line], ..Plan::default() }
}

/// Serves `calls` that end at once (their flow is not there), and stops.
async fn serve(folder: &std::path::Path, calls: u32) -> Arc<Store> {
    let store = Arc::new(Store::open(Options::new(folder)).await.unwrap());
    let (centre, mut node) = testing::start(&store, Arc::new(NoBank), plan()).await.unwrap();
    for count in 1..=calls {
        let leg = LegId::arrived(Epoch(count.into()), count);
        node.report(Event::Arrived { leg, called: "100".to_owned(), caller: None }).await;
    }
    // Answered after every report before it.
    centre.board().await.unwrap();
    centre.stop().await;
    store
}

/// What the journal alone leads to.
async fn whole_journal(store: &Store) -> Kept {
    let mut kept = Kept::default();
    for record in store.records(vocabulary::Sequence(1), 10_000).await.unwrap() {
        floor::apply(&mut kept.state, &record);
        kept.figures.apply(&record);
    }
    kept
}

#[tokio::test]
async fn a_snapshot_is_what_the_journal_leads_to_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let store = serve(folder.path(), 7).await;
    let (sequence, body) = store.snapshots().await.unwrap().remove(0);
    assert_eq!(sequence, store.last_sequence().await.unwrap());
    assert_eq!(body, whole_journal(&store).await.encode());
    assert_eq!(body, replay(&store).await.unwrap().encode());
}

#[tokio::test]
async fn a_snapshot_that_cannot_be_read_is_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let store = serve(folder.path(), 3).await;
    let last = store.last_sequence().await.unwrap();
    for nonsense in [&b"{}"[..], b"", b"{\"version\":9}", b"{\"version\":1,\"state\":{}}"] {
        store.put_snapshot(last, nonsense).await.unwrap();
        assert_eq!(replay(&store).await.unwrap().encode(), whole_journal(&store).await.encode());
    }
}

#[tokio::test]
async fn a_second_start_goes_on_where_the_first_ended() {
    let folder = tempfile::tempdir().unwrap();
    serve(folder.path(), 3).await.close().await;
    let store = serve(folder.path(), 2).await;
    let kept = replay(&store).await.unwrap();
    assert_eq!(kept.state.epoch(), Epoch(2));
    assert_eq!(kept.encode(), whole_journal(&store).await.encode());
    assert_eq!(store.snapshots().await.unwrap().len(), 2);
}
