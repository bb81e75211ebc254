//! What is personal about a customer: data of class C2 (`spec/rules`), shown behind display masks.
//!
//! None of these types prints or serialises. There is one way to the value, `expose`, so that a
//! search for it finds every place that handles them, and one to what may be shown, `masked`.

use crate::NotPersonal;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// What stands for a hidden part of a name. Always as long, so that it tells nothing.
const HIDDEN: &str = "**";

/// Longest part of a name, in characters.
const NAME_CHARACTERS: usize = 64;

/// How many characters an identity document's number may have.
const DOCUMENT_CHARACTERS: std::ops::RangeInclusive<usize> = 4..=32;

macro_rules! does_not_print {
    ($($name:ident)+) => {
        $(
            impl ::std::fmt::Debug for $name {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.write_str("•••")
                }
            }
        )+
    };
}
pub(crate) use does_not_print;

/// A person's name in its two parts. Which is which only the bank knows: 欧阳娜 is 欧阳 and 娜, and
/// no rule tells it from 欧 and 阳娜.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonName {
    family: String,
    given: String,
}

impl PersonName {
    /// Takes a name. Blanks around the parts are dropped; the given name may be empty, for there are
    /// people with one name.
    ///
    /// # Errors
    /// [`NotPersonal::Name`] when the family name is empty, or a part has more than 64 characters or
    /// one that does not print.
    pub fn new(family: &str, given: &str) -> Result<PersonName, NotPersonal> {
        let (family, given) = (family.trim(), given.trim());
        let fits = |part: &str| part.chars().count() <= NAME_CHARACTERS && !part.contains(char::is_control);
        if family.is_empty() || !fits(family) || !fits(given) {
            return Err(NotPersonal::Name);
        }
        Ok(PersonName { family: family.to_owned(), given: given.to_owned() })
    }

    /// The family name, which is what the mask shows.
    pub fn family(&self) -> &str {
        &self.family
    }

    /// The given name in clear: for the bank's side only. Empty when there is none.
    pub fn given(&self) -> &str {
        &self.given
    }

    /// The whole name in clear, as its language writes it: 王芳, 김민준, Grace Young.
    pub fn expose(&self) -> String {
        match self.given.as_str() {
            "" => self.family.clone(),
            given if self.is_eastern() => format!("{}{given}", self.family),
            given => format!("{given} {}", self.family),
        }
    }

    /// The display mask: the family name where its language puts it, and two stars for the given name.
    pub fn masked(&self) -> String {
        match self.given.as_str() {
            "" => self.family.clone(),
            _ if self.is_eastern() => format!("{}{HIDDEN}", self.family),
            _ => format!("{HIDDEN} {}", self.family),
        }
    }

    /// Whether the family name comes first, with nothing between: in Chinese characters and Hangul.
    fn is_eastern(&self) -> bool {
        let is_han =
            |c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
        let is_hangul = |c| matches!(c, '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}');
        self.family.chars().all(|c| is_han(c) || is_hangul(c))
    }
}

/// The number of a passport, an identity card, or another document that says who somebody is.
#[derive(Clone, PartialEq, Eq)]
pub struct DocumentNumber(String);

impl DocumentNumber {
    /// Takes a number as the document has it, or as somebody typed it: in capitals, and in the writing that all share
    /// (NFKC), so that the same document is the same number however it was keyed in; blanks and dashes are dropped.
    ///
    /// # Errors
    /// [`NotPersonal::Document`] when what remains is not 4 to 32 letters and digits.
    pub fn new(text: &str) -> Result<DocumentNumber, NotPersonal> {
        let kept: String = text.nfkc().filter(|c| !matches!(c, ' ' | '-')).collect();
        let kept = kept.to_ascii_uppercase();
        let fits =
            DOCUMENT_CHARACTERS.contains(&kept.len()) && kept.bytes().all(|b| b.is_ascii_alphanumeric());
        if fits { Ok(DocumentNumber(kept)) } else { Err(NotPersonal::Document) }
    }

    /// The number in clear.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The display mask: the first and the last character.
    pub fn masked(&self) -> String {
        format!("{}…{}", &self.0[..1], &self.0[self.0.len() - 1..])
    }
}

/// The day somebody was born.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Birthday(Date);

impl Birthday {
    /// Takes a day.
    pub fn new(day: Date) -> Birthday {
        Birthday(day)
    }

    /// The day in clear.
    pub fn expose(&self) -> Date {
        self.0
    }

    /// The display mask: the year, by which an agent hears whether a voice fits.
    pub fn masked(&self) -> String {
        format!("{:04}-**-**", self.0.year())
    }
}

does_not_print!(PersonName DocumentNumber Birthday);

