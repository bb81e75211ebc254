//! Codes by time (RFC 6238 over RFC 4226): six digits, steps of 30 s, HMAC-SHA-1, as the apps of people's
//! telephones have them.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use std::fmt;
use vocabulary::Time;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Seconds of a step.
const STEP: i64 = 30;
/// Steps that a clock may be off either way (RFC 6238 §5.2).
const OFF: i64 = 1;
/// Digits of a code.
const DIGITS: usize = 6;
/// Octets of a secret: as long as the hash (RFC 4226 §4, R6).
const SECRET: usize = 20;
/// RFC 4648 §6.
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What the centre and somebody's device both know. Prints nothing of itself.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Secret([u8; SECRET]);

impl Secret {
    /// A new one, out of the process's cryptographic generator.
    pub(super) fn random() -> Secret {
        Secret(rand::random())
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Secret> {
        bytes.try_into().ok().map(Secret)
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// In clear, to be shown once to the person it is for: 32 letters and digits (RFC 4648 §6).
    pub fn expose(&self) -> String {
        // Twenty octets are four groups of forty bits, and need no padding.
        let groups = self
            .0
            .chunks(5)
            .map(|group| group.iter().fold(0u64, |bits, octet| bits << 8 | u64::from(*octet)));
        let letters =
            groups.flat_map(|bits| (0..8).map(move |place| (bits >> (35 - 5 * place)) as usize % 32));
        letters.map(|letter| char::from(ALPHABET[letter])).collect()
    }

    /// What a device reads: the account's name and the secret.
    pub fn address(&self, account: &str) -> String {
        // Names of accounts need no escaping.
        format!("otpauth://totp/Heliotrope:{account}?secret={}&issuer=Heliotrope", self.expose())
    }

    /// The step of a code, if it is one of about now and later than the last that was taken.
    pub(super) fn step_of(&self, code: &str, now: Time, last: i64) -> Option<i64> {
        let typed = code.as_bytes();
        let this = now.0.div_euclid(1_000_000 * STEP);
        let is_it = |step: &i64| *step > last && is_same(self.code(*step).as_bytes(), typed);
        // Every step is tried, so that the time tells nothing.
        (this - OFF..=this + OFF).filter(is_it).min()
    }

    fn code(&self, step: i64) -> String {
        let mut mac =
            Hmac::<Sha1>::new_from_slice(&self.0).expect("HMAC takes keys of any length (RFC 2104 §2)");
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        // RFC 4226 §5.3.
        let offset = usize::from(hash[hash.len() - 1] & 0xf);
        let word = hash[offset..offset + 4].iter().fold(0u32, |word, octet| word << 8 | u32::from(*octet));
        format!("{:0DIGITS$}", (word & 0x7fff_ffff) % 10u32.pow(DIGITS as u32))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("•••")
    }
}

fn is_same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> Secret {
        Secret(*b"12345678901234567890")
    }

    #[test]
    fn codes_are_those_of_the_rfc() {
        // RFC 6238, appendix B; eight digits there, of which six are ours.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let now = Time(seconds * 1_000_000);
            assert_eq!(secret().step_of(code, now, 0), Some(seconds / STEP), "{seconds}");
        }
        assert_eq!(secret().expose(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(
            secret()
                .address("kim")
                .ends_with("kim?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Heliotrope")
        );
        assert_eq!(format!("{:?}", secret()), "•••");
    }

    #[test]
    fn a_code_works_about_now_and_once() {
        let at = |seconds: i64| Time(seconds * 1_000_000);
        let (code, step) = ("287082", 1);
        for (now, last, expected) in [
            (at(59), 0, Some(step)),
            (at(30), 0, Some(step)),
            (at(89), 0, Some(step)),
            (at(0), 0, Some(step)),
            (at(90), 0, None),
            (at(-1), 0, None),
            (at(59), step, None),
            (at(59), step + 1, None),
        ] {
            assert_eq!(secret().step_of(code, now, last), expected, "{now} after {last}");
        }
        for wrong in ["", "28708", "2870822", "287083", "２８７０８２", " 287082"] {
            assert_eq!(secret().step_of(wrong, at(59), 0), None, "{wrong}");
        }
    }
}
