//! What the database remembers about itself.

use crate::sealed::{Error, MasterKey};
use crate::{Db, Result, read_db, write_db};
use std::path::Path;

const MASTER_KEY: &str = "master_key_check";
const IMPORTED_ZONE: &str = "imported_zone";

const GET: &str = "SELECT value FROM store_facts WHERE name = $1";
const SET: &str = "INSERT INTO store_facts (name, value) VALUES ($1, $2)";
const REPLACE: &str = "INSERT INTO store_facts (name, value) VALUES ($1, $2) \
                       ON CONFLICT (name) DO UPDATE SET value = excluded.value";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[GET, SET, REPLACE];

/// Finds the master key of this database. A new database gets a new one, unless one is given.
pub(crate) async fn master_key(db: &Db, folder: &Path) -> Result<MasterKey> {
    if let Some(known) = get(db, MASTER_KEY).await? {
        return recognise(&known, folder);
    }
    let key = match MasterKey::find(folder)? {
        Some(key) => key,
        None => MasterKey::create(folder)?,
    };
    write_db!(db, |pool| sqlx::query(SET).bind(MASTER_KEY).bind(key.check()).execute(pool).await.map(drop))?;
    Ok(key)
}

/// Finds the master key of a database that is only read: none is ever made.
pub(crate) async fn known_master_key(db: &Db, folder: &Path) -> Result<MasterKey> {
    let known = get(db, MASTER_KEY).await?.ok_or(Error::MasterKeyMissing)?;
    recognise(&known, folder)
}

fn recognise(known: &str, folder: &Path) -> Result<MasterKey> {
    let key = MasterKey::find(folder)?.ok_or(Error::MasterKeyMissing)?;
    if key.check() == known { Ok(key) } else { Err(Error::MasterKeyForeign.into()) }
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
