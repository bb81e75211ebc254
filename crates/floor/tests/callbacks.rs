#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says where")]
//! Call-backs in words: who is offered one, how the customer is called, and how a place comes to its end;
//! and as a law: whoever is called back is served when it would have been.

mod script;

use floor::{Input, Phase, State, step};
use proptest::prelude::*;
use script::plan::called_back;
use std::collections::BTreeMap;
use vocabulary::journal::Entry;
use vocabulary::voice::{Event, Gathered, LegEnd, Order, Report};
use vocabulary::{AgentId, ContactId, Epoch, LegId, NodeName, Span, Time};

/// Plays a story on the floor of [`called_back`]: see `stories.rs`.
#[track_caller]
fn check(story: &str) {
    script::check(called_back(), story);
}

/// The only agent is busy with C1; C2 has asked for a call-back and said so twice.
fn promised(line: &str) -> String {
    format!(
        "
        0 C1 calls {line}    => C1 opened, -> answer C1, C1 in {line}, -> C1 hears music ever, C1 offered A1, -> dial A1
        1 A1 answers         => C1 with A1, -> join C1 A1
        2 C2 calls {line}    => C2 opened, -> answer C2, C2 in {line}, -> C2 hears music ever
        2 C2 shows its number => C2 reachable
        4 time passes        => C2 told 1, -> C2 hears position.1+callback.offer+music ever, C2 offered a call-back, -> heed C2
        6 C2 keys 1          => C2 asks for a call-back, -> ask callback.confirm of C2
        9 C2 keys 1          => C2 promised, -> C2 hears callback.promised
        "
    )
}

/// The farewell is heard to its end.
fn kept(line: &str) -> String {
    promised(line) + "14 C2 heard it => C2 kept, -> hang up C2, C2 in line until 1200\n"
}

#[test]
fn a_customer_is_called_when_an_agent_has_picked_up() {
    let begin = kept("back");
    let served = "
        20 C3 calls back     => C3 opened, -> answer C3, C3 in back, -> C3 hears music ever
        22 time passes       => C3 told 2, -> C3 hears position.2+music ever
        30 C1 hangs up       => C1 ended: CustomerHungUp, -> hang up A1, A1 wraps up
        38 time passes       => A1 wrapped up, C1 closed wait 1 talk 29, C2 offered A1, -> dial A1
        39 A1 rings          => A1 rings
        40 A1 answers        => C2 called back 1 for A1, -> dial out to C2 from back, -> A1 hears ringing ever
        42 time passes       => C3 told 1 and 37 s, -> C3 hears position.1+wait.1+music ever
        45 C2 answers        => C2 with A1, -> join C2 A1
        60 C2 hangs up       => C2 ended: CustomerHungUp, -> hang up A1, A1 wraps up
        68 time passes       => C3 told 1 and 37 s, -> C3 hears position.1+wait.1+music ever, A1 wrapped up, C2 closed wait 43 talk 15, C3 offered A1, -> dial A1
    ";
    check(&[begin.as_str(), served].concat());
}

#[test]
fn who_hangs_up_during_the_farewell_is_called_and_who_did_before_is_not() {
    check(&(promised("back") + "10 C2 hangs up => C2 kept, C2 in line until 1200\n"));
    let unasked = "
        0 C1 calls back      => C1 opened, -> answer C1, C1 in back, -> C1 hears music ever, C1 offered A1, -> dial A1
        1 A1 answers         => C1 with A1, -> join C1 A1
        2 C2 calls back      => C2 opened, -> answer C2, C2 in back, -> C2 hears music ever
        2 C2 shows its number => C2 reachable
        4 time passes        => C2 told 1, -> C2 hears position.1+callback.offer+music ever, C2 offered a call-back, -> heed C2
        6 C2 keys 1          => C2 asks for a call-back, -> ask callback.confirm of C2
        9 C2 hangs up        => C2 ended: Abandoned, C2 closed
    ";
    check(unasked);
    let unsaid =
        promised("back").replace("9 C2 keys 1          => C2 promised, -> C2 hears callback.promised", "");
    check(&(unsaid + "9 C2 keys 2 => C2 waits on, -> C2 hears music ever\n"));
}

