//! Questions about one customer, and their answers.
//!
//! What the contract gives as text is checked by the types it becomes; a value that does not fit
//! makes the whole answer malformed, for half an answer would look like a whole one.

use super::{joined, malformed};
use crate::Error;
use crate::customers::{
    Account, AccountKind, AccountStatus, Card, CardKind, CardStatus, Document, DocumentKind, Identity,
    MOST_ACCOUNTS, MOST_CARDS, PRODUCT_CHARACTERS, Telephone,
};
use jiff::civil::Date;
use serde::{Deserialize, de};
use std::collections::BTreeSet;
use vocabulary::{
    AccountNumber, Birthday, CardNumber, Currency, CustomerRef, DocumentNumber, Language, Money, NotPersonal,
    PersonName, PhoneNumber, Tier,
};
use zeroize::Zeroizing;

/// The body that asks about a customer. A [`CustomerRef`] needs no escapes.
pub fn customer_question(customer: &CustomerRef) -> Zeroizing<Vec<u8>> {
    joined(&[r#"{"customer":""#, customer.as_str(), r#""}"#])
}

/// What is asked about a customer is found, or the bank knows nobody of that reference.
#[derive(Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
enum Found<T> {
    Found(T),
    Unknown,
}

#[derive(Deserialize)]
struct IdentityAnswer {
    identity: WireIdentity,
}

/// Who somebody is, as the contract writes it.
#[derive(Deserialize)]
pub(super) struct WireIdentity {
    family_name: String,
    given_name: String,
    tier: Tier,
    language: Language,
    since: String,
    birthday: Option<String>,
    document: Option<WireDocument>,
}

#[derive(Deserialize)]
struct WireDocument {
    kind: DocumentKind,
    number: String,
}

#[derive(Deserialize)]
struct TelephoneAnswer {
    telephone: Option<WireTelephone>,
}

#[derive(Deserialize)]
struct WireTelephone {
    number: String,
    registered_on: Option<String>,
}

#[derive(Deserialize)]
struct AccountsAnswer {
    accounts: Vec<WireAccount>,
}

#[derive(Deserialize)]
struct WireAccount {
    number: String,
    kind: AccountKind,
    currency: Currency,
    balance_minor: i64,
    status: AccountStatus,
}

#[derive(Deserialize)]
struct CardsAnswer {
    cards: Vec<WireCard>,
}

#[derive(Deserialize)]
struct WireCard {
    number: String,
    kind: CardKind,
    product: String,
    status: CardStatus,
    limit: Option<WireLimit>,
}

#[derive(Deserialize)]
struct WireLimit {
    currency: Currency,
    minor: i64,
}

/// Reads the answer to who a customer is.
pub fn identity(body: &[u8]) -> Result<Identity, Error> {
    let IdentityAnswer { identity } = found(body, "the identity is not the JSON the contract describes")?;
    read_identity(identity)
}

/// Checks who somebody is.
pub(super) fn read_identity(identity: WireIdentity) -> Result<Identity, Error> {
    Ok(Identity {
        name: PersonName::new(&identity.family_name, &identity.given_name).map_err(not_personal)?,
        tier: identity.tier,
        language: identity.language,
        since: day(&identity.since)?,
        birthday: identity.birthday.as_deref().map(day).transpose()?.map(Birthday::new),
        document: identity.document.map(document).transpose()?,
    })
}

/// Reads the answer to which telephone a customer is reached by.
pub fn telephone(body: &[u8]) -> Result<Option<Telephone>, Error> {
    let TelephoneAnswer { telephone } = found(body, "the telephone is not the JSON the contract describes")?;
    telephone.map(read_telephone).transpose()
}

fn read_telephone(wire: WireTelephone) -> Result<Telephone, Error> {
    // What is written otherwise than the contract says may be an extension, or nothing that can be called.
    let number = PhoneNumber::new(&wire.number).ok().filter(|number| number.expose() == wire.number);
    let number = number.ok_or_else(|| malformed("a telephone is no number of 2 to 15 digits"))?;
    Ok(Telephone { number, since: wire.registered_on.as_deref().map(day).transpose()? })
}

/// Reads the answer to which accounts a customer has.
pub fn accounts(body: &[u8]) -> Result<Vec<Account>, Error> {
    let AccountsAnswer { accounts } = found(body, "the accounts are not the JSON the contract describes")?;
    if accounts.len() > MOST_ACCOUNTS {
        return Err(malformed("there are more than 50 accounts"));
    }
    let accounts = accounts.into_iter().map(account).collect::<Result<Vec<_>, _>>()?;
    let numbers: BTreeSet<_> = accounts.iter().map(|account| &account.number).collect();
    if numbers.len() < accounts.len() {
        Err(malformed("an account stands there twice"))
    } else {
        Ok(accounts)
    }
}

/// Reads the answer to which cards a customer has.
pub fn cards(body: &[u8]) -> Result<Vec<Card>, Error> {
    let CardsAnswer { cards } = found(body, "the cards are not the JSON the contract describes")?;
    if cards.len() > MOST_CARDS {
        return Err(malformed("there are more than 50 cards"));
    }
    let cards = cards.into_iter().map(card).collect::<Result<Vec<_>, _>>()?;
    let numbers: BTreeSet<_> = cards.iter().map(|card| &card.number).collect();
    if numbers.len() < cards.len() { Err(malformed("a card stands there twice")) } else { Ok(cards) }
}

fn found<T: de::DeserializeOwned>(body: &[u8], otherwise: &str) -> Result<T, Error> {
    match serde_json::from_slice(body) {
        Ok(Found::Found(answer)) => Ok(answer),
        Ok(Found::Unknown) => Err(Error::UnknownCustomer),
        Err(_) => Err(malformed(otherwise)),
    }
}

/// A day as the contract writes it; the parser alone would take other forms as well.
fn day(text: &str) -> Result<Date, Error> {
    let written = text.len() == "2011-03-07".len();
    text.parse().ok().filter(|_| written).ok_or_else(|| malformed("a day is not written like 2011-03-07"))
}

fn document(document: WireDocument) -> Result<Document, Error> {
    let number = DocumentNumber::new(&document.number).map_err(not_personal)?;
    Ok(Document { kind: document.kind, number })
}

fn account(account: WireAccount) -> Result<Account, Error> {
    Ok(Account {
        number: AccountNumber::new(&account.number).map_err(not_personal)?,
        kind: account.kind,
        balance: money(account.balance_minor, account.currency)?,
        status: account.status,
    })
}

fn card(card: WireCard) -> Result<Card, Error> {
    let product = card.product.trim();
    let names = (1..=PRODUCT_CHARACTERS).contains(&product.chars().count());
    if !names || product.contains(char::is_control) {
        return Err(malformed("a product's name has not 1 to 64 characters that print"));
    }
    let limit = card.limit.map(|limit| money(limit.minor, limit.currency)).transpose()?;
    match (card.kind, &limit) {
        (CardKind::Debit, None) => {}
        (CardKind::Credit, Some(limit)) if limit.minor >= 0 => {}
        (CardKind::Debit, Some(_)) => return Err(malformed("a debit card has a credit limit")),
        (CardKind::Credit, _) => return Err(malformed("a credit card has no limit from 0 up")),
    }
    Ok(Card {
        number: CardNumber::new(&card.number).map_err(not_personal)?,
        kind: card.kind,
        product: product.to_owned(),
        status: card.status,
        limit,
    })
}

fn money(minor: i64, currency: Currency) -> Result<Money, Error> {
    if (-Money::MOST..=Money::MOST).contains(&minor) {
        Ok(Money { minor, currency })
    } else {
        Err(malformed("an amount is beyond 2^53"))
    }
}

/// Its words never repeat the value.
fn not_personal(why: NotPersonal) -> Error {
    Error::Malformed(why.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::tests::examples;
    use super::*;
    use vocabulary::account::check_digit;

    #[test]
    fn the_question_is_the_example_of_the_contract() {
        let asked = customer_question(&CustomerRef::new("cst-7f3a9c0d52").unwrap());
        assert_eq!(examples("CustomerQuestion:"), [std::str::from_utf8(&asked).unwrap()]);
    }

    #[test]
    fn answers_of_the_contract_are_understood() {
        let [found, sparse, unknown] = examples("IdentityAnswer:")[..] else { panic!("three examples") };
        let person = identity(found.as_bytes()).unwrap();
        assert_eq!((person.name.expose().as_str(), person.tier), ("王芳", Tier::Gold));
        assert_eq!(person.since.to_string(), "2011-03-07");
        assert_eq!(person.birthday.unwrap().masked(), "1985-**-**");
        assert_eq!(person.document.unwrap().number.masked(), "0…X");
        let person = identity(sparse.as_bytes()).unwrap();
        assert_eq!((person.birthday, person.document), (None, None));

        let [dated, undated, none, _] = examples("TelephoneAnswer:")[..] else { panic!("four examples") };
        let reached = telephone(dated.as_bytes()).unwrap().unwrap();
        assert_eq!((reached.number.expose(), reached.since), ("+15550001234", day("2019-11-02").ok()));
        assert_eq!(telephone(undated.as_bytes()).unwrap().unwrap().since, None);
        assert_eq!(telephone(none.as_bytes()), Ok(None));

        let [some, none, _] = examples("AccountsAnswer:")[..] else { panic!("three examples") };
        let all = accounts(some.as_bytes()).unwrap();
        assert_eq!((all.len(), all[1].balance.minor, all[1].kind), (2, -4_250, AccountKind::Current));
        assert_eq!(accounts(none.as_bytes()), Ok(Vec::new()));

        let [some, none, _] = examples("CardsAnswer:")[..] else { panic!("three examples") };
        let all = cards(some.as_bytes()).unwrap();
        assert_eq!(all[0].limit.unwrap().minor, 2_000_000);
        assert_eq!((all[1].kind, all[1].limit), (CardKind::Debit, None));
        assert_eq!(cards(none.as_bytes()), Ok(Vec::new()));

        let others = [("TelephoneAnswer:", 3), ("AccountsAnswer:", 2), ("CardsAnswer:", 2)];
        for unknown in others.map(|(of, place)| examples(of)[place]).into_iter().chain([unknown]) {
            let unknown = unknown.as_bytes();
            assert_eq!(identity(unknown), Err(Error::UnknownCustomer));
            assert_eq!(telephone(unknown), Err(Error::UnknownCustomer));
            assert_eq!(accounts(unknown), Err(Error::UnknownCustomer));
            assert_eq!(cards(unknown), Err(Error::UnknownCustomer));
        }
    }

    /// All readers refuse the body, and say so without repeating any of it.
    #[track_caller]
    fn check_refused(body: &str) {
        let body = body.as_bytes();
        let errors = [identity(body).unwrap_err(), accounts(body).unwrap_err(), cards(body).unwrap_err()];
        for error in errors {
            assert!(matches!(error, Error::Malformed(_)), "{error:?}");
            assert!(!error.to_string().contains("4711"), "the error repeats the answer");
        }
    }

    #[test]
    fn a_telephone_that_cannot_be_called_is_refused() {
        let answer = |telephone: &str| format!(r#"{{"outcome":"found","telephone":{telephone}}}"#);
        let good = answer(r#"{"number":"01055501234","registered_on":null}"#);
        assert!(telephone(good.as_bytes()).is_ok());
        for bad in [
            "4711",
            r#""4711""#,
            "{}",
            r#"{"number":""}"#,
            r#"{"number":"4711 ext 2"}"#,
            r#"{"number":"47-11"}"#,
            r#"{"number":"+1555000123456789"}"#,
            r#"{"number":"01055501234","registered_on":"4711"}"#,
            r#"{"number":"01055501234","registered_on":4711}"#,
        ] {
            let error = telephone(answer(bad).as_bytes()).unwrap_err();
            assert!(matches!(error, Error::Malformed(_)), "{bad}: {error:?}");
            assert!(!error.to_string().contains("4711"), "the error repeats the answer");
        }
    }

    /// An answer of each kind with one part of it put in another's place.
    fn with(part: &str, other: &str) -> String {
        const GOOD: &str = r#"{"outcome":"found",
            "identity":{"family_name":"Young","given_name":"Grace","tier":"gold","language":"en","since":"2011-03-07","birthday":null,"document":null},
            "accounts":[{"number":"990011112222","kind":"savings","currency":"USD","balance_minor":1,"status":"active"}],
            "cards":[{"number":"9900000000000002","kind":"credit","product":"Plain","status":"active","limit":{"currency":"USD","minor":1}}]}"#;
        assert!(GOOD.contains(part), "{part}");
        GOOD.replace(part, other)
    }

    #[test]
    fn the_answer_that_is_spoilt_below_is_good() {
        let good = with("Grace", "Grace");
        assert!(identity(good.as_bytes()).is_ok() && accounts(good.as_bytes()).is_ok());
        assert!(cards(good.as_bytes()).is_ok(), "{}", check_digit("990000000000000"));
    }

    #[test]
    fn answers_outside_the_contract_are_refused() {
        for body in ["", "4711", "{}", r#"{"outcome":"4711"}"#, r#"{"outcome":"found"}"#, "[4711]"] {
            check_refused(body);
        }
        check_refused(&with(r#""found""#, r#""4711""#));
        let check = |part: &str, other: &str| {
            let body = with(part, other);
            let body = body.as_bytes();
            let errors = [identity(body).err(), accounts(body).err(), cards(body).err()];
            let told: Vec<_> = errors.into_iter().flatten().collect();
            assert!(matches!(told[..], [Error::Malformed(_)]), "{other}: {told:?}");
            assert!(!told[0].to_string().contains("4711"), "the error repeats the answer");
        };
        for (part, other) in [
            (r#""Young""#, r#""""#),
            (r#""Young""#, "4711"),
            (r#""Grace""#, r#""Gr\u00004711""#),
            (r#""gold""#, r#""4711""#),
            (r#""en""#, r#""fr""#),
            ("2011-03-07", "2011-02-30"),
            ("2011-03-07", "20110307"),
            (r#""birthday":null"#, r#""birthday":"4711""#),
            (r#""document":null"#, r#""document":{"kind":"passport","number":"47/11"}"#),
            ("990011112222", "47_11"),
            (r#""savings""#, r#""4711""#),
            (r#""USD","balance_minor""#, r#""usd","balance_minor""#),
            (r#""balance_minor":1"#, r#""balance_minor":1.5"#),
            (r#""balance_minor":1"#, r#""balance_minor":9007199254740992"#),
            ("9900000000000002", "9900000000004711"),
            (r#""Plain""#, r#"" ""#),
            (r#""minor":1}"#, r#""minor":-4711}"#),
            (r#""credit""#, r#""debit""#),
            (r#""limit":{"currency":"USD","minor":1}"#, r#""limit":null"#),
        ] {
            check(part, other);
        }
    }

    #[test]
    fn lists_are_bounded_and_name_nothing_twice() {
        let list = |what: &str, one: &dyn Fn(usize) -> String, count: usize| {
            let all: Vec<String> = (0..count).map(one).collect();
            format!(r#"{{"outcome":"found","{what}":[{}]}}"#, all.join(","))
        };
        let account = |n: usize| {
            format!(
                r#"{{"number":"{}","kind":"current","currency":"CNY","balance_minor":0,"status":"active"}}"#,
                100_000 + n
            )
        };
        let card = |n: usize| {
            let body = format!("9900{n:011}");
            let number = format!("{body}{}", check_digit(&body));
            format!(r#"{{"number":"{number}","kind":"debit","product":"Plain","status":"active"}}"#)
        };
        for count in [0, 1, MOST_ACCOUNTS] {
            assert_eq!(accounts(list("accounts", &account, count).as_bytes()).unwrap().len(), count);
            assert_eq!(cards(list("cards", &card, count).as_bytes()).unwrap().len(), count);
        }
        let (same_account, same_card) = (|_: usize| account(1), |_: usize| card(1));
        for refused in [
            accounts(list("accounts", &account, MOST_ACCOUNTS + 1).as_bytes()).map(drop),
            accounts(list("accounts", &same_account, 2).as_bytes()).map(drop),
            cards(list("cards", &card, MOST_CARDS + 1).as_bytes()).map(drop),
            cards(list("cards", &same_card, 2).as_bytes()).map(drop),
        ] {
            assert!(matches!(refused, Err(Error::Malformed(_))), "{refused:?}");
        }
    }
}
