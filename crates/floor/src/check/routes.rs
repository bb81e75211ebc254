//! What routing finds, each with its key, and that the treatments it names are flows.

use super::{About, Faults};
use routing::{Fault, Place};
use vocabulary::plan::{Queue, Target};

pub(super) fn check(faults: &mut Faults<'_>) {
    let plan = faults.plan;
    for found in routing::check(&plan.queues, &plan.agents) {
        let about = match &found.place {
            Place::Queue(name) => plan.queues.iter().position(|queue| queue.name == *name).map(About::Queue),
            Place::Agent(id) => plan.agents.iter().position(|agent| agent.id == *id).map(About::Agent),
        };
        if let (Some(about), Some(key)) = (about, key(&found.fault)) {
            let key: Vec<&str> = key.iter().map(String::as_str).collect();
            faults.add(about, &key, found.fault.to_string());
        }
    }
    for (place, queue) in plan.queues.iter().enumerate() {
        check_names(About::Queue(place), queue, faults);
    }
}

/// Where in its entry a fault of routing stands; `None` for names that nothing answers to, which are
/// looked for here, each where it stands.
fn key(fault: &Fault) -> Option<Vec<String>> {
    let key = |steps: &[&str]| Some(steps.iter().map(|step| (*step).to_owned()).collect());
    match fault {
        Fault::OffScale { skill, .. } | Fault::StrayProficiency { skill } => {
            key(&["proficiency", skill.as_str()])
        }
        Fault::RequiredAndPreferred { skill } | Fault::NeverDropped { skill } => {
            key(&["prefers", skill.as_str()])
        }
        Fault::Weight { .. } => key(&["weight"]),
        Fault::WideningOrder { number, .. } => key(&["widening", &number.to_string(), "after"]),
        Fault::DropsRequired { number, skill } => {
            key(&["widening", &number.to_string(), "drop", skill.as_str()])
        }
        Fault::WidensNothing { number } => key(&["widening", &number.to_string()]),
        Fault::OverflowNever { number } => key(&["overflow", &number.to_string()]),
        Fault::Circle { number, .. } => key(&["overflow", &number.to_string(), "to_queue"]),
        Fault::NegativeKeeping { .. } => key(&["old_friend"]),
        Fault::Share { .. } => key(&["novice", "share"]),
        Fault::OwnMentor => key(&["novice", "mentor"]),
        Fault::UnknownQueue { .. } | Fault::UnknownAgent { .. } => None,
    }
}

fn check_names(about: About, queue: &Queue, faults: &mut Faults<'_>) {
    let plan = faults.plan;
    for (number, widening) in (1..).zip(&queue.routing.widening) {
        let unknown = widening.agents.iter().filter(|id| plan.agents.iter().all(|agent| agent.id != **id));
        for agent in unknown {
            let (number, named) = (usize::to_string(&number), agent.0.to_string());
            let reason = Fault::UnknownAgent { agent: *agent }.to_string();
            faults.add(about, &["widening", &number, "agents", &named], reason);
        }
    }
    for (number, rule) in (1..).zip(&queue.routing.overflow) {
        let number = usize::to_string(&number);
        match &rule.to {
            Target::Queue(to) if plan.queues.iter().all(|queue| queue.name != *to) => {
                let reason = Fault::UnknownQueue { queue: to.clone() }.to_string();
                faults.add(about, &["overflow", &number, "to_queue"], reason);
            }
            Target::Flow(flow) if plan.flows.iter().all(|written| written.name != *flow) => {
                let reason = format!(
                    "sends contacts to flow \"{flow}\", which is neither in flows/{flow}.flow nor built in"
                );
                faults.add(about, &["overflow", &number, "to_flow"], reason);
            }
            Target::Queue(_) | Target::Flow(_) => {}
        }
    }
}

/// Agents whose mentor is not in the plan.
pub(super) fn check_mentors(faults: &mut Faults<'_>) {
    let plan = faults.plan;
    for (place, agent) in plan.agents.iter().enumerate() {
        let mentor = agent.routing.novice.map(|novice| novice.mentor);
        if let Some(mentor) = mentor.filter(|id| plan.agents.iter().all(|agent| agent.id != *id)) {
            let reason = Fault::UnknownAgent { agent: mentor }.to_string();
            faults.add(About::Agent(place), &["novice", "mentor"], reason);
        }
    }
}
