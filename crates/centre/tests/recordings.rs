//! What counts as recorded: tapes of some length beside what the journal says of their conversations.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

use centre::recordings::Recordings;
use std::io;
use std::sync::Arc;
use store::recordings::{RecordingRow, State};
use store::{Batch, ContactChange, Options, Store};
use vocabulary::journal::{Entry, Record, RecordingOutcome};
use vocabulary::{ContactId, Language, LineName, RecordingId, Sequence, Span, Time};
use voice::media::g711::{Codec, RATE};
use voice::recorder::timeline::Chunk;
use voice::recorder::{Ending, chunk};

const BEGAN: Time = Time(1_790_000_000_000_000);

/// How the tape ended.
enum Tape {
    Ended,
    /// The disk failed it, and the note of that was kept.
    Failed,
    /// The process died without a word.
    Left,
}
use Tape::{Ended, Failed, Left};

/// Half a second that was heard from both sides.
fn half(number: u64) -> Vec<u8> {
    let side = || Some((Codec::Alaw, (0..RATE as usize / 2).map(|place| (place % 200) as u8).collect()));
    let samples = RATE as usize / 2;
    let chunk = Chunk { first: number * samples as u64, samples, sides: [side(), side()], marks: Vec::new() };
    let mut octets = Vec::new();
    chunk::write(&chunk, &mut octets);
    octets
}

fn journal(store: &Store, place: u64, at: Time, outcome: Option<RecordingOutcome>) {
    let contact = ContactId(1);
    let recording = RecordingId::of(contact);
    let entry = match outcome {
        None => Entry::RecordingStarted { contact, recording },
        Some(outcome) => Entry::RecordingEnded { contact, recording, outcome },
    };
    let mut changes = vec![ContactChange::Recording { contact, recording, at, outcome }];
    if outcome.is_none() {
        let (line, language) = (LineName::new("hotline").unwrap(), Language::English);
        changes.insert(0, ContactChange::Opened { contact, at, line, language, caller: None });
    }
    let record = Record { sequence: Sequence(place), at, cause: None, by: None, entry };
    store.journal().append(Batch { records: vec![record], changes }).unwrap();
}

async fn until(store: &Store, decided: impl Fn(&RecordingRow) -> bool) -> RecordingRow {
    let recording = RecordingId::of(ContactId(1));
    loop {
        let row = store.recordings().find(recording).await.unwrap();
        if let Some(row) = row.filter(&decided) {
            return row;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

/// What becomes of a tape of so many halves of a second, of a conversation of so many seconds.
async fn check(halves: u64, tape: Tape, seconds: i64, outcome: RecordingOutcome, expect: Result<(), &str>) {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(Store::open(Options::new(folder.path())).await.unwrap());
    let recordings = Recordings::start(store.clone()).await.unwrap();
    journal(&store, 1, BEGAN, None);
    let keeper = recordings.keeper();
    let mut log = keeper.0.begin(RecordingId::of(ContactId(1)), BEGAN).unwrap();
    drop(keeper);
    (0..halves).for_each(|number| log.append(&half(number)).unwrap());
    match tape {
        Ended => log.end(Ending::Complete { missing: 0 }),
        Failed => log.end(Ending::Failed(io::ErrorKind::StorageFull.into())),
        Left => drop(log),
    }
    // Whichever of the two speaks first, nothing is decided before the journal has spoken.
    until(&store, |row| row.source.is_some()).await;
    recordings.stop().await;
    let before = store.recordings().find(RecordingId::of(ContactId(1))).await.unwrap().unwrap();
    assert_ne!(before.state, State::Ready);
    let recordings = Recordings::start(store.clone()).await.unwrap();
    journal(&store, 2, BEGAN + Span::seconds(seconds), Some(outcome));
    let row =
        until(&store, |row| row.outcome.is_some() && matches!(row.state, State::Ready | State::Failed)).await;
    let found = match row.state {
        State::Ready => Ok(()),
        _ => Err(row.reason.as_deref().unwrap_or_default()),
    };
    assert_eq!(found, expect, "{halves} halves of {seconds} s, {outcome:?}");
    // What could not be archived is kept as it was written.
    assert_eq!(row.source.is_some(), expect.is_err());
    recordings.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_counts_when_all_of_its_conversation_is_there() {
    use RecordingOutcome::{Complete, Failed as Broken, Interrupted};
    check(20, Ended, 10, Complete, Ok(())).await;
    check(18, Ended, 11, Complete, Ok(())).await;
    check(8, Ended, 10, Complete, Err("6 of 10 s are missing")).await;
    // The process died after the disk had failed and before anybody could note it.
    check(8, Left, 10, Complete, Err("6 of 10 s are missing")).await;
    check(8, Left, 4, Broken, Err("the recorder could not go on with it")).await;
    check(8, Ended, 4, Broken, Err("the recorder could not go on with it")).await;
    check(8, Failed, 4, Broken, Err("the disk is full")).await;
    // The process died in mid-call, and the next one noticed half a minute later.
    check(8, Left, 34, Interrupted, Ok(())).await;
}

/// Two ways to refuse: known before the conversation, and said in it.
#[tokio::test(flavor = "multi_thread")]
async fn who_refuses_to_be_recorded_is_not() {
    use store::consents::{Consent, Means, Topic};
    for known_before in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(Store::open(Options::new(folder.path())).await.unwrap());
        let customer: vocabulary::CustomerRef = "k-7".parse().unwrap();
        let says = |agreed| {
            let (by, means) = (vocabulary::AccountId(1), (Means::Call, "2026-01"));
            Consent::now(customer.clone(), (Topic::Recording, agreed), by, None, means)
        };
        store.note_consent(&says(!known_before)).await.unwrap();
        // Before the conversation: what began earlier is a left-over.
        let recordings = Recordings::start(store.clone()).await.unwrap();
        journal(&store, 1, BEGAN, None);
        let matched =
            ContactChange::Customer { contact: ContactId(1), customer: customer.clone(), verified: false };
        store.journal().append(Batch { records: Vec::new(), changes: vec![matched] }).unwrap();
        while store.contact(ContactId(1)).await.unwrap().is_none_or(|row| row.customer.is_none()) {
            tokio::task::yield_now().await;
        }

        let mut log = recordings.keeper().0.begin(RecordingId::of(ContactId(1)), BEGAN).unwrap();
        (0..20).for_each(|number| log.append(&half(number)).unwrap());
        if !known_before {
            store.note_consent(&says(false)).await.unwrap();
        }
        log.end(Ending::Complete { missing: 0 });
        journal(&store, 2, BEGAN + Span::seconds(10), Some(RecordingOutcome::Complete));
        let row =
            until(&store, |row| matches!(row.state, State::Ready | State::Failed | State::Erased)).await;
        assert_eq!((row.state, row.reason.as_deref()), (State::Erased, Some(store::recordings::REFUSED)));
        assert_eq!(std::fs::read_dir(folder.path().join("blobs")).unwrap().count(), 0, "its sound is kept");
        let counts = store.recordings().counts().await.unwrap();
        assert_eq!((counts.due, counts.failed, counts.erased), (0, 0, 1), "nothing was due");
        recordings.stop().await;
    }
}
