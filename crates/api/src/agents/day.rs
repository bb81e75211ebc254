//! An agent's day as the outside sees it.

use crate::journal::Sight;
use crate::problem::{Kind, Problem};
use crate::request::query::{Fields, Given};
use crate::words::{Doing, NotReady};
use indicators::day::{self, Stretch};
use serde::Serialize;
use std::str::FromStr;
use utoipa::{IntoParams, ToSchema};
use vocabulary::journal::Record;
use vocabulary::{Span, Time};

/// The longest time that is told at once.
const LONGEST: Span = Span::seconds(7 * 86_400);

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// From when until when.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct DayQuery {
    /// From this moment on
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Moment>,
    /// Until this moment, or now
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<Moment>,
}

/// A moment as RFC 3339 writes it.
#[derive(Debug, Clone, Copy)]
struct Moment(Time);

impl FromStr for Moment {
    type Err = jiff::Error;
    fn from_str(text: &str) -> Result<Moment, jiff::Error> {
        text.parse::<jiff::Timestamp>().map(|stamp| Moment(stamp.into()))
    }
}

impl Fields for DayQuery {
    const NAMES: &'static [&'static str] = &["from", "to"];

    fn take(given: &Given) -> Result<DayQuery, Problem> {
        const MOMENT: &str = "a moment, such as 2026-11-26T00:00:00Z";
        Ok(DayQuery { from: given.optional("from", MOMENT)?, to: given.optional("to", MOMENT)? })
    }
}

impl DayQuery {
    /// The two moments; nothing is told of the future.
    pub fn between(&self, now: Time) -> Result<(Time, Time), Problem> {
        let to = self.to.map_or(now, |to| to.0.min(now));
        let from = self.from.map_or(Time(to.0 - to.0.rem_euclid(DAY)), |from| from.0);
        if to - from > LONGEST {
            let detail = "from lies more than seven days before to; ask for a week at a time";
            return Err(Problem::new(Kind::BadQuery, detail).about("from"));
        }
        Ok((from, to))
    }
}

/// What an agent did.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Timeline {
    #[schema(format = DateTime)]
    from: String,
    #[schema(format = DateTime)]
    to: String,
    /// In order, each where the one before ends.
    spans: Vec<Did>,
}

/// A time in which the agent did one thing.
#[derive(Debug, Serialize, ToSchema)]
struct Did {
    #[schema(format = DateTime)]
    from: String,
    #[schema(format = DateTime)]
    to: String,
    state: Doing,
    /// Why not ready.
    #[schema(required = true)]
    not_ready: Option<NotReady>,
    /// The contact in hand; null for readers who may not see contacts.
    #[schema(example = "C-17", required = true)]
    contact: Option<String>,
}

impl Timeline {
    /// Out of an agent's records, as far as `sight` reaches.
    pub fn new(records: &[Record], from: Time, to: Time, sight: Sight) -> Timeline {
        let did = |stretch: Stretch| {
            let (state, not_ready) = match stretch.doing {
                day::Doing::NotReady(reason) => (Doing::NotReady, Some(reason.into())),
                day::Doing::Ready => (Doing::Ready, None),
                day::Doing::Offered(_) => (Doing::Offered, None),
                day::Doing::Talking(_) => (Doing::Talking, None),
                day::Doing::WrapUp(_) => (Doing::WrapUp, None),
            };
            let contact = stretch.doing.contact().filter(|_| sight.contacts);
            Did {
                from: stretch.from.to_string(),
                to: stretch.to.to_string(),
                state,
                not_ready,
                contact: contact.map(|contact| contact.to_string()),
            }
        };
        let spans = day::stretches(records, from, to).into_iter().map(did).collect();
        Timeline { from: from.to_string(), to: to.to_string(), spans }
    }
}
