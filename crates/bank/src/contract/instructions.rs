//! Rules of single instructions: each has its effect once, shows it at once, and is undone or not offered so.

use crate::Bank;
use crate::customers::{
    AdjustmentKind, BillStatus, CardStatus, LimitKind, ReportKind, ReportState, Source, TransactionKind,
};
use crate::operations::{Declined, Instruction, Order, OrderKey, Outcome, Reason};
use std::collections::BTreeMap;
use vocabulary::{AccountId, ContactId, CustomerRef, Money};

/// Puts the bank's instructions through the contract: of each kind the first that some of these customers can
/// have, then the same for somebody else, and then the undoing of it. A bank need not offer each.
pub async fn check(bank: &dyn Bank, people: &[(CustomerRef, String)], keys: &mut dyn FnMut() -> OrderKey) {
    if bank.outcome(&keys()).await == Err(crate::Error::NotOffered) {
        return;
    }
    let mut found: BTreeMap<&'static str, (CustomerRef, Instruction)> = BTreeMap::new();
    for (customer, _) in people {
        for instruction in possible(bank, customer).await {
            found.entry(instruction.tag()).or_insert_with(|| (customer.clone(), instruction));
        }
    }
    for (tag, (customer, instruction)) in found {
        let stranger = people.iter().find(|(other, _)| *other != customer);
        if let Some((stranger, _)) = stranger {
            let foreign = bank.operate(&order(keys(), stranger, instruction.clone())).await;
            let Ok(Outcome::Declined { why }) = foreign else { panic!("{tag}: {foreign:?} of another's") };
            assert!(matches!(why, Declined::NotTheirs | Declined::NotOffered), "{tag}: {why:?} of another's");
        }
        one(bank, &customer, instruction, keys).await;
    }
}

async fn one(
    bank: &dyn Bank,
    customer: &CustomerRef,
    instruction: Instruction,
    keys: &mut dyn FnMut() -> OrderKey,
) {
    let tag = instruction.tag();
    let before = shown(bank, customer, &instruction).await;
    let once = order(keys(), customer, instruction);
    let reference = match bank.operate(&once).await {
        Ok(Outcome::Done { reference }) => reference,
        Ok(Outcome::Declined { why: Declined::NotOffered | Declined::TooMuch }) => return,
        other => panic!("{tag}: what the lists allow is done, or more than the bank allows: {other:?}"),
    };
    let after = shown(bank, customer, &once.instruction).await;
    assert!(tag == "resend_statement" || after != before, "{tag}: what is done shows at once");
    assert_eq!(
        bank.operate(&once).await,
        bank.outcome(&once.key).await,
        "{tag}: the same key, the same answer"
    );
    assert_eq!(shown(bank, customer, &once.instruction).await, after, "{tag}: it is not done again");

    let undo = order(keys(), customer, Instruction::Reverse { reference: reference.clone() });
    match bank.operate(&undo).await {
        Ok(Outcome::Done { .. }) => {
            assert_eq!(shown(bank, customer, &once.instruction).await, before, "{tag}: undone is as before");
            let again = order(keys(), customer, Instruction::Reverse { reference });
            let outcome = bank.operate(&again).await;
            assert_eq!(outcome, Ok(Outcome::Declined { why: Declined::NotPossible }), "{tag}: undone twice");
        }
        Ok(Outcome::Declined { why: Declined::NotOffered }) => {
            assert_eq!(shown(bank, customer, &once.instruction).await, after, "{tag}: nothing was undone");
        }
        other => panic!("{tag}: it is undone, or that is not offered: {other:?}"),
    }
}

fn order(key: OrderKey, customer: &CustomerRef, instruction: Instruction) -> Order {
    Order {
        key,
        customer: customer.clone(),
        instruction,
        reason: Reason::CustomerRequest,
        contact: ContactId(1),
        by: AccountId(1),
        approved_by: None,
    }
}

