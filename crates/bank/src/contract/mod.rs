//! The contract suite: what every implementation of the port must pass.

mod finding;
mod instructions;
mod locks;
mod orders;
mod panels;

use crate::customers::{CardKind, MOST_ACCOUNTS, MOST_CARDS};
use crate::operations::OrderKey;
use crate::{Bank, Error};
use jiff::civil::Date;
use std::collections::BTreeSet;
use vocabulary::voice::{SecretKind, Verification};
use vocabulary::{CustomerRef, PhoneNumber, SecretDigits};

/// Wrong tries in a row that lock (`seeds B5`).
const LOCKS_AT: u8 = 3;

/// A customer whose number and PIN the suite may use. Nobody has tried them before.
pub struct Known {
    /// Customer number.
    pub number: SecretDigits,
    /// The right PIN.
    pub pin: SecretDigits,
    /// Who it is.
    pub customer: CustomerRef,
}

/// What the suite needs to know about the bank's customers.
pub struct Sample {
    /// A customer who errs and is verified.
    pub errs: Known,
    /// Another one, whose PIN the suite locks.
    pub locks: Known,
    /// A well-formed number that no customer has and nobody has tried.
    pub unknown: SecretDigits,
    /// A telephone number nobody registered.
    pub nobody: PhoneNumber,
    /// One that one customer registered.
    pub one: (PhoneNumber, CustomerRef),
    /// One that two or more customers registered.
    pub several: (PhoneNumber, Vec<CustomerRef>),
    /// A well-formed reference that is nobody's.
    pub stranger: CustomerRef,
    /// Orders are given keys from this number on; the bank never saw them.
    pub keys: u128,
    /// The family names of customers, each with accounts and cards.
    pub people: Vec<(CustomerRef, String)>,
    /// The bank's today.
    pub today: Date,
    /// What the bank does not do, by the names of instructions in the contract, `reverse` among them: of each other one
    /// there is a customer among [`Sample::people`] who can have it.
    pub not_done: Vec<&'static str>,
}

/// Puts the bank through the contract.
///
/// # Panics
/// With the broken rule as the message. Numbers and PINs are never part of it.
pub async fn check_bank(bank: &dyn Bank, sample: &Sample) {
    refuses_what_is_not_digits(bank, &sample.errs).await;
    counts_down_and_starts_anew(bank, &sample.errs).await;
    locks_at_the_third_error(bank, &sample.locks).await;
    hides_which_numbers_exist(bank, sample).await;
    judges_secrets_of_the_known(bank, sample).await;
    finds_holders(bank, sample).await;
    tells_telephones(bank, sample).await;
    finding::check(bank, sample).await;
    tells_about_customers(bank, sample).await;
    knows_no_strangers(bank, &sample.stranger).await;
    for (customer, _) in &sample.people {
        panels::check(bank, customer).await;
    }
    panels::check_stranger(bank, &sample.stranger).await;
    let mut next = sample.keys;
    let mut keys = || {
        next += 1;
        OrderKey::of(next)
    };
    orders::check(bank, &sample.people, &mut keys).await;
    instructions::check(bank, sample, &mut keys).await;
    locks::check(bank, sample, &mut keys).await;
}

async fn refuses_what_is_not_digits(bank: &dyn Bank, known: &Known) {
    let long = "1".repeat(21);
    for bad in ["", "123", "12*456", "12345678#", "abcdef", "１２３４５６", &long] {
        let bad = SecretDigits::from(bad);
        let answers = [bank.verify(&known.number, &bad).await, bank.verify(&bad, &known.pin).await];
        assert_eq!(answers, [Err(Error::Refused), Err(Error::Refused)], "malformed digits are refused");
    }
}

/// Also shows that what was refused before was not counted.
async fn counts_down_and_starts_anew(bank: &dyn Bank, known: &Known) {
    let wrong = other_pin(&known.pin);
    for round in ["at first", "after a right PIN"] {
        for left in [2, 1] {
            let answer = bank.verify(&known.number, &wrong).await;
            assert_eq!(answer, Ok(Verification::Wrong { left }), "wrong PINs count down {round}");
        }
        let answer = bank.verify(&known.number, &known.pin).await;
        assert_eq!(
            answer,
            Ok(Verification::Verified(known.customer.clone())),
            "the right PIN verifies {round}"
        );
    }
}

async fn locks_at_the_third_error(bank: &dyn Bank, known: &Known) {
    assert_eq!(
        errors(bank, &known.number, &known.pin).await,
        as_the_count_goes(),
        "the third wrong PIN locks"
    );
    let answer = bank.verify(&known.number, &known.pin).await;
    assert_eq!(answer, Ok(Verification::Locked), "a locked PIN stays locked, though it is the right one");
}

async fn hides_which_numbers_exist(bank: &dyn Bank, sample: &Sample) {
    let answers = errors(bank, &sample.unknown, &sample.errs.pin).await;
    assert_eq!(answers, as_the_count_goes(), "an unknown number is answered like a wrong PIN");
}

