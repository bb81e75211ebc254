//! The port to the bank's own systems.
//!
//! Heliotrope keeps no customer master data: it asks the bank, within a time limit, and says so
//! when the bank is late. [`http`] asks over the network; what the bank must offer there stands
//! in `docs/bank-port.openapi.yaml`, and how to build it in `docs/BANK_PORT.md`.

#[cfg(feature = "testing")]
pub mod contract;
pub mod customers;
pub mod finding;
pub mod http;
pub mod operations;
mod subsystem;
mod wire;

pub use subsystem::Subsystem;

use customers::{
    Account, Application, Bills, Card, Consent, DeviceEvent, Holdings, Identity, Journey, LifeEvent, Limit,
    Lock, Points, Preferences, Production, Report, Telephone, Transaction,
};
use finding::{Found, Key};
use operations::{Order, OrderKey, Outcome};
use std::future::Future;
use std::ops::RangeInclusive;
use std::pin::Pin;
use vocabulary::voice::{SecretKind, Verification};
use vocabulary::{CustomerRef, PhoneNumber, SecretDigits};

/// An answer on its way.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// How many digits a customer number may have. Each bank uses one length out of these.
pub const NUMBER_DIGITS: RangeInclusive<usize> = 4..=20;

/// How many digits a query PIN may have.
pub const PIN_DIGITS: RangeInclusive<usize> = 4..=12;

/// At most so many customers share a telephone number. A number that more people use says nothing
/// about who calls: the bank then names nobody.
pub const MOST_HOLDERS: usize = 20;

/// Why the bank gave no answer. Never holds what was asked or answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Nothing came within the call's time budget.
    #[error("the bank did not answer within {0}; check the bank system's health")]
    Late(vocabulary::Span),
    /// The connection failed, or the bank says that it is out of service.
    #[error("the bank cannot be reached ({0}); check address and network")]
    Unreachable(String),
    /// An answer came that breaks the contract.
    #[error("the bank's answer breaks the contract: {0}")]
    Malformed(String),
    /// The bank knows nobody of this reference.
    #[error("the bank knows no customer of this reference; have the caller identified anew")]
    UnknownCustomer,
    /// The bank does not answer questions of this kind.
    #[error("the bank's adapter does not offer this; extend it (docs/BANK_PORT.md)")]
    NotOffered,
    /// The question breaks the contract's form, so nobody looked at it and no try was counted.
    #[error("the digits do not have the form the bank port asks for; have them keyed again")]
    Refused,
    /// Too many questions wait for the bank already; this one was not asked.
    #[error("too many questions wait for the bank already; ask again later or raise the connector's limits")]
    Busy,
    /// The bank is still making what it finds people by.
    #[error("the bank is not ready to look for anybody by this: {percent} % are done; ask again in a moment")]
    NotReady {
        /// How far it has come, below 100.
        percent: u8,
    },
    /// The subsystem failed again and again and is left alone for some seconds; nobody was asked.
    #[error("this system of the bank failed several times in a row and is left alone for some seconds")]
    Resting,
}

