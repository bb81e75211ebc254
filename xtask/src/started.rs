//! When the user pressed Enter.

use std::fs;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The moment this process began, microseconds since the epoch. Cargo becomes this program by
/// `exec`, which keeps process and start time: the moment includes the compilation of the task itself.
pub fn micros() -> u128 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    now.saturating_sub(age().unwrap_or_default()).as_micros()
}

/// How long this process has been there, to 10 ms. None where there is no `/proc`.
fn age() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let uptime = fs::read_to_string("/proc/uptime").ok()?;
    age_from(&stat, &uptime, rustix::param::clock_ticks_per_second())
}

fn age_from(stat: &str, uptime: &str, ticks_a_second: u64) -> Option<Duration> {
    // proc_pid_stat(5): the name in parentheses may hold anything; field 22 is the start in ticks.
    let (_, after_name) = stat.rsplit_once(')')?;
    let started: f64 = after_name.split_whitespace().nth(22 - 3)?.parse().ok()?;
    let up: f64 = uptime.split_whitespace().next()?.parse().ok()?;
    Duration::try_from_secs_f64(up - started / ticks_a_second as f64).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn age_is_read_whatever_the_process_is_called() {
        let stat = "7 (a ) b) S 1 2 3 0 -1 4 5 6 7 8 9 10 11 12 20 0 1 0 12345 99 100 8";
        assert_eq!(age_from(stat, "125.45 300.00", 100), Some(Duration::from_secs(2)));
        assert_eq!(age_from("7 (x", "125.45 300.00", 100), None);
    }

    #[test]
    fn a_running_process_began_not_long_ago() {
        assert!(age().is_some_and(|age| age < Duration::from_secs(3600)));
    }
}
