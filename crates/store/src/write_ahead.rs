//! Copying SQLite's write-ahead log into the database beside the one connection that writes.
//!
//! SQLite copies it within the commit that makes the log long, and whoever waits for that commit waits for the
//! copying too: a few milliseconds for one commit of some hundred, which is what the slowest of a hundred views
//! of a customer was made of. So it is copied beforehand.
//!
//! A log that is copied is begun anew by whoever writes next, unless somebody reads it just then. Where somebody always
//! does, it would grow for good: once it is long, readers are waited for, for some milliseconds.

use crate::db::log_copier;
use crate::{Options, Result};
use sqlx::sqlite::SqlitePool;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// What is copied blocks nobody, and waits for nobody: pages that somebody still reads are left for the next time.
const COPY: &str = "PRAGMA wal_checkpoint(PASSIVE)";
/// The same, and the next commit begins the log anew. The writer waits meanwhile.
const BEGIN_ANEW: &str = "PRAGMA wal_checkpoint(RESTART)";
/// From so many pages on the log is begun anew: 64 MiB.
const LONG: i64 = 16_384;
/// The pause while there is something to copy, and while there is nothing.
const BUSY: Duration = Duration::from_millis(100);
const IDLE: Duration = Duration::from_secs(1);

/// Begins copying, until `over` says true; `None` where the database is not SQLite.
pub(crate) async fn start(options: &Options, over: watch::Receiver<bool>) -> Result<Option<JoinHandle<()>>> {
    let Some(connection) = log_copier(options).await? else { return Ok(None) };
    Ok(Some(tokio::spawn(run(connection, over))))
}

async fn run(connection: SqlitePool, mut over: watch::Receiver<bool>) {
    let mut copied_to = -1;
    loop {
        let pause = match copy(&connection, COPY).await {
            Ok(log) => {
                let pause = if log.copied == copied_to { IDLE } else { BUSY };
                copied_to = log.copied;
                if log.pages >= LONG {
                    begin_anew(&connection).await;
                }
                pause
            }
            Err(error) => {
                // The commits copy instead, as they would without this.
                tracing::debug!(%error, "the database's log was not copied beside its writer");
                IDLE
            }
        };
        tokio::select! {
            () = sleep(pause) => {}
            // An error means that nobody is left who could say that it is over.
            _ = over.wait_for(|over| *over) => break,
        }
    }
    connection.close().await;
}

/// The log after it was copied.
struct Log {
    pages: i64,
    /// Of these, so many are in the database.
    copied: i64,
}

async fn copy(connection: &SqlitePool, how: &'static str) -> std::result::Result<Log, sqlx::Error> {
    let (_busy, pages, copied): (i64, i64, i64) = sqlx::query_as(how).fetch_one(connection).await?;
    Ok(Log { pages, copied })
}

/// Where somebody reads for longer, the next round tries again.
async fn begin_anew(connection: &SqlitePool) {
    if let Err(error) = copy(connection, BEGIN_ANEW).await {
        tracing::debug!(%error, "the database's log could not be begun anew");
    }
}
