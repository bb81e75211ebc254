//! Rules of authority come into force: at the start, and while it serves.

use super::Operations;
use crate::clock::wall;
use ::conditions::{Authority, Fault};
use std::fmt;
use store::AuthorityText;
use store::audit::{Code, Entry, Kind};

/// Why rules are not in force.
#[derive(Debug)]
pub enum NotInForce {
    /// The text is not fit to be rules.
    Unsound(Vec<Fault>),
    /// The version names another text.
    OtherText(u32),
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
            NotInForce::OtherText(version) => write!(
                f,
                "version {version} of the rules of authority names another text, which was in force before (`heliotrope \
                 authority show {version}`): say `authority` with a number that was not used yet"
            ),
            NotInForce::NotKept => {
                f.write_str("the rules of authority cannot be written down now, so that those before stay")
            }
        }
    }
}

impl Operations {
    /// Brings rules into force, kept by their version; which version that is, and whether another was before.
    ///
    /// # Errors
    /// [`NotInForce`]: what is in force stays.
    pub async fn bring_into_force(&self, text: &str) -> Result<(u32, bool), NotInForce> {
        let authority = Authority::read(text).map_err(NotInForce::Unsound)?;
        let version = authority.version();
        let store = &self.0.store;
        let wanted = AuthorityText { version, text: text.to_owned(), first: wall() };
        let kept = store.keep_authority(&wanted).await.map_err(|error| {
            tracing::error!(%error, "rules of authority could not be kept");
            NotInForce::NotKept
        })?;
        if kept.text != text {
            return Err(NotInForce::OtherText(version));
        }
        if *self.authority() == authority {
            return Ok((version, false));
        }
        let about = format!("authority:{version}").parse().ok();
        let entry = Entry {
            about,
            ..Entry::new(wall(), Code::of("authority.change"), Kind::Change, Code::of("program"))
        };
        store.audit().record(entry).await.map_err(|_| NotInForce::NotKept)?;
        self.govern(authority);
        Ok((version, true))
    }
}
