//! Whether a mapping's keys fit together, and where in its text a key stands.

use crate::mapping::{Columns, Meaning, Times, Written};
use std::collections::BTreeSet;
use toml::de::{DeTable, DeValue};

/// A key that does not fit, by its path: `columns.waited`.
pub(crate) struct Unsound {
    pub key: String,
    pub reason: String,
}

impl Unsound {
    pub fn new(key: impl Into<String>, reason: impl Into<String>) -> Unsound {
        Unsound { key: key.into(), reason: reason.into() }
    }
}

/// All that does not fit.
pub(crate) fn faults(written: &Written) -> Vec<Unsound> {
    let columns = &written.columns;
    let both = |one: &Option<String>, other: &Option<String>| one.is_some() && other.is_some();
    let needed = [
        (!written.key.is_empty(), "key", "must name the columns that tell one call from another"),
        (
            written.header || !written.order.is_empty(),
            "order",
            "must name the columns of a log without header",
        ),
        (
            written.times == Times::Whole || columns.date.is_some(),
            "columns.date",
            "must be there: moments are times of day, and each needs its date",
        ),
        (
            columns.waited.is_some() || both(&columns.queued, &columns.left_queue),
            "columns.waited",
            "must be there, or both queued and left_queue",
        ),
        (
            columns.talked.is_some() || both(&columns.served, &columns.ended),
            "columns.talked",
            "must be there, or both served and ended",
        ),
    ];
    let missing = needed.into_iter().filter(|(is_so, ..)| !is_so);
    let mut faults: Vec<Unsound> = missing.map(|(_, key, reason)| Unsound::new(key, reason)).collect();
    check_outcomes(written, &mut faults);
    check_order(written, &mut faults);
    faults
}

fn check_outcomes(written: &Written, faults: &mut Vec<Unsound>) {
    let mut seen = BTreeSet::new();
    for word in written.outcomes.keys() {
        if !seen.insert(word.to_lowercase()) {
            let reason = "is there in other letters' case already; the log's words are read in any case";
            faults.push(Unsound::new(format!("outcomes.{word}"), reason));
        }
    }
    if !written.outcomes.values().any(|meaning| *meaning == Meaning::Answered) {
        let reason = "must say what each word of the outcome column means, and one of them is \"answered\"";
        faults.push(Unsound::new("outcomes", reason));
    }
}

/// Whatever is named must be among the columns, where they are listed.
fn check_order(written: &Written, faults: &mut Vec<Unsound>) {
    let mut seen = BTreeSet::new();
    for name in &written.order {
        if !seen.insert(name.to_lowercase()) {
            faults.push(Unsound::new("order", format!("names the column \"{name}\" twice")));
        }
    }
    let named = named(&written.columns).into_iter().map(|(key, name)| (format!("columns.{key}"), name));
    let of_key = written.key.iter().map(|name| ("key".to_owned(), name));
    for (key, name) in named.chain(of_key) {
        if !seen.is_empty() && !seen.contains(&name.to_lowercase()) {
            faults.push(Unsound::new(key, format!("names the column \"{name}\", which is not in order")));
        }
    }
}

/// The columns a mapping names, by its keys.
fn named(columns: &Columns) -> Vec<(&'static str, &String)> {
    let maybe = [
        ("date", &columns.date),
        ("left_flow", &columns.left_flow),
        ("in_flow", &columns.in_flow),
        ("queued", &columns.queued),
        ("left_queue", &columns.left_queue),
        ("waited", &columns.waited),
        ("served", &columns.served),
        ("ended", &columns.ended),
        ("talked", &columns.talked),
        ("queue", &columns.queue),
        ("agent", &columns.agent),
        ("customer", &columns.customer),
        ("tier", &columns.tier),
    ];
    let there = maybe.into_iter().filter_map(|(key, name)| Some((key, name.as_ref()?)));
    there.chain([("entered", &columns.entered), ("outcome", &columns.outcome)]).collect()
}

/// Where a key stands in a text, in bytes; where it is missing, where its table does.
pub(crate) fn place(text: &str, key: &str) -> usize {
    let Ok(root) = DeTable::parse(text) else { return 0 };
    let (table, rest) = key.split_once('.').unwrap_or((key, ""));
    let find = |table: &DeTable<'_>, name: &str| {
        let found = table.iter().find(|(key, _)| key.get_ref().as_ref() == name);
        found.map(|(key, value)| (key.span().start, inner_place(value.get_ref(), rest)))
    };
    find(root.get_ref(), table).map_or(0, |(own, inner)| inner.unwrap_or(own))
}

fn inner_place(value: &DeValue<'_>, name: &str) -> Option<usize> {
    let found = value.as_table()?.keys().find(|key| key.get_ref().as_ref() == name);
    found.map(|key| key.span().start)
}
