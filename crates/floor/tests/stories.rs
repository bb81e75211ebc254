#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says where")]
//! One call at a time, in words: what happens at a moment, and what comes of it. After each line
//! every invariant holds, and the journal alone leads to the same floor.

mod script;

use script::plan::plan;

/// Plays a story on a floor with some agents: `SECONDS WHAT HAPPENS` and, after `=>`, all that
/// comes of it.
#[track_caller]
fn check(agents: u64, story: &str) {
    script::check(plan(agents), story);
}

#[test]
fn a_call_is_served_and_closed() {
    let begin = "
        0 C1 calls cards   => C1 opened, -> answer C1, C1 in cards, -> C1 hears music ever, C1 offered A1, -> dial A1
        0.1 A1 rings       => A1 rings
        3 A1 answers       => C1 with A1, -> join C1 A1
    ";
    let by_the_customer = "
        10 C1 hangs up     => C1 ended: CustomerHungUp, -> hang up A1, A1 wraps up
        18 time passes     => A1 wrapped up, C1 closed wait 3 talk 7
    ";
    let by_the_agent = "
        10 A1 hangs up     => C1 ended: AgentHungUp, -> hang up C1, A1 wraps up
        12 A1 is ready     => A1 ready, A1 wrapped up, C1 closed wait 3 talk 7
    ";
    check(1, &[begin, by_the_customer].concat());
    check(1, &[begin, by_the_agent].concat());
}

#[test]
fn without_wrap_up_the_agent_is_free_at_once_for_whoever_came_first() {
    check(
        1,
        "
        0 C1 calls lost    => C1 opened, -> answer C1, C1 in lost, -> C1 hears music ever, C1 offered A1, -> dial A1
        1 A1 answers       => C1 with A1, -> join C1 A1
        2 C2 calls lost    => C2 opened, -> answer C2, C2 in lost, -> C2 hears music ever
        3 C3 calls lost    => C3 opened, -> answer C3, C3 in lost, -> C3 hears music ever
        5 C1 hangs up      => C1 ended: CustomerHungUp, -> hang up A1, C1 closed wait 1 talk 4, C2 offered A1, -> dial A1
        6 A1 answers       => C2 with A1, -> join C2 A1
        7 A1 hangs up      => C2 ended: AgentHungUp, -> hang up C2, C2 closed wait 4 talk 1, C3 offered A1, -> dial A1
        ",
    );
}

#[test]
fn credit_goes_before_patience_up_to_its_worth() {
    check(
        1,
        "
        0 C1 calls cards   => C1 opened, -> answer C1, C1 in cards, -> C1 hears music ever, C1 offered A1, -> dial A1
        1 A1 answers       => C1 with A1, -> join C1 A1
        1 C2 calls cards   => C2 opened, -> answer C2, C2 in cards, -> C2 hears music ever
        90 C3 calls vip    => C3 opened, -> answer C3, C3 in cards, -> C3 hears music ever, C2 told 2, -> C2 hears position.2+music ever
        91 A1 hangs up     => C1 ended: AgentHungUp, -> hang up C1, A1 wraps up
        91 A1 is ready     => A1 ready, A1 wrapped up, C1 closed wait 1 talk 90, C3 offered A1, -> dial A1
        ",
    );
}

#[test]
fn a_queue_that_takes_nobody_ends_the_flow_with_its_reason() {
    check(
        1,
        "
        0 C1 calls night   => C1 opened, -> answer C1, C1 ended: Closed, -> hang up C1, C1 closed
        0 C2 calls rare    => C2 opened, -> answer C2, C2 ended: Unstaffed, -> hang up C2, C2 closed
        0 C3 calls nowhere => refused with 404, -> reject 404
        ",
    );
    check(
        1,
        "
        0 C1 calls cards   => C1 opened, -> answer C1, C1 in cards, -> C1 hears music ever, C1 offered A1, -> dial A1
        0 C2 calls cards   => C2 opened, -> answer C2, C2 in cards, -> C2 hears music ever
        0 C3 calls cards   => C3 opened, -> answer C3, C3 in cards, -> C3 hears music ever
        0 C4 calls cards   => C4 opened, -> answer C4, C4 ended: Full, -> hang up C4, C4 closed
        0 C4 hangs up      =>
        ",
    );
}

