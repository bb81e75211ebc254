//! SQL of the audit.

use super::chain::{Hash, Head};
use super::checkpoint::Checkpoint;
use super::entry::{Entry, Placed};
use super::query::Filter;
use crate::rows::many_rows;
use crate::{Conn, Db, Error, Result, on_conn, read_db};
use vocabulary::{AccountId, ContactId, CustomerRef, Time};

macro_rules! columns {
    () => {
        "place, at_us, account, operation, kind, contact, customer, about, outcome, reason, purpose, \
         origin, times, hash"
    };
}

/// A list, newest first. Each parameter stands first in a comparison, which tells PostgreSQL its type.
macro_rules! list {
    ($($driver:literal),+) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM audit WHERE ",
            $($driver,)+
            // Places begin at 1: what stands before is none of the chain.
            " AND place > 0 AND place < $1",
            " AND (account = $2 OR CAST($2 AS BIGINT) IS NULL)",
            " AND (customer = $3 OR CAST($3 AS TEXT) IS NULL)",
            " AND (contact = $4 OR CAST($4 AS BIGINT) IS NULL)",
            " AND (operation = $5 OR CAST($5 AS TEXT) IS NULL)",
            " AND (kind = $6 OR CAST($6 AS TEXT) IS NULL)",
            " AND (outcome = $7 OR CAST($7 AS TEXT) IS NULL)",
            " AND (at_us >= $8 OR CAST($8 AS BIGINT) IS NULL)",
            " AND (at_us < $9 OR CAST($9 AS BIGINT) IS NULL)",
            " ORDER BY place DESC LIMIT $10"
        )
    };
}

/// The same of eight stretches, by an index within each.
macro_rules! list_of {
    ($whom:literal) => {
        list!("place / 16384 IN ($11, $12, $13, $14, $15, $16, $17, $18) AND ", $whom)
    };
}

/// Entries of a stretch, as the indexes by account, customer and contact have it.
const STRETCH: i64 = 16_384;
/// Stretches that one statement looks through.
const STRETCHES: i64 = 8;

const COLUMNS: usize = 14;
const HEAD_OF_INSERT: &str = concat!("INSERT INTO audit (", columns!(), ") VALUES ");
const INSERT_1: &str = many_rows!(HEAD_OF_INSERT, COLUMNS, 1, "");
const INSERT_4: &str = many_rows!(HEAD_OF_INSERT, COLUMNS, 4, "");
const INSERT_24: &str = many_rows!(HEAD_OF_INSERT, COLUMNS, 24, "");
const PLAIN_1: &str = many_rows!(HEAD_OF_INSERT, COLUMNS, 1, "", Plain);
const PLAIN_4: &str = many_rows!(HEAD_OF_INSERT, COLUMNS, 4, "", Plain);
const PLAIN_24: &str = many_rows!(HEAD_OF_INSERT, COLUMNS, 24, "", Plain);
/// Rows a statement inserts, and its text.
const INSERTS: [(usize, &str); 3] = [(24, INSERT_24), (4, INSERT_4), (1, INSERT_1)];
const PLAIN_INSERTS: [(usize, &str); 3] = [(24, PLAIN_24), (4, PLAIN_4), (1, PLAIN_1)];

/// Locks the head on PostgreSQL, until the transaction ends; SQLite has one writer at a time.
const TAKE_HEAD: &str = "UPDATE audit_head SET place = place WHERE id = 1 RETURNING place, hash";
const SET_HEAD: &str = "UPDATE audit_head SET place = $1, hash = $2 WHERE id = 1";
const GET_HEAD: &str = "SELECT place, hash FROM audit_head WHERE id = 1";
const PAGE: &str =
    concat!("SELECT ", columns!(), " FROM audit WHERE place > $1 AND place <= $2 ORDER BY place LIMIT $3");
