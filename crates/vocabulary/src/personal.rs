//! Which field is how sensitive, and how it is shown: the classes of `spec/rules` (JR/T 0171) in one place.
//!
//! A value of class C2 has a mask, and a way into the clear that takes a purpose. A value of class C3 has
//! neither: [`SecretDigits`](crate::SecretDigits) is no [`Personal`], so that nothing can show it.

use crate::{AccountNumber, Birthday, CardNumber, DocumentNumber, PersonName, PhoneNumber};
use std::fmt;
use std::str::FromStr;
use zeroize::Zeroizing;

/// How sensitive something is (JR/T 0171).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Opening dates and the like: shown to whoever may see the customer.
    C1,
    /// Accounts, documents, names, numbers: masked, unless unmasked for a stated purpose.
    C2,
    /// Passwords, codes, PINs: never shown, logged, recorded or stored in clear.
    C3,
}

macro_rules! tagged {
    ($(#[$doc:meta])* $name:ident, $unknown:ident, $says:literal {
        $($(#[$variant_doc:meta])* $variant:ident = $tag:literal,)+
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The name in the database, in documents and in the audit.
            pub fn tag(self) -> &'static str {
                match self {
                    $($name::$variant => $tag,)+
                }
            }
        }

        #[doc = "The text names none."]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        #[error($says)]
        pub struct $unknown;

        impl FromStr for $name {
            type Err = $unknown;
            fn from_str(text: &str) -> Result<$name, $unknown> {
                $name::ALL.iter().copied().find(|known| known.tag() == text).ok_or($unknown)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.tag())
            }
        }
    };
}

tagged! {
    /// A field of a customer's.
    PersonalField, UnknownField,
    "a field is one of since, tier, name, birthday, document, caller, account, card, pin, card_code and one_time_code" {
        /// Since when somebody is a customer.
        Since = "since",
        /// How the bank ranks the customer.
        Tier = "tier",
        /// The name.
        Name = "name",
        /// The birthday.
        Birthday = "birthday",
        /// The number of the identity document.
        Document = "document",
        /// The number the customer calls from.
        Caller = "caller",
        /// An account's number.
        Account = "account",
        /// A card's number.
        Card = "card",
        /// A PIN.
        Pin = "pin",
        /// A card's verification code.
        CardCode = "card_code",
        /// A code that was sent.
        OneTimeCode = "one_time_code",
    }
}

impl PersonalField {
    /// How sensitive it is.
    pub fn class(self) -> Class {
        use PersonalField::{
            Account, Birthday, Caller, Card, CardCode, Document, Name, OneTimeCode, Pin, Since, Tier,
        };
        match self {
            Since | Tier => Class::C1,
            Name | Birthday | Document | Caller | Account | Card => Class::C2,
            Pin | CardCode | OneTimeCode => Class::C3,
        }
    }
}

tagged! {
    /// What a masked field is unmasked for.
    Purpose, UnknownPurpose,
    "a purpose is one of identification, service, complaint, fraud, correction and legal" {
        /// To make sure who is speaking.
        Identification = "identification",
        /// To do what the customer asks for.
        Service = "service",
        /// To work on a complaint.
        Complaint = "complaint",
        /// To stop or clear up a fraud.
        Fraud = "fraud",
        /// To correct what is on file.
        Correction = "correction",
        /// Because an authority or a law asks for it.
        Legal = "legal",
    }
}

/// A value of class C2: behind its mask, or in clear for who may.
pub trait Personal {
    /// Which field it is a value of.
    const FIELD: PersonalField;

    /// What may be shown.
    fn mask(&self) -> String;

    /// The value in clear. Ask for permission and purpose before you call this.
    fn in_clear(&self) -> Zeroizing<String>;
}

macro_rules! personal {
    ($($type:ident is $field:ident, masked $mask:expr, in clear $clear:expr;)+) => {$(
        impl Personal for $type {
            const FIELD: PersonalField = PersonalField::$field;

            fn mask(&self) -> String {
                let mask: fn(&$type) -> String = $mask;
                mask(self)
            }

            fn in_clear(&self) -> Zeroizing<String> {
                let clear: fn(&$type) -> String = $clear;
                Zeroizing::new(clear(self))
            }
        }
    )+};
}

personal! {
    PersonName is Name, masked PersonName::masked, in clear PersonName::expose;
    Birthday is Birthday, masked Birthday::masked, in clear |birthday| birthday.expose().to_string();
    DocumentNumber is Document, masked DocumentNumber::masked, in clear |number| number.expose().to_owned();
    PhoneNumber is Caller, masked PhoneNumber::to_string, in clear |number| number.expose().to_owned();
    AccountNumber is Account, masked AccountNumber::masked, in clear |number| number.expose().to_owned();
    CardNumber is Card, masked CardNumber::masked, in clear |number| number.expose().to_owned();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: Personal>(value: &T, field: PersonalField, masked: &str, clear: &str) {
        assert_eq!((T::FIELD, T::FIELD.class()), (field, Class::C2));
        assert_eq!((value.mask().as_str(), value.in_clear().as_str()), (masked, clear));
    }

    #[test]
    fn what_is_of_class_two_has_a_mask_and_a_way_into_the_clear() {
        check(&PersonName::new("김", "민준").unwrap(), PersonalField::Name, "김**", "김민준");
        let born = Birthday::new(jiff::civil::date(1985, 5, 12));
        check(&born, PersonalField::Birthday, "1985-**-**", "1985-05-12");
        check(&DocumentNumber::new("M12345678").unwrap(), PersonalField::Document, "M…8", "M12345678");
        check(
            &PhoneNumber::new("+821055501234").unwrap(),
            PersonalField::Caller,
            "+82…1234",
            "+821055501234",
        );
        check(&AccountNumber::new("110200484821").unwrap(), PersonalField::Account, "…4821", "110200484821");
        let card = CardNumber::new("9900120001234564").unwrap();
        check(&card, PersonalField::Card, "990012…4564", "9900120001234564");
    }

    #[test]
    fn words_are_read_as_they_are_written() {
        for field in PersonalField::ALL {
            assert_eq!(field.tag().parse(), Ok(*field));
        }
        for purpose in Purpose::ALL {
            assert_eq!(purpose.tag().parse(), Ok(*purpose));
        }
        assert_eq!("Name".parse::<PersonalField>(), Err(UnknownField));
        assert_eq!("curiosity".parse::<Purpose>(), Err(UnknownPurpose));
        let secret = PersonalField::ALL.iter().filter(|field| field.class() == Class::C3);
        assert_eq!(
            secret.map(|field| field.tag()).collect::<Vec<_>>(),
            ["pin", "card_code", "one_time_code"]
        );
    }
}
