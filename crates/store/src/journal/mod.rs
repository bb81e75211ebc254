//! The floor journal on disk: handed over without waiting, durable within 50 ms, never out of order.

pub(crate) mod frame;
mod heard;
pub(crate) mod ledger;
mod segment;
pub(crate) mod spill;
pub(crate) mod table;
#[cfg(test)]
mod tests;
pub(crate) mod writer;

use crate::contacts::ContactChange;
use crate::erasure::Destroy;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use tokio::sync::{mpsc, oneshot, watch};
use vocabulary::journal::Record;
use vocabulary::{CustomerRef, Sequence, Time};

/// Batches that may wait for the writer. It takes them within milliseconds, so that this many wait
/// only when the machine is far too slow or its disk does not return from a write.
const INBOX: usize = 16_384;

/// Records that belong together, and what they mean for the contacts table. A batch is stored whole
/// or not at all, in the order of [`Journal::append`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Batch {
    /// The records, in the order of their places. A record whose place was already appended is
    /// dropped; a place that is left out is written down as lost.
    pub records: Vec<Record>,
    /// What changes about contacts, applied in the same transaction.
    pub changes: Vec<ContactChange>,
}

/// The journal takes nothing more: the batch is lost and counted. New calls should be refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the journal's inbox is full or closed; refuse new calls until it accepts again")]
pub struct Full;

/// How the journal fares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// Entries reach the database.
    Writing,
    /// Entries reach the spill log, and the database is tried again every second or sooner.
    Spilling {
        /// Since when.
        since: Time,
        /// Records that went into the spill log since then.
        entries: u64,
        /// What is wrong with the database, for people.
        reason: String,
    },
    /// The spill log is full as well: entries are lost until the database is back.
    Lost {
        /// Records lost since the store was opened.
        entries: u64,
    },
}

/// The way into the journal. Cheap to clone. One task should append, because the order of places is
/// the order of calls.
#[derive(Clone)]
pub struct Journal {
    inbox: mpsc::Sender<Message>,
    shared: Arc<Shared>,
    durable: watch::Receiver<Sequence>,
    health: watch::Receiver<Health>,
}

/// What is told to the writer.
pub(crate) enum Message {
    Append(Batch, tokio::time::Instant, Option<oneshot::Sender<()>>),
    Erase(CustomerRef, Destroy, oneshot::Sender<crate::Result<bool>>),
    Stop,
}

/// What handles and writer both see.
#[derive(Default)]
pub(crate) struct Shared {
    lost: AtomicU64,
    losing: AtomicBool,
}

impl Shared {
    fn lose(&self, records: usize) {
        self.lost.fetch_add(records as u64, Ordering::Relaxed);
        self.losing.store(true, Ordering::Release);
    }

    fn stop_losing(&self) {
        self.losing.store(false, Ordering::Release);
    }

    fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }

    fn is_losing(&self) -> bool {
        self.losing.load(Ordering::Acquire)
    }
}

impl Journal {
    /// Hands a batch to the writer. Never waits. The records are durable when
    /// [`Journal::durable`] has reached the last of them.
    ///
    /// # Errors
    /// [`Full`] when 16,384 batches wait already, or the store has been closed; the batch's records
    /// are counted as lost.
    pub fn append(&self, batch: Batch) -> Result<(), Full> {
        self.hand_over(batch, None)
    }

    /// The same, and tells when the batch is durable; the channel ends without a word when it is
    /// lost. For what has no place to watch for, and whose writer is told that it is kept.
    ///
    /// # Errors
    /// As [`Journal::append`].
    pub fn append_heard(&self, batch: Batch) -> Result<oneshot::Receiver<()>, Full> {
        let (heard, durable) = oneshot::channel();
        self.hand_over(batch, Some(heard)).map(|()| durable)
    }

    fn hand_over(&self, batch: Batch, heard: Option<oneshot::Sender<()>>) -> Result<(), Full> {
        let records = batch.records.len();
        let message = Message::Append(batch, tokio::time::Instant::now(), heard);
        self.inbox.try_send(message).map_err(|_| {
            self.shared.lose(records);
            Full
        })
    }

    /// The last place that neither a crash nor a power cut takes away, and all before it that were
    /// not lost. It stays where it is while entries are being lost: who waits for a place watches
    /// [`Journal::health`] as well.
    pub fn durable(&self) -> watch::Receiver<Sequence> {
        self.durable.clone()
    }

    /// How the journal fares, as it changes.
    pub fn health(&self) -> watch::Receiver<Health> {
        self.health.clone()
    }

    /// Whether new calls should be let in: false from the first lost record until the journal is
    /// back in the database.
    pub fn accepting(&self) -> bool {
        !self.shared.is_losing()
    }

    /// Records lost since the store was opened.
    pub fn lost(&self) -> u64 {
        self.shared.lost()
    }

    pub(crate) async fn erase(&self, customer: CustomerRef, what: Destroy) -> crate::Result<bool> {
        let (answer, answered) = oneshot::channel();
        self.inbox
            .send(Message::Erase(customer, what, answer))
            .await
            .map_err(|_| crate::Error::NotWriting)?;
        answered.await.unwrap_or(Err(crate::Error::NotWriting))
    }

    pub(crate) async fn stop(&self) {
        // A writer that is gone has stopped.
        self.inbox.send(Message::Stop).await.ok();
    }
}

/// Both ends of the journal.
pub(crate) fn channel(last: Sequence) -> (Journal, writer::Ends) {
    let (inbox, messages) = mpsc::channel(INBOX);
    let shared = Arc::<Shared>::default();
    let (durable_tx, durable) = watch::channel(last);
    let (health_tx, health) = watch::channel(Health::Writing);
    let ends =
        writer::Ends { inbox: messages, shared: shared.clone(), durable: durable_tx, health: health_tx };
    (Journal { inbox, shared, durable, health }, ends)
}