const LAST: &str = "SELECT MAX(place) FROM audit";
const FIRST: &str = "SELECT MIN(place) FROM audit";
// One statement for each index, so that the planner finds it; the rest of the filter only narrows.
const LIST: &str = list!("place > 0");
const LIST_OF_ACCOUNT: &str = list_of!("account = $2");
const LIST_OF_CUSTOMER: &str = list_of!("customer = $3");
const LIST_OF_CONTACT: &str = list_of!("contact = $4");
const LIST_SINCE: &str = list!("at_us >= $8");
const ADD_CHECKPOINT: &str = "INSERT INTO audit_checkpoints (place, at_us, hash, signer, signature) \
                              VALUES ($1, $2, $3, $4, $5) ON CONFLICT (place) DO NOTHING";
const CHECKPOINTS: &str =
    "SELECT place, at_us, hash, signer, signature FROM audit_checkpoints ORDER BY place";
const LAST_CHECKPOINT: &str = "SELECT place, at_us, hash, signer, signature FROM audit_checkpoints \
                               ORDER BY place DESC LIMIT 1";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[
    INSERT_1,
    INSERT_4,
    INSERT_24,
    TAKE_HEAD,
    SET_HEAD,
    GET_HEAD,
    PAGE,
    LAST,
    FIRST,
    LIST,
    LIST_OF_ACCOUNT,
    LIST_OF_CUSTOMER,
    LIST_OF_CONTACT,
    LIST_SINCE,
    ADD_CHECKPOINT,
    CHECKPOINTS,
    LAST_CHECKPOINT,
];

/// Those that SQLite alone reads.
pub(crate) const SQLITE_STATEMENTS: &[&str] = &[PLAIN_1, PLAIN_4, PLAIN_24];

/// A row by the order of its columns: looking each one up by its name would take half of the time.
type Stored = (
    i64,
    i64,
    Option<i64>,
    String,
    String,
    Option<i64>,
    Option<String>,
    Option<String>,
    String,
    Option<String>,
    Option<String>,
    String,
    i64,
    Vec<u8>,
);
type StoredCheckpoint = (i64, i64, Vec<u8>, Vec<u8>, Vec<u8>);

/// The end of the chain, which nobody else can move until the transaction is over.
pub(crate) async fn take_head(conn: &mut Conn<'_>) -> Result<Head> {
    let row: (i64, Vec<u8>) = on_conn!(conn, |c| sqlx::query_as(TAKE_HEAD).fetch_one(&mut **c).await)?;
    read_head(&row)
}

/// Moves the end of the chain.
pub(crate) async fn set_head(conn: &mut Conn<'_>, head: Head) -> std::result::Result<(), sqlx::Error> {
    let (place, hash) = (head.place.cast_signed(), head.hash.as_bytes().to_vec());
    on_conn!(conn, |c| sqlx::query(SET_HEAD).bind(place).bind(hash).execute(&mut **c).await.map(drop))
}

/// The end of the chain, as the database says.
pub(crate) async fn head(db: &Db) -> Result<Head> {
    let row: (i64, Vec<u8>) = read_db!(db, |pool| sqlx::query_as(GET_HEAD).fetch_one(pool).await)?;
    read_head(&row)
}

/// The place of the last row there is.
pub(crate) async fn last(db: &Db) -> Result<u64> {
    let last: Option<i64> = read_db!(db, |pool| sqlx::query_scalar(LAST).fetch_one(pool).await)?;
    Ok(last.unwrap_or(0).cast_unsigned())
}

/// Whether a row stands before the first place.
pub(crate) async fn begins_too_early(db: &Db) -> Result<bool> {
    let first: Option<i64> = read_db!(db, |pool| sqlx::query_scalar(FIRST).fetch_one(pool).await)?;
    Ok(first.is_some_and(|first| first < 1))
}

