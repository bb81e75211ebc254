//! The database's side of the journal: one group, one transaction.

use super::frame::{Group, last_of};
use super::table::{self, LostPlaces};
use crate::contacts::change::SealedChange;
use crate::contacts::projection::{Projection, Stage};
use crate::erasure::Destroy;
use crate::lease::Lease;
use crate::sealed::{self, MasterKey};
use crate::{Conn, Db, Error};
use sqlx::error::ErrorKind;
use sqlx::pool::PoolConnection;
use sqlx::{Connection, PgConnection, Sqlite, SqlitePool};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use vocabulary::journal::Record;
use vocabulary::{CustomerRef, Sequence, Time};

/// Why a group did not reach the database, for people. Holds no value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault(pub(crate) String);

/// Where groups go. The writer is tested against one that fails at will.
pub(crate) trait Ledger: Send + Sized + 'static {
    /// Stores a group whole or not at all, and says up to which place everything is stored now.
    /// `stored` is what the caller believes is stored already; with `doubt`, because an earlier
    /// attempt ended without an answer or frames come from the spill log, the ledger looks for
    /// itself and leaves out what it has.
    fn commit(
        &mut self,
        group: Group,
        stored: Sequence,
        doubt: bool,
    ) -> impl Future<Output = Result<Sequence, Fault>> + Send;

    /// Place of the last record stored; 0 when there is none.
    fn last(&mut self) -> impl Future<Output = Result<Sequence, Error>> + Send;

    /// The record stored at a place.
    fn record(&mut self, place: Sequence) -> impl Future<Output = Result<Option<Record>, Error>> + Send;

    /// Destroys a customer's data key. Says whether there was one.
    fn erase(
        &mut self,
        customer: CustomerRef,
        what: Destroy,
    ) -> impl Future<Output = Result<bool, Fault>> + Send;
}

/// Where connections that may write come from.
pub(crate) enum Source {
    /// The one that everybody shares.
    Sqlite(SqlitePool),
    /// The journal's own, which hold the lease, and the first of them.
    Postgres(Box<Lease>, Option<PgConnection>),
}

enum Hand {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PgConnection),
}

/// The ledger in SQL.
pub(crate) struct SqlLedger {
    db: Db,
    source: Source,
    hand: Option<Hand>,
    projection: Projection,
    limit: Duration,
}

