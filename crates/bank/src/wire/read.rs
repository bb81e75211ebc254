//! Single values as the contract writes them, for answers that become values without a step between.
//!
//! A value that does not fit makes the whole answer malformed. The words of these errors are dropped
//! with the parser's own; none of them repeats a value all the same.

use crate::customers::PRODUCT_CHARACTERS;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use vocabulary::{AccountNumber, CardNumber, Currency, Money, PersonName};

/// Longest key of the bank's own, in characters.
pub const REFERENCE_CHARACTERS: usize = 40;

const NO_REFERENCE: &str = "a reference has not 1 to 40 letters, digits, dashes and dots";

#[derive(Deserialize)]
struct WireMoney {
    currency: Currency,
    minor: i64,
}

#[derive(Deserialize)]
struct WirePerson {
    family_name: String,
    given_name: String,
}

pub fn card_number<'de, D: Deserializer<'de>>(from: D) -> Result<CardNumber, D::Error> {
    CardNumber::new(&Cow::<str>::deserialize(from)?).map_err(D::Error::custom)
}

pub fn account_number<'de, D: Deserializer<'de>>(from: D) -> Result<AccountNumber, D::Error> {
    AccountNumber::new(&Cow::<str>::deserialize(from)?).map_err(D::Error::custom)
}

pub fn person<'de, D: Deserializer<'de>>(from: D) -> Result<PersonName, D::Error> {
    let name = WirePerson::deserialize(from)?;
    PersonName::new(&name.family_name, &name.given_name).map_err(D::Error::custom)
}

pub fn money<'de, D: Deserializer<'de>>(from: D) -> Result<Money, D::Error> {
    within::<D>(WireMoney::deserialize(from)?)
}

pub fn some_money<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Money>, D::Error> {
    Option::<WireMoney>::deserialize(from)?.map(within::<D>).transpose()
}

fn within<'de, D: Deserializer<'de>>(money: WireMoney) -> Result<Money, D::Error> {
    let WireMoney { currency, minor } = money;
    if (-Money::MOST..=Money::MOST).contains(&minor) {
        Ok(Money { minor, currency })
    } else {
        Err(D::Error::custom("an amount is beyond 2^53"))
    }
}

pub fn day<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    written::<D>(&Cow::<str>::deserialize(from)?)
}

pub fn some_day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    Option::<Cow<str>>::deserialize(from)?.map(|text| written::<D>(&text)).transpose()
}

/// The parser alone would take other forms as well.
fn written<'de, D: Deserializer<'de>>(text: &str) -> Result<Date, D::Error> {
    let is_written = text.len() == "2011-03-07".len();
    let day = text.parse().ok().filter(|_| is_written);
    day.ok_or_else(|| D::Error::custom("a day is not written like 2011-03-07"))
}

/// A time of day, to the minute. The parser alone would take other forms as well.
pub fn clock<'de, D: Deserializer<'de>>(from: D) -> Result<Time, D::Error> {
    let text = Cow::<str>::deserialize(from)?;
    let time = text.parse().ok().filter(|_| text.len() == "21:30".len() && text.contains(':'));
    time.ok_or_else(|| D::Error::custom("a time of day is not written like 21:30"))
}

/// In UTC, to the second or finer (RFC 3339).
pub fn moment<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
    let text = Cow::<str>::deserialize(from)?;
    let moment = text.parse().ok().filter(|_| text.ends_with('Z'));
    moment.ok_or_else(|| D::Error::custom("a moment is not written like 2011-03-07T01:02:03Z"))
}

/// A name that a bank gives to a thing.
pub fn product<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = Cow::<str>::deserialize(from)?;
    let name = text.trim();
    let fits = (1..=PRODUCT_CHARACTERS).contains(&name.chars().count()) && !name.contains(char::is_control);
    if fits {
        Ok(name.to_owned())
    } else {
        Err(D::Error::custom("a name has not 1 to 64 characters that print"))
    }
}

/// The bank's own key of something: it stands on screens and may stand in records.
pub fn reference<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = Cow::<str>::deserialize(from)?;
    if is_reference(&text) { Ok(text.into_owned()) } else { Err(D::Error::custom(NO_REFERENCE)) }
}

pub fn some_reference<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    match text {
        Some(text) if !is_reference(&text) => Err(D::Error::custom(NO_REFERENCE)),
        other => Ok(other),
    }
}

/// Whether a text has the form of the bank's own keys. A key that is digits alone could be somebody's
/// number and is none.
pub fn is_reference(text: &str) -> bool {
    (1..=REFERENCE_CHARACTERS).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}