/// Adds entries that are in their places.
pub(crate) async fn insert(conn: &mut Conn<'_>, entries: &[Placed]) -> std::result::Result<(), sqlx::Error> {
    let mut rest = entries;
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
    entries: &[Placed],
) -> std::result::Result<(), sqlx::Error> {
    on_conn!(conn, |c| {
        let mut query = sqlx::query(sql);
        for Placed { place, entry, hash } in entries {
            query = query
                .bind(place.cast_signed())
                .bind(entry.at.0)
                .bind(entry.account.map(|account| account.0.cast_signed()))
                .bind(entry.operation.as_str())
                .bind(entry.kind.tag())
                .bind(entry.contact.map(|contact| contact.0.cast_signed()))
                .bind(entry.customer.as_ref().map(CustomerRef::as_str))
                .bind(entry.about.as_ref().map(super::Code::as_str))
                .bind(entry.outcome.tag())
                .bind(entry.reason.as_ref().map(super::Code::as_str))
                .bind(entry.purpose.as_ref().map(super::Code::as_str))
                .bind(entry.origin.as_str())
                .bind(i64::from(entry.times))
                .bind(hash.as_bytes());
        }
        query.execute(&mut **c).await.map(drop)
    })
}

/// A row, or the place of one that is no entry.
pub(crate) type Read = std::result::Result<Placed, u64>;

/// Up to `limit` rows after `after` and up to `until`, in order, whatever they hold.
pub(crate) async fn page(db: &Db, after: u64, until: u64, limit: u32) -> Result<Vec<Read>> {
    let (after, until) = (after.cast_signed(), until.cast_signed());
    let rows: Vec<Stored> = read_db!(db, |pool| {
        sqlx::query_as(PAGE).bind(after).bind(until).bind(i64::from(limit)).fetch_all(pool).await
    })?;
    Ok(rows.into_iter().map(read).collect())
}

/// Entries that a filter lets through, newest first.
pub(crate) async fn list(db: &Db, filter: &Filter) -> Result<Vec<Read>> {
    let sql = match filter {
        Filter { customer: Some(_), .. } => LIST_OF_CUSTOMER,
        Filter { contact: Some(_), .. } => LIST_OF_CONTACT,
        Filter { account: Some(_), .. } => LIST_OF_ACCOUNT,
        Filter { from: Some(_), .. } => return list_in(db, filter, LIST_SINCE, filter.limit, None).await,
        _ => return list_in(db, filter, LIST, filter.limit, None).await,
    };
    let last = last(db).await?.cast_signed();
    let newest = filter.before.map_or(last, |before| last.min(before.cast_signed().saturating_sub(1)));
    let mut found = Vec::new();
    let mut stretch = newest / STRETCH;
    while stretch >= 0 && found.len() < filter.limit as usize {
        let more = filter.limit - found.len() as u32;
        found.extend(list_in(db, filter, sql, more, Some(stretch)).await?);
        stretch -= STRETCHES;
    }
    Ok(found)
}

/// By one statement; within a stretch and those before it, if the statement asks for them.
async fn list_in(
    db: &Db,
    filter: &Filter,
    sql: &'static str,
    limit: u32,
    stretch: Option<i64>,
) -> Result<Vec<Read>> {
    let rows: Vec<Stored> = read_db!(db, |pool| {
        let mut query = sqlx::query_as(sql)
            .bind(filter.before.map_or(i64::MAX, u64::cast_signed))
            .bind(filter.account.map(|account| account.0.cast_signed()))
            .bind(filter.customer.as_ref().map(CustomerRef::as_str))
            .bind(filter.contact.map(|contact| contact.0.cast_signed()))
            .bind(filter.operation.as_ref().map(super::Code::as_str))
            .bind(filter.kind.map(super::Kind::tag))
            .bind(filter.outcome.map(super::Outcome::tag))
            .bind(filter.from.map(|from| from.0))
            .bind(filter.to.map(|to| to.0))
            .bind(i64::from(limit));
        for stretch in stretch.into_iter().flat_map(|newest| (0..STRETCHES).map(move |back| newest - back)) {
            query = query.bind(stretch);
        }
        query.fetch_all(pool).await
    })?;
    Ok(rows.into_iter().map(read).collect())
}

