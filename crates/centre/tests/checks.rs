//! The self-check finds whatever is planted: a fact that was changed, one that the journal does not know, a
//! running fold that went astray. A correction of an imported contact is no difference.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

use centre::{Checked, check, contact_changes, mend};
use indicators::{Fact, Figures, Outcome};
use sqlx::Connection as _;
use std::path::Path;
use store::{Batch, ContactChange, FIRST_IMPORTED, Options, Store};
use vocabulary::journal::{EndReason, Entry, Past, Record};
use vocabulary::{
    AgentId, ContactId, Language, LegId, LineName, NodeName, PromptName, QueueName, Sequence, Span, Time,
};

fn contact(number: u64) -> ContactId {
    ContactId(FIRST_IMPORTED.0 + number)
}

/// An imported contact that waited so long and talked for a minute.
fn imported(number: u64, waited: i64) -> Entry {
    let contact = contact(number);
    let (queue, line) = (QueueName::new("cards").unwrap(), LineName::new("old").unwrap());
    let at = |seconds| Time(0) + Span::seconds(number as i64 * 1_000 + seconds);
    let opened = Entry::ContactOpened {
        contact,
        node: NodeName::new("imported").unwrap(),
        leg: LegId(contact.0),
        line: line.clone(),
        language: Language::English,
    };
    let queued = Entry::Queued {
        contact,
        queue: queue.clone(),
        since: at(0),
        credit: Span::ZERO,
        skills: Vec::new().into(),
        front: false,
    };
    let reason = EndReason::CustomerHungUp;
    let closed = Entry::ContactClosed {
        contact,
        reason,
        queue: Some(queue),
        agent: Some(AgentId(7)),
        wait: Some(Span::seconds(waited)),
        talk: Some(Span::seconds(60)),
    };
    let entries = [
        (0, opened),
        (0, queued),
        (waited, Entry::Connected { contact, agent: AgentId(7) }),
        (waited + 60, Entry::ContactEnded { contact, reason }),
        (waited + 60, closed),
    ];
    let entries = entries.map(|(seconds, entry)| Past { at: at(seconds), entry });
    Entry::Imported { contact, source: line, tier: None, odd: Vec::new(), entries: entries.into() }
}

struct House {
    store: Store,
    fold: Figures,
    last: Sequence,
}

impl House {
    async fn record(&mut self, entry: Entry) -> Fact {
        self.last = self.last.next();
        let at = Time(0) + Span::seconds(1_000_000);
        let record = Record { sequence: self.last, at, cause: None, by: None, entry };
        let fact = self.fold.apply(&record).unwrap();
        let changes = contact_changes(&record, None, Some(fact.clone())).collect();
        self.append(Batch { records: vec![record], changes }).await;
        fact
    }

    async fn plant(&self, changes: Vec<ContactChange>) {
        self.append(Batch { records: Vec::new(), changes }).await;
    }

    async fn append(&self, batch: Batch) {
        self.store.journal().append_heard(batch).unwrap().await.unwrap();
    }

    async fn check(&self) -> Checked {
        check(&self.store, Some((self.last, self.fold.clone()))).await.unwrap()
    }
}

/// A store that waits for its database: what is durable is in the tables, and not for a moment in the spill log.
async fn opened(folder: &Path) -> Store {
    Store::open(Options::new(folder).in_bulk()).await.unwrap()
}

#[tokio::test]
async fn whatever_is_planted_is_found_and_a_correction_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let store = opened(folder.path()).await;
    let mut house = House { store, fold: Figures::default(), last: Sequence::default() };
    house.record(imported(1, 20)).await;
    let second = house.record(imported(2, 5)).await;
    let corrected = house.record(imported(1, 25)).await;
    assert_eq!(corrected.waited, Span::seconds(25));
    let clean = house.check().await;
    assert_eq!((clean.compared, clean.differences()), (2, 0), "{:?}", clean.said);

    let changed = Fact { waited: Span::seconds(6), ..second };
    house.plant(vec![ContactChange::Counted { fact: Box::new(changed) }]).await;
    let found = house.check().await;
    assert_eq!(found.differences(), 1);
    assert!(found.said[0].contains("otherwise than the journal says"), "{:?}", found.said);
    mend(&house.store, &found.differing).await.unwrap();

    let of_nobody = imported(3, 9);
    let record = Record { sequence: Sequence(9), at: Time(0), cause: None, by: None, entry: of_nobody };
    let fact = Figures::default().apply(&record);
    house.plant(contact_changes(&record, None, fact).collect()).await;
    let found = house.check().await;
    assert_eq!((found.differences(), found.unknown), (1, 1), "mended, and one that is in no journal");
    assert!(found.said[0].contains("not in the journal"), "{:?}", found.said);

    let Entry::Imported { entries, .. } = imported(4, 1) else { unreachable!() };
    let opened = entries[0].entry.clone();
    house.fold.apply(&Record {
        sequence: house.last.next(),
        at: Time(0),
        cause: None,
        by: None,
        entry: opened,
    });
    let astray = house.check().await;
    assert!(astray.fold_differs && astray.differences() == 2, "{:?}", astray.said);
    house.store.close().await;
}

