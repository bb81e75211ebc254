//! What tests need of the system: looked for first, installed by apt-get where that is allowed,
//! else listed.

use crate::failure::{Failure, Outcome, because, succeeds};
use crate::progress::Progress;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

/// Something to be there, and the Debian package that brings it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Need {
    what: &'static str,
    package: &'static str,
}

/// Programs that tests call by name.
const PROGRAMS: [Need; 7] = [
    Need { what: "sipp", package: "sip-tester" },
    Need { what: "baresip", package: "baresip" },
    Need { what: "chromium", package: "chromium" },
    Need { what: "firefox-esr", package: "firefox-esr" },
    Need { what: "kill", package: "procps" },
    Need { what: "curl", package: "curl" },
    Need { what: "openssl", package: "openssl" },
];
const POSTGRES: Need = Need { what: "PostgreSQL's server", package: "postgresql" };
/// Where Debian's packages put the server's programs, which are not in the path.
const POSTGRES_HOMES: &str = "/usr/lib/postgresql";

/// Makes sure that all is there; what is there already is left alone.
///
/// # Errors
/// What is missing and how to install it.
pub fn provide(without_postgres: bool) -> Outcome {
    let missing = missing(without_postgres);
    if missing.is_empty() {
        return Ok(());
    }
    let list = list(&missing);
    let Some(apt) = Apt::allowed() else { return because(by_hand(&missing)) };
    eprintln!("xtask: installing {list}");
    apt.install(&missing)?;
    let still = self::missing(without_postgres);
    if still.is_empty() { Ok(()) } else { because(by_hand(&still)) }
}

fn missing(without_postgres: bool) -> Vec<Need> {
    let absent = |need: &Need| !in_path(need.what);
    let mut missing: Vec<Need> = PROGRAMS.into_iter().filter(absent).collect();
    if !without_postgres && !postgres_is_there(Path::new(POSTGRES_HOMES)) {
        missing.push(POSTGRES);
    }
    missing
}

fn in_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// The tests take the server's programs from one of the homes and, as root, its account.
fn postgres_is_there(homes: &Path) -> bool {
    let programs = fs::read_dir(homes).is_ok_and(|versions| {
        versions.filter_map(Result::ok).any(|version| version.path().join("bin/initdb").is_file())
    });
    programs && (!is_root() || has_account())
}

