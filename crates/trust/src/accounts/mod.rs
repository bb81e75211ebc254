//! Accounts: who can sign in with which role.

pub(crate) mod cache;
pub(crate) mod known;
pub(crate) mod service;
pub(crate) mod table;
pub(crate) mod token;

use crate::permissions::Role;
use crate::powers::Scope;
use store::Migration;
pub use vocabulary::AccountId;
use vocabulary::{AgentId, Time};

/// The tables of this room, for `store::Options::migrations`.
pub const MIGRATIONS: &[Migration] = &[
    Migration { version: 20_001, name: "accounts", sql: include_str!("../../migrations/0001_accounts.sql") },
    Migration {
        version: 20_002,
        name: "accounts of agents",
        sql: include_str!("../../migrations/0002_agents.sql"),
    },
    Migration { version: 20_110, name: "keepers", sql: include_str!("../../migrations/0110_keepers.sql") },
    Migration {
        version: 20_200,
        name: "watched customers",
        sql: include_str!("../../migrations/0200_watched.sql"),
    },
    Migration { version: 20_210, name: "sessions", sql: include_str!("../../migrations/0210_sessions.sql") },
    Migration {
        version: 20_220,
        name: "one-time passwords end",
        sql: include_str!("../../migrations/0220_one_time.sql"),
    },
    Migration {
        version: 20_230,
        name: "grants and delegations",
        sql: include_str!("../../migrations/0230_grants.sql"),
    },
    Migration {
        version: 20_240,
        name: "second factors",
        sql: include_str!("../../migrations/0240_factors.sql"),
    },
    Migration {
        version: 20_250,
        name: "client keys",
        sql: include_str!("../../migrations/0250_clients.sql"),
    },
    Migration {
        version: 20_260,
        name: "emergency",
        sql: include_str!("../../migrations/0260_emergency.sql"),
    },
    Migration {
        version: 20_270,
        name: "approvals",
        sql: include_str!("../../migrations/0270_approvals.sql"),
    },
    Migration {
        version: 20_280,
        name: "unmaskings",
        sql: include_str!("../../migrations/0280_unmaskings.sql"),
    },
    Migration {
        version: 20_281,
        name: "unmaskings of an account",
        sql: include_str!("../../migrations/0281_unmaskings_of_account.sql"),
    },
];

/// Somebody who can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub id: AccountId,
    /// The name to sign in with: 1 to 64 characters out of `a-z A-Z 0-9 . _ -`.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// The agent it serves as, if it does.
    pub agent: Option<AgentId>,
    /// Whose rows its role reaches.
    pub scope: Scope,
}

/// An account in the list of accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The account.
    pub account: Account,
    /// When it was made.
    pub created: Time,
    /// When it was revoked, if it was.
    pub revoked: Option<Time>,
}
