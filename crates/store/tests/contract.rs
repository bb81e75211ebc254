//! What the store promises on either engine. Each check runs on a data folder in SQLite and on a
//! database of a private PostgreSQL.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "contract/orders.rs"]
mod orders;
mod support;

use sqlx::{Executor, SqlSafeStr};
use std::os::unix::fs::PermissionsExt;
use store::recordings::{Counts, State, Stored};
use store::{
    AuthorityText, ContactChange, Db, Error, Filter, Kept, Migration, NoteText, Options, Owner, Said,
    SavedView, Store,
};
use support::{appended, batch, caller, closed, customer, line, opened, record, records_from, until_stored};
use vocabulary::journal::{EndReason, RecordingOutcome};
use vocabulary::{
    AccountId, AgentId, ContactId, CustomerRef, DispositionCode, Epoch, RecordingId, Sequence, Time,
};

#[tokio::test]
async fn sqlite_keeps_the_promises() {
    for check in 0..CHECKS {
        let folder = tempfile::tempdir().unwrap();
        run(check, Options { spill_bytes: 1 << 20, ..Options::new(folder.path()) }).await;
    }
}

#[tokio::test]
async fn postgresql_keeps_the_promises() {
    let Some(postgres) = store::testing::Postgres::start() else { return };
    for check in 0..CHECKS {
        let folder = tempfile::tempdir().unwrap();
        let options = Options { spill_bytes: 1 << 20, ..Options::new(folder.path()) };
        run(check, options.with_database(postgres.database(&format!("check{check}")))).await;
    }
}

const CHECKS: u32 = 13;

async fn run(check: u32, options: Options) {
    match check {
        0 => every_statement_prepares(options).await,
        1 => what_is_appended_is_read_back_in_order(options).await,
        2 => contacts_follow_their_changes(options).await,
        3 => one_instance_writes_and_others_may_read(options).await,
        4 => another_release_is_recognised(options).await,
        5 => a_gap_or_a_damaged_row_is_named(options).await,
        6 => erasing_a_customer_erases_the_callers(options).await,
        7 => nothing_that_was_typed_is_lost(options).await,
        8 => what_the_desk_adds_is_read_back(options).await,
        9 => recordings_are_noted_in_either_order(options).await,
        10 => erasing_a_customer_erases_the_files(options).await,
        11 => what_is_said_in_a_chat_is_said_once_and_in_order(options).await,
        12 => orders::move_from_state_to_state(options).await,
        _ => unreachable!(),
    }
}

async fn every_statement_prepares(options: Options) {
    let store = Store::open(options).await.unwrap();
    let shared = store::STATEMENTS.iter().copied().flatten();
    match store.db() {
        Db::Sqlite { write, .. } => {
            let mut conn = write.acquire().await.unwrap();
            for sql in shared.chain(store::SQLITE_STATEMENTS.iter().copied().flatten()) {
                conn.prepare((*sql).into_sql_str()).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
            }
        }
        Db::Postgres(pool) => {
            let mut conn = pool.acquire().await.unwrap();
            for sql in shared.chain(store::POSTGRES_STATEMENTS.iter().copied().flatten()) {
                conn.prepare((*sql).into_sql_str()).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
            }
        }
    }
    store.close().await;
}

async fn what_is_appended_is_read_back_in_order(options: Options) {
    let store = Store::open(options.clone()).await.unwrap();
    assert_eq!(store.take_leadership().await.unwrap(), Epoch(1));
    // Batches of every size around the sizes of the statements.
    let mut next = 1;
    for size in [1, 2, 7, 8, 9, 31, 32, 33, 41, 100, 3000] {
        appended(&store, batch(next, size, vec![]));
        next += size;
    }
    let last = Sequence(next - 1);
    until_stored(&store, last).await;
    store.close().await;

    let store = Store::open(options).await.unwrap();
    assert_eq!(store.take_leadership().await.unwrap(), Epoch(2), "a term was given twice");
    assert_eq!(store.last_sequence().await.unwrap(), last);
    assert_eq!(*store.journal().durable().borrow(), last);
    let expected: Vec<_> = (1..next).map(record).collect();
    assert_eq!(records_from(&store, Sequence(0)).await, expected);
    assert_eq!(store.records(Sequence(10), 2).await.unwrap(), expected[9..11]);
    assert_eq!(store.records(last.next(), 10).await.unwrap(), []);
    let of_contact: Vec<_> =
        expected.iter().filter(|record| record.entry.contact() == Some(ContactId(3))).cloned().collect();
    assert!(of_contact.len() > 10);
    assert_eq!(store.contact_journal(ContactId(3)).await.unwrap(), of_contact);
    assert_eq!(store.lost_places().await.unwrap(), []);
    store.close().await;
}

