//! Maps that hash the same way in every process: a pure room draws no randomness. Keys are the
//! plan's and the floor's own; nobody outside can choose them to collide.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Looked up, never walked: the order inside says nothing.
pub type Map<K, V> = HashMap<K, V, BuildHasherDefault<Folded>>;

/// Multiplies what it is given into 128 bits and folds them: two instructions a number.
#[derive(Default, Clone, Copy)]
pub struct Folded(u64);

/// An odd number without a pattern in its bits (the golden ratio's).
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

impl Folded {
    fn take(&mut self, word: u64) {
        let wide = u128::from(self.0.rotate_left(23) ^ word) * u128::from(MIX);
        self.0 = (wide as u64) ^ (wide >> 64) as u64;
    }
}

impl Hasher for Folded {
    fn write(&mut self, bytes: &[u8]) {
        let mut words = bytes.chunks_exact(8);
        for word in &mut words {
            self.take(u64::from_le_bytes(word.try_into().expect("eight bytes")));
        }
        let mut last = [0; 8];
        let rest = words.remainder();
        last[..rest.len()].copy_from_slice(rest);
        self.take(u64::from_le_bytes(last) ^ (bytes.len() as u64).rotate_left(56));
    }

    fn write_u8(&mut self, number: u8) {
        self.take(number.into());
    }

    fn write_u16(&mut self, number: u16) {
        self.take(number.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.take(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.take(number);
    }

    fn write_usize(&mut self, number: usize) {
        self.take(number as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
