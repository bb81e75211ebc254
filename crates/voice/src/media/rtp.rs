//! RTP: packet headers (RFC 3550 §5.1) and the one outgoing line of a leg.
//!
//! Pure: time is an argument. A hearer gets one synchronisation source whose sequence numbers and
//! timestamps run on unbroken, whatever it hears: a prompt, music, another leg, silence. Telephones
//! that resynchronise on a new source swallow the first syllable; ours never have to.

use super::g711::RATE;
use vocabulary::{Span, Time};

/// Octets of the header we write: no contributing sources, no extension.
pub const HEADER: usize = 12;

/// A fixed RTP header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// First packet after a gap, or of a telephone event.
    pub marker: bool,
    /// Payload type, 0–127.
    pub payload: u8,
    /// Counts packets, wraps.
    pub sequence: u16,
    /// Counts samples, wraps.
    pub timestamp: u32,
    /// Synchronisation source.
    pub ssrc: u32,
}

impl Header {
    /// Reads a packet: its header, and where its payload stands in the datagram.
    ///
    /// Contributing sources, an extension and padding are skipped. `None` when the datagram is no
    /// RTP packet of version 2, or is cut short.
    pub fn read(datagram: &[u8]) -> Option<(Header, std::ops::Range<usize>)> {
        let fixed: &[u8; HEADER] = datagram.first_chunk()?;
        if fixed[0] >> 6 != 2 {
            return None;
        }
        let mut start = HEADER + 4 * usize::from(fixed[0] & 0x0F);
        if fixed[0] & 0x10 != 0 {
            let extension = datagram.get(start..start + 4)?;
            start += 4 + 4 * usize::from(u16::from_be_bytes([extension[2], extension[3]]));
        }
        let mut end = datagram.len();
        if fixed[0] & 0x20 != 0 {
            let padding = usize::from(datagram[end - 1]);
            if padding == 0 {
                return None;
            }
            end = end.checked_sub(padding)?;
        }
        if start > end {
            return None;
        }
        let header = Header {
            marker: fixed[1] & 0x80 != 0,
            payload: fixed[1] & 0x7F,
            sequence: u16::from_be_bytes([fixed[2], fixed[3]]),
            timestamp: u32::from_be_bytes([fixed[4], fixed[5], fixed[6], fixed[7]]),
            ssrc: u32::from_be_bytes([fixed[8], fixed[9], fixed[10], fixed[11]]),
        };
        Some((header, start..end))
    }

    /// The header as it travels.
    pub fn write(&self) -> [u8; HEADER] {
        let mut octets = [0; HEADER];
        octets[0] = 2 << 6;
        octets[1] = u8::from(self.marker) << 7 | self.payload & 0x7F;
        octets[2..4].copy_from_slice(&self.sequence.to_be_bytes());
        octets[4..8].copy_from_slice(&self.timestamp.to_be_bytes());
        octets[8..12].copy_from_slice(&self.ssrc.to_be_bytes());
        octets
    }
}

/// How long a line may pause before what follows counts as a new talk spurt: two packets, so that
/// a late one is not taken for silence.
const PAUSE: Span = Span::millis(40);
/// A jump forward of this many packets is a source that began anew (RFC 3550 A.1).
const MAX_DROPOUT: u16 = 3_000;
/// A packet this far behind the newest is of no use to anybody (RFC 3550 A.1).
const MAX_MISORDER: u16 = 100;
/// A timestamp that jumps this far is a source that set its clock anew: 10 s.
const MAX_LEAP: u32 = 10 * RATE;

/// What one leg is sent: one source, one sequence, one clock.
#[derive(Debug, Clone)]
pub struct Line {
    ssrc: u32,
    /// Of the next packet in order.
    sequence: u16,
    /// Of the next packet in order, should it follow without a gap.
    timestamp: u32,
    /// When that packet is due. `None` before the first.
    due: Option<Time>,
    following: Option<Following>,
}

/// The source that is being relayed: how its numbers become the line's.
#[derive(Debug, Clone, Copy)]
struct Following {
    ssrc: u32,
    newest_sequence: u16,
    newest_timestamp: u32,
    sequence_offset: u16,
    timestamp_offset: u32,
    /// How far back a late packet may reach before it would collide with what was sent before.
    room: u16,
}

impl Line {
    /// A line with its three starting values, which RFC 3550 §5.1 wants random.
    pub fn new(ssrc: u32, sequence: u16, timestamp: u32) -> Line {
        Line { ssrc, sequence, timestamp, due: None, following: None }
    }

    /// Header for `samples` of our own making, sent at `now`.
    pub fn own(&mut self, now: Time, payload: u8, samples: u32) -> Header {
        self.following = None;
        let marker = self.resume(now);
        let header =
            Header { marker, payload, sequence: self.sequence, timestamp: self.timestamp, ssrc: self.ssrc };
        self.sequence = self.sequence.wrapping_add(1);
        self.timestamp = self.timestamp.wrapping_add(samples);
        self.due = Some(now + span_of(samples));
        header
    }