async fn contacts_follow_their_changes(options: Options) {
    let store = Store::open(options.clone()).await.unwrap();
    // Sixty contacts on two lines; every third belongs to a customer, at first to the wrong one.
    let opening = (1..=60).map(|id| opened(id, Some(caller(id)))).collect();
    appended(&store, batch(1, 60, opening));
    until_stored(&store, Sequence(60)).await;
    let thirds = || (3..=60).step_by(3);
    appended(&store, batch(61, 1, thirds().map(|id| customer(id, "K-wrong", false)).collect()));
    until_stored(&store, Sequence(61)).await;
    appended(&store, batch(62, 1, thirds().map(|id| customer(id, &format!("K-{}", id % 2), true)).collect()));
    let closing = (1..=40).map(|id| closed(id, id % 4, EndReason::Abandoned));
    appended(&store, batch(63, 1, closing.collect()));
    // Begun and known and closed in one transaction; changed without ever having begun.
    let brief =
        vec![opened(61, Some(caller(61))), customer(61, "K-0", true), closed(61, 1, EndReason::Abandoned)];
    appended(&store, batch(64, 1, brief));
    appended(&store, batch(65, 1, vec![customer(99, "K-0", true), closed(99, 1, EndReason::Abandoned)]));
    appended(&store, batch(66, 1, vec![opened(62, None)]));
    until_stored(&store, Sequence(66)).await;

    for id in 1..=62 {
        let row = store.contact(ContactId(id)).await.unwrap().unwrap();
        let expected = (id != 62).then(|| caller(id));
        assert_eq!(store.unseal_caller(&row).await.unwrap(), expected, "caller of {id}");
        let known = row.customer.map(|customer| customer.to_string());
        let expected = if id == 61 {
            Some("K-0".into())
        } else {
            (id % 3 == 0 && id < 61).then(|| format!("K-{}", id % 2))
        };
        assert_eq!((known, row.verified), (expected.clone(), expected.is_some()), "customer of {id}");
        assert_eq!(row.closed_at.is_some(), id <= 40 || id == 61);
    }
    assert_eq!(store.contact(ContactId(99)).await.unwrap(), None);

    let ids = |filter: Filter| {
        let store = &store;
        async move {
            let rows = store.contacts(&filter).await.unwrap();
            rows.iter().map(|row| row.contact.0).collect::<Vec<_>>()
        }
    };
    let all = Filter { limit: 500, ..Filter::default() };
    let check = [
        (all.clone(), (1..=62).rev().collect::<Vec<u64>>()),
        (Filter { limit: 2, ..all.clone() }, vec![62, 61]),
        (Filter { before: Some(ContactId(3)), ..all.clone() }, vec![2, 1]),
        (Filter { open: Some(true), limit: 2, ..all.clone() }, vec![62, 60]),
        (Filter { open: Some(false), limit: 2, ..all.clone() }, vec![61, 40]),
        (Filter { agent: Some(AgentId(3)), limit: 2, ..all.clone() }, vec![39, 35]),
        (Filter { agent: Some(AgentId(3)), line: Some(line(3)), open: Some(true), ..all.clone() }, vec![]),
        (Filter { line: Some(line(1)), limit: 2, ..all.clone() }, vec![61, 59]),
        (Filter { queue: Some("cards".parse().unwrap()), limit: 1, ..all.clone() }, vec![61]),
        (Filter { queue: Some("loans".parse().unwrap()), ..all.clone() }, vec![]),
    ];
    for (filter, expected) in check {
        assert_eq!(ids(filter.clone()).await, expected, "{filter:?}");
    }
    for (name, before, limit, expected) in [
        ("K-0", 99, 3, vec![61, 60, 54]),
        ("K-0", 54, 2, vec![48, 42]),
        ("K-1", 10, 9, vec![9, 3]),
        ("K-wrong", 99, 9, vec![]),
    ] {
        let rows = store.contacts_of(&name.parse().unwrap(), ContactId(before), limit).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.contact.0).collect::<Vec<_>>(), expected, "{name}");
    }
    store.close().await;

    // What is remembered between transactions is not needed.
    let store = Store::open(options).await.unwrap();
    appended(&store, batch(67, 1, vec![customer(60, "K-7", true), closed(60, 2, EndReason::Abandoned)]));
    until_stored(&store, Sequence(67)).await;
    let row = store.contact(ContactId(60)).await.unwrap().unwrap();
    assert_eq!(store.unseal_caller(&row).await.unwrap(), Some(caller(60)));
    assert_eq!((row.customer.unwrap().as_str(), row.agent), ("K-7", Some(AgentId(2))));
    store.close().await;
}

