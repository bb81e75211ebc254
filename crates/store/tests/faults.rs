//! What happens to the journal when the disk is full, the database is away, or the process is killed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use store::testing::{Postgres, SmallDisk};
use store::{Error, Health, Options, Store};
use support::{
    appended, batch, caller, closed, customer, opened, record, records_from, until_durable, until_healthy,
};
use vocabulary::Sequence;
use vocabulary::journal::EndReason;

/// Appends batches until `count` records are durable, from `first` on; says which comes next.
async fn append_durably(store: &Store, first: u64, count: u64) -> u64 {
    for place in (first..first + count).step_by(5) {
        appended(store, batch(place, 5, vec![]));
    }
    until_durable(store, Sequence(first + count - 1)).await;
    first + count
}

async fn assert_whole(store: &Store, last: u64) {
    let expected: Vec<_> = (1..=last).map(record).collect();
    assert_eq!(records_from(store, Sequence(1)).await, expected);
    assert_eq!(store.lost_places().await.unwrap(), []);
}

/// Makes SQLite's disk full and free again: a real small disk where one may be mounted, else the
/// engine's own limit, which fails in the same way.
enum Fullness {
    Disk(SmallDisk),
    Limit(tempfile::TempDir),
}

impl Fullness {
    fn new() -> Fullness {
        match SmallDisk::mount(16 << 20).unwrap() {
            Some(disk) => Fullness::Disk(disk),
            None => Fullness::Limit(tempfile::tempdir().unwrap()),
        }
    }

    fn path(&self) -> &Path {
        match self {
            Fullness::Disk(disk) => disk.path(),
            Fullness::Limit(folder) => folder.path(),
        }
    }

    async fn begin(&self, store: &Store) {
        match self {
            Fullness::Disk(disk) => disk.fill().unwrap(),
            Fullness::Limit(_) => limit(store, "PRAGMA max_page_count = 1").await,
        }
    }

    async fn end(&self, store: &Store) {
        match self {
            Fullness::Disk(disk) => disk.free().unwrap(),
            Fullness::Limit(_) => limit(store, "PRAGMA max_page_count = 1000000").await,
        }
    }
}

async fn limit(store: &Store, pragma: &'static str) {
    let store::Db::Sqlite { write, .. } = store.db() else { panic!("only SQLite has this limit") };
    sqlx::query(pragma).execute(write).await.unwrap();
}

/// Appends until the database has no room; what is appended is durable all the time.
async fn append_until_full(store: &Store, mut next: u64) -> u64 {
    while !matches!(*store.journal().health().borrow(), Health::Spilling { .. }) {
        next = append_durably(store, next, 500).await;
    }
    next
}

#[tokio::test]
async fn a_full_disk_takes_nothing_away() {
    let disk = Fullness::new();
    let options = Options { spill_bytes: 4 << 20, ..Options::new(disk.path().join("data")) };
    let store = Store::open(options.clone()).await.unwrap();
    let next = append_durably(&store, 1, 100).await;
    appended(&store, batch(next, 1, vec![opened(1, Some(caller(1))), opened(2, Some(caller(2)))]));
    disk.begin(&store).await;
    let next = append_until_full(&store, next + 1).await;
    let health = store.journal().health().borrow().clone();
    assert!(matches!(&health, Health::Spilling { reason, .. } if reason.contains("full")), "{health:?}");
    assert!(store.accepting());
    let changes = vec![customer(1, "K-1", true), closed(1, 1, EndReason::Abandoned)];
    appended(&store, batch(next, 1, changes));
    let next = append_durably(&store, next + 1, 500).await;

    disk.end(&store).await;
    until_healthy(&store.journal(), |health| *health == Health::Writing).await;
    let next = append_durably(&store, next, 100).await;
    store.close().await;

    let store = Store::open(options).await.unwrap();
    assert_whole(&store, next - 1).await;
    for id in [1, 2] {
        let row = store.contact(vocabulary::ContactId(id)).await.unwrap().unwrap();
        assert_eq!(store.unseal_caller(&row).await.unwrap(), Some(caller(id)));
        assert_eq!(row.closed_at.is_some(), id == 1);
    }
    store.close().await;
}

