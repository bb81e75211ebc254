//! Watches a node and knows, from its outputs alone, what it may say next.

use crate::node::Node;
use crate::{Input, MediaAct, Output, SipAct, SipEvent};
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::voice::{Event, Keep, Order, PAGE, Stamp};
use vocabulary::{Epoch, Handle, LegId};

/// What is known of a live leg.
#[derive(Debug, Default)]
struct Seen {
    up: bool,
    rang: bool,
    /// It is served in a browser.
    page: bool,
    /// Its station has vanished.
    parted: bool,
    /// Its last SIP act is behind it.
    dismissed: bool,
    closed: bool,
    watched: bool,
    gated: bool,
    recorded: bool,
    recording_failed: bool,
    hears: Option<LegId>,
    /// The number of the media side's present play.
    play: Option<u32>,
    /// The floor's last play whose end was not reported.
    told: Option<u32>,
    /// The unanswered gather and what it keeps.
    gather: Option<(u32, Keep)>,
    /// Redeems without an answer.
    redeems: Vec<u32>,
}

/// The laws of a node.
#[derive(Debug, Default)]
pub(super) struct Witness {
    live: BTreeMap<LegId, Seen>,
    epoch: Epoch,
    reports: u64,
    used: BTreeSet<(LegId, Handle)>,
    /// A call that was refused on arrival and is still to be closed.
    turned_away: Option<LegId>,
}

impl Witness {
    pub(super) fn new(epoch: Epoch) -> Witness {
        Witness { epoch, ..Witness::default() }
    }

    /// The play that the media side has under way for a leg.
    pub(super) fn play(&self, leg: LegId) -> Option<u32> {
        self.live.get(&leg)?.play
    }

    /// A verification that the bank has not answered.
    pub(super) fn redeem(&self, leg: LegId) -> Option<u32> {
        self.live.get(&leg)?.redeems.first().copied()
    }

    pub(super) fn legs(&self) -> Vec<LegId> {
        self.live.keys().copied().collect()
    }

    /// Nothing that was promised to the floor is outstanding.
    pub(super) fn assert_no_promise_is_open(&self) {
        for (leg, seen) in &self.live {
            assert!(seen.gather.is_none(), "{leg} owes the answer to a gather: {seen:?}");
            assert!(seen.redeems.is_empty(), "{leg} owes the answer to a redeem: {seen:?}");
        }
    }

    /// Checks one step of a node. What is due must have been done in a step before, so that it is
    /// not taken for what an order caused.
    pub(super) fn watch(&mut self, input: &Input, before: (Epoch, Stamp), node: &Node, out: &[Output]) {
        let order = executed(input, before, node);
        self.new_term(node);
        self.note_order(order);
        for output in out {
            self.output(input, order, output);
        }
        self.settled(node);
    }

    fn new_term(&mut self, node: &Node) {
        if node.epoch() != self.epoch {
            assert!(node.epoch() > self.epoch, "an older leader was followed");
            self.epoch = node.epoch();
            self.reports = 0;
        }
    }

    fn note_order(&mut self, order: Option<&Order>) {
        let Some(order) = order else { return };
        let Some(seen) = self.live.get_mut(&order.leg()) else { return };
        match order {
            Order::Gather { gather, rule, .. } => seen.gather = Some((*gather, rule.keep)),
            Order::Play { play, repeat, .. } => seen.told = (!repeat).then_some(*play),
            Order::Redeem { attempt, .. } | Order::Prove { attempt, .. } => seen.redeems.push(*attempt),
            Order::StopGather { .. } => seen.gather = None,
            _ => {}
        }
    }

    fn output(&mut self, input: &Input, order: Option<&Order>, output: &Output) {
        match output {
            Output::Sip { leg, act } => self.sip(input, order, *leg, act),
            Output::Media { leg, act } => self.media(*leg, act),
            Output::Redeem { leg, attempt, .. } | Output::Prove { leg, attempt, .. } => {
                self.redeemed_by(*leg, *attempt, order);
            }
            Output::Report(report) => {
                self.reports += 1;
                assert_eq!((report.epoch, report.number), (self.epoch, self.reports));
                self.report(order, &report.event);
            }
        }
    }

