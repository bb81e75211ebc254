//! How a command fails: with a sentence that says what to do.

use std::io;
use std::process::{Command, Stdio};

/// What a command ends with.
pub type Outcome<T = ()> = Result<T, Failure>;

/// Why a command ends without success.
#[derive(Debug, PartialEq, Eq)]
pub enum Failure {
    /// What went wrong and what to do, still to be printed.
    Because(String),
    /// Whoever failed has said why already; its words shall stay the last ones.
    Told,
}

impl From<String> for Failure {
    fn from(sentence: String) -> Self {
        Failure::Because(sentence)
    }
}

/// A failure with this sentence.
pub fn because<T>(sentence: impl Into<String>) -> Outcome<T> {
    Err(Failure::Because(sentence.into()))
}

/// Runs a command with this terminal; it says itself why it fails.
///
/// # Errors
/// `Told` when it fails, a sentence when it cannot be started.
pub fn run(command: &mut Command) -> Outcome {
    let status = command.stdin(Stdio::null()).status().map_err(|error| not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(Failure::Told) }
}

/// Whether a command runs at all and ends well; what it prints is not shown.
pub fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// The sentence for a program that cannot be started.
pub fn not_started(command: &Command, error: &io::Error) -> Failure {
    let program = command.get_program().to_string_lossy();
    match error.kind() {
        io::ErrorKind::NotFound => {
            Failure::Because(format!("{program} is not installed: install it and run this again"))
        }
        _ => Failure::Because(format!("{program} cannot be started: {error}")),
    }
}

/// What to do about a failed build, from what cargo and the compilers said.
pub fn advice(said: &str) -> &'static str {
    // The first that fits; what causes other messages comes before them.
    const KNOWN: [(&[&str], &str); 6] = [
        (&["No space left on device", "os error 28"], "the disk is full: make room and run this again"),
        (
            &["linker `cc` not found", "failed to find tool", "cannot find crti.o", "cannot find -lc"],
            "there is no C compiler: install one (Debian and Ubuntu: sudo apt-get install build-essential) \
             and run this again",
        ),
        (
            &[
                "Could not resolve host",
                "failed to download",
                "download of config.json failed",
                "network failure seems to have happened",
                "failed to query replaced source",
                "Connection refused",
                "Connection timed out",
                "Timeout was reached",
            ],
            "crates cannot be fetched: make sure that https://index.crates.io and https://static.crates.io \
             can be reached (behind a proxy, set HTTPS_PROXY) and run this again",
        ),
        (
            &["signal: 9, SIGKILL"],
            "a compiler was ended from outside, most likely for want of memory: close other programs, or \
             set CARGO_BUILD_JOBS=1, and run this again",
        ),
        (
            &["requires rustc", "is not supported by the following package"],
            "this Rust is too old: run `rustup update stable` and run this again",
        ),
        (
            &["Permission denied", "os error 13"],
            "a file may not be written: give this account the folders target and ~/.cargo, and run this again",
        ),
    ];
    let fits = |(signs, _): &&(&[&str], &str)| signs.iter().any(|sign| said.contains(sign));
    KNOWN.iter().find(fits).map_or("cargo's message above says why", |(_, advice)| advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_build_says_what_to_do() {
        let cases = [
            ("error: linker `cc` not found\n  |\n  = note: No such file or directory", "no C compiler"),
            ("error occurred in cc-rs: failed to find tool \"cc\"", "no C compiler"),
            ("error: failed to write: No space left on device (os error 28)", "disk is full"),
            ("[6] Could not resolve hostname (Could not resolve host: index.crates.io)", "fetched"),
            ("error: could not compile `syn` (lib)\n (signal: 9, SIGKILL: kill)", "memory"),
            ("error: package `x v1.0.0` cannot be built because it requires rustc 1.99", "too old"),
            ("error: failed to open: target/.cargo-lock\n  Permission denied (os error 13)", "may not be"),
            ("error[E0425]: cannot find value `x` in this scope", "message above"),
        ];
        for (said, part) in cases {
            assert!(advice(said).contains(part), "{said} → {}", advice(said));
        }
    }

    #[test]
    fn a_missing_program_is_named() {
        let mut command = Command::new("no-such-program-anywhere");
        assert_eq!(
            run(&mut command),
            because("no-such-program-anywhere is not installed: install it and run this again")
        );
    }
}
