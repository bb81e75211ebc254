//! The live floor as a value: contacts with their legs, agents, queues, flow sessions.
//!
//! Pure: no I/O, no clock, no randomness. The floor that serves in production is the floor that is
//! replayed, simulated and fuzzed.
//!
//! - [`decide`] looks at the state and an input and says what happens: journal entries.
//! - [`apply`] carries one entry out. It is the only thing that changes a [`State`], so that
//!   replaying a journal is applying it.
//! - [`orders`] derives from an entry what voice nodes are to do.
//! - [`step`] ties the three together for a driver.

mod agent;
mod apply;
mod callbacks;
mod caller;
mod check;
mod contact;
mod decide;
mod friends;
mod hands;
mod invariants;
mod orders;
mod rules;
mod secure_entry;
mod shifts;
mod state;
mod table;
mod verification_calls;

pub use agent::{Agent, AgentState, Shift};
pub use apply::apply;
pub use callbacks::{Callback, CallbackStage, Promise};
pub use caller::{Caller, Proof};
pub use check::{About, Fault, Recorded, check_plan};
pub use contact::{Bridge, Contact, Phase, Recording, Wanted};
pub use decide::{Refusal, decide, turned_over, wished};
pub use orders::orders;
pub use secure_entry::{Keying, KeyingStage};
pub use state::{Announcement, ClosedByHand, InForce, State};
pub use verification_calls::VerificationStage;

use vocabulary::journal::{Cause, Entry, NotReady, PromiseTold, Record};
use vocabulary::plan::Plan;
use vocabulary::voice::{Order, Report, SecretKind, Stamp};
use vocabulary::{
    AccountId, AgentId, ContactId, CustomerRef, DispositionCode, Epoch, Language, LineName, NodeName,
    PromptName, QueueName, Sequence, Tier, Time,
};

/// Something the floor has to react to.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// This process leads the floor from now on.
    Lead {
        /// Its term.
        epoch: Epoch,
    },
    /// A new plan, already checked by [`check_plan`].
    Configure(Box<Plan>),
    /// A voice node is there, with no legs.
    NodeJoined(NodeName),
    /// A voice node is gone with all its legs.
    NodeLost(NodeName),
    /// A voice node reports.
    Report(Report),
    /// The bank knows whose telephone number is calling.
    Matched {
        /// The contact.
        contact: ContactId,
        /// The one customer who registered the number.
        customer: CustomerRef,
    },
    /// The bank knows that several customers registered the number that calls.
    MatchedSeveral {
        /// The contact.
        contact: ContactId,
        /// Who did, two at the least.
        customers: Vec<CustomerRef>,
    },
    /// The bank ranks a customer.
    Ranked {
        /// The contact.
        contact: ContactId,
        /// Whom it was asked about.
        customer: CustomerRef,
        /// The rank.
        tier: Tier,
    },
    /// The number that calls may be called back.
    Reachable {
        /// The contact.
        contact: ContactId,
        /// Another open contact of the same number.
        same: Option<ContactId>,
    },
    /// Nobody knows any more the number that a place is kept for.
    NumberGone(ContactId),
    /// An agent is to be ready.
    Ready(AgentId),
    /// An agent is to be not ready; one who serves finishes first.
    NotReady(AgentId, NotReady),
    /// An agent's page does not answer, for this reason: the agent is not ready unless so already,
    /// and chats in hand go to others if the page does not come back.
    PageAway(AgentId, NotReady),
    /// It answers again. Whether the agent is ready is the agent's to say.
    PageBack(AgentId),
    /// Somebody wishes something. A wish that cannot be granted changes nothing; [`wished`] says why.
    Wish {
        /// Who, for the journal.
        by: Option<AccountId>,
        /// What.
        wish: Wish,
    },
    /// Time has passed: see [`State::next_due`].
    Tick,
    /// Nothing new: do what the state itself asks for.
    Settle,
}

