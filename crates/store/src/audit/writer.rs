//! The one task that appends: whatever waits goes into one transaction.
//!
//! Entries that somebody waits for are refused when the database does not take them: what they stand for
//! is then not done. Entries that nobody waits for are kept and tried again, 20,000 at the most; beyond
//! that they are lost, and an entry `audit.lost` says how many.

use super::chain::Head;
use super::checkpoint::{Checkpoint, Signatory};
use super::entry::{Code, Entry, Kind, Outcome, Placed};
use super::{Message, Settings, Shared, table};
use crate::{Db, Result};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until, timeout};
use vocabulary::Time;

/// Commits begin this far apart unless much waits: SQLite has one writer, and the journal needs it, too.
const PACE: Duration = Duration::from_millis(2);
/// Entries that do not wait for the pace.
const MANY: usize = 256;
/// Entries in one transaction.
const GROUP: usize = 2_048;
/// Entries kept for better times.
const MOST_KEPT: usize = 20_000;
/// Pause after a failure.
const TRY_AGAIN: Duration = Duration::from_secs(1);
/// How long the last checkpoint may take on its way.
const LEFT_WITHIN: Duration = Duration::from_secs(6);

pub(crate) struct Writer {
    pub(crate) db: Db,
    pub(crate) inbox: mpsc::Receiver<Message>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) signatory: Signatory,
    pub(crate) settings: Settings,
    pub(crate) departures: mpsc::Sender<Checkpoint>,
    /// Ends when the last checkpoint has left.
    pub(crate) leaving: JoinHandle<()>,
    /// How long one transaction may take.
    pub(crate) limit: Duration,
}

/// What the writer has at hand, and when it is to go on.
struct Desk {
    /// Entries that somebody waits for.
    awaited: Vec<(Entry, oneshot::Sender<bool>)>,
    /// Entries that nobody waits for, oldest first.
    kept: VecDeque<Entry>,
    /// Entries lost since the last one that said so.
    lost: u64,
    doubt: Option<Doubt>,
    /// Entries after the newest checkpoint.
    unsigned: u64,
    /// When they are signed, be they ever so few.
    sign_at: Instant,
    /// Not before this moment may the next transaction begin.
    next: Instant,
    failing: bool,
    stopping: Option<oneshot::Sender<()>>,
}

/// A transaction that seemed to fail and may have succeeded.
struct Doubt {
    /// How far the chain would be.
    head: Head,
    /// How many of what is kept were in it.
    kept: usize,
    /// How many lost ones it told of.
    lost: u64,
}

/// What a transaction led to.
struct Committed {
    appended: u64,
    checkpoint: Option<Checkpoint>,
}

impl Writer {
    /// Appends until it is told to stop, or until every handle is gone.
    pub(crate) async fn run(mut self) {
        // What was appended while no server ran is signed first of all.
        let mut desk = Desk::new(self.unsigned().await);
        while self.wait(&mut desk).await {
            let begun = Instant::now();
            let committed = self.commit(&mut desk).await;
            self.shared.failing.store(committed.is_err(), Ordering::Relaxed);
            match committed {
                Ok(committed) => desk.went_on(begun, committed, self.settings.within),
                Err(error) => {
                    desk.failed(begun, &error);
                    if desk.stopping.is_some() {
                        break;
                    }
                }
            }
            self.shared.lost.store(desk.lost, Ordering::Relaxed);
        }
        drop(self.departures);
        if timeout(LEFT_WITHIN, self.leaving).await.is_err() {
            tracing::error!(
                "the last audit checkpoint has not left in time; the next start sends a newer one"
            );
        }
        if let Some(stopped) = desk.stopping {
            // Who asked may have gone meanwhile.
            stopped.send(()).ok();
        }
    }

    /// Gathers until there is something to do; `false` when nothing is left and nothing more comes.
    async fn wait(&mut self, desk: &mut Desk) -> bool {
        let mut messages = Vec::new();
        loop {
            if desk.is_due(Instant::now()) {
                return true;
            }
            if desk.stopping.is_some() {
                return false;
            }
            tokio::select! {
                biased;
                count = self.inbox.recv_many(&mut messages, GROUP) => {
                    if count == 0 {
                        desk.stopping = Some(oneshot::channel().0);
                    }
                }
                () = sleep_until(desk.next), if desk.waits() => {}
                () = sleep_until(desk.sign_at), if desk.unsigned > 0 => {}
            }
            messages.drain(..).for_each(|message| desk.take(message));
            self.shared.lost.store(desk.lost, Ordering::Relaxed);
        }
    }

    /// Entries since the newest checkpoint.
    async fn unsigned(&self) -> u64 {
        let read = async {
            let head = table::head(&self.db).await?;
            let signed = table::last_checkpoint(&self.db).await?;
            self.shared.signed(signed.as_ref());
            Ok::<_, crate::Error>(head.place.saturating_sub(signed.map_or(0, |signed| signed.head.place)))
        };
        // A database that does not answer now will be heard of by the first entry.
        timeout(self.limit, read).await.ok().and_then(Result::ok).unwrap_or(1)
    }

