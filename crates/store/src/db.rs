//! One handle over two SQL engines. The statements are shared: numbered parameters, no dialect.
//!
//! A body that runs on either engine is written once inside [`read_db!`](crate::read_db),
//! [`write_db!`](crate::write_db) or [`on_conn!`](crate::on_conn) and type-checked once per engine.

use crate::Error;
use crate::error::file_error;
use crate::options::Options;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool, Transaction};
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

/// File of the embedded database in the data folder.
pub(crate) const FILE: &str = "heliotrope.db";

/// Connections to PostgreSQL for everything but the journal.
const POSTGRES_CONNECTIONS: u32 = 8;
/// SQLite connections that read beside the one that writes.
const SQLITE_READERS: u32 = 4;
/// Pages of write-ahead log from which on each commit copies them into the database by itself, and waits for it: 256 MiB.
/// Long before, they are copied beside the writer (`write_ahead`), which this stands in for should that fail.
const CHECKPOINT_PAGES: &str = "65536";
/// So long whoever begins the log anew waits for those who read it, and has the writer wait.
const BEGIN_WITHIN: Duration = Duration::from_millis(10);
/// What the write-ahead log's file is cut to after a checkpoint.
const LOG_FILE_BYTES: &str = "67108864";

/// Copies SQLite's log into the database and cuts it.
const SCRUB: &str = "PRAGMA wal_checkpoint(TRUNCATE)";
/// How often that is tried while others read, and what lies between.
const SCRUBS: u32 = 20;
const SCRUB_AGAIN: Duration = Duration::from_millis(100);

/// The opened database. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Db {
    /// One connection that writes, several that read: SQLite allows one writer at a time.
    Sqlite {
        /// The one connection that writes. Everybody who writes waits for it, the journal too:
        /// hold it for one short transaction.
        write: SqlitePool,
        /// Connections that only read.
        read: SqlitePool,
    },
    /// PostgreSQL, for reading and writing.
    Postgres(PgPool),
}

