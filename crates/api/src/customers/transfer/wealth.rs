//! Loans, investments, points and journeys, behind masks.

use super::movements::Amount;
use crate::words::{LoanKind, PositionKind, Vehicle};
use bank::customers as bank;
use serde::Serialize;
use utoipa::ToSchema;

/// Loans and investments.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Holdings {
    loans: Vec<Loan>,
    positions: Vec<Position>,
}

/// A loan.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Loan {
    /// Its number behind its mask: the last four characters.
    #[schema(example = "…0401")]
    number: String,
    kind: LoanKind,
    /// What is still owed.
    owed: Amount,
    /// What is to be paid next.
    instalment: Amount,
    #[schema(format = Date)]
    due_on: String,
    /// For how many days something is overdue.
    overdue_days: u16,
}

/// An investment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Position {
    /// As the bank calls it.
    #[schema(example = "Steady One")]
    product: String,
    kind: PositionKind,
    value: Amount,
    /// When it is paid back, if that is known.
    #[schema(format = Date, required = true)]
    matures: Option<String>,
}

impl Holdings {
    pub fn masked(all: &bank::Holdings) -> Holdings {
        let loan = |loan: &bank::Loan| Loan {
            number: loan.number.masked(),
            kind: loan.kind.into(),
            owed: loan.owed.into(),
            instalment: loan.instalment.into(),
            due_on: loan.due_on.to_string(),
            overdue_days: loan.overdue_days,
        };
        let position = |position: &bank::Position| Position {
            product: position.product.clone(),
            kind: position.kind.into(),
            value: position.value.into(),
            matures: position.matures.map(|day| day.to_string()),
        };
        Holdings {
            loans: all.loans.iter().map(loan).collect(),
            positions: all.positions.iter().map(position).collect(),
        }
    }
}

/// Points of the bank's programme.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Points {
    #[schema(example = 18_250)]
    balance: u64,
    /// How many of them run out next.
    expiring: u64,
    /// When they do.
    #[schema(format = Date, required = true)]
    expires_on: Option<String>,
}

impl From<&bank::Points> for Points {
    fn from(points: &bank::Points) -> Points {
        let expires_on = points.expires_on.map(|day| day.to_string());
        Points { balance: points.balance, expiring: points.expiring, expires_on }
    }
}

/// A journey the customer agreed to have seen by those who serve.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Journey {
    #[schema(example = "Lisbon")]
    destination: String,
    by: Vehicle,
    #[schema(format = Date)]
    leaves: String,
    /// If that is known.
    #[schema(format = Date, required = true)]
    returns: Option<String>,
}

impl From<&bank::Journey> for Journey {
    fn from(journey: &bank::Journey) -> Journey {
        Journey {
            destination: journey.destination.clone(),
            by: journey.by.into(),
            leaves: journey.leaves.to_string(),
            returns: journey.returns.map(|day| day.to_string()),
        }
    }
}
