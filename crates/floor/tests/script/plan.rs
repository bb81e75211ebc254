//! The plan of the scripts: called numbers are named after where they lead.

use vocabulary::plan::{
    AfterHours, Agent, AgentRouting, Calendar, CallbackTerms, Channel, ChatLine, Desk, Discipline, FlowText,
    Line, Overflow, Plan, Queue, QueueRouting, Target, Widening,
};
use vocabulary::{AgentId, FlowName, Language, LineName, PromptName, QueueName, SkillName, Span};

/// Straight to a queue.
fn direct(flow: &str, queue: &str, credit: &str) -> String {
    format!(
        "flow {flow}\nstep queue\n queue {queue}\n {credit}\n closed hang up as closed\n \
         full hang up as full\n unstaffed hang up as unstaffed\n"
    )
}

/// Number and PIN first, then the queue `cards`.
const IDENTIFIED: &str = "flow identified
step greeting
  greet hello
  then go to number
step number
  gather number ask.number
  digits 6
  invalid say again
  silent say again
  after 2 tries hang up
  then go to pin
step pin
  gather pin ask.pin
  digits 6
  invalid say again
  silent say again
  after 2 tries hang up
  then go to check
step check
  verify
  verified go to queue
  wrong go to pin
  after 2 wrong hang up
  locked hang up
  unavailable hang up
step queue
  queue cards
  closed hang up as closed
  full hang up as full
  unstaffed hang up as unstaffed
";

/// Queue `cards`: 12 s to answer, 8 s of wrap-up, position told every 20 s, room for two. Queue
/// `lost`: neither wrap-up nor telling. Queue `night` is never open, queue `rare` has nobody,
/// and only `taped` has its contacts recorded.
pub fn plan(agents: u64) -> Plan {
    let plan = Plan {
        lines: ["cards", "vip", "lost", "night", "rare", "taped", "identified"].map(line).to_vec(),
        queues: vec![
            queue("cards", 8, 20, None),
            queue("lost", 0, 0, None),
            queue("night", 0, 0, Some("never")),
            queue("rare", 0, 0, None),
            queue("taped", 0, 0, None),
        ],
        agents: (1..=agents).map(agent).collect(),
        calendars: vec![Calendar {
            name: "never".to_owned(),
            zone: "Asia/Seoul".to_owned(),
            week: Default::default(),
            exceptions: Vec::new(),
        }],
        flows: vec![
            flow("cards", direct("cards", "cards", "")),
            flow("vip", direct("vip", "cards", "credit 90 seconds")),
            flow("lost", direct("lost", "lost", "")),
            flow("night", direct("night", "night", "")),
            flow("rare", direct("rare", "rare", "")),
            flow("taped", direct("taped", "taped", "")),
            flow("identified", IDENTIFIED.to_owned()),
        ],
        desk: Desk { announcements: vec![PromptName::new("outage").unwrap()], ..Desk::default() },
        ..Plan::default()
    };
    let prompts = ["music", "hello", "again", "ask.number", "ask.pin", "outage"]
        .map(|name| PromptName::new(name).unwrap());
    let recorded = floor::Recorded { prompts: prompts.into_iter().collect(), ..Default::default() };
    assert_eq!(floor::check_plan(&plan, &recorded), Vec::new());
    plan
}

/// Queue `wide` prefers an expert for 10 s; queue `first` takes one who waits, for 15 s, then `lost`
/// does; `ranked` goes by priority, which line `first.of.all` has; `known` keeps a customer 20 s for
/// the agent who served before. A1 serves `first`, A2 does not; neither is an expert.
#[allow(dead_code, reason = "each test file is a program of its own, and not all play on this floor")]
pub fn routed() -> Plan {
    let mut plan = plan(2);
    let mut routed = |name: &str, routing: QueueRouting| {
        plan.queues.push(Queue { routing, ..queue(name, 0, 0, None) });
        plan.lines.push(line(name));
        plan.flows.push(flow(name, direct(name, name, "")));
    };
    let expert = vec![SkillName::new("expert").unwrap()];
    let widening = Widening { after: Span::seconds(10), drop: expert.clone(), ..Widening::default() };
    routed("wide", QueueRouting { prefers: expert, widening: vec![widening], ..QueueRouting::default() });
    let to = Target::Queue(QueueName::new("lost").unwrap());
    let overflow = vec![Overflow { after: Some(Span::seconds(15)), length: Some(1), to }];
    routed("first", QueueRouting { overflow, ..QueueRouting::default() });
    routed("ranked", QueueRouting { discipline: Discipline::Priority, ..QueueRouting::default() });
    routed("known", QueueRouting { old_friend: Span::seconds(20), ..QueueRouting::default() });
    plan.flows.retain(|flow| flow.name.as_str() != "known");
    let known = IDENTIFIED.replace("flow identified", "flow known").replace("queue cards", "queue known");
    plan.flows.push(flow("known", known));
    let first = SkillName::new("first").unwrap();
    plan.queues.iter_mut().filter(|q| q.name.as_str() == "first").for_each(|q| q.skills.push(first.clone()));
    plan.agents[0].skills.push(first);
    let vip = Line { called: "first.of.all".to_owned(), priority: 2, ..line("ranked") };
    plan.lines.push(Line { name: LineName::new("first.of.all").unwrap(), ..vip });
    let prompts = ["music", "hello", "again", "ask.number", "ask.pin", "outage"];
    let prompts = prompts.map(|name| PromptName::new(name).unwrap()).into_iter().collect();
    let recorded = floor::Recorded { prompts, ..Default::default() };
    assert_eq!(floor::check_plan(&plan, &recorded), Vec::new());
    plan
}

