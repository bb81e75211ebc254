//! The router under load, in a process of its own, for `cargo xtask bench routing`.
//!
//! `traffic AGENTS WAITING INPUTS queues|any` prints one line of JSON ([`Told`]). Of 100 inputs, 30 are
//! arrivals, 30 releases, 20 timers, 10 abandons and 10 state changes; each is answered with all
//! offers it leads to. With `queues` a contact needs what its queue asks for, 1 to 3 skills; with `any`
//! each contact needs 1 to 3 skills of its own, drawn from all: every contact may be the first of its
//! kind. Half of the queues widen, in two steps. A fifth word, `once`, plays the measured inputs once and
//! measures nothing: for a profiler, which finds them under `replay`.
#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on should stop there")]

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use routing::{Match, Presence, Router, Waiting};
use rustix::time::{ClockId, clock_gettime};
use serde::Serialize;
use std::alloc::{GlobalAlloc, Layout, System};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use vocabulary::plan::{Agent, AgentRouting, Queue, QueueRouting, Widening};
use vocabulary::{AgentId, ContactId, PromptName, QueueName, SkillName, Span, Time};

const SKILLS: usize = 50;
const QUEUES: usize = 100;
/// Agents who are away, at the most: one in so many.
const AWAY: usize = 20;
/// Time from one input to the next: the clock of a centre with 500 a second. A timer that is played before
/// anything is due lets the time come.
const BETWEEN: Span = Span::millis(2);
/// The rate is the best of so many: what else the machine does can only slow one down.
const PASSES: usize = 5;
/// Inputs that are copied at a time, before the clock runs. A floor has an input at hand when it asks the
/// router; copied all at once, they would come from main memory, and the rate would be that of reading them.
const SLICE: usize = 256;
/// Nanoseconds: an input that takes longer was interrupted.
const ASIDE: u64 = 50_000;

/// Counts bytes asked for and not given back.
struct Counting;

/// One thread changes it: no need for more than a load and a store.
static HELD: AtomicUsize = AtomicUsize::new(0);

fn holds(bytes: isize) {
    HELD.store(HELD.load(Ordering::Relaxed).wrapping_add_signed(bytes), Ordering::Relaxed);
}

// SAFETY: every call is handed on as it came to the system's allocator; only a number is kept.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        holds(layout.size() as isize);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        holds(-(layout.size() as isize));
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static MEMORY: Counting = Counting;

#[derive(Serialize)]
struct Told {
    /// Per second of this thread's processor time.
    inputs_per_second: f64,
    /// Nanoseconds of an input, by the wall clock.
    p50: u64,
    p99: u64,
    p999: u64,
    most: u64,
    /// The mean of each kind.
    kinds: BTreeMap<&'static str, u64>,
    offers: u64,
    /// Bytes held for a contact that waits.
    bytes_per_contact: f64,
    /// Ready agents and waiting contacts at the end.
    waiting: usize,
    idle: usize,
}

/// A centre that is fed at random.
struct Centre {
    router: Router,
    rng: ChaCha8Rng,
    now: Time,
    queues: Vec<Queue>,
    skills: Vec<SkillName>,
    own_skills: bool,
    target: usize,
    next: u64,
    /// Who waits, in no order.
    waiting: Vec<ContactId>,
    /// What each agent has in hand.
    hands: Vec<Option<Waiting>>,
    away: Vec<AgentId>,
    offers: u64,
}

/// What is to happen next.
#[derive(Clone)]
enum Input {
    Arrive(Waiting),
    Release(AgentId),
    /// The agent does not take what was offered, and pauses.
    TurnDown(AgentId, Waiting),
    Timer,
    Abandon(ContactId),
    SignIn(AgentId),
    SignOut(AgentId),
}

impl Input {
    fn kind(&self) -> &'static str {
        match self {
            Input::Arrive(_) => "arrival",
            Input::Release(_) => "release",
            Input::TurnDown(..) => "offer turned down",
            Input::Timer => "timer",
            Input::Abandon(_) => "abandon",
            Input::SignIn(_) => "sign-in",
            Input::SignOut(_) => "sign-out",
        }
    }
}

impl Centre {
    fn new(agents: usize, target: usize, own_skills: bool) -> Centre {
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        let skills: Vec<SkillName> =
            (0..SKILLS).map(|number| SkillName::new(&format!("skill-{number}")).unwrap()).collect();
        let queues: Vec<Queue> =
            (0..QUEUES).map(|number| queue(&mut rng, &skills, number, own_skills)).collect();
        let planned: Vec<Agent> = (1..=agents as u64).map(|id| agent(&mut rng, &skills, id)).collect();
        let mut router = Router::default();
        router.configure(&queues, &planned);
        let now = Time(0) + Span::seconds(1_000);
        planned.iter().for_each(|agent| router.busy(agent.id));
        let hands = vec![None; agents + 1];
        Centre {
            router,
            rng,
            now,
            queues,
            skills,
            own_skills,
            target,
            next: 1,
            waiting: Vec::new(),
            hands,
            away: Vec::new(),
            offers: 0,
        }
    }

