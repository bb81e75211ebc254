//! SQL of the recordings table.
//!
//! Two write a row, in either order: the journal's writer what the journal says, whoever keeps the sound
//! the rest. So each makes the row when it is not there.

use super::{Counts, RecordingRow, State, Stored};
use crate::blobs::{BlobId, BlobKeyId};
use crate::{Conn, Db, Result, on_conn, read_db, write_db};
use indicators::FeedFact;
use sqlx::FromRow;
use vocabulary::journal::RecordingOutcome;
use vocabulary::{AgentId, ContactId, CustomerRef, RecordingId, Time};

macro_rules! columns {
    () => {
        "id, contact, started_at_us, ended_at_us, outcome, state, reason, source, source_key, archive, \
         archive_key, facts"
    };
}

const STARTED: &str = "INSERT INTO recordings (id, contact, started_at_us, state) VALUES ($1, $2, $3, 'running') \
                       ON CONFLICT (id) DO UPDATE SET started_at_us = excluded.started_at_us";
const ENDED: &str = "UPDATE recordings SET ended_at_us = $2, outcome = $3 WHERE id = $1";
const BEGUN: &str = "INSERT INTO recordings (id, contact, started_at_us, state, source, source_key) \
     VALUES ($1, $2, $3, 'running', $4, $5) \
     ON CONFLICT (id) DO UPDATE SET source = excluded.source, source_key = excluded.source_key";
const FAILED: &str = "INSERT INTO recordings (id, contact, started_at_us, state, reason) \
     VALUES ($1, $2, $3, 'failed', $4) \
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, reason = excluded.reason";
const SET_STATE: &str = "UPDATE recordings SET state = $2, reason = $3 WHERE id = $1";
const READY: &str = "UPDATE recordings SET state = 'ready', reason = NULL, source = NULL, source_key = NULL, \
                     archive = $2, archive_key = $3, facts = $4 WHERE id = $1";
const FIND: &str = concat!("SELECT ", columns!(), " FROM recordings WHERE id = $1");
const IN_STATE: &str =
    concat!("SELECT ", columns!(), " FROM recordings WHERE state = $1 AND id >= $2 ORDER BY id LIMIT $3");
const TO_ARCHIVE: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM recordings WHERE state = 'sealing' AND ended_at_us IS NOT NULL ORDER BY id LIMIT 1"
);
const NEWEST: &str =
    concat!("SELECT ", columns!(), " FROM recordings WHERE id < $1 ORDER BY id DESC LIMIT $2");
const TO_MOVE: &str = "SELECT r.id, c.customer FROM recordings r \
     JOIN blob_keys k ON k.id = r.archive_key JOIN contacts c ON c.id = r.contact \
     WHERE k.owner_kind = 'contact' AND k.destroyed_at_us IS NULL AND c.customer IS NOT NULL \
     ORDER BY r.id LIMIT 100";
const TO_ERASE: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM recordings WHERE state <> 'erased' AND (archive_key IN \
      (SELECT id FROM blob_keys WHERE destroyed_at_us IS NOT NULL) OR (state <> 'running' AND source_key IN \
      (SELECT id FROM blob_keys WHERE destroyed_at_us IS NOT NULL))) ORDER BY id LIMIT 100"
);
const FILES: &str = "SELECT source FROM recordings WHERE source IS NOT NULL \
                     UNION ALL SELECT archive FROM recordings WHERE archive IS NOT NULL";
const COUNTS: &str =
    "SELECT state, COUNT(*) AS many, COUNT(ended_at_us) AS ended FROM recordings GROUP BY state";
/// A contact has one recording, under its own number.
const FED: &str = "SELECT r.id, c.counted_at_us, c.agent, c.first_queue, c.tier, r.state FROM contacts c \
     JOIN recordings r ON r.id = c.id WHERE c.counted_at_us >= $1 AND c.counted_at_us < $2 \
     AND r.state <> 'erased' AND (r.ended_at_us IS NOT NULL OR r.state = 'failed') ORDER BY r.id";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[
    STARTED, ENDED, BEGUN, FAILED, SET_STATE, READY, FIND, IN_STATE, TO_ARCHIVE, NEWEST, TO_MOVE, TO_ERASE,
    FILES, COUNTS, FED,
];

