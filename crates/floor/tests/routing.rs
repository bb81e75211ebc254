#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says where")]
//! What routing adds to a call's way, in words: widening, overflow, the agent who knows the customer,
//! lines that come first.

mod script;

use script::plan::routed;

/// Plays a story on the floor of [`routed`]: see `stories.rs`.
#[track_caller]
fn check(story: &str) {
    script::check(routed(), story);
}

#[test]
fn a_preferred_skill_is_waited_for_and_then_let_go() {
    check(
        "
        0 C1 calls wide    => C1 opened, -> answer C1, C1 in wide, -> C1 hears music ever
        9 time passes      =>
        10 time passes     => C1 widens to 1, C1 offered A1, -> dial A1
        ",
    );
}

#[test]
fn whoever_waits_too_long_is_taken_elsewhere_if_there_is_room() {
    let begin = "
        0 C1 calls first   => C1 opened, -> answer C1, C1 in first, -> C1 hears music ever, C1 offered A1, -> dial A1
        1 A1 answers       => C1 with A1, -> join C1 A1
        2 C2 calls first   => C2 opened, -> answer C2, C2 in first, -> C2 hears music ever
    ";
    let elsewhere = "
        17 time passes     => C2 from first to lost, C2 in lost, -> C2 hears music ever, C2 offered A2, -> dial A2
        18 A2 answers      => C2 with A2, -> join C2 A2
        20 C2 hangs up     => C2 ended: CustomerHungUp, -> hang up A2, C2 closed wait 16 talk 2
    ";
    let nobody_there = "
        3 A2 pauses        => A2 not ready: Pause
        4 C1 hangs up      => C1 ended: CustomerHungUp, -> hang up A1, C1 closed wait 1 talk 3, C2 offered A1, -> dial A1
        5 A1 answers       => C2 with A1, -> join C2 A1
        6 C3 calls first   => C3 opened, -> answer C3, C3 in first, -> C3 hears music ever
        7 C4 calls lost    => C4 opened, -> answer C4, C4 in lost, -> C4 hears music ever
        8 C5 calls lost    => C5 opened, -> answer C5, C5 in lost, -> C5 hears music ever
        21 time passes     => C3 not to lost
    ";
    check(&[begin, elsewhere].concat());
    check(&[begin, nobody_there].concat());
}

#[test]
fn a_queue_that_is_long_sends_newcomers_elsewhere() {
    check(
        "
        0 A1 pauses        => A1 not ready: Pause
        0 A2 pauses        => A2 not ready: Pause
        0 A1 is ready      => A1 ready
        0 C1 calls first   => C1 opened, -> answer C1, C1 in first, -> C1 hears music ever, C1 offered A1, -> dial A1
        1 C2 calls first   => C2 opened, -> answer C2, C2 in first, -> C2 hears music ever
        2 C3 calls first   => C3 opened, -> answer C3, C3 from first to lost, C3 in lost, -> C3 hears music ever
        3 A2 is ready      => A2 ready, C3 offered A2, -> dial A2
        ",
    );
}

#[test]
fn a_line_that_comes_first_does() {
    check(
        "
        0 C1 calls ranked  => C1 opened, -> answer C1, C1 in ranked, -> C1 hears music ever, C1 offered A1, -> dial A1
        1 A1 answers       => C1 with A1, -> join C1 A1
        1 C2 calls ranked  => C2 opened, -> answer C2, C2 in ranked, -> C2 hears music ever, C2 offered A2, -> dial A2
        2 A2 answers       => C2 with A2, -> join C2 A2
        3 C3 calls ranked  => C3 opened, -> answer C3, C3 in ranked, -> C3 hears music ever
        9 C4 calls first.of.all => C4 opened, -> answer C4, C4 in ranked, -> C4 hears music ever
        10 C1 hangs up     => C1 ended: CustomerHungUp, -> hang up A1, C1 closed wait 1 talk 9, C4 offered A1, -> dial A1
        ",
    );
}

#[test]
fn a_customer_is_kept_for_the_agent_who_served_before_but_not_for_ever() {
    let known = "
        0 C1 calls known   => C1 opened, -> answer C1, C1 at greeting, -> C1 hears hello
        0.5 C1 heard it     => C1 at number, -> ask ask.number of C1
        1 C1 keys in private => C1 at pin, -> ask ask.pin of C1
        2 C1 keys in private => C1 at check, -> verify C1
        3 C1 is verified   => C1 verified caller, C1 in known, -> C1 hears music ever, C1 offered A1, -> dial A1
        4 A1 answers       => C1 with A1, -> join C1 A1
        5 C1 hangs up      => C1 ended: CustomerHungUp, -> hang up A1, C1 closed wait 1 talk 1
        6 C2 calls lost    => C2 opened, -> answer C2, C2 in lost, -> C2 hears music ever, C2 offered A2, -> dial A2
        7 A2 refuses 486   => C2 not by A2: Rejected, A2 not ready: Rejected, C2 offered A1, -> dial A1
        8 A1 answers       => C2 with A1, -> join C2 A1
        8 A2 is ready      => A2 ready
        9 C3 calls known   => C3 opened, -> answer C3, C3 at greeting, -> C3 hears hello
        9.5 C3 heard it     => C3 at number, -> ask ask.number of C3
        10 C3 keys in private => C3 at pin, -> ask ask.pin of C3
        11 C3 keys in private => C3 at check, -> verify C3
        12 C3 is verified  => C3 verified caller, C3 in known, -> C3 hears music ever
    ";
    let back_in_time = "
        20 C2 hangs up     => C2 ended: CustomerHungUp, -> hang up A1, C2 closed wait 2 talk 12, C3 offered A1, -> dial A1
    ";
    let too_late = "
        32 time passes     => C3 kept for A1 no longer, C3 offered A2, -> dial A2
    ";
    let gone = "
        14 A1 pauses       => A1 not ready: Pause
        15 C2 hangs up     => C2 ended: CustomerHungUp, -> hang up A1, C2 closed wait 2 talk 7, A1 not ready: Pause, C3 offered A2, -> dial A2
    ";
    check(&[known, back_in_time].concat());
    check(&[known, too_late].concat());
    check(&[known, gone].concat());
}
