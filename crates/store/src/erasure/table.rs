//! The SQL of erasures, and of what is left of somebody.

use super::Erasure;
use crate::{Db, read_db, write_db};
use sqlx::FromRow;
use vocabulary::{AccountId, CustomerRef, Time};

const NOTE: &str = "INSERT INTO erasures (id, customer, at_us, account, kept) \
     SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4 FROM erasures RETURNING id";
const ALL: &str = "SELECT id, customer, at_us, account, kept FROM erasures ORDER BY id DESC LIMIT 500";
const FIND: &str = "SELECT id, customer, at_us, account, kept FROM erasures WHERE id = $1";
const SINCE: &str = "SELECT COUNT(*) FROM erasures WHERE customer = $1 AND at_us >= $2";
const LOOK_UPS: &str = "SELECT (SELECT COUNT(*) FROM contacts WHERE customer = $1 AND caller_index IS NOT NULL) \
     + (SELECT COUNT(*) FROM name_tokens WHERE customer = $1)";
const KEYS: &str = "SELECT (SELECT COUNT(*) FROM data_keys WHERE wrapped IS NOT NULL AND ((owner_kind = 'customer' \
     AND owner = $1) OR (owner_kind = 'contact' AND owner IN (SELECT CAST(id AS TEXT) FROM contacts \
     WHERE customer = $1)))) + (SELECT COUNT(*) FROM blob_keys WHERE wrapped IS NOT NULL \
     AND ((owner_kind = 'customer' AND owner = $1) OR (owner_kind = 'contact' AND owner IN \
     (SELECT CAST(id AS TEXT) FROM contacts WHERE customer = $1))))";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[NOTE, ALL, FIND, SINCE, LOOK_UPS, KEYS];

type Result<T> = std::result::Result<T, sqlx::Error>;

#[derive(FromRow)]
struct Row {
    id: i64,
    customer: String,
    at_us: i64,
    account: i64,
    kept: String,
}

impl Row {
    fn read(self) -> Option<Erasure> {
        Some(Erasure {
            id: self.id.unsigned_abs(),
            customer: CustomerRef::new(&self.customer).ok()?,
            at: Time(self.at_us),
            by: AccountId(self.account.unsigned_abs()),
            kept: serde_json::from_str(&self.kept).ok()?,
        })
    }
}

/// Keeps that somebody was erased.
pub(super) async fn note(db: &Db, erasure: &Erasure) -> Result<u64> {
    let kept = serde_json::to_string(&erasure.kept).expect("lists of texts and numbers are JSON");
    let id: i64 = write_db!(db, |pool| {
        sqlx::query_scalar(NOTE)
            .bind(erasure.customer.as_str())
            .bind(erasure.at.0)
            .bind(erasure.by.0.cast_signed())
            .bind(kept)
            .fetch_one(pool)
            .await
    })?;
    Ok(id.unsigned_abs())
}

/// Erasures, newest first.
pub(super) async fn all(db: &Db) -> Result<Vec<Erasure>> {
    let rows: Vec<Row> = read_db!(db, |pool| sqlx::query_as(ALL).fetch_all(pool).await)?;
    Ok(rows.into_iter().filter_map(Row::read).collect())
}

/// One of them.
pub(super) async fn find(db: &Db, id: u64) -> Result<Option<Erasure>> {
    let row: Option<Row> =
        read_db!(db, |pool| sqlx::query_as(FIND).bind(id.cast_signed()).fetch_optional(pool).await)?;
    Ok(row.and_then(Row::read))
}

/// Whether somebody was erased at that moment or later.
pub(super) async fn is_erased_since(db: &Db, customer: &CustomerRef, at: Time) -> Result<bool> {
    let count: i64 = read_db!(db, |pool| {
        sqlx::query_scalar(SINCE).bind(customer.as_str()).bind(at.0).fetch_one(pool).await
    })?;
    Ok(count > 0)
}

/// Look-ups that find a customer, and keys that would open something.
pub(super) async fn left(db: &Db, customer: &CustomerRef) -> Result<(u64, u64)> {
    let mut counts = [0; 2];
    for (sql, count) in [LOOK_UPS, KEYS].into_iter().zip(&mut counts) {
        let found: i64 =
            read_db!(db, |pool| sqlx::query_scalar(sql).bind(customer.as_str()).fetch_one(pool).await)?;
        *count = found.unsigned_abs();
    }
    let [look_ups, keys] = counts;
    Ok((look_ups, keys))
}
