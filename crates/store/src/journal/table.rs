//! SQL of the journal.

use crate::rows::many_rows;
use crate::{Conn, Db, Error, Result, on_conn, read_db};
use sqlx::FromRow;
use vocabulary::journal::{Cause, Entry, Record, VERSION};
use vocabulary::{AccountId, AgentId, ContactId, Sequence, Time};

const COLUMNS: usize = 10;
const HEAD: &str = "INSERT INTO journal (sequence, at_us, version, contact, agent, kind, cause_node, cause_number, account, body) VALUES ";
const INSERT_1: &str = many_rows!(HEAD, COLUMNS, 1, "");
const INSERT_8: &str = many_rows!(HEAD, COLUMNS, 8, "");
const INSERT_32: &str = many_rows!(HEAD, COLUMNS, 32, "");
const PLAIN_1: &str = many_rows!(HEAD, COLUMNS, 1, "", Plain);
const PLAIN_8: &str = many_rows!(HEAD, COLUMNS, 8, "", Plain);
const PLAIN_32: &str = many_rows!(HEAD, COLUMNS, 32, "", Plain);
/// Rows a statement inserts, and its text.
const INSERTS: [(usize, &str); 3] = [(32, INSERT_32), (8, INSERT_8), (1, INSERT_1)];
const PLAIN_INSERTS: [(usize, &str); 3] = [(32, PLAIN_32), (8, PLAIN_8), (1, PLAIN_1)];

const LAST: &str = "SELECT MAX(sequence) FROM journal";
const ADD_GAP: &str = "INSERT INTO journal_gaps (first, last, at_us) VALUES ($1, $2, $3)";
const GAPS: &str = "SELECT first, last, at_us FROM journal_gaps ORDER BY first";
const PAGE: &str = "SELECT sequence, at_us, version, cause_node, cause_number, account, body FROM journal \
                    WHERE sequence >= $1 ORDER BY sequence LIMIT $2";
const OF_CONTACT: &str = "SELECT sequence, at_us, version, cause_node, cause_number, account, body FROM journal \
                          WHERE contact = $1 ORDER BY sequence LIMIT $2";

const OF_AGENT: &str = "SELECT sequence, at_us, version, cause_node, cause_number, account, body FROM journal \
                        WHERE agent = $1 AND at_us >= $2 AND at_us < $3 ORDER BY at_us, sequence LIMIT $4";
const OF_AGENT_BEFORE: &str = "SELECT sequence, at_us, version, cause_node, cause_number, account, body \
                               FROM journal WHERE agent = $1 AND at_us < $2 \
                               ORDER BY at_us DESC, sequence DESC LIMIT $3";

const PLANS: &str = "SELECT sequence, at_us, version, cause_node, cause_number, account, body FROM journal \
                     WHERE kind = 'configured' AND sequence <= $1 ORDER BY sequence DESC LIMIT $2";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] =
    &[INSERT_1, INSERT_8, INSERT_32, LAST, ADD_GAP, GAPS, PAGE, OF_CONTACT, OF_AGENT, OF_AGENT_BEFORE, PLANS];

/// Those that SQLite alone reads.
pub(crate) const SQLITE_STATEMENTS: &[&str] = &[PLAIN_1, PLAIN_8, PLAIN_32];

/// The most entries of one contact that are read. One that has more has gone astray.
const MOST_OF_CONTACT: i64 = 10_000;

/// Places that were lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostPlaces {
    /// The first of them.
    pub first: Sequence,
    /// The last of them.
    pub last: Sequence,
    /// When the journal went on.
    pub at: Time,
}

#[derive(FromRow)]
struct Stored {
    sequence: i64,
    at_us: i64,
    version: i64,
    cause_node: Option<String>,
    cause_number: Option<i64>,
    account: Option<i64>,
    body: String,
}

/// Inserts records with statements of many rows.
pub(crate) async fn insert(conn: &mut Conn<'_>, records: &[&Record]) -> std::result::Result<(), sqlx::Error> {
    let mut rest = records;
    for (size, sql) in conn.of_engine(PLAIN_INSERTS, INSERTS) {
        while let Some((now, later)) = rest.split_at_checked(size) {
            insert_these(conn, sql, now).await?;
            rest = later;
        }
    }
    Ok(())
}

async fn insert_these(
    conn: &mut Conn<'_>,
    sql: &'static str,
    records: &[&Record],
) -> std::result::Result<(), sqlx::Error> {
    on_conn!(conn, |c| {
        let mut query = sqlx::query(sql);
        for record in records {
            let body = body_of(&record.entry);
            let kind = kind_in(&body).to_owned();
            query = query
                .bind(record.sequence.0.cast_signed())
                .bind(record.at.0)
                .bind(i64::from(VERSION))
                .bind(record.entry.contact().map(|contact| contact.0.cast_signed()))
                .bind(record.entry.agent().map(|agent| agent.0.cast_signed()))
                .bind(kind)
                .bind(record.cause.as_ref().map(|cause| cause.node.as_str()))
                .bind(record.cause.as_ref().map(|cause| cause.number.cast_signed()))
                .bind(record.by.map(|account| account.0.cast_signed()))
                .bind(body);
        }
        query.execute(&mut **c).await.map(drop)
    })
}

/// Place of the last record; 0 when there is none.
pub(crate) async fn last(conn: &mut Conn<'_>) -> std::result::Result<Sequence, sqlx::Error> {
    let last: Option<i64> = on_conn!(conn, |c| sqlx::query_scalar(LAST).fetch_one(&mut **c).await)?;
    Ok(Sequence(last.unwrap_or(0).cast_unsigned()))
}

