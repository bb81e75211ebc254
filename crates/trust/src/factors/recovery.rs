//! Codes for when the device is lost: each works once.

use crate::accounts::token::TokenHash;
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// How many there are at a time.
pub(crate) const COUNT: usize = 10;
/// Letters and digits that nobody takes for another.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789@";
/// Characters: 80 bits, so that the hash needs neither salt nor slowness.
const LENGTH: usize = 16;

/// A code in clear, to be shown once.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct RecoveryCode(String);

impl RecoveryCode {
    pub(super) fn random() -> RecoveryCode {
        let drawn = rand::random::<[u8; LENGTH]>();
        RecoveryCode(drawn.iter().map(|octet| char::from(ALPHABET[usize::from(octet % 32)])).collect())
    }

    /// In clear.
    pub fn expose(&self) -> &str {
        &self.0
    }

    pub(super) fn hash(&self) -> TokenHash {
        TokenHash::digest(&self.0)
    }

    /// The hash of what somebody typed, blanks and hyphens aside, if it has the form of one.
    pub(super) fn typed(text: &str) -> Option<TokenHash> {
        let text: String = text.chars().filter(|sign| !sign.is_whitespace() && *sign != '-').collect();
        let fits = text.len() == LENGTH && text.bytes().all(|octet| ALPHABET.contains(&octet));
        fits.then(|| TokenHash::digest(&text))
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("•••")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_however_it_is_cut() {
        let code = RecoveryCode::random();
        let (left, right) = code.expose().split_at(8);
        assert!(RecoveryCode::typed(&format!(" {left}-{right}\n")) == Some(code.hash()));
        assert!(RecoveryCode::typed(left).is_none() && RecoveryCode::typed("").is_none());
        assert_eq!(format!("{code:?}"), "•••");
    }
}
