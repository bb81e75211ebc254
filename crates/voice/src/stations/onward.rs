//! From a leg's line to a station's: one source, one sequence, one clock for the browser, call
//! after call.
//!
//! Pure. A leg's own line already runs on unbroken from prompt to music to agent. Legs come and
//! go, while the browser keeps one stream: its numbers go on where the last leg's ended.

use crate::media::rtp::Header;
use vocabulary::{Span, Time};

/// Numbers for what is sent to a browser.
#[derive(Debug, Clone)]
pub struct Onward {
    /// Ticks of the browser's clock for one of ours.
    scale: u32,
    /// The newest number that was given away.
    sequence: u64,
    /// Of what follows without a gap.
    next: u32,
    /// When that is due. `None` before the first.
    due: Option<Time>,
    following: Option<Following>,
}

/// The leg whose packets are being numbered.
#[derive(Debug, Clone, Copy)]
struct Following {
    ssrc: u32,
    newest: u16,
    /// Its timestamp, and what became of it.
    timestamp: (u32, u32),
    /// How many numbers back a late packet may be.
    room: u16,
}

/// Under which numbers a packet goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbers {
    /// Sequence number, extended beyond 16 bits.
    pub sequence: u64,
    /// In ticks of the browser's clock.
    pub timestamp: u32,
    /// Packets are missing before it, or a pause ends.
    pub fresh: bool,
    /// It was overtaken by others.
    pub late: bool,
}

impl Onward {
    /// A line for a clock `scale` times as fast as 8,000 Hz, with two starting values, which
    /// RFC 3550 §5.1 wants random.
    pub fn new(scale: u32, sequence: u16, timestamp: u32) -> Onward {
        // Far from the wrap: a receiver that misses the first packets could not tell it.
        let sequence = u64::from(sequence & 0x7FFF);
        Onward { scale, sequence, next: timestamp, due: None, following: None }
    }

    /// Numbers for a packet that covers `samples` of 8,000 Hz. `None`: it came twice, or is so late
    /// that its place was taken.
    pub fn number(&mut self, now: Time, header: &Header, samples: u32) -> Option<Numbers> {
        let Some(mut following) = self.following.filter(|following| following.ssrc == header.ssrc) else {
            return Some(self.follow(now, header, samples));
        };
        let ahead = header.sequence.wrapping_sub(following.newest);
        let (theirs, ours) = following.timestamp;
        let moved = (header.timestamp.wrapping_sub(theirs) as i32).wrapping_mul(self.scale as i32);
        let timestamp = ours.wrapping_add(moved as u32);
        let back = ahead.wrapping_neg();
        if ahead == 0 || ahead >= 1 << 15 {
            let sequence = self.sequence.wrapping_sub(u64::from(back));
            let late = Numbers { sequence, timestamp, fresh: false, late: true };
            return (ahead != 0 && back <= following.room).then_some(late);
        }
        self.sequence += u64::from(ahead);
        let fresh = timestamp != self.next || ahead > 1;
        self.next = timestamp.wrapping_add(samples * self.scale);
        self.due = Some(now + span_of(samples));
        following.newest = header.sequence;
        following.timestamp = (header.timestamp, timestamp);
        following.room = following.room.saturating_add(ahead);
        self.following = Some(following);
        Some(Numbers { sequence: self.sequence, timestamp, fresh, late: false })
    }

    /// Numbers for one more packet cut out of the same, `samples` after what came before it.
    pub fn piece(&mut self) -> u64 {
        self.sequence += 1;
        self.following.iter_mut().for_each(|following| following.room = 0);
        self.sequence
    }

    /// Leaves a packet out on purpose, so that the browser does not miss it.
    pub fn omit(&mut self, header: &Header) {
        let following = self.following.as_mut().filter(|following| following.ssrc == header.ssrc);
        let Some(following) = following else { return };
        if header.sequence.wrapping_sub(following.newest).wrapping_sub(1) < 1 << 15 {
            following.newest = header.sequence;
            following.room = 0;
        }
    }