/// How a bank ranks a customer, from many to few. Not personal enough to hide: queues go by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Most customers.
    Standard,
    /// Good ones.
    Gold,
    /// Very good ones.
    Platinum,
    /// Those with a banker of their own.
    Private,
}

impl Tier {
    /// All of them, lowest first.
    pub const ALL: [Tier; 4] = [Tier::Standard, Tier::Gold, Tier::Platinum, Tier::Private];

    /// The name in contracts and transfer objects.
    pub fn tag(self) -> &'static str {
        match self {
            Tier::Standard => "standard",
            Tier::Gold => "gold",
            Tier::Platinum => "platinum",
            Tier::Private => "private",
        }
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_written_and_masked_as_their_language_does() {
        let check = |family: &str, given: &str, written: &str, masked: &str| {
            let name = PersonName::new(family, given).unwrap();
            assert_eq!((name.expose().as_str(), name.masked().as_str()), (written, masked));
        };
        check("王", "芳", "王芳", "王**");
        check("欧阳", "建华", "欧阳建华", "欧阳**");
        check("김", "민준", "김민준", "김**");
        check("남궁", "은", "남궁은", "남궁**");
        check(" Young ", " Grace Ann ", "Grace Ann Young", "** Young");
        check("O'Brien-Núñez", "José", "José O'Brien-Núñez", "** O'Brien-Núñez");
        check("Suharto", "", "Suharto", "Suharto");
    }

    #[test]
    fn what_is_no_name_or_document_is_refused() {
        for (family, given) in
            [("", "Grace"), (" ", ""), ("Yo\nung", ""), ("Young", "Gr\u{0}ce"), (&*"王".repeat(65), "芳")]
        {
            assert_eq!(PersonName::new(family, given), Err(NotPersonal::Name));
        }
        for bad in ["", "123", "1234/5", "١٢٣٤٥", "护照1234", &"1".repeat(33)] {
            assert_eq!(DocumentNumber::new(bad), Err(NotPersonal::Document));
        }
    }

    #[test]
    fn a_document_is_one_number_however_it_was_typed() {
        for typed in [
            "M12345678",
            "m12345678",
            "m 1234-5678",
            "Ｍ１２３４５６７８",
            "ｍ１２３４－５６７８",
            "ｍ\u{3000}12345678",
        ] {
            assert_eq!(DocumentNumber::new(typed).unwrap().expose(), "M12345678", "{typed}");
        }
        assert_eq!(DocumentNumber::new("00000019850512001x").unwrap().expose(), "00000019850512001X");
    }

    #[test]
    fn nothing_of_them_prints() {
        let name = PersonName::new("Young", "Grace").unwrap();
        let document = DocumentNumber::new("M 1234-5678").unwrap();
        let born = Birthday::new(Date::constant(1985, 5, 12));
        assert_eq!(format!("{name:?} {document:?} {born:?}"), "••• ••• •••");
        assert_eq!((document.expose(), document.masked().as_str()), ("M12345678", "M…8"));
        assert_eq!(born.masked(), "1985-**-**");
    }

    proptest! {
        /// Two people of the same family look the same behind the mask: it tells nothing of the rest.
        #[test]
        fn a_masked_name_depends_on_the_family_name_alone(
            family in "[王李欧阳司马]{1,2}|[김이남궁]{1,2}|[A-Z][a-z]{1,12}",
            one in "[伟芳娜]{1,3}|[민준서]{1,3}|[A-Z][a-z]{1,12}( [A-Z][a-z]{1,9})?",
            other in "[伟芳娜]{1,3}|[민준서]{1,3}|[A-Z][a-z]{1,12}( [A-Z][a-z]{1,9})?",
        ) {
            let masked = |given: &str| PersonName::new(&family, given).unwrap().masked();
            prop_assert_eq!(masked(&one), masked(&other));
            prop_assert!(masked(&one).contains(&family));
        }

        #[test]
        fn a_masked_document_depends_on_its_ends_alone(number in "[A-Z0-9]{4,32}", other in "[A-Z0-9]{2,30}") {
            let ends = |text: &str| (text[..1].to_owned(), text[text.len() - 1..].to_owned());
            let (first, last) = ends(&number);
            let other = format!("{first}{other}{last}");
            let masked = |text: &str| DocumentNumber::new(text).unwrap().masked();
            prop_assert_eq!(masked(&number), masked(&other));
            prop_assert_eq!(masked(&number).chars().count(), 3);
        }

        #[test]
        fn a_masked_birthday_tells_the_year_alone(year in 1900_i16..2020, day in 1_i16..=365) {
            let born = Date::new(year, 1, 1).unwrap().checked_add(jiff::Span::new().days(day - 1)).unwrap();
            prop_assert_eq!(Birthday::new(born).masked(), format!("{year}-**-**"));
        }
    }
}
