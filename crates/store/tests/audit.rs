//! Whatever is done to the audit behind its back is found, on either engine.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sqlx::AssertSqlSafe;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Duration;
use store::audit::{
    self, Audit, Checkpoint, Code, Entry, Filter, Finding, Head, Kind, Outcome, Placed, PublicKey, Settings,
    Syslog,
};
use store::testing::Postgres;
use store::{Db, Options, Store, write_db};
use tokio::io::AsyncReadExt;
use tokio::runtime::Runtime;
use vocabulary::{AccountId, ContactId, CustomerRef, Time};

/// Entries of a chain that is tampered with.
const ENTRIES: u64 = 45;
/// Tamperings of each engine.
const TAMPERINGS: u32 = 96;

fn entry(n: u64) -> Entry {
    let (operation, kind) = match n % 3 {
        0 => ("read_customer", Kind::Look),
        1 => ("change_agent_state", Kind::Change),
        _ => ("list_contacts", Kind::Look),
    };
    let mut entry = Entry::new(Time(n as i64), Code::of(operation), kind, Code::of("127.0.0.1"));
    entry.account = (!n.is_multiple_of(7)).then_some(AccountId(n % 4));
    entry.contact = n.is_multiple_of(3).then_some(ContactId(n));
    entry.customer = n.is_multiple_of(3).then(|| CustomerRef::new(&format!("k-{n}")).unwrap());
    entry.about = (n % 3 == 1).then(|| Code::of("A-7"));
    if n.is_multiple_of(5) {
        (entry.outcome, entry.reason) = (Outcome::Refused, Some(Code::of("not-permitted")));
    }
    entry
}

fn settings() -> Settings {
    Settings { every: 10, within: Duration::from_secs(3_600), ..Settings::default() }
}

fn options(folder: &Path) -> Options {
    Options { spill_bytes: 1 << 20, audit: settings(), ..Options::new(folder) }
}

async fn recorded(audit: &Audit, entries: impl IntoIterator<Item = Entry>) {
    for entry in entries {
        audit.record(entry).await.unwrap();
    }
}

fn left(folder: &Path) -> Vec<Checkpoint> {
    let text = fs::read_to_string(folder.join(audit::FILE)).unwrap_or_default();
    text.lines().map(|line| Checkpoint::in_line(line).unwrap().unwrap()).collect()
}

async fn found(db: &Db, folder: &Path) -> Vec<Finding> {
    let key = PublicKey::of_folder(folder).unwrap();
    audit::verify(db, key, &left(folder)).await.unwrap().findings
}

async fn run(db: &Db, sql: &str) {
    let sql = AssertSqlSafe(sql.to_owned());
    write_db!(db, |pool| sqlx::raw_sql(sql).execute(pool).await.map(drop)).unwrap();
}

/// What somebody with the database's password may do.
#[derive(Debug, Clone)]
enum Tampering {
    /// Says another thing in one place.
    Column { place: u64, column: usize },
    /// Takes entries away.
    Delete { first: u64, last: u64 },
    /// Has two entries change their places.
    Swap { one: u64, other: u64 },
    /// Takes the newest entries away, and mends the end.
    Cut { last: u64 },
    /// Changes an entry, computes all after it anew, and removes the checkpoints that are kept here.
    Rewrite { place: u64 },
    /// Removes an entry, moves all after it, computes them anew, and removes the checkpoints.
    Close { place: u64 },
    /// Puts an entry where lists might show it, and the chain does not go.
    Plant { like: u64, before: u64 },
}

/// Each says something that the entry does not.
const COLUMNS: [(&str, &str); 17] = [
    ("at_us", "at_us + 1"),
    ("account", "COALESCE(account, 0) + 1"),
    ("account", "CASE WHEN account IS NULL THEN 0 ELSE NULL END"),
    ("operation", "operation || 'x'"),
    ("kind", "'export'"),
    ("contact", "CASE WHEN contact IS NULL THEN 0 ELSE NULL END"),
    ("customer", "COALESCE(customer, 'k') || '1'"),
    ("about", "CASE WHEN about IS NULL THEN 'A-7' ELSE NULL END"),
    ("outcome", "CASE WHEN outcome = 'failed' THEN 'allowed' ELSE 'failed' END"),
    ("reason", "COALESCE(reason, 'x') || ' 김'"),
    ("purpose", "'complaint'"),
    ("origin", "'10.0.0.1'"),
    ("times", "times + 1"),
    // What divides fields and lines where they are read by the thousand.
    ("operation", "operation || '\u{1f}look'"),
    ("origin", "origin || '\u{1e}'"),
    ("about", "'\u{1f}'"),
    ("customer", "''"),
];

