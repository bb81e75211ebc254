//! Personal columns: stored sealed, each under the data key of the customer it belongs to.
//!
//! Envelope encryption: a *master key*, which stands outside the database, wraps *data keys*, which
//! stand in `data_keys`; a data key seals columns. There is one a customer, and one a contact while
//! its customer is unknown. Destroying a data key makes everything under it unreadable, in every
//! copy made afterwards. Each sealed value is bound to its table, column and row, so that moving it
//! elsewhere makes it unreadable as well.

mod cipher;
mod master;
mod remote;
mod seals;
mod service;
pub(crate) mod table;

pub(crate) use cipher::DataKey;
pub use master::Secret;
pub(crate) use master::{IndexKey, MasterKey};
pub use remote::RemoteKeys;
pub use seals::Seals;
pub use service::{FolderKeys, KeyAnswer, KeyService};

use std::fmt;
use vocabulary::{ContactId, CustomerRef};

/// Why something cannot be sealed or opened. Never repeats a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The database knows a master key, and there is none to be found.
    #[error(
        "the master key is missing; restore keys/master.key from its backup or set HELIOTROPE_MASTER_KEY"
    )]
    MasterKeyMissing,
    /// What is given as master key is none.
    #[error("the master key must be 64 hexadecimal digits")]
    MasterKeyMalformed,
    /// Others may read the key's file.
    #[error("keys/master.key can be read by other users; change it to mode 600")]
    MasterKeyExposed,
    /// The master key is another database's.
    #[error("the master key does not belong to this database; give the one it was made with")]
    MasterKeyForeign,
    /// A new version is to be made, and keys come from the environment.
    #[error("keys come from the environment: put 64 hexadecimal digits of a new one into {variable}")]
    MasterKeyToBeGiven {
        /// The variable.
        variable: String,
    },
    /// The key service failed.
    #[error("the key service cannot be used: {0}")]
    KeyService(&'static str),
    /// The data key has been destroyed: the value is erased.
    #[error("the value is erased: its key has been destroyed")]
    Erased,
    /// Key, place or value has been changed.
    #[error("the value cannot be opened: it or its key is damaged; restore it from a backup")]
    Damaged,
}

/// Names a data key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub(crate) i64);

/// Where a sealed value stands. It opens nowhere else.
#[derive(Clone, PartialEq, Eq)]
pub struct Place(String);

impl Place {
    /// The `column` of the row `row` of `table`.
    pub fn new(table: &'static str, column: &'static str, row: impl fmt::Display) -> Place {
        Place(format!("{table}/{column}/{row}"))
    }

    fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// A personal value as stored. It prints nothing of itself; opening it needs its data key.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    pub(crate) key: KeyId,
    pub(crate) place: Place,
    pub(crate) bytes: Vec<u8>,
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sealed")
    }
}

/// Whose data key it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// A contact whose customer is unknown.
    Contact(ContactId),
    /// A customer.
    Customer(CustomerRef),
}

impl Owner {
    /// The value of `data_keys.owner_kind`.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Owner::Contact(_) => "contact",
            Owner::Customer(_) => "customer",
        }
    }

    /// The value of `data_keys.owner`.
    pub(crate) fn name(&self) -> String {
        match self {
            Owner::Contact(contact) => contact.0.to_string(),
            Owner::Customer(customer) => customer.to_string(),
        }
    }

    /// Reads what [`Owner::kind`] and [`Owner::name`] wrote.
    pub(crate) fn parse(kind: &str, name: &str) -> Option<Owner> {
        match kind {
            "contact" => name.parse().ok().map(Owner::Contact),
            "customer" => name.parse().ok().map(Owner::Customer),
            _ => None,
        }
    }

    /// What a wrapped key is bound to.
    fn place(&self) -> Place {
        Place::new("data_keys", "wrapped", format_args!("{}/{}", self.kind(), self.name()))
    }
}
