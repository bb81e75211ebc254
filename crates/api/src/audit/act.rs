//! What a request is on record as, while it is being answered.

use super::declared::{About, Known};
use crate::problem::{Kind as ProblemKind, Problem};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::audit::{Code, Entry, Kind, NotOnRecord, Outcome};
use trust::audit::OnRecord;
use vocabulary::{AccountId, AgentId, ContactId, CustomerRef};

/// Where a connection comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub SocketAddr);

impl Peer {
    /// As the audit names it; `unknown` where there is no connection, as in tests.
    pub fn origin(peer: Option<Peer>) -> Code {
        peer.and_then(|Peer(address)| address.ip().to_canonical().to_string().parse().ok())
            .unwrap_or_else(|| Code::of("unknown"))
    }
}

/// One request. Clones are the same act.
#[derive(Debug, Clone)]
pub(crate) struct Act(Arc<Mutex<Acting>>);

#[derive(Debug)]
struct Acting {
    entry: Entry,
    /// A name that is on record only if there is such a thing: others may hold anything.
    named: Option<Code>,
    /// It is a part of something that is on record already.
    is_part: bool,
    /// Whose rows it is about.
    whose: About,
    /// The agent in the path.
    agent: Option<AgentId>,
    /// Customers whom the answer shows, beside the one it is about.
    shown: Vec<CustomerRef>,
}

/// What is said of customers whom an answer shows.
const SHOWN: &str = "found";

impl Act {
    pub fn begin(known: Known, origin: Code) -> Act {
        let entry = Entry::new(jiff::Timestamp::now().into(), known.operation, known.kind, origin);
        let (whose, named, agent) = (known.about, None, None);
        let (is_part, shown) = (false, Vec::new());
        Act(Arc::new(Mutex::new(Acting { entry, named, is_part, whose, agent, shown })))
    }

    /// Somebody showed who it is.
    pub fn by(&self, account: AccountId) {
        self.acting().entry.account = Some(account);
    }

    /// What it is about.
    pub fn concerns_contact(&self, contact: ContactId) {
        self.acting().entry.contact = Some(contact);
    }

    /// The agent it is about.
    pub fn concerns_agent(&self, agent: AgentId) {
        let code = agent.to_string().parse().expect("a letter and a number are a code");
        let mut acting = self.acting();
        (acting.agent, acting.entry.about) = (Some(agent), Some(code));
    }

    /// Whose rows it is about.
    pub fn whose(&self) -> About {
        self.acting().whose
    }

    /// The agent it is about, if the path names one.
    pub fn agent(&self) -> Option<AgentId> {
        self.acting().agent
    }

    /// What it is about.
    pub fn concerns(&self, about: Code) {
        self.acting().entry.about = Some(about);
    }

    /// What it is about, if there is such a thing.
    pub fn names(&self, name: Code) {
        self.acting().named = Some(name);
    }

    /// What it is for.
    pub fn serves(&self, purpose: Code) {
        self.acting().entry.purpose = Some(purpose);
    }

    /// Whom it is about.
    pub fn concerns_customer(&self, customer: CustomerRef) {
        self.acting().entry.customer = Some(customer);
    }

    /// The answer shows these customers: each is on record by itself before it leaves.
    pub fn shows(&self, customers: impl IntoIterator<Item = CustomerRef>) {
        self.acting().shown.extend(customers);
    }

    /// It is a part of something that is on record already.
    pub fn is_part(&self) {
        self.acting().is_part = true;
    }

    /// What sort of act it is.
    pub fn kind(&self) -> Kind {
        self.acting().entry.kind
    }

    /// Whether it has an entry of its own.
    pub fn stands_alone(&self) -> bool {
        !self.acting().is_part
    }

    /// The entry, as far as it is known.
    pub fn entry(&self) -> Entry {
        self.acting().entry.clone()
    }

    /// The entry of an act that succeeded.
    pub fn done(&self) -> Entry {
        let Acting { entry, named, .. } = &*self.acting();
        Entry { about: entry.about.clone().or_else(|| named.clone()), ..entry.clone() }
    }

    /// All entries of an act that succeeded: of customers whom its answer shows, and its own.
    pub fn all_done(&self) -> Vec<Entry> {
        let of_one = |customer: CustomerRef| {
            let (about, customer) = (Some(Code::of(SHOWN)), Some(customer));
            Entry { about, customer, ..self.entry() }
        };
        let shown = std::mem::take(&mut self.acting().shown);
        shown.into_iter().map(of_one).chain([self.done()]).collect()
    }

    /// The entry of an act that did not succeed.
    pub fn ended(&self, outcome: Outcome, reason: Code) -> Entry {
        Entry { outcome, reason: Some(reason), ..self.entry() }
    }

    /// Before anything is changed, it is on record that somebody may change it.
    pub async fn before(&self, record: &OnRecord) -> Result<(), Problem> {
        if self.kind() == Kind::Change {
            record.record(self.entry()).await?;
        }
        Ok(())
    }

    fn acting(&self) -> MutexGuard<'_, Acting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl From<NotOnRecord> for Problem {
    fn from(why: NotOnRecord) -> Problem {
        Problem::new(ProblemKind::Unavailable, why.to_string())
    }
}
