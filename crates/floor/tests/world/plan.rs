//! A small bank: one line, two queues, a handful of agents.

use rand::{Rng, RngExt};
use vocabulary::plan::{
    Agent, AgentRouting, Calendar, CallbackTerms, Channel, ChatLine, Choice, DayException, Desk, Discipline,
    FlowText, Line, Overflow, Plan, Queue, QueueRouting, Target, Trunk, Widening,
};
use vocabulary::{AgentId, FlowName, Language, LineName, PromptName, QueueName, SkillName, Span};

use vocabulary::voice::PAGE;

/// The number the world's callers dial.
pub const CALLED: &str = "15881234";

/// A flow with everything a caller can meet: a menu, a verification, two queues.
const FLOW: &str = "flow main

step greeting
  greet greeting
  then go to menu

step menu
  ask menu
  first key within 4 seconds
  key 1 go to number
  key 0 go to cards
  key 3 go to lost
  invalid say key.unused
  silent say key.none
  after 2 tries go to cards

step number
  gather number number.ask
  digits 6 to 8
  invalid say number.short
  silent say key.none
  after 2 tries go to cards
  then go to pin

step pin
  gather pin pin.ask
  digits 6
  invalid say pin.short
  silent say key.none
  after 2 tries go to cards
  then go to verify

step verify
  verify
  verified go to cards
  wrong go to pin
  after 3 wrong go to cards
  locked go to lost
  unavailable go to cards

step cards
  queue cards
  closed hang up as closed
  full go to sorry
  unstaffed hang up as unstaffed

step lost
  queue lost
  credit 90 seconds
  closed hang up as closed
  full go to sorry
  unstaffed hang up as unstaffed

step sorry
  say full
  then hang up as full
";

/// The prompts the flow and the queues play.
const PROMPTS: [&str; 15] = [
    "greeting",
    "menu",
    "key.unused",
    "key.none",
    "number.ask",
    "number.short",
    "pin.ask",
    "pin.short",
    "full",
    "music",
    "hold",
    "callback.offer",
    "callback.confirm",
    "callback.promised",
    "ringing",
];

pub fn plan(agents: u64) -> Plan {
    let plan = written(agents);
    let prompts = PROMPTS.iter().map(|name| PromptName::new(name).unwrap()).collect();
    let faults = floor::check_plan(&plan, &floor::Recorded { prompts, ..Default::default() });
    let missing_skill = |fault: &floor::Fault| agents < 3 && fault.reason.contains("skill");
    assert!(faults.iter().all(missing_skill), "{faults:?}");
    plan
}

fn written(agents: u64) -> Plan {
    Plan {
        lines: vec![Line {
            name: LineName::new("hotline").unwrap(),
            called: CALLED.to_owned(),
            language: Language::Korean,
            flow: FlowName::new("main").unwrap(),
            announce_recording: true,
            priority: 0,
        }],
        queues: vec![
            Queue { routing: cards(), ..queue("cards", 6, 8) },
            Queue { routing: lost(), ..queue("lost", 3, 0) },
            Queue { routing: talk(), skills: skills(&["lost"]), ..queue("talk", 3, 5) },
            Queue { routing: holds_chats(), skills: skills(&["cards"]), ..queue("forms", 3, 0) },
        ],
        chats: vec![ChatLine {
            name: LineName::new("web").unwrap(),
            language: Language::Korean,
            queue: QueueName::new("talk").unwrap(),
            priority: 0,
        }],
        agents: (1..=agents).map(agent).collect(),
        calendars: vec![called_back_in()],
        trunk: Trunk {
            address: Some("sip:127.0.0.1:6000".to_owned()),
            numbers: vec!["0".to_owned()],
            except: Vec::new(),
        },
        desk: Desk { announcements: vec![PromptName::new("full").unwrap()], ..Desk::default() },
        flows: vec![FlowText { name: FlowName::new("main").unwrap(), text: FLOW.to_owned() }],
        ..Plan::default()
    }
}

