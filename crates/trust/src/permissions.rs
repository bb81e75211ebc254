//! What can be permitted, and what each role is permitted.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

mod sealed {
    /// Keeps [`super::Permit`] to the types of [`super::may`].
    pub trait Sealed {}
}

/// A permission as a type, so that the compiler can tell one proof from another.
pub trait Permit: sealed::Sealed + Send + Sync + 'static {
    /// The same permission as a value.
    const PERMISSION: Permission;
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident, $tag:literal;)+) => {
        /// Something an account may be permitted.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Permission {
            $($(#[$doc])* $name,)+
        }

        impl Permission {
            /// All of them.
            pub const ALL: &'static [Permission] = &[$(Permission::$name),+];

            /// The name in documents and messages: `contacts.read`.
            pub fn tag(self) -> &'static str {
                match self {
                    $(Permission::$name => $tag,)+
                }
            }
        }

        /// The permissions as types: what handlers name in [`Actor`](crate::Actor)`<…>`.
        pub mod may {
            $(
                $(#[$doc])*
                #[derive(Debug, Clone, Copy)]
                pub enum $name {}
                impl super::sealed::Sealed for $name {}
                impl super::Permit for $name {
                    const PERMISSION: super::Permission = super::Permission::$name;
                }
            )+
        }
    };
}

permissions! {
    /// See contacts: who called when, and what became of it.
    ContactsRead, "contacts.read";
    /// See what the bank says of the customer of an open contact, behind display masks.
    CustomersRead, "customers.read";
    /// Look for the customer of a contact in hand, by what the caller says.
    CustomersFind, "customers.find";
    /// See the journal entries of a contact.
    JournalRead, "journal.read";
    /// See agents and what they are doing.
    AgentsRead, "agents.read";
    /// Make any agent ready or not ready.
    AgentsChange, "agents.change";
    /// See queues, waiting times and figures.
    QueuesRead, "queues.read";
    /// Serve customers at a desk, as the agent that the account is linked to.
    DeskServe, "desk.serve";
    /// Close queues and open them again.
    QueuesChange, "queues.change";
    /// Take places away that are kept for call-backs.
    CallbacksChange, "callbacks.change";
    /// Set what callers hear before anything else.
    AnnouncementsChange, "announcements.change";
    /// Read and write notes and dispositions of contacts; agents of those they served.
    NotesWrite, "notes.write";
    /// See the plan, its versions, and what another would change.
    PlanRead, "plan.read";
    /// Bring another plan into force.
    PlanChange, "plan.change";
    /// See the rules of authority: those in force, those that were, and those that somebody asks for.
    AuthorityRead, "authority.read";
    /// Try other rules of authority on what was done, ask for them to come into force, and decide what others ask for.
    AuthorityChange, "authority.change";
    /// See whose token it is, and keep views of one's own.
    SessionRead, "session.read";
    /// Follow events as they happen. What an event tells still takes its own permission.
    EventsRead, "events.read";
    /// Hear recordings; agents those of contacts they served. Every ticket is on record.
    RecordingsListen, "recordings.listen";
    /// See figures of any time, agents' own included, and scheduled reports.
    FiguresRead, "figures.read";
    /// Read metrics: for a monitoring system.
    MetricsRead, "metrics.read";
    /// See who is signed in, and end anybody's session.
    AccountsChange, "accounts.change";
    /// Ask for tickets with which customers open chats: for the bank's own pages, as a program.
    ChatsInvite, "chats.invite";
    /// Do things at the bank for customers, within the rules of authority; agents for those they serve.
    OperationsOrder, "operations.order";
    /// Be the second person for what is beyond an agent's authority.
    OperationsApprove, "operations.approve";
    /// Take back what waits for a condition.
    OperationsWithdraw, "operations.withdraw";
    /// Read who did and saw what, and what of it is unusual.
    AuditRead, "audit.read";
    /// See which addresses are not answered on the telephone for a while, and answer one again.
    BansChange, "bans.change";
    /// See what has to be known at once: that the emergency account is in use, that the glass was broken.
    AlarmsRead, "alarms.read";
    /// Unmask a field of a customer's, one at a time, for a stated purpose; agents of those they serve.
    CustomersUnmask, "customers.unmask";
    /// Unmask one without being permitted to: with an alarm, and to be looked into by somebody else.
    CustomersBreakGlass, "customers.break_glass";
    /// See what customers have agreed to.
    ConsentsRead, "consents.read";
    /// Note what a customer agrees to, or does not.
    ConsentsChange, "consents.change";
    /// Promise customers something, see what was promised, and say what became of it; agents of those they serve or
    /// served, and what they or their team are to keep.
    PromisesKeep, "promises.keep";
    /// See what is kept for how long, what is held, and what was erased.
    PrivacyRead, "privacy.read";
    /// Hold and erase what is kept of customers, give them what is kept of them, look into broken glass.
    PrivacyChange, "privacy.change";
    /// See the versions of the master key, and bring a new one into use.
    KeysChange, "keys.change";
}

