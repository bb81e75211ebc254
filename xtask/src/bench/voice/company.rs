//! What else runs on the cores under measurement: it makes figures worse than they are.

use crate::failure::{Failure, Outcome};
use std::fs;
use std::time::{Duration, Instant};

/// A core's time so far.
#[derive(Clone, Copy)]
pub struct Core {
    busy: Duration,
    /// Processor time of the process under measurement there.
    own: Duration,
    at: Instant,
}

impl Core {
    /// Now, when the process it is kept for has used `own`.
    pub fn now(number: usize, own: Duration) -> Outcome<Core> {
        let stat = fs::read_to_string("/proc/stat").map_err(|error| format!("/proc/stat: {error}"))?;
        let busy = busy_from(&stat, number, rustix::param::clock_ticks_per_second());
        let busy = busy.ok_or_else(|| Failure::Because(format!("/proc/stat has no core {number}")))?;
        Ok(Core { busy, own, at: Instant::now() })
    }

    /// Share of the core that something else used since `before`: 0 to 1.
    pub fn others_share(&self, before: &Core) -> f64 {
        let others = self.busy.saturating_sub(before.busy).saturating_sub(self.own_used(before));
        others.as_secs_f64() / (self.at - before.at).as_secs_f64()
    }

    /// Processor time of the process since `before`.
    pub fn own_used(&self, before: &Core) -> Duration {
        self.own.saturating_sub(before.own)
    }

    /// The same as a share of the core.
    pub fn own_share(&self, before: &Core) -> f64 {
        self.own_used(before).as_secs_f64() / (self.at - before.at).as_secs_f64()
    }
}

/// Time a core was not idle, in proc_stat(5): user, nice, system, irq, softirq and steal.
fn busy_from(stat: &str, core: usize, ticks_a_second: u64) -> Option<Duration> {
    let name = format!("cpu{core}");
    let line = stat.lines().find(|line| line.split(' ').next() == Some(&name))?;
    let fields: Vec<u64> = line.split(' ').skip(1).map_while(|field| field.parse().ok()).collect();
    let ticks: u64 = [0, 1, 2, 5, 6, 7].into_iter().map(|place| fields.get(place)).sum::<Option<u64>>()?;
    Some(Duration::from_micros(ticks * 1_000_000 / ticks_a_second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_core_is_busy_with_everything_but_waiting() {
        let stat =
            "cpu  9 9 9 9 9 9 9 9 9 9\ncpu0 1 1 1 1 1 1 1 1 1 1\ncpu1 100 20 3 5000 6000 1 2 4 77 77\n";
        assert_eq!(busy_from(stat, 1, 100), Some(Duration::from_millis(1300)));
        assert_eq!(busy_from(stat, 2, 100), None);
        assert_eq!(busy_from("cpu1 1 2", 1, 100), None);
    }
}
