//! Calls from beginning to end, and the races in between.

use super::script::check;

#[test]
fn a_call_from_first_ring_to_hang_up() {
    let node = check(
        "
        > @0.0 sip 2 incoming 1588 +821055501234
          report 1 arrived 2 1588 +821055501234
        > floor answer 2
          sip 2 answer
          media 2 watch on
        > floor play 2 1 welcome,recording ko
          media 2 play 1 welcome,recording ko
        > @2.0 played 2 1
          report 2 played 2 1
        > floor gather 2 2 menu ko open 1-1
          media 2 play 2 menu ko
        > @3.0 keys 2 1
          media 2 silence
          report 3 gathered 2 2 digits 1
        > floor play 2 3 music ko repeat
          media 2 play 3 music ko repeat
        > floor dial 3 sip:agent@desk for 2
          sip 3 dial sip:agent@desk for 2
        > sip 3 ringing
          report 4 ringing 3
        > sip 3 ringing
        > @4.0 sip 3 answered
          media 3 watch on
          report 5 answered 3
        > floor join 2 3
          media 2 hear 3
          media 3 hear 2
        > sip 3 held
          media 3 watch off
        > sip 3 held
        > sip 3 resumed
          media 3 watch on
        > @6.0 sip 2 hung-up
          media 2 close
          media 3 silence
          report 6 ended 2 HungUp
        > floor hang-up 3
          sip 3 hang-up
          media 3 close
          report 7 ended 3 Released
        > sip 3 hung-up
        ",
    );
    assert_eq!(node.legs(), 0);
}

#[test]
fn the_end_of_a_leg_races_with_everything() {
    check(
        "
        > @0 sip 2 incoming 1588
          report 1 arrived 2 1588
        > sip 2 hung-up
          media 2 close
          report 2 ended 2 HungUp
        > floor answer 2
        > floor play 2 1 welcome ko
        > floor gather 2 2 menu ko open 1-1
        > floor redeem 2 1 1 2
        > floor reject 2 503
        > floor hang-up 2
        > sip 2 hung-up
        > sip 2 unusable
        > lost 2
        > keys 2 1
        > played 2 1
        > floor dial 3 sip:agent@desk for 2
          report 3 ended 3 Released
        > sip 4 incoming 1588
          report 4 arrived 4 1588
        > floor answer 4
          sip 4 answer
          media 4 watch on
        > sip 4 answered
        > floor dial 5 sip:agent@desk for 4
          sip 5 dial sip:agent@desk for 4
        > floor join 4 5
        > floor hang-up 5
          sip 5 hang-up
          media 5 close
          report 5 ended 5 Released
        > sip 5 answered
        > sip 5 refused 487
        > floor dial 7 sip:agent@desk for 4
          sip 7 dial sip:agent@desk for 4
        > sip 7 answered
          media 7 watch on
          report 6 answered 7
        > sip 7 ringing
        > sip 7 answered
        > sip 7 hung-up
          media 7 close
          report 7 ended 7 HungUp
        > floor join 4 7
        > sip 4 hung-up
          media 4 close
          report 8 ended 4 HungUp
        ",
    );
}

#[test]
fn a_page_parts_and_returns_and_only_the_floor_gives_it_up() {
    check(
        "
        > @0 sip 2 incoming 1588
          report 1 arrived 2 1588
        > floor answer 2
          sip 2 answer
          media 2 watch on
        > floor dial 3 page of 7 for 2
          sip 3 dial page of 7 for 2
        > sip 3 ringing
          report 2 ringing 3
        > sip 3 answered
          report 3 answered 3
        > floor join 2 3
          media 2 hear 3
          media 3 hear 2
        > returned 3
        > lost 3
        > parted 3
          report 4 parted 3
        > parted 3
        > floor play 2 1 music ko repeat
          media 2 play 1 music ko repeat
        > returned 3
          report 5 returned 3
        > floor join 2 3
          media 2 hear 3
          media 3 hear 2
        > parted 3
          report 6 parted 3
        > floor hang-up 3
          sip 3 hang-up
          media 3 close
          media 2 silence
          report 7 ended 3 Released
        > returned 3
        > parted 2
        > floor dial 5 page of 7 for 2
          sip 5 dial page of 7 for 2
        > sip 5 ringing
          report 8 ringing 5
        > parted 5
          media 5 close
          report 9 ended 5 Unreachable
        > floor dial 7 page for 2
          report 10 ended 7 Unreachable
        ",
    );
}

#[test]
fn a_customer_is_called_for_an_agent_who_was_called_for_nobody() {
    check(
        "
        > @0 floor dial 3 sip:agent@desk for-nobody
          sip 3 dial sip:agent@desk for nobody
        > floor dial-out 5 01055501234 for 7
          report 1 ended 5 Released
        > sip 3 answered
          media 3 watch on
          report 2 answered 3
        > floor dial-out 5 01055501234 for 3
          sip 5 dial out 010…1234 by sip:trunk as 1588 for 3
        > sip 5 ringing
          report 3 ringing 5
        > sip 5 answered
          media 5 watch on
          report 4 answered 5
        > floor join 5 3
          media 5 hear 3
          media 3 hear 5
        > floor dial-out 7 withheld for 3
          report 5 ended 7 Unreachable
        ",
    );
}

