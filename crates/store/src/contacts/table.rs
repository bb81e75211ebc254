//! SQL of the contacts table.

use super::facts::{self, StoredFact, bind_fact};
use super::{Among, ContactRow, Filter, Without, caller_place};
use crate::rows::many_rows;
use crate::sealed::{KeyId, Sealed};
use crate::{Conn, Db, Error, Result, on_conn, read_db};
use indicators::Recorded;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::FromRow;
use vocabulary::plan::Channel;
use vocabulary::{AgentId, ContactId, CustomerRef, LineName, Span, Time};

macro_rules! columns {
    () => {
        "id, opened_at_us, closed_at_us, reason, line, language, customer, verified, \
         data_key, caller, caller_index, queue, agent, wait_us, talk_us, disposition, \
         counted_at_us, first_queue, outcome, waited_us, talked_us, held_us, wrapped_up_us, services, holds, \
         transfers, in_time, short, imported, tier, skills, odd, callback, channel"
    };
}

/// The filters a list may add to the one that drives it. Each parameter stands first in a
/// comparison, which tells PostgreSQL its type.
macro_rules! list {
    ($driver:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM contacts WHERE ",
            $driver,
            // In the order of time; a cursor that is not there is the end of time.
            " AND (opened_at_us, id) < (COALESCE((SELECT opened_at_us FROM contacts WHERE id = $1), 9223372036854775807), $1)",
            " AND (queue = $2 OR CAST($2 AS TEXT) IS NULL)",
            " AND (agent = $3 OR CAST($3 AS BIGINT) IS NULL)",
            " AND (line = $4 OR CAST($4 AS TEXT) IS NULL)",
            " AND (CASE WHEN closed_at_us IS NULL THEN 1 ELSE 0 END = $5 OR CAST($5 AS BIGINT) IS NULL)",
            " AND (counted_at_us >= $7 OR CAST($7 AS BIGINT) IS NULL)",
            " AND (counted_at_us < $8 OR CAST($8 AS BIGINT) IS NULL)",
            " AND (first_queue = $9 OR CAST($9 AS TEXT) IS NULL)",
            // A list between commas holds a word when taking the word out changes it.
            " AND (REPLACE(CAST($10 AS TEXT), ',' || outcome || ',', '') <> CAST($10 AS TEXT) OR CAST($10 AS TEXT) IS NULL)",
            " AND (waited_us >= $11 OR CAST($11 AS BIGINT) IS NULL)",
            " AND (waited_us <= $12 OR CAST($12 AS BIGINT) IS NULL)",
            " AND (talked_us >= $13 OR CAST($13 AS BIGINT) IS NULL)",
            " AND (talked_us <= $14 OR CAST($14 AS BIGINT) IS NULL)",
            " AND (in_time = $15 OR CAST($15 AS BIGINT) IS NULL)",
            " AND (short = $16 OR CAST($16 AS BIGINT) IS NULL)",
            " AND (CASE WHEN outcome = 'abandoned' THEN waited_us ELSE 9223372036854775807 END > $17",
            " OR CAST($17 AS BIGINT) IS NULL)",
            " AND (imported = $18 OR CAST($18 AS BIGINT) IS NULL)",
            " AND (CASE WHEN holds > 0 THEN 1 ELSE 0 END = $19 OR CAST($19 AS BIGINT) IS NULL)",
            " AND (CASE WHEN transfers > 0 THEN 1 ELSE 0 END = $20 OR CAST($20 AS BIGINT) IS NULL)",
            " AND (CASE WHEN customer IS NULL THEN 0 ELSE 1 END = $21 OR CAST($21 AS BIGINT) IS NULL)",
            " AND (tier = $22 OR CAST($22 AS TEXT) IS NULL)",
            " AND (REPLACE(skills, ',' || CAST($23 AS TEXT) || ',', '') <> skills OR CAST($23 AS TEXT) IS NULL)",
            " AND (REPLACE(CAST($25 AS TEXT), ',' || CAST(agent AS TEXT) || ',', '') <> CAST($25 AS TEXT) OR CAST($25 AS TEXT) IS NULL)",
            " AND (REPLACE(CAST($26 AS TEXT), ',' || COALESCE(CAST(agent AS TEXT), '') || ',', '') = CAST($26 AS TEXT)",
            " OR CAST($26 AS TEXT) IS NULL)",
            " AND (CASE CAST($27 AS TEXT) WHEN 'queue' THEN first_queue IS NULL WHEN 'agent' THEN agent IS NULL",
            " WHEN 'skill' THEN skills = ',' WHEN 'tier' THEN tier IS NULL END OR CAST($27 AS TEXT) IS NULL)",
            " AND (CAST($28 AS BIGINT) IS NULL OR EXISTS (SELECT 1 FROM contacts later WHERE later.customer = contacts.customer",
            " AND later.counted_at_us > contacts.counted_at_us",
            " AND later.counted_at_us <= contacts.counted_at_us + CAST($28 AS BIGINT)",
            " AND later.outcome IN ('answered', 'abandoned', 'interrupted', 'unreached', 'waiting')))",
            // 1: any that is due, 2: those that can be played.
            " AND (CAST($24 AS BIGINT) IS NULL OR CAST($24 AS BIGINT) <= COALESCE((SELECT MAX(CASE WHEN r.state = 'ready'",
            " THEN 2 ELSE 1 END) FROM recordings r WHERE r.id = contacts.id AND (r.ended_at_us IS NOT NULL OR r.state = 'failed')",
            " AND r.state <> 'erased'), 0))",
            " AND (REPLACE(CAST($29 AS TEXT), ',' || CAST(agent AS TEXT) || ',', '') <> CAST($29 AS TEXT)",
            " OR CAST($29 AS TEXT) IS NULL)",
            " AND (CASE WHEN callback IS NULL THEN 0 ELSE 1 END = $30 OR CAST($30 AS BIGINT) IS NULL)",
            " AND (CASE WHEN callback = 'kept' THEN 1 ELSE 0 END = $31 OR CAST($31 AS BIGINT) IS NULL)",
            " AND (COALESCE(channel, 'voice') = $32 OR CAST($32 AS TEXT) IS NULL)",
            " ORDER BY opened_at_us DESC, id DESC LIMIT $6"
        )
    };
}

