//! Reading the audit: entries by filter, and all of a stretch of time.

use super::entry::{Code, Kind, Outcome, Placed};
use super::table;
use crate::{Db, Error, Result};
use vocabulary::{AccountId, ContactId, CustomerRef, Time};

/// The most entries one question gives.
pub const MOST: u32 = 500;

/// Which entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Only entries before this place: the next page.
    pub before: Option<u64>,
    /// Only what this account did.
    pub account: Option<AccountId>,
    /// Only what was about this customer.
    pub customer: Option<CustomerRef>,
    /// Only what was about this contact.
    pub contact: Option<ContactId>,
    /// Only this operation.
    pub operation: Option<Code>,
    /// Only this sort of act.
    pub kind: Option<Kind>,
    /// Only what ended so.
    pub outcome: Option<Outcome>,
    /// From this moment on.
    pub from: Option<Time>,
    /// Before this moment.
    pub to: Option<Time>,
    /// How many at the most, [`MOST`] or fewer.
    pub limit: u32,
}

impl Default for Filter {
    fn default() -> Filter {
        Filter {
            before: None,
            account: None,
            customer: None,
            contact: None,
            operation: None,
            kind: None,
            outcome: None,
            from: None,
            to: None,
            limit: 50,
        }
    }
}

/// Entries that a filter lets through, newest first.
///
/// # Errors
/// [`Error::UnreadableAudit`] names a row that is no entry; others when the database does not answer.
pub async fn list(db: &Db, filter: &Filter) -> Result<Vec<Placed>> {
    let limited = Filter { limit: filter.limit.min(MOST), ..filter.clone() };
    let rows = table::list(db, &limited).await?;
    rows.into_iter().map(|row| row.map_err(|place| Error::UnreadableAudit { place })).collect()
}