#[test]
fn an_offer_that_comes_to_nothing_sends_the_contact_to_the_front_and_the_agent_to_rest() {
    let begin = "
        0 C1 calls cards   => C1 opened, -> answer C1, C1 in cards, -> C1 hears music ever, C1 offered A1, -> dial A1
        0 C2 calls cards   => C2 opened, -> answer C2, C2 in cards, -> C2 hears music ever, C2 offered A2, -> dial A2
        1 A2 answers       => C2 with A2, -> join C2 A2
        1 C3 calls vip     => C3 opened, -> answer C3, C3 in cards, -> C3 hears music ever
    ";
    let next = "
        13 A2 hangs up     => C2 ended: AgentHungUp, -> hang up C2, A2 wraps up
        13 A2 is ready     => A2 ready, A2 wrapped up, C2 closed wait 1 talk 12, C1 offered A2, -> dial A2
    ";
    for failure in [
        "12 time passes      => C3 told 1, -> C3 hears position.1+music ever, C1 not by A1: NoAnswer, -> hang up A1, A1 not ready: NoAnswer",
        "2 A1 refuses 486    => C1 not by A1: Rejected, A1 not ready: Rejected
         12 time passes      => C3 told 2, -> C3 hears position.2+music ever",
        "2 A1 refuses 480    => C1 not by A1: Unreachable, A1 not ready: Unreachable
         12 time passes      => C3 told 2, -> C3 hears position.2+music ever",
        "2 A1 is unreachable => C1 not by A1: Unreachable, A1 not ready: Unreachable
         12 time passes      => C3 told 2, -> C3 hears position.2+music ever",
    ] {
        check(2, &[begin, failure, next].concat());
    }
}

#[test]
fn an_agent_who_vanishes_in_mid_call_leaves_the_customer_with_music_at_the_front() {
    check(
        2,
        "
        0 C1 calls lost    => C1 opened, -> answer C1, C1 in lost, -> C1 hears music ever, C1 offered A1, -> dial A1
        1 A1 answers       => C1 with A1, -> join C1 A1
        2 C2 calls lost    => C2 opened, -> answer C2, C2 in lost, -> C2 hears music ever, C2 offered A2, -> dial A2
        3 A2 answers       => C2 with A2, -> join C2 A2
        4 C3 calls lost    => C3 opened, -> answer C3, C3 in lost, -> C3 hears music ever
        5 A1 is lost       => C1 lost A1, -> C1 hears music ever, A1 not ready: PhoneLost
        6 A2 hangs up      => C2 ended: AgentHungUp, -> hang up C2, C2 closed wait 1 talk 3, C1 offered A2, -> dial A2
        7 A2 answers       => C1 with A2, -> join C1 A2
        9 C1 hangs up      => C1 ended: CustomerHungUp, -> hang up A2, C1 closed wait 1 talk 6, C3 offered A2, -> dial A2
        ",
    );
}

#[test]
fn who_leaves_while_the_agent_is_rung_costs_the_agent_nothing() {
    check(
        2,
        "
        0 C1 calls lost    => C1 opened, -> answer C1, C1 in lost, -> C1 hears music ever, C1 offered A1, -> dial A1
        3 C1 hangs up      => C1 not by A1: CallerLeft, -> hang up A1, C1 ended: Abandoned, C1 closed
        4 C2 calls lost    => C2 opened, -> answer C2, C2 in lost, -> C2 hears music ever, C2 offered A1, -> dial A1
        5 A1 pauses        => A1 not ready: Pause
        6 C2 is lost       => C2 not by A1: CallerLeft, -> hang up A1, A1 not ready: Pause, C2 ended: CustomerLost, C2 closed
        7 C3 calls lost    => C3 opened, -> answer C3, C3 in lost, -> C3 hears music ever, C3 offered A2, -> dial A2
        ",
    );
}