/// A1 has shifts of 20 minutes at the full hours, the first of them at the beginning; A2 has none.
#[allow(dead_code, reason = "each test file is a program of its own, and not all play on this floor")]
pub fn shifted() -> Plan {
    let mut plan = plan(2);
    let hours = ["08:00-08:20", "09:00-10:10"].map(str::to_owned).to_vec();
    let week = std::array::from_fn(|_| hours.clone());
    let (name, zone) = ("shift".to_owned(), "UTC".to_owned());
    plan.calendars.push(vocabulary::plan::Calendar { name, zone, week, exceptions: Vec::new() });
    plan.agents[0].routing.shift = Some("shift".to_owned());
    plan
}

/// One agent. Queue `shut` sends on those who wait when its hours end, 20 minutes after the beginning,
/// `stay` serves them; `many` treats whoever finds somebody waiting, who then comes back.
#[allow(dead_code, reason = "each test file is a program of its own, and not all play on this floor")]
pub fn closing() -> Plan {
    let mut plan = plan(1);
    let week = |until: &str| std::array::from_fn(|_| vec![format!("08:00-{until}")]);
    let calendar = |name: &str, until| {
        let (name, zone) = (name.to_owned(), "UTC".to_owned());
        vocabulary::plan::Calendar { name, zone, week: week(until), exceptions: Vec::new() }
    };
    plan.calendars.extend([calendar("short", "08:20"), calendar("long", "08:40")]);
    let mut add = |name: &str, calendar: Option<&str>, routing: QueueRouting| {
        let calendar = calendar.map(str::to_owned);
        plan.queues.push(Queue { routing, calendar, ..queue(name, 0, 0, None) });
        plan.lines.push(line(name));
        plan.flows.push(flow(name, direct(name, name, "")));
    };
    let at_closing = vocabulary::plan::Closing::Treatment;
    add("shut", Some("short"), QueueRouting { at_closing, ..QueueRouting::default() });
    add("stay", Some("short"), QueueRouting::default());
    let to = Target::Flow(FlowName::new("sorry").unwrap());
    let overflow = vec![Overflow { after: None, length: Some(1), to }];
    add("many", None, QueueRouting { overflow, ..QueueRouting::default() });
    let sorry = "flow sorry\n\nstep sorry\n  greet outage\n  then go to queue\n\nstep queue\n  queue many\n  \
                 closed hang up\n  full hang up\n  unstaffed hang up\n";
    plan.flows.push(flow("sorry", sorry.to_owned()));
    let prompts = ["music", "hello", "again", "ask.number", "ask.pin", "outage"];
    let prompts = prompts.map(|name| PromptName::new(name).unwrap()).into_iter().collect();
    let recorded = floor::Recorded { prompts, ..Default::default() };
    assert_eq!(floor::check_plan(&plan, &recorded), Vec::new());
    plan
}

/// One agent. Queue `back` calls back from 08:00 to 08:20 and from 08:30 to 09:00, as often as twice, a minute
/// apart; what `brief` has not called back by 08:20 it never does. Numbers are told every 20 s.
#[allow(dead_code, reason = "each test file is a program of its own, and not all play on this floor")]
pub fn called_back() -> Plan {
    let mut plan = plan(1);
    let calendar = |name: &str, hours: &[&str]| {
        let hours: Vec<String> = hours.iter().map(|span| (*span).to_owned()).collect();
        let (name, zone) = (name.to_owned(), "UTC".to_owned());
        Calendar { name, zone, week: std::array::from_fn(|_| hours.clone()), exceptions: Vec::new() }
    };
    plan.calendars.push(calendar("back", &["08:00-08:20", "08:30-09:00"]));
    plan.trunk.address = Some("sip:127.0.0.1:6000".to_owned());
    plan.trunk.numbers = vec!["0".to_owned()];
    for (name, after_hours) in [("back", AfterHours::Keep), ("brief", AfterHours::End)] {
        let terms = CallbackTerms {
            from: Span::ZERO,
            most: 2,
            hours: Some("back".to_owned()),
            after_hours,
            tries: 2,
            again: Span::seconds(60),
            ring: Span::seconds(10),
        };
        let routing = QueueRouting { callback: Some(terms), ..QueueRouting::default() };
        plan.queues.push(Queue { routing, capacity: 9, ..queue(name, 8, 20, None) });
        plan.lines.push(line(name));
        plan.flows.push(flow(name, direct(name, name, "")));
    }
    let prompts = [
        "music",
        "hello",
        "again",
        "ask.number",
        "ask.pin",
        "outage",
        "callback.offer",
        "callback.confirm",
        "callback.promised",
        "ringing",
    ];
    let prompts = prompts.map(|name| PromptName::new(name).unwrap()).into_iter().collect();
    let recorded = floor::Recorded { prompts, ..Default::default() };
    assert_eq!(floor::check_plan(&plan, &recorded), Vec::new());
    plan
}

