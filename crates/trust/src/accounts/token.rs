//! API tokens: shown once, stored as a hash.

use sha2::{Digest, Sha256};
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// What every token begins with, so that people and secret scanners recognise one.
const PREFIX: &str = "hlt_";

/// The same of a program's key.
const CLIENT_PREFIX: &str = "hlk_";

/// Characters that tell one key from another, in lists.
const TOLD_APART_BY: usize = 12;

/// Hexadecimal digits of a [`Token::bond`].
const BOND: usize = 32;

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
        Token::beginning(PREFIX)
    }

    /// A new key of a program.
    pub(crate) fn of_client() -> Token {
        Token::beginning(CLIENT_PREFIX)
    }

    fn beginning(prefix: &str) -> Token {
        let bytes = Zeroizing::new(rand::random::<[u8; BYTES]>());
        let mut text = String::with_capacity(prefix.len() + 2 * BYTES);
        text.push_str(prefix);
        text.push_str(&Zeroizing::new(hex::encode(bytes.as_slice())));
        Token(text)
    }

    /// How it begins: tells keys apart in lists, and is no use for guessing the rest.
    pub(crate) fn prefix(&self) -> &str {
        &self.0[..TOLD_APART_BY]
    }

    /// What the page of a session says with each request, to show that it is that session's page: a foreign
    /// page, whose requests bear the cookie as well, cannot know it.
    pub fn bond(&self) -> String {
        bond(&self.0)
    }

    /// The token in clear, to be shown once to the person it is for.
    pub fn expose(&self) -> &str {
        &self.0
    }

    pub(crate) fn hash(&self) -> TokenHash {
        TokenHash::digest(&self.0)
    }
}

/// The bond of a token in clear; see [`Token::bond`].
pub fn bond(token: &str) -> String {
    let mut text = hex::encode(Sha256::digest(format!("heliotrope bond 1/{token}")));
    text.truncate(BOND);
    text
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hlt_•••")
    }
}

impl TokenHash {
    /// The hash of a text that has a token's form; `None` spares the database everything else.
    pub(crate) fn of(text: &str) -> Option<TokenHash> {
        let digits = text.strip_prefix(PREFIX).or_else(|| text.strip_prefix(CLIENT_PREFIX))?;
        let fits =
            digits.len() == 2 * BYTES && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        fits.then(|| TokenHash::digest(text))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn digest(text: &str) -> TokenHash {
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
        let key = Token::of_client();
        assert!(TokenHash::of(key.expose()) == Some(key.hash()) && key.prefix() == &key.expose()[..12]);
        assert!(token.bond() == bond(token.expose()) && token.bond() != other.bond());
        assert!(token.bond().len() == BOND && !token.expose().contains(&token.bond()[..8]));
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
