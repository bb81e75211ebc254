//! What customers have: documents, accounts, cards. Like the customers themselves, everything follows
//! from the seed and the customer's place.

use crate::customers::{Customer, Registry, Status};
use crate::shuffle::Shuffle;
use bank::customers::{
    Account, AccountKind, AccountStatus, Card, CardKind, CardStatus, Document, DocumentKind, Identity,
};
use jiff::ToSpan;
use jiff::civil::Date;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;
use vocabulary::account::check_digit;
use vocabulary::{AccountNumber, Birthday, CardNumber, Currency, DocumentNumber, Language, Money, Tier};

/// Purposes of random numbers ([`Registry::random`]).
const OF_PERSONS: u32 = 1;
const OF_ACCOUNTS: u32 = 2;
const OF_CARDS: u32 = 3;
/// Belongs to the whole bank, whose place is 0.
const OF_NUMBERS: u32 = 4;

/// The bank opened on this day: nobody is a customer since an earlier one.
const OPENED: Date = Date::constant(1995, 4, 3);
/// What happened to customers had happened by this day, so that a seed says the same in every year.
pub const DRAWN: Date = Date::constant(2026, 1, 1);
/// Customers are of age.
const OF_AGE: i16 = 18;

/// No customer has more of either.
const MOST_OF_A_KIND: u64 = 8;

/// What card numbers begin with. No issuer has it: after 9 come a country's three digits
/// (ISO/IEC 7812-1 §4.4), and those from 900 on are no country's (ISO 3166-1 §8.1.3).
const ISSUER: &str = "9900";

/// Numbers of all accounts and cards lead back to nobody by looking at them.
pub struct Holdings {
    accounts: Shuffle,
    cards: Shuffle,
}

/// A random number below a bound.
pub fn below(random: &mut ChaCha8Rng, bound: u64) -> u64 {
    random.next_u64() % bound
}

impl Holdings {
    /// The numbers of the bank of this registry.
    pub fn new(registry: &Registry) -> Holdings {
        let mut random = registry.random(OF_NUMBERS, 0);
        let mut shuffle = || Shuffle::new(1_000_000_000, random.next_u64(), random.next_u64());
        Holdings { accounts: shuffle(), cards: shuffle() }
    }

    /// Who the customer at a place is.
    pub fn identity(&self, registry: &Registry, place: usize) -> Option<Identity> {
        let customer = registry.customer(place)?;
        let random = &mut registry.random(OF_PERSONS, place);
        let born = day(random, Date::constant(1940, 1, 1), Date::constant(2005, 12, 31));
        let of_age = born.checked_add(i64::from(OF_AGE).years()).unwrap_or(OPENED);
        let since = day(random, OPENED.max(of_age), DRAWN);
        Some(Identity {
            document: Some(document(random, customer.language, born)),
            name: customer.name,
            tier: customer.tier,
            language: customer.language,
            since,
            birthday: Some(Birthday::new(born)),
        })
    }

    /// The accounts of the customer at a place: one to five.
    pub fn accounts(&self, registry: &Registry, place: usize) -> Option<Vec<Account>> {
        let customer = registry.customer(place)?;
        let random = &mut registry.random(OF_ACCOUNTS, place);
        let more = below(random, 2 + rank(customer.tier));
        Some((0..=more).map(|nth| self.account(random, &customer, place, nth)).collect())
    }

    fn account(&self, random: &mut ChaCha8Rng, customer: &Customer, place: usize, nth: u64) -> Account {
        let kind = match (nth, below(random, 10)) {
            (0, _) => AccountKind::Current,
            (_, 0..6) => AccountKind::Savings,
            _ => AccountKind::TermDeposit,
        };
        let is_foreign = nth > 0 && below(random, 10) == 0;
        let currency = if is_foreign { foreign(customer.language) } else { own(customer.language) };
        let status = match (customer.status, below(random, 100)) {
            (Status::Dormant, _) => AccountStatus::Dormant,
            (Status::Active, 0) => AccountStatus::Frozen,
            (Status::Active, _) => AccountStatus::Active,
        };
        let is_overdrawn = kind == AccountKind::Current && below(random, 25) == 0;
        let amount = amount(random, customer.tier) / if is_overdrawn { -20 } else { 1 };
        let body = format!("10{:09}", self.accounts.value(place as u64 * MOST_OF_A_KIND + nth));
        Account {
            number: AccountNumber::new(&format!("{body}{}", check_digit(&body))).expect("twelve digits"),
            kind,
            balance: in_units(amount, currency),
            status,
        }
    }

