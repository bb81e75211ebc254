#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says where")]
//! A customer keys in a secret while an agent is on the line.

mod script;

use script::plan::plan;

/// Plays a story on a floor with some agents: see `stories.rs`.
#[track_caller]
fn check(agents: u64, story: &str) {
    script::check(plan(agents), story);
}

/// `C1` is known by its telephone number, and talks with `A1`.
const MATCHED: &str = "
    0 C1 calls lost        => C1 opened, -> answer C1, C1 in lost, -> C1 hears music ever, C1 offered A1, -> dial A1
    0 bank matches C1      => C1 matched owner
    1 A1 asks C1 for pin   => no: A-1 does not talk in C-1
    1 A1 answers           => C1 with A1, -> join C1 A1
    1 A2 asks C1 for pin   => no: A-2 does not talk in C-1
    1 A1 stops C1          =>
    2 A1 asks C1 for pin   => C1 to key Secret, -> ask pin.ask of C1
    3 A1 asks C1 for pin   => no: the customer of C-1 is keying in already; wait, or stop that first
";

#[test]
fn a_known_customers_secret_is_judged_by_the_bank_and_once() {
    for (word, over, known_as) in [
        ("is verified", "C1 verified caller, C1 pin: Right", "caller"),
        ("is wrong 2", "C1 unverified: Wrong { left: 2 }, C1 pin: Wrong { left: 2 }", "owner"),
    ] {
        let story = format!(
            "{MATCHED}
            5 C1 keys in private   => C1 keyed pin, -> verify pin of owner by C1
            5 C1 keys in private   =>
            5 A1 stops C1          => no: the bank is being asked about what the customer of C-1 keyed in; wait a moment
            6 C1 {word}            => {over}
            6 C1 {word}            =>
            7 A1 asks C1 for card_code => C1 to key Secret, -> ask card_code.ask of C1
            8 C1 keys in private   => C1 keyed card_code, -> verify card_code of {known_as} by C1
            9 C1 is verified       => C1 card_code: Right
            "
        );
        check(2, &story);
    }
}

#[test]
fn of_somebody_unknown_the_number_is_keyed_in_before_the_pin() {
    check(
        1,
        "
        0 C1 calls lost        => C1 opened, -> answer C1, C1 in lost, -> C1 hears music ever, C1 offered A1, -> dial A1
        1 A1 answers           => C1 with A1, -> join C1 A1
        2 A1 asks C1 for one_time_code => no: nobody knows yet who the customer of C-1 is; have customer number and PIN keyed in first
        2 A1 asks C1 for pin   => C1 to key Number, -> ask number.ask of C1
        4 C1 keys in private   => C1 to key Secret, -> ask pin.ask of C1
        6 C1 keys in private   => C1 keyed pin, -> verify C1
        7 C1 is verified       => C1 verified caller, C1 pin: Right
        8 A1 asks C1 for one_time_code => C1 to key Secret, -> ask code.ask of C1
        9 C1 keys nothing      => C1 one_time_code: Silent
        ",
    );
}

#[test]
fn whatever_else_happens_with_the_call_stops_it() {
    for rest in [
        "4 A1 stops C1     => C1 pin: Stopped, -> heed C1 no more
         4 C1 keys in private =>",
        "4 A1 holds C1     => C1 pin: Stopped, -> heed C1 no more, C1 held by A1, -> C1 hears music ever, -> A1 hears nothing
         5 A1 asks C1 for pin => no: the customer of C-1 is on hold; take the customer back first",
        "4 C1 keys too little => C1 pin: TooFew",
        "4 A1 parts        => C1 pin: Stopped, -> heed C1 no more, C1 parted from A1, -> C1 hears music ever
         5 A1 asks C1 for pin => no: the telephone of A-1 is away; wait until it is back",
        "4 A1 is lost      => C1 pin: Stopped, -> heed C1 no more, C1 lost A1, -> C1 hears music ever, A1 not ready: PhoneLost",
        "4 C1 hangs up     => C1 pin: Stopped, -> heed C1 no more, C1 ended: CustomerHungUp, -> hang up A1, C1 closed wait 1 talk 3",
        "4 C1 keys in private => C1 keyed pin, -> verify pin of owner by C1
         5 A1 hangs up     => C1 pin: Unanswered, C1 ended: AgentHungUp, -> hang up C1, C1 closed wait 1 talk 4
         5 C1 is verified  =>",
    ] {
        check(1, &format!("{}\n{rest}", MATCHED.replace("1 A2 asks C1 for pin   => no: A-2 does not talk in C-1", "")));
    }
}
