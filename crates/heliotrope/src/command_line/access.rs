//! Commands about who comes in.

use super::Data;
use clap::{Args, Subcommand};
use trust::clients::KeyId;
use trust::grants::{DelegationId, GrantId};
use trust::sessions::SessionId;
use trust::{AccountId, Permission, Role, Scope};
use vocabulary::AgentId;

#[derive(Debug, Args)]
pub struct Account {
    #[command(flatten)]
    pub data: Data,
    #[command(subcommand)]
    pub act: AccountAct,
}

#[derive(Debug, Subcommand)]
pub enum AccountAct {
    /// List all accounts.
    List,
    /// Make an account; its token is shown once.
    Add {
        /// The name to sign in with.
        name: String,
        /// agent, supervisor, engineer, viewer, privacy_officer or administrator.
        #[arg(long)]
        role: Role,
        /// Whose rows it reaches: own, team:NAME, department:NAME or all. Without it agents their own, others all.
        #[arg(long)]
        reach: Option<Scope>,
        /// The agent that it serves as.
        #[arg(long)]
        agent: Option<AgentId>,
    },
    /// Say whose rows an account reaches.
    Reach {
        /// The account: `U-3` or `3`.
        id: AccountId,
        /// own, team:NAME, department:NAME or all.
        reach: Scope,
    },
    /// Grant an account a role beside its own, from now on.
    Grant {
        /// The account: `U-3` or `3`.
        id: AccountId,
        /// agent, supervisor, engineer, viewer or privacy_officer.
        #[arg(long)]
        role: Role,
        /// own, team:NAME, department:NAME or all.
        #[arg(long)]
        reach: Scope,
        /// Until this moment: `2026-12-24T18:00:00Z`; without it, until it is taken back.
        #[arg(long, value_name = "MOMENT")]
        until: Option<jiff::Timestamp>,
    },
    /// Take a grant back.
    Ungrant {
        /// The grant: `G-3` or `3`.
        grant: GrantId,
    },
    /// List grants that are not over.
    Grants,
    /// List what people lend while away.
    Delegations,
    /// Take back what somebody lent.
    TakeBack {
        /// The delegation: `D-3` or `3`.
        delegation: DelegationId,
    },
    /// Let an account serve as an agent, or with no agent named as none.
    Serve {
        /// The account: `U-3` or `3`.
        id: AccountId,
        /// The agent: `A-7` or `7`.
        #[arg(long)]
        agent: Option<AgentId>,
    },
    /// Give an account another token; the old one is void.
    Token {
        /// The account: `U-3` or `3`.
        id: AccountId,
    },
    /// Give an account a password that works once, for a day: to sign in by name.
    Password {
        /// The account: `U-3` or `3`.
        id: AccountId,
    },
    /// Unlock an account that six errors have locked.
    Unlock {
        /// The account: `U-3` or `3`.
        id: AccountId,
    },
    /// Take off an account's second factor: when device and recovery codes are lost.
    ResetFactor {
        /// The account: `U-3` or `3`.
        id: AccountId,
    },
    /// List who is signed in.
    Sessions {
        /// Only this account.
        #[arg(long, value_name = "ACCOUNT")]
        of: Option<AccountId>,
    },
    /// End a session.
    SignOut {
        /// The session: `S-3` or `3`.
        session: SessionId,
    },
    /// End an account.
    Revoke {
        /// The account: `U-3` or `3`.
        id: AccountId,
    },
}

#[derive(Debug, Args)]
pub struct Client {
    #[command(flatten)]
    pub data: Data,
    #[command(subcommand)]
    pub act: ClientAct,
}

#[derive(Debug, Subcommand)]
pub enum ClientAct {
    /// List programs and their keys.
    List,
    /// Make a program an account; it may do what its keys say.
    Add {
        /// Its name.
        name: String,
    },
    /// Give a program a key, shown once. Earlier ones go on working.
    Key {
        /// The program's account: `U-9` or `9`.
        id: AccountId,
        /// What it may do, such as contacts.read; give it several times.
        #[arg(long = "permission", value_name = "PERMISSION", required = true)]
        permissions: Vec<Permission>,
        /// team:NAME, department:NAME or all.
        #[arg(long)]
        reach: Scope,
        /// Days that it works.
        #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=400))]
        days: u16,
    },
    /// Revoke a key.
    Revoke {
        /// The key: `K-3` or `3`.
        key: KeyId,
    },
}

#[derive(Debug, Args)]
pub struct Emergency {
    #[command(flatten)]
    pub data: Data,
    #[command(subcommand)]
    pub act: EmergencyAct,
}

#[derive(Debug, Subcommand)]
pub enum EmergencyAct {
    /// Say how it stands.
    State,
    /// Seal it anew; the secret is shown once, and an earlier one is void.
    Seal,
}
