//! The threat model keeps its word: each threat of `docs/SECURITY.md` names tests, and all of them exist.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Tests, by name, with the files they stand in.
struct Tests(BTreeMap<String, Vec<String>>);

impl Tests {
    /// All of the house and of whole systems.
    fn read(root: &Path) -> Tests {
        let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let rooms = fs::read_dir(root.join("crates")).unwrap().flatten();
        let folders = rooms.flat_map(|room| ["src", "tests"].map(|part| room.path().join(part)));
        for file in
            folders.chain([root.join("tests"), root.join("xtask")]).flat_map(|folder| sources(&folder))
        {
            let place = file.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            let text = fs::read_to_string(&file).unwrap();
            let stories = if place.contains("tests/") { stories_in(&text) } else { Vec::new() };
            for name in tests_in(&text).into_iter().chain(stories) {
                all.entry(name).or_default().push(place.clone());
            }
        }
        Tests(all)
    }

    /// Whether a name of the document stands for a test: `room::module::name`, a name that ends in `…`, or a module
    /// that has tests. Where modules are named, the file has to be one of theirs.
    fn has(&self, room: Option<&str>, named: &str) -> bool {
        // A module of tests within a source file is the file's.
        let steps: Vec<&str> = named.trim_end_matches("::tests").split("::").collect();
        let (last, modules) = steps.split_last().unwrap();
        let fits = |place: &String| {
            let here = room.is_none_or(|room| place.starts_with(&format!("crates/{room}/")));
            here && modules.iter().all(|module| parts(place).any(|part| part == *module))
        };
        let by_name = self.0.iter().any(|(name, places)| matches(last, name) && places.iter().any(fits));
        let by_module =
            || self.0.values().flatten().any(|place| fits(place) && parts(place).any(|part| part == *last));
        by_name || by_module()
    }
}

/// Folders and the file's stem.
fn parts(place: &str) -> impl Iterator<Item = &str> {
    place.trim_end_matches(".rs").split('/')
}

/// A name with `…` in it stands for all that begin and end like it.
fn matches(named: &str, name: &str) -> bool {
    match named.split_once('…') {
        Some((begins, ends)) => {
            name.len() > begins.len() + ends.len() && name.starts_with(begins) && name.ends_with(ends)
        }
        None => named == name,
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .flat_map(|entry| {
            let path = entry.path();
            if path.is_dir() {
                return sources(&path);
            }
            let is_source = path.extension().is_some_and(|extension| extension == "rs");
            if is_source { vec![path] } else { Vec::new() }
        })
        .collect()
}

/// Names of functions behind an attribute that makes them tests.
fn tests_in(text: &str) -> Vec<String> {
    let (mut names, mut is_test) = (Vec::new(), false);
    for line in text.lines().map(str::trim) {
        if line.starts_with("#[") {
            is_test |= line.starts_with("#[test]") || line.starts_with("#[tokio::test");
        } else if is_test && !line.starts_with("//") {
            let name = line.split("fn ").nth(1).and_then(|rest| rest.split(['(', '<']).next());
            names.extend(name.map(str::to_owned));
            is_test = false;
        }
    }
    names
}

/// Names of functions that tests of a file share among engines: they stand at its left edge and are called.
fn stories_in(text: &str) -> Vec<String> {
    if tests_in(text).is_empty() {
        return Vec::new();
    }
    let begins = text.lines().filter_map(|line| line.strip_prefix("async fn "));
    let names = begins.filter_map(|rest| rest.split('(').next());
    names.filter(|name| text.matches(name).count() > 1).map(str::to_owned).collect()
}

/// The rows of the table about threats: what may happen, and which tests show what stands against it.
fn rows(document: &str) -> Vec<(String, String)> {
    let table =
        document.split_once("## Threats").unwrap().1.lines().skip_while(|line| !line.starts_with('|'));
    let rows = table.take_while(|line| line.starts_with('|')).skip(2);
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [threat, _, tests] = cells.as_slice() else { panic!("a row has three cells: {row}") };
        ((*threat).to_owned(), (*tests).to_owned())
    })
    .collect()
}

/// What is between backticks.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// What is wrong with what a row names.
fn faults(root: &Path, tests: &Tests, threat: &str, cell: &str) -> Vec<String> {
    let (mut faults, mut found, mut room) = (Vec::new(), 0, None);
    for named in quoted(cell) {
        if root.join("crates").join(named).is_dir() {
            room = Some(named);
        } else if named.ends_with(".rs") {
            let is_there = fs::read_to_string(root.join(named)).is_ok_and(|text| !tests_in(&text).is_empty());
            found += usize::from(is_there);
            if !is_there {
                faults.push(format!("{threat}: {named} has no tests"));
            }
        } else if tests.has(room, named) || tests.has(None, named) {
            found += 1;
        } else {
            faults.push(format!("{threat}: there is no test {named}"));
        }
    }
    if found == 0 {
        faults.push(format!("{threat}: no test is named"));
    }
    faults
}

#[test]
fn every_threat_has_a_test_that_exists() {
    let root = root();
    let tests = Tests::read(&root);
    let rows = rows(&fs::read_to_string(root.join("docs/SECURITY.md")).unwrap());
    assert!(rows.len() > 20, "the table is found");
    let faults: Vec<String> =
        rows.iter().flat_map(|(threat, cell)| faults(&root, &tests, threat, cell)).collect();
    assert_eq!(faults, Vec::<String>::new());

    for made_up in
        ["`api` `strangers::nobody_is_refused`", "`trust`", "by looking at it", "`tests/nothing.rs`"]
    {
        assert!(!self::faults(&root, &tests, "made up", made_up).is_empty(), "{made_up} passes");
    }
}