    /// The cards of the customer at a place: one to four.
    pub fn cards(&self, registry: &Registry, place: usize) -> Option<Vec<Card>> {
        let customer = registry.customer(place)?;
        let random = &mut registry.random(OF_CARDS, place);
        let more = below(random, 2 + rank(customer.tier) / 2);
        Some((0..=more).map(|nth| self.card(random, &customer, place, nth)).collect())
    }

    /// The place that a card's number leads to, whether somebody has that card or not.
    pub fn place_of_card_body(&self, number: &str) -> Option<usize> {
        let body = number.strip_prefix(ISSUER).filter(|rest| rest.len() == 12)?.get(2..11)?;
        let value = body.parse().ok()?;
        usize::try_from(self.cards.place(value) / MOST_OF_A_KIND).ok()
    }

    fn card(&self, random: &mut ChaCha8Rng, customer: &Customer, place: usize, nth: u64) -> Card {
        let kind = if nth == 0 || below(random, 4) == 0 { CardKind::Debit } else { CardKind::Credit };
        let status = match below(random, 100) {
            0..90 => CardStatus::Active,
            90..93 => CardStatus::Inactive,
            93..95 => CardStatus::Frozen,
            95..97 => CardStatus::Lost,
            _ => CardStatus::Expired,
        };
        // A card's sixth digit tells its tier; the nine after it, which card it is.
        let number = self.cards.value(place as u64 * MOST_OF_A_KIND + nth);
        let body =
            format!("{ISSUER}{}{}{number:09}", u8::from(kind == CardKind::Credit), rank(customer.tier));
        let hundreds = 50 + below(random, 151);
        let limit = i64::try_from(hundreds * 10_000).unwrap_or_default() << rank(customer.tier);
        Card {
            number: CardNumber::new(&format!("{body}{}", check_digit(&body))).expect("sixteen digits"),
            kind,
            product: product(customer.language, kind, customer.tier).to_owned(),
            status,
            limit: (kind == CardKind::Credit).then(|| in_units(limit, own(customer.language))),
        }
    }
}

/// 0 for most customers, to 3.
pub fn rank(tier: Tier) -> u64 {
    tier as u64
}

fn day(random: &mut ChaCha8Rng, from: Date, to: Date) -> Date {
    let days = u64::from((to - from).get_days().max(0).unsigned_abs());
    let later = i64::try_from(below(random, days + 1)).unwrap_or_default();
    from.checked_add(later.days()).unwrap_or(from)
}

/// A number no authority gives out: of a Chinese region 000000 (GB/T 2260 begins at 11), of a Korean
/// birth in month 90, of a passport's series ZZ.
fn document(random: &mut ChaCha8Rng, language: Language, born: Date) -> Document {
    let serial = below(random, 1_000_000);
    let date = format!("{:04}{:02}{:02}", born.year(), born.month(), born.day());
    let (kind, number) = match language {
        Language::Chinese => (DocumentKind::IdentityCard, format!("000000{date}{:03}X", serial % 1_000)),
        Language::Korean => {
            (DocumentKind::IdentityCard, format!("{}90{}9{serial:06}", &date[2..4], &date[6..]))
        }
        Language::English => (DocumentKind::Passport, format!("ZZ0{serial:06}")),
    };
    Document { kind, number: DocumentNumber::new(&number).expect("letters and digits") }
}

/// What stands on an account, in hundredths of a yuan or what is worth as much: most have little, few
/// have much, as the exponent is drawn and not the amount.
fn amount(random: &mut ChaCha8Rng, tier: Tier) -> i64 {
    let digits = 3 + below(random, 4) + rank(tier);
    let unit = 10_i64.pow(u32::try_from(digits).unwrap_or_default());
    unit + i64::try_from(below(random, 9 * unit.unsigned_abs())).unwrap_or_default()
}

pub fn own(language: Language) -> Currency {
    currency(match language {
        Language::Chinese => "CNY",
        Language::Korean => "KRW",
        Language::English => "USD",
    })
}

