//! Entries read by the thousand, for verifying: a driver's work is by the row and by the value, so the
//! database writes a page of entries as one text, and that is taken apart here.
//!
//! No two different rows have the same line: fields are divided by a character that no field of an entry
//! may hold, a field that is there stands behind a `+`, and a line of more or fewer fields is none.

use super::chain::Hash;
use super::entry::{Code, Entry, Placed};
use super::table;
use crate::{Db, Result, read_db};
use vocabulary::{AccountId, ContactId, CustomerRef, Time};

macro_rules! lines {
    ($hex:literal) => {
        concat!(
            "SELECT string_agg(line, '\u{1e}') FROM (SELECT concat_ws('\u{1f}', place, at_us, \
             coalesce(account || '', ''), operation, kind, coalesce(contact || '', ''), \
             coalesce('+' || customer, ''), coalesce('+' || about, ''), outcome, coalesce('+' || reason, ''), \
             coalesce('+' || purpose, ''), origin, times, ",
            $hex,
            ") AS line FROM audit WHERE place > $1 AND place <= $2 ORDER BY place LIMIT $3) AS page"
        )
    };
}

const OF_SQLITE: &str = lines!("hex(hash)");
const OF_POSTGRES: &str = lines!("encode(hash, 'hex')");

/// Those that one engine alone reads.
pub(crate) const SQLITE_STATEMENTS: &[&str] = &[OF_SQLITE];
pub(crate) const POSTGRES_STATEMENTS: &[&str] = &[OF_POSTGRES];

/// Up to `limit` rows after `after` and up to `until`, in order, whatever they hold: as [`table::page`].
pub(crate) async fn page(db: &Db, after: u64, until: u64, limit: u32) -> Result<Vec<table::Read>> {
    let sql = match db {
        Db::Sqlite { .. } => OF_SQLITE,
        Db::Postgres(_) => OF_POSTGRES,
    };
    let (first, last) = (after.cast_signed(), until.cast_signed());
    let text: std::result::Result<Option<String>, sqlx::Error> = read_db!(db, |pool| {
        sqlx::query_scalar(sql).bind(first).bind(last).bind(i64::from(limit)).fetch_one(pool).await
    });
    let lines = match text {
        Ok(None) => return Ok(Vec::new()),
        Ok(Some(text)) => text.split('\u{1e}').map(placed).collect::<Option<Vec<Placed>>>(),
        // A text that is none, which only somebody else can have written.
        Err(_) => None,
    };
    match lines {
        Some(mut lines) => {
            // An aggregate promises no order.
            lines.sort_by_key(|placed| placed.place);
            Ok(lines.into_iter().map(Ok).collect())
        }
        // Row by row it can be said which one it is.
        None => table::page(db, after, until, limit).await,
    }
}

/// `None` for a line that no entry of this program has.
fn placed(line: &str) -> Option<Placed> {
    let mut fields = line.split('\u{1f}');
    let mut next = || fields.next();
    let place = next()?.parse::<u64>().ok()?;
    let at = Time(next()?.parse().ok()?);
    let entry = Entry {
        at,
        account: number(next()?)?.map(AccountId),
        operation: next()?.parse().ok()?,
        kind: next()?.parse().ok()?,
        contact: number(next()?)?.map(ContactId),
        customer: present(next()?)?.map(CustomerRef::new).transpose().ok()?,
        about: code(next()?)?,
        outcome: next()?.parse().ok()?,
        reason: code(next()?)?,
        purpose: code(next()?)?,
        origin: next()?.parse().ok()?,
        times: next()?.parse().ok()?,
    };
    let mut hash = [0; 32];
    hex::decode_to_slice(next()?, &mut hash).ok()?;
    fields.next().is_none().then_some(Placed { place, entry, hash: Hash(hash) })
}

/// A number, or nothing. The outer `None` is for what is neither.
fn number(field: &str) -> Option<Option<u64>> {
    if field.is_empty() {
        Some(None)
    } else {
        field.parse::<i64>().ok().map(|number| Some(number.cast_unsigned()))
    }
}

/// A text behind its mark, or nothing.
fn present(field: &str) -> Option<Option<&str>> {
    if field.is_empty() { Some(None) } else { field.strip_prefix('+').map(Some) }
}

fn code(field: &str) -> Option<Option<Code>> {
    match present(field)? {
        Some(text) => text.parse().ok().map(Some),
        None => Some(None),
    }
}
