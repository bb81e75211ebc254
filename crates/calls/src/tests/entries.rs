//! What callers hear and key.

use super::script::check;
use super::stories::answered;

#[test]
fn a_gather_is_answered_once() {
    for story in [
        // Complete by its last key; later keys are nobody's.
        "
        > floor gather 2 7 menu ko open 1-2
          media 2 play 1 menu ko
        > keys 2 4
          media 2 silence
        > keys 2 711
          report 2 gathered 2 7 digits 47
        > played 2 1
        > @60 alive
        ",
        // Complete by its terminator, which is not part of it.
        "
        > floor gather 2 7 menu ko open 1-9 #
          media 2 play 1 menu ko
        > played 2 1
        > keys 2 12*#
          report 2 gathered 2 7 digits 12*
        ",
        "
        > floor gather 2 7 menu ko open 1-9 #
          media 2 play 1 menu ko
        > keys 2 #
          media 2 silence
          report 2 gathered 2 7 too-few
        ",
        "
        > floor gather 2 7 menu ko open 0-9 #
          media 2 play 1 menu ko
        > keys 2 #
          media 2 silence
          report 2 gathered 2 7 digits
        ",
        // The wait for the first key begins when the question has been asked.
        "
        > floor gather 2 7 menu ko open 1-4
          media 2 play 1 menu ko
        > @30 alive
        > played 2 99
        > played 2 1
        > @34.9 alive
        > @35 alive
          report 2 gathered 2 7 silent
        ",
        // Silence between keys.
        "
        > floor gather 2 7 menu ko open 3-4
          media 2 play 1 menu ko
        > played 2 1
        > @4 alive
        > keys 2 1
        > @5.9 alive
        > keys 2 2
        > @7.9 alive
          report 2 gathered 2 7 too-few
        ",
        "
        > floor gather 2 7 - ko open 2-4
        > @1 keys 2 12
        > @3 alive
          report 2 gathered 2 7 digits 12
        ",
        // What is not on a telephone is no key, and does not end the question.
        "
        > floor gather 2 7 menu ko open 1-4 x
          media 2 play 1 menu ko
        > keys 2 Ax五
        > keys 2 5
          media 2 silence
        > @2 alive
          report 2 gathered 2 7 digits 5
        ",
        // Another gather takes its place without a word, and its keys with it.
        "
        > floor gather 2 7 menu ko open 2-2
          media 2 play 1 menu ko
        > keys 2 1
          media 2 silence
        > floor gather 2 8 other ko open 1-2
          media 2 play 2 other ko
        > @3 alive
        > keys 2 5
          media 2 silence
        > @5 alive
          report 2 gathered 2 8 digits 5
        ",
        // A question may be taken off by other words: the entry goes on.
        "
        > floor gather 2 7 menu ko open 1-1
          media 2 play 1 menu ko
        > floor play 2 8 news ko
          media 2 play 2 news ko
        > @1 played 2 1
        > @1 played 2 2
          report 2 played 2 8
        > @5 alive
          report 3 gathered 2 7 silent
        ",
        // A gather without a question leaves what is heard, but not an older gather's question.
        "
        > floor play 2 6 news ko
          media 2 play 1 news ko
        > floor gather 2 7 - ko open 1-1
        > keys 2 1
          report 2 gathered 2 7 digits 1
        > played 2 1
          report 3 played 2 6
        > floor gather 2 8 menu ko open 1-1
          media 2 play 2 menu ko
        > floor gather 2 9 - ko open 1-1
          media 2 silence
        > @5 alive
          report 4 gathered 2 9 silent
        ",
        // Time does not run backwards.
        "
        > @5 floor gather 2 7 - ko open 1-4
        > @1 keys 2 1
        > @6.9 alive
        > @7 alive
          report 2 gathered 2 7 digits 1
        ",
        // A rule that no entry could meet asks for what can be given.
        "
        > floor gather 2 7 - ko open 9-0
        > keys 2 1
          report 2 gathered 2 7 digits 1
        ",
        // The end of the leg is the last word.
        "
        > floor gather 2 7 menu ko open 1-2
          media 2 play 1 menu ko
        > keys 2 1
          media 2 silence
        > sip 2 hung-up
          media 2 close
          report 2 ended 2 HungUp
        > @9 tick
        ",
    ] {
        check(&answered(story));
    }
}

#[test]
fn words_are_reported_as_played_unless_others_took_their_place() {
    for story in [
        "
        > floor play 2 5 one ko
          media 2 play 1 one ko
        > floor play 2 6 two ko
          media 2 play 2 two ko
        > played 2 1
        > played 2 2
          report 2 played 2 6
        > played 2 2
        ",
        "
        > floor play 2 5 music ko repeat
          media 2 play 1 music ko repeat
        > played 2 1
        > floor play 2 6 - ko repeat
          media 2 silence
        > floor play 2 7 - ko
          report 2 played 2 7
        ",
    ] {
        check(&answered(story));
    }
}

