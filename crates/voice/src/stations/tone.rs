//! Tones for tests, and how much of one there is in what was heard.

use std::f64::consts::TAU;

/// Samples of these tones together, each of this amplitude.
pub fn tone(rate: f64, frequencies: &[f64], amplitude: f64, samples: usize) -> Vec<i16> {
    let sample = |at: usize| {
        let sum: f64 = frequencies.iter().map(|frequency| (TAU * frequency * at as f64 / rate).sin()).sum();
        (sum * amplitude) as i16
    };
    (0..samples).map(sample).collect()
}

/// Mean square of the part of a signal at one frequency (Goertzel's algorithm).
pub fn power(rate: f64, frequency: f64, samples: &[i16]) -> f64 {
    let turn = 2.0 * (TAU * frequency / rate).cos();
    let (mut last, mut before) = (0.0, 0.0);
    for sample in samples {
        (last, before) = (f64::from(*sample) + turn * last - before, last);
    }
    let energy = last * last + before * before - turn * last * before;
    2.0 * energy / (samples.len() as f64).powi(2)
}
