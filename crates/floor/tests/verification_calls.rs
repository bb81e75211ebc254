#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says where")]
//! An agent calls the customer back at the registered number, and knows then who it is.

mod script;

use floor::{Phase, Proof};
use script::Stage;
use script::plan::called_back;
use vocabulary::ContactId;

/// Plays a story on the floor of [`called_back`], whose contacts are recorded: see `stories.rs`.
#[track_caller]
fn check(story: &str) {
    script::check(recorded(), story);
}

fn recorded() -> vocabulary::plan::Plan {
    let mut plan = called_back();
    plan.queues
        .iter_mut()
        .filter(|queue| queue.name.as_str() == "back")
        .for_each(|queue| queue.record = true);
    plan
}

/// `C1` is matched by its number, and talks with `A1`.
const TALKS: &str = "
    0 C1 calls back        => C1 opened, -> answer C1, C1 in back, -> C1 hears music ever, C1 offered A1, -> dial A1
    0 bank matches C1      => C1 matched owner
    1 A1 answers           => C1 with A1, -> join C1 A1, C1 recorded, -> record C1
";

/// The talk is over, and the registered telephone rings.
const RINGS: &str = "
    9 A1 calls C1 back as owner => C1 to be called at owner's by A1, -> keep the recording of C1 with A1, -> hang up C1
    10 C1 hangs up         =>
    12 time passes         => C1 called 1, -> dial out to C1 at home from back, -> A1 hears ringing ever
    13 C1 rings            =>
";

fn told(rest: &str) -> String {
    [TALKS, RINGS, rest].concat()
}

#[test]
fn who_answers_at_the_registered_number_is_verified() {
    let story = told(
        "
        20 C1 answers      => C1 answered A1, -> join C1 A1, -> record C1, C1 verified owner
        21 A1 calls C1 back as owner => no: the customer of C-1 is verified already; no call back is needed
        30 A1 holds C1     => C1 held by A1, -> C1 hears music ever, -> A1 hears nothing
        31 A1 retrieves C1 => C1 retrieved by A1, -> join C1 A1
        40 C1 hangs up     => C1 recording Complete, C1 ended: CustomerHungUp, -> hang up A1, A1 wraps up
        48 time passes     => A1 wrapped up, C1 closed wait 1 talk 28
        ",
    );
    check(&story);
    let mut stage = Stage::new(recorded());
    let lines = [TALKS, RINGS, "20 C1 answers =>"].concat();
    for line in lines.lines().filter_map(|line| line.split_once("=>")) {
        stage.play(line.0.trim());
    }
    let open = stage.floor().contact(ContactId(1)).unwrap();
    assert_eq!((open.verified, open.proof()), (true, Some(Proof::RegisteredNumber)));
}

#[test]
fn whoever_is_not_reached_stays_as_known_as_before_and_is_called_again_or_left() {
    for (failure, cause) in [
        ("52 time passes", "NoAnswer, -> hang up C1, -> A1 hears nothing"),
        ("52 C1 refuses 486", "Engaged, -> A1 hears nothing"),
        ("52 C1 refuses 603", "Refused, -> A1 hears nothing"),
        ("52 C1 is unreachable", "Unreachable, -> A1 hears nothing"),
    ] {
        let again = "
            60 A1 calls C1 back as owner => C1 called 2, -> dial out to C1 at home from back, -> A1 hears ringing ever
            61 A1 calls C1 back as owner => no: the customer of C-1 is being called back already; wait for the answer
            70 C1 answers   => C1 answered A1, -> join C1 A1, -> record C1, C1 verified owner
        ";
        let left = "
            60 A1 hangs up  => C1 recording Complete, C1 ended: AgentHungUp, A1 wraps up
            68 time passes  => A1 wrapped up, C1 closed wait 1 talk 8
        ";
        let forgotten = "
            172 time passes => C1 recording Complete, C1 ended: Unreached, -> hang up A1, A1 wraps up
        ";
        for then in [again, left, forgotten] {
            check(&told(&format!("{failure} => C1 not reached: {cause}\n{then}")));
        }
    }
}

#[test]
fn a_customer_is_called_so_often_and_no_more() {
    let mut story = told("14 C1 refuses 486 => C1 not reached: Engaged, -> A1 hears nothing\n");
    for (attempt, at) in (2..=5).zip([20, 30, 40, 50]) {
        story += &format!(
            "{at} A1 calls C1 back as owner => C1 called {attempt}, -> dial out to C1 at home from back, -> A1 hears ringing ever
             {at}.5 C1 refuses 486 => C1 not reached: Engaged, -> A1 hears nothing
            "
        );
    }
    story += "60 A1 calls C1 back as owner => no: the registered number was called often enough for C-1; have the customer call again";
    check(&story);
}

