//! What the plan's texts mean: flows parsed, business hours computed, everything checked.

use clocks::OpeningHours;
use ivr::Flow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use vocabulary::plan::Plan;
use vocabulary::voice::PAGE;
use vocabulary::{AgentId, FlowName, LineName, PromptName, QueueName, Span};

/// The compiled plan: its texts understood, its lists indexed. Whatever does not compile is left
/// out: [`check_plan`] has refused it before it came into force, and a later release that reads an
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

/// Telling takes some seconds by itself, and each is an entry of the journal.
const LEAST_TELLING: Span = Span::seconds(5);

/// Something in a plan that does not hold together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where: `queue cards`, `flow main line 12`.
    pub place: String,
    /// What is wrong, and what to do.
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

/// The prompts there are: a plan may name no other.
#[derive(Debug, Clone, Default)]
pub struct Recorded {
    /// All of them.
    pub prompts: BTreeSet<PromptName>,
    /// Those that advertise: only a menu choice may lead to them (seeds A5, A9).
    pub adverts: BTreeSet<PromptName>,
}

/// Checks a plan whole; every fault is reported.
pub fn check_plan(plan: &Plan, recorded: &Recorded) -> Vec<Fault> {
    let mut faults = Vec::new();
    check_unique(plan, &mut faults);
    check_lines(plan, &mut faults);
    check_queues(plan, recorded, &mut faults);
    check_flows(plan, recorded, &mut faults);
    check_agents(plan, &mut faults);
    check_desk(plan, recorded, &mut faults);
    check_routing(plan, &mut faults);
    faults
}

fn fault(faults: &mut Vec<Fault>, place: String, reason: impl Into<String>) {
    faults.push(Fault { place, reason: reason.into() });
}

fn check_unique(plan: &Plan, faults: &mut Vec<Fault>) {
    let mut seen = BTreeSet::new();
    let called = plan.lines.iter().map(|line| format!("number {}", line.called));
    let lines = plan.lines.iter().map(|line| format!("line {}", line.name));
    let queues = plan.queues.iter().map(|queue| format!("queue {}", queue.name));
    let agents = plan.agents.iter().map(|agent| format!("agent {}", agent.id));
    let calendars = plan.calendars.iter().map(|calendar| format!("calendar {}", calendar.name));
    for place in called.chain(lines).chain(queues).chain(agents).chain(calendars) {
        if !seen.insert(place.clone()) {
            fault(faults, place, "is there twice; remove one or rename it");
        }
    }
}

fn check_queues(plan: &Plan, recorded: &Recorded, faults: &mut Vec<Fault>) {
    for calendar in &plan.calendars {
        if let Err(refused) = OpeningHours::new(calendar) {
            fault(faults, format!("calendar {}", calendar.name), refused.to_string());
        }
    }
    for queue in &plan.queues {
        let place = || format!("queue {}", queue.name);
        if let Some(name) = &queue.calendar
            && !plan.calendars.iter().any(|calendar| calendar.name == *name)
        {
            fault(faults, place(), format!("follows calendar \"{name}\", which is not defined"));
        }
        let every = queue.announce_every;
        if every != Span::ZERO && every < LEAST_TELLING {
            let reason = format!("tells the position every {every}; give 0s for never, or 5s and more");
            fault(faults, place(), reason);
        }
        if queue.ring.0 <= 0 {
            fault(faults, place(), "rings for no time at all; give it a ring time above zero");
        }
        if !recorded.prompts.contains(&queue.music) {
            fault(faults, place(), format!("plays \"{}\", which is not recorded", queue.music));
        }
        if queue.capacity == 0 {
            fault(faults, place(), "has room for nobody; give it a capacity above zero");
        }
    }
}

/// A number as a telephone can dial it and a request names it (RFC 3261 §25.1, user).
fn check_lines(plan: &Plan, faults: &mut Vec<Fault>) {
    for line in &plan.lines {
        let dialled = |b: u8| b.is_ascii_alphanumeric() || b"-_.!~*'()&=+$,;?/#".contains(&b);
        if line.called.is_empty() || !line.called.bytes().all(dialled) {
            let reason = format!("is called by \"{}\", which nobody can dial", line.called);
            fault(faults, format!("line {}", line.name), reason);
        }
    }
}

