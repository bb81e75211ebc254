//! Indicators that the journal's contacts and agents give.

use super::{
    CONTAINED, Definition, Formula, INTERRUPTED, Members, Rule, TALKED, Target, ULTRA_SHORT, Unit, within,
};
use crate::fact::Outcome;
use crate::members::Measure;
use vocabulary::Span;

const WAITING: Members = Members::with(&[Outcome::Waiting]);
const ABANDONED_SHORT: Members = Members { short: true, ..Members::ABANDONED };
const IN_TIME: Members = Members { in_time: true, ..Members::ANSWERED };
const QUEUED: Members = Members { waited_over: Some(Span::ZERO), ..Members::ANSWERED };
const UNDER_10: Members = Members { talked_under: Some(ULTRA_SHORT), ..Members::ANSWERED };
const ANSWERED_HERE: Members = Members { live: true, ..Members::ANSWERED };
const HELD: Members = Members { held: true, ..ANSWERED_HERE };
const TRANSFERRED: Members = Members { transferred: true, ..ANSWERED_HERE };
const CALLED_HERE: Members = Members { called: true, live: true, ..Members::ALL };
const KNOWN: Members = Members { known: true, ..Members::ANSWERED };
const PROMISED: Members = Members { callback: true, ..Members::OFFERED };
const REACHED: Members = Members { callback: true, ..Members::ANSWERED };
const CALLED_IN_TIME: Members = Members { callback: true, callback_kept: true, ..Members::OFFERED };
const WEEK: Span = Span::seconds(7 * 86_400);

/// The rest of a definition whose contacts count in the interval of their arrival.
const OF_ARRIVALS: Definition = Definition {
    key: "",
    name: "",
    numerator: "",
    denominator: "",
    filter: "phantom calls never count",
    formula: Formula::Count(Members::OFFERED),
    unit: Unit::Count,
    target: None,
    rule: Rule::Arrival,
    fed_by: None,
};

/// Service level: seeds A4.
const SERVICE_LEVEL: Option<Target> = Some(Target { good: 0.85, fair: 0.80 });
/// Abandonment: seeds A5.
const ABANDONMENT: Option<Target> = Some(Target { good: 0.05, fair: 0.08 });

