//! The one task that writes the journal.
//!
//! While the database takes entries, all that waits goes into one transaction, and the next group
//! gathers meanwhile. What has waited for its patience ([`Pace`]) without becoming durable goes into the spill
//! log: the transaction in flight too, which may still succeed. After a failure everything goes
//! there until the database is back. Then the log is read into the database in its order; new
//! entries go on into the log until the last frames are in flight, then gather in memory again.
//!
//! Order of places, at any moment: what is stored, the group in flight, the log, what gathers.

use super::frame::{Frame, Group, last_of, records_in};
use super::heard::Heard;
use super::ledger::{Fault, Ledger};
use super::spill::{Refused, Spill};
use super::{Batch, Health, Message, Shared};
use crate::Pace;
use crate::contacts::change::SealedChange;
use crate::erasure::Destroy;
use crate::sealed::MasterKey;
use std::collections::VecDeque;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, sleep_until};
use vocabulary::{CustomerRef, Sequence, Time};

/// Commits begin this far apart unless much waits: each costs processor time and a wait for the disk
/// whatever it holds, and an entry that has waited for this long has most of its 50 ms left.
const PACE: Duration = Duration::from_millis(10);
/// Writes to the spill log begin this far apart.
const SPILL_PACE: Duration = Duration::from_millis(8);
/// Records that do not wait for the pace.
const MANY: usize = 256;
/// Records read from the spill log at once.
const FROM_LOG: usize = 1024;
/// Batches taken from the inbox at once.
const TAKE: usize = 256;
/// A slow database is reported as spilling from here on; a shorter hiccup is nobody's concern.
const HICCUP: Duration = Duration::from_secs(1);
/// First and longest pause between attempts.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// The writer's ends of the journal's channels.
pub(crate) struct Ends {
    pub(crate) inbox: mpsc::Receiver<Message>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) durable: watch::Sender<Sequence>,
    pub(crate) health: watch::Sender<Health>,
}

type Attempt<L> = Pin<Box<dyn Future<Output = (L, Result<Sequence, Fault>)> + Send>>;

/// The state of the task.
pub(crate) struct Writer<L> {
    ends: Ends,
    master: Arc<MasterKey>,
    pace: Pace,
    /// Here while no attempt is under way.
    ledger: Option<L>,
    attempt: Option<Attempt<L>>,
    /// What the attempt stores, or the next one will.
    group: Option<Group>,
    /// How many of the group's frames stand in the spill log.
    group_spilled: usize,
    /// Everything up to here is in the database.
    stored: Sequence,
    /// Last place taken from the inbox.
    taken: Sequence,
    /// Whether the last attempt failed: it may have been stored nevertheless.
    doubt: bool,
    spill: Option<Spill>,
    trouble: Option<Trouble>,
    /// In memory only, after everything else.
    gathered: Vec<Frame>,
    /// Arrival of the oldest entry that gathers, and of the group's oldest.
    gathered_since: Option<Instant>,
    group_since: Option<Instant>,
    /// Not before this moment may the next attempt begin.
    next_attempt: Instant,
    /// Not before this moment should the log be written again.
    next_spill: Instant,
    pause: Duration,
    erasures: VecDeque<Erasure>,
    heard: Heard,
    stopping: bool,
}

/// The log is in use.
struct Trouble {
    since: Time,
    began: Instant,
    reason: String,
    /// The database failed, and was not only slow.
    failed: bool,
    /// The log took no more: all that follows is lost, until the log is read.
    full: bool,
    entries: u64,
}

/// A customer's key to be destroyed.
struct Erasure {
    customer: CustomerRef,
    what: Destroy,
    answer: oneshot::Sender<crate::Result<bool>>,
    /// What was appended before it comes first.
    after: Sequence,
}

impl<L: Ledger> Writer<L> {
    /// A writer for an empty spill log.
    pub(crate) fn new(ledger: L, spill: Spill, stored: Sequence, master: Arc<MasterKey>, ends: Ends) -> Self {
        Writer {
            ends,
            master,
            pace: Pace::LIVE,
            ledger: Some(ledger),
            attempt: None,
            group: None,
            group_spilled: 0,
            stored,
            taken: stored,
            doubt: false,
            spill: Some(spill),
            trouble: None,
            gathered: Vec::new(),
            gathered_since: None,
            group_since: None,
            next_attempt: Instant::now(),
            next_spill: Instant::now(),
            pause: FIRST_PAUSE,
            erasures: VecDeque::new(),
            heard: Heard::default(),
            stopping: false,
        }
    }

