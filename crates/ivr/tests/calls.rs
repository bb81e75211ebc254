//! Calls through a flow: what each answer leads to, and what the floor is told to do.
#![allow(clippy::unwrap_used)]

use ivr::{Facts, Flow, Outcome, QueueState, Step};
use vocabulary::journal::{FlowAct, FlowPosition};
use vocabulary::voice::{GatherRule, Keep};
use vocabulary::{Handle, QueueName, SkillName, Span};

const FLOW: &str = "
flow main
step hello
  greet hi
  then go to policy
step policy
  if line announces recording go to recording
  otherwise go to menu
step recording
  say recorded
  then go to menu
step menu
  ask menu
  first key within 7 seconds
  key 1 go to number
  key 2 go to vip
  key # hang up as closed
  invalid say wrong.key
  silent say nothing
  after 2 tries hang up
step number
  gather number number.ask
  digits 6 to 12
  invalid say short
  silent say nothing
  after 2 tries go to vip
  then go to pin
step pin
  gather pin pin.ask
  digits 6
  next key within 5 seconds
  invalid say short
  silent say nothing
  after 2 tries go to vip
  then go to verify
step verify
  verify
  verified go to known
  wrong go to again
  after 3 wrong go to vip
  locked hang up
  unavailable go to menu
step again
  say pin.wrong
  then go to pin
step known
  if verified go to cards
  otherwise hang up
step cards
  queue cards
  closed go to vip
  full hang up as full
  unstaffed hang up as unstaffed
step vip
  queue vip
  skills gold
  credit 2 minutes
  closed hang up as closed
  full hang up as full
  unstaffed hang up as unstaffed
";

