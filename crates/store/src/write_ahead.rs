//! Copying SQLite's write-ahead log into the database beside the one connection that writes.
//!
//! SQLite copies it within the commit that makes the log long, and whoever waits for that commit waits for the
//! copying too: a few milliseconds for one commit of some hundred, which is what the slowest of a hundred views
//! of a customer was made of. Copied beforehand, little is left for the commit.

use crate::db::log_copier;
use crate::{Options, Result};
use sqlx::sqlite::SqlitePool;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// What is copied blocks nobody, and waits for nobody: pages that somebody still reads are left for the next time.
const COPY: &str = "PRAGMA wal_checkpoint(PASSIVE)";
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
        let pause = match copy(&connection).await {
            Ok(copied) => {
                let pause = if copied == copied_to { IDLE } else { BUSY };
                copied_to = copied;
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

/// Pages of the log that are in the database now.
async fn copy(connection: &SqlitePool) -> std::result::Result<i64, sqlx::Error> {
    let (_busy, _log, copied): (i64, i64, i64) = sqlx::query_as(COPY).fetch_one(connection).await?;
    Ok(copied)
}
