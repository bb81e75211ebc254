//! `heliotrope replay`: another system's call log into a data folder, and its figures.
//!
//! Each contact is one record of the journal with its row in the contacts table, stored whole or not
//! at all, under an id that follows from the log's own key. So an import that was cut short goes on
//! when it is run again, and one that was complete changes nothing.

mod ids;
mod report;

use crate::Failure;
use crate::command_line::Replay;
use calllog::{Log, Mapping};
use ids::Pseudonyms;
use indicators::Fact;
use report::Report;
use std::collections::HashSet;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::{Batch, Health, Store};
use vocabulary::journal::Record;
use vocabulary::{ContactId, Sequence, Time};

/// How soon it is looked again whether spilled entries have reached the database.
const LOOK_AGAIN: Duration = Duration::from_millis(10);
/// Contacts handed to the journal in one batch.
const BATCH: usize = 128;
/// Batches that may be under way: what a slow disk has not taken yet is bounded.
const UNDER_WAY: usize = 64;
/// How long the journal may take for one batch. Longer, and the disk is full or gone.
const PATIENCE: Duration = Duration::from_secs(60);

/// Imports and prints.
pub fn run(options: Replay) -> Result<(), Failure> {
    let mapping = mapping(&options.mapping)?;
    let mut progress = Progress::new();
    let log = read_log(&options.file, &mapping, &mut progress)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let report = runtime.block_on(async {
        let mut opening = store::Options::new(&options.data.data);
        opening.database = options.data.database.clone();
        opening.migrations = trust::MIGRATIONS.to_vec();
        let store = Arc::new(Store::open(opening).await?);
        let imported = import(&store, &mapping, &log, &mut progress).await;
        let report = match imported {
            Ok(counts) => read_back(&store, counts).await,
            Err(failed) => Err(failed),
        };
        store.close().await;
        report
    })?;
    progress.end();
    let report = Report::new(&options.file, &mapping, &log, report);
    let text = if options.json { report.json() } else { report.text() };
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}

/// Reads a log, with progress for people who watch.
pub fn read_log(file: &Path, mapping: &Mapping, progress: &mut Progress) -> Result<Log, Failure> {
    let bytes =
        std::fs::read(file).map_err(|reason| Unreadable { path: file.display().to_string(), reason })?;
    Ok(calllog::read_watched(&bytes, mapping, &mut |line| progress.tell("read", line))?)
}

/// A mapping that comes with the program, or one of the bank's own in a file.
pub fn mapping(name: &str) -> Result<Mapping, Failure> {
    if let Some(mapping) = Mapping::built_in(name) {
        return Ok(mapping);
    }
    let path = Path::new(name);
    let text = std::fs::read_to_string(path).map_err(|reason| NoMapping { name: name.to_owned(), reason })?;
    Ok(Mapping::parse(&text).map_err(|reason| BadMapping { name: name.to_owned(), reason })?)
}

/// The file cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {path}: {reason}")]
struct Unreadable {
    path: String,
    reason: std::io::Error,
}

/// There is no such mapping.
#[derive(Debug, thiserror::Error)]
#[error(
    "there is no mapping {name}: {reason}; give one that is built in ({}) or the file of your own \
     (docs/INDICATORS.md)",
    Mapping::BUILT_IN.join(", ")
)]
struct NoMapping {
    name: String,
    reason: std::io::Error,
}

/// The mapping's file does not hold together.
#[derive(Debug, thiserror::Error)]
#[error("{name}: {reason}")]
struct BadMapping {
    name: String,
    reason: calllog::MappingError,
}

/// The journal took no more.
#[derive(Debug, thiserror::Error)]
#[error(
    "the journal stopped at {reached} of {wanted}: {why}; run the same command again to go on from there"
)]
struct Stuck {
    reached: Sequence,
    wanted: Sequence,
    why: String,
}

/// What an import did.
struct Counts {
    /// Contacts of the log, new and old.
    contacts: HashSet<ContactId>,
    /// Contacts that came in now.
    imported: u64,
    /// Contacts that had been there.
    there_already: u64,
    /// Where the log begins and ends, by what its contacts count.
    span: Option<(Time, Time)>,
}

