//! Places in another order, and back, without a table.

/// A one-to-one mapping of `0..size` onto itself: `value = place × factor + offset (mod size)`.
pub struct Shuffle {
    size: u64,
    factor: u64,
    inverse: u64,
    offset: u64,
}

impl Shuffle {
    /// A mapping for `size` from 2 to 2^31 (products then fit), picked by two random numbers.
    pub fn new(size: u64, factor: u64, offset: u64) -> Shuffle {
        let mut factor = factor % size;
        let inverse = loop {
            match inverse(factor, size) {
                Some(inverse) => break inverse,
                None => factor = (factor + 1) % size,
            }
        };
        Shuffle { size, factor, inverse, offset: offset % size }
    }

    /// Where a place below `size` goes.
    pub fn value(&self, place: u64) -> u64 {
        (place * self.factor + self.offset) % self.size
    }

    /// Where a value below `size` comes from.
    pub fn place(&self, value: u64) -> u64 {
        (value + self.size - self.offset) % self.size * self.inverse % self.size
    }
}

/// The number whose product with `factor` is 1 modulo `size`, if there is one: by the extended
/// Euclidean algorithm.
fn inverse(factor: u64, size: u64) -> Option<u64> {
    let (mut remainder, mut next_remainder) = (size as i64, factor as i64);
    let (mut share, mut next_share) = (0_i64, 1_i64);
    while next_remainder != 0 {
        let quotient = remainder / next_remainder;
        (remainder, next_remainder) = (next_remainder, remainder - quotient * next_remainder);
        (share, next_share) = (next_share, share - quotient * next_share);
    }
    (remainder == 1).then(|| share.rem_euclid(size as i64).unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_value_leads_back_to_its_place(size in 2_u64..=1 << 31, factor: u64, offset: u64, place: u64) {
            let shuffle = Shuffle::new(size, factor, offset);
            let place = place % size;
            prop_assert!(shuffle.value(place) < size);
            prop_assert_eq!(shuffle.place(shuffle.value(place)), place);
        }
    }
}
