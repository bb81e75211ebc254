//! The plan as the outside sees it.

use super::port::PlanFault;
use centre::{CallbackOutlook, ChangeKind, ContactChange, InForce, PartKind, Promise, Trial};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use vocabulary::plan::Target;
use vocabulary::{AccountId, FlowName, QueueName, Sequence, Time};

/// A plan to be tried, or brought into force: either a text or an earlier version.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProposePlan {
    /// A configuration file's text.
    #[serde(default)]
    #[schema(example = "[[queue]]\nname = \"cards\"\n")]
    pub text: Option<String>,
    /// Flows beside it, by name; those that are not given are the ones on the server, or built in.
    #[serde(default)]
    pub flows: BTreeMap<String, String>,
    /// An earlier version, to be in force again.
    #[serde(default)]
    #[schema(example = "J-17")]
    pub version: Option<String>,
}

/// How a plan came into force.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanVersion {
    /// Names it: for `If-Match`, and to bring it back.
    #[schema(example = "J-17")]
    version: String,
    #[schema(format = DateTime)]
    since: String,
    /// The name of the account; null when it was read from the configuration file.
    #[schema(example = "kim", required = true)]
    by: Option<String>,
}

impl PlanVersion {
    pub fn new(how: InForce, names: &BTreeMap<AccountId, String>) -> PlanVersion {
        let name = |by: AccountId| names.get(&by).cloned().unwrap_or_else(|| by.to_string());
        PlanVersion { version: how.version.to_string(), since: how.since.to_string(), by: how.by.map(name) }
    }
}

/// The plan in force.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanNow {
    #[serde(flatten)]
    pub how: PlanVersion,
    /// What the configuration file, which is in force after the next start, says now.
    pub file: FileState,
    /// What of the configuration differs from the running program, and only a start brings into
    /// force.
    #[schema(example = json!(["voice.media_ports"]))]
    pub at_next_start: Vec<String>,
}

/// What the configuration file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FileState {
    /// The plan in force.
    Same,
    /// Another plan.
    Differs,
    /// Nothing that would be taken.
    Faulty,
    /// There is none.
    None,
}

/// Versions of the plan.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanList {
    /// Newest first.
    pub versions: Vec<PlanStep>,
}

/// A version, and what it changed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanStep {
    #[serde(flatten)]
    pub how: PlanVersion,
    /// What it changed of the one before; null when that is not known.
    #[schema(required = true)]
    pub changes: Option<Vec<PlanChange>>,
}

/// An entry of the plan that is different.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanChange {
    /// line, queue, agent, calendar, flow, team, desk or zone.
    #[schema(example = "queue")]
    part: &'static str,
    /// Its name; empty for desk and zone.
    #[schema(example = "cards")]
    name: String,
    /// added, struck or changed.
    #[schema(example = "changed")]
    change: &'static str,
}

impl From<centre::Change> for PlanChange {
    fn from(change: centre::Change) -> PlanChange {
        let part = match change.part {
            PartKind::Line => "line",
            PartKind::Queue => "queue",
            PartKind::Agent => "agent",
            PartKind::Calendar => "calendar",
            PartKind::Flow => "flow",
            PartKind::Team => "team",
            PartKind::Desk => "desk",
            PartKind::Zone => "zone",
            PartKind::Trunk => "trunk",
        };
        let kind = match change.kind {
            ChangeKind::Added => "added",
            ChangeKind::Struck => "struck",
            ChangeKind::Changed => "changed",
        };
        PlanChange { part, name: change.name, change: kind }
    }
}

/// What a plan would change.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanTrial {
    /// The moment this is true of.
    #[schema(format = DateTime)]
    at: String,
    /// The version in force then.
    #[schema(example = "J-17")]
    version: String,
    /// What is different in the plan.
    changes: Vec<PlanChange>,
    /// How many contacts wait.
    waiting: u32,
    /// Those of them for whom something would change.
    contacts: Vec<ContactTrial>,
    /// Agents who are struck and finish the contact in hand first.
    #[schema(example = json!(["A-7"]))]
    finishing: Vec<String>,
    /// What only a start brings into force.
    #[schema(example = json!(["voice.media_ports"]))]
    at_next_start: Vec<String>,
}

/// What would change for one contact that waits.
#[derive(Debug, Serialize, ToSchema)]
struct ContactTrial {
    #[schema(example = "C-17")]
    contact: String,
    #[schema(example = "cards")]
    queue: String,
    before: Outlook,
    after: Outlook,
    /// The agent it would be offered to at once.
    #[schema(example = "A-7", required = true)]
    offered_to: Option<String>,
    /// Nobody signed in could serve it any more, not even after all widening.
    stranded: bool,
}

