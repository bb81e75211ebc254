//! Exchanging the master key, while everything goes on.
//!
//! A new version is made where keys are kept, then noted in the database: from then on it wraps every new key. A
//! task of the server wraps anew, a few at a time, what older versions wrapped; how far it has come is what the
//! tables say, so that one that was cut off goes on where it was. When nothing is left the older versions are needed
//! for backups of before only, and nothing here ever removes one.

pub(crate) mod table;

use crate::sealed::{
    DataKey, Error as SealedError, FolderKeys, IndexKey, KeyService, MasterKey, Place, RemoteKeys, Seals,
    Secret,
};
use crate::{Db, Error, Health, Journal, Options, Result, facts, now, read_db, write_db};
use std::sync::Arc;
use std::time::Duration;
use table::{Table, VersionRow};
use tokio::sync::{Notify, watch};
use vocabulary::Time;

/// Environment variables that name a key service and what opens it.
const SERVICE: &str = "HELIOTROPE_KEY_SERVICE";
const TOKEN: &str = "HELIOTROPE_KEY_SERVICE_TOKEN";

/// How often it is looked whether somebody noted a new version.
const LOOK: Duration = Duration::from_secs(2);
/// Between two groups: others use the database as well.
const PAUSE: Duration = Duration::from_millis(5);
/// After a failure.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// A column of another room that [`Seals`] sealed, at [`Place::new`]`(table, column, id)`.
#[derive(Debug, Clone, Copy)]
pub struct SealedColumn {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// Reads up to 128 rows, id and value, after the id `$1`, by id.
    pub page: &'static str,
    /// Puts `$2` in the place of `$3` in the row `$1`.
    pub put: &'static str,
}

/// How the exchange of keys stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyStatus {
    /// Oldest first; the last one is in use.
    pub versions: Vec<KeyVersion>,
    /// Keys that are still wrapped by an older version.
    pub left: u64,
    /// All wrapped keys.
    pub all: u64,
}

/// A version of the master key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyVersion {
    /// Its number.
    pub version: i64,
    /// When it was made.
    pub made: Time,
    /// When nothing was wrapped by an older one any more; none of the first, and while it goes on.
    pub done: Option<Time>,
    /// Until when backups need it: those made before. None while it is in use itself.
    pub needed_for_backups_before: Option<Time>,
    /// Keys it wraps.
    pub wraps: u64,
}

impl KeyStatus {
    /// Whether an exchange goes on.
    pub fn goes_on(&self) -> bool {
        self.versions.len() > 1 && self.versions.last().is_some_and(|newest| newest.done.is_none())
    }
}

/// Where an instance's keys are kept.
///
/// # Errors
/// [`SealedError::KeyService`] when the environment names one that cannot be asked.
pub(crate) fn service(options: &Options) -> Result<Arc<dyn KeyService>> {
    if let Some(keys) = &options.keys {
        return Ok(keys.clone());
    }
    Ok(match std::env::var(SERVICE) {
        Ok(url) => Arc::new(RemoteKeys::new(&url, &std::env::var(TOKEN).unwrap_or_default())?),
        Err(_) => Arc::new(FolderKeys::new(&options.folder)),
    })
}

/// Finds the master key of this database, in all versions that there are. A new database gets a new one, unless
/// one is given; a reader (`may_make` is false) makes none.
pub(crate) async fn master_key(db: &Db, keys: &dyn KeyService, may_make: bool) -> Result<MasterKey> {
    let mut known = table::versions(db).await?;
    if known.is_empty() {
        known = vec![first(db, keys, may_make).await?];
    }
    let newest = known.last().map_or(0, |row| row.version);
    let mut secrets = Vec::new();
    for row in &known {
        match found(keys, row).await? {
            Some(secret) => secrets.push((row.version, secret)),
            // Once nothing is wrapped by it, an older one is needed for old backups only.
            None if row.version < newest && !table::is_used(db, row.version).await? => {}
            None => return Err(SealedError::MasterKeyMissing.into()),
        }
    }
    let indexing = index_key(db, &secrets).await?;
    MasterKey::new(secrets, indexing).ok_or_else(|| SealedError::MasterKeyMissing.into())
}

