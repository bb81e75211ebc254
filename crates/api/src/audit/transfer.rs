//! The audit as the outside sees it.

use serde::Serialize;
use std::collections::BTreeMap;
use store::audit::{Head, Health, Placed};
use trust::audit::Alert;
use utoipa::ToSchema;
use vocabulary::{AccountId, Time};

type Names = BTreeMap<AccountId, String>;

/// An account by number and name.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Who {
    #[schema(example = "U-3")]
    account: String,
    /// None while the database does not say.
    #[schema(example = "kim", required = true)]
    name: Option<String>,
}

impl Who {
    fn of(account: Option<AccountId>, names: &Names) -> Option<Who> {
        account.map(|id| Who { account: id.to_string(), name: names.get(&id).cloned() })
    }
}

/// Entries of the audit.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditList {
    /// Newest first.
    entries: Vec<AuditEntry>,
}

/// One act on record.
#[derive(Debug, Serialize, ToSchema)]
struct AuditEntry {
    /// Its place in the chain.
    #[schema(example = 4711)]
    place: u64,
    #[schema(format = DateTime)]
    at: String,
    /// Who it was; none when nobody was signed in.
    #[schema(required = true)]
    who: Option<Who>,
    /// An operation of this document, or another name such as `cli:account.add`.
    #[schema(example = "read_customer")]
    operation: String,
    /// session, look, export, change, handling or none.
    #[schema(example = "look")]
    kind: &'static str,
    #[schema(example = "C-17", required = true)]
    contact: Option<String>,
    /// The bank's name for the customer.
    #[schema(example = "k-7", required = true)]
    customer: Option<String>,
    /// What else it was about.
    #[schema(example = "A-7", required = true)]
    about: Option<String>,
    /// allowed, refused or failed.
    #[schema(example = "allowed")]
    outcome: &'static str,
    /// Why not.
    #[schema(example = "not-permitted", required = true)]
    reason: Option<String>,
    /// What it was for, when that was said.
    #[schema(required = true)]
    purpose: Option<String>,
    /// An address, a system's user at the console, or the program.
    #[schema(example = "10.0.0.7")]
    origin: String,
    /// How often it happened: repeated refusals are told once a minute.
    times: u32,
    /// Its link of the chain.
    hash: String,
}

impl AuditList {
    pub fn new(entries: &[Placed], names: &Names) -> AuditList {
        AuditList { entries: entries.iter().map(|placed| AuditEntry::new(placed, names)).collect() }
    }
}

impl AuditEntry {
    fn new(Placed { place, entry, hash }: &Placed, names: &Names) -> AuditEntry {
        let text = |code: &Option<store::audit::Code>| code.as_ref().map(ToString::to_string);
        AuditEntry {
            place: *place,
            at: entry.at.to_string(),
            who: Who::of(entry.account, names),
            operation: entry.operation.to_string(),
            kind: entry.kind.tag(),
            contact: entry.contact.map(|contact| contact.to_string()),
            customer: entry.customer.as_ref().map(ToString::to_string),
            about: text(&entry.about),
            outcome: entry.outcome.tag(),
            reason: text(&entry.reason),
            purpose: text(&entry.purpose),
            origin: entry.origin.to_string(),
            times: entry.times,
            hash: hash.to_string(),
        }
    }
}

/// Unusual access.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AlertList {
    #[schema(format = DateTime)]
    from: String,
    #[schema(format = DateTime)]
    to: String,
    /// Newest first.
    alerts: Vec<AuditAlert>,
}

/// Something that somebody should ask about.
#[derive(Debug, Serialize, ToSchema)]
struct AuditAlert {
    /// mass_look_up, vip, relative, probing, emergency, broken_glass or many_unmaskings.
    #[schema(example = "mass_look_up")]
    kind: &'static str,
    /// Who it was; none for refusals of somebody who was not signed in.
    #[schema(required = true)]
    who: Option<Who>,
    #[schema(example = "10.0.0.7")]
    origin: String,
    /// When it began to be unusual.
    #[schema(format = DateTime)]
    at: String,
    /// Different customers or refusals within an hour, or looks at the customer.
    count: u32,
    /// The customer, when it is one.
    #[schema(example = "k-7", required = true)]
    customer: Option<String>,
    /// The last entry of it.
    place: u64,
}

impl AlertList {
    pub fn new(from: Time, to: Time, alerts: &[Alert], names: &Names) -> AlertList {
        let alert = |alert: &Alert| AuditAlert {
            kind: alert.kind.tag(),
            who: Who::of(alert.account, names),
            origin: alert.origin.clone(),
            at: alert.at.to_string(),
            count: alert.count,
            customer: alert.customer.as_ref().map(ToString::to_string),
            place: alert.last,
        };
        AlertList {
            from: from.to_string(),
            to: to.to_string(),
            alerts: alerts.iter().rev().map(alert).collect(),
        }
    }
}

/// How the audit fares.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditState {
    /// Entries on record.
    entries: u64,
    /// The last one's link of the chain.
    hash: String,
    /// Whether the last attempt to write failed: what has to be on record is then refused.
    failing: bool,
    /// Entries that could not be kept, and are not yet told by an entry of their own.
    lost: u64,
    /// Checkpoints that could not leave the machine yet.
    behind: u64,
    /// The newest checkpoint's line.
    #[schema(required = true)]
    checkpoint: Option<String>,
}

impl AuditState {
    pub fn new(head: Head, health: &Health) -> AuditState {
        AuditState {
            entries: head.place,
            hash: head.hash.to_string(),
            failing: health.failing,
            lost: health.lost,
            behind: health.behind,
            checkpoint: health.checkpoint.map(|checkpoint| checkpoint.to_string()),
        }
    }
}
