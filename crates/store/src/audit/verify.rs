//! Verifying: the chain link by link, its end, and every checkpoint that is kept here or elsewhere.

use super::chain::{Head, link};
use super::checkpoint::{Checkpoint, PublicKey};
use super::entry::Placed;
use super::{lines, table};
use crate::{Db, Result};
use std::collections::BTreeMap;
use std::fmt;

/// Rows that are read at once.
const PAGE: u32 = 4_096;
/// Findings that are told; there may be more.
const MOST_FINDINGS: usize = 100;
/// How often the end is read again while entries are being appended.
const TRIES: u32 = 20;

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// What the entry says, or its place, is not what was written there.
    Changed {
        /// Its place.
        place: u64,
    },
    /// Entries are not there.
    Missing {
        /// The first of them.
        first: u64,
        /// The last of them.
        last: u64,
    },
    /// The row after the last entry of the chain, or one before the first, is none of it.
    Surplus {
        /// Its place; 0 for those before the first.
        place: u64,
    },
    /// The end of the chain says another hash than its last entry.
    End {
        /// The last entry's place.
        place: u64,
    },
    /// The chain holds together, and is not the one that was signed: an entry was changed or removed,
    /// and all after it computed anew.
    NotAsSigned {
        /// The first entry that it may be.
        first: u64,
        /// The last one, which the checkpoint is about.
        last: u64,
    },
    /// A checkpoint is damaged, or another key signed it.
    Forged {
        /// What it is about; 0 when it does not say.
        place: u64,
    },
}

impl Finding {
    /// The first entry it is about.
    pub fn place(&self) -> u64 {
        match self {
            Finding::Changed { place }
            | Finding::Surplus { place }
            | Finding::End { place }
            | Finding::Forged { place } => *place,
            Finding::Missing { first, .. } | Finding::NotAsSigned { first, .. } => *first,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Finding::Changed { place } => {
                write!(f, "entry {place} was changed, or stands where another one stood")
            }
            Finding::Missing { first, last } if first == last => write!(f, "entry {first} is missing"),
            Finding::Missing { first, last } => write!(f, "entries {first} to {last} are missing"),
            Finding::Surplus { place: 0 } => {
                write!(f, "entries before the first one were not appended by this program")
            }
            Finding::Surplus { place } => write!(f, "entry {place} was not appended by this program"),
            Finding::End { place } => write!(f, "the chain's end does not fit its last entry, {place}"),
            Finding::NotAsSigned { first, last } => write!(
                f,
                "one of the entries {first} to {last} was changed or removed, and the chain computed anew: \
                 the checkpoint at {last} says another hash"
            ),
            Finding::Forged { place } => {
                write!(f, "the checkpoint at {place} is damaged, or was not signed by the audit's key")
            }
        }
    }
}

/// What verifying found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Entries that were read.
    pub entries: u64,
    /// Where the chain ends.
    pub head: Head,
    /// Checkpoints that bind it.
    pub checkpoints: usize,
    /// What is not as it was written, in the order of places; 100 at the most.
    pub findings: Vec<Finding>,
}

