//! How much agent time an answer of a queue takes: what waits are estimated from.

use serde::{Deserialize, Serialize};
use vocabulary::{Span, Time};

/// What a queue has shown so far.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Pace {
    /// Agent time per answer, observed under load: interval between answers × agents signed in.
    per_answer: Mean,
    /// Agent time per contact from talk and wrap-up alone.
    per_handle: Mean,
    /// The last answer, if the queue has been under load ever since.
    loaded_since: Option<Time>,
    /// How far waits stray from what was expected.
    #[serde(default)]
    spread: Spread,
}

/// How long a wait will be, and with what error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Estimate {
    /// As long as it will be if all goes on as lately.
    pub expected: Span,
    /// Nine waits of ten that began with this expectation were not longer.
    pub nine_in_ten: Span,
}

impl Pace {
    /// A contact was answered. `agents` are signed in for the queue; `loaded` says that none of
    /// them is idle.
    pub(crate) fn answered(&mut self, at: Time, agents: usize, loaded: bool) {
        if let Some(last) = self.loaded_since.filter(|_| loaded) {
            let interval = (at - last).0.max(0);
            self.per_answer.take(Span(interval.saturating_mul(agents.max(1) as i64)));
        }
        self.loaded_since = loaded.then_some(at);
    }

    /// Nobody waited for a while: the time to the next answer will not be the agents' doing.
    pub(crate) fn was_empty(&mut self) {
        self.loaded_since = None;
    }

    /// A contact was handled.
    pub(crate) fn handled(&mut self, handle: Span) {
        self.per_handle.take(Span(handle.0.max(0)));
    }

    /// A contact that was expected to wait so long was offered after so long.
    pub(crate) fn waited(&mut self, expected: Span, waited: Span) {
        self.spread.take(expected, waited);
    }

    /// What an expectation is worth.
    pub(crate) fn estimate(&self, expected: Span) -> Estimate {
        Estimate { expected, nine_in_ten: self.spread.nine_in_ten(expected) }
    }

    /// Agent time an answer takes, as far as is known.
    pub(crate) fn agent_time(&self) -> Option<Span> {
        self.per_answer.get().or(self.per_handle.get())
    }
}

/// A mean over about the last [`Mean::MEMORY`] samples: plain up to that many, exponentially
/// weighted from then on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Mean {
    samples: u8,
    value: Span,
}

impl Mean {
    /// Long enough that one odd talk hardly moves an estimate, short enough to follow the day.
    const MEMORY: u8 = 16;

    fn take(&mut self, sample: Span) {
        self.samples = (self.samples + 1).min(Mean::MEMORY);
        self.value += Span((sample - self.value).0 / i64::from(self.samples));
    }

    fn get(&self) -> Option<Span> {
        (self.samples > 0).then_some(self.value)
    }
}

/// By how much an expected wait has to be multiplied to hold nine waits of ten, in thousandths, by the
/// size of the expectation: a short one strays by more than a long one.
///
/// The factor is followed, not fitted: a wait that was longer than stated raises it by nine steps, one
/// that was not lowers it by one. So over any days, however they differ from those before, one wait in
/// ten is longer than was stated (adaptive conformal inference: I. Gibbs, E. Candès, 2021).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Spread([u32; Spread::SIZES]);

impl Default for Spread {
    fn default() -> Spread {
        Spread([Spread::AT_FIRST; Spread::SIZES])
    }
}

impl Spread {
    /// Below 16 s, below 32 s, and so on doubling; the last without end.
    const SIZES: usize = 8;
    /// An exponential wait's ninth decile is ln 10 of its mean.
    const AT_FIRST: u32 = 2_303;
    /// A step is this part of the factor.
    const STEP: u32 = 100;
    /// Between a fifth and a hundred times the expectation.
    const RANGE: std::ops::RangeInclusive<u32> = 200..=100_000;
    /// Expectations below this are taken as this: nobody is promised less than a second or two.
    const LEAST: Span = Span::seconds(1);

    fn size(expected: Span) -> usize {
        let eights = expected.0.max(0) / Span::seconds(8).0;
        (eights.max(1).ilog2() as usize).min(Spread::SIZES - 1)
    }

    fn nine_in_ten(&self, expected: Span) -> Span {
        let factor = i64::from(self.0[Spread::size(expected)]);
        Span(expected.max(Spread::LEAST).0.saturating_mul(factor) / 1_000)
    }

    fn take(&mut self, expected: Span, waited: Span) {
        let longer = waited > self.nine_in_ten(expected);
        let factor = &mut self.0[Spread::size(expected)];
        let step = factor.div_ceil(Spread::STEP);
        *factor = if longer { *factor + 9 * step } else { *factor - step };
        *factor = (*factor).clamp(*Spread::RANGE.start(), *Spread::RANGE.end());
    }
}