/// A1 has two chats at once, of which one when a call is offered, and one during a call; A2 has one
/// chat, and none beside a call. Queue `talk` holds chats, with 10 s of wrap-up; so does `forms`, with
/// none.
#[allow(dead_code, reason = "each test file is a program of its own, and not all play on this floor")]
pub fn blended() -> Plan {
    let mut plan = plan(2);
    let chats = [(2, 1, 1), (1, 0, 0)];
    for (agent, (chats, before, during)) in plan.agents.iter_mut().zip(chats) {
        agent.address = vocabulary::voice::PAGE.to_owned();
        agent.routing.chats = chats;
        (agent.routing.chats_before_call, agent.routing.chats_during_call) = (before, during);
    }
    let holds = QueueRouting { channel: Channel::Chat, ..QueueRouting::default() };
    let queues = [("talk", 10), ("forms", 0)];
    plan.queues.extend(
        queues.map(|(name, wrap_up)| Queue { routing: holds.clone(), ..queue(name, wrap_up, 20, None) }),
    );
    let (name, queue) = (LineName::new("web").unwrap(), QueueName::new("talk").unwrap());
    plan.chats.push(ChatLine { name, language: Language::Korean, queue, priority: 0 });
    let prompts = ["music", "hello", "again", "ask.number", "ask.pin", "outage"];
    let prompts = prompts.map(|name| PromptName::new(name).unwrap()).into_iter().collect();
    let recorded = floor::Recorded { prompts, ..Default::default() };
    assert_eq!(floor::check_plan(&plan, &recorded), Vec::new());
    plan
}

/// `without queue cards`, `without agent 1`, `with agent 1`, `with wrap-up 3`.
pub fn changed(plan: &Plan, change: &[&str]) -> Plan {
    let mut plan = plan.clone();
    match change {
        ["without", "queue", name] => plan.queues.retain(|queue| queue.name.as_str() != *name),
        ["without", "flow", name] => plan.flows.retain(|flow| flow.name.as_str() != *name),
        ["without", "agent", number] => plan.agents.retain(|agent| agent.id.0.to_string() != *number),
        ["with", "agent", number] => plan.agents.push(agent(number.parse().unwrap())),
        ["open", "for", "longer"] => {
            let shut = plan.queues.iter_mut().filter(|queue| queue.calendar.as_deref() == Some("short"));
            shut.for_each(|queue| queue.calendar = Some("long".to_owned()));
        }
        ["without", "trunk"] => plan.trunk.address = None,
        ["with", "queue", "cards"] => plan.queues.insert(0, queue("cards", 8, 20, None)),
        [name, "holds", "calls"] => {
            let held = plan.queues.iter_mut().filter(|queue| queue.name.as_str() == *name);
            held.for_each(|queue| queue.routing.channel = Channel::Voice);
        }
        other => panic!("nobody knows how to plan {other:?}"),
    }
    plan
}

fn line(name: &str) -> Line {
    Line {
        name: LineName::new(name).unwrap(),
        called: name.to_owned(),
        language: Language::Korean,
        flow: FlowName::new(name).unwrap(),
        announce_recording: false,
        priority: 0,
    }
}

fn flow(name: &str, text: String) -> FlowText {
    FlowText { name: FlowName::new(name).unwrap(), text }
}

fn queue(name: &str, wrap_up: i64, announce_every: i64, calendar: Option<&str>) -> Queue {
    Queue {
        name: QueueName::new(name).unwrap(),
        calendar: calendar.map(str::to_owned),
        skills: if name == "rare" { vec![SkillName::new("rare").unwrap()] } else { Vec::new() },
        capacity: 2,
        ring: Span::seconds(12),
        wrap_up: Span::seconds(wrap_up),
        announce_every: Span::seconds(announce_every),
        music: PromptName::new("music").unwrap(),
        service_level: Span::seconds(15),
        short_abandon: Span::seconds(5),
        routing: QueueRouting::default(),
        record: name == "taped",
    }
}

fn agent(number: u64) -> Agent {
    Agent {
        id: AgentId(number),
        address: format!("sip:{number}"),
        skills: vec![SkillName::new("lang.ko").unwrap()],
        ready_at_start: true,
        routing: AgentRouting::default(),
    }
}
