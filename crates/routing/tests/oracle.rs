//! The router against the sentence it implements, on random histories.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;
use routing::{Match, Presence, Router, Waiting};
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::plan::{Agent, Queue};
use vocabulary::{AgentId, ContactId, PromptName, QueueName, SkillName, Span, Time};

const SKILLS: [&str; 4] = ["cards", "loans", "lang.ko", "lang.zh"];
const QUEUES: [&str; 3] = ["cards", "loans", "general"];
const AGENTS: u64 = 6;
const CONTACTS: u64 = 10;

#[derive(Debug, Clone)]
enum Step {
    Configure {
        queues: BTreeMap<QueueName, BTreeSet<SkillName>>,
        agents: BTreeMap<AgentId, BTreeSet<SkillName>>,
    },
    Wait(Waiting),
    Leave(ContactId),
    Ready(AgentId, Time),
    Busy(AgentId),
    SignedOut(AgentId),
    /// Offer the next match; whether it is turned down.
    Offer(bool),
    Answered(QueueName, Time),
    Handled(QueueName, Span),
}

/// Everything the router was told, and nothing clever.
#[derive(Debug, Clone, Default)]
struct Naive {
    agents: BTreeMap<AgentId, BTreeSet<SkillName>>,
    presence: BTreeMap<AgentId, Presence>,
    waiting: Vec<Waiting>,
}

impl Naive {
    fn signed_in(&self, skills: &[SkillName]) -> Vec<AgentId> {
        let able = |has: &BTreeSet<SkillName>| skills.iter().all(|skill| has.contains(skill));
        let present = |agent: &AgentId| !matches!(self.presence.get(agent), None | Some(Presence::Absent));
        self.agents.iter().filter(|(id, has)| present(id) && able(has)).map(|(id, _)| *id).collect()
    }

    fn in_order(&self) -> Vec<&Waiting> {
        let mut order: Vec<&Waiting> = self.waiting.iter().collect();
        order.sort_by_key(|w| (!w.front, w.since - w.credit, w.contact));
        order
    }

    fn agent_for(&self, waiting: &Waiting) -> Option<AgentId> {
        let signed_in = self.signed_in(&waiting.skills);
        let kept_from = |agent: AgentId| {
            waiting.not == Some(agent) && signed_in.iter().any(|other| Some(*other) != waiting.not)
        };
        let idle_since = |agent: AgentId| match self.presence[&agent] {
            Presence::Ready { since } if !kept_from(agent) => Some((since, agent)),
            _ => None,
        };
        signed_in.iter().filter_map(|agent| idle_since(*agent)).min().map(|(_, agent)| agent)
    }

    fn next_match(&self) -> Option<Match> {
        let found = |w: &Waiting| self.agent_for(w).map(|agent| Match { contact: w.contact, agent });
        self.in_order().into_iter().find_map(found)
    }
}

fn queue() -> impl Strategy<Value = QueueName> {
    select(&QUEUES[..]).prop_map(|name| QueueName::new(name).unwrap())
}

fn skill() -> impl Strategy<Value = SkillName> {
    select(&SKILLS[..]).prop_map(|name| SkillName::new(name).unwrap())
}

fn agent() -> impl Strategy<Value = AgentId> {
    (1..=AGENTS).prop_map(AgentId)
}

fn contact() -> impl Strategy<Value = ContactId> {
    (1..=CONTACTS).prop_map(ContactId)
}

/// Few moments, so that ties are common.
fn moment() -> impl Strategy<Value = Time> {
    (0..6i64).prop_map(|n| Time(0) + Span::seconds(n * 45))
}

fn waiting() -> impl Strategy<Value = Waiting> {
    let credit = prop_oneof![3 => Just(Span::ZERO), 1 => Just(Span::seconds(90))];
    let front = proptest::bool::weighted(0.2);
    let not = proptest::option::weighted(0.4, agent());
    (contact(), queue(), moment(), credit, vec(skill(), 0..4), front, not).prop_map(
        |(contact, queue, since, credit, skills, front, not)| Waiting {
            contact,
            queue,
            since,
            credit,
            skills,
            front,
            not,
        },
    )
}

fn configure() -> impl Strategy<Value = Step> {
    let queues = proptest::collection::btree_map(queue(), btree_set(skill(), 0..2), 0..=QUEUES.len());
    let agents = proptest::collection::btree_map(agent(), btree_set(skill(), 0..=4), 3..=AGENTS as usize);
    (queues, agents).prop_map(|(queues, agents)| Step::Configure { queues, agents })
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        1 => configure(),
        8 => waiting().prop_map(Step::Wait),
        2 => contact().prop_map(Step::Leave),
        6 => (agent(), moment()).prop_map(|(agent, since)| Step::Ready(agent, since)),
        2 => agent().prop_map(Step::Busy),
        2 => agent().prop_map(Step::SignedOut),
        6 => any::<bool>().prop_map(Step::Offer),
        1 => (queue(), moment()).prop_map(|(queue, at)| Step::Answered(queue, at)),
        1 => (queue(), moment()).prop_map(|(queue, at)| Step::Handled(queue, at - Time(0))),
    ]
}

