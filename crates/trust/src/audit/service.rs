//! Putting acts on record.

use super::repeats::Repeats;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};
use store::audit::{Audit, Entry, Health, NotOnRecord};

/// How often it is looked which refusals have been counted for long enough.
const TOLD_EVERY: Duration = Duration::from_secs(5);

/// The way onto the record. Cheap to clone.
#[derive(Clone)]
pub struct OnRecord(Arc<Inner>);

struct Inner {
    audit: Audit,
    repeats: Mutex<Repeats>,
}

impl OnRecord {
    /// Over a store's audit. Ends telling counted refusals when the last clone is gone.
    pub fn new(audit: Audit) -> OnRecord {
        let inner = Arc::new(Inner { audit, repeats: Mutex::default() });
        tokio::spawn(tell(Arc::downgrade(&inner)));
        OnRecord(inner)
    }

    /// Puts an act on record: when this returns, it is durable.
    ///
    /// # Errors
    /// [`NotOnRecord`]: what the entry stands for must not be done, or not be shown.
    pub async fn record(&self, entry: Entry) -> Result<(), NotOnRecord> {
        self.0.audit.record(entry).await
    }

    /// Puts an act on record as soon as can be: for call handling, which never waits for it.
    pub fn note(&self, entry: Entry) {
        self.0.audit.note(entry);
    }

    /// Puts a refusal on record. The first of its kind is told as soon as can be, repetitions are
    /// counted and told within a minute, so that a flood of them costs the audit little.
    pub fn refused(&self, entry: Entry) {
        let first = self.0.repeats().first(entry, Instant::now());
        if let Some(entry) = first {
            self.0.audit.note(entry);
        }
    }

    /// How the audit fares.
    pub fn health(&self) -> Health {
        self.0.audit.health()
    }
}

impl Inner {
    fn repeats(&self) -> MutexGuard<'_, Repeats> {
        self.repeats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        let left = self.repeats().all();
        left.into_iter().for_each(|entry| self.audit.note(entry));
    }
}

async fn tell(inner: Weak<Inner>) {
    let mut looks = tokio::time::interval(TOLD_EVERY);
    loop {
        looks.tick().await;
        let Some(inner) = inner.upgrade() else { return };
        let due = inner.repeats().due(Instant::now());
        due.into_iter().for_each(|entry| inner.audit.note(entry));
    }
}
