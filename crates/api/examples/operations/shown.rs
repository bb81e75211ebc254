//! What agents' programs were told of orders, as the API's answers say it.

use hyper::StatusCode;
use serde::Deserialize;
use vocabulary::Currency;

/// An order as an answer of the API shows it.
#[derive(Debug, Clone, Deserialize)]
pub struct Operation {
    pub key: String,
    pub operation: String,
    pub amount: Option<Amount>,
    pub state: String,
    pub reference: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Amount {
    pub currency: Currency,
    pub minor: i64,
}

/// What was told of one press.
#[derive(Debug)]
pub enum Told {
    /// How the order stands.
    Operation(Operation),
    /// It was not ordered: the bank may not have heard of this key.
    TurnedAway { key: String },
}

/// One answer.
#[derive(Debug)]
pub struct Shown {
    pub told: Told,
    /// Whether it is the first answer to its press: what is looked at later counts no more.
    pub is_first: bool,
}

impl Shown {
    /// Whether the bank's own word is in it.
    pub fn is_settled(&self) -> bool {
        matches!(&self.told, Told::Operation(one) if ["done", "declined"].contains(&one.state.as_str()))
    }

    /// Whether nothing more is to come.
    pub fn is_over(&self) -> bool {
        match &self.told {
            Told::Operation(one) => !["unknown", "pending", "waiting"].contains(&one.state.as_str()),
            Told::TurnedAway { .. } => true,
        }
    }
}

impl Told {
    /// What an answer to a press says; `None` when it leaves open what became of it.
    pub fn of(key: &str, status: StatusCode, body: &[u8]) -> Option<Told> {
        match status {
            StatusCode::OK => serde_json::from_slice(body).ok().map(Told::Operation),
            // 409: beyond authority, or not possible. 404: the contact is over. 422: it was not understood.
            StatusCode::CONFLICT | StatusCode::NOT_FOUND | StatusCode::UNPROCESSABLE_ENTITY => {
                Some(Told::TurnedAway { key: key.to_owned() })
            }
            _ => None,
        }
    }
}
