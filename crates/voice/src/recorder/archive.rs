//! The archive of a recording: Ogg Opus, stereo, and the proof that it is what was recorded. Pure.
//!
//! Opus is told the sample rate of the telephones, so that nothing is made up above 4 kHz. Each side is a
//! stream of its own (RFC 7845 §5.1.1.2: two channels, two streams, none coupled): a coupled pair would let
//! one side be heard in the other's channel, 22 dB below (measured), and their loudest moments are seldom
//! the same. The proof is taken from the finished octets: they are decoded, and length and loudness of each second of each side
//! are compared with what the encoder was given.

use super::timeline::{Chunk, Mark, Side};
use crate::media::g711::RATE;
use opus_pure::{Application, MAX_PACKET_BYTES, MAX_PACKET_SAMPLES, OggOpusReader, OggOpusWriter};
use opus_pure::{OpusDecoder, OpusEncoder, OpusHead, Trim};

/// Bits a second of a side.
const BITRATE: i32 = 14_000;
/// Mapping family, streams, coupled streams.
const FAMILY: (u8, u8, u8) = (1, 2, 0);
/// Between 0 and 10: of no effect that can be heard at telephone quality, and a third quicker than 9.
const COMPLEXITY: i32 = 5;
/// Samples of a side in a packet: 20 ms.
const FRAME: usize = RATE as usize / 50;
/// Opus counts in 48 kHz, whatever the rate.
const TICKS: u64 = 48_000 / RATE as u64;
/// Peaks a second, for drawing.
pub const PEAKS_PER_SECOND: u32 = 10;
const PEAK: u64 = RATE as u64 / PEAKS_PER_SECOND as u64;
/// A second that is quieter than this (root mean square, of 32,768) need not be heard in the archive.
const AUDIBLE: f64 = 100.0;
/// A second that was audible is there when at least a quarter of its loudness is.
const THERE: f64 = 0.25;

/// Why an archive is not made, or not taken for one.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// Opus or Ogg refused.
    #[error("the archive cannot be encoded or decoded: {0}")]
    Codec(String),
    /// It has another number of channels.
    #[error("the archive has {0} channels, not two")]
    Channels(usize),
    /// It is longer or shorter than what was recorded by more than a frame.
    #[error("the archive has {found} samples, and {expected} were recorded")]
    Length {
        /// Samples of a side that were recorded.
        expected: u64,
        /// Samples of a side in the archive.
        found: u64,
    },
    /// A second that was heard is not there.
    #[error("the archive is silent in second {second} of the {side:?}'s side, where something was recorded")]
    Silent {
        /// Whose.
        side: Side,
        /// Which, from 0 on.
        second: usize,
    },
}

impl From<opus_pure::Error> for Error {
    fn from(error: opus_pure::Error) -> Error {
        Error::Codec(error.to_string())
    }
}

/// What is known of a recording's sound.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// Samples of each side.
    pub samples: u64,
    /// What happened when, by sample.
    pub marks: Vec<(u64, Mark)>,
    /// Of customer and agent, the loudest sample of each tenth of a second: 0 to 255.
    pub peaks: [Vec<u8>; 2],
    /// Of customer and agent, the sum of the squares of each second.
    pub(super) energy: [Vec<f64>; 2],
}

/// A stretch of time in a recording, in samples.
pub type Stretch = std::ops::Range<u64>;

impl Facts {
    /// Seconds.
    pub fn duration(&self) -> f64 {
        self.samples as f64 / f64::from(RATE)
    }

    /// The stretches from one mark to the other; one that nothing ended goes on to the end.
    pub fn stretches(&self, begins: Mark, ends: Mark) -> Vec<Stretch> {
        let mut found: Vec<Stretch> = Vec::new();
        let mut open = None;
        for (at, mark) in &self.marks {
            if *mark == begins {
                open = open.or(Some(*at));
            } else if *mark == ends {
                found.extend(open.take().map(|from| from..*at));
            }
        }
        found.extend(open.map(|from| from..self.samples));
        found.retain(|stretch| !stretch.is_empty());
        found
    }

    fn take(&mut self, frame: &[[i16; 2]]) {
        for (place, samples) in (self.samples..).zip(frame) {
            for (side, sample) in samples.iter().enumerate() {
                let peak = (sample.unsigned_abs() >> 7).min(255) as u8;
                let energy = f64::from(*sample) * f64::from(*sample);
                raise(&mut self.peaks[side], (place / PEAK) as usize, |old| old.max(peak));
                raise(&mut self.energy[side], (place / u64::from(RATE)) as usize, |old| old + energy);
            }
        }
        self.samples += frame.len() as u64;
    }

    fn loudness(&self, side: usize, second: usize) -> f64 {
        let length = (self.samples - second as u64 * u64::from(RATE)).min(u64::from(RATE)) as f64;
        (self.energy[side].get(second).copied().unwrap_or_default() / length).sqrt()
    }
}

