//! Rules of authority come into force: at the start, and while it serves.

use super::Operations;
use crate::clock::wall;
use ::conditions::{Authority, Fault};
use std::fmt;
use store::audit::{Code, Entry, Kind};
use store::{AuthorityText, Reader};
use vocabulary::AccountId;

/// Why rules are not in force.
#[derive(Debug)]
pub enum NotInForce {
    /// The text is not fit to be rules.
    Unsound(Vec<Fault>),
    /// The version names another text.
    OtherText {
        /// The version.
        version: u32,
        /// The lowest number above all that were used.
        free: u32,
    },
    /// It cannot be written down.
    NotKept,
}

impl std::error::Error for NotInForce {}

impl fmt::Display for NotInForce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotInForce::Unsound(faults) => {
                f.write_str("these are no rules of authority")?;
                faults.iter().try_for_each(|fault| write!(f, "; {fault}"))
            }
            NotInForce::OtherText { version, free } => write!(
                f,
                "version {version} of the rules of authority names another text, which was in force before (`heliotrope \
                 authority show {version}`): say `authority {free}`, the next number that was not used yet"
            ),
            NotInForce::NotKept => {
                f.write_str("the rules of authority cannot be written down now, so that those before stay")
            }
        }
    }
}

/// Reads rules that may come into force: their number is free, or names this very text.
///
/// # Errors
/// [`NotInForce`].
pub async fn read_rules(kept: &Reader, text: &str) -> Result<Authority, NotInForce> {
    let authority = Authority::read(text).map_err(NotInForce::Unsound)?;
    let version = authority.version();
    match kept.authority(version).await.map_err(|why| not_read(&why))? {
        Some(other) if other.text != text => Err(other_text(kept, version).await),
        _ => Ok(authority),
    }
}

async fn other_text(kept: &Reader, version: u32) -> NotInForce {
    match kept.free_authority().await {
        Ok(free) => NotInForce::OtherText { version, free },
        Err(why) => not_read(&why),
    }
}

fn not_read(why: &store::Error) -> NotInForce {
    tracing::error!(%why, "rules of authority could not be read or kept");
    NotInForce::NotKept
}

impl Operations {
    /// Brings the rules of the start into force: those of the file; without one, those that were in force last; at the
    /// first start, those that are built in. Which version that is, and which other was in force before.
    ///
    /// # Errors
    /// [`NotInForce`].
    pub async fn begin_in_force(&self, on_file: Option<&str>) -> Result<(u32, Option<u32>), NotInForce> {
        let last = self.0.store.last_authority().await.map_err(|why| not_read(&why))?;
        let text = on_file.or(last.as_ref().map(|last| last.text.as_str())).unwrap_or(Authority::BUILT_IN);
        let (version, _) = self.bring_into_force(text, None).await?;
        Ok((version, last.map(|last| last.version).filter(|before| *before != version)))
    }

    /// Brings rules into force, kept by their version; which version that is, and whether another was before. `by` is
    /// who wished it; nobody, when a file is read.
    ///
    /// # Errors
    /// [`NotInForce`]: what is in force stays.
    pub async fn bring_into_force(
        &self,
        text: &str,
        by: Option<AccountId>,
    ) -> Result<(u32, bool), NotInForce> {
        let store = &self.0.store;
        let authority = read_rules(store, text).await?;
        let version = authority.version();
        let wanted = AuthorityText { version, text: text.to_owned(), first: wall() };
        let kept = store.keep_authority(&wanted).await.map_err(|why| not_read(&why))?;
        if kept.text != text {
            // Somebody used the number in this very moment.
            return Err(other_text(store, version).await);
        }
        // What is noted as in force last is in force: nobody else comes in between, nor is anything judged.
        let _one_at_a_time = self.0.judging.lock().await;
        let is_other = *self.authority() != authority;
        if is_other {
            let entry = Entry {
                account: by,
                about: format!("authority:{version}").parse().ok(),
                ..Entry::new(wall(), Code::of("authority.change"), Kind::Change, Code::of("program"))
            };
            store.audit().record(entry).await.map_err(|_| NotInForce::NotKept)?;
        }
        store.authority_in_force(version, wall()).await.map_err(|why| not_read(&why))?;
        self.govern(authority);
        Ok((version, is_other))
    }
}
