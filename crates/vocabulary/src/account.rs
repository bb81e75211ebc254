//! Numbers of accounts and cards: data of class C2 (`spec/rules`), shown behind display masks.
//!
//! Like everything personal ([`crate::customer`]) they neither print nor serialise.

use crate::NotPersonal;
use crate::customer::does_not_print;
use std::ops::RangeInclusive;

/// How many characters an account's number may have; the most is that of an IBAN (ISO 13616).
const ACCOUNT_CHARACTERS: RangeInclusive<usize> = 6..=34;

/// How many digits a payment card's number may have (ISO/IEC 7812-1 allows 19 at the most).
const CARD_DIGITS: RangeInclusive<usize> = 13..=19;

/// What the mask of a card shows of its beginning and its end.
const CARD_SHOWN: (usize, usize) = (6, 4);

/// What the mask of an account shows of its end.
const ACCOUNT_SHOWN: usize = 4;

/// An account's number at the bank.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountNumber(String);

impl AccountNumber {
    /// Takes a number as the bank writes it; blanks and dashes are dropped.
    ///
    /// # Errors
    /// [`NotPersonal::Account`] when what remains is not 6 to 34 letters and digits.
    pub fn new(text: &str) -> Result<AccountNumber, NotPersonal> {
        let kept = compact(text);
        let fits =
            ACCOUNT_CHARACTERS.contains(&kept.len()) && kept.bytes().all(|b| b.is_ascii_alphanumeric());
        if fits { Ok(AccountNumber(kept)) } else { Err(NotPersonal::Account) }
    }

    /// The number in clear.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The display mask: the last four characters; of a short number the last two.
    pub fn masked(&self) -> String {
        let shown = if self.0.len() >= 2 * ACCOUNT_SHOWN { ACCOUNT_SHOWN } else { ACCOUNT_SHOWN / 2 };
        format!("…{}", &self.0[self.0.len() - shown..])
    }
}

/// A payment card's number, its check digit right.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardNumber(String);

impl CardNumber {
    /// Takes a number as it is printed on the card; blanks and dashes are dropped.
    ///
    /// # Errors
    /// [`NotPersonal::Card`] when what remains is not 13 to 19 digits, or its check digit is wrong.
    pub fn new(text: &str) -> Result<CardNumber, NotPersonal> {
        let kept = compact(text);
        let is_number = CARD_DIGITS.contains(&kept.len()) && kept.bytes().all(|b| b.is_ascii_digit());
        if !is_number {
            return Err(NotPersonal::Card);
        }
        let (body, check) = kept.split_at(kept.len() - 1);
        if check_digit(body).to_string() == check { Ok(CardNumber(kept)) } else { Err(NotPersonal::Card) }
    }

    /// The number in clear.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The display mask: first six and last four (PCI DSS 3.4.1).
    pub fn masked(&self) -> String {
        let (first, last) = CARD_SHOWN;
        format!("{}…{}", &self.0[..first], &self.0[self.0.len() - last..])
    }
}

does_not_print!(AccountNumber CardNumber);

fn compact(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, ' ' | '-')).collect()
}

/// The digit that completes a number (ISO/IEC 7812-1 annex B, the Luhn formula): every second digit
/// from the right is doubled, and the sum of all digits becomes a multiple of ten.
///
/// Characters that are not decimal digits count as 0.
pub fn check_digit(body: &str) -> u32 {
    let sum: u32 = body
        .chars()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit.to_digit(10).unwrap_or_default()) {
            (0, digit) => digit * 2 / 10 + digit * 2 % 10,
            (_, digit) => digit,
        })
        .sum();
    (10 - sum % 10) % 10
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn check_digits_follow_the_formula() {
        for (body, expected) in [("7992739871", 3), ("0000000", 0), ("1234567", 4), ("9999999", 7)] {
            assert_eq!(check_digit(body), expected, "{body}");
        }
    }

    #[test]
    fn numbers_are_checked_and_do_not_print() {
        let account = AccountNumber::new("GB00 TEST-0000 1234").unwrap();
        assert_eq!((account.expose(), account.masked().as_str()), ("GB00TEST00001234", "…1234"));
        assert_eq!(AccountNumber::new("123456").unwrap().masked(), "…56");
        for bad in ["", "12345", "12345_6", "１２３４５６", &"1".repeat(35)] {
            assert_eq!(AccountNumber::new(bad), Err(NotPersonal::Account), "{bad}");
        }
        let body = "990012345678901";
        let right = format!("{body}{}", check_digit(body));
        let card = CardNumber::new(&right).unwrap();
        assert_eq!(format!("{card:?} {account:?}"), "••• •••");
        let wrong = format!("{body}{}", (check_digit(body) + 1) % 10);
        for bad in ["", &wrong, body, &right[4..], "99001234567890１", &"0".repeat(20)] {
            assert_eq!(CardNumber::new(bad), Err(NotPersonal::Card), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_masked_card_depends_on_six_and_four_digits_alone(body in "[0-9]{12,18}", at in 6_usize.., to in 0_u8..10) {
            let number = format!("{body}{}", check_digit(&body));
            let masked = CardNumber::new(&number).unwrap().masked();
            prop_assert_eq!(&masked, &format!("{}…{}", &number[..6], &number[number.len() - 4..]));
            // Other digits between leave it as it is, as far as the check digit lets them.
            let hidden = 6 + at % (number.len() - 10);
            let mut other = number.into_bytes();
            other[hidden] = b'0' + to;
            if let Ok(other) = CardNumber::new(std::str::from_utf8(&other).unwrap()) {
                prop_assert_eq!(other.masked(), masked);
            }
        }

        #[test]
        fn a_masked_account_shows_less_than_half(number in "[A-Z0-9]{6,34}") {
            let masked = AccountNumber::new(&number).unwrap().masked();
            let shown = masked.trim_start_matches('…');
            prop_assert!(number.ends_with(shown) && shown.len() * 2 <= number.len());
        }
    }
}
