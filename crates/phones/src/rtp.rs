//! RTP (RFC 3550 §5.1) out of a telephone: one continuous line of packets, 20 ms each, speech and
//! keys (RFC 4733) alike.

use crate::g711::Codec;
use crate::voice::{FRAME, Voice};
use std::collections::VecDeque;
use vocabulary::Span;

/// Length of the fixed header.
pub const HEADER: usize = 12;
/// A packet's length in time.
pub const PACKET: Span = Span::millis(20);
/// Packets that tell a key's end (RFC 4733 §2.5.1.4 asks for three).
const END_PACKETS: u16 = 3;
/// Keys that may wait to be sent; more are refused.
const MOST_KEYS: usize = 128;

/// A received packet, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Packet<'a> {
    /// 0–127.
    pub payload_type: u8,
    /// Runs by one a packet.
    pub sequence: u16,
    /// Runs by one a sample.
    pub timestamp: u32,
    /// Names the sender's line of packets.
    pub source: u32,
    /// What it carries.
    pub payload: &'a [u8],
}

impl<'a> Packet<'a> {
    /// Reads a datagram. `None` when it is no RTP; RTCP (RFC 5761 §4) is none.
    pub fn read(bytes: &'a [u8]) -> Option<Packet<'a>> {
        let head = bytes.first_chunk::<HEADER>()?;
        if head[0] >> 6 != 2 || (192..=223).contains(&head[1]) {
            return None;
        }
        let mut start = HEADER + 4 * usize::from(head[0] & 0x0f);
        if head[0] & 0x10 != 0 {
            let extension = bytes.get(start..start + 4)?;
            start += 4 + 4 * usize::from(u16::from_be_bytes([extension[2], extension[3]]));
        }
        let padding = if head[0] & 0x20 != 0 { usize::from(*bytes.last()?) } else { 0 };
        Some(Packet {
            payload_type: head[1] & 0x7f,
            sequence: u16::from_be_bytes([head[2], head[3]]),
            timestamp: u32::from_be_bytes([head[4], head[5], head[6], head[7]]),
            source: u32::from_be_bytes([head[8], head[9], head[10], head[11]]),
            payload: bytes.get(start..bytes.len().checked_sub(padding)?)?,
        })
    }
}

/// A key of the pad: `0`–`9`, `*`, `#`, `A`–`D`, as its event number (RFC 4733 §3.2).
pub fn event_of(key: char) -> Option<u8> {
    "0123456789*#ABCD".find(key).and_then(|place| u8::try_from(place).ok())
}

/// The key of an event number.
pub fn key_of(event: u8) -> Option<char> {
    "0123456789*#ABCD".chars().nth(usize::from(event))
}

/// A key to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Press {
    /// RFC 4733 event.
    pub event: u8,
    /// How long it is held.
    pub hold: Span,
    /// Pause before the next one.
    pub gap: Span,
}

/// What is being sent.
#[derive(Debug, Clone, Copy)]
enum Phase {
    Speech,
    Key { press: Press, since: u32, ends: u16 },
    Gap { packets: i64 },
}

/// The packets a telephone sends.
#[derive(Debug)]
pub struct Outgoing {
    codec: Codec,
    keys_type: Option<u8>,
    sequence: u16,
    timestamp: u32,
    source: u32,
    voice: Voice,
    place: usize,
    keys: VecDeque<Press>,
    phase: Phase,
    first: bool,
}

/// Bytes of one packet and how many of them count.
pub type Written = ([u8; HEADER + FRAME], usize);

impl Outgoing {
    /// A line that starts at numbers drawn from `seed`.
    pub fn new(codec: Codec, keys_type: Option<u8>, voice: Voice, seed: u64) -> Outgoing {
        let mixed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Outgoing {
            codec,
            keys_type,
            sequence: (mixed >> 48) as u16,
            timestamp: (mixed >> 16) as u32,
            source: (mixed >> 8) as u32 ^ seed as u32,
            voice,
            place: 0,
            keys: VecDeque::new(),
            phase: Phase::Speech,
            first: true,
        }
    }

    /// Follows a new description of the other side; the line goes on without a break.
    pub fn renegotiate(&mut self, codec: Codec, keys_type: Option<u8>) {
        (self.codec, self.keys_type) = (codec, keys_type);
        self.place %= self.voice.codes(codec).len();
    }

    /// Says something else from its start.
    pub fn say(&mut self, voice: Voice) {
        (self.voice, self.place) = (voice, 0);
    }

    /// Queues a key. `false` when the other side takes no keys or too many wait.
    pub fn press(&mut self, press: Press) -> bool {
        let fits = self.keys_type.is_some() && self.keys.len() < MOST_KEYS;
        if fits {
            self.keys.push_back(press);
        }
        fits
    }

    /// Whether all keys have been sent, with the pauses after them.
    pub fn keys_are_sent(&self) -> bool {
        self.keys.is_empty() && matches!(self.phase, Phase::Speech)
    }

