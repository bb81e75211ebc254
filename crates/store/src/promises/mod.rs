//! What agents promised customers, until it is kept or was not.
//!
//! A promise goes the way of the journal, as a note does (durable within 50 ms, spilled when the database is away), and
//! is sealed under the key of whoever its contact belongs to, to whom it moves once that is known. Its key is the
//! page's: what comes twice is promised once. What became of it is written into its row, and may be taken back. Of the
//! journal it is no part.

pub(crate) mod table;

use crate::sealed::Place;
use crate::{Batch, ContactChange, Error, NoteText, Reader, Result, Store};
use table::PromiseRow;
use vocabulary::{AccountId, AgentId, ContactId, CustomerRef, Time};

/// The indicator of promises that were kept by their date.
pub const INDICATOR: &str = "promise_kept";

/// Promises told in one go: of one customer, or of those who are to keep them.
pub const MOST_PROMISES: u32 = 100;

/// How a promise stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PromiseState {
    /// It is to be kept.
    Open,
    /// It was kept.
    Kept,
    /// It was not, and will not be.
    NotKept,
}

impl PromiseState {
    /// All of them.
    pub const ALL: [PromiseState; 3] = [PromiseState::Open, PromiseState::Kept, PromiseState::NotKept];

    /// The name in rows and transfer objects.
    pub fn tag(self) -> &'static str {
        match self {
            PromiseState::Open => "open",
            PromiseState::Kept => "kept",
            PromiseState::NotKept => "not_kept",
        }
    }
}

/// Who is to keep a promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keeper {
    /// An agent: who promised.
    Agent(AgentId),
    /// A team of the plan, by its name.
    Team(String),
}

/// How a promise came to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// Whether it was kept.
    pub kept: bool,
    /// When.
    pub at: Time,
    /// Who says so.
    pub by: AccountId,
    /// Why not.
    pub reason: Option<WhyNotKept>,
}

/// Why a promise was not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WhyNotKept {
    /// The customer could not be reached.
    Unreachable,
    /// The customer does not want it any more.
    NotWanted,
    /// It was settled in another way.
    DoneOtherwise,
    /// It turned out that it cannot be done.
    NotPossible,
    /// It was overlooked.
    Overlooked,
}

impl WhyNotKept {
    /// All of them.
    pub const ALL: [WhyNotKept; 5] = [
        WhyNotKept::Unreachable,
        WhyNotKept::NotWanted,
        WhyNotKept::DoneOtherwise,
        WhyNotKept::NotPossible,
        WhyNotKept::Overlooked,
    ];

    /// The name in rows and transfer objects.
    pub fn tag(self) -> &'static str {
        match self {
            WhyNotKept::Unreachable => "unreachable",
            WhyNotKept::NotWanted => "not_wanted",
            WhyNotKept::DoneOtherwise => "done_otherwise",
            WhyNotKept::NotPossible => "not_possible",
            WhyNotKept::Overlooked => "overlooked",
        }
    }
}

/// A promise.
#[derive(Debug, Clone, PartialEq)]
pub struct Promise {
    /// Names it: 32 hexadecimal digits, drawn by whoever promises.
    pub key: String,
    /// In which contact it was made.
    pub contact: ContactId,
    /// By whom.
    pub by: AccountId,
    /// When.
    pub at: Time,
    /// By when it is to be kept.
    pub due: Time,
    /// By whom.
    pub keeper: Keeper,
    /// What.
    pub text: NoteText,
    /// What became of it; none while it is open.
    pub settled: Option<Settled>,
}

impl Promise {
    /// How it stands.
    pub fn state(&self) -> PromiseState {
        match &self.settled {
            None => PromiseState::Open,
            Some(Settled { kept: true, .. }) => PromiseState::Kept,
            Some(Settled { kept: false, .. }) => PromiseState::NotKept,
        }
    }
}

/// Where a sealed promise stands.
pub(crate) fn promise_place(key: &str) -> Place {
    Place::new("promises", "sealed", key)
}

impl Store {
    /// Keeps a promise that is being made; it is durable when this returns, within 50 ms. One of the same key and
    /// contact stays as it is.
    ///
    /// # Errors
    /// [`Error::NotWriting`] when the journal takes nothing.
    pub async fn promise(&self, promise: Promise) -> Result<()> {
        let change = ContactChange::Promise(Box::new(promise));
        let batch = Batch { records: Vec::new(), changes: vec![change] };
        let durable = self.journal.append_heard(batch).map_err(|_| Error::NotWriting)?;
        durable.await.map_err(|_| Error::NotWriting)
    }

    /// Writes down what became of a promise, or that it is open again. `false` when it does not stand as `before`
    /// says: somebody else was faster, or it is still on its way to the database.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn settle_promise(
        &self,
        key: &str,
        before: PromiseState,
        settled: Option<&Settled>,
    ) -> Result<bool> {
        self.reader.within(table::settle(self.reader.db(), key, before, settled)).await
    }
}

impl Reader {
    /// A promise by its key; none when its text was erased.
    ///
    /// # Errors
    /// As [`Reader::unseal`]; [`Error::UnreadablePromise`] names a damaged row.
    pub async fn promise_of_key(&self, key: &str) -> Result<Option<Promise>> {
        let row = self.within(table::one(self.db(), key)).await?;
        Ok(self.open_promises(row.into_iter().collect()).await?.pop())
    }

    /// What was promised to a customer, what is open first and of that what is due first; [`MOST_PROMISES`] at the
    /// most.
    ///
    /// # Errors
    /// As [`Reader::promise_of_key`].
    pub async fn promises_to(&self, customer: &CustomerRef, open_only: bool) -> Result<Vec<Promise>> {
        let rows = self.within(table::of_customer(self.db(), customer, open_only)).await?;
        self.open_promises(rows).await
    }

    /// What was promised in a contact.
    ///
    /// # Errors
    /// As [`Reader::promise_of_key`].
    pub async fn promises_in(&self, contact: ContactId) -> Result<Vec<Promise>> {
        let rows = self.within(table::list(self.db(), contact)).await?;
        self.open_promises(rows).await
    }

    /// What an agent and these teams are to keep, what is due first; [`MOST_PROMISES`] at the most.
    ///
    /// # Errors
    /// As [`Reader::promise_of_key`].
    pub async fn promises_for(&self, agent: AgentId, teams: &[String]) -> Result<Vec<Promise>> {
        let mut rows = self.within(table::of_agent(self.db(), agent)).await?;
        for team in teams {
            rows.extend(self.within(table::of_team(self.db(), team)).await?);
        }
        rows.sort_by(|one, other| (one.due, &one.key).cmp(&(other.due, &other.key)));
        rows.truncate(MOST_PROMISES as usize);
        self.open_promises(rows).await
    }

    /// What was erased is no promise any more.
    async fn open_promises(&self, rows: Vec<PromiseRow>) -> Result<Vec<Promise>> {
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            match self.unseal(&row.sealed).await {
                Ok(text) => all.push(row.promise(NoteText::of(text))),
                Err(Error::Sealed(crate::sealed::Error::Erased)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(all)
    }
}
