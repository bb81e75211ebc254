//! Digits that must not be seen: PINs, customer numbers keyed in, card codes.

use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Keyed digits. They cannot be printed or serialised, and are wiped from memory when dropped.
///
/// Equality is deliberately absent: comparing secrets is the bank's work, in constant time.
#[derive(Clone, Default, Zeroize, ZeroizeOnDrop)]
pub struct SecretDigits(Vec<u8>);

impl SecretDigits {
    /// An empty entry with room for `most` digits, so that typing never leaves copies behind.
    pub fn with_room(most: usize) -> SecretDigits {
        SecretDigits(Vec::with_capacity(most))
    }

    /// Appends one key (`0`–`9`, `*`, `#`).
    pub fn push(&mut self, key: char) {
        debug_assert!(self.0.len() < self.0.capacity(), "growing would leave a copy of the digits in memory");
        self.0.push(key as u8);
    }

    /// How many digits there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was keyed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The digits in clear: for the verifier at the bank port, nobody else.
    pub fn expose(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl From<&str> for SecretDigits {
    fn from(text: &str) -> SecretDigits {
        SecretDigits(text.as_bytes().to_vec())
    }
}

impl fmt::Debug for SecretDigits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("•••")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_do_not_print() {
        let mut secret = SecretDigits::with_room(4);
        for key in "4711".chars() {
            secret.push(key);
        }
        assert_eq!(format!("{secret:?}"), "•••");
        assert_eq!((secret.len(), secret.expose()), (4, "4711"));
    }
}