    /// The packet of the next 20 ms.
    pub fn next_packet(&mut self) -> Written {
        if matches!(self.phase, Phase::Speech)
            && let Some(press) = self.keys.pop_front()
        {
            self.phase = Phase::Key { press, since: self.timestamp, ends: 0 };
        }
        let mut written = ([0; HEADER + FRAME], HEADER);
        match self.phase {
            Phase::Key { press, since, ends } => self.write_key(&mut written, press, since, ends),
            Phase::Gap { packets } => {
                self.write_audio(&mut written);
                self.phase = if packets <= 1 { Phase::Speech } else { Phase::Gap { packets: packets - 1 } };
            }
            Phase::Speech => self.write_audio(&mut written),
        }
        self.sequence = self.sequence.wrapping_add(1);
        self.timestamp = self.timestamp.wrapping_add(FRAME as u32);
        self.first = false;
        written
    }

    fn write_audio(&mut self, (bytes, length): &mut Written) {
        self.write_header(bytes, self.codec.payload_type(), self.first, self.timestamp);
        let codes = self.voice.codes(self.codec);
        bytes[HEADER..].copy_from_slice(&codes[self.place..self.place + FRAME]);
        self.place = (self.place + FRAME) % codes.len();
        *length = HEADER + FRAME;
    }

    /// All packets of a key carry the moment it began; the last three say that it is over.
    fn write_key(&mut self, (bytes, length): &mut Written, press: Press, since: u32, ends: u16) {
        let elapsed = self.timestamp.wrapping_sub(since) + FRAME as u32;
        let held = ((press.hold.0.max(1) + PACKET.0 - 1) / PACKET.0) as u32 * FRAME as u32;
        let over = elapsed >= held;
        self.write_header(bytes, self.keys_type.unwrap_or(101), elapsed == FRAME as u32, since);
        let duration = u16::try_from(elapsed.min(held)).unwrap_or(u16::MAX);
        // Volume −10 dBm0, with the end bit above it (RFC 4733 §2.3).
        bytes[HEADER..HEADER + 2].copy_from_slice(&[press.event, u8::from(over) << 7 | 10]);
        bytes[HEADER + 2..HEADER + 4].copy_from_slice(&duration.to_be_bytes());
        *length = HEADER + 4;
        let ends = ends + u16::from(over);
        self.phase = if ends < END_PACKETS {
            Phase::Key { press, since, ends }
        } else {
            let packets = press.gap.0 / PACKET.0;
            if packets > 0 { Phase::Gap { packets } } else { Phase::Speech }
        };
    }

    fn write_header(&self, bytes: &mut [u8], payload_type: u8, marked: bool, timestamp: u32) {
        bytes[0] = 0x80;
        bytes[1] = payload_type | u8::from(marked) << 7;
        bytes[2..4].copy_from_slice(&self.sequence.to_be_bytes());
        bytes[4..8].copy_from_slice(&timestamp.to_be_bytes());
        bytes[8..12].copy_from_slice(&self.source.to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn press(key: char) -> Press {
        Press { event: event_of(key).unwrap(), hold: Span::millis(60), gap: Span::millis(40) }
    }

    #[test]
    fn a_key_is_three_packets_three_ends_and_a_pause() {
        let mut line = Outgoing::new(Codec::Pcma, Some(96), Voice::silence(), 7);
        assert!(line.press(press('#')) && line.press(press('5')));
        let mut story = String::new();
        let mut first_timestamp = None;
        for number in 0..16u32 {
            let (bytes, length) = line.next_packet();
            let packet = Packet::read(&bytes[..length]).unwrap();
            let start = *first_timestamp.get_or_insert(packet.timestamp);
            if packet.payload_type == 96 {
                let end = if packet.payload[1] & 0x80 != 0 { "!" } else { "" };
                story.push_str(&format!("{}{end} ", key_of(packet.payload[0]).unwrap()));
            } else {
                assert_eq!(packet.timestamp.wrapping_sub(start), number * 160);
                story.push('.');
            }
        }
        assert_eq!(story, "# # #! #! #! ..5 5 5! 5! 5! ....");
        assert!(line.keys_are_sent());
    }

    #[test]
    fn keys_nobody_takes_are_refused() {
        assert!(!Outgoing::new(Codec::Pcmu, None, Voice::silence(), 1).press(press('1')));
        let mut line = Outgoing::new(Codec::Pcmu, Some(101), Voice::silence(), 1);
        assert_eq!((0..1_000).filter(|_| line.press(press('1'))).count(), MOST_KEYS);
    }

    #[test]
    fn headers_with_extensions_and_padding_are_read() {
        let mut bytes = vec![0xb1, 0x08, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3];
        bytes.extend([0; 4]); // one contributing source
        bytes.extend([0xbe, 0xde, 0, 1, 0, 0, 0, 0]); // an extension of one word
        bytes.extend([7, 8, 9, 0, 2]); // three bytes of audio, two of padding
        let packet = Packet::read(&bytes).unwrap();
        assert_eq!((packet.sequence, packet.timestamp, packet.source), (1, 2, 3));
        assert_eq!(packet.payload, [7, 8, 9]);
        assert_eq!(Packet::read(&[0x80, 200, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), None, "RTCP");
    }

    proptest! {
        #[test]
        fn no_datagram_makes_the_reader_stumble(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = Packet::read(&bytes);
        }
    }
}
