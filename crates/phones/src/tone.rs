//! Which tone is it: Goertzel's filter over 40 ms windows.

use crate::g711::Codec;
use crate::voice::RATE;
use std::f32::consts::TAU;

/// Samples in a window. 40 ms tell tones apart that lie 50 Hz from each other.
const WINDOW: usize = 320;
/// Share of a window's energy that has to lie at the tone.
const SHARE: f32 = 0.6;
/// Mean square below which a window counts as silence (about −44 dB of full scale).
const FAINT: f32 = 200.0 * 200.0;

/// Listens for a few known tones.
#[derive(Debug)]
pub struct ToneEar {
    tones: Vec<Resonator>,
    energy: f32,
    heard: usize,
}

#[derive(Debug)]
struct Resonator {
    hertz: u16,
    coefficient: f32,
    last: f32,
    before: f32,
}

impl ToneEar {
    /// An ear for these frequencies, in hertz.
    pub fn new(tones: &[u16]) -> ToneEar {
        let resonator = |&hertz: &u16| {
            let coefficient = 2.0 * (TAU * f32::from(hertz) / RATE as f32).cos();
            Resonator { hertz, coefficient, last: 0.0, before: 0.0 }
        };
        ToneEar { tones: tones.iter().map(resonator).collect(), energy: 0.0, heard: 0 }
    }

    /// Takes audio; returns the tone of a window that became complete with it.
    pub fn listen(&mut self, codec: Codec, audio: &[u8]) -> Option<u16> {
        let mut found = None;
        for &code in audio {
            let sample = f32::from(codec.decode(code));
            self.energy += sample * sample;
            for tone in &mut self.tones {
                let next = sample + tone.coefficient * tone.last - tone.before;
                tone.before = std::mem::replace(&mut tone.last, next);
            }
            self.heard += 1;
            if self.heard == WINDOW {
                found = self.close_window().or(found);
            }
        }
        found
    }

    fn close_window(&mut self) -> Option<u16> {
        let (energy, window) = (self.energy, WINDOW as f32);
        let loud = energy / window > FAINT;
        let mut found = None;
        for tone in &mut self.tones {
            let power = tone.last * tone.last + tone.before * tone.before
                - tone.coefficient * tone.last * tone.before;
            // A pure tone has power = energy · window / 2.
            if loud && 2.0 * power / (energy * window) > SHARE {
                found = Some(tone.hertz);
            }
            (tone.last, tone.before) = (0.0, 0.0);
        }
        (self.energy, self.heard) = (0.0, 0);
        found
    }
}

/// Whether audio is more than background noise: mean level above −46 dB of full scale.
pub fn is_loud(codec: Codec, audio: &[u8]) -> bool {
    let sum: u64 = audio.iter().map(|&code| u64::from(codec.decode(code).unsigned_abs())).sum();
    !audio.is_empty() && sum / audio.len() as u64 > 160
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::voice::{Clip, FRAME, Voice};

    fn heard(voice: &Voice, codec: Codec) -> Vec<u16> {
        let mut ear = ToneEar::new(&[350, 440, 620, 1_000]);
        let mut tones: Vec<u16> =
            voice.codes(codec).chunks(FRAME).cycle().take(20).filter_map(|f| ear.listen(codec, f)).collect();
        tones.dedup();
        tones
    }

    #[test]
    fn each_tone_is_told_from_the_others() {
        for codec in [Codec::Pcmu, Codec::Pcma] {
            for hertz in [350, 440, 620, 1_000] {
                assert_eq!(heard(&Voice::tone(hertz), codec), [hertz]);
            }
            for other in [Voice::tone(520), Voice::silence(), Voice::marker(9)] {
                assert!(heard(&other, codec).is_empty());
            }
        }
    }

    #[test]
    fn loud_is_not_silent() {
        let noise = Clip::from_samples((0..800).map(|n| if n % 7 < 3 { 900 } else { -700 }).collect());
        assert!(is_loud(Codec::Pcma, &Voice::speech(&noise).codes(Codec::Pcma)[..FRAME]));
        assert!(!is_loud(Codec::Pcma, Voice::silence().codes(Codec::Pcma)));
        assert!(!is_loud(Codec::Pcmu, &[]));
    }
}
