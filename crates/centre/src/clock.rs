//! The one place that reads the clock for the floor.

use vocabulary::Time;

/// The moment, in microseconds of UTC. The floor itself sees to it that time never runs backwards.
pub(crate) fn now() -> Time {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Time(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

/// How long from now until `due`; zero when it is past.
pub(crate) fn until(due: Time) -> std::time::Duration {
    (due - now()).to_std()
}
