//! Promises as the outside sees them.

use crate::problem::{Kind, Problem};
use crate::request::stated;
use crate::words::{PromiseReason, PromiseState};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use store::{Keeper, Promise};
use trust::AccountId;
use utoipa::ToSchema;
use vocabulary::{Span, Time};

/// How many characters a key has: 128 bits, in hexadecimal digits.
const KEY_CHARACTERS: usize = 32;

/// How much a promise may say, in characters.
const WORDS: std::ops::RangeInclusive<usize> = 3..=500;

/// Nobody promises anything for a later moment than this from now: 365 days.
const LATEST: Span = Span::seconds(365 * 86_400);

/// Names a promise: drawn at random by whoever promises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PromiseKey(String);

impl PromiseKey {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PromiseKey {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<PromiseKey, &'static str> {
        let fits =
            text.len() == KEY_CHARACTERS && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let refused = "a key of a promise is 32 of the digits 0 to 9 and a to f";
        if fits { Ok(PromiseKey(text.to_owned())) } else { Err(refused) }
    }
}

impl fmt::Display for PromiseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A promise that is being made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PromiseMade {
    /// Names the promise: 32 hexadecimal digits, drawn at random, anew for each. The same again is promised once.
    #[schema(example = "00112233445566778899aabbccddeeff")]
    key: String,
    /// What: 3 to 500 characters.
    #[schema(example = "call back with the new rate", min_length = 3, max_length = 500)]
    text: String,
    /// By when; 365 days ahead at the most.
    #[schema(format = DateTime)]
    due: String,
    /// The team that is to keep it, one of the promiser's own; null when the promiser is.
    #[schema(example = "cards", required = true)]
    team: Option<String>,
}

/// The same, read.
pub(crate) struct Made {
    pub key: PromiseKey,
    pub text: String,
    pub due: Time,
    pub team: Option<String>,
}

impl PromiseMade {
    /// What is promised.
    ///
    /// # Errors
    /// A problem that names the field.
    pub fn read(self, now: Time) -> Result<Made, Problem> {
        let wrong = |field: &'static str, why: &str| {
            Problem::new(Kind::InvalidBody, format!("{field}: {why}")).about(field)
        };
        let key = self.key.parse::<PromiseKey>().map_err(|why| wrong("key", why))?;
        let text = stated::reason("text", &self.text, WORDS)?.to_owned();
        let due = self.due.parse::<jiff::Timestamp>().map(Time::from);
        let due = due.map_err(|_| wrong("due", "a moment is written like 2026-03-01T15:00:00Z"))?;
        if due <= now || due > now + LATEST {
            return Err(wrong("due", "promise for a moment within 365 days from now"));
        }
        Ok(Made { key, text, due, team: self.team })
    }
}

/// What became of a promise.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PromiseSettled {
    /// `open` takes back what was said before.
    pub state: PromiseState,
    /// Why it was not kept; null of all others.
    #[schema(required = true)]
    pub reason: Option<PromiseReason>,
}

/// What was promised to a customer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PromiseList {
    /// Open ones first, what is due first; then the others, the last first. 100 at the most.
    pub promises: Vec<PromiseView>,
}

/// What somebody is to keep.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OwnPromises {
    /// What is due first; 100 at the most.
    pub promises: Vec<PromiseView>,
    /// The reader's own teams, for which something can be promised.
    #[schema(example = json!(["cards"]))]
    pub teams: Vec<String>,
}

/// A promise.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PromiseView {
    #[schema(example = "00112233445566778899aabbccddeeff")]
    key: String,
    /// In which contact it was made.
    #[schema(example = "C-17")]
    contact: String,
    #[schema(example = "call back with the new rate")]
    text: String,
    #[schema(format = DateTime)]
    due: String,
    #[schema(format = DateTime)]
    made: String,
    /// The name of the account that promised; null when nobody knows it.
    #[schema(example = "kim", required = true)]
    by: Option<String>,
    /// The agent who is to keep it; null when a team is.
    #[schema(example = "A-7", required = true)]
    agent: Option<String>,
    /// The team that is to keep it; null when an agent is.
    #[schema(example = "cards", required = true)]
    team: Option<String>,
    state: PromiseState,
    /// Why it was not kept.
    #[schema(required = true)]
    reason: Option<PromiseReason>,
    /// When it came to its end.
    #[schema(format = DateTime, required = true)]
    settled: Option<String>,
}

impl PromiseView {
    pub fn new(promise: &Promise, names: &BTreeMap<AccountId, String>) -> PromiseView {
        let (agent, team) = match &promise.keeper {
            Keeper::Agent(agent) => (Some(agent.to_string()), None),
            Keeper::Team(team) => (None, Some(team.clone())),
        };
        let settled = promise.settled.as_ref();
        PromiseView {
            key: promise.key.clone(),
            contact: promise.contact.to_string(),
            text: promise.text.expose().to_owned(),
            due: promise.due.to_string(),
            made: promise.at.to_string(),
            by: names.get(&promise.by).cloned(),
            agent,
            team,
            state: promise.state().into(),
            reason: settled.and_then(|settled| settled.reason).map(PromiseReason::from),
            settled: settled.map(|settled| settled.at.to_string()),
        }
    }

    pub fn all(promises: &[Promise], names: &BTreeMap<AccountId, String>) -> Vec<PromiseView> {
        promises.iter().map(|promise| PromiseView::new(promise, names)).collect()
    }
}
