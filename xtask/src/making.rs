//! Runs cargo and shows how far it is: crates compiled of all, what is being compiled, and the time.

use crate::failure::{self, Failure, Outcome, because};
use crate::progress::{Progress, elapsed};
use serde::Deserialize;
use std::collections::{BTreeSet, VecDeque};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Instant;

/// Lines of cargo's that are kept to tell why it failed.
const KEPT: usize = 400;

/// One program of this workspace, in one profile.
pub struct Product<'a> {
    pub package: &'a str,
    /// The binary's or example's name.
    pub name: &'a str,
    pub kind: Kind,
    /// A cargo profile of the root manifest.
    pub profile: &'a str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Binary,
    Example,
}

/// Builds a program and tells where it is.
///
/// # Errors
/// A sentence that says what to do when it cannot be built.
pub fn build(product: &Product) -> Outcome<PathBuf> {
    let Product { package, name, profile, .. } = product;
    room_on_disk(&crate::root())?;
    let total = crates_of(package)?;
    let begun = Instant::now();
    let mut command = cargo();
    command.args(["build", "--message-format=json-render-diagnostics", "--package", package]);
    let target = if product.kind == Kind::Example { "--example" } else { "--bin" };
    command.args(["--profile", profile, target, name]);
    let made = follow(&mut command, &format!("building {name}"), total)?;
    eprintln!("{name} was built in {}", elapsed(begun.elapsed()));
    made.executable.ok_or_else(|| Failure::Because(format!("cargo built no program {name}: run this again")))
}

/// Installs a cargo command from crates.io.
///
/// # Errors
/// A sentence that says what to do.
pub fn install(tool: &str) -> Outcome {
    let begun = Instant::now();
    let mut command = cargo();
    command.args(["install", "--locked", "--message-format=json-render-diagnostics", tool]);
    // A tool that runs for seconds need not be optimised for minutes.
    for (key, value) in [("OPT_LEVEL", "1"), ("LTO", "off"), ("CODEGEN_UNITS", "16"), ("DEBUG", "0")] {
        command.env(format!("CARGO_PROFILE_RELEASE_{key}"), value);
    }
    follow(&mut command, &format!("installing {tool}"), 0)?;
    eprintln!("{tool} was installed in {}", elapsed(begun.elapsed()));
    Ok(())
}

/// The cargo that runs this task, in the repository's root. What cargo has told this task about itself is kept from
/// it: ring's build script asks for some of that, and would be run anew, and all that stands on it compiled anew,
/// whenever somebody calls cargo once by this task and once by hand.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        let is_about_us = ["CARGO_PKG_", "CARGO_MANIFEST_"]
            .iter()
            .any(|begins| name.to_str().is_some_and(|name| name.starts_with(begins)));
        if is_about_us {
            command.env_remove(name);
        }
    }
    command.current_dir(crate::root());
    command
}

enum Event {
    Message(Message),
    /// On standard output, and no message.
    Printed(String),
    Status {
        verb: String,
        what: String,
    },
    Said(String),
}

/// A line of cargo's `--message-format=json`; what is not needed is left out.
#[derive(Debug, Deserialize, PartialEq, Eq)]
struct Message {
    reason: String,
    package_id: Option<String>,
    target: Option<Target>,
    executable: Option<PathBuf>,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
struct Target {
    kind: Vec<String>,
}

/// Runs cargo to its end, showing progress. `total` crates, 0 when not known.
fn follow(command: &mut Command, title: &str, total: u64) -> Outcome<Work> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| failure::not_started(command, &error))?;
    let (send, events) = mpsc::channel();
    read(child.stdout.take(), send.clone(), |line| {
        serde_json::from_str(&line).map_or(Event::Printed(line), Event::Message)
    });
    read(child.stderr.take(), send, |line| status(&line).unwrap_or(Event::Said(line)));

    let progress = Progress::new(title, total, "crates");
    let mut work = Work::default();
    for event in events {
        if let Some(line) = work.take(event) {
            progress.say(&line);
        }
        progress.set(work.done.len() as u64, &work.now());
    }
    let status = child.wait().map_err(|error| format!("cargo cannot be waited for: {error}"))?;
    if status.success() {
        return Ok(work);
    }
    drop(progress);
    let said: Vec<String> = work.said.into();
    because(format!("{title} failed: {}", failure::advice(&said.join("\n"))))
}

