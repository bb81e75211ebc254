//! Who is found, as the contract writes it. In clear: this is the bank's side.

use super::{Adapter, read, refused, told, wire};
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::Response;
use bank::finding::{Found, Key, Match, NameText};
use bank::{Bank, Error};
use serde::Deserialize;
use serde_json::{Value, json};
use vocabulary::{Birthday, CardNumber, DocumentNumber, PhoneNumber};

#[derive(Deserialize)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
enum FindQuestion {
    Telephone { number: String },
    Name { text: String, born: Option<String> },
    Document { number: String },
    Card { number: String },
}

impl FindQuestion {
    fn key(&self) -> Option<Key> {
        Some(match self {
            FindQuestion::Telephone { number } => Key::Telephone(PhoneNumber::new(number).ok()?),
            FindQuestion::Name { text, born } => {
                let born = born.as_deref().map(str::parse).transpose().ok()?.map(Birthday::new);
                Key::Name { text: NameText::new(text).ok()?, born }
            }
            FindQuestion::Document { number } => Key::Document(DocumentNumber::new(number).ok()?),
            FindQuestion::Card { number } => Key::Card(CardNumber::new(number).ok()?),
        })
    }
}

pub(super) async fn customer_searches(
    State(adapter): State<Adapter>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let Some(key) = read::<FindQuestion>(&body).and_then(|question| question.key()) else { return refused() };
    told(match adapter.bank.find(&key).await {
        Err(Error::NotReady { percent }) => Ok(json!({"outcome": "not_ready", "percent": percent})),
        found => found.map(|found| answer(&found)),
    })
}

fn answer(found: &Found) -> Value {
    let one = |found: &Match| json!({"customer": found.customer, "identity": wire::identity(&found.identity)["identity"]});
    match found {
        Found::These(all) => {
            json!({"outcome": "found", "customers": all.iter().map(one).collect::<Vec<_>>()})
        }
        Found::TooMany { count } => json!({"outcome": "too_many", "count": count}),
    }
}