/// The text names no permission.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no such permission; permissions are named like contacts.read")]
pub struct UnknownPermission;

impl FromStr for Permission {
    type Err = UnknownPermission;
    fn from_str(text: &str) -> Result<Permission, UnknownPermission> {
        Permission::ALL.iter().copied().find(|known| known.tag() == text).ok_or(UnknownPermission)
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// What somebody is at the service centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Serves customers.
    Agent,
    /// Leads agents and answers for the floor.
    Supervisor,
    /// Keeps the system running; has no business with customers.
    Engineer,
    /// Watches the floor: wall boards, visitors.
    Viewer,
    /// Watches who looks at whom; sees no customer.
    PrivacyOfficer,
    /// Keeps accounts; sees no customer.
    Administrator,
    /// A program with keys of its own, which say what it may do.
    Client,
    /// The account under seal, for when nobody else can act.
    Emergency,
}

impl Role {
    /// All that people are given.
    pub const ALL: [Role; 6] = [
        Role::Agent,
        Role::Supervisor,
        Role::Engineer,
        Role::Viewer,
        Role::PrivacyOfficer,
        Role::Administrator,
    ];

    /// The name in the database and in commands.
    pub fn tag(self) -> &'static str {
        match self {
            Role::Agent => "agent",
            Role::Supervisor => "supervisor",
            Role::Engineer => "engineer",
            Role::Viewer => "viewer",
            Role::PrivacyOfficer => "privacy_officer",
            Role::Administrator => "administrator",
            Role::Client => "client",
            Role::Emergency => "emergency",
        }
    }

    /// The role of a row of the database.
    pub(crate) fn stored(tag: &str) -> Option<Role> {
        Role::ALL.into_iter().chain([Role::Client, Role::Emergency]).find(|role| role.tag() == tag)
    }

