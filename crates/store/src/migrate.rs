//! The schema's history: one set of migrations for both engines, with tokens where their types differ.

use crate::{Db, Error, read_db};
use sqlx::migrate::{MigrateError, MigrationType, Migrator};
use sqlx::{PgConnection, PgPool, SqlSafeStr};
use std::borrow::Cow;

/// One step of the schema. Never changed once released; a later step changes what it made.
///
/// Tokens in the text: `{int}` 64-bit number, `{blob}` bytes, `{strict}` after a table's closing
/// bracket. Everything else is SQL that both engines read.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Room number × 10,000 + step: `store` is room 1, `trust` room 2.
    pub version: i64,
    /// A word or two for people.
    pub name: &'static str,
    /// The text, tokens included.
    pub sql: &'static str,
}

/// This room's own steps.
const OWN: &[Migration] = &[
    Migration { version: 10_001, name: "journal", sql: include_str!("../migrations/0001_journal.sql") },
    Migration { version: 10_002, name: "contacts", sql: include_str!("../migrations/0002_contacts.sql") },
    Migration { version: 10_003, name: "snapshots", sql: include_str!("../migrations/0003_snapshots.sql") },
    Migration { version: 10_010, name: "desk", sql: include_str!("../migrations/0010_desk.sql") },
    Migration { version: 10_020, name: "recordings", sql: include_str!("../migrations/0020_recordings.sql") },
    Migration { version: 10_030, name: "figures", sql: include_str!("../migrations/0030_figures.sql") },
    Migration { version: 10_040, name: "plans", sql: include_str!("../migrations/0040_plans.sql") },
    Migration { version: 10_050, name: "channels", sql: include_str!("../migrations/0050_channels.sql") },
    Migration { version: 10_051, name: "messages", sql: include_str!("../migrations/0051_messages.sql") },
    Migration { version: 10_060, name: "callbacks", sql: include_str!("../migrations/0060_callbacks.sql") },
    Migration { version: 10_070, name: "keys", sql: include_str!("../migrations/0070_keys.sql") },
    Migration { version: 10_071, name: "retention", sql: include_str!("../migrations/0071_retention.sql") },
    Migration { version: 10_072, name: "erasures", sql: include_str!("../migrations/0072_erasures.sql") },
    Migration { version: 10_073, name: "consents", sql: include_str!("../migrations/0073_consents.sql") },
    Migration { version: 10_074, name: "names", sql: include_str!("../migrations/0074_names.sql") },
    Migration { version: 10_090, name: "operations", sql: include_str!("../migrations/0090_operations.sql") },
    Migration {
        version: 10_140,
        name: "operation items",
        sql: include_str!("../migrations/0140_operation_items.sql"),
    },
    Migration {
        version: 10_150,
        name: "operation conditions",
        sql: include_str!("../migrations/0150_operation_conditions.sql"),
    },
    Migration {
        version: 10_151,
        name: "authorities",
        sql: include_str!("../migrations/0151_authorities.sql"),
    },
    Migration { version: 10_160, name: "promises", sql: include_str!("../migrations/0160_promises.sql") },
    Migration {
        version: 10_161,
        name: "authority proposals",
        sql: include_str!("../migrations/0161_authority_proposals.sql"),
    },
    Migration {
        version: 10_162,
        name: "promises due",
        sql: include_str!("../migrations/0162_promises_due.sql"),
    },
    Migration { version: 10_200, name: "audit", sql: include_str!("../migrations/0200_audit.sql") },
    Migration {
        version: 10_201,
        name: "audit stretches",
        sql: include_str!("../migrations/0201_audit_stretches.sql"),
    },
];

const APPLIED: &str = "SELECT version FROM _sqlx_migrations ORDER BY version";

/// Only PostgreSQL limits statements.
const UNLIMITED: &str = "SET statement_timeout = 0";
/// Back to what the connection was opened with.
const LIMITED: &str = "RESET statement_timeout";

/// Every statement of this file that only PostgreSQL knows.
pub(crate) const POSTGRES_STATEMENTS: &[&str] = &[UNLIMITED, LIMITED];

/// Every statement of this file, for the test that prepares them.
pub const STATEMENTS: &[&str] = &[APPLIED];

struct Dialect {
    int: &'static str,
    blob: &'static str,
    strict: &'static str,
}

const SQLITE: Dialect = Dialect { int: "INTEGER", blob: "BLOB", strict: " STRICT" };
const POSTGRES: Dialect = Dialect { int: "BIGINT", blob: "BYTEA", strict: "" };

/// Brings the schema up to date.
///
/// # Errors
/// [`Error::NewerSchema`] when a later release has been here; [`Error::Migrate`] otherwise.
pub(crate) async fn run(db: &Db, added: &[Migration]) -> Result<(), Error> {
    let migrator = migrator(db, added);
    let migrated = match db {
        Db::Sqlite { write, .. } => migrator.run(write).await,
        Db::Postgres(pool) => at_leisure(&migrator, pool).await,
    };
    migrated.map_err(|error| match error {
        MigrateError::VersionMissing(found) => Error::NewerSchema { found },
        other => Error::Migrate(other),
    })
}

