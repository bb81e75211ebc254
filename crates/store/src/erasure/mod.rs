//! Erasing a customer, and proving it: keys destroyed, look-ups removed, what a law or a hold keeps named; and then
//! everything that is left is tried, to see that nothing opens.

mod register;
pub(crate) mod table;

pub use register::Replayed;

use crate::retention::{Hold, Kind, Rule, table as kept};
use crate::sealed::Error as SealedError;
use crate::{ContactRow, Error, Filter, Result, Store, now};
use serde::{Deserialize, Serialize};
use vocabulary::{AccountId, ContactId, CustomerRef, RecordingId, Time};

/// Recordings looked at in one go.
const PAGE: u32 = 200;

/// What is to be destroyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Destroy {
    /// The keys of columns: notes, messages, calling numbers, promises.
    pub columns: bool,
    /// The keys of files: recordings, and reasons.
    pub files: bool,
    /// Of what goes row by row, because something else under its key has to stay.
    pub rows: [bool; 4],
}

impl Destroy {
    /// Everything.
    pub const ALL: Destroy = Destroy { columns: true, files: true, rows: [false; 4] };

    /// The kinds that go row by row.
    pub fn kinds(self) -> impl Iterator<Item = Kind> {
        COLUMNS.into_iter().zip(self.rows).filter_map(|(kind, goes)| goes.then_some(kind))
    }
}

/// What stands under the keys of columns.
const COLUMNS: [Kind; 4] = [Kind::Notes, Kind::Messages, Kind::Callers, Kind::Promises];

/// Something that a law keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptBack {
    /// Of which kind: a tag of [`Kind`].
    pub kind: String,
    /// Until when, in microseconds since the epoch.
    pub until_us: i64,
    /// What says so.
    pub source: String,
}

/// An erasure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// Its number.
    pub id: u64,
    /// Who was erased.
    pub customer: CustomerRef,
    /// When.
    pub at: Time,
    /// On whose word.
    pub by: AccountId,
    /// What had to stay.
    pub kept: Vec<KeptBack>,
}

/// What came of wanting to erase somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Erased {
    /// It was done.
    Done(Erasure),
    /// Holds keep everything.
    Held(Vec<Hold>),
}

/// What is left of a kind, and how much of it opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tried {
    /// A tag of [`Kind`], or `look_ups`, `keys`.
    pub what: &'static str,
    /// How many are there.
    pub found: u64,
    /// How many of them could be opened, or found by a look-up.
    pub opens: u64,
}

/// What everything that is left says when it is tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// When it was tried.
    pub at: Time,
    /// What was.
    pub tried: Vec<Tried>,
}

impl Proof {
    /// Whether nothing opens, apart from what had to stay.
    pub fn holds(&self, kept: &[KeptBack]) -> bool {
        let stays = |what: &str| kept.iter().any(|back| back.kind == what);
        let columns = COLUMNS.iter().any(|kind| stays(kind.tag())) || stays(Kind::Recordings.tag());
        self.tried.iter().all(|tried| match tried.what {
            // A key stays as long as something under it has to.
            "keys" => tried.opens == 0 || columns,
            what => tried.opens == 0 || stays(what),
        })
    }
}

impl Store {
    /// Erases a customer: keys are destroyed, look-ups removed, files deleted. What a rule keeps for the law stays,
    /// and is named. Covers everything appended before. Where there is a register, it stands there first.
    ///
    /// # Errors
    /// [`Error::NotWriting`] while the journal cannot reach its database; [`Error::File`] when the register cannot
    /// be written, and nothing was begun; when the database does not answer or refuses.
    pub async fn erase(&self, customer: &CustomerRef, rules: &[Rule], by: AccountId) -> Result<Erased> {
        let holds = self.holds_of(customer).await?;
        if !holds.is_empty() {
            return Ok(Erased::Held(holds));
        }
        if let Some(register) = &self.register {
            let line = register::Line { customer: customer.clone(), at_us: now().0, account: by.0 };
            register::add(register, line).await?;
        }
        self.destroy(customer, rules, by).await.map(Erased::Done)
    }

