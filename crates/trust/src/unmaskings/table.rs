//! The SQL of what was unmasked.

use super::{Review, Unmask, Unmasking, UnmaskingId, Verdict};
use crate::numbering::numbered;
use sqlx::FromRow;
use store::blobs::BlobKeyId;
use store::{Db, read_db, write_db};
use vocabulary::{AccountId, ContactId, CustomerRef, Time};

macro_rules! columns {
    () => {
        "id, at_us, account, contact, customer, field, purpose, reason, reason_key, broke_glass, reviewed_us, \
         reviewed_by, verdict"
    };
}

/// None when the account has had so many since then. Of two at the same moment, one waits for the other's number and
/// counts anew.
const INSERT: &str = "INSERT INTO unmaskings (id, at_us, account, contact, customer, field, purpose, reason, \
     reason_key, broke_glass) SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9 \
     FROM unmaskings HAVING (SELECT COUNT(*) FROM unmaskings WHERE account = $2 AND at_us > $10) < $11 RETURNING id";
/// When the so-many-newest of an account was.
const NTH_NEWEST: &str = "SELECT at_us FROM unmaskings WHERE account = $1 AND at_us > $2 \
     ORDER BY at_us DESC LIMIT 1 OFFSET $3";
const NEWEST: &str =
    concat!("SELECT ", columns!(), " FROM unmaskings WHERE id < $1 ORDER BY id DESC LIMIT $2");
const TO_REVIEW: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM unmaskings WHERE broke_glass = 1 AND reviewed_us IS NULL AND id < $1 ORDER BY id DESC LIMIT $2"
);
const OF_CUSTOMER: &str =
    concat!("SELECT ", columns!(), " FROM unmaskings WHERE customer = $1 ORDER BY id LIMIT $2");
const FIND: &str = concat!("SELECT ", columns!(), " FROM unmaskings WHERE id = $1");
const WAITING: &str = "SELECT COUNT(*) FROM unmaskings WHERE broke_glass = 1 AND reviewed_us IS NULL";
/// Of two who review at the same moment, one does; and never who did it.
const REVIEW: &str = "UPDATE unmaskings SET reviewed_us = $2, reviewed_by = $3, verdict = $4 \
     WHERE id = $1 AND broke_glass = 1 AND reviewed_us IS NULL AND account <> $3 RETURNING id";

/// Every statement of this file, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[INSERT, NTH_NEWEST, NEWEST, TO_REVIEW, OF_CUSTOMER, FIND, WAITING, REVIEW];

type Result<T> = std::result::Result<T, sqlx::Error>;

#[derive(FromRow)]
struct Row {
    id: i64,
    at_us: i64,
    account: i64,
    contact: i64,
    customer: Option<String>,
    field: String,
    purpose: String,
    reason: Vec<u8>,
    reason_key: i64,
    broke_glass: i64,
    reviewed_us: Option<i64>,
    reviewed_by: Option<i64>,
    verdict: Option<String>,
}

impl Row {
    /// `None` for one of a later release.
    fn read(self) -> Option<Unmasking> {
        let verdict = self.verdict.and_then(|verdict| verdict.parse::<Verdict>().ok());
        let review = self.reviewed_by.zip(self.reviewed_us).zip(verdict);
        Some(Unmasking {
            id: UnmaskingId(self.id.unsigned_abs()),
            at: Time(self.at_us),
            account: AccountId(self.account.unsigned_abs()),
            what: Unmask {
                contact: ContactId(self.contact.cast_unsigned()),
                customer: self.customer.and_then(|customer| CustomerRef::new(&customer).ok()),
                field: self.field.parse().ok()?,
                purpose: self.purpose.parse().ok()?,
                reason: self.reason,
                reason_key: BlobKeyId::of(self.reason_key),
                broke_glass: self.broke_glass != 0,
            },
            review: review.map(|((by, at), verdict)| Review {
                by: AccountId(by.unsigned_abs()),
                at: Time(at),
                verdict,
            }),
        })
    }
}

/// At most so many of an account after a moment.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    pub since: Time,
    pub most: u32,
}

/// Keeps one, and says its name; none when that would be more than the pace allows.
pub async fn insert(
    db: &Db,
    account: AccountId,
    what: &Unmask,
    at: Time,
    pace: Pace,
) -> Result<Option<UnmaskingId>> {
    let id: Option<i64> = numbered!(write_db!(db, |pool| sqlx::query_scalar(INSERT)
        .bind(at.0)
        .bind(account.0.cast_signed())
        .bind(what.contact.0.cast_signed())
        .bind(what.customer.as_ref().map(CustomerRef::as_str))
        .bind(what.field.tag())
        .bind(what.purpose.tag())
        .bind(what.reason.as_slice())
        .bind(what.reason_key.number())
        .bind(i64::from(what.broke_glass))
        .bind(pace.since.0)
        .bind(i64::from(pace.most))
        .fetch_optional(pool)
        .await))?;
    Ok(id.map(|id| UnmaskingId(id.unsigned_abs())))
}

/// The moment of the oldest that fills a pace; none when it is not filled.
pub async fn fills(db: &Db, account: AccountId, pace: Pace) -> Result<Option<Time>> {
    let skipped = i64::from(pace.most.saturating_sub(1));
    let at: Option<i64> = read_db!(db, |pool| sqlx::query_scalar(NTH_NEWEST)
        .bind(account.0.cast_signed())
        .bind(pace.since.0)
        .bind(skipped)
        .fetch_optional(pool)
        .await)?;
    Ok(at.map(Time))
}

/// A page, newest first.
pub async fn list(
    db: &Db,
    to_review: bool,
    before: Option<UnmaskingId>,
    limit: u32,
) -> Result<Vec<Unmasking>> {
    let sql = if to_review { TO_REVIEW } else { NEWEST };
    let before = before.map_or(i64::MAX, |before| before.0.cast_signed());
    let rows: Vec<Row> = read_db!(db, |pool| {
        sqlx::query_as(sql).bind(before).bind(i64::from(limit)).fetch_all(pool).await
    })?;
    Ok(rows.into_iter().filter_map(Row::read).collect())
}

/// Those of a customer, oldest first.
pub async fn of_customer(db: &Db, customer: &CustomerRef, limit: u32) -> Result<Vec<Unmasking>> {
    let rows: Vec<Row> = read_db!(db, |pool| {
        sqlx::query_as(OF_CUSTOMER).bind(customer.as_str()).bind(i64::from(limit)).fetch_all(pool).await
    })?;
    Ok(rows.into_iter().filter_map(Row::read).collect())
}

/// One.
pub async fn find(db: &Db, id: UnmaskingId) -> Result<Option<Unmasking>> {
    let row: Option<Row> =
        read_db!(db, |pool| sqlx::query_as(FIND).bind(id.0.cast_signed()).fetch_optional(pool).await)?;
    Ok(row.and_then(Row::read))
}

/// How many nobody has looked into.
pub async fn waiting(db: &Db) -> Result<u64> {
    let count: i64 = read_db!(db, |pool| sqlx::query_scalar(WAITING).fetch_one(pool).await)?;
    Ok(count.unsigned_abs())
}

/// Keeps what came of looking into one. Says whether it waited for that, and for this account.
pub async fn review(db: &Db, id: UnmaskingId, review: Review) -> Result<bool> {
    let row: Option<i64> = write_db!(db, |pool| sqlx::query_scalar(REVIEW)
        .bind(id.0.cast_signed())
        .bind(review.at.0)
        .bind(review.by.0.cast_signed())
        .bind(review.verdict.tag())
        .fetch_optional(pool)
        .await)?;
    Ok(row.is_some())
}