    /// What the role is permitted.
    pub fn permissions(self) -> &'static [Permission] {
        use Permission::{
            AccountsChange, AgentsChange, AgentsRead, AlarmsRead, AnnouncementsChange, AuditRead,
            AuthorityChange, AuthorityRead, BansChange, CallbacksChange, ConsentsChange, ConsentsRead,
            ContactsRead, CustomersBreakGlass, CustomersFind, CustomersRead, CustomersUnmask, DeskServe,
            EventsRead, FiguresRead, JournalRead, KeysChange, MetricsRead, NotesWrite, OperationsApprove,
            OperationsOrder, OperationsWithdraw, PlanChange, PlanRead, PrivacyChange, PrivacyRead,
            PromisesKeep, QueuesChange, QueuesRead, RecordingsListen, SessionRead,
        };
        match self {
            Role::Agent => &[
                ContactsRead,
                CustomersRead,
                CustomersFind,
                JournalRead,
                AgentsRead,
                QueuesRead,
                DeskServe,
                NotesWrite,
                SessionRead,
                EventsRead,
                RecordingsListen,
                CustomersUnmask,
                CustomersBreakGlass,
                ConsentsRead,
                ConsentsChange,
                OperationsOrder,
                OperationsWithdraw,
                PromisesKeep,
            ],
            Role::Supervisor => &[
                ContactsRead,
                CustomersRead,
                JournalRead,
                AgentsRead,
                AgentsChange,
                QueuesRead,
                QueuesChange,
                CallbacksChange,
                AnnouncementsChange,
                NotesWrite,
                PlanRead,
                PlanChange,
                AuthorityRead,
                AuthorityChange,
                SessionRead,
                EventsRead,
                RecordingsListen,
                FiguresRead,
                MetricsRead,
                BansChange,
                AlarmsRead,
                CustomersUnmask,
                CustomersBreakGlass,
                ConsentsRead,
                ConsentsChange,
                OperationsApprove,
                OperationsWithdraw,
                PromisesKeep,
            ],
            Role::Engineer => &[
                JournalRead,
                AgentsRead,
                QueuesRead,
                PlanRead,
                PlanChange,
                AuthorityRead,
                SessionRead,
                EventsRead,
                MetricsRead,
                BansChange,
            ],
            Role::Viewer => &[AgentsRead, QueuesRead, SessionRead],
            Role::PrivacyOfficer => {
                &[AuditRead, SessionRead, AlarmsRead, ConsentsRead, PrivacyRead, PrivacyChange]
            }
            Role::Administrator => &[AccountsChange, SessionRead, AlarmsRead, KeysChange],
            Role::Client => &[],
            // What supervisors, engineers and administrators may, but not the record of what was done.
            Role::Emergency => &[
                ContactsRead,
                CustomersRead,
                JournalRead,
                AgentsRead,
                AgentsChange,
                QueuesRead,
                QueuesChange,
                AnnouncementsChange,
                NotesWrite,
                PlanRead,
                PlanChange,
                AuthorityRead,
                SessionRead,
                EventsRead,
                RecordingsListen,
                FiguresRead,
                MetricsRead,
                AccountsChange,
                BansChange,
                AlarmsRead,
                CustomersBreakGlass,
                KeysChange,
            ],
        }
    }

    /// Whether the role is permitted this.
    pub fn may(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// The text names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a role is one of agent, supervisor, engineer, viewer, privacy_officer and administrator")]
pub struct UnknownRole;

impl FromStr for Role {
    type Err = UnknownRole;
    fn from_str(text: &str) -> Result<Role, UnknownRole> {
        Role::ALL.into_iter().find(|role| role.tag() == text).ok_or(UnknownRole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_has_its_permissions_and_no_others() {
        let check = |role: Role, expected: &str| {
            let held = Permission::ALL.iter().filter(|permission| role.may(**permission));
            assert_eq!(
                held.map(|permission| permission.tag()).collect::<Vec<_>>().join(" "),
                expected,
                "{role}"
            );
        };
        check(
            Role::Agent,
            "contacts.read customers.read customers.find journal.read agents.read queues.read desk.serve notes.write session.read \
             events.read recordings.listen operations.order operations.withdraw customers.unmask customers.break_glass consents.read consents.change promises.keep",
        );
        check(
            Role::Supervisor,
            "contacts.read customers.read journal.read agents.read agents.change queues.read queues.change \
             callbacks.change announcements.change notes.write plan.read plan.change authority.read authority.change session.read events.read \
             recordings.listen figures.read metrics.read operations.approve operations.withdraw bans.change alarms.read customers.unmask customers.break_glass \
             consents.read consents.change promises.keep",
        );
        check(
            Role::Engineer,
            "journal.read agents.read queues.read plan.read plan.change authority.read session.read events.read metrics.read bans.change",
        );
        check(Role::Viewer, "agents.read queues.read session.read");
        check(
            Role::PrivacyOfficer,
            "session.read audit.read alarms.read consents.read privacy.read privacy.change",
        );
        check(Role::Administrator, "session.read accounts.change alarms.read keys.change");
    }

    #[test]
    fn roles_are_read_as_they_are_written() {
        for role in Role::ALL {
            assert_eq!(role.tag().parse(), Ok(role));
        }
        for role in [Role::Client, Role::Emergency] {
            assert_eq!(Role::stored(role.tag()), Some(role));
            assert_eq!(role.tag().parse::<Role>(), Err(UnknownRole), "nobody is given {role}");
        }
        for text in ["", "Agent", "admin", "agent "] {
            assert_eq!(text.parse::<Role>(), Err(UnknownRole));
        }
    }
}
