//! Recordings as they are kept: the voice node's vault over the store, and the worker that makes archives.
//!
//! While a call lasts, its recording is a sealed log on disk ([`store::blobs`]), under a key of its own.
//! Afterwards one worker, at the lowest priority, makes each log an archive: it encodes, seals, writes,
//! opens what it wrote, decodes it and compares; and what it has must last as long as the journal says that
//! the conversation did. Only then the log goes. The queue of work is the table of
//! recordings itself, so that a crash loses nothing: the next start finds what was left unfinished.
//!
//! A disk or database that fails costs at most the recording, never the call.

mod facts;
mod vault;
mod whole;
mod worker;

pub use facts::Facts;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;
use store::Store;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use vault::{NOTES, Notes, StoreVault};
use vocabulary::RecordingId;
use voice::recorder::Keeper;

/// How long the end of the program waits for the last rows.
const END_WITHIN: Duration = Duration::from_secs(5);

/// The service. It works until [`Recordings::stop`].
pub struct Recordings {
    keeper: Keeper,
    shared: Arc<Shared>,
    notes: JoinHandle<()>,
    worker: watch::Receiver<()>,
}

/// How far the worker has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Archives made and verified since the start.
    pub made: u64,
    /// Recordings of which no archive could be made.
    pub failed: u64,
    /// The recording in hand.
    pub working_on: Option<RecordingId>,
    /// Octets of its log that have been encoded.
    pub encoded: u64,
}

/// What vault, notes and worker share.
#[derive(Default)]
struct Shared {
    /// Rung when there is something to be archived, and at the end.
    bell: Bell,
    ending: AtomicBool,
    made: AtomicU64,
    failed: AtomicU64,
    /// The recording in hand; 0 is none.
    working_on: AtomicU64,
    encoded: AtomicU64,
    live: vault::Live,
    refused: vault::Refused,
}

impl Recordings {
    /// Starts to keep recordings, and to finish those an earlier process left. Whatever begins after this has
    /// returned is this process's own.
    ///
    /// # Errors
    /// When the worker's thread cannot be started.
    pub async fn start(store: Arc<Store>) -> std::io::Result<Recordings> {
        let shared = Arc::<Shared>::default();
        let (tell, told) = mpsc::channel(NOTES);
        let vault = StoreVault::new(store.blobs().clone(), tell, shared.clone());
        let notes = tokio::spawn(Notes::new(store.clone(), shared.clone()).run(told));
        let left = worker::left(&store).await;
        let worker = worker::start(store, shared.clone(), left)?;
        Ok(Recordings { keeper: Keeper(Arc::new(vault)), shared, notes, worker })
    }

    /// For [`voice::Options::recordings`].
    pub fn keeper(&self) -> Keeper {
        self.keeper.clone()
    }

    /// How far the worker has come.
    pub fn progress(&self) -> Progress {
        let working_on = self.shared.working_on.load(Relaxed);
        Progress {
            made: self.shared.made.load(Relaxed),
            failed: self.shared.failed.load(Relaxed),
            working_on: (working_on != 0).then_some(RecordingId(working_on)),
            encoded: self.shared.encoded.load(Relaxed),
        }
    }

    /// Stops, after the voice node has: the rows of the last recordings are written, an archive in the
    /// making is left for the next start.
    pub async fn stop(self) {
        let Recordings { keeper, shared, notes, mut worker } = self;
        // The voice node's copy went with its recorder; this is the last: no more notes can come.
        drop(keeper);
        if tokio::time::timeout(END_WITHIN, notes).await.is_err() {
            tracing::warn!("the last recordings could not be noted; the next start finds them");
        }
        shared.ending.store(true, Relaxed);
        shared.bell.ring();
        // Ends with the worker's thread.
        let _ = tokio::time::timeout(END_WITHIN, worker.changed()).await;
    }
}

/// Wakes the worker, who is a thread.
#[derive(Default)]
struct Bell {
    rung: Mutex<bool>,
    heard: Condvar,
}

impl Bell {
    fn ring(&self) {
        *self.rung.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.heard.notify_one();
    }

    /// Waits until it is rung, but not for longer than this.
    fn wait(&self, limit: Duration) {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.heard.wait_timeout_while(rung, limit, |rung| !*rung);
        *waited.unwrap_or_else(PoisonError::into_inner).0 = false;
    }
}

impl Shared {
    fn is_ending(&self) -> bool {
        self.ending.load(Relaxed)
    }
}
