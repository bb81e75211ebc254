//! The port to the bank's own systems.
//!
//! Heliotrope keeps no customer master data: it asks the bank, within a time limit, and says so
//! when the bank is late.

use std::future::Future;
use std::pin::Pin;
use vocabulary::voice::Verification;
use vocabulary::{CustomerRef, PhoneNumber, SecretDigits};

/// An answer on its way.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// Why the bank gave no answer. Never holds what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Nothing came within the call's time budget.
    #[error("the bank did not answer within {0}; check the bank system's health")]
    Late(vocabulary::Span),
    /// The connection failed.
    #[error("the bank cannot be reached ({0}); check address and network")]
    Unreachable(String),
    /// An answer came that breaks the contract.
    #[error("the bank's answer breaks the contract: {0}")]
    Malformed(String),
}

/// What Heliotrope asks of a bank. One contract suite runs on every implementation.
pub trait Bank: Send + Sync + 'static {
    /// Do this customer number and query PIN belong together? The bank counts wrong tries and
    /// locks; it compares in constant time.
    fn verify<'a>(&'a self, number: &'a SecretDigits, pin: &'a SecretDigits) -> Answer<'a, Verification>;

    /// Which customers registered this telephone number? Empty when nobody did.
    fn holders<'a>(&'a self, telephone: &'a PhoneNumber) -> Answer<'a, Vec<CustomerRef>>;
}