impl Tampering {
    fn any() -> impl Strategy<Value = Tampering> {
        let place = 1..=ENTRIES;
        prop_oneof![
            4 => (place.clone(), 0..=COLUMNS.len()).prop_map(|(place, column)| Tampering::Column { place, column }),
            1 => (place.clone(), 0..4u64).prop_map(|(first, more)| Tampering::Delete { first, last: (first + more).min(ENTRIES) }),
            1 => (place.clone(), 1..ENTRIES).prop_map(|(one, by)| Tampering::Swap { one, other: (one - 1 + by) % ENTRIES + 1 }),
            1 => (0..ENTRIES).prop_map(|last| Tampering::Cut { last }),
            1 => place.clone().prop_map(|place| Tampering::Rewrite { place }),
            1 => (1..ENTRIES).prop_map(|place| Tampering::Close { place }),
            1 => (place.clone(), 0..3u64).prop_map(|(like, before)| Tampering::Plant { like, before }),
        ]
    }

    async fn carry_out(&self, db: &Db, original: &[Placed]) {
        let sql = match self {
            Tampering::Column { place, column } => match COLUMNS.get(*column) {
                Some((column, value)) => format!("UPDATE audit SET {column} = {value} WHERE place = {place}"),
                None => {
                    let other = original.iter().find(|other| other.place != *place).unwrap().place;
                    format!(
                        "UPDATE audit SET hash = (SELECT hash FROM spare WHERE place = {other}) WHERE place = {place}"
                    )
                }
            },
            Tampering::Delete { first, last } => {
                format!("DELETE FROM audit WHERE place BETWEEN {first} AND {last}")
            }
            Tampering::Swap { one, other } => format!(
                "UPDATE audit SET place = 0 WHERE place = {one}; UPDATE audit SET place = {one} WHERE place = {other}; \
                 UPDATE audit SET place = {other} WHERE place = 0"
            ),
            Tampering::Cut { last } => format!(
                "DELETE FROM audit WHERE place > {last}; DELETE FROM audit_checkpoints WHERE place > {last}; \
                 UPDATE audit_head SET place = {last}, hash = COALESCE((SELECT hash FROM audit WHERE place = {last}), hash)"
            ),
            Tampering::Rewrite { place } => {
                let mut entries: Vec<Entry> = original.iter().map(|placed| placed.entry.clone()).collect();
                entries[*place as usize - 1].account = Some(AccountId(99));
                format!("UPDATE audit SET account = 99 WHERE place = {place}; {}", computed_anew(&entries))
            }
            Tampering::Close { place } => {
                let mut entries: Vec<Entry> = original.iter().map(|placed| placed.entry.clone()).collect();
                entries.remove(*place as usize - 1);
                // Twice, for places are unique at every moment.
                format!(
                    "DELETE FROM audit WHERE place = {place}; \
                     UPDATE audit SET place = -place WHERE place > {place}; \
                     UPDATE audit SET place = -place - 1 WHERE place < 0; {}",
                    computed_anew(&entries)
                )
            }
            Tampering::Plant { like, before } => format!(
                "UPDATE spare SET place = -{before} WHERE place = {like}; \
                 INSERT INTO audit SELECT * FROM spare WHERE place = -{before}; \
                 UPDATE spare SET place = {like} WHERE place = -{before}"
            ),
        };
        run(db, &spoken(db, &sql)).await;
    }

    /// Whether what was found names what was done.
    fn is_named_by(&self, finding: &Finding) -> bool {
        match (self, finding) {
            (Tampering::Column { place, .. }, Finding::Changed { place: named }) => place == named,
            (Tampering::Delete { first, last }, Finding::Missing { first: from, last: to }) => {
                (first, last) == (from, to)
            }
            (Tampering::Swap { one, other }, Finding::Changed { place }) => place == one.min(other),
            (Tampering::Cut { last }, Finding::Missing { first, last: to }) => {
                (last + 1, ENTRIES) == (*first, *to)
            }
            (
                Tampering::Rewrite { place } | Tampering::Close { place },
                Finding::NotAsSigned { first, last },
            ) => (first..=last).contains(&place),
            (Tampering::Close { .. }, Finding::Missing { first, .. }) => *first == ENTRIES,
            (Tampering::Plant { .. }, Finding::Surplus { place }) => *place == 0,
            _ => false,
        }
    }
}

