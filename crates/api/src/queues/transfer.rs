//! Queues as the outside sees them. Each share comes with what it was divided from.

use crate::agents::transfer::Agent;
use crate::callbacks::transfer::Callback;
use crate::journal::Sight;
use crate::problem::{Kind, Problem};
use crate::rooms::{QueueFigures, Reached};
use centre::{QueueDetail, QueueView, Wish};
use indicators::Counts;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use vocabulary::{AccountId, QueueName, Span};

/// All queues.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QueueList {
    /// The moment this is true of.
    #[schema(format = DateTime)]
    at: String,
    /// In the order of the plan.
    queues: Vec<Queue>,
    /// All queues together.
    today: Today,
}

/// A queue as it stands.
#[derive(Debug, Serialize, ToSchema)]
struct Queue {
    #[schema(example = "cards")]
    name: String,
    /// Contacts that wait, those being offered included.
    waiting: usize,
    /// The longest wait of these, in seconds; 0 when none waits.
    longest_wait: f64,
    /// T of the service level, in seconds.
    service_level_within: f64,
    /// Who closed it by hand, and since when; null while its calendar decides.
    #[schema(required = true)]
    by_hand: Option<ByHand>,
    /// Places that are kept for call-backs: not among those who wait.
    callbacks: usize,
    /// When the next of them is due, as far as anybody can say.
    #[schema(format = DateTime, required = true)]
    next_callback: Option<String>,
    today: Today,
}

/// Somebody closed the queue.
#[derive(Debug, Serialize, ToSchema)]
struct ByHand {
    #[schema(format = DateTime)]
    since: String,
    /// The name of the account.
    #[schema(example = "kim", required = true)]
    by: Option<String>,
    /// Whether those who waited were sent on.
    flush: bool,
}

/// A queue, who waits in it, and who could serve.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QueueDetails {
    /// The moment this is true of.
    #[schema(format = DateTime)]
    at: String,
    #[serde(flatten)]
    queue: Queue,
    /// Who waits, the longest first, those being offered included.
    contacts: Vec<Waiting>,
    /// Places that are kept for call-backs, oldest first.
    kept: Vec<Callback>,
    /// Agents with the queue's skills, by number.
    agents: Vec<Agent>,
}

/// A contact that waits.
#[derive(Debug, Serialize, ToSchema)]
struct Waiting {
    /// Null for readers who may not see contacts.
    #[schema(example = "C-17", required = true)]
    contact: Option<String>,
    /// Seconds waited so far.
    waited: f64,
    /// Place in the line, 1 is next; null while it is being offered.
    #[schema(required = true)]
    position: Option<u32>,
    /// The agent who is being called for it.
    #[schema(example = "A-7", required = true)]
    agent: Option<String>,
}

/// What a queue is to be: `{"open": true}`, or `{"open": false, "waiting": "keep"}`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeQueue {
    open: bool,
    /// What becomes of those who wait; needed when it is closed, and then only.
    waiting: Option<AtClosing>,
}

/// What becomes of those who wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AtClosing {
    /// They are served.
    Keep,
    /// They take the flow's way for a closed queue.
    Flush,
}

impl ChangeQueue {
    pub fn wish(&self, queue: QueueName) -> Result<Wish, Problem> {
        let refused = |detail| Err(Problem::new(Kind::InvalidBody, detail).about("waiting"));
        match (self.open, self.waiting) {
            (true, None) => Ok(Wish::OpenQueue(queue)),
            (false, Some(waiting)) => Ok(Wish::CloseQueue { queue, flush: waiting == AtClosing::Flush }),
            (true, Some(_)) => refused("waiting is for queues that close; leave it out"),
            (false, None) => refused("waiting is needed when open is false: keep or flush"),
        }
    }
}

impl QueueDetails {
    /// As far as `sight` goes, and the reader reaches.
    pub fn new(
        detail: QueueDetail,
        sight: Sight,
        reached: &Reached,
        names: &BTreeMap<AccountId, String>,
    ) -> QueueDetails {
        let at = detail.at;
        let waiting = |waiting: centre::desk::WaitingView| Waiting {
            contact: (sight.contacts && reached.any([waiting.agent])).then(|| waiting.contact.to_string()),
            waited: (at - waiting.since).as_seconds(),
            position: waiting.position,
            agent: waiting.agent.filter(|agent| reached.agent(*agent)).map(|agent| agent.to_string()),
        };
        let agents = detail.agents.into_iter().filter(|agent| reached.agent(agent.id));
        // Nobody serves whoever waits for a call-back: it is among the rows of those who reach all.
        let of_nobody = Sight { contacts: sight.contacts && reached.any([None]), ..sight };
        QueueDetails {
            at: at.to_string(),
            queue: Queue::new(detail.queue, names),
            contacts: detail.waiting.into_iter().map(waiting).collect(),
            kept: detail.callbacks.into_iter().map(|place| Callback::new(place, of_nobody)).collect(),
            agents: agents.map(Agent::from).collect(),
        }
    }
}

