//! Roles beside an account's own, and what somebody lends while away.

pub(crate) mod service;
pub(crate) mod table;

use crate::permissions::{Permission, Role};
use crate::powers::Scope;
use std::fmt;
use std::str::FromStr;
use vocabulary::{AccountId, Time};

pub use service::NotGranted;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident, $letter:literal, $unknown:ident, $example:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($letter, "-{}"), self.0)
            }
        }

        #[doc = "The text names none."]
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $unknown;

        impl fmt::Display for $unknown {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!("expected an id like ", $example, " or its number alone"))
            }
        }

        impl std::error::Error for $unknown {}

        impl FromStr for $name {
            type Err = $unknown;
            fn from_str(text: &str) -> Result<$name, $unknown> {
                let number = text.strip_prefix(concat!($letter, "-")).unwrap_or(text);
                number.parse().map($name).map_err(|_| $unknown)
            }
        }
    )+};
}
pub(crate) use ids;

ids! {
    /// Names a grant.
    GrantId, "G", NoGrantId, "G-3";
    /// Names a delegation.
    DelegationId, "D", NoDelegationId, "D-3";
}

/// A role beside an account's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Its name.
    pub id: GrantId,
    /// Whose.
    pub account: AccountId,
    /// What it includes.
    pub role: Role,
    /// Whose rows it reaches.
    pub scope: Scope,
    /// From when on.
    pub from: Time,
    /// Until when; none until it is taken back.
    pub until: Option<Time>,
    /// Who made it; none for one made at the console.
    pub made_by: Option<AccountId>,
}

/// What somebody lends while away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegation {
    /// Its name.
    pub id: DelegationId,
    /// Who lends.
    pub lender: AccountId,
    /// Who acts meanwhile.
    pub holder: AccountId,
    /// What: of it, what the lender has at that moment, for the rows the lender reaches.
    pub permissions: Vec<Permission>,
    /// From when on.
    pub from: Time,
    /// Until when.
    pub until: Time,
}
