//! A reader for the WAV files prompts come in: 8 kHz, mono, G.711 or 16-bit linear.

use super::g711::{Codec, RATE};

/// Why a file is no prompt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No RIFF/WAVE header.
    #[error("not a wav file")]
    NotWav,
    /// A chunk is longer than the rest of the file, or there is none of a needed kind.
    #[error("the {0} chunk is missing or cut short")]
    Cut(&'static str),
    /// A coding we do not play.
    #[error("format {format} with {bits} bits: save it as A-law (6), µ-law (7) or 16-bit PCM (1)")]
    Format {
        /// The format tag.
        format: u16,
        /// Bits a sample.
        bits: u16,
    },
    /// Another rate, or several channels.
    #[error("{channels} channels at {rate} Hz: save it as mono at 8000 Hz")]
    Shape {
        /// How many channels.
        channels: u16,
        /// Samples a second.
        rate: u32,
    },
    /// Not one sample.
    #[error("it holds no sound")]
    Empty,
}

/// The sound of a file, as it stands there.
#[derive(Debug, PartialEq, Eq)]
pub enum Sound<'a> {
    /// G.711 octets.
    Coded(Codec, &'a [u8]),
    /// 16-bit samples, little end first.
    Linear(&'a [[u8; 2]]),
}

impl Sound<'_> {
    /// The sound in a codec.
    pub fn encode(&self, codec: Codec) -> Vec<u8> {
        match self {
            Sound::Coded(own, octets) if *own == codec => octets.to_vec(),
            Sound::Coded(own, octets) => {
                octets.iter().map(|&octet| own.to_other()[usize::from(octet)]).collect()
            }
            Sound::Linear(samples) => {
                samples.iter().map(|&sample| codec.encode(i16::from_le_bytes(sample))).collect()
            }
        }
    }
}

/// Reads a whole file.
///
/// # Errors
/// When it is not a WAV file we can play as it is: [`Error`] says what to change.
pub fn read(file: &[u8]) -> Result<Sound<'_>, Error> {
    let chunks = match file.split_first_chunk::<12>() {
        Some((header, chunks)) if header.starts_with(b"RIFF") && header.ends_with(b"WAVE") => chunks,
        _ => return Err(Error::NotWav),
    };
    let format = chunk(chunks, b"fmt ").ok_or(Error::Cut("format"))?;
    let data = chunk(chunks, b"data").ok_or(Error::Cut("data"))?;
    let field = |at: usize| format.get(at..at + 2).map(|field| u16::from_le_bytes([field[0], field[1]]));
    let (Some(tag), Some(channels), Some(low), Some(high), Some(bits)) =
        (field(0), field(2), field(4), field(6), field(14))
    else {
        return Err(Error::Cut("format"));
    };
    let rate = u32::from(high) << 16 | u32::from(low);
    let sound = match (tag, bits) {
        (1, 16) => Sound::Linear(data.as_chunks().0),
        (6, 8) => Sound::Coded(Codec::Alaw, data),
        (7, 8) => Sound::Coded(Codec::Ulaw, data),
        _ => return Err(Error::Format { format: tag, bits }),
    };
    if (channels, rate) != (1, RATE) {
        return Err(Error::Shape { channels, rate });
    }
    if data.len() < 2 {
        return Err(Error::Empty);
    }
    Ok(sound)
}

/// The content of the first chunk of a kind. Chunks start at even places.
fn chunk<'a>(mut rest: &'a [u8], kind: &[u8; 4]) -> Option<&'a [u8]> {
    while let Some((header, after)) = rest.split_first_chunk::<8>() {
        let length = u32::from_le_bytes([header[4], header[5], header[6], header[7]]) as usize;
        if header.starts_with(kind) {
            return after.get(..length);
        }
        rest = after.get(length.checked_add(length & 1)?..)?;
    }
    None
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A WAV file with one chunk between that is none of our business.
    pub fn file(format: u16, channels: u16, rate: u32, bits: u16, data: &[u8]) -> Vec<u8> {
        let mut body = b"WAVELIST\x03\0\0\0abc\0fmt \x10\0\0\0".to_vec();
        body.extend(format.to_le_bytes());
        body.extend(channels.to_le_bytes());
        body.extend(rate.to_le_bytes());
        body.extend((rate * u32::from(bits) / 8).to_le_bytes());
        body.extend((bits / 8).to_le_bytes());
        body.extend(bits.to_le_bytes());
        body.extend(b"data");
        body.extend((data.len() as u32).to_le_bytes());
        body.extend(data);
        let mut file = b"RIFF".to_vec();
        file.extend((body.len() as u32).to_le_bytes());
        file.extend(body);
        file
    }

    #[test]
    fn files_are_read_or_refused_with_the_reason() {
        let sound = [0xD5, 1, 2, 3];
        let check = |file: &[u8], expected: Result<Sound<'_>, Error>| assert_eq!(read(file), expected);
        check(&file(6, 1, 8_000, 8, &sound), Ok(Sound::Coded(Codec::Alaw, &sound)));
        check(&file(7, 1, 8_000, 8, &sound), Ok(Sound::Coded(Codec::Ulaw, &sound)));
        check(&file(1, 1, 8_000, 16, &sound), Ok(Sound::Linear(&[[0xD5, 1], [2, 3]])));
        check(&file(1, 1, 8_000, 8, &sound), Err(Error::Format { format: 1, bits: 8 }));
        check(&file(85, 1, 8_000, 0, &sound), Err(Error::Format { format: 85, bits: 0 }));
        check(&file(1, 2, 44_100, 16, &sound), Err(Error::Shape { channels: 2, rate: 44_100 }));
        check(&file(7, 1, 8_000, 8, &[]), Err(Error::Empty));
        check(b"OggS, not RIFF at all", Err(Error::NotWav));
        let whole = file(7, 1, 8_000, 8, &sound);
        check(&whole[..whole.len() - 1], Err(Error::Cut("data")));
        check(&whole[..30], Err(Error::Cut("format")));
    }

    #[test]
    fn sounds_come_in_either_codec() {
        let linear = Sound::Linear(&[[0, 0], [0xFF, 0x7F]]);
        assert_eq!(linear.encode(Codec::Ulaw), [0xFF, 0x80]);
        assert_eq!(linear.encode(Codec::Alaw), [0xD5, 0xAA]);
        let coded = Sound::Coded(Codec::Ulaw, &[0xFF, 0x80]);
        assert_eq!(coded.encode(Codec::Ulaw), [0xFF, 0x80]);
        assert_eq!(coded.encode(Codec::Alaw), [0xD5, 0xAA]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>, damaged in 0..80usize, with: u8) {
            let _ = read(&bytes);
            let mut file = file(7, 1, 8_000, 8, &bytes);
            let place = damaged % file.len();
            file[place] = with;
            let _ = read(&file);
        }
    }
}