fn has_account() -> bool {
    fs::read_to_string("/etc/passwd").is_ok_and(|all| all.lines().any(|line| line.starts_with("postgres:")))
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn list(needs: &[Need]) -> String {
    let each: Vec<String> =
        needs.iter().map(|Need { what, package }| format!("{what} ({package})")).collect();
    each.join(", ")
}

fn by_hand(needs: &[Need]) -> String {
    let packages: Vec<&str> = needs.iter().map(|need| need.package).collect();
    let packages = packages.join(" ");
    let waiver = if needs.contains(&POSTGRES) {
        "; PostgreSQL alone can be gone without by --without-postgres"
    } else {
        ""
    };
    format!(
        "tests need {}, which cannot be installed from here: run `sudo apt-get install {packages}`, or \
         install the packages of these names on another system, and run this again{waiver}",
        list(needs)
    )
}

/// The right to install packages.
struct Apt {
    sudo: bool,
}

impl Apt {
    /// None where there is no apt-get, or no right to use it without being asked for a password.
    fn allowed() -> Option<Apt> {
        if !in_path("apt-get") {
            None
        } else if is_root() {
            Some(Apt { sudo: false })
        } else {
            succeeds(Command::new("sudo").args(["-n", "true"])).then_some(Apt { sudo: true })
        }
    }

    /// Tries with the package lists there are; only when these are absent or stale, updates them.
    fn install(&self, needs: &[Need]) -> Outcome {
        let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
        arguments.extend(needs.iter().map(|need| need.package));
        if self.run("installing packages", &arguments).is_ok() {
            return Ok(());
        }
        let told = |said: String| {
            Failure::Because(format!("apt-get failed ({}): {}", reason(&said), by_hand(needs)))
        };
        self.run("updating package lists", &["update"]).map_err(told)?;
        self.run("installing packages", &arguments).map_err(told)
    }

    /// Runs apt-get with progress; fails with what it said.
    fn run(&self, title: &str, arguments: &[&str]) -> Result<(), String> {
        let mut child = self.command(arguments).spawn().map_err(|error| error.to_string())?;
        let said = child.stderr.take().map(|stderr| thread::spawn(move || read_all(stderr)));
        let progress = Progress::new(title, 100, "%");
        for line in child.stdout.take().into_iter().flat_map(|stdout| BufReader::new(stdout).lines()) {
            if let Some((percent, what)) = line.ok().as_deref().and_then(state) {
                progress.set(percent, what);
            }
        }
        let status = child.wait().map_err(|error| error.to_string())?;
        // A reader that panicked has read nothing.
        let said = said.and_then(|said| said.join().ok()).unwrap_or_default();
        if status.success() { Ok(()) } else { Err(said) }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(if self.sudo { "sudo" } else { "env" });
        if self.sudo {
            command.args(["-n", "env"]);
        }
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet=2"]);
        // Its state on standard output; and patience while another apt-get runs.
        for option in ["APT::Status-Fd=1", "Dpkg::Use-Pty=0", "DPkg::Lock::Timeout=120"] {
            command.args(["--option", option]);
        }
        command.args(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

fn read_all(mut stream: impl Read) -> String {
    let mut all = Vec::new();
    // What was read before an error is still worth telling.
    let _ = stream.read_to_end(&mut all);
    String::from_utf8_lossy(&all).into_owned()
}

/// Percent and words of a line of apt's state: `pmstatus:package:percent:words`.
fn state(line: &str) -> Option<(u64, &str)> {
    let mut fields = line.splitn(4, ':');
    if !matches!(fields.next()?, "pmstatus" | "dlstatus") {
        return None;
    }
    let percent: f64 = fields.nth(1)?.parse().ok()?;
    Some((percent.clamp(0.0, 100.0) as u64, fields.next()?.trim()))
}

/// The first error apt-get told of.
fn reason(said: &str) -> &str {
    said.lines().find_map(|line| line.strip_prefix("E: ")).unwrap_or("it did not say why")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apts_state_is_understood() {
        let cases = [
            (
                "pmstatus:sip-tester:45.4545:Unpacking sip-tester (amd64)",
                Some((45, "Unpacking sip-tester (amd64)")),
            ),
            (
                "dlstatus:3:99.2:Retrieving file 3 of 3 (12s remaining)",
                Some((99, "Retrieving file 3 of 3 (12s remaining)")),
            ),
            ("pmstatus:x:140:a: b", Some((100, "a: b"))),
            ("pmerror:x:50:no", None),
            ("Setting up sip-tester ...", None),
            ("pmstatus:x", None),
        ];
        for (line, expected) in cases {
            assert_eq!(state(line), expected, "{line}");
        }
    }

    #[test]
    fn what_is_missing_is_listed_with_the_command_to_install_it() {
        let sentence = by_hand(&[PROGRAMS[0], POSTGRES]);
        for part in ["sipp (sip-tester)", "sudo apt-get install sip-tester postgresql", "--without-postgres"]
        {
            assert!(sentence.contains(part), "{sentence}");
        }
        assert!(!by_hand(&[PROGRAMS[0]]).contains("postgres"));
    }

    #[test]
    fn postgres_is_found_by_its_programs() {
        let homes = tempfile::tempdir().unwrap();
        let programs = homes.path().join("15/bin");
        fs::create_dir_all(&programs).unwrap();
        assert!(!postgres_is_there(homes.path()));
        assert!(!postgres_is_there(&homes.path().join("absent")));
        fs::write(programs.join("initdb"), "").unwrap();
        assert_eq!(postgres_is_there(homes.path()), !is_root() || has_account());
    }

    #[test]
    fn apts_first_error_is_the_reason() {
        assert_eq!(
            reason("W: old lists\nE: Unable to locate package x\nE: more"),
            "Unable to locate package x"
        );
        assert_eq!(reason(""), "it did not say why");
    }
}
