//! The file as a document: where each key stands.

use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// The way to something in the file: keys, numbers from 1 in lists of tables, and the value itself in
/// lists of values.
pub type Path = Vec<String>;

/// The text, and what stands where in it.
pub struct Document<'a> {
    text: &'a str,
    pub root: DeTable<'a>,
}

/// A mistake in the file's form.
pub struct Slip {
    /// Its line, from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

impl<'a> Document<'a> {
    /// Reads as much as can be read; what cannot comes beside it.
    pub fn read(text: &'a str) -> (Document<'a>, Vec<Slip>) {
        let (root, refused) = DeTable::parse_recoverable(text);
        let document = Document { text, root: root.into_inner() };
        let slip = |refused: &toml::de::Error| Slip {
            line: document.line_at(refused.span().map_or(0, |span| span.start)),
            reason: refused.message().to_owned(),
        };
        let mut slips: Vec<Slip> = refused.iter().map(slip).collect();
        // One mistake often has several consequences on its line; the first says what it is.
        slips.sort_by_key(|slip| slip.line);
        slips.dedup_by_key(|slip| slip.line);
        (document, slips)
    }

    /// The words of a line, from 1.
    pub fn line(&self, number: usize) -> &str {
        self.text.lines().nth(number - 1).unwrap_or_default()
    }

    /// The line on which something stands, or as much of the way to it as is there.
    pub fn line_of(&self, path: &[String]) -> Option<usize> {
        let (first, rest) = path.split_first()?;
        let (key, value) = self.root.get_key_value(first.as_str())?;
        let mut at = if rest.is_empty() { key.span().start } else { start(key, value) };
        let mut value = value;
        for step in rest {
            let Some((found, next)) = child(value, step) else { break };
            (at, value) = (found, next);
        }
        Some(self.line_at(at))
    }

    fn line_at(&self, place: usize) -> usize {
        let before = &self.text.as_bytes()[..place.min(self.text.len())];
        1 + before.iter().filter(|byte| **byte == b'\n').count()
    }
}

fn start(key: &Spanned<toml::de::DeString<'_>>, value: &Spanned<DeValue<'_>>) -> usize {
    match value.get_ref() {
        // A list of tables has a header for each: that of the list is none of its own.
        DeValue::Array(list) => list.iter().next().map_or(key.span().start, |first| first.span().start),
        _ => key.span().start,
    }
}

/// What a step leads to, and where it stands.
fn child<'v, 'a>(value: &'v Spanned<DeValue<'a>>, step: &str) -> Option<(usize, &'v Spanned<DeValue<'a>>)> {
    match value.get_ref() {
        DeValue::Table(table) => {
            let (key, value) = table.get_key_value(step)?;
            Some((key.span().start, value))
        }
        DeValue::Array(list) => {
            let of_tables = list.iter().any(|element| element.get_ref().is_table());
            let named = list.iter().find(|element| !of_tables && is(element.get_ref(), step));
            let number = || step.parse::<usize>().ok()?.checked_sub(1);
            let found = named.or_else(|| list.get(number()?))?;
            Some((found.span().start, found))
        }
        _ => None,
    }
}

/// Whether a value is written like this.
fn is(value: &DeValue<'_>, text: &str) -> bool {
    match value {
        DeValue::String(value) => value == text,
        DeValue::Integer(value) => value.as_str() == text,
        _ => false,
    }
}

/// The way to the innermost thing that covers a stretch of the text, and whether it is a table with
/// exactly these bounds.
pub fn way_to(value: &Spanned<DeValue<'_>>, span: &Range<usize>) -> Path {
    let mut best: (usize, Path) = (usize::MAX, Path::new());
    let mut open = vec![(Path::new(), value)];
    while let Some((path, value)) = open.pop() {
        let mut look = |step: String, spans: [Range<usize>; 2], value| {
            let path = [path.as_slice(), &[step]].concat();
            for covers in spans.iter().filter(|found| found.start <= span.start && span.end <= found.end) {
                // Deeper things come later: of equals the deeper one holds.
                if covers.len() <= best.0 {
                    best = (covers.len(), path.clone());
                }
            }
            open.push((path, value));
        };
        match value.get_ref() {
            DeValue::Table(table) => {
                for (key, value) in table.iter() {
                    look(key.get_ref().to_string(), [key.span(), value.span()], value);
                }
            }
            DeValue::Array(list) => {
                for (number, element) in (1usize..).zip(list.iter()) {
                    look(number.to_string(), [element.span(), element.span()], element);
                }
            }
            _ => {}
        }
    }
    best.1
}

/// Takes something out of a value. Steps in lists are numbers from 1, whatever the list holds.
pub fn take_out(value: &mut DeValue<'_>, path: &[String]) {
    let Some((last, way)) = path.split_last() else { return };
    match step_into(value, way) {
        Some(DeValue::Table(table)) => drop(table.remove(last.as_str())),
        Some(DeValue::Array(list)) => {
            let number = last.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let kept = list.iter().enumerate().filter(|(place, _)| Some(*place) != number);
            let mut rest = DeArray::new();
            kept.for_each(|(_, element)| rest.push(element.clone()));
            *list = rest;
        }
        _ => {}
    }
}

/// What a way leads to. Steps in lists are numbers from 1.
pub fn step_into<'v, 'a>(value: &'v mut DeValue<'a>, way: &[String]) -> Option<&'v mut DeValue<'a>> {
    let mut value = value;
    for step in way {
        value = match value {
            DeValue::Table(table) => table.get_mut(step.as_str())?.get_mut(),
            DeValue::Array(list) => list.get_mut(step.parse::<usize>().ok()?.checked_sub(1)?)?.get_mut(),
            _ => return None,
        };
    }
    Some(value)
}
