//! Sources of calls: many, placed at their own times by the telephones' thread.

use crate::engine::{Alarm, Engine, Sink};
use crate::outcome::{Outcome, Stage};
use crate::script::Script;
use crate::timestamps;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::time::Instant;
use vocabulary::{Span, Time};

/// Most calls one arrival plan may hold.
const MOST_ARRIVALS: usize = 2_000_000;

/// A source of calls. The thread asks for the next call, waits until its time, places it whatever
/// became of the earlier ones, and tells how each ended.
pub trait Traffic: Send {
    /// The next call, and its time from the start; calls come in order of time. `None`: no more.
    fn next_call(&mut self) -> Option<(Span, Script)>;
    /// A call came this far: first to [`Stage::Calling`].
    fn call_reached(&mut self, number: u64, stage: Stage) {
        let _ = (number, stage);
    }
    /// A call is over; calls are numbered from 0 in the order they were placed.
    fn call_ended(&mut self, number: u64, outcome: Outcome);
    /// No more calls, and all are over.
    fn finished(&mut self);
}

/// A source at work.
pub struct Running {
    traffic: Option<Box<dyn Traffic>>,
    started: (Instant, Time),
    next: Option<(Span, Script)>,
    placed: u64,
    open: u64,
}

impl Engine {
    pub(crate) fn run_traffic(&mut self, mut traffic: Box<dyn Traffic>) -> usize {
        let place = self.traffic.len();
        let next = traffic.next_call();
        let planned_from = timestamps::now();
        let started = (Instant::now(), planned_from);
        self.traffic.push(Running { traffic: Some(traffic), started, next, placed: 0, open: 0 });
        self.await_next(place);
        place
    }

    fn await_next(&mut self, place: usize) {
        let running = &self.traffic[place];
        match &running.next {
            Some((after, _)) => self.timers.set(running.started.0 + after.to_std(), Alarm::Traffic(place)),
            None => self.close_if_finished(place),
        }
    }

    pub(crate) fn place_next(&mut self, place: usize) {
        let running = &mut self.traffic[place];
        let Some((after, script)) = running.next.take() else { return };
        let (number, planned) = (running.placed, running.started.1 + after);
        running.next = running.traffic.as_mut().and_then(|traffic| traffic.next_call());
        running.placed += 1;
        running.open += 1;
        self.traffic_reached(place, number, Stage::Calling);
        self.place_call(script, Sink::Traffic(place, number), Some(planned));
        self.await_next(place);
    }

    pub(crate) fn traffic_reached(&mut self, place: usize, number: u64, stage: Stage) {
        if let Some(traffic) = &mut self.traffic[place].traffic {
            traffic.call_reached(number, stage);
        }
    }

    pub(crate) fn traffic_ended(&mut self, place: usize, number: u64, outcome: Outcome) {
        let running = &mut self.traffic[place];
        running.open -= 1;
        if let Some(traffic) = &mut running.traffic {
            traffic.call_ended(number, outcome);
        }
        self.close_if_finished(place);
    }

    pub(crate) fn stop_traffic(&mut self, place: usize) {
        self.traffic[place].next = None;
        self.close_if_finished(place);
    }

    fn close_if_finished(&mut self, place: usize) {
        let running = &mut self.traffic[place];
        if running.next.is_none()
            && running.open == 0
            && let Some(mut traffic) = running.traffic.take()
        {
            traffic.finished();
        }
    }
}

/// When calls come. Rates are calls a second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Arrivals {
    /// One after the other, evenly.
    Even {
        /// Calls a second.
        rate: f64,
        /// For how long.
        lasting: Span,
    },
    /// At random, as customers do (a Poisson process).
    Poisson {
        /// Calls a second on average.
        rate: f64,
        /// For how long.
        lasting: Span,
        /// The same seed gives the same moments.
        seed: u64,
    },
    /// Evenly for a while, then a pause, over and over.
    Bursts {
        /// Calls a second in a burst.
        rate: f64,
        /// Length of a burst.
        lasting: Span,
        /// From the end of one burst to the start of the next.
        pause: Span,
        /// How many bursts.
        times: u32,
    },
}

impl Arrivals {
    /// The moments, from the start, in order; at most two million.
    pub fn moments(self) -> Vec<Span> {
        match self {
            Arrivals::Even { rate, lasting } => evenly(rate, lasting, Span::ZERO).collect(),
            Arrivals::Poisson { rate, lasting, seed } => {
                let mut gaps = Gaps::new(rate, seed);
                let mut at = Span::ZERO;
                let next = || {
                    at += gaps.draw();
                    (at.0 < lasting.0).then_some(at)
                };
                std::iter::from_fn(next).take(MOST_ARRIVALS).collect()
            }
            Arrivals::Bursts { rate, lasting, pause, times } => {
                let burst = |n: u32| evenly(rate, lasting, Span((lasting + pause).0 * i64::from(n)));
                (0..times).flat_map(burst).take(MOST_ARRIVALS).collect()
            }
        }
    }
}

fn evenly(rate: f64, lasting: Span, start: Span) -> impl Iterator<Item = Span> {
    let count = (rate.max(0.0) * lasting.as_seconds()).round().min(MOST_ARRIVALS as f64) as usize;
    (0..count).map(move |n| start + Span((n as f64 * 1e6 / rate) as i64))
}

/// Exponential gaps between the calls of a Poisson process.
#[derive(Debug)]
pub struct Gaps {
    random: ChaCha8Rng,
    mean: f64,
}

impl Gaps {
    /// Gaps of calls that come `rate` times a second on average; above 0.
    pub fn new(rate: f64, seed: u64) -> Gaps {
        Gaps { random: ChaCha8Rng::seed_from_u64(seed), mean: 1e6 / rate.max(1e-6) }
    }

    /// Draws one.
    pub fn draw(&mut self) -> Span {
        let even: f64 = self.random.random();
        Span((-(1.0 - even).ln() * self.mean) as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrivals_come_when_planned() {
        let millis =
            |arrivals: Arrivals| -> Vec<i64> { arrivals.moments().iter().map(|s| s.as_millis()).collect() };
        let lasting = Span::millis(300);
        assert_eq!(millis(Arrivals::Even { rate: 10.0, lasting }), [0, 100, 200]);
        let bursts =
            Arrivals::Bursts { rate: 10.0, lasting: Span::millis(200), pause: Span::seconds(1), times: 2 };
        assert_eq!(millis(bursts), [0, 100, 1_200, 1_300]);
        assert!(millis(Arrivals::Even { rate: 0.0, lasting }).is_empty());
    }

    #[test]
    fn a_poisson_process_has_its_rate_and_its_seed() {
        let plan = |seed| Arrivals::Poisson { rate: 50.0, lasting: Span::seconds(200), seed }.moments();
        let moments = plan(7);
        assert_eq!(moments, plan(7));
        assert_ne!(moments, plan(8));
        // 10,000 expected, standard deviation 100.
        assert!((9_500..10_500).contains(&moments.len()), "{}", moments.len());
        assert!(moments.is_sorted());
        // Gaps are exponential: a share of 1/e is longer than the mean.
        let long = moments.windows(2).filter(|pair| (pair[1] - pair[0]).0 > 20_000).count() as f64;
        assert!((long / moments.len() as f64 - 0.368).abs() < 0.02);
    }
}
