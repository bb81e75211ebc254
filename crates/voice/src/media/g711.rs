//! G.711: the two telephone codecs, by table (ITU-T G.711, 1988).
//!
//! One octet a sample, 8,000 samples a second. A-law is at home in Europe and Asia, µ-law in
//! America and Japan; a call between the two is transcoded octet by octet, without a detour over
//! linear samples at run time.

/// Samples a second of both codecs, and so the RTP clock rate.
pub const RATE: u32 = 8_000;

/// Octets in a packet of our own: 20 ms.
pub const FRAME: usize = 160;

/// A telephone codec.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Codec {
    /// A-law: `PCMA`.
    Alaw,
    /// µ-law: `PCMU`.
    Ulaw,
}

impl Codec {
    /// Both, in the order we offer them when nothing else is asked for.
    pub const ALL: [Codec; 2] = [Codec::Alaw, Codec::Ulaw];

    /// Its static RTP payload type (RFC 3551 §6).
    pub const fn static_payload(self) -> u8 {
        match self {
            Codec::Alaw => 8,
            Codec::Ulaw => 0,
        }
    }

    /// The codec a static payload type names.
    pub const fn from_static_payload(payload: u8) -> Option<Codec> {
        match payload {
            8 => Some(Codec::Alaw),
            0 => Some(Codec::Ulaw),
            _ => None,
        }
    }

    /// Its encoding name in SDP (RFC 3551 §6).
    pub const fn name(self) -> &'static str {
        match self {
            Codec::Alaw => "PCMA",
            Codec::Ulaw => "PCMU",
        }
    }

    /// The octet for silence: the quietest positive sample.
    pub const fn silence(self) -> u8 {
        match self {
            Codec::Alaw => 0xD5,
            Codec::Ulaw => 0xFF,
        }
    }

    /// A linear 16-bit sample of an octet.
    pub const fn decode(self, octet: u8) -> i16 {
        match self {
            Codec::Alaw => alaw_to_linear(octet),
            Codec::Ulaw => ulaw_to_linear(octet),
        }
    }

    /// The octet of a linear 16-bit sample.
    pub const fn encode(self, sample: i16) -> u8 {
        match self {
            Codec::Alaw => linear_to_alaw(sample),
            Codec::Ulaw => linear_to_ulaw(sample),
        }
    }

    /// The table that turns octets of this codec into the other's.
    pub const fn to_other(self) -> &'static [u8; 256] {
        match self {
            Codec::Alaw => &ALAW_TO_ULAW,
            Codec::Ulaw => &ULAW_TO_ALAW,
        }
    }
}

/// A-law octets to µ-law octets.
static ALAW_TO_ULAW: [u8; 256] = table(Codec::Alaw, Codec::Ulaw);
/// µ-law octets to A-law octets.
static ULAW_TO_ALAW: [u8; 256] = table(Codec::Ulaw, Codec::Alaw);

const fn table(from: Codec, to: Codec) -> [u8; 256] {
    let mut table = [0; 256];
    let mut octet = 0;
    while octet < 256 {
        table[octet] = to.encode(from.decode(octet as u8));
        octet += 1;
    }
    table
}

/// Even bits travel inverted (G.711 table 1a), hence the 0x55.
const fn alaw_to_linear(octet: u8) -> i16 {
    let bits = octet ^ 0x55;
    let exponent = (bits >> 4) & 7;
    let mantissa = (bits & 0x0F) as i16;
    let magnitude = match exponent {
        0 => (mantissa << 4) + 8,
        _ => ((mantissa << 4) + 0x108) << (exponent - 1),
    };
    if bits & 0x80 != 0 { magnitude } else { -magnitude }
}

const fn linear_to_alaw(sample: i16) -> u8 {
    let (sign, magnitude) = if sample < 0 { (0, !sample) } else { (0x80, sample) };
    let mut step = magnitude >> 4;
    let mut exponent = 0;
    if step > 15 {
        exponent = 1;
        while step > 31 {
            step >>= 1;
            exponent += 1;
        }
        step -= 16;
    }
    (sign | exponent << 4 | step as u8) ^ 0x55
}

