//! Sessions as the outside sees them.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use trust::sessions::{self, SessionId};
use trust::{Account, AccountId};
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
}

impl Session {
    pub fn of(account: &Account) -> Session {
        Session {
            account: account.id.to_string(),
            name: account.name.clone(),
            role: account.role.tag(),
            permissions: account.role.permissions().iter().map(|permission| permission.tag()).collect(),
            agent: account.agent.map(|agent| agent.to_string()),
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
}

/// Somebody is signed in.
#[derive(Serialize, ToSchema)]
pub(super) struct SignedIn {
    /// To be sent as `Authorization: Bearer …` from now on.
    token: String,
    #[schema(example = "S-3")]
    session: String,
    /// Seconds after which the session ends when nobody uses it.
    #[schema(example = 600)]
    idle_s: u64,
    account: Session,
}

impl SignedIn {
    pub fn new(signed_in: &sessions::SignedIn) -> SignedIn {
        SignedIn {
            token: signed_in.token.expose().to_owned(),
            session: signed_in.session.to_string(),
            idle_s: sessions::IDLE.as_secs(),
            account: Session::of(&signed_in.account),
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
