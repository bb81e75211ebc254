//! The marker: audio that says who sent it.
//!
//! How does a caller know that it hears an agent and not music, and *which* agent? A telephone
//! may send a **marker** in place of speech: a block of twelve samples, repeated without a pause,
//! that spells a number.
//!
//! ```text
//! sample   0    1    2 … 9                     10 11
//!          +5   −5   number, base 6, high first check, base 6
//! ```
//!
//! A symbol is a G.711 segment (2 to 5) with a sign, at the middle of the segment. Both codings
//! have the same segments, so a marker survives transcoding between them, small changes of gain
//! within a segment, and being cut into frames at any place. Segment 5 stands at the head of a block and
//! nowhere else. A marker is recognised only when two whole blocks follow one another and agree,
//! 24 samples in a prescribed order: no speech, music or tone does that.

use crate::g711::Codec;

/// Samples of one block.
const BLOCK: usize = 12;
/// Symbols that spell the number.
const DIGITS: usize = 8;
/// Symbols a number is spelt with: three segments, two signs.
const BASE: u32 = 6;
/// Head of a block: segment 5 up, segment 5 down.
const HEAD: [u8; 2] = [6, 7];
/// No symbol.
const NONE: u8 = 0xff;

/// Numbers a marker can spell are below this.
pub const NUMBERS: u32 = BASE.pow(DIGITS as u32);

const SYMBOLS_OF_MU_LAW: [u8; 256] = symbols(true);
const SYMBOLS_OF_A_LAW: [u8; 256] = symbols(false);

const fn symbols(mu: bool) -> [u8; 256] {
    let mut all = [NONE; 256];
    let mut code = 0;
    while code < 256 {
        let (segment, negative) = if mu {
            let bits = !(code as u8);
            ((bits >> 4) & 7, bits >> 7)
        } else {
            let bits = code as u8 ^ 0x55;
            ((bits >> 4) & 7, 1 - (bits >> 7))
        };
        if segment >= 2 && segment <= 5 {
            all[code] = (segment - 2) << 1 | negative;
        }
        code += 1;
    }
    all
}

fn code(codec: Codec, symbol: u8) -> u8 {
    let (segment, negative) = ((symbol >> 1) + 2, symbol & 1);
    match codec {
        Codec::Pcmu | Codec::G729 => !(negative << 7 | segment << 4 | 8),
        Codec::Pcma => ((1 - negative) << 7 | segment << 4 | 8) ^ 0x55,
    }
}

fn check_of(number: u32) -> u32 {
    number.wrapping_mul(2_654_435_761) >> 16
}

/// One block that spells `number` (reduced modulo [`NUMBERS`]).
pub fn block(codec: Codec, number: u32) -> [u8; BLOCK] {
    let number = number % NUMBERS;
    let mut symbols = [0; BLOCK];
    symbols[..2].copy_from_slice(&HEAD);
    let mut rest = number;
    for place in (2..2 + DIGITS).rev() {
        symbols[place] = (rest % BASE) as u8;
        rest /= BASE;
    }
    let check = check_of(number);
    symbols[BLOCK - 2] = (check / BASE % BASE) as u8;
    symbols[BLOCK - 1] = (check % BASE) as u8;
    symbols.map(|symbol| code(codec, symbol))
}

/// The number spelt by audio, if it holds a marker.
pub fn find(codec: Codec, audio: &[u8]) -> Option<u32> {
    let table = if codec == Codec::Pcma { &SYMBOLS_OF_A_LAW } else { &SYMBOLS_OF_MU_LAW };
    let is_head = |at: usize| [table[usize::from(audio[at])], table[usize::from(audio[at + 1])]] == HEAD;
    let last = audio.len().checked_sub(2 * BLOCK)?;
    (0..=last).filter(|&at| is_head(at)).find_map(|at| {
        let number = spelt(table, &audio[at..at + BLOCK])?;
        (spelt(table, &audio[at + BLOCK..at + 2 * BLOCK]) == Some(number)).then_some(number)
    })
}

fn spelt(table: &[u8; 256], block: &[u8]) -> Option<u32> {
    let mut symbols = block.iter().map(|&code| table[usize::from(code)]);
    if [symbols.next()?, symbols.next()?] != HEAD {
        return None;
    }
    let mut number = 0;
    for symbol in symbols.by_ref().take(DIGITS) {
        number = number * BASE + Some(u32::from(symbol)).filter(|&s| s < BASE)?;
    }
    let check = check_of(number);
    let expected = [(check / BASE % BASE) as u8, (check % BASE) as u8];
    ([symbols.next()?, symbols.next()?] == expected && number < NUMBERS).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn audio(codec: Codec, number: u32, shift: usize) -> Vec<u8> {
        block(codec, number).into_iter().cycle().skip(shift).take(160).collect()
    }

    proptest! {
        #[test]
        fn a_marker_is_read_wherever_it_is_cut(number in 0..NUMBERS, shift in 0..BLOCK) {
            for codec in [Codec::Pcmu, Codec::Pcma] {
                prop_assert_eq!(find(codec, &audio(codec, number, shift)), Some(number));
            }
        }

        #[test]
        fn a_marker_survives_transcoding(number in 0..NUMBERS) {
            for (from, to) in [(Codec::Pcmu, Codec::Pcma), (Codec::Pcma, Codec::Pcmu)] {
                let there: Vec<u8> = audio(from, number, 3).iter().map(|&c| to.encode(from.decode(c))).collect();
                prop_assert_eq!(find(to, &there), Some(number));
                let back: Vec<u8> = there.iter().map(|&c| from.encode(to.decode(c))).collect();
                prop_assert_eq!(find(from, &back), Some(number));
            }
        }

        #[test]
        fn noise_is_no_marker(noise in proptest::collection::vec(any::<u8>(), 0..400)) {
            prop_assert_eq!(find(Codec::Pcmu, &noise), None);
        }
    }

    #[test]
    fn half_a_frame_is_enough_and_less_than_two_blocks_is_not() {
        let whole = audio(Codec::Pcmu, 4_711, 0);
        assert_eq!(find(Codec::Pcmu, &whole[..80]), Some(4_711));
        assert_eq!(find(Codec::Pcmu, &whole[..2 * BLOCK - 1]), None);
        assert_eq!(find(Codec::Pcmu, &[]), None);
    }
}
