//! The worker that makes archives, one at a time, at the lowest priority.

use super::vault::refuses;
use super::whole::lacking;
use super::{Facts, Shared};
use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};
use store::blobs::{BlobId, BlobKey};
use store::recordings::{RecordingRow, State, Stored};
use store::{Owner, Store};
use tokio::runtime::Handle;
use tokio::sync::watch;
use vocabulary::{RecordingId, Span, Time};
use voice::recorder::archive::{self, Archiver};
use voice::recorder::chunk;

/// How often the worker looks for itself what there is to do, bell or no bell.
const LOOK: Duration = Duration::from_secs(30);
/// How often, while the journal has not yet told the end of a recording that is written to its end.
const JOURNAL: Duration = Duration::from_millis(500);
/// How often everything is swept that is not part of an archive's making.
const SWEEP: Duration = Duration::from_secs(3_600);
/// After a failure of disk or database.
const PAUSE: Duration = Duration::from_secs(5);
/// A recording that the journal says is over and that nobody has noted anything about for this long was
/// never written.
const NEVER_WRITTEN: Span = Span::seconds(120);
/// Rows looked at in one go.
const PAGE: u32 = 100;

/// What an earlier process left, as it stands before the first call: what comes later is this process's own.
pub(super) struct Left {
    /// The recordings that run as far as the table knows.
    recordings: Vec<RecordingRow>,
    /// The sealed files there are.
    files: Vec<BlobId>,
}

/// None of what cannot be read: the next start finds it.
pub(super) async fn left(store: &Store) -> Left {
    let blobs = store.blobs().clone();
    let files = match tokio::task::spawn_blocking(move || blobs.all()).await {
        Ok(Ok(files)) => files,
        Ok(Err(error)) => {
            tracing::error!(%error, "the files of an earlier process cannot be looked through");
            Vec::new()
        }
        Err(_) => Vec::new(),
    };
    Left { recordings: left_running(store).await, files }
}

async fn left_running(store: &Store) -> Vec<RecordingRow> {
    let (mut left, mut from) = (Vec::new(), RecordingId(0));
    loop {
        match store.recordings().in_state(State::Running, from, PAGE).await {
            Ok(page) => {
                let Some(last) = page.last() else { return left };
                from = RecordingId(last.recording.0 + 1);
                left.extend(page);
            }
            Err(error) => {
                tracing::error!(%error, "recordings of an earlier process cannot be looked through");
                return left;
            }
        }
    }
}

/// Starts the thread, which finishes first what was left. The receiver learns of its end.
pub(super) fn start(store: Arc<Store>, shared: Arc<Shared>, left: Left) -> io::Result<watch::Receiver<()>> {
    let (over, ended) = watch::channel(());
    let worker = Worker { store, shared, runtime: Handle::current() };
    std::thread::Builder::new().name("archiver".into()).spawn(move || {
        let _over = over;
        step_back();
        worker.run(&left);
    })?;
    Ok(ended)
}

/// Archives can wait; calls cannot.
fn step_back() {
    if let Err(error) = rustix::process::setpriority_process(Some(rustix::thread::gettid()), 19) {
        tracing::debug!(%error, "the archiver keeps the priority of all");
    }
}

struct Worker {
    store: Arc<Store>,
    shared: Arc<Shared>,
    runtime: Handle,
}

/// What came of a recording.
enum Made {
    Ready,
    Erased,
    Refused,
    Failed(String),
}

impl Worker {
    fn run(&self, left: &Left) {
        if let Err(error) = self.take_over(left) {
            tracing::error!(%error, "recordings of an earlier process cannot be finished; the next start tries again");
        }
        let mut swept: Option<Instant> = None;
        while !self.shared.is_ending() {
            let done = self.work_off().and_then(|untold| {
                if swept.is_none_or(|swept| swept.elapsed() >= SWEEP) {
                    self.sweep()?;
                    swept = Some(Instant::now());
                }
                Ok(if untold { JOURNAL } else { LOOK })
            });
            let wait = match done {
                Ok(wait) => wait,
                Err(error) if self.shared.is_ending() => {
                    tracing::debug!(%error, "the archiver was interrupted");
                    return;
                }
                Err(error) => {
                    tracing::error!(%error, "archives cannot be made: trying again");
                    PAUSE
                }
            };
            self.shared.bell.wait(wait);
        }
    }