/// What an earlier release called by another name is told apart from what differs, and judged anew by mending.
#[tokio::test]
async fn what_an_earlier_release_judged_otherwise_is_no_difference() {
    let folder = tempfile::tempdir().unwrap();
    let store = opened(folder.path()).await;
    let mut house = House { store, fold: Figures::default(), last: Sequence::default() };
    let Entry::Imported { contact, source, tier, odd, entries } = imported(1, 0) else { unreachable!() };
    let at = entries[0].at;
    let announced = Entry::Announced { contact, prompt: PromptName::new("outage").unwrap(), instead: true };
    let reason = EndReason::FlowEnded;
    let closed = Entry::ContactClosed { contact, reason, queue: None, agent: None, wait: None, talk: None };
    let told = [entries[0].entry.clone(), announced, Entry::ContactEnded { contact, reason }, closed];
    let entries = told.map(|entry| Past { at, entry }).into();
    let fact = house.record(Entry::Imported { contact, source, tier, odd, entries }).await;
    assert_eq!(fact.outcome, Outcome::TurnedAway);

    let before = Fact { outcome: Outcome::Contained, ..fact.clone() };
    house.plant(vec![ContactChange::Counted { fact: Box::new(before) }]).await;
    let found = house.check().await;
    assert_eq!((found.differences(), found.judged_before.as_slice()), (0, [fact.clone()].as_slice()));
    // The same by another name, and something else besides: that differs.
    let wrong = Fact { outcome: Outcome::Contained, holds: 3, ..fact };
    house.plant(vec![ContactChange::Counted { fact: Box::new(wrong) }]).await;
    let found = house.check().await;
    assert_eq!((found.differences(), found.judged_before.len()), (1, 0));
    mend(&house.store, &found.differing).await.unwrap();
    let mended = house.check().await;
    assert_eq!((mended.differences(), mended.judged_before.len()), (0, 0), "{:?}", mended.said);
    house.store.close().await;
}

/// Rows that are gone, changed, or of a contact that was corrected: after mending, nothing differs, and the
/// row is what it was.
#[tokio::test]
async fn what_differs_is_mended_and_what_is_gone_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let store = opened(folder.path()).await;
    let mut house = House { store, fold: Figures::default(), last: Sequence::default() };
    for (number, waited) in [(1, 20), (2, 5), (3, 9), (1, 25)] {
        house.record(imported(number, waited)).await;
    }
    let mut kept = Vec::new();
    for number in 1..=3 {
        kept.push(house.store.contact(contact(number)).await.unwrap().unwrap());
    }
    house.store.close().await;

    let file = folder.path().join("heliotrope.db");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
    let mut tables = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
    for (statement, number) in [
        ("DELETE FROM contacts WHERE id = $1", 1),
        ("DELETE FROM contacts WHERE id = $1", 2),
        ("UPDATE contacts SET waited_us = waited_us + 1, agent = 8 WHERE id = $1", 3),
    ] {
        let id = contact(number).0.cast_signed();
        let done = sqlx::query(statement).bind(id).execute(&mut tables).await.unwrap();
        assert_eq!(done.rows_affected(), 1);
    }
    tables.close().await.unwrap();

    house.store = opened(folder.path()).await;
    let found = house.check().await;
    assert_eq!(found.differences(), 3, "{:?}", found.said);
    mend(&house.store, &found.differing).await.unwrap();
    let mended = house.check().await;
    assert_eq!((mended.compared, mended.differences()), (3, 0), "{:?}", mended.said);
    for row in kept {
        assert_eq!(house.store.contact(row.contact).await.unwrap(), Some(row));
    }
    house.store.close().await;
}
