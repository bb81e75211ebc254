//! `cargo xtask test`: sets up what tests need, then runs them all, the page's too.

use crate::failure::{self, Failure, Outcome, because};
use crate::making::cargo;
use crate::{setup, tools, ui};
use clap::Args;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Names the data folder when it is not at `../shared/data`.
const DATA: &str = "HELIOTROPE_DATA";

/// What a run goes without, each by name: tests do not pass by being absent.
#[derive(Debug, Args)]
pub struct Waivers {
    /// Go without the tests that need the folder ../shared/data (or $HELIOTROPE_DATA).
    #[arg(long)]
    pub without_data: bool,
    /// Go without the tests that need PostgreSQL.
    #[arg(long)]
    pub without_postgres: bool,
}

/// Sets up and runs; nextest's summary is the last thing printed.
pub fn run(filter: Option<&str>, waivers: &Waivers) -> Outcome {
    if !waivers.without_data {
        data_is_there(&data_folder())?;
    }
    setup::provide(waivers.without_postgres)?;
    // The program takes the page in when it is compiled: the page comes first.
    let page = if filter.is_none() { page() } else { Ok(()) };
    let nextest = match tools::provide("nextest") {
        Ok(()) => true,
        Err(Failure::Because(sentence)) => {
            eprintln!("xtask: {sentence}; cargo's own test runner is used instead");
            false
        }
        Err(Failure::Told) => false,
    };
    if !nextest {
        let mut test = cargo();
        test.args(["test", "--workspace", "--no-fail-fast"]).args(filter);
        return failure::run(waivers.tell(&mut test)).and(page);
    }
    // A filter asks for a few tests quickly: documentation is checked in whole runs.
    let documentation = match filter {
        Some(_) => Ok(()),
        None => failure::run(waivers.tell(cargo().args(["test", "--doc", "--workspace"]))),
    };
    let mut test = cargo();
    test.args(["nextest", "run", "--workspace"]).args(profile()).args(filter);
    failure::run(waivers.tell(&mut test)).and(documentation).and(page)
}

/// The page's own checks. What they miss is said here, for the tests' summary closes the run.
fn page() -> Outcome {
    match ui::check() {
        Err(Failure::Because(sentence)) => {
            eprintln!("xtask: the page is NOT checked, so this run fails: {sentence}");
            Err(Failure::Told)
        }
        checked => checked,
    }
}

impl Waivers {
    /// Tests learn by variables what they may skip; what was not waived by name is not skipped.
    fn tell<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        for (variable, waived) in [
            ("HELIOTROPE_WITHOUT_DATA", self.without_data),
            ("HELIOTROPE_WITHOUT_POSTGRES", self.without_postgres),
            // Installed by the set-up: nobody has to go without them.
            ("HELIOTROPE_WITHOUT_SIPP", false),
            ("HELIOTROPE_WITHOUT_BARESIP", false),
        ] {
            match waived {
                true => command.env(variable, "1"),
                false => command.env_remove(variable),
            };
        }
        command
    }
}

fn profile() -> &'static [&'static str] {
    if std::env::var_os("CI").is_some_and(|ci| ci == "true") { &["--profile", "ci"] } else { &[] }
}

fn data_folder() -> PathBuf {
    std::env::var_os(DATA).map_or_else(|| crate::root().join("../shared/data"), PathBuf::from)
}

fn data_is_there(folder: &Path) -> Outcome {
    if folder.is_dir() {
        return Ok(());
    }
    because(format!(
        "the data folder {} is not there: put it there, name it in {DATA}, or go without its tests by \
         --without-data",
        folder.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsStr;

    #[test]
    fn only_what_is_waived_by_name_is_skipped() {
        let waivers = Waivers { without_data: true, without_postgres: false };
        let mut command = Command::new("x");
        waivers.tell(&mut command);
        let told: Vec<_> = command.get_envs().collect();
        assert_eq!(
            told,
            [
                (OsStr::new("HELIOTROPE_WITHOUT_BARESIP"), None),
                (OsStr::new("HELIOTROPE_WITHOUT_DATA"), Some(OsStr::new("1"))),
                (OsStr::new("HELIOTROPE_WITHOUT_POSTGRES"), None),
                (OsStr::new("HELIOTROPE_WITHOUT_SIPP"), None),
            ]
        );
    }

    #[test]
    fn absent_data_fails_and_says_how_to_go_without() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(data_is_there(folder.path()), Ok(()));
        let Err(Failure::Because(sentence)) = data_is_there(&folder.path().join("data")) else {
            panic!("an absent folder is accepted")
        };
        assert!(sentence.contains("--without-data"), "{sentence}");
    }
}
