#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says where")]
//! Chats, and agents who have several contacts in hand, in words.

mod script;

use script::{Stage, plan::blended};

/// Plays a story on the floor of [`blended`]: see `stories.rs`.
#[track_caller]
fn check(story: &str) {
    script::check(blended(), story);
}

#[test]
fn an_agent_has_as_many_chats_as_planned_and_the_least_laden_comes_first() {
    check(
        "
        0 C1 opens web         => C1 opened, C1 in talk, C1 offered A1
        1 A2 accepts C1        => no: C-1 is not offered to A-2; another agent may have it by now
        1 A1 accepts C1        => C1 with A1
        1 A1 accepts C1        =>
        2 C2 opens web         => C2 opened, C2 in talk, C2 offered A2
        3 A2 accepts C2        => C2 with A2
        4 C3 opens web         => C3 opened, C3 in talk, C3 offered A1
        5 A1 declines C3       => C3 not by A1: Rejected, A1 not ready: Rejected
        6 C1 leaves            => C1 ended: CustomerHungUp, A1 wraps up
        7 A1 is through with C1 => A1 wrapped up, C1 closed wait 1 talk 5, A1 not ready: Rejected
        8 C2 leaves            => C2 ended: CustomerHungUp, A2 wraps up
        8 C2 leaves            =>
        18 time passes         => A2 wrapped up, C2 closed wait 1 talk 5, C3 offered A2
        30 time passes         => C3 not by A2: NoAnswer, A2 not ready: NoAnswer
        31 C3 is gone          => C3 ended: CustomerLost, C3 closed
        32 C3 leaves           =>
        33 C4 opens moon       => no: there is no line moon; the configuration names the lines
        ",
    );
}

#[test]
fn calls_and_chats_are_blended_as_planned() {
    check(
        "
        0 A2 pauses            => A2 not ready: Pause
        0 C1 opens web         => C1 opened, C1 in talk, C1 offered A1
        1 A1 accepts C1        => C1 with A1
        2 C2 calls lost        => C2 opened, -> answer C2, C2 in lost, -> C2 hears music ever, C2 offered A1, -> dial A1
        3 A1 answers           => C2 with A1, -> join C2 A1
        4 C3 opens web         => C3 opened, C3 in talk
        5 C2 hangs up          => C2 ended: CustomerHungUp, -> hang up A1, C2 closed wait 1 talk 2, C3 offered A1
        6 A1 accepts C3        => C3 with A1
        7 C4 calls lost        => C4 opened, -> answer C4, C4 in lost, -> C4 hears music ever
        8 A1 ends C3           => C3 ended: AgentHungUp, A1 wraps up
        9 A1 needs time for C3 => A1 wraps up longer
        20 time passes         =>
        21 A1 is through with C3 => A1 wrapped up, C3 closed wait 2 talk 2, C4 offered A1, -> dial A1
        22 A1 refuses 486      => C4 not by A1: Rejected, A1 not ready: Rejected
        23 A1 is ready         => A1 ready, C4 offered A1, -> dial A1
        ",
    );
}

#[test]
fn whoever_is_to_pause_finishes_everything_in_hand_and_is_offered_nothing_new() {
    let begin = "
        0 A2 pauses            => A2 not ready: Pause
        0 C1 opens web         => C1 opened, C1 in talk, C1 offered A1
        1 A1 accepts C1        => C1 with A1
        2 C2 calls lost        => C2 opened, -> answer C2, C2 in lost, -> C2 hears music ever, C2 offered A1, -> dial A1
        3 A1 answers           => C2 with A1, -> join C2 A1
        4 A1 pauses            => A1 not ready: Pause
        5 C3 opens web         => C3 opened, C3 in talk
        6 C2 hangs up          => C2 ended: CustomerHungUp, -> hang up A1, C2 closed wait 1 talk 3
    ";
    let to_the_end = "
        7 A1 ends C1           => C1 ended: AgentHungUp, A1 wraps up
        17 time passes         => A1 wrapped up, C1 closed wait 1 talk 6, A1 not ready: Pause
        18 C3 leaves           => C3 ended: Abandoned, C3 closed
    ";
    let withdrawn = "
        7 A1 is ready          => A1 ready, C3 offered A1
    ";
    check(&[begin, to_the_end].concat());
    check(&[begin, withdrawn].concat());
}

#[test]
fn chats_of_a_page_that_is_away_go_to_others_if_it_does_not_come_back() {
    let begin = "
        0 A2 pauses            => A2 not ready: Pause
        0 C1 opens web         => C1 opened, C1 in talk, C1 offered A1
        1 A1 accepts C1        => C1 with A1
        2 C2 opens web         => C2 opened, C2 in talk, C2 offered A1
        3 A1 sleeps            => C1 parted from A1, C2 not by A1: Unreachable, A1 not ready: PageLost
        4 A1 sends C1 to forms => no: the telephone of A-1 is away; wait until it is back
        4 A1 sleeps            =>
    ";
    let in_time = "
        10 A1 wakes            => C1 has A1 again
        10 A1 wakes            =>
        12 A1 is ready         => A1 ready, C2 offered A1
    ";
    let too_late = "
        11 time passes         => C1 lost A1, A1 not ready: PageLost
        12 A1 wakes            =>
        13 A2 is ready         => A2 ready, C1 offered A2
        14 A2 accepts C1       => C1 with A2
        15 C1 leaves           => C1 ended: CustomerHungUp, A2 wraps up
    ";
    let the_customer_goes = "
        9 C1 leaves            => C1 ended: CustomerHungUp, A1 wraps up
        19 time passes         => A1 wrapped up, C1 closed wait 1 talk 8, A1 not ready: PageLost
    ";
    check(&[begin, in_time].concat());
    check(&[begin, too_late].concat());
    check(&[begin, the_customer_goes].concat());
}

