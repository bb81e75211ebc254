//! What a telephone says: silence, a tone, a clip of speech, a marker; prepared once in both codings.

use crate::Error;
use crate::g711::Codec;
use crate::marker;
use std::f64::consts::TAU;
use std::sync::Arc;

/// Samples in a second.
pub const RATE: u32 = 8_000;
/// Samples in a packet: 20 ms.
pub const FRAME: usize = 160;
/// A marked clip carries one marked packet in this many: one a second.
const MARKED_EVERY: usize = 50;
/// Clips are cut off here: ten minutes.
const LONGEST: usize = 600 * RATE as usize;

/// Recorded audio, linear, 8 kHz, one channel.
#[derive(Debug, Clone)]
pub struct Clip(Arc<[i16]>);

impl Clip {
    /// Takes linear samples at 8 kHz.
    pub fn from_samples(samples: Vec<i16>) -> Clip {
        Clip(samples.into())
    }

    /// Reads a WAV file's bytes: 8 kHz, one channel, 16-bit linear, A-law or µ-law.
    ///
    /// # Errors
    /// [`Error::Clip`] when the file is anything else.
    pub fn from_wav(file: &[u8]) -> Result<Clip, Error> {
        let shape =
            chunk(file, b"fmt ").filter(|c| c.len() >= 16).ok_or(Error::Clip("it has no format chunk"))?;
        let word = |at: usize| u16::from_le_bytes([shape[at], shape[at + 1]]);
        let (format, channels, bits) = (word(0), word(2), word(14));
        let rate = u32::from(word(4)) | u32::from(word(6)) << 16;
        if rate != RATE || channels != 1 {
            return Err(Error::Clip("it is not 8 kHz with one channel"));
        }
        let data = chunk(file, b"data").ok_or(Error::Clip("it has no data chunk"))?;
        let samples: Vec<i16> = match (format, bits) {
            (1, 16) => data.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect(),
            (6, 8) => data.iter().map(|&code| Codec::Pcma.decode(code)).collect(),
            (7, 8) => data.iter().map(|&code| Codec::Pcmu.decode(code)).collect(),
            _ => return Err(Error::Clip("it is neither 16-bit linear nor A-law nor µ-law")),
        };
        Ok(Clip::from_samples(samples))
    }

    /// Length in samples.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The body of the first chunk of that name; a chunk cut short ends with the file.
fn chunk<'a>(file: &'a [u8], name: &[u8; 4]) -> Option<&'a [u8]> {
    if file.get(..4)? != b"RIFF" || file.get(8..12)? != b"WAVE" {
        return None;
    }
    let mut rest = &file[12..];
    loop {
        let (head, body) = rest.split_at_checked(8)?;
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        if &head[..4] == name {
            return Some(&body[..length.min(body.len())]);
        }
        rest = body.get(length + (length & 1)..)?;
    }
}

/// What a telephone sends, over and over, in whole packets of 20 ms.
#[derive(Debug, Clone)]
pub struct Voice {
    mu_law: Arc<[u8]>,
    a_law: Arc<[u8]>,
}

impl Voice {
    /// Nothing to hear. Packets are sent all the same.
    pub fn silence() -> Voice {
        Voice::of_samples(&[0; FRAME])
    }

    /// A tone of `hertz` (1 to 3,999), 15 dB below full scale.
    pub fn tone(hertz: u16) -> Voice {
        let step = TAU * f64::from(hertz) / f64::from(RATE);
        let samples: Vec<i16> = (0..RATE).map(|n| (5_800.0 * (step * f64::from(n)).sin()) as i16).collect();
        Voice::of_samples(&samples)
    }

    /// Speech, repeated from its start when it ends.
    pub fn speech(clip: &Clip) -> Voice {
        if clip.is_empty() { Voice::silence() } else { Voice::of_samples(&clip.0[..clip.len().min(LONGEST)]) }
    }

