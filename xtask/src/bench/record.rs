//! Calls that are up and recorded: what each costs, how late its audio is, what it holds in memory, and how
//! quickly archives are made of them.
//!
//! The centre has one core, the telephones the other, as in `bench voice`. All calls are bridged G.711 and
//! all are recorded, each side, sealed on the disk. Figures of a call are taken while all are up, over the
//! time between the last call's beginning and the first one's end.

use super::voice::generator::Plan;
use super::voice::server::{QUEUE, Server};
use super::voice::site::{Measured, Programs, Site};
use super::{Bar, Bench, Report};
use crate::failure::{Outcome, because};
use std::thread;
use std::time::{Duration, Instant};

pub const BENCH: Bench = Bench {
    name: "record",
    about: "300 bridged and recorded calls: processor time, late packets, memory; archives a second",
    run,
};

/// Calls that are up at the same time.
const CALLS: u32 = 300;
/// Calls placed a second.
const RATE: f64 = 20.0;
/// After the last call was placed, until figures are taken.
const SETTLED: Duration = Duration::from_secs(5);
/// Before the first call ends.
const BEFORE_END: Duration = Duration::from_secs(5);
/// An archive that takes longer than this a call has failed.
const ARCHIVED_WITHIN: Duration = Duration::from_secs(2);

/// Processor time at a moment.
#[derive(Clone, Copy)]
struct Look {
    at: Instant,
    used: Duration,
}

fn run(report: &mut Report) -> Outcome {
    let programs = Programs::build()?;
    let mut site = Site::start(&programs, CALLS, true)?;
    let idle = site.server.resident()?;
    let placing = Duration::from_secs_f64(f64::from(CALLS) / RATE);
    let steady = Duration::from_secs(if report.quick { 20 } else { 60 });
    let stay = placing + SETTLED + steady + BEFORE_END;
    let plan = Plan {
        server: site.server.sip(),
        called: QUEUE,
        rate: RATE,
        burst_ms: placing.as_millis() as u64,
        pause_ms: 0,
        bursts: 1,
        stay_ms: stay.as_millis() as u64,
        patience_ms: Some(10_000),
        grace_ms: 100,
    };
    let begun = Instant::now();
    let (mut first, mut last, mut held): (Option<Look>, Option<Look>, u64) = (None, None, 0);
    let Measured { told, others, .. } = site.measure_watching(&plan, |server| {
        let passed = begun.elapsed();
        if passed >= placing + SETTLED && passed <= placing + SETTLED + steady {
            let look = Look { at: Instant::now(), used: server.cpu()? };
            first.get_or_insert(look);
            last = Some(look);
            held = held.max(server.resident()?);
        }
        Ok(())
    })?;
    let (Some(first), Some(last)) = (first, last) else { return because("the calls were never all up") };
    let share = (last.used - first.used).as_secs_f64() / (last.at - first.at).as_secs_f64();
    let a_call = 100.0 * share / f64::from(CALLS);
    report.figure("calls up and recorded", told.served as f64, "calls", Bar::AtLeast(f64::from(CALLS)));
    report.figure("processor time a call, bridged and recorded", a_call, "% of a core", Bar::AtMost(0.2));
    let late = 100.0 * told.late_packets as f64 / told.packets.max(1) as f64;
    report.figure("packets over 20 ms late", late, "%", Bar::AtMost(1.0));
    report.figure("calls with broken audio", told.broken_audio as f64, "calls", Bar::None);
    let kb = held.saturating_sub(idle) as f64 / f64::from(CALLS) / 1e3;
    report.figure("memory a call", kb, "KB", Bar::AtMost(200.0));
    report.figure("other work on the centre's core", others * 100.0, "% of a core", Bar::None);
    archives(report, &programs, &site.server, f64::from(CALLS) * stay.as_secs_f64())?;
    site.server.end()
}

/// Waits until every archive is there and verified; `sound` is that of all together, in seconds.
fn archives(report: &mut Report, programs: &Programs, server: &Server, sound: f64) -> Outcome {
    let (begun, before) = (Instant::now(), server.cpu()?);
    let figures = loop {
        let figures = server.command_line(&programs.centre, &["recordings", "figures"])?;
        if figure(&figures, "pending") == Some(0) && figure(&figures, "running") == Some(0) {
            break figures;
        }
        if begun.elapsed() > CALLS * ARCHIVED_WITHIN {
            return because(format!("the archives are not made:\n{figures}"));
        }
        thread::sleep(Duration::from_millis(500));
    };
    // Some were made before this began to look: those that follow count by the time they take.
    let used = (server.cpu()? - before).as_secs_f64();
    let (due, playable) = (figure(&figures, "due"), figure(&figures, "playable"));
    let share = 100.0 * playable.unwrap_or_default() as f64 / due.unwrap_or_default().max(1) as f64;
    report.figure("recordings playable, of those due", share, "%", Bar::AtLeast(100.0));
    report.figure("archives: sound a second of processor, at least", sound / used, "s", Bar::None);
    let verified = server.command_line(&programs.centre, &["recordings", "verify"])?;
    eprintln!("        {}", verified.trim());
    Ok(())
}

fn figure(figures: &str, name: &str) -> Option<u64> {
    let line = figures.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