/// What Heliotrope asks of a bank. One contract suite runs on every implementation
/// (the module `contract`, with the feature `testing`).
pub trait Bank: Send + Sync + 'static {
    /// Do this customer number and query PIN belong together?
    ///
    /// The bank counts wrong tries in a row and locks at the third (`seeds B5`); it compares in
    /// constant time, and a number it does not know gets the answers a wrong PIN gets, so that
    /// nobody learns which numbers exist.
    ///
    /// # Errors
    /// [`Error::Refused`] when number or PIN is not [`well_formed`].
    fn verify<'a>(&'a self, number: &'a SecretDigits, pin: &'a SecretDigits) -> Answer<'a, Verification>;

    /// Is this secret this customer's? Asked where an agent is on the line and the customer is known.
    ///
    /// Each kind is counted and locked as in [`Bank::verify`], a PIN together with those tried there. A
    /// one-time code works once. A card code is that of any of the customer's cards that can be used.
    ///
    /// # Errors
    /// [`Error::Refused`] when the secret is not [`provable`], [`Error::UnknownCustomer`], and
    /// [`Error::NotOffered`].
    fn prove<'a>(
        &'a self,
        _customer: &'a CustomerRef,
        _kind: SecretKind,
        _secret: &'a SecretDigits,
    ) -> Answer<'a, Verification> {
        Box::pin(async { Err(Error::NotOffered) })
    }

    /// Sends the customer a new one-time code, to the registered telephone or however the bank does it. One
    /// sent before works no more.
    ///
    /// # Errors
    /// [`Error::UnknownCustomer`], and [`Error::NotOffered`].
    fn send_code<'a>(&'a self, _customer: &'a CustomerRef) -> Answer<'a, ()> {
        Box::pin(async { Err(Error::NotOffered) })
    }

    /// Which customers registered this telephone number? Empty when nobody did.
    fn holders<'a>(&'a self, telephone: &'a PhoneNumber) -> Answer<'a, Vec<CustomerRef>>;

    /// By which telephone does the bank reach this customer? `None` when none is registered.
    ///
    /// The centre calls it to verify somebody: let it be the number that the bank itself would call, and the day
    /// since when it is on record, so that one that was changed just now is not taken for proof.
    ///
    /// # Errors
    /// [`Error::UnknownCustomer`], and [`Error::NotOffered`].
    fn telephone<'a>(&'a self, _customer: &'a CustomerRef) -> Answer<'a, Option<Telephone>> {
        Box::pin(async { Err(Error::NotOffered) })
    }

    /// Whom does this find? Whole numbers, and names in whole or in part; more than [`finding::MOST_FOUND`] are
    /// counted only. Who is found may be anybody: that somebody knows a number or a name proves nothing.
    ///
    /// # Errors
    /// [`Error::Refused`] when too little of a name is given to look for, [`Error::NotReady`] while the bank cannot
    /// look by this yet, and [`Error::NotOffered`].
    fn find<'a>(&'a self, _key: &'a Key) -> Answer<'a, Found> {
        Box::pin(async { Err(Error::NotOffered) })
    }

    /// Who is this customer?
    ///
    /// This and the questions after it go to subsystems of their own, so that one that hangs costs the
    /// others nothing. A bank need not offer them.
    ///
    /// # Errors
    /// [`Error::UnknownCustomer`], and [`Error::NotOffered`].
    fn identity<'a>(&'a self, _customer: &'a CustomerRef) -> Answer<'a, Identity> {
        Box::pin(async { Err(Error::NotOffered) })
    }

    /// Which deposit accounts has this customer? The first is the one used most.
    ///
    /// # Errors
    /// As [`Bank::identity`].
    fn accounts<'a>(&'a self, _customer: &'a CustomerRef) -> Answer<'a, Vec<Account>> {
        Box::pin(async { Err(Error::NotOffered) })
    }

    /// Which payment cards has this customer? The first is the one used most.
    ///
    /// # Errors
    /// As [`Bank::identity`].
    fn cards<'a>(&'a self, _customer: &'a CustomerRef) -> Answer<'a, Vec<Card>> {
        Box::pin(async { Err(Error::NotOffered) })
    }

    /// What was booked for this customer lately? Newest first; each account's balances lead from one to the
    /// next.
    ///
    /// # Errors
    /// As [`Bank::identity`].
    fn transactions<'a>(&'a self, _customer: &'a CustomerRef) -> Answer<'a, Vec<Transaction>> {
        Box::pin(async { Err(Error::NotOffered) })
    }

    /// Which bills have this customer's cards, and what was adjusted? Newest first.
    ///
    /// # Errors
    /// As [`Bank::identity`].
    fn bills<'a>(&'a self, _customer: &'a CustomerRef) -> Answer<'a, Bills> {
        Box::pin(async { Err(Error::NotOffered) })
    }

    /// How much may this customer spend, draw and send?
    ///
    /// # Errors
    /// As [`Bank::identity`].
    fn limits<'a>(&'a self, _customer: &'a CustomerRef) -> Answer<'a, Vec<Limit>> {
        Box::pin(async { Err(Error::NotOffered) })
    }

    /// What has this customer applied for? The one that moved last comes first.
    ///
    /// # Errors
    /// As [`Bank::identity`].
    fn applications<'a>(&'a self, _customer: &'a CustomerRef) -> Answer<'a, Vec<Application>> {
        Box::pin(async { Err(Error::NotOffered) })
    }

    /// What was reported lost or frozen? Newest first.
    ///
    /// # Errors
    /// As [`Bank::identity`].
    fn reports<'a>(&'a self, _customer: &'a CustomerRef) -> Answer<'a, Vec<Report>> {
        Box::pin(async { Err(Error::NotOffered) })
    }

    /// Which cards are in the making?
    ///
    /// # Errors
    /// As [`Bank::identity`].
    fn productions<'a>(&'a self, _customer: &'a CustomerRef) -> Answer<'a, Vec<Production>> {
        Box::pin(async { Err(Error::NotOffered) })
    }

    /// Which loans and investments has this customer?
    ///
    /// # Errors
    /// As [`Bank::identity`].
    fn holdings<'a>(&'a self, _customer: &'a CustomerRef) -> Answer<'a, Holdings> {
        Box::pin(async { Err(Error::NotOffered) })
    }

    /// How many points has this customer?
    ///
    /// # Errors
    /// As [`Bank::identity`].
    fn points<'a>(&'a self, _customer: &'a CustomerRef) -> Answer<'a, Points> {
        Box::pin(async { Err(Error::NotOffered) })
    }

    /// What happened at machines lately? Newest first.
    ///
    /// # Errors
    /// As [`Bank::identity`].
    fn device_events<'a>(&'a self, _customer: &'a CustomerRef) -> Answer<'a, Vec<DeviceEvent>> {
        Box::pin(async { Err(Error::NotOffered) })
    }

    /// What did this customer agree to?
    ///
    /// # Errors
    /// As [`Bank::identity`].
    fn consents<'a>(&'a self, _customer: &'a CustomerRef) -> Answer<'a, Vec<Consent>> {
        Box::pin(async { Err(Error::NotOffered) })
    }

    /// Where does this customer travel? Only of those who agreed to have it seen; the next journey comes first.
    ///
    /// # Errors
    /// As [`Bank::identity`].
    fn journeys<'a>(&'a self, _customer: &'a CustomerRef) -> Answer<'a, Vec<Journey>> {
        Box::pin(async { Err(Error::NotOffered) })
    }

    /// How do this customer's secrets stand? The bank counts, and alone unlocks.
    ///
    /// # Errors
    /// As [`Bank::identity`].
    fn locks<'a>(&'a self, _customer: &'a CustomerRef) -> Answer<'a, Vec<Lock>> {
        Box::pin(async { Err(Error::NotOffered) })
    }

    /// How does this customer wish to be served?
    ///
    /// # Errors
    /// As [`Bank::identity`].
    fn preferences<'a>(&'a self, _customer: &'a CustomerRef) -> Answer<'a, Preferences> {
        Box::pin(async { Err(Error::NotOffered) })
    }

    /// What has happened in this customer's life, and is a birthday near? Only what the customer told the bank;
    /// the newest comes first.
    ///
    /// # Errors
    /// As [`Bank::identity`].
    fn life_events<'a>(&'a self, _customer: &'a CustomerRef) -> Answer<'a, Vec<LifeEvent>> {
        Box::pin(async { Err(Error::NotOffered) })
    }

    /// Does what is ordered, once for each key: the same order again is answered as the first time.
    ///
    /// # Errors
    /// After [`Error::Late`], [`Error::Unreachable`] and [`Error::Malformed`] nobody knows whether it was
    /// done: ask [`Bank::outcome`]. After all others it was not.
    fn operate<'a>(&'a self, _order: &'a Order) -> Answer<'a, Outcome> {
        Box::pin(async { Err(Error::NotOffered) })
    }

    /// What became of an order? A key that the bank never heard of is closed by the question: the order, if
    /// it still comes, is declined.
    ///
    /// # Errors
    /// [`Error::NotOffered`].
    fn outcome<'a>(&'a self, _key: &'a OrderKey) -> Answer<'a, Outcome> {
        Box::pin(async { Err(Error::NotOffered) })
    }
}

/// Whether number and PIN have a form the port takes: [`NUMBER_DIGITS`] and [`PIN_DIGITS`] decimal
/// digits, without star and hash.
pub fn well_formed(number: &SecretDigits, pin: &SecretDigits) -> bool {
    are_digits(number, NUMBER_DIGITS) && are_digits(pin, PIN_DIGITS)
}

/// How many digits a secret of this kind may have.
pub fn secret_digits(kind: SecretKind) -> RangeInclusive<usize> {
    match kind {
        SecretKind::Pin => PIN_DIGITS,
        SecretKind::OneTimeCode => 4..=8,
        SecretKind::CardCode => 3..=4,
    }
}

/// Whether a secret has the form its kind takes: decimal digits, without star and hash.
pub fn provable(kind: SecretKind, secret: &SecretDigits) -> bool {
    are_digits(secret, secret_digits(kind))
}

fn are_digits(entry: &SecretDigits, lengths: RangeInclusive<usize>) -> bool {
    lengths.contains(&entry.len()) && entry.expose().bytes().all(|key| key.is_ascii_digit())
}