fn read(stream: Option<impl Read + Send + 'static>, events: Sender<Event>, event: fn(String) -> Event) {
    let Some(stream) = stream else { return };
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if events.send(event(line)).is_err() {
                return;
            }
        }
    });
}

/// What a run of cargo has done and is doing.
#[derive(Default)]
struct Work {
    /// Package ids.
    done: BTreeSet<String>,
    /// Names in the order they were begun.
    running: Vec<String>,
    /// Before anything compiles: index, download, another cargo's lock.
    before: String,
    /// The last lines a person should read.
    said: VecDeque<String>,
    printed: Vec<String>,
    executable: Option<PathBuf>,
}

impl Work {
    /// Takes in what cargo tells; gives back what a person should read.
    fn take(&mut self, event: Event) -> Option<String> {
        match event {
            Event::Message(message) => {
                self.built(message);
                None
            }
            Event::Printed(line) => {
                self.printed.push(line);
                None
            }
            Event::Status { verb, what } if verb == "Compiling" => {
                self.running.push(what.split(' ').next().unwrap_or_default().to_owned());
                None
            }
            Event::Status { verb, what } => {
                self.before = format!("{} {what}", verb.to_lowercase());
                None
            }
            Event::Said(line) => {
                if self.said.len() == KEPT {
                    self.said.pop_front();
                }
                self.said.push_back(line.clone());
                Some(line)
            }
        }
    }

    fn built(&mut self, message: Message) {
        let Message { reason, package_id: Some(id), target: Some(target), executable } = message else {
            return;
        };
        // A build script is only the beginning of its package.
        if reason != "compiler-artifact" || target.kind.iter().any(|kind| kind == "custom-build") {
            return;
        }
        self.running.retain(|running| running != package_name(&id));
        self.done.insert(id);
        self.executable = executable.or(self.executable.take());
    }

    fn now(&self) -> String {
        match self.running.as_slice() {
            [] => self.before.clone(),
            [.., before, last] => format!("{last}, {before}"),
            [last] => last.clone(),
        }
    }
}

/// The name in a package id: `registry+https://…#serde@1.0.0` or `path+file:///…/store#0.1.0`.
fn package_name(id: &str) -> &str {
    let (place, version) = id.rsplit_once('#').unwrap_or((id, ""));
    match version.split_once('@') {
        Some((name, _)) => name,
        None => place.rsplit('/').next().unwrap_or(place),
    }
}

/// Cargo's own lines have their verb right-aligned in twelve columns.
fn status(line: &str) -> Option<Event> {
    let (verb, what) = line.split_at_checked(12)?;
    let verb = verb.trim_start();
    let capital = verb.starts_with(|first: char| first.is_ascii_uppercase());
    let word = verb.chars().all(|letter| letter.is_ascii_alphabetic());
    let what = what.strip_prefix(' ')?;
    (capital && word).then(|| Event::Status { verb: verb.to_owned(), what: what.to_owned() })
}

/// How many crates a program is made of, on this machine's target.
fn crates_of(package: &str) -> Outcome<u64> {
    let mut command = cargo();
    command.args(["tree", "--package", package, "--edges", "normal,build", "--prefix", "none"]);
    // On a fresh machine this is where all sources are fetched.
    let tree = follow(&mut command, "looking at what is to be built", 0)?;
    Ok(distinct(&tree.printed))
}

