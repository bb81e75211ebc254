#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says where")]
//! Floor and voice node together, in virtual time, over 10,000 seeded histories with lost, late
//! and repeated messages, telephones that misbehave, chats beside calls, and crashes: no contact is
//! lost, no agent has more in hand than planned, every contact is closed with a reason, and replaying the journal gives the same
//! state, byte for byte.

mod world;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use vocabulary::{AgentId, Epoch, Span};
use world::{World, judge};

/// Runs the histories of some seeds; a failure names its seed, which repeats it alone.
fn check(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        let mut world = World::new(seed);
        world.run();
        let mut problems = std::mem::take(&mut world.problems);
        problems.extend(judge(&world.records));
        problems.extend(world::levels::judge(&world.records, &world.answered));
        if world.left_over() != (0, 0, 0) {
            problems.push(format!("left over (legs, messages, contacts): {:?}", world.left_over()));
        }
        let live = serde_json::to_vec(&world.floor).unwrap();
        let replayed = serde_json::to_vec(&world.replayed()).unwrap();
        if live != replayed {
            problems.push("replaying the journal gives another state".to_owned());
        }
        let kept = floor::State::restore(serde_json::from_slice(&live).unwrap());
        if live != serde_json::to_vec(&kept).unwrap() {
            problems.push("a snapshot gives another state".to_owned());
        }
        assert!(problems.is_empty(), "seed {seed}: {problems:#?}\n{}", story(&world));
    }
}

/// The journal, for whoever has to find out what went wrong.
fn story(world: &World) -> String {
    world.records.iter().map(|r| format!("{} {} {:?}\n", r.at, r.sequence, r.entry)).collect()
}

#[test]
fn histories_0_to_2_500() {
    check(0..2_500);
}

#[test]
fn histories_2_500_to_5_000() {
    check(2_500..5_000);
}

#[test]
fn histories_5_000_to_7_500() {
    check(5_000..7_500);
}

#[test]
fn histories_7_500_to_10_000() {
    check(7_500..10_000);
}

/// What a full disk takes from the journal, the next leader makes up for: nobody stays open, and
/// every agent can serve again.
#[test]
fn a_journal_with_a_gap_leads_to_a_floor_that_serves() {
    for seed in 0..1_000 {
        let mut world = World::new(seed);
        world.run();
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        // The first three lead, configure and join.
        let mut cut = || world.decisions[rng.random_range(2..world.decisions.len())];
        let [from, until, end] = sorted([cut(), cut(), cut()]);
        let gap = from..until;
        let mut floor = floor::State::default();
        for (place, record) in world.records[..end].iter().enumerate() {
            if !gap.contains(&place) {
                floor::apply(&mut floor, record);
            }
        }
        let problems = problems_of_a_new_leader(&mut floor);
        assert!(
            problems.is_empty(),
            "seed {seed} without {gap:?} up to {end}: {problems:#?}\n{}",
            story(&world)
        );
    }
}

fn sorted(mut places: [usize; 3]) -> [usize; 3] {
    places.sort_unstable();
    places
}

fn problems_of_a_new_leader(floor: &mut floor::State) -> Vec<String> {
    use floor::{AgentState, Input};
    let much_later = floor.now() + Span::seconds(3_600);
    let whole = Box::new(world::plan::plan(5));
    let inputs = [Input::Lead { epoch: Epoch(9) }, Input::NodeLost(world::node()), Input::Configure(whole)];
    for input in inputs.into_iter().chain([Input::NodeJoined(world::node()), Input::Tick]) {
        floor::step(floor, much_later, input);
    }
    // A customer whose telephone rang is called no more; places are given up when the hours are over.
    floor::step(floor, much_later + Span::seconds(60), Input::Tick);
    // Customers who write are still there, unlike callers; they go, and agents finish.
    let chats: Vec<_> = floor.contacts().filter(|contact| contact.is_chat()).map(|chat| chat.id).collect();
    for contact in chats {
        let wish = floor::Wish::LeaveChat { contact, lost: false };
        floor::step(floor, much_later, Input::Wish { by: None, wish });
    }
    let much_later = much_later + Span::seconds(3_600);
    floor::step(floor, much_later, Input::Tick);
    let mut problems = floor.violations();
    problems.extend(floor.contacts().map(|contact| format!("still open: {contact:?}")));
    let agents: Vec<AgentId> = floor.agents().map(|agent| agent.id).collect();
    for agent in agents {
        floor::step(floor, much_later, Input::Ready(agent));
        let found = floor.agent(agent).map(|agent| agent.state);
        if found != Some(AgentState::Ready) {
            problems.push(format!("{agent} cannot be ready: {found:?}"));
        }
    }
    problems
}

