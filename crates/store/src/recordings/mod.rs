//! What is known of recordings: what the journal says (begun, ended, how), and what became of the sound
//! (a log while the call lasts, a verified archive afterwards, or the reason why there is none).

pub(crate) mod table;

use crate::blobs::{BlobId, BlobKeyId};
use crate::{Db, Error, Place, Result};
use indicators::FeedFact;
use std::fmt;
use std::future::Future;
use std::time::Duration;
use vocabulary::journal::RecordingOutcome;
use vocabulary::{ContactId, CustomerRef, RecordingId, Time};

/// What became of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The call lasts.
    Running,
    /// The call is over; the archive is being made.
    Sealing,
    /// The archive is there and was verified by decoding it.
    Ready,
    /// There is no whole recording; [`RecordingRow::reason`] says why.
    Failed,
    /// Its key was destroyed.
    Erased,
}

impl State {
    const ALL: [State; 5] = [State::Running, State::Sealing, State::Ready, State::Failed, State::Erased];

    /// The word in the table and outside.
    pub fn tag(self) -> &'static str {
        match self {
            State::Running => "running",
            State::Sealing => "sealing",
            State::Ready => "ready",
            State::Failed => "failed",
            State::Erased => "erased",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// A sealed file and the key it opens under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// The file.
    pub blob: BlobId,
    /// Its key.
    pub key: BlobKeyId,
}

/// A recording's row.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordingRow {
    /// Which recording.
    pub recording: RecordingId,
    /// Whose.
    pub contact: ContactId,
    /// When it began.
    pub started_at: Time,
    /// When the conversation was over; none while it lasts.
    pub ended_at: Option<Time>,
    /// How it ended, by the journal's word.
    pub outcome: Option<RecordingOutcome>,
    /// What became of it.
    pub state: State,
    /// Why there is no archive, in a few words.
    pub reason: Option<String>,
    /// The log of the call, until the archive is verified.
    pub source: Option<Stored>,
    /// The archive.
    pub archive: Option<Stored>,
    /// What is known of the archive's contents, sealed under its key for [`facts_place`].
    pub facts: Option<Vec<u8>>,
}

/// How many recordings there are, by what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Recordings whose conversation is over, erased ones left out: as many should be playable.
    pub due: u64,
    /// Of these, verified by decoding.
    pub playable: u64,
    /// Of these, not yet decided.
    pub pending: u64,
    /// Of these, failed.
    pub failed: u64,
    /// Conversations that last.
    pub running: u64,
    /// Erased.
    pub erased: u64,
}

/// Why there is no recording of who refuses to be recorded.
pub const REFUSED: &str = "the customer refuses to be recorded";

/// Where the sealed facts of a recording stand.
pub fn facts_place(recording: RecordingId) -> Place {
    Place::new("recordings", "facts", recording.0)
}

/// The table of recordings. Each question has a time limit. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Recordings {
    db: Db,
    limit: Duration,
}

impl Recordings {
    pub(crate) fn new(db: Db, limit: Duration) -> Recordings {
        Recordings { db, limit }
    }

    /// A recording's log has been begun.
    ///
    /// # Errors
    /// When the database does not answer or refuses; so for all that follow.
    pub async fn begun(&self, recording: RecordingId, at: Time, source: Stored) -> Result<()> {
        self.within(table::begun(&self.db, recording, at, source)).await
    }

    /// The call is over and the log is to be archived.
    ///
    /// # Errors
    /// See [`Recordings::begun`].
    pub async fn sealing(&self, recording: RecordingId) -> Result<()> {
        self.within(table::set_state(&self.db, recording, State::Sealing, None)).await
    }

    /// There will be no whole recording.
    ///
    /// # Errors
    /// See [`Recordings::begun`].
    pub async fn failed(&self, recording: RecordingId, at: Time, reason: &str) -> Result<()> {
        self.within(table::failed(&self.db, recording, at, reason)).await
    }

    /// Its key was destroyed; its files are gone.
    ///
    /// # Errors
    /// See [`Recordings::begun`].
    pub async fn erased(&self, recording: RecordingId) -> Result<()> {
        self.within(table::set_state(&self.db, recording, State::Erased, None)).await
    }

    /// The customer refuses to be recorded; its files are gone.
    ///
    /// # Errors
    /// See [`Recordings::begun`].
    pub async fn refused(&self, recording: RecordingId) -> Result<()> {
        self.within(table::set_state(&self.db, recording, State::Erased, Some(REFUSED))).await
    }

    /// The archive is there and verified; the log may go.
    ///
    /// # Errors
    /// See [`Recordings::begun`].
    pub async fn ready(&self, recording: RecordingId, archive: Stored, facts: &[u8]) -> Result<()> {
        self.within(table::ready(&self.db, recording, archive, facts)).await
    }

    /// One recording.
    ///
    /// # Errors
    /// See [`Recordings::begun`].
    pub async fn find(&self, recording: RecordingId) -> Result<Option<RecordingRow>> {
        self.within(table::find(&self.db, recording)).await
    }

    /// Up to `limit` recordings in this state from number `from` on, by number.
    ///
    /// # Errors
    /// See [`Recordings::begun`].
    pub async fn in_state(&self, state: State, from: RecordingId, limit: u32) -> Result<Vec<RecordingRow>> {
        self.within(table::in_state(&self.db, state, from, limit)).await
    }

    /// The next recording to make an archive of: the call is over by the recorder's word and by the journal's.
    ///
    /// # Errors
    /// See [`Recordings::begun`].
    pub async fn to_archive(&self) -> Result<Option<RecordingRow>> {
        self.within(table::to_archive(&self.db)).await
    }

    /// Up to `limit` recordings before number `before`, newest first.
    ///
    /// # Errors
    /// See [`Recordings::begun`].
    pub async fn newest(&self, before: Option<RecordingId>, limit: u32) -> Result<Vec<RecordingRow>> {
        self.within(table::newest(&self.db, before, limit)).await
    }

    /// Archives that stand under the key of a contact whose customer has become known since.
    ///
    /// # Errors
    /// See [`Recordings::begun`].
    pub async fn to_move(&self) -> Result<Vec<(RecordingId, CustomerRef)>> {
        self.within(table::to_move(&self.db)).await
    }

    /// Archives whose key was destroyed.
    ///
    /// # Errors
    /// See [`Recordings::begun`].
    pub async fn to_erase(&self) -> Result<Vec<RecordingRow>> {
        self.within(table::to_erase(&self.db)).await
    }

    /// Files that belong to a recording.
    ///
    /// # Errors
    /// See [`Recordings::begun`].
    pub async fn files(&self) -> Result<Vec<BlobId>> {
        self.within(table::files(&self.db)).await
    }

    /// How many there are.
    ///
    /// # Errors
    /// See [`Recordings::begun`].
    pub async fn counts(&self) -> Result<Counts> {
        self.within(table::counts(&self.db)).await
    }

    /// What the recordings of contacts that count in `from..to` add to *recording success*: each that is due is one, and
    /// a playable one is a success. What is still being made is due and not yet playable.
    ///
    /// # Errors
    /// See [`Recordings::begun`].
    pub async fn fed(&self, from: Time, to: Time) -> Result<Vec<FeedFact>> {
        self.within(table::fed(&self.db, from, to)).await
    }

    async fn within<T>(&self, question: impl Future<Output = Result<T>>) -> Result<T> {
        tokio::time::timeout(self.limit, question).await.unwrap_or(Err(Error::Silent))
    }
}