/// The first version. A database of a release without versions knows it by a fact.
async fn first(db: &Db, keys: &dyn KeyService, may_make: bool) -> Result<VersionRow> {
    let fact = facts::master_key_check(db).await?;
    let secret = match (keys.key(1).await?, &fact) {
        (Some(secret), _) => secret,
        (None, None) if may_make => keys.make(1).await?,
        (None, _) => return Err(SealedError::MasterKeyMissing.into()),
    };
    let (check, at) = (secret.check(), now());
    if fact.as_ref().is_some_and(|known| *known != check) {
        return Err(SealedError::MasterKeyForeign.into());
    }
    if may_make {
        let mut tx = db.begin().await?;
        if fact.is_none() {
            facts::keep_master_key_check(&mut tx.conn(), &check).await?;
        }
        table::add(&mut tx.conn(), 1, &check, at).await?;
        tx.commit().await?;
    }
    Ok(VersionRow { version: 1, check_text: check, made_us: at.0, done_us: None })
}

async fn found(keys: &dyn KeyService, row: &VersionRow) -> Result<Option<Secret>> {
    let secret = keys.key(row.version).await?;
    if secret.as_ref().is_some_and(|secret| secret.check() != row.check_text) {
        return Err(SealedError::MasterKeyForeign.into());
    }
    Ok(secret)
}

fn index_place() -> Place {
    Place::new("store_facts", "value", "index_key")
}

/// The key of blind indexes: derived from the first version, until an exchange has put it into the database.
async fn index_key(db: &Db, secrets: &[(i64, Secret)]) -> Result<IndexKey> {
    let missing = || Error::Sealed(SealedError::MasterKeyMissing);
    match facts::index_key(db).await? {
        None => Ok(secrets.iter().find(|(version, _)| *version == 1).ok_or_else(missing)?.1.indexing()),
        Some(hexed) => {
            let wrapped = hex::decode(&hexed).map_err(|_| SealedError::Damaged)?;
            let (_, newest) = secrets.last().ok_or_else(missing)?;
            Ok(IndexKey::from_key(&opened(newest, &index_place(), &wrapped)?)?)
        }
    }
}

/// Unwraps by one version alone.
fn opened(secret: &Secret, place: &Place, wrapped: &[u8]) -> std::result::Result<DataKey, SealedError> {
    let again = Secret::from_hex(&secret.to_hex())?;
    let indexing = again.indexing();
    let alone = MasterKey::new(vec![(0, again)], indexing).ok_or(SealedError::Damaged)?;
    alone.unwrap_at(place, wrapped)
}

/// Makes the next version, and notes it: it is in use from then on, in this process at once and in the server, if
/// that is another, within two seconds. The work is then the server's.
async fn begin(db: &Db, keys: &dyn KeyService, master: &MasterKey) -> Result<i64> {
    let known = table::versions(db).await?;
    let newest = known.last().ok_or(SealedError::MasterKeyMissing)?;
    if newest.version > 1 && newest.done_us.is_none() {
        return Err(Error::ExchangeGoesOn { version: newest.version });
    }
    let next = newest.version + 1;
    // The key is durable before anything says that it is in use; one of an attempt that was cut off is taken.
    let secret = keys.make(next).await?;
    let again = Secret::from_hex(&secret.to_hex())?;
    let alone = MasterKey::new(vec![(next, again)], secret.indexing()).ok_or(SealedError::Damaged)?;
    let (wrapped, _) = alone.wrap_at(&index_place(), &master.indexing().as_key());
    let mut tx = db.begin().await?;
    facts::keep_index_key(&mut tx.conn(), &hex::encode(wrapped)).await?;
    table::add(&mut tx.conn(), next, &secret.check(), now()).await?;
    tx.commit().await?;
    master.add(next, &secret);
    tracing::warn!(
        version = next,
        "a new version of the master key is in use; put it into the backup of keys"
    );
    Ok(next)
}

/// How the exchange stands.
pub(crate) async fn status(db: &Db) -> Result<KeyStatus> {
    let (known, counted) = (table::versions(db).await?, table::by_version(db).await?);
    let newest = known.last().map_or(0, |row| row.version);
    let wraps = |version: i64| -> u64 {
        counted.iter().filter(|(of, _)| *of == version).map(|(_, many)| many.unsigned_abs()).sum()
    };
    let versions: Vec<KeyVersion> = known
        .iter()
        .map(|row| KeyVersion {
            version: row.version,
            made: Time(row.made_us),
            done: row.done_us.map(Time),
            needed_for_backups_before: known
                .iter()
                .find(|later| later.version > row.version && later.done_us.is_some())
                .and_then(|later| later.done_us.map(Time)),
            wraps: wraps(row.version),
        })
        .collect();
    let left = versions.iter().filter(|row| row.version < newest).map(|row| row.wraps).sum();
    Ok(KeyStatus { left, all: versions.iter().map(|row| row.wraps).sum(), versions })
}

