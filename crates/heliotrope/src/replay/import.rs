//! A log's calls into the journal.
//!
//! Each contact is one record with its row in the contacts table, stored whole or not at all, under an
//! id that follows from the log's own key. So an import that was cut short goes on when it is run again,
//! and one that was complete changes nothing. A row that says something else than it did when its key
//! was imported is taken for a correction: it goes into the journal as one more record of that contact,
//! and the newer one counts.

use super::ids::Pseudonyms;
use super::progress::Progress;
use crate::Failure;
use calllog::{Log, Mapping};
use indicators::Fact;
use std::collections::HashSet;
use std::collections::hash_map::{DefaultHasher, HashMap};
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;
use store::{Batch, Health, Reader, Store};
use vocabulary::journal::{Entry, Record};
use vocabulary::{ContactId, Sequence, Time};

/// How soon it is looked again whether spilled entries have reached the database.
const LOOK_AGAIN: Duration = Duration::from_millis(10);
/// Contacts handed to the journal in one batch.
const BATCH: usize = 512;
/// Batches that may be under way: what a slow disk has not taken yet is bounded.
const UNDER_WAY: usize = 32;
/// How long the journal may take for what is under way. Longer, and the disk is full or gone.
const PATIENCE: Duration = Duration::from_secs(120);
/// Records of the journal read at a time.
const PAGE: u32 = 4_096;

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
#[derive(Default)]
pub struct Counts {
    /// Contacts of the log, new and old.
    pub contacts: HashSet<ContactId>,
    /// Contacts that came in now.
    pub imported: u64,
    /// Contacts that had been there, and are as they were.
    pub there_already: u64,
    /// Lines of contacts that had been there, and were otherwise.
    pub changed: Vec<u64>,
    /// Where the log begins and ends, by what its contacts count.
    pub span: Option<(Time, Time)>,
}

/// Imports what is new in a log, and what has changed.
pub async fn import(
    store: &Arc<Store>,
    mapping: &Mapping,
    log: &Log,
    progress: &mut Progress,
) -> Result<Counts, Failure> {
    let known = known(store).await?;
    let centre::Kept { state, mut figures } = centre::replay(store).await?;
    let at = Time::from(jiff::Timestamp::now()).max(state.now());
    let mut counts = Counts::default();
    let mut pseudonyms = Pseudonyms::new(store, mapping);
    let mut feeder = Feeder::new(store.clone());
    let mut sequence = state.sequence();
    for call in &log.calls {
        let ids = pseudonyms.of(call);
        counts.contacts.insert(ids.contact);
        let place = if call.is_offered() { call.queued } else { call.entered };
        let (first, last) = counts.span.unwrap_or((place, place));
        counts.span = Some((first.min(place), last.max(place)));
        let entry = call.imported(mapping, &ids);
        match known.get(&ids.contact) {
            Some(print) if *print == fingerprint(&entry) => {
                counts.there_already += 1;
                continue;
            }
            Some(_) => counts.changed.push(call.line),
            None => counts.imported += 1,
        }
        sequence = sequence.next();
        let record = Record { sequence, at, cause: None, by: None, entry };
        let fact = figures.apply(&record);
        feeder.take(record, fact).await?;
        progress.tell("imported", counts.imported + counts.changed.len() as u64);
    }
    feeder.finish().await?;
    Ok(counts)
}

/// What the journal says of the contacts that were imported, by their fingerprints; the newest counts.
async fn known(reader: &Reader) -> Result<HashMap<ContactId, u64>, Failure> {
    let mut known = HashMap::new();
    if reader.imported().await?.is_empty() {
        return Ok(known);
    }
    let mut next = Sequence(1);
    loop {
        let page = match reader.records(next, PAGE).await {
            Ok(page) => page,
            Err(store::Error::Gap { last, .. }) => {
                next = last.next();
                continue;
            }
            Err(failed) => return Err(failed.into()),
        };
        let Some(last) = page.last() else { return Ok(known) };
        next = last.sequence.next();
        for record in &page {
            if let Entry::Imported { contact, .. } = &record.entry {
                known.insert(*contact, fingerprint(&record.entry));
            }
        }
    }
}

/// Equal for entries that are written alike.
fn fingerprint(entry: &Entry) -> u64 {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(entry).unwrap_or_default().hash(&mut hasher);
    hasher.finish()
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