const COLUMNS: usize = 34;
const HEAD: &str = concat!("INSERT INTO contacts (", columns!(), ") VALUES ");
const TAIL: &str = " ON CONFLICT (id) DO UPDATE SET opened_at_us = excluded.opened_at_us, line = excluded.line, \
                    language = excluded.language, closed_at_us = excluded.closed_at_us, reason = excluded.reason, \
                    customer = excluded.customer, verified = excluded.verified, data_key = excluded.data_key, \
                    caller = excluded.caller, caller_index = excluded.caller_index, queue = excluded.queue, \
                    agent = excluded.agent, wait_us = excluded.wait_us, talk_us = excluded.talk_us, \
                    disposition = COALESCE(excluded.disposition, contacts.disposition), \
                    counted_at_us = excluded.counted_at_us, first_queue = excluded.first_queue, \
                    outcome = excluded.outcome, waited_us = excluded.waited_us, talked_us = excluded.talked_us, \
                    held_us = excluded.held_us, wrapped_up_us = excluded.wrapped_up_us, \
                    services = excluded.services, holds = excluded.holds, transfers = excluded.transfers, \
                    in_time = excluded.in_time, short = excluded.short, imported = excluded.imported, \
                    tier = excluded.tier, skills = excluded.skills, odd = excluded.odd, \
                    callback = excluded.callback, channel = excluded.channel";
const PUT_1: &str = many_rows!(HEAD, COLUMNS, 1, TAIL);
const PUT_16: &str = many_rows!(HEAD, COLUMNS, 16, TAIL);
const PLAIN_1: &str = many_rows!(HEAD, COLUMNS, 1, TAIL, Plain);
const PLAIN_16: &str = many_rows!(HEAD, COLUMNS, 16, TAIL, Plain);
/// Rows a statement puts, and its text.
const PUTS: [(usize, &str); 2] = [(16, PUT_16), (1, PUT_1)];
const PLAIN_PUTS: [(usize, &str); 2] = [(16, PLAIN_16), (1, PLAIN_1)];

const BY_ID: &str = concat!("SELECT ", columns!(), " FROM contacts WHERE id = $1");
// One statement for each index, so that the planner finds it; the rest of the filter only narrows.
const LIST: &str = list!("id > 0");
const LIST_OPEN: &str = list!("closed_at_us IS NULL");
const LIST_OF_QUEUE: &str = list!("queue = $2");
const LIST_OF_AGENT: &str = list!("agent = $3");
const LIST_OF_LINE: &str = list!("line = $4");
const LIST_OF_CUSTOMER: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM contacts WHERE customer = $1 AND id < $2 ORDER BY id DESC LIMIT $3"
);
const LIST_COUNTED: &str = list!("counted_at_us >= $7 AND counted_at_us < $8");
const FORGET_CALLERS: &str = "UPDATE contacts SET caller_index = NULL WHERE customer = $1";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[
    PUT_1,
    PUT_16,
    BY_ID,
    LIST,
    LIST_OPEN,
    LIST_OF_QUEUE,
    LIST_OF_AGENT,
    LIST_OF_LINE,
    LIST_OF_CUSTOMER,
    LIST_COUNTED,
    FORGET_CALLERS,
];

