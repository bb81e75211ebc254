//! What an agent's page sends.

use serde::Deserialize;
use vocabulary::voice::SecretKind;
use vocabulary::{ContactId, CustomerRef, QueueName};

/// The most text a note may hold, in bytes of UTF-8.
pub(super) const NOTE_BYTES: usize = 8 * 1024;

/// A frame of the page. All but [`Beat`](Asked::Beat) carry an `id`, which comes back in the answer.
#[derive(Debug, PartialEq, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Asked {
    /// The first frame: who looks, and in which language.
    Hello { language: Language, window: Window },
    /// The page lives, every 2 s.
    Beat { n: u64, visible: bool },
    /// The browser's telephone offers a connection (RFC 8829).
    PhoneOffer { sdp: String },
    /// Hear oneself, after a second.
    PhoneTest { on: bool },
    /// Contacts can be offered.
    Ready,
    /// No contacts, please.
    NotReady { reason: Reason },
    /// Pick up.
    Answer { contact: Id },
    /// Let it ring elsewhere.
    Refuse { contact: Id },
    /// End the talk.
    HangUp { contact: Id },
    /// Music for the customer.
    Hold { contact: Id },
    /// Back from hold.
    Retrieve { contact: Id },
    /// The customer keys in a secret, which nobody sees or hears but the bank.
    SecureEntry { contact: Id, what: Secret },
    /// No more of that.
    StopSecureEntry { contact: Id },
    /// End the talk, and call the customer back at the registered number.
    CallRegistered { contact: Id },
    /// To a queue, without asking there first.
    Transfer { contact: Id, queue: QueueName },
    /// Through with the matter.
    WrapUpDone { contact: Id },
    /// Some more time for the matter.
    WrapUpMore { contact: Id },
    /// What the matter was.
    Disposition { contact: Id, code: String },
    /// What is to be remembered of it; `version` is the one this text was made from.
    Note { contact: Id, version: u64, text: String },
    /// Who was found is whom it is about.
    Identify { contact: Id, customer: CustomerRef },
    /// No, it is not.
    UndoIdentify { contact: Id },
    /// Whether the caller is somebody else than the customer.
    ThirdParty { contact: Id, is: bool },
    /// Take a chat that is offered.
    Accept { contact: Id },
    /// Do not take it.
    Decline { contact: Id },
    /// Say something in a chat; `sent` is the page's own number for it, each above those before.
    Say { contact: Id, sent: u64, text: String },
    /// End a chat.
    EndChat { contact: Id },
    /// Ask again for a panel that is late or has failed.
    ViewAgain { contact: Id, panel: PanelName },
}

/// A frame with its number.
#[derive(Debug, PartialEq, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
pub(super) struct Numbered {
    #[serde(default)]
    #[cfg_attr(test, serde(skip_serializing_if = "Option::is_none"))]
    pub id: Option<u64>,
    #[serde(flatten)]
    pub asked: Asked,
}

/// A contact by its printed id: `C-17`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Id(pub ContactId);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Id, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map(Id).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
impl serde::Serialize for Id {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// The language the page is shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
pub(super) enum Language {
    #[serde(rename = "zh")]
    Chinese,
    #[serde(rename = "ko")]
    Korean,
    #[serde(rename = "en")]
    English,
}

impl From<Language> for vocabulary::Language {
    fn from(language: Language) -> vocabulary::Language {
        match language {
            Language::Chinese => vocabulary::Language::Chinese,
            Language::Korean => vocabulary::Language::Korean,
            Language::English => vocabulary::Language::English,
        }
    }
}

/// What is in a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Window {
    /// The agent's desk; with the telephone, unless a telephone's window is open.
    Desk,
    /// The telephone alone.
    Phone,
}

/// What a customer keys in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Secret {
    Pin,
    OneTimeCode,
    CardCode,
}

impl From<Secret> for SecretKind {
    fn from(secret: Secret) -> SecretKind {
        match secret {
            Secret::Pin => SecretKind::Pin,
            Secret::OneTimeCode => SecretKind::OneTimeCode,
            Secret::CardCode => SecretKind::CardCode,
        }
    }
}

impl From<SecretKind> for Secret {
    fn from(kind: SecretKind) -> Secret {
        match kind {
            SecretKind::Pin => Secret::Pin,
            SecretKind::OneTimeCode => Secret::OneTimeCode,
            SecretKind::CardCode => Secret::CardCode,
        }
    }
}

/// Panels as pages name them; each is the centre's own of the same name.
macro_rules! panels {
    ($($name:ident),+ $(,)?) => {
        /// A part of the customer's view.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub(crate) enum PanelName {
            $($name),+
        }

        impl From<PanelName> for centre::PanelName {
            fn from(panel: PanelName) -> centre::PanelName {
                match panel {
                    $(PanelName::$name => centre::PanelName::$name),+
                }
            }
        }

        impl From<centre::PanelName> for PanelName {
            fn from(panel: centre::PanelName) -> PanelName {
                match panel {
                    $(centre::PanelName::$name => PanelName::$name),+
                }
            }
        }
    };
}

panels! {
    Identity, Accounts, Cards, Transactions, Bills, Limits, Applications, Reports, Production, Holdings,
    Points, Devices, Consents, Journeys, Locks, Preferences, LifeEvents, Contacts, Work,
}

/// Why an agent wishes to be not ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reason {
    Pause,
    Break,
    Meal,
    Training,
    Meeting,
    SignedOut,
}
