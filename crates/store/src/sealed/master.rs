//! The master key: it wraps data keys and makes blind indexes. It never enters the database.
//!
//! It has versions. New keys are wrapped by the newest; what an older one wrapped opens as long as that one can be
//! found, and is wrapped anew bit by bit ([`crate::rotation`]). The key of blind indexes is one for all versions: it
//! is derived from the first, and stands wrapped in the database from the first exchange on.

use super::cipher::{KEY_BYTES, open, random, seal};
use super::{DataKey, Error, Owner, Place};
use aes_gcm_siv::{Aes256GcmSiv, KeyInit};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};
use zeroize::Zeroizing;

/// Bytes of a blind index: enough that two numbers never share one.
const INDEX_BYTES: usize = 16;

/// One version of the master key in clear: in memory only, wiped when dropped. It prints nothing of itself.
pub struct Secret(Zeroizing<[u8; KEY_BYTES]>);

impl Secret {
    /// Draws one.
    pub fn random() -> Secret {
        Secret(random())
    }

    /// Reads 64 hexadecimal digits.
    ///
    /// # Errors
    /// [`Error::MasterKeyMalformed`].
    pub fn from_hex(text: &str) -> Result<Secret, Error> {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        hex::decode_to_slice(text.trim(), bytes.as_mut_slice()).map_err(|_| Error::MasterKeyMalformed)?;
        Ok(Secret(bytes))
    }

    /// Writes 64 hexadecimal digits: for where keys are kept, and nowhere else.
    pub fn to_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::encode(self.0.as_slice()))
    }

    /// A value the database keeps to recognise its key by; it tells nothing about the key.
    pub(crate) fn check(&self) -> String {
        hex::encode(&derive(&self.0, b"heliotrope key check 1")[..INDEX_BYTES])
    }

    /// The key of blind indexes that the first version makes.
    pub(crate) fn indexing(&self) -> IndexKey {
        IndexKey(Zeroizing::new(derive(&self.0, b"heliotrope blind index 1")))
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("•••")
    }
}

/// The key of blind indexes.
pub(crate) struct IndexKey(Zeroizing<[u8; KEY_BYTES]>);

impl IndexKey {
    pub(crate) fn from_key(key: &DataKey) -> Result<IndexKey, Error> {
        Ok(IndexKey(Zeroizing::new(key.bytes().try_into().map_err(|_| Error::Damaged)?)))
    }

    pub(crate) fn as_key(&self) -> DataKey {
        DataKey::from_bytes(self.0.as_slice()).expect("keys are of one length")
    }
}

struct Version {
    number: i64,
    wrapping: Aes256GcmSiv,
}

/// The key above all others, in all versions that were found.
pub(crate) struct MasterKey {
    /// Oldest first. There is always one.
    versions: RwLock<Vec<Version>>,
    indexing: IndexKey,
}

impl MasterKey {
    /// Out of versions with their numbers, oldest first; `None` when there is none.
    pub(crate) fn new(secrets: Vec<(i64, Secret)>, indexing: IndexKey) -> Option<MasterKey> {
        let versions: Vec<Version> =
            secrets.iter().map(|(number, secret)| version(*number, secret)).collect();
        let versions = if versions.is_empty() { None } else { Some(RwLock::new(versions)) };
        versions.map(|versions| MasterKey { versions, indexing })
    }

    /// Takes a newer version into use.
    pub(crate) fn add(&self, number: i64, secret: &Secret) {
        let mut versions = self.versions.write().unwrap_or_else(PoisonError::into_inner);
        if versions.last().is_none_or(|newest| newest.number < number) {
            versions.push(version(number, secret));
        }
    }

    /// The version that new wrapped keys bear.
    pub(crate) fn version(&self) -> i64 {
        self.versions().last().map_or(0, |newest| newest.number)
    }

    /// The key of blind indexes.
    pub(crate) fn indexing(&self) -> &IndexKey {
        &self.indexing
    }

    /// Wraps a data key for its owner; says by which version.
    pub(crate) fn wrap(&self, owner: &Owner, key: &DataKey) -> (Vec<u8>, i64) {
        self.wrap_at(&owner.place(), key)
    }

    /// Wraps a data key that stands at a place; says by which version.
    pub(crate) fn wrap_at(&self, place: &Place, key: &DataKey) -> (Vec<u8>, i64) {
        let versions = self.versions();
        let newest = versions.last().expect("a master key has a version");
        (seal(&newest.wrapping, place, key.bytes()), newest.number)
    }

