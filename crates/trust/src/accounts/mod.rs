//! Accounts: who can sign in with which role.

pub(crate) mod cache;
pub(crate) mod service;
pub(crate) mod table;
pub(crate) mod token;

use crate::permissions::Role;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use store::Migration;
use vocabulary::Time;

/// The tables of this room, for `store::Options::migrations`.
pub const MIGRATIONS: &[Migration] = &[Migration {
    version: 20_001,
    name: "accounts",
    sql: include_str!("../../migrations/0001_accounts.sql"),
}];

/// An account's number: what journal and audit name somebody by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(pub u64);

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "U-{}", self.0)
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for AccountId {
    type Err = vocabulary::ids::Error;
    /// Accepts `U-3` and `3`.
    fn from_str(text: &str) -> Result<AccountId, vocabulary::ids::Error> {
        let digits = text.strip_prefix("U-").unwrap_or(text);
        digits.parse().map(AccountId).map_err(|_| vocabulary::ids::Error::Number { prefix: "U" })
    }
}

/// Somebody who can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub id: AccountId,
    /// The name to sign in with: 1 to 64 characters out of `a-z A-Z 0-9 . _ -`.
    pub name: String,
    /// What it may do.
    pub role: Role,
}

/// An account in the list of accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The account.
    pub account: Account,
    /// When it was made.
    pub created: Time,
    /// When it was revoked, if it was.
    pub revoked: Option<Time>,
}
