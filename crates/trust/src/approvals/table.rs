//! The SQL of what waits for a second person.

use super::{Approval, ApprovalId, LASTS, Operation, State};
use crate::numbering::numbered;
use sqlx::FromRow;
use store::{Db, read_db, write_db};
use vocabulary::{AccountId, Time};

const ASK: &str = "INSERT INTO approvals (id, operation, subject, asked_by, asked_us, expires_us, state) \
     SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4, $5, 'waiting' FROM approvals RETURNING id";
const LIST: &str = "SELECT id, operation, subject, asked_by, asked_us, expires_us, state, decided_by, decided_us \
     FROM approvals WHERE asked_us >= $1 AND operation <> $2 ORDER BY id DESC LIMIT 200";
/// Those that may still be decided or run. (That none is older than the longest is for the index.)
const OPEN: &str = "SELECT id, operation, subject, asked_by, asked_us, expires_us, state, decided_by, decided_us \
     FROM approvals WHERE asked_us >= $1 AND state IN ('waiting', 'approved') AND expires_us > $2 ORDER BY id";
const FIND: &str = "SELECT id, operation, subject, asked_by, asked_us, expires_us, state, decided_by, decided_us \
     FROM approvals WHERE id = $1";
const ABOUT: &str = "SELECT id, operation, subject, asked_by, asked_us, expires_us, state, decided_by, decided_us \
     FROM approvals WHERE asked_us >= $1 AND operation = $2 AND subject = $3 ORDER BY id DESC LIMIT 1";
/// Of two who decide at the same moment, one does.
const DECIDE: &str = "UPDATE approvals SET state = $3, decided_by = $2, decided_us = $4 \
     WHERE id = $1 AND state = 'waiting' AND expires_us > $4 AND asked_by <> $2 RETURNING id";
const WITHDRAW: &str = "UPDATE approvals SET state = 'withdrawn', decided_us = $3 \
     WHERE id = $1 AND asked_by = $2 AND state IN ('waiting', 'approved') RETURNING id";
const ABANDON: &str = "UPDATE approvals SET state = 'withdrawn', decided_us = $2 \
     WHERE id = $1 AND state IN ('waiting', 'approved') RETURNING id";
/// Of two who run it at the same moment, one does.
const BEGIN: &str = "UPDATE approvals SET state = 'running', run_us = $2 \
     WHERE id = $1 AND state = 'approved' AND expires_us > $2 RETURNING id";
const END: &str = "UPDATE approvals SET state = $2 WHERE id = $1 AND state = 'running'";

/// Every statement of this file, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[ASK, LIST, OPEN, FIND, ABOUT, DECIDE, WITHDRAW, ABANDON, BEGIN, END];

type Result<T> = std::result::Result<T, sqlx::Error>;

#[derive(FromRow)]
struct Row {
    id: i64,
    operation: String,
    subject: String,
    asked_by: i64,
    asked_us: i64,
    expires_us: i64,
    state: String,
    decided_by: Option<i64>,
    decided_us: Option<i64>,
}

impl Row {
    /// `None` for one of a later release, which this one could not do.
    fn read(self, now: Time) -> Option<Approval> {
        let stored = State::STORED.into_iter().find(|state| state.tag() == self.state)?;
        let expires = Time(self.expires_us);
        let is_over = expires <= now && stored.is_open();
        let decided = self.decided_by.zip(self.decided_us);
        Some(Approval {
            id: ApprovalId(self.id.unsigned_abs()),
            operation: self.operation.parse().ok()?,
            subject: self.subject,
            asked_by: AccountId(self.asked_by.unsigned_abs()),
            asked: Time(self.asked_us),
            expires,
            state: if is_over { State::Expired } else { stored },
            decided: decided.map(|(by, at)| (AccountId(by.unsigned_abs()), Time(at))),
        })
    }
}

/// Keeps a request.
pub async fn ask(
    db: &Db,
    operation: Operation,
    subject: &str,
    by: AccountId,
    now: Time,
    expires: Time,
) -> Result<ApprovalId> {
    let id: i64 = numbered!({
        write_db!(db, |pool| {
            sqlx::query_scalar(ASK)
                .bind(operation.tag())
                .bind(subject)
                .bind(number(by))
                .bind(now.0)
                .bind(expires.0)
                .fetch_one(pool)
                .await
        })
    })?;
    Ok(ApprovalId(id.unsigned_abs()))
}

