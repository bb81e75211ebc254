//! AES-256-GCM-SIV (RFC 8452): authenticated, and a nonce drawn twice betrays no more than that
//! the same value was sealed twice.

use super::{Error, Place};
use aes_gcm_siv::aead::{Aead, Payload};
use aes_gcm_siv::{Aes256GcmSiv, KeyInit, Nonce};
use rand::Rng;
use zeroize::Zeroizing;

/// Bytes of a key.
pub(crate) const KEY_BYTES: usize = 32;
/// Bytes of the nonce in front of each sealed value (RFC 8452 §4).
const NONCE_BYTES: usize = 12;

/// A key that seals columns, in clear: kept in memory only, wiped when dropped.
pub(crate) struct DataKey(Zeroizing<[u8; KEY_BYTES]>);

impl DataKey {
    /// Draws a new one.
    pub(crate) fn generate() -> DataKey {
        DataKey(random())
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<DataKey> {
        Some(DataKey(Zeroizing::new(bytes.try_into().ok()?)))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// Seals `value` for `place`.
    pub(crate) fn seal(&self, place: &Place, value: &[u8]) -> Vec<u8> {
        seal(&Aes256GcmSiv::new((&*self.0).into()), place, value)
    }

    /// Opens what [`DataKey::seal`] made for the same place.
    pub(crate) fn open(&self, place: &Place, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        open(&Aes256GcmSiv::new((&*self.0).into()), place, sealed)
    }
}

/// Key bytes from the operating system's seeded generator.
pub(super) fn random() -> Zeroizing<[u8; KEY_BYTES]> {
    let mut bytes = Zeroizing::new([0; KEY_BYTES]);
    rand::rng().fill_bytes(bytes.as_mut_slice());
    bytes
}

pub(super) fn seal(cipher: &Aes256GcmSiv, place: &Place, value: &[u8]) -> Vec<u8> {
    let mut nonce = [0; NONCE_BYTES];
    rand::rng().fill_bytes(&mut nonce);
    let payload = Payload { msg: value, aad: place.as_bytes() };
    let sealed = cipher
        .encrypt(&Nonce::from(nonce), payload)
        .expect("a column is shorter than the 64 GiB that RFC 8452 allows");
    [nonce.as_slice(), &sealed].concat()
}

pub(super) fn open(cipher: &Aes256GcmSiv, place: &Place, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(Error::Damaged)?;
    let payload = Payload { msg: sealed, aad: place.as_bytes() };
    cipher.decrypt(&Nonce::from(*nonce), payload).map(Zeroizing::new).map_err(|_| Error::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_value_opens_at_its_place_under_its_key_and_nowhere_else(
            value in proptest::collection::vec(any::<u8>(), 0..200),
            flip in any::<proptest::sample::Index>(),
            bit in 0..8u8,
        ) {
            let (key, other) = (DataKey::generate(), DataKey::generate());
            let (here, there) = (Place::new("t", "c", 1), Place::new("t", "c", 2));
            let sealed = key.seal(&here, &value);
            prop_assert_eq!(key.open(&here, &sealed).unwrap().to_vec(), value);
            prop_assert_eq!(key.open(&there, &sealed), Err(Error::Damaged));
            prop_assert_eq!(other.open(&here, &sealed), Err(Error::Damaged));
            let mut changed = sealed.clone();
            let at = flip.index(changed.len());
            changed[at] ^= 1 << bit;
            prop_assert_eq!(key.open(&here, &changed), Err(Error::Damaged));
            prop_assert_eq!(key.open(&here, &sealed[..at]), Err(Error::Damaged));
        }
    }
}
