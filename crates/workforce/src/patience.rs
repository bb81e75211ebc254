//! Patience: how long callers would have waited, had nobody answered.
//!
//! An answered caller's patience is only known to be longer than the wait: it is *censored*.
//! Averaging the waits of those who gave up would call every caller impatient. The estimator is
//! that of Kaplan and Meier (J. Am. Stat. Assoc. 53, 1958): the share of callers still patient
//! after t is the product, over all moments up to t at which somebody gave up, of 1 − d ÷ n: d
//! gave up then, out of n who waited that long.

use vocabulary::Span;

/// A wait that was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// How long.
    pub waited: Span,
    /// Ended by giving up; otherwise by an answer, or anything else that is not the caller's.
    pub gave_up: bool,
}

/// An estimated distribution of patience.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Patience {
    /// Moments at which somebody gave up, and the share still patient after each.
    steps: Vec<(Span, f64)>,
    /// Those who give up per second of waiting, over all: beyond the last step nothing else is known.
    rate: f64,
}

impl Patience {
    /// Estimates from waits seen. Without anybody who gave up, patience is endless.
    pub fn estimate(seen: impl IntoIterator<Item = Seen>) -> Patience {
        let mut seen: Vec<Seen> = seen.into_iter().collect();
        seen.sort_unstable_by_key(|seen| seen.waited);
        let exposure: f64 = seen.iter().map(|seen| seen.waited.as_seconds()).sum();
        let gave_up = seen.iter().filter(|seen| seen.gave_up).count();
        let rate = if exposure > 0.0 { gave_up as f64 / exposure } else { 0.0 };
        let (mut steps, mut patient, mut at_risk) = (Vec::new(), 1.0, seen.len());
        for same in seen.chunk_by(|one, next| one.waited == next.waited) {
            let gone = same.iter().filter(|seen| seen.gave_up).count();
            if gone > 0 {
                patient *= 1.0 - gone as f64 / at_risk as f64;
                steps.push((same[0].waited, patient));
            }
            at_risk -= same.len();
        }
        Patience { steps, rate }
    }

    /// The share of callers who wait longer than this: 1 … 0.
    pub fn survival(&self, wait: Span) -> f64 {
        let before = self.steps.partition_point(|(at, _)| *at <= wait);
        let Some((at, patient)) = before.checked_sub(1).map(|last| self.steps[last]) else { return 1.0 };
        if before < self.steps.len() {
            return patient;
        }
        patient * (-self.rate * (wait - at).as_seconds()).exp()
    }

    /// The patience of a caller who has waited `waited` already and is still there; `uniform` out of
    /// 0 … 1 chooses. `None`: for ever.
    pub fn draw(&self, waited: Span, uniform: f64) -> Option<Span> {
        let (last, patient_at_last) = *self.steps.last()?;
        let goal = self.survival(waited) * uniform;
        let within = self.steps.partition_point(|(at, patient)| *at <= waited || *patient > goal);
        if let Some((at, _)) = self.steps.get(within) {
            return Some(*at);
        }
        if goal <= 0.0 || self.rate <= 0.0 {
            return None;
        }
        let beyond = (patient_at_last / goal).ln() / self.rate;
        let at = last + Span((beyond * 1e6) as i64);
        Some(at.max(waited))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(list: &[(i64, bool)]) -> Patience {
        let seen = |&(seconds, gave_up): &(i64, bool)| Seen { waited: Span::seconds(seconds), gave_up };
        Patience::estimate(list.iter().map(seen))
    }

    /// Worked by hand after the formula.
    #[test]
    fn the_censored_count_while_they_wait() {
        let patience = seen(&[(1, true), (2, false), (3, true), (3, true), (4, false), (5, true)]);
        let check = |wait: i64, share: f64| {
            let got = patience.survival(Span::seconds(wait));
            assert!((got - share).abs() < 1e-12, "after {wait} s: {got}, not {share}");
        };
        check(0, 1.0);
        check(1, 5.0 / 6.0);
        check(2, 5.0 / 6.0);
        check(3, 5.0 / 6.0 * 0.5);
        check(4, 5.0 / 6.0 * 0.5);
        check(5, 0.0);
    }

    #[test]
    fn draws_lie_beyond_what_was_waited() {
        let patience = seen(&[(1, true), (2, false), (3, true), (7, true), (9, false)]);
        for waited in 0..12 {
            for step in 0..100 {
                let waited = Span::seconds(waited);
                let drawn = patience.draw(waited, (f64::from(step) + 0.5) / 100.0).unwrap();
                assert!(drawn >= waited, "{drawn:?} after {waited:?}");
            }
        }
        assert_eq!(patience.draw(Span::ZERO, 0.95), Some(Span::seconds(1)));
        assert_eq!(patience.draw(Span::seconds(1), 0.95), Some(Span::seconds(3)));
    }

    #[test]
    fn nobody_who_gave_up_is_endless_patience() {
        assert_eq!(seen(&[(5, false), (9, false)]).draw(Span::ZERO, 0.5), None);
        assert_eq!(seen(&[]).draw(Span::ZERO, 0.5), None);
        assert_eq!(seen(&[(5, false)]).survival(Span::seconds(100)), 1.0);
    }

    /// The estimate finds an exponential patience of mean 60 s behind answers after 30 s on average.
    #[test]
    fn a_known_patience_is_found() {
        use rand::{RngExt, SeedableRng};
        let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(7);
        let mut exponential = |mean: f64| -mean * (1.0 - rng.random::<f64>()).ln();
        let waits = (0..40_000).map(|_| {
            let (patience, answer) = (exponential(60.0), exponential(30.0));
            Seen { waited: Span((patience.min(answer) * 1e6) as i64), gave_up: patience < answer }
        });
        let patience = Patience::estimate(waits.collect::<Vec<_>>());
        for seconds in [10, 30, 60, 120] {
            let (got, true_share) =
                (patience.survival(Span::seconds(seconds)), (-seconds as f64 / 60.0).exp());
            // Three standard errors of the estimator (Greenwood), some 0.006 to 0.02 here.
            assert!((got - true_share).abs() < 0.02, "after {seconds} s: {got}, not {true_share}");
        }
    }
}
