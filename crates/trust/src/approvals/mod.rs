//! Four eyes: what one person asks for and another approves, before it is done once.
//!
//! It is one mechanism for all rooms. A room names an operation and what it is about; here stands who may
//! approve it, that it is never who asked, that it expires, and that it runs once. What the operation does, and
//! that all of it is on record, is the business of who runs it.

pub(crate) mod service;
pub(crate) mod table;

use crate::grants::ids;
use crate::permissions::{Permission, Role};
use std::fmt;
use std::str::FromStr;
use vocabulary::{AccountId, Span, Time};

pub use service::NotDecided;

ids! {
    /// Names a request.
    ApprovalId, "F", NoApprovalId, "F-3";
}

/// How long a request waits, and an approval holds.
const LASTS: Span = Span::seconds(24 * 3_600);
/// The same while a customer is on the line.
const LASTS_IN_CONTACT: Span = Span::seconds(15 * 60);

/// What takes four eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// To make an administrator; about the name.
    MakeAdministrator,
    /// To end an administrator; about the account.
    EndAdministrator,
    /// To give an administrator another password; about the account.
    ResetAdministrator,
    /// To make a privacy officer; about the name.
    MakePrivacyOfficer,
    /// To end a privacy officer; about the account.
    EndPrivacyOfficer,
    /// To give a privacy officer another password; about the account.
    ResetPrivacyOfficer,
    /// To seal the emergency account, which gives out its secret.
    SealEmergency,
    /// To erase a customer; about the bank's name for them.
    EraseCustomer,
    /// To make an archive of all that is kept of a customer; about the bank's name for them.
    GiveArchive,
    /// To have the bank do something for the customer of a contact; about the order's key.
    GiveOrder,
    /// To bring rules of authority into force; about the name of their text.
    ChangeAuthority,
}

impl Operation {
    /// All of them.
    pub const ALL: [Operation; 11] = [
        Operation::MakeAdministrator,
        Operation::EndAdministrator,
        Operation::ResetAdministrator,
        Operation::MakePrivacyOfficer,
        Operation::EndPrivacyOfficer,
        Operation::ResetPrivacyOfficer,
        Operation::SealEmergency,
        Operation::EraseCustomer,
        Operation::GiveArchive,
        Operation::GiveOrder,
        Operation::ChangeAuthority,
    ];

    /// The name in the database, in documents and in the audit.
    pub fn tag(self) -> &'static str {
        match self {
            Operation::MakeAdministrator => "administrator.make",
            Operation::EndAdministrator => "administrator.end",
            Operation::ResetAdministrator => "administrator.reset",
            Operation::MakePrivacyOfficer => "privacy_officer.make",
            Operation::EndPrivacyOfficer => "privacy_officer.end",
            Operation::ResetPrivacyOfficer => "privacy_officer.reset",
            Operation::SealEmergency => "emergency.seal",
            Operation::EraseCustomer => "customer.erase",
            Operation::GiveArchive => "customer.archive",
            Operation::GiveOrder => "order.give",
            Operation::ChangeAuthority => "authority.change",
        }
    }

    /// What it takes to ask for it.
    pub fn asking(self) -> Permission {
        match self {
            Operation::GiveOrder => Permission::OperationsOrder,
            other => other.approving(),
        }
    }

    /// What it takes to approve it.
    pub fn approving(self) -> Permission {
        match self {
            Operation::EraseCustomer | Operation::GiveArchive => Permission::PrivacyChange,
            Operation::GiveOrder => Permission::OperationsApprove,
            Operation::ChangeAuthority => Permission::AuthorityChange,
            _ => Permission::AccountsChange,
        }
    }

    /// How long a request waits, and an approval holds.
    pub fn lasts(self) -> Span {
        if self.is_of_contact() { LASTS_IN_CONTACT } else { LASTS }
    }

    /// Whether it is about a contact that is open: then whoever reaches that contact decides, beside it, and it is
    /// withdrawn with it.
    pub fn is_of_contact(self) -> bool {
        self == Operation::GiveOrder
    }

    /// Whether it is about what all work by: then who asks and who approves reach everybody.
    pub fn is_of_all(self) -> bool {
        self == Operation::ChangeAuthority
    }

    /// The account that it is about, by its subject; none when it is about something else.
    pub fn account(self, subject: &str) -> Option<AccountId> {
        match self {
            Operation::EndAdministrator
            | Operation::ResetAdministrator
            | Operation::EndPrivacyOfficer
            | Operation::ResetPrivacyOfficer => subject.parse().ok(),
            _ => None,
        }
    }

    /// Whether it gives out a secret. Then it runs when who asked fetches it; other operations run at once when
    /// they are approved.
    pub fn gives_secret(self) -> bool {
        use Operation::{
            ChangeAuthority, EndAdministrator, EndPrivacyOfficer, EraseCustomer, GiveArchive, GiveOrder,
        };
        !matches!(
            self,
            EndAdministrator | EndPrivacyOfficer | EraseCustomer | GiveArchive | GiveOrder | ChangeAuthority
        )
    }

    /// What making, ending and resetting an account of this role are, if that takes two: of those who keep accounts,
    /// and of those who watch them. Otherwise one administrator alone could see and clear everything.
    pub fn about(role: Role) -> Option<[Operation; 3]> {
        match role {
            Role::Administrator => Some([
                Operation::MakeAdministrator,
                Operation::EndAdministrator,
                Operation::ResetAdministrator,
            ]),
            Role::PrivacyOfficer => Some([
                Operation::MakePrivacyOfficer,
                Operation::EndPrivacyOfficer,
                Operation::ResetPrivacyOfficer,
            ]),
            _ => None,
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Operation {
    type Err = ();
    fn from_str(text: &str) -> Result<Operation, ()> {
        Operation::ALL.into_iter().find(|operation| operation.tag() == text).ok_or(())
    }
}

/// How a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// For a second person.
    Waiting,
    /// Nobody decided in time, or nobody ran it in time.
    Expired,
    /// It may run, once.
    Approved,
    /// A second person said no.
    Refused,
    /// Who asked does not want it any more, or its contact is over.
    Withdrawn,
    /// It was begun. One that stays so was cut off, and is not begun again.
    Running,
    /// It was done.
    Done,
    /// It was begun, and failed.
    Failed,
}

impl State {
    const STORED: [State; 7] = [
        State::Waiting,
        State::Approved,
        State::Refused,
        State::Withdrawn,
        State::Running,
        State::Done,
        State::Failed,
    ];

    /// The name in the database and in documents.
    pub fn tag(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Expired => "expired",
            State::Approved => "approved",
            State::Refused => "refused",
            State::Withdrawn => "withdrawn",
            State::Running => "running",
            State::Done => "done",
            State::Failed => "failed",
        }
    }
}

impl State {
    /// Whether somebody may still decide it, or run it.
    pub fn is_open(self) -> bool {
        matches!(self, State::Waiting | State::Approved)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// What somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Its name.
    pub id: ApprovalId,
    /// What is to be done.
    pub operation: Operation,
    /// To what: an id or a name.
    pub subject: String,
    /// Who asked.
    pub asked_by: AccountId,
    /// When.
    pub asked: Time,
    /// Until when it waits, and until when it runs once it is approved.
    pub expires: Time,
    /// How it stands.
    pub state: State,
    /// Who decided, and when.
    pub decided: Option<(AccountId, Time)>,
}