/// A plan first, then anything.
fn history(steps: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Step>> {
    (configure(), vec(step(), steps)).prop_map(|(plan, mut steps)| {
        steps.insert(0, plan);
        steps
    })
}

fn planned_queue(name: &QueueName, skills: &BTreeSet<SkillName>) -> Queue {
    Queue {
        name: name.clone(),
        calendar: None,
        skills: skills.iter().cloned().collect(),
        capacity: 100,
        ring: Span::seconds(20),
        wrap_up: Span::ZERO,
        announce_every: Span::ZERO,
        music: PromptName::new("music").unwrap(),
        service_level: Span::seconds(15),
        short_abandon: Span::seconds(5),
    }
}

fn planned_agent(id: &AgentId, skills: &BTreeSet<SkillName>) -> Agent {
    // Against the order in which the router keeps them.
    let skills = skills.iter().rev().cloned().collect();
    Agent { id: *id, address: String::new(), skills, ready_at_start: false }
}

fn take(router: &mut Router, naive: &mut Naive, step: &Step) {
    match step.clone() {
        Step::Configure { queues, agents } => {
            let queues: Vec<Queue> =
                queues.iter().map(|(name, skills)| planned_queue(name, skills)).collect();
            let planned: Vec<Agent> = agents.iter().map(|(id, skills)| planned_agent(id, skills)).collect();
            router.configure(&queues, &planned);
            naive.agents = agents;
        }
        Step::Wait(waiting) => {
            naive.waiting.retain(|other| other.contact != waiting.contact);
            naive.waiting.push(waiting.clone());
            router.wait(waiting);
        }
        Step::Leave(contact) => {
            let waited = naive.waiting.iter().any(|waiting| waiting.contact == contact);
            naive.waiting.retain(|waiting| waiting.contact != contact);
            assert_eq!(router.leave(contact).map(|left| left.contact), waited.then_some(contact));
        }
        Step::Ready(agent, since) => {
            naive.presence.insert(agent, Presence::Ready { since });
            router.ready(agent, since);
        }
        Step::Busy(agent) => {
            naive.presence.insert(agent, Presence::Busy);
            router.busy(agent);
        }
        Step::SignedOut(agent) => {
            naive.presence.insert(agent, Presence::Absent);
            router.signed_out(agent);
        }
        Step::Offer(turned_down) => {
            let Some(Match { contact, agent }) = naive.next_match() else { return };
            let waiting = naive.waiting.iter().find(|waiting| waiting.contact == contact).unwrap().clone();
            take(router, naive, &Step::Leave(contact));
            take(router, naive, &Step::Busy(agent));
            if turned_down {
                take(router, naive, &Step::Wait(Waiting { front: true, not: Some(agent), ..waiting }));
            }
        }
        Step::Answered(queue, at) => router.answered(&queue, at),
        Step::Handled(queue, handle) => router.handled(&queue, handle),
    }
}

/// Everything that can be asked, asked of both.
fn agree(router: &Router, naive: &Naive) -> Result<(), TestCaseError> {
    prop_assert_eq!(router.next_match(), naive.next_match());
    let order = naive.in_order();
    for queue in QUEUES.map(|name| QueueName::new(name).unwrap()) {
        let expected: Vec<ContactId> =
            order.iter().filter(|w| w.queue == queue).map(|waiting| waiting.contact).collect();
        let found: Vec<ContactId> = router.in_order(&queue).map(|waiting| waiting.contact).collect();
        prop_assert_eq!(router.queue_length(&queue), expected.len());
        for (ahead, contact) in expected.iter().enumerate() {
            prop_assert_eq!(router.position(*contact), Some(ahead as u32 + 1));
        }
        prop_assert_eq!(found, expected);
    }
    for waiting in &naive.waiting {
        prop_assert_eq!(router.can_serve(&waiting.skills), naive.signed_in(&waiting.skills).len());
    }
    Ok(())
}

/// Offers until nobody can be served.
fn drain(mut router: Router) -> Vec<Match> {
    let mut matches = Vec::new();
    while let Some(found) = router.next_match() {
        router.leave(found.contact);
        router.busy(found.agent);
        matches.push(found);
    }
    matches
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn every_answer_is_the_naive_one(steps in history(0..20)) {
        let (mut router, mut naive) = (Router::default(), Naive::default());
        for step in &steps {
            take(&mut router, &mut naive, step);
            agree(&router, &naive)?;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_history_is_its_bytes(steps in history(0..60)) {
        let play = || {
            let (mut router, mut naive) = (Router::default(), Naive::default());
            steps.iter().for_each(|step| take(&mut router, &mut naive, step));
            router
        };
        let (router, again) = (play(), play());
        let bytes = serde_json::to_string(&router).unwrap();
        prop_assert_eq!(&bytes, &serde_json::to_string(&again).unwrap());

        let restored: Router = serde_json::from_str(&bytes).unwrap();
        prop_assert_eq!(&restored, &router);
        prop_assert_eq!(serde_json::to_string(&restored).unwrap(), bytes);
        for contact in (1..=CONTACTS).map(ContactId) {
            prop_assert_eq!(restored.estimate(contact), router.estimate(contact));
        }
        prop_assert_eq!(drain(restored), drain(router));
    }
}