#[test]
fn a_wish_to_pause_waits_for_the_end_of_the_contact_and_can_be_taken_back() {
    let begin = "
        0 C1 calls lost    => C1 opened, -> answer C1, C1 in lost, -> C1 hears music ever, C1 offered A1, -> dial A1
        1 A1 answers       => C1 with A1, -> join C1 A1
        2 A1 pauses        => A1 not ready: Pause
        2 A1 pauses        =>
    ";
    let kept = "
        9 C1 hangs up      => C1 ended: CustomerHungUp, -> hang up A1, C1 closed wait 1 talk 8, A1 not ready: Pause
        10 C2 calls lost   => C2 opened, -> answer C2, C2 ended: Unstaffed, -> hang up C2, C2 closed
    ";
    let taken_back = "
        3 A1 is ready      => A1 ready
        3 A1 is ready      =>
        9 C1 hangs up      => C1 ended: CustomerHungUp, -> hang up A1, C1 closed wait 1 talk 8
    ";
    check(1, &[begin, kept].concat());
    check(1, &[begin, taken_back].concat());
}

#[test]
fn position_and_wait_are_told_again_and_again() {
    check(
        1,
        "
        0 C1 calls cards   => C1 opened, -> answer C1, C1 in cards, -> C1 hears music ever, C1 offered A1, -> dial A1
        0 A1 answers       => C1 with A1, -> join C1 A1
        42 A1 hangs up     => C1 ended: AgentHungUp, -> hang up C1, A1 wraps up
        50 time passes     => A1 wrapped up, C1 closed wait 0 talk 42
        60 C2 calls cards  => C2 opened, -> answer C2, C2 in cards, -> C2 hears music ever, C2 offered A1, -> dial A1
        60 A1 answers      => C2 with A1, -> join C2 A1
        60 C3 calls cards  => C3 opened, -> answer C3, C3 in cards, -> C3 hears music ever
        61 C4 calls vip    => C4 opened, -> answer C4, C4 in cards, -> C4 hears music ever
        62 time passes     => C3 told 2 and 100 s, -> C3 hears position.2+wait.2+music ever
        63 time passes     => C4 told 1 and 50 s, -> C4 hears position.1+wait.1+music ever
        81.9 time passes   =>
        82 C4 hangs up     => C4 ended: Abandoned, C4 closed, C3 told 1 and 50 s, -> C3 hears position.1+wait.1+music ever
        ",
    );
}

#[test]
fn a_customer_is_matched_by_number_and_verified_by_pin() {
    check(
        1,
        "
        0 C1 calls identified   => C1 opened, -> answer C1, C1 at greeting, -> C1 hears hello
        0 bank matches C1       => C1 matched owner
        0 bank matches C1       =>
        1 C1 heard it           => C1 at number, -> ask ask.number of C1
        3 C1 keys in private    => C1 at pin, -> ask ask.pin of C1
        5 C1 keys in private    => C1 at check, -> verify C1
        6 C1 is wrong 2         => C1 unverified: Wrong { left: 2 }, C1 at pin, -> ask ask.pin of C1
        8 C1 keys in private    => C1 at check, -> verify C1
        9 C1 is verified        => C1 verified caller, C1 in cards, -> C1 hears music ever, C1 offered A1, -> dial A1
        9 bank matches C1       =>
        9 the same report       =>
        10 C1 hangs up          => C1 not by A1: CallerLeft, -> hang up A1, C1 ended: Abandoned, C1 closed
        11 bank matches C1      =>
        ",
    );
    check(
        1,
        "
        0 C1 calls identified   => C1 opened, -> answer C1, C1 at greeting, -> C1 hears hello
        1 C1 heard it           => C1 at number, -> ask ask.number of C1
        2 C1 hangs up           => C1 ended: LeftInFlow, C1 closed
        ",
    );
}

#[test]
fn what_comes_twice_late_or_from_the_past_changes_nothing() {
    check(
        1,
        "
        0 C1 calls lost    => C1 opened, -> answer C1, C1 in lost, -> C1 hears music ever, C1 offered A1, -> dial A1
        0 the same report  =>
        12 time passes     => C1 not by A1: NoAnswer, -> hang up A1, A1 not ready: NoAnswer
        12 A1 answers      =>
        12 A1 hangs up     =>
        5 A1 is ready      => A1 ready, C1 offered A1, -> dial A1
        13 A1 answers      => C1 with A1, -> join C1 A1
        4 C1 hangs up      => C1 ended: CustomerHungUp, -> hang up A1, C1 closed wait 13 talk 0
        14 A1 hangs up     =>
        ",
    );
}

