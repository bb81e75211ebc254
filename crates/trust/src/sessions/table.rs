//! The SQL of passwords and sessions.

use super::{Session, SessionId};
use crate::accounts::token::TokenHash;
use sqlx::FromRow;
use store::{Db, read_db, write_db};
use vocabulary::{AccountId, Time};

/// Takes one of six attempts. Who has none left is locked.
const TAKE_ATTEMPT: &str = "UPDATE passwords SET errors = errors + 1 WHERE errors < 6 AND account = \
     (SELECT id FROM accounts WHERE name = $1 AND revoked_us IS NULL) RETURNING account, hash, one_time, expires_us";
const TAKE_ATTEMPT_OF: &str =
    "UPDATE passwords SET errors = errors + 1 WHERE errors < 6 AND account = $1 RETURNING errors";
const NAMED: &str = "SELECT id FROM accounts WHERE name = $1 AND revoked_us IS NULL";
const FORGIVE: &str = "UPDATE passwords SET errors = 0 WHERE account = $1 RETURNING account";
/// Gives one attempt back: whoever knows the password alone does not begin to count anew.
const GIVE_BACK: &str = "UPDATE passwords SET errors = errors - 1 WHERE account = $1 AND errors > 0";
const SET: &str = "INSERT INTO passwords (account, hash, one_time, errors, set_us, expires_us) \
     SELECT id, $2, $3, 0, $4, $5 FROM accounts WHERE id = $1 AND revoked_us IS NULL \
     ON CONFLICT (account) DO UPDATE SET hash = excluded.hash, one_time = excluded.one_time, errors = 0, \
     set_us = excluded.set_us, expires_us = excluded.expires_us RETURNING account";
/// Exchanges the password that was compared, and no other: of several who know it, one.
const EXCHANGE: &str = "UPDATE passwords SET hash = $3, one_time = 0, errors = 0, set_us = $4, expires_us = NULL \
     WHERE account = $1 AND hash = $2 AND account IN (SELECT id FROM accounts WHERE revoked_us IS NULL) \
     RETURNING account";
const LOCKED: &str = "SELECT account FROM passwords WHERE errors >= 6 ORDER BY account";
const BEGIN: &str = "INSERT INTO sessions (id, account, token_hash, origin, begun_us, used_us) \
     SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4, $4 FROM sessions RETURNING id";
const HOLDER: &str = "SELECT id, account, origin, begun_us, used_us FROM sessions \
     WHERE token_hash = $1 AND ended_us IS NULL AND used_us > $2 AND begun_us > $3";
const TOUCH: &str = "UPDATE sessions SET used_us = $2 WHERE id = $1 AND ended_us IS NULL AND used_us < $2";
const LIST: &str = "SELECT id, account, origin, begun_us, used_us FROM sessions \
     WHERE ended_us IS NULL AND used_us > $1 AND begun_us > $2 AND (account = $3 OR CAST($3 AS BIGINT) IS NULL) \
     ORDER BY id";
const END: &str = "UPDATE sessions SET ended_us = $2 WHERE id = $1 AND ended_us IS NULL \
     AND (account = $3 OR CAST($3 AS BIGINT) IS NULL) RETURNING id";
const END_ALL: &str = "UPDATE sessions SET ended_us = $2 WHERE account = $1 AND ended_us IS NULL";

/// Every statement of this file, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    TAKE_ATTEMPT,
    TAKE_ATTEMPT_OF,
    NAMED,
    FORGIVE,
    GIVE_BACK,
    SET,
    EXCHANGE,
    LOCKED,
    BEGIN,
    HOLDER,
    TOUCH,
    LIST,
    END,
    END_ALL,
];

type Result<T> = std::result::Result<T, sqlx::Error>;

/// An attempt that was taken.
#[derive(FromRow)]
pub struct Attempt {
    account: i64,
    /// What the password is to be compared with.
    pub hash: String,
    one_time: i64,
    expires_us: Option<i64>,
}

impl Attempt {
    /// Whose password it is.
    pub fn account(&self) -> AccountId {
        AccountId(self.account.unsigned_abs())
    }

    /// Whether it is to be exchanged.
    pub fn is_one_time(&self) -> bool {
        self.one_time != 0
    }

    /// Whether it works no more.
    pub fn is_over(&self, now: Time) -> bool {
        self.expires_us.is_some_and(|expires| expires <= now.0)
    }
}

#[derive(FromRow)]
struct Row {
    id: i64,
    account: i64,
    origin: String,
    begun_us: i64,
    used_us: i64,
}

impl From<Row> for Session {
    fn from(row: Row) -> Session {
        Session {
            id: SessionId(row.id.unsigned_abs()),
            account: AccountId(row.account.unsigned_abs()),
            origin: row.origin,
            begun: Time(row.begun_us),
            used: Time(row.used_us),
        }
    }
}

/// Takes an attempt; `None` when nobody has the name, no password, or no attempt left.
pub async fn take_attempt(db: &Db, name: &str) -> Result<Option<Attempt>> {
    write_db!(db, |pool| sqlx::query_as(TAKE_ATTEMPT).bind(name).fetch_optional(pool).await)
}

/// Takes an attempt of somebody who is signed in; which one of the six it is, `None` when there is none left.
pub async fn take_attempt_of(db: &Db, account: AccountId) -> Result<Option<u32>> {
    let id = account.0.cast_signed();
    let taken: Option<i64> =
        write_db!(db, |pool| sqlx::query_scalar(TAKE_ATTEMPT_OF).bind(id).fetch_optional(pool).await)?;
    Ok(taken.and_then(|errors| u32::try_from(errors).ok()))
}

