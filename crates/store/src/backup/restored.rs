//! Out of a backup: a data folder, and the tables of a PostgreSQL.

use super::archive::{self, Manifest};
use super::gather::WorkFolder;
use super::{Error, Result, Secret, Step, Summary, Told, check_schema, inspect, sync_folder, tables};
use crate::error::file_error;
use crate::sealed::FolderKeys;
use crate::{Db, Migration, Options, migrate, rotation};
use sqlx::{PgPool, Postgres, Transaction};
use std::fs;
use std::io;
use std::path::Path;

/// Restores a backup into the folder of `options`, which must not be there yet or be empty; if it is one of PostgreSQL,
/// also into the database of `options`, which must have no tables.
///
/// # Errors
/// [`Error`]; then nothing of it is left, neither in the folder nor in the database.
pub async fn restore(file: &Path, secret: &Secret, options: &Options, told: Told<'_>) -> Result<Summary> {
    let folder = &options.folder;
    check_empty(folder)?;
    let beside = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(beside).map_err(file_error("make", beside))?;
    let work = WorkFolder::make(beside)?;
    let (manifest, bytes) =
        archive::unpack(file, secret, Step::Writing, told, |name| Some(work.path().join(name)))?;
    check_schema(&manifest, &options.migrations)?;
    let filled = match (&options.database, manifest.postgres) {
        (None, false) => {
            check_database(work.path(), &manifest, &options.migrations).await?;
            None
        }
        (Some(_), true) => Some(fill(options, work.path(), &manifest).await?),
        (None, true) => {
            let advice = "name an empty one with --database";
            return Err(Error::OtherDatabase { of: "PostgreSQL", advice });
        }
        (Some(_), false) => {
            let advice = "restore it without --database";
            return Err(Error::OtherDatabase { of: "the built-in database", advice });
        }
    };
    put(work, folder)?;
    if let Some((pool, tx)) = filled {
        let committed = tx.commit().await;
        pool.close().await;
        if let Err(error) = committed {
            // Best effort: the failure itself is told.
            let _ = fs::remove_dir_all(folder);
            return Err(error.into());
        }
    }
    Ok(manifest.summary(bytes))
}

fn check_empty(folder: &Path) -> Result<()> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(file_error("read", folder)(error).into()),
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(Error::Occupied { folder: folder.to_owned() }),
        },
    }
}

/// That the database holds together, and that its master key is the one beside it.
async fn check_database(work: &Path, manifest: &Manifest, added: &[Migration]) -> Result<()> {
    inspect::database(work).await?;
    // What an earlier release knew of its keys is brought up to date by the next start, which looks for them itself.
    if manifest.master_key && migrate::is_whole(&manifest.schema, added) {
        let pool = inspect::open(work).await?;
        let db = Db::Sqlite { write: pool.clone(), read: pool };
        let key = rotation::master_key(&db, &FolderKeys::new(work), false).await;
        db.close().await;
        key?;
    }
    Ok(())
}

/// Fills the tables; the files they came from are gone afterwards.
async fn fill(
    options: &Options,
    work: &Path,
    manifest: &Manifest,
) -> Result<(PgPool, Transaction<'static, Postgres>)> {
    let Db::Postgres(pool) = Db::open(options).await? else {
        unreachable!("options with a URL open PostgreSQL");
    };
    let filled = tables::copy_in(&pool, work, manifest, &options.migrations).await;
    let tables = work.join(tables::FOLDER);
    fs::remove_dir_all(&tables).map_err(file_error("remove", &tables))?;
    Ok((pool, filled?))
}

/// Gives the folder its name.
fn put(work: WorkFolder, folder: &Path) -> Result<()> {
    match fs::remove_dir(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(file_error("replace", folder)(error).into());
        }
        _ => {}
    }
    fs::rename(work.path(), folder).map_err(file_error("name", folder))?;
    sync_folder(folder)
}
