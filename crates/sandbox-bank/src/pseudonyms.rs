//! References that tell nothing to those who do not know the seed, and lead back without a table.

use vocabulary::CustomerRef;

/// What a reference begins with.
const PREFIX: &str = "cst-";

/// Rounds after which every bit of a place has moved every bit of its reference.
const ROUNDS: usize = 6;

/// A one-to-one mapping of 64-bit numbers onto themselves: a Feistel network, whose rounds are undone
/// by going through them backwards. A demonstration, no cipher.
pub struct Pseudonyms {
    keys: [u64; ROUNDS],
}

impl Pseudonyms {
    /// A mapping picked by random numbers.
    pub fn new(draw: impl FnMut() -> u64) -> Pseudonyms {
        let mut draw = draw;
        Pseudonyms { keys: std::array::from_fn(|_| draw()) }
    }

    /// The reference of the customer at a place.
    pub fn reference(&self, place: usize) -> CustomerRef {
        let hidden = self
            .keys
            .iter()
            .fold(halves(place as u64), |(left, right), key| (right, left ^ mix(right, *key)));
        CustomerRef::new(&format!("{PREFIX}{:016x}", whole(hidden)))
            .expect("letters, a dash and digits make a reference")
    }

    /// The place a reference of this form leads to; whether somebody is there is another question.
    pub fn place(&self, reference: &CustomerRef) -> Option<usize> {
        let digits = reference.as_str().strip_prefix(PREFIX).filter(|digits| digits.len() == 16)?;
        let is_ours = digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
        let hidden = u64::from_str_radix(digits, 16).ok().filter(|_| is_ours)?;
        let place =
            self.keys.iter().rev().fold(halves(hidden), |(left, right), key| (right ^ mix(left, *key), left));
        usize::try_from(whole(place)).ok()
    }
}

fn halves(number: u64) -> (u32, u32) {
    ((number >> 32) as u32, number as u32)
}

fn whole((left, right): (u32, u32)) -> u64 {
    u64::from(left) << 32 | u64::from(right)
}

/// Any function will do; this one spreads a changed bit over all of the result.
fn mix(half: u32, key: u64) -> u32 {
    let product = (u64::from(half) ^ key).wrapping_mul(key | 1);
    ((product ^ (product >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pseudonyms(seed: u64) -> Pseudonyms {
        let mut last = seed;
        Pseudonyms::new(|| {
            last = last.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
            last
        })
    }

    proptest! {
        #[test]
        fn every_reference_leads_back_to_its_place(seed: u64, place: u32, other: u32) {
            let pseudonyms = pseudonyms(seed);
            let reference = pseudonyms.reference(place as usize);
            prop_assert_eq!(pseudonyms.place(&reference), Some(place as usize));
            prop_assert_eq!(place == other, reference == pseudonyms.reference(other as usize));
        }
    }

    #[test]
    fn neighbours_have_nothing_in_common_and_other_forms_lead_nowhere() {
        let pseudonyms = pseudonyms(7);
        let bits = |place| u64::from_str_radix(&pseudonyms.reference(place).as_str()[4..], 16).unwrap();
        let differing: u32 = (0..1_000).map(|place| (bits(place) ^ bits(place + 1)).count_ones()).sum();
        assert!((30_000..34_000).contains(&differing), "{differing} of 64,000 bits differ");
        for other in ["cst-1", "cst-000000000000000F", "cst-00000000000000001", "CST-0000000000000001", "k-7"]
        {
            assert_eq!(pseudonyms.place(&CustomerRef::new(other).unwrap()), None, "{other}");
        }
    }
}
