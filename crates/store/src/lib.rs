//! Where things are kept: one SQL code base over SQLite and PostgreSQL.
//!
//! A [`Store`] is the one writing instance on a data folder; a [`Reader`] looks into the same data
//! beside it. The journal is appended through [`Journal`], which never waits and survives a full
//! disk and an absent database. Other rooms keep their tables here as well: they add
//! [`Migration`]s, and run their statements over [`Store::db`].

pub mod audit;
pub mod authorities;
pub mod backup;
pub mod blobs;
pub mod consents;
pub mod contacts;
mod db;
pub mod erasure;
mod error;
mod facts;
mod figures;
pub mod journal;
mod leadership;
mod lease;
mod lock;
pub mod messages;
mod migrate;
pub mod names;
pub mod notes;
pub mod operations;
mod options;
pub mod promises;
mod reader;
mod recent;
pub mod recordings;
mod replay;
pub mod retention;
pub mod rotation;
mod rows;
pub mod sealed;
mod snapshots;
#[cfg(feature = "testing")]
pub mod testing;
pub mod views;
mod write_ahead;

pub use authorities::AuthorityText;
pub use contacts::{Among, ContactChange, ContactRow, FIRST_IMPORTED, Filter, Without};
pub use db::{Conn, Db, Tx};
pub use error::{Error, Result};
pub use figures::{FigureCheck, ReportRun};
pub use journal::table::LostPlaces;
pub use journal::{Batch, Full, Health, Journal};
pub use messages::{MOST_MESSAGES, Message, Said};
pub use migrate::Migration;
pub use notes::{Kept, Note, NoteText};
pub use operations::{OrderRow, OrderState, Whose};
pub use options::{Options, Pace};
pub use promises::{Keeper, Promise, PromiseState, Settled, WhyNotKept};
pub use reader::Reader;
pub use recordings::{RecordingRow, Recordings};
pub use sealed::{KeyId, Owner, Place, Sealed};
pub use views::SavedView;

use error::file_error;
use indicators::{FeedFact, TimeCell};
use journal::ledger::{Source, SqlLedger};
use journal::spill::Spill;
use journal::writer::Writer;
use lease::Lease;
use lock::FolderLock;
use sqlx::PgConnection;
use std::ops::Deref;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::{Mutex, watch};
use tokio::task::JoinHandle;
use vocabulary::{CustomerRef, Epoch, Sequence, Time};

/// Statements of this room that both engines read, for the test that prepares every one of them.
/// Each room that has SQL exports such a list.
pub const STATEMENTS: &[&[&str]] = &[
    audit::table::STATEMENTS,
    authorities::STATEMENTS,
    backup::STATEMENTS,
    blobs::keys::STATEMENTS,
    consents::table::STATEMENTS,
    contacts::facts::STATEMENTS,
    contacts::table::STATEMENTS,
    erasure::table::STATEMENTS,
    facts::STATEMENTS,
    figures::STATEMENTS,
    journal::table::STATEMENTS,
    leadership::STATEMENTS,
    lease::STATEMENTS,
    migrate::STATEMENTS,
    messages::table::STATEMENTS,
    names::table::STATEMENTS,
    notes::table::STATEMENTS,
    operations::table::STATEMENTS,
    promises::table::STATEMENTS,
    recordings::table::STATEMENTS,
    retention::holds::STATEMENTS,
    retention::table::STATEMENTS,
    rotation::table::STATEMENTS,
    sealed::table::STATEMENTS,
    snapshots::STATEMENTS,
    views::STATEMENTS,
];

/// Statements that only PostgreSQL knows.
pub const POSTGRES_STATEMENTS: &[&[&str]] = &[
    audit::lines::POSTGRES_STATEMENTS,
    backup::POSTGRES_STATEMENTS,
    lease::POSTGRES_STATEMENTS,
    migrate::POSTGRES_STATEMENTS,
];

/// Statements that only SQLite knows.
pub const SQLITE_STATEMENTS: &[&[&str]] = &[
    audit::lines::SQLITE_STATEMENTS,
    audit::table::SQLITE_STATEMENTS,
    backup::SQLITE_STATEMENTS,
    contacts::table::SQLITE_STATEMENTS,
    journal::table::SQLITE_STATEMENTS,
];

