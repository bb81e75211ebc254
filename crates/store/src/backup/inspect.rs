//! SQLite: copying it while it is written, and whether a copy holds together.

use super::{Error, Result};
use crate::{Db, db, read_db};
use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use std::path::Path;

/// A copy as of one moment; whoever writes meanwhile goes on.
const COPY: &str = "VACUUM INTO $1";
/// Whether every page and index is as it should be.
const CHECK: &str = "PRAGMA integrity_check(1)";
const LAST: &str = "SELECT COALESCE(MAX(sequence), 0) FROM journal";

/// Statements that only SQLite knows, for the test that prepares them.
pub(crate) const SQLITE_STATEMENTS: &[&str] = &[COPY, CHECK];

/// Every other statement of this file, for the same test.
pub(crate) const STATEMENTS: &[&str] = &[LAST];

/// Copies the database into a file that is not there yet.
pub(super) async fn copy(db: &Db, into: &Path) -> Result<()> {
    // Connections that may only read may not even copy. This one is ours, and to copy takes no lock of a writer's.
    let Db::Sqlite { write, .. } = db else { return Ok(()) };
    sqlx::query(COPY).bind(into.to_string_lossy().into_owned()).execute(write).await?;
    Ok(())
}

/// The journal's last entry in the copy; PostgreSQL's is asked itself, and may be a moment ahead of its copy.
pub(super) async fn last_sequence(db: &Db, work: &Path) -> Result<u64> {
    let last: i64 = match db {
        Db::Postgres(_) => read_db!(db, |pool| sqlx::query_scalar(LAST).fetch_one(pool).await)?,
        Db::Sqlite { .. } => {
            let pool = open(work).await?;
            let last = sqlx::query_scalar(LAST).fetch_one(&pool).await;
            pool.close().await;
            last?
        }
    };
    Ok(last.unsigned_abs())
}

/// Opens the database in a folder and has it look at all of itself.
pub(super) async fn database(folder: &Path) -> Result<()> {
    let damaged = |how: String| Error::Damaged { part: db::FILE.to_owned(), how };
    let pool = open(folder).await?;
    let found: std::result::Result<String, sqlx::Error> = sqlx::query_scalar(CHECK).fetch_one(&pool).await;
    pool.close().await;
    match found {
        Ok(found) if found == "ok" => Ok(()),
        Ok(found) => Err(damaged(found)),
        Err(error) => Err(damaged(error.to_string())),
    }
}

/// The copy in a folder, which nobody writes: in contrast to a database that is served from, nothing beside its file
/// is looked for, and nothing is made.
pub(super) async fn open(folder: &Path) -> Result<SqlitePool> {
    let file = SqliteConnectOptions::new().filename(folder.join(db::FILE)).read_only(true).immutable(true);
    Ok(SqlitePoolOptions::new().max_connections(1).connect_with(file).await?)
}
