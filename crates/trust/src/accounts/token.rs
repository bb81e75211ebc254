//! API tokens: shown once, stored as a hash.

use sha2::{Digest, Sha256};
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// What every token begins with, so that people and secret scanners recognise one.
const PREFIX: &str = "hlt_";

/// 256 random bits: too many to guess, so the hash needs neither salt nor slowness.
const BYTES: usize = 32;

/// A token in clear: `hlt_` and 64 hexadecimal digits. It cannot be printed, and is wiped from
/// memory when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Token(String);

/// What is stored of a token. Looking a token up by its hash tells nothing about other tokens by the
/// time it takes: who can choose the text cannot choose its hash.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct TokenHash([u8; 32]);

impl Token {
    /// A new one, out of the process's cryptographic generator.
    pub(crate) fn random() -> Token {
        let bytes = Zeroizing::new(rand::random::<[u8; BYTES]>());
        let mut text = String::with_capacity(PREFIX.len() + 2 * BYTES);
        text.push_str(PREFIX);
        text.push_str(&Zeroizing::new(hex::encode(bytes.as_slice())));
        Token(text)
    }

    /// The token in clear, to be shown once to the person it is for.
    pub fn expose(&self) -> &str {
        &self.0
    }

    pub(crate) fn hash(&self) -> TokenHash {
        TokenHash::digest(&self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hlt_•••")
    }
}

impl TokenHash {
    /// The hash of a text that has a token's form; `None` spares the database everything else.
    pub(crate) fn of(text: &str) -> Option<TokenHash> {
        let digits = text.strip_prefix(PREFIX)?;
        let fits =
            digits.len() == 2 * BYTES && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        fits.then(|| TokenHash::digest(text))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    fn digest(text: &str) -> TokenHash {
        TokenHash(Sha256::digest(text).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_recognised_and_never_printed() {
        let (token, other) = (Token::random(), Token::random());
        assert!(TokenHash::of(token.expose()) == Some(token.hash()) && token.hash() != other.hash());
        assert_eq!(format!("{token:?}"), "hlt_•••");
        let text = token.expose();
        for bad in [
            "",
            "hlt_",
            &text[4..],
            &text[..67],
            &format!("{text}0"),
            &text.to_uppercase(),
            &text.replace(&text[9..10], "é"),
        ] {
            assert!(TokenHash::of(bad).is_none());
        }
    }
}