/// The opened data of one instance. Everything a [`Reader`] can do, it can do as well.
///
/// Close it with [`Store::close`]. Dropping it instead leaves the writer to finish in the
/// background; the folder stays locked until it has.
pub struct Store {
    reader: Reader,
    journal: Journal,
    audit: audit::Audit,
    notes: notes::Notes,
    messages: messages::Messages,
    exchange: Arc<rotation::Exchange>,
    /// The register of erasures.
    register: Option<std::path::PathBuf>,
    /// Ends the exchange of keys.
    over: watch::Sender<bool>,
    /// Copies SQLite's log beside the writer.
    copier: Mutex<Option<JoinHandle<()>>>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

impl Store {
    /// Opens the data folder for this instance alone: takes its lock, brings the schema up to date,
    /// finds or makes the master key, and brings in what an earlier instance left in the spill log.
    ///
    /// # Errors
    /// [`Error::FolderHeld`] and [`Error::DatabaseHeld`] name the process that has it open;
    /// [`Error::NewerSchema`] when a later release wrote it; others as they say.
    pub async fn open(options: Options) -> Result<Store> {
        let folder = options.folder.clone();
        make_folder(&folder)?;
        let lock = FolderLock::take(&folder)?;
        let db = Db::open(&options).await?;
        let lease = take_lease(&options).await?;
        migrate::run(&db, &options.migrations).await?;
        let master = Arc::new(rotation::master_key(&db, &*rotation::service(&options)?, true).await?);
        let source = journal_source(&db, lease).await?;
        let mut ledger = SqlLedger::new(db.clone(), source, master.clone(), options.statement_timeout);
        let mut spill = open_spill(folder, options.spill_bytes).await?;
        let last = replay::bring_in(&mut spill, &mut ledger).await?;
        spill.resize(options.spill_bytes).map_err(file_error("write", spill.path()))?;
        let (journal, ends) = journal::channel(last);
        let task = Writer::new(ledger, spill, last, master.clone(), ends).at(options.pace).run();
        let writer = tokio::spawn(async move {
            task.await;
            drop(lock);
        });
        let exchange = Arc::new(rotation::Exchange::new(&options, &db, &master, &journal)?);
        let (over, ends) = watch::channel(false);
        let copier = Mutex::new(write_ahead::start(&options, ends.clone()).await?);
        tokio::spawn(exchange.clone().run(ends));
        let audit = audit::Audit::start(&db, &options.folder, &options.audit, options.statement_timeout)?;
        let reader = Reader::new(&options.folder, db, master, options.statement_timeout);
        let (notes, messages) = (notes::Notes::default(), messages::Messages::default());
        let writer = Mutex::new(Some(writer));
        let register = options.erasures;
        Ok(Store { register, reader, journal, audit, notes, messages, exchange, over, copier, writer })
    }

    /// Looks into the data beside the server that has it open, or while none has.
    ///
    /// # Errors
    /// [`Error::NoDatabase`], [`Error::NewerSchema`] and [`Error::OlderSchema`]; others as they say.
    pub async fn read_only(options: Options) -> Result<Reader> {
        let db = Db::open_to_read(&options).await?;
        migrate::check(&db, &options.migrations).await?;
        let master = rotation::master_key(&db, &*rotation::service(&options)?, false).await?;
        Ok(Reader::new(&options.folder, db, Arc::new(master), options.statement_timeout))
    }

    /// The database beside the server that has it open, for a few short writes to the tables of other
    /// rooms. SQLite lets one write at a time: the server's journal waits meanwhile.
    ///
    /// # Errors
    /// As [`Store::read_only`].
    pub async fn beside(options: Options) -> Result<Db> {
        let db = Db::open_beside(&options).await?;
        migrate::check(&db, &options.migrations).await?;
        Ok(db)
    }

    /// The way into the journal.
    pub fn journal(&self) -> Journal {
        self.journal.clone()
    }

    /// The way into the audit.
    pub fn audit(&self) -> &audit::Audit {
        &self.audit
    }

    /// Whether new calls should be let in; false while journal entries are being lost.
    pub fn accepting(&self) -> bool {
        self.journal.accepting()
    }

    /// Begins the next term of leadership: higher than any before it on this database.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn take_leadership(&self) -> Result<Epoch> {
        self.reader.within(leadership::take(self.reader.db())).await
    }

    /// Keeps what the journal led to at `sequence`, and drops old snapshots. Waits until the journal
    /// is durable that far: a snapshot must never know more than the journal.
    ///
    /// # Errors
    /// When the database does not answer or refuses, or the journal is not durable in time.
    pub async fn put_snapshot(&self, sequence: Sequence, body: &[u8]) -> Result<()> {
        let mut durable = self.journal.durable();
        let reached = async {
            durable.wait_for(|durable| *durable >= sequence).await.map_err(|_| Error::NotWriting)?;
            snapshots::put(self.reader.db(), sequence, body).await.map_err(Error::from)
        };
        self.reader.within(reached).await
    }