#[test]
fn a_chat_is_sent_to_a_queue_of_chats_and_cannot_be_held() {
    check(
        "
        0 C1 opens web         => C1 opened, C1 in talk, C1 offered A1
        1 A1 accepts C1        => C1 with A1
        2 A1 holds C1          => no: C-1 is a chat, which cannot be held; answer later
        2 A1 sends C1 to lost  => no: queue lost does not hold contacts of this kind; choose another queue
        3 A1 sends C1 to forms => C1 sent by A1 to forms, C1 in forms, C1 offered A2
        4 A2 accepts C1        => C1 with A2
        5 A2 ends C1           => C1 ended: AgentHungUp, C1 closed wait 1 talk 3
        6 C2 calls lost        => C2 opened, -> answer C2, C2 in lost, -> C2 hears music ever, C2 offered A1, -> dial A1
        6 A1 accepts C2        => no: C-2 is a call; what is asked for is for chats
        6 C2 leaves            => no: C-2 is a call; what is asked for is for chats
        7 A1 answers           => C2 with A1, -> join C2 A1
        8 A1 sends C2 to talk  => no: queue talk does not hold contacts of this kind; choose another queue
        ",
    );
}

#[test]
fn where_nobody_takes_it_a_chat_ends_at_once() {
    check(
        "
        0 A1 pauses            => A1 not ready: Pause
        0 A2 pauses            => A2 not ready: Pause
        1 C1 opens web         => C1 opened, C1 ended: Unstaffed, C1 closed
        2 A1 is ready          => A1 ready
        3 C2 opens web         => C2 opened, C2 in talk, C2 offered A1
        3 C3 opens web         => C3 opened, C3 in talk, C3 offered A1
        3 C4 opens web         => C4 opened, C4 in talk
        3 C5 opens web         => C5 opened, C5 in talk
        3 C6 opens web         => C6 opened, C6 ended: Full, C6 closed
        4 queue talk closes and flushes => talk closed and flushed, C4 ended: Closed, C4 closed, C5 ended: Closed, C5 closed
        5 C7 opens web         => C7 opened, C7 ended: Closed, C7 closed
        6 A1 accepts C2        => C2 with A1
        ",
    );
}

#[test]
fn a_queue_that_holds_calls_from_now_on_keeps_no_chats() {
    check(
        "
        0 A2 pauses            => A2 not ready: Pause
        0 C1 opens web         => C1 opened, C1 in talk, C1 offered A1
        1 A1 accepts C1        => C1 with A1
        2 A1 pauses            => A1 not ready: Pause
        3 C2 opens web         => C2 opened, C2 in talk
        4 plan talk holds calls => configured
        5 A2 is ready          => A2 ready, C2 ended: Closed, C2 closed
        6 C1 leaves            => C1 ended: CustomerHungUp, A1 wraps up
        16 time passes         => A1 wrapped up, C1 closed wait 1 talk 5, A1 not ready: Pause
        ",
    );
}

#[test]
fn chats_outlive_voice_node_leader_and_plan() {
    check(
        "
        0 C1 opens web         => C1 opened, C1 in talk, C1 offered A1
        1 A1 accepts C1        => C1 with A1
        2 C2 calls lost        => C2 opened, -> answer C2, C2 in lost, -> C2 hears music ever, C2 offered A2, -> dial A2
        3 C3 calls lost        => C3 opened, -> answer C3, C3 in lost, -> C3 hears music ever, C3 offered A1, -> dial A1
        99 a new leader        => led anew
        99 node is lost        => C2 not by A2: Interrupted, C2 ended: Interrupted, C2 closed, A2 not ready: Interrupted, C3 not by A1: Interrupted, C3 ended: Interrupted, C3 closed, A1 not ready: Interrupted, node lost
        99 node joins          => node joined, A1 ready, A2 ready
        100 C4 opens web       => C4 opened, C4 in talk, C4 offered A2
        101 plan without agent 1 => configured
        102 A1 is ready        =>
        103 C1 leaves          => C1 ended: CustomerHungUp, A1 wraps up
        104 plan with agent 1  => configured
        105 A1 is through with C1 => A1 wrapped up, C1 closed wait 1 talk 102
        ",
    );
}

#[test]
fn a_queue_that_chats_wait_in_does_not_become_one_of_calls() {
    let mut stage = Stage::new(blended());
    // Both agents have their hands full; the last chat waits.
    for n in 1..=20 {
        stage.play(&format!("{n} C{n} opens web"));
    }
    let (floor, mut other) = (stage.floor(), blended());
    let waited_for: Vec<_> = other
        .queues
        .iter()
        .filter(|queue| floor.router().queue_length(&queue.name) > 0)
        .map(|q| q.name.clone())
        .collect();
    assert!(!waited_for.is_empty(), "somebody waits");
    for queue in &mut other.queues {
        queue.routing.channel = vocabulary::plan::Channel::Voice;
    }
    let wish = floor::Wish::Configure { plan: Box::new(other.clone()), over: None };
    let refused = floor::wished(floor, floor.now(), &wish).unwrap_err();
    assert!(matches!(&refused, floor::Refusal::WaitedFor(queue) if waited_for.contains(queue)), "{refused}");
    let fresh = Stage::new(blended());
    assert!(floor::wished(fresh.floor(), fresh.floor().now(), &wish).is_ok(), "nobody waits there");
}