async fn import(
    store: &Arc<Store>,
    mapping: &Mapping,
    log: &Log,
    progress: &mut Progress,
) -> Result<Counts, Failure> {
    let there: HashSet<ContactId> = store.imported().await?.into_iter().collect();
    let centre::Kept { state, mut figures } = centre::replay(store).await?;
    let at = Time::from(jiff::Timestamp::now()).max(state.now());
    let mut counts = Counts { contacts: HashSet::new(), imported: 0, there_already: 0, span: None };
    let mut pseudonyms = Pseudonyms::new(store, mapping);
    let mut feeder = Feeder::new(store.clone());
    let mut sequence = state.sequence();
    for call in &log.calls {
        let ids = pseudonyms.of(call);
        counts.contacts.insert(ids.contact);
        let place = if call.is_offered() { call.queued } else { call.entered };
        let (first, last) = counts.span.unwrap_or((place, place));
        counts.span = Some((first.min(place), last.max(place)));
        if there.contains(&ids.contact) {
            counts.there_already += 1;
            continue;
        }
        sequence = sequence.next();
        let record = Record { sequence, at, cause: None, by: None, entry: call.imported(mapping, &ids) };
        let fact = figures.apply(&record);
        feeder.take(record, fact).await?;
        counts.imported += 1;
        progress.tell("imported", counts.imported);
    }
    feeder.finish().await?;
    Ok(counts)
}

/// The log's facts as the data folder has them now.
async fn read_back(store: &Store, counts: Counts) -> Result<(Counts, Vec<Fact>), Failure> {
    let Some((first, last)) = counts.span else { return Ok((counts, Vec::new())) };
    let mut facts = store.facts(first, Time(last.0 + 1)).await?;
    facts.retain(|fact| counts.contacts.contains(&fact.contact));
    Ok((counts, facts))
}

/// Hands records to the journal, no faster than it takes them.
struct Feeder {
    store: Arc<Store>,
    batch: Batch,
    last: Sequence,
}

impl Feeder {
    fn new(store: Arc<Store>) -> Feeder {
        Feeder { store, batch: Batch::default(), last: Sequence::default() }
    }

    async fn take(&mut self, record: Record, fact: Option<Fact>) -> Result<(), Failure> {
        self.last = record.sequence;
        self.batch.changes.extend(centre::contact_changes(&record, None, fact));
        self.batch.records.push(record);
        if self.batch.records.len() < BATCH {
            return Ok(());
        }
        self.send()?;
        let behind = (BATCH * UNDER_WAY) as u64;
        self.wait_for(Sequence(self.last.0.saturating_sub(behind))).await
    }

    fn send(&mut self) -> Result<(), Failure> {
        Ok(self.store.journal().append(std::mem::take(&mut self.batch))?)
    }

    async fn finish(mut self) -> Result<(), Failure> {
        if !self.batch.records.is_empty() {
            self.send()?;
        }
        self.wait_for(self.last).await
    }

    /// Waits until the database has everything up to `wanted`: what has only been spilled is safe,
    /// but nobody can read it yet.
    async fn wait_for(&self, wanted: Sequence) -> Result<(), Failure> {
        let journal = self.store.journal();
        let (mut durable, mut health) = (journal.durable(), journal.health());
        let in_database = async {
            durable.wait_for(|place| *place >= wanted).await.ok()?;
            loop {
                health.wait_for(|health| *health == Health::Writing).await.ok()?;
                if self.store.last_sequence().await.ok()? >= wanted {
                    return Some(());
                }
                tokio::time::sleep(LOOK_AGAIN).await;
            }
        };
        if let Ok(Some(())) = tokio::time::timeout(PATIENCE, in_database).await {
            return Ok(());
        }
        let why = match &*journal.health().borrow() {
            Health::Writing => "the disk is too slow".to_owned(),
            Health::Spilling { reason, .. } => reason.clone(),
            Health::Lost { .. } => "neither database nor spill log takes entries".to_owned(),
        };
        let reached = *journal.durable().borrow();
        Err(Stuck { reached, wanted, why }.into())
    }
}

/// One line that is written over, for people who watch a terminal.
pub struct Progress {
    shown: bool,
    terminal: bool,
}

/// How often the line changes.
const EVERY: u64 = 5_000;

impl Progress {
    pub fn new() -> Progress {
        Progress { shown: false, terminal: std::io::stderr().is_terminal() }
    }

    fn tell(&mut self, what: &str, count: u64) {
        if self.terminal && count.is_multiple_of(EVERY) {
            eprint!("\r{what} {count:>9} rows ");
            self.shown = true;
        }
    }

    /// So many of so many, each of them worth telling.
    pub fn say(&mut self, what: &str, done: u32, of: u32) {
        if self.terminal {
            eprint!("\r{what} {done} of {of}          ");
            self.shown = true;
        }
    }

    pub fn end(&self) {
        if self.shown {
            eprint!("\r{:40}\r", "");
        }
    }
}