    /// Unwraps what [`MasterKey::wrap_at`] made for the same place, by whichever version.
    pub(crate) fn unwrap_at(&self, place: &Place, wrapped: &[u8]) -> Result<DataKey, Error> {
        let versions = self.versions();
        // Whoever has the wrong key learns that from the cipher: no version needs to be told.
        let opened = versions.iter().rev().find_map(|version| open(&version.wrapping, place, wrapped).ok());
        DataKey::from_bytes(&opened.ok_or(Error::Damaged)?).ok_or(Error::Damaged)
    }

    /// Unwraps what [`MasterKey::wrap`] made for the same owner.
    pub(crate) fn unwrap_key(&self, owner: &Owner, wrapped: &[u8]) -> Result<DataKey, Error> {
        self.unwrap_at(&owner.place(), wrapped)
    }

    /// Wraps by the newest version what any version wrapped for the same owner.
    pub(crate) fn rewrap(&self, owner: &Owner, wrapped: &[u8]) -> Result<(Vec<u8>, i64), Error> {
        Ok(self.wrap(owner, &self.unwrap_key(owner, wrapped)?))
    }

    /// A value that stands for `name`, of no use without this key. Not the one it is looked up by.
    pub(crate) fn pseudonym(&self, kind: &'static str, name: &[u8]) -> [u8; 16] {
        let mut mac = keyed(self.indexing.0.as_slice());
        mac.update(b"pseudonym/");
        mac.update(kind.as_bytes());
        mac.update(&[0]);
        mac.update(name);
        let mut half = [0; 16];
        half.copy_from_slice(&mac.finalize().into_bytes()[..16]);
        half
    }

    /// A value to look `text` up by, of no use without this key.
    pub(crate) fn blind_index(&self, column: &'static str, text: &str) -> Vec<u8> {
        let mut mac = keyed(self.indexing.0.as_slice());
        mac.update(column.as_bytes());
        mac.update(&[0]);
        mac.update(text.as_bytes());
        mac.finalize().into_bytes()[..INDEX_BYTES].to_vec()
    }

    fn versions(&self) -> RwLockReadGuard<'_, Vec<Version>> {
        self.versions.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// A first version, for tests that need no folder.
    #[cfg(test)]
    pub(crate) fn drawn() -> MasterKey {
        let secret = Secret::random();
        let indexing = secret.indexing();
        MasterKey::new(vec![(1, secret)], indexing).expect("one version is given")
    }
}

fn version(number: i64, secret: &Secret) -> Version {
    Version { number, wrapping: Aes256GcmSiv::new((&*secret.0).into()) }
}

fn derive(master: &[u8; KEY_BYTES], purpose: &[u8]) -> [u8; KEY_BYTES] {
    let mut mac = keyed(master);
    mac.update(purpose);
    mac.finalize().into_bytes().into()
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("HMAC takes keys of any length (RFC 2104 §2)")
}

#[cfg(test)]
mod tests {
    use super::*;
    use vocabulary::ContactId;

    #[test]
    fn what_an_older_version_wrapped_opens_until_that_version_is_gone() {
        let (first, second) = (Secret::random(), Secret::random());
        let again = |secret: &Secret| Secret::from_hex(&secret.to_hex()).unwrap();
        let master = MasterKey::new(vec![(1, again(&first))], first.indexing()).unwrap();
        let (owner, key) = (Owner::Contact(ContactId(1)), DataKey::generate());
        let (old, version) = master.wrap(&owner, &key);
        assert_eq!((version, master.version()), (1, 1));
        let index = master.blind_index("a", "110");

        master.add(2, &second);
        let (new, version) = master.rewrap(&owner, &old).unwrap();
        assert_eq!((version, master.version()), (2, 2));
        for wrapped in [&old, &new] {
            assert_eq!(master.unwrap_key(&owner, wrapped).unwrap().bytes(), key.bytes());
            assert!(master.unwrap_key(&Owner::Contact(ContactId(2)), wrapped).is_err());
        }
        assert_eq!(master.blind_index("a", "110"), index, "what is looked up stays where it is");

        let later = MasterKey::new(vec![(2, again(&second))], first.indexing()).unwrap();
        assert!(later.unwrap_key(&owner, &old).is_err() && later.unwrap_key(&owner, &new).is_ok());
        assert_eq!(later.blind_index("a", "110"), index);
        assert_ne!(later.blind_index("b", "110"), index);
        assert_ne!(later.blind_index("a", "112"), index);
        assert_eq!(format!("{second:?}"), "•••");
    }
}