#[test]
fn whoever_is_looked_for_is_found_however_long_ago() {
    let (embedded, beside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let postgres = Postgres::start();
    let on_postgres =
        postgres.as_ref().map(|postgres| options(beside.path()).with_database(postgres.database("listed")));
    for options in std::iter::once(options(embedded.path())).chain(on_postgres) {
        Runtime::new().unwrap().block_on(found_however_long_ago(options));
    }
}

async fn found_however_long_ago(options: Options) {
    let store = Store::open(options).await.unwrap();
    let mut twelve = entry(12);
    twelve.account = Some(AccountId(9));
    recorded(store.audit(), (0..5).map(|_| twelve.clone())).await;
    // As if hundreds of thousands had been appended between them.
    let places = [1, 16_383, 16_384, 150_000, 400_000];
    for (was, place) in [1, 2, 3, 4, 5].into_iter().zip(places).rev() {
        run(store.db(), &format!("UPDATE audit SET place = {place} WHERE place = {was}")).await;
    }
    let of_whom = [
        Filter { account: twelve.account, ..Filter::default() },
        Filter { customer: twelve.customer.clone(), ..Filter::default() },
        Filter { contact: twelve.contact, ..Filter::default() },
    ];
    for filter in of_whom {
        for (before, limit) in [(None, 50), (None, 2), (Some(400_000), 50), (Some(16_384), 50), (Some(1), 50)]
        {
            let asked = Filter { before, limit, ..filter.clone() };
            let found = audit::list(store.db(), &asked).await.unwrap();
            let there = places.iter().rev().filter(|place| before.is_none_or(|before| **place < before));
            let expected: Vec<u64> = there.copied().take(limit as usize).collect();
            assert_eq!(found.iter().map(|placed| placed.place).collect::<Vec<_>>(), expected, "{asked:?}");
        }
        let nobody = Filter { account: Some(AccountId(8)), ..filter };
        assert_eq!(audit::list(store.db(), &nobody).await.unwrap(), []);
    }
    store.close().await;
}

/// The chain that these entries would have, as somebody computes it who knows how.
fn computed_anew(entries: &[Entry]) -> String {
    let mut sql = "DELETE FROM audit_checkpoints".to_owned();
    let mut head = Head::START;
    for entry in entries {
        head = head.then(entry);
        write!(sql, "; UPDATE audit SET hash = octets('{}') WHERE place = {}", head.hash, head.place)
            .unwrap();
    }
    write!(sql, "; UPDATE audit_head SET place = {}, hash = octets('{}')", head.place, head.hash).unwrap();
    sql
}

/// Neither engine reads the other's form of octets.
fn spoken(db: &Db, sql: &str) -> String {
    match db {
        Db::Sqlite { .. } => sql.replace("octets('", "(x'"),
        Db::Postgres(_) => sql.replace("octets('", "('\\x"),
    }
}

#[test]
fn any_tampering_is_found_in_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    every_tampering_is_found(options(folder.path()));
}

#[test]
fn any_tampering_is_found_in_postgresql() {
    let Some(postgres) = Postgres::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    every_tampering_is_found(options(folder.path()).with_database(postgres.database("audit")));
}

fn every_tampering_is_found(options: Options) {
    let runtime = Runtime::new().unwrap();
    let folder = options.folder.clone();
    let (db, original) = runtime.block_on(async {
        let store = Store::open(options.clone()).await.unwrap();
        recorded(store.audit(), (1..=ENTRIES).map(entry)).await;
        store.close().await;
        let db = Store::beside(options).await.unwrap();
        assert_eq!(found(&db, &folder).await, []);
        assert_eq!(left(&folder).last().unwrap().head.place, ENTRIES, "the last checkpoint is the end");
        let mut original = audit::list(&db, &Filter { limit: 500, ..Filter::default() }).await.unwrap();
        original.reverse();
        assert_eq!(original.len() as u64, ENTRIES);
        run(
            &db,
            "CREATE TABLE spare AS SELECT * FROM audit; CREATE TABLE spare_checkpoints AS SELECT * FROM audit_checkpoints; \
             CREATE TABLE spare_head AS SELECT * FROM audit_head",
        )
        .await;
        (db, original)
    });
    let mut runner =
        TestRunner::new(Config { cases: TAMPERINGS, failure_persistence: None, ..Config::default() });
    let checked = runner.run(&Tampering::any(), |tampering| {
        runtime.block_on(async {
            tampering.carry_out(&db, &original).await;
            let shown = audit::list(&db, &Filter { limit: 500, ..Filter::default() }).await;
            // One that cannot be read is refused; what is none of the chain is not shown.
            prop_assert!(shown.is_err() || shown.is_ok_and(|shown| shown.iter().all(|one| one.place <= ENTRIES)));
            let findings = found(&db, &folder).await;
            prop_assert!(
                findings.iter().any(|finding| tampering.is_named_by(finding)),
                "{tampering:?} led to {findings:?}"
            );
            run(
                &db,
                "DELETE FROM audit; INSERT INTO audit SELECT * FROM spare; \
                 DELETE FROM audit_checkpoints; INSERT INTO audit_checkpoints SELECT * FROM spare_checkpoints; \
                 DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM spare_head",
            )
            .await;
            prop_assert_eq!(found(&db, &folder).await, []);
            Ok(())
        })
    });
    checked.unwrap();
}

