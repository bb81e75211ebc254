//! The flows the product comes with: sound, complete, and made of prompts that exist.
#![allow(clippy::unwrap_used)]

use ivr::{End, Facts, Flow, Known, Limits, Outcome, QueueState, Report, walk};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use vocabulary::journal::EndReason;
use vocabulary::{QueueName, SkillName};

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn flow(name: &str) -> Flow {
    let told =
        |faults: Vec<ivr::Fault>| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    Flow::parse(name.parse().unwrap(), &read(&format!("flows/{name}.flow"))).map_err(told).unwrap()
}

fn walked(name: &str) -> Report {
    let report = walk(&flow(name), Limits::default());
    assert!(report.sound(), "{report}");
    report
}

#[derive(Deserialize)]
struct Manifest {
    prompt: Vec<Prompt>,
}

#[derive(Deserialize)]
struct Prompt {
    name: String,
    kind: String,
}

#[test]
fn every_flow_names_only_what_there_is() {
    let manifest: Manifest = toml::from_str(&read("prompts/prompts.toml")).unwrap();
    let prompts = |kind: Option<&str>| {
        let of_kind = manifest.prompt.iter().filter(|prompt| kind.is_none_or(|kind| prompt.kind == kind));
        of_kind.map(|prompt| prompt.name.parse().unwrap()).collect()
    };
    let known = Known {
        prompts: prompts(None),
        adverts: prompts(Some("advert")),
        queues: ["cards", "loans", "lost"].map(|name| name.parse().unwrap()).into(),
        skills: BTreeSet::new(),
    };
    assert!(!known.adverts.is_empty());
    for name in ["main", "direct", "prompt"] {
        assert_eq!(flow(name).check(&known), [], "{name}");
    }
}

#[test]
fn a_customer_comes_through_the_main_flow_on_every_path() {
    let report = walked("main");
    let ends: BTreeSet<String> = report.endings.iter().map(|ending| ending.end.to_string()).collect();
    let expected = [
        "hung up",
        "hung up as closed",
        "hung up as full",
        "hung up as unstaffed",
        "waits in queue cards",
        "waits in queue loans",
        "waits in queue lost",
    ];
    assert_eq!(ends, expected.map(str::to_owned).into());
    let easiest = |step: &str| {
        let ending = report.endings.iter().find(|ending| ending.step.as_str() == step).unwrap();
        ending.example.to_string()
    };
    // A lost card takes one key, an agent one, and a verified matter a number and a PIN. The desk
    // is asked about before anything is keyed, and again on joining its queue.
    assert_eq!(easiest("lost.queue"), "no recording → key 3 → lost open");
    assert_eq!(easiest("agent.queue"), "no recording → key 0 → cards open → cards open");
    assert_eq!(
        easiest("loans.queue"),
        "no recording → key 2 → loans open → number → PIN → verified → loans open"
    );
}

/// A line that announces recording, or one that does not; every queue open.
struct Line {
    announces: bool,
}

impl Facts for Line {
    fn announce_recording(&self) -> bool {
        self.announces
    }
    fn verified(&self) -> bool {
        false
    }
    fn queue_state(&self, _: &QueueName, _: &[SkillName]) -> QueueState {
        QueueState::Open
    }
}

#[test]
fn recording_is_announced_right_after_the_greeting_where_the_line_asks_for_it() {
    let main = flow("main");
    for (announces, expected) in [(true, "recording"), (false, "menu")] {
        let line = Line { announces };
        let greeting = main.start(&line);
        assert_eq!(greeting.position.step.as_str(), "greeting");
        let next = main.next(&greeting.position, &Outcome::Said, &line);
        assert_eq!(next.position.step.as_str(), expected);
    }
}

#[test]
fn the_small_flows_do_one_thing() {
    let direct = walked("direct");
    assert_eq!(direct.endings[0].end, End::Queued("cards".parse().unwrap()));
    assert_eq!((direct.paths, direct.longest.unwrap().presses), (7, 0));
    let prompt = walked("prompt");
    assert_eq!(prompt.endings.len(), 1);
    assert_eq!(prompt.endings[0].end, End::HungUp(EndReason::FlowEnded));
}

#[test]
fn a_walk_says_what_it_did_not_try() {
    let main = flow("main");
    let short = walk(&main, Limits { places: 10, paths: 1_000_000 });
    assert!(!short.complete && !short.sound() && short.endless.is_empty());
    let few = walk(&main, Limits { places: 50_000, paths: 100 });
    assert!(!few.complete && few.paths + few.returning == 100);
    assert!(few.to_string().contains("a limit was reached first"));
}

#[test]
fn a_walk_finds_steps_that_no_caller_reaches() {
    // Something leads to `known`, but nobody is verified when it does.
    let text = "flow main\nstep a\ngreet hi\nthen go to b\nstep b\nif verified go to known\notherwise hang up\n\
                step known\nsay hello\nthen hang up";
    let report = walk(&Flow::parse("main".parse().unwrap(), text).unwrap(), Limits::default());
    assert_eq!(report.never_visited, ["known".parse().unwrap()]);
    assert!(!report.sound());
    assert!(report.to_string().contains("Steps no caller reaches: known"), "{report}");
}
