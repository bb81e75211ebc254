//! The bank as the views ask it: how long the slowest question about each customer took.

use crate::serving::Failed;
use crate::{CUSTOMERS, SEED};
use bank::customers::{
    Account, Application, Bills, Card, Consent, DeviceEvent, Holdings, Identity, Journey, LifeEvent, Limit,
    Lock, Points, Preferences, Production, Report, Transaction,
};
use bank::http::{HttpBank, Limits};
use bank::{Answer, Bank};
use sandbox_bank::SandboxBank;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use vocabulary::voice::Verification;
use vocabulary::{CustomerRef, PhoneNumber, SecretDigits};

/// The bank that a measurement is over.
pub struct Asked {
    /// `local`, `hang`, or an address.
    bank: String,
    /// Of a local one: the folder of its books, unless they are made anew each time.
    books: Option<PathBuf>,
}

impl Asked {
    pub fn new(bank: &str, books: &str) -> Asked {
        Asked { bank: bank.to_owned(), books: (books != "-").then(|| books.into()) }
    }

    /// Whether its accounts never come.
    pub fn is_hanging(&self) -> bool {
        self.bank == "hang"
    }

    pub fn open(&self) -> Result<Arc<dyn Bank>, Failed> {
        Ok(match (self.bank.as_str(), &self.books) {
            ("local" | "hang", Some(books)) => Arc::new(SandboxBank::open(books)?),
            ("local" | "hang", None) => Arc::new(SandboxBank::generate(SEED, CUSTOMERS)),
            (address, _) => Arc::new(HttpBank::new(address, Limits::default())?),
        })
    }
}

/// A bank that is timed, and whose accounts hang when they are told to.
pub struct Timed {
    bank: Arc<dyn Bank>,
    is_hanging: bool,
    slowest: Mutex<HashMap<CustomerRef, Duration>>,
}

impl Timed {
    pub fn new(bank: Arc<dyn Bank>, is_hanging: bool) -> Timed {
        Timed { bank, is_hanging, slowest: Mutex::default() }
    }

    /// How long the slowest of a customer's panels took, of those that came.
    pub fn slowest(&self, customer: &CustomerRef) -> Duration {
        let all = self.slowest.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(customer).copied().unwrap_or_default()
    }

    fn timed<'a, T: Send + 'a>(&'a self, customer: &'a CustomerRef, asked: Answer<'a, T>) -> Answer<'a, T> {
        Box::pin(async move {
            let began = Instant::now();
            let answer = asked.await;
            let took = began.elapsed();
            let mut all = self.slowest.lock().unwrap_or_else(PoisonError::into_inner);
            let slowest = all.entry(customer.clone()).or_default();
            *slowest = took.max(*slowest);
            answer
        })
    }
}

macro_rules! timed {
    ($($question:ident: $answer:ty;)+) => {
        $(
            fn $question<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, $answer> {
                self.timed(customer, self.bank.$question(customer))
            }
        )+
    };
}

impl Bank for Timed {
    fn verify<'a>(&'a self, number: &'a SecretDigits, pin: &'a SecretDigits) -> Answer<'a, Verification> {
        self.bank.verify(number, pin)
    }
    fn holders<'a>(&'a self, telephone: &'a PhoneNumber) -> Answer<'a, Vec<CustomerRef>> {
        self.bank.holders(telephone)
    }
    fn accounts<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Account>> {
        if self.is_hanging {
            return Box::pin(std::future::pending());
        }
        self.timed(customer, self.bank.accounts(customer))
    }
    timed! {
        identity: Identity;
        cards: Vec<Card>;
        transactions: Vec<Transaction>;
        bills: Bills;
        limits: Vec<Limit>;
        applications: Vec<Application>;
        reports: Vec<Report>;
        productions: Vec<Production>;
        holdings: Holdings;
        points: Points;
        device_events: Vec<DeviceEvent>;
        consents: Vec<Consent>;
        journeys: Vec<Journey>;
        locks: Vec<Lock>;
        preferences: Preferences;
        life_events: Vec<LifeEvent>;
    }
}