    /// The same at another pace.
    pub(crate) fn at(self, pace: Pace) -> Self {
        Writer { pace, ..self }
    }

    /// Writes until told to stop, or until every handle is gone; then brings in what it has.
    pub(crate) async fn run(mut self) {
        let mut messages = Vec::with_capacity(TAKE);
        loop {
            self.begin_attempt().await;
            if self.stopping && self.attempt.is_none() && self.is_finished() {
                return self.give_up().await;
            }
            let deadline = self.deadline();
            let due = self.attempt.is_none() && self.has_work();
            tokio::select! {
                biased;
                (ledger, outcome) = finished(&mut self.attempt) => self.land(ledger, outcome).await,
                () = until(deadline) => self.make_durable().await,
                count = self.ends.inbox.recv_many(&mut messages, TAKE), if self.has_room() => {
                    self.stopping |= count == 0;
                    self.take(&mut messages);
                }
                () = sleep_until(self.next_attempt), if due => {}
            }
        }
    }

    /// Whether entries that gather in memory will soon be tried, or are being tried now.
    fn is_hopeful(&self) -> bool {
        match &self.trouble {
            None => true,
            Some(trouble) => self.attempt.is_some() && !trouble.failed && self.all_read(),
        }
    }

    /// When entries go into the spill log: after some patience where there is hope, else soon.
    fn deadline(&self) -> Option<Instant> {
        if self.is_hopeful() {
            let group = self.group_since.filter(|_| self.trouble.is_none());
            group.or(self.gathered_since).map(|oldest| oldest + self.pace.patience)
        } else {
            self.gathered_since.map(|oldest| oldest.max(self.next_spill))
        }
    }

    fn has_room(&self) -> bool {
        !self.stopping
            && self.gathered.len() < 4 * self.pace.group
            && records_in(&self.gathered) < 4 * self.pace.group
    }

    fn has_work(&self) -> bool {
        self.group.is_some()
            || self.trouble.is_some()
            || !self.gathered.is_empty()
            || !self.erasures.is_empty()
    }

    /// Nothing is left to do, or nothing more can be done: the log is read at the next start.
    fn is_finished(&self) -> bool {
        !self.has_work() || self.trouble.as_ref().is_some_and(|trouble| trouble.failed)
    }

    /// What neither database nor log has taken is lost with this task.
    async fn give_up(&mut self) {
        self.spill_gathered().await;
        let records = records_in(self.unspilled());
        if records > 0 {
            self.lose(records);
        }
    }

    fn all_read(&self) -> bool {
        self.spill.as_ref().is_some_and(Spill::is_read)
    }

    // From the inbox.

    fn take(&mut self, messages: &mut Vec<Message>) {
        for message in messages.drain(..) {
            match message {
                Message::Append(batch, arrived, heard) => self.gather(batch, arrived, heard),
                Message::Erase(customer, what, answer) => self.take_erasure(customer, what, answer),
                Message::Stop => self.stopping = true,
            }
        }
    }

    fn gather(&mut self, mut batch: Batch, arrived: Instant, heard: Option<oneshot::Sender<()>>) {
        let taken = &mut self.taken;
        batch.records.retain(|record| {
            let is_new = record.sequence > *taken;
            if is_new {
                *taken = record.sequence;
            } else {
                tracing::error!(place = %record.sequence, "a journal place was given twice; the later entry is dropped");
            }
            is_new
        });
        if self.trouble.as_ref().is_some_and(|trouble| trouble.full) {
            return self.lose(batch.records.len());
        }
        let changes = batch.changes.into_iter().map(|change| SealedChange::seal(change, &self.master));
        self.gathered.push(Frame { records: batch.records, changes: changes.collect() });
        self.gathered_since.get_or_insert(arrived);
        self.heard.taken(heard);
    }

    /// An erasure cannot be promised while the database is out of reach.
    fn take_erasure(
        &mut self,
        customer: CustomerRef,
        what: Destroy,
        answer: oneshot::Sender<crate::Result<bool>>,
    ) {
        if self.trouble.is_some() {
            // Who asked may have gone meanwhile.
            answer.send(Err(crate::Error::NotWriting)).ok();
        } else {
            self.erasures.push_back(Erasure { customer, what, answer, after: self.taken });
        }
    }

    // To the database.

