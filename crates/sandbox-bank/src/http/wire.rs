//! What the bank says of customers, as the contract writes it. In clear: this is the bank's side.

use bank::customers::{Account, Card, Identity, Telephone};
use serde_json::{Value, json};

pub fn identity(identity: &Identity) -> Value {
    let document = identity
        .document
        .as_ref()
        .map(|document| json!({"kind": document.kind, "number": document.number.expose()}));
    json!({"outcome": "found", "identity": {
        "family_name": identity.name.family(),
        "given_name": identity.name.given(),
        "tier": identity.tier,
        "language": identity.language,
        "since": identity.since.to_string(),
        "birthday": identity.birthday.map(|day| day.expose().to_string()),
        "document": document,
    }})
}

pub fn telephone(telephone: &Option<Telephone>) -> Value {
    let told = telephone.as_ref().map(|telephone| {
        json!({
            "number": telephone.number.expose(),
            "registered_on": telephone.since.map(|day| day.to_string()),
        })
    });
    json!({"outcome": "found", "telephone": told})
}

pub fn accounts(accounts: &[Account]) -> Value {
    let account = |account: &Account| {
        json!({
            "number": account.number.expose(),
            "kind": account.kind,
            "currency": account.balance.currency,
            "balance_minor": account.balance.minor,
            "status": account.status,
        })
    };
    json!({"outcome": "found", "accounts": accounts.iter().map(account).collect::<Vec<_>>()})
}

pub fn cards(cards: &[Card]) -> Value {
    let card = |card: &Card| {
        let limit = card.limit.map(|limit| json!({"currency": limit.currency, "minor": limit.minor}));
        json!({
            "number": card.number.expose(),
            "kind": card.kind,
            "product": card.product,
            "status": card.status,
            "limit": limit,
        })
    };
    json!({"outcome": "found", "cards": cards.iter().map(card).collect::<Vec<_>>()})
}
