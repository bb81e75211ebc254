//! What the bank is told to do: one order, one key, at most one effect.
//!
//! An order may be sent, and its answer lost. Its key makes that harmless: the same key is never carried
//! out twice, and [`crate::Bank::outcome`] tells what became of it. A bank that is asked about a key it
//! never heard of closes that key, so that an order which is still on its way comes to nothing: only then
//! may somebody order anew.

use crate::customers::LockedSecret;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use vocabulary::{AccountId, AccountNumber, CardNumber, ContactId, CustomerRef, Money};

/// How many characters a key has: 128 bits, in hexadecimal digits.
const KEY_CHARACTERS: usize = 32;

/// Names an order, once and for all. Drawn at random: it tells nothing of what it names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrderKey(String);

/// The text is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key of an order is 32 of the digits 0 to 9 and a to f")]
pub struct NotAKey;

impl OrderKey {
    /// Takes a key.
    ///
    /// # Errors
    /// [`NotAKey`].
    pub fn new(text: &str) -> Result<OrderKey, NotAKey> {
        let fits =
            text.len() == KEY_CHARACTERS && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if fits { Ok(OrderKey(text.to_owned())) } else { Err(NotAKey) }
    }

    /// The key of these random bits.
    pub fn of(random: u128) -> OrderKey {
        OrderKey(format!("{random:032x}"))
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for OrderKey {
    type Error = NotAKey;
    fn try_from(text: String) -> Result<OrderKey, NotAKey> {
        OrderKey::new(&text)
    }
}

impl From<OrderKey> for String {
    fn from(key: OrderKey) -> String {
        key.0
    }
}

impl std::str::FromStr for OrderKey {
    type Err = NotAKey;
    fn from_str(text: &str) -> Result<OrderKey, NotAKey> {
        OrderKey::new(text)
    }
}

impl fmt::Display for OrderKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

crate::customers::words! {
    /// Why something is done, for the bank's records.
    Reason {
        /// The customer asks for it.
        CustomerRequest,
        /// The card is lost.
        Lost,
        /// The card was stolen.
        Stolen,
        /// Somebody else may be using it.
        Suspicion,
        /// The customer travels.
        Travel,
        /// A large purchase.
        Purchase,
        /// It is the customer's first missed bill.
        FirstMissed,
        /// The bank erred.
        BankError,
        /// The card is damaged.
        Damaged,
        /// Out of goodwill, for a customer who is worth it.
        Goodwill,
        /// The customer does not recognise it.
        Unrecognised,
        /// It never reached the customer.
        NotReceived,
        /// The customer forgot the secret.
        Forgotten,
        /// What was done was not meant.
        Mistake,
    }
    /// Why the bank did not do it.
    Declined {
        /// The card is not this customer's.
        NotTheirs,
        /// It cannot be done to a card or bill that stands as this one does.
        NotPossible,
        /// It is more than the bank allows anybody.
        TooMuch,
        /// The key was closed before the order came.
        Closed,
        /// The bank does not do this.
        NotOffered,
    }
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instruction {
    /// Report a card lost or stolen: it pays nothing any more. The report is temporary until the customer
    /// confirms it in writing.
    ReportLoss {
        /// Which.
        card: CardNumber,
    },
    /// Freeze a card: it pays nothing for now.
    Freeze {
        /// Which.
        card: CardNumber,
    },
    /// Raise a card's credit until a day, after which it goes back by itself.
    RaiseLimit {
        /// Which.
        card: CardNumber,
        /// To how much.
        amount: Money,
        /// The last day it holds.
        until: Date,
    },
    /// Give back revolving interest of a bill.
    AdjustInterest {
        /// Of which card.
        card: CardNumber,
        /// Of which bill, by the last day it covers.
        closed_on: Date,
        /// How much.
        amount: Money,
    },
    /// Give back a fee that was charged to a card.
    AdjustFee {
        /// To which card.
        card: CardNumber,
        /// Which fee, by the reference of its transaction.
        charge: String,
        /// How much.
        amount: Money,
    },
    /// Give back a card's annual fee.
    AdjustAnnualFee {
        /// Of which card.
        card: CardNumber,
        /// Which year's, by the reference of its transaction.
        charge: String,
        /// How much.
        amount: Money,
    },
    /// Have what is open of a bill paid month by month, on the bank's terms.
    Instalment {
        /// Of which card.
        card: CardNumber,
        /// Of which bill, by the last day it covers.
        closed_on: Date,
        /// How much of it.
        amount: Money,
        /// In how many months, 2 to 36.
        months: u8,
    },
    /// Make the card anew and mail it to the registered address.
    ReplaceCard {
        /// Which.
        card: CardNumber,
    },
    /// Set how much the customer may send from an account within a day.
    SetTransferLimit {
        /// Which.
        account: AccountNumber,
        /// How much.
        amount: Money,
    },
    /// Send a bill's statement again, the way it is sent.
    ResendStatement {
        /// Of which card.
        card: CardNumber,
        /// Of which bill, by the last day it covers.
        closed_on: Date,
    },
    /// Dispute a purchase: the amount is credited for now, while the bank looks into it.
    Dispute {
        /// With which card.
        card: CardNumber,
        /// Which, by its reference.
        transaction: String,
        /// How much of it.
        amount: Money,
    },
    /// Unlock a secret that too many wrong tries locked; the count begins anew.
    Unlock {
        /// Which.
        secret: LockedSecret,
    },
    /// Undo what an earlier order did for the same customer, where that can be undone.
    Reverse {
        /// The bank's reference of what was done.
        reference: String,
    },
}

impl Instruction {
    /// The card it is about, where it is about one.
    pub fn card(&self) -> Option<&CardNumber> {
        match self {
            Instruction::ReportLoss { card }
            | Instruction::Freeze { card }
            | Instruction::RaiseLimit { card, .. }
            | Instruction::AdjustInterest { card, .. }
            | Instruction::AdjustFee { card, .. }
            | Instruction::AdjustAnnualFee { card, .. }
            | Instruction::Instalment { card, .. }
            | Instruction::ReplaceCard { card }
            | Instruction::ResendStatement { card, .. }
            | Instruction::Dispute { card, .. } => Some(card),
            Instruction::SetTransferLimit { .. }
            | Instruction::Unlock { .. }
            | Instruction::Reverse { .. } => None,
        }
    }

    /// The name in the contract.
    pub fn tag(&self) -> &'static str {
        match self {
            Instruction::ReportLoss { .. } => "report_loss",
            Instruction::Freeze { .. } => "freeze",
            Instruction::RaiseLimit { .. } => "raise_limit",
            Instruction::AdjustInterest { .. } => "adjust_interest",
            Instruction::AdjustFee { .. } => "adjust_fee",
            Instruction::AdjustAnnualFee { .. } => "adjust_annual_fee",
            Instruction::Instalment { .. } => "instalment",
            Instruction::ReplaceCard { .. } => "replace_card",
            Instruction::SetTransferLimit { .. } => "set_transfer_limit",
            Instruction::ResendStatement { .. } => "resend_statement",
            Instruction::Dispute { .. } => "dispute",
            Instruction::Unlock { .. } => "unlock",
            Instruction::Reverse { .. } => "reverse",
        }
    }
}

/// An order: what, for whom, why, and who answers for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Its key.
    pub key: OrderKey,
    /// Whose card it is.
    pub customer: CustomerRef,
    /// What is to be done.
    pub instruction: Instruction,
    /// Why.
    pub reason: Reason,
    /// In which contact.
    pub contact: ContactId,
    /// Who orders.
    pub by: AccountId,
    /// Who approved, where that took a second person.
    pub approved_by: Option<AccountId>,
}

/// What became of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// It is done.
    Done {
        /// The bank's own key of what was done, which customers are told.
        #[serde(deserialize_with = "crate::wire::read::reference")]
        reference: String,
    },
    /// It is not done, and will not be.
    Declined {
        /// Why.
        why: Declined,
    },
    /// The bank has it, and has not done it yet.
    Pending,
    /// The bank never had it, and takes it no more.
    Never,
}
