//! From 48,000 to 8,000 samples a second: a low-pass, and every sixth sample of what it lets through.
//!
//! Opus decoders can be asked for 8,000 Hz themselves; the one in use then folds what lies above
//! 4 kHz down into the telephone band, in music and in the upper half of hybrid speech alike.

use std::f64::consts::PI;
use std::sync::LazyLock;

/// Input samples for one output sample.
const STEP: usize = 6;
/// Taps: 60 dB between 3,400 and 4,600 Hz (Kaiser's estimate gives 145). Half of them, 1.6 ms, is
/// the delay.
const TAPS: usize = 156;
/// The middle of that band, of the input's sampling rate.
const CUT: f64 = 4_000.0 / 48_000.0;
/// Kaiser's window for 60 dB.
const BETA: f64 = 5.65;

/// The low-pass as its impulse response: a sinc under Kaiser's window (Oppenheim & Schafer,
/// *Discrete-Time Signal Processing*, §7.5), the sum of which is 1.
static RESPONSE: LazyLock<[f32; TAPS]> = LazyLock::new(|| {
    let middle = (TAPS - 1) as f64 / 2.0;
    let tap = |place: usize| {
        let away = place as f64 - middle;
        let sinc = if away == 0.0 { 2.0 * CUT } else { (2.0 * PI * CUT * away).sin() / (PI * away) };
        sinc * bessel(BETA * (1.0 - (away / middle).powi(2)).max(0.0).sqrt()) / bessel(BETA)
    };
    let taps: [f64; TAPS] = std::array::from_fn(tap);
    let sum: f64 = taps.iter().sum();
    taps.map(|tap| (tap / sum) as f32)
});

/// The modified Bessel function of the first kind, of order 0, by its series.
fn bessel(x: f64) -> f64 {
    let (mut sum, mut term) = (1.0, 1.0);
    for place in 1..32 {
        term *= (x / 2.0 / f64::from(place)).powi(2);
        sum += term;
    }
    sum
}

/// Keeps what the next samples need of the last.
pub struct Decimator {
    /// The last `TAPS` input samples, and the new ones behind them.
    samples: Vec<f32>,
}

impl Decimator {
    pub fn new() -> Decimator {
        Decimator { samples: vec![0.0; TAPS] }
    }

    /// Takes samples of 48,000 Hz, a multiple of six, and gives those of 8,000 Hz.
    pub fn take(&mut self, wide: &[i16], mut narrow: impl FnMut(i16)) {
        self.samples.extend(wide.iter().map(|sample| f32::from(*sample)));
        for window in self.samples[STEP..].windows(TAPS).step_by(STEP) {
            let sum: f32 = window.iter().zip(RESPONSE.iter()).map(|(sample, tap)| sample * tap).sum();
            narrow(sum as i16);
        }
        self.samples.drain(..self.samples.len() - TAPS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stations::tone::{power, tone};

    /// How much of a tone is left, in decibel, and at which frequency it comes out.
    fn left(frequency: f64, heard_at: f64) -> f64 {
        let mut decimator = Decimator::new();
        let mut narrow = Vec::new();
        for frame in tone(48_000.0, &[frequency], 16_000.0, 48_000).chunks(960) {
            decimator.take(frame, |sample| narrow.push(sample));
        }
        assert_eq!(narrow.len(), 8_000);
        10.0 * (power(8_000.0, heard_at, &narrow[800..]) / (16_000f64.powi(2) / 2.0)).log10()
    }

    #[test]
    fn speech_passes_and_what_is_above_does_not_fold_into_it() {
        for frequency in [100.0, 300.0, 1_000.0, 2_500.0, 3_400.0] {
            let level = left(frequency, frequency);
            assert!(level.abs() < 0.1, "{frequency} Hz: {level} dB");
        }
        for frequency in [4_600.0, 5_300.0, 7_000.0, 9_100.0, 15_000.0, 23_000.0] {
            let folded = (frequency - (frequency / 8_000.0_f64).round() * 8_000.0).abs();
            let level = left(frequency, folded);
            assert!(level < -58.0, "{frequency} Hz at {folded} Hz: {level} dB");
        }
    }
}
