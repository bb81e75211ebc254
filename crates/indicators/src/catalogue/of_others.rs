//! Indicators whose facts other rooms feed. Defined in full; without facts they have no value.

use super::{Definition, Formula, Members, Rule, Target, Unit};
use crate::Recorded;

/// The rest of a definition that a room feeds.
const FED: Definition = Definition {
    key: "",
    name: "",
    numerator: "",
    denominator: "",
    filter: "",
    formula: Formula::Fed,
    unit: Unit::Share,
    target: None,
    rule: Rule::Date,
    fed_by: None,
};

const DUE: Members = Members { recording: Some(Recorded::Due), ..Members::ALL };
const RECORDED: Members = Members { recording: Some(Recorded::Playable), ..Members::ALL };

/// Nothing less than all will do.
const ALL: Option<Target> = Some(Target { good: 1.0, fair: 0.95 });

pub(super) const DEFINITIONS: &[Definition] = &[
    Definition {
        key: "first_line_rate",
        name: "First-line rate",
        numerator: "cases closed without escalation to a second line",
        denominator: "cases closed",
        target: Some(Target { good: 0.95, fair: 0.90 }),
        fed_by: Some("cases"),
        ..FED
    },
    Definition {
        key: "fcr",
        name: "First contact resolution",
        numerator: "cases without a further contact of that customer on the same matter within 7 days",
        denominator: "cases older than 7 days",
        fed_by: Some("cases"),
        ..FED
    },
    Definition {
        key: "recording_success",
        name: "Recording success",
        numerator: "playable recordings",
        denominator: "answered legs that had to be recorded, erased ones left out",
        formula: Formula::FedOf(RECORDED, DUE),
        target: Some(Target { good: 0.999, fair: 0.99 }),
        fed_by: Some("recordings"),
        ..FED
    },
    Definition {
        key: "csat",
        name: "Customer satisfaction",
        numerator: "answers with one of the two best marks",
        denominator: "answers",
        fed_by: Some("surveys"),
        ..FED
    },
    Definition {
        key: "nps",
        name: "Net promoter score",
        numerator: "answers of 9 and 10 less answers of 0 to 6",
        denominator: "answers",
        unit: Unit::NetShare,
        fed_by: Some("surveys"),
        ..FED
    },
    Definition {
        key: "enps",
        name: "Employee net promoter score",
        numerator: "staff's answers of 9 and 10 less those of 0 to 6",
        denominator: "staff's answers",
        unit: Unit::NetShare,
        fed_by: Some("surveys"),
        ..FED
    },
    Definition {
        key: "esat_satisfied",
        name: "Satisfied staff",
        numerator: "staff's answers that are satisfied",
        denominator: "staff's answers",
        target: Some(Target { good: 0.70, fair: 0.60 }),
        fed_by: Some("surveys"),
        ..FED
    },
    Definition {
        key: "esat_dissatisfied",
        name: "Dissatisfied staff",
        numerator: "staff's answers that are dissatisfied",
        denominator: "staff's answers",
        target: Some(Target { good: 0.15, fair: 0.20 }),
        fed_by: Some("surveys"),
        ..FED
    },
    Definition {
        key: "turnover",
        name: "Staff turnover",
        numerator: "staff who left",
        denominator: "mean number of staff",
        target: Some(Target { good: 0.10, fair: 0.15 }),
        fed_by: Some("people"),
        ..FED
    },
    Definition {
        key: "schedule_adherence",
        name: "Schedule adherence",
        numerator: "planned time spent as planned",
        denominator: "planned time",
        rule: Rule::Elapsed,
        fed_by: Some("workforce"),
        ..FED
    },
    Definition {
        key: "promise_kept",
        name: "Promises kept",
        numerator: "promises kept by their date",
        denominator: "promises due",
        fed_by: Some("cases"),
        ..FED
    },
    Definition {
        key: "work_orders_on_time",
        name: "Work orders on time",
        numerator: "work orders done by their date",
        denominator: "work orders due",
        fed_by: Some("cases"),
        ..FED
    },
    Definition {
        key: "complaints_per_10000",
        name: "Complaints per 10,000 contacts",
        numerator: "complaints received",
        denominator: "offered contacts",
        formula: Formula::FedPer(Members::OFFERED),
        unit: Unit::PerTenThousand,
        fed_by: Some("complaints"),
        ..FED
    },
    Definition {
        key: "qa_score",
        name: "Quality score",
        numerator: "scores of reviewed contacts, an auto-fail as 0",
        denominator: "reviewed contacts",
        unit: Unit::Mark,
        fed_by: Some("quality"),
        ..FED
    },
    Definition {
        key: "auto_fail_rate",
        name: "Auto-fail rate",
        numerator: "reviewed contacts with an auto-fail",
        denominator: "reviewed contacts",
        fed_by: Some("quality"),
        ..FED
    },
    Definition {
        key: "greeting_standard",
        name: "Greeting standard met",
        numerator: "reviewed contacts greeted by the standard",
        denominator: "reviewed contacts",
        target: ALL,
        fed_by: Some("quality"),
        ..FED
    },
    Definition {
        key: "training_pass_rate",
        name: "Training pass rate",
        numerator: "examinations passed",
        denominator: "examinations taken",
        fed_by: Some("training"),
        ..FED
    },
    Definition {
        key: "etiquette_sessions",
        name: "Etiquette sessions held",
        numerator: "etiquette sessions held",
        formula: Formula::FedCount,
        unit: Unit::Count,
        fed_by: Some("training"),
        ..FED
    },
    Definition {
        key: "voc_hours_kept",
        name: "Voice-of-the-customer hours kept",
        numerator: "hours listened in",
        denominator: "hours due",
        fed_by: Some("customer_voice"),
        ..FED
    },
];
