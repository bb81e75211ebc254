//! The SQL of who has whose account in hand.

use super::Act;
use store::{Db, read_db, write_db};
use vocabulary::{AccountId, Time};

const NOTE: &str = "INSERT INTO account_keepers (account, keeper, act, at_us) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (account, keeper, act) DO UPDATE SET at_us = excluded.at_us";
const SINCE: &str = "SELECT DISTINCT account, keeper FROM account_keepers WHERE at_us > $1";

/// Every statement of this file, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[NOTE, SINCE];

type Result<T> = std::result::Result<T, sqlx::Error>;

/// Notes that somebody has an account in hand.
pub async fn note(db: &Db, account: AccountId, act: Act, by: AccountId, now: Time) -> Result<()> {
    let (account, by) = (account.0.cast_signed(), by.0.cast_signed());
    write_db!(db, |pool| {
        sqlx::query(NOTE).bind(account).bind(by).bind(act.tag()).bind(now.0).execute(pool).await.map(drop)
    })
}

/// Accounts, each with somebody who had it in hand since a moment.
pub async fn since(db: &Db, since: Time) -> Result<Vec<(AccountId, AccountId)>> {
    let rows: Vec<(i64, i64)> =
        read_db!(db, |pool| sqlx::query_as(SINCE).bind(since.0).fetch_all(pool).await)?;
    let id = |number: i64| AccountId(number.unsigned_abs());
    Ok(rows.into_iter().map(|(account, keeper)| (id(account), id(keeper))).collect())
}
