//! The plan in force, and what another one would change.

mod promise;

pub use promise::{CallbackOutlook, Promise};

use floor::{InForce, Refusal, State};
use promise::{Promises, Standing};
use routing::Router;
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::plan::Plan;
use vocabulary::{AgentId, ContactId, Time};

/// The plan in force.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanInForce {
    /// Since when, and by whom.
    pub how: InForce,
    /// All of it.
    pub plan: Plan,
}

/// What a plan would change.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// The moment this is true of.
    pub at: Time,
    /// The plan in force then.
    pub in_force: InForce,
    /// What is different in it.
    pub changes: Vec<Change>,
    /// How many wait.
    pub waiting: u32,
    /// Those of them for whom something would change, in the order of their numbers.
    pub contacts: Vec<ContactChange>,
    /// Agents who are struck and finish the contact in hand first.
    pub finishing: Vec<AgentId>,
    /// Why it would not be brought into force now.
    pub refused: Option<Refusal>,
}

/// What would change for one contact that waits.
#[derive(Debug, Clone, PartialEq)]
pub struct ContactChange {
    /// Its place, and who could serve it.
    pub routing: routing::Change,
    /// What it is promised; `None` when the plan in force does not have its queue.
    pub before: Option<Promise>,
    /// What it would be promised. Whose queue is struck is served as before.
    pub after: Option<Promise>,
}

impl ContactChange {
    fn is_any(&self) -> bool {
        self.routing.is_any() || self.before != self.after
    }
}

/// An entry of the plan that is different.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// What it is.
    pub part: PartKind,
    /// Its name; empty for what there is one of.
    pub name: String,
    /// What becomes of it.
    pub kind: ChangeKind,
}

/// Kinds of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartKind {
    /// A line.
    Line,
    /// A queue.
    Queue,
    /// An agent.
    Agent,
    /// A calendar.
    Calendar,
    /// A flow's text.
    Flow,
    /// A team.
    Team,
    /// What is set about desks.
    Desk,
    /// The bank's time zone.
    Zone,
    /// What is set about the trunk.
    Trunk,
}

/// What becomes of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is there no more.
    Struck,
    /// It says something else.
    Changed,
}

/// Who waits and what agents do, at one moment.
pub(crate) struct Moment {
    at: Time,
    in_force: InForce,
    plan: Plan,
    router: Router,
    busy: Vec<AgentId>,
    standings: BTreeMap<ContactId, Standing>,
    /// Whom the floor knows.
    known: BTreeSet<AgentId>,
}

impl Moment {
    pub fn of(state: &State, at: Time) -> Moment {
        let busy = state.agents().filter(|agent| agent.is_busy()).map(|agent| agent.id);
        Moment {
            at,
            in_force: state.in_force(),
            plan: state.plan().clone(),
            router: state.router().clone(),
            busy: busy.collect(),
            standings: Standing::all(state),
            known: state.agents().map(|agent| agent.id).collect(),
        }
    }

    /// What a plan would change.
    pub fn with(mut self, plan: &Plan) -> Trial {
        // Whoever is new, and ready as soon as the plan is in force, takes part.
        let is_new =
            |agent: &&vocabulary::plan::Agent| agent.ready_at_start && !self.known.contains(&agent.id);
        let new: Vec<AgentId> = plan.agents.iter().filter(is_new).map(|agent| agent.id).collect();
        new.into_iter().for_each(|agent| self.router.ready(agent, self.at));
        let refused =
            floor::turned_over(&self.plan, &self.router, plan).map(|queue| Refusal::WaitedFor(queue.clone()));
        self.busy.retain(|agent| plan.agents.iter().all(|planned| planned.id != *agent));
        let mut contacts = self.contacts(plan);
        let waiting = contacts.len() as u32;
        contacts.retain(ContactChange::is_any);
        Trial {
            at: self.at,
            in_force: self.in_force,
            changes: difference(&self.plan, plan),
            waiting,
            contacts,
            finishing: self.busy,
            refused,
        }
    }
}

impl Moment {
    /// All who wait, whether anything changes for them or not.
    fn contacts(&self, plan: &Plan) -> Vec<ContactChange> {
        let (now, then) = (Promises::of(&self.plan, self.at), Promises::of(plan, self.at));
        let change = |routing: routing::Change| {
            let standing = self.standings.get(&routing.contact).copied().unwrap_or_default();
            let before = now.to(&routing.queue, standing);
            let after = then.to(&routing.queue, standing).or(before);
            ContactChange { routing, before, after }
        };
        self.router.prospects(&plan.queues, &plan.agents, self.at).into_iter().map(change).collect()
    }
}

/// The entries that differ between two plans.
pub fn difference(before: &Plan, after: &Plan) -> Vec<Change> {
    let mut changes = Vec::new();
    compare(PartKind::Line, &before.lines, &after.lines, |line| line.name.to_string(), &mut changes);
    compare(PartKind::Line, &before.chats, &after.chats, |line| line.name.to_string(), &mut changes);
    compare(PartKind::Queue, &before.queues, &after.queues, |queue| queue.name.to_string(), &mut changes);
    compare(PartKind::Agent, &before.agents, &after.agents, |agent| agent.id.to_string(), &mut changes);
    let name = |calendar: &vocabulary::plan::Calendar| calendar.name.clone();
    compare(PartKind::Calendar, &before.calendars, &after.calendars, name, &mut changes);
    compare(PartKind::Flow, &before.flows, &after.flows, |flow| flow.name.to_string(), &mut changes);
    compare(PartKind::Team, &before.teams, &after.teams, |team| team.name.clone(), &mut changes);
    for (part, differs) in [
        (PartKind::Desk, before.desk != after.desk),
        (PartKind::Zone, before.zone != after.zone),
        (PartKind::Trunk, before.trunk != after.trunk),
    ] {
        let change = || Change { part, name: String::new(), kind: ChangeKind::Changed };
        changes.extend(differs.then(change));
    }
    changes
}

fn compare<T: PartialEq>(
    part: PartKind,
    before: &[T],
    after: &[T],
    name: impl Fn(&T) -> String,
    changes: &mut Vec<Change>,
) {
    let mut all: BTreeMap<String, (Option<&T>, Option<&T>)> = BTreeMap::new();
    before.iter().for_each(|entry| all.entry(name(entry)).or_default().0 = Some(entry));
    after.iter().for_each(|entry| all.entry(name(entry)).or_default().1 = Some(entry));
    changes.extend(all.into_iter().filter(|(_, (before, after))| before != after).map(
        |(name, (before, after))| {
            let kind = match (before, after) {
                (None, _) => ChangeKind::Added,
                (_, None) => ChangeKind::Struck,
                _ => ChangeKind::Changed,
            };
            Change { part, name, kind }
        },
    ));
}
