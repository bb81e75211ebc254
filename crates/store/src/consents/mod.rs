//! What customers have agreed to, and what not: who noted it, when, by what means it was said, and which version of
//! the text they were told. Nothing is ever overwritten; the newest word of a topic is in force.

pub(crate) mod table;

use crate::{Result, Store, now};
use vocabulary::{AccountId, ContactId, CustomerRef, Time};

macro_rules! tagged {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $tag:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The name in the database and in documents.
            pub fn tag(self) -> &'static str {
                match self {
                    $($name::$variant => $tag,)+
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();
            fn from_str(text: &str) -> std::result::Result<$name, ()> {
                $name::ALL.iter().copied().find(|known| known.tag() == text).ok_or(())
            }
        }
    };
}

tagged! {
    /// What somebody agrees to.
    Topic {
        /// That conversations are recorded.
        Recording = "recording",
        /// That the bank offers its products.
        Marketing = "marketing",
        /// That sensitive data is used (PIPL §29).
        Sensitive = "sensitive",
    }
}

tagged! {
    /// By what means it was said.
    Means {
        /// In a call.
        Call = "call",
        /// In a chat.
        Chat = "chat",
        /// In the branch.
        Branch = "branch",
        /// In writing.
        Writing = "writing",
        /// On the bank's pages.
        Online = "online",
    }
}

/// A customer's word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Whose.
    pub customer: CustomerRef,
    /// About what.
    pub topic: Topic,
    /// Whether they agree.
    pub agreed: bool,
    /// When it was noted.
    pub at: Time,
    /// By whom.
    pub by: AccountId,
    /// In which contact, if it was in one.
    pub contact: Option<ContactId>,
    /// By what means it was said.
    pub means: Means,
    /// Which version of the text they were told.
    pub wording: String,
}

impl Store {
    /// Notes a customer's word. It is durable when this returns.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn note_consent(&self, consent: &Consent) -> Result<()> {
        self.within(table::note(self.db(), consent)).await
    }

    /// All that a customer ever said, newest first; 500 at the most.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn consents(&self, customer: &CustomerRef) -> Result<Vec<Consent>> {
        self.within(table::of_customer(self.db(), customer)).await
    }

    /// Whether a customer agrees, if anybody ever asked.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn agrees(&self, customer: &CustomerRef, topic: Topic) -> Result<Option<bool>> {
        self.within(table::in_force(self.db(), customer, topic)).await
    }
}

impl Consent {
    /// One of now.
    pub fn now(
        customer: CustomerRef,
        (topic, agreed): (Topic, bool),
        by: AccountId,
        contact: Option<ContactId>,
        (means, wording): (Means, &str),
    ) -> Consent {
        Consent { customer, topic, agreed, at: now(), by, contact, means, wording: wording.to_owned() }
    }
}
