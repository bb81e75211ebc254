//! What the small bank says of its customer, and what of it nobody outside may ever see.

use crate::house::{REGISTERED, customer};
use bank::Error;
use bank::customers::{
    Account, AccountKind, AccountStatus, Card, CardKind, CardStatus, Document, DocumentKind, Identity,
};
use bank::finding::{Found, Key, Match};
use vocabulary::{
    AccountNumber, Birthday, CardNumber, Currency, DocumentNumber, Language, Money, PersonName, Tier,
};

/// Parts of values that a mask hides.
pub const HIDDEN: [&str; 6] = ["민준", "05-12", "0512", "2345678", "000123", "110200"];

pub fn identity() -> Identity {
    Identity {
        name: PersonName::new("김", "민준").unwrap(),
        tier: Tier::Platinum,
        language: Language::Korean,
        since: "2011-04-02".parse().unwrap(),
        birthday: Some(Birthday::new("1985-05-12".parse().unwrap())),
        document: Some(Document {
            kind: DocumentKind::Passport,
            number: DocumentNumber::new("M12345678").unwrap(),
        }),
    }
}

/// Whom a key finds: the customer by each of the numbers and by the whole name; of one character of it there are many.
pub fn find(key: &Key) -> Result<Found, Error> {
    let finds = match key {
        Key::Telephone(number) => number.expose() == REGISTERED,
        Key::Document(number) => number.expose() == "M12345678",
        Key::Card(number) => cards().iter().any(|card| card.number == *number),
        Key::Name { text, born } => match (text.expose(), born) {
            ("a", _) => return Err(Error::Refused),
            ("박", _) => return Err(Error::NotReady { percent: 37 }),
            ("김", None) => return Ok(Found::TooMany { count: 47 }),
            (text, _) => ["김민준", "kim minjun", "김"].contains(&text),
        },
    };
    let found = || Match { customer: customer(), identity: identity() };
    Ok(Found::These(finds.then(found).into_iter().collect()))
}

pub fn accounts() -> Vec<Account> {
    vec![Account {
        number: AccountNumber::new("110-200-484821").unwrap(),
        kind: AccountKind::Current,
        balance: won(-1_284_500),
        status: AccountStatus::Active,
    }]
}

pub fn cards() -> Vec<Card> {
    let card = |kind, number: &str, limit| Card {
        number: CardNumber::new(number).unwrap(),
        kind,
        product: "플래티넘 카드".to_owned(),
        status: CardStatus::Active,
        limit,
    };
    vec![
        card(CardKind::Credit, "9900120001234564", Some(won(5_000_000))),
        card(CardKind::Debit, "9900020001234566", None),
    ]
}

fn won(minor: i64) -> Money {
    Money { minor, currency: Currency::new("KRW").unwrap() }
}
