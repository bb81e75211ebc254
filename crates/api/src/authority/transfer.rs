//! Rules of authority as the outside sees them.

use crate::customers::transfer::movements::Amount;
use crate::operations::transfer::UnmetCondition;
use crate::plan::transfer::FileState;
use crate::words::OperationDecision;
use centre::operations::{Changed, Trial};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::AuthorityText;
use trust::AccountId;
use trust::approvals::Approval;
use utoipa::ToSchema;

/// So many orders that would have been decided otherwise are told one by one.
const SHOWN: usize = 50;

/// Rules to be tried, or to be brought into force.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProposeAuthority {
    /// Their text, as docs/AUTHORITY.md says.
    #[schema(example = "authority 4\n\nrule loss\n  do report_loss, freeze\n  level matched\n")]
    pub text: String,
}

/// The rules in force, those that were, and those that somebody asks for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuthorityNow {
    /// The version in force.
    #[schema(example = 3)]
    pub version: u32,
    /// Its text.
    #[schema(example = "authority 3\n\nrule loss\n  do report_loss, freeze\n  level matched\n")]
    pub text: String,
    /// The lowest number above all that were used: for the next text.
    #[schema(example = 4)]
    pub free: u32,
    /// What the file of rules beside the configuration says, which is in force after the next start.
    pub file: FileState,
    /// All that were in force, the highest version first; 500 at the most.
    pub versions: Vec<AuthorityStep>,
    /// What waits for a second person, or failed or was refused lately; newest first.
    pub asked: Vec<AuthorityAsked>,
}

/// A version that was in force.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuthorityStep {
    #[schema(example = 3)]
    version: u32,
    /// When it first was in force.
    #[schema(format = DateTime)]
    first: String,
}

/// A version that was in force, with its text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuthorityVersion {
    #[serde(flatten)]
    step: AuthorityStep,
    #[schema(example = "authority 3\n\nrule loss\n  do report_loss, freeze\n  level matched\n")]
    text: String,
}

/// Rules that somebody asks to be brought into force.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuthorityAsked {
    /// Names the request, for `/api/approvals`.
    #[schema(example = "F-3")]
    approval: String,
    #[schema(example = 4)]
    version: u32,
    text: String,
    /// The name of the account.
    #[schema(example = "kim", required = true)]
    asked_by: Option<String>,
    #[schema(format = DateTime)]
    asked: String,
    #[schema(format = DateTime)]
    expires: String,
    /// waiting, expired, approved, refused, withdrawn, running, done, failed.
    #[schema(example = "waiting")]
    state: &'static str,
    /// Whether the reader asked for it: then somebody else decides.
    own: bool,
}

/// What other rules would have decided.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuthorityTrial {
    #[schema(example = 4)]
    version: u32,
    /// How many rules there are.
    rules: usize,
    /// Orders of so many days were tried.
    days: u16,
    /// Orders that were tried.
    tried: usize,
    /// Orders that do not say what they were judged as: of earlier releases.
    untold: usize,
    /// How many would have been decided otherwise, by operation and decision.
    counts: Vec<AuthorityCount>,
    /// The first 50 of them, oldest first.
    changed: Vec<AuthorityChanged>,
}

/// So many would have been decided so in place of so.
#[derive(Debug, Serialize, ToSchema)]
struct AuthorityCount {
    #[schema(example = "raise_limit")]
    operation: String,
    was: OperationDecision,
    would: OperationDecision,
    orders: usize,
}

/// An order that would have been decided otherwise.
#[derive(Debug, Serialize, ToSchema)]
struct AuthorityChanged {
    #[schema(example = "C-17")]
    contact: String,
    #[schema(example = "A-7")]
    agent: String,
    #[schema(format = DateTime)]
    asked: String,
    #[schema(example = "raise_limit")]
    operation: String,
    #[schema(required = true)]
    amount: Option<Amount>,
    was: OperationDecision,
    /// The version and the rule that allowed it.
    #[schema(example = "3:limit")]
    was_by: String,
    would: OperationDecision,
    /// The rule that would have.
    #[schema(example = "limit-by-two", required = true)]
    would_by: Option<String>,
    /// Why the agent might not alone.
    unmet: Vec<UnmetCondition>,
}

impl From<&AuthorityText> for AuthorityStep {
    fn from(kept: &AuthorityText) -> AuthorityStep {
        AuthorityStep { version: kept.version, first: kept.first.to_string() }
    }
}

impl From<AuthorityText> for AuthorityVersion {
    fn from(kept: AuthorityText) -> AuthorityVersion {
        AuthorityVersion { step: AuthorityStep::from(&kept), text: kept.text }
    }
}

impl AuthorityAsked {
    /// A request as a reader sees it, with the text that it is about.
    pub fn new(
        approval: &Approval,
        text: String,
        reader: AccountId,
        names: &BTreeMap<AccountId, String>,
    ) -> AuthorityAsked {
        let (version, _) = approval.subject.split_once(':').unwrap_or_default();
        AuthorityAsked {
            approval: approval.id.to_string(),
            version: version.parse().unwrap_or_default(),
            text,
            asked_by: names.get(&approval.asked_by).cloned(),
            asked: approval.asked.to_string(),
            expires: approval.expires.to_string(),
            state: approval.state.tag(),
            own: approval.asked_by == reader,
        }
    }
}

impl AuthorityTrial {
    pub fn new(version: u32, rules: usize, days: u16, trial: &Trial) -> AuthorityTrial {
        let count = |((operation, was, would), orders): ((String, conditions::Decision, _), usize)| {
            AuthorityCount { operation, was: was.into(), would: OperationDecision::from(would), orders }
        };
        AuthorityTrial {
            version,
            rules,
            days,
            tried: trial.tried,
            untold: trial.untold,
            counts: trial.counts().into_iter().map(count).collect(),
            changed: AuthorityTrial::told(trial).iter().map(AuthorityChanged::from).collect(),
        }
    }

    /// The orders that are told one by one.
    pub fn told(trial: &Trial) -> &[Changed] {
        &trial.changed[..trial.changed.len().min(SHOWN)]
    }
}

impl From<&Changed> for AuthorityChanged {
    fn from(Changed { order, was, would }: &Changed) -> AuthorityChanged {
        AuthorityChanged {
            contact: order.contact.to_string(),
            agent: order.agent.to_string(),
            asked: order.asked_at.to_string(),
            operation: order.operation.clone(),
            amount: order.amount.map(Amount::from),
            was: (*was).into(),
            was_by: order.rule.clone(),
            would: would.decision.into(),
            would_by: would.rule.clone(),
            unmet: would.unmet.iter().cloned().map(UnmetCondition::from).collect(),
        }
    }
}
