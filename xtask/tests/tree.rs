//! What holds for every file of the repository.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A longer file holds two things.
const LONGEST: usize = 600;
/// Folders of which nothing is tracked; only read when the tree is no git clone.
const UNTRACKED: [&str; 4] = [".git", "target", "node_modules", "heliotrope-data"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The tracked files, or, in a tree unpacked from an archive, all files.
fn tracked() -> Vec<PathBuf> {
    if !root().join(".git").exists() {
        return below(root());
    }
    // As root in a clone that belongs to somebody else, git asks to be told that this is meant.
    let trusted = format!("safe.directory={}", root().display());
    let output = Command::new("git")
        .args(["-c", &trusted, "ls-files", "-z"])
        .current_dir(root())
        .output()
        .expect("git is installed where there is a clone");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names = String::from_utf8(output.stdout).unwrap();
    let files = names.split('\0').filter(|name| !name.is_empty()).map(|name| root().join(name));
    // One that is deleted and not yet committed has nothing to be held to.
    files.filter(|file| file.is_file()).collect()
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name();
        if entry.file_type().unwrap().is_file() {
            files.push(entry.path());
        } else if entry.file_type().unwrap().is_dir() && !UNTRACKED.iter().any(|folder| name == *folder) {
            files.extend(below(&entry.path()));
        }
    }
    files
}

/// Tracked files that hold text, with it.
fn texts() -> impl Iterator<Item = (String, String)> {
    tracked().into_iter().filter_map(|file| {
        let text = String::from_utf8(fs::read(&file).unwrap()).ok().filter(|text| !text.contains('\0'))?;
        Some((file.strip_prefix(root()).unwrap_or(&file).display().to_string(), text))
    })
}

#[test]
fn no_source_file_is_too_long() {
    let written = |name: &str| {
        [".rs", ".ts", ".svelte"].iter().any(|end| name.ends_with(end))
            && !name.ends_with(".d.ts")
            && !name.contains("generated")
    };
    let sources: Vec<(String, usize)> =
        texts().filter(|(name, _)| written(name)).map(|(name, text)| (name, text.lines().count())).collect();
    assert!(sources.len() > 50, "only {} sources were found", sources.len());
    let long: Vec<_> = sources.iter().filter(|(_, lines)| *lines > LONGEST).collect();
    assert!(long.is_empty(), "more than {LONGEST} lines, split them: {long:?}");
}

#[test]
fn no_file_names_a_place_of_one_machine() {
    let found: Vec<String> = texts()
        .flat_map(|(name, text)| {
            let lines = (1..).zip(text.lines()).filter(|(_, line)| names_a_place(line));
            lines.map(|(number, _)| format!("{name}:{number}")).collect::<Vec<_>>()
        })
        .collect();
    assert!(found.is_empty(), "absolute paths of one machine, write them relative: {found:#?}");
}

/// Whether a line holds an absolute path that exists on a developer's machine only.
fn names_a_place(line: &str) -> bool {
    // Written in pieces, so that this file does not name them itself.
    let places = [concat!("/wo", "rk/"), concat!("/tmp", "/brief"), concat!("/ro", "ot/")];
    let begins_there = |at: usize| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|letter| letter.is_alphanumeric() || "._-/}".contains(letter))
    };
    places.iter().any(|place| line.match_indices(place).any(|(at, _)| begins_there(at)))
}

#[test]
fn places_are_found_where_a_path_begins() {
    let cases = [
        (concat!("cd /wo", "rk/main"), true),
        (concat!("\"/tmp", "/brief/x\""), true),
        (concat!("(/ro", "ot/.cargo)"), true),
        (concat!("docs/wo", "rk/plan.md"), false),
        (concat!("https://example.org/wo", "rk/"), false),
        ("target/debug", false),
    ];
    for (line, found) in cases {
        assert_eq!(names_a_place(line), found, "{line}");
    }
}