/// Requests since a moment, newest first; not those for an operation that there are many of.
pub async fn list(db: &Db, since: Time, but: Operation, now: Time) -> Result<Vec<Approval>> {
    let rows: Vec<Row> =
        read_db!(db, |pool| sqlx::query_as(LIST).bind(since.0).bind(but.tag()).fetch_all(pool).await)?;
    Ok(rows.into_iter().filter_map(|row| row.read(now)).collect())
}

/// Requests that may still be decided or run, oldest first.
pub async fn open(db: &Db, now: Time) -> Result<Vec<Approval>> {
    let since = now - LASTS;
    let rows: Vec<Row> =
        read_db!(db, |pool| sqlx::query_as(OPEN).bind(since.0).bind(now.0).fetch_all(pool).await)?;
    Ok(rows.into_iter().filter_map(|row| row.read(now)).collect())
}

/// One request.
pub async fn find(db: &Db, id: ApprovalId, now: Time) -> Result<Option<Approval>> {
    let Ok(id) = i64::try_from(id.0) else { return Ok(None) };
    let row: Option<Row> = read_db!(db, |pool| sqlx::query_as(FIND).bind(id).fetch_optional(pool).await)?;
    Ok(row.and_then(|row| row.read(now)))
}

/// The newest request for an operation about a subject, of those that need not be over yet.
pub async fn about(db: &Db, operation: Operation, subject: &str, now: Time) -> Result<Option<Approval>> {
    let since = now - operation.lasts();
    let row: Option<Row> = read_db!(db, |pool| {
        sqlx::query_as(ABOUT).bind(since.0).bind(operation.tag()).bind(subject).fetch_optional(pool).await
    })?;
    Ok(row.and_then(|row| row.read(now)))
}

/// Decides; `false` when it does not wait, or when it is who asked.
pub async fn decide(db: &Db, id: ApprovalId, by: AccountId, state: State, now: Time) -> Result<bool> {
    let id = id.0.cast_signed();
    let done: Option<i64> = write_db!(db, |pool| {
        let query = sqlx::query_scalar(DECIDE).bind(id).bind(number(by)).bind(state.tag()).bind(now.0);
        query.fetch_optional(pool).await
    })?;
    Ok(done.is_some())
}

/// Withdraws; `false` when it is not theirs, or has begun.
pub async fn withdraw(db: &Db, id: ApprovalId, by: AccountId, now: Time) -> Result<bool> {
    let id = id.0.cast_signed();
    let done: Option<i64> = write_db!(db, |pool| {
        sqlx::query_scalar(WITHDRAW).bind(id).bind(number(by)).bind(now.0).fetch_optional(pool).await
    })?;
    Ok(done.is_some())
}

/// Withdraws it whoever asked; `false` when it has begun, or was over.
pub async fn abandon(db: &Db, id: ApprovalId, now: Time) -> Result<bool> {
    let id = id.0.cast_signed();
    let done: Option<i64> =
        write_db!(db, |pool| sqlx::query_scalar(ABANDON).bind(id).bind(now.0).fetch_optional(pool).await)?;
    Ok(done.is_some())
}

/// Begins to run it; `false` when it is not approved, or was begun.
pub async fn begin(db: &Db, id: ApprovalId, now: Time) -> Result<bool> {
    let id = id.0.cast_signed();
    let done: Option<i64> =
        write_db!(db, |pool| sqlx::query_scalar(BEGIN).bind(id).bind(now.0).fetch_optional(pool).await)?;
    Ok(done.is_some())
}

/// Notes how it ended.
pub async fn end(db: &Db, id: ApprovalId, state: State) -> Result<()> {
    let id = id.0.cast_signed();
    write_db!(db, |pool| sqlx::query(END).bind(id).bind(state.tag()).execute(pool).await.map(drop))
}

fn number(account: AccountId) -> i64 {
    account.0.cast_signed()
}
