//! Backups: taken while entries are written, believed only when they are whole, restored wholly or not at all.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use proptest::test_runner::{Config, TestRunner};
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use store::backup::{self, Error, Key, Passphrase, Progress, Secret, Step};
use store::erasure::{Erased, Replayed};
use store::testing::Postgres;
use store::{NoteText, Options, Owner, Store};
use support::{appended, batch, caller, customer, opened, records_from, until_stored};
use tempfile::TempDir;
use vocabulary::{AccountId, ContactId, CustomerRef, Sequence};

const BY: AccountId = AccountId(1);

struct Place {
    home: TempDir,
    secret: Secret,
}

impl Place {
    fn new() -> Place {
        let home = tempfile::tempdir().unwrap();
        let secret = Secret::Key(Key::make(&home.path().join("backup.key")).unwrap());
        Place { home, secret }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn data(&self) -> Options {
        Options { spill_bytes: 1024 * 1024, ..Options::new(self.at("data")) }
    }
}

fn quiet() -> impl FnMut(Progress) + Send {
    |_| {}
}

async fn restore(file: &Path, secret: &Secret, options: &Options) -> backup::Result<backup::Summary> {
    backup::restore(file, secret, options, &mut quiet()).await
}

/// A data folder with entries and a sealed file, and a backup of it. What was sealed, and under which name.
async fn backed_up(place: &Place, options: &Options) -> (store::blobs::BlobId, store::blobs::BlobKeyId) {
    let store = Store::open(options.clone()).await.unwrap();
    appended(&store, batch(1, 300, vec![]));
    until_stored(&store, Sequence(300)).await;
    let blobs = store.blobs();
    let key = blobs.key_of(Owner::Contact(ContactId(7))).await.unwrap();
    let blob = blobs.write(&key, b"what was said").unwrap();
    backup::take(options, &place.at("backup"), &place.secret, &mut quiet()).await.unwrap();
    store.close().await;
    (blob, key.id())
}

/// Whoever is erased after a backup comes back with it, and goes again: with the words of the register alone.
#[tokio::test]
async fn who_was_erased_since_a_backup_stays_erased_after_it_is_restored() {
    let place = Place::new();
    let by_name = |data: &str| Options {
        folder: place.at(data),
        erasures: Some(place.at("erasures.log")),
        ..place.data()
    };
    let customers: [CustomerRef; 3] = ["K-1", "K-2", "K-3"].map(|name| name.parse().unwrap());
    let [gone, held, other] = &customers;
    let store = Store::open(by_name("data")).await.unwrap();
    for (id, name) in [(1, "K-1"), (2, "K-2"), (3, "K-3")] {
        let changes = vec![opened(id, Some(caller(id))), customer(id, name, true)];
        appended(&store, batch(id, 1, changes));
        until_stored(&store, Sequence(id)).await;
        store.keep_note(ContactId(id), BY, 0, &NoteText::new("what was said")).await.unwrap();
    }
    backup::take(&by_name("data"), &place.at("backup"), &place.secret, &mut quiet()).await.unwrap();
    for customer in [gone, held] {
        assert!(matches!(store.erase(customer, &[], BY).await.unwrap(), Erased::Done(_)));
    }
    assert_eq!(store.replay_erasures(&[]).await.unwrap(), Replayed::default(), "nobody came back");
    store.close().await;

    restore(&place.at("backup"), &place.secret, &by_name("again")).await.unwrap();
    // A crash in the middle of a line leaves a part of one: that erasure was never begun.
    let mut register = fs::OpenOptions::new().append(true).open(place.at("erasures.log")).unwrap();
    register.write_all(b"{\"customer\":\"K-3\",\"at").unwrap();
    let store = Store::open(by_name("again")).await.unwrap();
    let opens = async |who: &CustomerRef| !store.try_customer(who).await.unwrap().holds(&[]);
    assert!(opens(gone).await, "the backup is of before");
    store.place_hold(held, "court 2026/17", BY).await.unwrap();
    assert_eq!(store.replay_erasures(&[]).await.unwrap(), Replayed { again: 1, held: 1 });
    assert_eq!((opens(gone).await, opens(held).await, opens(other).await), (false, true, true));
    assert_eq!(store.erasures().await.unwrap()[0].by, BY);
    assert_eq!(store.replay_erasures(&[]).await.unwrap(), Replayed { again: 0, held: 1 }, "once is enough");
    store.erase(other, &[], BY).await.unwrap();
    let lines = fs::read_to_string(place.at("erasures.log")).unwrap();
    assert_eq!(lines.lines().count(), 3, "a part of a line made the next one unreadable: {lines}");

    // Without the register's word nothing is erased, and what is no erasure is told by its line.
    fs::write(place.at("erasures.log"), format!("{lines}K-3\n")).unwrap();
    let unread = store.replay_erasures(&[]).await.unwrap_err();
    assert!(matches!(unread, store::Error::Register { line: 4, .. }), "{unread}");
    fs::remove_file(place.at("erasures.log")).unwrap();
    fs::create_dir(place.at("erasures.log")).unwrap();
    assert!(store.erase(held, &[], BY).await.is_ok_and(|erased| matches!(erased, Erased::Held(_))));
    let hold = store.holds().await.unwrap()[0].id;
    store.lift_hold(hold, BY).await.unwrap();
    assert!(matches!(store.erase(held, &[], BY).await, Err(store::Error::File { .. })));
    assert!(opens(held).await, "what cannot be in the register is not begun");
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_meanwhile_does_not_disturb_a_backup() {
    let place = Place::new();
    let store = Arc::new(Store::open(place.data()).await.unwrap());
    appended(&store, batch(1, 1_000, vec![]));
    until_stored(&store, Sequence(1_000)).await;
    let (stop, writing) = (Arc::new(AtomicBool::new(false)), store.clone());
    let stopped = stop.clone();
    let writer = tokio::spawn(async move {
        let mut next = 1_001;
        while !stopped.load(Ordering::Relaxed) {
            appended(&writing, batch(next, 20, vec![]));
            next += 20;
            until_stored(&writing, Sequence(next - 1)).await;
        }
        next - 1
    });
    let (mut steps, mut furthest) = (Vec::new(), 0);
    let mut told = |progress: Progress| {
        steps.push(progress.step);
        furthest = furthest.max(progress.done);
    };
    let file = place.at("backup");
    let summary = backup::take(&place.data(), &file, &place.secret, &mut told).await.unwrap();
    stop.store(true, Ordering::Relaxed);
    let last = writer.await.unwrap();
    store.close().await;
    assert!((1_000..=last).contains(&summary.sequence.0), "{summary:?} of {last}");
    assert!(furthest >= summary.bytes);
    steps.dedup();
    assert_eq!(steps, [Step::Gathering, Step::Writing, Step::Checking]);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let left: Vec<_> =
        fs::read_dir(place.at("data")).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with(".backup")), "{left:?}");