    /// Header under which a packet of another leg travels on. Loss and disorder on its way so far
    /// stay visible, so that the hearer's jitter buffer can mend them.
    ///
    /// `None` for a packet that is too late: it belongs before what the line has sent already.
    pub fn relay(&mut self, now: Time, source: &Header, payload: u8, samples: u32) -> Option<Header> {
        let Some(mut following) = self.following.filter(|following| following.continues(source)) else {
            return Some(self.follow(now, source, payload, samples));
        };
        let ahead = source.sequence.wrapping_sub(following.newest_sequence);
        let header = Header {
            marker: source.marker,
            payload,
            sequence: source.sequence.wrapping_add(following.sequence_offset),
            timestamp: source.timestamp.wrapping_add(following.timestamp_offset),
            ssrc: self.ssrc,
        };
        if ahead == 0 || ahead > MAX_DROPOUT {
            return (ahead.wrapping_neg() <= following.room).then_some(header);
        }
        following.newest_sequence = source.sequence;
        following.newest_timestamp = source.timestamp;
        following.room = following.room.saturating_add(ahead);
        self.following = Some(following);
        self.sequence = header.sequence.wrapping_add(1);
        self.timestamp = header.timestamp.wrapping_add(samples);
        self.due = Some(now + span_of(samples));
        Some(header)
    }

    /// Leaves out a packet of the followed source on purpose, so that the hearer does not take it
    /// for lost.
    pub fn omit(&mut self, source: &Header) {
        let Some(following) = self.following.as_mut().filter(|following| following.continues(source)) else {
            return;
        };
        if (1..=MAX_DROPOUT).contains(&source.sequence.wrapping_sub(following.newest_sequence)) {
            following.newest_sequence = source.sequence;
            following.newest_timestamp = source.timestamp;
            following.sequence_offset = following.sequence_offset.wrapping_sub(1);
            following.room = 0;
        }
    }

    /// What comes next is another source, even should its numbers look like the last one's.
    pub fn cut(&mut self) {
        self.following = None;
    }

    fn follow(&mut self, now: Time, source: &Header, payload: u8, samples: u32) -> Header {
        let (sequence_offset, marker_before) = (self.sequence.wrapping_sub(source.sequence), source.marker);
        let header = self.own(now, payload, samples);
        self.following = Some(Following {
            ssrc: source.ssrc,
            newest_sequence: source.sequence,
            newest_timestamp: source.timestamp,
            sequence_offset,
            timestamp_offset: header.timestamp.wrapping_sub(source.timestamp),
            room: 0,
        });
        Header { marker: header.marker || marker_before, ..header }
    }

    /// Lets the clock run on over a gap; says whether there was one.
    fn resume(&mut self, now: Time) -> bool {
        let Some(due) = self.due else { return true };
        let gap = now - due;
        if gap < PAUSE {
            return false;
        }
        self.timestamp = self.timestamp.wrapping_add(samples_in(gap));
        true
    }
}

impl Following {
    fn continues(&self, source: &Header) -> bool {
        let ahead = source.sequence.wrapping_sub(self.newest_sequence);
        let leap = source.timestamp.wrapping_sub(self.newest_timestamp);
        source.ssrc == self.ssrc
            && (ahead < MAX_DROPOUT || ahead.wrapping_neg() <= MAX_MISORDER)
            && (leap < MAX_LEAP || leap.wrapping_neg() < MAX_LEAP)
    }
}

fn span_of(samples: u32) -> Span {
    Span(i64::from(samples) * 1_000_000 / i64::from(RATE))
}

