//! The link over a channel that loses, repeats and reorders.

use crate::link::{Ack, Inbox, Limits, Message, Outbox, Overrun};
use proptest::prelude::*;
use vocabulary::voice::{Command, Event, Order, Report, Stamp};
use vocabulary::{Epoch, LegId, NodeName, Sequence, Span, Time};

const LIMITS: Limits = Limits { most: 40, batch: 3, again: Span::millis(200) };
const HELD_BACK: usize = 4;

fn report(epoch: u64, number: u64) -> Report {
    let event = Event::Ringing { leg: LegId(number) };
    Report { epoch: Epoch(epoch), node: NodeName::new("voice-1").unwrap(), number, event }
}

/// The `n`-th command of a term: their stamps have gaps, three to an entry.
fn command(epoch: u64, n: u64) -> Command {
    let stamp = |n: u64| match n {
        0 => Stamp::default(),
        n => Stamp { sequence: Sequence(n / 3 * 7 + 1), k: (n % 3) as u16 * 2 },
    };
    let order = Order::HangUp { leg: LegId(n) };
    Command { epoch: Epoch(epoch), stamp: stamp(n), after: stamp(n - 1), order }
}

/// What happens to the channel.
#[derive(Debug, Clone)]
enum Chance {
    Send,
    Wait(i64),
    Arrive(prop::sample::Index),
    Repeat(prop::sample::Index),
    Lose(prop::sample::Index),
    AckArrives(prop::sample::Index),
    AckIsLost(prop::sample::Index),
    NewTerm,
}

fn chance() -> impl Strategy<Value = Chance> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        8 => Just(Chance::Send),
        4 => (0i64..300_000).prop_map(Chance::Wait),
        6 => index().prop_map(Chance::Arrive),
        3 => index().prop_map(Chance::Repeat),
        4 => index().prop_map(Chance::Lose),
        4 => index().prop_map(Chance::AckArrives),
        3 => index().prop_map(Chance::AckIsLost),
        1 => Just(Chance::NewTerm),
    ]
}

/// Sender, receiver, and what is under way between them.
struct Channel<M: Message> {
    make: fn(u64, u64) -> M,
    outbox: Outbox<M>,
    inbox: Inbox<M>,
    now: Time,
    epoch: u64,
    sent: u64,
    under_way: Vec<M>,
    acks: Vec<Ack<M::Place>>,
    arrived: Vec<M>,
}

impl<M: Message + Clone + PartialEq + std::fmt::Debug> Channel<M> {
    fn new(make: fn(u64, u64) -> M) -> Channel<M> {
        Channel {
            make,
            outbox: Outbox::new(LIMITS),
            inbox: Inbox::new(HELD_BACK),
            now: Time(0),
            epoch: 1,
            sent: 0,
            under_way: Vec::new(),
            acks: Vec::new(),
            arrived: Vec::new(),
        }
    }

    fn happen(&mut self, chance: Chance) {
        match chance {
            Chance::Send => self.send(),
            Chance::Wait(span) => self.wait(Span(span)),
            Chance::Arrive(at) => self.arrive(at, false),
            Chance::Repeat(at) => self.arrive(at, true),
            Chance::Lose(at) => drop(pick(&mut self.under_way, at)),
            Chance::AckArrives(at) => self.ack_arrives(at),
            Chance::AckIsLost(at) => drop(pick(&mut self.acks, at)),
            Chance::NewTerm => self.begin_term(),
        }
        assert!(self.outbox.len() <= LIMITS.most && self.inbox.held_back() <= HELD_BACK);
    }

    fn send(&mut self) {
        let message = (self.make)(self.epoch, self.sent + 1);
        match self.outbox.push(self.now, &message) {
            Ok(()) => {
                self.sent += 1;
                self.under_way.push(message);
            }
            // The term is lost, and the sender does what the error says.
            Err(Overrun { .. }) => self.begin_term(),
        }
    }

    fn begin_term(&mut self) {
        self.epoch += 1;
        self.sent = 0;
    }

    fn wait(&mut self, span: Span) {
        self.now = self.now + span;
        let before = self.under_way.len();
        self.under_way.extend(self.outbox.due(self.now).cloned());
        assert!(self.under_way.len() - before <= LIMITS.batch);
    }

    fn arrive(&mut self, at: prop::sample::Index, again: bool) {
        let Some(message) = pick(&mut self.under_way, at) else { return };
        if again {
            self.under_way.push(message.clone());
        }
        self.inbox.accept(message, &mut self.arrived);
        self.acks.extend(self.inbox.take_ack());
    }

    fn ack_arrives(&mut self, at: prop::sample::Index) {
        if let Some(ack) = pick(&mut self.acks, at) {
            self.outbox.acknowledge(self.now, ack);
        }
    }

