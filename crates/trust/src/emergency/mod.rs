//! The account under seal, for when nobody else can act. Its secret lies in an envelope; opening it raises an
//! alarm, and works once until it is sealed again.

pub(crate) mod service;
pub(crate) mod table;

use vocabulary::{AccountId, Time};

/// The name that it signs in with.
pub const NAME: &str = "emergency";

/// The operation that its opening is on record as.
pub const OPENED: &str = "emergency:open";

/// How it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emergency {
    /// The account.
    pub account: AccountId,
    /// When it was sealed.
    pub sealed: Time,
    /// By whom; none at the console.
    pub sealed_by: Option<AccountId>,
    /// When it was opened, and from where, if it was.
    pub opened: Option<(Time, String)>,
}
