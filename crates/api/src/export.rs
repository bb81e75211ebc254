//! The mark that every file bears that leaves the program: who had it made, when, and a name by which it is found
//! in the audit.

use crate::audit::act::Act;
use rand::Rng;
use serde_json::{Value, json};
use vocabulary::{AccountId, Time};

/// A mark.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    /// `export:` and sixteen digits.
    name: String,
    account: AccountId,
    /// None when accounts cannot be read now.
    who: Option<String>,
    at: Time,
}

impl Mark {
    /// One of now.
    pub fn new(account: AccountId, who: Option<String>) -> Mark {
        let name = format!("export:{:016x}", rand::rng().next_u64());
        Mark { name, account, who, at: jiff::Timestamp::now().into() }
    }

    /// Puts its name on record with the act that makes the file.
    pub fn on_record(&self, act: &Act) {
        act.concerns(self.name.parse().expect("letters, digits and a colon are a code"));
    }

    /// In a line.
    pub fn line(&self) -> String {
        let who = self.who.as_deref().unwrap_or("?");
        format!("Heliotrope {}, made by {who} ({}) at {}", self.name, self.account, self.at)
    }

    /// In a document.
    pub fn as_json(&self) -> Value {
        json!({"name": self.name, "account": self.account.to_string(), "made_by": self.who,
            "made_at": self.at.to_string()})
    }
}
