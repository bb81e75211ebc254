//! Who may do and see what.
//!
//! A request shows a token; [`Trust::authenticate`] says whose it is; [`Identity::permit`] says
//! whether that role may do what the handler does, and gives an [`Actor`] as proof. Handlers take
//! the proof as an argument, and nothing else makes one: a handler that skips the check does not
//! compile.
//!
//! ```
//! use trust::{Actor, Identity, Refused, may};
//!
//! fn list_contacts(actor: &Actor<may::ContactsRead>) -> String {
//!     format!("contacts, as seen by {}", actor.account().name)
//! }
//!
//! fn route(identity: &Identity) -> Result<String, Refused> {
//!     Ok(list_contacts(&identity.permit()?))
//! }
//! ```
//!
//! The proof of one permission is no proof of another:
//!
//! ```compile_fail,E0308
//! use trust::{Actor, Identity, Refused, may};
//!
//! fn list_contacts(_: &Actor<may::ContactsRead>) {}
//!
//! fn route(identity: &Identity) -> Result<(), Refused> {
//!     Ok(list_contacts(&identity.permit::<may::QueuesRead>()?))
//! }
//! ```
//!
//! Nobody outside makes one, nor a permission of their own:
//!
//! ```compile_fail,E0451
//! use trust::{Actor, Identity, may};
//!
//! fn forge(identity: Identity) -> Actor<may::ContactsRead> {
//!     Actor { identity, permission: std::marker::PhantomData }
//! }
//! ```
//!
//! ```compile_fail,E0277
//! struct Anything;
//!
//! impl trust::Permit for Anything {
//!     const PERMISSION: trust::Permission = trust::Permission::QueuesRead;
//! }
//! ```

mod accounts;
mod actor;
pub mod approvals;
pub mod audit;
pub mod clients;
pub mod emergency;
pub mod factors;
pub mod grants;
mod keepers;
mod numbering;
mod permissions;
mod powers;
pub mod sessions;
pub mod unmaskings;

pub use accounts::service::{Error, Rules, Trust, check_name};
pub use accounts::token::{Token, bond};
pub use accounts::{Account, AccountId, Listed, MIGRATIONS};
pub use actor::{Actor, Identity, Refused, Shown};
pub use permissions::{Permission, Permit, Role, UnknownPermission, UnknownRole, may};
pub use powers::{Powers, Scope, UnknownScope, Within};

/// What this room sealed, for `store::Options::sealed`: an exchange of the master key wraps it anew.
pub const SEALED: &[store::rotation::SealedColumn] = &[store::rotation::SealedColumn {
    table: "second_factors",
    column: "secret",
    page: factors::table::SEALED_PAGE,
    put: factors::table::PUT_SEALED,
}];

/// The SQL of this room, for the test that prepares every statement on both engines.
pub const STATEMENTS: &[&[&str]] = &[
    accounts::table::STATEMENTS,
    approvals::table::STATEMENTS,
    audit::watched::STATEMENTS,
    clients::table::STATEMENTS,
    emergency::table::STATEMENTS,
    factors::table::STATEMENTS,
    grants::table::STATEMENTS,
    keepers::table::STATEMENTS,
    sessions::table::STATEMENTS,
    unmaskings::table::STATEMENTS,
];