fn check_flows(plan: &Plan, recorded: &Recorded, faults: &mut Vec<Fault>) {
    let known = ivr::Known {
        prompts: recorded.prompts.clone(),
        adverts: recorded.adverts.clone(),
        queues: plan.queues.iter().map(|queue| queue.name.clone()).collect(),
        skills: plan.agents.iter().flat_map(|agent| agent.skills.iter().cloned()).collect(),
    };
    for line in &plan.lines {
        if !plan.flows.iter().any(|flow| flow.name == line.flow) {
            fault(
                faults,
                format!("line {}", line.name),
                format!("enters flow \"{}\", which is not there", line.flow),
            );
        }
    }
    for written in &plan.flows {
        let found = match Flow::parse(written.name.clone(), &written.text) {
            Ok(flow) => flow.check(&known),
            Err(found) => found,
        };
        for one in found {
            fault(faults, format!("flow {}", written.name), one.to_string());
        }
    }
}

/// Longer than this, nobody waits for a page to come back.
const LONGEST_PARTED: Span = Span::seconds(60);

fn check_desk(plan: &Plan, recorded: &Recorded, faults: &mut Vec<Fault>) {
    let desk = &plan.desk;
    let place = || "desk".to_owned();
    if !(Span::ZERO..=LONGEST_PARTED).contains(&desk.parted) {
        fault(faults, place(), format!("waits {} for a page that is gone; give it 0s to 60s", desk.parted));
    }
    if desk.wrap_up_more < Span::ZERO || desk.wrap_up_most < desk.wrap_up_more {
        fault(
            faults,
            place(),
            "extends wrap-up by more than it may at the most; raise the most, or give 0s for never",
        );
    }
    let mut codes = BTreeSet::new();
    for disposition in &desk.dispositions {
        if !codes.insert(&disposition.code) {
            fault(
                faults,
                format!("disposition {}", disposition.code),
                "is there twice; remove one or rename it",
            );
        }
    }
    for prompt in desk.announcements.iter().filter(|prompt| !recorded.prompts.contains(*prompt)) {
        fault(faults, place(), format!("may announce \"{prompt}\", which is not recorded"));
    }
    for script in &desk.scripts {
        if let Some(queue) = &script.queue
            && !plan.queues.iter().any(|known| known.name == *queue)
        {
            fault(faults, place(), format!("has a script for queue \"{queue}\", which is not defined"));
        }
        if let Some(line) = &script.line
            && !plan.lines.iter().any(|known| known.name == *line)
        {
            fault(faults, place(), format!("has a script for line \"{line}\", which is not defined"));
        }
    }
}

/// What routing finds, and that the treatments it names are flows.
fn check_routing(plan: &Plan, faults: &mut Vec<Fault>) {
    let found = routing::check(&plan.queues, &plan.agents);
    faults.extend(
        found
            .into_iter()
            .map(|found| Fault { place: found.place.to_string(), reason: found.fault.to_string() }),
    );
    for queue in &plan.queues {
        for flow in queue.routing.flows() {
            if !plan.flows.iter().any(|written| written.name == *flow) {
                let reason = format!("sends contacts to flow \"{flow}\", which is not there");
                fault(faults, format!("queue {}", queue.name), reason);
            }
        }
    }
}

fn check_agents(plan: &Plan, faults: &mut Vec<Fault>) {
    for agent in &plan.agents {
        if agent.address != PAGE && !agent.address.starts_with("sip:") {
            fault(
                faults,
                format!("agent {}", agent.id),
                format!(
                    "telephone \"{}\" is not a SIP address; write \"sip:user@host:port\", or \"page\" for the browser",
                    agent.address
                ),
            );
        }
    }
    for line in &plan.lines {
        let skill = crate::decide::language_skill(line.language);
        if !plan.agents.is_empty() && !plan.agents.iter().any(|agent| agent.skills.contains(&skill)) {
            fault(
                faults,
                format!("line {}", line.name),
                format!("no agent has the skill \"{skill}\" that its callers need; give it to somebody"),
            );
        }
    }
}