fn raise<T: Copy + Default>(values: &mut Vec<T>, place: usize, change: impl FnOnce(T) -> T) {
    if values.len() <= place {
        values.resize(place + 1, T::default());
    }
    values[place] = change(values[place]);
}

/// Makes an archive, stretch by stretch.
pub struct Archiver {
    encoders: [OpusEncoder; 2],
    ogg: OggOpusWriter<Vec<u8>>,
    /// Samples of a side that the encoder is behind, of 48,000 a second.
    pre_skip: u64,
    waiting: Vec<[i16; 2]>,
    packet: Vec<u8>,
    facts: Facts,
}

impl Archiver {
    /// An empty one.
    ///
    /// # Errors
    /// [`Error::Codec`].
    pub fn new() -> Result<Archiver, Error> {
        let encoder = || -> Result<OpusEncoder, Error> {
            let mut encoder = OpusEncoder::new(RATE as i32, 1, Application::Voip)?;
            encoder.bitrate_bps = BITRATE;
            encoder.complexity = COMPLEXITY;
            Ok(encoder)
        };
        let encoders = [encoder()?, encoder()?];
        let mut head = OpusHead::for_encoder(&encoders[0], RATE);
        head.channel_count = 2;
        (head.mapping_family, head.stream_count, head.coupled_count) = FAMILY;
        head.channel_mapping = vec![0, 1];
        let pre_skip = u64::from(head.pre_skip);
        let ogg = OggOpusWriter::new(Vec::new(), head)?;
        let (waiting, packet) = (Vec::new(), Vec::new());
        Ok(Archiver { encoders, ogg, pre_skip, waiting, packet, facts: Facts::default() })
    }

    /// Adds a stretch. Stretches that are missing before it become silence; one that was there already is
    /// left out.
    ///
    /// # Errors
    /// [`Error::Codec`].
    pub fn push(&mut self, chunk: &Chunk) -> Result<(), Error> {
        self.facts.marks.extend_from_slice(&chunk.marks);
        let there = self.facts.samples + self.waiting.len() as u64;
        if chunk.first < there {
            return Ok(());
        }
        for _ in there..chunk.first {
            self.waiting.push([0; 2]);
            self.encode_waiting()?;
        }
        let [left, right] = &chunk.sides;
        let sample = |side: &Option<(crate::media::Codec, Vec<u8>)>, place: usize| match side {
            Some((codec, octets)) => octets.get(place).map_or(0, |octet| codec.decode(*octet)),
            None => 0,
        };
        self.waiting.extend((0..chunk.samples).map(|place| [sample(left, place), sample(right, place)]));
        self.encode_waiting()
    }

    /// The finished octets and what is known of them.
    ///
    /// # Errors
    /// [`Error::Codec`].
    pub fn finish(mut self) -> Result<(Vec<u8>, Facts), Error> {
        let rest = std::mem::take(&mut self.waiting);
        self.facts.take(&rest);
        // The encoder gives its last samples out while it is fed silence; the last granule position says
        // where the sound ends (RFC 7845 §4.4).
        let behind = rest.len() + self.pre_skip.div_ceil(TICKS) as usize;
        let end = self.pre_skip + self.facts.samples * TICKS;
        let mut padded = rest;
        padded.resize(behind.div_ceil(FRAME) * FRAME, [0; 2]);
        let mut frames = padded.chunks(FRAME).peekable();
        while let Some(frame) = frames.next() {
            self.encode(frame)?;
            if frames.peek().is_some() {
                self.ogg.write_packet(&self.packet)?;
            } else {
                let left = end.saturating_sub(self.ogg.granule().max(0).unsigned_abs());
                self.ogg.write_packet_with_duration(&self.packet, left as u32)?;
            }
        }
        Ok((self.ogg.finish()?, self.facts))
    }

    fn encode_waiting(&mut self) -> Result<(), Error> {
        let mut waiting = std::mem::take(&mut self.waiting);
        let whole = waiting.len() / FRAME * FRAME;
        for frame in waiting[..whole].chunks(FRAME) {
            self.facts.take(frame);
            self.encode(frame)?;
            self.ogg.write_packet(&self.packet)?;
        }
        waiting.drain(..whole);
        self.waiting = waiting;
        Ok(())
    }

    /// Makes the packet of a frame: the customer's stream, delimited, then the agent's.
    fn encode(&mut self, frame: &[[i16; 2]]) -> Result<(), Error> {
        self.packet.clear();
        for (side, encoder) in self.encoders.iter_mut().enumerate() {
            let (mut samples, mut octets) = ([0; FRAME], [0; MAX_PACKET_BYTES]);
            samples.iter_mut().zip(frame).for_each(|(sample, both)| *sample = both[side]);
            let length = encoder.encode_s16(&samples, FRAME, &mut octets)?;
            match side {
                0 => delimit(&octets[..length], &mut self.packet)?,
                _ => self.packet.extend_from_slice(&octets[..length]),
            }
        }
        Ok(())
    }
}