    fn arrival(&mut self) -> Waiting {
        let queue = &self.queues[self.rng.random_range(0..QUEUES)];
        let needs = match self.own_skills {
            true => some(&mut self.rng, &self.skills, 1..=3),
            false => queue.skills.clone(),
        };
        let contact = ContactId(self.next);
        self.next += 1;
        // One in ten has a credit, and so a place in the middle of the line.
        let credit = if self.rng.random_range(0..10) == 0 { Span::seconds(90) } else { Span::ZERO };
        Waiting { credit, ..Waiting::new(contact, queue.name.clone(), self.now, needs) }
    }

    fn input(&mut self) -> Input {
        match self.rng.random_range(0..100) {
            0..30 => Input::Arrive(self.arrival()),
            30..60 => {
                let agent = self.somebody_here();
                let few = self.waiting.len() < self.target && self.away.len() * AWAY < self.hands.len();
                match self.hands[agent.0 as usize].take() {
                    Some(waiting) if few => {
                        Input::TurnDown(agent, Waiting { front: true, not: Some(agent), ..waiting })
                    }
                    _ => Input::Release(agent),
                }
            }
            60..80 => Input::Timer,
            80..90 if !self.waiting.is_empty() => {
                let place = self.rng.random_range(0..self.waiting.len());
                Input::Abandon(self.waiting[place])
            }
            _ if !self.away.is_empty() && self.away.len() * AWAY * 2 > self.hands.len() => {
                let place = self.rng.random_range(0..self.away.len());
                Input::SignIn(self.away[place])
            }
            _ => Input::SignOut(self.somebody_here()),
        }
    }

    fn somebody_here(&mut self) -> AgentId {
        loop {
            let id = AgentId(self.rng.random_range(1..self.hands.len() as u64));
            if self.router.presence(id) != Presence::Absent {
                return id;
            }
        }
    }

    /// Keeps the lists of this example in step with an input.
    fn note(&mut self, input: &Input) {
        match input {
            Input::Abandon(contact) => self.no_longer(*contact),
            Input::SignIn(agent) => self.away.retain(|other| other != agent),
            Input::TurnDown(agent, waiting) => {
                self.away.push(*agent);
                self.waiting.push(waiting.contact);
            }
            Input::SignOut(agent) => {
                self.away.push(*agent);
                self.hands[agent.0 as usize] = None;
            }
            Input::Arrive(waiting) => self.waiting.push(waiting.contact),
            Input::Timer => self.now = self.now.max(self.router.next_due().unwrap_or(self.now)),
            Input::Release(_) => {}
        }
    }

    fn no_longer(&mut self, contact: ContactId) {
        let place = self.waiting.iter().rposition(|other| *other == contact).unwrap();
        self.waiting.swap_remove(place);
    }

    /// Goes on for so many inputs, and tells which, each with its moment.
    fn go_on(&mut self, inputs: usize) -> Vec<(Time, Input)> {
        let mut all = Vec::with_capacity(inputs);
        let mut offered = Vec::new();
        for _ in 0..inputs {
            self.now = self.now + BETWEEN;
            let input = self.input();
            self.note(&input);
            all.push((self.now, input.clone()));
            take(&mut self.router, input, self.now, |found, waiting| offered.push((found, waiting)));
            self.offers += offered.len() as u64;
            for (Match { contact, agent }, waiting) in offered.drain(..) {
                self.no_longer(contact);
                self.hands[agent.0 as usize] = Some(waiting);
            }
        }
        all
    }
}

/// The measured part: an input and all it leads to.
fn take(router: &mut Router, input: Input, now: Time, mut offered: impl FnMut(Match, Waiting)) {
    match input {
        Input::Arrive(waiting) => router.wait(waiting),
        Input::Release(agent) | Input::SignIn(agent) => router.ready(agent, now),
        Input::TurnDown(agent, waiting) => {
            router.signed_out(agent);
            router.wait(waiting);
        }
        Input::Timer => {
            if let Some(due) = router.due(now) {
                router.carry_out(&due);
            }
        }
        Input::Abandon(contact) => drop(router.leave(contact)),
        Input::SignOut(agent) => router.signed_out(agent),
    }
    while let Some(found) = router.next_match() {
        let waiting = router.offer(found.contact, found.agent, now).unwrap();
        offered(found, waiting);
    }
}

/// What the rate is of, and nothing else: a name that a profiler finds.
#[inline(never)]
fn replay(router: &mut Router, inputs: Vec<(Time, Input)>) {
    for (now, input) in inputs {
        take(router, input, now, |_, waiting| drop(waiting));
    }
}

fn some(
    rng: &mut ChaCha8Rng,
    skills: &[SkillName],
    count: std::ops::RangeInclusive<usize>,
) -> Vec<SkillName> {
    let count = rng.random_range(count);
    let mut all: Vec<SkillName> = Vec::new();
    while all.len() < count {
        let skill = &skills[rng.random_range(0..skills.len())];
        if !all.contains(skill) {
            all.push(skill.clone());
        }
    }
    all.sort();
    all
}

