#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says where")]
//! Who is on the line: numbers of several, customers found by hand, callers who are not the holder.

mod script;

use script::plan::plan;

/// Plays a story on a floor with some agents: see `stories.rs`.
#[track_caller]
fn check(agents: u64, story: &str) {
    script::check(plan(agents), story);
}

const CALLS: &str = "
    0 C1 calls lost        => C1 opened, -> answer C1, C1 in lost, -> C1 hears music ever, C1 offered A1, -> dial A1
";

#[test]
fn who_is_found_by_hand_is_taken_back_until_it_is_proved() {
    let story = format!(
        "{CALLS}
        0 bank matches C1       => C1 matched owner
        1 A1 identifies C1 as mother => no: A-1 does not talk in C-1
        1 A1 answers            => C1 with A1, -> join C1 A1
        2 A2 identifies C1 as mother => no: A-2 does not talk in C-1
        2 A1 undoes C1          => no: no customer was found by hand for C-1; there is nothing to take back
        3 A1 identifies C1 as mother => C1 identified mother by A1
        3 A1 identifies C1 as mother =>
        4 A1 identifies C1 as aunt   => C1 identified aunt by A1
        5 A1 undoes C1          => C1 undone to owner by A1
        6 A1 identifies C1 as mother => C1 identified mother by A1
        7 A1 asks C1 for pin    => C1 to key Secret, -> ask pin.ask of C1
        8 A1 undoes C1          => no: the customer of C-1 is keying in already; wait, or stop that first
        9 C1 keys in private    => C1 keyed pin, -> verify pin of mother by C1
        10 C1 is verified       => C1 verified caller, C1 pin: Right
        11 A1 undoes C1         => no: the customer of C-1 is verified; who is proved is not changed by hand
        11 A1 identifies C1 as aunt => no: the customer of C-1 is verified; who is proved is not changed by hand
        "
    );
    check(2, &story);
}

#[test]
fn a_number_of_several_names_nobody_until_somebody_chooses() {
    let story = format!(
        "{CALLS}
        0 bank finds C1 with several => C1 of owner or spouse
        0 bank finds C1 with several =>
        1 A1 answers            => C1 with A1, -> join C1 A1
        2 A1 asks C1 for one_time_code => no: nobody knows yet who the customer of C-1 is; have customer number and PIN keyed in first
        3 A1 identifies C1 as spouse => C1 identified spouse by A1
        4 A1 undoes C1          => C1 undone by A1
        5 bank matches C1       => C1 matched owner
        6 bank finds C1 with several =>
        "
    );
    check(1, &story);
}

#[test]
fn nobody_but_the_holder_keys_in_the_holders_secret() {
    let story = format!(
        "{CALLS}
        0 bank matches C1       => C1 matched owner
        1 A1 answers            => C1 with A1, -> join C1 A1
        2 A1 says C1 is another => C1 is another by A1
        2 A1 says C1 is another =>
        3 A1 asks C1 for pin    => no: the caller of C-1 is not the customer; nobody else keys in the customer's secret
        4 A1 says C1 is holder  => C1 is the holder by A1
        5 A1 asks C1 for pin    => C1 to key Secret, -> ask pin.ask of C1
        6 A1 says C1 is another => no: the customer of C-1 is keying in already; wait, or stop that first
        "
    );
    check(1, &story);
}
