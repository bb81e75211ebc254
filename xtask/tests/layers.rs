//! The house stands: a room uses only rooms of lower storeys, and pure rooms do no I/O
//! (docs/ARCHITECTURE.md).

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Rooms and their storeys. A new room is given its place here first.
const ROOMS: [(&str, u8); 23] = [
    ("heliotrope", 8),
    ("api", 7),
    ("centre", 6),
    ("desk", 5),
    ("people", 5),
    ("workforce", 5),
    ("voice", 4),
    ("trust", 4),
    ("store", 3),
    ("bank", 3),
    ("search", 3),
    ("floor", 2),
    ("calls", 2),
    ("routing", 1),
    ("ivr", 1),
    ("indicators", 1),
    ("calllog", 1),
    ("sheets", 1),
    ("conditions", 1),
    ("clocks", 1),
    ("names", 1),
    ("tls", 1),
    ("vocabulary", 0),
];
const ROOF: u8 = 8;
/// Beside the house: programs of their own, and what tries the rooms out. Only the roof, which plays a whole demonstration, uses them.
const OUTSIDE: [&str; 4] = ["fuzzed", "phones", "sandbox-bank", "xtask"];
/// Do no I/O, read no clock, hold no lock, draw no randomness but from a seed they are given.
const PURE: [&str; 11] = [
    "workforce",
    "floor",
    "calls",
    "routing",
    "ivr",
    "indicators",
    "calllog",
    "conditions",
    "clocks",
    "names",
    "vocabulary",
];
/// The libraries pure rooms may use: all compute, none touches the world.
const COMPUTING: [&str; 10] = [
    "jiff",
    "pinyin",
    "rand",
    "rand_chacha",
    "serde",
    "serde_json",
    "thiserror",
    "toml",
    "unicode-normalization",
    "zeroize",
];
/// Parts of the standard library that touch the world.
const WORLDLY: [&str; 6] = ["std::env", "std::fs", "std::io", "std::net", "std::process", "std::thread"];
/// Words that read a clock, hold a lock or throw unseeded dice, whatever stands before them.
const CLOCKS_LOCKS_AND_DICE: [&str; 10] = [
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "TimeZone::system",
    "Mutex<",
    "RwLock<",
    "rand::rng",
    "rand::random",
    "SysRng",
];

struct Package {
    folder: PathBuf,
    /// Names of what it is built from, development dependencies left out.
    uses: Vec<String>,
}

fn packages() -> BTreeMap<String, Package> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().iter().map(package).collect()
}

fn package(package: &Value) -> (String, Package) {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let dependencies = package["dependencies"].as_array().unwrap();
    let uses = dependencies.iter().filter(|used| used["kind"] != "dev").map(|used| text(&used["name"]));
    let manifest = PathBuf::from(text(&package["manifest_path"]));
    let folder = manifest.parent().unwrap().to_owned();
    (text(&package["name"]), Package { folder, uses: uses.collect() })
}

fn storey(room: &str) -> Option<u8> {
    ROOMS.iter().find(|(name, _)| *name == room).map(|(_, storey)| *storey)
}

/// What is wrong with `room` using `used`.
fn fault(room: &str, used: &str) -> Option<String> {
    if OUTSIDE.contains(&room) {
        return None;
    }
    let own = storey(room).unwrap_or_else(|| panic!("{room} has no storey: give it one in this test"));
    if OUTSIDE.contains(&used) {
        return (own != ROOF).then(|| format!("{room} uses {used}, which stands outside the house"));
    }
    let below = storey(used)?;
    (below >= own).then(|| format!("{room} (storey {own}) uses {used} (storey {below}): turn it round"))
}