#[test]
fn a_lost_node_takes_its_calls_with_it() {
    check(
        3,
        "
        0 C1 calls lost    => C1 opened, -> answer C1, C1 in lost, -> C1 hears music ever, C1 offered A1, -> dial A1
        1 A1 answers       => C1 with A1, -> join C1 A1
        2 C2 calls lost    => C2 opened, -> answer C2, C2 in lost, -> C2 hears music ever, C2 offered A2, -> dial A2
        3 C3 calls cards   => C3 opened, -> answer C3, C3 in cards, -> C3 hears music ever, C3 offered A3, -> dial A3
        3 A3 answers       => C3 with A3, -> join C3 A3
        3 A3 hangs up      => C3 ended: AgentHungUp, -> hang up C3, A3 wraps up
        3 C4 calls lost    => C4 opened, -> answer C4, C4 in lost, -> C4 hears music ever
        4 node is lost     => C1 ended: Interrupted, C1 closed wait 1 talk 3, A1 not ready: Interrupted, C2 not by A2: Interrupted, C2 ended: Interrupted, C2 closed, A2 not ready: Interrupted, C4 ended: Interrupted, C4 closed, node lost
        5 C5 calls lost    =>
        6 node joins       => node joined, A1 ready, A2 ready
        11 time passes     => A3 wrapped up, C3 closed wait 0 talk 0
        ",
    );
}

#[test]
fn a_wish_to_pause_outlives_the_node() {
    check(
        1,
        "
        0 C1 calls lost    => C1 opened, -> answer C1, C1 in lost, -> C1 hears music ever, C1 offered A1, -> dial A1
        1 A1 answers       => C1 with A1, -> join C1 A1
        2 A1 pauses        => A1 not ready: Pause
        3 node joins       => C1 ended: Interrupted, C1 closed wait 1 talk 2, A1 not ready: Pause, node lost, node joined
        ",
    );
}

#[test]
fn a_new_leader_does_not_blame_agents_for_the_time_nobody_led() {
    check(
        1,
        "
        0 C1 calls cards   => C1 opened, -> answer C1, C1 in cards, -> C1 hears music ever, C1 offered A1, -> dial A1
        1 C2 calls cards   => C2 opened, -> answer C2, C2 in cards, -> C2 hears music ever
        99 a new leader    => led anew
        99 node is lost    => C1 not by A1: Interrupted, C1 ended: Interrupted, C1 closed, A1 not ready: Interrupted, C2 ended: Interrupted, C2 closed, node lost
        99 node joins      => node joined, A1 ready
        ",
    );
}

#[test]
fn a_night_without_a_centre_is_no_wrap_up() {
    check(
        1,
        "
        0 C1 calls cards   => C1 opened, -> answer C1, C1 in cards, -> C1 hears music ever, C1 offered A1, -> dial A1
        0 A1 answers       => C1 with A1, -> join C1 A1
        42 A1 hangs up     => C1 ended: AgentHungUp, -> hang up C1, A1 wraps up
        36000 a new leader => led anew
        36000 node is lost => node lost, A1 wrapped up, C1 closed wait 0 talk 42
        36000 node joins   => node joined
        36001 C2 calls cards => C2 opened, -> answer C2, C2 in cards, -> C2 hears music ever, C2 offered A1, -> dial A1
        36001 A1 answers   => C2 with A1, -> join C2 A1
        36001 C3 calls cards => C3 opened, -> answer C3, C3 in cards, -> C3 hears music ever
        36003 time passes  => C3 told 1 and 50 s, -> C3 hears position.1+wait.1+music ever
        ",
    );
}

#[test]
fn a_queue_that_is_struck_keeps_its_promise_to_those_who_wait() {
    check(
        1,
        "
        0 C1 calls cards              => C1 opened, -> answer C1, C1 in cards, -> C1 hears music ever, C1 offered A1, -> dial A1
        1 C2 calls cards              => C2 opened, -> answer C2, C2 in cards, -> C2 hears music ever
        2 plan without queue cards    => configured
        2 C3 calls cards              => C3 opened, -> answer C3, C3 ended: Closed, -> hang up C3, C3 closed
        3 time passes                 => C2 told 1, -> C2 hears position.1+music ever
        4 A1 answers                  => C1 with A1, -> join C1 A1
        5 C1 hangs up                 => C1 ended: CustomerHungUp, -> hang up A1, A1 wraps up
        13 time passes                => A1 wrapped up, C1 closed wait 4 talk 1, C2 offered A1, -> dial A1
        25 time passes                => C2 not by A1: NoAnswer, -> hang up A1, A1 not ready: NoAnswer
        26 A1 is ready                => A1 ready, C2 offered A1, -> dial A1
        27 A1 answers                 => C2 with A1, -> join C2 A1
        28 A1 is lost                 => C2 lost A1, -> C2 hears music ever, A1 not ready: PhoneLost
        29 C2 hangs up                => C2 ended: CustomerHungUp, C2 closed wait 26 talk 1
        ",
    );
}