#[test]
fn nobody_is_offered_what_cannot_be_done() {
    let begin = "
        0 C1 calls back      => C1 opened, -> answer C1, C1 in back, -> C1 hears music ever, C1 offered A1, -> dial A1
        1 A1 answers         => C1 with A1, -> join C1 A1
    ";
    // The number is withheld, or none that may be called.
    check(
        &[
            begin,
            "
        2 C2 calls back      => C2 opened, -> answer C2, C2 in back, -> C2 hears music ever
        4 time passes        => C2 told 1, -> C2 hears position.1+music ever
    ",
        ]
        .concat(),
    );
    // No call-backs are made at this hour.
    check(
        &[
            begin,
            "
        1200 C2 calls back   => C2 opened, -> answer C2, C2 in back, -> C2 hears music ever
        1200 C2 shows its number => C2 reachable
        1202 time passes     => C2 told 1, -> C2 hears position.1+music ever
    ",
        ]
        .concat(),
    );
    // As many places are kept as may be.
    let full = kept("back")
        + "
        15 C3 calls back     => C3 opened, -> answer C3, C3 in back, -> C3 hears music ever
        15 C3 shows its number => C3 reachable
        17 time passes       => C3 told 2, -> C3 hears position.2+callback.offer+music ever, C3 offered a call-back, -> heed C3
        18 C3 keys 1         => C3 asks for a call-back, -> ask callback.confirm of C3
        19 C3 keys 1         => C3 promised, -> C3 hears callback.promised
        20 C3 heard it       => C3 kept, -> hang up C3, C3 in line until 1200
        21 C4 calls back     => C4 opened, -> answer C4, C4 in back, -> C4 hears music ever
        21 C4 shows its number => C4 reachable
        23 time passes       => C4 told 3, -> C4 hears position.3+music ever
        ";
    check(&full);
}

/// The agent is through with C1 and has picked up for C2.
fn called() -> String {
    kept("back")
        + "
        30 C1 hangs up       => C1 ended: CustomerHungUp, -> hang up A1, A1 wraps up
        38 time passes       => A1 wrapped up, C1 closed wait 1 talk 29, C2 offered A1, -> dial A1
        40 A1 answers        => C2 called back 1 for A1, -> dial out to C2 from back, -> A1 hears ringing ever
        "
}

#[test]
fn whoever_is_not_reached_is_tried_again_and_then_no_more() {
    for failure in [
        "50 time passes     => C2 not reached for A1: NoAnswer, -> hang up C2, -> hang up A1, C2 rests until 110: NextTry
         109 time passes    =>",
        "50 C2 refuses 486  => C2 not reached for A1: Engaged, -> hang up A1, C2 rests until 110: NextTry",
        "50 C2 refuses 603  => C2 not reached for A1: Refused, -> hang up A1, C2 rests until 110: NextTry",
        "50 C2 refuses 404  => C2 not reached for A1: Unreachable, -> hang up A1, C2 rests until 110: NextTry",
    ] {
        let again = "
            110 time passes     => C2 in line until 1200, C2 offered A1, -> dial A1
            111 A1 answers      => C2 called back 2 for A1, -> dial out to C2 from back, -> A1 hears ringing ever
            121 time passes     => C2 not reached for A1: NoAnswer, -> hang up C2, -> hang up A1, C2 over: Unreached, C2 ended: Unreached, C2 closed
            122 C3 calls back   => C3 opened, -> answer C3, C3 in back, -> C3 hears music ever, C3 offered A1, -> dial A1
        ";
        check(&[called().as_str(), failure, again].concat());
    }
}