/// Without the limit for single statements: an index over years of contacts takes its time.
async fn at_leisure(migrator: &Migrator, pool: &PgPool) -> Result<(), MigrateError> {
    let mut connection = pool.acquire().await?;
    sqlx::query(UNLIMITED).execute(&mut *connection).await?;
    let migrated = migrator.run(&mut *connection).await;
    sqlx::query(LIMITED).execute(&mut *connection).await?;
    migrated
}

/// Checks that the schema is exactly the one of this release.
pub(crate) async fn check(db: &Db, added: &[Migration]) -> Result<(), Error> {
    let applied = applied(db).await?;
    let known: Vec<i64> = all(added).map(|migration| migration.version).collect();
    if let Some(found) = applied.iter().find(|version| !known.contains(version)) {
        return Err(Error::NewerSchema { found: *found });
    }
    match known.into_iter().find(|version| !applied.contains(version)) {
        Some(missing) => Err(Error::OlderSchema { missing }),
        None => Ok(()),
    }
}

/// Whether this release has that step.
pub(crate) fn knows(version: i64, added: &[Migration]) -> bool {
    all(added).any(|migration| migration.version == version)
}

/// Whether these are all steps of this release.
pub(crate) fn is_whole(versions: &[i64], added: &[Migration]) -> bool {
    all(added).all(|migration| versions.contains(&migration.version))
}

/// The steps that were taken.
pub(crate) async fn applied(db: &Db) -> Result<Vec<i64>, Error> {
    Ok(read_db!(db, |pool| sqlx::query_scalar(APPLIED).fetch_all(pool).await)?)
}

/// Takes these steps alone, within a transaction: what a backup of an earlier release was taken of.
pub(crate) async fn run_only(
    tx: &mut PgConnection,
    versions: &[i64],
    added: &[Migration],
) -> Result<(), Error> {
    let steps = all(added).filter(|migration| versions.contains(&migration.version));
    let migrator = Migrator::with_migrations(steps.map(|migration| POSTGRES.speak(migration)).collect());
    migrator.run(tx).await.map_err(Error::Migrate)
}

fn all(added: &[Migration]) -> impl Iterator<Item = &Migration> {
    OWN.iter().chain(added)
}

fn migrator(db: &Db, added: &[Migration]) -> Migrator {
    let dialect = match db {
        Db::Sqlite { .. } => SQLITE,
        Db::Postgres(_) => POSTGRES,
    };
    Migrator::with_migrations(all(added).map(|migration| dialect.speak(migration)).collect())
}

impl Dialect {
    fn speak(&self, migration: &Migration) -> sqlx::migrate::Migration {
        let text = migration
            .sql
            .replace("{int}", self.int)
            .replace("{blob}", self.blob)
            .replace("{strict}", self.strict);
        sqlx::migrate::Migration::new(
            migration.version,
            Cow::Borrowed(migration.name),
            MigrationType::Simple,
            // The text is a constant of this program; nothing of it comes from outside.
            sqlx::AssertSqlSafe(text).into_sql_str(),
            false,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, Store};
    use vocabulary::Sequence;
    use vocabulary::journal::Entry;

    /// A row as the first release wrote it, with the columns of then.
    const FIRST_ROW: &str = "INSERT INTO journal (sequence, at_us, version, agent, kind, body) VALUES \
                             (1, 1790000000000000, 1, 7, 'agent_ready', $1)";
    const FIRST_BODY: &str = r#"{"kind":"agent_ready","agent":7}"#;

    /// A folder whose schema has taken the first `steps`, and no more.
    async fn of_an_earlier_release(steps: usize) -> (tempfile::TempDir, Options) {
        let folder = tempfile::tempdir().unwrap();
        let options = Options { spill_bytes: 1024 * 1024, ..Options::new(folder.path()) };
        let db = Db::open(&options).await.unwrap();
        let Db::Sqlite { write, .. } = &db else { unreachable!("options without a URL open SQLite") };
        let taken = OWN[..steps].iter().map(|step| SQLITE.speak(step)).collect();
        Migrator::with_migrations(taken).run(write).await.unwrap();
        sqlx::query(FIRST_ROW).bind(FIRST_BODY).execute(write).await.unwrap();
        db.close().await;
        (folder, options)
    }

    #[tokio::test]
    async fn a_folder_of_each_earlier_schema_opens() {
        for steps in 1..=OWN.len() {
            let (_folder, options) = of_an_earlier_release(steps).await;
            if steps < OWN.len() {
                let refused = Store::read_only(options.clone()).await.err();
                assert!(matches!(refused, Some(Error::OlderSchema { .. })), "{steps}: {refused:?}");
            }
            let store = Store::open(options).await.unwrap();
            let records = store.records(Sequence(1), 10).await.unwrap();
            let [record] = records.as_slice() else { panic!("{steps}: {} records", records.len()) };
            assert!(matches!(record.entry, Entry::AgentReady { agent } if agent.0 == 7), "{steps}");
            store.close().await;
        }
    }
}
