//! Why a backup is not taken, not believed, or not restored.

use std::path::PathBuf;

/// What went wrong. Nothing of any content is in it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing is written over.
    #[error("{file} is there already; a backup goes into a file of its own", file = .file.display())]
    Exists {
        /// Which.
        file: PathBuf,
    },
    /// Some other file.
    #[error("{file} is no backup of this program", file = .file.display())]
    NoBackup {
        /// Which.
        file: PathBuf,
    },
    /// Written by a later release.
    #[error("{file} is in a form that this release does not know; restore it with the release that wrote it", file = .file.display())]
    NewerForm {
        /// Which.
        file: PathBuf,
    },
    /// It does not open at all.
    #[error("{file} does not open: the key or passphrase is another one, or its beginning is damaged", file = .file.display())]
    Shut {
        /// Which.
        file: PathBuf,
    },
    /// A passphrase that anybody guesses.
    #[error("the passphrase in {file} is too short: its first line needs 12 characters or more", file = .file.display())]
    ShortPassphrase {
        /// Its file.
        file: PathBuf,
    },
    /// A key where a passphrase is needed, or the other way round.
    #[error("the backup was made with a {made}; give that")]
    OtherSecret {
        /// What is needed.
        made: &'static str,
    },
    /// It is not as it was written.
    #[error("the backup is damaged at \"{part}\": {how}; take another one")]
    Damaged {
        /// The part, by its name.
        part: String,
        /// What is wrong.
        how: String,
    },
    /// There is something where it should go.
    #[error("{folder} is not empty; restore into a folder that is not there yet", folder = .folder.display())]
    Occupied {
        /// Which.
        folder: PathBuf,
    },
    /// There is something where the tables should go.
    #[error("the database is not empty: it has the table \"{table}\"; restore into one that was just made")]
    DatabaseOccupied {
        /// One of its tables.
        table: String,
    },
    /// Its tables are of the other database.
    #[error("the backup is of {of}; {advice}")]
    OtherDatabase {
        /// Of which.
        of: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// A key of a backup that is none.
    #[error("{file} holds no key of backups; it has 64 hexadecimal digits, and `heliotrope backup --make-key` makes one", file = .file.display())]
    NoKey {
        /// Which.
        file: PathBuf,
    },
    /// What opens backups lies open.
    #[error("others on this machine may read {file}, which opens backups; take that away with `chmod go= {file}`, and replace it if it stood so for long", file = .file.display())]
    Exposed {
        /// Which.
        file: PathBuf,
    },
    /// Everything else.
    #[error(transparent)]
    Store(#[from] crate::Error),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Error {
        Error::Store(error.into())
    }
}

/// The result of dealing with backups.
pub type Result<T> = std::result::Result<T, Error>;
