//! SQL of data keys.

use super::{Error, KeyId, Owner};
use crate::rows::many_rows;
use crate::{Conn, Db, on_conn, read_db};
use sqlx::FromRow;
use vocabulary::{ContactId, CustomerRef, Time};

const COLUMNS: usize = 6;
const HEAD: &str =
    "INSERT INTO data_keys (id, owner_kind, owner, wrapped, master_version, destroyed_at_us) VALUES ";
const TAIL: &str = " ON CONFLICT (id) DO UPDATE SET wrapped = excluded.wrapped, \
                    master_version = excluded.master_version, destroyed_at_us = excluded.destroyed_at_us";
const PUT_1: &str = many_rows!(HEAD, COLUMNS, 1, TAIL);
const PUT_8: &str = many_rows!(HEAD, COLUMNS, 8, TAIL);

const BY_ID: &str = "SELECT id, owner_kind, owner, wrapped FROM data_keys WHERE id = $1";
const OF_CUSTOMER: &str = "SELECT id, owner_kind, owner, wrapped FROM data_keys \
                           WHERE owner_kind = 'customer' AND owner = $1 AND destroyed_at_us IS NULL";
const OF_CONTACT: &str = "SELECT id, owner_kind, owner, wrapped FROM data_keys \
                          WHERE owner_kind = 'contact' AND owner = $1 AND destroyed_at_us IS NULL";
const LAST: &str = "SELECT MAX(id) FROM data_keys";
/// The customer's own key, and those of its contacts: a chat's messages stay under its contact's.
const DESTROY: &str = "UPDATE data_keys SET wrapped = NULL, destroyed_at_us = $2 \
     WHERE destroyed_at_us IS NULL AND ((owner_kind = 'customer' AND owner = $1) OR (owner_kind = 'contact' \
     AND owner IN (SELECT CAST(id AS TEXT) FROM contacts WHERE customer = $1)))";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[PUT_1, PUT_8, BY_ID, OF_CUSTOMER, OF_CONTACT, LAST, DESTROY];

/// A row of `data_keys`.
pub(crate) struct KeyRow {
    pub(crate) id: KeyId,
    pub(crate) owner: Owner,
    /// The key under the master key; none once destroyed.
    pub(crate) wrapped: Option<Vec<u8>>,
    pub(crate) master_version: i64,
    pub(crate) destroyed_at: Option<Time>,
}

/// A stored key as far as it is needed to use it.
pub(crate) struct StoredKey {
    pub(crate) id: KeyId,
    pub(crate) owner: Owner,
    pub(crate) wrapped: Option<Vec<u8>>,
}

#[derive(FromRow)]
struct Stored {
    id: i64,
    owner_kind: String,
    owner: String,
    wrapped: Option<Vec<u8>>,
}

/// Inserts keys, or brings them up to date.
pub(crate) async fn put(conn: &mut Conn<'_>, keys: &[KeyRow]) -> Result<(), sqlx::Error> {
    let mut rest = keys;
    for (size, sql) in [(8, PUT_8), (1, PUT_1)] {
        while let Some((now, later)) = rest.split_at_checked(size) {
            put_these(conn, sql, now).await?;
            rest = later;
        }
    }
    Ok(())
}

async fn put_these(conn: &mut Conn<'_>, sql: &'static str, keys: &[KeyRow]) -> Result<(), sqlx::Error> {
    on_conn!(conn, |c| {
        let mut query = sqlx::query(sql);
        for key in keys {
            query = query
                .bind(key.id.0)
                .bind(key.owner.kind())
                .bind(key.owner.name())
                .bind(key.wrapped.clone())
                .bind(key.master_version)
                .bind(key.destroyed_at.map(|at| at.0));
        }
        query.execute(&mut **c).await.map(drop)
    })
}

/// The key of this id.
pub(crate) async fn by_id(conn: &mut Conn<'_>, id: KeyId) -> crate::Result<Option<StoredKey>> {
    let row: Option<Stored> =
        on_conn!(conn, |c| sqlx::query_as(BY_ID).bind(id.0).fetch_optional(&mut **c).await)?;
    row.map(read).transpose()
}

/// The same, outside a transaction.
pub(crate) async fn find(db: &Db, id: KeyId) -> crate::Result<Option<StoredKey>> {
    let row: Option<Stored> =
        read_db!(db, |pool| sqlx::query_as(BY_ID).bind(id.0).fetch_optional(pool).await)?;
    row.map(read).transpose()
}

/// The key in use for a customer.
pub(crate) async fn of_customer(
    conn: &mut Conn<'_>,
    customer: &CustomerRef,
) -> crate::Result<Option<StoredKey>> {
    let name = customer.as_str();
    let row: Option<Stored> =
        on_conn!(conn, |c| sqlx::query_as(OF_CUSTOMER).bind(name).fetch_optional(&mut **c).await)?;
    row.map(read).transpose()
}

/// The key in use for a contact whose customer is unknown.
pub(crate) async fn of_contact(conn: &mut Conn<'_>, contact: ContactId) -> crate::Result<Option<StoredKey>> {
    let name = contact.0.to_string();
    let row: Option<Stored> =
        on_conn!(conn, |c| sqlx::query_as(OF_CONTACT).bind(name.as_str()).fetch_optional(&mut **c).await)?;
    row.map(read).transpose()
}

/// The highest id given so far.
pub(crate) async fn last(conn: &mut Conn<'_>) -> Result<KeyId, sqlx::Error> {
    let last: Option<i64> = on_conn!(conn, |c| sqlx::query_scalar(LAST).fetch_one(&mut **c).await)?;
    Ok(KeyId(last.unwrap_or(0)))
}

/// Destroys a customer's key. Says whether there was one.
pub(crate) async fn destroy(
    conn: &mut Conn<'_>,
    customer: &CustomerRef,
    at: Time,
) -> Result<bool, sqlx::Error> {
    let name = customer.as_str();
    let rows = on_conn!(conn, |c| {
        sqlx::query(DESTROY).bind(name).bind(at.0).execute(&mut **c).await?.rows_affected()
    });
    Ok(rows > 0)
}

fn read(row: Stored) -> crate::Result<StoredKey> {
    let owner = Owner::parse(&row.owner_kind, &row.owner).ok_or(Error::Damaged)?;
    Ok(StoredKey { id: KeyId(row.id), owner, wrapped: row.wrapped })
}
