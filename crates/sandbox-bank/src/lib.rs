//! A demonstration bank, made from a seed.
//!
//! It implements the bank port in-process ([`SandboxBank`]) and as a process of its own
//! ([`http`], the program `sandbox-bank`). Nothing need be stored but the wrong tries, what was ordered,
//! and an index of names and documents once somebody is looked for by them: who a customer is
//! follows from the seed and the customer's place, and a number leads back to the place by
//! arithmetic. So a bank of a million customers is made in no time and takes no memory, and the
//! simulated callers know the PINs that the bank expects. What was booked, and the index, may be
//! generated into a folder as well ([`generate`]), and are read from there then. A real bank keeps PINs in a security
//! module; this one has no secrets to keep.

mod bills;
mod codes;
mod customers;
mod finding;
mod holdings;
pub mod http;
mod kept;
mod ledger;
mod log;
mod matters;
mod memory;
mod names;
mod orders;
mod person;
mod places;
mod pseudonyms;
mod secrets;
mod shuffle;
mod tries;
mod walk;
mod wealth;
mod written;

pub use kept::{Generated, NotGenerated, NotOpened, generate};
pub use orders::OrderAccount;
pub use walk::{Checked, Imbalance};

pub use customers::{Customer, MOST_CUSTOMERS, Status, fictional_range};

use bank::customers::movements::MOST_TRANSACTIONS;
use bank::customers::{
    Account, Application, Bills, Card, CardStatus, Consent, DeviceEvent, Holdings, Identity, Journey,
    LifeEvent, Limit, Lock, Points, Preferences, Production, Report, Telephone, Transaction,
};
use bank::finding::{Found, Key};
use bank::operations::{Order, OrderKey, Outcome};
use bank::{Answer, Bank, Error, provable, well_formed};
use codes::Codes;
use finding::Finder;
use holdings::DRAWN;
use jiff::civil::Date;
use kept::Damaged;
use ledger::Books;
use memory::Memory;
use orders::Orders;
use std::path::Path;
use std::sync::Arc;
use tries::Tries;
use vocabulary::voice::{SecretKind, Verification};
use vocabulary::{CustomerRef, Language, PhoneNumber, SecretDigits};

/// The demonstration bank.
pub struct SandboxBank {
    books: Arc<Books>,
    tries: Tries,
    codes: Codes,
    orders: Orders,
    /// What orders and tries are remembered in.
    memory: Memory,
    finder: Arc<Finder>,
}

/// What a simulated caller has to know to pass for a customer.
pub struct Credentials {
    /// Who the bank will say it is.
    pub customer: CustomerRef,
    /// Customer number: 8 digits, the last one a check digit (ISO/IEC 7812-1 annex B).
    pub number: SecretDigits,
    /// Query PIN: 6 digits.
    pub pin: SecretDigits,
    /// Registered telephone, out of a range that no network assigns.
    pub telephone: PhoneNumber,
    /// The language the customer speaks.
    pub language: Language,
}

impl SandboxBank {
    /// The bank of this seed, with `customers` customers, at most [`MOST_CUSTOMERS`]. A larger bank
    /// of the same seed begins with the same customers.
    pub fn generate(seed: u64, customers: usize) -> SandboxBank {
        SandboxBank::on(DRAWN, seed, customers)
    }

    /// The same on another day: what people are and have stays, what was booked lately, what is due and
    /// under way is of that day.
    pub fn on(today: Date, seed: u64, customers: usize) -> SandboxBank {
        SandboxBank::of(Books::new(today, seed, customers), Finder::default())
    }

    /// The bank that was generated into this folder, on the day of its books.
    ///
    /// # Errors
    /// [`NotOpened`].
    pub fn open(folder: &Path) -> Result<SandboxBank, NotOpened> {
        let (books, index) = kept::open(folder)?;
        Ok(SandboxBank::of(books, Finder::of(index)))
    }

    fn of(books: Books, finder: Finder) -> SandboxBank {
        SandboxBank {
            books: Arc::new(books),
            finder: Arc::new(finder),
            tries: Tries::default(),
            codes: Codes::default(),
            orders: Orders::default(),
            memory: Memory::default(),
        }
    }

    /// How many customers there are.
    pub fn customers(&self) -> usize {
        self.books.registry.customers()
    }

    /// The customer at a place from 0 on.
    pub fn customer(&self, place: usize) -> Option<Customer> {
        self.books.registry.customer(place)
    }

    /// What the caller who plays the customer at this place keys in.
    pub fn credentials(&self, place: usize) -> Option<Credentials> {
        let customer = self.books.registry.customer(place)?;
        Some(Credentials {
            customer: customer.reference,
            number: self.books.registry.number(place)?,
            pin: self.books.registry.pin(place),
            telephone: customer.telephone,
            language: customer.language,
        })
    }

    /// The one-time code that was sent to this customer last, as long as it works: what a simulated
    /// customer reads on the telephone.
    pub fn code_of(&self, customer: &CustomerRef) -> Option<SecretDigits> {
        self.codes.open(&self.books.registry, self.books.registry.place_of(customer)?)
    }

    /// The codes on the back of this customer's cards, as far as those can be used.
    pub fn card_codes_of(&self, customer: &CustomerRef) -> Vec<SecretDigits> {
        let Some(place) = self.books.registry.place_of(customer) else { return Vec::new() };
        let cards = self.cards_now(place).unwrap_or_default();
        let usable = |(_, card): &(usize, Card)| card.status == CardStatus::Active;
        let all = cards.into_iter().enumerate().filter(usable);
        all.map(|(nth, _)| codes::of_card(&self.books.registry, place, nth)).collect()
    }