    /// What an earlier process left: its running recordings are over.
    fn take_over(&self, left: &Left) -> store::Result<()> {
        let (recordings, blobs) = (self.store.recordings(), self.store.blobs());
        for row in &left.recordings {
            tracing::warn!(recording = %row.recording, "a recording was left unfinished: finishing it");
            match row.source {
                Some(_) => self.wait(recordings.sealing(row.recording))?,
                None => self.fail(row, "nothing was written before the process ended")?,
            }
        }
        // Only of those that were there before the first call: a recording of this process has its row a moment
        // after its file, also one that is over by then.
        let known: std::collections::HashSet<_> = self.wait(recordings.files())?.into_iter().collect();
        for orphan in left.files.iter().filter(|blob| !known.contains(blob)) {
            tracing::warn!(file = %orphan, "a sealed file belongs to nothing and is removed");
            blobs.remove(*orphan)?;
        }
        Ok(())
    }

    /// Makes archives until there is none to make. Whether there are recordings whose end the journal has
    /// still to tell.
    fn work_off(&self) -> store::Result<bool> {
        loop {
            let next = self.wait(self.store.recordings().to_archive())?;
            let Some(row) = next.as_ref().filter(|_| !self.shared.is_ending()) else {
                let left = self.wait(self.store.recordings().in_state(State::Sealing, RecordingId(0), 1))?;
                return Ok(!left.is_empty());
            };
            self.shared.working_on.store(row.recording.0, Relaxed);
            let made = self.archive(row);
            self.shared.working_on.store(0, Relaxed);
            match made? {
                Made::Ready => {
                    self.shared.made.fetch_add(1, Relaxed);
                }
                Made::Erased => self.wait(self.store.recordings().erased(row.recording))?,
                Made::Refused => self.wait(self.store.recordings().refused(row.recording))?,
                Made::Failed(reason) => self.fail(row, &reason)?,
            }
        }
    }

    fn fail(&self, row: &RecordingRow, reason: &str) -> store::Result<()> {
        tracing::error!(recording = %row.recording, contact = %row.contact, reason, "a recording failed");
        self.shared.failed.fetch_add(1, Relaxed);
        self.wait(self.store.recordings().failed(row.recording, row.started_at, reason))
    }

    fn archive(&self, row: &RecordingRow) -> store::Result<Made> {
        let Some(source) = row.source else { return Ok(Made::Failed("nothing was written".into())) };
        let blobs = self.store.blobs();
        // Also of who said so in the conversation itself.
        if self.wait(refuses(&self.store, row.recording))? {
            tracing::info!(recording = %row.recording, "the customer refuses to be recorded: the recording goes");
            blobs.remove(source.blob)?;
            return Ok(Made::Refused);
        }
        let key = match self.wait(blobs.key(source.key)) {
            Err(store::Error::Sealed(store::sealed::Error::Erased)) => {
                blobs.remove(source.blob)?;
                return Ok(Made::Erased);
            }
            key => key?,
        };
        let (ogg, facts) = match self.encode(source, &key)? {
            Ok(encoded) => encoded,
            Err(reason) => return Ok(Made::Failed(reason)),
        };
        if facts.samples == 0 {
            blobs.remove(source.blob)?;
            return Ok(Made::Failed("nothing was written".into()));
        }
        // The log stays: what there is of it may be all there will ever be.
        if let Some(reason) = lacking(row, facts.duration()) {
            return Ok(Made::Failed(reason));
        }
        let key = self.key_for(row, key)?;
        let blob = blobs.write(&key, &ogg)?;
        // The proof is taken from what stands on the disk.
        let verified = blobs.open(blob, &key)?.read_all()?;
        if let Err(error) = archive::verify(&verified, &facts) {
            blobs.remove(blob)?;
            return Ok(Made::Failed(error.to_string()));
        }
        let sealed = Facts::of(&facts).seal(row.recording, &key);
        let archive = Stored { blob, key: key.id() };
        self.wait(self.store.recordings().ready(row.recording, archive, &sealed))?;
        blobs.remove(source.blob)?;
        Ok(Made::Ready)
    }