    /// One transaction; whoever waited for it is answered.
    async fn commit(&self, desk: &mut Desk) -> Result<Committed> {
        let (mut reached, mut kept) = (None, 0);
        let attempt = async {
            self.resolve(desk).await?;
            kept = desk.kept.len().min(GROUP);
            let mut entries: Vec<Entry> = desk.told_losses().into_iter().collect();
            entries.extend(desk.kept.iter().take(kept).cloned());
            entries.extend(desk.awaited.iter().map(|(entry, _)| entry.clone()));
            let signatory = desk.signs(entries.len(), &self.settings).then_some(&self.signatory);
            append(&self.db, entries, signatory, &mut reached).await
        };
        let outcome = timeout(self.limit, attempt).await.unwrap_or(Err(crate::Error::Silent));
        for (_, answer) in desk.awaited.drain(..) {
            // Who waited may have gone meanwhile.
            answer.send(outcome.is_ok()).ok();
        }
        match &outcome {
            Ok(committed) => {
                desk.kept.drain(..kept);
                desk.lost = 0;
                if let Some(checkpoint) = committed.checkpoint {
                    self.shared.signed(Some(&checkpoint));
                    // When 64 wait already, the next one binds what this one does.
                    self.departures.try_send(checkpoint).ok();
                }
            }
            Err(_) => {
                desk.doubt = reached.map(|head| Doubt { head, kept, lost: desk.lost });
            }
        }
        outcome
    }

    /// Finds out whether the last transaction did succeed; what was in it is not written twice.
    async fn resolve(&self, desk: &mut Desk) -> Result<()> {
        if let Some(Doubt { head, kept, lost }) = &desk.doubt {
            if table::head(&self.db).await? == *head {
                desk.kept.drain(..*kept);
                desk.lost -= lost;
            }
            desk.doubt = None;
        }
        Ok(())
    }
}

impl Desk {
    fn new(unsigned: u64) -> Desk {
        let now = Instant::now();
        Desk {
            awaited: Vec::new(),
            kept: VecDeque::new(),
            lost: 0,
            doubt: None,
            unsigned,
            sign_at: now,
            next: now,
            failing: false,
            stopping: None,
        }
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Record(entry, answer) => self.awaited.push((entry, answer)),
            Message::Note(entry) if self.kept.len() < MOST_KEPT => self.kept.push_back(entry),
            Message::Note(entry) => self.lost += u64::from(entry.times),
            Message::Lost(times) => self.lost += times,
            Message::Stop(stopped) => self.stopping = Some(stopped),
        }
    }

    fn waits(&self) -> bool {
        self.awaited.len() + self.kept.len() > 0 || self.lost > 0
    }

    fn is_due(&self, now: Instant) -> bool {
        let much = self.awaited.len() + self.kept.len() >= MANY && !self.failing;
        let writes = self.waits() && (now >= self.next || much || self.stopping.is_some());
        let signs = self.unsigned > 0 && (now >= self.sign_at || self.stopping.is_some());
        writes || signs
    }

    fn signs(&self, entries: usize, settings: &Settings) -> bool {
        let unsigned = self.unsigned + entries as u64;
        let due = Instant::now() >= self.sign_at && self.unsigned > 0;
        unsigned > 0 && (due || self.stopping.is_some() || unsigned >= settings.every.into())
    }

    fn went_on(&mut self, begun: Instant, committed: Committed, within: Duration) {
        if committed.checkpoint.is_some() {
            self.unsigned = 0;
        } else {
            if self.unsigned == 0 {
                self.sign_at = begun + within;
            }
            self.unsigned += committed.appended;
        }
        self.next = begun + PACE;
        self.failing = false;
    }

    fn failed(&mut self, begun: Instant, error: &crate::Error) {
        if !self.failing {
            tracing::error!(%error, "the audit cannot be written: what has to be on record is refused");
        }
        self.failing = true;
        self.next = begun + TRY_AGAIN;
        self.sign_at = self.sign_at.max(self.next);
    }

    /// The entry that says how many were lost, if any were.
    fn told_losses(&self) -> Option<Entry> {
        let times = u32::try_from(self.lost).unwrap_or(u32::MAX);
        (times > 0).then(|| {
            let entry = Entry::new(crate::now(), Code::of("audit.lost"), Kind::Change, Code::of("program"));
            Entry { outcome: Outcome::Failed, times, ..entry }
        })
    }
}

/// Appends entries to the chain, and signs its end if asked. `reached` tells how far the chain would be,
/// as soon as that is known.
async fn append(
    db: &Db,
    entries: Vec<Entry>,
    signatory: Option<&Signatory>,
    reached: &mut Option<Head>,
) -> Result<Committed> {
    let mut tx = db.begin().await?;
    let before = table::take_head(&mut tx.conn()).await?;
    let mut head = before;
    let mut placed = Vec::with_capacity(entries.len());
    for entry in entries {
        head = head.then(&entry);
        placed.push(Placed { place: head.place, entry, hash: head.hash });
    }
    table::insert(&mut tx.conn(), &placed).await?;
    table::set_head(&mut tx.conn(), head).await?;
    let checkpoint = signatory.filter(|_| head.place > 0).map(|signatory| signatory.sign(head, now(&placed)));
    if let Some(checkpoint) = &checkpoint {
        table::add_checkpoint(&mut tx.conn(), checkpoint).await?;
    }
    *reached = Some(head);
    tx.commit().await?;
    Ok(Committed { appended: head.place - before.place, checkpoint })
}

/// A checkpoint is never older than the last entry before it.
fn now(placed: &[Placed]) -> Time {
    placed.last().map_or_else(crate::now, |last| last.entry.at.max(crate::now()))
}

/// Appends an entry beside a running server, or without one: for commands.
pub(super) async fn append_one(db: &Db, entry: Entry) -> Result<()> {
    append(db, vec![entry], None, &mut None).await.map(drop)
}
