//! `heliotrope account`: who can sign in, and as which agent. It works beside a running server, which
//! hears of a change within seconds, and without one.

use crate::Failure;
use crate::command_line::{Account, AccountAct};
use crate::console;
use std::fmt::{Display, Write as _};
use store::audit::{Entry, Kind};
use trust::grants::{Delegation, Grant};
use trust::sessions::Session;
use trust::{AccountId, Listed, Role, Scope, Token, Trust};

/// Does what was asked, and says what came of it. Whatever changes an account is on record first.
pub fn run(options: Account) -> Result<(), Failure> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let db = console::beside(&options.data).await?;
        let trust = Trust::new(db.clone());
        let done = match entry(&options.act) {
            Some(entry) => console::on_record(&db, entry, act(&trust, options.act)).await?,
            None => act(&trust, options.act).await?,
        };
        print!("{done}");
        Ok(())
    })
}

/// What is on record of it.
fn entry(act: &AccountAct) -> Option<Entry> {
    let about = |id: &dyn Display| id.to_string().parse().ok();
    let (operation, about) = match act {
        AccountAct::List | AccountAct::Grants | AccountAct::Delegations | AccountAct::Sessions { .. } => {
            return None;
        }
        AccountAct::Add { .. } => ("cli:account.add", None),
        AccountAct::Reach { id, .. } => ("cli:account.reach", about(id)),
        AccountAct::Grant { id, .. } => ("cli:account.grant", about(id)),
        AccountAct::Ungrant { grant } => ("cli:account.ungrant", about(grant)),
        AccountAct::TakeBack { delegation } => ("cli:account.take_back", about(delegation)),
        AccountAct::Serve { id, .. } => ("cli:account.serve", about(id)),
        AccountAct::Token { id } => ("cli:account.token", about(id)),
        AccountAct::Password { id } => ("cli:account.password", about(id)),
        AccountAct::Unlock { id } => ("cli:account.unlock", about(id)),
        AccountAct::ResetFactor { id } => ("cli:account.reset_factor", about(id)),
        AccountAct::SignOut { session } => ("cli:account.sign_out", about(session)),
        AccountAct::Revoke { id } => ("cli:account.revoke", about(id)),
    };
    Some(Entry { about, ..console::act(operation, Kind::Change) })
}

async fn act(trust: &Trust, act: AccountAct) -> Result<String, Failure> {
    Ok(match act {
        AccountAct::List => table(&trust.accounts().await?, &trust.locked().await?),
        AccountAct::Grants => grants(&trust.grants(None).await?),
        AccountAct::Delegations => delegations(&trust.delegations(None).await?),
        AccountAct::Sessions { of } => sessions(&trust.sessions(of).await?),
        AccountAct::Add { name, role, reach, agent } => {
            let reach = reach.unwrap_or(if role == Role::Agent { Scope::Own } else { Scope::All });
            let (account, token) = trust.make_account(&name, role, &reach, None).await?;
            if let Some(agent) = agent {
                trust.serve_as(account.id, Some(agent)).await?;
            }
            format!("{} was made. {}", account.id, shown(&token))
        }
        AccountAct::Reach { id, reach } => {
            trust.set_scope(id, &reach).await?;
            format!("{id} reaches {reach}\n")
        }
        AccountAct::Grant { id, role, reach, until } => {
            let from = jiff::Timestamp::now().into();
            let grant = trust.grant(id, role, reach, (from, until.map(Into::into)), None).await?;
            format!("{} makes {id} {role} of {}\n", grant.id, grant.scope)
        }
        AccountAct::Ungrant { grant } => {
            there(trust.end_grant(grant).await?, format!("there is no grant {grant}"))?;
            format!("{grant} counts no more\n")
        }
        AccountAct::TakeBack { delegation } => {
            let ended = trust.end_delegation(delegation, None).await?;
            there(ended, format!("there is no delegation {delegation}"))?;
            format!("{delegation} counts no more\n")
        }
        AccountAct::Serve { id, agent } => {
            trust.serve_as(id, agent).await?;
            match agent {
                Some(agent) => format!("{id} serves as {agent}\n"),
                None => format!("{id} serves as no agent\n"),
            }
        }
        AccountAct::Token { id } => {
            format!("{id} has another token. {}", shown(&trust.replace_token(id).await?))
        }
        AccountAct::Password { id } => {
            let password = trust.give_password(id, None).await?;
            let password = password.expose();
            format!(
                "{id} signs in with this password, once, within 24 hours, and chooses another:\n  {password}\n"
            )
        }
        AccountAct::Unlock { id } => {
            trust.unlock(id).await?;
            format!("{id} is unlocked\n")
        }
        AccountAct::ResetFactor { id } => {
            there(trust.reset_factor(id, None).await?, format!("{id} has no second factor"))?;
            format!("{id} has no second factor any more\n")
        }
        AccountAct::SignOut { session } => {
            there(trust.end_session(session, None).await?, format!("there is no session {session}"))?;
            format!("{session} is over\n")
        }
        AccountAct::Revoke { id } => {
            trust.revoke(id).await?;
            format!("{id} has ended\n")
        }
    })
}

/// What was to be ended was not there.
pub fn there(was: bool, otherwise: String) -> Result<(), Failure> {
    if was { Ok(()) } else { Err(otherwise.into()) }
}

fn grants(grants: &[Grant]) -> String {
    let line = |grant: &Grant| {
        let until = grant.until.map_or_else(|| "taken back".to_owned(), |until| until.to_string());
        let (role, reach) = (grant.role.tag(), grant.scope.to_string());
        format!(
            "{:<8} {:<8} {role:<16} {reach:<24} from {} until {until}\n",
            grant.id, grant.account, grant.from
        )
    };
    grants.iter().map(line).collect()
}

fn delegations(loans: &[Delegation]) -> String {
    let line = |loan: &Delegation| {
        let what: Vec<&str> = loan.permissions.iter().map(|permission| permission.tag()).collect();
        let (id, lender, holder) = (loan.id, loan.lender, loan.holder);
        format!(
            "{id:<8} {lender} lends {} to {holder} from {} until {}\n",
            what.join(" "),
            loan.from,
            loan.until
        )
    };
    loans.iter().map(line).collect()
}

fn sessions(sessions: &[Session]) -> String {
    let line = |session: &Session| {
        let Session { id, account, origin, begun, used } = session;
        format!("{id:<8} {account:<8} {origin:<24} since {begun}, used {used}\n")
    };
    sessions.iter().map(line).collect()
}

pub fn shown(token: &Token) -> String {
    format!("Its token is shown only now:\n  {}\n", token.expose())
}

fn table(listed: &[Listed], locked: &[AccountId]) -> String {
    let mut text = format!(
        "{:<8} {:<24} {:<16} {:<7} {:<20} {}\n",
        "account", "name", "role", "agent", "reach", "state"
    );
    for row in listed {
        let agent = row.account.agent.map_or_else(|| "–".to_owned(), |agent| agent.to_string());
        let state = match row.revoked {
            Some(at) => format!("ended {at}"),
            None if locked.contains(&row.account.id) => "locked".to_owned(),
            None => "in force".to_owned(),
        };
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{:<8} {:<24} {:<16} {agent:<7} {:<20} {state}",
            row.account.id.to_string(),
            row.account.name,
            row.account.role.tag(),
            row.account.scope.to_string(),
        );
    }
    text
}