/// Experts are preferred at first, then whoever can do `cards`, then whoever can do `lost`.
fn cards() -> QueueRouting {
    let expert = vec![SkillName::new("expert").unwrap()];
    let lost = SkillName::new("lost").unwrap();
    QueueRouting {
        discipline: Discipline::Weighted { weight: 3 },
        proficiency: [(SkillName::new("cards").unwrap(), 6)].into(),
        prefers: expert.clone(),
        widening: vec![
            Widening { after: Span::seconds(3), drop: expert, lower: 1, ..Widening::default() },
            Widening { after: Span::seconds(10), also: vec![lost], ..Widening::default() },
        ],
        old_friend: Span::seconds(6),
        callback: Some(callback()),
        overflow: vec![Overflow {
            after: Some(Span::seconds(14)),
            length: Some(4),
            to: Target::Queue(QueueName::new("lost").unwrap()),
        }],
        ..QueueRouting::default()
    }
}

/// Whoever waits long for an answer in `talk` gets one in `forms`.
fn talk() -> QueueRouting {
    let to = Target::Queue(QueueName::new("forms").unwrap());
    let overflow = vec![Overflow { after: Some(Span::seconds(25)), length: None, to }];
    QueueRouting { overflow, ..holds_chats() }
}

fn holds_chats() -> QueueRouting {
    QueueRouting { channel: Channel::Chat, ..QueueRouting::default() }
}

fn skills(names: &[&str]) -> Vec<SkillName> {
    names.iter().map(|name| SkillName::new(name).unwrap()).collect()
}

fn lost() -> QueueRouting {
    QueueRouting {
        discipline: Discipline::Priority,
        choice: Choice::LowestOccupancy,
        callback: Some(CallbackTerms { most: 2, ..callback() }),
        ..QueueRouting::default()
    }
}

/// Offered to all, tried twice, in hours that have a break, and an end: nobody is called for ever.
fn callback() -> CallbackTerms {
    CallbackTerms {
        from: Span::ZERO,
        hours: Some("called back".to_owned()),
        tries: 2,
        again: Span::seconds(15),
        ring: Span::seconds(10),
        ..CallbackTerms::default()
    }
}

/// Every history begins on 2027-01-15 at 08:00 UTC.
fn called_back_in() -> Calendar {
    let hours = ["07:00-08:02", "08:04-08:40"].map(str::to_owned).to_vec();
    Calendar {
        name: "called back".to_owned(),
        zone: "UTC".to_owned(),
        week: Default::default(),
        exceptions: vec![DayException { date: "2027-01-15".to_owned(), hours }],
    }
}

/// The plan without one thing or another.
pub fn struck(whole: &Plan, rng: &mut impl Rng) -> Plan {
    let mut plan = whole.clone();
    match rng.random_range(0..6) {
        4 => plan.agents.iter_mut().for_each(|agent| agent.routing.chats = agent.routing.chats.min(1)),
        5 => plan.queues.iter_mut().for_each(|queue| queue.routing.channel = Channel::Voice),
        0 => drop(plan.queues.remove(rng.random_range(0..plan.queues.len()))),
        1 => drop(plan.agents.remove(rng.random_range(0..plan.agents.len()))),
        2 => plan.flows.clear(),
        _ => plan = Plan::default(),
    }
    plan
}

fn queue(name: &str, capacity: u32, wrap_up: i64) -> Queue {
    Queue {
        name: QueueName::new(name).unwrap(),
        calendar: None,
        skills: vec![SkillName::new(name).unwrap()],
        capacity,
        ring: Span::seconds(12),
        wrap_up: Span::seconds(wrap_up),
        announce_every: Span::seconds(20),
        music: PromptName::new("music").unwrap(),
        service_level: Span::seconds(15),
        short_abandon: Span::seconds(5),
        routing: QueueRouting::default(),
        record: name == "cards",
    }
}

/// Everybody speaks Korean; every other agent can do only one of the two queues.
fn agent(number: u64) -> Agent {
    let can: &[&str] = match number % 3 {
        0 => &["cards", "expert", "lang.ko"],
        1 => &["cards", "lost", "lang.ko"],
        _ => &["lost", "lang.ko"],
    };
    // Every other agent is called in the browser, and has chats there.
    let in_browser = number.is_multiple_of(2);
    let routing = AgentRouting {
        chats: 3,
        chats_before_call: (number % 4) as u8 / 2,
        chats_during_call: 2 - (number % 4) as u8 / 2,
        ..AgentRouting::default()
    };
    Agent {
        id: AgentId(number),
        address: if in_browser { PAGE.to_owned() } else { format!("sip:a{number}@127.0.0.1:7000") },
        skills: skills(can),
        ready_at_start: true,
        routing: if in_browser { routing } else { AgentRouting::default() },
    }
}
