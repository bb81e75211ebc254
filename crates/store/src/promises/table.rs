//! SQL of promises.

use super::{INDICATOR, Keeper, MOST_PROMISES, Promise, PromiseState, Settled, WhyNotKept, promise_place};
use crate::sealed::{KeyId, Sealed};
use crate::{Conn, Db, Error, NoteText, Result, on_conn, read_db, write_db};
use indicators::FeedFact;
use sqlx::FromRow;
use vocabulary::{AccountId, AgentId, ContactId, CustomerRef, Time};

macro_rules! columns {
    () => {
        "p.promise_key, p.contact, p.account, p.at_us, p.due_us, p.agent, p.team, p.state, p.reason, \
         p.settled_us, p.settled_by, p.data_key, p.sealed"
    };
}

/// Of one that is there already only the seal is another.
const PUT: &str = "INSERT INTO promises (promise_key, contact, account, at_us, due_us, agent, team, state, data_key, \
                   sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9) ON CONFLICT (promise_key) DO UPDATE \
                   SET data_key = excluded.data_key, sealed = excluded.sealed \
                   WHERE promises.contact = excluded.contact";
const LAST_PROMISED: &str = "SELECT MAX(contact) FROM promises";
const ONE: &str = concat!("SELECT ", columns!(), " FROM promises p WHERE p.promise_key = $1");
const OF_CONTACT: &str =
    concat!("SELECT ", columns!(), " FROM promises p WHERE p.contact = $1 ORDER BY p.at_us, p.promise_key");
const OF_CUSTOMER: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM promises p JOIN contacts c ON c.id = p.contact WHERE c.customer = $1 \
     ORDER BY CASE WHEN p.state = 'open' THEN 0 ELSE 1 END, \
     CASE WHEN p.state = 'open' THEN p.due_us ELSE -p.due_us END, p.promise_key LIMIT $2"
);
const OPEN_OF_CUSTOMER: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM promises p JOIN contacts c ON c.id = p.contact WHERE c.customer = $1 AND p.state = 'open' \
     ORDER BY p.due_us, p.promise_key LIMIT $2"
);
const OF_AGENT: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM promises p WHERE p.agent = $1 AND p.state = 'open' ORDER BY p.due_us, p.promise_key LIMIT $2"
);
const OF_TEAM: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM promises p WHERE p.team = $1 AND p.state = 'open' ORDER BY p.due_us, p.promise_key LIMIT $2"
);
/// What is overdue at a moment, of what is due within a span.
const OVERDUE: &str = "SELECT promise_key, due_us, agent FROM promises \
                       WHERE state = 'open' AND due_us >= $1 AND due_us < $2 AND due_us < $3 \
                       ORDER BY due_us, promise_key";
const SETTLE: &str = "UPDATE promises SET state = $3, reason = $4, settled_us = $5, settled_by = $6 \
                      WHERE promise_key = $1 AND state = $2";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] =
    &[PUT, LAST_PROMISED, ONE, OF_CONTACT, OF_CUSTOMER, OPEN_OF_CUSTOMER, OF_AGENT, OF_TEAM, OVERDUE, SETTLE];

/// A promise as stored.
#[derive(Clone)]
pub(crate) struct PromiseRow {
    pub(crate) key: String,
    pub(crate) contact: ContactId,
    pub(crate) by: AccountId,
    pub(crate) at: Time,
    pub(crate) due: Time,
    pub(crate) keeper: Keeper,
    pub(crate) settled: Option<Settled>,
    pub(crate) sealed: Sealed,
}

impl PromiseRow {
    pub(super) fn promise(self, text: NoteText) -> Promise {
        let PromiseRow { key, contact, by, at, due, keeper, settled, sealed: _ } = self;
        Promise { key, contact, by, at, due, keeper, text, settled }
    }
}

#[derive(FromRow)]
struct Stored {
    promise_key: String,
    contact: i64,
    account: i64,
    at_us: i64,
    due_us: i64,
    agent: Option<i64>,
    team: Option<String>,
    state: String,
    reason: Option<String>,
    settled_us: Option<i64>,
    settled_by: Option<i64>,
    data_key: i64,
    sealed: Vec<u8>,
}

/// Adds promises that are being made, and seals anew those that are there.
pub(crate) async fn put(conn: &mut Conn<'_>, rows: &[PromiseRow]) -> std::result::Result<(), sqlx::Error> {
    for row in rows {
        let (agent, team) = match &row.keeper {
            Keeper::Agent(agent) => (Some(agent.0.cast_signed()), None),
            Keeper::Team(team) => (None, Some(team.as_str())),
        };
        on_conn!(conn, |c| {
            sqlx::query(PUT)
                .bind(row.key.as_str())
                .bind(row.contact.0.cast_signed())
                .bind(row.by.0.cast_signed())
                .bind(row.at.0)
                .bind(row.due.0)
                .bind(agent)
                .bind(team)
                .bind(row.sealed.key.0)
                .bind(row.sealed.bytes.as_slice())
                .execute(&mut **c)
                .await
                .map(drop)
        })?;
    }
    Ok(())
}

/// The highest id among contacts in which something was promised; 0 when there is none.
pub(crate) async fn last_promised(conn: &mut Conn<'_>) -> std::result::Result<ContactId, sqlx::Error> {
    let last: Option<i64> = on_conn!(conn, |c| sqlx::query_scalar(LAST_PROMISED).fetch_one(&mut **c).await)?;
    Ok(ContactId(last.unwrap_or(0).cast_unsigned()))
}

