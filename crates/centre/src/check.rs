//! The kept facts against the journal: figures that can be checked are checked.
//!
//! The journal is the truth. Its records are folded anew from the first, and each contact that
//! closes must have left exactly the fact that its row holds; the fold that has been running since
//! the start must be what the journal leads to.

use crate::contact_changes;
use indicators::{Fact, Figures, Outcome};
use std::collections::{BTreeMap, HashMap, HashSet};
use store::{Batch, ContactChange, Error, FigureCheck, Reader, Store};
use vocabulary::journal::Entry;
use vocabulary::{ContactId, Sequence, Time};

/// Records read at a time; between two pages others have their turn.
const PAGE: u32 = 4_096;

/// What a check found.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// Contacts compared.
    pub compared: u64,
    /// Contacts whose kept fact is not the journal's, with the journal's.
    pub differing: Vec<Fact>,
    /// Contacts that an earlier release judged by a rule of its own, with what the journal says today. No
    /// difference: the same happened, and is called otherwise. [`mend`] judges them anew.
    pub judged_before: Vec<Fact>,
    /// Contacts of whose kept fact the journal knows nothing.
    pub unknown: u64,
    /// Differences in words, the first hundred.
    pub said: Vec<String>,
    /// The running fold is not what the journal leads to.
    pub fold_differs: bool,
}

/// Differences told in words.
const SAID: usize = 100;

impl Checked {
    /// How many differences there are.
    pub fn differences(&self) -> u64 {
        self.differing.len() as u64 + self.unknown + u64::from(self.fold_differs)
    }

    /// The same, as it is kept.
    pub fn kept(&self, at: Time) -> FigureCheck {
        FigureCheck {
            at,
            compared: self.compared,
            differences: self.differences(),
            first: self.said.first().cloned().unwrap_or_default(),
        }
    }
}

/// Compares what is kept with what the journal says, and the other way round, up to the place of `running` if that is given:
/// the fold as it ran, and the last record it took in.
///
/// # Errors
/// When journal or facts cannot be read.
pub async fn check(reader: &Reader, running: Option<(Sequence, Figures)>) -> Result<Checked, Error> {
    let end = running.as_ref().map_or(Sequence(u64::MAX), |(sequence, _)| *sequence);
    let mut fold = Figures::default();
    let mut checked = Checked::default();
    let mut differing = Differing::new();
    let mut known = HashSet::new();
    let mut until = Time(i64::MIN);
    let mut next = Sequence(1);
    while next <= end {
        let page = match reader.records(next, PAGE).await {
            Ok(page) => page,
            Err(Error::Gap { last, .. }) => {
                next = last.next();
                continue;
            }
            Err(failed) => return Err(failed),
        };
        let Some(last) = page.last() else { break };
        next = last.sequence.next();
        let records = page.iter().take_while(|record| record.sequence <= end);
        let records = records.inspect(|record| until = until.max(record.at));
        let facts: Vec<Fact> = records.filter_map(|record| fold.apply(record)).collect();
        known.extend(facts.iter().map(|fact| fact.contact));
        checked.compared += compare(reader, facts, &mut differing).await?;
    }
    for (contact, (fact, how)) in differing {
        if let How::JudgedBefore = how {
            checked.judged_before.push(fact);
            continue;
        }
        if checked.said.len() < SAID {
            checked.said.push(format!("{contact} {}", how.words()));
        }
        checked.differing.push(fact);
    }
    for contact in unknown(reader, &known, until).await? {
        checked.unknown += 1;
        if checked.said.len() < SAID {
            checked.said.push(format!("{contact} is among the kept facts and not in the journal"));
        }
    }
    if let Some((sequence, running)) = running
        && fold != running
    {
        checked.fold_differs = true;
        checked.said.push(format!("the running figures are not what the journal leads to at {sequence}"));
    }
    Ok(checked)
}

/// The journal's facts that are not kept so, with what is wrong with those that are.
type Differing = BTreeMap<ContactId, (Fact, How)>;

/// How a kept fact differs from the journal's.
#[derive(Debug, Clone, Copy)]
enum How {
    /// It says something else.
    Otherwise,
    /// There is none.
    Missing,
    /// It is called by the rule of an earlier release.
    JudgedBefore,
}

