//! Rules of single instructions: each has its effect once, shows it at once, and is undone or not offered so.

use super::Sample;
use crate::Bank;
use crate::customers::{
    AdjustmentKind, BillStatus, CardStatus, LimitKind, ReportKind, ReportState, Source, TransactionKind,
};
use crate::operations::{Declined, Instruction, Order, OrderKey, Outcome, Reason};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;
use vocabulary::{AccountId, ContactId, CustomerRef, Money};

/// What is tried here, by its name in the contract. Reports of loss are tried with the rules of orders, reversing with
/// each of these.
const KINDS: [&str; 10] = [
    "freeze",
    "raise_limit",
    "adjust_interest",
    "adjust_fee",
    "adjust_annual_fee",
    "instalment",
    "replace_card",
    "set_transfer_limit",
    "resend_statement",
    "dispute",
];

/// A limit is raised for so many days.
const RAISED_DAYS: i64 = 10;

/// Of a kind, so many that customers of the sample could have are tried, until the bank does one.
const TRIED: usize = 20;

/// Puts the bank's instructions through the contract: of each kind what some of the sample's customers can have, then
/// the same for somebody else, and then the undoing of it. A bank need not do each, and says so in the sample: what
/// neither is said nor can be tried breaks the suite, for nothing would be known of it.
pub async fn check(bank: &dyn Bank, sample: &Sample, keys: &mut dyn FnMut() -> OrderKey) {
    if bank.outcome(&keys()).await == Err(crate::Error::NotOffered) {
        return;
    }
    let people = &sample.people;
    let mut found: BTreeMap<&'static str, Vec<(CustomerRef, Instruction)>> = BTreeMap::new();
    for (customer, _) in people {
        for instruction in possible(bank, customer, sample.today).await {
            let of_kind = found.entry(instruction.tag()).or_default();
            if of_kind.len() < TRIED {
                of_kind.push((customer.clone(), instruction));
            }
        }
    }
    let mut is_undone = false;
    for kind in KINDS {
        let candidates = found.remove(kind).unwrap_or_default();
        let is_offered = !sample.not_done.contains(&kind);
        assert!(
            !candidates.is_empty() || !is_offered,
            "{kind}: no customer of the sample can have this; name one who can, or say that the bank does not do it"
        );
        let mut is_done = false;
        for (customer, instruction) in candidates {
            let stranger = people.iter().find(|(other, _)| *other != customer);
            if let Some((stranger, _)) = stranger {
                let foreign = bank.operate(&order(keys(), stranger, instruction.clone())).await;
                let Ok(Outcome::Declined { why }) = foreign else {
                    panic!("{kind}: {foreign:?} of another's")
                };
                let expected = if is_offered { Declined::NotTheirs } else { Declined::NotOffered };
                assert!([expected, Declined::NotTheirs].contains(&why), "{kind}: {why:?} of another's");
            }
            match one(bank, &customer, instruction, keys).await {
                Did::Nothing(Declined::NotOffered) if !is_offered => is_done = true,
                // Another customer may have less.
                Did::Nothing(Declined::TooMuch) => continue,
                Did::Nothing(why) => panic!("{kind}: what the lists allow is done, and not {why:?}"),
                Did::It { undone } => {
                    assert!(is_offered, "{kind}: the sample says that the bank does not do it");
                    (is_done, is_undone) = (true, is_undone | undone);
                }
            }
            break;
        }
        assert!(
            is_done || !is_offered,
            "{kind}: it is more than the bank allows, whoever of the sample has it; name somebody who may"
        );
    }
    assert!(
        is_undone || sample.not_done.contains(&"reverse"),
        "nothing could be undone; say that the bank does not reverse what it did"
    );
}

/// What became of one instruction.
enum Did {
    It { undone: bool },
    Nothing(Declined),
}

async fn one(
    bank: &dyn Bank,
    customer: &CustomerRef,
    instruction: Instruction,
    keys: &mut dyn FnMut() -> OrderKey,
) -> Did {
    let tag = instruction.tag();
    let before = shown(bank, customer, &instruction).await;
    let once = order(keys(), customer, instruction);
    let reference = match bank.operate(&once).await {
        Ok(Outcome::Done { reference }) => reference,
        Ok(Outcome::Declined { why: why @ (Declined::NotOffered | Declined::TooMuch) }) => {
            return Did::Nothing(why);
        }
        other => panic!("{tag}: what the lists allow is done, or more than the bank allows: {other:?}"),
    };
    let after = shown(bank, customer, &once.instruction).await;
    names_what_it_is_of(bank, customer, &once.instruction).await;
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
            Did::It { undone: true }
        }
        Ok(Outcome::Declined { why: Declined::NotOffered }) => {
            assert_eq!(shown(bank, customer, &once.instruction).await, after, "{tag}: nothing was undone");
            Did::It { undone: false }
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
async fn possible(bank: &dyn Bank, customer: &CustomerRef, today: Date) -> Vec<Instruction> {
    let until = today.checked_add(RAISED_DAYS.days()).unwrap_or(today);
    let least = |of: Money| Money { minor: 1, ..of };
    let mut all = Vec::new();
    for card in bank.cards(customer).await.unwrap_or_default() {
        if card.status == CardStatus::Active {
            all.push(Instruction::Freeze { card: card.number.clone() });
            let higher = card.limit.map(|limit| Money { minor: limit.minor + 1, ..limit });
            let raise = |amount| Instruction::RaiseLimit { card: card.number.clone(), amount, until };
            all.extend(higher.map(raise));
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

/// An adjustment may leave out what it is of; what it says has to be right.
async fn names_what_it_is_of(bank: &dyn Bank, customer: &CustomerRef, instruction: &Instruction) {
    let (of_bill, of_item) = match instruction {
        Instruction::AdjustInterest { closed_on, .. } | Instruction::Instalment { closed_on, .. } => {
            (Some(*closed_on), None)
        }
        Instruction::AdjustFee { charge: item, .. }
        | Instruction::AdjustAnnualFee { charge: item, .. }
        | Instruction::Dispute { transaction: item, .. } => (None, Some(item.clone())),
        _ => return,
    };
    let tag = instruction.tag();
    let all = bank.bills(customer).await.unwrap_or_default().adjustments;
    let newest = all.first().unwrap_or_else(|| panic!("{tag}: no adjustment shows"));
    assert!(newest.bill.is_none() || newest.bill == of_bill, "{tag}: of another bill");
    assert!(newest.item.is_none() || newest.item == of_item, "{tag}: of something else");
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
        Instruction::SetTransferLimit { .. } | Instruction::RaiseLimit { .. } => {
            let limits = bank.limits(customer).await.unwrap_or_default();
            let changed = [LimitKind::DailyTransfer, LimitKind::TemporaryCredit];
            let of = limits.iter().filter(|limit| changed.contains(&limit.kind));
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
