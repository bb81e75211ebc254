//! Checkpoints: how far the chain had come at a moment, signed with Ed25519 (RFC 8032).
//!
//! A checkpoint that has left the machine binds everything before it: whoever changes, removes or
//! reorders an entry, and computes the whole chain anew, still cannot reach the hash that was signed.

use super::chain::{Hash, Head};
use crate::error::file_error;
use crate::sealed::Error as KeyError;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use rand::Rng;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::str::FromStr;
use vocabulary::Time;
use zeroize::Zeroizing;

/// Environment variable that takes the place of the key's file.
const VARIABLE: &str = "HELIOTROPE_AUDIT_KEY";
/// What a line that holds a checkpoint holds, wherever in it.
const MARK: &str = "heliotrope-audit-1 ";

/// The key that signs: made at the first start, mode 600, beside the master key.
pub struct Signatory(SigningKey);

impl Signatory {
    /// The key from the environment, or else from `<folder>/keys/audit.key`; made when there is none.
    /// Its public half is written to `keys/audit.pub`, to be handed to the auditors.
    pub(crate) fn find_or_make(folder: &Path) -> Result<Signatory, crate::Error> {
        if let Ok(text) = std::env::var(VARIABLE).map(Zeroizing::new) {
            return read_key(&text);
        }
        let path = folder.join("keys/audit.key");
        match fs::read_to_string(&path).map(Zeroizing::new) {
            Ok(text) => {
                let mode = fs::metadata(&path).map_err(file_error("read", &path))?.permissions().mode();
                if mode & 0o077 != 0 {
                    return Err(crate::Error::AuditKey {
                        reason: "can be read by other users; change it to mode 600",
                    });
                }
                read_key(&text)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => make(folder),
            Err(error) => Err(file_error("read", &path)(error)),
        }
    }

    /// The public key.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs how far the chain has come.
    pub(crate) fn sign(&self, head: Head, at: Time) -> Checkpoint {
        let signature = self.0.sign(&signed_form(head, at)).to_bytes();
        Checkpoint { head, at, signer: self.public().0, signature }
    }
}

impl fmt::Debug for Signatory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signatory")
    }
}

fn read_key(text: &str) -> Result<Signatory, crate::Error> {
    let mut seed = Zeroizing::new([0; 32]);
    let malformed = |_| crate::Error::AuditKey { reason: "must be 64 hexadecimal digits" };
    hex::decode_to_slice(text.trim(), seed.as_mut_slice()).map_err(malformed)?;
    Ok(Signatory(SigningKey::from_bytes(&seed)))
}

/// A public half that stands there alone is that of a key which was lost or taken away: another one in its place
/// would go unnoticed.
fn make(folder: &Path) -> Result<Signatory, crate::Error> {
    if folder.join("keys/audit.pub").exists() {
        return Err(crate::Error::AuditKey {
            reason: "is missing, and keys/audit.pub says that there was one: restore it; if it is lost for good, hand \
                     the auditors keys/audit.pub, move it away, and start anew with another key",
        });
    }
    let mut seed = Zeroizing::new([0; 32]);
    rand::rng().fill_bytes(seed.as_mut_slice());
    let signatory = Signatory(SigningKey::from_bytes(&seed));
    let keys = folder.join("keys");
    fs::DirBuilder::new().recursive(true).mode(0o700).create(&keys).map_err(file_error("make", &keys))?;
    let text = Zeroizing::new(hex::encode(seed.as_slice()) + "\n");
    write_new(&keys.join("audit.key"), &text)?;
    write_new(&keys.join("audit.pub"), &format!("{}\n", signatory.public()))?;
    File::open(&keys).and_then(|keys| keys.sync_all()).map_err(file_error("write", &keys))?;
    Ok(signatory)
}

