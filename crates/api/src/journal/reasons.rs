//! Why things happened, as entries tell it.

use serde::Serialize;
use utoipa::ToSchema;
use vocabulary::Time;
use vocabulary::journal::{self, Chosen, ChosenBy, Unverified};
use vocabulary::voice::LegEnd;

/// How a promise came about, or to its end: it was made; it was kept; it was not and will not be; what was said of it
/// is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PromiseStep {
    Made,
    Kept,
    NotKept,
    Reopened,
}

impl PromiseStep {
    /// The step, and by when what is promised is to be kept.
    pub(super) fn of(step: &journal::PromiseStep) -> (PromiseStep, Option<Time>) {
        match step {
            journal::PromiseStep::Made { due } => (PromiseStep::Made, Some(*due)),
            journal::PromiseStep::Kept => (PromiseStep::Kept, None),
            journal::PromiseStep::NotKept => (PromiseStep::NotKept, None),
            journal::PromiseStep::Reopened => (PromiseStep::Reopened, None),
        }
    }
}

/// Why an agent is offered a contact.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct Why {
    /// What decided among those idle.
    by: WhyBy,
    /// How many idle agents could have been offered it, this one among them.
    idle: u32,
    /// The widening that admits the agent; 0 when the agent meets the whole need.
    stage: u8,
    /// The agent turned it down before, and is alone.
    again: bool,
}

/// What decided for an agent.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WhyBy {
    /// The agent knows the customer.
    OldFriend,
    /// A newcomer whose share is not reached yet.
    Newcomer,
    /// The agent has fewer contacts in hand than the others.
    Load,
    /// The agent has been idle longest.
    LongestIdle,
    /// The agent was occupied least.
    LowestOccupancy,
    /// The agent can do the fewest things.
    LeastVersatile,
    /// The agent is best at what is needed.
    HighestProficiency,
    /// Nobody else was idle.
    OnlyOne,
}

impl From<Chosen> for Why {
    fn from(chosen: Chosen) -> Why {
        let by = match chosen.by {
            ChosenBy::OldFriend => WhyBy::OldFriend,
            ChosenBy::Newcomer => WhyBy::Newcomer,
            ChosenBy::Load => WhyBy::Load,
            ChosenBy::LongestIdle => WhyBy::LongestIdle,
            ChosenBy::LowestOccupancy => WhyBy::LowestOccupancy,
            ChosenBy::LeastVersatile => WhyBy::LeastVersatile,
            ChosenBy::HighestProficiency => WhyBy::HighestProficiency,
            ChosenBy::OnlyOne => WhyBy::OnlyOne,
        };
        Why { by, idle: chosen.idle, stage: chosen.stage, again: chosen.again }
    }
}

/// Why verification did not succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NotVerified {
    /// Number and PIN do not belong together.
    Wrong,
    /// The PIN is locked.
    Locked,
    /// The bank gave no answer.
    Unavailable,
}

/// Why a leg ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LegEnding {
    HungUp,
    Released,
    Refused,
    Unreachable,
    Lost,
    Unusable,
}

/// With how many attempts are left.
pub(super) fn not_verified(why: Unverified) -> (NotVerified, Option<u8>) {
    match why {
        Unverified::Wrong { left } => (NotVerified::Wrong, Some(left)),
        Unverified::Locked => (NotVerified::Locked, None),
        Unverified::Unavailable => (NotVerified::Unavailable, None),
    }
}

/// With the status of a refusal.
pub(super) fn leg_ending(cause: LegEnd) -> (LegEnding, Option<u16>) {
    match cause {
        LegEnd::HungUp => (LegEnding::HungUp, None),
        LegEnd::Released => (LegEnding::Released, None),
        LegEnd::Refused(status) => (LegEnding::Refused, Some(status)),
        LegEnd::Unreachable => (LegEnding::Unreachable, None),
        LegEnd::Lost => (LegEnding::Lost, None),
        LegEnd::Unusable => (LegEnding::Unusable, None),
    }
}
