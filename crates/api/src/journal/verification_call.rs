//! A call to the registered number, as entries tell it.

use crate::words::CallbackFailure;
use serde::Serialize;
use utoipa::ToSchema;
use vocabulary::LegId;
use vocabulary::journal::VerificationStep;

/// How far such a call has come: the talk is over and the number is called in a moment; the telephone there is
/// being called; it was answered, which verifies the customer; nobody was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CallStep {
    Begun,
    Dialled,
    Answered,
    Failed,
}

/// What a step says beside that.
#[derive(Default)]
pub(super) struct Said {
    pub leg: Option<LegId>,
    pub attempt: Option<u8>,
    pub cause: Option<CallbackFailure>,
}

impl CallStep {
    pub(super) fn of(step: &VerificationStep) -> (CallStep, Said) {
        match step {
            VerificationStep::Begun { .. } => (CallStep::Begun, Said::default()),
            VerificationStep::Dialled { leg, attempt } => {
                (CallStep::Dialled, Said { leg: Some(*leg), attempt: Some(*attempt), cause: None })
            }
            VerificationStep::Answered => (CallStep::Answered, Said::default()),
            VerificationStep::Failed { cause } => {
                (CallStep::Failed, Said { cause: Some((*cause).into()), ..Said::default() })
            }
        }
    }
}