    /// A [marker](crate::marker) in every packet. For measurements: the first packet tells.
    pub fn marker(number: u32) -> Voice {
        // Three frames are forty blocks: the pattern runs on without a seam.
        Voice::of_codes(|codec| marker::block(codec, number).into_iter().cycle().take(3 * FRAME).collect())
    }

    /// Speech with one marked packet a second, the first one marked: for ears and for counting.
    pub fn marked_speech(clip: &Clip, number: u32) -> Voice {
        let speech = Voice::speech(clip);
        Voice::of_codes(|codec| {
            let mut codes = speech.codes(codec).to_vec();
            for frame in codes.chunks_exact_mut(FRAME).step_by(MARKED_EVERY) {
                let block = marker::block(codec, number);
                frame.iter_mut().zip(block.into_iter().cycle()).for_each(|(code, marked)| *code = marked);
            }
            codes
        })
    }

    fn of_samples(samples: &[i16]) -> Voice {
        let frames = samples.len().div_ceil(FRAME);
        Voice::of_codes(|codec| {
            let mut codes: Vec<u8> = samples.iter().map(|&sample| codec.encode(sample)).collect();
            codes.resize(frames * FRAME, codec.silence());
            codes
        })
    }

    fn of_codes(make: impl Fn(Codec) -> Vec<u8>) -> Voice {
        Voice { mu_law: make(Codec::Pcmu).into(), a_law: make(Codec::Pcma).into() }
    }

    /// All of it, linear, as it sounds after µ-law coding.
    pub fn samples(&self) -> Vec<i16> {
        self.mu_law.iter().map(|&code| Codec::Pcmu.decode(code)).collect()
    }

    /// All of it in one coding: a whole number of frames, at least one.
    pub(crate) fn codes(&self, codec: Codec) -> &[u8] {
        if codec == Codec::Pcma { &self.a_law } else { &self.mu_law }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wav(format: u16, rate: u32, bits: u16, data: &[u8]) -> Vec<u8> {
        let mut file = b"RIFF\0\0\0\0WAVELIST\x03\0\0\0abc\0fmt \x10\0\0\0".to_vec();
        file.extend(format.to_le_bytes());
        file.extend(1u16.to_le_bytes());
        file.extend(rate.to_le_bytes());
        file.extend([0; 6]);
        file.extend(bits.to_le_bytes());
        file.extend(b"data");
        file.extend((data.len() as u32).to_le_bytes());
        file.extend(data);
        file
    }

    #[test]
    fn clips_are_read_in_three_codings_and_nothing_else() {
        assert_eq!(*Clip::from_wav(&wav(1, 8_000, 16, &[1, 0, 0xff, 0xff])).unwrap().0, [1, -1]);
        assert_eq!(*Clip::from_wav(&wav(7, 8_000, 8, &[0xff])).unwrap().0, [0]);
        assert_eq!(*Clip::from_wav(&wav(6, 8_000, 8, &[0xd5])).unwrap().0, [8]);
        for bad in [wav(1, 16_000, 16, &[]), wav(3, 8_000, 32, &[]), b"RIFF".to_vec(), vec![]] {
            assert!(Clip::from_wav(&bad).is_err());
        }
    }

    #[test]
    fn every_cut_of_a_file_is_read_or_refused() {
        let file = wav(1, 8_000, 16, &[1, 2, 3, 4]);
        for length in 0..file.len() {
            let _ = Clip::from_wav(&file[..length]);
        }
    }

    #[test]
    fn marked_speech_tells_its_number_once_a_second() {
        let clip = Clip::from_samples((0..16_000).map(|n| (n % 977) as i16 * 9).collect());
        let voice = Voice::marked_speech(&clip, 31);
        let marked: Vec<usize> = voice
            .codes(Codec::Pcma)
            .chunks(FRAME)
            .enumerate()
            .filter_map(|(n, frame)| marker::find(Codec::Pcma, frame).map(|_| n))
            .collect();
        assert_eq!(marked, [0, 50]);
    }
}
