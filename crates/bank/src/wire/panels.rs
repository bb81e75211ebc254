//! Answers about one customer that become values as they are read.

use super::malformed;
use crate::Error;
use crate::customers::matters::MOST_MATTERS;
use crate::customers::movements::{MOST_BILLS, MOST_LIMITS, MOST_TRANSACTIONS};
use crate::customers::person::{MOST_LIFE_EVENTS, MOST_QUIET};
use crate::customers::wealth::MOST_HOLDINGS;
use crate::customers::{
    Application, Bills, Consent, DeviceEvent, Holdings, Journey, LifeEvent, Limit, Lock, Points, Preferences,
    Production, Report, Transaction,
};
use serde::{Deserialize, de::DeserializeOwned};
use std::collections::BTreeSet;

#[derive(Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
enum Found<T> {
    Found(T),
    Unknown,
}

fn found<T: DeserializeOwned>(body: &[u8], what: &str) -> Result<T, Error> {
    match serde_json::from_slice(body) {
        Ok(Found::Found(answer)) => Ok(answer),
        Ok(Found::Unknown) => Err(Error::UnknownCustomer),
        Err(_) => Err(Error::Malformed(format!("the {what} are not the JSON the contract describes"))),
    }
}

fn bounded<T>(list: &[T], most: usize, what: &str) -> Result<(), Error> {
    if list.len() > most {
        Err(Error::Malformed(format!("there are more than {most} {what}")))
    } else {
        Ok(())
    }
}

/// Readers of answers that hold one list.
macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident: $kind:ty, $most:expr;)+) => {
        $(
            $(#[$doc])*
            pub fn $name(body: &[u8]) -> Result<Vec<$kind>, Error> {
                #[derive(Deserialize)]
                struct Answer {
                    $name: Vec<$kind>,
                }
                let words = stringify!($name).replace('_', " ");
                let Answer { $name } = found(body, &words)?;
                bounded(&$name, $most, &words)?;
                Ok($name)
            }
        )+
    };
}

lists! {
    /// Reads which limits there are.
    limits: Limit, MOST_LIMITS;
    /// Reads what the customer applied for.
    applications: Application, MOST_MATTERS;
    /// Reads what was reported.
    reports: Report, MOST_MATTERS;
    /// Reads which cards are in the making.
    productions: Production, MOST_MATTERS;
    /// Reads what happened at machines.
    device_events: DeviceEvent, MOST_MATTERS;
    /// Reads what the customer agreed to.
    consents: Consent, MOST_MATTERS;
    /// Reads which journeys there are.
    journeys: Journey, MOST_HOLDINGS;
    /// Reads how secrets stand.
    locks: Lock, MOST_MATTERS;
    /// Reads what happened in a life.
    life_events: LifeEvent, MOST_LIFE_EVENTS;
}

/// Reads what was booked. A transaction that comes twice is refused: somebody would count it twice.
pub fn transactions(body: &[u8]) -> Result<Vec<Transaction>, Error> {
    #[derive(Deserialize)]
    struct Answer {
        transactions: Vec<Transaction>,
    }
    let Answer { transactions } = found(body, "transactions")?;
    bounded(&transactions, MOST_TRANSACTIONS, "transactions")?;
    let told: BTreeSet<_> = transactions.iter().map(|booked| (&booked.reference, &booked.on)).collect();
    if told.len() < transactions.len() {
        return Err(malformed("a transaction stands there twice"));
    }
    if !transactions.is_sorted_by(|newer, older| newer.at >= older.at) {
        return Err(malformed("the transactions are not told newest first"));
    }
    Ok(transactions)
}

/// Reads bills and adjustments.
pub fn bills(body: &[u8]) -> Result<Bills, Error> {
    let bills: Bills = found(body, "bills")?;
    bounded(&bills.bills, MOST_BILLS, "bills")?;
    bounded(&bills.adjustments, MOST_BILLS, "adjustments")?;
    Ok(bills)
}

/// Reads loans and investments.
pub fn holdings(body: &[u8]) -> Result<Holdings, Error> {
    let holdings: Holdings = found(body, "holdings")?;
    bounded(&holdings.loans, MOST_HOLDINGS, "loans")?;
    bounded(&holdings.positions, MOST_HOLDINGS, "investments")?;
    Ok(holdings)
}

/// Reads how many points there are.
pub fn points(body: &[u8]) -> Result<Points, Error> {
    #[derive(Deserialize)]
    struct Answer {
        points: Points,
    }
    let Answer { points } = found(body, "points")?;
    if points.expiring > points.balance {
        return Err(malformed("more points run out than there are"));
    }
    Ok(points)
}