#[test]
fn an_agent_who_leaves_costs_the_customer_no_try() {
    check(&(called()
        + "
        45 A1 hangs up       => C2 not reached for A1: AgentLeft, -> hang up C2, -> hang up A1, C2 in line until 1200, A1 not ready: Rejected
        50 A1 is ready       => A1 ready, C2 offered A1, -> dial A1
        51 A1 answers        => C2 called back 1 for A1, -> dial out to C2 from back, -> A1 hears ringing ever
        "));
    check(
        &(called()
            + "45 A1 parts => C2 not reached for A1: AgentLeft, -> hang up C2, -> hang up A1, C2 in line until 1200, A1 not ready: PageLost\n"),
    );
}

#[test]
fn a_customer_who_calls_again_takes_the_place() {
    // Nobody is called who is on the line; and when it is about something else the place is as it was.
    check(
        &(kept("back")
            + "
        20 C3 calls lost     => C3 opened, -> answer C3, C3 in lost, -> C3 hears music ever
        20 C3 shows the number of C2 => C3 reachable as C2, C2 rests: OnTheLine
        25 C3 hangs up       => C3 ended: Abandoned, C3 closed, C2 in line until 1200
        "),
    );
    // In the same queue it stands where the call-back stood.
    check(&(kept("back")
        + "
        20 C3 calls back     => C3 opened, -> answer C3, C3 in back, -> C3 hears music ever
        21 C4 calls back     => C4 opened, -> answer C4, C4 in back, -> C4 hears music ever
        21 C4 shows the number of C2 => C4 reachable as C2, C2 over: CalledAgain by C4, C2 ended: PlaceTaken, C2 closed, C4 in back, -> C4 hears music ever
        23 time passes       => C3 told 2, -> C3 hears position.2+music ever, C4 told 1, -> C4 hears position.1+callback.offer+music ever, C4 offered a call-back, -> heed C4
        24 C1 hangs up       => C1 ended: CustomerHungUp, -> hang up A1, A1 wraps up
        25 A1 is ready       => A1 ready, A1 wrapped up, C1 closed wait 1 talk 23, C4 offered A1, -> dial A1
        "));
    // Also while the customer is being called.
    check(&(called()
        + "
        45 C3 calls back     => C3 opened, -> answer C3, C3 in back, -> C3 hears music ever
        45 C3 shows the number of C2 => C3 reachable as C2, C2 not reached for A1: CalledAgain, -> hang up C2, -> hang up A1, C2 over: CalledAgain by C3, C2 ended: PlaceTaken, C2 closed, C3 in back, -> C3 hears music ever, C3 offered A1, -> dial A1
        "));
}

#[test]
fn a_supervisor_takes_a_place_away() {
    check(
        &(kept("back")
            + "
        20 C2 is not to be called => C2 over: Cancelled, C2 ended: Unreached, C2 closed
        21 C2 is not to be called => no: there is no contact C-2; the list of contacts shows which there are
        22 C1 is not to be called => no: C-1 keeps no place for a call-back; the queue's page shows which do
        "),
    );
    check(
        &(called()
            + "45 C2 is not to be called => C2 not reached for A1: Cancelled, -> hang up C2, -> hang up A1, C2 over: Cancelled, C2 ended: Unreached, C2 closed\n"),
    );
}

#[test]
fn when_the_hours_end_places_are_kept_or_given_up() {
    check(
        &(kept("back")
            + "
        1200 time passes     => C2 rests until 1800: OutOfHours
        1300 C1 hangs up     => C1 ended: CustomerHungUp, -> hang up A1, A1 wraps up
        1308 time passes     => A1 wrapped up, C1 closed wait 1 talk 1299
        1800 time passes     => C2 in line until 3600, C2 offered A1, -> dial A1
        "),
    );
    check(&(kept("brief") + "1200 time passes => C2 over: HoursOver, C2 ended: Unreached, C2 closed\n"));
}

#[test]
fn a_queue_closed_with_all_who_are_in_it_lets_places_rest() {
    check(
        &(kept("back")
            + "
        20 queue back closes and flushes => back closed and flushed, C2 rests: QueueClosed
        40 queue back opens  => back opened, C2 in line until 1200
        50 plan without trunk => configured, C2 over: NumberGone, C2 ended: Unreached, C2 closed
        "),
    );
    check(
        &(kept("back")
            + "20 nobody knows the number of C2 => C2 over: NumberGone, C2 ended: Unreached, C2 closed\n"),
    );
}

#[test]
fn places_outlive_the_centre() {
    // A place in the line is as it was; nobody is offered anything while there is no node.
    check(&(kept("back")
        + "
        60 a new leader      => led anew
        60 node is lost      => C1 ended: Interrupted, C1 closed wait 1 talk 59, A1 not ready: Interrupted, node lost, C2 in line until 1200
        61 A1 is ready       => A1 ready
        62 node joins        => node joined, C2 offered A1, -> dial A1
        "));
    // The farewell was not heard to its end.
    check(&(promised("back")
        + "
        10 a new leader      => led anew
        10 node is lost      => C1 ended: Interrupted, C1 closed wait 1 talk 9, A1 not ready: Interrupted, C2 kept, node lost, C2 in line until 1200
        11 node joins        => node joined, A1 ready, C2 offered A1, -> dial A1
        "));
    // The customer's telephone rang: it may ring still, and is called again after that.
    check(&(called()
        + "
        43 a new leader      => led anew
        43 node is lost      => C2 not reached for A1: Interrupted, C2 rests until 53: Interrupted, A1 not ready: Interrupted, node lost
        44 node joins        => node joined, A1 ready
        53 time passes       => C2 in line until 1200, C2 offered A1, -> dial A1
        54 A1 answers        => C2 called back 1 for A1, -> dial out to C2 from back, -> A1 hears ringing ever
        "));
}

/// What a caller of the law does.
#[derive(Debug, Clone, Copy)]
struct Conduct {
    /// Asks for a call-back.
    asks: bool,
    /// How often the customer's telephone rings in vain.
    in_vain: u8,
}

fn conduct() -> impl Strategy<Value = Conduct> {
    (any::<bool>(), prop_oneof![4 => Just(0u8), 1 => 1u8..3])
        .prop_map(|(asks, in_vain)| Conduct { asks, in_vain })
}

/// A floor, driven as voice nodes and telephones would.
struct Driver {
    floor: State,
    now: Time,
    number: u64,
    entries: Vec<Entry>,
    acts: BTreeMap<LegId, u32>,
}

impl Driver {
    fn new() -> Driver {
        let mut plan = called_back();
        let queue = plan.queues.iter_mut().find(|queue| queue.name.as_str() == "back").unwrap();
        queue.capacity = 50;
        queue.wrap_up = Span::ZERO;
        queue.routing.callback.as_mut().unwrap().most = 50;
        let mut driver = Driver {
            floor: State::default(),
            now: Time(1_800_000_000_000_000),
            number: 0,
            entries: Vec::new(),
            acts: BTreeMap::new(),
        };
        driver.tell(Input::Lead { epoch: Epoch(1) });
        driver.tell(Input::Configure(Box::new(plan)));
        driver.tell(Input::NodeJoined(NodeName::new("voice-1").unwrap()));
        driver
    }

    fn tell(&mut self, input: Input) {
        let outcome = step(&mut self.floor, self.now, input);
        for (_, _, order) in outcome.orders {
            match order {
                Order::Play { leg, play, .. } => drop(self.acts.insert(leg, play)),
                Order::Gather { leg, gather, .. } => drop(self.acts.insert(leg, gather)),
                _ => {}
            }
        }
        self.entries.extend(outcome.records.into_iter().map(|record| record.entry));
        assert_eq!(self.floor.violations(), Vec::<String>::new());
    }

    fn report(&mut self, event: Event) {
        self.number += 1;
        let (epoch, node) = (Epoch(1), NodeName::new("voice-1").unwrap());
        self.tell(Input::Report(Report { epoch, node, number: self.number, event }));
    }

    fn passes(&mut self, span: Span) {
        self.now = self.now + span;
        self.tell(Input::Tick);
    }

    fn keys(&mut self, leg: LegId) {
        let gather = self.acts[&leg];
        self.report(Event::Gathered { leg, gather, outcome: Gathered::Digits("1".to_owned()) });
    }

    /// Somebody talks with the only agent. The talk ends by this leg.
    fn keep_the_agent_busy(&mut self) -> LegId {
        let leg = LegId::arrived(Epoch(1), 1);
        self.report(Event::Arrived { leg, called: "lost".to_owned(), caller: None });
        let rung = self.floor.contact(ContactId(1)).and_then(floor::Contact::agent_leg).unwrap();
        self.report(Event::Answered { leg: rung });
        leg
    }

    /// Calls, two seconds apart, while the only agent is busy; those who ask are promised a call-back.
    fn call(&mut self, place: usize, conduct: Conduct) -> ContactId {
        let leg = LegId::arrived(Epoch(1), place as u32 + 2);
        self.report(Event::Arrived { leg, called: "back".to_owned(), caller: None });
        let contact = ContactId(place as u64 + 2);
        if conduct.asks {
            self.tell(Input::Reachable { contact, same: None });
        }
        self.passes(Span::seconds(2));
        if conduct.asks {
            self.keys(leg);
            self.keys(leg);
            self.report(Event::Played { leg, play: self.acts[&leg] });
            assert!(self.floor.contact(contact).unwrap().is_away());
        }
        contact
    }
}

proptest! {
    /// Call-backs duplicated, jumping the waiting, or lost; agents stuck after one. Whoever asked is offered
    /// when its turn has come, is called by one telephone at a time, and is served or told of; whoever did
    /// not is served no earlier and no later for it.
    #[test]
    fn whoever_is_called_back_is_served_when_it_would_have_been(
        conducts in prop::collection::vec(conduct(), 1..12),
    ) {
        let mut driver = Driver::new();
        let agent = AgentId(1);
        let busy = driver.keep_the_agent_busy();
        let contacts: Vec<ContactId> =
            conducts.iter().enumerate().map(|(place, conduct)| driver.call(place, *conduct)).collect();
        driver.report(Event::Ended { leg: busy, cause: LegEnd::HungUp });
        let mut offered: Vec<ContactId> = Vec::new();
        let mut rung: BTreeMap<ContactId, u8> = BTreeMap::new();
        for _ in 0..200 {
            let Some(serving) = driver.floor.contacts().find(|contact| contact.served_by().is_some()).cloned() else {
                match driver.floor.next_due() {
                    Some(due) => {
                        driver.now = driver.now.max(due);
                        driver.tell(Input::Tick);
                        continue;
                    }
                    None => break,
                }
            };
            let (id, conduct) = (serving.id, conducts[serving.id.0 as usize - 2]);
            match serving.phase {
                Phase::Offered { leg, .. } => {
                    if !offered.contains(&id) {
                        offered.push(id);
                    }
                    driver.report(Event::Answered { leg: leg.expect("a call") });
                }
                Phase::CallingBack { .. } => {
                    prop_assert!(conduct.asks, "{id} is called unasked");
                    let times = rung.entry(id).or_default();
                    *times += 1;
                    if *times <= conduct.in_vain {
                        driver.report(Event::Ended { leg: serving.leg.expect("a call"), cause: LegEnd::Refused(486) });
                        prop_assert!(driver.floor.agent(agent).unwrap().state.contact() != Some(id), "stuck");
                    } else {
                        driver.report(Event::Answered { leg: serving.leg.expect("a call") });
                    }
                }
                Phase::Talking { .. } => {
                    driver.report(Event::Ended { leg: serving.leg.expect("a call"), cause: LegEnd::HungUp });
                }
                ref other => prop_assert!(false, "{id} is {other:?}"),
            }
        }
        // In the order in which they came, called back or not.
        prop_assert_eq!(&offered, &contacts);
        prop_assert_eq!(driver.floor.contacts().count(), 0);
        for (contact, conduct) in contacts.iter().zip(&conducts) {
            let count = |is: &dyn Fn(&Entry) -> bool| driver.entries.iter().filter(|entry| is(entry)).count();
            let connected = count(&|entry| matches!(entry, Entry::Connected { contact: c, .. } if c == contact));
            let over = count(&|entry| matches!(entry, Entry::CallbackOver { contact: c, .. } if c == contact));
            // Two tries, the plan says.
            let reached = !conduct.asks || conduct.in_vain < 2;
            prop_assert_eq!((connected, over), if reached { (1, 0) } else { (0, 1) });
        }
    }
}
