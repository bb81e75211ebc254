//! The SQL of the account under seal.

use super::Emergency;
use sqlx::FromRow;
use store::{Db, read_db, write_db};
use vocabulary::{AccountId, Time};

const SEAL: &str = "INSERT INTO emergency (id, account, hash, sealed_us, sealed_by) VALUES (1, $1, $2, $3, $4) \
     ON CONFLICT (id) DO UPDATE SET account = excluded.account, hash = excluded.hash, \
     sealed_us = excluded.sealed_us, sealed_by = excluded.sealed_by, opened_us = NULL, opened_from = NULL";
const FIND: &str =
    "SELECT account, hash, sealed_us, sealed_by, opened_us, opened_from FROM emergency WHERE id = 1";
/// Whoever is first opens it. A seal that was made meanwhile stays closed.
const OPEN: &str = "UPDATE emergency SET opened_us = $1, opened_from = $2 \
     WHERE id = 1 AND opened_us IS NULL AND hash = $3 RETURNING account";

/// Every statement of this file, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[SEAL, FIND, OPEN];

type Result<T> = std::result::Result<T, sqlx::Error>;

#[derive(FromRow)]
struct Row {
    account: i64,
    hash: String,
    sealed_us: i64,
    sealed_by: Option<i64>,
    opened_us: Option<i64>,
    opened_from: Option<String>,
}

/// Seals it, whatever became of it before.
pub async fn seal(db: &Db, account: AccountId, hash: &str, by: Option<AccountId>, now: Time) -> Result<()> {
    let (account, by) = (account.0.cast_signed(), by.map(|by| by.0.cast_signed()));
    write_db!(db, |pool| {
        sqlx::query(SEAL).bind(account).bind(hash).bind(now.0).bind(by).execute(pool).await.map(drop)
    })
}

/// How it stands, and what its secret is compared with; `None` when it was never sealed.
pub async fn find(db: &Db) -> Result<Option<(Emergency, String)>> {
    let row: Option<Row> = read_db!(db, |pool| sqlx::query_as(FIND).fetch_optional(pool).await)?;
    Ok(row.map(|row| {
        let opened = row.opened_us.map(|at| (Time(at), row.opened_from.unwrap_or_default()));
        let emergency = Emergency {
            account: AccountId(row.account.unsigned_abs()),
            sealed: Time(row.sealed_us),
            sealed_by: row.sealed_by.map(|by| AccountId(by.unsigned_abs())),
            opened,
        };
        (emergency, row.hash)
    }))
}

/// Opens it; `false` when it is open, or was sealed anew.
pub async fn open(db: &Db, hash: &str, origin: &str, now: Time) -> Result<bool> {
    let done: Option<i64> = write_db!(db, |pool| {
        sqlx::query_scalar(OPEN).bind(now.0).bind(origin).bind(hash).fetch_optional(pool).await
    })?;
    Ok(done.is_some())
}