/// The samples of an archive at the telephones' rate: customer and agent.
///
/// # Errors
/// [`Error::Codec`], [`Error::Channels`].
pub fn decode(ogg: &[u8]) -> Result<[Vec<i16>; 2], Error> {
    let mut sides = [Vec::new(), Vec::new()];
    decode_frames(ogg, |frame| {
        for samples in frame {
            sides[0].push(samples[0]);
            sides[1].push(samples[1]);
        }
    })?;
    Ok(sides)
}

/// Whether an archive is what these facts are of: as long within a frame, and audible wherever something
/// was recorded, on both sides.
///
/// # Errors
/// What is wrong with it.
pub fn verify(ogg: &[u8], facts: &Facts) -> Result<(), Error> {
    let mut found = Facts::default();
    decode_frames(ogg, |frame| found.take(frame))?;
    if found.samples.abs_diff(facts.samples) > FRAME as u64 {
        return Err(Error::Length { expected: facts.samples, found: found.samples });
    }
    for (number, side) in [Side::Customer, Side::Agent].into_iter().enumerate() {
        // A last second cut short by the frame's tolerance says nothing.
        let seconds = facts.samples.min(found.samples).div_ceil(u64::from(RATE)) as usize;
        for second in 0..seconds {
            let recorded = facts.loudness(number, second);
            if recorded > AUDIBLE && found.loudness(number, second) < recorded * THERE {
                return Err(Error::Silent { side, second });
            }
        }
    }
    Ok(())
}

/// Whether an archive can be decoded, both sides of it, and how many samples of a side it has.
///
/// # Errors
/// [`Error::Codec`], [`Error::Channels`].
pub fn length(ogg: &[u8]) -> Result<u64, Error> {
    let mut samples = 0;
    decode_frames(ogg, |frame| samples += frame.len() as u64)?;
    Ok(samples)
}

/// Appends a stream's packet so that another can follow it (RFC 6716, appendix B). It holds one frame, as
/// ours do.
fn delimit(packet: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
    let Some((toc, frame)) = packet.split_first().filter(|(toc, _)| *toc & 3 == 0) else {
        return Err(Error::Codec("a packet of several frames".to_owned()));
    };
    out.push(*toc);
    // RFC 6716 §3.2.1.
    if frame.len() < 252 {
        out.push(frame.len() as u8);
    } else {
        let first = 252 + (frame.len() & 3);
        out.extend([first as u8, ((frame.len() - first) / 4) as u8]);
    }
    out.extend_from_slice(frame);
    Ok(())
}

/// Takes a packet apart again: the first stream's, and the second's.
fn part(packet: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let (toc, rest) = packet.split_first().filter(|(toc, _)| *toc & 3 == 0)?;
    let (first, rest) = rest.split_first()?;
    let (length, rest) = match usize::from(*first) {
        length @ ..252 => (length, rest),
        first => {
            let (second, rest) = rest.split_first()?;
            (first + 4 * usize::from(*second), rest)
        }
    };
    let (frame, second) = rest.split_at_checked(length)?;
    Some(([&[*toc], frame].concat(), second))
}

fn decode_frames(ogg: &[u8], mut each: impl FnMut(&[[i16; 2]])) -> Result<(), Error> {
    let mut reader = OggOpusReader::new(ogg)?;
    let head = reader.head();
    let channels = usize::from(head.channel_count);
    if channels != 2 || (head.mapping_family, head.stream_count, head.coupled_count) != FAMILY {
        return Err(Error::Channels(channels));
    }
    let mut decoders = [OpusDecoder::new(RATE as i32, 1)?, OpusDecoder::new(RATE as i32, 1)?];
    let mut trim = Trim::new(head, RATE as i32, channels)?;
    let mut sides = [(); 2].map(|()| vec![0i16; MAX_PACKET_SAMPLES]);
    let mut both = Vec::with_capacity(MAX_PACKET_SAMPLES);
    while let Some(packet) = reader.read_packet()? {
        let (first, second) =
            part(&packet.data).ok_or_else(|| Error::Codec("a packet of one stream".into()))?;
        let mut count = MAX_PACKET_SAMPLES;
        for ((decoder, side), stream) in decoders.iter_mut().zip(&mut sides).zip([first.as_slice(), second]) {
            count = count.min(decoder.decode_s16(stream, MAX_PACKET_SAMPLES, side)?);
        }
        both.clear();
        both.extend((0..count).map(|place| [sides[0][place], sides[1][place]]));
        each(trim.keep(&packet, both.as_flattened()).as_chunks::<2>().0);
    }
    Ok(())
}
