//! Laws that hold for any text and any call.
#![allow(clippy::unwrap_used)]

use ivr::{End, Facts, Flow, Limits, Outcome, QueueState, walk};
use proptest::prelude::*;
use vocabulary::journal::{EndReason, FlowAct};
use vocabulary::{Handle, QueueName, SkillName};

const MAIN: &str = include_str!("../../../flows/main.flow");

fn main_flow() -> Flow {
    Flow::parse("main".parse().unwrap(), MAIN).unwrap()
}

/// A world made of numbers, so that it changes from question to question.
struct World(std::cell::Cell<u64>);

impl World {
    fn draw(&self, below: u64) -> u64 {
        // Knuth's MMIX generator: any will do.
        let next =
            self.0.get().wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0.set(next);
        (next >> 33) % below
    }
}

impl Facts for World {
    fn announce_recording(&self) -> bool {
        self.draw(2) == 0
    }
    fn verified(&self) -> bool {
        self.draw(2) == 0
    }
    fn queue_state(&self, _: &QueueName, _: &[SkillName]) -> QueueState {
        [QueueState::Open, QueueState::Closed, QueueState::Full, QueueState::Unstaffed][self.draw(4) as usize]
    }
}

fn outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        3 => Just(Outcome::Said),
        3 => "[0-9*#]{0,3}".prop_map(Outcome::Keys),
        2 => any::<u64>().prop_map(|handle| Outcome::Kept(Handle(handle))),
        1 => Just(Outcome::Silent),
        1 => Just(Outcome::TooFew),
        1 => Just(Outcome::Verified),
        1 => (0..4_u8).prop_map(|left| Outcome::Wrong { left }),
        1 => Just(Outcome::Locked),
        1 => Just(Outcome::Unavailable),
        1 => Just(Outcome::QueueClosed),
        1 => Just(Outcome::QueueFull),
        1 => Just(Outcome::QueueUnstaffed),
    ]
}

