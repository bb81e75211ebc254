//! SQL of notes.

use super::note_place;
use crate::sealed::{KeyId, Sealed};
use crate::{Conn, Db, Result, on_conn, read_db};
use sqlx::FromRow;
use vocabulary::{AccountId, ContactId, Time};

const PUT: &str = "INSERT INTO notes (contact, version, aside, account, at_us, data_key, sealed) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (contact, version) DO UPDATE SET \
                   aside = excluded.aside, account = excluded.account, at_us = excluded.at_us, \
                   data_key = excluded.data_key, sealed = excluded.sealed";
const REMOVE: &str = "DELETE FROM notes WHERE contact = $1 AND version = $2";
const OF_CONTACT: &str = "SELECT contact, version, aside, account, at_us, data_key, sealed FROM notes \
                          WHERE contact = $1 ORDER BY version";
const LAST_NOTED: &str = "SELECT MAX(contact) FROM notes";
const NOTED: &str = "SELECT COUNT(*) FROM notes WHERE contact = $1 AND aside = 0";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[PUT, REMOVE, OF_CONTACT, LAST_NOTED, NOTED];

/// A note as stored.
#[derive(Clone)]
pub(crate) struct NoteRow {
    pub(crate) contact: ContactId,
    pub(crate) version: u64,
    pub(crate) aside: bool,
    pub(crate) by: AccountId,
    pub(crate) at: Time,
    pub(crate) sealed: Sealed,
}

#[derive(FromRow)]
struct Stored {
    contact: i64,
    version: i64,
    aside: i64,
    account: i64,
    at_us: i64,
    data_key: i64,
    sealed: Vec<u8>,
}

/// Adds notes, or brings them up to date.
pub(crate) async fn put(conn: &mut Conn<'_>, rows: &[NoteRow]) -> std::result::Result<(), sqlx::Error> {
    for row in rows {
        on_conn!(conn, |c| {
            sqlx::query(PUT)
                .bind(row.contact.0.cast_signed())
                .bind(row.version.cast_signed())
                .bind(i64::from(row.aside))
                .bind(row.by.0.cast_signed())
                .bind(row.at.0)
                .bind(row.sealed.key.0)
                .bind(row.sealed.bytes.as_slice())
                .execute(&mut **c)
                .await
                .map(drop)
        })?;
    }
    Ok(())
}

/// Removes versions whose place another one has taken.
pub(crate) async fn remove(
    conn: &mut Conn<'_>,
    versions: &[(ContactId, u64)],
) -> std::result::Result<(), sqlx::Error> {
    for (contact, version) in versions {
        let (contact, version) = (contact.0.cast_signed(), version.cast_signed());
        on_conn!(conn, |c| sqlx::query(REMOVE)
            .bind(contact)
            .bind(version)
            .execute(&mut **c)
            .await
            .map(drop))?;
    }
    Ok(())
}

/// The highest id among contacts that have notes; 0 when none has.
pub(crate) async fn last_noted(conn: &mut Conn<'_>) -> std::result::Result<ContactId, sqlx::Error> {
    let last: Option<i64> = on_conn!(conn, |c| sqlx::query_scalar(LAST_NOTED).fetch_one(&mut **c).await)?;
    Ok(ContactId(last.unwrap_or(0).cast_unsigned()))
}

/// All that was written about a contact, inside a transaction.
pub(crate) async fn of_contact(conn: &mut Conn<'_>, contact: ContactId) -> Result<Vec<NoteRow>> {
    let id = contact.0.cast_signed();
    let rows: Vec<Stored> =
        on_conn!(conn, |c| sqlx::query_as(OF_CONTACT).bind(id).fetch_all(&mut **c).await)?;
    Ok(rows.into_iter().map(read).collect())
}

/// The same, outside one.
pub(crate) async fn list(db: &Db, contact: ContactId) -> Result<Vec<NoteRow>> {
    let id = contact.0.cast_signed();
    let rows: Vec<Stored> = read_db!(db, |pool| sqlx::query_as(OF_CONTACT).bind(id).fetch_all(pool).await)?;
    Ok(rows.into_iter().map(read).collect())
}

/// Whether there is a note about a contact.
pub(crate) async fn exists(db: &Db, contact: ContactId) -> Result<bool> {
    let id = contact.0.cast_signed();
    let count: i64 = read_db!(db, |pool| sqlx::query_scalar(NOTED).bind(id).fetch_one(pool).await)?;
    Ok(count > 0)
}

fn read(row: Stored) -> NoteRow {
    let (contact, version) = (ContactId(row.contact.cast_unsigned()), row.version.cast_unsigned());
    let place = note_place(contact, version);
    NoteRow {
        contact,
        version,
        aside: row.aside != 0,
        by: AccountId(row.account.cast_unsigned()),
        at: Time(row.at_us),
        sealed: Sealed { key: KeyId(row.data_key), place, bytes: row.sealed },
    }
}