fn foreign(language: Language) -> Currency {
    currency(if language == Language::English { "EUR" } else { "USD" })
}

fn currency(code: &str) -> Currency {
    Currency::new(code).expect("three letters")
}

/// Hundredths of a yuan in a currency's own units, roughly: won have no hundredths, and are worth less.
pub fn in_units(hundredths: i64, currency: Currency) -> Money {
    let minor = match currency.as_str() {
        "CNY" => hundredths,
        "KRW" => hundredths * 2 / 1_000 * 1_000,
        _ => hundredths / 7,
    };
    Money { minor, currency }
}

fn product(language: Language, kind: CardKind, tier: Tier) -> &'static str {
    match (language, kind, tier) {
        (Language::Chinese, CardKind::Debit, _) => "借记卡",
        (Language::Chinese, CardKind::Credit, Tier::Standard) => "标准信用卡",
        (Language::Chinese, CardKind::Credit, Tier::Gold) => "金卡",
        (Language::Chinese, CardKind::Credit, Tier::Platinum) => "白金卡",
        (Language::Chinese, CardKind::Credit, Tier::Private) => "私人银行卡",
        (Language::Korean, CardKind::Debit, _) => "체크카드",
        (Language::Korean, CardKind::Credit, Tier::Standard) => "일반 신용카드",
        (Language::Korean, CardKind::Credit, Tier::Gold) => "골드 카드",
        (Language::Korean, CardKind::Credit, Tier::Platinum) => "플래티넘 카드",
        (Language::Korean, CardKind::Credit, Tier::Private) => "프라이빗 카드",
        (Language::English, CardKind::Debit, _) => "Debit card",
        (Language::English, CardKind::Credit, Tier::Standard) => "Classic credit card",
        (Language::English, CardKind::Credit, Tier::Gold) => "Gold credit card",
        (Language::English, CardKind::Credit, Tier::Platinum) => "Platinum credit card",
        (Language::English, CardKind::Credit, Tier::Private) => "Private credit card",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn numbers_are_each_given_out_once_and_no_issuer_has_them() {
        let registry = Registry::new(7, 3_000);
        let holdings = Holdings::new(&registry);
        let (mut accounts, mut cards) = (BTreeSet::new(), BTreeSet::new());
        for place in 0..3_000 {
            for account in holdings.accounts(&registry, place).unwrap() {
                assert!(accounts.insert(account.number));
            }
            for card in holdings.cards(&registry, place).unwrap() {
                assert!(card.number.expose().starts_with(ISSUER) && card.number.expose().len() == 16);
                assert!(cards.insert(card.number));
            }
        }
        assert!(accounts.len() > 3_500 && cards.len() > 3_500, "{} {}", accounts.len(), cards.len());
    }

    #[test]
    fn people_are_of_age_and_the_bank_is_open_when_they_come() {
        let registry = Registry::new(7, 2_000);
        let holdings = Holdings::new(&registry);
        let mut tiers: BTreeMap<Tier, usize> = BTreeMap::new();
        for place in 0..2_000 {
            let person = holdings.identity(&registry, place).unwrap();
            let born = person.birthday.unwrap().expose();
            assert!(person.since >= OPENED && person.since <= DRAWN);
            assert!(i32::from(person.since.year()) - i32::from(born.year()) >= i32::from(OF_AGE));
            *tiers.entry(person.tier).or_default() += 1;
        }
        assert_eq!(tiers.len(), Tier::ALL.len());
        assert!(tiers.values().is_sorted_by(|more, fewer| more > fewer), "{tiers:?}");
        assert!(holdings.identity(&registry, 2_000).is_none() && holdings.cards(&registry, 2_000).is_none());
    }

    #[test]
    fn a_larger_bank_of_the_same_seed_has_the_same_people_with_the_same_things() {
        let (small, large, other) = (Registry::new(7, 10), Registry::new(7, 1_000), Registry::new(8, 10));
        let about = |registry: &Registry, place| {
            let holdings = Holdings::new(registry);
            (
                holdings.identity(registry, place),
                holdings.accounts(registry, place),
                holdings.cards(registry, place),
            )
        };
        for place in 0..10 {
            assert!(about(&small, place) == about(&large, place));
            assert!(about(&small, place) != about(&other, place));
        }
    }
}
