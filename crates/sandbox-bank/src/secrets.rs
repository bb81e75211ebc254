//! What customers prove themselves by: compared, counted, locked, and unlocked by orders.

use crate::holdings::below;
use crate::tries::{Row, Secret, Verdict, Who};
use crate::{SandboxBank, disk};
use bank::Error;
use bank::customers::{Lock, LockedSecret};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::hint::black_box;
use vocabulary::voice::{SecretKind, Verification};
use vocabulary::{CustomerRef, SecretDigits};

/// Purpose of random numbers.
const OF_LOCKS: u32 = 16;

impl SandboxBank {
    /// Compares, counts and answers. Known and unknown numbers take the same steps.
    pub(crate) fn judge_pin(&self, number: &SecretDigits, pin: &SecretDigits) -> Result<Verification, Error> {
        let known = self.books.registry.place_of_number(number.expose());
        // The same before a crash and after it: strangers are counted through both.
        let mut hasher = DefaultHasher::new();
        number.expose().hash(&mut hasher);
        let digest = hasher.finish();
        let decoy = digest as usize % self.customers().max(1);
        let expected = self.books.registry.pin(known.unwrap_or(decoy));
        let right = same_digits(pin, &expected) && known.is_some();
        let row = match known {
            Some(place) => self.row(Secret::QueryPin, place),
            None => Row { secret: Secret::QueryPin, who: Who::Stranger(digest), began: 0 },
        };
        match (self.tried(row, right)?, known) {
            (Verdict::Right, Some(place)) => Ok(Verification::Verified(self.books.registry.reference(place))),
            (Verdict::Wrong { left }, _) => Ok(Verification::Wrong { left }),
            (Verdict::Locked, _) | (Verdict::Right, None) => Ok(Verification::Locked),
        }
    }

    /// Compares, counts and answers; every candidate is compared.
    pub(crate) fn judge_secret(
        &self,
        customer: &CustomerRef,
        kind: SecretKind,
        secret: &SecretDigits,
    ) -> Result<Verification, Error> {
        let place = self.books.registry.place_of(customer).ok_or(Error::UnknownCustomer)?;
        let (counted, candidates) = match kind {
            SecretKind::Pin => (Secret::QueryPin, vec![self.books.registry.pin(place)]),
            SecretKind::OneTimeCode => {
                (Secret::OneTimeCode, self.code_of(customer).into_iter().collect::<Vec<_>>())
            }
            SecretKind::CardCode => (Secret::CardCode, self.card_codes_of(customer)),
        };
        let right = candidates.iter().fold(false, |right, expected| right | same_digits(secret, expected));
        let verdict = self.tried(self.row(counted, place), right)?;
        if (kind, &verdict) == (SecretKind::OneTimeCode, &Verdict::Right) {
            self.codes.use_up(place);
        }
        Ok(told(verdict, customer))
    }

    /// A try in another of the bank's channels, such as its application: whoever plays the customer says whether it
    /// was right.
    ///
    /// # Errors
    /// [`Error::UnknownCustomer`]; [`Error::Unreachable`] when it cannot be written down: then it was no try.
    pub fn try_elsewhere(
        &self,
        customer: &CustomerRef,
        secret: LockedSecret,
        right: bool,
    ) -> Result<Verification, Error> {
        let place = self.books.registry.place_of(customer).ok_or(Error::UnknownCustomer)?;
        let verdict = self.tried(self.row(secret.into(), place), right)?;
        Ok(told(verdict, customer))
    }

    /// How the secrets stand that can be unlocked.
    pub(crate) fn locks_now(&self, place: usize) -> Vec<Lock> {
        let all = [LockedSecret::LoginPassword, LockedSecret::TransactionPin, LockedSecret::QueryPin];
        let lock = |secret: LockedSecret| {
            let (wrong, locked) = self.tries.stands(self.row(secret.into(), place));
            Lock { secret, wrong, locked }
        };
        all.map(lock).into()
    }

    pub(crate) fn is_locked(&self, place: usize, secret: LockedSecret) -> bool {
        self.tries.stands(self.row(secret.into(), place)).1
    }

    fn tried(&self, row: Row, right: bool) -> Result<Verdict, Error> {
        self.tries.judge(&self.memory, row, right).map_err(|_| disk())
    }

    /// Some customers have erred in other channels before anybody looks: one in thirty is locked out of the
    /// application, one in sixty cannot confirm payments.
    fn row(&self, secret: Secret, place: usize) -> Row {
        let random = &mut self.books.registry.random(OF_LOCKS, place);
        let (login, payments) = (below(random, 60), below(random, 60));
        let began = match (secret, login, payments) {
            (Secret::LoginPassword, 0..2, _) => secret.locks_at(),
            (Secret::LoginPassword, 2..7, _) => login as u8 - 1,
            (Secret::TransactionPin, _, 0) => secret.locks_at(),
            (Secret::TransactionPin, _, 1..3) => payments as u8,
            _ => 0,
        };
        Row { secret, who: Who::Customer(place), began }
    }
}

fn told(verdict: Verdict, customer: &CustomerRef) -> Verification {
    match verdict {
        Verdict::Right => Verification::Verified(customer.clone()),
        Verdict::Wrong { left } => Verification::Wrong { left },
        Verdict::Locked => Verification::Locked,
    }
}

/// Equality in a time that depends on the length alone.
fn same_digits(a: &SecretDigits, b: &SecretDigits) -> bool {
    let (a, b) = (a.expose().as_bytes(), b.expose().as_bytes());
    let difference = a.iter().zip(b).fold(0, |difference, (x, y)| black_box(difference | (x ^ y)));
    a.len() == b.len() && black_box(difference) == 0
}
