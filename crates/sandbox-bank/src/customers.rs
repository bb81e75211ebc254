//! Who the customers are: everything follows from the seed and the customer's place.

use crate::names;
use crate::pseudonyms::Pseudonyms;
use crate::shuffle::Shuffle;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::ops::Range;
use vocabulary::account::check_digit;
use vocabulary::{CustomerRef, Language, PersonName, PhoneNumber, SecretDigits, Tier};

/// The telephone ranges hold a million numbers each.
pub const MOST_CUSTOMERS: usize = 1_000_000;

/// Each twentieth customer shares the telephone, and the language, of the one before: a household.
const HOUSEHOLD: usize = 20;

/// Digits that stand before the check digit of a customer number; the first is never 0.
const NUMBERS: Range<u64> = 1_000_000..10_000_000;

/// Stream of the random generator that belongs to the whole bank; customers have those after it.
const BANK_STREAM: u64 = 0;

/// Whether a customer is in touch with the bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Uses the accounts.
    Active,
    /// Has not used them for a year or more.
    Dormant,
}

/// What the bank's registry says of a customer.
#[derive(Clone, PartialEq, Eq)]
pub struct Customer {
    /// The pseudonymous key.
    pub reference: CustomerRef,
    /// The name as written in the customer's language.
    pub name: PersonName,
    /// How the bank ranks the customer.
    pub tier: Tier,
    /// The language to speak.
    pub language: Language,
    /// Registered telephone.
    pub telephone: PhoneNumber,
    /// In touch or not.
    pub status: Status,
}

/// All customers.
pub struct Registry {
    generator: ChaCha8Rng,
    customers: usize,
    numbers: Shuffle,
    telephones: Shuffle,
    pseudonyms: Pseudonyms,
}

/// What is drawn for a customer, in the order it is drawn.
struct Draw {
    pin: u64,
    language: Language,
    name: [u64; 3],
    status: Status,
    tier: Tier,
}

impl Registry {
    /// The registry of this seed, with at most [`MOST_CUSTOMERS`].
    pub fn new(seed: u64, customers: usize) -> Registry {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(BANK_STREAM);
        let mut shuffle = |size| Shuffle::new(size, generator.next_u64(), generator.next_u64());
        let numbers = shuffle(NUMBERS.end - NUMBERS.start);
        let telephones = shuffle(MOST_CUSTOMERS as u64);
        let pseudonyms = Pseudonyms::new(|| generator.next_u64());
        Registry {
            generator: ChaCha8Rng::seed_from_u64(seed),
            customers: customers.min(MOST_CUSTOMERS),
            numbers,
            telephones,
            pseudonyms,
        }
    }

    /// How many there are.
    pub fn customers(&self) -> usize {
        self.customers
    }

    /// The customer at a place.
    pub fn customer(&self, place: usize) -> Option<Customer> {
        (place < self.customers).then(|| self.person(place))
    }

    /// Who stands at a place in the largest bank there can be, whether this one is so large or not.
    pub fn person(&self, place: usize) -> Customer {
        let draw = self.draw(place);
        let language = self.draw(head_of_household(place)).language;
        let (family, given) = names::parts(language, draw.name);
        Customer {
            reference: self.pseudonyms.reference(place),
            name: PersonName::new(family, &given).expect("the lists hold names"),
            tier: draw.tier,
            language,
            telephone: self.telephone(head_of_household(place), language),
            status: draw.status,
        }
    }

    /// The pseudonymous key at a place.
    pub fn reference(&self, place: usize) -> CustomerRef {
        self.pseudonyms.reference(place)
    }

    /// Whose reference this is.
    pub fn place_of(&self, reference: &CustomerRef) -> Option<usize> {
        self.pseudonyms.place(reference).filter(|place| *place < self.customers)
    }

    /// Random numbers for something else about the customer at a place; each `purpose` from 1 on has
    /// numbers of its own, so that what is added later changes nothing of what is there.
    pub fn random(&self, purpose: u32, place: usize) -> ChaCha8Rng {
        let mut generator = self.generator.clone();
        generator.set_stream(u64::from(purpose) << 32 | place as u64);
        generator
    }

    /// The customer number at a place.
    pub fn number(&self, place: usize) -> Option<SecretDigits> {
        let body = (NUMBERS.start + self.numbers.value(place as u64)).to_string();
        (place < self.customers).then(|| SecretDigits::from(format!("{body}{}", check_digit(&body)).as_str()))
    }

    /// Whose customer number this is.
    pub fn place_of_number(&self, number: &str) -> Option<usize> {
        let (body, check) = number.split_at_checked(7).filter(|(_, check)| check.len() == 1)?;
        let value = body.parse::<u64>().ok().filter(|value| NUMBERS.contains(value))?;
        let place = self.numbers.place(value - NUMBERS.start) as usize;
        (check == check_digit(body).to_string() && place < self.customers).then_some(place)
    }

    /// The query PIN at a place.
    pub fn pin(&self, place: usize) -> SecretDigits {
        SecretDigits::from(format!("{:06}", self.draw(place).pin).as_str())
    }

    /// Who registered this telephone.
    pub fn holders(&self, telephone: &PhoneNumber) -> Vec<CustomerRef> {
        let Some(head) = self.place_of_telephone(telephone) else { return Vec::new() };
        let household = [head, head + 1].into_iter().filter(|place| head_of_household(*place) == head);
        household.filter(|place| *place < self.customers).map(|place| self.reference(place)).collect()
    }

