//! `heliotrope account`: who can sign in, and as which agent. It works beside a running server, which
//! hears of a change within seconds, and without one.

use crate::Failure;
use crate::command_line::{Account, AccountAct};
use crate::console;
use std::fmt::Write as _;
use store::audit::{Entry, Kind};
use trust::{AccountId, Listed, Token, Trust};

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
    let (operation, id) = match act {
        AccountAct::List => return None,
        AccountAct::Add { .. } => ("cli:account.add", None),
        AccountAct::Serve { id, .. } => ("cli:account.serve", Some(id)),
        AccountAct::Token { id } => ("cli:account.token", Some(id)),
        AccountAct::Password { id } => ("cli:account.password", Some(id)),
        AccountAct::Unlock { id } => ("cli:account.unlock", Some(id)),
        AccountAct::Revoke { id } => ("cli:account.revoke", Some(id)),
    };
    let about = id.and_then(|id| id.to_string().parse().ok());
    Some(Entry { about, ..console::act(operation, Kind::Change) })
}

async fn act(trust: &Trust, act: AccountAct) -> Result<String, Failure> {
    Ok(match act {
        AccountAct::List => table(&trust.accounts().await?, &trust.locked().await?),
        AccountAct::Add { name, role, agent } => {
            let (account, token) = trust.create_account(&name, role).await?;
            if let Some(agent) = agent {
                trust.serve_as(account.id, Some(agent)).await?;
            }
            format!("{} was made. {}", account.id, shown(&token))
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
            let password = trust.give_password(id).await?;
            format!("{id} signs in with this password, once, and chooses another:\n  {}\n", password.expose())
        }
        AccountAct::Unlock { id } => {
            trust.unlock(id).await?;
            format!("{id} is unlocked\n")
        }
        AccountAct::Revoke { id } => {
            trust.revoke(id).await?;
            format!("{id} has ended\n")
        }
    })
}

fn shown(token: &Token) -> String {
    format!("Its token is shown only now:\n  {}\n", token.expose())
}

fn table(listed: &[Listed], locked: &[AccountId]) -> String {
    let mut text = format!("{:<8} {:<24} {:<11} {:<7} {}\n", "account", "name", "role", "agent", "state");
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
            "{:<8} {:<24} {:<11} {agent:<7} {state}",
            row.account.id.to_string(),
            row.account.name,
            row.account.role.tag(),
        );
    }
    text
}
