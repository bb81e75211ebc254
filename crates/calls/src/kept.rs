//! Digits kept under handles until their leg ends.

use vocabulary::voice::Keep;
use vocabulary::{Handle, SecretDigits};

/// Entries kept for one leg at once. One more pushes out the oldest, whose handle is then unknown:
/// a flow asks for a number and a PIN a few times, not sixteen.
pub(crate) const MOST_KEPT: usize = 16;

/// The kept digits of one leg. Dropping it wipes them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kept {
    entries: Vec<Entry>,
}

#[derive(Debug, Clone)]
struct Entry {
    handle: Handle,
    keep: Keep,
    digits: SecretDigits,
}

impl Kept {
    /// Keeps digits under a handle that no other entry has.
    pub(crate) fn put(&mut self, handle: Handle, keep: Keep, digits: SecretDigits) {
        if self.entries.len() == MOST_KEPT {
            self.entries.remove(0);
        }
        self.entries.push(Entry { handle, keep, digits });
    }

    /// Takes a secret out: its handle has worked.
    pub(crate) fn take_secret(&mut self, handle: Handle) -> Option<SecretDigits> {
        let at = self.entries.iter().position(|e| e.handle == handle && e.keep == Keep::Secret)?;
        Some(self.entries.remove(at).digits)
    }

    /// A copy of private digits: their handle works until the leg ends.
    pub(crate) fn private(&self, handle: Handle) -> Option<SecretDigits> {
        let entry = self.entries.iter().find(|e| e.handle == handle && e.keep == Keep::Private)?;
        Some(entry.digits.clone())
    }
}