#[test]
fn nobody_is_called_who_could_not_be_verified_by_it() {
    let unknown = TALKS.replace("    0 bank matches C1      => C1 matched owner\n", "");
    for (begin, rest) in [
        (
            unknown.as_str(),
            "2 A1 calls C1 back as owner => no: nobody knows yet who the customer of C-1 is; find out, or have number and PIN keyed in",
        ),
        (TALKS, "2 A1 calls C1 back as mother => no: C-1 is about another customer by now; look who, and ask again"),
        (
            TALKS,
            "2 A1 says C1 is another => C1 is another by A1
             3 A1 calls C1 back as owner => no: the caller of C-1 is not the customer, and is not verified by the customer's telephone",
        ),
        (
            TALKS,
            "2 A1 holds C1 => C1 held by A1, -> C1 hears music ever, -> A1 hears nothing
             3 A1 calls C1 back as owner => no: the customer of C-1 is on hold; take the customer back first",
        ),
        (
            TALKS,
            "2 A1 parts => C1 parted from A1, -> C1 hears music ever
             3 A1 calls C1 back as owner => no: the telephone of A-1 is away; wait until it is back",
        ),
        (
            TALKS,
            "2 plan without trunk => configured
             3 A1 calls C1 back as owner => no: there is no trunk to call out by; have [trunk] given an address",
        ),
        (
            TALKS,
            "2 A1 asks C1 for pin => C1 to key Secret, -> ask pin.ask of C1
             3 C1 keys in private => C1 keyed pin, -> verify pin of owner by C1
             4 A1 calls C1 back as owner => no: the bank is being asked about what the customer of C-1 keyed in; wait a moment",
        ),
        (
            TALKS,
            "2 C1 hangs up => C1 recording Complete, C1 ended: CustomerHungUp, -> hang up A1, A1 wraps up
             3 A1 calls C1 back as owner => no: A-1 does not talk in C-1",
        ),
    ] {
        check(&format!("{begin}{rest}\n"));
    }
}

#[test]
fn while_the_customer_is_called_nobody_becomes_another() {
    check(&told(
        "
        14 A1 identifies C1 as mother => no: A-1 does not talk in C-1
        14 A1 undoes C1    => no: A-1 does not talk in C-1
        14 A1 says C1 is another => no: A-1 does not talk in C-1
        14 A1 asks C1 for pin => no: A-1 does not talk in C-1
        14 A1 holds C1     => no: A-1 does not talk in C-1
        14 A1 sends C1 to lost => no: A-1 does not talk in C-1
        ",
    ));
    // A secret that is being keyed in is not asked for any more.
    check(&[
        TALKS,
        "
        2 A1 asks C1 for pin => C1 to key Secret, -> ask pin.ask of C1
        3 A1 calls C1 back as owner => C1 pin: Stopped, -> heed C1 no more, C1 to be called at owner's by A1, -> keep the recording of C1 with A1, -> hang up C1
        ",
    ]
    .concat());
}

#[test]
fn an_agent_who_leaves_leaves_nobody_ringing() {
    for (leaves, then) in [
        ("A1 hangs up", "C1 recording Complete, C1 ended: AgentHungUp, A1 wraps up"),
        (
            "A1 is lost",
            "C1 recording Complete, C1 ended: Unreached, -> hang up A1, A1 wraps up, A1 not ready: PhoneLost",
        ),
        (
            "A1 parts",
            "C1 recording Complete, C1 ended: Unreached, -> hang up A1, A1 wraps up, A1 not ready: PageLost",
        ),
    ] {
        let failed = "C1 not reached: AgentLeft, -> hang up C1, -> A1 hears nothing";
        check(&told(&format!("15 {leaves} => {failed}, {then}\n16 C1 answers =>\n")));
    }
    check(&told(
        "
        15 node is lost    => C1 not reached: Interrupted, C1 recording Interrupted, C1 ended: Interrupted, C1 closed wait 1 talk 8, A1 not ready: Interrupted, node lost
        ",
    ));
}

#[test]
fn the_leg_that_was_left_says_nothing_any_more() {
    let mut stage = Stage::new(recorded());
    for line in TALKS.lines().filter_map(|line| line.split_once("=>")) {
        stage.play(line.0.trim());
    }
    stage.play("9 A1 calls C1 back as owner");
    assert_eq!(stage.play("10 C1 answers"), "", "only the registered telephone's answer counts");
    let open = stage.floor().contact(ContactId(1)).unwrap();
    assert!(!open.verified && matches!(open.phase, Phase::Verifying { .. }));
}
