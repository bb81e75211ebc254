//! The voice node's vault: files at once, rows as soon as the database takes them.

use super::Shared;
use std::collections::HashSet;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;
use store::blobs::{BlobKey, Blobs, LogWriter};
use store::consents::Topic;
use store::recordings::Stored;
use store::{Owner, Store};
use tokio::sync::mpsc;
use vocabulary::{RecordingId, Time};
use voice::recorder::{Ending, Tape, Vault};

/// Notes that may wait for the database: two a recording. When there are more, recordings are refused,
/// and their calls go on.
pub(super) const NOTES: usize = 8_192;
/// Between attempts to write a note.
const PAUSE: Duration = Duration::from_millis(500);

/// Something the table of recordings has to learn. The order matters.
pub(super) enum Note {
    Begun { recording: RecordingId, at: Time, key: BlobKey, source: Stored },
    Ended { recording: RecordingId },
    Failed { recording: RecordingId, at: Time, reason: String },
}

/// Recordings this process is writing whose customers refuse to be recorded: nothing more is written of them, and
/// what there is goes when they end.
#[derive(Default)]
pub(super) struct Refused(RwLock<HashSet<RecordingId>>);

impl Refused {
    fn has(&self, recording: RecordingId) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).contains(&recording)
    }

    fn add(&self, recording: RecordingId) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(recording);
    }

    fn forget(&self, recording: RecordingId) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).remove(&recording);
    }
}

/// Whether the customer of a recording refuses to be recorded.
///
/// # Errors
/// When the database does not answer or refuses.
pub(super) async fn refuses(store: &Store, recording: RecordingId) -> store::Result<bool> {
    let contact = store.contact(recording.contact()).await?;
    match contact.and_then(|contact| contact.customer) {
        Some(customer) => Ok(store.agrees(&customer, Topic::Recording).await? == Some(false)),
        None => Ok(false),
    }
}

/// Recordings this process is writing.
#[derive(Default)]
pub(super) struct Live(Mutex<HashSet<RecordingId>>);

impl Live {
    pub fn has(&self, recording: RecordingId) -> bool {
        self.all().contains(&recording)
    }

    fn all(&self) -> MutexGuard<'_, HashSet<RecordingId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) struct StoreVault {
    blobs: Blobs,
    notes: mpsc::Sender<Note>,
    shared: Arc<Shared>,
}

struct LogTape {
    recording: RecordingId,
    began: Time,
    log: LogWriter,
    notes: mpsc::Sender<Note>,
    shared: Arc<Shared>,
}

impl StoreVault {
    pub fn new(blobs: Blobs, notes: mpsc::Sender<Note>, shared: Arc<Shared>) -> StoreVault {
        StoreVault { blobs, notes, shared }
    }
}

impl Vault for StoreVault {
    fn begin(&self, recording: RecordingId, began: Time) -> io::Result<Box<dyn Tape>> {
        let key = self.blobs.new_key(Owner::Contact(recording.contact()));
        let log = self.blobs.begin_log(&key).map_err(io_error)?;
        let source = Stored { blob: log.id(), key: key.id() };
        self.shared.live.all().insert(recording);
        let note = Note::Begun { recording, at: began, key, source };
        if self.notes.try_send(note).is_err() {
            self.shared.live.all().remove(&recording);
            // The file is of no use without its row; an orphan is found at the next start as well.
            let _ = self.blobs.remove(source.blob);
            return Err(io::Error::other("the database has been away for too long"));
        }
        Ok(Box::new(LogTape {
            recording,
            began,
            log,
            notes: self.notes.clone(),
            shared: self.shared.clone(),
        }))
    }

    fn refused(&self, recording: RecordingId, began: Time, why: &io::Error) {
        let note = Note::Failed { recording, at: began, reason: reason(why) };
        // Without the note the journal's row stays: found by the next sweep.
        let _ = self.notes.try_send(note);
    }
}

impl Tape for LogTape {
    fn append(&mut self, chunk: &[u8]) -> io::Result<()> {
        if self.shared.refused.has(self.recording) {
            return Ok(());
        }
        self.log.append(chunk)
    }

    fn end(self: Box<Self>, how: Ending) {
        let LogTape { recording, began, log, notes, shared: _ } = *self;
        let ended = match how {
            Ending::Complete { missing } => {
                if missing > 0 {
                    tracing::warn!(%recording, missing, "packets are missing in a recording");
                }
                log.finish()
            }
            Ending::Failed(error) => Err(error),
        };
        let note = match ended {
            Ok(()) => Note::Ended { recording },
            Err(error) => Note::Failed { recording, at: began, reason: reason(&error) },
        };
        // Without the note the row stays as it is: found by the next sweep.
        let _ = notes.try_send(note);
    }
}

/// Why, in a few words that hold no path.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "the disk is full".to_owned(),
        kind => format!("it could not be written: {kind}"),
    }
}

fn io_error(error: store::Error) -> io::Error {
    match error {
        store::Error::File { source, .. } => source,
        other => io::Error::other(other),
    }
}

/// Writes notes into the database, one after the other, each until it is taken.
pub(super) struct Notes {
    store: Arc<Store>,
    shared: Arc<Shared>,
}

impl Notes {
    pub fn new(store: Arc<Store>, shared: Arc<Shared>) -> Notes {
        Notes { store, shared }
    }

    /// Ends when nobody can send notes any more.
    pub async fn run(self, mut notes: mpsc::Receiver<Note>) {
        while let Some(note) = notes.recv().await {
            let mut told = false;
            while let Err(error) = self.write(&note).await {
                if !std::mem::replace(&mut told, true) {
                    tracing::error!(%error, "the table of recordings cannot be written: trying again");
                }
                tokio::time::sleep(PAUSE).await;
            }
            let (Note::Ended { recording } | Note::Failed { recording, .. }) = note else { continue };
            self.shared.live.all().remove(&recording);
            self.shared.refused.forget(recording);
            self.shared.bell.ring();
        }
    }

    async fn write(&self, note: &Note) -> store::Result<()> {
        let recordings = self.store.recordings();
        match note {
            Note::Begun { recording, at, key, source } => {
                self.store.blobs().keep(key).await?;
                recordings.begun(*recording, *at, *source).await?;
                if refuses(&self.store, *recording).await? {
                    self.shared.refused.add(*recording);
                }
                Ok(())
            }
            Note::Ended { recording } => recordings.sealing(*recording).await,
            Note::Failed { recording, at, reason } => recordings.failed(*recording, *at, reason).await,
        }
    }
}