/// A law that is never put to the test proves nothing: the histories must meet every way an offer
/// fails, a contact ends and an agent stops being ready.
#[test]
fn the_histories_meet_everything() {
    use EndReason::*;
    use vocabulary::journal::{
        EndReason, Entry, FlowAct, NotReady, OfferFailure, SecureOutcome, VerificationCall, VerificationStep,
    };
    let mut met = std::collections::BTreeSet::new();
    for seed in 0..800 {
        let mut world = World::new(seed);
        world.run();
        for record in world.records {
            met.insert(match record.entry {
                Entry::OfferFailed { cause, .. } => format!("offer {cause:?}"),
                Entry::ContactClosed { reason, .. } => format!("closed {reason:?}"),
                Entry::AgentNotReady { reason, .. } => format!("agent {reason:?}"),
                Entry::VerificationFailed { .. } => "unverified".to_owned(),
                Entry::CustomerVerified { .. } => "verified".to_owned(),
                Entry::AgentLost { .. } => "agent lost".to_owned(),
                Entry::RecordingEnded { outcome, .. } => format!("recording {outcome:?}"),
                Entry::Widened { .. } => "widened".to_owned(),
                Entry::KeptNoLonger { .. } => "kept no longer".to_owned(),
                Entry::Overflowed { .. } => "overflowed".to_owned(),
                Entry::Stayed { .. } => "stayed".to_owned(),
                Entry::PositionTold { .. } => "position told".to_owned(),
                Entry::CallRefused { .. } => "refused".to_owned(),
                Entry::LastOfferPassed { .. } => "last offer passed".to_owned(),
                Entry::SecureEntryKeyed { what, .. } => format!("keyed {}", what.tag()),
                Entry::SecureEntryOver { outcome: SecureOutcome::Wrong { .. }, .. } => {
                    "keying Wrong".to_owned()
                }
                Entry::SecureEntryOver { outcome, .. } => format!("keying {outcome:?}"),
                Entry::Held { .. } => "held".to_owned(),
                Entry::Retrieved { .. } => "retrieved".to_owned(),
                Entry::AgentParted { .. } => "parted".to_owned(),
                Entry::AgentReturned { .. } => "returned".to_owned(),
                Entry::Transferred { .. } => "transferred".to_owned(),
                Entry::WrapUpExtended { .. } => "extended".to_owned(),
                Entry::DispositionSet { .. } => "disposed".to_owned(),
                Entry::QueueClosed { flush, .. } => format!("queue closed, flush {flush}"),
                Entry::FlowMoved { act: FlowAct::HangUp { reason: Closed }, position, .. } => {
                    format!("{} closed", position.step)
                }
                Entry::Announced { instead, .. } => format!("announced, instead {instead}"),
                Entry::CallbackDeclined { .. } => "call-back declined".to_owned(),
                Entry::PlaceRested { why, .. } => format!("rests {why:?}"),
                Entry::CallbackFailed { cause, .. } => format!("call-back {cause:?}"),
                Entry::CallbackOver { outcome, .. } => format!("call-back over {outcome:?}"),
                Entry::VerificationCall(VerificationCall { step, .. }) => match step {
                    VerificationStep::Failed { cause } => format!("registered {cause:?}"),
                    VerificationStep::Answered => "registered Answered".to_owned(),
                    _ => continue,
                },
                Entry::ChatOpened { .. } => "chat".to_owned(),
                _ => continue,
            });
        }
    }
    let ends = [
        CustomerHungUp,
        AgentHungUp,
        Abandoned,
        LeftInFlow,
        Closed,
        Full,
        Unstaffed,
        CustomerLost,
        Interrupted,
        FlowFault,
        FlowEnded,
        Unreached,
        PlaceTaken,
    ];
    let offers = [
        OfferFailure::NoAnswer,
        OfferFailure::Rejected,
        OfferFailure::Unreachable,
        OfferFailure::CallerLeft,
        OfferFailure::Interrupted,
    ];
    let agents = [
        NotReady::Pause,
        NotReady::NoAnswer,
        NotReady::Rejected,
        NotReady::Unreachable,
        NotReady::PhoneLost,
        NotReady::Interrupted,
        NotReady::PageLost,
    ];
    let expected = ends.iter().map(|end| format!("closed {end:?}"));
    let expected = expected.chain(offers.iter().map(|offer| format!("offer {offer:?}")));
    let expected = expected.chain(agents.iter().map(|agent| format!("agent {agent:?}")));
    let others = [
        "unverified",
        "verified",
        "agent lost",
        "position told",
        "widened",
        "kept no longer",
        "overflowed",
        "stayed",
        "refused",
        "last offer passed",
        "keyed pin",
        "keyed one_time_code",
        "keyed card_code",
        "keying Right",
        "keying Wrong",
        "keying Locked",
        "keying Unavailable",
        "keying Silent",
        "keying TooFew",
        "keying Stopped",
        "keying Unanswered",
        "held",
        "retrieved",
        "parted",
        "returned",
        "transferred",
        "extended",
        "disposed",
        "queue closed, flush false",
        "queue closed, flush true",
        "announced, instead false",
        "announced, instead true",
        "call-back declined",
        "rests NextTry",
        "rests OutOfHours",
        "rests OnTheLine",
        "rests QueueClosed",
        "call-back NoAnswer",
        "call-back Engaged",
        "call-back Refused",
        "call-back Unreachable",
        "call-back AgentLeft",
        "call-back over Unreached",
        "call-back over HoursOver",
        "call-back over CalledAgain",
        "call-back over NumberGone",
        "registered Answered",
        "registered NoAnswer",
        "registered Engaged",
        "registered Refused",
        "registered Unreachable",
        "registered AgentLeft",
        "chat",
    ]
    .map(str::to_owned);
    let missing: Vec<String> = expected.chain(others).filter(|one| !met.contains(one)).collect();
    assert!(missing.is_empty(), "never met: {missing:?}");
}
