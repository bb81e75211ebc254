//! Where versions of the master key are kept: a folder, the environment, or a service of the bank's.

use super::{Error, Secret};
use crate::error::file_error;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::future::Future;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use zeroize::Zeroizing;

/// Environment variable that takes the place of the first version's file; `_2` and so on follow it for later ones.
const VARIABLE: &str = "HELIOTROPE_MASTER_KEY";

/// What comes of asking for a key.
pub type KeyAnswer<'a, T> = Pin<Box<dyn Future<Output = Result<T, crate::Error>> + Send + 'a>>;

/// The port to where master keys are kept. Every implementation keeps the promises of
/// [`crate::testing::key_service_keeps_its_promises`].
pub trait KeyService: Send + Sync + fmt::Debug {
    /// The key of a version; `None` when there is none. Asked again, it is the same.
    fn key(&self, version: i64) -> KeyAnswer<'_, Option<Secret>>;

    /// Makes the key of a version that has none, and keeps it durably before it answers; of one that has, it is
    /// that one.
    fn make(&self, version: i64) -> KeyAnswer<'_, Secret>;
}

/// Keys in files of the data folder (`keys/master.key`, `keys/master.2.key` …), or in the environment. Where the
/// environment has the first, it must have all: nothing is written then.
pub struct FolderKeys {
    folder: PathBuf,
    environment: fn(&str) -> Option<String>,
}

impl FolderKeys {
    /// Those of a data folder, and of this process's environment.
    pub fn new(data: &Path) -> FolderKeys {
        FolderKeys::with_environment(data, |name| std::env::var(name).ok())
    }

    /// The same, with another environment.
    pub fn with_environment(data: &Path, environment: fn(&str) -> Option<String>) -> FolderKeys {
        FolderKeys { folder: data.join("keys"), environment }
    }

    fn in_environment(&self, version: i64) -> Result<Option<Secret>, Error> {
        let text = (self.environment)(&variable(version)).map(Zeroizing::new);
        text.map(|text| Secret::from_hex(&text)).transpose()
    }

    fn find(&self, version: i64) -> Result<Option<Secret>, crate::Error> {
        if let Some(secret) = self.in_environment(version)? {
            return Ok(Some(secret));
        }
        let path = self.path(version);
        let text = match fs::read_to_string(&path) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(file_error("read", &path)(error)),
        };
        let mode = fs::metadata(&path).map_err(file_error("read", &path))?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(Error::MasterKeyExposed.into());
        }
        Ok(Some(Secret::from_hex(&text)?))
    }

    fn create(&self, version: i64) -> Result<Secret, crate::Error> {
        if let Some(there) = self.find(version)? {
            return Ok(there);
        }
        if (self.environment)(VARIABLE).is_some() {
            return Err(Error::MasterKeyToBeGiven { variable: variable(version) }.into());
        }
        let keys = self.folder.as_path();
        fs::DirBuilder::new().recursive(true).mode(0o700).create(keys).map_err(file_error("make", keys))?;
        let path = self.path(version);
        let secret = Secret::random();
        let mut text = secret.to_hex();
        text.push('\n');
        write_new(&path, &text).map_err(file_error("write", &path))?;
        for folder in [Some(keys), keys.parent()].into_iter().flatten() {
            File::open(folder).and_then(|folder| folder.sync_all()).map_err(file_error("write", folder))?;
        }
        Ok(secret)
    }

    fn path(&self, version: i64) -> PathBuf {
        self.folder.join(match version {
            1 => "master.key".to_owned(),
            later => format!("master.{later}.key"),
        })
    }
}

impl KeyService for FolderKeys {
    fn key(&self, version: i64) -> KeyAnswer<'_, Option<Secret>> {
        Box::pin(async move { self.find(version) })
    }

    fn make(&self, version: i64) -> KeyAnswer<'_, Secret> {
        Box::pin(async move { self.create(version) })
    }
}

impl fmt::Debug for FolderKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FolderKeys").field("folder", &self.folder).finish_non_exhaustive()
    }
}

fn variable(version: i64) -> String {
    match version {
        1 => VARIABLE.to_owned(),
        later => format!("{VARIABLE}_{later}"),
    }
}

/// Writes a file that was not there, for its owner only: under another name first, so that one that was cut off
/// is never taken for a key.
fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    let half = path.with_extension("new");
    let _ = fs::remove_file(&half);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&half)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    // A link never takes the place of another key.
    fs::hard_link(&half, path)?;
    fs::remove_file(&half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_made_key_is_found_again_and_one_that_others_may_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let keys = FolderKeys::with_environment(folder.path(), |_| None);
        crate::testing::key_service_keeps_its_promises(&keys).await;
        let path = folder.path().join("keys/master.2.key");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let refused = keys.key(2).await;
        assert!(matches!(refused, Err(crate::Error::Sealed(Error::MasterKeyExposed))), "{refused:?}");
        assert!(keys.make(2).await.is_err(), "a key was overwritten");
    }

    #[tokio::test]
    async fn keys_of_the_environment_are_given_and_never_made() {
        const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
        let folder = tempfile::tempdir().unwrap();
        let keys =
            FolderKeys::with_environment(folder.path(), |name| (name == VARIABLE).then(|| KEY.to_owned()));
        assert_eq!(keys.key(1).await.unwrap().unwrap().to_hex().as_str(), KEY);
        assert!(keys.key(2).await.unwrap().is_none());
        let refused = keys.make(2).await.unwrap_err().to_string();
        assert!(refused.contains("HELIOTROPE_MASTER_KEY_2"), "{refused}");
        assert!(!folder.path().join("keys").exists());
    }
}