    /// Erases somebody whom nothing holds.
    async fn destroy(&self, customer: &CustomerRef, rules: &[Rule], by: AccountId) -> Result<Erasure> {
        let at = now();
        let mut back = Vec::new();
        for rule in rules {
            let newest = self.within(kept::newest_of(self.db(), rule.kind, customer)).await?;
            if let Some(until) = newest.map(|newest| newest + rule.at_least).filter(|until| *until > at) {
                let source = rule.source.clone();
                back.push(KeptBack { kind: rule.kind.tag().to_owned(), until_us: until.0, source });
            }
        }
        let stays = |kind: Kind| back.iter().any(|kept| kept.kind == kind.tag());
        let columns = !COLUMNS.into_iter().any(stays);
        let files = !stays(Kind::Recordings);
        let rows = COLUMNS.map(|kind| !columns && !stays(kind));
        self.journal().erase(customer.clone(), Destroy { columns, files, rows }).await?;
        self.forget_texts().await;
        if files {
            self.remove_sound(customer).await?;
        }
        self.db().scrub().await?;
        let erasure = Erasure { id: 0, customer: customer.clone(), at, by, kept: back };
        let id = self.within(table::note(self.db(), &erasure)).await?;
        tracing::warn!(erasure = id, account = %by, kept = erasure.kept.len(), "a customer was erased");
        Ok(Erasure { id, ..erasure })
    }

    /// Erasures, newest first; 500 at the most.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn erasures(&self) -> Result<Vec<Erasure>> {
        self.within(table::all(self.db())).await
    }

    /// One of them.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn erasure(&self, id: u64) -> Result<Option<Erasure>> {
        self.within(table::find(self.db(), id)).await
    }

    /// Tries everything that is kept of a customer: what is there, and what of it opens.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn try_customer(&self, customer: &CustomerRef) -> Result<Proof> {
        let mut columns = COLUMNS.map(|kind| tried(kind.tag()));
        let mut before = ContactId(u64::MAX >> 1);
        loop {
            let page = self.contacts_of(customer, before, Filter::MOST).await?;
            let Some(last) = page.last() else { break };
            before = last.contact;
            for row in &page {
                self.try_contact(row, &mut columns).await?;
            }
        }
        let recordings = self.try_recordings(customer).await?;
        let (look_ups, keys) = self.within(table::left(self.db(), customer)).await?;
        let counted = |what, count| Tried { what, found: count, opens: count };
        let others = [recordings, counted("look_ups", look_ups), counted("keys", keys)];
        Ok(Proof { at: now(), tried: columns.into_iter().chain(others).collect() })
    }

    /// Tries what stands under the keys of columns, in their order.
    async fn try_contact(
        &self,
        row: &ContactRow,
        [notes, messages, callers, promises]: &mut [Tried; 4],
    ) -> Result<()> {
        for note in self.within(crate::notes::table::list(self.db(), row.contact)).await? {
            count(notes, self.unseal(&note.sealed).await)?;
        }
        for message in self.within(crate::messages::table::list(self.db(), row.contact)).await? {
            count(messages, self.unseal(&message.sealed).await)?;
        }
        for promise in self.within(crate::promises::table::list(self.db(), row.contact)).await? {
            count(promises, self.unseal(&promise.sealed).await)?;
        }
        if let Some(caller) = &row.caller {
            count(callers, self.unseal(caller).await)?;
        }
        Ok(())
    }

    async fn try_recordings(&self, customer: &CustomerRef) -> Result<Tried> {
        let mut found = tried(Kind::Recordings.tag());
        let mut after = RecordingId(0);
        loop {
            let page = self.within(kept::recordings_of(self.db(), customer, after, PAGE)).await?;
            let Some(last) = page.last() else { return Ok(found) };
            after = last.recording;
            for sound in page.iter().filter(|sound| sound.files().next().is_some()) {
                let row = self.recordings().find(sound.recording).await?;
                let stored = row.and_then(|row| row.archive.or(row.source));
                let Some(stored) = stored else { continue };
                count(&mut found, self.blobs().key(stored.key).await)?;
            }
        }
    }

    async fn remove_sound(&self, customer: &CustomerRef) -> Result<()> {
        let mut after = RecordingId(0);
        loop {
            let page = self.within(kept::recordings_of(self.db(), customer, after, PAGE)).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.recording;
            for sound in &page {
                self.remove_recording(sound).await?;
            }
        }
    }
}

fn tried(what: &'static str) -> Tried {
    Tried { what, found: 0, opens: 0 }
}

fn count<T>(tried: &mut Tried, opened: Result<T>) -> Result<()> {
    tried.found += 1;
    match opened {
        Ok(_) => tried.opens += 1,
        // What is damaged does not open either.
        Err(Error::Sealed(SealedError::Erased | SealedError::Damaged)) => {}
        Err(error) => return Err(error),
    }
    Ok(())
}