/// An adapter that does not offer it passes. The PIN of [`Sample::locks`] is locked by now, here as there.
async fn judges_secrets_of_the_known(bank: &dyn Bank, sample: &Sample) {
    let (known, pin) = (&sample.errs.customer, SecretKind::Pin);
    let wrong = other_pin(&sample.errs.pin);
    let first = bank.prove(known, pin, &wrong).await;
    if first == Err(Error::NotOffered) {
        return;
    }
    assert_eq!(first, Ok(Verification::Wrong { left: 2 }), "a wrong PIN of a known customer counts");
    for bad in ["", "12", "12*456", "１２３４５６"] {
        let answer = bank.prove(known, pin, &SecretDigits::from(bad)).await;
        assert_eq!(answer, Err(Error::Refused), "malformed secrets are refused");
    }
    let answer = bank.verify(&sample.errs.number, &wrong).await;
    assert_eq!(answer, Ok(Verification::Wrong { left: 1 }), "both ways count together");
    let right = Ok(Verification::Verified(known.clone()));
    assert_eq!(bank.prove(known, pin, &sample.errs.pin).await, right, "the right PIN is right");
    let locked = bank.prove(&sample.locks.customer, pin, &sample.locks.pin).await;
    assert_eq!(locked, Ok(Verification::Locked), "what is locked is locked both ways");
    for kind in SecretKind::ALL {
        let answer = bank.prove(&sample.stranger, kind, &SecretDigits::from("4711")).await;
        assert_eq!(answer, Err(Error::UnknownCustomer), "a reference nobody has is said to be unknown");
    }
    assert_eq!(bank.send_code(&sample.stranger).await, Err(Error::UnknownCustomer), "no code for nobody");
    assert_eq!(bank.send_code(known).await, Ok(()), "a code is sent");
}

async fn finds_holders(bank: &dyn Bank, sample: &Sample) {
    assert_eq!(bank.holders(&sample.nobody).await, Ok(vec![]), "a number nobody registered has no holder");
    let (telephone, customer) = &sample.one;
    assert_eq!(bank.holders(telephone).await, Ok(vec![customer.clone()]), "one holder is found");
    let (telephone, customers) = &sample.several;
    let mut found = bank.holders(telephone).await.expect("a shared number is answered");
    let mut expected = customers.clone();
    found.sort();
    expected.sort();
    assert!(expected.len() > 1, "the sample names several holders");
    assert_eq!(found, expected, "all holders of a shared number are found");
}

/// An adapter that does not offer it passes. What it tells must be a telephone whose holder the customer is: it is
/// called to find out who somebody is.
async fn tells_telephones(bank: &dyn Bank, sample: &Sample) {
    let (_, customer) = &sample.one;
    let told = bank.telephone(customer).await;
    if told == Err(Error::NotOffered) {
        return;
    }
    let Ok(Some(telephone)) = told else { panic!("the telephone of a customer who has one is not told") };
    let holders = bank.holders(&telephone.number).await.expect("a number is answered");
    assert!(holders.contains(customer), "the telephone told of a customer is not the customer's");
    let stranger = bank.telephone(&sample.stranger).await;
    assert_eq!(stranger, Err(Error::UnknownCustomer), "a reference nobody has is said to be unknown");
}

/// An adapter that does not offer these questions passes, if it offers none of them.
async fn tells_about_customers(bank: &dyn Bank, sample: &Sample) {
    for (customer, family) in &sample.people {
        let answers =
            (bank.identity(customer).await, bank.accounts(customer).await, bank.cards(customer).await);
        if let (Err(Error::NotOffered), Err(Error::NotOffered), Err(Error::NotOffered)) = &answers {
            return;
        }
        let (Ok(identity), Ok(accounts), Ok(cards)) = &answers else { panic!("a customer is not found") };
        assert!(identity.name.family() == family, "another customer's name is told");
        assert!((1..=MOST_ACCOUNTS).contains(&accounts.len()), "the sample's customers have accounts");
        assert!((1..=MOST_CARDS).contains(&cards.len()), "the sample's customers have cards");
        let numbers: BTreeSet<_> = accounts.iter().map(|account| &account.number).collect();
        assert!(numbers.len() == accounts.len(), "each account stands there once");
        let numbers: BTreeSet<_> = cards.iter().map(|card| &card.number).collect();
        assert!(numbers.len() == cards.len(), "each card stands there once");
        let limited = |kind, has_limit| (kind == CardKind::Credit) == has_limit;
        assert!(
            cards.iter().all(|card| limited(card.kind, card.limit.is_some())),
            "credit cards have a limit, others have none"
        );
        let again =
            (bank.identity(customer).await, bank.accounts(customer).await, bank.cards(customer).await);
        assert!(answers == again, "the same question at rest gets the same answer");
    }
}

async fn knows_no_strangers(bank: &dyn Bank, stranger: &CustomerRef) {
    let answers = [
        bank.identity(stranger).await.map(drop),
        bank.accounts(stranger).await.map(drop),
        bank.cards(stranger).await.map(drop),
    ];
    assert!(
        answers == [(); 3].map(|()| Err(Error::UnknownCustomer))
            || answers == [(); 3].map(|()| Err(Error::NotOffered)),
        "a reference nobody has is said to be unknown"
    );
}

/// The answers to one wrong PIN after the other, one more than lock.
async fn errors(
    bank: &dyn Bank,
    number: &SecretDigits,
    pin: &SecretDigits,
) -> Vec<Result<Verification, Error>> {
    let wrong = other_pin(pin);
    let mut answers = Vec::new();
    for _ in 0..=LOCKS_AT {
        answers.push(bank.verify(number, &wrong).await);
    }
    answers
}

fn as_the_count_goes() -> Vec<Result<Verification, Error>> {
    let wrong = |left| Ok(Verification::Wrong { left });
    vec![wrong(2), wrong(1), Ok(Verification::Locked), Ok(Verification::Locked)]
}

/// A PIN of the same length with another last digit.
fn other_pin(pin: &SecretDigits) -> SecretDigits {
    let (rest, last) = pin.expose().split_at(pin.len() - 1);
    let last = if last == "0" { '1' } else { '0' };
    SecretDigits::from(format!("{rest}{last}").as_str())
}
