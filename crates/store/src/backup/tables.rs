//! PostgreSQL: its tables out and in, by the binary form of COPY, each time within one transaction.

use super::archive::Manifest;
use super::{Error, Result};
use crate::error::file_error;
use crate::{Migration, migrate};
use futures_util::TryStreamExt;
use sqlx::{AssertSqlSafe, Executor, PgConnection, PgPool, Postgres, Transaction};
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

/// Where the parts of tables stand.
pub(super) const FOLDER: &str = "tables/";

/// One moment for all tables.
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
const COMMIT: &str = "COMMIT";
/// A table of years takes its time.
const UNLIMITED: &str = "SET LOCAL statement_timeout = 0";
/// Tables are filled one after the other; rows that name rows of others are checked at the end.
const TABLES: &str = "SELECT table_name FROM information_schema.tables \
                      WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name";
const COLUMNS: &str = "SELECT column_name FROM information_schema.columns \
                       WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position";
/// Which table names rows of which.
const NAMED: &str = "SELECT child.relname AS child, parent.relname AS parent FROM pg_constraint named \
                     JOIN pg_class child ON child.oid = named.conrelid \
                     JOIN pg_class parent ON parent.oid = named.confrelid WHERE named.contype = 'f'";

/// Statements that only PostgreSQL knows, for the test that prepares them.
pub(crate) const POSTGRES_STATEMENTS: &[&str] = &[TABLES, COLUMNS, NAMED];

/// Bytes sent at a time.
const PIECE: usize = 64 * 1024;

/// The table in which the schema's steps are noted: made by taking them.
const STEPS: &str = "_sqlx_migrations";

/// Copies all tables, as of one moment, into files below a folder. Their names with their columns, in an order in
/// which they can be filled again.
pub(super) async fn copy_out(pool: &PgPool, work: &Path) -> Result<Vec<(String, Vec<String>)>> {
    let mut conn = pool.acquire().await?;
    conn.execute(BEGIN).await?;
    conn.execute(UNLIMITED).await?;
    let copied = copy_all_out(&mut conn, work).await;
    // Nothing was changed: how it ends matters to nobody.
    conn.execute(COMMIT).await?;
    copied
}

async fn copy_all_out(conn: &mut PgConnection, work: &Path) -> Result<Vec<(String, Vec<String>)>> {
    let folder = work.join(FOLDER);
    std::fs::create_dir(&folder).map_err(file_error("make", &folder))?;
    let mut tables = Vec::new();
    for table in in_order(conn).await? {
        let columns: Vec<String> = sqlx::query_scalar(COLUMNS).bind(&table).fetch_all(&mut *conn).await?;
        let path = folder.join(&table);
        let mut file = File::create_new(&path).map_err(file_error("make", &path))?;
        let text = format!("COPY {} TO STDOUT (FORMAT binary)", target(&table, &columns));
        let mut rows = conn.copy_out_raw(&text).await?;
        while let Some(bytes) = rows.try_next().await? {
            file.write_all(&bytes).map_err(file_error("write", &path))?;
        }
        tables.push((table, columns));
    }
    Ok(tables)
}

/// All tables of ours; those whose rows others name come first.
async fn in_order(conn: &mut PgConnection) -> Result<Vec<String>> {
    let all: Vec<String> = sqlx::query_scalar(TABLES).fetch_all(&mut *conn).await?;
    let named: Vec<(String, String)> = sqlx::query_as(NAMED).fetch_all(&mut *conn).await?;
    let mut waiting: Vec<String> = all.into_iter().filter(|table| table != STEPS).collect();
    let mut ordered = Vec::new();
    while !waiting.is_empty() {
        let waits = |table: &String| {
            named.iter().any(|(child, parent)| child == table && parent != table && waiting.contains(parent))
        };
        let (later, now): (Vec<String>, Vec<String>) = waiting.iter().cloned().partition(waits);
        // Tables that name each other in a circle cannot be filled; there are none.
        let stuck = now.is_empty();
        ordered.extend(now);
        if stuck {
            ordered.extend(later);
            break;
        }
        waiting = later;
    }
    Ok(ordered)
}

/// Fills an empty database with what [`copy_out`] wrote. All of it is one transaction, which is for the caller to
/// commit.
pub(super) async fn copy_in(
    pool: &PgPool,
    work: &Path,
    manifest: &Manifest,
    added: &[Migration],
) -> Result<Transaction<'static, Postgres>> {
    let mut tx = pool.begin().await?;
    tx.execute(UNLIMITED).await?;
    let there: Vec<String> = sqlx::query_scalar(TABLES).fetch_all(&mut *tx).await?;
    if let Some(table) = there.into_iter().next() {
        return Err(Error::DatabaseOccupied { table });
    }
    migrate::run_only(&mut tx, &manifest.schema, added).await?;
    for (table, _) in manifest.tables.iter().rev() {
        // The steps themselves put rows into some.
        tx.execute(AssertSqlSafe(format!("DELETE FROM {}", quoted(table)))).await?;
    }
    for (table, columns) in &manifest.tables {
        let text = format!("COPY {} FROM STDIN (FORMAT binary)", target(table, columns));
        let path = work.join(FOLDER).join(table);
        let mut file = File::open(&path).map_err(file_error("read", &path))?;
        let mut rows = tx.copy_in_raw(&text).await?;
        let mut piece = vec![0; PIECE];
        loop {
            let read = file.read(&mut piece).map_err(file_error("read", &path))?;
            if read == 0 {
                break;
            }
            rows.send(&piece[..read]).await?;
        }
        rows.finish().await?;
    }
    Ok(tx)
}

fn target(table: &str, columns: &[String]) -> String {
    let columns: Vec<String> = columns.iter().map(|column| quoted(column)).collect();
    format!("{} ({})", quoted(table), columns.join(", "))
}

/// A name as SQL reads it, whatever is in it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