async fn one_instance_writes_and_others_may_read(options: Options) {
    let store = Store::open(options.clone()).await.unwrap();
    appended(&store, batch(1, 5, vec![opened(1, Some(caller(1)))]));
    until_stored(&store, Sequence(5)).await;
    let pid = std::process::id().to_string();
    let Err(second) = Store::open(options.clone()).await else { panic!("two instances on one folder") };
    assert!(matches!(second, Error::FolderHeld { .. }) && second.to_string().contains(&pid), "{second}");
    if options.database.is_some() {
        let elsewhere = tempfile::tempdir().unwrap();
        let other = Options { folder: elsewhere.path().to_owned(), ..options.clone() };
        let Err(second) = Store::open(other).await else { panic!("two instances on one database") };
        assert!(
            matches!(second, Error::DatabaseHeld { .. }) && second.to_string().contains(&pid),
            "{second}"
        );
    }
    let reader = Store::read_only(options.clone()).await.unwrap();
    assert_eq!(reader.records(Sequence(1), 100).await.unwrap().len(), 5);
    let row = reader.contact(ContactId(1)).await.unwrap().unwrap();
    assert_eq!(reader.unseal_caller(&row).await.unwrap(), Some(caller(1)));
    store.close().await;
    assert_eq!(Store::read_only(options.clone()).await.unwrap().last_sequence().await.unwrap(), Sequence(5));
    Store::open(options).await.unwrap().close().await;
}

async fn another_release_is_recognised(options: Options) {
    let later = Migration {
        version: 20_001,
        name: "later",
        sql: "CREATE TABLE later (id {int} NOT NULL PRIMARY KEY){strict};",
    };
    let store = Store::open(options.clone()).await.unwrap();
    store.close().await;
    let newer = Options { migrations: vec![later], ..options.clone() };
    assert!(matches!(Store::read_only(newer.clone()).await, Err(Error::OlderSchema { missing: 20_001 })));
    Store::open(newer).await.unwrap().close().await;
    assert!(matches!(Store::read_only(options.clone()).await, Err(Error::NewerSchema { found: 20_001 })));
    assert!(matches!(Store::open(options.clone()).await, Err(Error::NewerSchema { found: 20_001 })));

    let key = options.folder.join("keys/master.key");
    std::fs::remove_file(&key).unwrap();
    let newer = Options { migrations: vec![later], ..options };
    let Err(refused) = Store::open(newer.clone()).await else { panic!("a lost key was replaced") };
    assert!(matches!(refused, Error::Sealed(store::sealed::Error::MasterKeyMissing)), "{refused}");

    std::fs::write(&key, "ab".repeat(32)).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    assert!(matches!(Store::open(newer).await, Err(Error::Sealed(store::sealed::Error::MasterKeyForeign))));
}