#[tokio::test]
async fn checkpoints_are_believed_from_their_key_only() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(options(folder.path())).await.unwrap();
    recorded(store.audit(), (1..=25).map(entry)).await;
    store.close().await;
    let db = Store::beside(options(folder.path())).await.unwrap();

    let elsewhere = tempfile::tempdir().unwrap();
    let other = Store::open(options(elsewhere.path())).await.unwrap();
    recorded(other.audit(), (1..=25).map(entry)).await;
    other.close().await;
    let key = PublicKey::of_folder(folder.path()).unwrap();
    let verified = audit::verify(&db, key, &left(elsewhere.path())).await.unwrap();
    assert!(!verified.findings.is_empty());
    assert!(verified.findings.iter().all(|finding| matches!(finding, Finding::Forged { .. })));

    run(&db, "UPDATE audit_checkpoints SET at_us = at_us + 1 WHERE place = 20").await;
    assert_eq!(found(&db, folder.path()).await, [Finding::Forged { place: 20 }]);
}

#[tokio::test]
async fn two_processes_append_to_one_chain() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(options(folder.path())).await.unwrap();
    let beside = Store::beside(options(folder.path())).await.unwrap();
    let here = recorded(store.audit(), (0..30).map(entry));
    let there = async {
        for n in 0..30 {
            audit::record_beside(&beside, entry(n)).await.unwrap();
        }
    };
    tokio::join!(here, there);
    store.close().await;
    assert_eq!(audit::head(&beside).await.unwrap().place, 60);
    assert_eq!(found(&beside, folder.path()).await, []);
}

#[tokio::test]
async fn without_a_database_nothing_is_taken_for_recorded_and_what_was_noted_follows() {
    let Some(mut postgres) = Postgres::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let with = Options {
        statement_timeout: Duration::from_millis(500),
        connect_timeout: Duration::from_millis(500),
        ..options(folder.path()).with_database(postgres.database("audit"))
    };
    let store = Store::open(with.clone()).await.unwrap();
    recorded(store.audit(), [entry(1)]).await;

    postgres.stop_service();
    assert!(store.audit().record(entry(2)).await.is_err(), "it could not be on record");
    assert!(store.audit().health().failing);
    (3..=5).for_each(|n| store.audit().note(entry(n)));
    assert!(store.audit().record(entry(6)).await.is_err());

    postgres.resume_service();
    // The writer tries again by itself; what is asked for meanwhile may still be refused.
    while store.audit().record(entry(7)).await.is_err() {}
    let listed = audit::list(store.db(), &Filter::default()).await.unwrap();
    let times: Vec<i64> = listed.iter().rev().map(|placed| placed.entry.at.0).collect();
    assert_eq!(times, [1, 3, 4, 5, 7]);
    assert!(!store.audit().health().failing);
    store.close().await;
    let db = Store::beside(with).await.unwrap();
    assert_eq!(found(&db, folder.path()).await, []);
}

#[tokio::test]
async fn checkpoints_leave_the_machine() {
    let udp = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let tcp = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let sockets = tempfile::tempdir().unwrap();
    let unix = tokio::net::UnixDatagram::bind(sockets.path().join("log")).unwrap();
    let mut buffer = [0; 2_048];

    let one = |syslog: Syslog| async move {
        let folder = tempfile::tempdir().unwrap();
        let audit = Settings { syslog: Some(syslog), ..settings() };
        let store = Store::open(Options { audit, ..options(folder.path()) }).await.unwrap();
        recorded(store.audit(), (1..=3).map(entry)).await;
        store.close().await;
        (PublicKey::of_folder(folder.path()).unwrap(), folder)
    };
    let check = |message: &[u8], key: PublicKey| {
        let text = std::str::from_utf8(message).unwrap();
        let sent = Checkpoint::in_line(text).unwrap().unwrap();
        assert!(sent.is_signed_by(key) && sent.head.place == 3, "{text}");
        assert!(text.contains("<109>1 ") && text.contains(" heliotrope "), "{text}");
    };

    let (key, _folder) = one(Syslog::Udp(udp.local_addr().unwrap())).await;
    let length = udp.recv(&mut buffer).await.unwrap();
    check(&buffer[..length], key);

    let (key, _folder) = one(Syslog::Unix(sockets.path().join("log"))).await;
    let length = unix.recv(&mut buffer).await.unwrap();
    check(&buffer[..length], key);

    let (key, _folder) = one(Syslog::Tcp(tcp.local_addr().unwrap())).await;
    let mut message = Vec::new();
    tcp.accept().await.unwrap().0.read_to_end(&mut message).await.unwrap();
    check(&message, key);
    let (length, rest) = message.split_at(message.iter().position(|octet| *octet == b' ').unwrap());
    let length: usize = std::str::from_utf8(length).unwrap().parse().unwrap();
    assert_eq!(length, rest.len() - 1, "octets are counted");
}