/// Counts since midnight in the bank's zone. A contact counts in the day in which it reached the queue.
#[derive(Debug, Serialize, ToSchema)]
struct Today {
    /// Contacts that reached the queue.
    offered: u64,
    /// Of these, answered by an agent.
    answered: u64,
    /// Of these, left before an answer, short ones included.
    abandoned: u64,
    /// Of these, left within the queue's short-abandon threshold.
    abandoned_short: u64,
    /// Ended unanswered because the centre was interrupted.
    interrupted: u64,
    /// Answered within T ÷ offered.
    service_level: Share,
    /// Answered within T ÷ offered, short abandons left out of both.
    service_level_without_short: Share,
    /// Abandoned ÷ offered.
    abandonment: Share,
    /// Abandoned ÷ offered, short abandons left out of both.
    abandonment_without_short: Share,
    /// Waits of the answered ÷ answered.
    average_speed_of_answer: Mean,
    /// Talk times ÷ finished talks.
    mean_talk: Mean,
}

/// A part of a whole.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
struct Share {
    numerator: u64,
    denominator: u64,
    /// Their ratio, 0 to 1; null when the denominator is 0.
    #[schema(required = true)]
    value: Option<f64>,
}

/// A mean duration.
#[derive(Debug, Serialize, ToSchema)]
struct Mean {
    /// Sum, in seconds.
    numerator: f64,
    denominator: u64,
    /// Their ratio in seconds; null when the denominator is 0.
    #[schema(required = true)]
    value: Option<f64>,
}

impl QueueList {
    /// With the names of the accounts that closed queues.
    pub fn new(figures: QueueFigures, names: &BTreeMap<AccountId, String>) -> QueueList {
        QueueList {
            at: figures.at.to_string(),
            queues: figures.queues.into_iter().map(|queue| Queue::new(queue, names)).collect(),
            today: Today::from(&figures.today),
        }
    }
}

impl Queue {
    fn new(queue: QueueView, names: &BTreeMap<AccountId, String>) -> Queue {
        let by_hand = queue.closed_by_hand.as_ref().map(|closed| ByHand {
            since: closed.since.to_string(),
            by: closed.by.and_then(|by| names.get(&by).cloned()),
            flush: closed.flush,
        });
        Queue {
            by_hand,
            name: queue.name.to_string(),
            waiting: queue.waiting,
            longest_wait: queue.longest_wait.as_seconds(),
            service_level_within: queue.service_level.as_seconds(),
            callbacks: queue.callbacks,
            next_callback: queue.next_callback.map(|next| next.to_string()),
            today: Today::from(&queue.today),
        }
    }
}

impl From<&Counts> for Today {
    fn from(counts: &Counts) -> Today {
        let long = |count: u64| count.saturating_sub(counts.abandoned_short);
        Today {
            offered: counts.offered,
            answered: counts.answered,
            abandoned: counts.abandoned,
            abandoned_short: counts.abandoned_short,
            interrupted: counts.interrupted,
            service_level: share(counts.answered_in_time, counts.offered, counts.service_level()),
            service_level_without_short: share(
                counts.answered_in_time,
                long(counts.offered),
                counts.service_level_without_short(),
            ),
            abandonment: share(counts.abandoned, counts.offered, counts.abandonment()),
            abandonment_without_short: share(
                long(counts.abandoned),
                long(counts.offered),
                counts.abandonment_without_short(),
            ),
            average_speed_of_answer: mean(counts.wait, counts.answered, counts.average_speed_of_answer()),
            mean_talk: mean(counts.talk, counts.talks, counts.mean_talk()),
        }
    }
}

fn share(numerator: u64, denominator: u64, value: Option<f64>) -> Share {
    Share { numerator, denominator, value }
}

fn mean(sum: Span, denominator: u64, value: Option<f64>) -> Mean {
    Mean { numerator: sum.as_seconds(), denominator, value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_share_is_its_numerator_by_its_denominator() {
        let check = |counts: Counts| {
            let today = Today::from(&counts);
            let shares = [
                today.service_level,
                today.service_level_without_short,
                today.abandonment,
                today.abandonment_without_short,
            ];
            for share in &shares {
                let ratio = share.numerator as f64 / share.denominator as f64;
                assert_eq!(share.value, (share.denominator > 0).then_some(ratio), "{share:?}");
            }
            shares.map(|share| (share.numerator, share.denominator))
        };
        check(Counts::default());
        let counts = Counts {
            offered: 20,
            answered: 12,
            answered_in_time: 10,
            abandoned: 8,
            abandoned_short: 3,
            ..Counts::default()
        };
        assert_eq!(check(counts), [(10, 20), (10, 17), (8, 20), (5, 17)]);
    }
}