#[test]
fn an_agent_who_is_struck_finishes_and_is_gone() {
    let begin = "
        0 C1 calls cards              => C1 opened, -> answer C1, C1 in cards, -> C1 hears music ever, C1 offered A1, -> dial A1
        1 A1 answers                  => C1 with A1, -> join C1 A1
        2 plan without agent 1        => configured
        3 A1 is ready                 =>
    ";
    let gone = "
        4 C1 hangs up                 => C1 ended: CustomerHungUp, -> hang up A1, A1 wraps up
        5 A1 is ready                 =>
        12 time passes                => A1 wrapped up, C1 closed wait 1 talk 3, A1 not ready: SignedOut
        13 A1 is ready                =>
        14 plan with agent 1          => configured, A1 ready
    ";
    let back_in_time = "
        4 plan with agent 1           => configured
        5 C1 hangs up                 => C1 ended: CustomerHungUp, -> hang up A1, A1 wraps up
        13 time passes                => A1 wrapped up, C1 closed wait 1 talk 4
        14 C2 calls cards             => C2 opened, -> answer C2, C2 in cards, -> C2 hears music ever, C2 offered A1, -> dial A1
    ";
    check(2, &[begin, gone].concat());
    check(
        2,
        &[begin, back_in_time].concat().replace("C2 offered A1, -> dial A1", "C2 offered A2, -> dial A2"),
    );
}

#[test]
fn a_flow_that_is_struck_ends_its_calls_as_faulty() {
    check(
        1,
        "
        0 C1 calls identified         => C1 opened, -> answer C1, C1 at greeting, -> C1 hears hello
        1 plan without flow identified => configured
        2 C1 heard it                 => C1 ended: FlowFault, -> hang up C1, C1 closed
        ",
    );
}

#[test]
fn a_customer_on_hold_hears_music_and_the_agent_nothing() {
    let begin = "
        0 C1 calls lost    => C1 opened, -> answer C1, C1 in lost, -> C1 hears music ever, C1 offered A1, -> dial A1
        1 A1 holds C1      => no: A-1 does not talk in C-1
        1 A1 answers       => C1 with A1, -> join C1 A1
        2 A1 retrieves C1  =>
        2 A2 holds C1      => no: A-2 does not talk in C-1
        2 A1 holds C1      => C1 held by A1, -> C1 hears music ever, -> A1 hears nothing
        2 A1 holds C1      =>
    ";
    let back = "
        5 A1 retrieves C1  => C1 retrieved by A1, -> join C1 A1
        9 C1 hangs up      => C1 ended: CustomerHungUp, -> hang up A1, C1 closed wait 1 talk 8
    ";
    let gone = "
        5 A1 is lost       => C1 lost A1, A1 not ready: PhoneLost, C1 offered A2, -> dial A2
        6 A2 answers       => C1 with A2, -> join C1 A2
    ";
    check(2, &[begin, back].concat());
    check(2, &[begin, gone].concat());
}

