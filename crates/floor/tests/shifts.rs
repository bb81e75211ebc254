#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says where")]
//! Agents near the end of their shifts, in words: by the calendar, and by what somebody said.

mod script;

use script::plan::shifted;

/// Plays a story on the floor of [`shifted`]: see `stories.rs`.
#[track_caller]
fn check(story: &str) {
    script::check(shifted(), story);
}

const CALL: &str = "C1 opened, -> answer C1, C1 in lost, -> C1 hears music ever";

#[test]
fn whoever_is_about_to_go_is_offered_nothing_new() {
    check(&format!(
        "
        599 C1 calls lost => {CALL}, C1 offered A1, -> dial A1
        600 time passes     => A1 offered nothing new
        601 A1 answers      => C1 with A1, -> join C1 A1
        610 C1 hangs up     => C1 ended: CustomerHungUp, -> hang up A1, C1 closed wait 2 talk 9
        "
    ));
}

#[test]
fn another_agent_serves_meanwhile_and_the_next_shift_begins_by_itself() {
    check(&format!(
        "
        600 time passes     => A1 offered nothing new
        605 C1 calls lost => {CALL}, C1 offered A2, -> dial A2
        606 A2 answers      => C1 with A2, -> join C1 A2
        610 C2 calls lost => C2 opened, -> answer C2, C2 in lost, -> C2 hears music ever
        3600 time passes    => A1 until 7200, C2 offered A1, -> dial A1
        "
    ));
}

#[test]
fn what_somebody_says_goes_before_the_calendar() {
    check(&format!(
        "
        10 A2 leaves at 700          => A2 until 100
        20 A1 leaves at 650          => A1 until 50
        50 time passes               => A1 offered nothing new
        60 A1 leaves as planned      => A1 until 600
        100 time passes              => A2 offered nothing new
        110 A2 is ready              =>
        700 A2 is ready              => A2 ready, A1 offered nothing new, A2 without end
        710 C1 calls lost          => {CALL}, C1 offered A2, -> dial A2
        "
    ));
}

#[test]
fn a_pause_or_another_plan_changes_nothing_about_the_end() {
    check(
        "
        10 A1 pauses        => A1 not ready: Pause
        20 A1 is ready      => A1 ready, A1 until 600
        30 A1 leaves at 900 => A1 until 300
        40 A1 pauses        => A1 not ready: Pause
        50 A1 is ready      => A1 ready
        60 plan without queue cards => configured
        300 time passes     => A1 offered nothing new
        ",
    );
}
