//! A call to the registered number: an agent ends the talk and calls the customer back at the number that the
//! bank has on record, which proves who it is as nothing that is said on the first call can.

use super::CallbackFailure;
use crate::{AgentId, ContactId, CustomerRef, LegId};
use serde::{Deserialize, Serialize};

/// One step of such a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerificationCall {
    /// The contact. It stays the same one.
    pub contact: ContactId,
    /// The agent, who stays on the line throughout.
    pub agent: AgentId,
    /// What happened.
    pub step: VerificationStep,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum VerificationStep {
    /// The talk is over, and the customer's telephone is called in a moment.
    Begun {
        /// Whose registered number it is.
        customer: CustomerRef,
    },
    /// The registered number is being called.
    Dialled {
        /// The leg to the customer.
        leg: LegId,
        /// Which try it is, from 1.
        attempt: u8,
    },
    /// Somebody answered there, and talks with the agent. That the customer is verified follows.
    Answered,
    /// Nobody did. What was known of who calls stays as it was; the agent is alone on the line.
    Failed {
        /// Why.
        cause: CallbackFailure,
    },
}