/// A world where every queue is open, save the named ones.
#[derive(Default)]
struct World {
    recording: bool,
    not_open: Vec<(&'static str, QueueState)>,
}

impl Facts for World {
    fn announce_recording(&self) -> bool {
        self.recording
    }
    fn verified(&self) -> bool {
        // The floor has not noted it yet when it asks what follows.
        false
    }
    fn queue_state(&self, queue: &QueueName, skills: &[SkillName]) -> QueueState {
        assert_eq!(skills.len(), usize::from(queue.as_str() == "vip"), "the flow's skills are asked for");
        let named = self.not_open.iter().find(|(name, _)| *name == queue.as_str());
        named.map_or(QueueState::Open, |(_, state)| *state)
    }
}

fn flow() -> Flow {
    Flow::parse("main".parse().unwrap(), FLOW).unwrap()
}

/// `STEP: what it does`, with what the position keeps.
fn told(step: &Step) -> String {
    let FlowPosition { step: name, tries, number, pin, refused, .. } = &step.position;
    let act = match &step.act {
        FlowAct::Say { prompts } => format!("say {prompts:?}"),
        FlowAct::Ask { prompts, rule } => format!("ask {prompts:?} {:?}", rule.keep),
        FlowAct::Verify { number, pin } => format!("verify {number} {pin}"),
        FlowAct::Queue { queue, credit, skills } => format!("queue {queue} {credit} {skills:?}"),
        FlowAct::HangUp { reason } => format!("hang up {reason:?}"),
    };
    let kept: Vec<String> = [("number", number), ("pin", pin)]
        .iter()
        .filter_map(|(what, handle)| handle.map(|handle| format!(" {what}={handle}")))
        .collect();
    let counts = [("tries", tries), ("refused", refused)];
    let counts = counts.iter().filter(|(_, n)| **n > 0).map(|(what, n)| format!(" {what}={n}"));
    format!("{name}: {act}{}{}", kept.concat(), counts.collect::<String>())
}

/// Plays the outcomes and compares the last step.
fn check(world: &World, outcomes: &[Outcome], expected: &str) {
    let flow = flow();
    let mut step = flow.start(world);
    for outcome in outcomes {
        step = flow.next(&step.position, outcome, world);
    }
    assert_eq!(told(&step), expected, "after {outcomes:?}");
}

fn keys(keys: &str) -> Outcome {
    Outcome::Keys(keys.to_owned())
}

const NUMBER: Outcome = Outcome::Kept(Handle(5));
const PIN: Outcome = Outcome::Kept(Handle(6));
const WRONG: Outcome = Outcome::Wrong { left: 2 };
use Outcome::{Locked, QueueClosed, QueueFull, QueueUnstaffed, Said, Silent, TooFew, Unavailable, Verified};

#[test]
fn greeting_recording_and_menu() {
    let plain = World::default();
    check(&plain, &[], "hello: say [hi]");
    check(&plain, &[Said], "menu: ask [menu] Open");
    let recording = World { recording: true, ..World::default() };
    check(&recording, &[Said], "recording: say [recorded]");
    check(&recording, &[Said, Said], "menu: ask [menu] Open");
    check(&plain, &[Said, Silent], "menu: ask [nothing, menu] Open tries=1");
    check(&plain, &[Said, keys("7")], "menu: ask [wrong.key, menu] Open tries=1");
    check(&plain, &[Said, keys("7"), Silent], "menu: hang up FlowEnded tries=2");
    check(&plain, &[Said, Silent, keys("#")], "menu: hang up Closed tries=1");
    check(&plain, &[Said, Silent, keys("1")], "number: ask [number.ask] Private");
}

/// What the flow's own end is worth depends on the way there.
#[test]
fn whoever_is_given_up_is_not_served() {
    let world = World::default();
    let given_up = |outcomes: &[Outcome]| {
        let flow = flow();
        let next = |step: Step, outcome| flow.next(&step.position, outcome, &world);
        outcomes.iter().fold(flow.start(&world), next).position.given_up
    };
    let with = |rest: &[Outcome]| [&[Said, keys("1"), NUMBER, PIN][..], rest].concat();
    for (outcomes, expected) in [
        (vec![], false),
        (vec![Said, keys("7")], false),
        (vec![Said, keys("7"), Silent], true),
        (vec![Said, Silent, keys("1")], false),
        (vec![Said, keys("1"), TooFew, Silent], true),
        (with(&[Verified]), false),
        (with(&[Locked]), true),
        (with(&[Outcome::Wrong { left: 0 }]), true),
        (with(&[Unavailable]), true),
        // Whoever keys on is on a way of the own choice again.
        (with(&[Unavailable, keys("1")]), false),
        (with(&[Verified, QueueFull]), true),
    ] {
        assert_eq!(given_up(&outcomes), expected, "{outcomes:?}");
    }
}

#[test]
fn number_pin_and_what_the_bank_says() {
    let world = World::default();
    let with = |rest: &[Outcome]| [&[Said, keys("1"), NUMBER][..], rest].concat();
    check(&world, &[Said, keys("1"), TooFew], "number: ask [short, number.ask] Private tries=1");
    check(&world, &[Said, keys("1"), TooFew, Silent], "vip: queue vip 120.000s [gold]");
    check(&world, &with(&[]), "pin: ask [pin.ask] Secret number=H-5");
    check(&world, &with(&[PIN]), "verify: verify H-5 H-6 number=H-5 pin=H-6");
    check(&world, &with(&[PIN, Verified]), "cards: queue cards 0.000s [] number=H-5");
    check(&world, &with(&[PIN, WRONG]), "again: say [pin.wrong] number=H-5 refused=1");
    check(&world, &with(&[PIN, WRONG, Said]), "pin: ask [pin.ask] Secret number=H-5 refused=1");
    let twice = [PIN, WRONG, Said, PIN, WRONG, Said, PIN];
    check(&world, &with(&twice), "verify: verify H-5 H-6 number=H-5 pin=H-6 refused=2");
    let thrice = [&twice[..], &[WRONG]].concat();
    check(&world, &with(&thrice), "vip: queue vip 120.000s [gold] number=H-5 refused=3");
    check(
        &world,
        &with(&[PIN, Outcome::Wrong { left: 0 }]),
        "verify: hang up FlowEnded number=H-5 refused=1",
    );
    check(&world, &with(&[PIN, Locked]), "verify: hang up FlowEnded number=H-5");
    check(&world, &with(&[PIN, Unavailable]), "menu: ask [menu] Open number=H-5");
}

#[test]
fn three_tries_a_contact_hold_on_every_way_through_the_flow() {
    let flow = flow();
    let world = World::default();
    let mut at = flow.start(&world).position;
    at.step = "pin".parse().unwrap();
    (at.number, at.refused) = (Some(Handle(5)), 3);
    assert_eq!(
        told(&flow.next(&at, &PIN, &world)),
        "vip: queue vip 120.000s [gold] number=H-5 pin=H-6 refused=3"
    );
}

#[test]
fn queues_that_cannot_take_the_caller_are_left_at_once() {
    let to_vip = [Said, keys("2")];
    for (state, expected) in [
        (QueueState::Open, "vip: queue vip 120.000s [gold]"),
        (QueueState::Closed, "vip: hang up Closed"),
        (QueueState::Full, "vip: hang up Full"),
        (QueueState::Unstaffed, "vip: hang up Unstaffed"),
    ] {
        check(&World { not_open: vec![("vip", state)], ..World::default() }, &to_vip, expected);
    }
    let cards_closed = World { not_open: vec![("cards", QueueState::Closed)], ..World::default() };
    check(
        &cards_closed,
        &[Said, keys("1"), NUMBER, PIN, Verified],
        "vip: queue vip 120.000s [gold] number=H-5",
    );
    let world = World::default();
    for (outcome, expected) in [
        (QueueClosed, "vip: hang up Closed"),
        (QueueFull, "vip: hang up Full"),
        (QueueUnstaffed, "vip: hang up Unstaffed"),
    ] {
        check(&world, &[&to_vip[..], &[outcome]].concat(), expected);
    }
}

#[test]
fn what_does_not_fit_is_the_flows_own_fault() {
    let world = World::default();
    check(&world, &[Silent], "hello: hang up FlowFault");
    check(&world, &[Said, Verified], "menu: hang up FlowFault");
    check(&world, &[Said, NUMBER], "menu: hang up FlowFault");
    check(&world, &[Said, keys("1"), keys("123456")], "number: hang up FlowFault");
    check(&world, &[Said, keys("2"), Said], "vip: hang up FlowFault");
    let flow = flow();
    let here = flow.start(&world).position;
    let elsewhere = FlowPosition { step: "gone".parse().unwrap(), ..here.clone() };
    assert_eq!(told(&flow.next(&elsewhere, &Said, &world)), "gone: hang up FlowFault");
    let foreign = FlowPosition { flow: "other".parse().unwrap(), ..here.clone() };
    assert_eq!(told(&flow.next(&foreign, &Said, &world)), "hello: hang up FlowFault");
    let without_number = FlowPosition { step: "pin".parse().unwrap(), ..here };
    assert_eq!(told(&flow.next(&without_number, &PIN, &world)), "verify: hang up FlowFault pin=H-6");
}

#[test]
fn the_rules_of_an_entry() {
    let world = World::default();
    let flow = flow();
    let rule = |outcomes: &[Outcome]| {
        let mut step = flow.start(&world);
        for outcome in outcomes {
            step = flow.next(&step.position, outcome, &world);
        }
        match step.act {
            FlowAct::Ask { rule, .. } => rule,
            act => panic!("{act:?} asks nothing"),
        }
    };
    let expected = |least, most, terminator, first, between, keep| GatherRule {
        least,
        most,
        terminator,
        first: Span::seconds(first),
        between: Span::seconds(between),
        keep,
    };
    assert_eq!(rule(&[Said]), expected(1, 1, None, 7, 4, Keep::Open));
    assert_eq!(rule(&[Said, keys("1")]), expected(6, 12, Some('#'), 6, 4, Keep::Private));
    assert_eq!(rule(&[Said, keys("1"), NUMBER]), expected(6, 6, None, 6, 5, Keep::Secret));
}

#[test]
fn a_closed_desk_can_be_known_before_anything_is_keyed() {
    let text = "flow main\nstep a\nif queue cards is closed go to b\notherwise go to c\n\
                step b\ngreet closed\nthen hang up as closed\nstep c\ngreet hi\nthen hang up";
    let flow = Flow::parse("main".parse().unwrap(), text).unwrap();
    let start = |world| told(&flow.start(&world));
    assert_eq!(start(World::default()), "c: say [hi]");
    let closed = World { not_open: vec![("cards", QueueState::Closed)], ..World::default() };
    assert_eq!(start(closed), "b: say [closed]");
}
