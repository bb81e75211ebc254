//! Looking into the data.

use crate::blobs::Blobs;
use crate::contacts::{self, ContactRow, Filter};
use crate::figures::{self, FigureCheck, ReportRun};
use crate::journal::table::{self as journal, LostPlaces};
use crate::promises::table as promises;
use crate::sealed::{self, MasterKey, Sealed, Seals};
use crate::{Db, Error, Recordings, Result, snapshots};
use indicators::{Fact, FeedFact, TimeCell};
use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use vocabulary::journal::Record;
use vocabulary::{AgentId, ContactId, CustomerRef, PhoneNumber, Sequence, Time};
use zeroize::Zeroizing;

/// Reads journal, contacts and sealed values. Each question has a time limit, 5 s unless
/// [`crate::Options::statement_timeout`] says otherwise; [`Error::Silent`] tells that it passed.
pub struct Reader {
    db: Db,
    master: Arc<MasterKey>,
    blobs: Blobs,
    limit: Duration,
}

impl Reader {
    pub(crate) fn new(folder: &Path, db: Db, master: Arc<MasterKey>, limit: Duration) -> Reader {
        let blobs = Blobs::new(folder, db.clone(), master.clone(), limit);
        Reader { db, master, blobs, limit }
    }

    /// The sealed files.
    pub fn blobs(&self) -> &Blobs {
        &self.blobs
    }

    /// The recordings' rows.
    pub fn recordings(&self) -> Recordings {
        Recordings::new(self.db.clone(), self.limit)
    }

    /// Seals small secrets of other rooms.
    pub fn seals(&self) -> Seals {
        Seals::new(self.master.clone())
    }

    /// The database, for the tables of other rooms.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// What the customer of a chat shows to be let in again, also after a restart: nobody without the
    /// master key can make one up.
    pub fn pass_of_chat(&self, contact: ContactId) -> String {
        hex::encode(self.master.blind_index("chats/pass", &contact.0.to_string()))
    }

    /// Up to `limit` records from `from` on, in order and without a gap; fewer than `limit` only at
    /// the journal's end or before a gap.
    ///
    /// # Errors
    /// [`Error::Gap`] when `from` is missing and later places are not; [`Error::Unreadable`] and
    /// [`Error::NewerRecord`] name the row.
    pub async fn records(&self, from: Sequence, limit: u32) -> Result<Vec<Record>> {
        self.within(journal::page(&self.db, from, limit)).await
    }

    /// All records about one contact, in order; the first 10,000 of one that has gone astray.
    ///
    /// # Errors
    /// [`Error::Unreadable`] and [`Error::NewerRecord`] name the row.
    pub async fn contact_journal(&self, contact: ContactId) -> Result<Vec<Record>> {
        self.within(journal::of_contact(&self.db, contact)).await
    }

    /// What happened to an agent between two moments, in order, and the last entries before them; the
    /// first 20,000.
    ///
    /// # Errors
    /// [`Error::Unreadable`] and [`Error::NewerRecord`] name the row.
    pub async fn agent_journal(&self, agent: AgentId, from: Time, to: Time) -> Result<Vec<Record>> {
        self.within(journal::of_agent(&self.db, agent, from, to)).await
    }

    /// The plans that came into force at a place of the journal or before, newest first.
    ///
    /// # Errors
    /// [`Error::Unreadable`] and [`Error::NewerRecord`] name the row.
    pub async fn plans(&self, until: Sequence, limit: u32) -> Result<Vec<Record>> {
        self.within(journal::plans(&self.db, until, limit)).await
    }

