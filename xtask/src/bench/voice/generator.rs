//! The load generator in its own process: `crates/phones/examples/generator.rs`.

use crate::bench::process::{Running, pin};
use crate::failure::{Failure, Outcome, because};
use serde::{Deserialize, Serialize};
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// A generator that says nothing for this much longer than its load lasts has failed.
const MARGIN: Duration = Duration::from_secs(60);

/// A load, as the generator reads it.
#[derive(Debug, Clone, Serialize)]
pub struct Plan {
    pub server: SocketAddr,
    pub called: &'static str,
    /// Calls a second.
    pub rate: f64,
    pub burst_ms: u64,
    pub pause_ms: u64,
    pub bursts: u32,
    pub stay_ms: u64,
    /// For an agent; without it the caller waits for audio of any kind.
    pub patience_ms: Option<u64>,
    pub grace_ms: u64,
}

impl Plan {
    /// How long calls are placed, and the last of them may last.
    fn length(&self) -> Duration {
        let burst = self.burst_ms + self.pause_ms;
        let last = self.patience_ms.unwrap_or_default() + self.stay_ms;
        Duration::from_millis(burst * u64::from(self.bursts) + last)
    }
}

/// What became of a load, as the generator writes it. Times in microseconds.
#[derive(Debug, Deserialize)]
pub struct Told {
    pub calls: usize,
    pub served: usize,
    pub failures: String,
    pub to_agent: Times,
    pub to_audio: Times,
    /// How late the generator itself was.
    pub lag: Times,
    pub offered_out_of_order: usize,
    pub connected_out_of_order: usize,
    pub heard_out_of_order: usize,
    pub broken_audio: usize,
    /// Of the packets callers received, those that came over 20 ms late; and all of them.
    pub late_packets: u64,
    pub packets: u64,
    pub clashes: u64,
    pub occupancy: f64,
    pub waiting: i64,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Times {
    pub p50: i64,
    pub p95: i64,
    pub p99: i64,
    pub most: i64,
}

#[derive(Deserialize)]
struct Address {
    agents: SocketAddr,
}

/// A generator at work.
pub struct Generator {
    running: Running,
    orders: ChildStdin,
    answers: Receiver<String>,
    agents: SocketAddr,
}

impl Generator {
    /// Starts `program` with so many agents.
    pub fn start(program: &Path, agents: u32, core: usize) -> Outcome<Generator> {
        let mut command = Command::new(program);
        command.arg(agents.to_string()).stdin(Stdio::piped()).stdout(Stdio::piped());
        pin(&mut command, &[core]);
        let mut running = Running::start(&mut command)?;
        let child = running.child();
        let (Some(orders), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return because("the generator has no pipes");
        };
        let (tell, answers) = channel();
        thread::spawn(move || {
            // Ends with the generator, or with nobody left to tell.
            BufReader::new(stdout).lines().map_while(Result::ok).try_for_each(|line| tell.send(line))
        });
        let first = answers.recv_timeout(MARGIN).map_err(|_| ended())?;
        let address: Address = serde_json::from_str(&first).map_err(|error| not_understood(&error))?;
        Ok(Generator { running, orders, answers, agents: address.agents })
    }

    /// Where its agents take SIP.
    pub fn agents(&self) -> SocketAddr {
        self.agents
    }

    /// Processor time it has used so far.
    pub fn cpu(&self) -> Outcome<Duration> {
        self.running.cpu()
    }

    /// Has a load carried out; meanwhile calls `watch` every `pause`.
    pub fn carry_out(
        &mut self,
        plan: &Plan,
        pause: Duration,
        mut watch: impl FnMut() -> Outcome,
    ) -> Outcome<Told> {
        let line = serde_json::to_string(plan).map_err(|error| not_understood(&error))?;
        writeln!(self.orders, "{line}").map_err(|_| ended())?;
        let until = Instant::now() + plan.length() + MARGIN;
        while Instant::now() < until {
            match self.answers.recv_timeout(pause) {
                Ok(answer) => return serde_json::from_str(&answer).map_err(|error| not_understood(&error)),
                Err(RecvTimeoutError::Timeout) => watch()?,
                Err(RecvTimeoutError::Disconnected) => return Err(ended()),
            }
        }
        because("the generator does not finish its load")
    }
}

fn ended() -> Failure {
    Failure::Because("the generator ended by itself: its message above says why".to_owned())
}

fn not_understood(error: &serde_json::Error) -> Failure {
    Failure::Because(format!("bench and generator do not understand each other: {error}"))
}