    fn sip(&mut self, input: &Input, order: Option<&Order>, leg: LegId, act: &SipAct) {
        if let SipAct::Dial { .. } | SipAct::DialOut { .. } = act {
            let page = matches!(act, SipAct::Dial { to, .. } if to == PAGE);
            let nobody = matches!(act, SipAct::Dial { agent: None, .. });
            assert!(!page || !nobody, "nobody's page was dialled");
            assert!(is_dial(order, leg));
            let seen = Seen { page, ..Seen::default() };
            assert!(self.live.insert(leg, seen).is_none(), "{leg} was dialled while it lived");
            return;
        }
        let Some(seen) = self.live.get_mut(&leg) else {
            let refused = matches!(act, SipAct::Reject { status: 503, retry_after: Some(_) });
            assert!(refused && is_arrival(input, leg), "{act:?} for {leg}, which does not live");
            assert!(self.turned_away.replace(leg).is_none(), "{leg} was turned away twice");
            return;
        };
        assert!(!seen.dismissed && !seen.closed, "{act:?} for {leg} after its last act");
        match act {
            SipAct::Answer => assert!(!std::mem::replace(&mut seen.up, true), "{leg} was answered twice"),
            SipAct::Reject { status, .. } => {
                assert!(!seen.up && (400..=699).contains(status), "{leg} was refused with {status}");
                seen.dismissed = true;
            }
            SipAct::HangUp => seen.dismissed = true,
            SipAct::Dial { .. } | SipAct::DialOut { .. } => {}
        }
    }

    fn media(&mut self, leg: LegId, act: &MediaAct) {
        let Some(seen) = self.live.get_mut(&leg) else {
            let is_close = *act == MediaAct::Close && self.turned_away.take() == Some(leg);
            return assert!(is_close, "{act:?} for {leg}, which does not live");
        };
        assert!(!seen.closed, "{act:?} for {leg} after its close");
        assert!(
            seen.up || matches!(act, MediaAct::Close | MediaAct::Watch(true)),
            "{act:?} for {leg} too early"
        );
        match act {
            MediaAct::Play { play, .. } => (seen.hears, seen.play) = (None, Some(*play)),
            MediaAct::Hear(other) => (seen.hears, seen.play) = (Some(*other), None),
            MediaAct::Silence => (seen.hears, seen.play) = (None, None),
            MediaAct::Gate(shut) => assert_ne!(std::mem::replace(&mut seen.gated, *shut), *shut),
            MediaAct::Watch(on) => {
                assert!(!seen.page, "{leg} was watched, though its page may come and go");
                assert_ne!(std::mem::replace(&mut seen.watched, *on), *on);
            }
            MediaAct::Record(_) => assert!(!std::mem::replace(&mut seen.recorded, true), "recorded twice"),
            MediaAct::HandRecording(to) => {
                assert!(std::mem::replace(&mut seen.recorded, false), "handed on without being recorded");
                assert!(*to != leg && self.live.contains_key(to), "handed to {to}, which does not live");
            }
            MediaAct::Close => seen.closed = true,
        }
    }

    fn redeemed_by(&mut self, leg: LegId, attempt: u32, order: Option<&Order>) {
        assert!(self.live.contains_key(&leg));
        let Some(
            Order::Redeem { leg: ordered, attempt: wanted, pin, .. }
            | Order::Prove { leg: ordered, attempt: wanted, secret: pin, .. },
        ) = order
        else {
            panic!("a redeem that was not ordered")
        };
        assert_eq!((leg, attempt), (*ordered, *wanted));
        assert!(self.used.insert((leg, *pin)), "{pin} was used twice");
    }