    fn telephone(&self, head: usize, language: Language) -> PhoneNumber {
        let line = self.telephones.value(head as u64);
        PhoneNumber::new(&format!("{}{line:06}", fictional_range(language)))
            .expect("a range and six digits make a number")
    }

    fn place_of_telephone(&self, telephone: &PhoneNumber) -> Option<usize> {
        let in_range = |language: &Language| telephone.expose().starts_with(fictional_range(*language));
        let language = Language::ALL.into_iter().find(in_range)?;
        let line =
            telephone.expose().strip_prefix(fictional_range(language)).filter(|line| line.len() == 6)?;
        let head = self.telephones.place(line.parse().ok()?) as usize;
        let holds =
            head < self.customers && head_of_household(head) == head && self.draw(head).language == language;
        holds.then_some(head)
    }

    fn draw(&self, place: usize) -> Draw {
        let mut generator = self.generator.clone();
        generator.set_stream(BANK_STREAM + 1 + place as u64);
        Draw {
            pin: generator.next_u64() % 1_000_000,
            language: match generator.next_u64() % 100 {
                0..50 => Language::Chinese,
                50..80 => Language::Korean,
                _ => Language::English,
            },
            name: std::array::from_fn(|_| generator.next_u64()),
            status: if generator.next_u64() % 100 < 95 { Status::Active } else { Status::Dormant },
            tier: match generator.next_u64() % 1_000 {
                0..800 => Tier::Standard,
                800..950 => Tier::Gold,
                950..990 => Tier::Platinum,
                _ => Tier::Private,
            },
        }
    }
}

fn head_of_household(place: usize) -> usize {
    if place % HOUSEHOLD == HOUSEHOLD - 1 { place - 1 } else { place }
}

/// What the telephone numbers of those who speak a language begin with, so that six digits complete them. No network assigns numbers
/// of these ranges: Chinese mobile numbers begin with 13 to 19, in Korean ones neither 0 nor 1
/// follows 010, and there is no North American area code 555.
pub fn fictional_range(language: Language) -> &'static str {
    match language {
        Language::Chinese => "+8612005",
        Language::Korean => "+821005",
        Language::English => "+15550",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn numbers_and_telephones_lead_back_to_exactly_their_customers() {
        let registry = Registry::new(7, 10_000);
        let mut holders: BTreeMap<String, Vec<CustomerRef>> = BTreeMap::new();
        for place in 0..10_000 {
            let number = registry.number(place).unwrap();
            assert_eq!((number.len(), registry.pin(place).len()), (8, 6));
            assert_eq!(registry.place_of_number(number.expose()), Some(place));
            let customer = registry.customer(place).unwrap();
            assert_eq!(registry.place_of(&customer.reference), Some(place));
            holders.entry(customer.telephone.expose().to_owned()).or_default().push(customer.reference);
        }
        for (telephone, expected) in &holders {
            assert_eq!(&registry.holders(&PhoneNumber::new(telephone).unwrap()), expected);
        }
        assert_eq!(holders.len(), 9_500);
        assert!(holders.values().flatten().collect::<std::collections::BTreeSet<_>>().len() == 10_000);
    }

    #[test]
    fn only_numbers_of_customers_are_found() {
        let registry = Registry::new(7, 100);
        let number = registry.number(0).unwrap().expose().to_owned();
        let (body, check) = number.split_at(7);
        let other_check = format!("{body}{}", (check.parse::<u32>().unwrap() + 1) % 10);
        let longer = format!("{number}0");
        for stranger in ["", "0", body, &longer, &other_check, "00000000", "１２３４５６７", "+1234567"]
        {
            assert_eq!(registry.place_of_number(stranger), None);
        }
        for stranger in ["110", "+15559999999", "+1555012345", "+155501234567"] {
            assert!(registry.holders(&PhoneNumber::new(stranger).unwrap()).is_empty());
        }
        assert!(registry.customer(100).is_none() && registry.number(100).is_none());
        assert_eq!(registry.place_of(&registry.reference(99)), Some(99));
        assert_eq!(registry.place_of(&registry.reference(100)), None);
    }

    #[test]
    fn a_seed_always_makes_the_same_bank_and_another_seed_another() {
        let (small, large, other) = (Registry::new(7, 10), Registry::new(7, 1_000), Registry::new(8, 10));
        for place in 0..10 {
            assert!(small.customer(place) == large.customer(place));
            assert!(small.customer(place) != other.customer(place));
            assert_eq!(small.pin(place).expose(), large.pin(place).expose());
            assert_eq!(small.number(place).unwrap().expose(), large.number(place).unwrap().expose());
        }
        assert_eq!(large.customer(3).unwrap().reference.as_str(), "cst-d82abe1cd0f4bc5a");
    }

    #[test]
    fn all_languages_are_spoken_and_names_are_written_in_them() {
        let registry = Registry::new(7, 2_000);
        let mut spoken: BTreeMap<Language, usize> = BTreeMap::new();
        for customer in (0..2_000).filter_map(|place| registry.customer(place)) {
            *spoken.entry(customer.language).or_default() += 1;
            let fits = customer.name.expose().chars().all(|letter| match customer.language {
                Language::Chinese => ('\u{4e00}'..='\u{9fff}').contains(&letter),
                Language::Korean => ('가'..='힣').contains(&letter),
                Language::English => letter.is_ascii_alphabetic() || letter == ' ',
            });
            assert!(fits && customer.telephone.expose().starts_with(fictional_range(customer.language)));
        }
        let shares = Language::ALL.map(|language| spoken[&language] / 100);
        assert!(
            (9..=11).contains(&shares[0]) && (5..=7).contains(&shares[1]) && (3..=5).contains(&shares[2])
        );
    }
}