/// Samples that pass during a span. A clock of 32 bits wraps, so cutting off is right.
fn samples_in(span: Span) -> u32 {
    (span.0.max(0) * i64::from(RATE) / 1_000_000) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(milliseconds: i64) -> Time {
        Time(0) + Span::millis(milliseconds)
    }

    fn packet(sequence: u16, timestamp: u32, ssrc: u32) -> Header {
        Header { marker: false, payload: 8, sequence, timestamp, ssrc }
    }

    #[test]
    fn headers_are_read_past_everything_optional() {
        let plain = packet(0x1234, 0xDEAD_BEEF, 0xCAFE_F00D);
        let check = |name: &str, change: &dyn Fn(&mut Vec<u8>), expected: Option<&[u8]>| {
            let mut datagram = plain.write().to_vec();
            datagram.extend_from_slice(b"voice");
            change(&mut datagram);
            let read = Header::read(&datagram).map(|(header, payload)| (header, &datagram[payload]));
            assert_eq!(read, expected.map(|payload| (plain, payload)), "{name}");
        };
        check("plain", &|_| (), Some(b"voice"));
        check("no payload", &|d| d.truncate(12), Some(b""));
        check("short", &|d| d.truncate(11), None);
        check("version 1", &|d| d[0] = 0x40, None);
        let sources = |d: &mut Vec<u8>| {
            d[0] |= 2;
            d.splice(12..12, [0; 8]);
        };
        check("contributing sources", &sources, Some(b"voice"));
        check("missing sources", &|d| d[0] |= 2, None);
        let extension = |d: &mut Vec<u8>| {
            d[0] |= 0x10;
            d.splice(12..12, [0xBE, 0xDE, 0, 1, 9, 9, 9, 9]);
        };
        check("extension", &extension, Some(b"voice"));
        let long_extension = |d: &mut Vec<u8>| {
            d[0] |= 0x10;
            d.splice(12..12, [0xBE, 0xDE, 0xFF, 0xFF]);
        };
        check("extension beyond the end", &long_extension, None);
        let padding = |d: &mut Vec<u8>| {
            d[0] |= 0x20;
            d.extend([0, 0, 3]);
        };
        check("padding", &padding, Some(b"voice"));
        let no_padding = |d: &mut Vec<u8>| {
            d[0] |= 0x20;
            d.push(0);
        };
        check("padding of none", &no_padding, None);
        let all_padding = |d: &mut Vec<u8>| {
            d[0] |= 0x20;
            d.push(200);
        };
        check("padding beyond the start", &all_padding, None);
    }

    #[test]
    fn prompt_relay_silence_and_prompt_make_one_line() {
        let mut line = Line::new(7, u16::MAX, u32::MAX - 159);
        let mut last = line.own(at(0), 8, 160);
        assert!(last.marker, "the first packet begins a talk spurt");
        let mut check = |header: Header, timestamp_step: u32, marker: bool| {
            assert_eq!(header.sequence, last.sequence.wrapping_add(1));
            assert_eq!(header.timestamp, last.timestamp.wrapping_add(timestamp_step));
            assert_eq!((header.ssrc, header.marker), (7, marker));
            last = header;
        };
        check(line.own(at(20), 8, 160), 160, false);
        // Another leg, whose packets arrive off the grid and in jitter.
        check(line.relay(at(47), &packet(500, 9_000, 1), 8, 160).unwrap(), 160, false);
        check(line.relay(at(89), &packet(501, 9_160, 1), 8, 160).unwrap(), 160, false);
        // That leg's own silence suppression keeps its timestamps.
        check(line.relay(at(200), &packet(502, 10_160, 1), 8, 160).unwrap(), 1_000, false);
        // A new source in its place, numbers far off.
        check(line.relay(at(220), &packet(40_000, 77, 2), 8, 160).unwrap(), 160, false);
        // The same source begins anew.
        check(line.relay(at(240), &packet(9, 3_000_000_000, 2), 8, 160).unwrap(), 160, false);
        // One second of nothing after the packet's own 20 ms.
        check(line.own(at(1_260), 8, 160), 8_160, true);
        check(line.own(at(1_280), 8, 160), 160, false);
    }

    #[test]
    fn loss_and_disorder_stay_visible_but_never_collide() {
        let mut line = Line::new(7, 100, 0);
        let mut relay = |sequence: u16| {
            let header = line.relay(at(0), &packet(sequence, u32::from(sequence) * 160, 1), 8, 160);
            header.map(|header| header.sequence)
        };
        assert_eq!(relay(50), Some(100));
        assert_eq!(relay(53), Some(103), "51 and 52 are missing");
        assert_eq!(relay(52), Some(102), "52 was only late");
        assert_eq!(relay(52), Some(102), "and came twice");
        assert_eq!(relay(49), None, "its place in the line was taken before the relay began");
        assert_eq!(relay(54), Some(104));
    }

    #[test]
    fn what_is_left_out_leaves_no_hole() {
        let mut line = Line::new(7, 100, 0);
        assert_eq!(line.relay(at(0), &packet(1, 160, 1), 8, 160).unwrap().sequence, 100);
        line.omit(&packet(2, 320, 1));
        line.omit(&packet(3, 320, 1));
        let next = line.relay(at(60), &packet(4, 640, 1), 8, 160).unwrap();
        assert_eq!((next.sequence, next.timestamp), (101, 480));
        line.omit(&packet(5, 800, 1));
        let late = line.relay(at(80), &packet(4, 640, 1), 8, 160);
        assert_eq!(late, None, "its number now means another packet");
    }

    proptest! {
        #[test]
        fn any_datagram_is_read_or_refused(datagram: Vec<u8>) {
            if let Some((_, payload)) = Header::read(&datagram) {
                prop_assert!(payload.start >= HEADER && payload.end <= datagram.len());
            }
        }

        #[test]
        fn a_line_never_reuses_a_sequence_number(
            steps in prop::collection::vec((0..4u8, 0..3u16, 0..200i64), 1..200),
        ) {
            let (mut line, mut now, mut source, mut ssrc) = (Line::new(7, 0, 0), at(0), 1_000u16, 1);
            let mut seen = std::collections::BTreeSet::new();
            for (what, skipped, pause) in steps {
                now = now + Span::millis(pause);
                source = source.wrapping_add(1 + skipped);
                let header = match what {
                    0 => Some(line.own(now, 8, 160)),
                    1 => { ssrc += 1; line.relay(now, &packet(source, 5, ssrc), 8, 160) }
                    2 => { line.omit(&packet(source, 5, ssrc)); None }
                    _ => line.relay(now, &packet(source, u32::from(source) * 160, ssrc), 8, 160),
                };
                if let Some(header) = header {
                    prop_assert!(seen.insert(header.sequence), "{} twice", header.sequence);
                }
            }
        }
    }
}