async fn a_gap_or_a_damaged_row_is_named(options: Options) {
    let store = Store::open(options).await.unwrap();
    appended(&store, batch(1, 5, vec![]));
    appended(&store, batch(9, 3, vec![]));
    // A place given twice is kept as it was first.
    appended(&store, batch(10, 1, vec![]));
    until_stored(&store, Sequence(11)).await;
    assert_eq!(store.records(Sequence(1), 100).await.unwrap().len(), 5);
    let gap = store.records(Sequence(6), 100).await.unwrap_err();
    assert!(matches!(gap, Error::Gap { first: Sequence(6), last: Sequence(8) }), "{gap}");
    assert_eq!(store.records(Sequence(9), 100).await.unwrap().len(), 3);
    let lost = store.lost_places().await.unwrap();
    assert_eq!(lost.iter().map(|gap| (gap.first.0, gap.last.0)).collect::<Vec<_>>(), [(6, 8)]);

    let damage = [
        ("UPDATE journal SET body = '{\"kind\":\"no_such\"}' WHERE sequence = 2", "row J-2 cannot be read"),
        ("UPDATE journal SET version = 99 WHERE sequence = 1", "row J-1 has version 99"),
    ];
    for (sql, expected) in damage {
        store::write_db!(store.db(), |pool| sqlx::query(sql).execute(pool).await.map(drop)).unwrap();
        let error = store.records(Sequence(1), 100).await.unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
    store.close().await;
}

async fn erasing_a_customer_erases_the_callers(options: Options) {
    let store = Store::open(options).await.unwrap();
    let changes = vec![
        opened(1, Some(caller(1))),
        opened(2, Some(caller(2))),
        opened(3, Some(caller(3))),
        customer(1, "K-1", true),
        customer(2, "K-2", true),
    ];
    appended(&store, batch(1, 1, changes));
    assert!(store.erase_customer("K-1".parse().unwrap()).await.unwrap());
    assert!(!store.erase_customer("K-1".parse().unwrap()).await.unwrap());
    assert!(!store.erase_customer("K-9".parse().unwrap()).await.unwrap());
    let erased = store.contact(ContactId(1)).await.unwrap().unwrap();
    let error = store.unseal_caller(&erased).await.unwrap_err();
    assert!(matches!(error, Error::Sealed(store::sealed::Error::Erased)), "{error}");
    for id in [2, 3] {
        let row = store.contact(ContactId(id)).await.unwrap().unwrap();
        assert_eq!(store.unseal_caller(&row).await.unwrap(), Some(caller(id)));
    }
    // The erased customer calls again: the new call has a new key, the old one stays erased.
    appended(
        &store,
        batch(
            2,
            1,
            vec![opened(4, Some(caller(4))), customer(4, "K-1", true), closed(1, 1, EndReason::Abandoned)],
        ),
    );
    until_stored(&store, Sequence(2)).await;
    let row = store.contact(ContactId(4)).await.unwrap().unwrap();
    assert_eq!(store.unseal_caller(&row).await.unwrap(), Some(caller(4)));
    assert!(store.unseal_caller(&erased).await.is_err());
    let indexes = "SELECT COUNT(*) FROM contacts WHERE caller_index IS NOT NULL";
    let count: i64 =
        store::read_db!(store.db(), |pool| sqlx::query_scalar(indexes).fetch_one(pool).await).unwrap();
    assert_eq!(count, 3, "the erased caller can still be looked up");
    store.close().await;
}

fn recorded(id: u64, outcome: Option<RecordingOutcome>) -> ContactChange {
    let recording = RecordingId(id);
    ContactChange::Recording { contact: recording.contact(), recording, at: Time(id as i64), outcome }
}

async fn recordings_are_noted_in_either_order(options: Options) {
    let store = Store::open(options).await.unwrap();
    let (recordings, blobs) = (store.recordings(), store.blobs());
    let begun = async |id: u64| {
        let key = blobs.new_key(Owner::Contact(ContactId(id)));
        let log = blobs.begin_log(&key).unwrap();
        blobs.keep(&key).await.unwrap();
        blobs.keep(&key).await.unwrap();
        let source = Stored { blob: log.id(), key: key.id() };
        recordings.begun(RecordingId(id), Time(1_000), source).await.unwrap();
        log.finish().unwrap();
        source
    };
    // The recorder's word before the journal's, after it, and none at all.
    let first = begun(1).await;
    let opening = (1..=4).flat_map(|id| [opened(id, None), recorded(id, None)]).collect();
    appended(&store, batch(1, 1, opening));
    until_stored(&store, Sequence(1)).await;
    let second = begun(2).await;
    recordings.failed(RecordingId(3), Time(5), "the disk is full").await.unwrap();
    let row = async |id: u64| recordings.find(RecordingId(id)).await.unwrap().unwrap();
    let of_first = row(1).await;
    assert_eq!(
        (of_first.contact, of_first.started_at, of_first.state),
        (ContactId(1), Time(1), State::Running)
    );
    assert_eq!(
        (of_first.source, row(2).await.source, row(4).await.source),
        (Some(first), Some(second), None)
    );
    assert_eq!(
        recordings.counts().await.unwrap(),
        Counts { running: 3, failed: 1, due: 1, ..Counts::default() }
    );

    let ending = (1..=3).map(|id| recorded(id, Some(RecordingOutcome::Complete)));
    appended(&store, batch(2, 1, ending.collect()));
    until_stored(&store, Sequence(2)).await;
    recordings.sealing(RecordingId(1)).await.unwrap();
    let waiting = recordings.in_state(State::Sealing, RecordingId(0), 10).await.unwrap();
    assert_eq!(waiting.iter().map(|row| row.recording.0).collect::<Vec<_>>(), [1]);
    let key = blobs.key_of(Owner::Contact(ContactId(1))).await.unwrap();
    assert_eq!(key.id(), first.key, "the key in use is found, not made anew");
    let archive = Stored { blob: blobs.write(&key, b"sound").unwrap(), key: key.id() };
    recordings.ready(RecordingId(1), archive, b"facts").await.unwrap();
    let ready = row(1).await;
    assert_eq!((ready.state, ready.archive, ready.source), (State::Ready, Some(archive), None));
    assert_eq!((ready.ended_at, ready.outcome), (Some(Time(1)), Some(RecordingOutcome::Complete)));
    let failed = row(3).await;
    assert_eq!((failed.state, failed.reason.as_deref()), (State::Failed, Some("the disk is full")));
    let counts = Counts { due: 3, playable: 1, pending: 1, failed: 1, running: 1, erased: 0 };
    assert_eq!(recordings.counts().await.unwrap(), counts);
    let newest = recordings.newest(Some(RecordingId(4)), 2).await.unwrap();
    assert_eq!(newest.iter().map(|row| row.recording.0).collect::<Vec<_>>(), [3, 2]);
    let mut files = recordings.files().await.unwrap();
    files.sort_unstable();
    let mut expected = vec![archive.blob, second.blob];
    expected.sort_unstable();
    assert_eq!(files, expected);
    store.close().await;
}

async fn erasing_a_customer_erases_the_files(options: Options) {
    let store = Store::open(options).await.unwrap();
    let (recordings, blobs) = (store.recordings(), store.blobs());
    let known: CustomerRef = "K-1".parse().unwrap();
    appended(&store, batch(1, 1, vec![opened(1, None), opened(2, None), opened(3, None)]));
    until_stored(&store, Sequence(1)).await;
    // One under the customer's key, one under its contact's still, one of somebody else.
    let owners = [Owner::Customer(known.clone()), Owner::Contact(ContactId(2)), Owner::Contact(ContactId(3))];
    let mut stored = Vec::new();
    for (id, owner) in (1..).zip(owners) {
        let key = blobs.key_of(owner).await.unwrap();
        let archive = Stored { blob: blobs.write(&key, b"sound").unwrap(), key: key.id() };
        recordings.failed(RecordingId(id), Time(1), "not yet").await.unwrap();
        recordings.ready(RecordingId(id), archive, b"facts").await.unwrap();
        stored.push(archive);
    }
    assert_eq!(recordings.to_move().await.unwrap(), []);
    appended(&store, batch(2, 1, vec![customer(1, "K-1", true), customer(2, "K-1", true)]));
    until_stored(&store, Sequence(2)).await;
    assert_eq!(recordings.to_move().await.unwrap(), [(RecordingId(2), known.clone())]);

    assert!(store.erase_customer(known.clone()).await.unwrap());
    for (archive, erased) in stored.iter().zip([true, true, false]) {
        let key = blobs.key(archive.key).await;
        let is_erased = matches!(key, Err(Error::Sealed(store::sealed::Error::Erased)));
        assert_eq!(is_erased, erased);
    }
    let to_erase: Vec<u64> = recordings.to_erase().await.unwrap().iter().map(|row| row.recording.0).collect();
    assert_eq!(to_erase, [1, 2]);
    recordings.erased(RecordingId(1)).await.unwrap();
    assert_eq!(recordings.to_erase().await.unwrap().len(), 1);
    assert_eq!(
        recordings.counts().await.unwrap(),
        Counts { due: 2, playable: 2, erased: 1, ..Counts::default() }
    );
    // The customer calls again, under a new key.
    let next = blobs.key_of(Owner::Customer(known)).await.unwrap();
    assert_ne!(next.id(), stored[0].key);
    store.close().await;
}

#[tokio::test]
async fn what_is_kept_is_its_owners_alone_whatever_the_folder_allows() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let store = Store::open(Options::new(folder.path())).await.unwrap();
    for file in std::fs::read_dir(folder.path()).unwrap().map(Result::unwrap) {
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{:?} has mode {mode:o}", file.file_name());
    }
    store.close().await;
}

