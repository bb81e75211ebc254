//! What is under way at the bank, what was reported to it, and what the customer agreed to.

use super::movements::Source;
use super::words;
use crate::wire::read;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use vocabulary::{CardNumber, Money};

/// At most so many of each kind of matter are told: the newest.
pub const MOST_MATTERS: usize = 20;

words! {
    /// How far an application has come.
    ApplicationState {
        /// It is in.
        Received,
        /// Somebody looks at it.
        InReview,
        /// Something is wanted of the customer.
        WaitsForCustomer,
        /// Granted.
        Approved,
        /// Not granted.
        Declined,
    }
    /// What was reported.
    ReportKind {
        /// A card is lost.
        Loss,
        /// A card was stolen.
        Theft,
        /// A card or an account is frozen.
        Freeze,
        /// Payments from an account are stopped.
        PaymentStop,
        /// A purchase is disputed.
        Dispute,
    }
    /// How a report stands.
    ReportState {
        /// By telephone: it holds until it is confirmed in writing or runs out.
        Temporary,
        /// In writing.
        Formal,
        /// Over.
        Lifted,
    }
    /// Who reported.
    Reporter {
        /// The customer.
        Customer,
        /// The bank itself.
        Bank,
        /// Police or a court.
        Authority,
    }
    /// How far the making of a card has come.
    ProductionState {
        /// It is to be made.
        Ordered,
        /// It is made.
        Made,
        /// It is in the mail.
        Sent,
        /// It arrived.
        Delivered,
        /// It came back.
        Returned,
    }
    /// What happened at a machine.
    DeviceEventKind {
        /// Cash was paid out.
        Withdrawal,
        /// Cash was paid in.
        Deposit,
        /// The card was kept.
        CardRetained,
        /// A wrong PIN was keyed.
        WrongPin,
        /// The account was debited, and no cash came.
        NotPaidOut,
        /// The customer took too long.
        TimedOut,
    }
    /// A secret of the customer's that the bank counts wrong tries of.
    LockedSecret {
        /// What the customer signs in with.
        LoginPassword,
        /// What the customer confirms payments with.
        TransactionPin,
        /// What the customer proves to be the customer with, on the telephone.
        QueryPin,
    }
    /// What the customer agreed to, or did not.
    Purpose {
        /// Offers.
        Marketing,
        /// Conclusions drawn from what is bought.
        Profiling,
        /// Data given to partners.
        Partners,
        /// Journeys shown to those who serve.
        Journeys,
        /// Calls to ask for an opinion.
        Surveys,
    }
}

/// Something the customer applied for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Application {
    /// The bank's own key of it.
    #[serde(deserialize_with = "read::reference")]
    pub reference: String,
    /// For what, as the bank calls it.
    #[serde(deserialize_with = "read::product")]
    pub product: String,
    /// How far it has come.
    pub state: ApplicationState,
    /// When it came in.
    #[serde(deserialize_with = "read::day")]
    pub since: Date,
    /// When it last moved.
    #[serde(deserialize_with = "read::day")]
    pub moved: Date,
}

/// A report of loss or a freeze.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Report {
    /// The bank's own key of it.
    #[serde(deserialize_with = "read::reference")]
    pub reference: String,
    /// Of which card or account.
    pub on: Source,
    /// Of what.
    pub kind: ReportKind,
    /// When.
    #[serde(deserialize_with = "read::moment")]
    pub at: Timestamp,
    /// By whom.
    pub by: Reporter,
    /// How it stands.
    pub state: ReportState,
}

/// A card in the making.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Production {
    /// Which.
    #[serde(deserialize_with = "read::card_number")]
    pub card: CardNumber,
    /// How far it has come.
    pub state: ProductionState,
    /// When it last moved.
    #[serde(deserialize_with = "read::day")]
    pub moved: Date,
    /// When it is to arrive, if that is known.
    #[serde(default, deserialize_with = "read::some_day")]
    pub arrives: Option<Date>,
}

/// Something that happened at a machine.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DeviceEvent {
    /// When.
    #[serde(deserialize_with = "read::moment")]
    pub at: Timestamp,
    /// The machine's own name.
    #[serde(deserialize_with = "read::reference")]
    pub device: String,
    /// What.
    pub kind: DeviceEventKind,
    /// With which card or account.
    pub on: Source,
    /// How much, if it was about an amount.
    #[serde(default, deserialize_with = "read::some_money")]
    pub amount: Option<Money>,
}

/// How a secret stands: the bank counts wrong tries in a row, and locks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Lock {
    /// Which.
    pub secret: LockedSecret,
    /// Wrong tries in a row.
    pub wrong: u8,
    /// Whether it is locked: then it opens nothing, until it is unlocked.
    pub locked: bool,
}

/// What the customer agreed to, or did not.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Consent {
    /// To what.
    pub purpose: Purpose,
    /// Whether.
    pub given: bool,
    /// Since when.
    #[serde(deserialize_with = "read::day")]
    pub since: Date,
}
