//! Small secrets of other rooms: each under a data key of its own, which stands wrapped before it.

use super::{DataKey, Error, MasterKey, Place};
use std::fmt;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Bytes of a wrapped key: nonce, key, tag (RFC 8452 §4, §5).
const WRAPPED: usize = 12 + 32 + 16;

/// Seals and opens. Cheap to clone; prints nothing of its key.
#[derive(Clone)]
pub struct Seals(Arc<MasterKey>);

impl Seals {
    pub(crate) fn new(master: Arc<MasterKey>) -> Seals {
        Seals(master)
    }

    /// Seals a value for its place: the master key's version, the wrapped key, the sealed value.
    pub fn seal(&self, place: &Place, value: &[u8]) -> Vec<u8> {
        let key = DataKey::generate();
        let (wrapped, version) = self.0.wrap_at(place, &key);
        [&[numbered(version)], wrapped.as_slice(), &key.seal(place, value)].concat()
    }

    /// The same value under the newest version of the master key; `None` when it is already.
    pub(crate) fn rewrap(&self, place: &Place, sealed: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        let (version, rest) = sealed.split_first().ok_or(Error::Damaged)?;
        if i64::from(*version) == self.0.version() {
            return Ok(None);
        }
        let (wrapped, value) = rest.split_at_checked(WRAPPED).ok_or(Error::Damaged)?;
        let (wrapped, version) = self.0.wrap_at(place, &self.0.unwrap_at(place, wrapped)?);
        Ok(Some([&[numbered(version)], wrapped.as_slice(), value].concat()))
    }

    /// Opens what [`Seals::seal`] made for the same place.
    ///
    /// # Errors
    /// [`Error::Damaged`] when it, its place or its key has changed.
    pub fn open(&self, place: &Place, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        let (version, rest) = sealed.split_first().ok_or(Error::Damaged)?;
        if !(1..=self.0.version()).contains(&i64::from(*version)) {
            return Err(Error::Damaged);
        }
        let (wrapped, value) = rest.split_at_checked(WRAPPED).ok_or(Error::Damaged)?;
        self.0.unwrap_at(place, wrapped)?.open(place, value)
    }
}

fn numbered(version: i64) -> u8 {
    u8::try_from(version).expect("versions count key exchanges, which are few")
}

impl fmt::Debug for Seals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seals")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_at_its_place_only_and_is_sealed_anew_each_time() {
        let seals = Seals::new(Arc::new(MasterKey::drawn()));
        let place = |row| Place::new("second_factors", "secret", row);
        let (sealed, again) = (seals.seal(&place(1), b"secret"), seals.seal(&place(1), b"secret"));
        assert!(sealed != again && !sealed.windows(6).any(|part| part == b"secret"));
        assert_eq!(seals.open(&place(1), &sealed).unwrap().as_slice(), b"secret");
        assert_eq!(seals.open(&place(2), &sealed), Err(Error::Damaged));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(seals.open(&place(1), &changed), Err(Error::Damaged), "octet {at}");
            assert_eq!(seals.open(&place(1), &sealed[..at]), Err(Error::Damaged), "cut at {at}");
        }
    }
}