#[tokio::test]
async fn a_full_spill_log_loses_aloud_and_no_new_calls_are_let_in() {
    let disk = Fullness::new();
    let options = Options { spill_bytes: 256 << 10, ..Options::new(disk.path().join("data")) };
    let store = Store::open(options.clone()).await.unwrap();
    let journal = store.journal();
    let mut next = append_durably(&store, 1, 100).await;
    disk.begin(&store).await;
    while store.accepting() {
        appended(&store, batch(next, 50, vec![]));
        next += 50;
        tokio::task::yield_now().await;
    }
    until_healthy(&journal, |health| matches!(health, Health::Lost { entries: 1.. })).await;
    let durable = journal.durable().borrow().0;
    assert!(durable > 100, "nothing was spilled");

    disk.end(&store).await;
    until_healthy(&journal, |health| *health == Health::Writing).await;
    assert!(store.accepting());
    let lost = journal.lost();
    let after = next;
    append_durably(&store, after, 100).await;
    store.close().await;

    // What was durable is whole; what is missing was counted, and is written down.
    let store = Store::open(options).await.unwrap();
    let before = records_from_start(&store, durable).await;
    assert_eq!(before, (1..=durable).map(record).collect::<Vec<_>>());
    let gaps = store.lost_places().await.unwrap();
    let missing: u64 = gaps.iter().map(|gap| gap.last.0 - gap.first.0 + 1).sum();
    assert_eq!(missing, lost);
    assert_eq!(store.records(Sequence(after), 500).await.unwrap().len(), 100);
    store.close().await;
}

async fn records_from_start(store: &Store, last: u64) -> Vec<vocabulary::journal::Record> {
    let mut records = Vec::new();
    while (records.len() as u64) < last {
        let from = Sequence(records.len() as u64 + 1);
        records.extend(store.records(from, 500).await.unwrap());
    }
    records.truncate(last as usize);
    records
}

/// Few pages: no commit has to copy them, and nobody closes the database.
#[tokio::test]
async fn what_is_written_reaches_the_database_file_beside_its_writer() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(Options::new(folder.path())).await.unwrap();
    append_durably(&store, 1, 2_000).await;
    let in_file = || fs::read(folder.path().join("heliotrope.db")).unwrap();
    let told = b"\"contact_ended\"";
    while !in_file().windows(told.len()).any(|bytes| bytes == told) {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_whole(&store, 2_000).await;
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgresql_may_stop_freeze_and_come_back() {
    let Some(mut postgres) = Postgres::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        spill_bytes: 4 << 20,
        statement_timeout: std::time::Duration::from_secs(1),
        connect_timeout: std::time::Duration::from_secs(1),
        ..Options::new(folder.path())
    };
    let options = options.with_database(postgres.database("heliotrope"));
    let store = Store::open(options.clone()).await.unwrap();
    let journal = store.journal();
    let mut next = append_durably(&store, 1, 100).await;

    // Stopped hard: connections are refused.
    postgres.stop_service();
    next = append_durably(&store, next, 100).await;
    let health = until_healthy(&journal, |health| *health != Health::Writing).await;
    assert!(matches!(health, Health::Spilling { .. }), "{health:?}");
    next = append_durably(&store, next, 300).await;
    postgres.resume_service();
    until_healthy(&journal, |health| *health == Health::Writing).await;
    next = append_durably(&store, next, 100).await;

    // Frozen: connections stay, and nothing is answered.
    postgres.freeze();
    next = append_durably(&store, next, 100).await;
    until_healthy(&journal, |health| *health != Health::Writing).await;
    assert!(matches!(store.last_sequence().await, Err(Error::Silent)));
    next = append_durably(&store, next, 300).await;
    postgres.thaw();
    until_healthy(&journal, |health| *health == Health::Writing).await;
    next = append_durably(&store, next, 100).await;
    assert_whole(&store, next - 1).await;

    // Stopped again, and this instance with it: the next start brings the spill log in.
    postgres.stop_service();
    next = append_durably(&store, next, 200).await;
    store.close().await;
    assert!(Store::open(options.clone()).await.is_err());
    postgres.resume_service();
    let store = Store::open(options.clone()).await.unwrap();
    assert_whole(&store, next - 1).await;

    another_instance_takes_over(store, options, next).await;
}

/// An instance that lost its connection, and with it the lease, never writes where another has been.
async fn another_instance_takes_over(store: Store, options: Options, next: u64) {
    let store::Db::Postgres(pool) = store.db() else { panic!("the lease is PostgreSQL's") };
    // The other instance, as the tables show it: its name, and an entry of its own.
    for sql in [
        "UPDATE lease SET host = 'elsewhere', pid = 4711, token = 'other' WHERE id = 1",
        "INSERT INTO journal SELECT sequence + 1, at_us, version, contact, agent, kind, cause_node, cause_number, body \
         FROM journal ORDER BY sequence DESC LIMIT 1",
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'",
    ] {
        sqlx::query(sql).execute(pool).await.unwrap();
    }
    append_durably(&store, next, 100).await;
    let told = "in use by process 4711 on host elsewhere";
    until_healthy(&store.journal(), |health| format!("{health:?}").contains(told)).await;
    assert_eq!(store.last_sequence().await.unwrap(), Sequence(next));
    store.close().await;
    // What it kept meanwhile is not mixed in, and not thrown away.
    let Err(refused) = Store::open(options).await else { panic!("two journals were mixed") };
    assert!(
        matches!(refused, Error::SpillConflict { sequence: Sequence(place), .. } if place == next),
        "{refused}"
    );
}

