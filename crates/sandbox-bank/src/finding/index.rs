//! Who is called what, and has which document. There are far fewer names than people: pieces lead to names, and names
//! to people. Some sixteen bytes a customer.

use bank::customers::Identity;
use bank::finding::MOST_FOUND;
use jiff::civil::Date;
use names::{asked, pieces};
use std::collections::HashMap;
use vocabulary::{DocumentNumber, PersonName};

/// Places fit into so many bits ([`crate::MOST_CUSTOMERS`]); the others are a document's print.
const PLACE_BITS: u32 = 20;

/// Birthdays count from here.
const FIRST_DAY: Date = Date::constant(1900, 1, 1);

/// The index of a bank's customers.
#[derive(Default, PartialEq)]
pub struct Index {
    /// Names that have a piece, in order.
    having: HashMap<String, Vec<u32>>,
    /// Who has a name, in order of places.
    called: Vec<Vec<u32>>,
    /// By place: the birthday, in days.
    born: Vec<u16>,
    /// Prints of documents and, in the lowest bits, whose they are; in order once all are in.
    documents: Vec<u64>,
    /// Names that were met; only while it is made.
    known: HashMap<String, u32>,
}

impl Index {
    /// Takes in the next customer. Once all are in, [`Index::end`] makes it an index.
    pub fn add(&mut self, identity: &Identity) {
        let place = self.born.len();
        let whole = format!("{}\u{0}{}", identity.name.family(), identity.name.given());
        let name = match self.known.get(&whole) {
            Some(known) => *known,
            None => {
                let name = self.learn(&identity.name);
                self.known.insert(whole, name);
                name
            }
        };
        self.called[name as usize].push(place as u32);
        self.born.push(identity.birthday.map_or(u16::MAX, |birthday| days(birthday.expose())));
        if let Some(document) = &identity.document {
            self.documents.push(print(&document.number) | place as u64);
        }
    }

    /// All customers are in.
    pub fn end(&mut self) {
        self.documents.sort_unstable();
        self.known = HashMap::new();
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
    pub fn called(&self, text: &str, born: Option<Date>) -> Option<(usize, Vec<usize>)> {
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
    pub fn holding(&self, document: &DocumentNumber) -> impl Iterator<Item = usize> {
        let print = print(document);
        let from = self.documents.partition_point(|entry| *entry < print);
        let same = move |entry: &&u64| **entry >> PLACE_BITS << PLACE_BITS == print;
        self.documents[from..].iter().take_while(same).map(|entry| (entry & ((1 << PLACE_BITS) - 1)) as usize)
    }

    /// As bytes, little-endian: lists with their lengths before them.
    pub fn write(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut pieces: Vec<(&String, &Vec<u32>)> = self.having.iter().collect();
        pieces.sort();
        put(&mut out, pieces.len());
        for (piece, names) in pieces {
            put(&mut out, piece.len());
            out.extend_from_slice(piece.as_bytes());
            put_all(&mut out, names);
        }
        put(&mut out, self.called.len());
        self.called.iter().for_each(|places| put_all(&mut out, places));
        put(&mut out, self.born.len());
        self.born.iter().for_each(|day| out.extend_from_slice(&day.to_le_bytes()));
        put(&mut out, self.documents.len());
        self.documents.iter().for_each(|entry| out.extend_from_slice(&entry.to_le_bytes()));
        out
    }

    /// From bytes; `None` when they are no index.
    pub fn read(bytes: &[u8]) -> Option<Index> {
        let mut bytes = Reader(bytes);
        let mut index = Index::default();
        for _ in 0..bytes.count()? {
            let length = bytes.count()?;
            let piece = std::str::from_utf8(bytes.take(length)?).ok()?.to_owned();
            index.having.insert(piece, bytes.numbers()?);
        }
        for _ in 0..bytes.count()? {
            index.called.push(bytes.numbers()?);
        }
        let count = bytes.count()?;
        let days = bytes.take(count.checked_mul(2)?)?.chunks_exact(2);
        index.born = days.filter_map(|day| Some(u16::from_le_bytes(day.try_into().ok()?))).collect();
        let count = bytes.count()?;
        let entries = bytes.take(count.checked_mul(8)?)?.chunks_exact(8);
        index.documents = entries.filter_map(|one| Some(u64::from_le_bytes(one.try_into().ok()?))).collect();
        bytes.0.is_empty().then_some(index)
    }
}

/// Days since [`FIRST_DAY`]; what is outside of the count is nobody's birthday.
fn days(day: Date) -> u16 {
    u16::try_from((day - FIRST_DAY).get_days()).unwrap_or(u16::MAX)
}

/// All but the bits of a place; the same in every process, for an index may be kept.
fn print(document: &DocumentNumber) -> u64 {
    crate::kept::sum::sum(0, document.expose().as_bytes()) >> PLACE_BITS << PLACE_BITS
}

fn put(out: &mut Vec<u8>, count: usize) {
    out.extend_from_slice(&(count as u32).to_le_bytes());
}

fn put_all(out: &mut Vec<u8>, numbers: &[u32]) {
    put(out, numbers.len());
    numbers.iter().for_each(|number| out.extend_from_slice(&number.to_le_bytes()));
}

/// What is left to be read.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn count(&mut self) -> Option<usize> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?) as usize)
    }

    fn numbers(&mut self) -> Option<Vec<u32>> {
        let count = self.count()?;
        let bytes = self.take(count.checked_mul(4)?)?.chunks_exact(4);
        Some(bytes.filter_map(|number| Some(u32::from_le_bytes(number.try_into().ok()?))).collect())
    }
}
