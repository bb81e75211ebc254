//! Orders as the contract writes them.

use super::{Adapter, read, refused, status_of};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use bank::Bank;
use bank::customers::LockedSecret;
use bank::operations::{Instruction, Order, OrderKey, Outcome, Reason};
use jiff::civil::Date;
use serde::Deserialize;
use vocabulary::{AccountId, AccountNumber, CardNumber, ContactId, Currency, CustomerRef, Money};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireOrder {
    key: OrderKey,
    customer: CustomerRef,
    instruction: WireInstruction,
    reason: Reason,
    contact: String,
    by: String,
    approved_by: Option<String>,
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
enum WireInstruction {
    ReportLoss {
        card: String,
    },
    Freeze {
        card: String,
    },
    RaiseLimit {
        card: String,
        amount: WireMoney,
        #[serde(with = "crate::written")]
        until: Date,
    },
    AdjustInterest {
        card: String,
        #[serde(with = "crate::written")]
        closed_on: Date,
        amount: WireMoney,
    },
    AdjustFee {
        card: String,
        charge: String,
        amount: WireMoney,
    },
    AdjustAnnualFee {
        card: String,
        charge: String,
        amount: WireMoney,
    },
    Instalment {
        card: String,
        #[serde(with = "crate::written")]
        closed_on: Date,
        amount: WireMoney,
        months: u8,
    },
    ReplaceCard {
        card: String,
    },
    SetTransferLimit {
        account: String,
        amount: WireMoney,
    },
    ResendStatement {
        card: String,
        #[serde(with = "crate::written")]
        closed_on: Date,
    },
    Dispute {
        card: String,
        transaction: String,
        amount: WireMoney,
    },
    Unlock {
        secret: LockedSecret,
    },
    Reverse {
        reference: String,
    },
}

#[derive(Deserialize)]
struct WireMoney {
    currency: Currency,
    minor: i64,
}

impl From<WireMoney> for Money {
    fn from(money: WireMoney) -> Money {
        Money { minor: money.minor, currency: money.currency }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutcomeQuestion {
    key: OrderKey,
}

impl WireInstruction {
    fn instruction(self) -> Option<Instruction> {
        let card = |text: String| CardNumber::new(&text).ok();
        Some(match self {
            WireInstruction::ReportLoss { card: number } => Instruction::ReportLoss { card: card(number)? },
            WireInstruction::Freeze { card: number } => Instruction::Freeze { card: card(number)? },
            WireInstruction::RaiseLimit { card: number, amount, until } => {
                Instruction::RaiseLimit { card: card(number)?, amount: amount.into(), until }
            }
            WireInstruction::AdjustInterest { card: number, closed_on, amount } => {
                Instruction::AdjustInterest { card: card(number)?, closed_on, amount: amount.into() }
            }
            WireInstruction::AdjustFee { card: number, charge, amount } => {
                Instruction::AdjustFee { card: card(number)?, charge, amount: amount.into() }
            }
            WireInstruction::AdjustAnnualFee { card: number, charge, amount } => {
                Instruction::AdjustAnnualFee { card: card(number)?, charge, amount: amount.into() }
            }
            WireInstruction::Instalment { card: number, closed_on, amount, months } => {
                Instruction::Instalment { card: card(number)?, closed_on, amount: amount.into(), months }
            }
            WireInstruction::ReplaceCard { card: number } => Instruction::ReplaceCard { card: card(number)? },
            WireInstruction::SetTransferLimit { account, amount } => Instruction::SetTransferLimit {
                account: AccountNumber::new(&account).ok()?,
                amount: amount.into(),
            },
            WireInstruction::ResendStatement { card: number, closed_on } => {
                Instruction::ResendStatement { card: card(number)?, closed_on }
            }
            WireInstruction::Dispute { card: number, transaction, amount } => {
                Instruction::Dispute { card: card(number)?, transaction, amount: amount.into() }
            }
            WireInstruction::Unlock { secret } => Instruction::Unlock { secret },
            WireInstruction::Reverse { reference } => Instruction::Reverse { reference },
        })
    }
}

impl WireOrder {
    fn order(self) -> Option<Order> {
        let account = |text: &str| text.parse::<AccountId>().ok();
        let instruction = self.instruction.instruction()?;
        let approved_by = match self.approved_by {
            Some(text) => Some(account(&text)?),
            None => None,
        };
        Some(Order {
            key: self.key,
            customer: self.customer,
            instruction,
            reason: self.reason,
            contact: self.contact.parse::<ContactId>().ok()?,
            by: account(&self.by)?,
            approved_by,
        })
    }
}

pub(super) async fn orders(State(adapter): State<Adapter>, body: Result<Bytes, BytesRejection>) -> Response {
    let Some(order) = read::<WireOrder>(&body).and_then(WireOrder::order) else { return refused() };
    told(adapter.bank.operate(&order).await)
}

pub(super) async fn order_outcomes(
    State(adapter): State<Adapter>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let Some(question) = read::<OutcomeQuestion>(&body) else { return refused() };
    told(adapter.bank.outcome(&question.key).await)
}

fn told(outcome: Result<Outcome, bank::Error>) -> Response {
    match outcome {
        Ok(outcome) => Json(outcome).into_response(),
        Err(error) => status_of(&error).into_response(),
    }
}