/// Verifies all that was appended before now. `elsewhere` are checkpoints that have left the machine.
///
/// # Errors
/// When the database does not answer or refuses; not for anything that is found.
pub async fn verify(db: &Db, key: PublicKey, elsewhere: &[Checkpoint]) -> Result<Verified> {
    let mut findings = Vec::new();
    let (head, surplus) = end(db).await?;
    let mut checkpoints: BTreeMap<u64, Vec<Checkpoint>> = BTreeMap::new();
    for kept in table::checkpoints(db).await?.into_iter().chain(elsewhere.iter().copied().map(Ok)) {
        match kept {
            Ok(checkpoint) if checkpoint.is_signed_by(key) => {
                checkpoints.entry(checkpoint.head.place).or_default().push(checkpoint);
            }
            Ok(Checkpoint { head: Head { place, .. }, .. }) | Err(place) => {
                findings.push(Finding::Forged { place });
            }
        }
    }
    let bound = checkpoints.values().map(Vec::len).sum();
    let mut walk = Walk { at: Head::START, entries: 0, signed: 0, checkpoints, findings };
    let mut page = tokio::spawn(read(db.clone(), 0, head.place));
    loop {
        let rows = page.await.map_err(|_| crate::Error::NotWriting)??;
        let Some(last) = rows.last().map(place_of) else { break };
        // The next rows are read while these are verified.
        page = tokio::spawn(read(db.clone(), last, head.place));
        walk.rows(rows);
    }
    walk.finish(head, surplus);
    if table::begins_too_early(db).await? {
        walk.find(Finding::Surplus { place: 0 });
    }
    let Walk { entries, mut findings, .. } = walk;
    findings.sort_by_key(Finding::place);
    findings.dedup();
    findings.truncate(MOST_FINDINGS);
    Ok(Verified { entries, head, checkpoints: bound, findings })
}

async fn read(db: Db, after: u64, until: u64) -> Result<Vec<table::Read>> {
    lines::page(&db, after, until, PAGE).await
}

/// The end, and the first row beyond it. Both are read at the same moment as nearly as can be: entries
/// that are being appended are no surplus.
async fn end(db: &Db) -> Result<(Head, Option<u64>)> {
    let mut head = table::head(db).await?;
    for _ in 0..TRIES {
        let last = table::last(db).await?;
        let after = table::head(db).await?;
        if last <= after.place {
            return Ok((after, None));
        }
        head = after;
    }
    let first = table::page(db, head.place, u64::MAX >> 1, 1).await?.first().map(place_of);
    Ok((head, first))
}

fn place_of(row: &table::Read) -> u64 {
    match row {
        Ok(placed) => placed.place,
        Err(place) => *place,
    }
}

/// On the way from the first entry to the last.
struct Walk {
    at: Head,
    entries: u64,
    /// The last place that a checkpoint has confirmed.
    signed: u64,
    checkpoints: BTreeMap<u64, Vec<Checkpoint>>,
    findings: Vec<Finding>,
}

impl Walk {
    fn rows(&mut self, rows: Vec<table::Read>) {
        for row in rows {
            let place = place_of(&row);
            self.entries += 1;
            if place != self.at.place + 1 {
                self.missing(self.at.place + 1, place - 1);
            }
            match row {
                Ok(Placed { entry, hash, .. }) => {
                    if link(self.at.hash, place, &entry) != hash {
                        self.find(Finding::Changed { place });
                    }
                    self.at = Head { place, hash };
                }
                Err(place) => {
                    self.find(Finding::Changed { place });
                    self.at.place = place;
                }
            }
            self.check_signed();
        }
    }

    /// Compares with what was signed at this place.
    fn check_signed(&mut self) {
        let Some(signed) = self.checkpoints.remove(&self.at.place) else { return };
        if signed.iter().all(|checkpoint| checkpoint.head.hash == self.at.hash) {
            self.signed = self.at.place;
        } else {
            let first = self.signed + 1;
            self.find(Finding::NotAsSigned { first, last: self.at.place });
        }
    }

    fn missing(&mut self, first: u64, last: u64) {
        self.find(Finding::Missing { first, last });
        // What was signed within the gap is gone with it.
        self.checkpoints.retain(|place, _| !(first..=last).contains(place));
    }

    fn finish(&mut self, head: Head, surplus: Option<u64>) {
        let last = self.at.place;
        let known = self.checkpoints.keys().last().copied().unwrap_or(0).max(head.place);
        if known > last {
            self.find(Finding::Missing { first: last + 1, last: known });
        } else if head.hash != self.at.hash || head.place != last {
            self.find(Finding::End { place: last });
        }
        if let Some(place) = surplus {
            self.find(Finding::Surplus { place });
        }
    }

    fn find(&mut self, finding: Finding) {
        if self.findings.len() < 4 * MOST_FINDINGS {
            self.findings.push(finding);
        }
    }
}
