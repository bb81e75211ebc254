//! `heliotrope client`: programs that use the API, and their keys.

use crate::Failure;
use crate::accounts::there;
use crate::command_line::{Client, ClientAct};
use crate::console;
use crate::contacts::{blocking, say};
use std::fmt::Write as _;
use store::audit::{Entry, Kind};
use trust::clients::ClientKey;
use trust::{Listed, Role, Trust};
use vocabulary::{Span, Time};

/// Does what was asked. Whatever changes something is on record first.
pub fn run(options: Client) -> Result<(), Failure> {
    blocking(async {
        let db = console::beside(&options.data).await?;
        let trust = Trust::new(db.clone());
        let done = match entry(&options.act) {
            Some(entry) => console::on_record(&db, entry, act(&trust, options.act)).await?,
            None => act(&trust, options.act).await?,
        };
        say(&done)
    })
}

fn entry(act: &ClientAct) -> Option<Entry> {
    let (operation, about) = match act {
        ClientAct::List => return None,
        ClientAct::Add { .. } => ("cli:client.add", None),
        ClientAct::Key { id, .. } => ("cli:client.key", id.to_string().parse().ok()),
        ClientAct::Revoke { key } => ("cli:client.revoke", key.to_string().parse().ok()),
    };
    Some(Entry { about, ..console::act(operation, Kind::Change) })
}

async fn act(trust: &Trust, act: ClientAct) -> Result<String, Failure> {
    Ok(match act {
        ClientAct::List => table(&trust.accounts().await?, &trust.client_keys().await?),
        ClientAct::Add { name } => {
            let made = trust.create_client(&name).await?;
            format!("{} was made; give it a key with `heliotrope client key`\n", made.id)
        }
        ClientAct::Key { id, permissions, reach, days } => {
            let now: Time = jiff::Timestamp::now().into();
            let until = now + Span::seconds(i64::from(days) * 86_400);
            let (key, token) = trust.give_key(id, permissions, reach, until, None).await?;
            format!("{} works until {until}. It is shown only now:\n  {}\n", key.id, token.expose())
        }
        ClientAct::Revoke { key } => {
            there(trust.revoke_key(key).await?, format!("there is no key {key} in force"))?;
            format!("{key} works no more\n")
        }
    })
}

fn table(listed: &[Listed], keys: &[ClientKey]) -> String {
    let mut text = String::new();
    for row in listed.iter().filter(|row| row.account.role == Role::Client) {
        let state = row.revoked.map_or_else(|| "in force".to_owned(), |at| format!("ended {at}"));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{:<8} {:<24} {state}", row.account.id, row.account.name);
        for key in keys.iter().filter(|key| key.account == row.account.id) {
            let what: Vec<&str> = key.permissions.iter().map(|permission| permission.tag()).collect();
            let used = key.used.map_or_else(|| "never used".to_owned(), |used| format!("used {used}"));
            let end =
                key.revoked.map_or_else(|| format!("until {}", key.until), |at| format!("revoked {at}"));
            let _ = writeln!(
                text,
                "  {:<6} {}… {} of {}, {end}, {used}",
                key.id,
                key.prefix,
                what.join(" "),
                key.scope
            );
        }
    }
    text
}
