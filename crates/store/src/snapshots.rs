//! What the journal led to at some of its places, so that a start replays the rest only.
//!
//! A snapshot is a convenience: without one, or with one that cannot be read, the journal is
//! replayed from its beginning.

use crate::{Db, read_db, write_db};
use vocabulary::Sequence;

/// Snapshots kept: one more than is needed, should the newest turn out unreadable.
const KEPT: i64 = 2;

const INSERT: &str = "INSERT INTO snapshots (sequence, body) VALUES ($1, $2) ON CONFLICT (sequence) DO UPDATE SET body = excluded.body";
const DELETE_OLDER: &str = "DELETE FROM snapshots WHERE sequence NOT IN (SELECT sequence FROM snapshots ORDER BY sequence DESC LIMIT $1)";
const NEWEST: &str = "SELECT sequence, body FROM snapshots ORDER BY sequence DESC LIMIT $1";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[INSERT, DELETE_OLDER, NEWEST];

/// Keeps a snapshot and drops those that are old.
pub(crate) async fn put(db: &Db, sequence: Sequence, body: &[u8]) -> Result<(), sqlx::Error> {
    write_db!(db, |pool| {
        let mut tx = pool.begin().await?;
        sqlx::query(INSERT).bind(sequence.0.cast_signed()).bind(body).execute(&mut *tx).await?;
        sqlx::query(DELETE_OLDER).bind(KEPT).execute(&mut *tx).await?;
        tx.commit().await
    })
}

/// The snapshots there are, the newest first.
pub(crate) async fn newest(db: &Db) -> Result<Vec<(Sequence, Vec<u8>)>, sqlx::Error> {
    let rows: Vec<(i64, Vec<u8>)> =
        read_db!(db, |pool| sqlx::query_as(NEWEST).bind(KEPT).fetch_all(pool).await)?;
    Ok(rows.into_iter().map(|(sequence, body)| (Sequence(sequence.cast_unsigned()), body)).collect())
}
