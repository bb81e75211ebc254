//! A sum that tells damaged bytes. No seal: whoever wants to change a demonstration bank may.

/// Goes on with a sum over more bytes; the first begins with 0. Each byte moves all bits of what follows
/// (multiplying by an odd number loses nothing).
pub fn sum(before: u64, bytes: &[u8]) -> u64 {
    let mixed = bytes.iter().fold(before ^ 0x9e37_79b9_7f4a_7c15, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0xd6e8_feb8_6659_fd93).rotate_left(29)
    });
    mixed ^ (mixed >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_byte_that_changes_changes_the_sum(bytes in prop::collection::vec(any::<u8>(), 1..200), at: usize, by in 1_u8..) {
            let at = at % bytes.len();
            let mut changed = bytes.clone();
            changed[at] ^= by;
            prop_assert_ne!(sum(0, &bytes), sum(0, &changed));
        }
    }
}
