//! Figures from records: percentiles, order, occupancy.

use crate::agent::AgentCall;
use crate::outcome::Outcome;
use std::collections::HashMap;
use vocabulary::{Span, Time};

/// A distribution in a few numbers, by the nearest-rank method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Percentiles {
    /// How many values.
    pub count: usize,
    /// Half are at most this.
    pub p50: Span,
    /// 95 % are at most this.
    pub p95: Span,
    /// 99 % are at most this.
    pub p99: Span,
    /// The largest.
    pub most: Span,
}

impl Percentiles {
    /// Of these values; all zero when there are none.
    pub fn of(values: impl IntoIterator<Item = Span>) -> Percentiles {
        let mut values: Vec<Span> = values.into_iter().collect();
        values.sort_unstable();
        let count = values.len();
        let rank = |percent: usize| {
            let place = (count * percent).div_ceil(100).max(1) - 1;
            values.get(place).copied().unwrap_or_default()
        };
        Percentiles { count, p50: rank(50), p95: rank(95), p99: rank(99), most: rank(100) }
    }
}

/// How many calls were served before one that came earlier: 0 is first in, first out. Takes, for
/// each call, when it came and when it was served.
pub fn overtakers(calls: impl IntoIterator<Item = (Time, Time)>) -> usize {
    let mut calls: Vec<(Time, Time)> = calls.into_iter().collect();
    calls.sort_unstable();
    let mut latest = Time(i64::MIN);
    let mut count = 0;
    for (_, served) in calls {
        count += usize::from(served < latest);
        latest = latest.max(served);
    }
    count
}

/// For each call that said [`Voice::marker`](crate::Voice::marker) with its number: when it was
/// sent, and when the server first called an agent for it. Agents' INVITEs that arrive at one
/// socket are stamped in the order in which the server sent them, so this order is the server's
/// own; that of first audio also holds the chance of each agent's packets.
pub fn dispatches(calls: &[Outcome], agents: &[AgentCall]) -> Vec<(Time, Time)> {
    let mut first: HashMap<u32, Time> = HashMap::new();
    for call in agents {
        if let Some((number, _)) = call.received.first_marker() {
            let earliest = first.entry(number).or_insert(call.invited);
            *earliest = (*earliest).min(call.invited);
        }
    }
    let sent = |(number, call): (usize, &Outcome)| {
        let number = number as u32 % crate::marker::NUMBERS;
        first.get(&number).map(|dispatched| (call.moments.invited, *dispatched))
    };
    calls.iter().enumerate().filter_map(sent).collect()
}

/// How busy agents were while somebody waited.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Occupancy {
    /// Time during which at least one caller waited.
    pub waiting: Span,
    /// Share of the agents' time in that time that they were in a call: 0 to 1. 1 when nobody
    /// waited.
    pub share: f64,
}

/// Occupancy of `agents` telephones. A caller waits from `grace` after its INVITE until it hears
/// an agent or is gone: setting up a call takes its milliseconds even when all agents are free,
/// and that is no waiting. An agent is busy from its answer until it is free again.
pub fn occupancy(calls: &[Outcome], agents: &[AgentCall], count: usize, grace: Span) -> Occupancy {
    let waits = calls.iter().map(|call| {
        let until = call.received.first_marker().map_or(call.moments.ended, |(_, at)| at);
        (call.moments.invited + grace, until)
    });
    let busy = agents.iter().filter_map(|call| Some((call.answered?, call.ended)));
    occupancy_of(waits, busy, count)
}

fn occupancy_of(
    waits: impl Iterator<Item = (Time, Time)>,
    busy: impl Iterator<Item = (Time, Time)>,
    count: usize,
) -> Occupancy {
    // At each moment: how the numbers of waiting callers and of busy agents change.
    let mut changes: Vec<(Time, i64, i64)> = Vec::new();
    for (from, until) in waits.filter(|(from, until)| from < until) {
        changes.extend([(from, 1, 0), (until, -1, 0)]);
    }
    for (from, until) in busy.filter(|(from, until)| from < until) {
        changes.extend([(from, 0, 1), (until, 0, -1)]);
    }
    changes.sort_unstable();
    let (mut waiting, mut talking, mut last) = (0, 0, Time(0));
    let (mut waited, mut talked) = (0i64, 0i64);
    for (at, more_waiting, more_talking) in changes {
        if waiting > 0 {
            waited += (at - last).0;
            talked += (at - last).0 * talking;
        }
        (waiting, talking, last) = (waiting + more_waiting, talking + more_talking, at);
    }
    let share = if waited == 0 { 1.0 } else { talked as f64 / (waited as f64 * count.max(1) as f64) };
    Occupancy { waiting: Span(waited), share }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn percentiles_are_values_that_occurred() {
        let check = |values: &[i64], expected: [i64; 4]| {
            let p = Percentiles::of(values.iter().map(|&v| Span(v)));
            assert_eq!([p.p50, p.p95, p.p99, p.most], expected.map(Span), "{values:?}");
        };
        check(&[], [0; 4]);
        check(&[7], [7; 4]);
        check(&[3, 1, 2], [2, 3, 3, 3]);
        check(&(1..=100).collect::<Vec<_>>(), [50, 95, 99, 100]);
        check(&(1..=1_000).rev().collect::<Vec<_>>(), [500, 950, 990, 1_000]);
    }

    #[test]
    fn overtaking_is_counted_by_those_who_overtake() {
        let check = |served: &[i64], expected| {
            let calls = served.iter().enumerate().map(|(n, at)| (Time(n as i64), Time(*at)));
            assert_eq!(overtakers(calls), expected, "{served:?}");
        };
        check(&[], 0);
        check(&[10, 11, 11, 15], 0);
        check(&[10, 12, 11, 15], 1);
        check(&[50, 11, 12, 60], 2);
    }

    #[test]
    fn idle_agents_count_only_while_somebody_waits() {
        let check = |waits: &[(i64, i64)], busy: &[(i64, i64)], count, waiting, share| {
            let times =
                |spans: &[(i64, i64)]| spans.iter().map(|(a, b)| (Time(*a), Time(*b))).collect::<Vec<_>>();
            let found = occupancy_of(times(waits).into_iter(), times(busy).into_iter(), count);
            assert_eq!(found, Occupancy { waiting: Span(waiting), share });
        };
        check(&[], &[(0, 10)], 1, 0, 1.0);
        check(&[(0, 10)], &[], 2, 10, 0.0);
        check(&[(0, 10)], &[(0, 10), (5, 10)], 2, 10, 0.75);
        check(&[(0, 4), (2, 8), (20, 30)], &[(0, 100)], 1, 18, 1.0);
        check(&[(10, 5)], &[(0, 10)], 1, 0, 1.0);
    }

    proptest! {
        #[test]
        fn serving_in_order_is_never_overtaking(mut gaps in proptest::collection::vec((0i64..50, 0i64..50), 0..40)) {
            let (mut came, mut served) = (0, 0);
            for (a, b) in &mut gaps {
                (came, served) = (came + *a, served + *b);
                (*a, *b) = (came, served);
            }
            prop_assert_eq!(overtakers(gaps.into_iter().map(|(a, b)| (Time(a), Time(b)))), 0);
        }
    }
}