async fn nothing_that_was_typed_is_lost(options: Options) {
    let store = Store::open(options.clone()).await.unwrap();
    let (kim, li) = (AccountId(1), AccountId(2));
    let contact = ContactId(1);
    let keep = async |store: &Store, contact: u64, by, base, text: &str| {
        store.keep_note(ContactId(contact), by, base, &NoteText::new(text)).await.unwrap()
    };
    // One without a number, one with, and one whose customer becomes known after the note.
    appended(&store, batch(1, 1, vec![opened(1, None), opened(2, Some(caller(2))), opened(3, None)]));
    assert_eq!(store.note(contact).await.unwrap(), None);
    let first = keep(&store, 1, kim, 0, "first").await;
    assert!(matches!(first, Kept::Newest { version: 1, begins: true, .. }));
    // The same person goes on; another one begins anew; a third text comes from long ago.
    assert!(matches!(
        keep(&store, 1, kim, 1, "first, and").await,
        Kept::Newest { version: 2, begins: false, .. }
    ));
    assert!(matches!(keep(&store, 1, li, 2, "mine").await, Kept::Newest { version: 3, begins: true, .. }));
    let Kept::Aside(newer) = keep(&store, 1, kim, 2, "too late").await else { panic!("it overwrote") };
    assert_eq!((newer.version, newer.by, newer.text.expose()), (3, li, "mine"));
    assert!(matches!(
        keep(&store, 1, kim, 3, "all of it").await,
        Kept::Newest { version: 5, begins: true, .. }
    ));
    keep(&store, 2, kim, 0, "of two").await;
    keep(&store, 3, kim, 0, "of three").await;
    appended(&store, batch(2, 1, vec![customer(2, "K-2", false), customer(3, "K-3", true)]));
    keep(&store, 3, kim, 1, "of three, known").await;
    until_stored(&store, Sequence(2)).await;
    store.close().await;

    let store = Store::open(options).await.unwrap();
    let text = async |store: &Store, contact| {
        store.note(ContactId(contact)).await.unwrap().map(|note| note.text.expose().to_owned())
    };
    let note = store.note(contact).await.unwrap().unwrap();
    assert_eq!((note.version, note.by, note.text.expose()), (5, kim, "all of it"));
    assert_eq!(text(&store, 2).await.as_deref(), Some("of two"));
    assert_eq!(text(&store, 3).await.as_deref(), Some("of three, known"));
    assert!(store.is_noted(ContactId(3)).await.unwrap() && !store.is_noted(ContactId(4)).await.unwrap());
    let kept: Vec<(i64, i64)> = store::read_db!(store.db(), |pool| {
        sqlx::query_as("SELECT version, aside FROM notes WHERE contact = 1 ORDER BY version")
            .fetch_all(pool)
            .await
    })
    .unwrap();
    assert_eq!(kept, [(2, 0), (3, 0), (4, 1), (5, 0)], "a sitting leaves its last text");
    store.close().await;
}

