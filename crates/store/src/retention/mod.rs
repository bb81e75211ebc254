//! How long what is personal is kept: a rule a kind, carried out a little at a time, and legal holds that win over
//! every rule.

pub(crate) mod holds;
pub(crate) mod table;

pub use holds::{Hold, HoldId};

use crate::audit::{Code, Entry, Kind as Act, NotOnRecord};
use crate::{Error, Reader, Result, Store, now};
use std::fmt;
use std::str::FromStr;
use std::time::Duration;
use vocabulary::{Span, Time};

/// Removed in one transaction: few enough that the journal does not wait for them.
const BATCH: u32 = 100;
/// Between two of them.
const PAUSE: Duration = Duration::from_millis(20);
/// Removed of one kind in one run; the next run goes on.
const MOST_A_RUN: u64 = 50_000;

/// What has a rule of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The sound of conversations.
    Recordings,
    /// What agents noted.
    Notes,
    /// What was written in chats.
    Messages,
    /// The numbers that customers called from.
    Callers,
    /// What agents promised.
    Promises,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 5] = [Kind::Recordings, Kind::Notes, Kind::Messages, Kind::Callers, Kind::Promises];

    /// The name in the database, in documents and in configurations.
    pub fn tag(self) -> &'static str {
        match self {
            Kind::Recordings => "recordings",
            Kind::Notes => "notes",
            Kind::Messages => "messages",
            Kind::Callers => "callers",
            Kind::Promises => "promises",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Kind {
    type Err = ();
    fn from_str(text: &str) -> std::result::Result<Kind, ()> {
        Kind::ALL.into_iter().find(|kind| kind.tag() == text).ok_or(())
    }
}

/// How long something is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What.
    pub kind: Kind,
    /// It goes when it is so old; none keeps it for good.
    pub keep: Option<Span>,
    /// Until it is so old a law wants it kept: an erasure leaves it, and says until when.
    pub at_least: Span,
    /// Where the spans come from: shown wherever the rule is.
    pub source: String,
}

impl Rule {
    /// Before which moment something has to be for the rule to remove it; none when it never does.
    pub fn before(&self, now: Time) -> Option<Time> {
        self.keep.map(|keep| now - keep.max(self.at_least))
    }
}

/// What a rule comes to at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Of which kind.
    pub kind: Kind,
    /// Whatever is older is due; none when the rule removes nothing.
    pub before: Option<Time>,
    /// What is due, and goes at the next run.
    pub due: u64,
    /// What would be due, and is held.
    pub held: u64,
}

/// What a run removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// When.
    pub at: Time,
    /// Of which kind.
    pub kind: Kind,
    /// What was older than this.
    pub before: Time,
    /// How many went.
    pub removed: u64,
    /// How many were held.
    pub held: u64,
}

/// Why a run ended before its end.
#[derive(Debug, thiserror::Error)]
pub enum NotRun {
    /// It cannot be on record, and so is not done.
    #[error(transparent)]
    NotOnRecord(#[from] NotOnRecord),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] Error),
}

impl Reader {
    /// What the rules would remove now: nothing is removed.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn retention_due(&self, rules: &[Rule]) -> Result<Vec<Due>> {
        let now = now();
        let mut found = Vec::new();
        for rule in rules {
            let (kind, before) = (rule.kind, rule.before(now));
            let (due, held) = match before {
                Some(before) => self.within(table::count(self.db(), kind, before)).await?,
                None => (0, 0),
            };
            found.push(Due { kind, before, due, held });
        }
        Ok(found)
    }
}

impl Store {
    /// Removes what the rules say has been kept for long enough, and no hold keeps: on record first, a few at a
    /// time, 50,000 of a kind at the most.
    ///
    /// # Errors
    /// [`NotRun`]; what was removed before stays so.
    pub async fn carry_out_retention(&self, rules: &[Rule]) -> std::result::Result<Vec<Run>, NotRun> {
        let at = now();
        let mut runs = Vec::new();
        for due in self.retention_due(rules).await? {
            let Some(before) = due.before else { continue };
            if due.due == 0 {
                continue;
            }
            self.note_removal(due.kind, due.due, at).await?;
            let removed = self.remove_due(due.kind, before).await?;
            let run = Run { at, kind: due.kind, before, removed, held: due.held };
            self.within(table::note_run(self.db(), &run)).await?;
            tracing::info!(kind = %run.kind, removed, held = run.held, before = %before, "what was kept for long enough went");
            runs.push(run);
        }
        Ok(runs)
    }

    /// The last runs that removed anything, newest first; 500 at the most.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn retention_runs(&self, limit: u32) -> Result<Vec<Run>> {
        self.within(table::runs(self.db(), limit.min(500))).await
    }

    async fn note_removal(&self, kind: Kind, due: u64, at: Time) -> std::result::Result<(), NotOnRecord> {
        let entry = Entry::new(at, Code::of("retention.remove"), Act::Change, Code::of("program"));
        let times = u32::try_from(due.min(MOST_A_RUN)).unwrap_or(u32::MAX);
        self.audit().record(Entry { about: Some(Code::of(kind.tag())), times, ..entry }).await
    }

    async fn remove_due(&self, kind: Kind, before: Time) -> Result<u64> {
        let mut removed = 0;
        while removed < MOST_A_RUN {
            let some = match kind {
                Kind::Recordings => self.remove_recordings(before).await?,
                Kind::Notes | Kind::Messages | Kind::Callers | Kind::Promises => {
                    self.within(table::remove(self.db(), kind, before, BATCH)).await?
                }
            };
            if some == 0 {
                break;
            }
            removed += some;
            tokio::time::sleep(PAUSE).await;
        }
        self.forget_texts().await;
        Ok(removed)
    }

    /// Files go first: one that a crash leaves without its row's word is removed again.
    async fn remove_recordings(&self, before: Time) -> Result<u64> {
        let rows = self.within(table::recordings(self.db(), before, BATCH)).await?;
        for row in &rows {
            self.remove_recording(row).await?;
        }
        Ok(rows.len() as u64)
    }

    pub(crate) async fn remove_recording(&self, row: &table::Sound) -> Result<()> {
        let blobs = self.blobs().clone();
        let files: Vec<_> = row.files().collect();
        let removed =
            tokio::task::spawn_blocking(move || files.into_iter().try_for_each(|file| blobs.remove(file)));
        match removed.await {
            Ok(removed) => removed?,
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
        self.within(table::forget_recording(self.db(), row.recording)).await
    }
}
