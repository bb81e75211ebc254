//! The SQL of second factors and recovery codes.

use crate::accounts::token::TokenHash;
use sqlx::FromRow;
use store::{Db, read_db, write_db};
use vocabulary::{AccountId, Time};

/// A new secret takes the place of one that was never confirmed, and of no other.
const BEGIN: &str = "INSERT INTO second_factors (account, secret, made_us, last_step) VALUES ($1, $2, $3, 0) \
     ON CONFLICT (account) DO UPDATE SET secret = excluded.secret, made_us = excluded.made_us \
     WHERE second_factors.confirmed_us IS NULL RETURNING account";
const FIND: &str = "SELECT secret, confirmed_us, last_step FROM second_factors WHERE account = $1";
const CONFIRMED: &str = "SELECT account FROM second_factors WHERE account = $1 AND confirmed_us IS NOT NULL";
const ALL_CONFIRMED: &str =
    "SELECT account FROM second_factors WHERE confirmed_us IS NOT NULL ORDER BY account";
/// A code is taken by whoever is first.
const TAKE: &str =
    "UPDATE second_factors SET last_step = $2 WHERE account = $1 AND last_step < $2 RETURNING account";
const CONFIRM: &str = "UPDATE second_factors SET confirmed_us = $2 WHERE account = $1 AND confirmed_us IS NULL \
     RETURNING account";
/// For an exchange of the master key.
pub const SEALED_PAGE: &str =
    "SELECT account, secret FROM second_factors WHERE account > $1 ORDER BY account LIMIT 128";
pub const PUT_SEALED: &str = "UPDATE second_factors SET secret = $2 WHERE account = $1 AND secret = $3";
const REMOVE: &str = "DELETE FROM second_factors WHERE account = $1 RETURNING account";
const ADD_CODE: &str = "INSERT INTO recovery_codes (account, code_hash) VALUES ($1, $2)";
const TAKE_CODE: &str = "UPDATE recovery_codes SET used_us = $3 WHERE account = $1 AND code_hash = $2 \
     AND used_us IS NULL RETURNING account";
const CODES_LEFT: &str = "SELECT COUNT(*) FROM recovery_codes WHERE account = $1 AND used_us IS NULL";
const FORGET_CODES: &str = "DELETE FROM recovery_codes WHERE account = $1";

/// Every statement of this file, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    BEGIN,
    SEALED_PAGE,
    PUT_SEALED,
    FIND,
    CONFIRMED,
    ALL_CONFIRMED,
    TAKE,
    CONFIRM,
    REMOVE,
    ADD_CODE,
    TAKE_CODE,
    CODES_LEFT,
    FORGET_CODES,
];

type Result<T> = std::result::Result<T, sqlx::Error>;

/// A second factor as it stands.
#[derive(FromRow)]
pub struct Row {
    /// Sealed.
    pub secret: Vec<u8>,
    /// When the device was shown to know it, if it was.
    pub confirmed_us: Option<i64>,
    /// The step of the last code that was taken.
    pub last_step: i64,
}

/// Keeps a sealed secret; `false` when one is confirmed already.
pub async fn begin(db: &Db, account: AccountId, secret: &[u8], now: Time) -> Result<bool> {
    let id = number(account);
    let done: Option<i64> = write_db!(db, |pool| {
        sqlx::query_scalar(BEGIN).bind(id).bind(secret).bind(now.0).fetch_optional(pool).await
    })?;
    Ok(done.is_some())
}

/// An account's factor, if it has any.
pub async fn find(db: &Db, account: AccountId) -> Result<Option<Row>> {
    read_db!(db, |pool| sqlx::query_as(FIND).bind(number(account)).fetch_optional(pool).await)
}

/// Whether an account has a factor that is confirmed.
pub async fn is_confirmed(db: &Db, account: AccountId) -> Result<bool> {
    let found: Option<i64> =
        read_db!(db, |pool| sqlx::query_scalar(CONFIRMED).bind(number(account)).fetch_optional(pool).await)?;
    Ok(found.is_some())
}

/// Accounts whose factor is confirmed.
pub async fn confirmed(db: &Db) -> Result<Vec<AccountId>> {
    let ids: Vec<i64> = read_db!(db, |pool| sqlx::query_scalar(ALL_CONFIRMED).fetch_all(pool).await)?;
    Ok(ids.into_iter().map(|id| AccountId(id.unsigned_abs())).collect())
}

/// Takes the code of a step; `false` when it, or a later one, was taken before.
pub async fn take(db: &Db, account: AccountId, step: i64) -> Result<bool> {
    let id = number(account);
    let done: Option<i64> =
        write_db!(db, |pool| sqlx::query_scalar(TAKE).bind(id).bind(step).fetch_optional(pool).await)?;
    Ok(done.is_some())
}

/// Notes that the device knows the secret; `false` when that is known.
pub async fn confirm(db: &Db, account: AccountId, now: Time) -> Result<bool> {
    let id = number(account);
    let done: Option<i64> =
        write_db!(db, |pool| sqlx::query_scalar(CONFIRM).bind(id).bind(now.0).fetch_optional(pool).await)?;
    Ok(done.is_some())
}

/// Removes factor and codes; `false` when there was no factor.
pub async fn remove(db: &Db, account: AccountId) -> Result<bool> {
    let id = number(account);
    forget_codes(db, account).await?;
    let done: Option<i64> =
        write_db!(db, |pool| sqlx::query_scalar(REMOVE).bind(id).fetch_optional(pool).await)?;
    Ok(done.is_some())
}

/// Adds a recovery code.
pub async fn add_code(db: &Db, account: AccountId, code: &TokenHash) -> Result<()> {
    let id = number(account);
    write_db!(db, |pool| sqlx::query(ADD_CODE).bind(id).bind(code.as_bytes()).execute(pool).await.map(drop))
}

/// Takes a recovery code; `false` when there is none such, or it was used.
pub async fn take_code(db: &Db, account: AccountId, code: &TokenHash, now: Time) -> Result<bool> {
    let id = number(account);
    let done: Option<i64> = write_db!(db, |pool| {
        sqlx::query_scalar(TAKE_CODE).bind(id).bind(code.as_bytes()).bind(now.0).fetch_optional(pool).await
    })?;
    Ok(done.is_some())
}

/// Recovery codes that were not used.
pub async fn codes_left(db: &Db, account: AccountId) -> Result<u32> {
    let count: i64 =
        read_db!(db, |pool| sqlx::query_scalar(CODES_LEFT).bind(number(account)).fetch_one(pool).await)?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Forgets all recovery codes of an account.
pub async fn forget_codes(db: &Db, account: AccountId) -> Result<()> {
    let id = number(account);
    write_db!(db, |pool| sqlx::query(FORGET_CODES).bind(id).execute(pool).await.map(drop))
}

fn number(account: AccountId) -> i64 {
    account.0.cast_signed()
}
