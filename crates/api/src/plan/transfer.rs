//! The plan as the outside sees it.

use super::port::PlanFault;
use centre::{ChangeKind, InForce, PartKind, Trial};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use vocabulary::{AccountId, Sequence};

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
}

impl From<routing::Outlook> for Outlook {
    fn from(seen: routing::Outlook) -> Outlook {
        Outlook { position: seen.position, agents: seen.signed_in, agents_at_last: seen.widest }
    }
}

impl PlanTrial {
    pub fn new(trial: Trial, at_next_start: Vec<String>) -> PlanTrial {
        let contact = |change: routing::Change| ContactTrial {
            contact: change.contact.to_string(),
            queue: change.queue.to_string(),
            before: change.before.into(),
            after: change.after.into(),
            offered_to: change.offered.map(|agent| agent.to_string()),
            stranded: change.stranded,
        };
        PlanTrial {
            at: trial.at.to_string(),
            version: trial.in_force.version.to_string(),
            changes: trial.changes.into_iter().map(PlanChange::from).collect(),
            waiting: trial.waiting.waiting,
            contacts: trial.waiting.changes.into_iter().map(contact).collect(),
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
