//! Accounts as the outside sees them.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use trust::grants::Grant;
use trust::sessions::{ONE_TIME_LASTS, OneTime};
use trust::{AccountId, Listed};
use utoipa::ToSchema;

/// All accounts.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AccountList {
    /// By number, those that have ended as well.
    accounts: Vec<AccountView>,
}

/// An account.
#[derive(Debug, Serialize, ToSchema)]
struct AccountView {
    #[schema(example = "U-3")]
    id: String,
    #[schema(example = "kim")]
    name: String,
    #[schema(example = "supervisor")]
    role: &'static str,
    /// Whose rows the role reaches: `own`, `team:NAME`, `department:NAME` or `all`.
    #[schema(example = "team:cards-1")]
    reach: String,
    /// The agent that it serves as.
    #[schema(example = "A-7", required = true)]
    agent: Option<String>,
    #[schema(format = DateTime)]
    created: String,
    #[schema(format = DateTime, required = true)]
    ended: Option<String>,
    /// Six errors have locked it.
    locked: bool,
    /// It is asked for a second factor.
    second_factor: bool,
    /// Roles beside its own.
    grants: Vec<GrantView>,
}

/// A role beside an account's own.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GrantView {
    #[schema(example = "G-3")]
    id: String,
    #[schema(example = "supervisor")]
    role: &'static str,
    #[schema(example = "department:cards")]
    reach: String,
    #[schema(format = DateTime)]
    from: String,
    /// Null until it is taken back.
    #[schema(format = DateTime, required = true)]
    until: Option<String>,
    /// Who made it; null for one made at the console.
    #[schema(example = "lee", required = true)]
    by: Option<String>,
}

/// An account to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MakeAccount {
    /// 1 to 64 characters out of a-z, A-Z, 0-9, '.', '_' and '-'.
    #[schema(example = "kim")]
    pub name: String,
    #[schema(example = "agent")]
    pub role: String,
    /// Whose rows it reaches; of agents their own, of others all, when it is left out.
    #[schema(example = "own")]
    pub reach: Option<String>,
    /// The agent that it serves as.
    #[schema(example = "A-7")]
    pub agent: Option<String>,
}

/// Another reach.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeReach {
    /// `own`, `team:NAME`, `department:NAME` or `all`.
    #[schema(example = "team:cards-1")]
    pub reach: String,
}

/// A role to be granted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MakeGrant {
    #[schema(example = "supervisor")]
    pub role: String,
    /// `own`, `team:NAME`, `department:NAME` or `all`.
    #[schema(example = "department:cards")]
    pub reach: String,
    /// From when on; from now on when it is left out.
    #[schema(format = DateTime)]
    pub from: Option<String>,
    /// Until when; until it is taken back when it is left out.
    #[schema(format = DateTime)]
    pub until: Option<String>,
}

/// A password that works once. It prints nothing of itself.
#[derive(Serialize, ToSchema)]
pub(crate) struct GivenPassword {
    /// The account.
    #[schema(example = "U-3")]
    pub(super) account: String,
    /// Shown now and never again; it is exchanged at the first sign-in.
    #[schema(format = Password)]
    password: String,
    /// Seconds that it works.
    #[schema(example = 86400)]
    lasts_s: f64,
}

impl GivenPassword {
    pub fn new(account: AccountId, password: &OneTime) -> GivenPassword {
        let password = password.expose().to_owned();
        GivenPassword { account: account.to_string(), password, lasts_s: ONE_TIME_LASTS.as_seconds() }
    }
}

impl GrantView {
    pub fn new(grant: &Grant, names: &BTreeMap<AccountId, String>) -> GrantView {
        GrantView {
            id: grant.id.to_string(),
            role: grant.role.tag(),
            reach: grant.scope.to_string(),
            from: grant.from.to_string(),
            until: grant.until.map(|until| until.to_string()),
            by: grant.made_by.and_then(|by| names.get(&by).cloned()),
        }
    }
}

impl AccountList {
    pub fn new(
        listed: &[Listed],
        grants: &[Grant],
        locked: &[AccountId],
        with_factor: &[AccountId],
    ) -> AccountList {
        let names: BTreeMap<AccountId, String> =
            listed.iter().map(|row| (row.account.id, row.account.name.clone())).collect();
        let shown = |row: &Listed| {
            let account = &row.account;
            let own = grants.iter().filter(|grant| grant.account == account.id);
            AccountView {
                id: account.id.to_string(),
                name: account.name.clone(),
                role: account.role.tag(),
                reach: account.scope.to_string(),
                agent: account.agent.map(|agent| agent.to_string()),
                created: row.created.to_string(),
                ended: row.revoked.map(|ended| ended.to_string()),
                locked: locked.contains(&account.id),
                second_factor: with_factor.contains(&account.id),
                grants: own.map(|grant| GrantView::new(grant, &names)).collect(),
            }
        };
        AccountList { accounts: listed.iter().map(shown).collect() }
    }
}
