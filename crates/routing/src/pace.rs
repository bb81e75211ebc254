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
