//! Who is on the line, as far as people and the bank's registry say: proof is another matter.

use crate::CustomerRef;
use serde::{Deserialize, Serialize};

/// What became known about who calls, or was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "said", rename_all = "snake_case")]
pub enum CallerWord {
    /// The calling number is several customers': choosing among them is for a person.
    Several {
        /// Whose it is, two at the least.
        customers: Vec<CustomerRef>,
    },
    /// The agent found out whom the matter is about. It proves nothing.
    Identified {
        /// Whom.
        customer: CustomerRef,
    },
    /// The agent took that back.
    Undone {
        /// Whose the calling number is, if it is known: what was known before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        customer: Option<CustomerRef>,
    },
    /// The caller is not the holder, but acts for, or cares about, somebody who is.
    ThirdParty,
    /// The caller is the holder after all.
    Holder,
}