    let restored = Options { folder: place.at("restored"), ..place.data() };
    assert_eq!(restore(&file, &place.secret, &restored).await.unwrap(), summary);
    let store = Store::open(restored.clone()).await.unwrap();
    let records = records_from(&store, Sequence(1)).await;
    assert_eq!(records.len() as u64, summary.sequence.0, "a prefix without gaps");
    assert_eq!(records.last().unwrap().sequence, summary.sequence);
    appended(&store, batch(summary.sequence.0 + 1, 5, vec![]));
    until_stored(&store, Sequence(summary.sequence.0 + 5)).await;
    store.close().await;
    let occupied = restore(&file, &place.secret, &restored).await;
    assert!(matches!(occupied, Err(Error::Occupied { .. })), "{occupied:?}");
    let again = backup::take(&place.data(), &file, &place.secret, &mut quiet()).await;
    assert!(matches!(again, Err(Error::Exists { .. })), "nothing is written over");
}

#[tokio::test(flavor = "multi_thread")]
async fn any_damage_is_found_and_nothing_is_half_restored() {
    let place = Place::new();
    let (blob, key) = backed_up(&place, &place.data()).await;
    let whole = fs::read(place.at("backup")).unwrap();
    let target = Options { folder: place.at("restored"), ..place.data() };
    let damaged = place.at("damaged");
    let handle = tokio::runtime::Handle::current();
    let refused = |bytes: &[u8]| {
        fs::write(&damaged, bytes).unwrap();
        let outcome =
            tokio::task::block_in_place(|| handle.block_on(restore(&damaged, &place.secret, &target)));
        let error = outcome.expect_err("damage went unnoticed");
        assert!(!target.folder.exists(), "half of it is there");
        let left = fs::read_dir(place.home.path()).unwrap().flatten();
        let work = left.filter(|entry| entry.file_name().to_string_lossy().starts_with(".backup")).count();
        assert_eq!(work, 0, "something is left of it");
        error
    };
    // Its head, octet by octet.
    for at in 0..40 {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        refused(&bytes);
    }
    let config = Config { cases: 60, failure_persistence: None, ..Config::default() };
    let flips = (proptest::prelude::any::<proptest::sample::Index>(), 0..8u8);
    TestRunner::new(config.clone())
        .run(&flips, |(at, bit)| {
            let mut bytes = whole.clone();
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            let told = refused(&bytes).to_string();
            proptest::prop_assert!(at < 100_000 || told.contains("is damaged at"), "{}", told);
            Ok(())
        })
        .unwrap();
    let cuts = proptest::prelude::any::<proptest::sample::Index>();
    TestRunner::new(Config { cases: 20, ..config })
        .run(&cuts, |at| {
            refused(&whole[..at.index(whole.len())]);
            Ok(())
        })
        .unwrap();
    refused(&[whole.as_slice(), b"x"].concat());
    // A chunk that stands twice, or two that stand the other way round.
    const HEAD: usize = 36;
    const CHUNK: usize = 64 * 1024 + 28;
    let (first, second) = (HEAD..HEAD + CHUNK, HEAD + CHUNK..HEAD + 2 * CHUNK);
    assert!(whole.len() > second.end, "the backup has chunks enough");
    let [head, one, two] = [0..HEAD, first, second].map(|range| &whole[range]);
    let rest = &whole[HEAD + 2 * CHUNK..];
    refused(&[head, one, one, two, rest].concat());
    refused(&[head, two, one, rest].concat());

    restore(&place.at("backup"), &place.secret, &target).await.unwrap();
    let store = Store::open(target).await.unwrap();
    let key = store.blobs().key(key).await.unwrap();
    let value = store.blobs().open(blob, &key).unwrap().read_all().unwrap();
    assert_eq!(value.as_slice(), b"what was said");
    store.close().await;
}

