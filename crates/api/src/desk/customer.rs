//! The customer's view: what the bank says about who calls, each panel by itself, behind masks.

use super::told::Recent;
use crate::words::Language;
use serde::Serialize;

/// What is known of a customer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
pub(crate) struct CustomerView {
    /// The bank's pseudonymous key.
    pub customer: String,
    pub identity: Panel<IdentityPanel>,
    pub accounts: Panel<Vec<AccountRow>>,
    pub cards: Panel<Vec<CardRow>>,
    /// Contacts of before, newest first.
    pub contacts: Panel<Vec<Recent>>,
}

/// A part of the view: each has a deadline of its own.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
#[serde(tag = "state", rename_all = "snake_case")]
pub(crate) enum Panel<T> {
    /// It is here.
    Ready { as_of: String, value: T },
    /// It is on its way.
    Late,
    /// It will not come.
    Failed { why: String },
}

/// A panel that came after the ring.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
#[serde(tag = "panel", content = "value", rename_all = "snake_case")]
pub(crate) enum LatePanel {
    Identity(Panel<IdentityPanel>),
    Accounts(Panel<Vec<AccountRow>>),
    Cards(Panel<Vec<CardRow>>),
    Contacts(Panel<Vec<Recent>>),
}

/// Who the customer is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
pub(crate) struct IdentityPanel {
    /// Behind its mask: the family name only.
    pub name: String,
    pub family_name: String,
    pub tier: String,
    pub language: Language,
    /// Day on which the bank's business with the customer began.
    pub since: String,
    /// Always `hidden`: it is asked of the caller, never shown.
    pub birthday: String,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
pub(crate) struct AccountRow {
    /// Behind its mask.
    pub number: String,
    pub kind: String,
    /// ISO 4217.
    pub currency: String,
    /// In the currency's smallest unit.
    pub balance_minor: i64,
    pub status: String,
}

/// A card.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
pub(crate) struct CardRow {
    /// Behind its mask: first six and last four digits.
    pub number: String,
    pub product: String,
    pub status: String,
    /// In the currency's smallest unit.
    pub limit_minor: i64,
    /// ISO 4217.
    pub currency: String,
}
