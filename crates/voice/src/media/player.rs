//! Where a leg stands in the prompts it is played.

use super::g711::{Codec, FRAME};
use super::prompts::Clip;
use std::sync::Arc;

/// Clips played one after the other without a seam, once, or the last of them for ever: words, and
/// then music until something else takes its place.
pub struct Player {
    play: u32,
    clips: Vec<Arc<Clip>>,
    repeat: bool,
    clip: usize,
    octet: usize,
}

impl Player {
    /// Starts at the first clip. `play` is the number its end is reported under.
    pub fn new(play: u32, clips: Vec<Arc<Clip>>, repeat: bool) -> Player {
        Player { play, clips, repeat, clip: 0, octet: 0 }
    }

    /// The number the end is reported under.
    pub fn play(&self) -> u32 {
        self.play
    }

    /// Whether everything has been played.
    pub fn is_over(&self) -> bool {
        self.clip == self.clips.len()
    }

    /// Fills the next 20 ms; what the clips do not fill is silence.
    pub fn fill(&mut self, codec: Codec, frame: &mut [u8; FRAME]) {
        let mut filled = 0;
        while filled < FRAME {
            let Some(clip) = self.clips.get(self.clip) else {
                frame[filled..].fill(codec.silence());
                return;
            };
            let rest = &clip.octets(codec)[self.octet..];
            let taken = rest.len().min(FRAME - filled);
            frame[filled..filled + taken].copy_from_slice(&rest[..taken]);
            filled += taken;
            self.octet += taken;
            if taken == rest.len() {
                self.next_clip();
            }
        }
    }

    fn next_clip(&mut self) {
        self.octet = 0;
        self.clip += 1;
        if self.repeat && self.is_over() {
            self.clip -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::wav::Sound;

    /// Clips of these lengths, the first of zeros, the second of ones …
    fn clips(lengths: &[usize]) -> Vec<Arc<Clip>> {
        let clip = |(octet, length): (usize, &usize)| {
            Arc::new(Clip::new(&Sound::Coded(Codec::Ulaw, &vec![octet as u8; *length])))
        };
        lengths.iter().enumerate().map(clip).collect()
    }

    #[test]
    fn clips_follow_each_other_without_a_seam() {
        let check = |lengths: &[usize], repeat, frames: usize, expected: &[(u8, usize)]| {
            let mut player = Player::new(1, clips(lengths), repeat);
            let (mut heard, mut frame) = (Vec::new(), [9; FRAME]);
            while heard.len() < frames * FRAME && !player.is_over() {
                player.fill(Codec::Ulaw, &mut frame);
                heard.extend_from_slice(&frame);
            }
            let expected: Vec<u8> =
                expected.iter().flat_map(|(octet, length)| std::iter::repeat_n(*octet, *length)).collect();
            assert_eq!(heard, expected, "{lengths:?}");
        };
        check(&[], false, 5, &[]);
        check(&[], true, 5, &[]);
        check(&[160], false, 5, &[(0, 160)]);
        check(&[2, 3, 200], false, 5, &[(0, 2), (1, 3), (2, 200), (0xFF, 115)]);
        check(&[100, 60], true, 2, &[(0, 100), (1, 220)]);
        check(&[400], true, 4, &[(0, 640)]);
        check(&[1_000], true, 2, &[(0, 320)]);
    }
}
