//! `cargo xtask fuzz`: what reads the network, and the router, with inputs that a fuzzer makes up, for a
//! bounded time each. It begins with real inputs (`crates/fuzzed`); what it has found once is kept beside them in
//! `fuzz/corpus` and tried again first.

use crate::failure::{self, Failure, Outcome, because};
use crate::making::cargo;
use crate::tools;
use std::fs;
use std::path::Path;

/// One input may take this long before it counts as a fault, in seconds.
const LONGEST: u32 = 20;
/// A target may hold this much memory, in MiB.
const MEMORY: u32 = 2_048;

/// Runs one target, or all, for so many seconds each. One that finds a fault does not keep the others
/// from running.
pub fn run(target: Option<&str>, seconds: u32) -> Outcome {
    let all = targets(&crate::root().join("fuzz/fuzz_targets"))?;
    let chosen: Vec<&String> = all.iter().filter(|name| target.is_none_or(|only| only == *name)).collect();
    if chosen.is_empty() {
        return because(format!(
            "there is no fuzz target {}: there are {}",
            target.unwrap_or_default(),
            all.join(", ")
        ));
    }
    tools::provide("fuzz")?;
    failure::run(cargo().args([
        "run",
        "--quiet",
        "--package",
        "fuzzed",
        "--example",
        "seeds",
        "--",
        "fuzz/corpus",
    ]))?;
    let failed: Vec<&str> =
        chosen.into_iter().filter(|name| !held(name, seconds)).map(String::as_str).collect();
    match failed.as_slice() {
        [] => Ok(()),
        failed => because(format!(
            "fuzzing {} failed; inputs that did it are in fuzz/artifacts, and `cargo fuzz run -s none TARGET FILE` \
             tries one again",
            failed.join(", ")
        )),
    }
}

fn held(name: &str, seconds: u32) -> bool {
    println!("fuzz: {name}, {seconds} s");
    // Without a sanitizer it builds with stable Rust: there is no unsafe code to be watched.
    let mut fuzz = cargo();
    fuzz.args(["fuzz", "run", "-s", "none", name, "--"])
        .args([format!("-max_total_time={seconds}"), format!("-timeout={LONGEST}")])
        .args([format!("-rss_limit_mb={MEMORY}"), "-print_final_stats=1".to_owned()]);
    match failure::run(&mut fuzz) {
        Ok(()) => true,
        Err(Failure::Told) => false,
        Err(Failure::Because(sentence)) => {
            eprintln!("fuzz: {sentence}");
            false
        }
    }
}

/// The names of all targets, in order.
fn targets(folder: &Path) -> Outcome<Vec<String>> {
    let entries = fs::read_dir(folder)
        .map_err(|error| Failure::Because(format!("{} cannot be read: {error}", folder.display())))?;
    let names = entries.filter_map(|entry| {
        let path = entry.ok()?.path();
        let is_source = path.extension().is_some_and(|extension| extension == "rs");
        Some(path.file_stem().filter(|_| is_source)?.to_string_lossy().into_owned())
    });
    let mut names: Vec<String> = names.collect();
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_of_the_manifest_is_found_and_no_other() {
        let fuzz = crate::root().join("fuzz");
        let manifest: toml::Table = fs::read_to_string(fuzz.join("Cargo.toml")).unwrap().parse().unwrap();
        let bins = manifest["bin"].as_array().unwrap();
        let mut named: Vec<&str> = bins.iter().map(|bin| bin["name"].as_str().unwrap()).collect();
        named.sort_unstable();
        assert_eq!(targets(&fuzz.join("fuzz_targets")).unwrap(), named);
    }
}