/// Packages in the output of `cargo tree --prefix none`, which repeats some with `(*)`.
fn distinct(tree: &[String]) -> u64 {
    let names = tree.iter().filter_map(|line| {
        let mut words = line.split(' ');
        Some((words.next().filter(|name| !name.is_empty())?, words.next()?))
    });
    names.collect::<BTreeSet<_>>().len() as u64
}

/// A build that fails for want of room fails late and with many words.
fn room_on_disk(folder: &Path) -> Outcome {
    const NEEDED: u64 = 2 << 30;
    // A file system that does not tell may have room.
    let Ok(disk) = rustix::fs::statvfs(folder) else { return Ok(()) };
    let free = disk.f_bavail * disk.f_frsize;
    if free >= NEEDED {
        return Ok(());
    }
    because(format!(
        "only {} MB are free on the disk of {}, and a build needs 2 GB: make room and run this again",
        free >> 20,
        folder.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn package_ids_have_names() {
        let cases = [
            ("registry+https://github.com/rust-lang/crates.io-index#serde_core@1.0.229", "serde_core"),
            ("path+file:///somewhere/crates/store#0.1.0", "store"),
            ("path+file:///somewhere/else#store@0.1.0", "store"),
        ];
        for (id, name) in cases {
            assert_eq!(package_name(id), name);
        }
    }

    #[test]
    fn cargos_own_lines_are_told_from_messages() {
        let cases = [
            ("   Compiling serde v1.0.229", Some(("Compiling", "serde v1.0.229"))),
            ("    Blocking waiting for file lock", Some(("Blocking", "waiting for file lock"))),
            (" Downloading crates ...", Some(("Downloading", "crates ..."))),
            ("error: linker `cc` not found", None),
            ("   |        ^^^^ here", None),
            ("            Note that this is long", None),
            ("", None),
        ];
        for (line, expected) in cases {
            let found = match status(line) {
                Some(Event::Status { verb, what }) => Some((verb, what)),
                _ => None,
            };
            let expected = expected.map(|(verb, what)| (verb.to_owned(), what.to_owned()));
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn crates_count_once_and_build_scripts_do_not() {
        let mut work = Work::default();
        let artifact = |id: &str, kind: &str, executable: &str| {
            format!(
                r#"{{"reason":"compiler-artifact","package_id":"{id}","target":{{"kind":["{kind}"]}},"executable":{executable}}}"#
            )
        };
        let lines = [
            artifact("registry+x#libc@0.2.1", "custom-build", "null"),
            r#"{"reason":"build-script-executed","package_id":"registry+x#libc@0.2.1"}"#.to_owned(),
            artifact("registry+x#libc@0.2.1", "lib", "null"),
            artifact("registry+x#libc@0.2.1", "lib", "null"),
            artifact("path+file:///y/heliotrope#0.1.0", "bin", r#""/y/target/heliotrope""#),
            r#"{"reason":"build-finished","success":true}"#.to_owned(),
        ];
        for name in ["libc", "rustix", "heliotrope"] {
            work.take(Event::Status { verb: "Compiling".into(), what: format!("{name} v1.0.0") });
        }
        assert_eq!(work.now(), "heliotrope, rustix");
        for line in lines {
            let message = serde_json::from_str(&line).unwrap();
            assert_eq!(work.take(Event::Message(message)), None);
        }
        assert_eq!(work.done.len(), 2);
        assert_eq!(work.now(), "rustix");
        assert_eq!(work.executable, Some(PathBuf::from("/y/target/heliotrope")));
    }

    #[test]
    fn a_tree_counts_each_package_once() {
        let tree = [
            "heliotrope v0.1.0 (/y)",
            "serde v1.0.0",
            "serde v2.0.0",
            "serde v1.0.0 (*)",
            "",
            "syn v2.0.0 (proc-macro)",
        ];
        assert_eq!(distinct(&tree.map(str::to_owned)), 4);
    }
}