    fn report(&mut self, order: Option<&Order>, event: &Event) {
        let leg = subject(event);
        match event {
            Event::Arrived { .. } => {
                assert!(self.live.insert(leg, Seen::default()).is_none(), "{leg} arrived while it lived");
                return;
            }
            Event::Ended { .. } if !self.live.contains_key(&leg) => {
                assert!(is_dial(order, leg), "{leg} ended twice");
                return;
            }
            _ => {}
        }
        let seen = self.live.get_mut(&leg).unwrap_or_else(|| panic!("{event:?} after the end"));
        assert_eq!(seen.closed, matches!(event, Event::Ended { .. }), "{event:?} at the wrong time");
        match event {
            Event::Arrived { .. } => {}
            Event::Ringing { .. } => {
                assert!(!seen.up && !std::mem::replace(&mut seen.rang, true), "{leg} rang again")
            }
            Event::Answered { .. } => assert!(!std::mem::replace(&mut seen.up, true), "{leg} answered twice"),
            Event::Parted { .. } => {
                let fits = seen.page && seen.up && !std::mem::replace(&mut seen.parted, true);
                assert!(fits, "{leg} cannot part: {seen:?}")
            }
            Event::Returned { .. } => {
                assert!(std::mem::replace(&mut seen.parted, false), "{leg} was there")
            }
            Event::Ended { .. } => drop(self.live.remove(&leg)),
            Event::Played { play, .. } => {
                assert_eq!(seen.told.take(), Some(*play), "{leg} heard nothing of it")
            }
            Event::RecordingFailed { .. } => {
                assert!(seen.recorded && !std::mem::replace(&mut seen.recording_failed, true))
            }
            Event::Keyed { gather, keys, .. } => {
                let hidden = seen.gather.is_some_and(|(asked, keep)| asked == *gather && keep != Keep::Open);
                assert!(hidden && *keys > 0, "{leg} keys nothing that is hidden")
            }
            Event::Gathered { gather, .. } => {
                assert_eq!(seen.gather.take().map(|(number, _)| number), Some(*gather), "nobody asked {leg}")
            }
            Event::Redeemed { attempt, .. } => {
                let at = seen.redeems.iter().position(|waiting| waiting == attempt);
                seen.redeems.remove(at.expect("an answer nobody waits for"));
            }
        }
    }

    /// What holds between steps.
    fn settled(&self, node: &Node) {
        assert_eq!(node.legs(), self.live.len());
        assert_eq!(self.turned_away, None, "a call that was turned away was not closed");
        for (leg, seen) in &self.live {
            assert!(!seen.closed && !seen.dismissed, "{leg} is half gone: {seen:?}");
            let private = seen.gather.is_some_and(|(_, keep)| keep != Keep::Open);
            assert_eq!(seen.gated, private, "{leg} has its gate in the wrong place: {seen:?}");
            if let Some(other) = seen.hears {
                assert!(
                    self.live.get(&other).is_some_and(|other| other.up),
                    "{leg} hears {other}, who is gone"
                );
                let listeners = self.live.values().filter(|seen| seen.hears == Some(other)).count();
                assert_eq!(listeners, 1, "{other} is overheard");
            }
        }
    }
}

fn is_arrival(input: &Input, leg: LegId) -> bool {
    matches!(input, Input::Sip { leg: came, event: SipEvent::Incoming { .. } } if *came == leg)
}

/// The order that was executed in this step, if one was.
fn executed<'a>(input: &'a Input, before: (Epoch, Stamp), node: &Node) -> Option<&'a Order> {
    let Input::Command(command) = input else { return None };
    let last = if node.epoch() == before.0 { before.1 } else { Stamp::default() };
    let is_new = node.executed() != last;
    if is_new {
        assert_eq!((command.epoch, command.stamp), (node.epoch(), node.executed()));
        assert_eq!(command.after, last, "a command was executed over a gap");
        assert!(command.stamp > last, "a command was executed again");
    }
    is_new.then_some(&command.order)
}

fn subject(event: &Event) -> LegId {
    match event {
        Event::Arrived { leg, .. }
        | Event::Ringing { leg }
        | Event::Answered { leg }
        | Event::Parted { leg }
        | Event::Returned { leg }
        | Event::Ended { leg, .. }
        | Event::Played { leg, .. }
        | Event::RecordingFailed { leg, .. }
        | Event::Keyed { leg, .. }
        | Event::Gathered { leg, .. }
        | Event::Redeemed { leg, .. } => *leg,
    }
}

/// Whether an order makes this leg.
fn is_dial(order: Option<&Order>, leg: LegId) -> bool {
    matches!(order, Some(Order::Dial { leg: made, .. } | Order::DialOut { leg: made, .. }) if *made == leg)
}
