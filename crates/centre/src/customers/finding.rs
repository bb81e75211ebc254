//! Finding the customer of a contact in hand by what the caller says.
//!
//! The bank's registry is asked; a bank that offers no finding is asked for the holders of a number, and names are
//! looked for among customers who have called before, by blinded pieces. Who was found for a contact is remembered while
//! the contact is open, so that nobody is bound to it who was not found for it: [`MOST_REMEMBERED`] references at the
//! most for each, the oldest go first.

use bank::finding::{Found, Key, MOST_FOUND, Match};
use bank::{Bank, Error};
use futures_util::future::join_all;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use store::Store;
use tokio::time::timeout;
use vocabulary::journal::{Entry, Record};
use vocabulary::{ContactId, CustomerRef, Span};

/// References remembered for a contact.
const MOST_REMEMBERED: usize = 200;

/// How long the bank is asked whether it knows somebody: a page waits meanwhile.
const KNOWS_WITHIN: Duration = Duration::from_secs(2);

/// The longest an agent, with a caller on the line, waits for it.
const WITHIN: Span = Span::millis(2_500);

/// What a customer of a contact is looked for by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought {
    /// Something the caller says.
    Said(Key),
    /// The calling number: these registered it.
    Calling(Vec<CustomerRef>),
}

/// Why nobody could be looked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotSought {
    /// Too little of a name.
    #[error("this is too little to look for; give two letters, or one character, at least")]
    TooLittle,
    /// The bank can be asked for names and telephone numbers only.
    #[error("this bank is not asked by this; ask for a telephone number or a name")]
    NotOffered,
    /// No answer of the bank.
    #[error("the bank could not be asked: {0}")]
    Bank(Error),
    /// The database does not answer.
    #[error("customers who called before cannot be looked for now; try again")]
    Database,
}

/// Looks for customers. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Finding(Arc<Inner>);

struct Inner {
    bank: Arc<dyn Bank>,
    store: Arc<Store>,
    found: Mutex<HashMap<ContactId, VecDeque<CustomerRef>>>,
}

impl Finding {
    pub fn new(bank: Arc<dyn Bank>, store: Arc<Store>) -> Finding {
        Finding(Arc::new(Inner { bank, store, found: Mutex::default() }))
    }

    /// Whom it finds, for this contact.
    pub async fn find(&self, contact: ContactId, sought: &Sought) -> Result<Found, NotSought> {
        let asked = timeout(WITHIN.to_std(), self.ask(sought)).await;
        let found = asked.unwrap_or(Err(NotSought::Bank(Error::Late(WITHIN))))?;
        if let Found::These(all) = &found {
            let mut kept = self.found();
            let known = kept.entry(contact).or_default();
            for Match { customer, .. } in all {
                known.retain(|before| before != customer);
                known.push_back(customer.clone());
            }
            let excess = known.len().saturating_sub(MOST_REMEMBERED);
            known.drain(..excess);
        }
        Ok(found)
    }

    /// Whether this customer was found for this contact.
    pub fn has_found(&self, contact: ContactId, customer: &CustomerRef) -> bool {
        self.found().get(&contact).is_some_and(|known| known.contains(customer))
    }

    /// Follows the floor: what was found for a contact goes with it.
    pub fn note(&self, record: &Record) {
        if let Entry::ContactClosed { contact, .. } = &record.entry {
            self.found().remove(contact);
        }
    }

    async fn ask(&self, sought: &Sought) -> Result<Found, NotSought> {
        let key = match sought {
            Sought::Calling(holders) => return self.identities(holders).await,
            Sought::Said(key) => key,
        };
        match (self.0.bank.find(key).await, key) {
            (Ok(found), _) => Ok(found),
            (Err(Error::Refused), _) => Err(NotSought::TooLittle),
            (Err(Error::NotOffered), Key::Telephone(number)) => {
                let holders = self.0.bank.holders(number).await.map_err(NotSought::Bank)?;
                self.identities(&holders).await
            }
            (Err(Error::NotOffered), Key::Name { text, born: None }) => {
                let known = self.0.store.customers_by_name(text.expose()).await;
                let known = known.map_err(|_| NotSought::Database)?;
                match u32::try_from(known.len()) {
                    Ok(count) if known.len() > MOST_FOUND => Ok(Found::TooMany { count }),
                    _ => self.identities(&known).await,
                }
            }
            (Err(Error::NotOffered), _) => Err(NotSought::NotOffered),
            (Err(error), _) => Err(NotSought::Bank(error)),
        }
    }

    /// Whether the bank knows this customer; nothing when it does not say so soon.
    pub async fn knows(&self, customer: &CustomerRef) -> Option<bool> {
        match timeout(KNOWS_WITHIN, self.0.bank.identity(customer)).await {
            Ok(Ok(_)) => Some(true),
            Ok(Err(Error::UnknownCustomer)) => Some(false),
            Ok(Err(_)) | Err(_) => None,
        }
    }

    /// Who these are. Whom the bank knows no more is left out.
    async fn identities(&self, customers: &[CustomerRef]) -> Result<Found, NotSought> {
        let asked = customers.iter().take(MOST_FOUND).map(|customer| async {
            match self.0.bank.identity(customer).await {
                Ok(identity) => Ok(Some(Match { customer: customer.clone(), identity })),
                Err(Error::UnknownCustomer) => Ok(None),
                Err(error) => Err(NotSought::Bank(error)),
            }
        });
        let told: Vec<Option<Match>> = join_all(asked).await.into_iter().collect::<Result<_, _>>()?;
        Ok(Found::These(told.into_iter().flatten().collect()))
    }

    fn found(&self) -> MutexGuard<'_, HashMap<ContactId, VecDeque<CustomerRef>>> {
        // Nothing is done under the lock that could be left half done.
        self.0.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
