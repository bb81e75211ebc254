//! Sealed files: what is too large for a row, each under the data key of the customer it belongs to.
//!
//! As with [columns](crate::sealed), a master key wraps data keys, and destroying a data key makes
//! every file under it unreadable, in every copy. A file is sealed in chunks, each bound to the file,
//! its place and whether it is the last: a part can be read without the rest, and no chunk can be
//! moved, repeated, left out or cut off unnoticed.
//!
//! - A **blob** is written at once and whole: a temporary file, synchronised, then renamed.
//! - A **log** grows. What was appended can be read after a crash; only what the system itself had not
//!   yet written is lost when the whole machine goes down.
//!
//! Keys are rows, files are files: functions that touch a key are asynchronous, functions that touch a
//! file wait for the disk.

mod chunks;
pub(crate) mod keys;
mod log;
mod whole;

pub use keys::{BlobKey, BlobKeyId};
pub use log::{Log, LogWriter};
pub use whole::Blob;

use crate::error::file_error;
use crate::sealed::MasterKey;
use crate::{Db, Error, Owner, Result, sealed};
use rand::Rng;
use std::fmt;
use std::fs;
use std::future::Future;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Names a file. Drawn at random.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobId(pub(crate) i64);

impl BlobId {
    fn random() -> BlobId {
        BlobId(random_id())
    }
}

/// A positive number that nobody else draws.
fn random_id() -> i64 {
    (rand::rng().next_u64() >> 1).cast_signed()
}

impl fmt::Display for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The sealed files of a data folder. Cheap to clone.
#[derive(Clone)]
pub struct Blobs(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    db: Db,
    master: Arc<MasterKey>,
    limit: Duration,
}

impl fmt::Debug for Blobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Blobs").field("folder", &self.0.folder).finish_non_exhaustive()
    }
}

impl Blobs {
    pub(crate) fn new(data: &Path, db: Db, master: Arc<MasterKey>, limit: Duration) -> Blobs {
        Blobs(Arc::new(Inner { folder: data.join("blobs"), db, master, limit }))
    }

    /// Draws a key for an owner that has none. Files can be sealed under it at once; they can be opened
    /// later only if [`Blobs::keep`] has put the key into the database.
    pub fn new_key(&self, owner: Owner) -> BlobKey {
        BlobKey::generate(owner)
    }

    /// Puts a key of [`Blobs::new_key`] into the database. Again changes nothing.
    ///
    /// # Errors
    /// When the database does not answer or refuses: also a second key of the same owner.
    pub async fn keep(&self, key: &BlobKey) -> Result<()> {
        self.within(keys::insert(&self.0.db, &self.0.master, key)).await
    }

    /// The key in use for an owner; a new one, kept, for an owner that has none.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn key_of(&self, owner: Owner) -> Result<BlobKey> {
        loop {
            if let Some(key) = self.within(keys::in_use(&self.0.db, &self.0.master, &owner)).await? {
                return Ok(key);
            }
            let drawn = BlobKey::generate(owner.clone());
            match self.keep(&drawn).await {
                // Somebody else was quicker: theirs it is.
                Err(Error::Database(sqlx::Error::Database(error))) if error.is_unique_violation() => {}
                kept => return kept.map(|()| drawn),
            }
        }
    }

    /// A key by its name.
    ///
    /// # Errors
    /// [`sealed::Error::Erased`] when it has been destroyed; [`sealed::Error::Damaged`] when it is not
    /// there or does not open.
    pub async fn key(&self, id: BlobKeyId) -> Result<BlobKey> {
        self.within(keys::by_id(&self.0.db, &self.0.master, id)).await
    }

    /// Begins a log.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn begin_log(&self, key: &BlobKey) -> Result<LogWriter> {
        self.make_folder()?;
        let id = BlobId::random();
        let path = self.path(id, "log");
        LogWriter::create(&path, id, key.clone()).map_err(file_error("write", &path))
    }

    /// Opens a log to be read, whether it came to its end or not.
    ///
    /// # Errors
    /// [`Error::File`]; [`sealed::Error::Damaged`] when it is none.
    pub fn open_log(&self, id: BlobId, key: &BlobKey) -> Result<Log> {
        Log::open(&self.path(id, "log"), id, key.clone())
    }

    /// Seals and writes a blob; when this returns it is durable.
    ///
    /// # Errors
    /// [`Error::File`]; nothing is left behind then.
    pub fn write(&self, key: &BlobKey, value: &[u8]) -> Result<BlobId> {
        self.make_folder()?;
        let id = BlobId::random();
        let (temporary, path) = (self.path(id, "new"), self.path(id, "blob"));
        let written = whole::write(&temporary, id, key, value)
            .and_then(|()| fs::rename(&temporary, &path))
            .and_then(|()| fs::File::open(&self.0.folder)?.sync_all());
        if written.is_err() {
            // Best effort: the failure itself is told.
            let _ = fs::remove_file(&temporary);
        }
        written.map(|()| id).map_err(file_error("write", &path))
    }

    /// Opens a blob.
    ///
    /// # Errors
    /// [`Error::File`]; [`sealed::Error::Damaged`] when it is none or was cut.
    pub fn open(&self, id: BlobId, key: &BlobKey) -> Result<Blob> {
        Blob::open(&self.path(id, "blob"), id, key.clone())
    }

    /// Removes a blob or log; nothing happens when it is not there.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn remove(&self, id: BlobId) -> Result<()> {
        for kind in ["blob", "log"] {
            let path = self.path(id, kind);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(file_error("remove", &path)(error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Every file there is, for whoever looks for those that belong to nothing any more.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn all(&self) -> Result<Vec<BlobId>> {
        let entries = match fs::read_dir(&self.0.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(file_error("read", &self.0.folder))?,
        };
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let id = |name: String| i64::from_str_radix(name.split('.').next()?, 16).ok().map(BlobId);
        Ok(names.filter_map(id).collect())
    }

    fn path(&self, id: BlobId, kind: &str) -> PathBuf {
        self.0.folder.join(format!("{id}.{kind}"))
    }

    fn make_folder(&self) -> Result<()> {
        let folder = &self.0.folder;
        let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.map_err(file_error("make", folder))
    }

    async fn within<T>(&self, question: impl Future<Output = Result<T>>) -> Result<T> {
        tokio::time::timeout(self.0.limit, question).await.unwrap_or(Err(Error::Silent))
    }
}

/// A file is not what its name and key say.
fn damaged() -> Error {
    Error::Sealed(sealed::Error::Damaged)
}

#[cfg(test)]
mod tests;
