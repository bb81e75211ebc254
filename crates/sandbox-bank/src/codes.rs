//! One-time codes, and the codes on the back of cards.

use crate::customers::Registry;
use rand_chacha::rand_core::Rng;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use vocabulary::SecretDigits;

/// What [`Registry::random`] draws codes for.
const OF_CODES: u32 = 101;
const OF_CARD_CODES: u32 = 102;

/// How many codes have been sent to whom, and who has one that was not used yet.
#[derive(Default)]
pub struct Codes(Mutex<BTreeMap<usize, Sent>>);

#[derive(Clone, Copy, Default)]
struct Sent {
    count: u32,
    is_open: bool,
}

impl Codes {
    /// Sends a new one: six digits.
    pub fn send(&self, place: usize) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let sent = all.entry(place).or_default();
        *sent = Sent { count: sent.count.wrapping_add(1), is_open: true };
    }

    /// The one sent last, as long as it works.
    pub fn open(&self, registry: &Registry, place: usize) -> Option<SecretDigits> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let sent = all.get(&place).filter(|sent| sent.is_open)?;
        Some(digits(registry, OF_CODES, place, sent.count.into(), 6))
    }

    /// It has worked.
    pub fn use_up(&self, place: usize) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sent) = all.get_mut(&place) {
            sent.is_open = false;
        }
    }
}

/// The three digits on the back of the `nth` card of the customer at a place.
pub fn of_card(registry: &Registry, place: usize, nth: usize) -> SecretDigits {
    digits(registry, OF_CARD_CODES, place, nth as u64, 3)
}

fn digits(registry: &Registry, purpose: u32, place: usize, nth: u64, count: u32) -> SecretDigits {
    let mut random = registry.random(purpose, place);
    let drawn = (0..=nth.min(1_000)).fold(0, |_, _| random.next_u64()) ^ nth;
    SecretDigits::from(format!("{:0width$}", drawn % 10_u64.pow(count), width = count as usize).as_str())
}