    /// From now on nothing is lost.
    fn heal(&mut self) {
        for _ in 0..3 * LIMITS.most {
            for message in std::mem::take(&mut self.under_way) {
                self.inbox.accept(message, &mut self.arrived);
            }
            self.acks.extend(self.inbox.take_ack());
            for ack in std::mem::take(&mut self.acks) {
                self.outbox.acknowledge(self.now, ack);
            }
            self.wait(LIMITS.again);
        }
    }

    /// Of each term a beginning without a gap has arrived, of the last term everything.
    fn assert_everything_arrived_once(&self) {
        let mut expected: Vec<M> = Vec::new();
        for epoch in 1..self.epoch {
            let count = self.arrived.iter().filter(|message| message.epoch() == Epoch(epoch)).count() as u64;
            expected.extend((1..=count).map(|n| (self.make)(epoch, n)));
        }
        expected.extend((1..=self.sent).map(|n| (self.make)(self.epoch, n)));
        assert_eq!(self.arrived, expected);
        if self.sent > 0 {
            assert!(self.outbox.is_empty() && self.outbox.next_due().is_none(), "acks are missing");
            assert_eq!(self.inbox.held_back(), 0);
        }
    }
}

/// Takes out an item by chance.
fn pick<T>(items: &mut Vec<T>, at: prop::sample::Index) -> Option<T> {
    (!items.is_empty()).then(|| items.swap_remove(at.index(items.len())))
}

fn check<M: Message + Clone + PartialEq + std::fmt::Debug>(make: fn(u64, u64) -> M, chances: &[Chance]) {
    let mut channel = Channel::new(make);
    for chance in chances {
        channel.happen(chance.clone());
    }
    channel.heal();
    channel.assert_everything_arrived_once();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn everything_arrives_once_and_in_order(chances in prop::collection::vec(chance(), 1..200)) {
        check(report, &chances);
        check(command, &chances);
    }

    #[test]
    fn a_chain_that_is_none_does_no_harm(
        numbers in prop::collection::vec((0u64..3, (0u64..9, 0u16..2), (0u64..9, 0u16..2)), 1..60),
    ) {
        let mut inbox = Inbox::new(HELD_BACK);
        let mut arrived: Vec<Command> = Vec::new();
        for (epoch, (sequence, k), (after, after_k)) in numbers {
            let stamp = Stamp { sequence: Sequence(sequence), k };
            let after = Stamp { sequence: Sequence(after), k: after_k };
            let order = Order::HangUp { leg: LegId(1) };
            inbox.accept(Command { epoch: Epoch(epoch), stamp, after, order }, &mut arrived);
            prop_assert!(inbox.held_back() <= HELD_BACK);
        }
        for pair in arrived.windows(2) {
            let follows = pair[1].after == pair[0].stamp && pair[1].stamp > pair[0].stamp;
            prop_assert!(follows || pair[1].epoch > pair[0].epoch && pair[1].after == Stamp::default());
        }
    }
}

#[test]
fn an_outbox_that_runs_over_stays_silent_until_the_next_term() {
    let mut outbox = Outbox::new(LIMITS);
    for number in 1..=LIMITS.most as u64 {
        assert_eq!(outbox.push(Time(0), &report(4, number)), Ok(()));
    }
    let overrun = Err(Overrun { epoch: Epoch(4) });
    assert_eq!(outbox.push(Time(0), &report(4, 41)), overrun);
    assert_eq!((outbox.len(), outbox.next_due()), (0, None));
    assert_eq!(outbox.push(Time(0), &report(4, 42)), overrun);
    assert_eq!(outbox.push(Time(0), &report(5, 1)), Ok(()));
    assert_eq!(outbox.due(Time(0) + LIMITS.again).count(), 1);
    assert_eq!(outbox.due(Time(0) + LIMITS.again).count(), 0, "sent again twice at once");
}

#[test]
fn acks_of_another_life_are_passed_over() {
    let mut outbox = Outbox::new(LIMITS);
    for number in 1..=3 {
        outbox.push(Time(0), &report(4, number)).unwrap();
    }
    for (epoch, upto, left) in [(3, 2, 3), (5, 2, 3), (4, 9, 3), (4, 0, 3), (4, 2, 1), (4, 1, 1), (4, 3, 0)] {
        outbox.acknowledge(Time(0), Ack { epoch: Epoch(epoch), upto });
        assert_eq!(outbox.len(), left, "after an ack of {epoch} up to {upto}");
    }
}

#[test]
fn nothing_is_sent_again_while_acks_come_in() {
    let mut outbox = Outbox::new(LIMITS);
    for number in 1..=50 {
        let now = Time(0) + Span::millis(100 * number);
        outbox.push(now, &report(1, number as u64)).unwrap();
        assert_eq!(outbox.due(now).count(), 0, "at {number}");
        outbox.acknowledge(now, Ack { epoch: Epoch(1), upto: number as u64 - 1 });
    }
}
