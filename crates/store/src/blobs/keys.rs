//! Keys of sealed files: the SQL of `blob_keys`.
//!
//! They stand apart from the keys of columns, which the journal's writer alone makes and counts.

use super::{damaged, random_id};
use crate::sealed::{DataKey, Error as SealedError, MasterKey, Owner, Place};
use crate::{Conn, Db, Result, on_conn, read_db, write_db};
use sqlx::FromRow;
use std::fmt;
use std::sync::Arc;
use vocabulary::{CustomerRef, Time};
use zeroize::Zeroizing;

const INSERT: &str = "INSERT INTO blob_keys (id, owner_kind, owner, wrapped, master_version) \
                      VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING";
const BY_ID: &str = "SELECT id, owner_kind, owner, wrapped FROM blob_keys WHERE id = $1";
const IN_USE: &str = "SELECT id, owner_kind, owner, wrapped FROM blob_keys \
                      WHERE owner_kind = $1 AND owner = $2 AND destroyed_at_us IS NULL";
/// The customer's own key, and those of its contacts whose files have not yet moved under it.
const DESTROY: &str = "UPDATE blob_keys SET wrapped = NULL, destroyed_at_us = $2 \
     WHERE destroyed_at_us IS NULL AND ((owner_kind = 'customer' AND owner = $1) OR (owner_kind = 'contact' \
     AND owner IN (SELECT CAST(id AS TEXT) FROM contacts WHERE customer = $1)))";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[INSERT, BY_ID, IN_USE, DESTROY];

/// Names a key of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobKeyId(pub(crate) i64);

impl BlobKeyId {
    /// The key that [`BlobKeyId::number`] named, for a row of another room.
    pub fn of(number: i64) -> BlobKeyId {
        BlobKeyId(number)
    }

    /// The number to keep in a row.
    pub fn number(self) -> i64 {
        self.0
    }
}

/// A key of files in clear: in memory only, wiped when the last copy is dropped. It prints nothing of
/// itself.
#[derive(Clone)]
pub struct BlobKey {
    id: BlobKeyId,
    owner: Owner,
    key: Arc<DataKey>,
}

impl fmt::Debug for BlobKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BlobKey({})", self.id.0)
    }
}

impl BlobKey {
    pub(super) fn generate(owner: Owner) -> BlobKey {
        BlobKey { id: BlobKeyId(random_id()), owner, key: Arc::new(DataKey::generate()) }
    }

    /// Its name.
    pub fn id(&self) -> BlobKeyId {
        self.id
    }

    /// Whose it is.
    pub fn owner(&self) -> &Owner {
        &self.owner
    }

    /// Seals a value that stands beside the file, in a row.
    pub fn seal(&self, place: &Place, value: &[u8]) -> Vec<u8> {
        self.key.seal(place, value)
    }

    /// Opens what [`BlobKey::seal`] made for the same place.
    ///
    /// # Errors
    /// [`SealedError::Damaged`].
    pub fn open(&self, place: &Place, sealed: &[u8]) -> std::result::Result<Zeroizing<Vec<u8>>, SealedError> {
        self.key.open(place, sealed)
    }
}

#[derive(FromRow)]
struct Stored {
    id: i64,
    owner_kind: String,
    owner: String,
    wrapped: Option<Vec<u8>>,
}

impl Stored {
    fn unwrap(self, master: &MasterKey) -> Result<BlobKey> {
        let owner = Owner::parse(&self.owner_kind, &self.owner).ok_or_else(damaged)?;
        let wrapped = self.wrapped.ok_or(SealedError::Erased)?;
        let key = Arc::new(master.unwrap_key(&owner, &wrapped)?);
        Ok(BlobKey { id: BlobKeyId(self.id), owner, key })
    }
}

pub(super) async fn insert(db: &Db, master: &MasterKey, key: &BlobKey) -> Result<()> {
    let (wrapped, version) = master.wrap(&key.owner, &key.key);
    write_db!(db, |pool| {
        sqlx::query(INSERT)
            .bind(key.id.0)
            .bind(key.owner.kind())
            .bind(key.owner.name())
            .bind(wrapped)
            .bind(version)
            .execute(pool)
            .await
            .map(drop)
    })?;
    Ok(())
}

pub(super) async fn by_id(db: &Db, master: &MasterKey, id: BlobKeyId) -> Result<BlobKey> {
    let row: Option<Stored> =
        read_db!(db, |pool| sqlx::query_as(BY_ID).bind(id.0).fetch_optional(pool).await)?;
    row.ok_or_else(damaged)?.unwrap(master)
}

pub(super) async fn in_use(db: &Db, master: &MasterKey, owner: &Owner) -> Result<Option<BlobKey>> {
    let row: Option<Stored> = read_db!(db, |pool| {
        sqlx::query_as(IN_USE).bind(owner.kind()).bind(owner.name()).fetch_optional(pool).await
    })?;
    row.map(|row| row.unwrap(master)).transpose()
}

/// Destroys a customer's keys. Says whether there was one.
pub(crate) async fn destroy(
    conn: &mut Conn<'_>,
    customer: &CustomerRef,
    at: Time,
) -> std::result::Result<bool, sqlx::Error> {
    let rows = on_conn!(conn, |c| {
        sqlx::query(DESTROY).bind(customer.as_str()).bind(at.0).execute(&mut **c).await?.rows_affected()
    });
    Ok(rows > 0)
}
