//! The SQL of retention: what is due, what is held, and removing it.

use super::{Kind, Run};
use crate::blobs::BlobId;
use crate::{Conn, Db, on_conn, read_db, write_db};
use sqlx::FromRow;
use vocabulary::{ContactId, CustomerRef, RecordingId, Time};

/// Customers with a hold in force.
macro_rules! held {
    () => {
        "(SELECT customer FROM legal_holds WHERE lifted_us IS NULL)"
    };
}

/// What is of nobody known cannot be held.
macro_rules! free {
    () => {
        concat!("(c.customer IS NULL OR c.customer NOT IN ", held!(), ")")
    };
}

macro_rules! count {
    ($from:literal) => {
        concat!(
            "SELECT COALESCE(SUM(CASE WHEN ",
            free!(),
            " THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN ",
            free!(),
            " THEN 0 ELSE 1 END), 0) FROM ",
            $from
        )
    };
}

const COUNT_RECORDINGS: &str = count!(
    "recordings r LEFT JOIN contacts c ON c.id = r.contact WHERE r.started_at_us < $1 \
     AND (r.archive IS NOT NULL OR r.source IS NOT NULL) AND r.state IN ('ready', 'failed')"
);
const COUNT_NOTES: &str =
    count!("notes n JOIN contacts c ON c.id = n.contact WHERE n.at_us < $1 AND c.closed_at_us IS NOT NULL");
const COUNT_MESSAGES: &str = count!(
    "messages m JOIN contacts c ON c.id = m.contact WHERE m.at_us < $1 AND c.closed_at_us IS NOT NULL"
);
const COUNT_PROMISES: &str = count!(
    "promises p JOIN contacts c ON c.id = p.contact WHERE p.at_us < $1 AND c.closed_at_us IS NOT NULL"
);
const COUNT_CALLERS: &str = count!("contacts c WHERE c.closed_at_us < $1 AND c.caller IS NOT NULL");

const RECORDINGS: &str = concat!(
    "SELECT r.id, r.source, r.archive FROM recordings r LEFT JOIN contacts c ON c.id = r.contact \
     WHERE r.started_at_us < $1 AND (r.archive IS NOT NULL OR r.source IS NOT NULL) \
     AND r.state IN ('ready', 'failed') AND ",
    free!(),
    " ORDER BY r.started_at_us LIMIT $2"
);
const RECORDINGS_OF: &str = "SELECT r.id, r.source, r.archive FROM recordings r \
     JOIN contacts c ON c.id = r.contact WHERE c.customer = $1 AND r.id > $2 ORDER BY r.id LIMIT $3";
const FORGET_RECORDING: &str = "UPDATE recordings SET state = 'erased', reason = 'retention', source = NULL, \
     source_key = NULL, archive = NULL, archive_key = NULL, facts = NULL WHERE id = $1 AND state <> 'running'";
const NOTES: &str = concat!(
    "DELETE FROM notes WHERE (contact, version) IN (SELECT n.contact, n.version FROM notes n \
     JOIN contacts c ON c.id = n.contact WHERE n.at_us < $1 AND c.closed_at_us IS NOT NULL AND ",
    free!(),
    " ORDER BY n.at_us LIMIT $2)"
);
const MESSAGES: &str = concat!(
    "DELETE FROM messages WHERE (contact, number) IN (SELECT m.contact, m.number FROM messages m \
     JOIN contacts c ON c.id = m.contact WHERE m.at_us < $1 AND c.closed_at_us IS NOT NULL AND ",
    free!(),
    " ORDER BY m.at_us LIMIT $2)"
);
const PROMISES: &str = concat!(
    "DELETE FROM promises WHERE promise_key IN (SELECT p.promise_key FROM promises p \
     JOIN contacts c ON c.id = p.contact WHERE p.at_us < $1 AND c.closed_at_us IS NOT NULL AND ",
    free!(),
    " ORDER BY p.at_us LIMIT $2)"
);
const CALLERS: &str = concat!(
    "SELECT c.id, c.data_key FROM contacts c WHERE c.closed_at_us < $1 AND c.caller IS NOT NULL AND ",
    free!(),
    " ORDER BY c.closed_at_us LIMIT $2"
);
const FORGET_CALLER: &str =
    "UPDATE contacts SET caller = NULL, caller_index = NULL, data_key = NULL WHERE id = $1";
/// A key of a contact's own goes with the last thing under it.
const DESTROY_KEY: &str = "UPDATE data_keys SET wrapped = NULL, destroyed_at_us = $3 \
     WHERE id = $1 AND owner_kind = 'contact' AND wrapped IS NOT NULL \
     AND NOT EXISTS (SELECT 1 FROM notes WHERE contact = $2 AND data_key = $1) \
     AND NOT EXISTS (SELECT 1 FROM messages WHERE contact = $2 AND data_key = $1) \
     AND NOT EXISTS (SELECT 1 FROM promises WHERE contact = $2 AND data_key = $1)";