    /// Begins the next transaction, if there is something to do and it is time.
    async fn begin_attempt(&mut self) {
        if self.attempt.is_some() || !self.is_due() {
            return;
        }
        if self.group.is_none() && self.trouble.is_some() {
            self.drain().await;
            self.report();
        }
        if self.group.is_none() && self.trouble.is_none() {
            if self.begin_erasure() {
                return;
            }
            self.group_gathered();
        }
        let Some(group) = self.group.clone() else { return };
        let Some(mut ledger) = self.ledger.take() else { return };
        let (stored, doubt) = (self.stored, self.doubt || self.trouble.is_some());
        self.next_attempt = Instant::now() + PACE;
        self.attempt = Some(Box::pin(async move {
            let outcome = ledger.commit(group, stored, doubt).await;
            (ledger, outcome)
        }));
    }

    fn is_due(&self) -> bool {
        let hurry = self.trouble.is_none() && (self.stopping || records_in(&self.gathered) >= MANY);
        hurry || self.next_attempt <= Instant::now()
    }

    /// Destroys one customer's key; everything appended before is stored.
    fn begin_erasure(&mut self) -> bool {
        let stored = self.stored;
        let Some(Erasure { customer, what, answer, .. }) =
            self.erasures.pop_front_if(|erasure| erasure.after <= stored)
        else {
            return false;
        };
        let Some(mut ledger) = self.ledger.take() else { return false };
        self.attempt = Some(Box::pin(async move {
            let erased = ledger.erase(customer, what).await.map_err(|_| crate::Error::NotWriting);
            // Who asked may have gone meanwhile.
            answer.send(erased).ok();
            (ledger, Ok(stored))
        }));
        true
    }

    fn group_gathered(&mut self) {
        let (limit, mut records) = (self.pace.group, 0);
        let fitting = self.gathered.iter().take_while(|frame| {
            let fits = records < limit;
            records += frame.records.len().max(1);
            fits
        });
        let rest = self.gathered.split_off(fitting.count());
        let group = mem::replace(&mut self.gathered, rest);
        if !group.is_empty() {
            self.group = Some(Arc::new(group));
            self.group_spilled = 0;
            self.group_since = self.gathered_since;
            self.gathered_since = self.gathered_since.filter(|_| !self.gathered.is_empty());
        }
    }

    async fn land(&mut self, ledger: L, outcome: Result<Sequence, Fault>) {
        self.ledger = Some(ledger);
        self.attempt = None;
        match outcome {
            Ok(stored) => {
                self.stored = stored.max(self.stored);
                self.doubt = false;
                self.pause = FIRST_PAUSE;
                // What stood in the log was durable before.
                let group = self.group.take().map_or(0, |group| group.len());
                self.heard.durable(group.saturating_sub(self.group_spilled));
                self.group_since = None;
                self.advance(self.stored);
                match &mut self.trouble {
                    Some(trouble) => {
                        trouble.failed = false;
                        self.next_attempt = Instant::now();
                    }
                    None => self.ends.shared.stop_losing(),
                }
            }
            Err(Fault(reason)) => {
                self.doubt = true;
                self.next_attempt = Instant::now() + self.pause;
                self.pause = (self.pause * 2).min(LONGEST_PAUSE);
                self.enter_trouble(reason, true).await;
            }
        }
        self.report();
    }

    /// Makes the next group from the log, or leaves the log when everything is stored.
    async fn drain(&mut self) {
        let stored = self.stored;
        let read = self
            .with_spill(move |spill| {
                spill.release()?;
                loop {
                    let mut frames = spill.read(FROM_LOG)?;
                    frames.retain(|frame| !frame.is_stored(stored));
                    if !frames.is_empty() || spill.is_read() {
                        return Ok(frames);
                    }
                }
            })
            .await;
        match read {
            Ok(frames) if !frames.is_empty() => {
                self.group_spilled = frames.len();
                self.group = Some(Arc::new(frames));
            }
            Ok(_) => self.leave_trouble().await,
            Err(error) => self.fail_to_read(&error),
        }
    }

    /// The log that took the entries does not give them back: they are lost, and it is said.
    fn fail_to_read(&mut self, error: &std::io::Error) {
        tracing::error!(%error, "the spill log cannot be read; restore the journal from a backup");
        if let Some(trouble) = &mut self.trouble {
            trouble.failed = true;
            trouble.reason = "the spill log cannot be read".to_owned();
        }
        self.next_attempt = Instant::now() + LONGEST_PAUSE;
        self.group = Some(Arc::new(Vec::new()));
    }

    async fn leave_trouble(&mut self) {
        if let Err(error) = self.with_spill(Spill::release).await {
            tracing::error!(%error, "the spill log cannot be emptied");
        }
        self.trouble = None;
        self.ends.shared.stop_losing();
    }

    // To the spill log.

