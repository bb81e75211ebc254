//! SQL of orders.

use super::{OrderRow, OrderState, Whose};
use crate::{Db, Error, Result, read_db, write_db};
use sqlx::FromRow;
use vocabulary::{AccountId, AgentId, ContactId, Currency, CustomerRef, Money, Time};

/// Orders of one state that are looked at in one go.
const PORTION: i64 = 100;

/// Orders of a stretch of time that are read in one go.
const STRETCH: i64 = 1_000;

/// Orders of a customer that are looked at: more are given to nobody within a year.
const MANY: i64 = 500;

const PUT: &str = "INSERT INTO operations (order_key, contact, customer, agent, account, operation, card, \
                   amount_minor, currency, counted_minor, until_day, bill, reason, rule, state, reference, why, \
                   asked_us, decided_by, settled_us, item, months, \
                   paid_bill, due_day, attempt, judged) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, \
                   $21, $22, $23, $24, $25, $26) \
                   ON CONFLICT (order_key) DO NOTHING";
const CHANGE: &str = "UPDATE operations SET state = $3, reference = $4, why = $5, decided_by = $6, settled_us = $7, \
                      attempt = $8 WHERE order_key = $1 AND state = $2 AND attempt = $9";
const ONE: &str = "SELECT * FROM operations WHERE order_key = $1";
const OF_CONTACT: &str =
    "SELECT * FROM operations WHERE contact = $1 ORDER BY asked_us DESC, order_key LIMIT $2";
const IN_STATE: &str = "SELECT * FROM operations WHERE state = $1 AND asked_us >= $2 \
                        AND (asked_us > $2 OR order_key > $3) ORDER BY asked_us, order_key LIMIT $4";
const FROM: &str = "SELECT * FROM operations WHERE asked_us >= $1 AND (asked_us > $2 OR order_key > $3) \
                    ORDER BY asked_us, order_key LIMIT $4";
const LAPSED: &str = "SELECT * FROM operations WHERE state = $1 AND settled_us >= $2 ORDER BY settled_us DESC, order_key LIMIT $3";
const OPEN_OF_CUSTOMER: &str = "SELECT * FROM operations WHERE customer = $1 AND (settled_us IS NULL \
                                OR state = 'done' AND operation = 'raise_limit' AND until_day >= $2) \
                                ORDER BY asked_us DESC, order_key LIMIT $3";
const OF_CUSTOMER: &str =
    "SELECT * FROM operations WHERE customer = $1 AND operation = $2 AND asked_us >= $3";
const OF_CUSTOMER_ALL: &str = "SELECT * FROM operations WHERE customer = $1 AND asked_us >= $2 \
                               ORDER BY asked_us DESC, order_key LIMIT $3";
const OF_AGENT: &str = "SELECT * FROM operations WHERE agent = $1 AND operation = $2 AND asked_us >= $3";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[
    PUT,
    CHANGE,
    ONE,
    OF_CONTACT,
    IN_STATE,
    FROM,
    LAPSED,
    OPEN_OF_CUSTOMER,
    OF_CUSTOMER,
    OF_CUSTOMER_ALL,
    OF_AGENT,
];

#[derive(FromRow)]
struct Stored {
    order_key: String,
    contact: i64,
    customer: String,
    agent: i64,
    account: i64,
    operation: String,
    card: String,
    amount_minor: Option<i64>,
    currency: Option<String>,
    counted_minor: Option<i64>,
    until_day: Option<String>,
    bill: Option<String>,
    reason: String,
    rule: String,
    state: String,
    reference: Option<String>,
    why: Option<String>,
    asked_us: i64,
    decided_by: Option<i64>,
    settled_us: Option<i64>,
    item: Option<String>,
    months: Option<i64>,
    paid_bill: Option<String>,
    due_day: Option<String>,
    attempt: i64,
    judged: Option<String>,
}

pub(super) async fn put(db: &Db, order: &OrderRow) -> Result<bool> {
    let written = write_db!(db, |pool| {
        sqlx::query(PUT)
            .bind(order.key.as_str())
            .bind(order.contact.0.cast_signed())
            .bind(order.customer.as_str())
            .bind(order.agent.0.cast_signed())
            .bind(order.account.0.cast_signed())
            .bind(order.operation.as_str())
            .bind(order.card.as_str())
            .bind(order.amount.map(|amount| amount.minor))
            .bind(order.amount.map(|amount| amount.currency.to_string()))
            .bind(order.counted_minor)
            .bind(order.until.as_deref())
            .bind(order.bill.as_deref())
            .bind(order.reason.as_str())
            .bind(order.rule.as_str())
            .bind(order.state.tag())
            .bind(order.reference.as_deref())
            .bind(order.why.as_deref())
            .bind(order.asked_at.0)
            .bind(order.decided_by.map(|account| account.0.cast_signed()))
            .bind(order.settled_at.map(|at| at.0))
            .bind(order.item.as_deref())
            .bind(order.months.map(i64::from))
            .bind(order.paid_bill.as_deref())
            .bind(order.due.as_deref())
            .bind(i64::from(order.attempt))
            .bind(order.judged.as_deref())
            .execute(pool)
            .await
            .map(|done| done.rows_affected())
    })?;
    Ok(written > 0)
}

pub(super) async fn change(db: &Db, order: &OrderRow, from: &OrderRow) -> Result<bool> {
    let changed = write_db!(db, |pool| {
        sqlx::query(CHANGE)
            .bind(order.key.as_str())
            .bind(from.state.tag())
            .bind(order.state.tag())
            .bind(order.reference.as_deref())
            .bind(order.why.as_deref())
            .bind(order.decided_by.map(|account| account.0.cast_signed()))
            .bind(order.settled_at.map(|at| at.0))
            .bind(i64::from(order.attempt))
            .bind(i64::from(from.attempt))
            .execute(pool)
            .await
            .map(|done| done.rows_affected())
    })?;
    Ok(changed > 0)
}