#[test]
fn rooms_use_only_rooms_of_lower_storeys() {
    let packages = packages();
    let faults: Vec<String> = packages
        .iter()
        .flat_map(|(room, package)| package.uses.iter().filter_map(|used| fault(room, used)))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(packages.len() >= 16, "cargo lists {} packages only", packages.len());
    for (used, what) in &packages {
        let placed = storey(used).is_some() || OUTSIDE.contains(&used.as_str());
        assert!(placed, "{used} in {} has no storey: give it one in this test", what.folder.display());
    }
}

#[test]
fn a_wrong_use_is_found() {
    let cases = [
        ("floor", "clocks", true),
        ("floor", "calls", false),
        ("calls", "floor", false),
        ("clocks", "ivr", false),
        ("store", "trust", false),
        ("voice", "trust", false),
        ("api", "heliotrope", false),
        ("api", "phones", false),
        ("heliotrope", "phones", true),
        ("heliotrope", "vocabulary", true),
        ("phones", "vocabulary", true),
        ("centre", "tokio", true),
    ];
    for (room, used, good) in cases {
        assert_eq!(fault(room, used).is_none(), good, "{room} uses {used}");
    }
}

#[test]
fn pure_rooms_use_only_what_computes() {
    for (room, package) in packages().iter().filter(|(room, _)| PURE.contains(&room.as_str())) {
        for used in package.uses.iter().filter(|used| storey(used).is_none()) {
            assert!(COMPUTING.contains(&used.as_str()), "{room} is pure and uses {used}");
        }
    }
}

#[test]
fn pure_rooms_do_not_touch_the_world() {
    let mut read = 0;
    for (room, package) in packages().iter().filter(|(room, _)| PURE.contains(&room.as_str())) {
        for file in sources(&package.folder.join("src")) {
            let source = fs::read_to_string(&file).unwrap();
            assert_eq!(worldly(&source), None, "{room} is pure: {}", file.display());
            read += 1;
        }
    }
    assert!(read > 20, "only {read} files were read");
}

/// Rust files below a folder, those that hold only tests left out.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_stem().is_some_and(|stem| stem == "tests") {
            continue;
        }
        match path.is_dir() {
            true => files.extend(sources(&path)),
            false if path.extension().is_some_and(|extension| extension == "rs") => files.push(path),
            false => {}
        }
    }
    files
}

/// The first word in a source that touches the world, comments and its closing tests left out.
fn worldly(source: &str) -> Option<String> {
    let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let code: String = code.lines().filter_map(|line| line.split("//").next()).collect();
    let code: String = code.split_whitespace().collect();
    let direct = WORLDLY.iter().chain(&CLOCKS_LOCKS_AND_DICE).find(|word| code.contains(**word));
    direct.map(|word| (*word).to_owned()).or_else(|| {
        // `use std::{fs, …}`.
        let groups = code.split("std::{").skip(1);
        let mut names =
            groups.flat_map(|group| group.split(';').next().unwrap_or_default().split([',', '{', '}']));
        names.find_map(|name| {
            let part = format!("std::{}", name.split("::").next().unwrap_or_default());
            WORLDLY.contains(&part.as_str()).then_some(part)
        })
    })
}

#[test]
fn words_that_touch_the_world_are_found() {
    let cases = [
        ("use std::fs;", Some("std::fs")),
        ("use std::{collections::BTreeMap, net::IpAddr};", Some("std::net")),
        ("use std::{\n    fmt,\n    thread,\n};", Some("std::thread")),
        ("let now = std::time::Instant::now();", Some("Instant::now")),
        ("let now = jiff::Timestamp::now();", Some("Timestamp::now")),
        ("use std::time::{Duration, SystemTime};", Some("SystemTime")),
        ("struct Held(std::sync::Mutex<u8>);", Some("Mutex<")),
        ("use std::{fmt, collections::BTreeMap};\nlet fs = 1;", None),
        ("// std::fs is for others\nuse std::fmt;", None),
        ("fn f() {}\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}", None),
    ];
    for (source, found) in cases {
        assert_eq!(worldly(source).as_deref(), found, "{source}");
    }
}
