//! Queues as the outside sees them. Each share comes with what it was divided from.

use crate::rooms::QueueFigures;
use centre::QueueView;
use indicators::Counts;
use serde::Serialize;
use utoipa::ToSchema;
use vocabulary::Span;

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
    today: Today,
}

/// Counts since midnight UTC. A contact counts in the day in which it reached the queue.
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

impl From<QueueFigures> for QueueList {
    fn from(figures: QueueFigures) -> QueueList {
        QueueList {
            at: figures.at.to_string(),
            queues: figures.queues.into_iter().map(Queue::from).collect(),
            today: Today::from(&figures.today),
        }
    }
}

impl From<QueueView> for Queue {
    fn from(queue: QueueView) -> Queue {
        Queue {
            name: queue.name.to_string(),
            waiting: queue.waiting,
            longest_wait: queue.longest_wait.as_seconds(),
            service_level_within: queue.service_level.as_seconds(),
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
