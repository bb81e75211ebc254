//! Orders and what became of them.

use super::malformed;
use crate::Error;
use crate::operations::{Instruction, Order, OrderKey, Outcome};
use serde_json::{Value, json};
use vocabulary::Money;
use zeroize::Zeroizing;

/// The body that orders something.
pub fn order(order: &Order) -> Zeroizing<Vec<u8>> {
    let instruction = instruction(&order.instruction);
    let body = json!({
        "key": order.key,
        "customer": order.customer,
        "instruction": instruction,
        "reason": order.reason,
        "contact": order.contact.to_string(),
        "by": order.by.to_string(),
        "approved_by": order.approved_by.map(|account| account.to_string()),
    });
    Zeroizing::new(body.to_string().into_bytes())
}

fn instruction(instruction: &Instruction) -> Value {
    let mut body = json!({"do": instruction.tag()});
    if let Some(card) = instruction.card() {
        body["card"] = json!(card.expose());
    }
    match instruction {
        Instruction::ReportLoss { .. } | Instruction::Freeze { .. } | Instruction::ReplaceCard { .. } => {}
        Instruction::RaiseLimit { amount, until, .. } => {
            body["amount"] = money(*amount);
            body["until"] = json!(until.to_string());
        }
        Instruction::AdjustInterest { closed_on, amount, .. } => {
            body["closed_on"] = json!(closed_on.to_string());
            body["amount"] = money(*amount);
        }
        Instruction::AdjustFee { charge, amount, .. }
        | Instruction::AdjustAnnualFee { charge, amount, .. } => {
            body["charge"] = json!(charge);
            body["amount"] = money(*amount);
        }
        Instruction::Instalment { closed_on, amount, months, .. } => {
            body["closed_on"] = json!(closed_on.to_string());
            body["amount"] = money(*amount);
            body["months"] = json!(months);
        }
        Instruction::SetTransferLimit { account, amount } => {
            body["account"] = json!(account.expose());
            body["amount"] = money(*amount);
        }
        Instruction::ResendStatement { closed_on, .. } => body["closed_on"] = json!(closed_on.to_string()),
        Instruction::Dispute { transaction, amount, .. } => {
            body["transaction"] = json!(transaction);
            body["amount"] = money(*amount);
        }
        Instruction::Unlock { secret } => body["secret"] = json!(secret),
        Instruction::Reverse { reference } => body["reference"] = json!(reference),
    }
    body
}

fn money(money: Money) -> Value {
    json!({"currency": money.currency, "minor": money.minor})
}

/// The body that asks what became of an order.
pub fn outcome_question(key: &OrderKey) -> Zeroizing<Vec<u8>> {
    super::joined(&[r#"{"key":""#, key.as_str(), r#""}"#])
}

/// Reads what became of an order.
pub fn outcome(body: &[u8]) -> Result<Outcome, Error> {
    serde_json::from_slice(body).map_err(|_| malformed("the outcome is not the JSON the contract describes"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::examples;
    use super::*;
    use crate::customers::LockedSecret;
    use crate::operations::{Declined, Reason};
    use vocabulary::{AccountId, AccountNumber, CardNumber, ContactId, Currency, CustomerRef};

    #[test]
    fn orders_are_the_examples_of_the_contract() {
        let card = CardNumber::new("9900010000001231").unwrap();
        let cny = |minor| Money { minor, currency: Currency::new("CNY").unwrap() };
        let key = OrderKey::new("00112233445566778899aabbccddeeff").unwrap();
        let of = |instruction, reason, approved_by| {
            let order_of = Order {
                key: key.clone(),
                customer: CustomerRef::new("cst-7f3a9c0d52").unwrap(),
                instruction,
                reason,
                contact: ContactId(17),
                by: AccountId(3),
                approved_by,
            };
            serde_json::from_slice::<Value>(&order(&order_of)).unwrap()
        };
        let day = |text: &str| text.parse().unwrap();
        let told = [
            of(Instruction::ReportLoss { card: card.clone() }, Reason::Lost, None),
            of(Instruction::Freeze { card: card.clone() }, Reason::Suspicion, None),
            of(
                Instruction::RaiseLimit {
                    card: card.clone(),
                    amount: cny(3_000_000),
                    until: day("2026-01-15"),
                },
                Reason::Travel,
                Some(AccountId(5)),
            ),
            of(
                Instruction::AdjustInterest {
                    card: card.clone(),
                    closed_on: day("2025-11-30"),
                    amount: cny(3_450),
                },
                Reason::FirstMissed,
                None,
            ),
            of(
                Instruction::AdjustFee {
                    card: card.clone(),
                    charge: "T-9f40".to_owned(),
                    amount: cny(2_000),
                },
                Reason::BankError,
                None,
            ),
            of(
                Instruction::AdjustAnnualFee {
                    card: card.clone(),
                    charge: "T-9f41".to_owned(),
                    amount: cny(36_000),
                },
                Reason::Goodwill,
                Some(AccountId(5)),
            ),
            of(
                Instruction::Instalment {
                    card: card.clone(),
                    closed_on: day("2025-11-30"),
                    amount: cny(200_000),
                    months: 12,
                },
                Reason::CustomerRequest,
                None,
            ),
            of(Instruction::ReplaceCard { card: card.clone() }, Reason::Damaged, None),
            of(
                Instruction::SetTransferLimit {
                    account: AccountNumber::new("100200300401").unwrap(),
                    amount: cny(5_000_000),
                },
                Reason::CustomerRequest,
                None,
            ),
            of(
                Instruction::ResendStatement { card: card.clone(), closed_on: day("2025-11-30") },
                Reason::NotReceived,
                None,
            ),
            of(
                Instruction::Dispute { card, transaction: "T-9f30".to_owned(), amount: cny(8_800) },
                Reason::Unrecognised,
                None,
            ),
            of(Instruction::Unlock { secret: LockedSecret::LoginPassword }, Reason::Forgotten, None),
            of(Instruction::Reverse { reference: "OP-31".to_owned() }, Reason::Mistake, None),
        ];
        let written: Vec<Value> =
            examples("Order:").iter().map(|body| serde_json::from_str(body).unwrap()).collect();
        assert_eq!(written, told);
        let asked = outcome_question(&key);
        assert_eq!(examples("OutcomeQuestion:"), [std::str::from_utf8(&asked).unwrap()]);
    }

    #[test]
    fn outcomes_of_the_contract_are_understood_and_no_others() {
        let read: Vec<_> =
            examples("Outcome:").iter().map(|body| outcome(body.as_bytes()).unwrap()).collect();
        let done = Outcome::Done { reference: "OP-31".to_owned() };
        assert_eq!(
            read,
            [done, Outcome::Declined { why: Declined::TooMuch }, Outcome::Pending, Outcome::Never]
        );
        for body in [
            "",
            "{}",
            r#"{"outcome":"4711"}"#,
            r#"{"outcome":"done"}"#,
            r#"{"outcome":"done","reference":"6222020200112233"}"#,
            r#"{"outcome":"declined","why":"4711"}"#,
            r#"{"outcome":"pending"}{"outcome":"pending"}"#,
        ] {
            assert!(matches!(outcome(body.as_bytes()), Err(Error::Malformed(_))), "{body}");
        }
    }
}