fn write_new(path: &Path, text: &str) -> Result<(), crate::Error> {
    let write = || {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    write().map_err(file_error("write", path))
}

/// Whose signatures are believed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// The public half of the key that a data folder has.
    ///
    /// # Errors
    /// [`KeyError::Damaged`] when `keys/audit.pub` is not there or is no key.
    pub fn of_folder(folder: &Path) -> Result<PublicKey, crate::Error> {
        if std::env::var_os(VARIABLE).is_some() {
            return Signatory::find_or_make(folder).map(|signatory| signatory.public());
        }
        let path = folder.join("keys/audit.pub");
        let text = fs::read_to_string(&path).map_err(file_error("read", &path))?;
        text.parse().map_err(|()| KeyError::Damaged.into())
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for PublicKey {
    type Err = ();
    fn from_str(text: &str) -> Result<PublicKey, ()> {
        array(text.trim()).map(PublicKey).ok_or(())
    }
}

/// A line that should hold a checkpoint is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the checkpoint in this line is damaged")]
pub struct DamagedLine;

/// How far the chain had come, signed. Prints as the one line that leaves the machine.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Checkpoint {
    /// The last entry then.
    pub head: Head,
    /// When it was signed.
    pub at: Time,
    pub(crate) signer: [u8; 32],
    pub(crate) signature: [u8; 64],
}

impl Checkpoint {
    /// Whether `key` signed it.
    pub fn is_signed_by(&self, key: PublicKey) -> bool {
        let Ok(verifying) = VerifyingKey::from_bytes(&key.0) else { return false };
        let signature = Signature::from_bytes(&self.signature);
        self.signer == key.0 && verifying.verify_strict(&signed_form(self.head, self.at), &signature).is_ok()
    }

    /// The checkpoint in a line of a file or of a system's log; `None` when it holds none.
    ///
    /// # Errors
    /// When the line has a checkpoint's mark, and is damaged.
    pub fn in_line(line: &str) -> Result<Option<Checkpoint>, DamagedLine> {
        let Some((_, text)) = line.split_once(MARK) else { return Ok(None) };
        read_line(text).map(Some).ok_or(DamagedLine)
    }
}

fn signed_form(head: Head, at: Time) -> Vec<u8> {
    format!("{MARK}{} {} {}", head.place, head.hash, at.0).into_bytes()
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Checkpoint { head, at, signer, signature } = self;
        let (signer, signature) = (hex::encode(signer), hex::encode(signature));
        write!(
            f,
            "{MARK}place={} hash={} at_us={} signer={signer} signature={signature}",
            head.place, head.hash, at.0
        )
    }
}

impl fmt::Debug for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Checkpoint({})", self.head.place)
    }
}

fn read_line(text: &str) -> Option<Checkpoint> {
    let mut fields = text.split_whitespace();
    let mut field = |name: &str| fields.next()?.strip_prefix(name)?.strip_prefix('=');
    let place = field("place")?.parse().ok()?;
    let hash: Hash = field("hash")?.parse().ok()?;
    let at = Time(field("at_us")?.parse().ok()?);
    let signer = array(field("signer")?)?;
    let signature = array(field("signature")?)?;
    Some(Checkpoint { head: Head { place, hash }, at, signer, signature })
}

fn array<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_is_read_from_its_line_and_believed_only_from_its_key() {
        let folder = tempfile::tempdir().unwrap();
        let signatory = Signatory::find_or_make(folder.path()).unwrap();
        let key = PublicKey::of_folder(folder.path()).unwrap();
        assert_eq!(signatory.public(), key);
        assert_eq!(Signatory::find_or_make(folder.path()).unwrap().public(), key, "the key is kept");

        let checkpoint = signatory.sign(Head { place: 17, hash: Hash([9; 32]) }, Time(5));
        let logged = format!("<110>1 2026-11-26T14:00:00Z bank heliotrope - audit - {checkpoint}");
        assert_eq!(Checkpoint::in_line(&logged), Ok(Some(checkpoint)));
        assert!(checkpoint.is_signed_by(key));
        assert_eq!(Checkpoint::in_line("something else"), Ok(None));
        assert_eq!(Checkpoint::in_line(&logged[..logged.len() - 1]), Err(DamagedLine));

        let other = Signatory::find_or_make(tempfile::tempdir().unwrap().path()).unwrap();
        assert!(!checkpoint.is_signed_by(other.public()));
        assert!(!Checkpoint { at: Time(6), ..checkpoint }.is_signed_by(key));
        let moved = Head { place: 18, ..checkpoint.head };
        assert!(!Checkpoint { head: moved, ..checkpoint }.is_signed_by(key));
        assert!(!Checkpoint { signer: other.public().0, ..checkpoint }.is_signed_by(other.public()));

        fs::set_permissions(folder.path().join("keys/audit.key"), fs::Permissions::from_mode(0o644)).unwrap();
        assert!(Signatory::find_or_make(folder.path()).is_err(), "others may read it");
    }
}