/// All that was promised in a contact, inside a transaction.
pub(crate) async fn of_contact(conn: &mut Conn<'_>, contact: ContactId) -> Result<Vec<PromiseRow>> {
    let id = contact.0.cast_signed();
    let rows: Vec<Stored> =
        on_conn!(conn, |c| sqlx::query_as(OF_CONTACT).bind(id).fetch_all(&mut **c).await)?;
    rows.into_iter().map(read).collect()
}

/// The same, outside one.
pub(crate) async fn list(db: &Db, contact: ContactId) -> Result<Vec<PromiseRow>> {
    let id = contact.0.cast_signed();
    let rows: Vec<Stored> = read_db!(db, |pool| sqlx::query_as(OF_CONTACT).bind(id).fetch_all(pool).await)?;
    rows.into_iter().map(read).collect()
}

pub(super) async fn one(db: &Db, key: &str) -> Result<Option<PromiseRow>> {
    let row: Option<Stored> = read_db!(db, |pool| sqlx::query_as(ONE).bind(key).fetch_optional(pool).await)?;
    row.map(read).transpose()
}

pub(super) async fn of_customer(db: &Db, customer: &CustomerRef, open_only: bool) -> Result<Vec<PromiseRow>> {
    let sql = if open_only { OPEN_OF_CUSTOMER } else { OF_CUSTOMER };
    let rows: Vec<Stored> = read_db!(db, |pool| {
        let query = sqlx::query_as(sql).bind(customer.as_str()).bind(i64::from(MOST_PROMISES));
        query.fetch_all(pool).await
    })?;
    rows.into_iter().map(read).collect()
}

pub(super) async fn of_agent(db: &Db, agent: AgentId) -> Result<Vec<PromiseRow>> {
    let id = agent.0.cast_signed();
    let rows: Vec<Stored> = read_db!(db, |pool| {
        sqlx::query_as(OF_AGENT).bind(id).bind(i64::from(MOST_PROMISES)).fetch_all(pool).await
    })?;
    rows.into_iter().map(read).collect()
}

pub(super) async fn of_team(db: &Db, team: &str) -> Result<Vec<PromiseRow>> {
    let rows: Vec<Stored> = read_db!(db, |pool| {
        sqlx::query_as(OF_TEAM).bind(team).bind(i64::from(MOST_PROMISES)).fetch_all(pool).await
    })?;
    rows.into_iter().map(read).collect()
}

/// Promises due from a moment on and before another that are overdue as of a third: each counts as not kept. What is
/// said of one later takes the place of this.
pub(crate) async fn overdue(
    db: &Db,
    from: Time,
    to: Time,
    as_of: Time,
) -> std::result::Result<Vec<FeedFact>, sqlx::Error> {
    let rows: Vec<(String, i64, Option<i64>)> = read_db!(db, |pool| {
        sqlx::query_as(OVERDUE).bind(from.0).bind(to.0).bind(as_of.0).fetch_all(pool).await
    })?;
    let not_kept = |(key, due, agent): (String, i64, Option<i64>)| FeedFact {
        indicator: INDICATOR.to_owned(),
        id: key,
        at: Time(due),
        agent: agent.map(|agent| AgentId(agent.cast_unsigned())),
        queue: None,
        tier: None,
        numerator: 0.0,
        denominator: 1.0,
    };
    Ok(rows.into_iter().map(not_kept).collect())
}

pub(super) async fn settle(
    db: &Db,
    key: &str,
    before: PromiseState,
    settled: Option<&Settled>,
) -> Result<bool> {
    let state = match settled {
        None => PromiseState::Open,
        Some(settled) if settled.kept => PromiseState::Kept,
        Some(_) => PromiseState::NotKept,
    };
    let changed = write_db!(db, |pool| {
        sqlx::query(SETTLE)
            .bind(key)
            .bind(before.tag())
            .bind(state.tag())
            .bind(settled.and_then(|settled| settled.reason).map(WhyNotKept::tag))
            .bind(settled.map(|settled| settled.at.0))
            .bind(settled.map(|settled| settled.by.0.cast_signed()))
            .execute(pool)
            .await
            .map(|done| done.rows_affected())
    })?;
    Ok(changed > 0)
}

fn read(row: Stored) -> Result<PromiseRow> {
    let broken = || Error::UnreadablePromise { key: row.promise_key.clone() };
    let keeper = match (row.agent, &row.team) {
        (Some(agent), None) => Keeper::Agent(AgentId(agent.cast_unsigned())),
        (None, Some(team)) => Keeper::Team(team.clone()),
        _ => return Err(broken()),
    };
    let known = |tag: &str| WhyNotKept::ALL.into_iter().find(|why| why.tag() == tag).ok_or_else(broken);
    let reason = row.reason.as_deref().map(known).transpose()?;
    let settled = match row.state.as_str() {
        "open" => None,
        state @ ("kept" | "not_kept") => Some(Settled {
            kept: state == "kept",
            at: Time(row.settled_us.ok_or_else(broken)?),
            by: AccountId(row.settled_by.ok_or_else(broken)?.cast_unsigned()),
            reason,
        }),
        _ => return Err(broken()),
    };
    let place = promise_place(&row.promise_key);
    Ok(PromiseRow {
        contact: ContactId(row.contact.cast_unsigned()),
        by: AccountId(row.account.cast_unsigned()),
        at: Time(row.at_us),
        due: Time(row.due_us),
        keeper,
        settled,
        sealed: Sealed { key: KeyId(row.data_key), place, bytes: row.sealed },
        key: row.promise_key,
    })
}
