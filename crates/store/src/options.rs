//! How a store is opened.

use crate::migrate::Migration;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// Where the data lies and within which limits the store works.
#[derive(Clone)]
pub struct Options {
    /// The data folder: lock, keys, spill log and, without `database`, the database itself.
    pub folder: PathBuf,
    /// URL of a PostgreSQL database (`postgres://…`) in place of the embedded SQLite.
    pub database: Option<String>,
    /// Size of the preallocated spill log. 64 MiB hold about 250,000 entries: a minute of four
    /// thousand a second.
    pub spill_bytes: u64,
    /// How often audit checkpoints are signed, and where to they leave.
    pub audit: crate::audit::Settings,
    /// The register of erasures, outside the data folder and its backups: whoever stands in it stays erased when a
    /// backup of before is restored. Without one, a restored backup brings back who was erased since.
    pub erasures: Option<PathBuf>,
    /// What other rooms add to the schema.
    pub migrations: Vec<Migration>,
    /// How long a connection to the database may take.
    pub connect_timeout: Duration,
    /// How long a statement, or one commit of the journal, may take.
    pub statement_timeout: Duration,
    /// How the journal is written.
    pub pace: Pace,
    /// Where the master key is kept; in the folder or the environment when nothing is said.
    pub keys: Option<std::sync::Arc<dyn crate::sealed::KeyService>>,
    /// What other rooms sealed by [`crate::sealed::Seals`], to be wrapped anew with all else.
    pub sealed: Vec<crate::rotation::SealedColumn>,
}

/// How the journal is written: in small groups for entries that calls wait for, in large ones where
/// only the whole counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How long an entry may wait for the database before it goes into the spill log as well.
    pub patience: Duration,
    /// Records in one transaction.
    pub group: usize,
    /// SQLite's memory for pages, in its own measure: KiB below zero. Ids of imported contacts are
    /// scattered, so that an import comes back to every page of every index again and again.
    pub cache: i32,
}

impl Pace {
    /// Durable within 50 ms: of that, 40 are the database's, and a group is small enough to be done
    /// in them.
    pub const LIVE: Pace = Pace { patience: Duration::from_millis(40), group: 1024, cache: -2_000 };
    /// A slow database is waited for.
    pub const BULK: Pace = Pace { patience: Duration::from_secs(60), group: 8192, cache: -131_072 };
}

impl Options {
    /// The embedded database in `folder`, with the usual limits.
    pub fn new(folder: impl Into<PathBuf>) -> Options {
        Options {
            folder: folder.into(),
            database: None,
            spill_bytes: 64 * 1024 * 1024,
            audit: crate::audit::Settings::default(),
            erasures: None,
            migrations: Vec::new(),
            connect_timeout: Duration::from_secs(5),
            statement_timeout: Duration::from_secs(5),
            pace: Pace::LIVE,
            keys: None,
            sealed: Vec::new(),
        }
    }

    /// The same for an import, where nothing waits for any one entry: large groups, more time for
    /// each, and a spill log that holds no more than what is under way.
    pub fn in_bulk(self) -> Options {
        Options {
            spill_bytes: 1024 * 1024,
            statement_timeout: Duration::from_secs(60),
            pace: Pace::BULK,
            ..self
        }
    }

    /// The same, with the tables in PostgreSQL.
    pub fn with_database(self, url: impl Into<String>) -> Options {
        Options { database: Some(url.into()), ..self }
    }
}

impl fmt::Debug for Options {
    /// Leaves the database's URL out: it may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("folder", &self.folder)
            .field("postgres", &self.database.is_some())
            .field("spill_bytes", &self.spill_bytes)
            .finish_non_exhaustive()
    }
}
