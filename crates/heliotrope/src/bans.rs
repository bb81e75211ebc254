//! `heliotrope bans`: addresses that a running program does not answer on the telephone.

use crate::Failure;
use crate::command_line::{Bans, BansAct};
use crate::contacts::{blocking, say};
use crate::plan::client::Client;
use serde_json::Value;
use std::fmt::Write as _;

/// Does what was asked.
pub fn run(options: Bans) -> Result<(), Failure> {
    blocking(async {
        let text = match options.act {
            BansAct::List { at } => told(&Client::new(at)?.get("/api/bans").await?),
            BansAct::Lift { address, at } => {
                let path = format!("/api/bans/{address}");
                Client::new(at)?.send("DELETE", &path, None, &Value::Null).await?;
                format!("{address} is answered again\n")
            }
        };
        say(&text)
    })
}

/// A ban a line.
fn told(list: &Value) -> String {
    let bans = list["bans"].as_array().map(Vec::as_slice).unwrap_or_default();
    if bans.is_empty() {
        return "nobody is banned\n".to_owned();
    }
    let mut text = String::new();
    for ban in bans {
        let word = |key: &str| ban[key].as_str().unwrap_or("-").replace('_', " ");
        let ways = if ban["only_udp"] == true { "UDP" } else { "TCP and TLS" };
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{:<40} {ways:<12} until {}; since {}; {}",
            word("address"),
            word("until"),
            word("since"),
            word("offence")
        );
    }
    text
}
