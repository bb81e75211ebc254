//! Finding customers: telephone and card numbers lead back by arithmetic, names and documents by an index.
//!
//! Kept books bring their index along. Otherwise it is made, by a thread of its own, when the bank is told to get ready
//! or the first name is looked for. Who looks meanwhile waits for a moment, and is told then how far it has come: no
//! thread that serves others stands still for it.

pub(crate) mod index;

use crate::SandboxBank;
use crate::holdings::Holdings;
use crate::ledger::Books;
use bank::Error;
use bank::finding::{Found, Key, MOST_FOUND, Match};
use index::Index;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;
use vocabulary::CardNumber;

/// Who looks for somebody waits so long for the index: less than a centre does, with an agent on the line.
const PATIENCE: Duration = Duration::from_secs(1);

/// The index, and how far it has come.
pub(crate) struct Finder {
    made: OnceLock<Index>,
    is_begun: AtomicBool,
    /// Customers in it.
    done: AtomicUsize,
    is_ready: watch::Sender<bool>,
}

impl Default for Finder {
    fn default() -> Finder {
        Finder {
            made: OnceLock::new(),
            is_begun: AtomicBool::new(false),
            done: AtomicUsize::new(0),
            is_ready: watch::Sender::new(false),
        }
    }
}

impl Finder {
    /// One whose index is there.
    pub fn of(index: Index) -> Finder {
        let finder = Finder::default();
        finder.take(index);
        finder
    }

    fn take(&self, index: Index) {
        self.is_begun.store(true, Ordering::Relaxed);
        // Nobody else makes one.
        let _first = self.made.set(index);
        self.is_ready.send_replace(true);
    }

    /// Has the index made, unless it is or is being made.
    fn begin(self: &Arc<Finder>, books: &Arc<Books>) {
        if self.is_begun.swap(true, Ordering::Relaxed) {
            return;
        }
        let (this, books) = (self.clone(), books.clone());
        let making = thread::Builder::new().name("index".to_owned()).spawn(move || {
            let mut index = Index::default();
            for place in 0..books.registry.customers() {
                if let Some(identity) = books.holdings.identity(&books.registry, place) {
                    index.add(&identity);
                }
                this.done.store(place + 1, Ordering::Relaxed);
            }
            index.end();
            this.take(index);
        });
        if making.is_err() {
            // Whoever asks next tries again.
            self.is_begun.store(false, Ordering::Relaxed);
        }
    }
}

impl SandboxBank {
    /// Begins to get ready for those who look for names and documents.
    pub fn get_ready(&self) {
        self.finder.begin(&self.books);
    }

    /// Returns once names and documents can be found.
    pub async fn ready(&self) {
        self.get_ready();
        let mut told = self.finder.is_ready.subscribe();
        // The bank holds the sender.
        let _is_ready = told.wait_for(|is_ready| *is_ready).await;
    }

    /// How much of all customers can be found by name, in percent; 100 only when all can.
    pub fn findable_percent(&self) -> u8 {
        if self.finder.made.get().is_some() {
            return 100;
        }
        let done = self.finder.done.load(Ordering::Relaxed) * 100 / self.customers().max(1);
        u8::try_from(done).unwrap_or(99).min(99)
    }

    /// The index, if it is there soon.
    async fn index(&self) -> Result<&Index, Error> {
        if self.finder.made.get().is_none() {
            let _in_time = timeout(PATIENCE, self.ready()).await;
        }
        self.finder.made.get().ok_or_else(|| Error::NotReady { percent: self.findable_percent() })
    }

    /// Whom a key finds.
    pub(crate) async fn look_for(&self, key: &Key) -> Result<Found, Error> {
        let Books { registry, holdings, .. } = &*self.books;
        let places = match key {
            Key::Telephone(number) => {
                registry.holders(number).iter().filter_map(|holder| registry.place_of(holder)).collect()
            }
            Key::Card(number) => holdings.place_of_card(registry, number).into_iter().collect(),
            Key::Document(number) => {
                let is_it = |place: &usize| {
                    let identity = holdings.identity(registry, *place);
                    identity.and_then(|identity| identity.document).is_some_and(|held| held.number == *number)
                };
                self.index().await?.holding(number).filter(is_it).collect()
            }
            Key::Name { text, born } => {
                let born = born.map(|birthday| birthday.expose());
                match self.index().await?.called(text.expose(), born).ok_or(Error::Refused)? {
                    (count, _) if count > MOST_FOUND => {
                        return Ok(Found::TooMany { count: u32::try_from(count).unwrap_or(u32::MAX) });
                    }
                    (_, places) => places,
                }
            }
        };
        let told = |place: usize| {
            Some(Match { customer: registry.reference(place), identity: holdings.identity(registry, place)? })
        };
        Ok(Found::These(places.into_iter().take(MOST_FOUND).filter_map(told).collect()))
    }
}

