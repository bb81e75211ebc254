//! Amounts of money: whole minor units of a currency, never a fraction and never a float.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A currency by its code: three capital letters (ISO 4217).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

/// Why a piece of text is not a currency's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a currency is three capital letters, such as CNY")]
pub struct NotACurrency;

impl Currency {
    /// Takes a code. Whether a country uses it is not asked: banks account in codes of their own, too.
    ///
    /// # Errors
    /// [`NotACurrency`] when it is not three letters from `A` to `Z`.
    pub fn new(code: &str) -> Result<Currency, NotACurrency> {
        let letters: [u8; 3] = code.as_bytes().try_into().map_err(|_| NotACurrency)?;
        if letters.iter().all(u8::is_ascii_uppercase) { Ok(Currency(letters)) } else { Err(NotACurrency) }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("capital letters are text")
    }
}

impl TryFrom<String> for Currency {
    type Error = NotACurrency;
    fn try_from(code: String) -> Result<Currency, NotACurrency> {
        Currency::new(&code)
    }
}
impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.to_string()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An amount of one currency. What somebody owns or owes is personal: it does not print.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// The currency's smallest units: cents, fen, and of currencies without such, whole ones
    /// (ISO 4217). Negative when it is owed.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// The largest amount there is, either way: the largest whole number that every reader of JSON
    /// takes for what it is (RFC 8259 §6).
    pub const MOST: i64 = (1 << 53) - 1;
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "••• {}", self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn currencies_are_checked_and_amounts_do_not_print() {
        for bad in ["", "cny", "CN", "CNYX", "C1Y", "元", "ＣＮＹ"] {
            assert_eq!(Currency::new(bad), Err(NotACurrency), "{bad:?} passed");
        }
        let currency: Currency = serde_json::from_str("\"KRW\"").unwrap();
        assert_eq!(
            (currency.as_str(), serde_json::to_string(&currency).unwrap().as_str()),
            ("KRW", "\"KRW\"")
        );
        assert_eq!(format!("{:?}", Money { minor: 471_147, currency }), "••• KRW");
    }
}
