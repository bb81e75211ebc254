//! Telephone numbers: personal data of class C2 (`spec/rules`), masked wherever they are printed.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A telephone number: an optional `+`, then 2 to 15 digits (ITU-T E.164 §6).
///
/// Printing shows the mask only; [`PhoneNumber::expose`] is the one way to the digits, so that
/// a search for it finds every place that handles them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

/// Why a piece of text is not a telephone number. Never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a telephone number is an optional '+' and 2 to 15 digits")]
pub struct NotANumber;

impl PhoneNumber {
    /// Takes a number as dialled; spaces, dashes, dots and brackets are dropped.
    ///
    /// # Errors
    /// [`NotANumber`] when what remains is not an optional `+` and 2 to 15 digits.
    pub fn new(text: &str) -> Result<PhoneNumber, NotANumber> {
        let kept: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')')).collect();
        let digits = kept.strip_prefix('+').unwrap_or(&kept);
        let fits = (2..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if fits { Ok(PhoneNumber(kept)) } else { Err(NotANumber) }
    }

    /// The digits in clear: for dialling, sealing and the bank port.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = NotANumber;
    fn try_from(text: String) -> Result<PhoneNumber, NotANumber> {
        PhoneNumber::new(&text)
    }
}
impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> String {
        number.0
    }
}

impl fmt::Display for PhoneNumber {
    /// The display mask: first three and last four characters; of a short number the last one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = &self.0;
        if text.len() >= 10 {
            write!(f, "{}…{}", &text[..3], &text[text.len() - 4..])
        } else {
            write!(f, "…{}", &text[text.len() - 1..])
        }
    }
}
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_checked_and_masked() {
        let number = PhoneNumber::new("+82 (10) 5550-1234").unwrap();
        assert_eq!(number.expose(), "+821055501234");
        assert_eq!(format!("{number} {number:?}"), "+82…1234 +82…1234");
        assert_eq!(PhoneNumber::new("110").unwrap().to_string(), "…0");
        for bad in ["", "1", "+", "12a4", "1234567890123456", "anonymous", "一二三"] {
            assert_eq!(PhoneNumber::new(bad), Err(NotANumber), "{bad:?} passed");
        }
    }
}
