//! What the plan's texts mean: flows parsed, business hours computed.

use clocks::OpeningHours;
use ivr::Flow;
use std::collections::BTreeMap;
use vocabulary::plan::Plan;
use vocabulary::{AgentId, FlowName, LineName, QueueName};

/// The compiled plan: its texts understood, its lists indexed. Whatever does not compile is left
/// out: [`crate::check_plan`] has refused it before it came into force, and a later release that reads an
/// old journal must not stop at it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rules {
    pub flows: BTreeMap<FlowName, Flow>,
    pub hours: BTreeMap<String, OpeningHours>,
    pub places: Places,
}

/// Where in the plan's lists something stands: every call looks for a line, a queue and an agent,
/// and there may be thousands of agents.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places {
    pub called: BTreeMap<String, usize>,
    pub lines: BTreeMap<LineName, usize>,
    pub queues: BTreeMap<QueueName, usize>,
    pub agents: BTreeMap<AgentId, usize>,
}

impl Places {
    fn of(plan: &Plan) -> Places {
        Places {
            called: places(plan.lines.iter().map(|line| line.called.clone())),
            lines: places(plan.lines.iter().map(|line| line.name.clone())),
            queues: places(plan.queues.iter().map(|queue| queue.name.clone())),
            agents: places(plan.agents.iter().map(|agent| agent.id)),
        }
    }
}

fn places<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    keys.enumerate().map(|(place, key)| (key, place)).collect()
}

impl Rules {
    pub fn of(plan: &Plan) -> Rules {
        let flows = plan.flows.iter().filter_map(|written| {
            Flow::parse(written.name.clone(), &written.text).ok().map(|flow| (written.name.clone(), flow))
        });
        let hours = plan.calendars.iter().filter_map(|calendar| {
            OpeningHours::new(calendar).ok().map(|hours| (calendar.name.clone(), hours))
        });
        Rules { flows: flows.collect(), hours: hours.collect(), places: Places::of(plan) }
    }
}
