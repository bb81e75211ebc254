//! Sessions as the outside sees them.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use trust::sessions::{self, SessionId};
use trust::{AccountId, Identity, Permission};
use utoipa::ToSchema;

/// Whose token it is, and what it opens.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Session {
    #[schema(example = "U-3")]
    account: String,
    #[schema(example = "kim")]
    name: String,
    #[schema(example = "agent")]
    role: &'static str,
    #[schema(example = json!(["contacts.read", "desk.serve"]))]
    permissions: Vec<&'static str>,
    /// The agent that the account serves as.
    #[schema(example = "A-7", required = true)]
    agent: Option<String>,
    /// Whose rows its role reaches: `own`, `team:NAME`, `department:NAME` or `all`.
    #[schema(example = "team:cards-1")]
    reach: String,
    /// It has to enrol a second factor before anything else.
    to_enrol: bool,
    /// Seconds after which the session ends when nobody uses it; null for a token that is no session's.
    #[schema(example = 600, required = true)]
    idle_s: Option<u64>,
    /// With a cookie: what is to be said in `x-heliotrope-bond` by whatever changes something.
    #[schema(required = true)]
    bond: Option<String>,
}

impl Session {
    pub fn of(identity: &Identity, bond: Option<String>) -> Session {
        let account = identity.account();
        Session {
            account: account.id.to_string(),
            name: account.name.clone(),
            role: account.role.tag(),
            permissions: identity.permissions().map(Permission::tag).collect(),
            agent: account.agent.map(|agent| agent.to_string()),
            reach: account.scope.to_string(),
            to_enrol: identity.is_to_enrol(),
            idle_s: identity.session().map(|_| sessions::IDLE.as_secs()),
            bond,
        }
    }
}

/// Who wants in. It prints nothing of itself.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SignIn {
    #[schema(example = "kim")]
    pub name: String,
    #[schema(format = Password)]
    pub password: String,
    /// In exchange for the password: 12 characters or more.
    #[schema(format = Password)]
    pub new_password: Option<String>,
    /// A code of the second factor, or a recovery code.
    #[schema(format = Password)]
    pub code: Option<String>,
    /// Have the session kept as a cookie, out of reach of scripts; for pages.
    #[serde(default)]
    #[schema(required = false)]
    pub cookie: bool,
}

/// Somebody is signed in.
#[derive(Serialize, ToSchema)]
pub(super) struct SignedIn {
    /// To be sent as `Authorization: Bearer …` from now on; null when it is kept as a cookie.
    #[schema(required = true)]
    token: Option<String>,
    #[schema(example = "S-3")]
    session: String,
    /// Seconds after which the session ends when nobody uses it.
    #[schema(example = 600)]
    idle_s: u64,
    account: Session,
}

impl SignedIn {
    pub fn new(signed_in: &sessions::SignedIn, identity: &Identity, cookie: bool) -> SignedIn {
        let token = &signed_in.token;
        SignedIn {
            token: (!cookie).then(|| token.expose().to_owned()),
            session: signed_in.session.to_string(),
            idle_s: sessions::IDLE.as_secs(),
            account: Session::of(identity, cookie.then(|| token.bond())),
        }
    }
}

/// Who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SessionList {
    /// The oldest first.
    sessions: Vec<OpenSession>,
}

/// Somebody who is signed in.
#[derive(Debug, Serialize, ToSchema)]
struct OpenSession {
    #[schema(example = "S-3")]
    id: String,
    #[schema(example = "U-3")]
    account: String,
    /// None while the database does not say.
    #[schema(example = "kim", required = true)]
    name: Option<String>,
    /// From where.
    #[schema(example = "10.0.0.7")]
    origin: String,
    #[schema(format = DateTime)]
    begun: String,
    /// To half a minute.
    #[schema(format = DateTime)]
    used: String,
    /// Whether it is the one that asks.
    own: bool,
}

impl SessionList {
    pub fn new(
        sessions: &[sessions::Session],
        own: Option<SessionId>,
        names: &BTreeMap<AccountId, String>,
    ) -> SessionList {
        let shown = |session: &sessions::Session| OpenSession {
            id: session.id.to_string(),
            account: session.account.to_string(),
            name: names.get(&session.account).cloned(),
            origin: session.origin.clone(),
            begun: session.begun.to_string(),
            used: session.used.to_string(),
            own: Some(session.id) == own,
        };
        SessionList { sessions: sessions.iter().map(shown).collect() }
    }
}
