//! What is seen of a customer at one moment: panels that came, that are late, that failed.

use super::work::Work;
use bank::customers::{
    Account, Application, Bills, Card, Consent, DeviceEvent, Holdings, Identity, Journey, LifeEvent, Limit,
    Lock, Points, Preferences, Production, Report, Transaction,
};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use store::ContactRow;
use vocabulary::{CustomerRef, Time};

impl fmt::Display for PanelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// The text names no panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a panel is one of {}", PanelName::ALL.map(PanelName::tag).join(", "))]
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
        /// What came before.
        stale: Option<Stale<T>>,
    },
    /// It will not come unless it is asked for again.
    Failed {
        /// When that was known.
        at: Time,
        /// Why.
        why: Failure,
        /// What came before.
        stale: Option<Stale<T>>,
    },
}

/// The last good answer to a question that is asked again: to be looked at, with its age, and
/// acted on only to protect: a card is frozen or reported lost by the cards as they were last told.
#[derive(Debug, PartialEq)]
pub struct Stale<T> {
    /// When it was true.
    pub as_of: Time,
    /// What came.
    pub value: Arc<T>,
}

impl<T> Clone for Stale<T> {
    fn clone(&self) -> Stale<T> {
        Stale { as_of: self.as_of, value: self.value.clone() }
    }
}

impl<T> Panel<T> {
    /// One that has just been asked for.
    pub(super) fn asked(now: Time) -> Panel<T> {
        Panel::Late { asked: now, overdue: false, stale: None }
    }

    /// The same, asked for again.
    pub(super) fn asked_again(&self, now: Time) -> Panel<T> {
        Panel::Late { asked: now, overdue: false, stale: self.last() }
    }

    /// Takes what came of the question.
    pub(super) fn answered(&mut self, answer: Result<T, Failure>, now: Time) {
        *self = match answer {
            Ok(value) => Panel::Ready { as_of: now, value: Arc::new(value) },
            Err(why) => {
                let stale = if why.contradicts() { None } else { self.last() };
                Panel::Failed { at: now, why, stale }
            }
        };
    }

    /// The last good answer.
    pub(super) fn last(&self) -> Option<Stale<T>> {
        match self {
            Panel::Ready { as_of, value } => Some(Stale { as_of: *as_of, value: value.clone() }),
            Panel::Late { stale, .. } | Panel::Failed { stale, .. } => stale.clone(),
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
    /// The bank's system failed several times in a row and is left alone for some seconds.
    Resting,
    /// The bank knows no such customer.
    UnknownCustomer,
    /// The bank does not offer this.
    NotOffered,
    /// The contacts on record cannot be read.
    Database,
}

impl Failure {
    /// Whether it says that what was told before is no more.
    fn contradicts(self) -> bool {
        matches!(self, Failure::UnknownCustomer | Failure::NotOffered)
    }
}

impl From<bank::Error> for Failure {
    fn from(error: bank::Error) -> Failure {
        match error {
            bank::Error::Late(_) | bank::Error::NotReady { .. } => Failure::Late,
            bank::Error::Unreachable(_) => Failure::Unreachable,
            bank::Error::Malformed(_) | bank::Error::Refused => Failure::Malformed,
            bank::Error::Busy => Failure::Busy,
            bank::Error::Resting => Failure::Resting,
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

/// Panels by their names: the list of them, what each holds, and what is done with one by its name.
macro_rules! panels {
    ($($(#[$doc:meta])* $place:ident: $name:ident of $content:ty),+ $(,)?) => {
        /// A part of the view that comes, or fails, by itself.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum PanelName {
            $($(#[$doc])* $name),+
        }

        impl PanelName {
            /// All of them, in the order they are shown.
            pub const ALL: [PanelName; [$(stringify!($place)),+].len()] = [$(PanelName::$name),+];

            /// The name in paths and transfer objects.
            pub fn tag(self) -> &'static str {
                match self {
                    $(PanelName::$name => stringify!($place)),+
                }
            }
        }

        /// What is seen of the customer of an open contact. In clear: masks are put on by whoever shows it.
        #[derive(Debug, Clone, PartialEq)]
        pub struct CustomerView {
            /// Whom it is about: the holder of the calling number, or who was verified.
            pub customer: CustomerRef,
            $($(#[$doc])* pub $place: Panel<$content>),+
        }

        impl CustomerView {
            /// A view of which everything has just been asked for.
            pub(super) fn asked(customer: CustomerRef, now: Time) -> CustomerView {
                CustomerView { customer, $($place: Panel::asked(now)),+ }
            }

            /// The same customer's, of which everything has just been asked for again.
            pub(super) fn asked_anew(&self, now: Time) -> CustomerView {
                CustomerView { customer: self.customer.clone(), $($place: self.$place.asked_again(now)),+ }
            }

            /// Has a panel wait for a new answer.
            pub(super) fn ask_again(&mut self, panel: PanelName, now: Time) {
                match panel {
                    $(PanelName::$name => self.$place = self.$place.asked_again(now)),+
                }
            }

            /// Whether a panel's answer is still awaited.
            pub fn awaits(&self, panel: PanelName) -> bool {
                match panel {
                    $(PanelName::$name => self.$place.is_awaited()),+
                }
            }

            /// Whether a panel stands otherwise than in another view.
            fn differs(&self, other: &CustomerView, panel: PanelName) -> bool {
                match panel {
                    $(PanelName::$name => self.$place != other.$place),+
                }
            }
        }
    };
}

panels! {
    /// Who the customer is.
    identity: Identity of Identity,
    /// Deposit accounts, the one used most first.
    accounts: Accounts of Vec<Account>,
    /// Payment cards, the one used most first.
    cards: Cards of Vec<Card>,
    /// What was booked lately, newest first.
    transactions: Transactions of Vec<Transaction>,
    /// Cards' bills and adjustments, newest first.
    bills: Bills of Bills,
    /// Limits of cards and accounts.
    limits: Limits of Vec<Limit>,
    /// Applications in progress.
    applications: Applications of Vec<Application>,
    /// Loss reports and freezes, newest first.
    reports: Reports of Vec<Report>,
    /// Cards in the making.
    production: Production of Vec<Production>,
    /// Loans and investments.
    holdings: Holdings of Holdings,
    /// Points of the bank's programme.
    points: Points of Points,
    /// What happened at cash machines, newest first.
    devices: Devices of Vec<DeviceEvent>,
    /// What the customer agreed to.
    consents: Consents of Vec<Consent>,
    /// Journeys that the customer agreed to have seen, the next one first.
    journeys: Journeys of Vec<Journey>,
    /// How secrets stand that wrong tries lock.
    locks: Locks of Vec<Lock>,
    /// How the customer wishes to be served.
    preferences: Preferences of Preferences,
    /// What happened in the customer's life, and whether a birthday is near; newest first.
    life_events: LifeEvents of Vec<LifeEvent>,
    /// Earlier contacts with this service centre, newest first.
    contacts: Contacts of Vec<ContactRow>,
    /// What is open for the customer now.
    work: Work of Work,
}

impl CustomerView {
    /// Whether nothing is awaited any more: each panel is there or has failed.
    pub fn is_whole(&self) -> bool {
        PanelName::ALL.into_iter().all(|panel| !self.awaits(panel))
    }

    /// The panels that stand otherwise than in an earlier view.
    pub fn changes(&self, before: &CustomerView) -> Vec<PanelName> {
        PanelName::ALL.into_iter().filter(|panel| self.differs(before, *panel)).collect()
    }
}