/// What the task needs.
pub(crate) struct Exchange {
    db: Db,
    keys: Arc<dyn KeyService>,
    master: Arc<MasterKey>,
    journal: Journal,
    columns: Vec<SealedColumn>,
    wake: Notify,
}

impl Exchange {
    pub(crate) fn new(
        options: &Options,
        db: &Db,
        master: &Arc<MasterKey>,
        journal: &Journal,
    ) -> Result<Exchange> {
        Ok(Exchange {
            db: db.clone(),
            keys: service(options)?,
            master: master.clone(),
            journal: journal.clone(),
            columns: options.sealed.clone(),
            wake: Notify::new(),
        })
    }

    /// Begins an exchange.
    pub(crate) async fn begin(&self) -> Result<i64> {
        let version = begin(&self.db, &*self.keys, &self.master).await?;
        self.wake.notify_one();
        Ok(version)
    }

    /// Works until `ends` says that it is over.
    pub(crate) async fn run(self: Arc<Exchange>, mut ends: watch::Receiver<bool>) {
        let mut told = false;
        loop {
            let wait = match self.step().await {
                Ok(true) => PAUSE,
                Ok(false) => {
                    told = false;
                    LOOK
                }
                Err(error) => {
                    if !std::mem::replace(&mut told, true) {
                        tracing::error!(%error, "the exchange of keys cannot go on: trying again");
                    }
                    AFTER_FAILURE
                }
            };
            tokio::select! {
                () = self.wake.notified() => {}
                () = tokio::time::sleep(wait) => {}
                _ = ends.wait_for(|over| *over) => return,
            }
        }
    }

    /// Does a little. Says whether there is more to do at once.
    async fn step(&self) -> Result<bool> {
        let known = table::versions(&self.db).await?;
        let Some(newest) = known.last() else { return Ok(false) };
        if newest.version > self.master.version() {
            let secret = found(&*self.keys, newest).await?.ok_or(SealedError::MasterKeyMissing)?;
            self.master.add(newest.version, &secret);
            tracing::info!(version = newest.version, "a new version of the master key is in use");
        }
        if newest.version == 1 || newest.done_us.is_some() {
            return Ok(false);
        }
        for table in Table::ALL {
            if self.rewrap(table, newest.version).await? {
                return Ok(true);
            }
        }
        for column in &self.columns {
            self.rewrap_column(column).await?;
        }
        // What waits in the spill log is still wrapped by an older one.
        if !matches!(*self.journal.health().borrow(), Health::Writing) {
            return Ok(false);
        }
        table::done(&self.db, newest.version, now()).await?;
        tracing::info!(
            version = newest.version,
            "everything is wrapped by the new version of the master key"
        );
        Ok(false)
    }

    /// Wraps some keys of a table anew. Says whether there were any.
    async fn rewrap(&self, table: Table, version: i64) -> Result<bool> {
        let rows = table::old(&self.db, table, version).await?;
        if rows.is_empty() {
            return Ok(false);
        }
        let mut anew = Vec::with_capacity(rows.len());
        for row in &rows {
            let owner = row.owner().ok_or(SealedError::Damaged)?;
            anew.push((row, self.master.rewrap(&owner, &row.wrapped)?));
        }
        let mut tx = self.db.begin().await?;
        for (row, wrapped) in &anew {
            table::put(&mut tx.conn(), table, row.id, wrapped, &row.wrapped).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    async fn rewrap_column(&self, column: &SealedColumn) -> Result<()> {
        let seals = Seals::new(self.master.clone());
        let mut after = i64::MIN;
        loop {
            let page: Vec<(i64, Vec<u8>)> =
                read_db!(&self.db, |pool| { sqlx::query_as(column.page).bind(after).fetch_all(pool).await })?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after = *last;
            for (id, sealed) in &page {
                let place = Place::new(column.table, column.column, id);
                if let Some(anew) = seals.rewrap(&place, sealed)? {
                    write_db!(&self.db, |pool| {
                        let put = sqlx::query(column.put).bind(id).bind(anew).bind(sealed.as_slice());
                        put.execute(pool).await.map(drop)
                    })?;
                }
            }
        }
    }
}

/// Begins an exchange beside the server that has the data open.
///
/// # Errors
/// [`Error::ExchangeGoesOn`]; as [`crate::Store::read_only`].
pub async fn begin_beside(options: &Options) -> Result<i64> {
    let db = crate::Store::beside(options.clone()).await?;
    let keys = service(options)?;
    let master = master_key(&db, &*keys, false).await?;
    begin(&db, &*keys, &master).await
}
