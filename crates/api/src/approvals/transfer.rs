//! Requests as the outside sees them.

use crate::accounts::transfer::GivenPassword;
use serde::Serialize;
use std::collections::BTreeMap;
use trust::AccountId;
use trust::approvals::{Approval, State};
use utoipa::ToSchema;

/// Something waits for a second person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Asked {
    /// Names the request.
    #[schema(example = "F-3")]
    approval: String,
    /// Until when it waits.
    #[schema(format = DateTime)]
    expires: String,
}

/// Requests.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ApprovalList {
    /// Those that the reader asked for or may decide, of the last thirty days, newest first.
    approvals: Vec<ApprovalView>,
}

/// A request.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ApprovalView {
    #[schema(example = "F-3")]
    id: String,
    /// What is to be done: administrator.make, administrator.end, administrator.reset,
    /// privacy_officer.make, privacy_officer.end, privacy_officer.reset, emergency.seal,
    /// customer.erase, customer.archive, authority.change.
    #[schema(example = "administrator.make")]
    operation: &'static str,
    /// To what: a name, or an id.
    #[schema(example = "kim")]
    subject: String,
    /// The name of the account, when `subject` is one.
    #[schema(example = "kim", required = true)]
    subject_name: Option<String>,
    /// waiting, expired, approved, refused, withdrawn, running, done, failed.
    #[schema(example = "waiting")]
    state: &'static str,
    #[schema(example = "lee", required = true)]
    asked_by: Option<String>,
    #[schema(format = DateTime)]
    asked: String,
    #[schema(format = DateTime)]
    expires: String,
    #[schema(example = "ann", required = true)]
    decided_by: Option<String>,
    #[schema(format = DateTime, required = true)]
    decided: Option<String>,
    /// Whether the reader asked for it.
    own: bool,
    /// Whether the reader may approve or refuse it now.
    decidable: bool,
    /// Whether it is approved, and gives a secret to the reader, who asked for it, once.
    fetchable: bool,
}

/// What an approved request gave. It prints nothing of itself.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum Outcome {
    /// A password for an account.
    Password(GivenPassword),
    /// The emergency account's secret.
    Secret(EmergencySecret),
}

/// The emergency account's secret. It prints nothing of itself.
#[derive(Serialize, ToSchema)]
pub(crate) struct EmergencySecret {
    /// The name to sign in with.
    #[schema(example = "emergency")]
    pub name: &'static str,
    /// Shown now and never again: print it, and put it into an envelope.
    #[schema(format = Password)]
    pub secret: String,
}

impl Asked {
    pub fn new(approval: &Approval) -> Asked {
        Asked { approval: approval.id.to_string(), expires: approval.expires.to_string() }
    }
}

impl ApprovalView {
    /// As a reader sees it.
    pub fn new(approval: &Approval, reader: AccountId, names: &BTreeMap<AccountId, String>) -> ApprovalView {
        let own = approval.asked_by == reader;
        let named = |id: &AccountId| names.get(id).cloned();
        let is_approved = approval.state == State::Approved;
        ApprovalView {
            id: approval.id.to_string(),
            operation: approval.operation.tag(),
            subject: approval.subject.clone(),
            subject_name: approval.operation.account(&approval.subject).as_ref().and_then(named),
            state: approval.state.tag(),
            asked_by: named(&approval.asked_by),
            asked: approval.asked.to_string(),
            expires: approval.expires.to_string(),
            decided_by: approval.decided.as_ref().and_then(|(by, _)| named(by)),
            decided: approval.decided.as_ref().map(|(_, at)| at.to_string()),
            own,
            decidable: !own && approval.state == State::Waiting,
            fetchable: own && is_approved && approval.operation.gives_secret(),
        }
    }
}

impl ApprovalList {
    pub fn new(
        approvals: &[Approval],
        reader: AccountId,
        names: &BTreeMap<AccountId, String>,
    ) -> ApprovalList {
        let approvals = approvals.iter().map(|approval| ApprovalView::new(approval, reader, names));
        ApprovalList { approvals: approvals.collect() }
    }
}