    async fn make_durable(&mut self) {
        self.enter_trouble("the database answers slowly".to_owned(), false).await;
        self.report();
    }

    async fn enter_trouble(&mut self, reason: String, failed: bool) {
        match &mut self.trouble {
            Some(trouble) => {
                trouble.failed |= failed;
                if failed {
                    trouble.reason = reason;
                }
            }
            None => {
                let (since, began) = (crate::now(), Instant::now());
                self.trouble = Some(Trouble { since, began, reason, failed, full: false, entries: 0 });
            }
        }
        self.spill_group().await;
        self.spill_gathered().await;
    }

    /// Puts the group in flight into the log. What does not fit stays in memory, to be tried again.
    async fn spill_group(&mut self) {
        let Some(group) = self.group.clone().filter(|_| self.group_spilled == 0) else { return };
        let (taken, refused) = self.append_to_spill(group.clone()).await;
        self.group_spilled = taken;
        self.heard.durable(taken);
        if let Some(last) = last_of(&group[..taken]) {
            self.advance(last);
        }
        self.note(refused);
    }

    /// What of the group stands in memory only.
    fn unspilled(&self) -> &[Frame] {
        self.group.as_ref().map_or(&[], |group| &group[self.group_spilled..])
    }

    /// Puts what gathers into the log. What does not fit is lost.
    async fn spill_gathered(&mut self) {
        let frames = Arc::new(mem::take(&mut self.gathered));
        self.gathered_since = None;
        if frames.is_empty() {
            return;
        }
        let blocked = !self.unspilled().is_empty();
        let (taken, refused) = if blocked { (0, None) } else { self.append_to_spill(frames.clone()).await };
        if let Some(last) = last_of(&frames[..taken]) {
            self.advance(last);
        }
        self.heard.durable(taken);
        self.heard.lost(frames.len() - taken);
        if taken < frames.len() {
            self.note(refused);
            self.lose(records_in(&frames[taken..]));
        }
        self.report();
    }

    async fn append_to_spill(&mut self, frames: Group) -> (usize, Option<Refused>) {
        let records = |taken: usize| records_in(&frames[..taken]) as u64;
        self.next_spill = Instant::now() + SPILL_PACE;
        let copy = frames.clone();
        let (taken, refused) = self.with_spill(move |spill| spill.append(&copy)).await;
        if let Some(trouble) = &mut self.trouble {
            trouble.entries += records(taken);
        }
        (taken, refused)
    }

    fn note(&mut self, refused: Option<Refused>) {
        match refused {
            None => {}
            Some(Refused::Disk(error)) => tracing::error!(%error, "the spill log cannot be written"),
            Some(Refused::Full) => {
                self.ends.shared.lose(0);
                if let Some(trouble) = &mut self.trouble {
                    trouble.full = true;
                }
            }
        }
    }

    fn lose(&self, records: usize) {
        self.ends.shared.lose(records);
        self.report();
    }

    /// Lets a thread that may wait for the disk work with the log.
    async fn with_spill<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&mut Spill) -> T + Send + 'static,
    ) -> T {
        let mut spill = self.spill.take().expect("the log is back whenever no work on it is awaited");
        let worked = tokio::task::spawn_blocking(move || {
            let result = work(&mut spill);
            (spill, result)
        });
        match worked.await {
            Ok((spill, result)) => {
                self.spill = Some(spill);
                result
            }
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            // The runtime is being torn down, and this task with it.
            Err(_) => std::future::pending().await,
        }
    }

    // To those who watch.

    fn advance(&self, to: Sequence) {
        self.ends.durable.send_if_modified(|durable| {
            let further = to > *durable;
            *durable = to.max(*durable);
            further
        });
    }

    fn report(&self) {
        let losing = self.ends.shared.is_losing();
        let health = match &self.trouble {
            _ if losing => Health::Lost { entries: self.ends.shared.lost() },
            Some(trouble) if trouble.failed || trouble.began.elapsed() >= HICCUP => Health::Spilling {
                since: trouble.since,
                entries: trouble.entries,
                reason: trouble.reason.clone(),
            },
            _ => Health::Writing,
        };
        self.ends.health.send_if_modified(|shown| {
            let changed = *shown != health;
            *shown = health;
            changed
        });
    }
}

async fn finished<L>(attempt: &mut Option<Attempt<L>>) -> (L, Result<Sequence, Fault>) {
    match attempt {
        Some(attempt) => attempt.await,
        None => std::future::pending().await,
    }
}

async fn until(moment: Option<Instant>) {
    match moment {
        Some(moment) => sleep_until(moment).await,
        None => std::future::pending().await,
    }
}