#[test]
fn a_leg_ends_by_the_cause_that_fits() {
    let dialled = |event: &str, end: &str| {
        format!(
            "
            > @0 sip 2 incoming 1588
              report 1 arrived 2 1588
            > floor dial 3 sip:a@b for 2
              sip 3 dial sip:a@b for 2
            > {event}
              {end}
            "
        )
    };
    let up = |event: &str, end: &str| {
        format!(
            "
            > @0 sip 2 incoming 1588
              report 1 arrived 2 1588
            > floor answer 2
              sip 2 answer
              media 2 watch on
            > {event}
              {end}
            "
        )
    };
    for (event, end) in [
        ("sip 3 refused 486", "media 3 close\nreport 2 ended 3 Refused(486)"),
        ("sip 3 refused 302", "media 3 close\nreport 2 ended 3 Unusable"),
        ("sip 3 unreachable", "media 3 close\nreport 2 ended 3 Unreachable"),
        ("sip 3 unusable", "sip 3 hang-up\nmedia 3 close\nreport 2 ended 3 Unusable"),
        ("lost 3", ""),
        ("floor play 3 1 welcome ko", "report 2 played 3 1"),
        ("floor play 3 1 music ko repeat", ""),
        ("floor gather 3 1 menu ko open 1-1", "report 2 gathered 3 1 silent"),
        ("floor answer 3", ""),
        ("floor reject 3 486", ""),
        ("floor dial 3 sip:c@d for 2", ""),
        ("floor reject 2 404", "sip 2 reject 404\nmedia 2 close\nreport 2 ended 2 Released"),
        ("floor reject 2 200", "sip 2 reject 500\nmedia 2 close\nreport 2 ended 2 Released"),
        ("floor hang-up 2", "sip 2 reject 480\nmedia 2 close\nreport 2 ended 2 Released"),
    ] {
        check(&dialled(event, end));
    }
    for (event, end) in [
        ("sip 2 unusable", "sip 2 hang-up\nmedia 2 close\nreport 2 ended 2 Unusable"),
        ("lost 2", "sip 2 hang-up\nmedia 2 close\nreport 2 ended 2 Lost"),
        ("sip 2 unreachable", "media 2 close\nreport 2 ended 2 Lost"),
        ("sip 2 refused 481", "media 2 close\nreport 2 ended 2 Unusable"),
        ("floor reject 2 486", ""),
        ("floor answer 2", ""),
        ("floor play 2 1 - ko", "report 2 played 2 1"),
        ("floor join 2 2", ""),
        ("sip 2 incoming 1588", ""),
    ] {
        check(&up(event, end));
    }
}

#[test]
fn a_loss_noticed_before_a_hold_is_none() {
    check(
        "
        > @0 sip 2 incoming 1588
          report 1 arrived 2 1588
        > sip 2 held
        > floor answer 2
          sip 2 answer
          media 2 watch on
        > sip 2 held
          media 2 watch off
        > lost 2
        > sip 2 resumed
          media 2 watch on
        > lost 2
          sip 2 hang-up
          media 2 close
          report 2 ended 2 Lost
        ",
    );
}

/// A caller who is answered, at the given time 0, with the story going on from there.
pub(super) fn answered(story: &str) -> String {
    format!(
        "
        > @0 sip 2 incoming 1588
          report 1 arrived 2 1588
        > floor answer 2
          sip 2 answer
          media 2 watch on
        {story}"
    )
}

#[test]
fn joining_anew_leaves_nobody_listening() {
    check(&answered(
        "
        > floor dial 3 sip:a@b for 2
          sip 3 dial sip:a@b for 2
        > sip 3 answered
          media 3 watch on
          report 2 answered 3
        > floor join 2 3
          media 2 hear 3
          media 3 hear 2
        > floor join 3 2
          media 3 hear 2
          media 2 hear 3
        > floor play 2 1 music ko repeat
          media 2 play 1 music ko repeat
        > floor dial 5 sip:c@d for 2
          sip 5 dial sip:c@d for 2
        > sip 5 answered
          media 5 watch on
          report 3 answered 5
        > floor join 5 2
          media 5 hear 2
          media 2 hear 5
          media 3 silence
        > floor hang-up 3
          sip 3 hang-up
          media 3 close
          report 4 ended 3 Released
        > lost 5
          sip 5 hang-up
          media 5 close
          media 2 silence
          report 5 ended 5 Lost
        > floor dial 7 sip:a@b for 2
          sip 7 dial sip:a@b for 2
        > sip 7 answered
          media 7 watch on
          report 6 answered 7
        > floor join 2 7
          media 2 hear 7
          media 7 hear 2
        > floor play 2 2 music ko repeat
          media 2 play 2 music ko repeat
        > sip 7 hung-up
          media 7 close
          report 7 ended 7 HungUp
        ",
    ));
}

