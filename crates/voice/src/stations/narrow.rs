//! Opus of a browser, G.711 of a trunk: one in each direction of one call.
//!
//! The encoder takes 8,000 Hz as they are: Opus codes speech in bands, and there is only one here.
//! The decoder has to be asked for all bands, and what a trunk cannot carry is filtered out
//! (`decimate`).

use super::decimate::Decimator;
use crate::media::Codec;
use opus_pure::{Application, OpusDecoder, OpusEncoder};

/// Samples of the longest Opus packet, 120 ms (RFC 6716 §2.1.4), of a telephone and of Opus.
pub const LONGEST: usize = 960;
const LONGEST_WIDE: usize = 6 * LONGEST;
/// Rate asked of the encoder, in bits a second: transparent for what passed through G.711.
const BIT_RATE: i32 = 20_000;
/// Effort of the encoder, 0–10. Beyond this nobody hears a difference at 8,000 Hz.
const COMPLEXITY: i32 = 4;
/// Lengths that become one packet, longest first: 20, 10, 5 and 2.5 ms.
const PIECES: [usize; 4] = [160, 80, 40, 20];
/// Room for a packet of 20 ms: far more than the rate asked for.
const ROOM: usize = 400;

/// Both codecs with what they remember.
pub struct Narrow {
    encoder: OpusEncoder,
    decoder: OpusDecoder,
    decimator: Decimator,
    /// Samples that did not fill a piece.
    pending: Vec<i16>,
    pcm: [i16; LONGEST_WIDE],
    packet: [u8; ROOM],
}

impl Narrow {
    /// Codecs that have heard nothing yet.
    pub fn new() -> Narrow {
        let mut encoder = OpusEncoder::new(8_000, 1, Application::Voip).expect("8,000 Hz is a rate of Opus");
        encoder.bitrate_bps = BIT_RATE;
        encoder.complexity = COMPLEXITY;
        let decoder = OpusDecoder::new(48_000, 1).expect("48,000 Hz is a rate of Opus");
        let (pcm, packet) = ([0; LONGEST_WIDE], [0; ROOM]);
        let decimator = Decimator::new();
        let mut narrow = Narrow { encoder, decoder, decimator, pending: Vec::new(), pcm, packet };
        narrow.warm_up();
        narrow
    }

    /// Tables and buffers that codecs make on first use are made now, where a page waits for its
    /// answer, and not on the thread that every call waits for.
    fn warm_up(&mut self) {
        let mut packets = Vec::new();
        self.encode(Codec::Alaw, &[Codec::Alaw.silence(); 160], |packet, _| packets.push(packet.to_vec()));
        for packet in packets {
            self.decode(&packet, Codec::Alaw, &mut [0; LONGEST]);
        }
    }

    /// Turns an Opus packet into octets of `codec`. `None`: it is none, or longer than `octets`.
    pub fn decode(&mut self, packet: &[u8], codec: Codec, octets: &mut [u8]) -> Option<usize> {
        if packet.is_empty() {
            return None;
        }
        let wide = self.decoder.decode_s16(packet, LONGEST_WIDE, &mut self.pcm).ok()?;
        let samples = wide / 6;
        let mut octets = octets.get_mut(..samples)?.iter_mut();
        self.decimator.take(&self.pcm[..6 * samples], |sample| {
            octets.next().into_iter().for_each(|octet| *octet = codec.encode(sample));
        });
        Some(samples)
    }

    /// Turns octets of `codec` into Opus packets; `each` is given every one with the samples it
    /// covers. What does not fill 2.5 ms waits for the next octets.
    pub fn encode(&mut self, codec: Codec, octets: &[u8], mut each: impl FnMut(&[u8], u32)) {
        self.pending.extend(octets.iter().take(LONGEST).map(|octet| codec.decode(*octet)));
        let mut done = 0;
        for piece in PIECES {
            while self.pending.len() - done >= piece {
                let pcm = &self.pending[done..done + piece];
                if let Ok(length) = self.encoder.encode_s16(pcm, piece, &mut self.packet) {
                    each(&self.packet[..length], piece as u32);
                }
                done += piece;
            }
        }
        self.pending.drain(..done);
    }

    /// What follows does not belong to what came before.
    pub fn cut(&mut self) {
        self.pending.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stations::tone::{power, tone};

    /// A second of Opus as a browser makes it, 48,000 Hz, of these tones at half of full scale.
    fn browser(frequencies: &[f64]) -> Vec<Vec<u8>> {
        let mut encoder = OpusEncoder::new(48_000, 1, Application::Audio).unwrap();
        encoder.bitrate_bps = 64_000;
        let pcm = tone(48_000.0, frequencies, 16_000.0 / frequencies.len() as f64, 48_000);
        let encode = |frame: &[i16]| {
            let mut packet = [0; 1_500];
            let length = encoder.encode_s16(frame, 960, &mut packet).unwrap();
            packet[..length].to_vec()
        };
        pcm.chunks_exact(960).map(encode).collect()
    }

    #[test]
    fn what_a_trunk_cannot_carry_does_not_come_back_as_something_else() {
        let mut narrow = Narrow::new();
        let mut heard = Vec::new();
        for packet in browser(&[1_000.0, 5_300.0]) {
            let mut octets = [0; LONGEST];
            let length = narrow.decode(&packet, Codec::Alaw, &mut octets).unwrap();
            assert_eq!(length, 160);
            heard.extend(octets[..length].iter().map(|octet| Codec::Alaw.decode(*octet)));
        }
        let settled = &heard[2_000..];
        let wanted = power(8_000.0, 1_000.0, settled);
        // 5,300 Hz folds to 2,700 Hz when nothing filters it.
        let folded = power(8_000.0, 2_700.0, settled);
        assert!(wanted > 1e6, "the tone is there: {wanted}");
        assert!(folded < wanted / 10_000.0, "40 dB below: {folded} of {wanted}");
    }

    #[test]
    fn octets_of_any_length_become_packets_and_nothing_is_lost() {
        for length in [80, 160, 240, 320, 55] {
            let mut narrow = Narrow::new();
            let octets: Vec<u8> =
                tone(8_000.0, &[440.0], 8_000.0, 8_000).iter().map(|s| Codec::Ulaw.encode(*s)).collect();
            let mut decoder = OpusDecoder::new(48_000, 1).unwrap();
            let (mut covered, mut heard) = (0, Vec::new());
            for packet in octets.chunks(length) {
                narrow.encode(Codec::Ulaw, packet, |opus, samples| {
                    let mut pcm = [0; 5_760];
                    let decoded = decoder.decode_s16(opus, 5_760, &mut pcm).unwrap();
                    assert_eq!(decoded, 6 * samples as usize);
                    covered += samples as usize;
                    heard.extend_from_slice(&pcm[..decoded]);
                });
            }
            assert!((8_000 - 20..=8_000).contains(&covered), "{length}: {covered}");
            let settled = &heard[12_000..];
            let whole = settled.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / settled.len() as f64;
            let wanted = power(48_000.0, 440.0, settled);
            assert!(wanted > 0.9 * whole, "{length}: {wanted} of {whole}");
        }
    }

    #[test]
    fn what_is_no_opus_is_refused() {
        let mut narrow = Narrow::new();
        for packet in [&[][..], &[0xFF, 0xFF], &[3, 63, 1]] {
            let _ = narrow.decode(packet, Codec::Alaw, &mut [0; LONGEST]);
        }
        assert!(narrow.decode(&[], Codec::Alaw, &mut [0; LONGEST]).is_none());
    }
}
