//! Many calls: every one recorded, in order, with nothing left open.

// A helper that cannot set the scene fails its test.
#![allow(clippy::unwrap_used)]

use phones::{
    AgentEnd, AgentOptions, Arrivals, Behaviour, Clip, Crowd, CrowdLine, Customer, Doing, End, Length, Load,
    Options, Phones, Script, Step, Transport, Voice,
};
use std::time::Duration;
use vocabulary::{Language, Span};

const LIMIT: Duration = Duration::from_secs(20);

#[test]
fn a_load_is_recorded_call_by_call() {
    let phones = Phones::start(Options::default()).unwrap();
    let agents = phones.agents(AgentOptions::new(40)).unwrap();
    let server = agents.address(1);
    let arrivals = Arrivals::Even { rate: 100.0, lasting: Span::millis(300) };
    let mut load = Load::to_agents(server, "a1", arrivals, Span::millis(100), Span::seconds(5));
    let mut plain = load.script;
    load.script = Box::new(move |number| Script { to: format!("a{}", number + 1), ..plain(number) });
    let report = phones.load(load).unwrap().wait().unwrap();

    assert_eq!((report.calls.len(), report.ended(End::HungUp)), (30, 30), "{:?}", report.failures());
    assert_eq!(report.broken_audio(), 0);
    for (number, call) in report.calls.iter().enumerate() {
        assert_eq!(call.agent(), Some(number as u32 + 1));
        assert!(call.moments.planned.unwrap() <= call.moments.invited);
    }
    assert!(report.calls.windows(2).all(|pair| pair[0].moments.invited <= pair[1].moments.invited));
    assert_eq!((report.to_agent().count, report.lag().count), (30, 30));

    agents.wait_for(LIMIT, |view| view.ended == 30).expect("all calls end");
    let records = agents.take_records().unwrap();
    assert!(records.iter().all(|record| record.end == AgentEnd::FarHungUp));
    for record in &records {
        assert_eq!(record.received.first_marker().map(|(number, _)| number + 1), Some(record.agent));
    }
    assert_eq!(report.overtakers_by_dispatch(&records), 0);
    assert!(report.occupancy(&records, 40, Span::seconds(1)).waiting == Span::ZERO);
    let cost = phones.cost().unwrap();
    assert_eq!((cost.placed, cost.open), (30, 0));
    assert!(report.cpu > Duration::ZERO && report.cpu <= cost.cpu);
}

#[test]
fn a_load_that_fails_says_how() {
    let phones = Phones::start(Options { linger: Span::millis(100), ..Options::default() }).unwrap();
    let mut options = AgentOptions::new(3);
    options.behaviour = Behaviour::BUSY;
    let agents = phones.agents(options).unwrap();
    agents.behave(2, Behaviour::NOBODY_THERE).unwrap();
    agents.behave(3, Behaviour::PROMPT).unwrap();
    let server = agents.address(1);
    let script = move |number: u64| {
        let script = Script::new(server, &format!("a{}", number % 3 + 1));
        script.steps([Step::AwaitHangUp { within: Span::millis(100) }])
    };
    let bursts =
        Arrivals::Bursts { rate: 100.0, lasting: Span::millis(30), pause: Span::millis(900), times: 2 };
    let report = phones
        .load(Load { arrivals: bursts, script: Box::new(script), limit: Span::millis(400) })
        .unwrap()
        .wait()
        .unwrap();
    let mut failures = report.failures();
    failures.sort_by_key(|(end, _)| format!("{end:?}"));
    assert_eq!(failures, [(End::OutOfTime, 2), (End::Refused(486), 2), (End::StepFailed { step: 0 }, 2)]);
}

#[test]
fn a_stopped_load_ends_when_its_calls_do() {
    let phones = Phones::start(Options::default()).unwrap();
    let agents = phones.agents(AgentOptions::new(1)).unwrap();
    let hour = Arrivals::Even { rate: 1.0 / 60.0, lasting: Span::seconds(3_600) };
    let load = Load::to_prompt(agents.address(1), "a1", hour, Span::millis(100));
    let handle = phones.load(load).unwrap();
    agents.wait_for(LIMIT, |view| view.doing == [Doing::Talking]).expect("the first call is up");
    handle.stop().unwrap();
    assert_eq!(handle.wait().unwrap().ended(End::HungUp), 1);
}

#[test]
fn a_crowd_calls_and_is_counted() {
    let phones = Phones::start(Options::default()).unwrap();
    let clip = Clip::from_samples((0..16_000).map(|n| if n % 20 < 10 { 3_000 } else { -3_000 }).collect());
    let mut options = AgentOptions::new(2);
    options.voice = Box::new(move |number| match number {
        1 => Voice::marked_speech(&clip, number),
        _ => Voice::tone(440),
    });
    let agents = phones.agents(options).unwrap();
    let line = |called: &str| CrowdLine {
        called: called.into(),
        language: Language::English,
        weight: 1,
        menu_after: Span::ZERO,
        choices: vec![],
    };
    let crowd = Crowd {
        server: agents.address(1),
        transport: Transport::Udp,
        rate: 50.0,
        seed: 11,
        patience: Length::Fixed(Span::millis(100)),
        talk: Length::Exponential(Span::millis(40)),
        lines: vec![line("a1"), line("a2"), line("a3")],
        number_end: "#",
        pin_end: "#",
        customer: Box::new(|_| Customer { from: None, number: "1".into(), pin: "2".into() }),
        voice: Box::new(|_| Voice::silence()),
        unused_key: '7',
        asked_again_after: Span::ZERO,
        silent: 0.1,
        wrong_key: 0.1,
        wrong_pin: 0.1,
    };
    let crowd = phones.crowd(crowd).unwrap();
    crowd.wait_for(LIMIT, |s| s.served >= 5 && s.abandoned >= 3 && s.refused >= 5).expect("all kinds occur");
    crowd.stop().unwrap();
    let stats = crowd.wait_for(LIMIT, |stats| stats.open() == 0).expect("all calls end");
    assert_eq!(stats.served + stats.abandoned + stats.refused, stats.ended);
    assert_eq!(stats.answered, stats.served + stats.abandoned);
    assert_eq!((stats.failed, stats.turned_away), (0, 0));
}
