//! What is wrong with a configuration, and on which line.

use super::document::{Document, Path};
use std::collections::BTreeSet;
use std::fmt;
use toml::de::DeValue;

/// Lists whose entries others name.
const LISTS: [&str; 4] = ["line", "queue", "agents", "calendar"];

/// Something wrong with a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file beside the configuration in which it stands: `flows/main.flow`; none for the
    /// configuration itself.
    pub file: Option<String>,
    /// The line, from 1; none when it stands nowhere.
    pub line: Option<usize>,
    /// The entry: `queue cards`. Empty when it is about none.
    pub place: String,
    /// The key in the entry: `widening.2.after`. Empty when it is about the entry as a whole.
    pub key: String,
    /// What is wrong, and what to do.
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file} ")?;
        }
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        match (self.place.as_str(), self.key.as_str()) {
            ("", "") => {}
            (place, "") => write!(f, "{place}: ")?,
            ("", key) => write!(f, "{key}: ")?,
            (place, key) => write!(f, "{place}, {key}: ")?,
        }
        f.write_str(&self.reason)
    }
}

/// The faults of a file as they are found.
pub struct Faults<'a> {
    document: &'a Document<'a>,
    found: Vec<Fault>,
    /// What could not be read: nothing more is said about it.
    unread: Vec<Path>,
    /// The lines that are no TOML.
    slips: BTreeSet<usize>,
}

impl<'a> Faults<'a> {
    pub fn new(document: &'a Document<'a>) -> Faults<'a> {
        Faults { document, found: Vec::new(), unread: Vec::new(), slips: BTreeSet::new() }
    }

    /// Something that could not be read.
    pub fn unread(&mut self, path: Path, reason: impl Into<String>) {
        self.add(&path, reason);
        self.unread.push(path);
    }

    /// Something that was read and cannot be as it is. Nothing is said about what could not be read
    /// anyway, nor about the key around it: what stands in its place was never written.
    pub fn add(&mut self, path: &[String], reason: impl Into<String>) {
        let about = |unread: &Path| {
            let (few, many) =
                if unread.len() < path.len() { (&unread[..], path) } else { (path, &unread[..]) };
            many.starts_with(few) && few.len() > entry(path).len().max(1)
        };
        if self.unread.iter().any(about) {
            return;
        }
        let entry = entry(path);
        let line = self.document.line_of(path);
        if line.is_some_and(|line| self.slips.contains(&line)) {
            return;
        }
        let (place, key) = (self.place(entry), path[entry.len()..].join("."));
        self.found.push(Fault { file: None, line, place, key, reason: reason.into() });
    }

    /// A mistake in the file's form. Nothing more is said about its line.
    pub fn slip(&mut self, line: usize, key: String, reason: String) {
        self.found.push(Fault { file: None, line: Some(line), place: String::new(), key, reason });
        self.slips.insert(line);
    }

    /// Whether a whole list could not be read: then nobody can say whether names fit together.
    pub fn lacks_lists(&self) -> bool {
        let list = |path: &Path| matches!(path.as_slice(), [list] if LISTS.contains(&list.as_str()));
        self.unread.iter().any(list)
    }

    /// A fault in another file.
    pub fn push(&mut self, fault: Fault) {
        self.found.push(fault);
    }

    /// All of them, by line.
    pub fn all(mut self) -> Vec<Fault> {
        self.found.sort_by_key(|fault| (fault.file.clone(), fault.line));
        self.found
    }

    /// An entry in words.
    fn place(&self, entry: &[String]) -> String {
        let [kind, number] = entry else { return entry.join(" ") };
        let row = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let list = self.document.root.get(kind.as_str()).map(toml::Spanned::get_ref);
        let table = match (list, row) {
            (Some(DeValue::Array(list)), Some(row)) => list.get(row).map(toml::Spanned::get_ref),
            _ => None,
        };
        let word = |key: &str| match table?.get(key)?.get_ref() {
            DeValue::String(word) => Some(word.to_string()),
            DeValue::Integer(number) => Some(number.as_str().to_owned()),
            _ => None,
        };
        if let (Some(from), Some(to)) = (word("from"), word("to")) {
            return format!("{kind} {from} to {to}");
        }
        let name = ["name", "number", "indicator"].into_iter().find_map(word);
        name.map_or_else(|| format!("{kind} ({number}.)"), |name| format!("{kind} {name}"))
    }
}

/// The part of a way that names an entry: `queue` and its number, or `voice`.
fn entry(path: &[String]) -> &[String] {
    match path {
        [_, number, ..] if number.parse::<usize>().is_ok() => &path[..2],
        [_, _, ..] => &path[..1],
        _ => &[],
    }
}
