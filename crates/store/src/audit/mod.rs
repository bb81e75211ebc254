//! The audit: who did what, when, to what, from where; that nobody can change unnoticed.
//!
//! Each entry's hash covers the one before ([`chain`]), and every so often the last hash is signed and
//! leaves the machine ([`checkpoint`]). Entries are appended by one task in groups; several processes may
//! append beside each other, for each takes the chain's end within its transaction. Whatever has to be on
//! record waits until it is ([`Audit::record`]) and is refused when it cannot be; call handling does not
//! wait ([`Audit::note`]).

pub mod chain;
pub mod checkpoint;
mod departure;
mod entry;
pub(crate) mod lines;
mod query;
pub(crate) mod table;
mod verify;
mod writer;

pub use chain::{Hash, Head};
pub use checkpoint::{Checkpoint, PublicKey};
pub use departure::Syslog;
pub use entry::{Code, Entry, Kind, NoCode, Outcome, Placed};
pub use query::{Filter, MOST, list};
pub use verify::{Finding, Verified, verify};

use crate::{Db, Error, Result};
use checkpoint::Signatory;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

/// Entries on their way to the writer. Whoever must be on record waits for room, not for long; what
/// nobody waits for is counted as lost.
const INBOX: usize = 8_192;
/// Checkpoints on their way out; beyond that one is left out, as the next binds what it does.
const DEPARTURES: usize = 64;
/// How long an entry may take until it is on record.
const RECORDED_WITHIN: Duration = Duration::from_secs(3);

/// How often checkpoints are signed, and where to they leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// After so many entries.
    pub every: u32,
    /// After so much time, when there was any entry.
    pub within: Duration,
    /// A file that lines are only added to; none for `audit-checkpoints.log` in the data folder.
    pub file: Option<PathBuf>,
    /// A system's log.
    pub syslog: Option<Syslog>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { every: 1_000, within: Duration::from_secs(60), file: None, syslog: None }
    }
}

/// The file that checkpoints leave to when none is named.
pub const FILE: &str = "audit-checkpoints.log";

/// The entry could not be put on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this has to be on record, and the audit cannot be written now; try again in a moment")]
pub struct NotOnRecord;

/// How the audit fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Health {
    /// Whether the last attempt to write failed.
    pub failing: bool,
    /// Entries lost and not yet told by an entry.
    pub lost: u64,
    /// Checkpoints that could not leave yet.
    pub behind: u64,
    /// The newest checkpoint.
    pub checkpoint: Option<Checkpoint>,
}

/// The way into the audit. Cheap to clone.
#[derive(Clone)]
pub struct Audit {
    inbox: mpsc::Sender<Message>,
    shared: Arc<Shared>,
}

pub(crate) enum Message {
    /// Somebody waits for it.
    Record(Entry, oneshot::Sender<bool>),
    /// Nobody does.
    Note(Entry),
    /// So many entries found no room here.
    Lost(u64),
    Stop(oneshot::Sender<()>),
}

/// What handle, writer and departures share.
#[derive(Default)]
pub(crate) struct Shared {
    pub(crate) failing: AtomicBool,
    pub(crate) lost: AtomicU64,
    pub(crate) behind: AtomicU64,
    /// Entries that found the inbox full.
    overflow: AtomicU64,
    checkpoint: Mutex<Option<Checkpoint>>,
}

impl Shared {
    pub(crate) fn signed(&self, checkpoint: Option<&Checkpoint>) {
        *self.checkpoint.lock().unwrap_or_else(PoisonError::into_inner) = checkpoint.copied();
    }
}

impl Audit {
    /// Begins to write. Finds or makes the key that signs.
    pub(crate) fn start(db: &Db, folder: &Path, settings: &Settings, limit: Duration) -> Result<Audit> {
        let signatory = Signatory::find_or_make(folder)?;
        let (inbox, messages) = mpsc::channel(INBOX);
        let (departures, checkpoints) = mpsc::channel(DEPARTURES);
        let shared = Arc::new(Shared::default());
        let file = settings.file.clone().unwrap_or_else(|| folder.join(FILE));
        let leaving =
            tokio::spawn(departure::run(Some(file), settings.syslog.clone(), checkpoints, shared.clone()));
        let writer = writer::Writer {
            db: db.clone(),
            inbox: messages,
            shared: shared.clone(),
            signatory,
            settings: settings.clone(),
            departures,
            leaving,
            limit,
        };
        tokio::spawn(writer.run());
        Ok(Audit { inbox, shared })
    }

    /// Puts an entry on record: when this returns, it is durable.
    ///
    /// # Errors
    /// [`NotOnRecord`] when the database did not take it in time. What it stands for must not be done.
    pub async fn record(&self, entry: Entry) -> std::result::Result<(), NotOnRecord> {
        let recorded = async {
            let (answer, answered) = oneshot::channel();
            self.inbox.send(Message::Record(entry, answer)).await.ok()?;
            answered.await.ok().filter(|stored| *stored)
        };
        timeout(RECORDED_WITHIN, recorded).await.ok().flatten().map(drop).ok_or(NotOnRecord)
    }

    /// Puts an entry on record as soon as can be, and does not wait for it: for call handling, and for
    /// what is refused anyway. Kept in memory while the database takes none, as long as there is room.
    pub fn note(&self, entry: Entry) {
        let times = u64::from(entry.times);
        let overflow = &self.shared.overflow;
        if self.inbox.try_send(Message::Note(entry)).is_err() {
            overflow.fetch_add(times, Ordering::Relaxed);
            return;
        }
        let missed = overflow.swap(0, Ordering::Relaxed);
        if missed > 0 && self.inbox.try_send(Message::Lost(missed)).is_err() {
            overflow.fetch_add(missed, Ordering::Relaxed);
        }
    }

    /// How it fares.
    pub fn health(&self) -> Health {
        let shared = &self.shared;
        Health {
            failing: shared.failing.load(Ordering::Relaxed),
            lost: shared.lost.load(Ordering::Relaxed) + shared.overflow.load(Ordering::Relaxed),
            behind: shared.behind.load(Ordering::Relaxed),
            checkpoint: *shared.checkpoint.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Writes what waits, signs a last checkpoint, and stops.
    pub(crate) async fn stop(&self) {
        let (stopped, done) = oneshot::channel();
        if self.inbox.send(Message::Stop(stopped)).await.is_ok() {
            // A writer that panicked has said so; there is nothing more to wait for.
            done.await.ok();
        }
    }
}

/// Puts an entry on record beside a running server, or without one: for commands.
///
/// # Errors
/// When the database does not answer or refuses. What the entry stands for must not be done.
pub async fn record_beside(db: &Db, entry: Entry) -> Result<()> {
    timeout(RECORDED_WITHIN, writer::append_one(db, entry)).await.map_err(|_| Error::Silent)?
}

/// How far the chain has come.
///
/// # Errors
/// When the database does not answer or refuses.
pub async fn head(db: &Db) -> Result<Head> {
    table::head(db).await
}
