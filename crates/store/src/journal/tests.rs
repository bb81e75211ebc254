//! The writer's law: whatever fails, in whatever order, what was reported durable is there, nothing
//! is there twice, and what is missing was counted as lost.

use super::frame::Group;
use super::ledger::{Fault, Ledger};
use super::spill::Spill;
use super::writer::Writer;
use super::{Batch, Journal, channel};
use crate::replay::bring_in;
use crate::sealed::MasterKey;
use proptest::prelude::*;
use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;
use vocabulary::journal::{Entry, Record};
use vocabulary::{AgentId, CustomerRef, Sequence, Time};

/// A spill log that nothing here fills.
const LARGE: u64 = 1 << 20;

/// What the next transaction comes to, after so many milliseconds.
#[derive(Debug, Clone, Copy)]
enum Outcome {
    Stored(u64),
    Refused(u64),
    /// Stored, and the answer is lost.
    StoredUnheard(u64),
}

/// What happens to the writer.
#[derive(Debug, Clone, Copy)]
enum Step {
    Append(u64),
    Wait(u64),
    Crash,
}

/// A database that outlives its writers.
#[derive(Clone, Default)]
struct Book {
    records: Arc<Mutex<BTreeMap<Sequence, Record>>>,
    outcomes: Arc<Mutex<VecDeque<Outcome>>>,
}

impl Book {
    fn store(&self, group: &Group, stored: Sequence, doubt: bool) -> Sequence {
        let mut records = self.records.lock().unwrap();
        let last = records.last_key_value().map_or(Sequence(0), |(place, _)| *place);
        assert!(doubt || stored == last, "the writer believes {stored} is stored and it is {last}");
        let news = group.iter().filter(|frame| !frame.is_stored(last)).flat_map(|frame| &frame.records);
        for record in news.filter(|record| record.sequence > last) {
            let highest = records.last_key_value().map_or(Sequence(0), |(place, _)| *place);
            assert!(record.sequence > highest, "{} after {highest}", record.sequence);
            records.insert(record.sequence, record.clone());
        }
        records.last_key_value().map_or(Sequence(0), |(place, _)| *place)
    }
}

impl Ledger for Book {
    async fn commit(&mut self, group: Group, stored: Sequence, doubt: bool) -> Result<Sequence, Fault> {
        let outcome = self.outcomes.lock().unwrap().pop_front().unwrap_or(Outcome::Stored(1));
        let (Outcome::Stored(delay) | Outcome::Refused(delay) | Outcome::StoredUnheard(delay)) = outcome;
        tokio::time::sleep(Duration::from_millis(delay)).await;
        match outcome {
            Outcome::Stored(_) => Ok(self.store(&group, stored, doubt)),
            Outcome::Refused(_) => Err(Fault("refused".into())),
            Outcome::StoredUnheard(_) => {
                self.store(&group, stored, doubt);
                Err(Fault("unheard".into()))
            }
        }
    }
    async fn last(&mut self) -> crate::Result<Sequence> {
        Ok(self.records.lock().unwrap().last_key_value().map_or(Sequence(0), |(place, _)| *place))
    }
    async fn record(&mut self, place: Sequence) -> crate::Result<Option<Record>> {
        Ok(self.records.lock().unwrap().get(&place).cloned())
    }
    async fn erase(&mut self, _: CustomerRef, _: crate::erasure::Destroy) -> Result<bool, Fault> {
        Ok(false)
    }
}

/// One life of the writer, from start to crash.
struct Life {
    runtime: Runtime,
    journal: Journal,
    writer: JoinHandle<()>,
    started_at: Sequence,
    appended: BTreeMap<Sequence, Record>,
}

impl Life {
    fn start(
        number: i64,
        folder: &Path,
        spill_bytes: u64,
        book: &Book,
        master: &Arc<MasterKey>,
    ) -> (Life, i64) {
        let runtime = Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        let mut ledger = book.clone();
        let mut spill = Spill::open(folder, spill_bytes).unwrap();
        let outcomes = std::mem::take(&mut *book.outcomes.lock().unwrap());
        let last = runtime.block_on(bring_in(&mut spill, &mut ledger)).unwrap();
        *book.outcomes.lock().unwrap() = outcomes;
        let (journal, ends) = channel(last);
        let writer = runtime.spawn(Writer::new(ledger, spill, last, master.clone(), ends).run());
        (Life { runtime, journal, writer, started_at: last, appended: BTreeMap::new() }, number + 1)
    }