    fn follow(&mut self, now: Time, header: &Header, samples: u32) -> Numbers {
        let pause = self.due.map_or(Span::ZERO, |due| Span((now - due).0.max(0)));
        // A clock of 32 bits wraps, so cutting off is right.
        let ticks = (pause.0 * 8 / 1_000) as u32;
        let timestamp = self.next.wrapping_add(ticks.wrapping_mul(self.scale));
        self.sequence += 1;
        self.next = timestamp.wrapping_add(samples * self.scale);
        self.due = Some(now + span_of(samples));
        let newest = header.sequence;
        let following =
            Following { ssrc: header.ssrc, newest, timestamp: (header.timestamp, timestamp), room: 0 };
        self.following = Some(following);
        Numbers { sequence: self.sequence, timestamp, fresh: true, late: false }
    }
}

fn span_of(samples: u32) -> Span {
    Span(i64::from(samples) * 125)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn header(ssrc: u32, sequence: u16, timestamp: u32) -> Header {
        Header { marker: false, payload: 0, sequence, timestamp, ssrc }
    }

    fn at(milliseconds: i64) -> Time {
        Time(0) + Span::millis(milliseconds)
    }

    #[test]
    fn legs_follow_each_other_on_one_line() {
        let mut onward = Onward::new(6, 100, 1_000);
        let mut check = |milliseconds, header, expected: Option<(u64, u32, bool)>| {
            let numbers = onward.number(at(milliseconds), &header, 160);
            let seen = numbers.map(|numbers| (numbers.sequence, numbers.timestamp, numbers.fresh));
            assert_eq!(seen, expected, "{header:?}");
        };
        check(0, header(1, u16::MAX, u32::MAX - 100), Some((101, 1_000, true)));
        check(20, header(1, 0, 59), Some((102, 1_960, false)));
        check(60, header(1, 2, 379), Some((104, 3_880, true)));
        check(61, header(1, 1, 219), Some((103, 2_920, false)));
        check(61, header(1, 2, 379), None);
        check(62, header(1, u16::MAX - 1, 0), None);
        // Another leg a second after the end of the first.
        check(1_080, header(2, 7_000, 5), Some((105, 4_840 + 48_000, true)));
        check(1_100, header(2, 6_999, 5), None);
        check(1_100, header(2, 7_001, 165), Some((106, 5_800 + 48_000, false)));
    }

    #[test]
    fn what_is_left_out_is_not_missed() {
        let mut onward = Onward::new(1, 100, 0);
        onward.number(at(0), &header(1, 5, 0), 160);
        onward.omit(&header(1, 6, 160));
        let numbers = onward.number(at(40), &header(1, 7, 320), 160).unwrap();
        assert_eq!((numbers.sequence, numbers.timestamp), (102, 320));
    }

    proptest! {
        #[test]
        fn no_number_is_given_away_twice(
            steps in prop::collection::vec((0..4u32, -3..5i32, 0..300i64), 1..200),
        ) {
            let (mut onward, mut now, mut place) = (Onward::new(6, 0, 0), at(0), [1_000u16; 4]);
            let mut seen = std::collections::BTreeSet::new();
            let mut sent = std::collections::BTreeSet::new();
            let mut last = None;
            for (ssrc, step, pause) in steps {
                now = now + Span::millis(pause);
                let sequence = place[ssrc as usize].wrapping_add_signed(step as i16);
                place[ssrc as usize] = place[ssrc as usize].max(sequence);
                if last != Some(ssrc) {
                    sent.clear();
                }
                last = Some(ssrc);
                // A line never repeats a number but to repeat the packet.
                if !sent.insert(sequence) {
                    continue;
                }
                let packet = header(ssrc, sequence, u32::from(sequence) * 160);
                if let Some(numbers) = onward.number(now, &packet, 160) {
                    prop_assert!(seen.insert(numbers.sequence), "{} twice", numbers.sequence);
                }
            }
        }
    }
}
