//! Finding a customer by what a caller can say: a telephone number, a name, an identity document, a card.
//!
//! What is looked for is as personal as what is found: none of it prints, and none stands in a URL or an error.

use crate::customers::Identity;
use std::fmt;
use vocabulary::{Birthday, CardNumber, CustomerRef, DocumentNumber, PhoneNumber};

/// At most so many customers are told about. When more fit, nobody is: who asks has to say more.
pub const MOST_FOUND: usize = 20;

/// The longest text of a name that is looked for, in characters.
pub const NAME_CHARACTERS: usize = 64;

/// A name as somebody typed it: whole or in parts, in its own writing or in Latin letters. Does not print.
#[derive(Clone, PartialEq, Eq)]
pub struct NameText(String);

/// The text cannot be looked for as a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a name that is looked for has 1 to {NAME_CHARACTERS} characters that print")]
pub struct NotAName;

impl NameText {
    /// Takes a text; blanks around it go.
    ///
    /// # Errors
    /// [`NotAName`].
    pub fn new(text: &str) -> Result<NameText, NotAName> {
        let text = text.trim();
        let fits = (1..=NAME_CHARACTERS).contains(&text.chars().count()) && !text.contains(char::is_control);
        if fits { Ok(NameText(text.to_owned())) } else { Err(NotAName) }
    }

    /// The text in clear.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for NameText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("•••")
    }
}

/// What a customer is looked for by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// A registered telephone number, whole.
    Telephone(PhoneNumber),
    /// A name, or parts of one.
    Name {
        /// The text.
        text: NameText,
        /// The birthday, where it is known: many people share a name.
        born: Option<Birthday>,
    },
    /// The number of an identity document, whole.
    Document(DocumentNumber),
    /// The number of a payment card, whole.
    Card(CardNumber),
}

/// Somebody who fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Who.
    pub customer: CustomerRef,
    /// As the registry says.
    pub identity: Identity,
}

/// Who fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// All who do, [`MOST_FOUND`] at the most; often nobody.
    These(Vec<Match>),
    /// So many that none is told about.
    TooMany {
        /// How many.
        count: u32,
    },
}
