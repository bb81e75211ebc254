//! The demonstration with its page, and scripts that drive a browser through it.

use super::process::{Running, until};
use super::start::{free_address, is_healthy};
use crate::failure::{Outcome, because};
use crate::making::{self, Kind, Product};
use crate::ui;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

/// The demonstration is there, or gone, within this; so is a script that has said its last line.
const LIMIT: Duration = Duration::from_secs(60);

/// `heliotrope demo` in a folder of its own.
pub struct Demonstration {
    /// Where its page is.
    pub url: String,
    running: Running,
    _folder: tempfile::TempDir,
}

impl Demonstration {
    /// Builds page and program (quickly: in the demonstration's own profile) and starts it.
    pub fn start(quick: bool, options: &[&str]) -> Outcome<Demonstration> {
        ui::build()?;
        let profile = if quick { "demo" } else { "release" };
        let product = Product { package: "heliotrope", name: "heliotrope", kind: Kind::Binary, profile };
        let program = making::build(&product)?;
        let folder =
            tempfile::tempdir().map_err(|error| format!("no temporary folder can be made: {error}"))?;
        let http = free_address()?;
        let mut command = Command::new(program);
        command.arg("demo").arg("--data").arg(folder.path());
        command.args(["--http", &http.to_string(), "--sip", "127.0.0.1:0"]).args(options);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut running = Running::start(&mut command)?;
        let healthy = until(LIMIT, Duration::from_millis(50), || match running.ended()? {
            Some(status) => {
                because(format!("heliotrope demo ended with {status}: run it by hand to see why"))
            }
            None => Ok(is_healthy(http)),
        })?;
        if !healthy {
            return because("heliotrope demo does not become healthy");
        }
        Ok(Demonstration { url: format!("http://{http}"), running, _folder: folder })
    }

    /// Its process.
    pub fn running(&self) -> &Running {
        &self.running
    }

    /// Ends it in order.
    pub fn end(self) -> Outcome {
        self.running.end(LIMIT).map(drop)
    }
}

/// Runs a script of `web/`; each line it prints is told as it comes.
pub fn script(path: &str, arguments: &[&str], mut each: impl FnMut(&str) -> Outcome) -> Outcome {
    let mut command = Command::new("node");
    command.current_dir(crate::root().join("web"));
    command.arg(path).args(arguments).stdout(Stdio::piped());
    let mut script = Running::start(&mut command)?;
    let output = script.child().stdout.take().expect("it was asked for");
    for line in BufReader::new(output).lines().map_while(Result::ok) {
        each(&line)?;
    }
    let ended = until(LIMIT, Duration::from_millis(20), || Ok(script.ended()?.is_some()))?;
    if ended && script.ended()?.is_some_and(|status| status.success()) {
        return Ok(());
    }
    because(format!("web/{path} failed: its own words stand above"))
}
