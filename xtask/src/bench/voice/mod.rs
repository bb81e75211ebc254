//! Calls as customers make them: how many a second, at what cost, how soon, in what order.
//!
//! The centre has one core, the telephones (`crates/phones`) the other. Moments are the telephones':
//! the caller's INVITE is stamped just before it is sent, audio when the kernel has received it. An
//! agent is known by its marker, so that music is never taken for one. Nothing is recorded: that is
//! measured by `bench record`.

mod company;
pub mod generator;
pub mod server;
pub mod site;

use super::{Bar, Bench, Report};
use crate::failure::{Failure, Outcome};
use generator::Plan;
use site::{Measured, Programs, Site};
use std::thread;
use std::time::Duration;

pub const BENCH: Bench = Bench {
    name: "voice",
    about: "calls a second, processor time a call, time to the agent, order, memory; prompts; overload",
    run,
};

/// Agents of the first two parts.
const AGENTS: u32 = 300;
/// How long callers talk: 300 agents can serve 375 calls a second at the most.
const TALK_MS: u64 = 800;
/// How long callers wait for an agent before they give up, and are not served.
const PATIENCE_MS: u64 = 5_000;
/// The rate at which the figures of a call are taken.
const RATE: f64 = 250.0;
/// 95 of 100 callers hear their agent within this.
const P95_MS: f64 = 12.0;
/// How long an answered caller listens to the prompt.
const HOLD_MS: u64 = 1_000;
/// 95 of 100 callers hear the prompt within this: the time of two packets.
const PROMPT_P95_MS: f64 = 40.0;
/// After a load, until memory is looked at.
const REST: Duration = Duration::from_secs(30);
/// A caller waits from here on after its INVITE: setting up a call takes its milliseconds even
/// when all agents are free.
const GRACE_MS: u64 = P95_MS as u64;

fn run(report: &mut Report) -> Outcome {
    let programs = Programs::build()?;
    straight_to_agents(report, &programs)?;
    prompt(report, &programs)?;
    overload(report, &programs)
}

fn ms(micros: i64) -> f64 {
    micros as f64 / 1e3
}

fn mib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

fn steady(server: &server::Server, called: &'static str, rate: f64, seconds: u64) -> Plan {
    Plan {
        server: server.sip(),
        called,
        rate,
        burst_ms: seconds * 1_000,
        pause_ms: 0,
        bursts: 1,
        stay_ms: if called == server::QUEUE { TALK_MS } else { HOLD_MS },
        patience_ms: (called == server::QUEUE).then_some(PATIENCE_MS),
        grace_ms: GRACE_MS,
    }
}

/// The highest of these rates at which every call is served in time, and what was measured there.
/// A rate that fails is tried once more before it counts as too high.
fn highest(
    site: &mut Site,
    called: &'static str,
    rates: &[f64],
    seconds: u64,
    in_time: impl Fn(&Measured) -> bool,
) -> Outcome<Option<(f64, Measured)>> {
    let mut best = None;
    for &rate in rates {
        let plan = steady(&site.server, called, rate, seconds);
        let mut measured = site.measure(&plan)?;
        if !(measured.is_complete() && in_time(&measured)) {
            measured = site.measure(&plan)?;
        }
        if !(measured.is_complete() && in_time(&measured)) {
            return Ok(best);
        }
        best = Some((rate, measured));
    }
    Ok(best)
}