/// Those that SQLite alone reads.
pub(crate) const SQLITE_STATEMENTS: &[&str] = &[PLAIN_1, PLAIN_16];

#[derive(FromRow)]
struct Stored {
    id: i64,
    opened_at_us: i64,
    closed_at_us: Option<i64>,
    reason: Option<String>,
    line: String,
    language: String,
    customer: Option<String>,
    verified: i64,
    data_key: Option<i64>,
    caller: Option<Vec<u8>>,
    caller_index: Option<Vec<u8>>,
    queue: Option<String>,
    agent: Option<i64>,
    wait_us: Option<i64>,
    talk_us: Option<i64>,
    disposition: Option<String>,
    #[sqlx(flatten)]
    fact: StoredFact,
}

/// Inserts rows, or brings them up to date.
pub(crate) async fn put(conn: &mut Conn<'_>, rows: &[&ContactRow]) -> std::result::Result<(), sqlx::Error> {
    let mut rest = rows;
    for (size, sql) in conn.of_engine(PLAIN_PUTS, PUTS) {
        while let Some((now, later)) = rest.split_at_checked(size) {
            put_these(conn, sql, now).await?;
            rest = later;
        }
    }
    Ok(())
}

async fn put_these(
    conn: &mut Conn<'_>,
    sql: &'static str,
    rows: &[&ContactRow],
) -> std::result::Result<(), sqlx::Error> {
    on_conn!(conn, |c| {
        let mut query = sqlx::query(sql);
        for row in rows {
            query = query
                .bind(row.contact.0.cast_signed())
                .bind(row.opened_at.0)
                .bind(row.closed_at.map(|at| at.0))
                .bind(row.reason.map(|reason| tag(&reason)))
                .bind(row.line.as_str())
                .bind(row.language.tag())
                .bind(row.customer.as_ref().map(CustomerRef::as_str))
                .bind(i64::from(row.verified))
                .bind(row.caller.as_ref().map(|sealed| sealed.key.0))
                .bind(row.caller.as_ref().map(|sealed| sealed.bytes.as_slice()))
                .bind(row.caller_index.as_deref())
                .bind(row.queue.as_ref().map(|queue| queue.as_str()))
                .bind(row.agent.map(|agent| agent.0.cast_signed()))
                .bind(row.wait.map(|wait| wait.0))
                .bind(row.talk.map(|talk| talk.0))
                .bind(row.disposition.as_ref().map(|code| code.as_str()));
            query = bind_fact!(query, row.fact.as_deref());
        }
        query.execute(&mut **c).await.map(drop)
    })
}

/// One contact, inside a transaction.
pub(crate) async fn by_id(conn: &mut Conn<'_>, contact: ContactId) -> Result<Option<ContactRow>> {
    let id = contact.0.cast_signed();
    let row: Option<Stored> =
        on_conn!(conn, |c| sqlx::query_as(BY_ID).bind(id).fetch_optional(&mut **c).await)?;
    row.map(read).transpose()
}

/// One contact.
pub(crate) async fn find(db: &Db, contact: ContactId) -> Result<Option<ContactRow>> {
    let id = contact.0.cast_signed();
    let row: Option<Stored> = read_db!(db, |pool| sqlx::query_as(BY_ID).bind(id).fetch_optional(pool).await)?;
    row.map(read).transpose()
}

