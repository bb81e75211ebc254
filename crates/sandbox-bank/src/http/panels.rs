//! The rest of a customer's view, as the contract writes it. In clear: this is the bank's side.

use bank::customers::{
    Application, Bills, Consent, DeviceEvent, Holdings, Journey, LifeEvent, Limit, Lock, Party, Points,
    Preferences, Production, Quiet, Report, Source, Transaction,
};
use jiff::civil::Time;
use serde_json::{Value, json};
use vocabulary::Money;

fn list<T>(name: &str, all: &[T], write: impl Fn(&T) -> Value) -> Value {
    let all: Vec<Value> = all.iter().map(write).collect();
    json!({"outcome": "found", name: all})
}

pub fn money(money: &Money) -> Value {
    json!({"currency": money.currency, "minor": money.minor})
}

fn some_money(amount: Option<&Money>) -> Value {
    amount.map_or(Value::Null, money)
}

fn source(on: &Source) -> Value {
    match on {
        Source::Account(number) => json!({"account": number.expose()}),
        Source::Card(number) => json!({"card": number.expose()}),
    }
}

fn party(party: &Party) -> Value {
    match party {
        Party::Business(name) => json!({"business": name}),
        Party::Person(name) => json!({"person": {"family_name": name.family(), "given_name": name.given()}}),
    }
}

pub fn transactions(all: &[Transaction]) -> Value {
    list("transactions", all, |booked| {
        json!({
            "reference": booked.reference,
            "at": booked.at.to_string(),
            "on": source(&booked.on),
            "kind": booked.kind,
            "amount": money(&booked.amount),
            "balance": some_money(booked.balance.as_ref()),
            "party": booked.party.as_ref().map(party),
        })
    })
}

pub fn bills(all: &Bills) -> Value {
    let bill = |bill: &bank::customers::Bill| {
        json!({
            "card": bill.card.expose(),
            "closed_on": bill.closed_on.to_string(),
            "due_on": bill.due_on.to_string(),
            "total": money(&bill.total),
            "minimum": money(&bill.minimum),
            "paid": money(&bill.paid),
            "interest": money(&bill.interest),
            "status": bill.status,
        })
    };
    let adjustment = |adjusted: &bank::customers::Adjustment| {
        json!({
            "card": adjusted.card.expose(),
            "on": adjusted.on.to_string(),
            "kind": adjusted.kind,
            "amount": money(&adjusted.amount),
            "bill": adjusted.bill.map(|day| day.to_string()),
            "item": adjusted.item,
        })
    };
    json!({
        "outcome": "found",
        "bills": all.bills.iter().map(bill).collect::<Vec<_>>(),
        "adjustments": all.adjustments.iter().map(adjustment).collect::<Vec<_>>(),
    })
}

pub fn limits(all: &[Limit]) -> Value {
    list("limits", all, |limit| {
        json!({
            "on": source(&limit.on),
            "kind": limit.kind,
            "amount": money(&limit.amount),
            "used": some_money(limit.used.as_ref()),
            "until": limit.until.map(|day| day.to_string()),
        })
    })
}

pub fn applications(all: &[Application]) -> Value {
    list("applications", all, |one| {
        json!({
            "reference": one.reference,
            "product": one.product,
            "state": one.state,
            "since": one.since.to_string(),
            "moved": one.moved.to_string(),
        })
    })
}

pub fn reports(all: &[Report]) -> Value {
    list("reports", all, |report| {
        json!({
            "reference": report.reference,
            "on": source(&report.on),
            "kind": report.kind,
            "at": report.at.to_string(),
            "by": report.by,
            "state": report.state,
        })
    })
}

pub fn productions(all: &[Production]) -> Value {
    list("productions", all, |made| {
        json!({
            "card": made.card.expose(),
            "state": made.state,
            "moved": made.moved.to_string(),
            "arrives": made.arrives.map(|day| day.to_string()),
        })
    })
}

pub fn holdings(all: &Holdings) -> Value {
    let loan = |loan: &bank::customers::Loan| {
        json!({
            "number": loan.number.expose(),
            "kind": loan.kind,
            "owed": money(&loan.owed),
            "instalment": money(&loan.instalment),
            "due_on": loan.due_on.to_string(),
            "overdue_days": loan.overdue_days,
        })
    };
    let position = |position: &bank::customers::Position| {
        json!({
            "product": position.product,
            "kind": position.kind,
            "value": money(&position.value),
            "matures": position.matures.map(|day| day.to_string()),
        })
    };
    json!({
        "outcome": "found",
        "loans": all.loans.iter().map(loan).collect::<Vec<_>>(),
        "positions": all.positions.iter().map(position).collect::<Vec<_>>(),
    })
}

pub fn points(points: &Points) -> Value {
    json!({"outcome": "found", "points": {
        "balance": points.balance,
        "expiring": points.expiring,
        "expires_on": points.expires_on.map(|day| day.to_string()),
    }})
}

pub fn device_events(all: &[DeviceEvent]) -> Value {
    list("device_events", all, |event| {
        json!({
            "at": event.at.to_string(),
            "device": event.device,
            "kind": event.kind,
            "on": source(&event.on),
            "amount": some_money(event.amount.as_ref()),
        })
    })
}

pub fn consents(all: &[Consent]) -> Value {
    list(
        "consents",
        all,
        |consent| json!({"purpose": consent.purpose, "given": consent.given, "since": consent.since.to_string()}),
    )
}

pub fn journeys(all: &[Journey]) -> Value {
    list("journeys", all, |journey| {
        json!({
            "destination": journey.destination,
            "by": journey.by,
            "leaves": journey.leaves.to_string(),
            "returns": journey.returns.map(|day| day.to_string()),
        })
    })
}

pub fn locks(all: &[Lock]) -> Value {
    list("locks", all, |lock| json!({"secret": lock.secret, "wrong": lock.wrong, "locked": lock.locked}))
}

pub fn preferences(told: &Preferences) -> Value {
    let clock = |time: Time| format!("{:02}:{:02}", time.hour(), time.minute());
    let quiet =
        |quiet: &Quiet| json!({"days": quiet.days, "from": clock(quiet.from), "until": clock(quiet.until)});
    json!({"outcome": "found", "preferences": {
        "language": told.language,
        "way": told.way,
        "address": told.address,
        "quiet": told.quiet.iter().map(quiet).collect::<Vec<_>>(),
    }})
}

pub fn life_events(all: &[LifeEvent]) -> Value {
    list("life_events", all, |event| json!({"kind": event.kind, "on": event.on.to_string()}))
}
