//! Callers and agents in a process of their own, for `cargo xtask bench voice`: the bench keeps it
//! on another core than the server and talks with it in lines of JSON.
//!
//! `generator AGENTS` says where its agents are, `{"agents":"127.0.0.1:40000"}`. Then each line on
//! standard input is a load ([`Plan`]), answered by a line about what became of it ([`Told`]).

use phones::{AgentCall, AgentOptions, Agents, Arrivals, Doing, Load, LoadReport, Options, Percentiles};
use phones::{Outcome, Phones, marker};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::error::Error;
use std::io::{BufRead, stdin};
use std::net::SocketAddr;
use std::time::Duration;
use vocabulary::{Span, Time};

/// How long agents get to hear that the last callers hung up.
const LAST_WORD: Duration = Duration::from_secs(10);

/// A load: bursts of calls at an even rate. One burst is a constant load.
#[derive(Deserialize)]
struct Plan {
    server: SocketAddr,
    called: String,
    /// Calls a second.
    rate: f64,
    burst_ms: i64,
    pause_ms: i64,
    bursts: u32,
    /// How long a caller stays once it hears what it waits for.
    stay_ms: i64,
    /// How long a caller waits for an agent; without it, it waits for audio of any kind.
    patience_ms: Option<i64>,
    /// A caller counts as waiting from here on: see [`phones::measure::occupancy`].
    grace_ms: i64,
}

/// What became of a load. Times in microseconds.
#[derive(Serialize)]
struct Told {
    calls: usize,
    /// Calls that went through all their steps.
    served: usize,
    /// How the others ended.
    failures: String,
    to_agent: Times,
    to_audio: Times,
    /// How late the generator itself was.
    lag: Times,
    /// Pairs of calls of which the later one was offered to an agent first.
    offered_out_of_order: usize,
    /// Pairs of calls of which the later one was connected first: its agent's answer acknowledged.
    connected_out_of_order: usize,
    /// Calls that heard an agent before one that was sent earlier.
    heard_out_of_order: usize,
    /// Calls whose received line of packets was broken.
    broken_audio: usize,
    /// Of the packets callers received, those that came over 20 ms late; and all of them.
    late_packets: u64,
    packets: u64,
    /// Calls to an agent who was in a call.
    clashes: u64,
    /// Busy share of the agents' time while somebody waited.
    occupancy: f64,
    waiting: i64,
}

#[derive(Serialize)]
struct Times {
    p50: i64,
    p95: i64,
    p99: i64,
    most: i64,
}

impl From<Percentiles> for Times {
    fn from(of: Percentiles) -> Times {
        Times { p50: of.p50.0, p95: of.p95.0, p99: of.p99.0, most: of.most.0 }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let count: u32 = std::env::args().nth(1).ok_or("say how many agents there are")?.parse()?;
    let phones = Phones::start(Options::default())?;
    let agents = phones.agents(AgentOptions::new(count))?;
    println!("{{\"agents\":\"{}\"}}", agents.address(1));
    for line in stdin().lock().lines() {
        let plan: Plan = serde_json::from_str(&line?)?;
        println!("{}", serde_json::to_string(&carry_out(&phones, &agents, &plan)?)?);
    }
    Ok(())
}

fn carry_out(phones: &Phones, agents: &Agents, plan: &Plan) -> Result<Told, phones::Error> {
    let arrivals = Arrivals::Bursts {
        rate: plan.rate,
        lasting: Span::millis(plan.burst_ms),
        pause: Span::millis(plan.pause_ms),
        times: plan.bursts,
    };
    let stay = Span::millis(plan.stay_ms);
    let load = match plan.patience_ms {
        Some(patience) => Load::to_agents(plan.server, &plan.called, arrivals, stay, Span::millis(patience)),
        None => Load::to_prompt(plan.server, &plan.called, arrivals, stay),
    };
    // What is left of an earlier load is none of this one's.
    agents.take_records()?;
    let clashes = agents.view().clashes;
    let report = phones.load(load)?.wait()?;
    agents.wait_for(LAST_WORD, |view| !view.doing.contains(&Doing::Talking));
    let records = agents.take_records()?;
    let clashes = agents.view().clashes - clashes;
    Ok(told(&report, &records, agents.numbers().len(), Span::millis(plan.grace_ms), clashes))
}

fn told(report: &LoadReport, records: &[AgentCall], agents: usize, grace: Span, clashes: u64) -> Told {
    let failures =
        report.failures().iter().map(|(end, count)| format!("{count} {end:?}")).collect::<Vec<_>>();
    let occupancy = report.occupancy(records, agents, grace);
    Told {
        calls: report.calls.len(),
        served: report.calls.iter().filter(|call| is_served(call)).count(),
        failures: failures.join(", "),
        to_agent: report.to_agent().into(),
        to_audio: report.to_first_audio().into(),
        lag: report.lag().into(),
        offered_out_of_order: pairs_out_of_order(report, records, |record| Some(record.invited)),
        connected_out_of_order: pairs_out_of_order(report, records, |record| record.acknowledged),
        heard_out_of_order: report.overtakers_by_audio(),
        broken_audio: report.broken_audio(),
        late_packets: report.calls.iter().map(|call| call.received.held_up).sum(),
        packets: report.calls.iter().map(|call| call.received.packets).sum(),
        clashes,
        occupancy: occupancy.share,
        waiting: occupancy.waiting.0,
    }
}

fn is_served(call: &Outcome) -> bool {
    call.end == phones::End::HungUp
}

/// Over all pairs of calls with the moment: how often the one that was sent later has the earlier
/// moment. Callers share a socket and agents share one, so that both orders are those of arrival.
fn pairs_out_of_order(
    report: &LoadReport,
    records: &[AgentCall],
    moment: impl Fn(&AgentCall) -> Option<Time>,
) -> usize {
    let mut first: HashMap<u32, Time> = HashMap::new();
    for record in records {
        if let (Some((caller, _)), Some(at)) = (record.received.first_marker(), moment(record)) {
            first.entry(caller).and_modify(|known| *known = at.min(*known)).or_insert(at);
        }
    }
    let numbers = 0..report.calls.len() as u32;
    let in_order_sent: Vec<Time> =
        numbers.filter_map(|number| first.get(&(number % marker::NUMBERS)).copied()).collect();
    let later =
        |(place, at): (usize, &Time)| in_order_sent[place..].iter().filter(|other| *other < at).count();
    in_order_sent.iter().enumerate().map(later).sum()
}
