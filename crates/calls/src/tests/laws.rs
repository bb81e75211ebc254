//! The laws of a node, over histories that no floor and no telephone would ever produce.

use super::witness::Witness;
use crate::gather::Gather;
use crate::kept::{Kept, MOST_KEPT};
use crate::{Input, MediaEvent, Node, Output, Settings, SipEvent};
use proptest::prelude::*;
use vocabulary::voice::{Command, GatherRule, Keep, Order, PAGE, SecretKind, Stamp, Verification};
use vocabulary::{
    AgentId, ContactId, CustomerRef, Epoch, Handle, Language, LegId, NodeName, PhoneNumber, PromptName,
    RecordingId, SecretDigits, Sequence, Span, Time,
};

/// One step of a history.
#[derive(Debug, Clone)]
enum Step {
    Wait(i64),
    Alive,
    Sip(LegId, SipEvent),
    Media(LegId, MediaEvent),
    /// What the leg hears comes to its end.
    Finish(LegId),
    /// The bank answers what it was asked.
    Bank(LegId),
    /// The bank answers what it was not asked.
    Stray(LegId, u32),
    /// The next command.
    Order(Order),
    /// Any command.
    Garbled(Command),
    /// A new leader's first command.
    Led(Order),
}

fn leg() -> impl Strategy<Value = LegId> {
    (2u64..9).prop_map(LegId)
}

fn sip_event() -> impl Strategy<Value = SipEvent> {
    prop_oneof![
        6 => Just(SipEvent::Incoming { called: "1588".to_owned(), caller: None }),
        2 => Just(SipEvent::Ringing),
        6 => Just(SipEvent::Answered),
        1 => (0u16..700).prop_map(SipEvent::Refused),
        1 => Just(SipEvent::Unreachable),
        1 => Just(SipEvent::HungUp),
        1 => Just(SipEvent::Unusable),
        2 => Just(SipEvent::Held),
        2 => Just(SipEvent::Resumed),
    ]
}

fn media_event() -> impl Strategy<Value = MediaEvent> {
    prop_oneof![
        12 => prop::sample::select("0123456789*#A五".chars().collect::<Vec<_>>()).prop_map(MediaEvent::Key),
        2 => (0u32..5).prop_map(|play| MediaEvent::Played { play }),
        1 => Just(MediaEvent::Lost),
        2 => Just(MediaEvent::Parted),
        2 => Just(MediaEvent::Returned),
        1 => (1u64..4).prop_map(|recording| MediaEvent::RecordingFailed(RecordingId(recording))),
    ]
}

fn prompts() -> impl Strategy<Value = Vec<PromptName>> {
    prop::collection::vec(Just(PromptName::new("welcome").unwrap()), 0..3)
}

fn rule() -> impl Strategy<Value = GatherRule> {
    let keep = prop::sample::select(vec![Keep::Open, Keep::Private, Keep::Secret]);
    let terminator = prop::option::of(prop::sample::select(vec!['#', '*', 'x']));
    let spans = (-1i64..4, prop_oneof![Just(i64::MAX), 0..4_000_000i64]);
    (0u8..5, 0u8..5, terminator, spans, keep).prop_map(|(least, most, terminator, (first, between), keep)| {
        GatherRule { least, most, terminator, first: Span::seconds(first), between: Span(between), keep }
    })
}

