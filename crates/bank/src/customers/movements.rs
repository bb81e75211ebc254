//! What was booked, what is billed, and how much may be.

use super::words;
use crate::wire::read;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use vocabulary::{AccountNumber, CardNumber, Money, PersonName};

/// At most so many transactions are told: the newest.
pub const MOST_TRANSACTIONS: usize = 30;

/// At most so many bills are told, and as many adjustments: the newest.
pub const MOST_BILLS: usize = 12;

/// At most so many limits.
pub const MOST_LIMITS: usize = 30;

/// Where something was booked or what something is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A deposit account.
    #[serde(deserialize_with = "read::account_number")]
    Account(AccountNumber),
    /// A payment card.
    #[serde(deserialize_with = "read::card_number")]
    Card(CardNumber),
}

words! {
    /// Why money moved.
    TransactionKind {
        /// Paid to a merchant.
        Purchase,
        /// Cash taken out.
        Withdrawal,
        /// Cash paid in.
        Deposit,
        /// From somebody's account.
        TransferIn,
        /// To somebody's account.
        TransferOut,
        /// Wages.
        Salary,
        /// A card's bill paid from an account.
        BillPayment,
        /// What the bank charges.
        Fee,
        /// What a card costs a year.
        AnnualFee,
        /// What the bank pays, or charges, for money.
        Interest,
        /// Given back.
        Refund,
    }
    /// How a bill stands.
    BillStatus {
        /// Not due yet.
        Open,
        /// Paid in full.
        Paid,
        /// Paid in part, the minimum at least: the rest bears interest.
        Partial,
        /// Less than the minimum was paid by the day it was due.
        Missed,
    }
    /// What was adjusted.
    AdjustmentKind {
        /// Revolving interest of a bill.
        Interest,
        /// A fee.
        Fee,
        /// A card's annual fee.
        AnnualFee,
        /// Out of goodwill.
        Goodwill,
        /// What is paid month by month from now on instead.
        Instalment,
        /// What is credited for now while a disputed purchase is looked into.
        Dispute,
    }
    /// What a limit bounds.
    LimitKind {
        /// A card's credit.
        Credit,
        /// A card's credit, raised until a day.
        TemporaryCredit,
        /// Cash on a card's credit.
        Cash,
        /// Transfers from an account within a day.
        DailyTransfer,
        /// Cash from machines within a day.
        DailyWithdrawal,
    }
}

/// Who is on the other side of a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// A business: its name as customers know it.
    #[serde(deserialize_with = "read::product")]
    Business(String),
    /// A person.
    #[serde(deserialize_with = "read::person")]
    Person(PersonName),
}

/// Something that was booked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Transaction {
    /// The bank's own key of it.
    #[serde(deserialize_with = "read::reference")]
    pub reference: String,
    /// When.
    #[serde(deserialize_with = "read::moment")]
    pub at: Timestamp,
    /// Where.
    pub on: Source,
    /// Why.
    pub kind: TransactionKind,
    /// How much; negative when it left the customer.
    #[serde(deserialize_with = "read::money")]
    pub amount: Money,
    /// What stood on the account afterwards; none of a card's.
    #[serde(default, deserialize_with = "read::some_money")]
    pub balance: Option<Money>,
    /// With whom, if with anybody.
    #[serde(default)]
    pub party: Option<Party>,
}

/// A card's bill.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Bill {
    /// Whose.
    #[serde(deserialize_with = "read::card_number")]
    pub card: CardNumber,
    /// The last day it covers.
    #[serde(deserialize_with = "read::day")]
    pub closed_on: Date,
    /// The day it is to be paid by.
    #[serde(deserialize_with = "read::day")]
    pub due_on: Date,
    /// All that is owed; the interest is in it.
    #[serde(deserialize_with = "read::money")]
    pub total: Money,
    /// What has to be paid by then at least.
    #[serde(deserialize_with = "read::money")]
    pub minimum: Money,
    /// What was paid.
    #[serde(deserialize_with = "read::money")]
    pub paid: Money,
    /// Revolving interest in it.
    #[serde(deserialize_with = "read::money")]
    pub interest: Money,
    /// How it stands.
    pub status: BillStatus,
}

/// Something the bank gave back or took back on a card.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Adjustment {
    /// Of which card.
    #[serde(deserialize_with = "read::card_number")]
    pub card: CardNumber,
    /// When.
    #[serde(deserialize_with = "read::day")]
    pub on: Date,
    /// Of what.
    pub kind: AdjustmentKind,
    /// How much; positive when the customer gains.
    #[serde(deserialize_with = "read::money")]
    pub amount: Money,
    /// In which bill, by the last day it covers, where it is about one and the bank says so.
    #[serde(default, deserialize_with = "read::some_day")]
    pub bill: Option<Date>,
    /// Of which charge or purchase, by its reference, where it is about one and the bank says so.
    #[serde(default, deserialize_with = "read::some_reference")]
    pub item: Option<String>,
}

/// Bills and what was adjusted in them, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Bills {
    /// Bills.
    pub bills: Vec<Bill>,
    /// Adjustments.
    pub adjustments: Vec<Adjustment>,
}

/// How much may be spent, drawn or sent.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Limit {
    /// Of which card or account.
    pub on: Source,
    /// What it bounds.
    pub kind: LimitKind,
    /// How much.
    #[serde(deserialize_with = "read::money")]
    pub amount: Money,
    /// How much of it is used, where that is known.
    #[serde(default, deserialize_with = "read::some_money")]
    pub used: Option<Money>,
    /// The last day it holds, when it goes back by itself.
    #[serde(default, deserialize_with = "read::some_day")]
    pub until: Option<Date>,
}
