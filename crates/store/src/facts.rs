//! What the database remembers about itself.

use crate::{Conn, Db, Result, on_conn, read_db, write_db};

const MASTER_KEY: &str = "master_key_check";
const INDEX_KEY: &str = "index_key";
const IMPORTED_ZONE: &str = "imported_zone";

const GET: &str = "SELECT value FROM store_facts WHERE name = $1";
const REPLACE: &str = "INSERT INTO store_facts (name, value) VALUES ($1, $2) \
                       ON CONFLICT (name) DO UPDATE SET value = excluded.value";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[GET, REPLACE];

/// By what the first version of the master key is recognised.
pub(crate) async fn master_key_check(db: &Db) -> Result<Option<String>> {
    get(db, MASTER_KEY).await
}

/// Keeps it.
pub(crate) async fn keep_master_key_check(conn: &mut Conn<'_>, check: &str) -> Result<()> {
    put(conn, MASTER_KEY, check).await
}

/// The key of blind indexes, wrapped by the newest version of the master key; none before the first exchange.
pub(crate) async fn index_key(db: &Db) -> Result<Option<String>> {
    get(db, INDEX_KEY).await
}

/// Keeps it.
pub(crate) async fn keep_index_key(conn: &mut Conn<'_>, wrapped: &str) -> Result<()> {
    put(conn, INDEX_KEY, wrapped).await
}

/// The time zone of the log that was imported last.
pub(crate) async fn imported_zone(db: &Db) -> Result<Option<String>> {
    get(db, IMPORTED_ZONE).await
}

/// Keeps the time zone of a log that is imported.
pub(crate) async fn keep_imported_zone(db: &Db, zone: &str) -> Result<()> {
    Ok(write_db!(db, |pool| sqlx::query(REPLACE)
        .bind(IMPORTED_ZONE)
        .bind(zone)
        .execute(pool)
        .await
        .map(drop))?)
}

async fn get(db: &Db, name: &str) -> Result<Option<String>> {
    Ok(read_db!(db, |pool| sqlx::query_scalar(GET).bind(name).fetch_optional(pool).await)?)
}

async fn put(conn: &mut Conn<'_>, name: &str, value: &str) -> Result<()> {
    Ok(on_conn!(conn, |c| sqlx::query(REPLACE).bind(name).bind(value).execute(&mut **c).await.map(drop))?)
}
