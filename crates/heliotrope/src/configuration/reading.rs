//! Reading a table whole: what is at fault is taken out and the rest read on, so that one reading
//! finds every fault.

use super::document::{Path, step_into, take_out, way_to};
use super::fault::Faults;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, ValueDeserializer};

/// More faults than this in one table are not all told.
const MOST: usize = 100;

/// A table of a list, as it was read.
#[derive(Debug)]
pub struct Row<T> {
    /// Its number in the file, from 1.
    pub number: usize,
    pub value: T,
}

impl<T> Row<T> {
    /// The way to it.
    pub fn path(&self, list: &str) -> Path {
        vec![list.to_owned(), self.number.to_string()]
    }
}

/// Reads the tables of a list.
pub fn rows<T: DeserializeOwned>(
    key: &str,
    list: Option<&Spanned<DeValue<'_>>>,
    slipped: &BTreeSet<String>,
    faults: &mut Faults<'_>,
) -> Vec<Row<T>> {
    let list = match list.map(Spanned::get_ref) {
        None => return Vec::new(),
        Some(DeValue::Array(list)) => list,
        Some(_) => {
            faults.unread(vec![key.to_owned()], format!("is a list: write [[{key}]], once for each"));
            return Vec::new();
        }
    };
    let row = |(number, value): (usize, &Spanned<DeValue<'_>>)| {
        let value = table(vec![key.to_owned(), number.to_string()], value, slipped, faults)?;
        Some(Row { number, value })
    };
    (1..).zip(list.iter()).filter_map(row).collect()
}

/// Reads a table; `None` when nothing can be made of it.
pub fn table<T: DeserializeOwned>(
    path: Path,
    written: &Spanned<DeValue<'_>>,
    slipped: &BTreeSet<String>,
    faults: &mut Faults<'_>,
) -> Option<T> {
    let mut value = written.clone();
    let mut told: BTreeSet<Path> = BTreeSet::new();
    for _ in 0..MOST {
        let refused = match T::deserialize(ValueDeserializer::from(value.clone())) {
            Ok(read) => return Some(read),
            Err(refused) => refused,
        };
        let mut span = refused.span()?;
        if let Some(element) = refused_element::<T>(&value, &way_within(&value, &span), refused.message()) {
            span = element;
        }
        // What was taken out before is missing here, and not in the file.
        let (at, way) = ([path.as_slice(), &way_within(written, &span)].concat(), way_within(&value, &span));
        if let Some(field) = missing(refused.message()) {
            let key = [at.as_slice(), &[field.to_owned()]].concat();
            if told.insert(key.clone()) && !slipped.contains(field) {
                faults.unread(key, format!("\"{field}\" is missing; add it"));
            }
            let DeValue::Table(table) = step_into(value.get_mut(), &way)? else { return None };
            table.insert(Spanned::new(0..0, field.to_owned().into()), stand_in(field, &path)?);
        } else {
            if told.insert(at.clone()) {
                faults.unread(at, refused.message());
            }
            if way.is_empty() {
                return None;
            }
            take_out(value.get_mut(), &way);
        }
    }
    None
}

/// The bounds of the table itself mean the table: its own keys may stand outside of them.
fn way_within(value: &Spanned<DeValue<'_>>, span: &Range<usize>) -> Path {
    if *span == value.span() { Path::new() } else { way_to(value, span) }
}

/// A list is refused as a whole; this finds the word, or the table. A list of tables has the bounds of the
/// first of them, whichever is at fault.
fn refused_element<T: DeserializeOwned>(
    value: &Spanned<DeValue<'_>>,
    way: &[String],
    message: &str,
) -> Option<Range<usize>> {
    let mut trial = value.clone();
    let is_list = |way: &[String]| matches!(step_into(value.clone().get_mut(), way), Some(DeValue::Array(_)));
    let around = way.split_last().map(|(_, around)| around);
    let way = [Some(way), around].into_iter().flatten().find(|way| is_list(way))?;
    let DeValue::Array(list) = step_into(trial.get_mut(), way)? else { return None };
    let elements: Vec<_> = list.iter().cloned().collect();
    elements.into_iter().find_map(|element| {
        let span = element.span();
        let mut alone = DeArray::new();
        alone.push(element);
        *step_into(trial.get_mut(), way)? = DeValue::Array(alone);
        let refused = T::deserialize(ValueDeserializer::from(trial.clone())).err()?;
        (refused.message() == message).then_some(span)
    })
}

fn missing(message: &str) -> Option<&str> {
    message.strip_prefix("missing field `")?.strip_suffix('`')
}

/// What stands in for something that is needed and could not be read, so that the rest of the file is
/// checked all the same. A file with such a stand-in is refused anyway.
fn stand_in(field: &str, path: &[String]) -> Option<Spanned<DeValue<'static>>> {
    let number = path.get(1).map_or("", String::as_str);
    let text = |text: String| DeValue::String(Cow::Owned(text));
    let value = match field {
        "name" | "code" => text(format!("unread-{number}")),
        "called" => text(format!("000{number}")),
        "language" => text("en".to_owned()),
        "flow" => text("unread".to_owned()),
        "address" => text("page".to_owned()),
        "zone" => text("UTC".to_owned()),
        "after" => text("1ms".to_owned()),
        "every" => text("day".to_owned()),
        "folder" => text(".".to_owned()),
        "url" => text("http://127.0.0.1".to_owned()),
        "zh" | "ko" | "en" => text(String::new()),
        "title" | "text" => {
            let words = ["zh", "ko", "en"].map(|tag| (plain(tag.into()), plain(text(String::new()))));
            DeValue::Table(DeTable::from_iter(words))
        }
        "skills" => {
            // Nobody is told that the language of a line is spoken by no one because of a slip here.
            let skills = ["lang.zh", "lang.ko", "lang.en"].map(|tag| plain(text(tag.to_owned())));
            let mut list = DeArray::new();
            skills.into_iter().for_each(|skill| list.push(skill));
            DeValue::Array(list)
        }
        "agents" => DeValue::Array(DeArray::new()),
        "share" | "mentor" => DeValue::parse("100").ok()?.into_inner(),
        "good" | "fair" => DeValue::parse("0.5").ok()?.into_inner(),
        _ => return None,
    };
    Some(plain(value))
}

fn plain<T>(value: T) -> Spanned<T> {
    Spanned::new(0..0, value)
}
