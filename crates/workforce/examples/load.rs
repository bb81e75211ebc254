//! `load AGENTS CALLS [plain]`: calls simulated a second of processor time, as one JSON object.
//!
//! An M/M/n+M queue at 95 % load, patience 60 s; with wrap-up (20 s) unless it is to be plain.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rustix::time::{ClockId, clock_gettime};
use vocabulary::plan::{Agent, AgentRouting, FlowText, Line, Plan, Queue, QueueRouting};
use vocabulary::{AgentId, FlowName, Language, LineName, PromptName, QueueName, SkillName, Span, Time};
use workforce::{Call, Fate, Presence, Site, simulate};

type Failure = Box<dyn std::error::Error>;

/// Mean talk, seconds.
const TALK: f64 = 180.0;
/// Mean patience, seconds.
const PATIENCE: f64 = 60.0;
/// Work after a call, seconds.
const WRAP_UP: i64 = 20;
/// Offered load an agent.
const LOAD: f64 = 0.95;

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let mut number = |name| arguments.next().ok_or(name)?.parse::<u32>().map_err(Failure::from);
    let (agents, count) = (number("say how many agents")?, number("say how many calls")?);
    let plain = arguments.next().is_some_and(|word| word == "plain");
    let wrap_up = if plain { 0 } else { WRAP_UP };
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut exponential = |mean: f64| Span((-mean * (1.0 - rng.random::<f64>()).ln() * 1e6) as i64);
    let between = (TALK + wrap_up as f64) / (LOAD * f64::from(agents));
    let mut at = Time(1_000_000);
    let draw = |_| {
        at = at + exponential(between);
        Call { at, door: 0, patience: exponential(PATIENCE), talk: exponential(TALK) }
    };
    let calls: Vec<Call> = (0..count).map(draw).collect();
    let come = |agent| Presence { at: Time(0), agent: AgentId(agent), there: true };
    let presences: Vec<Presence> = (1..=u64::from(agents)).map(come).collect();
    let site = site(agents, Span::seconds(wrap_up))?;
    let begin = processor();
    let run = simulate(&site, &calls, &presences);
    let seconds = processor() - begin;
    let answered = run.fates.iter().filter(|fate| matches!(fate, Fate::Answered { .. })).count();
    println!(
        "{{\"calls_per_second\": {}, \"answered\": {}}}",
        f64::from(count) / seconds,
        answered as f64 / f64::from(count)
    );
    Ok(())
}

/// Processor time of this thread in seconds.
fn processor() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

fn site(agents: u32, wrap_up: Span) -> Result<Site, Failure> {
    let skill = SkillName::new("calls")?;
    let language = SkillName::new("lang.en")?;
    let flow = FlowName::new("door")?;
    let text = "flow door\n\nstep queue\n  queue calls\n  closed hang up as closed\n  full hang up as full\n  \
                unstaffed hang up as unstaffed\n";
    let line = Line {
        name: LineName::new("door")?,
        called: "1".to_owned(),
        language: Language::English,
        flow: flow.clone(),
        announce_recording: false,
        priority: 0,
    };
    let queue = Queue {
        name: QueueName::new("calls")?,
        calendar: None,
        skills: vec![skill.clone()],
        capacity: u32::MAX,
        ring: Span::seconds(20),
        wrap_up,
        announce_every: Span::ZERO,
        music: PromptName::new("music")?,
        service_level: Span::seconds(15),
        short_abandon: Span::seconds(5),
        routing: QueueRouting::default(),
        record: false,
    };
    let agent = |id| Agent {
        id: AgentId(id),
        address: "sip:simulated@invalid".to_owned(),
        skills: vec![skill.clone(), language.clone()],
        ready_at_start: false,
        routing: AgentRouting::default(),
    };
    let plan = Plan {
        lines: vec![line],
        queues: vec![queue],
        agents: (1..=u64::from(agents)).map(agent).collect(),
        flows: vec![FlowText { name: flow, text: text.to_owned() }],
        ..Plan::default()
    };
    Ok(Site { plan, doors: vec!["1".to_owned()] })
}
