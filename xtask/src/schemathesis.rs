//! `cargo xtask schemathesis`: requests made up out of the OpenAPI document, at a running program. No answer may be an
//! error of ours (5xx), none may be other than the document says, and nothing that needs a token may do without.
//!
//! Schemathesis is a Python program; it is installed into `target/schemathesis`, in a version that is named here. The
//! program is the demonstration, so that there are contacts, queues and agents to ask about; it is asked as each role.

use crate::bench::{Running, free_address, is_healthy, until};
use crate::failure::{self, Failure, Outcome, because, not_started, succeeds};
use crate::making::{self, Kind, Product};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// What is installed. A newer one may find more: try it, and name it here.
const VERSION: &str = "schemathesis==4.32.5";

/// Where it is installed, below the repository's root.
const PLACE: &str = "target/schemathesis";

/// Streams without an end: each has tests of its own.
const STREAMS: [&str; 2] = ["/api/events", "/api/desk"];

/// Below what one account may ask, so that what is asked is answered.
const A_SECOND: &str = "90/s";

/// What is looked at in every answer.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,ignored_auth";

/// Who asks. The administrator comes last: it can do away with the others.
const ROLES: [&str; 5] = ["agent", "engineer", "privacy_officer", "supervisor", "administrator"];

/// The demonstration is there, or gone, within this.
const LIMIT: Duration = Duration::from_secs(60);

/// `heliotrope demo` in a folder of its own, as tests build it.
struct Demonstration {
    program: PathBuf,
    folder: TempDir,
    url: String,
    running: Running,
}

impl Demonstration {
    fn start() -> Outcome<Demonstration> {
        let product =
            Product { package: "heliotrope", name: "heliotrope", kind: Kind::Binary, profile: "dev" };
        let program = making::build(&product)?;
        let folder =
            tempfile::tempdir().map_err(|error| format!("no temporary folder can be made: {error}"))?;
        let http = free_address()?;
        let mut command = Command::new(&program);
        command
            .args(["demo", "--http", &http.to_string(), "--sip", "127.0.0.1:0", "--data"])
            .arg(folder.path());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut running = Running::start(&mut command)?;
        let is_there = until(LIMIT, Duration::from_millis(50), || match running.ended()? {
            Some(status) => {
                because(format!("heliotrope demo ended with {status}: run it by hand to see why"))
            }
            None => Ok(is_healthy(http)),
        })?;
        if !is_there {
            return because("heliotrope demo does not become healthy");
        }
        Ok(Demonstration { program, folder, url: format!("http://{http}"), running })
    }

    /// The token of a new account with this role.
    fn token(&self, role: &str) -> Outcome<String> {
        let mut command = Command::new(&self.program);
        command.args(["account", "add", &format!("asks-as-{role}"), "--role", role, "--data"]);
        let output =
            command.arg(self.folder.path()).output().map_err(|error| not_started(&command, &error))?;
        let said = String::from_utf8_lossy(&output.stdout);
        let token = said.split_whitespace().find(|word| word.starts_with("hlt_"));
        token.map(str::to_owned).ok_or_else(|| {
            Failure::Because(format!("no account can be made: {}", String::from_utf8_lossy(&output.stderr)))
        })
    }
}

/// Asks `examples` made-up requests of each operation, as each role.
pub fn run(examples: u32) -> Outcome {
    let program = provide()?;
    let demonstration = Demonstration::start()?;
    let outcome = ask(&program, &demonstration, examples);
    demonstration.running.end(LIMIT)?;
    outcome
}

fn ask(program: &Path, demonstration: &Demonstration, examples: u32) -> Outcome {
    let mut failed = Vec::new();
    for role in ROLES {
        println!("schemathesis: as {role}");
        let token = demonstration.token(role)?;
        let mut command = Command::new(program);
        // What it keeps for itself is kept where it was installed.
        command.current_dir(crate::root().join(PLACE));
        command.args(["run", &format!("{}/openapi.json", demonstration.url), "--no-color", "--seed", "1"]);
        command.args(["--phases", "examples,coverage,fuzzing", "--max-examples", &examples.to_string()]);
        command.args(["--checks", CHECKS, "--rate-limit", A_SECOND, "--request-timeout", "10"]);
        command.args(["--generation-database", "none"]);
        command.args(["-H", &format!("Authorization: Bearer {token}")]);
        for stream in STREAMS {
            command.args(["--exclude-path", stream]);
        }
        match failure::run(&mut command) {
            Ok(()) => {}
            Err(Failure::Told) => failed.push(role),
            Err(because) => return Err(because),
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    because(format!(
        "schemathesis found faults as {}; each is told above, with a line for curl that shows it",
        failed.join(", ")
    ))
}

/// Where it is; installed, if it is not there in this version.
fn provide() -> Outcome<PathBuf> {
    let folder = crate::root().join(PLACE);
    let (python, program) = (folder.join("bin/python"), folder.join("bin/schemathesis"));
    let says = |version: &str| {
        let mut asked = Command::new(&program);
        let told = asked.arg("--version").output();
        told.is_ok_and(|told| String::from_utf8_lossy(&told.stdout).trim().ends_with(version))
    };
    let version = VERSION.rsplit('=').next().unwrap_or_default();
    if says(version) {
        return Ok(program);
    }
    println!("schemathesis: installing {VERSION}");
    if !succeeds(Command::new("python3").args(["-m", "venv"]).arg(&folder)) {
        return because(
            "Python 3 with venv is not installed: install the package `python3-venv` and run this again",
        );
    }
    let mut pip = Command::new(python);
    failure::run(pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", VERSION]))?;
    if says(version) { Ok(program) } else { because(format!("{VERSION} was installed and does not run")) }
}
