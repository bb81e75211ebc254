//! The master key: it wraps data keys and makes blind indexes. It never enters the database.

use super::cipher::{KEY_BYTES, open, random, seal};
use super::{DataKey, Error, Owner, Place};
use crate::error::file_error;
use aes_gcm_siv::{Aes256GcmSiv, KeyInit};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;
use zeroize::Zeroizing;

/// Environment variable that takes the place of the file.
const VARIABLE: &str = "HELIOTROPE_MASTER_KEY";
/// The key in use. Wrapped keys tell theirs, so that a later release can exchange it step by step.
const VERSION: i64 = 1;
/// Bytes of a blind index: enough that two numbers never share one.
const INDEX_BYTES: usize = 16;

/// The key above all others.
pub(crate) struct MasterKey {
    wrapping: Aes256GcmSiv,
    indexing: Zeroizing<[u8; KEY_BYTES]>,
    check: String,
}

impl MasterKey {
    /// The key from the environment, or else from `<folder>/keys/master.key`, if there is one.
    pub(crate) fn find(folder: &Path) -> Result<Option<MasterKey>, crate::Error> {
        if let Ok(text) = std::env::var(VARIABLE).map(Zeroizing::new) {
            return Ok(Some(MasterKey::from_hex(&text)?));
        }
        let path = folder.join("keys/master.key");
        let text = match fs::read_to_string(&path) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(file_error("read", &path)(error)),
        };
        let mode = fs::metadata(&path).map_err(file_error("read", &path))?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(Error::MasterKeyExposed.into());
        }
        Ok(Some(MasterKey::from_hex(&text)?))
    }

    /// Draws a key and keeps it in `<folder>/keys/master.key`.
    pub(crate) fn create(folder: &Path) -> Result<MasterKey, crate::Error> {
        let keys = folder.join("keys");
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&keys).map_err(file_error("make", &keys))?;
        let path = keys.join("master.key");
        let bytes = random();
        let text = Zeroizing::new(hex::encode(bytes.as_slice()) + "\n");
        write_new(&path, &text).map_err(file_error("write", &path))?;
        for folder in [keys.as_path(), folder] {
            File::open(folder).and_then(|folder| folder.sync_all()).map_err(file_error("write", folder))?;
        }
        Ok(MasterKey::from_bytes(&bytes))
    }

    fn from_hex(text: &str) -> Result<MasterKey, Error> {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        hex::decode_to_slice(text.trim(), bytes.as_mut_slice()).map_err(|_| Error::MasterKeyMalformed)?;
        Ok(MasterKey::from_bytes(&bytes))
    }

    fn from_bytes(bytes: &[u8; KEY_BYTES]) -> MasterKey {
        MasterKey {
            wrapping: Aes256GcmSiv::new(bytes.into()),
            indexing: Zeroizing::new(derive(bytes, b"heliotrope blind index 1")),
            check: hex::encode(&derive(bytes, b"heliotrope key check 1")[..INDEX_BYTES]),
        }
    }

    /// The version that new wrapped keys bear.
    pub(crate) fn version(&self) -> i64 {
        VERSION
    }

    /// A value the database keeps to recognise its key by; it tells nothing about the key.
    pub(crate) fn check(&self) -> &str {
        &self.check
    }

    /// Wraps a data key for its owner.
    pub(crate) fn wrap(&self, owner: &Owner, key: &DataKey) -> Vec<u8> {
        self.wrap_at(&owner.place(), key)
    }

    /// Wraps a data key that stands at a place.
    pub(super) fn wrap_at(&self, place: &Place, key: &DataKey) -> Vec<u8> {
        seal(&self.wrapping, place, key.bytes())
    }

    /// Unwraps what [`MasterKey::wrap_at`] made for the same place.
    pub(super) fn unwrap_at(&self, place: &Place, wrapped: &[u8]) -> Result<DataKey, Error> {
        DataKey::from_bytes(&open(&self.wrapping, place, wrapped)?).ok_or(Error::Damaged)
    }

    /// Unwraps what [`MasterKey::wrap`] made for the same owner.
    pub(crate) fn unwrap_key(&self, owner: &Owner, wrapped: &[u8]) -> Result<DataKey, Error> {
        self.unwrap_at(&owner.place(), wrapped)
    }

    /// A value that stands for `name`, of no use without this key. Not the one it is looked up by.
    pub(crate) fn pseudonym(&self, kind: &'static str, name: &[u8]) -> [u8; 16] {
        let mut mac = keyed(self.indexing.as_slice());
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
        let mut mac = keyed(self.indexing.as_slice());
        mac.update(column.as_bytes());
        mac.update(&[0]);
        mac.update(text.as_bytes());
        mac.finalize().into_bytes()[..INDEX_BYTES].to_vec()
    }
}

fn derive(master: &[u8; KEY_BYTES], purpose: &[u8]) -> [u8; KEY_BYTES] {
    let mut mac = keyed(master);
    mac.update(purpose);
    mac.finalize().into_bytes().into()
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("HMAC takes keys of any length (RFC 2104 §2)")
}

/// Writes a file that was not there, for its owner only.
fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use vocabulary::ContactId;

    #[test]
    fn a_made_key_is_found_again_and_others_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(MasterKey::find(folder.path()).unwrap().is_none());
        let made = MasterKey::create(folder.path()).unwrap();
        assert!(MasterKey::create(folder.path()).is_err(), "a key was overwritten");
        let found = MasterKey::find(folder.path()).unwrap().unwrap();
        assert_eq!(made.check(), found.check());

        let owner = Owner::Contact(ContactId(1));
        let wrapped = made.wrap(&owner, &DataKey::generate());
        assert!(found.unwrap_key(&owner, &wrapped).is_ok());
        assert!(found.unwrap_key(&Owner::Contact(ContactId(2)), &wrapped).is_err());
        assert!(MasterKey::from_bytes(&random()).unwrap_key(&owner, &wrapped).is_err());

        assert_eq!(found.blind_index("a", "110"), made.blind_index("a", "110"));
        assert_ne!(found.blind_index("a", "110"), made.blind_index("b", "110"));
        assert_ne!(found.blind_index("a", "110"), made.blind_index("a", "112"));

        let path = folder.path().join("keys/master.key");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(MasterKey::find(folder.path()), Err(crate::Error::Sealed(Error::MasterKeyExposed))));
    }
}