    /// What is asked about a customer, or that there is none.
    fn about<T>(
        &self,
        customer: &CustomerRef,
        tell: impl FnOnce(&Books, usize) -> Option<T>,
    ) -> Result<T, Error> {
        let place = self.books.registry.place_of(customer).ok_or(Error::UnknownCustomer)?;
        tell(&self.books, place).ok_or(Error::UnknownCustomer)
    }

    /// What was booked; kept books are read where nobody is kept waiting.
    async fn booked(&self, place: usize) -> Result<Option<Vec<Transaction>>, Error> {
        let told = match &self.books.kept {
            None => self.books.transactions(place),
            Some(_) => {
                let books = self.books.clone();
                let reading = tokio::task::spawn_blocking(move || books.transactions(place));
                reading.await.unwrap_or(Err(Damaged))
            }
        };
        told.map_err(|damaged| Error::Unreachable(damaged.to_string()))
    }
}

impl Bank for SandboxBank {
    fn verify<'a>(&'a self, number: &'a SecretDigits, pin: &'a SecretDigits) -> Answer<'a, Verification> {
        Box::pin(async move {
            if well_formed(number, pin) { self.judge_pin(number, pin) } else { Err(Error::Refused) }
        })
    }

    fn prove<'a>(
        &'a self,
        customer: &'a CustomerRef,
        kind: SecretKind,
        secret: &'a SecretDigits,
    ) -> Answer<'a, Verification> {
        Box::pin(async move {
            if provable(kind, secret) {
                self.judge_secret(customer, kind, secret)
            } else {
                Err(Error::Refused)
            }
        })
    }

    fn send_code<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, ()> {
        Box::pin(async move {
            self.codes.send(self.books.registry.place_of(customer).ok_or(Error::UnknownCustomer)?);
            Ok(())
        })
    }

    fn holders<'a>(&'a self, telephone: &'a PhoneNumber) -> Answer<'a, Vec<CustomerRef>> {
        Box::pin(async move { Ok(self.books.registry.holders(telephone)) })
    }

    fn telephone<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Option<Telephone>> {
        Box::pin(async move { self.about(customer, Books::telephone).map(Some) })
    }

    fn find<'a>(&'a self, key: &'a Key) -> Answer<'a, Found> {
        Box::pin(self.look_for(key))
    }

    fn identity<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Identity> {
        Box::pin(async move {
            self.about(customer, |books, place| books.holdings.identity(&books.registry, place))
        })
    }

    fn accounts<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Account>> {
        Box::pin(async move {
            self.about(customer, |books, place| books.holdings.accounts(&books.registry, place))
        })
    }

    fn cards<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Card>> {
        Box::pin(async move { self.about(customer, |_, place| self.cards_now(place)) })
    }

    fn transactions<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Transaction>> {
        Box::pin(async move {
            let place = self.books.registry.place_of(customer).ok_or(Error::UnknownCustomer)?;
            let mut all = self.booked(place).await?.ok_or(Error::UnknownCustomer)?;
            all.truncate(MOST_TRANSACTIONS);
            Ok(all)
        })
    }

    fn bills<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Bills> {
        Box::pin(async move { self.about(customer, |_, place| self.bills_now(place)) })
    }

    fn limits<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Limit>> {
        Box::pin(async move { self.about(customer, |_, place| self.limits_now(place)) })
    }

    fn applications<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Application>> {
        Box::pin(async move { self.about(customer, Books::applications) })
    }

    fn reports<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Report>> {
        Box::pin(async move { self.about(customer, |_, place| self.reports_now(place)) })
    }

    fn productions<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Production>> {
        Box::pin(async move { self.about(customer, |_, place| self.productions_now(place)) })
    }

    fn holdings<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Holdings> {
        Box::pin(async move { self.about(customer, Books::wealth) })
    }

    fn points<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Points> {
        Box::pin(async move { self.about(customer, Books::points) })
    }

    fn device_events<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<DeviceEvent>> {
        Box::pin(async move { self.about(customer, Books::device_events) })
    }

    fn consents<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Consent>> {
        Box::pin(async move { self.about(customer, Books::consents) })
    }

    fn journeys<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Journey>> {
        Box::pin(async move { self.about(customer, Books::journeys) })
    }

    fn locks<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Lock>> {
        Box::pin(async move { self.about(customer, |_, place| Some(self.locks_now(place))) })
    }

    fn preferences<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Preferences> {
        Box::pin(async move { self.about(customer, Books::preferences) })
    }

    fn life_events<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<LifeEvent>> {
        Box::pin(async move { self.about(customer, Books::life_events) })
    }

    fn operate<'a>(&'a self, order: &'a Order) -> Answer<'a, Outcome> {
        Box::pin(async move { self.carry_out(order).map_err(|_| disk()) })
    }

    fn outcome<'a>(&'a self, key: &'a OrderKey) -> Answer<'a, Outcome> {
        Box::pin(async move { self.became(key).map_err(|_| disk()) })
    }
}

/// What could not be kept was not done, and is not answered.
fn disk() -> Error {
    Error::Unreachable("it cannot write down what it does".to_owned())
}
