//! The centre under measurement: a fresh data folder, SQLite, the built-in flows.

use crate::bench::process::{Running, pin, until};
use crate::bench::start::{free_address, is_healthy};
use crate::failure::{Failure, Outcome, because};
use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// A start or an end that takes longer has failed.
const LIMIT: Duration = Duration::from_secs(60);
/// Lines of the centre's log that are shown when it fails.
const LAST_WORDS: usize = 20;
/// Ports tried until one is free for UDP and TCP.
const PORT_TRIES: usize = 50;

/// The number that leads straight to the queue.
pub const QUEUE: &str = "9001";
/// The number that is answered with a prompt.
pub const PROMPT: &str = "9002";

/// A centre that serves.
pub struct Server {
    running: Running,
    sip: SocketAddr,
    folder: TempDir,
}

impl Server {
    /// Starts it with agents 1 to `count` at these telephones, recorded or not, and waits until it is
    /// healthy.
    pub fn start(
        program: &Path,
        (agents, count): (SocketAddr, u32),
        record: bool,
        core: usize,
    ) -> Outcome<Server> {
        let folder = tempfile::tempdir().map_err(told("no temporary folder can be made"))?;
        let configuration = folder.path().join("bench.toml");
        fs::write(&configuration, configured(agents, count, record))
            .map_err(told("no configuration can be written"))?;
        let log = File::create(folder.path().join("log")).map_err(told("no log can be written"))?;
        let (http, sip) = (free_address()?, free_sip_address()?);
        let mut command = Command::new(program);
        command.arg("serve").arg("--data").arg(folder.path().join("data"));
        command.arg("--config").arg(configuration);
        command.args(["--http", &http.to_string(), "--sip", &sip.to_string()]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        pin(&mut command, &[core]);
        let mut server = Server { running: Running::start(&mut command)?, sip, folder };
        let healthy = until(LIMIT, Duration::from_millis(5), || match server.running.ended()? {
            Some(status) => {
                because(format!("heliotrope serve ended with {status}:\n{}", server.last_words()))
            }
            None => Ok(is_healthy(http)),
        })?;
        if healthy {
            Ok(server)
        } else {
            because(format!("heliotrope serve does not become healthy:\n{}", server.last_words()))
        }
    }

    /// Where it takes calls.
    pub fn sip(&self) -> SocketAddr {
        self.sip
    }

    /// Processor time it has used so far, all its threads.
    pub fn cpu(&self) -> Outcome<Duration> {
        self.running.cpu()
    }

    /// Its resident memory in bytes.
    pub fn resident(&self) -> Outcome<u64> {
        self.running.resident()
    }

    /// What a command of the program prints about its data.
    pub fn command_line(&self, program: &Path, arguments: &[&str]) -> Outcome<String> {
        let data = self.folder.path().join("data");
        let output = Command::new(program).args(arguments).arg("--data").arg(data).output();
        let output = output.map_err(told("the program cannot be started"))?;
        if !output.status.success() {
            return because(String::from_utf8_lossy(&output.stderr));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Ends it in order.
    pub fn end(self) -> Outcome {
        self.running.end(LIMIT).map(drop)
    }

    fn last_words(&self) -> String {
        let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(LAST_WORDS)..].join("\n")
    }
}

/// What `heliotrope serve` is told. Everything not named has its default, the journal included.
fn configured(agents: SocketAddr, count: u32, record: bool) -> String {
    format!(
        r#"
[voice]
most_calls = 4000
new_calls_per_second = 2000

[[line]]
name = "straight-to-queue"
called = "{QUEUE}"
language = "en"
flow = "direct"

[[line]]
name = "prompt"
called = "{PROMPT}"
language = "en"
flow = "prompt"

[[queue]]
name = "cards"
wrap_up = "0s"
record = {record}

[[agents]]
from = 1
to = {count}
address = "sip:a{{n}}@{agents}"
skills = ["lang.en"]
ready_at_start = true
"#
    )
}

/// A port of this machine that is free for UDP and TCP.
fn free_sip_address() -> Outcome<SocketAddr> {
    for _ in 0..PORT_TRIES {
        let udp = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|socket| socket.local_addr());
        let address = udp.map_err(told("no port can be had"))?;
        if TcpListener::bind(address).is_ok() {
            return Ok(address);
        }
    }
    because("no port is free for UDP and TCP alike")
}

fn told(what: &'static str) -> impl Fn(std::io::Error) -> Failure {
    move |error| Failure::Because(format!("{what}: {error}"))
}
