//! Backups: everything a data folder and its database hold, in one sealed file, taken while calls go on.
//!
//! 1. **Gathering.** Sealed files are linked, all else is copied, into a work folder; then the database is copied as it
//!    is at one moment; then the sealed files that have appeared meanwhile are linked as well. So every file that the
//!    copied database knows is there.
//! 2. **Writing.** All of it goes into one file: parts with their checksums ([`archive`]), in chunks sealed under a key
//!    of the backup's own ([`envelope`]). It bears the name `….part` until it is whole.
//! 3. **Checking.** The file is read back, opened, and compared; the database in it is opened and asked whether it holds
//!    together. Only then it gets its name.
//!
//! [`restore`] unpacks into a folder beside the target, checks all of the above, and gives it its name last: what is
//! damaged anywhere leaves nothing behind. A backup of PostgreSQL goes into an empty PostgreSQL, in one transaction.
//!
//! What is not in it: the spill log (what waits there will be in the database, or is told as lost), and locks. The
//! master key *is* in it, unless it comes from the environment: guard the backup's key as you guard that one.

mod archive;
mod envelope;
mod error;
mod gather;
mod inspect;
mod restored;
mod tables;

pub use envelope::{Key, Passphrase, Secret};
pub use error::{Error, Result};
pub use restored::restore;

use crate::error::file_error;
use crate::{Db, Migration, Options, migrate};
use archive::Manifest;
use std::fs::{self, File, OpenOptions};
use std::io::BufWriter;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use vocabulary::{Sequence, Time};

pub(crate) use inspect::{SQLITE_STATEMENTS, STATEMENTS};
pub(crate) use tables::POSTGRES_STATEMENTS;

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The data is brought together.
    Gathering,
    /// The backup is written, or unpacked.
    Writing,
    /// What was written is read back.
    Checking,
}

/// How far it is.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// What is being done.
    pub step: Step,
    /// Bytes done in this step, ...
    pub done: u64,
    /// … of so many, as far as it is known.
    pub of: u64,
}

/// Told of the progress, often.
pub type Told<'a> = &'a mut (dyn FnMut(Progress) + Send);

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// When it was taken.
    pub taken: Time,
    /// The journal's last entry in it.
    pub sequence: Sequence,
    /// Sealed files and others, the database not among them.
    pub files: u64,
    /// Bytes of everything in it, before sealing.
    pub bytes: u64,
    /// Whether its tables are PostgreSQL's.
    pub postgres: bool,
}

/// Takes a backup of a data folder, beside the server that has it open or without one, and checks it. When this
/// returns, `to` is whole, and durable.
///
/// # Errors
/// [`Error`]; then there is no file of that name.
pub async fn take(options: &Options, to: &Path, secret: &Secret, told: Told<'_>) -> Result<Summary> {
    if to.exists() {
        return Err(Error::Exists { file: to.to_owned() });
    }
    let db = Db::open_beside(options).await?;
    let gathered = gather::gather(options, &db, told).await;
    db.close().await;
    let gathered = gathered?;
    let part = part_of(to);
    let written = write(&gathered, &part, secret, told);
    let checked = match written {
        Ok(()) => verify(&part, secret, &options.migrations, told).await,
        Err(error) => Err(error),
    };
    match checked {
        Ok(summary) => {
            fs::rename(&part, to).map_err(file_error("name", to))?;
            sync_folder(to)?;
            Ok(summary)
        }
        Err(error) => {
            // Best effort: the failure itself is told.
            let _ = fs::remove_file(&part);
            Err(error)
        }
    }
}

/// Reads a backup whole: whether it opens, is as it was written, and its database holds together.
///
/// # Errors
/// [`Error`], naming the part that is not as it was written.
pub async fn verify(file: &Path, secret: &Secret, added: &[Migration], told: Told<'_>) -> Result<Summary> {
    let beside = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let work = gather::WorkFolder::make(beside)?;
    let (manifest, bytes) = archive::unpack(file, secret, Step::Checking, told, |name| {
        (name == crate::db::FILE).then(|| work.path().join(name))
    })?;
    check_schema(&manifest, added)?;
    if !manifest.postgres {
        inspect::database(work.path()).await?;
    }
    Ok(manifest.summary(bytes))
}

/// That this release knows all that the backup's release did to the schema.
fn check_schema(manifest: &Manifest, added: &[Migration]) -> Result<()> {
    match manifest.schema.iter().find(|version| !migrate::knows(**version, added)) {
        Some(found) => Err(crate::Error::NewerSchema { found: *found }.into()),
        None => Ok(()),
    }
}

fn write(gathered: &gather::Gathered, part: &Path, secret: &Secret, told: Told<'_>) -> Result<()> {
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(part);
    let file = file.map_err(file_error("make", part))?;
    let sealed = envelope::Writer::begin(BufWriter::new(file), secret).map_err(file_error("write", part))?;
    let file = archive::pack(gathered, sealed, part, told)?;
    let file = file.into_inner().map_err(|error| file_error("write", part)(error.into_error()))?;
    file.sync_all().map_err(file_error("write", part))?;
    Ok(())
}

/// What it is called until it is whole.
fn part_of(to: &Path) -> PathBuf {
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    to.with_file_name(name)
}

/// A name is durable when its folder is.
fn sync_folder(path: &Path) -> Result<()> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(synced.map_err(file_error("write", folder))?)
}
