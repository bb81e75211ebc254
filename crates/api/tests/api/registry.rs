//! What the small bank says of its customer, and what of it nobody outside may ever see.

use bank::customers::{
    Account, AccountKind, AccountStatus, Card, CardKind, CardStatus, Document, DocumentKind, Identity,
};
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