#[test]
fn number_and_pin_leave_once_and_only_for_the_bank() {
    check(&answered(
        "
        > floor gather 2 1 number ko private 4-12 #
          media 2 gate shut
          media 2 play 1 number ko
        > keys 2 1234567#
          media 2 silence
          media 2 gate open
          report 2 gathered 2 1 kept H-1
        > floor gather 2 2 pin ko secret 4-4
          media 2 gate shut
          media 2 play 2 pin ko
        > keys 2 4711
          media 2 silence
          media 2 gate open
          report 3 gathered 2 2 kept H-2
        > floor redeem 2 1 H-1 H-2
          redeem 2 1 number 1234567 pin 4711
        > bank 2 9 verified
        > bank 2 1 wrong
          report 4 redeemed 2 1 wrong 2 left
        > bank 2 1 verified
        > floor redeem 2 2 H-1 H-2
          report 5 redeemed 2 2 unavailable
        > floor gather 2 3 pin ko secret 4-4
          media 2 gate shut
          media 2 play 3 pin ko
        > keys 2 4712
          media 2 silence
          media 2 gate open
          report 6 gathered 2 3 kept H-3
        > floor redeem 2 3 H-9 H-3
          report 7 redeemed 2 3 unavailable
        > floor redeem 2 4 H-1 H-3
          report 8 redeemed 2 4 unavailable
        > floor gather 2 4 - ko secret 4-4
          media 2 gate shut
        > keys 2 4713
          media 2 gate open
          report 9 gathered 2 4 kept H-4
        > floor redeem 2 5 H-1 H-1
          report 10 redeemed 2 5 unavailable
        > floor redeem 2 6 H-1 H-4
          redeem 2 6 number 1234567 pin 4713
        > sip 2 hung-up
          media 2 close
          report 11 ended 2 HungUp
        > bank 2 6 verified
        ",
    ));
}

#[test]
fn a_leg_waits_for_a_few_verifications_at_once_and_no_more() {
    let mut story = answered(
        "
        > floor gather 2 1 - ko private 1-1
          media 2 gate shut
        > keys 2 9
          media 2 gate open
          report 2 gathered 2 1 kept H-1
        ",
    );
    for attempt in 2..=6 {
        let answer = match attempt {
            6 => "report 8 redeemed 2 6 unavailable".to_owned(),
            _ => format!("redeem 2 {attempt} number 9 pin {attempt}"),
        };
        story += &format!(
            "
            > floor gather 2 {attempt} - ko secret 1-1
              media 2 gate shut
            > keys 2 {attempt}
              media 2 gate open
              report {} gathered 2 {attempt} kept H-{attempt}
            > floor redeem 2 {attempt} H-1 H-{attempt}
              {answer}
            ",
            attempt + 1
        );
    }
    check(&story);
}

#[test]
fn digits_are_of_use_to_the_leg_they_were_keyed_on_alone() {
    check(&answered(
        "
        > sip 4 incoming 1588
          report 2 arrived 4 1588
        > floor answer 4
          sip 4 answer
          media 4 watch on
        > floor gather 2 1 - ko private 1-1
          media 2 gate shut
        > keys 2 1
          media 2 gate open
          report 3 gathered 2 1 kept H-1
        > floor gather 2 2 - ko secret 1-1
          media 2 gate shut
        > keys 2 2
          media 2 gate open
          report 4 gathered 2 2 kept H-2
        > floor redeem 4 1 H-1 H-2
          report 5 redeemed 4 1 unavailable
        > floor redeem 2 1 H-1 H-2
          redeem 2 1 number 1 pin 2
        ",
    ));
}

#[test]
fn the_gate_is_shut_exactly_while_digits_are_keyed_that_nobody_may_hear() {
    check(&answered(
        "
        > floor gather 2 1 - ko secret 4-4
          media 2 gate shut
        > floor gather 2 2 - ko private 4-4
        > keys 2 1
        > floor gather 2 3 - ko open 4-4
          media 2 gate open
        > floor gather 2 4 - ko secret 4-4
          media 2 gate shut
        > @5 alive
          media 2 gate open
          report 2 gathered 2 4 silent
        > floor gather 2 5 - ko secret 4-4
          media 2 gate shut
        > lost 2
          sip 2 hang-up
          media 2 close
          report 3 ended 2 Lost
        ",
    ));
}

#[test]
fn with_an_agent_on_the_line_each_hidden_key_is_one_tone_and_both_go_on_talking() {
    check(&answered(
        "
        > floor dial 1002 sip:a@b for 2
          sip 1002 dial sip:a@b for 2
        > sip 1002 answered
          media 1002 watch on
          report 2 answered 1002
        > floor join 2 1002
          media 2 hear 1002
          media 1002 hear 2
        > floor gather 2 1 pin.ask ko secret 4-4
          media 2 gate shut
          media 2 play 1 pin.ask ko
        > keys 2 4
          media 2 hear 1002
          media 1002 play 1 key en
          report 3 keyed 2 1 1
        > played 1002 1
          media 1002 hear 2
        > keys 2 71
          media 1002 play 2 key en
          report 4 keyed 2 1 2
          media 1002 play 3 key en
          report 5 keyed 2 1 3
        > keys 2 1
          media 1002 play 4 key en
          report 6 keyed 2 1 4
          media 2 gate open
          report 7 gathered 2 1 kept H-1
        > played 1002 4
          media 1002 hear 2
        > floor prove 2 1 pin H-1
          prove 2 1 pin of cust-7 4711
        > bank 2 1 wrong
          report 8 redeemed 2 1 wrong 2 left
        > floor prove 2 2 pin H-1
          report 9 redeemed 2 2 unavailable
        > floor gather 2 2 pin.ask ko secret 4-4
          media 2 gate shut
          media 2 play 2 pin.ask ko
        > floor stop-gather 2
          media 2 gate open
          media 2 hear 1002
        > keys 2 1
        > floor stop-gather 2
        > @9 alive
        ",
    ));
}
