//! A value of the telephones' thread that others may wait upon, blocking or in a task.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// A value, and those who wait for it to change.
#[derive(Debug, Default)]
pub struct Watched<T> {
    value: Mutex<T>,
    changed: Condvar,
    notify: Notify,
}

impl<T> Watched<T> {
    /// A value nobody waits for yet.
    pub fn new(value: T) -> Watched<T> {
        Watched { value: Mutex::new(value), changed: Condvar::new(), notify: Notify::new() }
    }

    /// The value. One that panicked while holding it left it whole: every change is one assignment.
    pub fn look(&self) -> MutexGuard<'_, T> {
        self.value.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the value and wakes who waits.
    pub fn change(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.look());
        self.changed.notify_all();
        self.notify.notify_waiters();
    }

    /// Waits, blocking the thread, until `ready` finds what it looks for. `None` when it has not
    /// within `limit`.
    pub fn wait<R>(&self, limit: Duration, mut ready: impl FnMut(&mut T) -> Option<R>) -> Option<R> {
        let until = Instant::now() + limit;
        let mut value = self.look();
        loop {
            if let Some(found) = ready(&mut value) {
                return Some(found);
            }
            let left = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())?;
            value = self.changed.wait_timeout(value, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits in a task until `ready` finds what it looks for.
    pub async fn until<R>(&self, mut ready: impl FnMut(&mut T) -> Option<R>) -> R {
        loop {
            let mut change = std::pin::pin!(self.notify.notified());
            // Enabled before looking, so that a change between looking and waiting is not missed.
            change.as_mut().enable();
            if let Some(found) = ready(&mut self.look()) {
                return found;
            }
            change.await;
        }
    }
}