async fn what_is_said_in_a_chat_is_said_once_and_in_order(options: Options) {
    let store = Store::open(options.clone()).await.unwrap();
    let (kim, chat, other) = (AccountId(1), ContactId(1), ContactId(2));
    appended(&store, batch(1, 1, vec![opened(1, None), customer(1, "K-1", false), opened(2, None)]));
    let say = async |store: &Store, contact, by, sent, text: &str| {
        store.say(contact, by, sent, &NoteText::new(text)).await.unwrap()
    };
    let number = |said| match said {
        Said::New(message) => (message.number, true),
        Said::Again(message) => (message.number, false),
        Said::Full => panic!("it is full"),
    };
    assert_eq!(number(say(&store, chat, None, 1, "hello").await), (1, true));
    assert_eq!(number(say(&store, chat, Some(kim), 1, "good day").await), (2, true));
    // The answer was lost, and the same is sent again.
    assert_eq!(number(say(&store, chat, None, 1, "hello").await), (1, false));
    assert_eq!(number(say(&store, chat, None, 7, "my card is gone").await), (3, true));
    assert_eq!(number(say(&store, chat, None, 1, "hello").await), (1, false));
    assert_eq!(number(say(&store, other, None, 1, "somebody else").await), (1, true));
    until_stored(&store, Sequence(1)).await;
    store.close().await;

    let store = Store::open(options).await.unwrap();
    let texts = async |store: &Store, after| -> Vec<(u64, Option<AccountId>, String)> {
        let said = store.messages(chat, after).await.unwrap().into_iter();
        said.map(|one| (one.number, one.by, one.text.expose().to_owned())).collect()
    };
    let written = |number, by, text: &str| (number, by, text.to_owned());
    let all =
        [written(1, None, "hello"), written(2, Some(kim), "good day"), written(3, None, "my card is gone")];
    assert_eq!(texts(&store, 0).await, all);
    assert_eq!(texts(&store, 2).await, all[2..]);
    assert_eq!(
        number(say(&store, chat, None, 7, "my card is gone").await),
        (3, false),
        "after a restart, too"
    );
    let pass = store.pass_of_chat(chat);
    assert_eq!((pass.len(), pass == store.pass_of_chat(other)), (32, false));
    assert!(store.erase_customer("K-1".parse().unwrap()).await.unwrap());
    store.close().await;
}