    fn append(&mut self, life: i64, count: u64) {
        let first = self.appended.last_key_value().map_or(self.started_at, |(place, _)| *place).next();
        let records: Vec<Record> = (first.0..first.0 + count).map(|place| record(place, life)).collect();
        self.appended.extend(records.iter().map(|record| (record.sequence, record.clone())));
        self.journal.append(Batch { records, changes: vec![] }).unwrap();
    }

    /// Dies without a word. Says how far the journal was durable and how many records were lost.
    fn crash(self) -> (BTreeMap<Sequence, Record>, Sequence, u64) {
        let told = (*self.journal.durable().borrow(), self.journal.lost());
        // Waits for work on the spill log that a thread has begun, as the system would.
        drop(self.runtime);
        (self.appended, told.0, told.1)
    }

    /// Stops in good order.
    fn stop(self) -> (BTreeMap<Sequence, Record>, u64) {
        self.runtime.block_on(self.journal.stop());
        self.runtime.block_on(self.writer).unwrap();
        (self.appended, self.journal.lost())
    }
}

fn record(place: u64, life: i64) -> Record {
    let entry = Entry::AgentReady { agent: AgentId(1) };
    Record { sequence: Sequence(place), at: Time(life), cause: None, by: None, entry }
}

fn missing(book: &Book, appended: &BTreeMap<Sequence, Record>, up_to: Sequence) -> u64 {
    let records = book.records.lock().unwrap();
    appended.range(..=up_to).filter(|(place, record)| records.get(place) != Some(record)).count() as u64
}

fn outcome() -> impl Strategy<Value = Outcome> {
    let delay = || prop_oneof![6 => 0..8u64, 2 => 30..60u64, 1 => 1000..5000u64];
    prop_oneof![
        3 => delay().prop_map(Outcome::Stored),
        2 => delay().prop_map(Outcome::Refused),
        1 => delay().prop_map(Outcome::StoredUnheard),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (1..40u64).prop_map(Step::Append),
        6 => (0..60u64).prop_map(Step::Wait),
        1 => (100..3000u64).prop_map(Step::Wait),
        1 => Just(Step::Crash),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn nothing_durable_is_lost_and_nothing_is_there_twice(
        steps in prop::collection::vec(step(), 1..60),
        outcomes in prop::collection::vec(outcome(), 0..40),
        spill_bytes in prop_oneof![Just(512u64), Just(8 * 1024), Just(LARGE)],
    ) {
        let folder = tempfile::tempdir().unwrap();
        let master = Arc::new(MasterKey::drawn());
        let book = Book { outcomes: Arc::new(Mutex::new(outcomes.into())), ..Book::default() };
        let start = |number| Life::start(number, folder.path(), spill_bytes, &book, &master);
        let (mut life, mut number) = start(0);
        for step in steps {
            match step {
                Step::Append(count) => life.append(number, count),
                Step::Wait(millis) => {
                    life.runtime.block_on(async { tokio::time::sleep(Duration::from_millis(millis)).await });
                }
                Step::Crash => {
                    let (appended, durable, lost) = life.crash();
                    (life, number) = start(number);
                    let missing = missing(&book, &appended, durable);
                    prop_assert!(missing <= lost, "{missing} of what was durable are missing, {lost} were told lost");
                }
            }
        }
        // An orderly stop leaves nothing behind but what the spill log keeps for the next start.
        let (appended, lost) = life.stop();
        let (life, _) = start(number);
        let missing = missing(&book, &appended, Sequence(u64::MAX));
        prop_assert!(missing <= lost && (lost == 0 || spill_bytes < LARGE), "{missing} missing, {lost} told lost");
        prop_assert_eq!(life.journal.lost(), 0);
    }
}