#[derive(FromRow)]
struct Row {
    id: i64,
    contact: i64,
    started_at_us: i64,
    ended_at_us: Option<i64>,
    outcome: Option<String>,
    state: String,
    reason: Option<String>,
    source: Option<i64>,
    source_key: Option<i64>,
    archive: Option<i64>,
    archive_key: Option<i64>,
    facts: Option<Vec<u8>>,
}

#[derive(FromRow)]
struct CountRow {
    state: String,
    many: i64,
    ended: i64,
}

#[derive(FromRow)]
struct FedRow {
    id: i64,
    counted_at_us: i64,
    agent: Option<i64>,
    first_queue: Option<String>,
    tier: Option<String>,
    state: String,
}

impl FedRow {
    fn read(self) -> FeedFact {
        FeedFact {
            indicator: "recording_success".to_owned(),
            id: RecordingId(self.id.cast_unsigned()).to_string(),
            at: Time(self.counted_at_us),
            agent: self.agent.map(|agent| AgentId(agent.cast_unsigned())),
            queue: self.first_queue.and_then(|queue| queue.parse().ok()),
            tier: self.tier,
            numerator: if state(&self.state) == State::Ready { 1.0 } else { 0.0 },
            denominator: 1.0,
        }
    }
}

impl Row {
    fn read(self) -> RecordingRow {
        let stored =
            |blob: Option<i64>, key: Option<i64>| Some(Stored { blob: BlobId(blob?), key: BlobKeyId(key?) });
        RecordingRow {
            recording: RecordingId(self.id.cast_unsigned()),
            contact: ContactId(self.contact.cast_unsigned()),
            started_at: Time(self.started_at_us),
            ended_at: self.ended_at_us.map(Time),
            outcome: self.outcome.as_deref().and_then(outcome),
            state: state(&self.state),
            reason: self.reason,
            source: stored(self.source, self.source_key),
            archive: stored(self.archive, self.archive_key),
            facts: self.facts,
        }
    }
}

/// A word of a later release is nothing that can be played here.
fn state(word: &str) -> State {
    State::ALL.into_iter().find(|state| state.tag() == word).unwrap_or(State::Failed)
}

fn word(outcome: RecordingOutcome) -> &'static str {
    match outcome {
        RecordingOutcome::Complete => "complete",
        RecordingOutcome::Interrupted => "interrupted",
        RecordingOutcome::Failed => "failed",
    }
}

fn outcome(text: &str) -> Option<RecordingOutcome> {
    use RecordingOutcome::{Complete, Failed, Interrupted};
    [Complete, Interrupted, Failed].into_iter().find(|known| word(*known) == text)
}

/// What the journal says, in its own transaction.
pub(crate) async fn note(
    conn: &mut Conn<'_>,
    recording: RecordingId,
    contact: ContactId,
    at: Time,
    outcome: Option<RecordingOutcome>,
) -> std::result::Result<(), sqlx::Error> {
    let id = recording.0.cast_signed();
    on_conn!(conn, |c| match outcome {
        None =>
            sqlx::query(STARTED).bind(id).bind(contact.0.cast_signed()).bind(at.0).execute(&mut **c).await,
        Some(outcome) => sqlx::query(ENDED).bind(id).bind(at.0).bind(word(outcome)).execute(&mut **c).await,
    }
    .map(drop))
}

pub(super) async fn begun(db: &Db, recording: RecordingId, at: Time, source: Stored) -> Result<()> {
    write_db!(db, |pool| {
        sqlx::query(BEGUN)
            .bind(recording.0.cast_signed())
            .bind(recording.contact().0.cast_signed())
            .bind(at.0)
            .bind(source.blob.0)
            .bind(source.key.0)
            .execute(pool)
            .await
            .map(drop)
    })?;
    Ok(())
}

pub(super) async fn failed(db: &Db, recording: RecordingId, at: Time, reason: &str) -> Result<()> {
    write_db!(db, |pool| {
        sqlx::query(FAILED)
            .bind(recording.0.cast_signed())
            .bind(recording.contact().0.cast_signed())
            .bind(at.0)
            .bind(reason)
            .execute(pool)
            .await
            .map(drop)
    })?;
    Ok(())
}

pub(super) async fn set_state(
    db: &Db,
    recording: RecordingId,
    state: State,
    reason: Option<&str>,
) -> Result<()> {
    write_db!(db, |pool| {
        sqlx::query(SET_STATE)
            .bind(recording.0.cast_signed())
            .bind(state.tag())
            .bind(reason)
            .execute(pool)
            .await
            .map(drop)
    })?;
    Ok(())
}

