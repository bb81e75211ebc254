//! The rest of what the small bank says of its customer, and how all of it looks from outside.

use bank::customers::{
    Address, Adjustment, AdjustmentKind, Application, ApplicationState, Bill, BillStatus, Bills, Consent,
    Days, DeviceEvent, DeviceEventKind, Holdings, Journey, LifeEvent, LifeEventKind, Limit, LimitKind, Loan,
    LoanKind, Lock, LockedSecret, Party, Points, Position, PositionKind, Preferences, Production,
    ProductionState, Purpose, Quiet, Report, ReportKind, ReportState, Reporter, Source, Transaction,
    TransactionKind, Vehicle, Way,
};
use jiff::civil::{Date, date, time};
use serde_json::{Value, json};
use vocabulary::{AccountNumber, CardNumber, Currency, Language, Money, PersonName};

const CARD: &str = "9900120001234564";

fn card() -> CardNumber {
    CardNumber::new(CARD).unwrap()
}

fn account() -> AccountNumber {
    AccountNumber::new("110-200-484821").unwrap()
}

fn won(minor: i64) -> Money {
    Money { minor, currency: Currency::new("KRW").unwrap() }
}

fn day(day: i8) -> Date {
    date(2026, 3, day)
}

pub fn transactions() -> Vec<Transaction> {
    let booked = |reference: &str, at: &str, on, kind, minor, party| Transaction {
        reference: reference.to_owned(),
        at: at.parse().unwrap(),
        on,
        kind,
        amount: won(minor),
        balance: None,
        party,
    };
    let person = Party::Person(PersonName::new("김", "민준").unwrap());
    let shop = Party::Business("서점".to_owned());
    let sent = booked(
        "T-2",
        "2026-03-02T01:00:00Z",
        Source::Account(account()),
        TransactionKind::TransferOut,
        -7,
        Some(person),
    );
    let bought = booked(
        "T-1",
        "2026-03-01T01:00:00Z",
        Source::Card(card()),
        TransactionKind::Purchase,
        -5,
        Some(shop),
    );
    vec![Transaction { balance: Some(won(-1_284_500)), ..sent }, bought]
}

pub fn bills() -> Bills {
    let bill = Bill {
        card: card(),
        closed_on: day(1),
        due_on: day(21),
        total: won(900),
        minimum: won(90),
        paid: won(0),
        interest: won(9),
        status: BillStatus::Missed,
    };
    let adjusted = Adjustment {
        card: card(),
        on: day(2),
        kind: AdjustmentKind::Interest,
        amount: won(9),
        bill: None,
        item: None,
    };
    Bills { bills: vec![bill], adjustments: vec![adjusted] }
}

pub fn limits() -> Vec<Limit> {
    let (on, until) = (Source::Card(card()), Some(day(31)));
    vec![Limit { on, kind: LimitKind::TemporaryCredit, amount: won(700), used: Some(won(5)), until }]
}

pub fn applications() -> Vec<Application> {
    let (reference, product) = ("A-1".to_owned(), "신용대출".to_owned());
    vec![Application { reference, product, state: ApplicationState::InReview, since: day(1), moved: day(2) }]
}

pub fn reports() -> Vec<Report> {
    vec![Report {
        reference: "R-1".to_owned(),
        on: Source::Account(account()),
        kind: ReportKind::PaymentStop,
        at: "2026-03-03T01:00:00Z".parse().unwrap(),
        by: Reporter::Authority,
        state: ReportState::Formal,
    }]
}

pub fn productions() -> Vec<Production> {
    vec![Production { card: card(), state: ProductionState::Sent, moved: day(4), arrives: Some(day(9)) }]
}

pub fn holdings() -> Holdings {
    let number = AccountNumber::new("770200000401").unwrap();
    let loan = Loan {
        number,
        kind: LoanKind::Car,
        owed: won(60),
        instalment: won(6),
        due_on: day(5),
        overdue_days: 2,
    };
    let (product, matures) = ("안정형 1호".to_owned(), Some(day(30)));
    let position = Position { product, kind: PositionKind::WealthProduct, value: won(80), matures };
    Holdings { loans: vec![loan], positions: vec![position] }
}

pub fn points() -> Points {
    Points { balance: 18_250, expiring: 50, expires_on: Some(day(31)) }
}