    /// Place of the last record in the database; `J-0` when there is none.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn last_sequence(&self) -> Result<Sequence> {
        self.within(journal::last_in(&self.db)).await
    }

    /// Places that were lost because neither database nor spill log took them.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn lost_places(&self) -> Result<Vec<LostPlaces>> {
        self.within(journal::gaps(&self.db)).await
    }

    /// What the journal led to at some of its places, the newest first; see
    /// [`Store::put_snapshot`](crate::Store::put_snapshot).
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn snapshots(&self) -> Result<Vec<(Sequence, Vec<u8>)>> {
        self.within(snapshots::newest(&self.db)).await
    }

    /// A page of contacts, newest first. Calling numbers are sealed.
    ///
    /// # Errors
    /// [`Error::UnreadableContact`] names a damaged row.
    pub async fn contacts(&self, filter: &Filter) -> Result<Vec<ContactRow>> {
        self.within(contacts::table::list(&self.db, filter)).await
    }

    /// One contact, if there is such.
    ///
    /// # Errors
    /// [`Error::UnreadableContact`] when its row is damaged.
    pub async fn contact(&self, contact: ContactId) -> Result<Option<ContactRow>> {
        self.within(contacts::table::find(&self.db, contact)).await
    }

    /// A customer's contacts that began before one of them, newest first; 500 at the most.
    ///
    /// # Errors
    /// [`Error::UnreadableContact`] names a damaged row.
    pub async fn contacts_of(
        &self,
        customer: &CustomerRef,
        before: ContactId,
        limit: u32,
    ) -> Result<Vec<ContactRow>> {
        self.within(contacts::table::of_customer(&self.db, customer, before, limit)).await
    }

    /// What contacts contribute to figures that count from `from` on and before `to`, in the order
    /// of that moment. The time limit holds for each 5,000 of them.
    ///
    /// # Errors
    /// [`Error::UnreadableContact`] names a damaged row.
    pub async fn facts(&self, from: Time, to: Time) -> Result<Vec<Fact>> {
        let mut facts = Vec::new();
        let mut after = (Time(i64::MIN), ContactId(0));
        loop {
            let page = self.within(contacts::facts::page(&self.db, from, to, after)).await?;
            let more = contacts::facts::is_full(&page);
            if let Some(last) = page.last() {
                after = (last.counted_at, last.contact);
            }
            facts.extend(page);
            if !more {
                return Ok(facts);
            }
        }
    }

    /// What these contacts contribute to figures; open ones are left out.
    ///
    /// # Errors
    /// [`Error::UnreadableContact`] names a damaged row.
    pub async fn facts_of(&self, contacts: &[ContactId]) -> Result<Vec<Fact>> {
        self.within(contacts::facts::of(&self.db, contacts)).await
    }

    /// A page of the ids of contacts that were closed before a moment and have a fact, after one of them,
    /// in order; the last page is empty.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn counted(&self, before: Time, after: ContactId) -> Result<Vec<ContactId>> {
        self.within(contacts::facts::kept(&self.db, before, after)).await
    }

    /// Ids of the contacts that were imported from other systems' logs.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn imported(&self) -> Result<Vec<ContactId>> {
        self.within(contacts::facts::imported(&self.db)).await
    }

    /// The time zone of the log that was imported last, by its IANA name; none where none was, or an
    /// earlier release did it.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn imported_zone(&self) -> Result<Option<String>> {
        self.within(crate::facts::imported_zone(&self.db)).await
    }

    /// How many closed contacts no figure counts yet: those of a release without figures.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn uncounted(&self) -> Result<u64> {
        self.within(contacts::facts::uncounted(&self.db)).await
    }

    /// How agents spent their time in quarter-hours that begin at `from` or later and before `to`, as
    /// far as it is kept: the running ones are known to the centre alone.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn times(&self, from: Time, to: Time) -> Result<Vec<TimeCell>> {
        self.within(figures::times(&self.db, from, to)).await
    }

    /// What other rooms fed from `from` on and before `to`, and promises of that time that are open and overdue as of a
    /// moment.
    ///
    /// # Errors
    /// [`Error::UnreadableFeed`] names a damaged row.
    pub async fn fed(&self, from: Time, to: Time, as_of: Time) -> Result<Vec<FeedFact>> {
        let mut fed = self.within(figures::fed(&self.db, from, to)).await?;
        fed.extend(self.within(promises::overdue(&self.db, from, to, as_of)).await?);
        Ok(fed)
    }

    /// The newest comparisons of figures with the journal, newest first.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn figure_checks(&self, limit: u32) -> Result<Vec<FigureCheck>> {
        self.within(figures::checks(&self.db, limit)).await
    }

    /// The newest runs of a scheduled report, newest first.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn report_runs(&self, report: &str, limit: u32) -> Result<Vec<ReportRun>> {
        self.within(figures::runs(&self.db, report, limit)).await
    }

    /// The first and the last moment that contacts count at, of imported ones or of live ones; none
    /// when there are none.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn extent(&self, imported: bool) -> Result<Option<(Time, Time)>> {
        self.within(figures::extent(&self.db, imported)).await
    }

    /// Which versions of the master key there are, and how far an exchange has come.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn key_status(&self) -> Result<crate::rotation::KeyStatus> {
        self.within(crate::rotation::status(&self.db)).await
    }

    /// What something is looked up by, of no use without the master key.
    pub(crate) fn blind(&self, column: &'static str, text: &str) -> Vec<u8> {
        self.master.blind_index(column, text)
    }

    /// A pseudonym that only this data folder's key makes from a name, and nothing turns back into
    /// it: equal for equal names of one `kind`.
    pub fn pseudonym(&self, kind: &'static str, name: &[u8]) -> [u8; 16] {
        self.master.pseudonym(kind, name)
    }

    /// The calling number of a contact in clear, if it was shown. Ask for permission and purpose
    /// before you call this.
    ///
    /// # Errors
    /// As [`Reader::unseal`].
    pub async fn unseal_caller(&self, row: &ContactRow) -> Result<Option<PhoneNumber>> {
        let Some(sealed) = &row.caller else { return Ok(None) };
        let text = self.unseal(sealed).await?;
        Ok(Some(PhoneNumber::new(&text).map_err(|_| sealed::Error::Damaged)?))
    }

    /// Opens a sealed text. Ask for permission and purpose before you call this.
    ///
    /// # Errors
    /// [`sealed::Error::Erased`] when its key has been destroyed, [`sealed::Error::Damaged`] when
    /// key, place or value was changed.
    pub async fn unseal(&self, sealed: &Sealed) -> Result<Zeroizing<String>> {
        let key = self.within(self.key(sealed)).await?.ok_or(sealed::Error::Damaged)?;
        // Keys are not remembered here: an erased value must not open from memory.
        let wrapped = key.wrapped.ok_or(sealed::Error::Erased)?;
        let value = self.master.unwrap_key(&key.owner, &wrapped)?.open(&sealed.place, &sealed.bytes)?;
        let text = std::str::from_utf8(&value).map_err(|_| sealed::Error::Damaged)?;
        Ok(Zeroizing::new(text.to_owned()))
    }

    async fn key(&self, sealed: &Sealed) -> Result<Option<sealed::table::StoredKey>> {
        sealed::table::find(&self.db, sealed.key).await
    }

    /// Bounds the time a question may take.
    pub(crate) async fn within<T, E: Into<Error>>(
        &self,
        question: impl Future<Output = std::result::Result<T, E>>,
    ) -> Result<T> {
        match tokio::time::timeout(self.limit, question).await {
            Ok(answer) => answer.map_err(Into::into),
            Err(_) => Err(Error::Silent),
        }
    }
}
