//! The SQL of the master key's versions, and of what is wrapped by them.

use crate::sealed::Owner;
use crate::{Conn, Db, on_conn, read_db, write_db};
use sqlx::FromRow;
use vocabulary::Time;

/// Rows wrapped anew in one transaction: few enough that the journal does not wait for them.
pub(super) const BATCH: i64 = 128;

const VERSIONS: &str = "SELECT version, check_text, made_us, done_us FROM master_keys ORDER BY version";
const ADD: &str = "INSERT INTO master_keys (version, check_text, made_us) VALUES ($1, $2, $3) \
                   ON CONFLICT (version) DO NOTHING";
const DONE: &str = "UPDATE master_keys SET done_us = $2 WHERE version = $1 AND done_us IS NULL";
const OLD_COLUMNS: &str = "SELECT id, owner_kind, owner, wrapped FROM data_keys \
     WHERE master_version < $1 AND wrapped IS NOT NULL ORDER BY master_version, id LIMIT $2";
const OLD_FILES: &str = "SELECT id, owner_kind, owner, wrapped FROM blob_keys \
     WHERE master_version < $1 AND wrapped IS NOT NULL ORDER BY master_version, id LIMIT $2";
/// One that was destroyed meanwhile stays destroyed.
const PUT_COLUMN: &str =
    "UPDATE data_keys SET wrapped = $2, master_version = $3 WHERE id = $1 AND wrapped = $4";
const PUT_FILE: &str =
    "UPDATE blob_keys SET wrapped = $2, master_version = $3 WHERE id = $1 AND wrapped = $4";
const USED: &str = "SELECT COUNT(*) FROM (SELECT id FROM data_keys WHERE master_version = $1 AND wrapped IS NOT NULL \
     UNION ALL SELECT id FROM blob_keys WHERE master_version = $1 AND wrapped IS NOT NULL LIMIT 1) AS used";
const BY_VERSION: &str = "SELECT master_version, COUNT(*) AS many FROM data_keys WHERE wrapped IS NOT NULL \
     GROUP BY master_version UNION ALL SELECT master_version, COUNT(*) AS many FROM blob_keys \
     WHERE wrapped IS NOT NULL GROUP BY master_version";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] =
    &[VERSIONS, ADD, DONE, OLD_COLUMNS, OLD_FILES, PUT_COLUMN, PUT_FILE, USED, BY_VERSION];

type Result<T> = std::result::Result<T, sqlx::Error>;

/// Two tables hold wrapped keys.
#[derive(Debug, Clone, Copy)]
pub(super) enum Table {
    Columns,
    Files,
}

impl Table {
    pub const ALL: [Table; 2] = [Table::Columns, Table::Files];
}

/// A version as the database knows it.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct VersionRow {
    pub version: i64,
    pub check_text: String,
    pub made_us: i64,
    pub done_us: Option<i64>,
}

/// A wrapped key.
#[derive(FromRow)]
pub(super) struct WrappedRow {
    pub id: i64,
    owner_kind: String,
    owner: String,
    pub wrapped: Vec<u8>,
}

impl WrappedRow {
    pub fn owner(&self) -> Option<Owner> {
        Owner::parse(&self.owner_kind, &self.owner)
    }
}

/// All versions, oldest first.
pub(crate) async fn versions(db: &Db) -> Result<Vec<VersionRow>> {
    read_db!(db, |pool| sqlx::query_as(VERSIONS).fetch_all(pool).await)
}

/// Adds a version, inside a transaction; one that is there stays as it is.
pub(crate) async fn add(conn: &mut Conn<'_>, version: i64, check: &str, at: Time) -> Result<()> {
    on_conn!(conn, |c| sqlx::query(ADD)
        .bind(version)
        .bind(check)
        .bind(at.0)
        .execute(&mut **c)
        .await
        .map(drop))
}

/// Notes that nothing older is in use.
pub(super) async fn done(db: &Db, version: i64, at: Time) -> Result<()> {
    write_db!(db, |pool| sqlx::query(DONE).bind(version).bind(at.0).execute(pool).await.map(drop))
}

/// Some of what a version older than this one wrapped.
pub(super) async fn old(db: &Db, table: Table, version: i64) -> Result<Vec<WrappedRow>> {
    let sql = match table {
        Table::Columns => OLD_COLUMNS,
        Table::Files => OLD_FILES,
    };
    read_db!(db, |pool| sqlx::query_as(sql).bind(version).bind(BATCH).fetch_all(pool).await)
}

/// Whether a version wraps anything.
pub(super) async fn is_used(db: &Db, version: i64) -> Result<bool> {
    let some: i64 = read_db!(db, |pool| sqlx::query_scalar(USED).bind(version).fetch_one(pool).await)?;
    Ok(some > 0)
}

/// How many keys each version wraps.
pub(super) async fn by_version(db: &Db) -> Result<Vec<(i64, i64)>> {
    read_db!(db, |pool| sqlx::query_as(BY_VERSION).fetch_all(pool).await)
}

/// Puts a key that was wrapped anew in the place of what it was before.
pub(super) async fn put(
    conn: &mut Conn<'_>,
    table: Table,
    id: i64,
    (wrapped, version): &(Vec<u8>, i64),
    before: &[u8],
) -> Result<()> {
    let sql = match table {
        Table::Columns => PUT_COLUMN,
        Table::Files => PUT_FILE,
    };
    on_conn!(conn, |c| sqlx::query(sql)
        .bind(id)
        .bind(wrapped.as_slice())
        .bind(*version)
        .bind(before)
        .execute(&mut **c)
        .await
        .map(drop))
}
