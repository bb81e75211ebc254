//! Questions and answers of `docs/bank-port.openapi.yaml` as bytes.
//!
//! Nothing of an answer is repeated in an error: what a broken bank system sends may be anybody's
//! data. That is why the parser's own message is dropped here.

pub mod customers;
pub mod finding;
pub mod operations;
pub mod panels;
pub mod read;

use crate::{Error, MOST_HOLDERS};
use serde::Deserialize;
use std::collections::BTreeSet;
use vocabulary::voice::{SecretKind, Verification};
use vocabulary::{CustomerRef, PhoneNumber, SecretDigits};
use zeroize::Zeroizing;

/// The largest answer the contract allows, in bytes.
pub const MOST_BYTES: usize = 16 * 1024;

/// More tries than this are no lock at all.
const MOST_TRIES_LEFT: u8 = 9;

#[derive(Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
enum VerificationAnswer {
    Verified { customer: CustomerRef },
    Wrong { tries_left: u8 },
    Locked,
}

#[derive(Deserialize)]
struct HoldersAnswer {
    customers: Vec<CustomerRef>,
}

/// The body that asks for a verification. Both entries must be [`crate::well_formed`]: digits need
/// no escapes. The buffer is as large as it will ever be, because growing would leave a copy of
/// the PIN behind, and is wiped when dropped.
pub fn verification_question(number: &SecretDigits, pin: &SecretDigits) -> Zeroizing<Vec<u8>> {
    let parts = [r#"{"number":""#, number.expose(), r#"","pin":""#, pin.expose(), r#""}"#];
    joined(&parts)
}

/// The body that has a secret judged. It must be [`crate::provable`].
pub fn proof_question(customer: &CustomerRef, kind: SecretKind, secret: &SecretDigits) -> Zeroizing<Vec<u8>> {
    let (customer, kind, secret) = (customer.as_str(), kind.tag(), secret.expose());
    joined(&[r#"{"customer":""#, customer, r#"","kind":""#, kind, r#"","secret":""#, secret, r#""}"#])
}

/// The body that asks for the holders of a telephone number. A [`PhoneNumber`] needs no escapes.
pub fn holders_question(telephone: &PhoneNumber) -> Zeroizing<Vec<u8>> {
    joined(&[r#"{"telephone":""#, telephone.expose(), r#""}"#])
}

fn joined(parts: &[&str]) -> Zeroizing<Vec<u8>> {
    let mut body = Zeroizing::new(Vec::with_capacity(parts.iter().map(|part| part.len()).sum()));
    for part in parts {
        body.extend_from_slice(part.as_bytes());
    }
    body
}

/// Reads the answer to a verification.
pub fn verification(body: &[u8]) -> Result<Verification, Error> {
    let answer = serde_json::from_slice(body)
        .map_err(|_| malformed("the verification is not the JSON the contract describes"))?;
    match answer {
        VerificationAnswer::Verified { customer } => Ok(Verification::Verified(pseudonymous(customer)?)),
        VerificationAnswer::Wrong { tries_left } if (1..=MOST_TRIES_LEFT).contains(&tries_left) => {
            Ok(Verification::Wrong { left: tries_left })
        }
        VerificationAnswer::Wrong { .. } => Err(malformed("tries_left is not between 1 and 9")),
        VerificationAnswer::Locked => Ok(Verification::Locked),
    }
}

#[derive(Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
enum ProofAnswer {
    Right,
    Wrong { tries_left: u8 },
    Locked,
    Unknown,
}

/// Reads the answer to a proof about a customer.
pub fn proof(body: &[u8], customer: &CustomerRef) -> Result<Verification, Error> {
    let answer = serde_json::from_slice(body)
        .map_err(|_| malformed("the answer to a proof is not the JSON the contract describes"))?;
    match answer {
        ProofAnswer::Right => Ok(Verification::Verified(customer.clone())),
        ProofAnswer::Wrong { tries_left } if (1..=MOST_TRIES_LEFT).contains(&tries_left) => {
            Ok(Verification::Wrong { left: tries_left })
        }
        ProofAnswer::Wrong { .. } => Err(malformed("tries_left is not between 1 and 9")),
        ProofAnswer::Locked => Ok(Verification::Locked),
        ProofAnswer::Unknown => Err(Error::UnknownCustomer),
    }
}

#[derive(Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
enum CodeAnswer {
    Sent,
    Unknown,
}

/// Reads the answer to the wish that a code be sent.
pub fn code_sent(body: &[u8]) -> Result<(), Error> {
    match serde_json::from_slice(body) {
        Ok(CodeAnswer::Sent) => Ok(()),
        Ok(CodeAnswer::Unknown) => Err(Error::UnknownCustomer),
        Err(_) => Err(malformed("the answer about a code is not the JSON the contract describes")),
    }
}

/// Reads the answer to a search for holders.
pub fn holders(body: &[u8]) -> Result<Vec<CustomerRef>, Error> {
    let answer: HoldersAnswer = serde_json::from_slice(body)
        .map_err(|_| malformed("the list of holders is not the JSON the contract describes"))?;
    if answer.customers.len() > MOST_HOLDERS {
        return Err(malformed("there are more than 20 holders"));
    }
    if answer.customers.iter().collect::<BTreeSet<_>>().len() < answer.customers.len() {
        return Err(malformed("a holder is named twice"));
    }
    answer.customers.into_iter().map(pseudonymous).collect()
}

/// References stand in the journal. Account, identity, card and telephone numbers begin with a
/// digit, so a reference that does is taken for one of them and turned away.
fn pseudonymous(customer: CustomerRef) -> Result<CustomerRef, Error> {
    if customer.as_str().starts_with(|first: char| first.is_ascii_alphabetic()) {
        Ok(customer)
    } else {
        Err(malformed("a customer reference does not begin with a letter"))
    }
}

fn malformed(what: &str) -> Error {
    Error::Malformed(what.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTRACT: &str = include_str!("../../../../docs/bank-port.openapi.yaml");

    /// The bodies given as examples in the contract under `heading`.
    pub(super) fn examples(heading: &str) -> Vec<&'static str> {
        let found: Vec<_> = CONTRACT
            .lines()
            .skip_while(|line| line.trim() != heading)
            .skip(1)
            .take_while(|line| line.starts_with("      "))
            .filter_map(|line| line.trim().strip_prefix("- "))
            .filter(|item| item.starts_with("{\""))
            .collect();
        assert!(!found.is_empty(), "the contract gives no example under {heading}");
        found
    }

    #[test]
    fn questions_are_the_examples_of_the_contract() {
        let asked = verification_question(&"20481632".into(), &"135790".into());
        assert_eq!(examples("VerificationQuestion:"), [std::str::from_utf8(&asked).unwrap()]);
        let customer = CustomerRef::new("cst-7f3a9c0d52").unwrap();
        let asked = proof_question(&customer, SecretKind::OneTimeCode, &"482913".into());
        assert_eq!(examples("ProofQuestion:"), [std::str::from_utf8(&asked).unwrap()]);
        let asked = holders_question(&PhoneNumber::new("+15550001234").unwrap());
        assert_eq!(examples("HoldersQuestion:"), [std::str::from_utf8(&asked).unwrap()]);
    }

    #[test]
    fn answers_of_the_contract_are_understood() {
        let customer = CustomerRef::new("cst-7f3a9c0d52").unwrap();
        let read: Vec<_> =
            examples("VerificationAnswer:").iter().map(|body| verification(body.as_bytes())).collect();
        let expected =
            [Verification::Verified(customer.clone()), Verification::Wrong { left: 2 }, Verification::Locked];
        assert_eq!(read, expected.map(Ok));
        let read: Vec<_> = examples("HoldersAnswer:").iter().map(|body| holders(body.as_bytes())).collect();
        let second = CustomerRef::new("cst-b81e6604aa").unwrap();
        assert_eq!(read, [Ok(vec![customer, second]), Ok(vec![])]);
    }

    /// Both readers refuse the body, and say so without repeating any of it.
    #[track_caller]
    fn check_refused(body: &str) {
        for error in [verification(body.as_bytes()).unwrap_err(), holders(body.as_bytes()).unwrap_err()] {
            assert!(matches!(error, Error::Malformed(_)), "{error:?}");
            assert!(!error.to_string().contains("4711"), "the error repeats the answer");
        }
    }

    #[test]
    fn answers_outside_the_contract_are_refused() {
        for body in [
            "",
            "4711",
            "null",
            "{}",
            "<html>4711</html>",
            r#"{"outcome":"4711"}"#,
            r#"{"outcome":"verified"}"#,
            r#"{"outcome":"verified","customer":""}"#,
            r#"{"outcome":"verified","customer":"4711"}"#,
            r#"{"outcome":"verified","customer":"김 4711"}"#,
            r#"{"outcome":"verified","customer":"cst-1"}4711"#,
            r#"{"outcome":"wrong"}"#,
            r#"{"outcome":"wrong","tries_left":0}"#,
            r#"{"outcome":"wrong","tries_left":10}"#,
            r#"{"outcome":"wrong","tries_left":4711}"#,
            r#"{"customers":"cst-4711"}"#,
            r#"{"customers":["4711-1"]}"#,
            r#"{"customers":["cst-4711","cst-4711"]}"#,
            r#"{"customers":[null]}"#,
        ] {
            check_refused(body);
        }
        let crowd: Vec<_> = (0..=MOST_HOLDERS).map(|n| format!("cst-{n}")).collect();
        check_refused(&format!(r#"{{"customers":{}}}"#, serde_json::to_string(&crowd).unwrap()));
    }
}