pub(super) async fn ready(db: &Db, recording: RecordingId, archive: Stored, facts: &[u8]) -> Result<()> {
    write_db!(db, |pool| {
        sqlx::query(READY)
            .bind(recording.0.cast_signed())
            .bind(archive.blob.0)
            .bind(archive.key.0)
            .bind(facts)
            .execute(pool)
            .await
            .map(drop)
    })?;
    Ok(())
}

pub(super) async fn find(db: &Db, recording: RecordingId) -> Result<Option<RecordingRow>> {
    let id = recording.0.cast_signed();
    let row: Option<Row> = read_db!(db, |pool| sqlx::query_as(FIND).bind(id).fetch_optional(pool).await)?;
    Ok(row.map(Row::read))
}

pub(super) async fn in_state(
    db: &Db,
    state: State,
    from: RecordingId,
    limit: u32,
) -> Result<Vec<RecordingRow>> {
    let rows: Vec<Row> = read_db!(db, |pool| {
        sqlx::query_as(IN_STATE)
            .bind(state.tag())
            .bind(from.0.cast_signed())
            .bind(i64::from(limit))
            .fetch_all(pool)
            .await
    })?;
    Ok(rows.into_iter().map(Row::read).collect())
}

pub(super) async fn to_archive(db: &Db) -> Result<Option<RecordingRow>> {
    let row: Option<Row> = read_db!(db, |pool| sqlx::query_as(TO_ARCHIVE).fetch_optional(pool).await)?;
    Ok(row.map(Row::read))
}

pub(super) async fn newest(db: &Db, before: Option<RecordingId>, limit: u32) -> Result<Vec<RecordingRow>> {
    let before = before.map_or(i64::MAX, |before| before.0.cast_signed());
    let rows: Vec<Row> = read_db!(db, |pool| {
        sqlx::query_as(NEWEST).bind(before).bind(i64::from(limit)).fetch_all(pool).await
    })?;
    Ok(rows.into_iter().map(Row::read).collect())
}

pub(super) async fn to_move(db: &Db) -> Result<Vec<(RecordingId, CustomerRef)>> {
    let rows: Vec<(i64, String)> = read_db!(db, |pool| sqlx::query_as(TO_MOVE).fetch_all(pool).await)?;
    let read = |(id, customer): (i64, String)| {
        Some((RecordingId(id.cast_unsigned()), CustomerRef::new(&customer).ok()?))
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

pub(super) async fn to_erase(db: &Db) -> Result<Vec<RecordingRow>> {
    let rows: Vec<Row> = read_db!(db, |pool| sqlx::query_as(TO_ERASE).fetch_all(pool).await)?;
    Ok(rows.into_iter().map(Row::read).collect())
}

pub(super) async fn files(db: &Db) -> Result<Vec<BlobId>> {
    let ids: Vec<i64> = read_db!(db, |pool| sqlx::query_scalar(FILES).fetch_all(pool).await)?;
    Ok(ids.into_iter().map(BlobId).collect())
}

/// What recordings of contacts that count in `from..to` add to *recording success*.
pub(super) async fn fed(db: &Db, from: Time, to: Time) -> Result<Vec<FeedFact>> {
    let rows: Vec<FedRow> =
        read_db!(db, |pool| sqlx::query_as(FED).bind(from.0).bind(to.0).fetch_all(pool).await)?;
    Ok(rows.into_iter().map(FedRow::read).collect())
}

pub(super) async fn counts(db: &Db) -> Result<Counts> {
    let rows: Vec<CountRow> = read_db!(db, |pool| sqlx::query_as(COUNTS).fetch_all(pool).await)?;
    let mut counts = Counts::default();
    for CountRow { state: word, many, ended } in rows {
        let (many, ended) = (many.unsigned_abs(), ended.unsigned_abs());
        match state(&word) {
            State::Erased => counts.erased += many,
            State::Running => {
                counts.running += many - ended;
                counts.pending += ended;
            }
            State::Ready => counts.playable += many,
            State::Sealing => counts.pending += many,
            // Also one that failed while its conversation goes on: it will not become playable.
            State::Failed => counts.failed += many,
        }
    }
    counts.due = counts.playable + counts.pending + counts.failed;
    Ok(counts)
}
