//! What is seen of a customer at one moment: panels that came, that are late, that failed.

use bank::customers::{Account, Card, Identity};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use store::ContactRow;
use vocabulary::{CustomerRef, Time};

/// A part of the view that comes, or fails, by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PanelName {
    /// Who the customer is.
    Identity,
    /// Deposit accounts.
    Accounts,
    /// Payment cards.
    Cards,
    /// Recent contacts with this service centre.
    Contacts,
}

impl PanelName {
    /// All of them, in the order they are shown.
    pub const ALL: [PanelName; 4] =
        [PanelName::Identity, PanelName::Accounts, PanelName::Cards, PanelName::Contacts];

    /// The name in paths and transfer objects.
    pub fn tag(self) -> &'static str {
        match self {
            PanelName::Identity => "identity",
            PanelName::Accounts => "accounts",
            PanelName::Cards => "cards",
            PanelName::Contacts => "contacts",
        }
    }
}

impl fmt::Display for PanelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// The text names no panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a panel is one of identity, accounts, cards and contacts")]
pub struct UnknownPanel;

impl FromStr for PanelName {
    type Err = UnknownPanel;
    fn from_str(text: &str) -> Result<PanelName, UnknownPanel> {
        PanelName::ALL.into_iter().find(|panel| panel.tag() == text).ok_or(UnknownPanel)
    }
}

/// How a panel stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Panel<T> {
    /// It is there.
    Ready {
        /// When it was true.
        as_of: Time,
        /// What came. Shared, so that looking costs nothing.
        value: Arc<T>,
    },
    /// It has not come yet. It still may.
    Late {
        /// When it was asked for.
        asked: Time,
        /// Whether the panel's own deadline has passed.
        overdue: bool,
    },
    /// It will not come unless it is asked for again.
    Failed {
        /// When that was known.
        at: Time,
        /// Why.
        why: Failure,
    },
}

impl<T> Panel<T> {
    /// One that has just been asked for.
    pub(super) fn asked(now: Time) -> Panel<T> {
        Panel::Late { asked: now, overdue: false }
    }

    /// What came of a question.
    pub(super) fn of(answer: Result<T, Failure>, now: Time) -> Panel<T> {
        match answer {
            Ok(value) => Panel::Ready { as_of: now, value: Arc::new(value) },
            Err(why) => Panel::Failed { at: now, why },
        }
    }

    /// Whether an answer is still awaited.
    pub fn is_awaited(&self) -> bool {
        matches!(self, Panel::Late { .. })
    }

    pub(super) fn pass_deadline(&mut self) {
        if let Panel::Late { overdue, .. } = self {
            *overdue = true;
        }
    }
}

/// Why a panel failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// No answer came in the longest time there is for one.
    Late,
    /// The bank cannot be reached, or says that it is out of service.
    Unreachable,
    /// The bank's answer breaks the contract.
    Malformed,
    /// Too many questions wait for the bank.
    Busy,
    /// The bank knows no such customer.
    UnknownCustomer,
    /// The bank does not offer this.
    NotOffered,
    /// The contacts on record cannot be read.
    Database,
}

impl From<bank::Error> for Failure {
    fn from(error: bank::Error) -> Failure {
        match error {
            bank::Error::Late(_) => Failure::Late,
            bank::Error::Unreachable(_) => Failure::Unreachable,
            bank::Error::Malformed(_) | bank::Error::Refused => Failure::Malformed,
            bank::Error::Busy => Failure::Busy,
            bank::Error::UnknownCustomer => Failure::UnknownCustomer,
            bank::Error::NotOffered => Failure::NotOffered,
        }
    }
}

impl From<store::Error> for Failure {
    fn from(_: store::Error) -> Failure {
        Failure::Database
    }
}

/// What is seen of the customer of an open contact. In clear: masks are put on by whoever shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerView {
    /// Whom it is about: the holder of the calling number, or who was verified.
    pub customer: CustomerRef,
    /// Who that is.
    pub identity: Panel<Identity>,
    /// Deposit accounts, the one used most first.
    pub accounts: Panel<Vec<Account>>,
    /// Payment cards, the one used most first.
    pub cards: Panel<Vec<Card>>,
    /// Earlier contacts with this service centre, newest first.
    pub contacts: Panel<Vec<ContactRow>>,
}

impl CustomerView {
    /// A view of which everything has just been asked for.
    pub(super) fn asked(customer: CustomerRef, now: Time) -> CustomerView {
        CustomerView {
            customer,
            identity: Panel::asked(now),
            accounts: Panel::asked(now),
            cards: Panel::asked(now),
            contacts: Panel::asked(now),
        }
    }

    /// Has a panel wait for a new answer.
    pub(super) fn ask_again(&mut self, panel: PanelName, now: Time) {
        match panel {
            PanelName::Identity => self.identity = Panel::asked(now),
            PanelName::Accounts => self.accounts = Panel::asked(now),
            PanelName::Cards => self.cards = Panel::asked(now),
            PanelName::Contacts => self.contacts = Panel::asked(now),
        }
    }

    /// Whether a panel's answer is still awaited.
    pub fn awaits(&self, panel: PanelName) -> bool {
        match panel {
            PanelName::Identity => self.identity.is_awaited(),
            PanelName::Accounts => self.accounts.is_awaited(),
            PanelName::Cards => self.cards.is_awaited(),
            PanelName::Contacts => self.contacts.is_awaited(),
        }
    }

    /// Whether nothing is awaited any more: each panel is there or has failed.
    pub fn is_whole(&self) -> bool {
        PanelName::ALL.into_iter().all(|panel| !self.awaits(panel))
    }

    /// The panels that stand otherwise than in an earlier view.
    pub fn changes(&self, before: &CustomerView) -> Vec<PanelName> {
        let differs = |panel: &PanelName| match panel {
            PanelName::Identity => self.identity != before.identity,
            PanelName::Accounts => self.accounts != before.accounts,
            PanelName::Cards => self.cards != before.cards,
            PanelName::Contacts => self.contacts != before.contacts,
        };
        PanelName::ALL.into_iter().filter(differs).collect()
    }
}
