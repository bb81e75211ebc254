//! Typed ids. A number that names a contact can never be passed for one that names an agent.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::Arc;

/// Why a piece of text is not the id it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A numbered id such as `C-17` was expected.
    #[error("expected an id like {prefix}-17 or its number alone")]
    Number {
        /// The letter the id starts with.
        prefix: &'static str,
    },
    /// A configured name was expected.
    #[error("a {what} has 1 to 64 characters out of a-z, A-Z, 0-9, '.', '_' and '-'")]
    Name {
        /// What the name should have named.
        what: &'static str,
    },
}

macro_rules! numbered {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "-{}"), self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
        impl FromStr for $name {
            type Err = Error;
            /// Accepts the printed form and the bare number.
            fn from_str(text: &str) -> Result<Self, Error> {
                let digits = text.strip_prefix(concat!($prefix, "-")).unwrap_or(text);
                digits.parse().map($name).map_err(|_| Error::Number { prefix: $prefix })
            }
        }
    };
}

numbered!(
    /// One matter of one customer, from first ring to closed journal.
    ContactId, "C"
);
numbered!(
    /// A member of staff who serves contacts.
    AgentId, "A"
);
numbered!(
    /// An account: what journal and audit name somebody by.
    AccountId, "U"
);
numbered!(
    /// One telephone connection of a contact: the caller's, or an agent's.
    ///
    /// Voice nodes name legs that arrive, the floor names legs it dials. The lowest bit tells
    /// which, so that the two never clash ([`LegId::arrived`], [`LegId::dialled`]).
    LegId, "L"
);
numbered!(
    /// The recording of a contact. There is at most one a contact, and it bears the contact's number.
    RecordingId, "R"
);
numbered!(
    /// A one-use name for digits that never leave the voice process.
    Handle, "H"
);
numbered!(
    /// Place of an entry in the floor journal: 1, 2, 3 … without a gap.
    Sequence, "J"
);
numbered!(
    /// A term of floor leadership. Orders and reports of an older epoch are refused.
    Epoch, "E"
);

impl RecordingId {
    /// The recording of a contact, should it have one.
    pub fn of(contact: ContactId) -> RecordingId {
        RecordingId(contact.0)
    }

    /// The contact it records.
    pub fn contact(self) -> ContactId {
        ContactId(self.0)
    }
}

impl LegId {
    /// The `count`-th leg that arrived at a voice node during `epoch` (count below 2^31).
    pub fn arrived(epoch: Epoch, count: u32) -> LegId {
        LegId((epoch.0 << 32 | u64::from(count)) << 1)
    }

    /// The `count`-th leg the floor dialled.
    pub fn dialled(count: u64) -> LegId {
        LegId(count << 1 | 1)
    }
}

impl AgentId {
    /// Nobody knows who: logs of other systems have answered calls without an agent. No agent of a
    /// plan bears it.
    pub const UNRECORDED: AgentId = AgentId(0);
}

impl Sequence {
    /// The place after this one.
    pub fn next(self) -> Sequence {
        Sequence(self.0 + 1)
    }
}

macro_rules! named {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Eq)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Checks and takes a name.
            ///
            /// # Errors
            /// When the text is empty, longer than 64 characters, or holds a character outside
            /// `a-z A-Z 0-9 . _ -`.
            pub fn new(text: &str) -> Result<Self, Error> {
                let fits = (1..=64).contains(&text.len())
                    && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
                if fits { Ok($name(text.into())) } else { Err(Error::Name { what: $what }) }
            }

            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        // Most names that meet are one and the same text: the plan's.
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
            }
        }
        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                if Arc::ptr_eq(&self.0, &other.0) { Ordering::Equal } else { self.0.cmp(&other.0) }
            }
        }
        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }
        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.0.hash(state);
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl FromStr for $name {
            type Err = Error;
            fn from_str(text: &str) -> Result<Self, Error> {
                $name::new(text)
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                $name::new(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}

named!(
    /// A queue, as configured: `cards`, `loans`.
    QueueName, "queue name"
);
named!(
    /// Something an agent can do and a contact may need: `cards`, `lang.ko`.
    SkillName, "skill name"
);
named!(
    /// A call flow, as its file says: `main`.
    FlowName, "flow name"
);
named!(
    /// A step inside a flow: `menu`.
    StepName, "step name"
);
named!(
    /// A recorded prompt: `greeting`, `position.3`.
    PromptName, "prompt name"
);
named!(
    /// A called number's entry in the plan: `hotline-ko`.
    LineName, "line name"
);
named!(
    /// A voice node: `voice-1`.
    NodeName, "node name"
);
named!(
    /// What a matter was, as configured: `enquiry`.
    DispositionCode, "disposition code"
);
named!(
    /// The bank registry's own pseudonymous key of a customer.
    ///
    /// The bank port's contract forbids account, identity, card and telephone numbers here,
    /// because this key stands in the journal.
    CustomerRef, "customer reference"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_print_and_parse() {
        assert_eq!(ContactId(17).to_string(), "C-17");
        assert_eq!("C-17".parse(), Ok(ContactId(17)));
        assert_eq!("17".parse(), Ok(ContactId(17)));
        assert!("A-17".parse::<ContactId>().is_err());
        assert_eq!(serde_json::to_string(&ContactId(17)).unwrap(), "17");
    }

    #[test]
    fn names_are_checked_where_they_enter() {
        for bad in ["", "a b", "카드", &"x".repeat(65)] {
            assert!(QueueName::new(bad).is_err(), "{bad:?} passed");
        }
        let name: QueueName = serde_json::from_str("\"cards\"").unwrap();
        assert_eq!(name.as_str(), "cards");
        assert!(serde_json::from_str::<QueueName>("\"a b\"").is_err());
    }

    #[test]
    fn arrived_and_dialled_legs_never_share_an_id() {
        let epoch = Epoch(3);
        for count in 0..1000 {
            assert_ne!(LegId::arrived(epoch, count), LegId::dialled(u64::from(count)));
        }
    }
}
