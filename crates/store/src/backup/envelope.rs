//! A sealed stream: chunks under a key that no other backup has, each bound to the file, its place, and whether it is
//! the last. No chunk can be changed, moved, left out, repeated or cut off unnoticed.

use super::{Error, Result};
use crate::error::file_error;
use crate::sealed::{DataKey, Place};
use argon2::{Algorithm, Argon2, Params, Version};
use hmac::{Hmac, KeyInit, Mac};
use rand::Rng;
use sha2::Sha256;
use std::fmt;
use std::fs;
use std::io::{self, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use zeroize::Zeroizing;

/// What every backup begins with.
const MAGIC: &[u8; 18] = b"heliotrope backup\n";
/// The form of what follows.
const FORM: u8 = 1;
const BY_KEY: u8 = b'k';
const BY_PASSPHRASE: u8 = b'p';
const SALT: usize = 16;
/// Magic, form, kind of secret, salt.
const HEAD: usize = MAGIC.len() + 2 + SALT;

/// Bytes of a chunk, before sealing.
const CHUNK: usize = 64 * 1024;
/// What sealing adds: nonce and tag (RFC 8452 §4).
const OVERHEAD: usize = 12 + 16;

/// What a passphrase costs whoever tries them out: 64 MiB and three passes (RFC 9106 §4, second choice).
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;

/// A key of backups. It prints nothing of itself.
pub struct Key(Zeroizing<[u8; 32]>);

impl Key {
    /// Reads one from a file.
    ///
    /// # Errors
    /// [`Error::NoKey`]; [`Error::Exposed`]; [`crate::Error::File`].
    pub fn read(file: &Path) -> Result<Key> {
        let text = hidden(file)?;
        let mut bytes = Zeroizing::new([0; 32]);
        hex::decode_to_slice(text.trim(), bytes.as_mut_slice())
            .map_err(|_| Error::NoKey { file: file.to_owned() })?;
        Ok(Key(bytes))
    }

    /// Draws one and keeps it in a file that is not there yet, for its owner alone.
    ///
    /// # Errors
    /// [`crate::Error::File`].
    pub fn make(file: &Path) -> Result<Key> {
        let mut bytes = Zeroizing::new([0; 32]);
        rand::rng().fill_bytes(bytes.as_mut_slice());
        let text = Zeroizing::new(hex::encode(bytes.as_slice()) + "\n");
        let made = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
        let written = made.and_then(|mut made| {
            made.write_all(text.as_bytes())?;
            made.sync_all()
        });
        written.map_err(file_error("make", file))?;
        Ok(Key(bytes))
    }
}

/// The text of a file that nobody but its owner may read. What is no file, such as a pipe, is nobody else's either.
fn hidden(file: &Path) -> Result<Zeroizing<String>> {
    let about = fs::metadata(file).map_err(file_error("read", file))?;
    if about.is_file() && about.permissions().mode() & 0o077 != 0 {
        return Err(Error::Exposed { file: file.to_owned() });
    }
    Ok(Zeroizing::new(fs::read_to_string(file).map_err(file_error("read", file))?))
}

/// A passphrase has at least so many characters: whoever has a backup tries them out at leisure.
const SHORTEST_PASSPHRASE: usize = 12;

/// A passphrase. It prints nothing of itself.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// The first line of a file.
    ///
    /// # Errors
    /// [`crate::Error::File`], [`Error::Exposed`], and [`Error::ShortPassphrase`] below [`SHORTEST_PASSPHRASE`].
    pub fn read(file: &Path) -> Result<Passphrase> {
        let text = hidden(file)?;
        let words = Zeroizing::new(text.lines().next().unwrap_or_default().to_owned());
        if words.trim().chars().count() < SHORTEST_PASSPHRASE {
            return Err(Error::ShortPassphrase { file: file.to_owned() });
        }
        Ok(Passphrase(words))
    }
}

/// What opens a backup.
pub enum Secret {
    /// A key.
    Key(Key),
    /// A passphrase.
    Passphrase(Passphrase),
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl Secret {
    fn kind(&self) -> u8 {
        match self {
            Secret::Key(_) => BY_KEY,
            Secret::Passphrase(_) => BY_PASSPHRASE,
        }
    }

    /// The key of the backup with this salt.
    fn derive(&self, salt: &[u8]) -> DataKey {
        let mut derived = Zeroizing::new([0; 32]);
        match self {
            Secret::Key(Key(key)) => {
                let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_slice())
                    .expect("HMAC takes keys of any length (RFC 2104 §2)");
                mac.update(b"heliotrope backup 1");
                mac.update(salt);
                derived.copy_from_slice(&mac.finalize().into_bytes());
            }
            Secret::Passphrase(Passphrase(words)) => {
                let params =
                    Params::new(MEMORY_KIB, PASSES, 1, Some(32)).expect("they are within RFC 9106 §3.1");
                Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
                    .hash_password_into(words.as_bytes(), salt, derived.as_mut_slice())
                    .expect("salt and length are within RFC 9106 §3.1");
            }
        }
        DataKey::from_bytes(derived.as_slice()).expect("it has 32 octets")
    }
}