#[test]
fn commands_are_executed_once_in_order_and_for_the_newest_leader_only() {
    check(
        "
        > @0 sip 2 incoming 1588
          report 1 arrived 2 1588
        > floor[1:5<0] answer 2
          sip 2 answer
          media 2 watch on
        > floor[1:5<0] play 2 1 one ko
        > floor[1:4<0] play 2 1 one ko
        > floor[1:9<7] play 2 1 one ko
        > floor[1:7<5] play 2 1 one ko
          media 2 play 1 one ko
        > floor[0:8<7] hang-up 2
        > floor[1:9<7] play 2 2 two ko
          media 2 play 2 two ko
        > floor[3:30<20] play 2 3 three ko
        > floor[1:10<9] hang-up 2
        > floor[2:10<0] hang-up 2
        > floor[3:20<0] play 2 4 four ko
          media 2 play 3 four ko
        > played 2 3
          report 1 played 2 4
        > floor[3:30<20] hang-up 2
          sip 2 hang-up
          media 2 close
          report 2 ended 2 Released
        ",
    );
}

#[test]
fn calls_stay_up_while_the_floor_is_silent() {
    check(
        "
        > @0 sip 2 incoming 1588
          report 1 arrived 2 1588
        > floor answer 2
          sip 2 answer
          media 2 watch on
        > floor gather 2 1 menu ko open 1-1
          media 2 play 1 menu ko
        > floor dial 3 sip:a@b for 2
          sip 3 dial sip:a@b for 2
        > sip 4 incoming 1588
          report 2 arrived 4 1588
        > @2.9 tick
        > @3 tick
          media 2 play 2 hold ko repeat
          sip 4 reject 503 retry 5
          media 4 close
          report 3 ended 4 Released
        > @4 sip 6 incoming 1588
          sip 6 reject 503 retry 5
          media 6 close
        > sip 3 answered
          media 3 watch on
          report 4 answered 3
          media 3 play 1 hold en repeat
        > @8 tick
          report 5 gathered 2 1 silent
        > @9 alive
        > sip 6 incoming 1588
          report 6 arrived 6 1588
        > @11.9 tick
        > floor join 2 3
          media 2 hear 3
          media 3 hear 2
        > @14.8 floor[0:99<98] hang-up 2
        > @15 tick
          sip 6 reject 503 retry 5
          media 6 close
          report 7 ended 6 Released
        > sip 3 hung-up
          media 3 close
          media 2 silence
          media 2 play 3 hold ko repeat
          report 8 ended 3 HungUp
        > @40 floor play 2 2 music zh repeat
          media 2 play 4 music zh repeat
        > @43 tick
          media 2 play 5 hold zh repeat
        ",
    );
}

#[test]
fn a_floor_that_is_heard_in_time_was_never_silent() {
    check(&answered(
        "
        > @3 floor play 2 1 news ko
          media 2 play 1 news ko
        > @6 alive
        > @8.9 tick
        > @9 tick
          media 2 play 2 hold ko repeat
        ",
    ));
}

#[test]
fn a_full_node_refuses_callers_and_keeps_room_for_as_many_agents() {
    check(
        "
        > @0 sip 2 incoming 1588
          report 1 arrived 2 1588
        > sip 4 incoming 1588
          report 2 arrived 4 1588
        > sip 6 incoming 1588
          sip 6 reject 503 retry 5
          media 6 close
        > floor dial 3 sip:a@b for 2
          sip 3 dial sip:a@b for 2
        > floor dial 5 sip:a@b for 2
          sip 5 dial sip:a@b for 2
        > floor dial 7 sip:a@b for 2
          report 3 ended 7 Unreachable
        > sip 2 hung-up
          media 2 close
          report 4 ended 2 HungUp
        > sip 8 incoming 1588
          report 5 arrived 8 1588
        ",
    );
}

#[test]
fn a_leg_is_recorded_once_and_a_failure_is_told_once() {
    check(&answered(
        "
        > floor record 2 7
          media 2 record R-7
        > floor record 2 8
        > recording-failed 2 8
        > recording-failed 2 7
          report 2 recording-failed 2 R-7
        > recording-failed 2 7
        > floor record 2 7
        ",
    ));
}

#[test]
fn a_recording_waits_with_another_leg_and_goes_on_with_a_third() {
    check(&answered(
        "
        > floor dial 3 sip:agent@desk for 2
          sip 3 dial sip:agent@desk for 2
        > floor record 2 7
          media 2 record R-7
        > floor hand-recording 2 3
        > sip 3 answered
          media 3 watch on
          report 2 answered 3
        > floor hand-recording 3 2
        > floor hand-recording 2 2
        > floor hand-recording 2 3
          media 2 hand recording to 3
        > floor hand-recording 2 3
        > floor hang-up 2
          sip 2 hang-up
          media 2 close
          report 3 ended 2 Released
        > floor dial-out 5 01055501234 for 3
          sip 5 dial out 010…1234 by sip:trunk as 1588 for 3
        > sip 5 answered
          media 5 watch on
          report 4 answered 5
        > floor join 5 3
          media 5 hear 3
          media 3 hear 5
        > floor record 5 7
          media 5 record R-7
        ",
    ));
}