    /// Reads the log and encodes it. A log that a crash cut off is encoded as far as it goes.
    fn encode(
        &self,
        source: Stored,
        key: &BlobKey,
    ) -> store::Result<Result<(Vec<u8>, archive::Facts), String>> {
        let mut log = self.store.blobs().open_log(source.blob, key)?;
        let mut archiver = match Archiver::new() {
            Ok(archiver) => archiver,
            Err(error) => return Ok(Err(error.to_string())),
        };
        self.shared.encoded.store(0, Relaxed);
        while let Some(octets) = log.next_chunk()? {
            let Some(stretch) = chunk::read(&octets) else {
                return Ok(Err("it was written by a later release".to_owned()));
            };
            if let Err(error) = archiver.push(&stretch) {
                return Ok(Err(error.to_string()));
            }
            self.shared.encoded.fetch_add(octets.len() as u64, Relaxed);
            if self.shared.is_ending() {
                // What interrupts is no failure: the next start begins anew.
                return Err(store::Error::NotWriting);
            }
        }
        Ok(archiver.finish().map_err(|error| error.to_string()))
    }

    /// The customer's key, if the customer is known; else the recording's own.
    fn key_for(&self, row: &RecordingRow, own: BlobKey) -> store::Result<BlobKey> {
        let contact = self.wait(self.store.contact(row.contact))?;
        match contact.and_then(|contact| contact.customer) {
            Some(customer) => self.wait(self.store.blobs().key_of(Owner::Customer(customer))),
            None => Ok(own),
        }
    }

    /// What has to be done now and then: archives move under the keys of customers who have become known,
    /// files of erased ones go, and rows that nobody writes any more are failed.
    fn sweep(&self) -> store::Result<()> {
        let recordings = self.store.recordings();
        for (recording, customer) in self.wait(recordings.to_move())? {
            self.move_archive(recording, Owner::Customer(customer))?;
        }
        for row in self.wait(recordings.to_erase())? {
            for stored in [row.source, row.archive].into_iter().flatten() {
                self.store.blobs().remove(stored.blob)?;
            }
            self.wait(recordings.erased(row.recording))?;
        }
        let long_ago = wall() - NEVER_WRITTEN;
        for row in self.wait(recordings.in_state(State::Running, RecordingId(0), PAGE))? {
            let over = row.ended_at.is_some_and(|ended| ended < long_ago);
            if over && !self.shared.live.has(row.recording) {
                match row.source {
                    Some(_) => self.wait(recordings.sealing(row.recording))?,
                    None => self.fail(&row, "the voice node wrote nothing")?,
                }
            }
        }
        Ok(())
    }

    fn move_archive(&self, recording: RecordingId, owner: Owner) -> store::Result<()> {
        let (recordings, blobs) = (self.store.recordings(), self.store.blobs());
        let Some(row) = self.wait(recordings.find(recording))? else { return Ok(()) };
        let (Some(old), Some(sealed)) = (row.archive, row.facts) else { return Ok(()) };
        let own = self.wait(blobs.key(old.key))?;
        let facts = Facts::open(recording, &own, &sealed)?;
        let value = blobs.open(old.blob, &own)?.read_all()?;
        let key = self.wait(blobs.key_of(owner))?;
        let blob = blobs.write(&key, &value)?;
        let archive = Stored { blob, key: key.id() };
        self.wait(recordings.ready(recording, archive, &facts.seal(recording, &key)))?;
        blobs.remove(old.blob)
    }

    fn wait<T>(&self, question: impl Future<Output = T>) -> T {
        self.runtime.block_on(question)
    }
}

fn wall() -> Time {
    jiff::Timestamp::now().into()
}