fn place(head: &str, number: u64, last: bool) -> Place {
    Place::new("backup", if last { "last" } else { "chunk" }, format_args!("{head}/{number}"))
}

/// Seals what is written to it.
pub(super) struct Writer<W> {
    into: W,
    key: DataKey,
    head: String,
    number: u64,
    held: Zeroizing<Vec<u8>>,
}

impl<W: Write> Writer<W> {
    pub fn begin(mut into: W, secret: &Secret) -> io::Result<Writer<W>> {
        let mut head = [0; HEAD];
        head[..MAGIC.len()].copy_from_slice(MAGIC);
        head[MAGIC.len()..HEAD - SALT].copy_from_slice(&[FORM, secret.kind()]);
        rand::rng().fill_bytes(&mut head[HEAD - SALT..]);
        into.write_all(&head)?;
        let key = secret.derive(&head[HEAD - SALT..]);
        let held = Zeroizing::new(Vec::with_capacity(CHUNK));
        Ok(Writer { into, key, head: hex::encode(head), number: 0, held })
    }

    /// Seals what is left as the last chunk.
    pub fn finish(mut self) -> io::Result<W> {
        self.seal(true)?;
        self.into.flush()?;
        Ok(self.into)
    }

    fn seal(&mut self, last: bool) -> io::Result<()> {
        let sealed = self.key.seal(&place(&self.head, self.number, last), &self.held);
        self.number += 1;
        self.held.clear();
        self.into.write_all(&sealed)
    }
}

impl<W: Write> Write for Writer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full chunk is sealed only when another one follows: it might be the last.
        if self.held.len() == CHUNK && !bytes.is_empty() {
            self.seal(false)?;
        }
        let taken = bytes.len().min(CHUNK - self.held.len());
        self.held.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Opens what a [`Writer`] sealed. Whatever is not as it was written is [`io::ErrorKind::InvalidData`].
pub(super) struct Reader<R> {
    from: R,
    key: DataKey,
    head: String,
    number: u64,
    /// The sealed chunk after the one that is being read; empty at the end.
    next: Vec<u8>,
    open: Zeroizing<Vec<u8>>,
    taken: usize,
}

impl<R: Read> Reader<R> {
    pub fn begin(mut from: R, file: &Path, secret: &Secret) -> Result<Reader<R>> {
        let mut head = [0; HEAD];
        let no_backup = || Error::NoBackup { file: file.to_owned() };
        from.read_exact(&mut head).map_err(|_| no_backup())?;
        let (magic, rest) = head.split_at(MAGIC.len());
        if magic != MAGIC {
            return Err(no_backup());
        }
        match (rest[0], rest[1]) {
            (FORM, kind) if kind == secret.kind() => {}
            (FORM, BY_KEY) => return Err(Error::OtherSecret { made: "key" }),
            (FORM, BY_PASSPHRASE) => return Err(Error::OtherSecret { made: "passphrase" }),
            (FORM, _) => return Err(no_backup()),
            _ => return Err(Error::NewerForm { file: file.to_owned() }),
        }
        let key = secret.derive(&head[HEAD - SALT..]);
        let next = chunk(&mut from).map_err(file_error("read", file))?;
        let open = Zeroizing::new(Vec::new());
        let mut reader = Reader { from, key, head: hex::encode(head), number: 0, next, open, taken: 0 };
        reader.advance().map_err(|_| Error::Shut { file: file.to_owned() })?;
        Ok(reader)
    }

    fn advance(&mut self) -> io::Result<()> {
        let following = chunk(&mut self.from)?;
        let sealed = std::mem::replace(&mut self.next, following);
        let here = place(&self.head, self.number, self.next.is_empty());
        self.open = self.key.open(&here, &sealed).map_err(|_| {
            let how = format!("chunk {} was changed, moved or cut off", self.number);
            io::Error::new(io::ErrorKind::InvalidData, how)
        })?;
        self.number += 1;
        self.taken = 0;
        Ok(())
    }
}

impl<R: Read> Read for Reader<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.open.len() && !self.next.is_empty() {
            self.advance()?;
        }
        let rest = &self.open[self.taken..];
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.taken += count;
        Ok(count)
    }
}

/// The next sealed chunk; empty at the end of the file.
fn chunk(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut sealed = Vec::with_capacity(CHUNK + OVERHEAD);
    from.take((CHUNK + OVERHEAD) as u64).read_to_end(&mut sealed)?;
    Ok(sealed)
}
