//! What the plan's texts mean: flows parsed, business hours computed.

use clocks::OpeningHours;
use ivr::Flow;
use std::collections::BTreeMap;
use vocabulary::plan::Plan;
use vocabulary::{AgentId, FlowName, Language, LineName, QueueName, SkillName, Skills};

/// The compiled plan: its texts understood, its lists indexed. Whatever does not compile is left
/// out: [`crate::check_plan`] has refused it before it came into force, and a later release that reads an
/// old journal must not stop at it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rules {
    pub flows: BTreeMap<FlowName, Flow>,
    pub hours: BTreeMap<String, OpeningHours>,
    pub places: Places,
    /// What contacts of a queue need that ask for nothing more, by language in the order of
    /// [`Language::ALL`]: nearly every call needs just that, and asks twice.
    pub needs: BTreeMap<QueueName, [Skills; Language::ALL.len()]>,
}

/// Where in the plan's lists something stands: every call looks for a line, a queue and an agent,
/// and there may be thousands of agents.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places {
    pub called: BTreeMap<String, usize>,
    pub lines: BTreeMap<LineName, usize>,
    pub chats: BTreeMap<LineName, usize>,
    pub queues: BTreeMap<QueueName, usize>,
    pub agents: BTreeMap<AgentId, usize>,
}

impl Places {
    fn of(plan: &Plan) -> Places {
        Places {
            called: places(plan.lines.iter().map(|line| line.called.clone())),
            lines: places(plan.lines.iter().map(|line| line.name.clone())),
            chats: places(plan.chats.iter().map(|line| line.name.clone())),
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
        let needs = plan.queues.iter().map(|queue| {
            let need = |language| set_of(queue.skills.iter(), language);
            (queue.name.clone(), Language::ALL.map(need))
        });
        Rules {
            flows: flows.collect(),
            hours: hours.collect(),
            places: Places::of(plan),
            needs: needs.collect(),
        }
    }

    /// What a contact of a queue needs that asks for nothing more; `None` for a queue of no plan.
    pub fn need(&self, queue: &QueueName, language: Language) -> Option<&Skills> {
        let place = Language::ALL.iter().position(|known| *known == language)?;
        self.needs.get(queue).map(|by_language| &by_language[place])
    }
}

/// Skills and that of serving in a language, in order and each once.
pub(crate) fn set_of<'a>(skills: impl Iterator<Item = &'a SkillName>, language: Language) -> Skills {
    let mut skills: Vec<SkillName> = skills.cloned().collect();
    skills.push(language_skill(language));
    skills.sort_unstable();
    skills.dedup();
    skills.into()
}

/// The skill of serving in a language: `lang.ko`.
pub(crate) fn language_skill(language: Language) -> SkillName {
    SkillName::new(&format!("lang.{language}")).expect("a language tag is letters")
}