pub(super) const DEFINITIONS: &[Definition] = &[
    Definition {
        key: "offered",
        name: "Offered",
        numerator: "contacts that reached an agent queue",
        ..OF_ARRIVALS
    },
    Definition {
        key: "answered",
        name: "Answered",
        numerator: "offered contacts that an agent answered",
        formula: Formula::Count(Members::ANSWERED),
        ..OF_ARRIVALS
    },
    Definition {
        key: "abandoned",
        name: "Abandoned",
        numerator: "contacts that left after reaching the queue and before an answer",
        filter: "leaving inside the flow is no abandonment; an interruption of the centre is none either",
        formula: Formula::Count(Members::ABANDONED),
        ..OF_ARRIVALS
    },
    Definition {
        key: "short_abandons",
        name: "Short abandons",
        numerator: "abandoned contacts whose wait was within the queue's short-abandon threshold",
        formula: Formula::Count(ABANDONED_SHORT),
        ..OF_ARRIVALS
    },
    Definition {
        key: "interrupted",
        name: "Interrupted",
        numerator: "offered contacts that ended unanswered because the centre was interrupted",
        formula: Formula::Count(INTERRUPTED),
        ..OF_ARRIVALS
    },
    Definition {
        key: "waiting",
        name: "Waiting, undecided",
        numerator: "offered contacts that wait now: neither answered nor gone",
        filter: "of open contacts alone; what is over has none",
        formula: Formula::Count(WAITING),
        ..OF_ARRIVALS
    },
    Definition {
        key: "service_level",
        name: "Service level",
        numerator: "contacts answered with a wait of at most the queue's T in force at the answer",
        denominator: "offered contacts, those that still wait among them",
        formula: Formula::Share { of: IN_TIME, among: Members::OFFERED },
        unit: Unit::Share,
        target: SERVICE_LEVEL,
        ..OF_ARRIVALS
    },
    Definition {
        key: "service_level_15",
        name: "Service level, 15 s",
        numerator: "contacts answered with a wait of at most 15 s",
        denominator: "offered contacts",
        formula: Formula::Share { of: within(15), among: Members::OFFERED },
        unit: Unit::Share,
        target: SERVICE_LEVEL,
        ..OF_ARRIVALS
    },
    Definition {
        key: "service_level_20",
        name: "Service level, 20 s",
        numerator: "contacts answered with a wait of at most 20 s",
        denominator: "offered contacts",
        formula: Formula::Share { of: within(20), among: Members::OFFERED },
        unit: Unit::Share,
        ..OF_ARRIVALS
    },
    Definition {
        key: "service_level_30",
        name: "Service level, 30 s",
        numerator: "contacts answered with a wait of at most 30 s",
        denominator: "offered contacts",
        formula: Formula::Share { of: within(30), among: Members::OFFERED },
        unit: Unit::Share,
        ..OF_ARRIVALS
    },
    Definition {
        key: "abandonment",
        name: "Abandonment",
        numerator: "abandoned contacts",
        denominator: "offered contacts",
        filter: "leaving inside the flow is no abandonment",
        formula: Formula::Share { of: Members::ABANDONED, among: Members::OFFERED },
        unit: Unit::Share,
        target: ABANDONMENT,
        ..OF_ARRIVALS
    },
    Definition {
        key: "asa",
        name: "Average speed of answer",
        numerator: "waits of answered contacts, from the queue",
        denominator: "answered contacts",
        formula: Formula::Mean(Measure::Waited, Members::ANSWERED),
        unit: Unit::Seconds,
        ..OF_ARRIVALS
    },
    Definition {
        key: "asa_queued",
        name: "Average speed of answer of those that waited",
        numerator: "waits of answered contacts that waited at all",
        denominator: "answered contacts that waited at all",
        formula: Formula::Mean(Measure::Waited, QUEUED),
        unit: Unit::Seconds,
        ..OF_ARRIVALS
    },
    Definition {
        key: "mean_wait_abandoned",
        name: "Mean wait before abandoning",
        numerator: "waits of abandoned contacts",
        denominator: "abandoned contacts",
        formula: Formula::Mean(Measure::Waited, Members::ABANDONED),
        unit: Unit::Seconds,
        ..OF_ARRIVALS
    },
    Definition {
        key: "longest_wait",
        name: "Longest wait",
        numerator: "the longest wait of an offered contact",
        formula: Formula::Longest(Measure::Waited, Members::OFFERED),
        unit: Unit::Seconds,
        ..OF_ARRIVALS
    },
    Definition {
        key: "talk_mean",
        name: "Mean talk time",
        numerator: "talk times",
        denominator: "answered contacts with a talk time",
        filter: "talk times of 0 and of more than an hour are left out",
        formula: Formula::Mean(Measure::Talked, TALKED),
        unit: Unit::Seconds,
        ..OF_ARRIVALS
    },
    Definition {
        key: "talk_sd",
        name: "Standard deviation of the talk time",
        numerator: "square root of the squared distances from the mean, divided by one less than their number",
        denominator: "answered contacts with a talk time",
        filter: "talk times of 0 and of more than an hour are left out",
        formula: Formula::Deviation(Measure::Talked, TALKED),
        unit: Unit::Seconds,
        ..OF_ARRIVALS
    },
    Definition {
        key: "talk_median",
        name: "Median talk time",
        numerator: "the talk time that half are below",
        denominator: "answered contacts with a talk time",
        filter: "talk times of 0 and of more than an hour are left out",
        formula: Formula::Median(Measure::Talked, TALKED),
        unit: Unit::Seconds,
        ..OF_ARRIVALS
    },
    Definition {
        key: "aht",
        name: "Average handle time",
        numerator: "talk, hold and work after the call",
        denominator: "answered contacts",
        formula: Formula::Mean(Measure::Handled, Members::ANSWERED),
        unit: Unit::Seconds,
        ..OF_ARRIVALS
    },
    Definition {
        key: "under_10s",
        name: "Unexplained ultra-short services",
        numerator: "answered contacts with a talk time under 10 s, 0 included",
        denominator: "answered contacts",
        formula: Formula::Share { of: UNDER_10, among: Members::ANSWERED },
        unit: Unit::Share,
        ..OF_ARRIVALS
    },
    Definition {
        key: "hold_rate",
        name: "Hold rate",
        numerator: "answered contacts that were put on hold",
        denominator: "answered contacts",
        filter: "of live contacts: imported logs do not say so",
        formula: Formula::Share { of: HELD, among: ANSWERED_HERE },
        unit: Unit::Share,
        ..OF_ARRIVALS
    },
    Definition {
        key: "transfer_rate",
        name: "Transfer rate",
        numerator: "answered contacts that were given on",
        denominator: "answered contacts",
        filter: "of live contacts: imported logs do not say so",
        formula: Formula::Share { of: TRANSFERRED, among: ANSWERED_HERE },
        unit: Unit::Share,
        ..OF_ARRIVALS
    },
    Definition {
        key: "repeat_rate",
        name: "Repeat rate",
        numerator: "answered contacts whose customer reached a queue again within 7 days",
        denominator: "answered contacts of known customers",
        filter: "contacts of unknown customers are left out; whether it was the same matter is not known",
        formula: Formula::Repeated(WEEK, KNOWN),
        unit: Unit::Share,
        ..OF_ARRIVALS
    },
    Definition {
        key: "callbacks",
        name: "Call-backs",
        numerator: "offered contacts that were promised a call-back, which was made or whose time is over",
        filter: "customers who called again before they were called are left out",
        formula: Formula::Count(PROMISED),
        ..OF_ARRIVALS
    },
    Definition {
        key: "callback_kept",
        name: "Call-backs on time",
        numerator: "customers called, first of all, by the time that nine in ten such waits are over by",
        denominator: "call-backs promised that were made or whose time is over",
        filter: "customers who called again before they were called are left out",
        formula: Formula::Share { of: CALLED_IN_TIME, among: PROMISED },
        unit: Unit::Share,
        ..OF_ARRIVALS
    },
    Definition {
        key: "callback_reached",
        name: "Call-backs that reached the customer",
        numerator: "call-backs in which customer and agent had each other",
        denominator: "call-backs promised that were made or whose time is over",
        filter: "customers who called again before they were called are left out",
        formula: Formula::Share { of: REACHED, among: PROMISED },
        unit: Unit::Share,
        ..OF_ARRIVALS
    },
    Definition {
        key: "ivr_containment",
        name: "IVR containment",
        numerator: "calls that the flow served to its own end",
        denominator: "all calls",
        filter: "of live calls: chats have no flow, and imported logs do not say what theirs did; turned away by an \
                 announcement, or given up after wrong or no keys, is not served",
        formula: Formula::Share { of: CONTAINED, among: CALLED_HERE },
        unit: Unit::Share,
        rule: Rule::Opening,
        ..OF_ARRIVALS
    },
    Definition {
        key: "occupancy",
        name: "Occupancy",
        numerator: "agents' talk, hold and work after the call",
        denominator: "the same, and the time they were available, a ringing telephone included",
        filter: "of live agents: imported logs do not say when agents were there",
        formula: Formula::Occupancy,
        unit: Unit::Share,
        rule: Rule::Elapsed,
        ..OF_ARRIVALS
    },
];
