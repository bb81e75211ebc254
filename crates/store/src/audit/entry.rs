//! What is put on record: who did what, when, to what, from where, and whether they were let.
//!
//! An entry holds ids and codes only, never a personal value and no text that somebody typed.

use std::fmt;
use std::str::FromStr;
use vocabulary::{AccountId, ContactId, CustomerRef, Time};

/// The longest code: names of operations, things, reasons, purposes and places.
const LONGEST: usize = 64;

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

        impl FromStr for $name {
            type Err = ();
            fn from_str(text: &str) -> Result<$name, ()> {
                $name::ALL.iter().copied().find(|known| known.tag() == text).ok_or(())
            }
        }
    };
}

tagged! {
    /// What sort of act it was.
    Kind {
        /// Nothing that has to be on record; refusals are.
        None = "none",
        /// Somebody came in, or went.
        Session = "session",
        /// Somebody looked at a customer.
        Look = "look",
        /// Something leaves the program as a file.
        Export = "export",
        /// Something was changed.
        Change = "change",
        /// Calls were handled. The journal holds it as well, and it goes on while no audit can be
        /// written.
        Handling = "handling",
    }
}

tagged! {
    /// What became of it.
    Outcome {
        /// The permission was there.
        Allowed = "allowed",
        /// It was not, or not for this.
        Refused = "refused",
        /// It was permitted and did not succeed.
        Failed = "failed",
    }
}

/// A short name out of `a-z A-Z 0-9 . _ : -`: no room for anything personal.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(std::borrow::Cow<'static, str>);

impl Code {
    /// A code of this program's own text.
    ///
    /// # Panics
    /// When it is none: a test that calls it finds that out.
    pub fn of(text: &'static str) -> Code {
        assert!(is_code(text), "{text} is no code");
        Code(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_code(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b':'))
}

/// A text that is no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("it has 1 to 64 characters out of a-z, A-Z, 0-9, '.', '_', ':' and '-'")]
pub struct NoCode;

impl FromStr for Code {
    type Err = NoCode;
    fn from_str(text: &str) -> Result<Code, NoCode> {
        if is_code(text) { Ok(Code(text.to_owned().into())) } else { Err(NoCode) }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Time,
    /// Who; none when nobody was signed in, or the program itself acted.
    pub account: Option<AccountId>,
    /// What was asked: an operation of the API document, `cli:account.add`, `audit.lost` …
    pub operation: Code,
    /// What sort of act.
    pub kind: Kind,
    /// The contact it was about.
    pub contact: Option<ContactId>,
    /// The customer it was about.
    pub customer: Option<CustomerRef>,
    /// What else it was about: `A-7`, `U-3`, `queue:cards`.
    pub about: Option<Code>,
    /// What became of it.
    pub outcome: Outcome,
    /// Why not, when it was refused or failed.
    pub reason: Option<Code>,
    /// What it was for, when that was said.
    pub purpose: Option<Code>,
    /// From where: an address, `console:1000` with the system's user, or `program`.
    pub origin: Code,
    /// How often it happened: repeated refusals are told once a minute.
    pub times: u32,
}

impl Entry {
    /// An act that succeeded, once, with nothing said about what it was about.
    pub fn new(at: Time, operation: Code, kind: Kind, origin: Code) -> Entry {
        Entry {
            at,
            account: None,
            operation,
            kind,
            contact: None,
            customer: None,
            about: None,
            outcome: Outcome::Allowed,
            reason: None,
            purpose: None,
            origin,
            times: 1,
        }
    }
}

/// An entry in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Its place: 1, 2, 3 … without a gap.
    pub place: u64,
    /// What happened.
    pub entry: Entry,
    /// Its link of the chain.
    pub hash: super::Hash,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_no_room_for_prose() {
        for good in ["read_customer", "cli:account.add", "A-7", "127.0.0.1", "2001:db8::1"] {
            assert_eq!(good.parse::<Code>().unwrap().as_str(), good);
        }
        for bad in ["", "two words", "김민준", "a/b", &"x".repeat(65)] {
            assert_eq!(bad.parse::<Code>(), Err(NoCode), "{bad}");
        }
    }

    #[test]
    fn tags_are_read_as_they_are_written() {
        assert!(Kind::ALL.iter().all(|kind| kind.tag().parse() == Ok(*kind)));
        assert!(Outcome::ALL.iter().all(|outcome| outcome.tag().parse() == Ok(*outcome)));
        assert_eq!("Look".parse::<Kind>(), Err(()));
    }
}
