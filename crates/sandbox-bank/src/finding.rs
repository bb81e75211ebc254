//! Finding customers: telephone and card numbers lead back by arithmetic, names and documents by an index, which is
//! made when the first of them is looked for and takes some sixteen bytes a customer.

use crate::SandboxBank;
use crate::holdings::Holdings;
use crate::ledger::Books;
use bank::Error;
use bank::finding::{Found, Key, MOST_FOUND, Match};
use jiff::civil::Date;
use names::{asked, pieces};
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use vocabulary::{CardNumber, DocumentNumber, PersonName};

/// Places fit into so many bits ([`crate::MOST_CUSTOMERS`]); the others are a document's print.
const PLACE_BITS: u32 = 20;

/// Birthdays count from here.
const FIRST_DAY: Date = Date::constant(1900, 1, 1);

/// Who is called what, and has which document. There are far fewer names than people: pieces lead to names, and
/// names to people.
pub struct Index {
    /// Names that have a piece, in order.
    having: HashMap<String, Vec<u32>>,
    /// Who has a name, in order of places.
    called: Vec<Vec<u32>>,
    /// By place: the birthday, in days.
    born: Vec<u16>,
    /// Prints of documents and, in the lowest bits, whose they are; in order.
    documents: Vec<u64>,
    hasher: RandomState,
}

impl Index {
    /// The index of all customers.
    pub fn new(books: &Books) -> Index {
        let mut index = Index {
            having: HashMap::new(),
            called: Vec::new(),
            born: Vec::with_capacity(books.registry.customers()),
            documents: Vec::with_capacity(books.registry.customers()),
            hasher: RandomState::new(),
        };
        let mut known: HashMap<String, u32> = HashMap::new();
        for place in 0..books.registry.customers() {
            let Some(identity) = books.holdings.identity(&books.registry, place) else { continue };
            let whole = format!("{}\u{0}{}", identity.name.family(), identity.name.given());
            let name = *known.entry(whole).or_insert_with(|| index.learn(&identity.name));
            index.called[name as usize].push(place as u32);
            index.born.push(identity.birthday.map_or(u16::MAX, |birthday| days(birthday.expose())));
            if let Some(document) = &identity.document {
                let print = index.print(&document.number);
                index.documents.push(print | place as u64);
            }
        }
        index.documents.sort_unstable();
        index
    }

    /// A name that is new, by its number.
    fn learn(&mut self, name: &PersonName) -> u32 {
        let number = self.called.len() as u32;
        self.called.push(Vec::new());
        for piece in pieces(name) {
            self.having.entry(piece).or_default().push(number);
        }
        number
    }

    /// All but the bits of a place.
    fn print(&self, document: &DocumentNumber) -> u64 {
        self.hasher.hash_one(document.expose()) >> PLACE_BITS << PLACE_BITS
    }

    /// Names that have all that is asked for; `None` when too little is asked.
    fn names(&self, text: &str) -> Option<Vec<u32>> {
        let wanted = asked(text);
        let nobody = Vec::new();
        let mut lists: Vec<&Vec<u32>> =
            wanted.iter().map(|piece| self.having.get(piece).unwrap_or(&nobody)).collect();
        lists.sort_by_key(|list| list.len());
        let (shortest, others) = lists.split_first()?;
        let in_all = |name: &u32| others.iter().all(|list| list.binary_search(name).is_ok());
        Some(shortest.iter().copied().filter(in_all).collect())
    }

    /// How many are called so, and the first of them.
    fn called(&self, text: &str, born: Option<Date>) -> Option<(usize, Vec<usize>)> {
        let people = self.names(text)?.into_iter().map(|name| &self.called[name as usize]);
        let Some(day) = born.map(days) else {
            let lists: Vec<&Vec<u32>> = people.collect();
            let count = lists.iter().map(|list| list.len()).sum();
            let first = lists.into_iter().flatten().take(MOST_FOUND).map(|place| *place as usize);
            return Some((count, first.collect()));
        };
        let then =
            people.flatten().map(|place| *place as usize).filter(|place| self.born.get(*place) == Some(&day));
        let all: Vec<usize> = then.collect();
        Some((all.len(), all))
    }

    /// Whose document this may be.
    fn holding(&self, document: &DocumentNumber) -> impl Iterator<Item = usize> {
        let print = self.print(document);
        let from = self.documents.partition_point(|entry| *entry < print);
        let same = move |entry: &&u64| **entry >> PLACE_BITS << PLACE_BITS == print;
        self.documents[from..].iter().take_while(same).map(|entry| (entry & ((1 << PLACE_BITS) - 1)) as usize)
    }
}

/// Days since [`FIRST_DAY`]; what is outside of the count is nobody's birthday.
fn days(day: Date) -> u16 {
    u16::try_from((day - FIRST_DAY).get_days()).unwrap_or(u16::MAX)
}

impl SandboxBank {
    /// Makes the index now, so that nobody who looks for somebody waits for it.
    pub fn make_ready(&self) {
        let _made = self.index();
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(&self.books))
    }

    /// Whom a key finds.
    pub(crate) fn look_for(&self, key: &Key) -> Result<Found, Error> {
        let Books { registry, holdings, .. } = &self.books;
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
                self.index().holding(number).filter(is_it).collect()
            }
            Key::Name { text, born } => {
                let born = born.map(|birthday| birthday.expose());
                match self.index().called(text.expose(), born).ok_or(Error::Refused)? {
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
}
