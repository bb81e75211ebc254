//! Work after a call: how long agents need before they take the next one.
//!
//! A log says when an agent took the next call, and not since when the agent could have. When that
//! caller had waited, the agent came free at that very moment, and the time is known. When the caller
//! was answered at once the agent had been free for some time: the work was over by then, and still went
//! on when last somebody whom the agent could serve was kept waiting. Between such bounds the time is
//! *interval-censored*. The estimator is the self-consistent one of Turnbull (J. R. Stat. Soc. B 38,
//! 1976) on whole seconds: the share of each second is the mean, over all that was seen, of what the
//! shares give it within the bounds.

use vocabulary::Span;

/// A longer time is a pause, not work after a call.
pub const LONGEST: Span = Span::seconds(60);

/// Seconds that are told apart, 0 included.
const SECONDS: usize = 61;
/// Rounds of the estimator: further ones move no share by a thousandth.
const ROUNDS: usize = 200;

/// Work after one call, as far as a log tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Between {
    /// It took this long at least, ...
    pub at_least: Span,
    /// … and at the most.
    pub at_most: Span,
}

/// An estimated distribution of work after a call.
#[derive(Debug, Clone, PartialEq)]
pub struct AfterCall {
    /// The share that is over within so many seconds; empty when nothing was seen.
    within: Vec<f64>,
}

impl AfterCall {
    /// Estimates from what was seen.
    pub fn estimate(seen: impl IntoIterator<Item = Between>) -> AfterCall {
        let mut counts = vec![[0_u64; SECONDS]; SECONDS];
        let mut total = 0;
        for Between { at_least, at_most } in seen {
            let (low, high) = (second(at_least), second(at_most));
            counts[low][high.max(low)] += 1;
            total += 1;
        }
        if total == 0 {
            return AfterCall { within: Vec::new() };
        }
        let mut shares = vec![1.0 / SECONDS as f64; SECONDS];
        for _ in 0..ROUNDS {
            shares = round(&counts, &shares, total as f64);
        }
        let mut sum = 0.0;
        let within = shares.iter().map(|share| {
            sum += share;
            sum
        });
        AfterCall { within: within.collect() }
    }

    /// One of them; `uniform` out of 0 … 1 chooses. None after nothing was seen.
    pub fn draw(&self, uniform: f64) -> Span {
        let second = self.within.partition_point(|share| *share < uniform);
        Span::seconds(second.min(self.within.len().saturating_sub(1)) as i64)
    }

    /// The middle one.
    pub fn median(&self) -> Span {
        self.draw(0.5)
    }
}

fn second(span: Span) -> usize {
    (span.0.max(0) / 1_000_000).min(SECONDS as i64 - 1) as usize
}

fn round(counts: &[[u64; SECONDS]], shares: &[f64], total: f64) -> Vec<f64> {
    let mut next = vec![0.0; SECONDS];
    for (low, highs) in counts.iter().enumerate() {
        for (high, count) in highs.iter().enumerate().filter(|(_, count)| **count > 0) {
            let of_bounds: f64 = shares[low..=high].iter().sum();
            if of_bounds > 0.0 {
                let weight = *count as f64 / of_bounds / total;
                next[low..=high]
                    .iter_mut()
                    .zip(&shares[low..=high])
                    .for_each(|(next, share)| *next += weight * share);
            }
        }
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt, SeedableRng};

    #[test]
    fn what_is_known_exactly_is_counted() {
        let exactly = |seconds| Between { at_least: Span::seconds(seconds), at_most: Span::seconds(seconds) };
        let after = AfterCall::estimate([2, 2, 4, 8].map(exactly));
        let drawn = [0.1, 0.5, 0.6, 0.75, 0.8, 1.0].map(|uniform| after.draw(uniform).as_seconds());
        assert_eq!(drawn, [2.0, 2.0, 4.0, 4.0, 8.0, 8.0]);
        assert_eq!(AfterCall::estimate([]).draw(0.7), Span::ZERO);
    }

    /// Half of the agents are seen to come free; of the others it is only known that they are.
    #[test]
    fn a_known_distribution_is_found_behind_bounds() {
        let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(3);
        let seen = (0..40_000).map(|_| {
            let after = rng.random_range(0..30);
            let next = rng.random_range(0..60);
            let bounds = if next < after { (after, after) } else { (0, next) };
            Between { at_least: Span::seconds(bounds.0), at_most: Span::seconds(bounds.1) }
        });
        let after = AfterCall::estimate(seen.collect::<Vec<_>>());
        for (uniform, seconds) in [(0.1, 3.0), (0.5, 15.0), (0.9, 27.0)] {
            let drawn = after.draw(uniform).as_seconds();
            assert!((drawn - seconds).abs() <= 1.5, "{uniform}: {drawn}, not {seconds}");
        }
    }
}
