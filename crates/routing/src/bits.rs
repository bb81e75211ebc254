//! Sets of small numbers, a bit each.

/// A set of small numbers: asked and changed in one step, walked 64 at a time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bits(Vec<u64>);

impl Bits {
    /// None of the numbers below `count`.
    pub(crate) fn none_of(count: usize) -> Bits {
        Bits(vec![0; count.div_ceil(64)])
    }

    /// All of the numbers below `count`, and some above that have a place beside them.
    pub(crate) fn all_of(count: usize) -> Bits {
        Bits(vec![u64::MAX; count.div_ceil(64)])
    }

    pub(crate) fn has(&self, number: u32) -> bool {
        self.0.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    pub(crate) fn set(&mut self, number: u32, has: bool) {
        let place = number as usize / 64;
        if self.0.len() <= place {
            self.0.resize(place + 1, 0);
        }
        let word = &mut self.0[place];
        *word = *word & !(1 << (number % 64)) | u64::from(has) << (number % 64);
    }

    /// Leaves what others have, too.
    pub(crate) fn keep(&mut self, others: &Bits) {
        self.0.iter_mut().zip(&others.0).for_each(|(word, other)| *word &= other);
    }

    /// Adds what others have.
    pub(crate) fn add(&mut self, others: &Bits) {
        self.0.iter_mut().zip(&others.0).for_each(|(word, other)| *word |= other);
    }

    /// All of them, the lowest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> {
        self.0
            .iter()
            .enumerate()
            .flat_map(|(place, word)| ones(*word).map(move |bit| place as u32 * 64 + bit))
    }

    /// Those of some numbers that are in the set. Mostly few are: so bits are gathered before any number
    /// is told, 64 without a branch that could be foretold wrongly.
    pub(crate) fn among<'a>(&'a self, numbers: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
        numbers.chunks(64).flat_map(move |some| {
            let gathered = some.iter().rev().fold(0, |bits, number| bits << 1 | u64::from(self.has(*number)));
            ones(gathered).map(move |place| some[place as usize])
        })
    }
}

/// The places of a word's ones, the lowest first.
fn ones(mut word: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let place = word.trailing_zeros();
        (word != 0).then(|| {
            word &= word - 1;
            place
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn bits_are_a_set(
            changes in proptest::collection::vec((0u32..300, any::<bool>()), 0..200),
            numbers in proptest::collection::vec(0u32..400, 0..200),
        ) {
            let (mut bits, mut set) = (Bits::none_of(100), BTreeSet::new());
            for (number, has) in changes {
                bits.set(number, has);
                if has { set.insert(number) } else { set.remove(&number) };
                prop_assert_eq!(bits.has(number), has);
            }
            prop_assert!(bits.iter().eq(set.iter().copied()));
            let among: Vec<u32> = numbers.iter().copied().filter(|number| set.contains(number)).collect();
            prop_assert_eq!(bits.among(&numbers).collect::<Vec<_>>(), among);
        }
    }
}