/// What can be done for a customer, by what the bank itself says of them: the smallest amounts.
async fn possible(bank: &dyn Bank, customer: &CustomerRef) -> Vec<Instruction> {
    let least = |of: Money| Money { minor: 1, ..of };
    let mut all = Vec::new();
    for card in bank.cards(customer).await.unwrap_or_default() {
        if card.status == CardStatus::Active {
            all.push(Instruction::Freeze { card: card.number.clone() });
        }
        if card.status == CardStatus::Expired {
            all.push(Instruction::ReplaceCard { card: card.number });
        }
    }
    for bill in bank.bills(customer).await.unwrap_or_default().bills {
        let (card, closed_on) = (bill.card, bill.closed_on);
        all.push(Instruction::ResendStatement { card: card.clone(), closed_on });
        if bill.interest.minor > 0 {
            all.push(Instruction::AdjustInterest {
                card: card.clone(),
                closed_on,
                amount: least(bill.interest),
            });
        }
        if bill.status == BillStatus::Open && bill.paid.minor < bill.total.minor {
            let amount = Money { minor: bill.total.minor - bill.paid.minor, ..bill.total };
            all.push(Instruction::Instalment { card, closed_on, amount, months: 12 });
        }
    }
    for booked in bank.transactions(customer).await.unwrap_or_default() {
        let Source::Card(card) = booked.on else { continue };
        let (reference, amount) = (booked.reference, least(booked.amount));
        all.push(match booked.kind {
            TransactionKind::Fee => Instruction::AdjustFee { card, charge: reference, amount },
            TransactionKind::AnnualFee => Instruction::AdjustAnnualFee { card, charge: reference, amount },
            TransactionKind::Purchase => Instruction::Dispute { card, transaction: reference, amount },
            _ => continue,
        });
    }
    for limit in bank.limits(customer).await.unwrap_or_default() {
        if let (Source::Account(account), LimitKind::DailyTransfer) = (limit.on, limit.kind) {
            let amount = Money { minor: limit.amount.minor / 2, ..limit.amount };
            all.push(Instruction::SetTransferLimit { account, amount });
        }
    }
    all
}

/// How far an instruction shows: what the list says that it changes, as figures.
async fn shown(bank: &dyn Bank, customer: &CustomerRef, instruction: &Instruction) -> Vec<i64> {
    let adjusted = async |kind: AdjustmentKind| {
        let all = bank.bills(customer).await.unwrap_or_default().adjustments;
        all.iter().filter(|one| one.kind == kind).map(|one| one.amount.minor).collect()
    };
    match instruction {
        Instruction::AdjustInterest { .. } => adjusted(AdjustmentKind::Interest).await,
        Instruction::AdjustFee { .. } => adjusted(AdjustmentKind::Fee).await,
        Instruction::AdjustAnnualFee { .. } => adjusted(AdjustmentKind::AnnualFee).await,
        Instruction::Instalment { .. } => adjusted(AdjustmentKind::Instalment).await,
        Instruction::Dispute { .. } => {
            let reports = bank.reports(customer).await.unwrap_or_default();
            let open = reports
                .iter()
                .filter(|one| one.kind == ReportKind::Dispute && one.state != ReportState::Lifted);
            let mut all: Vec<i64> = adjusted(AdjustmentKind::Dispute).await;
            all.push(i64::try_from(open.count()).unwrap_or(i64::MAX));
            all
        }
        Instruction::SetTransferLimit { .. } => {
            let limits = bank.limits(customer).await.unwrap_or_default();
            let of = limits.iter().filter(|limit| limit.kind == LimitKind::DailyTransfer);
            of.map(|limit| limit.amount.minor).collect()
        }
        Instruction::ReplaceCard { .. } => {
            let made = bank.productions(customer).await.unwrap_or_default();
            vec![i64::try_from(made.len()).unwrap_or(i64::MAX)]
        }
        _ => {
            let cards = bank.cards(customer).await.unwrap_or_default();
            cards.iter().map(|card| card.status as i64).collect()
        }
    }
}