/// Outcomes that fit an act, as a voice node and a bank would report them.
fn fitting(act: &FlowAct, world: &World) -> Vec<Outcome> {
    match act {
        FlowAct::Say { .. } => vec![Outcome::Said],
        FlowAct::Ask { rule, .. } if rule.keep == vocabulary::voice::Keep::Open => {
            vec![Outcome::Keys(world.draw(10).to_string()), Outcome::Silent]
        }
        FlowAct::Ask { .. } => {
            vec![Outcome::Kept(Handle(world.draw(1000))), Outcome::Silent, Outcome::TooFew]
        }
        FlowAct::Verify { .. } => {
            let left = world.draw(3) as u8;
            vec![Outcome::Verified, Outcome::Wrong { left }, Outcome::Locked, Outcome::Unavailable]
        }
        FlowAct::Queue { .. } => vec![Outcome::QueueClosed, Outcome::QueueFull, Outcome::QueueUnstaffed],
        FlowAct::HangUp { .. } => Vec::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_refused_with_places_inside_it(text in any::<String>()) {
        prop_assert!(Flow::parse("main".parse().unwrap(), &text).is_err());
    }

    /// Lines of the real flow struck out, doubled and swapped: never a panic, and whatever is
    /// still accepted can be walked to its ends.
    #[test]
    fn a_damaged_flow_is_refused_or_sound(edits in prop::collection::vec((0..240_usize, 0..240_usize, 0..3_u8), 1..4)) {
        let mut lines: Vec<&str> = MAIN.lines().collect();
        for (from, to, what) in edits {
            let (from, to) = (from % lines.len(), to % lines.len());
            match what {
                0 => { lines.remove(from); }
                1 => lines.insert(to, lines[from]),
                _ => lines.swap(from, to),
            }
        }
        match Flow::parse("main".parse().unwrap(), &lines.join("\n")) {
            Ok(flow) => {
                let report = walk(&flow, Limits { paths: 1_000, ..Limits::default() });
                prop_assert!(report.endless.is_empty(), "{report}");
                prop_assert!(report.endings.iter().all(|ending| ending.end != End::HungUp(EndReason::FlowFault)), "{report}");
            }
            Err(faults) => {
                prop_assert!(!faults.is_empty());
                for fault in faults {
                    let line = lines.get(fault.at.line as usize - 1).copied().unwrap_or_default();
                    prop_assert!(fault.at.column as usize <= line.chars().count() + 1, "{fault}");
                }
            }
        }
    }

    /// Outcomes in any order: the flow answers each, and stays in its own steps.
    #[test]
    fn any_outcomes_are_answered(outcomes in prop::collection::vec(outcome(), 0..30), seed in any::<u64>()) {
        let flow = main_flow();
        let world = World(seed.into());
        let mut step = flow.start(&world);
        for outcome in &outcomes {
            step = flow.next(&step.position, outcome, &world);
            prop_assert!(flow.steps().any(|name| *name == step.position.step));
        }
    }

    /// A call whose outcomes fit never meets a fault of the flow, and a caller who never finds the
    /// key that repeats the menu comes to an end.
    #[test]
    fn fitting_outcomes_never_meet_a_fault(seed in any::<u64>()) {
        let flow = main_flow();
        let world = World(seed.into());
        let mut step = flow.start(&world);
        for _ in 0..200 {
            let answers = fitting(&step.act, &world);
            if answers.is_empty() {
                break;
            }
            let answer = &answers[world.draw(answers.len() as u64) as usize];
            step = flow.next(&step.position, answer, &world);
            let fault = FlowAct::HangUp { reason: EndReason::FlowFault };
            prop_assert!(step.act != fault, "{answer:?} at {:?}", step.position.step);
        }
    }
}

/// Small flows put together at random. Those the checker accepts are walked: its proofs must hold.
#[test]
fn what_the_checker_accepts_the_walker_confirms() {
    let world = World(7.into());
    let mut accepted = 0;
    for _ in 0..20_000 {
        let text = random_flow(&world);
        let Ok(flow) = Flow::parse("main".parse().unwrap(), &text) else { continue };
        accepted += 1;
        let report = walk(&flow, Limits { paths: 1_000, ..Limits::default() });
        let faulty = report.endings.iter().any(|ending| ending.end == End::HungUp(EndReason::FlowFault));
        assert!(report.endless.is_empty() && !faulty && !report.endings.is_empty(), "{text}\n{report}");
    }
    assert!(accepted >= 200, "only {accepted} flows were accepted: the test has become empty");
}

fn random_flow(world: &World) -> String {
    let count = 2 + world.draw(5);
    let target = || match world.draw(3) {
        0 => "hang up".to_owned(),
        _ => format!("go to s{}", world.draw(count)),
    };
    let patience = |target: String| format!("invalid say p\nsilent say p\nafter 2 tries {target}\n");
    let mut text = "flow main\n".to_owned();
    for step in 0..count {
        let kind = if step == 0 { 0 } else { world.draw(7) };
        text += &format!("step s{step}\n");
        text += &match kind {
            0 => format!("greet p\nthen {}\n", target()),
            1 => format!("ask p\nkey 1 {}\nkey 2 {}\n{}", target(), target(), patience(target())),
            2 => format!("gather number p\ndigits 6 to 8\nthen {}\n{}", target(), patience(target())),
            3 => format!("gather pin p\ndigits 4\nthen {}\n{}", target(), patience(target())),
            4 => format!(
                "verify\nverified {}\nwrong {}\nafter 2 wrong {}\nlocked {}\nunavailable {}\n",
                target(),
                target(),
                target(),
                target(),
                target()
            ),
            5 => format!("queue q\nclosed {}\nfull {}\nunstaffed {}\n", target(), target(), target()),
            _ => {
                format!("if verified {}\nif queue q is full {}\notherwise {}\n", target(), target(), target())
            }
        };
    }
    text
}