pub fn device_events() -> Vec<DeviceEvent> {
    vec![DeviceEvent {
        at: "2026-03-05T01:00:00Z".parse().unwrap(),
        device: "ATM-7".to_owned(),
        kind: DeviceEventKind::NotPaidOut,
        on: Source::Card(card()),
        amount: Some(won(100)),
    }]
}

pub fn consents() -> Vec<Consent> {
    vec![Consent { purpose: Purpose::Marketing, given: false, since: day(1) }]
}

pub fn locks() -> Vec<Lock> {
    vec![Lock { secret: LockedSecret::LoginPassword, wrong: 6, locked: true }]
}

pub fn journeys() -> Vec<Journey> {
    vec![Journey {
        destination: "파리".to_owned(),
        by: Vehicle::Air,
        leaves: day(10),
        returns: Some(day(20)),
    }]
}

pub fn preferences() -> Preferences {
    let (from, until) = (time(21, 0, 0, 0), time(9, 30, 0, 0));
    Preferences {
        language: Some(Language::English),
        way: Some(Way::Message),
        address: Some(Address::Doctor),
        quiet: vec![Quiet { days: Days::Weekdays, from, until }],
    }
}

pub fn life_events() -> Vec<LifeEvent> {
    vec![
        LifeEvent { kind: LifeEventKind::Birthday, on: date(2026, 5, 12) },
        LifeEvent { kind: LifeEventKind::Bereavement, on: day(2) },
    ]
}

/// The panels of all this, as the API shows them.
pub fn shown() -> Value {
    let won = |minor: i64| json!({"minor": minor, "currency": "KRW"});
    let (card, account) = ("990012…4564", json!({"is": "account", "number": "…4821"}));
    let on_card = json!({"is": "card", "number": card});
    json!({
        "transactions": [
            {"reference": "T-2", "at": "2026-03-02T01:00:00Z", "on": account, "kind": "transfer_out", "amount": won(-7), "balance": won(-1_284_500), "party": "김**"},
            {"reference": "T-1", "at": "2026-03-01T01:00:00Z", "on": on_card, "kind": "purchase", "amount": won(-5), "balance": null, "party": "서점"},
        ],
        "bills": {
            "bills": [{"card": card, "closed_on": "2026-03-01", "due_on": "2026-03-21", "total": won(900), "minimum": won(90), "paid": won(0), "interest": won(9), "status": "missed"}],
            "adjustments": [{"card": card, "on": "2026-03-02", "kind": "interest", "amount": won(9)}],
        },
        "limits": [{"on": on_card, "kind": "temporary_credit", "amount": won(700), "used": won(5), "until": "2026-03-31"}],
        "applications": [{"reference": "A-1", "product": "신용대출", "state": "in_review", "since": "2026-03-01", "moved": "2026-03-02"}],
        "reports": [{"reference": "R-1", "on": account, "kind": "payment_stop", "at": "2026-03-03T01:00:00Z", "by": "authority", "state": "formal"}],
        "production": [{"card": card, "state": "sent", "moved": "2026-03-04", "arrives": "2026-03-09"}],
        "holdings": {
            "loans": [{"number": "…0401", "kind": "car", "owed": won(60), "instalment": won(6), "due_on": "2026-03-05", "overdue_days": 2}],
            "positions": [{"product": "안정형 1호", "kind": "wealth_product", "value": won(80), "matures": "2026-03-30"}],
        },
        "points": {"balance": 18_250, "expiring": 50, "expires_on": "2026-03-31"},
        "devices": [{"at": "2026-03-05T01:00:00Z", "device": "ATM-7", "kind": "not_paid_out", "on": on_card, "amount": won(100)}],
        "consents": [{"purpose": "marketing", "given": false, "since": "2026-03-01"}],
        "journeys": [{"destination": "파리", "by": "air", "leaves": "2026-03-10", "returns": "2026-03-20"}],
        "locks": [{"secret": "login_password", "wrong": 6, "locked": true}],
        "preferences": {"language": "en", "way": "message", "address": "doctor", "quiet": [{"days": "weekdays", "from": "21:00", "until": "09:30"}]},
        "life_events": [{"kind": "birthday", "on": null}, {"kind": "bereavement", "on": "2026-03-02"}],
    })
}