#[test]
fn a_page_that_is_gone_has_eight_seconds_to_come_back() {
    let begin = "
        0 C1 calls cards   => C1 opened, -> answer C1, C1 in cards, -> C1 hears music ever, C1 offered A1, -> dial A1
        1 A1 answers       => C1 with A1, -> join C1 A1
        1 C2 calls vip     => C2 opened, -> answer C2, C2 in cards, -> C2 hears music ever
        2 A1 parts         => C1 parted from A1, -> C1 hears music ever
        2 A1 parts         =>
        3 time passes      => C2 told 1, -> C2 hears position.1+music ever
        3 A1 holds C1      => no: the telephone of A-1 is away; wait until it is back
        4 A1 sends C1 to lost => no: the telephone of A-1 is away; wait until it is back
    ";
    let in_time = "
        9 A1 returns       => C1 has A1 again, -> join C1 A1
        9 A1 returns       =>
        10 C1 hangs up     => C1 ended: CustomerHungUp, -> hang up A1, A1 wraps up
    ";
    let too_late = "
        10 time passes     => C1 lost A1, -> hang up A1, A1 not ready: PageLost
        10 A1 returns      =>
        11 A1 is ready     => A1 ready, C1 offered A1, -> dial A1
        12 A1 answers      => C1 with A1, -> join C1 A1
    ";
    let the_customer_goes = "
        9 C1 hangs up      => C1 ended: CustomerHungUp, -> hang up A1, A1 wraps up, A1 not ready: PageLost
        17 time passes     => A1 wrapped up, C1 closed wait 1 talk 8, A1 not ready: PageLost
    ";
    check(1, &[begin, in_time].concat());
    check(1, &[begin, too_late].concat());
    check(1, &[begin, the_customer_goes].concat());
}

#[test]
fn a_page_that_comes_back_finds_the_customer_still_on_hold() {
    check(
        1,
        "
        0 C1 calls lost    => C1 opened, -> answer C1, C1 in lost, -> C1 hears music ever, C1 offered A1, -> dial A1
        1 A1 answers       => C1 with A1, -> join C1 A1
        2 A1 holds C1      => C1 held by A1, -> C1 hears music ever, -> A1 hears nothing
        3 A1 parts         => C1 parted from A1
        4 A1 returns       => C1 has A1 again
        5 A1 retrieves C1  => C1 retrieved by A1, -> join C1 A1
        ",
    );
}

#[test]
fn a_customer_is_sent_to_another_queue_and_keeps_what_was_waited() {
    check(
        2,
        "
        0 C1 calls lost        => C1 opened, -> answer C1, C1 in lost, -> C1 hears music ever, C1 offered A1, -> dial A1
        3 A1 answers           => C1 with A1, -> join C1 A1
        4 A1 sends C1 to night => no: queue night is closed; choose another queue
        4 A1 sends C1 to rare  => no: queue rare is without anybody who could serve; choose another queue
        4 A1 sends C1 to moon  => no: there is no queue moon; the list of queues shows which there are
        9 A1 pauses            => A1 not ready: Pause
        9 A1 sends C1 to cards => C1 sent by A1 to cards, -> hang up A1, C1 in cards, -> C1 hears music ever, A1 not ready: Pause, C1 offered A2, -> dial A2
        9 A1 hangs up          =>
        10 A2 answers          => C1 with A2, -> join C1 A2
        15 C1 hangs up         => C1 ended: CustomerHungUp, -> hang up A2, A2 wraps up
        15 A2 is ready         => A2 ready, A2 wrapped up, C1 closed wait 3 talk 11
        ",
    );
}

#[test]
fn a_wrap_up_ends_early_or_late_but_not_for_ever() {
    let begin = "
        0 C1 calls cards       => C1 opened, -> answer C1, C1 in cards, -> C1 hears music ever, C1 offered A1, -> dial A1
        1 A1 answers           => C1 with A1, -> join C1 A1
        2 A1 needs time for C1 => no: A-1 does not wrap up C-1
        10 C1 hangs up         => C1 ended: CustomerHungUp, -> hang up A1, A1 wraps up
        11 C1 was enquiry      => C1 was enquiry
        11 C1 was enquiry      =>
        11 C1 was nothing      => no: there is no disposition nothing; choose one of those that are configured
        12 A1 pauses           => A1 not ready: Pause
    ";
    let early = "
        13 A1 is through with C1 => A1 wrapped up, C1 closed wait 1 talk 9, A1 not ready: Pause
        14 C1 was complaint      => C1 was complaint
        14 C1 is noted 2         => C1 noted 2
        14 C1 promise is kept    => C1 promise Kept
        14 C9 promise is kept    => no: there is no contact C-9; the list of contacts shows which there are
        14 C9 was complaint      => no: there is no contact C-9; the list of contacts shows which there are
    ";
    let late = "
        13 A1 needs time for C1  => A1 wraps up longer
        13 A1 needs time for C1  => A1 wraps up longer
        13 A1 needs time for C1  => A1 wraps up longer
        13 A1 needs time for C1  => A1 wraps up longer
        13 A1 needs time for C1  => A1 wraps up longer
        13 A1 needs time for C1  => no: the time for C-1 has been extended as far as it may be
        317 time passes          =>
        318 time passes          => A1 wrapped up, C1 closed wait 1 talk 9, A1 not ready: Pause
    ";
    check(1, &[begin, early].concat());
    check(1, &[begin, late].concat());
}

