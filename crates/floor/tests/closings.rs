#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says where")]
//! What becomes of those who wait when a queue's hours end, and of those who find too many before them,
//! in words.

mod script;

use script::plan::closing;

/// Plays a story on the floor of [`closing`]: see `stories.rs`.
#[track_caller]
fn check(story: &str) {
    script::check(closing(), story);
}

/// The only agent is busy with C1 from here on.
fn busy(line: &str) -> String {
    format!(
        "
        0 C1 calls {line} => C1 opened, -> answer C1, C1 in {line}, -> C1 hears music ever, C1 offered A1, -> dial A1
        1 A1 answers      => C1 with A1, -> join C1 A1
        2 C2 calls {line} => C2 opened, -> answer C2, C2 in {line}, -> C2 hears music ever
        "
    )
}

#[test]
fn whoever_waits_when_the_hours_end_is_sent_the_flows_way_or_served() {
    let sent_on = "
        1199 time passes   =>
        1200 time passes   => C2 ended: Closed, -> hang up C2, C2 closed
        1201 C3 calls shut => C3 opened, -> answer C3, C3 ended: Closed, -> hang up C3, C3 closed
        1210 C1 hangs up   => C1 ended: CustomerHungUp, -> hang up A1, C1 closed wait 1 talk 1209
    ";
    let served = "
        1200 time passes   =>
        1201 C3 calls stay => C3 opened, -> answer C3, C3 ended: Closed, -> hang up C3, C3 closed
        1210 C1 hangs up   => C1 ended: CustomerHungUp, -> hang up A1, C1 closed wait 1 talk 1209, C2 offered A1, -> dial A1
    ";
    check(&[&busy("shut"), sent_on].concat());
    check(&[&busy("stay"), served].concat());
}

#[test]
fn whoever_was_answered_once_is_not_sent_on() {
    check(
        &[
            &busy("shut"),
            "
        10 A1 is lost      => C1 lost A1, -> C1 hears music ever, A1 not ready: PhoneLost
        1200 time passes   => C2 ended: Closed, -> hang up C2, C2 closed
        1210 A1 is ready   => A1 ready, C1 offered A1, -> dial A1
        ",
        ]
        .concat(),
    );
}

#[test]
fn another_plan_asks_the_new_hours() {
    check(
        &[
            &busy("shut"),
            "
        600 plan open for longer => configured
        1200 time passes         =>
        2400 time passes         => C2 ended: Closed, -> hang up C2, C2 closed
        ",
        ]
        .concat(),
    );
}

#[test]
fn whoever_finds_too_many_is_treated_once() {
    check(
        &[
            &busy("many"),
            "
        3 C3 calls many    => C3 opened, -> answer C3, C3 from many to sorry, C3 at sorry, -> C3 hears outage
        4 C3 heard it      => C3 in many, -> C3 hears music ever
        5 C3 hangs up      => C3 ended: Abandoned, C3 closed
        ",
        ]
        .concat(),
    );
}
