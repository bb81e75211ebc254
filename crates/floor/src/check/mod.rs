//! Whether a plan holds together: every fault of it, each with the entry and the key it is about.

mod callbacks;
mod chats;
mod desk;
mod routes;

use clocks::OpeningHours;
use ivr::Flow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use vocabulary::plan::{Channel, Closing, Plan, Queue};
use vocabulary::voice::PAGE;
use vocabulary::{AgentId, PromptName, Span};

/// Something in a plan that does not hold together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The entry of the plan.
    pub about: About,
    /// The way from the entry to what is at fault: keys, numbers from 1 in lists of tables, and the
    /// value itself in lists of values. Empty when it is about the entry as a whole.
    pub key: Vec<String>,
    /// The entry in words: `queue cards`, `flow main`.
    pub place: String,
    /// What is wrong, and what to do.
    pub reason: String,
}

/// An entry of the plan, by its place in the plan's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The plan as a whole.
    Plan,
    /// A line.
    Line(usize),
    /// A place where chats are opened.
    Chat(usize),
    /// A queue.
    Queue(usize),
    /// An agent.
    Agent(usize),
    /// A calendar.
    Calendar(usize),
    /// A team.
    Team(usize),
    /// What is set about desks.
    Desk,
    /// What is set about the trunk.
    Trunk,
    /// A flow's text.
    Flow {
        /// Its place in the plan's list.
        place: usize,
        /// The line of the text, from 1.
        line: u32,
    },
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
    let mut faults = Faults { plan, found: Vec::new() };
    check_unique(&mut faults);
    check_lines(&mut faults);
    check_calendars(&mut faults);
    check_queues(recorded, &mut faults);
    check_flows(recorded, &mut faults);
    check_agents(&mut faults);
    check_teams(&mut faults);
    desk::check(recorded, &mut faults);
    callbacks::check(recorded, &mut faults);
    chats::check(&mut faults);
    routes::check(&mut faults);
    routes::check_mentors(&mut faults);
    faults.found
}

/// What has been found so far.
struct Faults<'a> {
    plan: &'a Plan,
    found: Vec<Fault>,
}

impl Faults<'_> {
    fn add(&mut self, about: About, key: &[&str], reason: impl Into<String>) {
        let plan = self.plan;
        let place = match about {
            About::Plan => "plan".to_owned(),
            About::Line(place) => format!("line {}", plan.lines[place].name),
            About::Chat(place) => format!("chat {}", plan.chats[place].name),
            About::Queue(place) => format!("queue {}", plan.queues[place].name),
            About::Agent(place) => format!("agent {}", plan.agents[place].id),
            About::Calendar(place) => format!("calendar {}", plan.calendars[place].name),
            About::Team(place) => format!("team {}", plan.teams[place].name),
            About::Desk => "desk".to_owned(),
            About::Trunk => "trunk".to_owned(),
            About::Flow { place, .. } => format!("flow {}", plan.flows[place].name),
        };
        let key = key.iter().map(|step| (*step).to_owned()).collect();
        self.found.push(Fault { about, key, place, reason: reason.into() });
    }

    /// Names that are given twice: the later one is at fault.
    fn twice<T: Ord>(&mut self, names: impl Iterator<Item = T>, about: impl Fn(usize) -> About, key: &str) {
        let mut seen = BTreeSet::new();
        for (place, name) in names.enumerate() {
            if !seen.insert(name) {
                self.add(about(place), &[key], "is there twice; remove one or rename it");
            }
        }
    }
}

fn check_unique(faults: &mut Faults<'_>) {
    let plan = faults.plan;
    faults.twice(plan.lines.iter().map(|line| &line.called), About::Line, "called");
    faults.twice(plan.lines.iter().map(|line| &line.name), About::Line, "name");
    faults.twice(plan.queues.iter().map(|queue| &queue.name), About::Queue, "name");
    faults.twice(plan.agents.iter().map(|agent| agent.id), About::Agent, "number");
    faults.twice(plan.calendars.iter().map(|calendar| &calendar.name), About::Calendar, "name");
    faults.twice(plan.teams.iter().map(|team| &team.name), About::Team, "name");
}

/// A number as a telephone can dial it and a request names it (RFC 3261 §25.1, user).
fn check_lines(faults: &mut Faults<'_>) {
    let plan = faults.plan;
    for (place, line) in plan.lines.iter().enumerate() {
        let dialled = |b: u8| b.is_ascii_alphanumeric() || b"-_.!~*'()&=+$,;?/#".contains(&b);
        if line.called.is_empty() || !line.called.bytes().all(dialled) {
            let reason = format!("is called by \"{}\", which nobody can dial; give digits", line.called);
            faults.add(About::Line(place), &["called"], reason);
        }
        if !plan.flows.iter().any(|flow| flow.name == line.flow) {
            let reason = format!(
                "enters flow \"{0}\", which is neither in flows/{0}.flow beside the configuration nor built in",
                line.flow
            );
            faults.add(About::Line(place), &["flow"], reason);
        }
        let skill = crate::rules::language_skill(line.language);
        if !plan.agents.is_empty() && !plan.agents.iter().any(|agent| agent.skills.contains(&skill)) {
            let reason =
                format!("no agent has the skill \"{skill}\" that its callers need; give it to somebody");
            faults.add(About::Line(place), &["language"], reason);
        }
    }
}

