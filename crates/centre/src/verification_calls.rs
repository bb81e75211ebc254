//! Calls to the registered number: the bank is asked for it before the talk is ended, so that nobody is hung up on
//! for nothing. The number goes from the bank to the voice node by way of the task that owns the floor; the floor
//! itself, its journal and the page never see it.

use crate::{Refused, Stopped};
use bank::customers::Telephone;
use floor::Refusal;
use jiff::civil::Date;
use vocabulary::{PhoneNumber, Span};

/// Days for which a number is too new to prove anything: whoever takes over an account changes the number first.
pub const NEW_DAYS: i32 = 30;

/// How long the bank may take: the customer is on the line.
pub(crate) const WITHIN: Span = Span::millis(2_500);

/// Why nobody is called at the registered number. The talk goes on as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCalled {
    /// The bank has no number of the customer.
    #[error("the bank has no telephone on record for this customer; verify by PIN or one-time code")]
    NoNumber,
    /// The number was changed a short while ago.
    #[error(
        "the number at the bank was registered on {0}, which is too new to prove anything; verify by PIN or one-time code"
    )]
    NewNumber(Date),
    /// The plan does not let such numbers be called.
    #[error(
        "numbers like the registered one are not called from here; have [trunk] let them, or verify otherwise"
    )]
    NotCallable,
    /// No answer of the bank, or it does not tell.
    #[error("the registered number is not to be had: {0}")]
    Bank(#[from] bank::Error),
    /// The floor does not grant it.
    #[error(transparent)]
    Refused(#[from] Refused),
}

impl From<Refusal> for NotCalled {
    fn from(why: Refusal) -> NotCalled {
        NotCalled::Refused(why.into())
    }
}

impl From<Stopped> for NotCalled {
    fn from(why: Stopped) -> NotCalled {
        NotCalled::Refused(why.into())
    }
}

/// The number that an answer proves something at.
///
/// # Errors
/// [`NotCalled::NoNumber`], [`NotCalled::NewNumber`].
pub(crate) fn proving(telephone: Option<Telephone>, today: Date) -> Result<PhoneNumber, NotCalled> {
    let Telephone { number, since } = telephone.ok_or(NotCalled::NoNumber)?;
    // A day to come is a bank's clock ahead of ours, or a number that is not in force yet.
    let is_new = |since: &Date| (today - *since).get_days() < NEW_DAYS;
    match since.filter(is_new) {
        Some(since) => Err(NotCalled::NewNumber(since)),
        None => Ok(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_proves_something_once_it_has_been_on_record_for_a_while() {
        let number = PhoneNumber::new("+15550001234").unwrap();
        let today = Date::constant(2026, 11, 27);
        let check = |since: Option<Date>, expected: Result<PhoneNumber, NotCalled>| {
            let telephone = Telephone { number: number.clone(), since };
            assert_eq!(proving(Some(telephone), today), expected, "{since:?}");
        };
        let new = |day: Date| Err(NotCalled::NewNumber(day));
        let long_ago = Date::constant(2019, 11, 2);
        check(Some(long_ago), Ok(number.clone()));
        check(Some(Date::constant(2026, 10, 28)), Ok(number.clone()));
        for day in
            [Date::constant(2026, 10, 29), today, Date::constant(2026, 12, 24), Date::constant(2027, 11, 1)]
        {
            check(Some(day), new(day));
        }
        check(None, Ok(number.clone()));
        assert_eq!(proving(None, today), Err(NotCalled::NoNumber));
    }
}
