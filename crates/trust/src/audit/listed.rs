//! Whose rows lists showed to whom within the hour, so that paging through customers is counted like opening them one
//! by one.
//!
//! A list's own entry in the audit says how many it showed that its account had not been shown within the hour: the
//! customers themselves are not told, for a page of two hundred would be two hundred entries. Here is remembered who
//! was shown, in memory alone and as hashes: a restart, or another process, counts a customer anew, which tells too many
//! and never too few.

use std::collections::hash_map::RandomState;
use std::collections::{HashMap, VecDeque};
use std::hash::BuildHasher;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use store::audit::Code;
use vocabulary::{AccountId, ContactId, CustomerRef};

/// What is counted in.
const HOUR: Duration = Duration::from_secs(3_600);

/// Rows of one account that are remembered. Beyond that the oldest are forgotten, and count anew when they are shown
/// again: by then the account has long been told of.
const MOST_OF_ACCOUNT: usize = 1_000;

/// Accounts that are remembered. Beyond that the one that saw something the longest ago is forgotten. All together
/// hold some 80 MB, when so many accounts page through so many rows in one hour, and a list of 50 rows for each of them 3 MB.
const MOST: usize = 1_000;

/// How an entry's code begins that says how many rows a list showed anew.
const SHOWN: &str = "listed:";

/// A row of a list: a customer's, or of a contact whose customer nobody knows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Row {
    /// A customer.
    Customer(CustomerRef),
    /// A contact.
    Contact(ContactId),
}

impl Row {
    /// That of a contact.
    pub fn of(contact: ContactId, customer: Option<&CustomerRef>) -> Row {
        customer.cloned().map_or(Row::Contact(contact), Row::Customer)
    }
}

/// What was shown to all accounts within the hour.
#[derive(Default)]
pub struct Listed {
    hasher: RandomState,
    shown: Mutex<HashMap<AccountId, Shown>>,
}

/// What was shown to one.
#[derive(Default)]
struct Shown {
    /// By when each was shown last, some of them again since.
    order: VecDeque<(Instant, u64)>,
    last: HashMap<u64, Instant>,
}

impl Listed {
    /// Takes what a list shows; says how many different rows of it the account was not shown within the hour.
    pub fn take(&self, account: AccountId, rows: impl IntoIterator<Item = Row>, now: Instant) -> u32 {
        let mut all = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST && !all.contains_key(&account) {
            make_room(&mut all);
        }
        let shown = all.entry(account).or_default();
        shown.forget(now);
        let anew = rows.into_iter().filter(|row| shown.take(self.hasher.hash_one(row), now)).count();
        u32::try_from(anew).unwrap_or(u32::MAX)
    }
}

fn make_room(all: &mut HashMap<AccountId, Shown>) {
    let idle = |shown: &Shown| shown.order.back().map(|(at, _)| *at);
    let longest = all.iter().min_by_key(|(_, shown)| idle(shown)).map(|(account, _)| *account);
    longest.and_then(|account| all.remove(&account));
}

impl Shown {
    /// Forgets what was shown more than an hour ago, and what is too much.
    fn forget(&mut self, now: Instant) {
        let is_old = |at: Instant| now.saturating_duration_since(at) >= HOUR;
        while let Some((at, row)) = self.order.pop_front_if(|(at, _)| is_old(*at)).or_else(|| self.too_much())
        {
            // Of one that was shown again since, only an earlier time is forgotten.
            if self.last.get(&row) == Some(&at) {
                self.last.remove(&row);
            }
        }
    }

    fn too_much(&mut self) -> Option<(Instant, u64)> {
        if self.order.len() > 2 * MOST_OF_ACCOUNT || self.last.len() > MOST_OF_ACCOUNT {
            return self.order.pop_front();
        }
        None
    }

    /// Whether it was not shown within the hour.
    fn take(&mut self, row: u64, now: Instant) -> bool {
        let before = self.last.insert(row, now);
        if before != Some(now) {
            self.order.push_back((now, row));
        }
        before.is_none()
    }
}

/// The code of an entry that says how many rows were shown anew.
pub fn code(anew: u32) -> Code {
    format!("{SHOWN}{anew}").parse().expect("letters, a colon and digits are a code")
}

/// How many rows an entry's code says were shown anew; none of what is no list.
pub fn anew(code: &Code) -> Option<u32> {
    code.as_str().strip_prefix(SHOWN)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(range: std::ops::Range<u64>) -> impl Iterator<Item = Row> {
        range.map(|n| Row::Customer(CustomerRef::new(&format!("k-{n}")).unwrap()))
    }

    #[test]
    fn each_row_counts_once_an_hour_and_account() {
        let (listed, start) = (Listed::default(), Instant::now());
        let minutes = |n: u64| start + Duration::from_secs(60 * n);
        let take =
            |account: u64, range, minute: u64| listed.take(AccountId(account), rows(range), minutes(minute));
        assert_eq!(take(1, 0..50, 0), 50);
        assert_eq!(take(1, 0..50, 1), 0, "a page that is looked at again");
        assert_eq!(take(1, 25..75, 2), 25);
        assert_eq!(take(2, 0..50, 2), 50, "each account has its own");
        assert_eq!(take(1, 0..25, 60), 0, "it was shown a minute after the first time");
        assert_eq!(take(1, 50..75, 62), 25, "after an hour it counts anew");
        assert_eq!(take(1, 0..25, 119), 0);
        assert_eq!(take(1, 0..75, 180), 75);
        let (known, unknown) = (Row::of(ContactId(1), None), Row::of(ContactId(2), None));
        assert_eq!(listed.take(AccountId(3), [known.clone(), unknown, known], start), 2);
    }

    #[test]
    fn memory_is_bounded_and_nobody_is_counted_too_little() {
        let (listed, now) = (Listed::default(), Instant::now());
        let most = MOST_OF_ACCOUNT as u64;
        let mut told = 0;
        for page in 0..100 {
            told += listed.take(AccountId(1), rows(page * 200..page * 200 + 200), now);
        }
        assert_eq!(told, 20_000);
        for n in 0..MOST as u64 + 50 {
            listed.take(AccountId(n + 2), rows(0..1), now + Duration::from_secs(n + 1));
        }
        let shown = listed.shown.lock().unwrap();
        assert_eq!(shown.len(), MOST);
        assert!(!shown.contains_key(&AccountId(1)), "the one that saw something the longest ago");
        drop(shown);
        for round in 0..10 {
            listed.take(AccountId(2_000), rows(0..most), now + Duration::from_secs(3_000 + round));
        }
        let shown = listed.shown.lock().unwrap();
        let most_of_all = shown.values().map(|shown| shown.order.len().max(shown.last.len())).max();
        assert!(most_of_all <= Some(3 * MOST_OF_ACCOUNT), "{most_of_all:?}");
    }

    #[test]
    fn codes_are_read_as_they_are_written() {
        assert_eq!((anew(&code(0)), anew(&code(u32::MAX))), (Some(0), Some(u32::MAX)));
        for other in ["A-7", "listed:", "listed:-1", "queue:cards"] {
            assert_eq!(anew(&other.parse().unwrap()), None, "{other}");
        }
    }
}
