//! What can go wrong when the store is opened or asked.

use std::path::PathBuf;
use vocabulary::Sequence;

/// Why the store refuses or fails.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder of the data folder cannot be used.
    #[error("cannot {what} {path}: {source}; check owner, permissions and free space")]
    File {
        /// What was tried.
        what: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The register of erasures holds a line that is none.
    #[error(
        "{path}, line {line}: this is no erasure ({reason}); mend or take away the line, and start again: until then \
         nobody knows who has to stay erased"
    )]
    Register {
        /// The register.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// Another instance uses the data folder.
    #[error(
        "the data folder {folder} is in use by process {holder}; stop that process or choose another folder"
    )]
    FolderHeld {
        /// The folder.
        folder: PathBuf,
        /// Process id as the lock file tells it, or `unknown`.
        holder: String,
    },
    /// Another instance uses the PostgreSQL database.
    #[error(
        "the database is in use by process {pid} on host {host}; stop that process or choose another database"
    )]
    DatabaseHeld {
        /// The other instance's machine.
        host: String,
        /// Its process id there.
        pid: String,
    },
    /// There is nothing to read yet.
    #[error("there is no database in {folder}; start the server once, or name its data folder")]
    NoDatabase {
        /// The folder.
        folder: PathBuf,
    },
    /// `database` is not a URL of PostgreSQL.
    #[error("the database must be given as postgres://user@host:port/name")]
    DatabaseUrl,
    /// The database was written by a later release.
    #[error(
        "the database has schema version {found}, which this release does not know; start the release that wrote it, or a later one"
    )]
    NewerSchema {
        /// The first version unknown here.
        found: i64,
    },
    /// The database was written by an earlier release and may not be changed by a reader.
    #[error("the database lacks schema version {missing}; start the server of this release once")]
    OlderSchema {
        /// The first version that lacks.
        missing: i64,
    },
    /// A migration failed.
    #[error("the schema cannot be brought up to date: {0}")]
    Migrate(#[source] sqlx::migrate::MigrateError),
    /// The database did not answer in time.
    #[error("the database did not answer in time; check that it runs and can be reached")]
    Silent,
    /// The database refused a statement.
    #[error("the database refused: {0}")]
    Database(#[source] sqlx::Error),
    /// Keys or sealed columns.
    #[error(transparent)]
    Sealed(#[from] crate::sealed::Error),
    /// The audit cannot be written, so what has to be on record was not done.
    #[error(transparent)]
    NotOnRecord(#[from] crate::audit::NotOnRecord),
    /// The master key is being exchanged.
    #[error(
        "the exchange to version {version} of the master key goes on; `heliotrope keys status` says how far"
    )]
    ExchangeGoesOn {
        /// The newer version.
        version: i64,
    },
    /// Places are missing in the journal.
    #[error("the journal lacks {first} to {last}; read on from {}", last.next())]
    Gap {
        /// First missing place.
        first: Sequence,
        /// Last missing place.
        last: Sequence,
    },
    /// A row of the journal is not an entry.
    #[error("the journal's row {sequence} cannot be read; restore it from a backup")]
    Unreadable {
        /// Its place.
        sequence: Sequence,
    },
    /// A row of the journal was written by a later release.
    #[error(
        "the journal's row {sequence} has version {version}; start the release that wrote it, or a later one"
    )]
    NewerRecord {
        /// Its place.
        sequence: Sequence,
        /// Its version.
        version: i64,
    },
    /// A row of the contacts table does not hold what it should.
    #[error("the row of contact {contact} cannot be read; restore it from a backup")]
    UnreadableContact {
        /// The contact.
        contact: vocabulary::ContactId,
    },
    /// A row of the orders to the bank does not hold what it should.
    #[error("the row of order {key} cannot be read; restore it from a backup")]
    UnreadableOrder {
        /// Its key.
        key: String,
    },
    /// A row of the promises to customers does not hold what it should.
    #[error("the row of promise {key} cannot be read; restore it from a backup")]
    UnreadablePromise {
        /// Its key.
        key: String,
    },
    /// A row of the audit does not hold what it should.
    #[error("entry {place} of the audit cannot be read: somebody changed it; run `heliotrope audit verify`")]
    UnreadableAudit {
        /// Its place.
        place: u64,
    },
    /// The key that signs audit checkpoints cannot be used.
    #[error("the audit's key (keys/audit.key or HELIOTROPE_AUDIT_KEY) {reason}")]
    AuditKey {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A row that another room fed to figures does not hold what it should.
    #[error("what was fed to {indicator} as {id} cannot be read; have its room feed it again")]
    UnreadableFeed {
        /// The indicator.
        indicator: String,
        /// The fact's id.
        id: String,
    },
    /// Spilled entries and the database tell different stories.
    #[error(
        "the spill log {path} holds another entry at {sequence} than the database: another instance went on from there; keep the file for the auditors, move it away, and start again"
    )]
    SpillConflict {
        /// The spill log.
        path: PathBuf,
        /// The first place that differs.
        sequence: Sequence,
    },
    /// The journal's writer is spilling or has ended.
    #[error("the journal cannot reach its database now; try again when it is writing")]
    NotWriting,
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Error {
        match error {
            sqlx::Error::PoolTimedOut => Error::Silent,
            other => Error::Database(other),
        }
    }
}

/// The result of asking the store.
pub type Result<T> = std::result::Result<T, Error>;

/// Names what was tried with a file.
pub(crate) fn file_error(
    what: &'static str,
    path: &std::path::Path,
) -> impl FnOnce(std::io::Error) -> Error + use<> {
    let path = path.to_owned();
    move |source| Error::File { what, path, source }
}