/// Reads how somebody wishes to be served.
pub fn preferences(body: &[u8]) -> Result<Preferences, Error> {
    #[derive(Deserialize)]
    struct Answer {
        preferences: Preferences,
    }
    let Answer { preferences } = found(body, "preferences")?;
    bounded(&preferences.quiet, MOST_QUIET, "times without calls")?;
    Ok(preferences)
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::super::tests::examples;
    use super::*;
    use serde_json::{Value, json};

    type Reader = fn(&[u8]) -> Result<usize, Error>;

    /// Each answer of the contract with its reader, which tells how much it read.
    const ANSWERS: [(&str, Reader); 14] = [
        ("TransactionsAnswer:", |body| transactions(body).map(|all| all.len())),
        ("BillsAnswer:", |body| bills(body).map(|all| all.bills.len())),
        ("LimitsAnswer:", |body| limits(body).map(|all| all.len())),
        ("ApplicationsAnswer:", |body| applications(body).map(|all| all.len())),
        ("ReportsAnswer:", |body| reports(body).map(|all| all.len())),
        ("ProductionsAnswer:", |body| productions(body).map(|all| all.len())),
        ("HoldingsAnswer:", |body| holdings(body).map(|all| all.loans.len() + all.positions.len())),
        ("PointsAnswer:", |body| points(body).map(|_| 1)),
        ("DeviceEventsAnswer:", |body| device_events(body).map(|all| all.len())),
        ("ConsentsAnswer:", |body| consents(body).map(|all| all.len())),
        ("JourneysAnswer:", |body| journeys(body).map(|all| all.len())),
        ("LocksAnswer:", |body| locks(body).map(|all| all.len())),
        ("PreferencesAnswer:", |body| preferences(body).map(|all| all.quiet.len())),
        ("LifeEventsAnswer:", |body| life_events(body).map(|all| all.len())),
    ];

    #[test]
    fn answers_of_the_contract_are_understood_and_nothing_else_is() {
        for (heading, read) in ANSWERS {
            let all = examples(heading);
            assert!(read(all[0].as_bytes()).unwrap_or_else(|why| panic!("{heading} {why}")) > 0, "{heading}");
            assert_eq!(read(all[all.len() - 1].as_bytes()), Err(Error::UnknownCustomer), "{heading}");
            let whole: Value = serde_json::from_str(all[0]).unwrap();
            for spoilt in spoilt(&whole) {
                let body = spoilt.to_string();
                match read(body.as_bytes()) {
                    Err(Error::Malformed(words)) => {
                        assert!(!words.contains("4711"), "{heading} repeats a value")
                    }
                    other => panic!("{heading} takes {body} for {other:?}"),
                }
            }
        }
    }

    /// The answer with each of its texts and numbers in turn made something no field takes.
    fn spoilt(whole: &Value) -> Vec<Value> {
        match whole {
            Value::Object(fields) => {
                let with = |name: &String, value| {
                    let mut other = fields.clone();
                    other.insert(name.clone(), value);
                    Value::Object(other)
                };
                fields
                    .iter()
                    .flat_map(|(name, value)| spoilt(value).into_iter().map(move |value| with(name, value)))
                    .collect()
            }
            Value::Array(items) => {
                let with = |place: usize, value| {
                    let mut other = items.clone();
                    other[place] = value;
                    Value::Array(other)
                };
                let places = items.iter().enumerate();
                places
                    .flat_map(|(place, item)| spoilt(item).into_iter().map(move |value| with(place, value)))
                    .collect()
            }
            _ => vec![json!({"4711": true})],
        }
    }

    #[test]
    fn what_comes_twice_or_out_of_order_is_refused() {
        let whole: Value = serde_json::from_str(examples("TransactionsAnswer:")[0]).unwrap();
        let [newer, older] = [0, 1].map(|place| whole["transactions"][place].clone());
        for list in [json!([newer, newer]), json!([older, newer])] {
            let body = json!({"outcome": "found", "transactions": list}).to_string();
            assert!(matches!(transactions(body.as_bytes()), Err(Error::Malformed(_))));
        }
        let body = json!({"outcome": "found", "points": {"balance": 1, "expiring": 2}}).to_string();
        assert!(matches!(points(body.as_bytes()), Err(Error::Malformed(_))));
        let many =
            vec![json!({"purpose": "surveys", "given": true, "since": "2020-01-01"}); MOST_MATTERS + 1];
        let body = json!({"outcome": "found", "consents": many}).to_string();
        assert!(matches!(consents(body.as_bytes()), Err(Error::Malformed(_))));
    }

    #[test]
    fn a_key_is_nobodys_number() {
        for (text, expected) in
            [("T-17.a", true), ("6222020200112233", false), ("", false), ("T 1", false), ("回", false)]
        {
            assert_eq!(read::is_reference(text), expected, "{text}");
        }
    }
}
