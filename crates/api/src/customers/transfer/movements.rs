//! What was booked, billed and may be spent, behind masks.

use crate::words::{AdjustmentKind, BillStatus, LimitKind, TransactionKind};
use bank::customers as bank;
use serde::Serialize;
use utoipa::ToSchema;

/// An amount of money.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Amount {
    /// In the currency's smallest units.
    #[schema(example = -88_000)]
    minor: i64,
    /// ISO 4217.
    #[schema(example = "KRW")]
    currency: String,
}

impl From<vocabulary::Money> for Amount {
    fn from(money: vocabulary::Money) -> Amount {
        Amount { minor: money.minor, currency: money.currency.to_string() }
    }
}

/// The masked number of an account or a card.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Source {
    is: SourceKind,
    /// Of an account the last four characters, of a card the first six and last four digits.
    #[schema(example = "990011…9021")]
    number: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum SourceKind {
    Account,
    Card,
}

impl From<&bank::Source> for Source {
    fn from(source: &bank::Source) -> Source {
        match source {
            bank::Source::Account(number) => Source { is: SourceKind::Account, number: number.masked() },
            bank::Source::Card(number) => Source { is: SourceKind::Card, number: number.masked() },
        }
    }
}

/// Something that was booked.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Transaction {
    /// The bank's own key.
    #[schema(example = "T-9f31")]
    reference: String,
    #[schema(format = DateTime)]
    at: String,
    on: Source,
    kind: TransactionKind,
    /// Negative when it left the customer.
    amount: Amount,
    /// What stood on the account afterwards; null of a card's.
    #[schema(required = true)]
    balance: Option<Amount>,
    /// With whom: a business by its name, a person behind a mask.
    #[schema(example = "한빛마트", required = true)]
    party: Option<String>,
}

impl Transaction {
    pub fn masked(booked: &bank::Transaction) -> Transaction {
        let party = |party: &bank::Party| match party {
            bank::Party::Business(name) => name.clone(),
            bank::Party::Person(name) => name.masked(),
        };
        Transaction {
            reference: booked.reference.clone(),
            at: booked.at.to_string(),
            on: (&booked.on).into(),
            kind: booked.kind.into(),
            amount: booked.amount.into(),
            balance: booked.balance.map(Amount::from),
            party: booked.party.as_ref().map(party),
        }
    }
}

/// Bills and what was adjusted in them, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Bills {
    bills: Vec<Bill>,
    adjustments: Vec<Adjustment>,
}

/// A card's bill.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Bill {
    /// The card's number behind its mask.
    #[schema(example = "990011…9021")]
    card: String,
    /// The last day it covers.
    #[schema(format = Date)]
    closed_on: String,
    #[schema(format = Date)]
    due_on: String,
    /// All that is owed; the interest is in it.
    total: Amount,
    minimum: Amount,
    paid: Amount,
    /// Revolving interest.
    interest: Amount,
    status: BillStatus,
}

/// Something the bank gave back or took back.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Adjustment {
    /// The card's number behind its mask.
    #[schema(example = "990011…9021")]
    card: String,
    #[schema(format = Date)]
    on: String,
    kind: AdjustmentKind,
    /// Positive when the customer gains.
    amount: Amount,
}

impl Bills {
    pub fn masked(all: &bank::Bills) -> Bills {
        let bill = |bill: &bank::Bill| Bill {
            card: bill.card.masked(),
            closed_on: bill.closed_on.to_string(),
            due_on: bill.due_on.to_string(),
            total: bill.total.into(),
            minimum: bill.minimum.into(),
            paid: bill.paid.into(),
            interest: bill.interest.into(),
            status: bill.status.into(),
        };
        let adjustment = |adjusted: &bank::Adjustment| Adjustment {
            card: adjusted.card.masked(),
            on: adjusted.on.to_string(),
            kind: adjusted.kind.into(),
            amount: adjusted.amount.into(),
        };
        Bills {
            bills: all.bills.iter().map(bill).collect(),
            adjustments: all.adjustments.iter().map(adjustment).collect(),
        }
    }
}

/// How much may be spent, drawn or sent.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Limit {
    on: Source,
    kind: LimitKind,
    amount: Amount,
    /// How much of it is used, where that is known.
    #[schema(required = true)]
    used: Option<Amount>,
    /// The last day it holds, when it goes back by itself.
    #[schema(format = Date, required = true)]
    until: Option<String>,
}

impl Limit {
    pub fn masked(limit: &bank::Limit) -> Limit {
        Limit {
            on: (&limit.on).into(),
            kind: limit.kind.into(),
            amount: limit.amount.into(),
            used: limit.used.map(Amount::from),
            until: limit.until.map(|day| day.to_string()),
        }
    }
}
