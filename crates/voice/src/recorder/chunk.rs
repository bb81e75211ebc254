//! A stretch of a recording as octets: what a tape is made of.
//!
//! Version 1, numbers in network order: version, flags (which sides were heard, and which of them in
//! µ-law), first sample (8 octets), samples (2), number of marks (1), marks (distance from the first
//! sample, 2, and kind, 1), then the octets of the customer's side and of the agent's.

use super::timeline::{Chunk, Mark};
use crate::media::g711::Codec;

const VERSION: u8 = 1;
const HEAD: usize = 13;
const MARK: usize = 3;
/// The flag of a side's octets, and of their being µ-law.
const FLAGS: [(u8, u8); 2] = [(1, 2), (4, 8)];

/// Appends the octets of a stretch. It is shorter than 65,536 samples; marks beyond the 255th, which
/// nobody could make, are left out.
pub fn write(chunk: &Chunk, out: &mut Vec<u8>) {
    let mut flags = 0;
    for (side, (heard, ulaw)) in chunk.sides.iter().zip(FLAGS) {
        match side {
            Some((Codec::Alaw, _)) => flags |= heard,
            Some((Codec::Ulaw, _)) => flags |= heard | ulaw,
            None => {}
        }
    }
    let marks = &chunk.marks[..chunk.marks.len().min(usize::from(u8::MAX))];
    out.extend([VERSION, flags]);
    out.extend(chunk.first.to_be_bytes());
    out.extend((chunk.samples as u16).to_be_bytes());
    out.push(marks.len() as u8);
    for (place, mark) in marks {
        out.extend((place.saturating_sub(chunk.first) as u16).to_be_bytes());
        out.push(kind(*mark));
    }
    for (_, octets) in chunk.sides.iter().flatten() {
        out.extend(octets);
    }
}

/// Reads a stretch; `None` when the octets are none.
pub fn read(octets: &[u8]) -> Option<Chunk> {
    let (head, rest) = octets.split_first_chunk::<HEAD>()?;
    let [VERSION, flags, first @ .., samples_high, samples_low, marks] = head else { return None };
    let first = u64::from_be_bytes(*first);
    let samples = usize::from(u16::from_be_bytes([*samples_high, *samples_low]));
    let (marks, mut rest) = rest.split_at_checked(usize::from(*marks) * MARK)?;
    let read_mark = |octets: &[u8]| {
        let &[high, low, kind] = octets else { return None };
        Some((first + u64::from(u16::from_be_bytes([high, low])), mark(kind)?))
    };
    let marks = marks.chunks(MARK).map(read_mark).collect::<Option<_>>()?;
    let mut sides = [None, None];
    for (side, (heard, ulaw)) in sides.iter_mut().zip(FLAGS) {
        if flags & heard != 0 {
            let (octets, later) = rest.split_at_checked(samples)?;
            let codec = if flags & ulaw != 0 { Codec::Ulaw } else { Codec::Alaw };
            (*side, rest) = (Some((codec, octets.to_vec())), later);
        }
    }
    rest.is_empty().then_some(Chunk { first, samples, sides, marks })
}

fn kind(mark: Mark) -> u8 {
    match mark {
        Mark::HoldBegins => 1,
        Mark::HoldEnds => 2,
        Mark::SecureBegins => 3,
        Mark::SecureEnds => 4,
    }
}

fn mark(kind: u8) -> Option<Mark> {
    let all = [Mark::HoldBegins, Mark::HoldEnds, Mark::SecureBegins, Mark::SecureEnds];
    all.into_iter().find(|mark| self::kind(*mark) == kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn side() -> impl Strategy<Value = Option<(bool, u8)>> {
        prop::option::of((any::<bool>(), any::<u8>()))
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn stretches_are_read_as_they_were_written(
            first in 0..u64::MAX / 2,
            samples in 0..8_000usize,
            sides in prop::array::uniform2(side()),
            marks in prop::collection::vec((0..8_000u64, 1..5u8), 0..9),
            cut in 1..40usize,
        ) {
            let heard = |side: Option<(bool, u8)>| {
                side.map(|(ulaw, octet)| (if ulaw { Codec::Ulaw } else { Codec::Alaw }, vec![octet; samples]))
            };
            let marks = marks.into_iter().map(|(at, kind)| (first + at, mark(kind).unwrap())).collect();
            let chunk = Chunk { first, samples, sides: sides.map(heard), marks };
            let mut octets = Vec::new();
            write(&chunk, &mut octets);
            prop_assert_eq!(read(&octets[..octets.len() - cut.min(octets.len())]), None);
            prop_assert_eq!(read(&octets), Some(chunk));
        }

        #[test]
        fn any_octets_are_taken(octets in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = read(&octets);
        }
    }
}
