//! Bringing together what a backup is made of.

use super::archive::Manifest;
use super::{Progress, Result, Step, Told, inspect, tables};
use crate::error::file_error;
use crate::{Db, Options, db, migrate, now};
use rand::Rng;
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// Names of work folders begin so. One that a killed program left behind is in no backup, and may be removed.
const WORK: &str = ".backup-";
/// Sealed files: they are never changed, only added to, and removed.
const BLOBS: &str = "blobs";
/// Keys: a file each, never written over.
const KEYS: &str = "keys";
/// What of a data folder is in no backup: locks, what is on its way to the database, and the database's own files,
/// which are copied by the database itself.
const LEFT_OUT: [&str; 2] = ["lock", "spill.log"];

/// A folder that is gone with its handle.
pub(super) struct WorkFolder(PathBuf);

impl WorkFolder {
    /// Makes one, for its owner alone.
    pub fn make(beside: &Path) -> Result<WorkFolder> {
        let path = beside.join(format!("{WORK}{:016x}", rand::rng().next_u64()));
        let made = DirBuilder::new().mode(0o700).create(&path);
        made.map_err(file_error("make", &path))?;
        Ok(WorkFolder(path))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for WorkFolder {
    fn drop(&mut self) {
        // Best effort: there is nobody to tell.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Everything in one place, as it was at one moment.
pub(super) struct Gathered {
    work: WorkFolder,
    pub manifest: Manifest,
}

impl Gathered {
    /// The names of all parts: the database first, so that whoever reads knows early whether it can be used.
    pub fn parts(&self) -> Result<Vec<String>> {
        let mut names = Vec::new();
        walk(self.work.path(), Path::new(""), &mut |name, _| {
            names.push(name.to_string_lossy().into_owned());
            Ok(())
        })?;
        names.sort_by_key(|name| (!is_of_database(name), name.clone()));
        Ok(names)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.work.path().join(name)
    }
}

fn is_of_database(name: &str) -> bool {
    name == db::FILE || name.starts_with(tables::FOLDER)
}

/// Links and copies, with the database in between.
pub(super) async fn gather(options: &Options, db: &Db, told: Told<'_>) -> Result<Gathered> {
    told(Progress { step: Step::Gathering, done: 0, of: 0 });
    let folder = &options.folder;
    let work = WorkFolder::make(folder)?;
    keep_files(folder, work.path())?;
    migrate::check(db, &options.migrations).await?;
    let tables = match db {
        Db::Sqlite { .. } => {
            inspect::copy(db, &work.path().join(db::FILE)).await?;
            Vec::new()
        }
        Db::Postgres(pool) => tables::copy_out(pool, work.path()).await?,
    };
    keep_blobs(folder, work.path())?;
    keep_keys(folder, work.path())?;
    let manifest = Manifest {
        release: env!("CARGO_PKG_VERSION").to_owned(),
        taken: now().0,
        sequence: inspect::last_sequence(db, work.path()).await?,
        postgres: matches!(db, Db::Postgres(_)),
        master_key: work.path().join("keys/master.key").exists(),
        schema: migrate::applied(db).await?,
        tables,
        parts: 0,
    };
    Ok(Gathered { work, manifest })
}

/// Everything but the database: sealed files by a link, which costs nothing, other files as a copy, for they may be
/// written over.
fn keep_files(folder: &Path, into: &Path) -> Result<()> {
    keep_blobs(folder, into)?;
    walk(folder, Path::new(""), &mut |name, path| {
        let first = name.iter().next().unwrap_or_default().to_string_lossy().into_owned();
        let is_left_out = LEFT_OUT.contains(&first.as_str())
            || first == BLOBS
            || first.starts_with(WORK)
            || first.starts_with(db::FILE);
        if is_left_out {
            Ok(())
        } else {
            place(path, &into.join(name), |from, to| fs::copy(from, to).map(drop))
        }
    })
}

/// Keys once more: a version that came into use meanwhile was in its file before the database knew of it.
fn keep_keys(folder: &Path, into: &Path) -> Result<()> {
    walk(&folder.join(KEYS), Path::new(KEYS), &mut |name, path| {
        place(path, &into.join(name), |from, to| fs::copy(from, to).map(drop))
    })
}

/// The sealed files that are there now and were not before. One that is being written bears another name until it is
/// whole, and is left alone.
fn keep_blobs(folder: &Path, into: &Path) -> Result<()> {
    walk(&folder.join(BLOBS), Path::new(BLOBS), &mut |name, path| {
        if name.extension().is_some_and(|kind| kind == "new") {
            return Ok(());
        }
        let link_or_copy = |from: &Path, to: &Path| match fs::hard_link(from, to) {
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::AlreadyExists) => {
                Err(error)
            }
            // A file system without links, or another one.
            Err(_) => fs::copy(from, to).map(drop),
            linked => linked,
        };
        place(path, &into.join(name), link_or_copy)
    })
}

/// Puts a file somewhere. One that has gone meanwhile was meant to go; one that is there already stays.
fn place(from: &Path, to: &Path, put: impl Fn(&Path, &Path) -> io::Result<()>) -> Result<()> {
    if let Some(folder) = to.parent() {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.map_err(file_error("make", folder))?;
    }
    match put(from, to) {
        Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::AlreadyExists) => {
            Err(file_error("copy", from)(error).into())
        }
        _ => Ok(()),
    }
}

/// Every plain file below a folder, by its name from `name` on. A folder that is not there is empty.
fn walk(folder: &Path, name: &Path, each: &mut dyn FnMut(&Path, &Path) -> Result<()>) -> Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(file_error("read", folder))?,
    };
    for entry in entries {
        let entry = entry.map_err(file_error("read", folder))?;
        let Ok(kind) = entry.file_type() else { continue };
        let (path, name) = (entry.path(), name.join(entry.file_name()));
        if kind.is_dir() {
            if !entry.file_name().to_string_lossy().starts_with(WORK) {
                walk(&path, &name, each)?;
            }
        } else if kind.is_file() {
            each(&name, &path)?;
        }
    }
    Ok(())
}
