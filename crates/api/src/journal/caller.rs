//! Who calls, as people say it, as the outside sees it.

use serde::Serialize;
use utoipa::ToSchema;
use vocabulary::CustomerRef;
use vocabulary::journal::CallerWord;

/// What became known about who calls: the number is several customers'; an agent found out whom it is about;
/// that was taken back; the caller is not the customer; the caller is, after all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CallerSaid {
    Several,
    Identified,
    Undone,
    ThirdParty,
    Holder,
}

impl CallerSaid {
    /// What was said, of whom, and of how many.
    pub(super) fn of(word: &CallerWord) -> (CallerSaid, Option<&CustomerRef>, Option<usize>) {
        match word {
            CallerWord::Several { customers } => (CallerSaid::Several, None, Some(customers.len())),
            CallerWord::Identified { customer } => (CallerSaid::Identified, Some(customer), None),
            CallerWord::Undone { customer } => (CallerSaid::Undone, customer.as_ref(), None),
            CallerWord::ThirdParty => (CallerSaid::ThirdParty, None, None),
            CallerWord::Holder => (CallerSaid::Holder, None, None),
        }
    }
}
