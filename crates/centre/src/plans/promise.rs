//! What a plan promises those who wait, beside their place and who could serve them.

use clocks::OpeningHours;
use floor::{Contact, State};
use std::collections::BTreeMap;
use vocabulary::plan::{Closing, Plan, Queue};
use vocabulary::{ContactId, QueueName, Span, Time};

/// What a contact that waits is promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Promise {
    /// When it takes the flow's way for a closed queue, if it still waits then; `None` when it is served
    /// whenever the queue closes.
    pub closes: Option<Time>,
    /// How it stands about being called back.
    pub callback: CallbackOutlook,
    /// How long an agent's telephone rings.
    pub ring: Span,
}

/// How a contact stands about being called back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallbackOutlook {
    /// No call-back: the queue offers none, its number may not be called, or somebody has answered it before.
    None,
    /// It may ask for one from this expected wait on.
    From(Span),
    /// It is promised one, on the terms that held then.
    Promised,
    /// It was promised one, and nobody can be called any more.
    GivenUp,
}

/// What a promise depends on, of one contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Standing {
    /// Somebody has answered it before: that matter is begun.
    answered: bool,
    /// Its number may be called.
    reachable: bool,
    /// A place is kept for it.
    promised: bool,
}

impl Standing {
    pub(super) fn all(state: &State) -> BTreeMap<ContactId, Standing> {
        let of = |contact: &Contact| Standing {
            answered: contact.wait.is_some(),
            reachable: contact.callback.is_some(),
            promised: contact.place().is_some(),
        };
        state.contacts().map(|contact| (contact.id, of(contact))).collect()
    }
}

/// A plan's promises.
pub(super) struct Promises<'p> {
    queues: BTreeMap<&'p QueueName, &'p Queue>,
    hours: BTreeMap<&'p str, OpeningHours>,
    calls_out: bool,
    at: Time,
}