/// Keeps a checkpoint; one that is there stays.
pub(crate) async fn add_checkpoint(
    conn: &mut Conn<'_>,
    checkpoint: &Checkpoint,
) -> std::result::Result<(), sqlx::Error> {
    on_conn!(conn, |c| {
        sqlx::query(ADD_CHECKPOINT)
            .bind(checkpoint.head.place.cast_signed())
            .bind(checkpoint.at.0)
            .bind(checkpoint.head.hash.as_bytes())
            .bind(checkpoint.signer.to_vec())
            .bind(checkpoint.signature.to_vec())
            .execute(&mut **c)
            .await
            .map(drop)
    })
}

/// All checkpoints that are kept; `Err` for the place of one that cannot be read.
pub(crate) async fn checkpoints(db: &Db) -> Result<Vec<std::result::Result<Checkpoint, u64>>> {
    let rows: Vec<StoredCheckpoint> = read_db!(db, |pool| sqlx::query_as(CHECKPOINTS).fetch_all(pool).await)?;
    Ok(rows.into_iter().map(read_checkpoint).collect())
}

/// The newest checkpoint that is kept.
pub(crate) async fn last_checkpoint(db: &Db) -> Result<Option<Checkpoint>> {
    let row: Option<StoredCheckpoint> =
        read_db!(db, |pool| sqlx::query_as(LAST_CHECKPOINT).fetch_optional(pool).await)?;
    row.map(read_checkpoint).transpose().map_err(|place| Error::UnreadableAudit { place })
}

fn read_head((place, hash): &(i64, Vec<u8>)) -> Result<Head> {
    if *place == 0 {
        return Ok(Head::START);
    }
    let place = place.cast_unsigned();
    let hash = hash_of(hash).ok_or(Error::UnreadableAudit { place })?;
    Ok(Head { place, hash })
}

fn hash_of(bytes: &[u8]) -> Option<Hash> {
    bytes.try_into().ok().map(Hash)
}

fn read_checkpoint(
    (place, at, hash, signer, signature): StoredCheckpoint,
) -> std::result::Result<Checkpoint, u64> {
    let place = place.cast_unsigned();
    let parts = || {
        let hash = hash_of(&hash)?;
        Some((hash, signer.as_slice().try_into().ok()?, signature.as_slice().try_into().ok()?))
    };
    let (hash, signer, signature) = parts().ok_or(place)?;
    Ok(Checkpoint { head: Head { place, hash }, at: Time(at), signer, signature })
}

fn read(row: Stored) -> Read {
    let place = row.0.cast_unsigned();
    entry_of(row).ok_or(place)
}

/// `None` for a row that this program would never have written.
fn entry_of(row: Stored) -> Option<Placed> {
    let (
        place,
        at,
        account,
        operation,
        kind,
        contact,
        customer,
        about,
        outcome,
        reason,
        purpose,
        origin,
        times,
        hash,
    ) = row;
    let code = |text: Option<String>| text.map(|text| text.parse()).transpose().ok();
    let entry = Entry {
        at: Time(at),
        account: account.map(|account| AccountId(account.cast_unsigned())),
        operation: operation.parse().ok()?,
        kind: kind.parse().ok()?,
        contact: contact.map(|contact| ContactId(contact.cast_unsigned())),
        customer: customer.map(|customer| CustomerRef::new(&customer)).transpose().ok()?,
        about: code(about)?,
        outcome: outcome.parse().ok()?,
        reason: code(reason)?,
        purpose: code(purpose)?,
        origin: origin.parse().ok()?,
        times: u32::try_from(times).ok()?,
    };
    Some(Placed { place: place.cast_unsigned(), entry, hash: hash_of(&hash)? })
}