pub(super) async fn one(db: &Db, key: &str) -> Result<Option<OrderRow>> {
    let row: Option<Stored> = read_db!(db, |pool| sqlx::query_as(ONE).bind(key).fetch_optional(pool).await)?;
    row.map(read).transpose()
}

pub(super) async fn of_contact(db: &Db, contact: ContactId) -> Result<Vec<OrderRow>> {
    let id = contact.0.cast_signed();
    let rows: Vec<Stored> =
        read_db!(db, |pool| sqlx::query_as(OF_CONTACT).bind(id).bind(PORTION).fetch_all(pool).await)?;
    rows.into_iter().map(read).collect()
}

pub(super) async fn open_of_customer(db: &Db, customer: &CustomerRef, today: &str) -> Result<Vec<OrderRow>> {
    let rows: Vec<Stored> = read_db!(db, |pool| {
        let query = sqlx::query_as(OPEN_OF_CUSTOMER).bind(customer.as_str()).bind(today).bind(PORTION);
        query.fetch_all(pool).await
    })?;
    rows.into_iter().map(read).collect()
}

pub(super) async fn of_customer(db: &Db, customer: &CustomerRef, since: Time) -> Result<Vec<OrderRow>> {
    let rows: Vec<Stored> = read_db!(db, |pool| {
        let query = sqlx::query_as(OF_CUSTOMER_ALL).bind(customer.as_str()).bind(since.0).bind(MANY);
        query.fetch_all(pool).await
    })?;
    rows.into_iter().map(read).collect()
}

pub(super) async fn in_state(db: &Db, state: OrderState, after: Option<&OrderRow>) -> Result<Vec<OrderRow>> {
    let (asked, key) = after.map_or((i64::MIN, ""), |row| (row.asked_at.0, row.key.as_str()));
    let rows: Vec<Stored> = read_db!(db, |pool| {
        let query = sqlx::query_as(IN_STATE).bind(state.tag()).bind(asked).bind(key).bind(PORTION);
        query.fetch_all(pool).await
    })?;
    rows.into_iter().map(read).collect()
}

pub(super) async fn from(db: &Db, since: Time, after: Option<&OrderRow>) -> Result<Vec<OrderRow>> {
    // Behind an order: later ones, and those of the same moment with a later key.
    let (at, key) = after.map_or((since.0, ""), |order| (order.asked_at.0, order.key.as_str()));
    let rows: Vec<Stored> = read_db!(db, |pool| sqlx::query_as(FROM)
        .bind(at)
        .bind(at)
        .bind(key)
        .bind(STRETCH)
        .fetch_all(pool)
        .await)?;
    rows.into_iter().map(read).collect()
}

pub(super) async fn lapsed(db: &Db, since: Time) -> Result<Vec<OrderRow>> {
    let tag = OrderState::Lapsed.tag();
    let rows: Vec<Stored> = read_db!(db, |pool| sqlx::query_as(LAPSED)
        .bind(tag)
        .bind(since.0)
        .bind(PORTION)
        .fetch_all(pool)
        .await)?;
    rows.into_iter().map(read).collect()
}

pub(super) async fn since(db: &Db, operation: &str, since: Time, whose: Whose<'_>) -> Result<Vec<OrderRow>> {
    let rows: Vec<Stored> = match whose {
        Whose::Customer(customer) => read_db!(db, |pool| {
            let query = sqlx::query_as(OF_CUSTOMER).bind(customer.as_str()).bind(operation).bind(since.0);
            query.fetch_all(pool).await
        })?,
        Whose::Agent(agent) => read_db!(db, |pool| {
            let query = sqlx::query_as(OF_AGENT).bind(agent.0.cast_signed()).bind(operation).bind(since.0);
            query.fetch_all(pool).await
        })?,
    };
    rows.into_iter().map(read).collect()
}

fn read(row: Stored) -> Result<OrderRow> {
    let broken = || Error::UnreadableOrder { key: row.order_key.clone() };
    let currency = row.currency.as_deref().map(Currency::new).transpose().map_err(|_| broken())?;
    let amount = row.amount_minor.zip(currency).map(|(minor, currency)| Money { minor, currency });
    Ok(OrderRow {
        contact: ContactId(row.contact.cast_unsigned()),
        customer: CustomerRef::new(&row.customer).map_err(|_| broken())?,
        agent: AgentId(row.agent.cast_unsigned()),
        account: AccountId(row.account.cast_unsigned()),
        amount,
        counted_minor: row.counted_minor,
        state: OrderState::ALL.into_iter().find(|state| state.tag() == row.state).ok_or_else(broken)?,
        attempt: u32::try_from(row.attempt).map_err(|_| broken())?,
        months: row.months.map(u8::try_from).transpose().map_err(|_| broken())?,
        asked_at: Time(row.asked_us),
        decided_by: row.decided_by.map(|account| AccountId(account.cast_unsigned())),
        settled_at: row.settled_us.map(Time),
        key: row.order_key,
        operation: row.operation,
        card: row.card,
        until: row.until_day,
        bill: row.bill,
        item: row.item,
        paid_bill: row.paid_bill,
        due: row.due_day,
        judged: row.judged,
        reason: row.reason,
        rule: row.rule,
        reference: row.reference,
        why: row.why,
    })
}
