//! What the page is told of a call to the registered number.

use super::told::{RingEnd, VerificationCall, VerificationStage};
use centre::VerificationStage as Stands;
use vocabulary::journal::VerificationStep;

/// How it stands, while one is under way.
pub(super) fn shown(stage: Stands) -> VerificationCall {
    match stage {
        Stands::Pause => is(VerificationStage::Begun),
        Stands::Ringing => is(VerificationStage::Dialled),
        Stands::Alone(cause) => {
            VerificationCall { stage: VerificationStage::Failed, why: Some(cause.into()) }
        }
    }
}

/// What a step says of it.
pub(super) fn told(step: &VerificationStep) -> VerificationCall {
    match step {
        VerificationStep::Begun { .. } => is(VerificationStage::Begun),
        VerificationStep::Dialled { .. } => is(VerificationStage::Dialled),
        VerificationStep::Answered => is(VerificationStage::Answered),
        VerificationStep::Failed { cause } => {
            VerificationCall { stage: VerificationStage::Failed, why: Some(RingEnd::from(*cause)) }
        }
    }
}

fn is(stage: VerificationStage) -> VerificationCall {
    VerificationCall { stage, why: None }
}
