//! The contract suite: what every implementation of the port must pass.

use crate::{Bank, Error};
use vocabulary::voice::Verification;
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
    finds_holders(bank, sample).await;
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
