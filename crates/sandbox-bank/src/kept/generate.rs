//! Making a bank's books and writing them down, on all cores.
//!
//! The folder appears whole or not at all: everything is written into one beside it, which takes its name when all is
//! on disk. What a generation that was killed has left is cleared away by the next.

use super::head::{Extent, Head, VERSION};
use super::record::Owner;
use super::{HEAD, INDEX, PLACES, TRANSACTIONS};
use crate::finding::index::Index;
use crate::ledger::Books;
use crate::places;
use bank::customers::Identity;
use jiff::civil::Date;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::num::NonZero;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use vocabulary::Language;

/// Customers whose books are made in one go.
const PORTION: usize = 500;
/// Portions of each worker's that wait to be written; while they do, it makes no further one.
const WAITING: usize = 2;
/// More workers than this wait for the disk.
const MOST_WORKERS: usize = 32;

/// What was generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Generated {
    /// Customers.
    pub customers: usize,
    /// Their transactions, of accounts and cards.
    pub transactions: usize,
}

/// Why a bank was not generated.
#[derive(Debug, thiserror::Error)]
pub enum NotGenerated {
    /// There is something in the way.
    #[error("{0} is there already; remove it, or name another folder")]
    IsThere(String),
    /// The disk does not take it.
    #[error("{0} cannot be written: {1}; look for room on the disk")]
    Disk(String, io::Error),
    /// A line of the books has something that a record has no place for.
    #[error("what this release makes of a seed does not fit into its own records")]
    Unwritable,
}

/// What one worker made of one portion.
struct Portion {
    records: Vec<u8>,
    /// Records of each customer.
    counts: Vec<u32>,
    identities: Vec<Identity>,
}

/// Makes a bank and writes it into a folder that is not there yet; `progress` hears how many customers are done.
///
/// # Errors
/// [`NotGenerated`]; then the folder is not there.
pub fn generate(
    folder: &Path,
    (seed, customers, day): (u64, usize, Date),
    mut progress: impl FnMut(usize),
) -> Result<Generated, NotGenerated> {
    if folder.exists() {
        return Err(NotGenerated::IsThere(folder.display().to_string()));
    }
    let disk = |error| NotGenerated::Disk(folder.display().to_string(), error);
    let making = beside(folder).map_err(disk)?;
    if making.exists() {
        fs::remove_dir_all(&making).map_err(disk)?;
    }
    fs::create_dir_all(&making).map_err(disk)?;
    let books = Books::new(day, seed, customers);
    let words = words();
    let (places, index) = transactions(&making.join(TRANSACTIONS), &books, &words, &mut progress)?;
    let transactions = places.last().copied().unwrap_or_default() as usize;
    let places: Vec<u8> = places.iter().flat_map(|number| number.to_le_bytes()).collect();
    let index = index.write();
    let customers = books.registry.customers();
    let (of_places, of_index) = (Extent::of(&places), Extent::of(&index));
    let head = Head { version: VERSION, seed, customers, day, words, places: of_places, index: of_index };
    let head = head.write().ok_or(NotGenerated::Unwritable)?;
    for (name, bytes) in [(PLACES, &places[..]), (INDEX, &index), (HEAD, head.as_bytes())] {
        let mut file = File::create(making.join(name)).map_err(disk)?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(disk)?;
    }
    fs::rename(&making, folder).map_err(disk)?;
    Ok(Generated { customers, transactions })
}

/// Where the folder is made: its own name is free until it is whole.
fn beside(folder: &Path) -> io::Result<PathBuf> {
    let name = folder.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    let mut making = name.to_owned();
    making.push(".making");
    Ok(folder.with_file_name(making))
}

/// Names of all businesses there are.
fn words() -> Vec<String> {
    let of = |language| {
        let houses = places::houses(language).into_iter();
        let others = places::businesses(language).iter().chain(places::employers(language)).copied();
        others.chain(houses).map(str::to_owned)
    };
    Language::ALL.into_iter().flat_map(of).collect()
}

/// Writes all records, in order of customers; the number of each customer's first, and who can be found.
fn transactions(
    file: &Path,
    books: &Books,
    words: &[String],
    progress: &mut impl FnMut(usize),
) -> Result<(Vec<u32>, Index), NotGenerated> {
    let disk = |error| NotGenerated::Disk(file.display().to_string(), error);
    let mut out = BufWriter::with_capacity(1 << 20, File::create(file).map_err(disk)?);
    let customers = books.registry.customers();
    let (mut places, mut index) = (Vec::with_capacity(customers + 1), Index::default());
    let mut next = 0_u32;
    places.push(next);
    let workers = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_WORKERS);
    thread::scope(|scope| {
        let made: Vec<Receiver<Option<Portion>>> = (0..workers)
            .map(|worker| {
                let (tell, portions) = sync_channel(WAITING);
                scope.spawn(move || work(books, words, (worker, workers), &tell));
                portions
            })
            .collect();
        for nth in 0..customers.div_ceil(PORTION) {
            // Whoever made no portion has ended by a panic, which the scope passes on.
            let portion = made[nth % workers].recv().ok().flatten().ok_or(NotGenerated::Unwritable)?;
            out.write_all(&portion.records).map_err(disk)?;
            for count in portion.counts {
                next = next.checked_add(count).ok_or(NotGenerated::Unwritable)?;
                places.push(next);
            }
            portion.identities.iter().for_each(|identity| index.add(identity));
            progress(places.len() - 1);
        }
        let file = out.into_inner().map_err(|error| disk(error.into_error()))?;
        file.sync_all().map_err(disk)?;
        index.end();
        Ok((places, index))
    })
}

/// Makes every `of`th portion. Ends early when nobody writes any more.
fn work(books: &Books, words: &[String], (worker, of): (usize, usize), tell: &SyncSender<Option<Portion>>) {
    let customers = books.registry.customers();
    for begin in (0..customers).step_by(PORTION).skip(worker).step_by(of) {
        let portion = portion(books, words, begin..(begin + PORTION).min(customers));
        if tell.send(portion).is_err() {
            return;
        }
    }
}

fn portion(books: &Books, words: &[String], customers: Range<usize>) -> Option<Portion> {
    let mut portion = Portion { records: Vec::new(), counts: Vec::new(), identities: Vec::new() };
    for place in customers {
        let lines = books.made(place)?;
        let write = |owner: &Owner<'_>| {
            lines.iter().zip(0..).try_for_each(|(line, nth)| owner.write(line, nth, &mut portion.records))
        };
        books.owned(place, words, write)??;
        portion.counts.push(u32::try_from(lines.len()).ok()?);
        portion.identities.push(books.holdings.identity(&books.registry, place)?);
    }
    Some(portion)
}