/// The same, outside a transaction.
pub(crate) async fn last_in(db: &Db) -> Result<Sequence> {
    let last: Option<i64> = read_db!(db, |pool| sqlx::query_scalar(LAST).fetch_one(pool).await)?;
    Ok(Sequence(last.unwrap_or(0).cast_unsigned()))
}

/// Writes down that places were lost.
pub(crate) async fn add_gap(conn: &mut Conn<'_>, gap: &LostPlaces) -> std::result::Result<(), sqlx::Error> {
    let (first, last) = (gap.first.0.cast_signed(), gap.last.0.cast_signed());
    on_conn!(conn, |c| {
        sqlx::query(ADD_GAP).bind(first).bind(last).bind(gap.at.0).execute(&mut **c).await.map(drop)
    })
}

/// All places that were lost.
pub(crate) async fn gaps(db: &Db) -> Result<Vec<LostPlaces>> {
    let rows: Vec<(i64, i64, i64)> = read_db!(db, |pool| sqlx::query_as(GAPS).fetch_all(pool).await)?;
    let read = |(first, last, at): (i64, i64, i64)| LostPlaces {
        first: Sequence(first.cast_unsigned()),
        last: Sequence(last.cast_unsigned()),
        at: Time(at),
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Up to `limit` records from `from` on, without a gap.
pub(crate) async fn page(db: &Db, from: Sequence, limit: u32) -> Result<Vec<Record>> {
    let from = from.max(Sequence(1));
    let rows: Vec<Stored> = read_db!(db, |pool| {
        sqlx::query_as(PAGE).bind(from.0.cast_signed()).bind(i64::from(limit)).fetch_all(pool).await
    })?;
    let mut records = Vec::with_capacity(rows.len());
    let mut expected = from;
    for row in rows {
        let record = read(row)?;
        if record.sequence != expected {
            if records.is_empty() {
                return Err(Error::Gap { first: expected, last: Sequence(record.sequence.0 - 1) });
            }
            // What stands before the gap is whole; the next page begins at the gap and says so.
            break;
        }
        expected = expected.next();
        records.push(record);
    }
    Ok(records)
}

/// The journal of one contact.
pub(crate) async fn of_contact(db: &Db, contact: ContactId) -> Result<Vec<Record>> {
    let id = contact.0.cast_signed();
    let rows: Vec<Stored> = read_db!(db, |pool| {
        sqlx::query_as(OF_CONTACT).bind(id).bind(MOST_OF_CONTACT).fetch_all(pool).await
    })?;
    rows.into_iter().map(read).collect()
}

/// The most entries of one agent that are read: a week of short calls.
const MOST_OF_AGENT: i64 = 20_000;

/// Entries before the asked time that tell what an agent was doing then: the last one that does is
/// among so many.
const BEFORE: i64 = 20;

/// The journal of one agent between two moments, and the last entries before.
pub(crate) async fn of_agent(db: &Db, agent: AgentId, from: Time, to: Time) -> Result<Vec<Record>> {
    let id = agent.0.cast_signed();
    let before: Vec<Stored> = read_db!(db, |pool| {
        sqlx::query_as(OF_AGENT_BEFORE).bind(id).bind(from.0).bind(BEFORE).fetch_all(pool).await
    })?;
    let between: Vec<Stored> = read_db!(db, |pool| {
        sqlx::query_as(OF_AGENT).bind(id).bind(from.0).bind(to.0).bind(MOST_OF_AGENT).fetch_all(pool).await
    })?;
    before.into_iter().rev().chain(between).map(read).collect()
}

/// The plans that came into force at a place or before, newest first.
pub(crate) async fn plans(db: &Db, until: Sequence, limit: u32) -> Result<Vec<Record>> {
    let until = i64::try_from(until.0).unwrap_or(i64::MAX);
    let rows: Vec<Stored> = read_db!(db, |pool| {
        sqlx::query_as(PLANS).bind(until).bind(i64::from(limit)).fetch_all(pool).await
    })?;
    rows.into_iter().map(read).collect()
}

fn read(row: Stored) -> Result<Record> {
    let sequence = Sequence(row.sequence.cast_unsigned());
    if row.version > i64::from(VERSION) {
        return Err(Error::NewerRecord { sequence, version: row.version });
    }
    let cause = match (row.cause_node, row.cause_number) {
        (Some(node), Some(number)) => {
            let node = node.parse().map_err(|_| Error::Unreadable { sequence })?;
            Some(Cause { node, number: number.cast_unsigned() })
        }
        (None, None) => None,
        _ => return Err(Error::Unreadable { sequence }),
    };
    let entry = serde_json::from_str(&row.body).map_err(|_| Error::Unreadable { sequence })?;
    let by = row.account.map(|account| AccountId(account.cast_unsigned()));
    Ok(Record { sequence, at: Time(row.at_us), cause, by, entry })
}

/// The entry as JSON.
pub(crate) fn body_of(entry: &Entry) -> String {
    let mut body = Vec::with_capacity(256);
    serde_json::to_writer(&mut body, entry).expect("entries have names as keys and no map that could fail");
    String::from_utf8(body).expect("JSON is UTF-8")
}

/// The entry's kind, which serde writes first of all: `{"kind":"agent_ready",…`.
fn kind_in(body: &str) -> &str {
    body.split('"').nth(3).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_tells_its_kind() {
        let body = body_of(&Entry::AgentReady { agent: AgentId(7) });
        assert_eq!(kind_in(&body), "agent_ready");
    }
}