fn check_calendars(faults: &mut Faults<'_>) {
    use clocks::Error;
    let plan = faults.plan;
    for (place, calendar) in plan.calendars.iter().enumerate() {
        let weekday = |day: &str| calendar.exceptions.iter().all(|other| other.date != day);
        for found in OpeningHours::faults(calendar) {
            let reason = found.to_string();
            let about = About::Calendar(place);
            match &found {
                Error::Zone { .. } => faults.add(about, &["zone"], reason),
                Error::Hours { day, text, .. } if weekday(day) => faults.add(about, &[day, text], reason),
                Error::Hours { day, text, .. } => faults.add(about, &["exceptions", day, text], reason),
                Error::Date { text, .. } | Error::Repeated { text, .. } => {
                    faults.add(about, &["exceptions", text], reason);
                }
            }
        }
    }
}

/// Telling takes some seconds by itself, and each is an entry of the journal.
const LEAST_TELLING: Span = Span::seconds(5);

fn check_queues(recorded: &Recorded, faults: &mut Faults<'_>) {
    let plan = faults.plan;
    for (place, queue) in plan.queues.iter().enumerate() {
        check_queue(queue, About::Queue(place), recorded, faults);
    }
}

fn check_queue(queue: &Queue, about: About, recorded: &Recorded, faults: &mut Faults<'_>) {
    if let Some(name) = &queue.calendar
        && !faults.plan.calendars.iter().any(|calendar| calendar.name == *name)
    {
        faults.add(about, &["calendar"], format!("follows calendar \"{name}\", which is not defined"));
    }
    if queue.routing.at_closing == Closing::Treatment && queue.calendar.is_none() {
        let reason = "sends contacts on when its hours end, and has none; give it a calendar";
        faults.add(about, &["at_closing"], reason);
    }
    let every = queue.announce_every;
    if every != Span::ZERO && every < LEAST_TELLING {
        let reason = format!("tells the position every {every}; give 0s for never, or 5s and more");
        faults.add(about, &["announce_every"], reason);
    }
    if queue.ring.0 <= 0 {
        faults.add(about, &["ring"], "rings for no time at all; give it a ring time above zero");
    }
    if !recorded.prompts.contains(&queue.music) {
        faults.add(about, &["music"], format!("plays \"{}\", which is not recorded", queue.music));
    }
    if queue.capacity == 0 {
        faults.add(about, &["capacity"], "has room for nobody; give it a capacity above zero");
    }
}

fn check_flows(recorded: &Recorded, faults: &mut Faults<'_>) {
    let plan = faults.plan;
    let known = ivr::Known {
        prompts: recorded.prompts.clone(),
        adverts: recorded.adverts.clone(),
        queues: plan
            .queues
            .iter()
            .filter(|queue| queue.routing.channel == Channel::Voice)
            .map(|queue| queue.name.clone())
            .collect(),
        skills: plan.agents.iter().flat_map(|agent| agent.skills.iter().cloned()).collect(),
    };
    for (place, written) in plan.flows.iter().enumerate() {
        let found = match Flow::parse(written.name.clone(), &written.text) {
            Ok(flow) => flow.check(&known),
            Err(found) => found,
        };
        for one in found {
            faults.add(About::Flow { place, line: one.at.line }, &[], one.reason.to_string());
        }
    }
}

fn check_agents(faults: &mut Faults<'_>) {
    let plan = faults.plan;
    for (place, agent) in plan.agents.iter().enumerate() {
        if agent.address != PAGE && !agent.address.starts_with("sip:") {
            let reason = format!(
                "telephone \"{}\" is not a SIP address; write \"sip:user@host:port\", or \"page\" for the browser",
                agent.address
            );
            faults.add(About::Agent(place), &["address"], reason);
        }
        if let Some(name) = &agent.routing.shift
            && !plan.calendars.iter().any(|calendar| calendar.name == *name)
        {
            let reason = format!("has the shift \"{name}\", which is no calendar of the file");
            faults.add(About::Agent(place), &["shift"], reason);
        }
    }
}

/// An agent is in one team: else a figure by team would count a contact twice.
fn check_teams(faults: &mut Faults<'_>) {
    let plan = faults.plan;
    let known: BTreeSet<AgentId> = plan.agents.iter().map(|agent| agent.id).collect();
    let mut teams: BTreeMap<AgentId, &str> = BTreeMap::new();
    for (place, team) in plan.teams.iter().enumerate() {
        for agent in &team.agents {
            let number = agent.0.to_string();
            let key = ["agents", number.as_str()];
            if !known.contains(agent) {
                let reason = format!("names agent {agent}, who is not in the plan; remove the number");
                faults.add(About::Team(place), &key, reason);
            }
            if let Some(other) = teams.insert(*agent, &team.name) {
                let reason = format!("agent {agent} is in team \"{other}\" already; leave one");
                faults.add(About::Team(place), &key, reason);
            }
        }
    }
}
