//! Contacts as lists and pages show them: a projection that moves in the same transaction as the
//! journal. The journal stays the truth.

pub(crate) mod change;
pub(crate) mod projection;
pub(crate) mod table;

use crate::notes::NoteText;
use crate::sealed::{Place, Sealed};
use vocabulary::journal::{EndReason, RecordingOutcome};
use vocabulary::{
    AccountId, AgentId, ContactId, CustomerRef, DispositionCode, Language, LineName, PhoneNumber, QueueName,
    RecordingId, Span, Time,
};

/// What an entry of the journal means for the contacts table.
#[derive(Debug, Clone, PartialEq)]
pub enum ContactChange {
    /// A contact began.
    Opened {
        /// Which.
        contact: ContactId,
        /// When.
        at: Time,
        /// The number called.
        line: LineName,
        /// The language it was greeted in.
        language: Language,
        /// The calling number, if it was shown. Stored sealed.
        caller: Option<PhoneNumber>,
    },
    /// The customer became known, or better known. What is sealed moves under the customer's key.
    Customer {
        /// Whose contact.
        contact: ContactId,
        /// The customer.
        customer: CustomerRef,
        /// Whether number and PIN were verified; otherwise the calling number alone says so.
        verified: bool,
    },
    /// Somebody said what the matter was.
    Disposition {
        /// Of which contact.
        contact: ContactId,
        /// What it was.
        code: DispositionCode,
    },
    /// Somebody wrote a note. Stored sealed.
    Note {
        /// About which contact.
        contact: ContactId,
        /// The note's place among all that was sent about the contact.
        version: u64,
        /// Whether it came from a window that did not know the newest version.
        aside: bool,
        /// Who.
        by: AccountId,
        /// When.
        at: Time,
        /// The version it takes the place of: the same person's, of a moment ago.
        replaces: Option<u64>,
        /// The text.
        text: NoteText,
    },
    /// A contact's recording began, or ended.
    Recording {
        /// Whose.
        contact: ContactId,
        /// Which.
        recording: RecordingId,
        /// When.
        at: Time,
        /// How it ended; none when it began.
        outcome: Option<RecordingOutcome>,
    },
    /// A contact is closed.
    Closed {
        /// Which.
        contact: ContactId,
        /// When.
        at: Time,
        /// How it ended.
        reason: EndReason,
        /// The last queue it waited in.
        queue: Option<QueueName>,
        /// Who served it last.
        agent: Option<AgentId>,
        /// How long it waited.
        wait: Option<Span>,
        /// How long they talked.
        talk: Option<Span>,
    },
}

/// A row of the contacts table.
#[derive(Debug, Clone, PartialEq)]
pub struct ContactRow {
    /// Which contact.
    pub contact: ContactId,
    /// When it began.
    pub opened_at: Time,
    /// When it was closed; none while it is open.
    pub closed_at: Option<Time>,
    /// How it ended.
    pub reason: Option<EndReason>,
    /// The number called.
    pub line: LineName,
    /// The language it was greeted in.
    pub language: Language,
    /// The customer, as far as known.
    pub customer: Option<CustomerRef>,
    /// Whether the customer was verified.
    pub verified: bool,
    /// The calling number, sealed: open it with [`crate::Reader::unseal_caller`].
    pub caller: Option<Sealed>,
    /// The last queue it waited in; none while it is open.
    pub queue: Option<QueueName>,
    /// Who served it last; none while it is open.
    pub agent: Option<AgentId>,
    /// How long it waited.
    pub wait: Option<Span>,
    /// How long they talked.
    pub talk: Option<Span>,
    /// What the matter was, as far as anybody said.
    pub disposition: Option<DispositionCode>,
    /// What the calling number is looked up by.
    pub(crate) caller_index: Option<Vec<u8>>,
}

/// Which contacts to list. All that is set must hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// Only open ones, or only closed ones.
    pub open: Option<bool>,
    /// Only those that waited last in this queue.
    pub queue: Option<QueueName>,
    /// Only those this agent served last.
    pub agent: Option<AgentId>,
    /// Only those that called this number.
    pub line: Option<LineName>,
    /// Only those that began before this one: the last of the page before.
    pub before: Option<ContactId>,
    /// At most so many, 500 at most.
    pub limit: u32,
}

impl Filter {
    /// The most one page holds.
    pub const MOST: u32 = 500;
}

impl Default for Filter {
    /// The newest hundred of all.
    fn default() -> Filter {
        Filter { open: None, queue: None, agent: None, line: None, before: None, limit: 100 }
    }
}

/// Where a contact's sealed calling number stands.
pub(crate) fn caller_place(contact: ContactId) -> Place {
    Place::new("contacts", "caller", contact.0)
}