    /// Keeps how agents spent their time; a quarter-hour that is known already is replaced.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn put_times(&self, cells: &[TimeCell]) -> Result<()> {
        // A few at a time: SQLite has one writer, and the journal must not wait for figures.
        for few in cells.chunks(figures::TIMES_AT_ONCE) {
            self.reader.within(figures::put_times(self.reader.db(), few)).await?;
        }
        Ok(())
    }

    /// Keeps what another room feeds to indicators. What has the indicator and id of an earlier fact
    /// replaces it, so that feeding twice changes nothing.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn feed_figures(&self, facts: &[FeedFact]) -> Result<()> {
        self.reader.within(figures::feed(self.reader.db(), facts)).await
    }

    /// Keeps what a comparison of figures with the journal found.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn add_figure_check(&self, check: &FigureCheck) -> Result<()> {
        self.reader.within(figures::add_check(self.reader.db(), check)).await
    }

    /// Keeps the time zone of a log that is imported, by its IANA name: figures of what came from there are
    /// cut by its days.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn keep_imported_zone(&self, zone: &str) -> Result<()> {
        self.reader.within(facts::keep_imported_zone(self.reader.db(), zone)).await
    }

    /// Keeps that a scheduled report ran.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn add_report_run(&self, report: &str, run: &ReportRun) -> Result<()> {
        self.reader.within(figures::add_run(self.reader.db(), report, run)).await
    }

    /// Brings a new version of the master key into use; what older ones wrapped is wrapped anew while all else goes
    /// on. Says which version.
    ///
    /// # Errors
    /// [`Error::ExchangeGoesOn`]; when the key cannot be made, or the database does not answer or refuses.
    pub async fn exchange_master_key(&self) -> Result<i64> {
        self.exchange.begin().await
    }

    /// Destroys a customer's data key: whatever was sealed under it is unreadable from now on, and
    /// its calling numbers can no longer be looked up. Covers everything appended before. Says
    /// whether there was a key.
    ///
    /// # Errors
    /// [`Error::NotWriting`] while the journal cannot reach its database.
    pub async fn erase_customer(&self, customer: CustomerRef) -> Result<bool> {
        let erased = self.journal.erase(customer, erasure::Destroy::ALL).await;
        self.forget_texts().await;
        self.reader.db().scrub().await?;
        erased
    }

    /// Forgets texts that were read: an erased one must not come from memory.
    async fn forget_texts(&self) {
        self.notes.forget().await;
        self.messages.forget().await;
    }

    /// Stops writing, once everything appended is durable, and lets go of database and folder.
    pub async fn close(&self) {
        self.over.send_replace(true);
        self.audit.stop().await;
        self.journal.stop().await;
        for task in [&self.writer, &self.copier] {
            if let Some(task) = task.lock().await.take() {
                // One that panicked has said so; there is nothing more to wait for.
                task.await.ok();
            }
        }
        self.reader.db().close().await;
    }
}

impl Deref for Store {
    type Target = Reader;
    fn deref(&self) -> &Reader {
        &self.reader
    }
}

fn make_folder(folder: &Path) -> Result<()> {
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(file_error("make", folder))
}

/// Takes PostgreSQL for this instance alone. SQLite needs nothing beyond the folder's lock.
async fn take_lease(options: &Options) -> Result<Option<(Lease, PgConnection)>> {
    let Some(url) = &options.database else { return Ok(None) };
    let connect = db::postgres_options(url, options)?;
    Lease::take(connect, options.connect_timeout).await.map(Some)
}

/// Where the journal's connections come from.
async fn journal_source(db: &Db, lease: Option<(Lease, PgConnection)>) -> Result<Source> {
    match (db, lease) {
        (_, Some((lease, mut conn))) => {
            lease.sign(&mut conn).await?;
            Ok(Source::Postgres(Box::new(lease), Some(conn)))
        }
        (Db::Sqlite { write, .. }, None) => Ok(Source::Sqlite(write.clone())),
        (Db::Postgres(_), None) => unreachable!("a database on PostgreSQL is opened with its lease"),
    }
}

/// Opens the log on a thread that may wait for the disk: making it writes all of it.
async fn open_spill(folder: std::path::PathBuf, bytes: u64) -> Result<Spill> {
    match tokio::task::spawn_blocking(move || Spill::open(&folder, bytes)).await {
        Ok(opened) => opened,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

/// The time of the wall clock.
pub(crate) fn now() -> Time {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Time(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}