#[tokio::test]
async fn it_opens_by_its_own_secret_alone() {
    let place = Place::new();
    backed_up(&place, &place.data()).await;
    let (file, target) = (place.at("backup"), Options::new(place.at("restored")));
    let other = Secret::Key(Key::make(&place.at("other.key")).unwrap());
    assert!(matches!(restore(&file, &other, &target).await, Err(Error::Shut { .. })));
    fs::write(place.at("words"), "four words of ours\n").unwrap();
    for read in [Passphrase::read(&place.at("words")).map(drop), Key::read(&place.at("words")).map(drop)] {
        assert!(matches!(read, Err(Error::Exposed { .. })), "everybody may read it");
    }
    fs::set_permissions(place.at("words"), fs::Permissions::from_mode(0o600)).unwrap();
    let words = Secret::Passphrase(Passphrase::read(&place.at("words")).unwrap());
    assert!(matches!(restore(&file, &words, &target).await, Err(Error::OtherSecret { made: "key" })));
    let by_words = place.at("by-words");
    backup::take(&place.data(), &by_words, &words, &mut quiet()).await.unwrap();
    assert!(matches!(restore(&by_words, &place.secret, &target).await, Err(Error::OtherSecret { .. })));
    restore(&by_words, &words, &target).await.unwrap();
    assert!(Key::make(&place.at("other.key")).is_err(), "a key is written over");
    assert!(matches!(Key::read(&place.at("words")), Err(Error::NoKey { .. })));
    let elsewhere = Options::new(place.at("elsewhere"));
    assert!(matches!(restore(&place.at("words"), &words, &elsewhere).await, Err(Error::NoBackup { .. })));
    let sealed = fs::read(&by_words).unwrap();
    let names = [&b"journal"[..], b"master.key", b"voice-1"];
    assert!(!names.iter().any(|name| sealed.windows(name.len()).any(|window| window == *name)), "it is read");
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_is_restored_into_an_empty_database_or_not_at_all() {
    let Some(postgres) = Postgres::start() else { return };
    let place = Place::new();
    let options = place.data().with_database(postgres.database("full"));
    let (blob, key) = backed_up(&place, &options).await;
    let empty = postgres.database("empty");
    let target = Options::new(place.at("restored")).with_database(&empty);

    let mut bytes = fs::read(place.at("backup")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(place.at("damaged"), bytes).unwrap();
    restore(&place.at("damaged"), &place.secret, &target).await.unwrap_err();
    let without = Options::new(place.at("restored"));
    let refused = restore(&place.at("backup"), &place.secret, &without).await;
    assert!(matches!(refused, Err(Error::OtherDatabase { .. })), "{refused:?}");
    assert!(!target.folder.exists());

    // It is as empty as it was: otherwise this would be refused.
    let summary = restore(&place.at("backup"), &place.secret, &target).await.unwrap();
    assert_eq!((summary.sequence, summary.postgres), (Sequence(300), true));
    let store = Store::open(target.clone()).await.unwrap();
    assert_eq!(records_from(&store, Sequence(1)).await.len(), 300);
    let key = store.blobs().key(key).await.unwrap();
    assert_eq!(store.blobs().open(blob, &key).unwrap().read_all().unwrap().as_slice(), b"what was said");
    store.close().await;
    let elsewhere = Options { folder: place.at("elsewhere"), ..target };
    let refused = restore(&place.at("backup"), &place.secret, &elsewhere).await;
    assert!(matches!(refused, Err(Error::DatabaseOccupied { .. })), "{refused:?}");
    assert!(!elsewhere.folder.exists());
}
