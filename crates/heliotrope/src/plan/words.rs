//! Plans, versions and trials in words.

use serde_json::Value;
use std::fmt::Write as _;

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or("–")
}

/// The plan in force.
pub fn in_force(told: &Value) -> String {
    let by = told["by"].as_str().map_or_else(|| "the configuration file".to_owned(), str::to_owned);
    let file = match text(told, "file") {
        "same" => "the configuration file says the same",
        "differs" => "the configuration file says otherwise, and comes into force at the next start",
        "faulty" => "the configuration file does not hold together: the next start would fail",
        _ => "there is no configuration file",
    };
    let since = text(told, "since");
    format!("version {} in force since {since}, by {by}; {file}\n{}", text(told, "version"), later(told))
}

/// Versions, newest first.
pub fn versions(told: &Value) -> String {
    let mut lines = String::new();
    for version in told["versions"].as_array().into_iter().flatten() {
        let by = version["by"].as_str().unwrap_or("the file");
        let changes = match version["changes"].as_array() {
            Some(changes) => changes.iter().map(change).collect::<Vec<_>>().join(", "),
            None => "the first".to_owned(),
        };
        // Writing to a String cannot fail.
        let _ =
            writeln!(lines, "{:<9} {} by {by}: {changes}", text(version, "version"), text(version, "since"));
    }
    lines
}

/// What a plan would change.
pub fn trial(told: &Value) -> String {
    let mut lines = format!("beside version {}:\n", text(told, "version"));
    let changes = told["changes"].as_array().map(Vec::as_slice).unwrap_or_default();
    if changes.is_empty() {
        lines.push_str("  nothing is different\n");
    }
    for one in changes {
        let _ = writeln!(lines, "  {}", change(one));
    }
    let contacts = told["contacts"].as_array().map(Vec::as_slice).unwrap_or_default();
    let _ = writeln!(lines, "{} wait, {} of them would notice", told["waiting"], contacts.len());
    for contact in contacts {
        let _ = writeln!(lines, "  {}", outlook(contact, text(told, "at")));
    }
    for agent in told["finishing"].as_array().into_iter().flatten() {
        let _ =
            writeln!(lines, "{} is struck and finishes the contact in hand", agent.as_str().unwrap_or("–"));
    }
    lines + &later(told)
}

fn change(told: &Value) -> String {
    format!("{} {} {}", text(told, "part"), told["name"].as_str().unwrap_or_default(), text(told, "change"))
        .replace("  ", " ")
}

fn outlook(told: &Value, at: &str) -> String {
    let (before, after) = (&told["before"], &told["after"]);
    let mut line = format!(
        "{} in {}: place {} then {}, agents {} then {} (after all widening {} then {})",
        text(told, "contact"),
        text(told, "queue"),
        before["position"],
        after["position"],
        before["agents"],
        after["agents"],
        before["agents_at_last"],
        after["agents_at_last"],
    );
    for (before, after) in promises(before, at).into_iter().zip(promises(after, at)) {
        if before != after {
            let _ = write!(line, "; {after} instead of {before}");
        }
    }
    if let Some(agent) = told["offered_to"].as_str() {
        let _ = write!(line, "; would be offered to {agent} at once");
    }
    if told["stranded"] == true {
        line.push_str("; NOBODY signed in could serve it any more");
    }
    line
}

/// What a contact is promised: overflow, closing, call-back, ringing.
fn promises(told: &Value, at: &str) -> [String; 4] {
    let seconds = |value: &Value| value.as_f64().unwrap_or_default();
    let overflow = match told["overflow"].as_object() {
        None => "no overflow".to_owned(),
        Some(next) => {
            let to = next["to_queue"].as_str().or(next["to_flow"].as_str()).unwrap_or("–");
            let due = next["at"].as_str().unwrap_or_default();
            format!("overflow to {to} in {} s", seconds_between(at, due))
        }
    };
    let closes = told["closes"].as_str();
    let closes = closes.map_or_else(|| "served after closing".to_owned(), |at| format!("sent on at {at}"));
    let callback = match text(told, "callback") {
        "from" => format!("call-back from a wait of {} s", seconds(&told["callback_from_s"])),
        "promised" => "call-back promised".to_owned(),
        "given_up" => "promised call-back given up".to_owned(),
        _ => "no call-back".to_owned(),
    };
    let ring =
        told["ring_s"].as_f64().map_or_else(|| "ringing –".to_owned(), |ring| format!("ringing {ring} s"));
    [overflow, closes, callback, ring]
}

/// From one moment to another, never below 0; 0 for what is no moment.
fn seconds_between(from: &str, to: &str) -> i64 {
    let moment = |text: &str| text.parse::<jiff::Timestamp>().ok();
    let span = moment(to).zip(moment(from)).map(|(to, from)| to.duration_since(from).as_secs());
    span.unwrap_or_default().max(0)
}

fn later(told: &Value) -> String {
    let keys = told["at_next_start"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let keys = keys.collect::<Vec<_>>().join(", ");
    if keys.is_empty() { String::new() } else { format!("takes effect at the next start: {keys}\n") }
}
