//! Hundreds of calls, one after the other, in the same page: neither the page nor the server may grow.
//!
//! `web/e2e/soak.mjs` signs in as the agent in the browser and takes one call after the other, each with
//! ring, talk, note, hold and wrap-up. Every few calls it collects the page's garbage and says what is left; the
//! server's memory is read at the same moments. What the first calls make (caches, pools, compiled code) is
//! no growth: figures compare the end with the moment after [`WARM`] calls.

use super::demonstration::{self, Demonstration};
use super::{Bar, Bench, Report};
use crate::failure::{Outcome, because};
use serde::Deserialize;

pub const BENCH: Bench = Bench {
    name: "soak",
    about: "500 calls in one page: whether the page's or the server's memory grows",
    run,
};

/// Calls before memory is first looked at.
const WARM: u64 = 100;

/// What the page holds after so many calls.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Look {
    calls: u64,
    heap: u64,
    nodes: u64,
    listeners: u64,
    peers: u64,
}

fn run(report: &mut Report) -> Outcome {
    let calls: u64 = if report.quick { 150 } else { 500 };
    // The other agents have little to do, so that the server's memory is that of these calls.
    let options = ["--calls-per-minute", "1", "--next-call-after", "0"];
    let demonstration = Demonstration::start(report.quick, &options)?;
    let mut looks: Vec<(Look, u64)> = Vec::new();
    let (many, every) = (calls.to_string(), if report.quick { "25" } else { "50" });
    let arguments = ["--url", &demonstration.url, "--calls", &many, "--every", every];
    demonstration::script("e2e/soak.mjs", &arguments, |line| {
        let Ok(look) = serde_json::from_str::<Look>(line) else { return Ok(()) };
        let resident = demonstration.running().resident()?;
        let mib = |octets: u64| octets as f64 / 1_048_576.0;
        eprintln!(
            "  {:>4} calls: page {:.2} MiB, {} nodes, {} listeners; server {:.1} MiB",
            look.calls,
            mib(look.heap),
            look.nodes,
            look.listeners,
            mib(resident)
        );
        looks.push((look, resident));
        Ok(())
    })?;
    demonstration.end()?;
    judge(report, calls, &looks)
}

fn judge(report: &mut Report, calls: u64, looks: &[(Look, u64)]) -> Outcome {
    let warm = looks.iter().find(|(look, _)| look.calls >= WARM);
    let (Some((first, before)), Some((last, after))) = (warm, looks.last()) else {
        return because(format!("the page took fewer than {WARM} calls"));
    };
    let times = |after: u64, before: u64| after as f64 / before as f64;
    report.figure("calls taken", last.calls as f64, "calls", Bar::AtLeast(calls as f64));
    let unit = format!("times what it was after {} calls", first.calls);
    let mut grown = |figure, after, before, most| {
        report.figure(figure, times(after, before), &unit, Bar::AtMost(most));
    };
    grown("page's heap", last.heap, first.heap, 1.1);
    grown("page's nodes", last.nodes, first.nodes, 1.1);
    grown("page's listeners", last.listeners, first.listeners, 1.1);
    grown("server's memory", *after, *before, 1.1);
    report.figure("connections of the page", last.peers as f64, "connections", Bar::AtMost(1.0));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_is_seen_and_warmth_is_none() {
        let look =
            |calls, heap| (Look { calls, heap, nodes: 900, listeners: 300, peers: 1 }, 40_000_000 + heap);
        let judged = |looks: &[(Look, u64)]| {
            let mut report = Report::new("soak", true, true);
            judge(&mut report, 500, looks).map(|()| report.missed)
        };
        let steady = [look(50, 1_000_000), look(100, 8_000_000), look(500, 8_100_000)];
        assert!(judged(&steady).unwrap().is_empty());
        let growing = [look(100, 8_000_000), look(500, 9_000_000)];
        assert_eq!(judged(&growing).unwrap(), ["page's heap"]);
        assert!(judged(&steady[..1]).is_err());
    }
}