impl<'p> Promises<'p> {
    /// As they stand at a moment.
    pub(super) fn of(plan: &'p Plan, at: Time) -> Promises<'p> {
        let hours = plan.calendars.iter().filter_map(|calendar| {
            // One that does not hold together keeps a plan from coming into force.
            Some((calendar.name.as_str(), OpeningHours::new(calendar).ok()?))
        });
        Promises {
            queues: plan.queues.iter().map(|queue| (&queue.name, queue)).collect(),
            hours: hours.collect(),
            calls_out: plan.trunk.address.is_some(),
            at,
        }
    }

    /// What one contact of a queue is promised; `None` when the plan does not have the queue.
    pub(super) fn to(&self, queue: &QueueName, standing: Standing) -> Option<Promise> {
        let queue = self.queues.get(queue)?;
        let callback = match (&queue.routing.callback, standing) {
            (_, Standing { promised: true, .. }) if self.calls_out => CallbackOutlook::Promised,
            (_, Standing { promised: true, .. }) => CallbackOutlook::GivenUp,
            (Some(terms), Standing { reachable: true, answered: false, .. }) if self.calls_out => {
                CallbackOutlook::From(terms.from)
            }
            _ => CallbackOutlook::None,
        };
        // Places that are kept have hours of their own.
        let stays = standing.answered || standing.promised || queue.routing.at_closing == Closing::Serve;
        let closes = if stays { None } else { self.closes(queue) };
        Some(Promise { closes, callback, ring: queue.ring })
    }

    fn closes(&self, queue: &Queue) -> Option<Time> {
        let hours = self.hours.get(queue.calendar.as_deref()?)?;
        if hours.is_open(self.at) { hours.next_change(self.at) } else { Some(self.at) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vocabulary::PromptName;
    use vocabulary::plan::{Calendar, CallbackTerms, QueueRouting, Trunk};

    /// 26 November 2026 is a Thursday.
    fn at(clock: &str) -> Time {
        let moment: jiff::Timestamp = format!("2026-11-26T{clock}:00Z").parse().unwrap();
        Time(moment.as_microsecond())
    }

    /// A queue that is open from nine to six, calls back and sends on whoever waits when it closes.
    fn plan() -> Plan {
        let callback = CallbackTerms { from: Span::seconds(90), ..CallbackTerms::default() };
        let routing = QueueRouting {
            at_closing: Closing::Treatment,
            callback: Some(callback),
            ..QueueRouting::default()
        };
        let week = std::array::from_fn(|_| vec!["09:00-18:00".to_owned()]);
        Plan {
            queues: vec![Queue {
                name: cards(),
                calendar: Some("day".to_owned()),
                skills: Vec::new(),
                capacity: 10,
                ring: Span::seconds(20),
                wrap_up: Span::ZERO,
                announce_every: Span::ZERO,
                music: PromptName::new("music").unwrap(),
                service_level: Span::seconds(15),
                short_abandon: Span::ZERO,
                routing,
                record: false,
            }],
            calendars: vec![Calendar {
                name: "day".to_owned(),
                zone: "UTC".to_owned(),
                week,
                exceptions: Vec::new(),
            }],
            trunk: Trunk { address: Some("sip:127.0.0.1".to_owned()), ..Trunk::default() },
            ..Plan::default()
        }
    }

    fn cards() -> QueueName {
        QueueName::new("cards").unwrap()
    }

    fn promised(change: impl Fn(&mut Plan), now: &str, standing: Standing) -> Option<Promise> {
        let mut plan = plan();
        change(&mut plan);
        Promises::of(&plan, at(now)).to(&cards(), standing)
    }

    const CALLER: Standing = Standing { answered: false, reachable: true, promised: false };
    const ANSWERED: Standing = Standing { answered: true, ..CALLER };
    const PROMISED: Standing = Standing { promised: true, ..CALLER };

    #[test]
    fn whoever_waits_is_sent_on_when_the_queue_closes_unless_it_serves_them() {
        let closes = |change: fn(&mut Plan), now, standing| {
            promised(change, now, standing).and_then(|promise| promise.closes)
        };
        assert_eq!(closes(|_| {}, "12:00", CALLER), Some(at("18:00")));
        assert_eq!(closes(|_| {}, "19:00", CALLER), Some(at("19:00")));
        assert_eq!(closes(|_| {}, "12:00", ANSWERED), None);
        assert_eq!(closes(|_| {}, "12:00", PROMISED), None);
        assert_eq!(closes(|plan| plan.queues[0].calendar = None, "12:00", CALLER), None);
        assert_eq!(closes(|plan| plan.queues[0].routing.at_closing = Closing::Serve, "12:00", CALLER), None);
        let early = |plan: &mut Plan| {
            plan.calendars[0].week = std::array::from_fn(|_| vec!["09:00-13:00".to_owned()])
        };
        assert_eq!(closes(early, "12:00", CALLER), Some(at("13:00")));
    }

    #[test]
    fn call_backs_are_offered_kept_or_given_up() {
        let callback = |change: fn(&mut Plan), standing| {
            promised(change, "12:00", standing).map(|promise| promise.callback)
        };
        let none = |plan: &mut Plan| plan.queues[0].routing.callback = None;
        let no_trunk = |plan: &mut Plan| plan.trunk = Trunk::default();
        for (change, standing, expected) in [
            ((|_| {}) as fn(&mut Plan), CALLER, CallbackOutlook::From(Span::seconds(90))),
            (|_| {}, Standing { reachable: false, ..CALLER }, CallbackOutlook::None),
            (|_| {}, ANSWERED, CallbackOutlook::None),
            (|_| {}, PROMISED, CallbackOutlook::Promised),
            (none, CALLER, CallbackOutlook::None),
            // A promise holds on the terms on which it was made.
            (none, PROMISED, CallbackOutlook::Promised),
            (no_trunk, CALLER, CallbackOutlook::None),
            (no_trunk, PROMISED, CallbackOutlook::GivenUp),
        ] {
            assert_eq!(callback(change, standing), Some(expected), "{standing:?}");
        }
        assert_eq!(callback(|plan| plan.queues.clear(), CALLER), None);
    }
}
