//! G.711: the two telephone codings, by table (ITU-T G.711).

/// A coding that can be offered in SDP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Codec {
    /// µ-law, payload type 0.
    Pcmu,
    /// A-law, payload type 8.
    Pcma,
    /// Payload type 18. These telephones can offer it, to see it refused, but never speak it.
    G729,
}

impl Codec {
    /// The static payload type (RFC 3551 §6).
    pub fn payload_type(self) -> u8 {
        match self {
            Codec::Pcmu => 0,
            Codec::Pcma => 8,
            Codec::G729 => 18,
        }
    }

    /// The codec of a static payload type.
    pub fn from_payload_type(number: u8) -> Option<Codec> {
        match number {
            0 => Some(Codec::Pcmu),
            8 => Some(Codec::Pcma),
            18 => Some(Codec::G729),
            _ => None,
        }
    }

    /// The encoding's name in `a=rtpmap`.
    pub fn name(self) -> &'static str {
        match self {
            Codec::Pcmu => "PCMU",
            Codec::Pcma => "PCMA",
            Codec::G729 => "G729",
        }
    }

    /// Whether these telephones can send and understand it.
    pub fn is_spoken(self) -> bool {
        self != Codec::G729
    }

    /// One linear 16-bit sample in this coding.
    pub fn encode(self, sample: i16) -> u8 {
        match self {
            Codec::Pcmu | Codec::G729 => encode_mu_law(sample),
            Codec::Pcma => encode_a_law(sample),
        }
    }

    /// The linear 16-bit sample a code stands for.
    pub fn decode(self, code: u8) -> i16 {
        match self {
            Codec::Pcmu | Codec::G729 => MU_LAW[usize::from(code)],
            Codec::Pcma => A_LAW[usize::from(code)],
        }
    }

    /// The code of silence.
    pub fn silence(self) -> u8 {
        self.encode(0)
    }
}

const BIAS: i32 = 132;
const MU_LAW: [i16; 256] = table(true);
const A_LAW: [i16; 256] = table(false);

const fn table(mu: bool) -> [i16; 256] {
    let mut all = [0; 256];
    let mut code = 0;
    while code < 256 {
        all[code] = if mu { decode_mu_law(code as u8) } else { decode_a_law(code as u8) };
        code += 1;
    }
    all
}

const fn decode_mu_law(code: u8) -> i16 {
    let code = !code;
    let segment = (code >> 4) & 7;
    let magnitude = (((((code & 0x0f) as i32) << 3) + BIAS) << segment) - BIAS;
    (if code & 0x80 != 0 { -magnitude } else { magnitude }) as i16
}

const fn decode_a_law(code: u8) -> i16 {
    let code = code ^ 0x55;
    let segment = (code >> 4) & 7;
    let step = ((code & 0x0f) as i32) << 4;
    let magnitude = if segment == 0 { step + 8 } else { (step + 0x108) << (segment - 1) };
    (if code & 0x80 != 0 { magnitude } else { -magnitude }) as i16
}

fn encode_mu_law(sample: i16) -> u8 {
    let sign = if sample < 0 { 0x80 } else { 0 };
    let magnitude = i32::from(sample).abs().min(32_635) + BIAS;
    let segment = 24 - magnitude.leading_zeros();
    let step = (magnitude >> (segment + 3)) & 0x0f;
    !(sign | (segment as u8) << 4 | step as u8)
}

fn encode_a_law(sample: i16) -> u8 {
    let (mask, magnitude) =
        if sample >= 0 { (0xd5, i32::from(sample)) } else { (0x55, -1 - i32::from(sample)) };
    let magnitude = magnitude >> 4;
    let segment = if magnitude < 16 { 0 } else { 28 - magnitude.leading_zeros() as i32 };
    let step = if segment < 2 { magnitude & 0x0f } else { (magnitude >> (segment - 1)) & 0x0f };
    ((segment << 4 | step) as u8) ^ mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_codes() {
        let check = |codec: Codec, sample, code| assert_eq!(codec.encode(sample), code, "{codec:?} {sample}");
        check(Codec::Pcmu, 0, 0xff);
        check(Codec::Pcmu, i16::MAX, 0x80);
        check(Codec::Pcmu, i16::MIN, 0x00);
        check(Codec::Pcma, 0, 0xd5);
        check(Codec::Pcma, i16::MAX, 0xaa);
        check(Codec::Pcma, i16::MIN, 0x2a);
    }

    #[test]
    fn each_code_survives_a_round_trip() {
        for codec in [Codec::Pcmu, Codec::Pcma] {
            for code in 0..=255u8 {
                let sample = codec.decode(code);
                // µ-law has two codes for zero; the positive one is used.
                assert_eq!(codec.decode(codec.encode(sample)), sample, "{codec:?} {code}");
            }
        }
    }

    #[test]
    fn coding_errs_by_less_than_a_step() {
        for codec in [Codec::Pcmu, Codec::Pcma] {
            for sample in (i16::MIN..=i16::MAX).step_by(7) {
                let error = (i32::from(codec.decode(codec.encode(sample))) - i32::from(sample)).abs();
                assert!(error <= i32::from(sample).abs() / 16 + 16, "{codec:?} {sample} errs by {error}");
            }
        }
    }
}
