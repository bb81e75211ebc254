//! The second factor: a code by time out of somebody's own device, and recovery codes for when it is lost.

mod recovery;
pub(crate) mod service;
pub(crate) mod table;
mod totp;

pub use recovery::RecoveryCode;
pub use service::NotConfirmed;
pub use totp::Secret;

use vocabulary::Time;

/// How an account's second factor stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Factor {
    /// It has none.
    None,
    /// A secret was shown, and the device not yet shown to know it.
    Begun,
    /// It is asked for at every sign-in.
    Confirmed {
        /// Since when.
        since: Time,
        /// Recovery codes that were not used.
        codes_left: u32,
    },
}
