//! One instance a data folder: an exclusive lock on a file that names its holder.

use crate::Error;
use crate::error::file_error;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The data folder, held until dropped. The system lets go of it when the process dies.
#[derive(Debug)]
pub(crate) struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Takes the folder.
    ///
    /// # Errors
    /// [`Error::FolderHeld`] with the holder's process id when another instance has it.
    pub(crate) fn take(folder: &Path) -> Result<FolderLock, Error> {
        let path = folder.join("lock");
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(file_error("open", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::FolderHeld { folder: folder.to_owned(), holder: holder(&mut file) });
            }
            Err(TryLockError::Error(error)) => return Err(file_error("lock", &path)(error)),
        }
        write_pid(&mut file).map_err(file_error("write", &path))?;
        Ok(FolderLock { _file: file })
    }
}

fn holder(file: &mut File) -> String {
    let mut text = String::new();
    match file.read_to_string(&mut text) {
        Ok(_) if !text.trim().is_empty() => text.trim().to_owned(),
        _ => "unknown".to_owned(),
    }
}

/// Overwrites in place: on a full disk a file that is there already can still be written.
fn write_pid(file: &mut File) -> std::io::Result<()> {
    file.rewind()?;
    file.write_all(format!("{:<12}\n", std::process::id()).as_bytes())
}
