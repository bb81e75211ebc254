//! How well a station is heard: loss and jitter of what comes from it (RFC 3550 A.3, A.8).
//!
//! Pure. Headers travel in the clear, so this costs no decryption.

use crate::media::rtp::Header;
use vocabulary::{Span, Time};

/// Loss is told over this many seconds.
const SECONDS: usize = 5;
/// A sequence number that jumps this far is a source that began anew.
const JUMP: u16 = 3_000;

/// What is known of the packets of one source.
#[derive(Debug, Clone, Default)]
pub struct Hearing {
    newest: Option<Newest>,
    /// When the newest packet of sound came, by its own timestamp.
    transit: Option<i64>,
    /// In ticks of the source's clock.
    jitter: f64,
    clock: u32,
    /// Expected and received, a second each, the present one first.
    seconds: [(u32, u32); SECONDS],
    turned: Option<Time>,
}

#[derive(Debug, Clone, Copy)]
struct Newest {
    ssrc: u32,
    sequence: u16,
}

impl Hearing {
    /// Takes note of a packet of sound whose timestamps count `clock` ticks a second.
    pub fn note(&mut self, now: Time, header: &Header, clock: u32) {
        // In this order, or today's microseconds do not fit.
        let arrival = now.0 * i64::from(clock / 1_000) / 1_000;
        let transit = arrival - i64::from(header.timestamp);
        self.clock = clock;
        if !self.count(header) {
            return;
        }
        // Timestamps wrap, and jump where a source begins anew: a leap is no jitter.
        let moved = self.transit.replace(transit).map_or(0, |last| (transit - last).unsigned_abs());
        if moved < u64::from(clock) {
            self.jitter += (moved as f64 - self.jitter) / 16.0;
        }
    }

    /// Takes note of a packet of a key. It has its place among those of the sound, so that leaving it
    /// out would look like loss; its timestamp, that of the key's beginning, says nothing of the way.
    pub fn note_key(&mut self, header: &Header) {
        self.count(header);
    }

    /// Counts what was to be expected and what came. False when it comes too late to be heard.
    fn count(&mut self, header: &Header) -> bool {
        let newest = Newest { ssrc: header.ssrc, sequence: header.sequence };
        let (expected, received) = &mut self.seconds[0];
        *received += 1;
        let Some(last) = self.newest.filter(|last| last.ssrc == header.ssrc) else {
            *expected += 1;
            (self.newest, self.transit) = (Some(newest), None);
            return true;
        };
        let ahead = header.sequence.wrapping_sub(last.sequence);
        if ahead >= 1 << 15 {
            return false;
        }
        *expected += if ahead < JUMP { u32::from(ahead) } else { 1 };
        self.newest = Some(newest);
        true
    }

    /// Turns to the next second when it has come. True when it has.
    pub fn turn(&mut self, now: Time) -> bool {
        let turned = *self.turned.get_or_insert(now);
        if now - turned < Span::seconds(1) {
            return false;
        }
        self.turned = Some(now);
        self.seconds.rotate_right(1);
        self.seconds[0] = (0, 0);
        true
    }

    /// Share of the last seconds' packets that did not come, 0–1. `None`: there were none.
    pub fn loss(&self) -> Option<f32> {
        let sum = |of: fn(&(u32, u32)) -> u32| self.seconds.iter().map(of).sum::<u32>();
        let (expected, received) = (sum(|second| second.0), sum(|second| second.1));
        (expected > 0).then(|| expected.saturating_sub(received) as f32 / expected as f32)
    }

    /// Mean deviation of the packets' spacing, in milliseconds.
    pub fn jitter_ms(&self) -> f32 {
        if self.clock == 0 { 0.0 } else { (self.jitter * 1_000.0 / f64::from(self.clock)) as f32 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In the year 2026, to be true to scale.
    const NOW: Time = Time(1_795_000_000_000_000);

    fn listen(arrives: impl Fn(u16) -> Option<i64>) -> Hearing {
        let mut hearing = Hearing::default();
        for place in 0..200u16 {
            let now = NOW + Span::millis(20 * i64::from(place));
            hearing.turn(now);
            let Some(late) = arrives(place) else { continue };
            let sequence = place.wrapping_add(65_500);
            let timestamp = (u32::MAX - 3_000).wrapping_add(160 * u32::from(place));
            let header = Header { marker: false, payload: 0, sequence, timestamp, ssrc: 7 };
            hearing.note(now + Span::millis(late), &header, 8_000);
        }
        hearing
    }

    /// Four keys of six packets each in the midst of two seconds of sound, as a browser sends them.
    #[test]
    fn keys_are_no_loss() {
        let mut hearing = Hearing::default();
        for place in 0..100u16 {
            let now = NOW + Span::millis(20 * i64::from(place));
            let header = Header {
                marker: false,
                payload: 0,
                sequence: place,
                timestamp: 160 * u32::from(place),
                ssrc: 7,
            };
            if (40..64).contains(&place) {
                let begun =
                    Header { payload: 126, timestamp: 160 * u32::from(40 + (place - 40) / 6 * 6), ..header };
                hearing.note_key(&begun);
            } else {
                hearing.note(now, &header, 8_000);
            }
        }
        assert_eq!((hearing.loss(), hearing.jitter_ms()), (Some(0.0), 0.0));
    }

    #[test]
    fn loss_and_jitter_are_what_they_are() {
        let fine = listen(|_| Some(0));
        assert_eq!((fine.loss(), fine.jitter_ms()), (Some(0.0), 0.0));
        let lossy = listen(|place| (place % 10 != 3).then_some(0));
        assert!((0.09..0.11).contains(&lossy.loss().unwrap()), "{lossy:?}");
        // Every other packet 8 ms late: each distance differs by 8 ms from 20.
        let restless = listen(|place| Some(i64::from(place % 2) * 8));
        assert!((7.5..8.1).contains(&restless.jitter_ms()), "{}", restless.jitter_ms());
        assert_eq!(Hearing::default().loss(), None);
    }
}