/// Work of one transaction.
enum Work<'w> {
    Store { group: &'w Group, stored: Sequence, doubt: bool, changes: bool },
    Erase(&'w CustomerRef, Destroy),
}

/// What came of it.
enum Done {
    Stored(Sequence, Option<Box<Stage>>),
    Erased(bool),
}

impl SqlLedger {
    pub(crate) fn new(db: Db, source: Source, master: Arc<MasterKey>, limit: Duration) -> SqlLedger {
        SqlLedger { db, source, hand: None, projection: Projection::new(master), limit }
    }

    /// Runs one piece of work in one transaction, within the time limit. After a failure nothing is
    /// taken for granted: the connection is dropped and the memory forgotten.
    async fn run(&mut self, work: Work<'_>) -> Result<Done, Error> {
        let limit = self.limit;
        let done = match tokio::time::timeout(limit, self.attempt(work)).await {
            Ok(done) => done,
            Err(_) => Err(Error::Silent),
        };
        match &done {
            Ok(_) => self.rest(),
            Err(_) => self.start_over(),
        }
        done
    }

    async fn attempt(&mut self, work: Work<'_>) -> Result<Done, Error> {
        if self.hand.is_none() {
            self.hand = Some(self.source.connect().await?);
        }
        let projection = &mut self.projection;
        match self.hand.as_mut().ok_or(Error::Silent)? {
            Hand::Sqlite(conn) => {
                let mut tx = conn.begin_with("BEGIN IMMEDIATE").await?;
                let done = work.run(&mut Conn::Sqlite(&mut tx), projection).await?;
                tx.commit().await?;
                Ok(done)
            }
            Hand::Postgres(conn) => {
                let mut tx = conn.begin().await?;
                let done = work.run(&mut Conn::Postgres(&mut tx), projection).await?;
                tx.commit().await?;
                Ok(done)
            }
        }
    }

    /// Gives SQLite's one writing connection back to whoever waits for it.
    fn rest(&mut self) {
        if let Some(Hand::Sqlite(_)) = self.hand {
            self.hand = None;
        }
    }

    fn start_over(&mut self) {
        if let Some(Hand::Sqlite(conn)) = self.hand.take() {
            drop(conn.detach());
        }
        self.projection.forget();
    }
}

impl Ledger for SqlLedger {
    async fn commit(&mut self, group: Group, stored: Sequence, doubt: bool) -> Result<Sequence, Fault> {
        let all = Work::Store { group: &group, stored, doubt, changes: true };
        let done = match self.run(all).await {
            Err(Error::Database(error)) if is_refused_row(&error) => {
                // The journal is the truth and goes in; the contacts table can be made from it anew.
                tracing::error!(%error, "contact changes do not fit the tables and are left out");
                self.run(Work::Store { group: &group, stored, doubt: true, changes: false }).await
            }
            done => done,
        };
        match done {
            Ok(Done::Stored(last, stage)) => {
                if let Some(stage) = stage {
                    self.projection.committed(*stage);
                }
                Ok(last)
            }
            Ok(Done::Erased(_)) => Ok(stored),
            Err(error) => Err(fault(&error)),
        }
    }

    async fn last(&mut self) -> Result<Sequence, Error> {
        table::last_in(&self.db).await
    }

    async fn record(&mut self, place: Sequence) -> Result<Option<Record>, Error> {
        match table::page(&self.db, place, 1).await {
            Ok(found) => Ok(found.into_iter().next()),
            Err(Error::Gap { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn erase(&mut self, customer: CustomerRef, what: Destroy) -> Result<bool, Fault> {
        let done = self.run(Work::Erase(&customer, what)).await;
        self.projection.forget();
        match done {
            Ok(done) => Ok(matches!(done, Done::Erased(true))),
            Err(error) => Err(fault(&error)),
        }
    }
}

impl Source {
    async fn connect(&mut self) -> Result<Hand, Error> {
        Ok(match self {
            Source::Sqlite(pool) => Hand::Sqlite(pool.acquire().await?),
            Source::Postgres(lease, first) => Hand::Postgres(match first.take() {
                Some(conn) => conn,
                None => lease.renew().await?,
            }),
        })
    }
}

impl Work<'_> {
    async fn run(self, conn: &mut Conn<'_>, projection: &mut Projection) -> Result<Done, Error> {
        let now = crate::now();
        match self {
            Work::Erase(customer, what) => {
                crate::contacts::table::forget_callers(conn, customer).await?;
                crate::names::table::forget(conn, customer).await?;
                for kind in what.kinds() {
                    crate::retention::table::remove_of(conn, kind, customer).await?;
                }
                let columns = what.columns && sealed::table::destroy(conn, customer, now).await?;
                let files = what.files && crate::blobs::keys::destroy(conn, customer, now).await?;
                Ok(Done::Erased(columns || files))
            }
            Work::Store { group, stored, doubt, changes } => {
                let stored = if doubt { table::last(conn).await? } else { stored };
                let news: Vec<_> = group.iter().filter(|frame| !frame.is_stored(stored)).collect();
                let records: Vec<&Record> = news
                    .iter()
                    .flat_map(|frame| &frame.records)
                    .filter(|record| record.sequence > stored)
                    .collect();
                for gap in gaps(stored, &records, now) {
                    tracing::error!(first = %gap.first, last = %gap.last, "journal places were lost");
                    table::add_gap(conn, &gap).await?;
                }
                table::insert(conn, &records).await?;
                let changed: Vec<&SealedChange> = news.iter().flat_map(|frame| &frame.changes).collect();
                let stage = if changes && !changed.is_empty() {
                    Some(projection.apply(conn, changed.into_iter(), now, doubt).await?)
                } else {
                    None
                };
                Ok(Done::Stored(last_of(group).unwrap_or(stored).max(stored), stage.map(Box::new)))
            }
        }
    }
}

/// Places left out between what is stored and the records that follow.
fn gaps(stored: Sequence, records: &[&Record], at: Time) -> Vec<LostPlaces> {
    let mut expected = stored.next();
    let mut gaps = Vec::new();
    for record in records {
        if record.sequence > expected {
            gaps.push(LostPlaces { first: expected, last: Sequence(record.sequence.0 - 1), at });
        }
        expected = record.sequence.next();
    }
    gaps
}

/// Whether the database took exception to a row, which no retry changes.
fn is_refused_row(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|error| !matches!(error.kind(), ErrorKind::Other))
}

fn fault(error: &Error) -> Fault {
    Fault(match error {
        Error::Database(sqlx::Error::Database(error)) => {
            let code = error.code().unwrap_or_default();
            format!("the database refused: {} (code {code})", error.message())
        }
        Error::Database(_) => "the database cannot be reached".to_owned(),
        other => other.to_string(),
    })
}