const NOTES_OF: &str = "DELETE FROM notes WHERE contact IN (SELECT id FROM contacts WHERE customer = $1)";
const MESSAGES_OF: &str =
    "DELETE FROM messages WHERE contact IN (SELECT id FROM contacts WHERE customer = $1)";
const PROMISES_OF: &str =
    "DELETE FROM promises WHERE contact IN (SELECT id FROM contacts WHERE customer = $1)";
const CALLERS_OF: &str =
    "UPDATE contacts SET caller = NULL, caller_index = NULL, data_key = NULL WHERE customer = $1";
const NEWEST_RECORDING: &str = "SELECT MAX(r.started_at_us) FROM recordings r JOIN contacts c ON c.id = r.contact \
     WHERE c.customer = $1 AND (r.archive IS NOT NULL OR r.source IS NOT NULL)";
const NEWEST_NOTE: &str =
    "SELECT MAX(n.at_us) FROM notes n JOIN contacts c ON c.id = n.contact WHERE c.customer = $1";
const NEWEST_MESSAGE: &str =
    "SELECT MAX(m.at_us) FROM messages m JOIN contacts c ON c.id = m.contact WHERE c.customer = $1";
const NEWEST_PROMISE: &str =
    "SELECT MAX(p.at_us) FROM promises p JOIN contacts c ON c.id = p.contact WHERE c.customer = $1";
const NEWEST_CALLER: &str =
    "SELECT MAX(c.closed_at_us) FROM contacts c WHERE c.customer = $1 AND c.caller IS NOT NULL";

const NOTE_RUN: &str =
    "INSERT INTO retention_runs (at_us, kind, before_us, removed, held) VALUES ($1, $2, $3, $4, $5)";
const RUNS: &str = "SELECT at_us, kind, before_us, removed, held FROM retention_runs \
                    ORDER BY at_us DESC, kind LIMIT $1";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[
    COUNT_RECORDINGS,
    COUNT_NOTES,
    COUNT_MESSAGES,
    COUNT_CALLERS,
    COUNT_PROMISES,
    RECORDINGS,
    RECORDINGS_OF,
    FORGET_RECORDING,
    NOTES,
    MESSAGES,
    CALLERS,
    PROMISES,
    FORGET_CALLER,
    DESTROY_KEY,
    NOTES_OF,
    MESSAGES_OF,
    CALLERS_OF,
    PROMISES_OF,
    NEWEST_RECORDING,
    NEWEST_NOTE,
    NEWEST_MESSAGE,
    NEWEST_CALLER,
    NEWEST_PROMISE,
    NOTE_RUN,
    RUNS,
];

type Result<T> = std::result::Result<T, sqlx::Error>;

/// A recording's files.
#[derive(FromRow)]
struct SoundRow {
    id: i64,
    source: Option<i64>,
    archive: Option<i64>,
}

/// A recording and where its sound is.
pub(crate) struct Sound {
    pub recording: RecordingId,
    source: Option<i64>,
    archive: Option<i64>,
}

impl Sound {
    pub fn files(&self) -> impl Iterator<Item = BlobId> {
        [self.source, self.archive].into_iter().flatten().map(BlobId)
    }
}

impl From<SoundRow> for Sound {
    fn from(row: SoundRow) -> Sound {
        let SoundRow { id, source, archive } = row;
        Sound { recording: RecordingId(id.cast_unsigned()), source, archive }
    }
}

/// What is due of a kind, and what is held of it.
pub(super) async fn count(db: &Db, kind: Kind, before: Time) -> Result<(u64, u64)> {
    let sql = match kind {
        Kind::Recordings => COUNT_RECORDINGS,
        Kind::Notes => COUNT_NOTES,
        Kind::Messages => COUNT_MESSAGES,
        Kind::Callers => COUNT_CALLERS,
        Kind::Promises => COUNT_PROMISES,
    };
    let (due, held): (i64, i64) =
        read_db!(db, |pool| sqlx::query_as(sql).bind(before.0).fetch_one(pool).await)?;
    Ok((due.unsigned_abs(), held.unsigned_abs()))
}

/// Some recordings that are due.
pub(super) async fn recordings(db: &Db, before: Time, limit: u32) -> Result<Vec<Sound>> {
    let rows: Vec<SoundRow> = read_db!(db, |pool| {
        sqlx::query_as(RECORDINGS).bind(before.0).bind(i64::from(limit)).fetch_all(pool).await
    })?;
    Ok(rows.into_iter().map(Sound::from).collect())
}

