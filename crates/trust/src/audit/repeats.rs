//! Refusals that repeat: the first is told at once, the others are counted for a minute.

use std::collections::HashMap;
use std::time::{Duration, Instant};
use store::audit::{Code, Entry};
use vocabulary::{AccountId, ContactId};

/// How long refusals are counted before they are told.
const COUNTED_FOR: Duration = Duration::from_secs(60);
/// Refusals that are told apart at the same time; beyond that they are told by operation alone.
const MOST: usize = 4_096;

/// What makes two refusals the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Same {
    account: Option<AccountId>,
    operation: Code,
    contact: Option<ContactId>,
    about: Option<Code>,
    reason: Option<Code>,
    origin: Option<Code>,
}

struct Counted {
    since: Instant,
    /// The last of them, with how many there were after the first.
    entry: Entry,
}

/// Refusals of the last minute.
#[derive(Default)]
pub(super) struct Repeats(HashMap<Same, Counted>);

impl Repeats {
    /// Takes a refusal; gives it back if it is the first of its kind, to be told now.
    pub fn first(&mut self, entry: Entry, now: Instant) -> Option<Entry> {
        let mut same = Same {
            account: entry.account,
            operation: entry.operation.clone(),
            contact: entry.contact,
            about: entry.about.clone(),
            reason: entry.reason.clone(),
            origin: Some(entry.origin.clone()),
        };
        if self.0.len() >= MOST && !self.0.contains_key(&same) {
            same = Same { account: None, contact: None, about: None, origin: None, ..same };
        }
        match self.0.get_mut(&same) {
            Some(counted) => {
                let times = counted.entry.times.saturating_add(entry.times);
                counted.entry = Entry { times, ..entry };
                None
            }
            None => {
                self.0.insert(same, Counted { since: now, entry: Entry { times: 0, ..entry.clone() } });
                Some(entry)
            }
        }
    }

    /// What has been counted for a minute, to be told now.
    pub fn due(&mut self, now: Instant) -> Vec<Entry> {
        let over = |counted: &Counted| now.duration_since(counted.since) >= COUNTED_FOR;
        self.0.extract_if(|_, counted| over(counted)).filter_map(told).collect()
    }

    /// Everything, at the end.
    pub fn all(&mut self) -> Vec<Entry> {
        self.0.drain().filter_map(told).collect()
    }
}

fn told((_, counted): (Same, Counted)) -> Option<Entry> {
    (counted.entry.times > 0).then_some(counted.entry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::audit::{Kind, Outcome};
    use vocabulary::Time;

    fn refused(account: u64, operation: &'static str) -> Entry {
        let entry = Entry::new(Time(1), Code::of(operation), Kind::Look, Code::of("127.0.0.1"));
        Entry { account: Some(AccountId(account)), outcome: Outcome::Refused, ..entry }
    }

    #[test]
    fn a_flood_of_refusals_is_two_entries_and_none_is_forgotten() {
        let (mut repeats, start) = (Repeats::default(), Instant::now());
        assert!(repeats.first(refused(1, "read_audit"), start).is_some());
        for _ in 0..1_000 {
            assert_eq!(repeats.first(refused(1, "read_audit"), start), None);
        }
        assert!(repeats.first(refused(2, "read_audit"), start).is_some());
        assert!(repeats.first(refused(1, "list_contacts"), start).is_some());
        assert_eq!(repeats.due(start + COUNTED_FOR / 2), []);
        let told = repeats.due(start + COUNTED_FOR);
        assert_eq!(told.iter().map(|entry| entry.times).collect::<Vec<_>>(), [1_000]);
        assert!(repeats.first(refused(1, "read_audit"), start + COUNTED_FOR).is_some(), "told again");
    }

    #[test]
    fn memory_is_bounded() {
        let (mut repeats, start) = (Repeats::default(), Instant::now());
        let told =
            (0..MOST as u64 + 500).filter_map(|n| repeats.first(refused(n, "read_audit"), start)).count();
        assert_eq!((told, repeats.0.len()), (MOST + 1, MOST + 1));
        let counted: u32 = repeats.all().iter().map(|entry| entry.times).sum();
        assert_eq!(told + counted as usize, MOST + 500, "each is told or counted");
    }
}
