//! `heliotrope callbacks`: the places that a running program keeps for call-backs.

use crate::Failure;
use crate::command_line::{At, Callbacks, CallbacksAct};
use crate::contacts::{blocking, say};
use crate::plan::client::Client;
use serde_json::Value;
use std::fmt::Write as _;

/// Does what was asked.
pub fn run(options: Callbacks) -> Result<(), Failure> {
    match options.act {
        CallbacksAct::List { at } => ask(at, async |client| Ok(told(&client.get("/api/callbacks").await?))),
        CallbacksAct::Cancel { contact, at } => ask(at, async |client| {
            let path = format!("/api/callbacks/{contact}");
            client.send("DELETE", &path, None, &Value::Null).await?;
            Ok(format!("{contact} is not called back any more\n"))
        }),
    }
}

fn ask(at: At, question: impl AsyncFnOnce(Client) -> Result<String, Failure>) -> Result<(), Failure> {
    blocking(async { say(&question(Client::new(at)?).await?) })
}

/// A place a line: whose it is, how it stands, when it is due.
fn told(list: &Value) -> String {
    let places = list["callbacks"].as_array().map(Vec::as_slice).unwrap_or_default();
    if places.is_empty() {
        return "no call-backs are promised\n".to_owned();
    }
    let mut text = String::new();
    for place in places {
        let word = |key: &str| place[key].as_str().unwrap_or("-").replace('_', " ");
        let rests =
            place["rests"].as_str().map_or_else(String::new, |why| format!(": {}", why.replace('_', " ")));
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{:<8} {:<12} promised {}, by {}; {} of {} tries; {}{rests}; next {}",
            word("contact"),
            word("queue"),
            word("promised"),
            word("by"),
            place["tries"],
            place["most"],
            word("state"),
            word("next"),
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn places_are_told_a_line_each() {
        assert_eq!(told(&json!({"callbacks": []})), "no call-backs are promised\n");
        let place = json!({
            "contact": "C-17", "queue": "cards", "promised": "10:00", "by": null, "tries": 1, "most": 3,
            "state": "resting", "rests": "next_try", "next": "10:10",
        });
        assert_eq!(
            told(&json!({"callbacks": [place]})),
            "C-17     cards        promised 10:00, by -; 1 of 3 tries; resting: next try; next 10:10\n"
        );
    }
}
