//! What a bank says of a customer: one question a subsystem, each with an answer of its own.
//!
//! Here: who the customer is, accounts, cards. In [`movements`]: what was booked, bills, limits. In
//! [`matters`]: what is under way or was reported. In [`wealth`]: loans, investments, points, journeys. In
//! [`person`]: how the customer wishes to be served, and what happened in the customer's life.

pub mod matters;
pub mod movements;
pub mod person;
pub mod wealth;

pub use matters::{
    Application, ApplicationState, Consent, DeviceEvent, DeviceEventKind, Lock, LockedSecret, Production,
    ProductionState, Purpose, Report, ReportKind, ReportState, Reporter,
};
pub use movements::{
    Adjustment, AdjustmentKind, Bill, BillStatus, Bills, Limit, LimitKind, Party, Source, Transaction,
    TransactionKind,
};
pub use person::{Address, Days, LifeEvent, LifeEventKind, Preferences, Quiet, Way};
pub use wealth::{Holdings, Journey, Loan, LoanKind, Points, Position, PositionKind, Vehicle};

use jiff::civil::Date;
use vocabulary::{
    AccountNumber, Birthday, CardNumber, DocumentNumber, Language, Money, PersonName, PhoneNumber, Tier,
};

/// At most so many accounts of one customer. A bank with more answers those last used.
pub const MOST_ACCOUNTS: usize = 50;

/// At most so many cards of one customer. A bank with more answers those last used.
pub const MOST_CARDS: usize = 50;

/// Longest name of a product, in characters.
pub const PRODUCT_CHARACTERS: usize = 64;

/// Who a customer is, by the bank's registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The name in the customer's own writing.
    pub name: PersonName,
    /// How the bank ranks the customer.
    pub tier: Tier,
    /// The language to speak.
    pub language: Language,
    /// Customer since, by the bank's calendar.
    pub since: Date,
    /// The birthday; none of a company.
    pub birthday: Option<Birthday>,
    /// The document that proves the identity, if the registry has one.
    pub document: Option<Document>,
}

/// The telephone by which the bank reaches a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telephone {
    /// Its number.
    pub number: PhoneNumber,
    /// The day it was registered, by the bank's calendar, if that is on record.
    pub since: Option<Date>,
}

/// An identity document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Of what kind.
    pub kind: DocumentKind,
    /// Its number.
    pub number: DocumentNumber,
}

/// Enumerations that the contract spells in snake case.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $word:ident),+ $(,)? })+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
            #[serde(rename_all = "snake_case")]
            pub enum $name {
                $($(#[$word_doc])* $word),+
            }
        )+
    };
}

pub(crate) use words;

words! {
    /// Kinds of identity documents.
    DocumentKind {
        /// A state's identity card, or the number it gives to residents.
        IdentityCard,
        /// A passport.
        Passport,
        /// Another one.
        Other,
    }
    /// Kinds of deposit accounts.
    AccountKind {
        /// For payments.
        Current,
        /// For savings, at call.
        Savings,
        /// For savings, until a day.
        TermDeposit,
    }
    /// How an account stands.
    AccountStatus {
        /// In use.
        Active,
        /// Not used for a long time.
        Dormant,
        /// Nothing may leave it.
        Frozen,
        /// Closed, and still shown.
        Closed,
    }
    /// Kinds of payment cards.
    CardKind {
        /// Pays from an account.
        Debit,
        /// Pays on credit, up to a limit.
        Credit,
    }
    /// How a card stands.
    CardStatus {
        /// In use.
        Active,
        /// Sent out, and not activated yet.
        Inactive,
        /// Frozen by bank or customer: pays nothing for now.
        Frozen,
        /// Reported lost or stolen.
        Lost,
        /// Past its last day.
        Expired,
    }
}

/// A deposit account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub number: AccountNumber,
    /// Of what kind.
    pub kind: AccountKind,
    /// What is booked on it; negative when overdrawn.
    pub balance: Money,
    /// How it stands.
    pub status: AccountStatus,
}

/// A payment card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its number.
    pub number: CardNumber,
    /// Of what kind.
    pub kind: CardKind,
    /// The product's name, as the bank calls it.
    pub product: String,
    /// How it stands.
    pub status: CardStatus,
    /// The credit limit; none of a debit card.
    pub limit: Option<Money>,
}