fn order() -> impl Strategy<Value = Order> {
    let language = Language::Korean;
    let handle = || (1u64..12).prop_map(Handle);
    prop_oneof![
        1 => (leg(), any::<u16>()).prop_map(|(leg, status)| Order::Reject { leg, status, retry_after: None }),
        6 => leg().prop_map(|leg| Order::Answer { leg }),
        4 => (leg(), 0u32..9, prompts(), any::<bool>()).prop_map(move |(leg, play, prompts, repeat)| {
            Order::Play { leg, play, prompts, language, repeat }
        }),
        8 => (leg(), 0u32..9, prompts(), rule()).prop_map(move |(leg, gather, prompts, rule)| {
            Order::Gather { leg, gather, prompts, language, rule }
        }),
        6 => (leg(), 0u32..9, handle(), handle())
            .prop_map(|(leg, attempt, number, pin)| Order::Redeem { leg, attempt, number, pin }),
        4 => (leg(), 0u32..9, handle()).prop_map(|(leg, attempt, secret)| {
            let customer = CustomerRef::new("cust-7").unwrap();
            Order::Prove { leg, attempt, customer, kind: SecretKind::OneTimeCode, secret }
        }),
        2 => leg().prop_map(|leg| Order::StopGather { leg }),
        4 => (leg(), leg()).prop_map(|(leg, on_behalf_of)| {
            let (to, on_behalf_of) = ("sip:agent@desk".to_owned(), Some(on_behalf_of));
            Order::Dial { leg, to, agent: None, on_behalf_of }
        }),
        4 => (leg(), leg(), 0u8..8).prop_map(|(leg, on_behalf_of, agent)| {
            let agent = (agent > 0).then_some(AgentId(7));
            // Some are for a customer who is yet to be called.
            let on_behalf_of = (on_behalf_of != leg).then_some(on_behalf_of);
            Order::Dial { leg, to: PAGE.to_owned(), agent, on_behalf_of }
        }),
        3 => (leg(), leg(), any::<bool>()).prop_map(|(leg, on_behalf_of, known)| {
            let number = known.then(|| PhoneNumber::new("01055501234").unwrap());
            let (trunk, shown) = ("sip:127.0.0.1:5060".to_owned(), "15881002".to_owned());
            Order::DialOut { leg, contact: ContactId(1), registered: false, number, trunk, shown, on_behalf_of }
        }),
        6 => (leg(), leg()).prop_map(|(a, b)| Order::Join { a, b }),
        2 => (leg(), 1u64..4).prop_map(|(leg, recording)| Order::Record { leg, recording: RecordingId(recording) }),
        2 => (leg(), leg()).prop_map(|(from, to)| Order::HandRecording { from, to }),
        1 => leg().prop_map(|leg| Order::HangUp { leg }),
    ]
}

fn stamp() -> impl Strategy<Value = Stamp> {
    (0u64..40, 0u16..3).prop_map(|(sequence, k)| Stamp { sequence: Sequence(sequence), k })
}

fn step() -> impl Strategy<Value = Step> {
    let garbled = (0u64..4, stamp(), stamp(), order()).prop_map(|(epoch, stamp, after, order)| {
        Step::Garbled(Command { epoch: Epoch(epoch), stamp, after, order })
    });
    prop_oneof![
        6 => (0i64..2_500_000).prop_map(Step::Wait),
        1 => (-9_000_000i64..9_000_000).prop_map(Step::Wait),
        2 => Just(Step::Alive),
        24 => (leg(), sip_event()).prop_map(|(leg, event)| Step::Sip(leg, event)),
        30 => (leg(), media_event()).prop_map(|(leg, event)| Step::Media(leg, event)),
        6 => leg().prop_map(Step::Finish),
        4 => leg().prop_map(Step::Bank),
        1 => (leg(), 0u32..9).prop_map(|(leg, attempt)| Step::Stray(leg, attempt)),
        40 => order().prop_map(Step::Order),
        3 => garbled,
        1 => order().prop_map(Step::Led),
    ]
}

/// A node under observation.
struct World {
    node: Node,
    witness: Witness,
    now: Time,
    out: Vec<Output>,
}