/// Whose name it is.
pub async fn named(db: &Db, name: &str) -> Result<Option<AccountId>> {
    let id: Option<i64> =
        read_db!(db, |pool| sqlx::query_scalar(NAMED).bind(name).fetch_optional(pool).await)?;
    Ok(id.map(|id| AccountId(id.unsigned_abs())))
}

/// Gives all attempts back; `false` when the account has no password.
pub async fn forgive(db: &Db, account: AccountId) -> Result<bool> {
    let id = account.0.cast_signed();
    let done: Option<i64> =
        write_db!(db, |pool| sqlx::query_scalar(FORGIVE).bind(id).fetch_optional(pool).await)?;
    Ok(done.is_some())
}

/// Gives one attempt back.
pub async fn give_back(db: &Db, account: AccountId) -> Result<()> {
    let id = account.0.cast_signed();
    write_db!(db, |pool| sqlx::query(GIVE_BACK).bind(id).execute(pool).await.map(drop))
}

/// Sets a password, with an end for one that works once; `false` when there is no such account in force.
pub async fn set(
    db: &Db,
    account: AccountId,
    hash: &str,
    one_time_until: Option<Time>,
    now: Time,
) -> Result<bool> {
    let (id, one_time) = (account.0.cast_signed(), i64::from(one_time_until.is_some()));
    let until = one_time_until.map(|until| until.0);
    let done: Option<i64> = write_db!(db, |pool| {
        let query = sqlx::query_scalar(SET).bind(id).bind(hash).bind(one_time).bind(now.0).bind(until);
        query.fetch_optional(pool).await
    })?;
    Ok(done.is_some())
}

/// Exchanges a password; `false` when it is another one by now.
pub async fn exchange(db: &Db, account: AccountId, from: &str, to: &str, now: Time) -> Result<bool> {
    let id = account.0.cast_signed();
    let done: Option<i64> = write_db!(db, |pool| {
        sqlx::query_scalar(EXCHANGE).bind(id).bind(from).bind(to).bind(now.0).fetch_optional(pool).await
    })?;
    Ok(done.is_some())
}

/// Accounts that have no attempt left.
pub async fn locked(db: &Db) -> Result<Vec<AccountId>> {
    let ids: Vec<i64> = read_db!(db, |pool| sqlx::query_scalar(LOCKED).fetch_all(pool).await)?;
    Ok(ids.into_iter().map(|id| AccountId(id.unsigned_abs())).collect())
}

/// Begins a session.
pub async fn begin(
    db: &Db,
    account: AccountId,
    token: &TokenHash,
    origin: &str,
    now: Time,
) -> Result<SessionId> {
    let id: i64 = write_db!(db, |pool| {
        sqlx::query_scalar(BEGIN)
            .bind(account.0.cast_signed())
            .bind(token.as_bytes())
            .bind(origin)
            .bind(now.0)
            .fetch_one(pool)
            .await
    })?;
    Ok(SessionId(id.unsigned_abs()))
}

/// Sessions are in force that were used, and that began, after these moments.
#[derive(Clone, Copy)]
pub struct Since {
    pub used: Time,
    pub begun: Time,
}

/// The session that a token is of, if it is in force and nobody ended it.
pub async fn holder(db: &Db, token: &TokenHash, since: Since) -> Result<Option<Session>> {
    let Since { used, begun } = since;
    let row: Option<Row> = read_db!(db, |pool| {
        sqlx::query_as(HOLDER).bind(token.as_bytes()).bind(used.0).bind(begun.0).fetch_optional(pool).await
    })?;
    Ok(row.map(Session::from))
}

/// Notes that a session is used.
pub async fn touch(db: &Db, session: SessionId, now: Time) -> Result<()> {
    let id = session.0.cast_signed();
    write_db!(db, |pool| sqlx::query(TOUCH).bind(id).bind(now.0).execute(pool).await.map(drop))
}

/// Sessions in force, of one account or of all.
pub async fn list(db: &Db, since: Since, account: Option<AccountId>) -> Result<Vec<Session>> {
    let (Since { used, begun }, account) = (since, account.map(|account| account.0.cast_signed()));
    let rows: Vec<Row> = read_db!(db, |pool| {
        sqlx::query_as(LIST).bind(used.0).bind(begun.0).bind(account).fetch_all(pool).await
    })?;
    Ok(rows.into_iter().map(Session::from).collect())
}

/// Ends a session, of one account or of anybody; `false` when there is none.
pub async fn end(db: &Db, session: SessionId, account: Option<AccountId>, now: Time) -> Result<bool> {
    let Ok(id) = i64::try_from(session.0) else { return Ok(false) };
    let account = account.map(|account| account.0.cast_signed());
    let done: Option<i64> = write_db!(db, |pool| {
        sqlx::query_scalar(END).bind(id).bind(now.0).bind(account).fetch_optional(pool).await
    })?;
    Ok(done.is_some())
}

/// Ends all sessions of an account.
pub async fn end_all(db: &Db, account: AccountId, now: Time) -> Result<()> {
    let id = account.0.cast_signed();
    write_db!(db, |pool| sqlx::query(END_ALL).bind(id).bind(now.0).execute(pool).await.map(drop))
}
