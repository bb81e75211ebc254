#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says where")]
//! Floor and voice node together, in virtual time, over 10,000 seeded histories with lost, late
//! and repeated messages, telephones that misbehave, and crashes: no contact is lost, no agent has
//! two calls, every contact is closed with a reason, and replaying the journal gives the same
//! state, byte for byte.

mod world;

use world::{World, judge};

/// Runs the histories of some seeds; a failure names its seed, which repeats it alone.
fn check(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        let mut world = World::new(seed);
        world.run();
        let mut problems = std::mem::take(&mut world.problems);
        problems.extend(judge(&world.records));
        if world.left_over() != (0, 0, 0) {
            problems.push(format!("left over (legs, messages, contacts): {:?}", world.left_over()));
        }
        let live = serde_json::to_vec(&world.floor).unwrap();
        let replayed = serde_json::to_vec(&world.replayed()).unwrap();
        if live != replayed {
            problems.push("replaying the journal gives another state".to_owned());
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

/// A law that is never put to the test proves nothing: the histories must meet every way an offer
/// fails, a contact ends and an agent stops being ready.
#[test]
fn the_histories_meet_everything() {
    use vocabulary::journal::{EndReason, Entry, NotReady, OfferFailure};
    let mut met = std::collections::BTreeSet::new();
    for seed in 0..400 {
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
                Entry::PositionTold { .. } => "position told".to_owned(),
                Entry::CallRefused { .. } => "refused".to_owned(),
                _ => continue,
            });
        }
    }
    use EndReason::*;
    let ends =
        [CustomerHungUp, AgentHungUp, Abandoned, LeftInFlow, Full, Unstaffed, CustomerLost, Interrupted];
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
    ];
    let expected = ends.iter().map(|end| format!("closed {end:?}"));
    let expected = expected.chain(offers.iter().map(|offer| format!("offer {offer:?}")));
    let expected = expected.chain(agents.iter().map(|agent| format!("agent {agent:?}")));
    let others = ["unverified", "verified", "agent lost", "position told", "refused"].map(str::to_owned);
    let missing: Vec<String> = expected.chain(others).filter(|one| !met.contains(one)).collect();
    assert!(missing.is_empty(), "never met: {missing:?}");
}