impl World {
    fn new() -> World {
        let settings = Settings { most_callers: 3, ..Settings::default() };
        let node = Node::new(NodeName::new("voice-1").unwrap(), Epoch(1), settings);
        World { node, witness: Witness::new(Epoch(1)), now: Time(0), out: Vec::new() }
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Wait(span) => {
                self.now = self.now + Span(span);
                self.feed(Input::Tick);
            }
            Step::Alive => self.feed(Input::FloorAlive),
            Step::Sip(leg, event) => self.feed(Input::Sip { leg, event }),
            Step::Media(leg, event) => self.feed(Input::Media { leg, event }),
            Step::Finish(leg) => {
                if let Some(play) = self.witness.play(leg) {
                    self.feed(Input::Media { leg, event: MediaEvent::Played { play } });
                }
            }
            Step::Bank(leg) => {
                if let Some(attempt) = self.witness.redeem(leg) {
                    self.feed(Input::Redeemed { leg, attempt, outcome: Verification::Locked });
                }
            }
            Step::Stray(leg, attempt) => {
                self.feed(Input::Redeemed { leg, attempt, outcome: Verification::Locked });
            }
            Step::Order(order) => self.order(order),
            Step::Garbled(command) => self.feed(Input::Command(command)),
            Step::Led(order) => {
                let epoch = Epoch(self.node.epoch().0 + 1);
                let stamp = Stamp { sequence: Sequence(1), k: 0 };
                self.feed(Input::Command(Command { epoch, stamp, after: Stamp::default(), order }));
            }
        }
    }

    fn order(&mut self, order: Order) {
        let after = self.node.executed();
        let stamp = Stamp { sequence: after.sequence.next(), k: 0 };
        self.feed(Input::Command(Command { epoch: self.node.epoch(), stamp, after, order }));
    }

    /// Steps the node, what is due beforehand.
    fn feed(&mut self, input: Input) {
        self.step(Input::Tick);
        self.step(input);
    }

    fn step(&mut self, input: Input) {
        let before = (self.node.epoch(), self.node.executed());
        self.out.clear();
        self.node.step(self.now, input.clone(), &mut self.out);
        self.witness.watch(&input, before, &self.node, &self.out);
    }

    /// Lets everything that was begun come to its end, with the floor alive.
    fn settle(&mut self) {
        for leg in self.witness.legs() {
            self.take(Step::Finish(leg));
            while self.witness.redeem(leg).is_some() {
                self.take(Step::Bank(leg));
            }
        }
        while let Some(due) = self.node.next_due().filter(|due| due.0 < i64::MAX) {
            self.now = self.now.max(due);
            self.step(Input::FloorAlive);
            if self.node.timers.is_empty() {
                break;
            }
        }
    }

    fn hang_up_all(&mut self) {
        for leg in self.witness.legs() {
            self.order(Order::HangUp { leg });
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_the_laws_hold(history in prop::collection::vec(step(), 1..120)) {
        let mut world = World::new();
        for step in history {
            world.take(step);
        }
        world.hang_up_all();
        prop_assert_eq!(world.node.legs(), 0);
        prop_assert_eq!(world.node.arrived, 0);
        prop_assert!(world.node.timers.is_empty(), "a timer outlives its leg");
    }

    #[test]
    fn every_promise_is_kept_in_the_end(
        history in prop::collection::vec(step(), 1..120),
    ) {
        let mut world = World::new();
        for step in history {
            // A floor that waits for ever for the next key gets what it asked for.
            if !waits_for_ever(&step) {
                world.take(step);
            }
        }
        world.settle();
        world.witness.assert_no_promise_is_open();
    }
}

fn waits_for_ever(step: &Step) -> bool {
    let (Step::Order(order) | Step::Led(order) | Step::Garbled(Command { order, .. })) = step else {
        return false;
    };
    matches!(order, Order::Gather { rule, .. } if rule.between == Span(i64::MAX))
}

#[test]
fn what_is_kept_is_bounded_and_the_oldest_goes() {
    let mut kept = Kept::default();
    for number in 0..=MOST_KEPT as u64 {
        kept.put(Handle(number), Keep::Secret, SecretDigits::from("1"));
    }
    assert!(kept.take_secret(Handle(0)).is_none());
    assert!(kept.private(Handle(1)).is_none(), "a secret was copied");
    for number in 1..=MOST_KEPT as u64 {
        assert!(kept.take_secret(Handle(number)).is_some());
        assert!(kept.take_secret(Handle(number)).is_none());
    }
}

#[test]
fn nothing_prints_what_was_keyed() {
    let rule = GatherRule {
        least: 1,
        most: 12,
        terminator: None,
        first: Span::ZERO,
        between: Span::ZERO,
        keep: Keep::Secret,
    };
    let mut gather = Gather::new(1, rule);
    let mut printed = String::new();
    for key in "86420975".chars() {
        gather.press(key);
        printed += &format!("{:?}", Input::Media { leg: LegId(1), event: MediaEvent::Key(key) });
    }
    printed += &format!("{gather:?}");
    let mut kept = Kept::default();
    kept.put(Handle(1), Keep::Secret, SecretDigits::from("86420975"));
    printed += &format!("{kept:?}");
    let (number, pin) = (SecretDigits::from("86420975"), SecretDigits::from("86420975"));
    printed += &format!("{:?}", Output::Redeem { leg: LegId(1), attempt: 1, number, pin });
    let (customer, secret) = (CustomerRef::new("cust-7").unwrap(), SecretDigits::from("86420975"));
    let kind = SecretKind::Pin;
    printed += &format!("{:?}", Output::Prove { leg: LegId(1), attempt: 1, customer, kind, secret });
    for piece in ["86420975", "'8'", "56, 54"] {
        assert!(!printed.contains(piece), "{printed}");
    }
}
