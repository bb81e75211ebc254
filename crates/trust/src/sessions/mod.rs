//! Signing in by name and password, and what lasts from then on.
//!
//! Six errors in a row lock an account until an administrator unlocks it (seeds B5). A session ends by
//! itself when nobody has used it for ten minutes; what only waits for news is no use. After twelve hours it ends
//! however much it is used: no shift is longer, and who took a token does not keep it.

mod password;
pub(crate) mod service;
pub(crate) mod table;

pub use password::{OneTime, Password, Unfit};
pub use service::{Credentials, Origin, SignInRefused, SignedIn};

use std::fmt;
use std::str::FromStr;
use std::time::Duration;
use vocabulary::{AccountId, Span, Time};

/// How long a session lasts without being used (spec/rules, passwords).
pub const IDLE: Duration = Duration::from_secs(10 * 60);

/// How long a session lasts, however much it is used.
pub const LASTS: Span = Span::seconds(12 * 3_600);

/// How long a password works that was given out.
pub const ONE_TIME_LASTS: Span = Span::seconds(24 * 3_600);

/// Errors in a row that lock an account (spec/rules, passwords).
pub const ERRORS: u32 = 6;

/// Names a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub u64);

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "S-{}", self.0)
    }
}

/// The text names no session.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an id like S-17 or its number alone")]
pub struct NoSessionId;

impl FromStr for SessionId {
    type Err = NoSessionId;
    fn from_str(text: &str) -> Result<SessionId, NoSessionId> {
        text.strip_prefix("S-").unwrap_or(text).parse().map(SessionId).map_err(|_| NoSessionId)
    }
}

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its name.
    pub id: SessionId,
    /// Who.
    pub account: AccountId,
    /// From where.
    pub origin: String,
    /// Since when.
    pub begun: Time,
    /// When it was used last, to half a minute.
    pub used: Time,
}