/// Recordings of a customer's contacts after one of them, by number.
pub(crate) async fn recordings_of(
    db: &Db,
    customer: &CustomerRef,
    after: RecordingId,
    limit: u32,
) -> Result<Vec<Sound>> {
    let rows: Vec<SoundRow> = read_db!(db, |pool| {
        sqlx::query_as(RECORDINGS_OF)
            .bind(customer.as_str())
            .bind(after.0.cast_signed())
            .bind(i64::from(limit))
            .fetch_all(pool)
            .await
    })?;
    Ok(rows.into_iter().map(Sound::from).collect())
}

/// Notes that a recording's files are gone.
pub(super) async fn forget_recording(db: &Db, recording: RecordingId) -> Result<()> {
    write_db!(db, |pool| {
        sqlx::query(FORGET_RECORDING).bind(recording.0.cast_signed()).execute(pool).await.map(drop)
    })
}

/// Removes some of what is due of a kind that stands in rows. Says how many.
pub(super) async fn remove(db: &Db, kind: Kind, before: Time, limit: u32) -> Result<u64> {
    let sql = match kind {
        Kind::Notes => NOTES,
        Kind::Messages => MESSAGES,
        Kind::Promises => PROMISES,
        Kind::Callers | Kind::Recordings => return remove_callers(db, before, limit).await,
    };
    write_db!(db, |pool| {
        let done = sqlx::query(sql).bind(before.0).bind(i64::from(limit)).execute(pool).await;
        done.map(|done| done.rows_affected())
    })
}

async fn remove_callers(db: &Db, before: Time, limit: u32) -> Result<u64> {
    let rows: Vec<(i64, Option<i64>)> = read_db!(db, |pool| {
        sqlx::query_as(CALLERS).bind(before.0).bind(i64::from(limit)).fetch_all(pool).await
    })?;
    let mut tx = db.begin().await?;
    let at = crate::now();
    for (contact, key) in &rows {
        on_conn!(&mut tx.conn(), |c| sqlx::query(FORGET_CALLER)
            .bind(contact)
            .execute(&mut **c)
            .await
            .map(drop))?;
        if let Some(key) = key {
            destroy_key(&mut tx.conn(), *key, ContactId(contact.cast_unsigned()), at).await?;
        }
    }
    tx.commit().await?;
    Ok(rows.len() as u64)
}

async fn destroy_key(conn: &mut Conn<'_>, key: i64, contact: ContactId, at: Time) -> Result<()> {
    on_conn!(conn, |c| sqlx::query(DESTROY_KEY)
        .bind(key)
        .bind(contact.0.cast_signed())
        .bind(at.0)
        .execute(&mut **c)
        .await
        .map(drop))
}

/// Removes all of a kind that is kept of a customer in rows.
pub(crate) async fn remove_of(conn: &mut Conn<'_>, kind: Kind, customer: &CustomerRef) -> Result<()> {
    let sql = match kind {
        Kind::Notes => NOTES_OF,
        Kind::Messages => MESSAGES_OF,
        Kind::Callers => CALLERS_OF,
        Kind::Promises => PROMISES_OF,
        // Files: they go one by one.
        Kind::Recordings => return Ok(()),
    };
    on_conn!(conn, |c| sqlx::query(sql).bind(customer.as_str()).execute(&mut **c).await.map(drop))
}

/// When the newest of a kind that is kept of a customer was made; none when there is none.
pub(crate) async fn newest_of(db: &Db, kind: Kind, customer: &CustomerRef) -> Result<Option<Time>> {
    let sql = match kind {
        Kind::Recordings => NEWEST_RECORDING,
        Kind::Notes => NEWEST_NOTE,
        Kind::Messages => NEWEST_MESSAGE,
        Kind::Callers => NEWEST_CALLER,
        Kind::Promises => NEWEST_PROMISE,
    };
    let at: Option<i64> =
        read_db!(db, |pool| sqlx::query_scalar(sql).bind(customer.as_str()).fetch_one(pool).await)?;
    Ok(at.map(Time))
}

/// Keeps what a run did.
pub(super) async fn note_run(db: &Db, run: &Run) -> Result<()> {
    write_db!(db, |pool| {
        sqlx::query(NOTE_RUN)
            .bind(run.at.0)
            .bind(run.kind.tag())
            .bind(run.before.0)
            .bind(run.removed.cast_signed())
            .bind(run.held.cast_signed())
            .execute(pool)
            .await
            .map(drop)
    })
}

/// The last runs, newest first.
pub(super) async fn runs(db: &Db, limit: u32) -> Result<Vec<Run>> {
    let rows: Vec<(i64, String, i64, i64, i64)> =
        read_db!(db, |pool| sqlx::query_as(RUNS).bind(i64::from(limit)).fetch_all(pool).await)?;
    let read = |(at, kind, before, removed, held): (i64, String, i64, i64, i64)| {
        let (removed, held) = (removed.unsigned_abs(), held.unsigned_abs());
        Some(Run { at: Time(at), kind: kind.parse().ok()?, before: Time(before), removed, held })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}