fn queue(rng: &mut ChaCha8Rng, skills: &[SkillName], number: usize, own_skills: bool) -> Queue {
    let needs = if own_skills { Vec::new() } else { some(rng, skills, 1..=3) };
    let asked = if own_skills { skills } else { &needs };
    let proficiency = asked.iter().map(|skill| (skill.clone(), 4)).collect();
    let prefers = vec![skills[0].clone()];
    let widening = vec![
        Widening { after: Span::seconds(20), drop: prefers.clone(), ..Widening::default() },
        Widening { after: Span::seconds(40), lower: 3, ..Widening::default() },
    ];
    let widens = QueueRouting { proficiency, prefers, widening, ..QueueRouting::default() };
    Queue {
        name: QueueName::new(&format!("queue-{number}")).unwrap(),
        calendar: None,
        skills: needs,
        capacity: 100_000,
        ring: Span::seconds(20),
        wrap_up: Span::ZERO,
        announce_every: Span::ZERO,
        music: PromptName::new("music").unwrap(),
        record: false,
        service_level: Span::seconds(15),
        short_abandon: Span::seconds(5),
        routing: if number.is_multiple_of(2) { widens } else { QueueRouting::default() },
    }
}

fn agent(rng: &mut ChaCha8Rng, skills: &[SkillName], id: u64) -> Agent {
    let skills = some(rng, skills, 3..=8);
    let proficiency = skills.iter().map(|skill| (skill.clone(), rng.random_range(1..=10))).collect();
    let routing = AgentRouting { proficiency, ..AgentRouting::default() };
    Agent { id: AgentId(id), address: String::new(), skills, ready_at_start: false, routing }
}

/// Processor time of this thread in seconds.
fn processor() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [agents, waiting, inputs, needs, once @ ..] = arguments.as_slice() else {
        panic!("traffic AGENTS WAITING INPUTS queues|any [once]");
    };
    let number = |text: &String| text.parse::<usize>().expect("a number");
    let (agents, target, inputs) = (number(agents), number(waiting), number(inputs));
    let mut centre = Centre::new(agents, target, needs == "any");

    // Everything that is made once for a kind of contact is there before memory is looked at.
    let arrivals: Vec<Waiting> = (0..target).map(|_| centre.arrival()).collect();
    arrivals.iter().for_each(|waiting| centre.router.wait(waiting.clone()));
    arrivals.iter().for_each(|waiting| drop(centre.router.leave(waiting.contact)));
    centre.waiting = arrivals.iter().map(|waiting| waiting.contact).collect();
    // A copy has no room to spare: what is added is what contacts hold.
    centre.router = centre.router.clone();
    let before = HELD.load(Ordering::Relaxed);
    arrivals.iter().for_each(|waiting| centre.router.wait(waiting.clone()));
    let bytes_per_contact = (HELD.load(Ordering::Relaxed) - before) as f64 / target as f64;
    drop(arrivals);

    // The inputs are played once to know them, and then on copies, where nothing but the router is
    // measured.
    drop(centre.go_on(inputs / 2));
    let centre_before = centre.router.clone();
    let mut for_times = centre.router.clone();
    let played = centre.go_on(inputs);
    if once.first().is_some_and(|word| word == "once") {
        replay(&mut for_times, played);
        return;
    }
    let rates: Vec<f64> = (0..PASSES)
        .map(|_| {
            let mut router = centre_before.clone();
            let mut spent = 0.0;
            for some in played.chunks(SLICE) {
                let some = some.to_vec();
                let begun = processor();
                replay(&mut router, some);
                spent += processor() - begun;
            }
            assert!(router == centre.router, "a copy went another way");
            inputs as f64 / spent
        })
        .collect();
    let mut times = Vec::with_capacity(inputs);
    let mut kinds: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for (now, input) in played {
        let kind = kinds.entry(input.kind()).or_default();
        let begun = Instant::now();
        take(&mut for_times, input, now, |_, waiting| drop(waiting));
        let taken = begun.elapsed().as_nanos() as u64;
        times.push(taken);
        // A process that was put aside says nothing about a kind.
        if taken < ASIDE {
            *kind = (kind.0 + 1, kind.1 + taken);
        }
    }
    assert!(for_times == centre.router, "the copy went another way");
    times.sort_unstable();
    let part = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let all = (1..=agents as u64).map(AgentId);
    let idle = all.filter(|id| matches!(centre.router.presence(*id), Presence::Ready { .. }));
    let told = Told {
        kinds: kinds.into_iter().map(|(kind, (inputs, taken))| (kind, taken / inputs.max(1))).collect(),
        inputs_per_second: rates.iter().copied().fold(0.0, f64::max),
        p50: part(0.5),
        p99: part(0.99),
        p999: part(0.999),
        most: part(1.0),
        offers: centre.offers,
        bytes_per_contact,
        waiting: centre.waiting.len(),
        idle: idle.count(),
    };
    println!("{}", serde_json::to_string(&told).unwrap());
}