/// A page of contacts, newest first.
pub(crate) async fn list(db: &Db, filter: &Filter) -> Result<Vec<ContactRow>> {
    let sql = match filter {
        Filter { among: Among { counted_from: Some(_), counted_to: Some(_), .. }, .. } => LIST_COUNTED,
        Filter { agent: Some(_), .. } => LIST_OF_AGENT,
        Filter { queue: Some(_), .. } => LIST_OF_QUEUE,
        Filter { open: Some(true), .. } => LIST_OPEN,
        Filter { line: Some(_), .. } => LIST_OF_LINE,
        _ => LIST,
    };
    let among = &filter.among;
    let before = filter.before.map_or(i64::MAX, |contact| contact.0.cast_signed());
    let rows: Vec<Stored> = read_db!(db, |pool| {
        sqlx::query_as(sql)
            .bind(before)
            .bind(filter.queue.as_ref().map(|queue| queue.as_str()))
            .bind(filter.agent.map(|agent| agent.0.cast_signed()))
            .bind(filter.line.as_ref().map(|line| line.as_str()))
            .bind(filter.open.map(i64::from))
            .bind(i64::from(filter.limit.min(Filter::MOST)))
            .bind(among.counted_from.map(|at| at.0))
            .bind(among.counted_to.map(|at| at.0))
            .bind(among.first_queue.as_ref().map(|queue| queue.as_str()))
            .bind(facts::between_commas(&among.outcomes))
            .bind(among.waited_from.map(|span| span.0))
            .bind(among.waited_to.map(|span| span.0))
            .bind(among.talked_from.map(|span| span.0))
            .bind(among.talked_to.map(|span| span.0))
            .bind(among.in_time.map(i64::from))
            .bind(among.short.map(i64::from))
            .bind(among.short_within.map(|span| span.0))
            .bind(among.imported.map(i64::from))
            .bind(among.held.map(i64::from))
            .bind(among.transferred.map(i64::from))
            .bind(among.known.map(i64::from))
            .bind(among.tier.as_deref())
            .bind(among.skill.as_ref().map(|skill| skill.as_str()))
            .bind(among.recording.map(|wanted| match wanted {
                Recorded::Due => 1_i64,
                Recorded::Playable => 2,
            }))
            .bind(facts::agents(among.agents.as_deref()))
            .bind(facts::agents(among.not_agents.as_deref()))
            .bind(among.without.map(Without::tag))
            .bind(among.again.map(|span| span.0))
            .bind(facts::agents(filter.agents.as_deref()))
            .bind(among.callback.map(i64::from))
            .bind(among.callback_kept.map(i64::from))
            .bind(among.channel.map(Channel::tag))
            .fetch_all(pool)
            .await
    })?;
    rows.into_iter().map(read).collect()
}

/// A customer's contacts that began before one of them, newest first.
pub(crate) async fn of_customer(
    db: &Db,
    customer: &CustomerRef,
    before: ContactId,
    limit: u32,
) -> Result<Vec<ContactRow>> {
    let rows: Vec<Stored> = read_db!(db, |pool| {
        sqlx::query_as(LIST_OF_CUSTOMER)
            .bind(customer.as_str())
            .bind(before.0.cast_signed())
            .bind(i64::from(limit.min(Filter::MOST)))
            .fetch_all(pool)
            .await
    })?;
    rows.into_iter().map(read).collect()
}

/// Makes a customer's calling numbers impossible to look up.
pub(crate) async fn forget_callers(
    conn: &mut Conn<'_>,
    customer: &CustomerRef,
) -> std::result::Result<(), sqlx::Error> {
    let name = customer.as_str();
    on_conn!(conn, |c| sqlx::query(FORGET_CALLERS).bind(name).execute(&mut **c).await.map(drop))
}

fn read(row: Stored) -> Result<ContactRow> {
    let contact = ContactId(row.id.cast_unsigned());
    read_fields(row).ok_or(Error::UnreadableContact { contact })
}

fn read_fields(row: Stored) -> Option<ContactRow> {
    let contact = ContactId(row.id.cast_unsigned());
    let caller = match (row.data_key, row.caller) {
        (Some(key), Some(bytes)) => Some(Sealed { key: KeyId(key), place: caller_place(contact), bytes }),
        (None, None) => None,
        _ => return None,
    };
    let line: LineName = row.line.parse().ok()?;
    let customer: Option<CustomerRef> = parse_some(row.customer)?;
    let agent = row.agent.map(|agent| AgentId(agent.cast_unsigned()));
    let fact = match row.fact.counted_at_us {
        Some(_) => Some(Box::new(row.fact.read(contact, line.clone(), agent, customer.clone())?)),
        None => None,
    };
    Some(ContactRow {
        contact,
        opened_at: Time(row.opened_at_us),
        closed_at: row.closed_at_us.map(Time),
        reason: untag_some(row.reason)?,
        line,
        language: untag(row.language)?,
        customer,
        verified: row.verified != 0,
        caller,
        queue: parse_some(row.queue)?,
        agent,
        wait: row.wait_us.map(Span),
        talk: row.talk_us.map(Span),
        disposition: parse_some(row.disposition)?,
        fact,
        caller_index: row.caller_index,
    })
}

/// The outer `None` says that there is text and it does not parse.
pub(super) fn parse_some<T: std::str::FromStr>(text: Option<String>) -> Option<Option<T>> {
    text.map(|text| text.parse().ok()).map_or(Some(None), |parsed| parsed.map(Some))
}

fn untag_some<T: DeserializeOwned>(text: Option<String>) -> Option<Option<T>> {
    text.map(untag).map_or(Some(None), |read| read.map(Some))
}

/// The name that serde gives a plain enum's variant, without quotes.
fn tag<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => unreachable!("only enums without fields are stored by their tag"),
    }
}

fn untag<T: DeserializeOwned>(text: String) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(text)).ok()
}
