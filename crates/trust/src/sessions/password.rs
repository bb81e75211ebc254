//! Passwords: argon2id (RFC 9106), with a salt each; never printed, wiped when dropped.

use argon2::{Algorithm, Argon2, Params, Version};
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Memory in KiB, passes and lanes: the least that OWASP's sheet asks for, some 50 ms of one core.
const COST: (u32, u32, u32) = (19_456, 2, 1);
const SALT: usize = 16;
const HASH: usize = 32;
/// Fewest characters: what is long needs no other rules (NIST SP 800-63B §5.1.1.2).
const LEAST: usize = 12;
/// Most octets: what is hashed is bounded.
const MOST: usize = 256;
/// Letters and digits that nobody takes for another.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789@";
/// Characters of a one-time password: 100 bits.
const ONE_TIME: usize = 20;

/// A password in clear.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Password(String);

/// A text cannot be a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a password has {LEAST} characters or more, {MOST} bytes at the most, and is not the account's name")]
pub struct Unfit;

impl Password {
    /// Whatever somebody typed: it may be wrong, but is no longer than any password.
    pub fn typed(text: String) -> Option<Password> {
        let password = Password(text);
        (password.0.len() <= MOST).then_some(password)
    }

    /// One that somebody chose.
    ///
    /// # Errors
    /// [`Unfit`] when it is too short, too long, or the account's name.
    pub fn chosen(text: String, account: &str) -> Result<Password, Unfit> {
        let password = Password(text);
        let named =
            password.0.to_lowercase().contains(&account.to_lowercase()) && password.0.len() < 2 * LEAST;
        let fits = password.0.chars().count() >= LEAST && password.0.len() <= MOST && !named;
        if fits { Ok(password) } else { Err(Unfit) }
    }

    /// Its hash, with a new salt. Takes some 50 ms: not for a thread that serves others.
    pub(crate) fn hash(&self) -> String {
        let salt = rand::random::<[u8; SALT]>();
        format!("argon2id${}${}", hex::encode(salt), hex::encode(hashed(&self.0, &salt).as_slice()))
    }

    /// Whether this is the password that was hashed. Takes as long whatever the answer.
    pub(crate) fn is(&self, stored: &str) -> bool {
        let mut parts = stored.split('$').skip(1);
        let mut salt = [0; SALT];
        let mut known = [0; HASH];
        let mut read =
            |into: &mut [u8]| parts.next().is_some_and(|part| hex::decode_to_slice(part, into).is_ok());
        let readable = read(&mut salt) && read(&mut known);
        let difference = hashed(&self.0, &salt).iter().zip(known).fold(0, |sum, (a, b)| sum | (a ^ b));
        readable && difference == 0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("•••")
    }
}

/// A password that is shown once, and exchanged when it is used.
#[derive(Debug)]
pub struct OneTime(Password);

impl OneTime {
    /// A new one, out of the process's cryptographic generator.
    pub(crate) fn random() -> OneTime {
        let drawn = rand::random::<[u8; ONE_TIME]>();
        let letters = drawn.iter().map(|octet| char::from(ALPHABET[usize::from(octet % 32)]));
        OneTime(Password(letters.collect()))
    }

    /// In clear, to be shown once to the person it is for.
    pub fn expose(&self) -> &str {
        &self.0.0
    }

    pub(crate) fn hash(&self) -> String {
        self.0.hash()
    }
}

fn hashed(password: &str, salt: &[u8]) -> Zeroizing<[u8; HASH]> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, Some(HASH)).expect("the costs are within RFC 9106 §3.1");
    let mut hash = Zeroizing::new([0; HASH]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.as_bytes(), salt, hash.as_mut_slice())
        .expect("password, salt and hash are of lengths that RFC 9106 §3.1 allows");
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_by_its_hash_alone_and_never_printed() {
        let password = Password::chosen("correct horse battery".to_owned(), "kim").unwrap();
        let (hash, again) = (password.hash(), password.hash());
        assert!(password.is(&hash) && password.is(&again) && hash != again, "each has a salt of its own");
        assert!(!Password::typed("correct horse batterx".to_owned()).unwrap().is(&hash));
        assert!(!password.is("") && !password.is("argon2id$00$00"));
        assert_eq!(format!("{password:?} {:?}", OneTime::random()), "••• OneTime(•••)");
        assert!(!hash.contains("horse"));
    }

    #[test]
    fn what_is_too_easy_is_no_password() {
        for unfit in ["", "elevenchars", "kim-kim-kim-kim", &"x".repeat(257)] {
            assert_eq!(Password::chosen(unfit.to_owned(), "kim").unwrap_err(), Unfit, "{unfit}");
        }
        assert!(Password::chosen("안녕하세요 반갑습니다 여러분".to_owned(), "kim").is_ok());
        assert!(Password::typed("x".repeat(257)).is_none());
        let one = OneTime::random();
        assert!(one.expose().len() == ONE_TIME && one.expose() != OneTime::random().expose());
    }
}
