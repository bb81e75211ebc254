//! Why a contact waits: reasons by code with their parameters. Their words are the page's.

use ::routing::{Needed, Reason};
use centre::Waits;
use serde::Serialize;
use utoipa::ToSchema;
use vocabulary::plan::{Discipline, Target};

/// Where a waiting contact stands, and why it waits.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Routing {
    contact: String,
    queue: String,
    /// Place in the queue, 1 being next.
    position: u32,
    /// Widenings that have taken place.
    stage: u8,
    /// The order in which contacts of its queue are served.
    order: ServiceOrder,
    /// For `weighted`: the queue's share of the offers, 1 to 100.
    #[schema(example = 3, required = true)]
    weight: Option<u8>,
    /// Its priority, its queue's included; contacts of a higher one come first. 0 is ordinary.
    level: u8,
    /// The weightiest first; what time will change comes last.
    reasons: Vec<WaitReason>,
    /// How long it will probably wait from now on; null while nobody can say.
    #[schema(required = true)]
    wait: Option<WaitEstimate>,
}

/// The order in which contacts of a queue are served.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ServiceOrder {
    /// By time in queue, a credit counting as time waited, in one line with all queues of this order.
    Time,
    /// By the contact's own priority, then by time in queue.
    Priority,
    /// By time in queue, in a line of its own that has a share of the offers.
    Weighted,
}

/// How long a contact will probably wait, with its error: as measured on this queue's own waits, one in
/// ten is longer than `nine_in_ten`.
#[derive(Debug, Serialize, ToSchema)]
struct WaitEstimate {
    /// If all goes on as lately, in seconds.
    expected: f64,
    /// Of ten waits with this expectation nine stay within, in seconds.
    nine_in_ten: f64,
}

/// A reason to wait.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub(crate) enum WaitReason {
    /// It is offered next.
    Next { agent: String },
    /// The plan names nobody who can do what it needs: alternatives, each a set of skills.
    NobodyAble { needs: Vec<Vec<NeededSkill>> },
    /// So many agents could serve it, and none of them is signed in.
    NobodySignedIn { able: u32, needs: Vec<Vec<NeededSkill>> },
    /// All who could serve it have their hands full.
    AllBusy { signed_in: u32 },
    /// It is kept for the agent who knows the customer, and who is busy.
    KeptFor {
        agent: String,
        #[schema(format = DateTime)]
        until: String,
    },
    /// Agents are idle whom it is not offered to again.
    KeptFrom { agent: String },
    /// So many of its queue are served before it.
    Behind { contacts: u32 },
    /// Its need will widen.
    Widens {
        #[schema(format = DateTime)]
        at: String,
        stage: u8,
    },
    /// It will go to another queue or to a flow, if there is room.
    Overflows {
        #[schema(format = DateTime)]
        at: String,
        #[schema(required = true)]
        queue: Option<String>,
        #[schema(required = true)]
        flow: Option<String>,
    },
}

/// A skill that is needed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NeededSkill {
    skill: String,
    /// Least proficiency, 1 to 10.
    at_least: u8,
}

impl From<Waits> for Routing {
    fn from(Waits { why: told, estimate }: Waits) -> Routing {
        let wait = estimate.map(|told| WaitEstimate {
            expected: told.expected.as_seconds(),
            nine_in_ten: told.nine_in_ten.as_seconds(),
        });
        let (order, weight) = match told.discipline {
            Discipline::Time => (ServiceOrder::Time, None),
            Discipline::Priority => (ServiceOrder::Priority, None),
            Discipline::Weighted { weight } => (ServiceOrder::Weighted, Some(weight)),
        };
        Routing {
            wait,
            order,
            weight,
            level: told.level,
            contact: told.contact.to_string(),
            queue: told.queue.to_string(),
            position: told.position,
            stage: told.stage,
            reasons: told.reasons.into_iter().map(WaitReason::from).collect(),
        }
    }
}

impl From<Reason> for WaitReason {
    fn from(reason: Reason) -> WaitReason {
        match reason {
            Reason::Next { agent } => WaitReason::Next { agent: agent.to_string() },
            Reason::NobodyAble { needs } => WaitReason::NobodyAble { needs: needed(needs) },
            Reason::NobodySignedIn { able, needs } => {
                WaitReason::NobodySignedIn { able, needs: needed(needs) }
            }
            Reason::AllBusy { signed_in } => WaitReason::AllBusy { signed_in },
            Reason::KeptFor { agent, until } => {
                WaitReason::KeptFor { agent: agent.to_string(), until: until.to_string() }
            }
            Reason::KeptFrom { agent } => WaitReason::KeptFrom { agent: agent.to_string() },
            Reason::Behind { contacts } => WaitReason::Behind { contacts },
            Reason::Widens { at, stage } => WaitReason::Widens { at: at.to_string(), stage },
            Reason::Overflows { at, to } => {
                let (queue, flow) = match to {
                    Target::Queue(queue) => (Some(queue.to_string()), None),
                    Target::Flow(flow) => (None, Some(flow.to_string())),
                };
                WaitReason::Overflows { at: at.to_string(), queue, flow }
            }
        }
    }
}

fn needed(needs: Vec<Vec<Needed>>) -> Vec<Vec<NeededSkill>> {
    let one = |needed: Needed| NeededSkill { skill: needed.skill.to_string(), at_least: needed.at_least };
    needs.into_iter().map(|skills| skills.into_iter().map(one).collect()).collect()
}