async fn what_the_desk_adds_is_read_back(options: Options) {
    let store = Store::open(options.clone()).await.unwrap();
    let code = || DispositionCode::new("complaint").unwrap();
    let disposed = |id| ContactChange::Disposition { contact: ContactId(id), code: code() };
    appended(&store, batch(1, 1, vec![opened(1, None), closed(1, 1, EndReason::AgentHungUp)]));
    appended(&store, batch(2, 1, vec![disposed(1), disposed(9)]));
    let mut by_somebody = record(3);
    by_somebody.by = Some(AccountId(4));
    appended(&store, store::Batch { records: vec![by_somebody.clone()], changes: Vec::new() });
    until_stored(&store, Sequence(3)).await;
    assert_eq!(store.contact(ContactId(1)).await.unwrap().unwrap().disposition, Some(code()));
    assert_eq!(store.records(Sequence(3), 1).await.unwrap(), [by_somebody]);

    let view = |name: &str, query: &str| SavedView {
        name: name.into(),
        page: "contacts".into(),
        query: query.into(),
    };
    let kim = AccountId(1);
    assert!(store.put_view(kim, &view("b", "x=1")).await.unwrap());
    assert!(store.put_view(kim, &view("a", "x=2")).await.unwrap());
    assert!(store.put_view(kim, &view("b", "x=3")).await.unwrap());
    assert_eq!(store.views(kim).await.unwrap(), [view("a", "x=2"), view("b", "x=3")]);
    assert_eq!(store.views(AccountId(2)).await.unwrap(), []);
    for name in 0..48 {
        assert!(store.put_view(kim, &view(&format!("c{name}"), "")).await.unwrap());
    }
    assert!(!store.put_view(kim, &view("one more", "")).await.unwrap());
    assert!(store.remove_view(kim, "a").await.unwrap() && !store.remove_view(kim, "a").await.unwrap());
    let text = |version, text: &str| AuthorityText { version, text: text.to_owned(), first: Time(7) };
    let first = text(3, "authority 3");
    assert_eq!(store.keep_authority(&first).await.unwrap(), first);
    let later = AuthorityText { first: Time(9), ..first.clone() };
    assert_eq!(store.keep_authority(&later).await.unwrap(), first, "it is known since then");
    let other = text(3, "authority 3 # other");
    assert_eq!(store.keep_authority(&other).await.unwrap(), first, "a version names one text");
    let next = text(4, "authority 4");
    store.keep_authority(&next).await.unwrap();
    assert_eq!(store.authorities().await.unwrap(), [next.clone(), first.clone()]);
    assert_eq!(store.authority(5).await.unwrap(), None);
    assert_eq!(store.free_authority().await.unwrap(), 5);
    // What came into force last is in force, also when it was there before.
    for (in_force, at) in [(&next, 50), (&first, 60)] {
        store.authority_in_force(in_force.version, Time(at)).await.unwrap();
        assert_eq!(store.last_authority().await.unwrap().as_ref(), Some(in_force));
    }
    let mut names = Vec::new();
    for text in ["authority 5", "authority 5 # other", "authority 5"] {
        let name = store.propose_authority(5, text, Time(70)).await.unwrap();
        assert_eq!(store.proposed_authority(&name).await.unwrap().as_deref(), Some(text));
        names.push(name);
    }
    assert!(names[0] == names[2] && names[0] != names[1], "{names:?}");
    assert_eq!(store.proposed_authority("5:cd").await.unwrap(), None);
    store.close().await;
}