#[test]
fn a_queue_that_is_closed_by_hand_keeps_those_who_wait_or_sends_them_on() {
    let begin = "
        0 C1 calls cards       => C1 opened, -> answer C1, C1 in cards, -> C1 hears music ever, C1 offered A1, -> dial A1
        1 C2 calls cards       => C2 opened, -> answer C2, C2 in cards, -> C2 hears music ever
        2 A1 answers           => C1 with A1, -> join C1 A1
    ";
    let kept = "
        2 queue cards closes   => cards closed
        2 queue cards closes   =>
        2 C3 calls cards       => C3 opened, -> answer C3, C3 ended: Closed, -> hang up C3, C3 closed
        3 A1 is lost           => C1 lost A1, -> C1 hears music ever, A1 not ready: PhoneLost, C2 told 2, -> C2 hears position.2+music ever
        4 queue cards opens    => cards opened
        4 queue cards opens    =>
        4 C4 calls moon        => refused with 404, -> reject 404
    ";
    let sent_on = "
        2 queue cards closes and flushes => cards closed and flushed, C2 ended: Closed, -> hang up C2, C2 closed
        3 A1 is lost           => C1 lost A1, -> C1 hears music ever, A1 not ready: PhoneLost
        4 queue moon closes    => no: there is no queue moon; the list of queues shows which there are
    ";
    check(1, &[begin, kept].concat());
    check(1, &[begin, sent_on].concat());
}

#[test]
fn an_announcement_is_heard_before_the_flow_or_instead_of_it() {
    check(
        1,
        "
        0 all hear outage         => all to hear outage
        0 all hear outage         =>
        0 all hear hello          => no: hello is not among the announcements that are configured; choose one of those
        1 C1 calls lost           => C1 opened, -> answer C1, C1 announced to, -> C1 hears outage
        1 line lost hears outage instead => lost to hear outage and no more
        1 line moon hears outage  => no: there is no line moon; the configuration names the lines
        2 C2 calls lost           => C2 opened, -> answer C2, C2 announced to, -> C2 hears outage
        3 C1 heard it             => C1 in lost, -> C1 hears music ever, C1 offered A1, -> dial A1
        4 C2 heard it             => C2 ended: FlowEnded, -> hang up C2, C2 closed
        5 line lost hears nothing => lost to hear nothing
        5 C3 calls lost           => C3 opened, -> answer C3, C3 announced to, -> C3 hears outage
        6 C3 hangs up             => C3 ended: LeftInFlow, C3 closed
        7 all hear nothing        => all to hear nothing
        8 C4 calls identified     => C4 opened, -> answer C4, C4 at greeting, -> C4 hears hello
        ",
    );
}

#[test]
fn a_recording_runs_from_the_first_answer_to_the_end_whoever_serves() {
    let begin = "
        0 C1 calls taped   => C1 opened, -> answer C1, C1 in taped, -> C1 hears music ever, C1 offered A1, -> dial A1
        1 A1 answers       => C1 with A1, -> join C1 A1, C1 recorded, -> record C1
    ";
    let another_takes_over = "
        5 A1 is lost       => C1 lost A1, -> C1 hears music ever, A1 not ready: PhoneLost, C1 offered A2, -> dial A2
        6 A2 answers       => C1 with A2, -> join C1 A2
        9 C1 hangs up      => C1 recording Complete, C1 ended: CustomerHungUp, -> hang up A2, C1 closed wait 1 talk 7
    ";
    let it_fails = "
        5 C1 cannot be recorded => C1 recording Failed
        6 C1 cannot be recorded =>
        7 A1 is lost       => C1 lost A1, -> C1 hears music ever, A1 not ready: PhoneLost, C1 offered A2, -> dial A2
        8 A2 answers       => C1 with A2, -> join C1 A2
        9 C1 hangs up      => C1 ended: CustomerHungUp, -> hang up A2, C1 closed wait 1 talk 7
    ";
    check(2, &[begin, another_takes_over].concat());
    check(2, &[begin, it_fails].concat());
}
