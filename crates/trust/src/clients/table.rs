//! The SQL of clients' keys.

use super::{ClientKey, KeyId};
use crate::accounts::token::TokenHash;
use crate::grants::table::{permissions, tags};
use crate::numbering::numbered;
use crate::powers::Scope;
use sqlx::FromRow;
use store::{Db, read_db, write_db};
use vocabulary::{AccountId, Time};

const ADD: &str = "INSERT INTO client_keys (id, account, prefix, key_hash, permissions, scope, made_us, made_by, until_us) \
     SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8 FROM client_keys RETURNING id";
const HOLDER: &str = "SELECT id, account, prefix, permissions, scope, made_us, made_by, until_us, used_us, revoked_us \
     FROM client_keys WHERE key_hash = $1 AND revoked_us IS NULL AND until_us > $2";
const LIST: &str = "SELECT id, account, prefix, permissions, scope, made_us, made_by, until_us, used_us, revoked_us \
     FROM client_keys ORDER BY id";
const TOUCH: &str = "UPDATE client_keys SET used_us = $2 WHERE id = $1";
const REVOKE: &str =
    "UPDATE client_keys SET revoked_us = $2 WHERE id = $1 AND revoked_us IS NULL RETURNING id";

/// Every statement of this file, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[ADD, HOLDER, LIST, TOUCH, REVOKE];

type Result<T> = std::result::Result<T, sqlx::Error>;

#[derive(FromRow)]
struct Row {
    id: i64,
    account: i64,
    prefix: String,
    permissions: String,
    scope: String,
    made_us: i64,
    made_by: Option<i64>,
    until_us: i64,
    used_us: Option<i64>,
    revoked_us: Option<i64>,
}

impl From<Row> for ClientKey {
    fn from(row: Row) -> ClientKey {
        ClientKey {
            id: KeyId(row.id.unsigned_abs()),
            account: AccountId(row.account.unsigned_abs()),
            prefix: row.prefix,
            permissions: permissions(&row.permissions),
            // One that this release does not know reaches nobody's: a client serves as no agent.
            scope: row.scope.parse().unwrap_or(Scope::Own),
            made: Time(row.made_us),
            made_by: row.made_by.map(|by| AccountId(by.unsigned_abs())),
            until: Time(row.until_us),
            used: row.used_us.map(Time),
            revoked: row.revoked_us.map(Time),
        }
    }
}

/// Adds a key; its `id` is not looked at.
pub async fn add(db: &Db, key: &ClientKey, hash: &TokenHash) -> Result<KeyId> {
    let tags = tags(&key.permissions);
    let by = key.made_by.map(|by| by.0.cast_signed());
    let id: i64 = numbered!({
        write_db!(db, |pool| {
            sqlx::query_scalar(ADD)
                .bind(key.account.0.cast_signed())
                .bind(&key.prefix)
                .bind(hash.as_bytes())
                .bind(&tags)
                .bind(key.scope.to_string())
                .bind(key.made.0)
                .bind(by)
                .bind(key.until.0)
                .fetch_one(pool)
                .await
        })
    })?;
    Ok(KeyId(id.unsigned_abs()))
}

/// The key that a hash is of, if it is in force.
pub async fn holder(db: &Db, hash: &TokenHash, now: Time) -> Result<Option<ClientKey>> {
    let row: Option<Row> = read_db!(db, |pool| {
        sqlx::query_as(HOLDER).bind(hash.as_bytes()).bind(now.0).fetch_optional(pool).await
    })?;
    Ok(row.map(ClientKey::from))
}

/// All keys, those that work no more as well.
pub async fn list(db: &Db) -> Result<Vec<ClientKey>> {
    let rows: Vec<Row> = read_db!(db, |pool| sqlx::query_as(LIST).fetch_all(pool).await)?;
    Ok(rows.into_iter().map(ClientKey::from).collect())
}

/// Notes that a key is used.
pub async fn touch(db: &Db, key: KeyId, now: Time) -> Result<()> {
    let id = key.0.cast_signed();
    write_db!(db, |pool| sqlx::query(TOUCH).bind(id).bind(now.0).execute(pool).await.map(drop))
}

/// Revokes a key; `false` when there is none in force.
pub async fn revoke(db: &Db, key: KeyId, now: Time) -> Result<bool> {
    let Ok(id) = i64::try_from(key.0) else { return Ok(false) };
    let done: Option<i64> =
        write_db!(db, |pool| sqlx::query_scalar(REVOKE).bind(id).bind(now.0).fetch_optional(pool).await)?;
    Ok(done.is_some())
}