/// The codec's bias of 33 on its 14-bit scale, on ours of 16 bits.
const ULAW_BIAS: i32 = 33 << 2;

/// All bits travel inverted (G.711 table 2a).
const fn ulaw_to_linear(octet: u8) -> i16 {
    let bits = !octet;
    let exponent = (bits >> 4) & 7;
    let mantissa = (bits & 0x0F) as i32;
    let magnitude = (((mantissa << 3) + ULAW_BIAS) << exponent) - ULAW_BIAS;
    (if bits & 0x80 != 0 { -magnitude } else { magnitude }) as i16
}

const fn linear_to_ulaw(sample: i16) -> u8 {
    /// The largest magnitude that still has a segment.
    const CLIP: i32 = 0x7FFF - ULAW_BIAS;
    let (sign, magnitude) = if sample < 0 { (0x80, !(sample as i32)) } else { (0, sample as i32) };
    let biased = (if magnitude > CLIP { CLIP } else { magnitude }) + ULAW_BIAS;
    let exponent = 24 - biased.leading_zeros() as i32;
    let mantissa = (biased >> (exponent + 3)) & 0x0F;
    !(sign | (exponent << 4) as u8 | mantissa as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Decoder output values as ITU-T G.711 states them: tables 1 and 2, notes 2 to 5.
    fn reference(codec: Codec, octet: u8) -> f64 {
        let (bits, scale) = match codec {
            Codec::Alaw => (octet ^ 0x55, 8.0),
            Codec::Ulaw => (octet ^ 0x7F, 4.0),
        };
        let sign = if bits & 0x80 != 0 { 1.0 } else { -1.0 };
        let (exponent, mantissa) = (i32::from(bits >> 4 & 7), f64::from(bits & 15));
        let value = match (codec, exponent) {
            (Codec::Alaw, 0) => 2.0 * mantissa + 1.0,
            (Codec::Alaw, e) => 2f64.powi(e - 1) * (2.0 * mantissa + 33.0),
            (Codec::Ulaw, e) => 2f64.powi(e) * (2.0 * mantissa + 33.0) - 33.0,
        };
        sign * value * scale
    }

    #[test]
    fn every_octet_decodes_as_the_recommendation_says() {
        for codec in Codec::ALL {
            for octet in 0..=255 {
                assert_eq!(f64::from(codec.decode(octet)), reference(codec, octet), "{codec:?} {octet:#04x}");
            }
        }
    }

    #[test]
    fn encoding_undoes_decoding_and_keeps_order() {
        for codec in Codec::ALL {
            for octet in 0..=255 {
                // µ-law has two zeros; the negative one comes back as the positive one.
                let expected = if (codec, octet) == (Codec::Ulaw, 0x7F) { 0xFF } else { octet };
                assert_eq!(codec.encode(codec.decode(octet)), expected, "{codec:?} {octet:#04x}");
            }
            let heard: Vec<i16> =
                (i16::MIN..=i16::MAX).map(|sample| codec.decode(codec.encode(sample))).collect();
            assert!(heard.is_sorted(), "{codec:?} turns louder into quieter");
            // The quantiser's error is at most half its widest step in each segment: 1/32 of the
            // sample, or half the smallest step.
            for (sample, heard) in (i16::MIN..=i16::MAX).zip(heard) {
                let clipped = i32::from(sample).clamp(-32_256, 32_256);
                let error = (i32::from(heard) - clipped).abs();
                assert!(error <= clipped.abs() / 32 + 9, "{codec:?} {sample} heard as {heard}");
            }
        }
    }

    #[test]
    fn the_direct_tables_lose_no_more_than_one_step() {
        for codec in Codec::ALL {
            let other = if codec == Codec::Alaw { Codec::Ulaw } else { Codec::Alaw };
            for octet in 0..=255u8 {
                let there = codec.to_other()[usize::from(octet)];
                let (before, after) = (i32::from(codec.decode(octet)), i32::from(other.decode(there)));
                assert!((before - after).abs() <= before.abs() / 32 + 9, "{codec:?} {octet:#04x}");
            }
        }
    }
}