impl How {
    fn of(kept: &Fact, journal: &Fact) -> How {
        // At first whatever ended in the flow was *contained*; who was turned away by an announcement, or given
        // up after wrong keys, is told apart only since.
        let told_apart = matches!(journal.outcome, Outcome::TurnedAway | Outcome::LeftInFlow);
        let by_name = kept.outcome == Outcome::Contained && told_apart;
        let renamed = Fact { outcome: journal.outcome, ..kept.clone() };
        if by_name && renamed == *journal { How::JudgedBefore } else { How::Otherwise }
    }

    fn words(self) -> &'static str {
        match self {
            How::Otherwise => "is kept otherwise than the journal says",
            How::Missing => "is in the journal and not among the kept facts",
            How::JudgedBefore => "was judged by the rule of an earlier release",
        }
    }
}

/// Compares a page of the journal's facts with the kept ones, and says how many contacts were compared
/// for the first time. An imported contact may be corrected further on: its last fact counts.
async fn compare(reader: &Reader, facts: Vec<Fact>, differing: &mut Differing) -> Result<u64, Error> {
    let ids: Vec<ContactId> = facts.iter().map(|fact| fact.contact).collect();
    let kept: HashMap<ContactId, Fact> =
        reader.facts_of(&ids).await?.into_iter().map(|fact| (fact.contact, fact)).collect();
    let mut compared = 0;
    for fact in facts {
        compared += u64::from(differing.remove(&fact.contact).is_none());
        let how = match kept.get(&fact.contact) {
            Some(kept) if *kept == fact => continue,
            Some(kept) => How::of(kept, &fact),
            None => How::Missing,
        };
        differing.insert(fact.contact, (fact, how));
    }
    Ok(compared)
}

/// Contacts that were closed before a moment and have a fact, and that the journal does not know.
async fn unknown(reader: &Reader, known: &HashSet<ContactId>, until: Time) -> Result<Vec<ContactId>, Error> {
    let mut unknown = Vec::new();
    let mut after = ContactId(0);
    loop {
        let page = reader.counted(until, after).await?;
        let Some(last) = page.last() else { return Ok(unknown) };
        after = *last;
        unknown.extend(page.into_iter().filter(|contact| !known.contains(contact)));
    }
}

/// Why differences could not be mended.
#[derive(Debug, thiserror::Error)]
pub enum Unmended {
    /// The journal or the kept facts cannot be read.
    #[error(transparent)]
    Store(#[from] Error),
    /// The journal's writer takes no more.
    #[error(transparent)]
    Full(#[from] store::Full),
    /// The journal's writer lost what it had taken.
    #[error("neither database nor spill log took the mended contacts; see to the disk and run it again")]
    Lost,
}

/// Contacts mended in one batch.
const MENDED: usize = 256;

/// Writes what the journal says over the rows that differ, and makes those anew that are missing; all but
/// the calling number, which no journal carries. What cannot be mended so (rows of which the journal
/// knows nothing, say) a second [`check`] finds.
///
/// # Errors
/// When the journal cannot be read, or its writer takes no more.
pub async fn mend(store: &Store, differing: &[Fact]) -> Result<(), Unmended> {
    for facts in differing.chunks(MENDED) {
        let mut changes = Vec::new();
        for fact in facts {
            changes.extend(told_anew(store, fact).await?);
        }
        let batch = Batch { records: Vec::new(), changes };
        store.journal().append_heard(batch)?.await.map_err(|_| Unmended::Lost)?;
    }
    Ok(())
}

/// All changes that made a contact's row, and its fact.
async fn told_anew(store: &Store, fact: &Fact) -> Result<Vec<ContactChange>, Error> {
    let is_missing = store.contact(fact.contact).await?.is_none();
    let journal = store.contact_journal(fact.contact).await?;
    // An imported contact may be corrected: its last record tells it whole.
    let first = journal.iter().rposition(|record| matches!(record.entry, Entry::Imported { .. }));
    let told = journal[first.unwrap_or(0)..].iter().flat_map(|record| contact_changes(record, None, None));
    // A row that begins again would lose its calling number; recordings are no part of the row.
    let belongs = |change: &ContactChange| match change {
        ContactChange::Opened { .. } => is_missing,
        ContactChange::Recording { .. } => false,
        _ => true,
    };
    let counted = ContactChange::Counted { fact: Box::new(fact.clone()) };
    Ok(told.filter(belongs).chain([counted]).collect())
}
