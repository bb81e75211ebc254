//! Rules of orders: one key, one effect; what is asked about is never done afterwards.

use crate::customers::{CardKind, CardStatus, ReportState, Source};
use crate::operations::{Declined, Instruction, Order, OrderKey, Outcome, Reason};
use crate::{Bank, Error};
use vocabulary::{AccountId, CardNumber, ContactId, CustomerRef};

/// Puts the bank's orders through the contract, with cards of these customers; they stay frozen and lost.
/// `keys` gives keys that the bank never saw.
pub async fn check(bank: &dyn Bank, people: &[(CustomerRef, String)], keys: &mut dyn FnMut() -> OrderKey) {
    let key = keys();
    if bank.outcome(&key).await == Err(Error::NotOffered) {
        return;
    }
    let Some((customer, card)) = usable(bank, people, None).await else {
        panic!("the sample names a customer with a card in use")
    };
    let Some((other, _)) = people.iter().find(|(other, _)| *other != customer) else {
        panic!("the sample names two customers")
    };
    let order = |key: OrderKey, customer: &CustomerRef, card: &CardNumber, freeze: bool| {
        let card = card.clone();
        let instruction =
            if freeze { Instruction::Freeze { card } } else { Instruction::ReportLoss { card } };
        Order {
            key,
            customer: customer.clone(),
            instruction,
            reason: Reason::CustomerRequest,
            contact: ContactId(1),
            by: AccountId(1),
            approved_by: None,
        }
    };
    let closed = order(key.clone(), &customer, &card, true);
    assert_eq!(bank.outcome(&key).await, Ok(Outcome::Never), "a key that was closed stays so");
    let late = bank.operate(&closed).await;
    assert_eq!(
        late,
        Ok(Outcome::Declined { why: Declined::Closed }),
        "what comes after the question is not done"
    );
    assert!(status(bank, &customer, &card).await == CardStatus::Active, "nothing was done");

    let foreign = bank.operate(&order(keys(), other, &card, true)).await;
    assert_eq!(foreign, Ok(Outcome::Declined { why: Declined::NotTheirs }), "nobody's cards but one's own");

    for (freeze, stands) in [(true, CardStatus::Frozen), (false, CardStatus::Lost)] {
        let once = order(keys(), &customer, &card, freeze);
        let done = bank.operate(&once).await;
        assert!(
            matches!(done, Ok(Outcome::Done { .. })),
            "a card in use can be frozen, a frozen one reported"
        );
        assert!(status(bank, &customer, &card).await == stands, "what is done shows at once");
        let reports = bank.reports(&customer).await.unwrap_or_default();
        assert!(bank.operate(&once).await == done, "the same order is answered as the first time");
        assert!(bank.outcome(&once.key).await == done, "what became of it is known");
        assert!(bank.reports(&customer).await.unwrap_or_default() == reports, "and it is not done again");
        let of_card = |on: &Source| matches!(on, Source::Card(number) if *number == card);
        let told = reports.first().is_none_or(|one| of_card(&one.on) && one.state == ReportState::Temporary);
        assert!(told, "the newest report is this one, and temporary");
        let anew = bank.operate(&order(keys(), &customer, &card, freeze)).await;
        assert_eq!(
            anew,
            Ok(Outcome::Declined { why: Declined::NotPossible }),
            "nothing is done twice by two keys"
        );
    }
}

/// A card in use of one of these customers.
pub async fn usable(
    bank: &dyn Bank,
    people: &[(CustomerRef, String)],
    kind: Option<CardKind>,
) -> Option<(CustomerRef, CardNumber)> {
    for (customer, _) in people {
        let fits = |card: &&crate::customers::Card| {
            card.status == CardStatus::Active && kind.is_none_or(|kind| card.kind == kind)
        };
        if let Some(card) = bank.cards(customer).await.unwrap_or_default().iter().find(fits) {
            return Some((customer.clone(), card.number.clone()));
        }
    }
    None
}

async fn status(bank: &dyn Bank, customer: &CustomerRef, card: &CardNumber) -> CardStatus {
    let cards = bank.cards(customer).await.unwrap_or_default();
    let card = cards.iter().find(|known| known.number == *card);
    card.map(|card| card.status).expect("a card that was there is there")
}
