//! What the customer owes and owns beyond accounts: loans, investments, points; and journeys.

use super::words;
use crate::wire::read;
use jiff::civil::Date;
use serde::Deserialize;
use vocabulary::{AccountNumber, Money};

/// At most so many loans, positions or journeys are told.
pub const MOST_HOLDINGS: usize = 20;

words! {
    /// Kinds of loans.
    LoanKind {
        /// On a home.
        Mortgage,
        /// On a car.
        Car,
        /// On nothing.
        Consumer,
        /// For a business.
        Business,
    }
    /// Kinds of investments.
    PositionKind {
        /// A fund.
        Fund,
        /// A wealth product of the bank.
        WealthProduct,
        /// A bond.
        Bond,
        /// An insurance that saves.
        Insurance,
        /// Precious metal.
        Bullion,
    }
    /// How somebody travels.
    Vehicle {
        /// By aeroplane.
        Air,
        /// By train.
        Rail,
        /// By ship.
        Sea,
        /// By car.
        Road,
    }
}

/// A loan.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Loan {
    /// Its number.
    #[serde(deserialize_with = "read::account_number")]
    pub number: AccountNumber,
    /// Of what kind.
    pub kind: LoanKind,
    /// What is still owed.
    #[serde(deserialize_with = "read::money")]
    pub owed: Money,
    /// What is to be paid next.
    #[serde(deserialize_with = "read::money")]
    pub instalment: Money,
    /// By when.
    #[serde(deserialize_with = "read::day")]
    pub due_on: Date,
    /// For how many days something is overdue.
    pub overdue_days: u16,
}

/// An investment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Position {
    /// As the bank calls it.
    #[serde(deserialize_with = "read::product")]
    pub product: String,
    /// Of what kind.
    pub kind: PositionKind,
    /// What it is worth.
    #[serde(deserialize_with = "read::money")]
    pub value: Money,
    /// When it is paid back, if that is known.
    #[serde(default, deserialize_with = "read::some_day")]
    pub matures: Option<Date>,
}

/// Loans and investments.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Holdings {
    /// Loans.
    pub loans: Vec<Loan>,
    /// Investments.
    pub positions: Vec<Position>,
}

/// Points of the bank's programme.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Points {
    /// How many there are.
    pub balance: u64,
    /// How many of them run out next.
    pub expiring: u64,
    /// When they do.
    #[serde(default, deserialize_with = "read::some_day")]
    pub expires_on: Option<Date>,
}

/// A journey the customer booked through the bank and agreed to have seen (`seeds A18`, `A21`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Journey {
    /// Where to, in the customer's language.
    #[serde(deserialize_with = "read::product")]
    pub destination: String,
    /// How.
    pub by: Vehicle,
    /// When it begins.
    #[serde(deserialize_with = "read::day")]
    pub leaves: Date,
    /// When it ends, if that is known.
    #[serde(default, deserialize_with = "read::some_day")]
    pub returns: Option<Date>,
}