fn straight_to_agents(report: &mut Report, programs: &Programs) -> Outcome {
    let (rates, seconds): (&[f64], u64) = match report.quick {
        true => (&[RATE, 350.0], 5),
        false => (&[100.0, 150.0, 200.0, RATE, 300.0, 350.0], 15),
    };
    let mut site = Site::start(programs, AGENTS, false)?;
    let idle = site.server.resident()?;
    let best = highest(&mut site, server::QUEUE, rates, seconds, |measured| {
        ms(measured.told.to_agent.p95) <= P95_MS
    })?;
    let best = best.map_or(0.0, |(rate, _)| rate);
    report.figure("highest rate served, p95 within 12 ms", best, "calls/s", Bar::AtLeast(RATE));

    let plan = steady(&site.server, server::QUEUE, RATE, 2 * seconds);
    let Measured { told, cpu_a_call, others, .. } = site.measure(&plan)?;
    report.figure("calls not served, 250/s", (told.calls - told.served) as f64, "calls", Bar::AtMost(0.0));
    report.figure("processor time a call, 250/s", cpu_a_call.as_secs_f64() * 1e3, "ms", Bar::AtMost(2.0));
    report.figure("INVITE to agent's first RTP, 250/s, p50", ms(told.to_agent.p50), "ms", Bar::None);
    report.figure(
        "INVITE to agent's first RTP, 250/s, p95",
        ms(told.to_agent.p95),
        "ms",
        Bar::AtMost(P95_MS),
    );
    report.figure("INVITE to agent's first RTP, 250/s, p99", ms(told.to_agent.p99), "ms", Bar::None);
    let (offered, connected) = (told.offered_out_of_order as f64, told.connected_out_of_order as f64);
    report.figure("pairs out of order when offered, 250/s", offered, "pairs", Bar::AtMost(0.0));
    report.figure("pairs out of order when connected, 250/s", connected, "pairs", Bar::AtMost(0.0));
    let heard = told.heard_out_of_order as f64;
    report.figure("calls that heard an agent out of turn, 250/s", heard, "calls", Bar::None);
    report.figure("calls with broken audio, 250/s", told.broken_audio as f64, "calls", Bar::None);
    report.figure("other work on the centre's core, 250/s", others * 100.0, "% of a core", Bar::None);

    eprintln!("        {} s of rest, then memory is looked at", REST.as_secs());
    thread::sleep(REST);
    let after = site.server.resident()?;
    report.figure("resident memory before any call", mib(idle), "MiB", Bar::None);
    report.figure("resident memory at its peak", mib(site.peak), "MiB", Bar::None);
    report.figure("resident memory 30 s after the load", mib(after), "MiB", Bar::None);
    report.figure("the same, of that before any call", after as f64 / idle as f64, "times", Bar::AtMost(1.2));
    site.server.end()
}

fn prompt(report: &mut Report, programs: &Programs) -> Outcome {
    let (rates, seconds): (&[f64], u64) = match report.quick {
        true => (&[400.0, 600.0], 5),
        false => (&[200.0, 300.0, 400.0, 500.0, 600.0, 700.0, 800.0], 15),
    };
    let mut site = Site::start(programs, AGENTS, false)?;
    let best = highest(&mut site, server::PROMPT, rates, seconds, |measured| {
        ms(measured.told.to_audio.p95) <= PROMPT_P95_MS
    })?;
    let rate = best.as_ref().map_or(0.0, |(rate, _)| *rate);
    report.figure("highest rate answered, prompt playing, 1 s held", rate, "calls/s", Bar::AtLeast(400.0));
    if let Some((_, Measured { told, cpu_a_call, .. })) = best {
        report.figure("prompt: processor time a call", cpu_a_call.as_secs_f64() * 1e3, "ms", Bar::None);
        report.figure("prompt: INVITE to first RTP, p95", ms(told.to_audio.p95), "ms", Bar::None);
    }
    site.server.end()
}

/// 60 agents can serve 20 calls a second of 3 s, and get 40.
fn overload(report: &mut Report, programs: &Programs) -> Outcome {
    let mut site = Site::start(programs, 60, false)?;
    let plan = Plan {
        server: site.server.sip(),
        called: server::QUEUE,
        rate: 40.0,
        burst_ms: 3_000,
        pause_ms: 7_000,
        bursts: if report.quick { 1 } else { 3 },
        stay_ms: 3_000,
        patience_ms: Some(20_000),
        grace_ms: GRACE_MS,
    };
    let Measured { told, .. } = site.measure(&plan)?;
    if told.waiting == 0 {
        return Err(Failure::Because("nobody had to wait in the overload: the load was none".to_owned()));
    }
    let unserved = (told.calls - told.served) as f64;
    report.figure("overload: calls not served", unserved, "calls", Bar::AtMost(0.0));
    report.figure(
        "overload: agents occupied while anyone waits",
        told.occupancy * 100.0,
        "%",
        Bar::AtLeast(99.0),
    );
    report.figure("overload: time during which anyone waited", told.waiting as f64 / 1e6, "s", Bar::None);
    let (offered, connected) = (told.offered_out_of_order as f64, told.connected_out_of_order as f64);
    report.figure("overload: pairs out of order when offered", offered, "pairs", Bar::AtMost(0.0));
    report.figure("overload: pairs out of order when connected", connected, "pairs", Bar::AtMost(0.0));
    site.server.end()
}