/// One connection of either engine, borrowed for a few statements.
pub enum Conn<'c> {
    /// SQLite.
    Sqlite(&'c mut SqliteConnection),
    /// PostgreSQL.
    Postgres(&'c mut PgConnection),
}

/// A transaction that writes. Dropped without [`Tx::commit`], it is rolled back.
pub enum Tx {
    /// SQLite.
    Sqlite(Transaction<'static, Sqlite>),
    /// PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

/// Runs one body over a pool that reads: `read_db!(db, |pool| sqlx::query(SQL).fetch_all(pool).await)`.
#[macro_export]
macro_rules! read_db {
    ($db:expr, |$pool:ident| $body:expr) => {
        match $db {
            $crate::Db::Sqlite { read: $pool, .. } => $body,
            $crate::Db::Postgres($pool) => $body,
        }
    };
}

/// Runs one body over a pool that writes: `write_db!(db, |pool| sqlx::query(SQL).execute(pool).await)`.
#[macro_export]
macro_rules! write_db {
    ($db:expr, |$pool:ident| $body:expr) => {
        match $db {
            $crate::Db::Sqlite { write: $pool, .. } => $body,
            $crate::Db::Postgres($pool) => $body,
        }
    };
}

/// Runs one body over a [`Conn`]: `on_conn!(conn, |c| sqlx::query(SQL).execute(&mut **c).await)`.
#[macro_export]
macro_rules! on_conn {
    ($conn:expr, |$c:ident| $body:expr) => {
        match $conn {
            $crate::Conn::Sqlite($c) => $body,
            $crate::Conn::Postgres($c) => $body,
        }
    };
}

impl Conn<'_> {
    /// What belongs to the engine, of two.
    pub(crate) fn of_engine<T>(&self, sqlite: T, postgres: T) -> T {
        match self {
            Conn::Sqlite(_) => sqlite,
            Conn::Postgres(_) => postgres,
        }
    }
}

impl Db {
    /// Begins a transaction that writes.
    ///
    /// # Errors
    /// When no connection is free within the pool's time limit, or the database refuses.
    pub async fn begin(&self) -> Result<Tx, sqlx::Error> {
        Ok(match self {
            Db::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Db::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Opens the database for reading and writing.
    pub(crate) async fn open(options: &Options) -> Result<Db, Error> {
        if let Some(url) = &options.database {
            return Ok(Db::Postgres(postgres_pool(postgres_options(url, options)?, options)));
        }
        make_file(&options.folder.join(FILE))?;
        let file = sqlite_options(&options.folder, options);
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(options.statement_timeout)
            .test_before_acquire(false)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(file.clone().pragma("cache_size", options.pace.cache.to_string()))
            .await?;
        Ok(Db::Sqlite { write, read: sqlite_readers(file, options) })
    }

    /// Opens an existing database for reading, also while a server has it open.
    pub(crate) async fn open_to_read(options: &Options) -> Result<Db, Error> {
        if let Some(url) = &options.database {
            let read_only =
                postgres_options(url, options)?.options([("default_transaction_read_only", "on")]);
            return Ok(Db::Postgres(postgres_pool(read_only, options)));
        }
        if !options.folder.join(FILE).is_file() {
            return Err(Error::NoDatabase { folder: options.folder.clone() });
        }
        let read = sqlite_readers(sqlite_options(&options.folder, options), options);
        Ok(Db::Sqlite { write: read.clone(), read })
    }

    /// Opens an existing database for a few short writes, also while a server has it open.
    pub(crate) async fn open_beside(options: &Options) -> Result<Db, Error> {
        if options.database.is_none() && !options.folder.join(FILE).is_file() {
            return Err(Error::NoDatabase { folder: options.folder.clone() });
        }
        Db::open(options).await
    }

    /// Has nothing of what was overwritten stand in SQLite's log any more: it keeps pages of before until they are
    /// written over. Waits for readers, not for ever. PostgreSQL's log is its keeper's.
    pub(crate) async fn scrub(&self) -> Result<(), sqlx::Error> {
        let Db::Sqlite { write, .. } = self else { return Ok(()) };
        for _ in 0..SCRUBS {
            let (busy, _, _): (i64, i64, i64) = sqlx::query_as(SCRUB).fetch_one(write).await?;
            if busy == 0 {
                return Ok(());
            }
            tokio::time::sleep(SCRUB_AGAIN).await;
        }
        tracing::warn!("the database's log could not be cut: pages of before stand in it for a while");
        Ok(())
    }

    pub(crate) async fn close(&self) {
        match self {
            Db::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// The connection inside.
    pub fn conn(&mut self) -> Conn<'_> {
        match self {
            Tx::Sqlite(tx) => Conn::Sqlite(&mut *tx),
            Tx::Postgres(tx) => Conn::Postgres(&mut *tx),
        }
    }

    /// Makes what was written durable.
    ///
    /// # Errors
    /// When the database does not confirm; it may have committed nevertheless.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Tx::Sqlite(tx) => tx.commit().await,
            Tx::Postgres(tx) => tx.commit().await,
        }
    }
}

/// The database is its owner's alone, whatever the folder allows; SQLite gives its log files the same
/// rights. A file that is there keeps its own.
fn make_file(path: &Path) -> Result<(), Error> {
    let made = OpenOptions::new().create(true).append(true).mode(0o600).open(path);
    made.map(drop).map_err(file_error("make", path))
}

fn sqlite_options(folder: &Path, options: &Options) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(folder.join(FILE))
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(options.statement_timeout)
        .pragma("wal_autocheckpoint", CHECKPOINT_PAGES)
        .pragma("journal_size_limit", LOG_FILE_BYTES)
        // A destroyed key must not live on in a free page.
        .pragma("secure_delete", "ON")
        .thread_name(|_| "sqlite".into())
}

fn sqlite_readers(file: SqliteConnectOptions, options: &Options) -> SqlitePool {
    SqlitePoolOptions::new()
        .max_connections(SQLITE_READERS)
        .acquire_timeout(options.statement_timeout)
        .test_before_acquire(false)
        .connect_lazy_with(file.create_if_missing(false).read_only(true))
}

/// A connection that copies SQLite's log into the database beside the one that writes; `None` for PostgreSQL, which
/// does so by itself.
pub(crate) async fn log_copier(options: &Options) -> Result<Option<SqlitePool>, Error> {
    if options.database.is_some() {
        return Ok(None);
    }
    let pool = SqlitePoolOptions::new().max_connections(1).test_before_acquire(false).idle_timeout(None);
    let file = sqlite_options(&options.folder, options).busy_timeout(BEGIN_WITHIN);
    Ok(Some(pool.connect_with(file).await?))
}

fn postgres_pool(connect: PgConnectOptions, options: &Options) -> PgPool {
    PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(options.connect_timeout)
        .connect_lazy_with(connect)
}

/// How to connect to PostgreSQL: with limits for every statement, commits that are durable, and
/// a server that notices within half a minute that this machine is gone.
pub(crate) fn postgres_options(url: &str, options: &Options) -> Result<PgConnectOptions, Error> {
    let connect = PgConnectOptions::from_str(url).map_err(|_| Error::DatabaseUrl)?;
    let limit = milliseconds(options.statement_timeout);
    Ok(connect.application_name("heliotrope").options([
        ("statement_timeout", limit.as_str()),
        ("idle_in_transaction_session_timeout", limit.as_str()),
        ("synchronous_commit", "on"),
        ("tcp_keepalives_idle", "10"),
        ("tcp_keepalives_interval", "5"),
        ("tcp_keepalives_count", "3"),
    ]))
}

fn milliseconds(span: Duration) -> String {
    span.as_millis().max(1).to_string()
}