impl Holdings {
    /// Whose card this is.
    fn place_of_card(&self, registry: &crate::customers::Registry, number: &CardNumber) -> Option<usize> {
        let place = self.place_of_card_body(number.expose())?;
        let has = |cards: Vec<bank::customers::Card>| cards.iter().any(|card| card.number == *number);
        self.cards(registry, place).is_some_and(has).then_some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bank::Bank;
    use bank::finding::NameText;
    use jiff::civil::Date;
    use names::{asked, pieces};
    use std::collections::BTreeSet;

    const CUSTOMERS: usize = 1_000;

    /// How many a text finds; by looking through everybody in place of the index.
    fn counted(bank: &SandboxBank, text: &str, born: Option<Date>) -> usize {
        let wanted = asked(text);
        let identities =
            (0..CUSTOMERS).filter_map(|place| bank.books.holdings.identity(&bank.books.registry, place));
        let fits = identities.filter(|identity| {
            let has = pieces(&identity.name);
            let on_the_day =
                born.is_none_or(|day| identity.birthday.is_some_and(|birthday| birthday.expose() == day));
            on_the_day && wanted.iter().all(|piece| has.contains(piece))
        });
        fits.count()
    }

    #[tokio::test]
    async fn the_index_finds_whom_a_look_at_everybody_finds() {
        let bank = SandboxBank::generate(7, CUSTOMERS);
        let born = bank.books.holdings.identity(&bank.books.registry, 5).unwrap().birthday.unwrap().expose();
        for (text, born) in [
            ("王", None),
            ("王芳", None),
            ("wang fang", None),
            ("kim minjun", None),
            ("김민준", None),
            ("오", None),
            ("Grace Young", None),
            ("you", None),
            ("nobody at all", None),
            (&bank.customer(5).unwrap().name.expose(), Some(born)),
        ] {
            let key =
                Key::Name { text: NameText::new(text).unwrap(), born: born.map(vocabulary::Birthday::new) };
            let found = match bank.find(&key).await.unwrap() {
                Found::These(all) => {
                    let different: BTreeSet<_> = all.iter().map(|found| found.customer.clone()).collect();
                    assert_eq!(different.len(), all.len());
                    all.len()
                }
                Found::TooMany { count } => count as usize,
            };
            assert_eq!(found, counted(&bank, text, born), "{}", text.chars().count());
        }
        let too_little = Key::Name { text: NameText::new("a").unwrap(), born: None };
        assert_eq!(bank.find(&too_little).await, Err(Error::Refused));
    }
    #[tokio::test]
    async fn who_looks_too_early_is_told_how_far_it_has_come() {
        let bank = SandboxBank::generate(7, CUSTOMERS);
        // Somebody makes the index, and does not get on.
        bank.finder.is_begun.store(true, Ordering::Relaxed);
        bank.finder.done.store(370, Ordering::Relaxed);
        let key = Key::Name { text: NameText::new("wang fang").unwrap(), born: None };
        assert_eq!(bank.find(&key).await, Err(Error::NotReady { percent: 37 }));
        let known = Key::Telephone(bank.customer(5).unwrap().telephone);
        assert!(bank.find(&known).await.is_ok(), "what takes no index is found");
        bank.finder.is_begun.store(false, Ordering::Relaxed);
        assert!(bank.find(&key).await.is_ok());
        assert_eq!(bank.findable_percent(), 100);
    }

    #[test]
    fn an_index_is_read_as_it_was_written_and_not_otherwise() {
        let books = SandboxBank::generate(7, 200).books;
        let mut index = Index::default();
        for place in 0..200 {
            index.add(&books.holdings.identity(&books.registry, place).unwrap());
        }
        index.end();
        let bytes = index.write();
        assert!(Index::read(&bytes).unwrap() == index);
        for cut in (0..bytes.len()).step_by(bytes.len() / 100) {
            assert!(Index::read(&bytes[..cut]).is_none(), "{cut} of {}", bytes.len());
        }
    }
}
