//! Programs that use the API: each an account of its own, with keys that say what they may do.

pub(crate) mod service;
pub(crate) mod table;

use crate::grants::ids;
use crate::permissions::Permission;
use crate::powers::Scope;
use std::fmt;
use std::str::FromStr;
use vocabulary::{AccountId, Time};

pub use service::NoKey;

ids! {
    /// Names a client's key.
    KeyId, "K", NoKeyId, "K-3";
}

/// What a key may not open: what people do, and what opens everything else.
pub const NOT_FOR_PROGRAMS: [Permission; 2] = [Permission::DeskServe, Permission::AccountsChange];

/// A key as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientKey {
    /// Its name.
    pub id: KeyId,
    /// The client.
    pub account: AccountId,
    /// How the key begins.
    pub prefix: String,
    /// What it may do.
    pub permissions: Vec<Permission>,
    /// Whose rows it reaches.
    pub scope: Scope,
    /// When it was made.
    pub made: Time,
    /// By whom; none at the console.
    pub made_by: Option<AccountId>,
    /// Until when it works.
    pub until: Time,
    /// When it was used last, to half a minute.
    pub used: Option<Time>,
    /// When it was revoked, if it was.
    pub revoked: Option<Time>,
}
