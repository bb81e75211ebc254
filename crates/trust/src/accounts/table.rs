//! The SQL of accounts: the only place that knows their table.

use crate::accounts::token::TokenHash;
use crate::accounts::{Account, AccountId, Listed};
use crate::permissions::Role;
use crate::powers::Scope;
use sqlx::FromRow;
use store::{Db, read_db, write_db};
use vocabulary::{AgentId, Time};

/// Numbers accounts 1, 2, 3 …; gives no row when the name is taken. (SQLite needs the `WHERE` to
/// tell `ON CONFLICT` from a join's `ON`.)
const INSERT: &str = "INSERT INTO accounts (id, name, role, token_hash, created_us, scope) \
     SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4, $5 FROM accounts WHERE true \
     ON CONFLICT (name) DO NOTHING RETURNING id";
const HOLDER: &str = "SELECT id, name, role, agent, scope, created_us, revoked_us FROM accounts WHERE token_hash = $1 AND revoked_us IS NULL";
const IN_FORCE: &str = "SELECT id, name, role, agent, scope, created_us, revoked_us FROM accounts WHERE id = $1 AND revoked_us IS NULL";
const LIST: &str = "SELECT id, name, role, agent, scope, created_us, revoked_us FROM accounts ORDER BY id";
const REVOKE: &str = "UPDATE accounts SET revoked_us = $2 WHERE id = $1 AND revoked_us IS NULL RETURNING id";
const REPLACE_TOKEN: &str =
    "UPDATE accounts SET token_hash = $2 WHERE id = $1 AND revoked_us IS NULL RETURNING id";
const SET_SCOPE: &str = "UPDATE accounts SET scope = $2 WHERE id = $1 AND revoked_us IS NULL RETURNING id";
const SET_AGENT: &str = "UPDATE accounts SET agent = $2 WHERE id = $1 AND revoked_us IS NULL RETURNING id";

/// Every statement of this file, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] =
    &[INSERT, HOLDER, IN_FORCE, LIST, REVOKE, REPLACE_TOKEN, SET_SCOPE, SET_AGENT];

/// Why a row cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused or did not answer.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// The row holds something this release does not know.
    #[error("unreadable account {0}")]
    Unreadable(AccountId),
}

#[derive(FromRow)]
struct Row {
    id: i64,
    name: String,
    role: String,
    agent: Option<i64>,
    scope: Option<String>,
    created_us: i64,
    revoked_us: Option<i64>,
}

impl Row {
    fn read(self) -> Result<Listed, Error> {
        let id = AccountId(self.id.unsigned_abs());
        let role = Role::stored(&self.role).ok_or(Error::Unreadable(id))?;
        let agent = self.agent.map(|agent| AgentId(agent.unsigned_abs()));
        // Accounts of before there were scopes keep the reach they had.
        let scope = self.scope.as_deref().map_or(Ok(Scope::All), str::parse);
        let scope = scope.map_err(|_| Error::Unreadable(id))?;
        let account = Account { id, name: self.name, role, agent, scope };
        Ok(Listed { account, created: Time(self.created_us), revoked: self.revoked_us.map(Time) })
    }
}

/// Adds an account; `None` when the name is taken.
pub async fn insert(
    db: &Db,
    name: &str,
    role: Role,
    scope: &Scope,
    token: &TokenHash,
    now: Time,
) -> Result<Option<AccountId>, Error> {
    let id: Option<i64> = write_db!(db, |pool| {
        sqlx::query_scalar(INSERT)
            .bind(name)
            .bind(role.tag())
            .bind(token.as_bytes())
            .bind(now.0)
            .bind(scope.to_string())
            .fetch_optional(pool)
            .await
    })?;
    Ok(id.map(|id| AccountId(id.unsigned_abs())))
}

/// Whose token this is, if it is anybody's and not revoked.
pub async fn holder(db: &Db, token: &TokenHash) -> Result<Option<Account>, Error> {
    let row: Option<Row> =
        read_db!(db, |pool| sqlx::query_as(HOLDER).bind(token.as_bytes()).fetch_optional(pool).await)?;
    row.map(|row| row.read().map(|listed| listed.account)).transpose()
}

/// The account of a number, if it is in force.
pub async fn in_force(db: &Db, id: AccountId) -> Result<Option<Account>, Error> {
    let number = id.0.cast_signed();
    let row: Option<Row> =
        read_db!(db, |pool| sqlx::query_as(IN_FORCE).bind(number).fetch_optional(pool).await)?;
    row.map(|row| row.read().map(|listed| listed.account)).transpose()
}

/// All accounts, revoked ones too, by number.
pub async fn list(db: &Db) -> Result<Vec<Listed>, Error> {
    let rows: Vec<Row> = read_db!(db, |pool| sqlx::query_as(LIST).fetch_all(pool).await)?;
    rows.into_iter().map(Row::read).collect()
}

/// Revokes; `false` when there is no such account, or it was revoked before.
pub async fn revoke(db: &Db, id: AccountId, now: Time) -> Result<bool, Error> {
    let Ok(number) = i64::try_from(id.0) else { return Ok(false) };
    let done: Option<i64> =
        write_db!(db, |pool| sqlx::query_scalar(REVOKE).bind(number).bind(now.0).fetch_optional(pool).await)?;
    Ok(done.is_some())
}

/// Puts another token in the place of the old one; `false` when there is no such account, or it
/// was revoked.
pub async fn replace_token(db: &Db, id: AccountId, token: &TokenHash) -> Result<bool, Error> {
    let Ok(number) = i64::try_from(id.0) else { return Ok(false) };
    let done: Option<i64> = write_db!(db, |pool| {
        sqlx::query_scalar(REPLACE_TOKEN).bind(number).bind(token.as_bytes()).fetch_optional(pool).await
    })?;
    Ok(done.is_some())
}

/// Says whose rows an account's role reaches; `false` when there is no such account, or it was revoked.
pub async fn set_scope(db: &Db, id: AccountId, scope: &Scope) -> Result<bool, Error> {
    let Ok(number) = i64::try_from(id.0) else { return Ok(false) };
    let done: Option<i64> = write_db!(db, |pool| {
        sqlx::query_scalar(SET_SCOPE).bind(number).bind(scope.to_string()).fetch_optional(pool).await
    })?;
    Ok(done.is_some())
}

/// Lets an account serve as an agent, or as none; `false` when there is no such account, or it was
/// revoked.
pub async fn set_agent(db: &Db, id: AccountId, agent: Option<AgentId>) -> Result<bool, Error> {
    let Ok(number) = i64::try_from(id.0) else { return Ok(false) };
    let agent = agent.map(|agent| agent.0.cast_signed());
    let done: Option<i64> = write_db!(db, |pool| {
        sqlx::query_scalar(SET_AGENT).bind(number).bind(agent).fetch_optional(pool).await
    })?;
    Ok(done.is_some())
}