/// Set for a child whose database takes nothing, so that it is killed while it spills.
const CHILD_SPILLS: &str = "STORE_TEST_CHILD_SPILLS";
const CHILD_FOLDER: &str = "STORE_TEST_CHILD_FOLDER";

/// The process that is killed below: appends without end and tells what was durable.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "started by the test that kills it"]
async fn child_that_appends_until_killed() {
    let Ok(folder) = std::env::var(CHILD_FOLDER) else { return };
    let store = Store::open(Options { spill_bytes: 8 << 20, ..Options::new(folder) }).await.unwrap();
    let mut durable = store.journal().durable();
    tokio::spawn(async move {
        while durable.changed().await.is_ok() {
            println!("durable {}", durable.borrow_and_update().0);
        }
    });
    if std::env::var_os(CHILD_SPILLS).is_some() {
        limit(&store, "PRAGMA max_page_count = 1").await;
    }
    let mut next = store.last_sequence().await.unwrap().0 + 1;
    loop {
        appended(&store, batch(next, 3, vec![opened(next, Some(caller(next)))]));
        next += 3;
        if next % 300 < 3 {
            until_durable(&store, Sequence(next - 60)).await;
        }
    }
}

#[tokio::test]
async fn kill_9_takes_nothing_durable_away() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { spill_bytes: 8 << 20, ..Options::new(folder.path()) };
    let mut told = 0;
    for round in 1..=4 {
        let mut command = Command::new(std::env::current_exe().unwrap());
        if round % 2 == 0 {
            command.env(CHILD_SPILLS, "yes");
        }
        let mut child = command
            .args(["--exact", "child_that_appends_until_killed", "--ignored", "--nocapture"])
            .env(CHILD_FOLDER, folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        told = read_until_durable(&mut lines, told + 500 * round);
        child.kill().unwrap();
        child.wait().unwrap();
        // What it said before it died counts as well.
        let mut rest = String::new();
        lines.read_to_string(&mut rest).unwrap();
        told = rest.lines().filter_map(durable_in).fold(told, u64::max);

        let spilled = fs::read(folder.path().join("spill.log")).unwrap().iter().any(|byte| *byte != 0);
        assert!(spilled || round % 2 == 1, "the child was not killed while it spilled");

        let store = Store::open(options.clone()).await.unwrap();
        let last = store.last_sequence().await.unwrap().0;
        assert!(last >= told, "{told} was durable, {last} is there");
        assert_whole(&store, last).await;
        store.close().await;
    }
}

/// Waits until the child said that a place is durable.
fn read_until_durable(lines: &mut impl BufRead, place: u64) -> u64 {
    for line in lines.lines() {
        match durable_in(&line.unwrap()) {
            Some(durable) if durable >= place => return durable,
            _ => {}
        }
    }
    panic!("the child ended by itself");
}

fn durable_in(line: &str) -> Option<u64> {
    line.split("durable ").nth(1)?.parse().ok()
}

#[tokio::test]
async fn no_personal_value_and_no_key_stands_in_any_file() {
    let folder = tempfile::tempdir().unwrap();
    let disk_full = || async {
        let options = Options { spill_bytes: 1 << 20, ..Options::new(folder.path()) };
        Store::open(options).await.unwrap()
    };
    let store = disk_full().await;
    let mut next = append_durably(&store, 1, 5).await;
    // Some through the database, some through the spill log.
    for (round, pragma) in [(0, "PRAGMA max_page_count = 1000000"), (1, "PRAGMA max_page_count = 1")] {
        limit(&store, pragma).await;
        for id in round * 100..(round + 1) * 100 {
            appended(&store, batch(next, 1, vec![opened(id, Some(caller(id))), customer(id, "K-1", true)]));
            next += 1;
        }
        until_durable(&store, Sequence(next - 1)).await;
    }
    let spilled = fs::read(folder.path().join("spill.log")).unwrap();
    assert!(spilled.windows(6).any(|window| window == b"opened"), "nothing was spilled");

    let master = fs::read_to_string(folder.path().join("keys/master.key")).unwrap();
    let master = hex::decode(master.trim()).unwrap();
    let numbers: Vec<String> = (0..200).map(|id| caller(id).expose()[3..].to_owned()).collect();
    for file in fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        if file.file_type().unwrap().is_file() {
            let bytes = fs::read(file.path()).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            let name = file.file_name();
            assert!(!numbers.iter().any(|number| text.contains(number)), "a number stands in {name:?}");
            assert!(!bytes.windows(32).any(|window| window == master), "the master key stands in {name:?}");
            assert!(!text.contains(&hex::encode(&master)), "the master key stands in {name:?}");
        }
    }
    limit(&store, "PRAGMA max_page_count = 1000000").await;
    until_healthy(&store.journal(), |health| *health == Health::Writing).await;
    store.close().await;
    let spilled = fs::read(folder.path().join("spill.log")).unwrap();
    assert!(spilled.iter().all(|byte| *byte == 0), "wrapped keys stay in the spill log");
}