/// Something a person wishes of the floor.
#[derive(Debug, Clone, PartialEq)]
pub enum Wish {
    /// An agent is to be ready.
    Ready(AgentId),
    /// An agent is to be not ready; one who serves finishes first.
    NotReady(AgentId, NotReady),
    /// The agent lets the customer hear music.
    Hold(AgentId, ContactId),
    /// The agent takes the customer back.
    Retrieve(AgentId, ContactId),
    /// The agent lets the customer key in a secret.
    SecureEntry(AgentId, ContactId, SecretKind),
    /// The agent stops that.
    StopSecureEntry(AgentId, ContactId),
    /// The agent calls the customer back at the registered number, which is this customer's.
    CallRegistered(AgentId, ContactId, CustomerRef),
    /// The agent found out whom the matter is about.
    Identify(AgentId, ContactId, CustomerRef),
    /// The agent takes that back.
    UndoIdentify(AgentId, ContactId),
    /// The agent says whether the caller is somebody else than the customer.
    ThirdParty(AgentId, ContactId, bool),
    /// A customer opens a chat.
    OpenChat {
        /// Where.
        line: LineName,
        /// The language, if not that of the line.
        language: Option<Language>,
        /// Who it is, as the bank's own pages say.
        customer: Option<CustomerRef>,
    },
    /// The customer ends the chat, or is lost: nothing was heard for too long.
    LeaveChat {
        /// Which.
        contact: ContactId,
        /// Whether the customer is lost.
        lost: bool,
    },
    /// The agent takes a chat that is offered.
    Accept(AgentId, ContactId),
    /// The agent does not take it.
    Decline(AgentId, ContactId),
    /// The agent ends a chat.
    EndChat(AgentId, ContactId),
    /// The agent sends the customer to a queue, without asking there.
    Transfer(AgentId, ContactId, QueueName),
    /// The agent is through with the matter.
    EndWrapUp(AgentId, ContactId),
    /// The agent needs some more time for it.
    ExtendWrapUp(AgentId, ContactId),
    /// What the matter was.
    Dispose(ContactId, DispositionCode),
    /// A note was written; its text is kept elsewhere.
    Note(ContactId, u64),
    /// Something was promised, or came to its end; what it is is kept elsewhere.
    Promise(PromiseTold),
    /// A queue takes nobody any more.
    CloseQueue {
        /// The queue.
        queue: QueueName,
        /// Whether those who wait, and were never answered, take the flow's way for a closed queue.
        flush: bool,
    },
    /// A queue follows its calendar again.
    OpenQueue(QueueName),
    /// Callers hear something before anything else.
    Announce {
        /// Those of one line; all others when none is named.
        line: Option<LineName>,
        /// What they hear: one of the plan's announcements.
        prompt: PromptName,
        /// Whether the call ends after it.
        instead: bool,
    },
    /// They hear it no more.
    Unannounce(Option<LineName>),
    /// The agent leaves at this moment, and is offered nothing new for some time before; with none
    /// named, as the calendar says.
    Leaves(AgentId, Option<Time>),
    /// A place is kept no longer; its customer is not called.
    CancelCallback(ContactId),
    /// Another plan, already checked by [`check_plan`], is to come into force.
    Configure {
        /// The plan.
        plan: Box<Plan>,
        /// The version that it was made for; any when there is none.
        over: Option<Sequence>,
    },
}

/// What one input led to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome {
    /// The journal's next records, in order.
    pub records: Vec<Record>,
    /// What voice nodes are to do about them, in order.
    pub orders: Vec<(NodeName, Stamp, Order)>,
}

/// Decides an input, applies what was decided, and goes on until the state asks for nothing more.
///
/// `now` never runs backwards: an earlier time than the last record's is taken as that time.
///
/// After [`Input::Lead`] nothing is gone on with: what fell due while nobody led is judged only when
/// the new leader has said, by its next inputs, which nodes are still there.
pub fn step(state: &mut State, now: Time, input: Input) -> Outcome {
    let mut outcome = Outcome::default();
    step_into(state, now, input, &mut outcome);
    outcome
}

/// [`step`], its outcome in place of an earlier one, whose memory is used again.
pub fn step_into(state: &mut State, now: Time, input: Input, outcome: &mut Outcome) {
    outcome.records.clear();
    outcome.orders.clear();
    let now = now.max(state.now());
    let cause = match &input {
        Input::Report(report) => Some(Cause { node: report.node.clone(), number: report.number }),
        _ => None,
    };
    let by = match &input {
        Input::Wish { by, .. } => *by,
        _ => None,
    };
    commit(state, now, Why { cause, by }, decide(state, now, &input), outcome);
    if !matches!(input, Input::Lead { .. }) {
        go_on(state, now, outcome);
    }
}

/// Does what the state asks for by itself, until it asks for nothing more.
fn go_on(state: &mut State, now: Time, outcome: &mut Outcome) {
    loop {
        let due = state.next_due().is_some_and(|due| due <= now);
        let next = if due { Input::Tick } else { Input::Settle };
        let entries = decide(state, now, &next);
        if entries.is_empty() {
            return;
        }
        commit(state, now, Why::default(), entries, outcome);
    }
}

/// What led to a decision.
#[derive(Default)]
struct Why {
    cause: Option<Cause>,
    by: Option<AccountId>,
}

fn commit(state: &mut State, now: Time, mut why: Why, entries: Vec<Entry>, outcome: &mut Outcome) {
    let Outcome { records, orders } = outcome;
    for entry in entries {
        let (sequence, cause) = (state.sequence().next(), why.cause.take());
        // Into its place first: a record is large, and is read there.
        records.push(Record { sequence, at: now, cause, by: why.by, entry });
        let Some(record) = records.last() else { continue };
        orders::ask(state, sequence, &record.entry, orders);
        apply(state, record);
    }
}