/// How a contact stands.
#[derive(Debug, Serialize, ToSchema)]
struct Outlook {
    /// Place in its queue, 1 being next.
    position: u32,
    /// Agents signed in who can be offered it as it is.
    agents: u32,
    /// Agents signed in who can be offered it after all widening.
    agents_at_last: u32,
    /// Where it is next to go instead, if it still waits then; null for nowhere.
    #[schema(required = true)]
    overflow: Option<OverflowTrial>,
    /// When it takes the flow's way for a closed queue, if it still waits then; null when it is served
    /// whenever the queue closes.
    #[schema(format = DateTime, required = true)]
    closes: Option<String>,
    /// Whether it is called back.
    callback: CallbackTrial,
    /// For `from`: seconds of expected wait from which a call-back is offered.
    #[schema(example = 180.0, required = true)]
    callback_from_s: Option<f64>,
    /// How long an agent's telephone rings, in seconds; null when the plan does not have the queue.
    #[schema(example = 20.0, required = true)]
    ring_s: Option<f64>,
}

/// Where a contact goes that has waited too long.
#[derive(Debug, Serialize, ToSchema)]
struct OverflowTrial {
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// Another queue.
    #[schema(value_type = Option<String>, example = "general", required = true)]
    to_queue: Option<QueueName>,
    /// A treatment.
    #[schema(value_type = Option<String>, example = "sorry", required = true)]
    to_flow: Option<FlowName>,
}

/// How a contact stands about being called back.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum CallbackTrial {
    /// Nobody calls it back.
    None,
    /// It may ask for it.
    From,
    /// It is promised.
    Promised,
    /// It was promised, and nobody can be called any more.
    GivenUp,
}

impl Outlook {
    fn new(seen: routing::Outlook, promise: Option<Promise>) -> Outlook {
        let (callback, from) = match promise.map(|promise| promise.callback) {
            None | Some(CallbackOutlook::None) => (CallbackTrial::None, None),
            Some(CallbackOutlook::From(from)) => (CallbackTrial::From, Some(from.as_seconds())),
            Some(CallbackOutlook::Promised) => (CallbackTrial::Promised, None),
            Some(CallbackOutlook::GivenUp) => (CallbackTrial::GivenUp, None),
        };
        Outlook {
            position: seen.position,
            agents: seen.signed_in,
            agents_at_last: seen.widest,
            overflow: seen.overflow.map(OverflowTrial::from),
            closes: promise.and_then(|promise| promise.closes).map(|at| at.to_string()),
            callback,
            callback_from_s: from,
            ring_s: promise.map(|promise| promise.ring.as_seconds()),
        }
    }
}

impl From<(Time, Target)> for OverflowTrial {
    fn from((at, to): (Time, Target)) -> OverflowTrial {
        let (to_queue, to_flow) = match to {
            Target::Queue(queue) => (Some(queue), None),
            Target::Flow(flow) => (None, Some(flow)),
        };
        OverflowTrial { at: at.to_string(), to_queue, to_flow }
    }
}

impl PlanTrial {
    pub fn new(trial: Trial, at_next_start: Vec<String>) -> PlanTrial {
        let contact = |ContactChange { routing: change, before, after }: ContactChange| ContactTrial {
            contact: change.contact.to_string(),
            queue: change.queue.to_string(),
            before: Outlook::new(change.before, before),
            after: Outlook::new(change.after, after),
            offered_to: change.offered.map(|agent| agent.to_string()),
            stranded: change.stranded,
        };
        PlanTrial {
            at: trial.at.to_string(),
            version: trial.in_force.version.to_string(),
            changes: trial.changes.into_iter().map(PlanChange::from).collect(),
            waiting: trial.waiting,
            contacts: trial.contacts.into_iter().map(contact).collect(),
            finishing: trial.finishing.iter().map(ToString::to_string).collect(),
            at_next_start,
        }
    }
}

/// Something wrong with a configuration.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct FaultDetails {
    /// The file beside the configuration in which it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "flows/main.flow")]
    file: Option<String>,
    /// The line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 21)]
    line: Option<usize>,
    /// The entry.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(example = "queue cards")]
    place: String,
    /// The key.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(example = "widening.2.after")]
    key: String,
    /// What is wrong, and what to do.
    reason: String,
}

impl From<PlanFault> for FaultDetails {
    fn from(fault: PlanFault) -> FaultDetails {
        let PlanFault { file, line, place, key, reason } = fault;
        FaultDetails { file, line, place, key, reason }
    }
}

/// A version's name.
pub(crate) fn version_named(text: &str) -> Option<Sequence> {
    text.parse().ok()
}
