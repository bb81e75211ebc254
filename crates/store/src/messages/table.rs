//! SQL of messages.

use super::message_place;
use crate::sealed::{KeyId, Sealed};
use crate::{Conn, Db, Result, on_conn, read_db};
use sqlx::FromRow;
use vocabulary::{AccountId, ContactId, Time};

const PUT: &str = "INSERT INTO messages (contact, number, account, sent, at_us, data_key, sealed) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (contact, number) DO UPDATE SET \
                   data_key = excluded.data_key, sealed = excluded.sealed";
const LAST_SAID: &str = "SELECT MAX(contact) FROM messages";
const OF_CONTACT: &str = "SELECT contact, number, account, sent, at_us, data_key, sealed FROM messages \
                          WHERE contact = $1 ORDER BY number";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[PUT, LAST_SAID, OF_CONTACT];

/// A message as stored.
#[derive(Clone)]
pub(crate) struct MessageRow {
    pub(crate) contact: ContactId,
    pub(crate) number: u64,
    pub(crate) by: Option<AccountId>,
    pub(crate) sent: u64,
    pub(crate) at: Time,
    pub(crate) sealed: Sealed,
}

#[derive(FromRow)]
struct Stored {
    contact: i64,
    number: i64,
    account: Option<i64>,
    sent: i64,
    at_us: i64,
    data_key: i64,
    sealed: Vec<u8>,
}

/// Adds messages. Of what is there already only the seal is another.
pub(crate) async fn put(conn: &mut Conn<'_>, rows: &[MessageRow]) -> std::result::Result<(), sqlx::Error> {
    for row in rows {
        on_conn!(conn, |c| {
            sqlx::query(PUT)
                .bind(row.contact.0.cast_signed())
                .bind(row.number.cast_signed())
                .bind(row.by.map(|account| account.0.cast_signed()))
                .bind(row.sent.cast_signed())
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

/// The highest id among contacts in which something was written; 0 when there is none.
pub(crate) async fn last_said(conn: &mut Conn<'_>) -> std::result::Result<ContactId, sqlx::Error> {
    let last: Option<i64> = on_conn!(conn, |c| sqlx::query_scalar(LAST_SAID).fetch_one(&mut **c).await)?;
    Ok(ContactId(last.unwrap_or(0).cast_unsigned()))
}

/// All that was written in a chat, inside a transaction.
pub(crate) async fn of_contact(conn: &mut Conn<'_>, contact: ContactId) -> Result<Vec<MessageRow>> {
    let id = contact.0.cast_signed();
    let rows: Vec<Stored> =
        on_conn!(conn, |c| sqlx::query_as(OF_CONTACT).bind(id).fetch_all(&mut **c).await)?;
    Ok(rows.into_iter().map(read).collect())
}

/// All that was written in a chat, in order.
pub(crate) async fn list(db: &Db, contact: ContactId) -> Result<Vec<MessageRow>> {
    let id = contact.0.cast_signed();
    let rows: Vec<Stored> = read_db!(db, |pool| sqlx::query_as(OF_CONTACT).bind(id).fetch_all(pool).await)?;
    Ok(rows.into_iter().map(read).collect())
}

fn read(row: Stored) -> MessageRow {
    let (contact, number) = (ContactId(row.contact.cast_unsigned()), row.number.cast_unsigned());
    let place = message_place(contact, number);
    MessageRow {
        contact,
        number,
        by: row.account.map(|account| AccountId(account.cast_unsigned())),
        sent: row.sent.cast_unsigned(),
        at: Time(row.at_us),
        sealed: Sealed { key: KeyId(row.data_key), place, bytes: row.sealed },
    }
}
