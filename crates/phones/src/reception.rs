//! What a telephone received: counts, breaks in the line of packets, tones, keys, markers.

use crate::g711::Codec;
use crate::marker;
use crate::rtp::{Packet, key_of};
use crate::tone::{ToneEar, is_loud};
use crate::voice::RATE;
use vocabulary::{SecretDigits, Span, Time};

/// Keys and markers that are noted; later ones are only counted.
const MOST_NOTED: usize = 64;
/// Captured audio ends here: two minutes.
const LONGEST_CAPTURE: usize = 120 * RATE as usize;
/// A packet that comes this much later than it might have is held up.
const HELD_UP: Span = Span::millis(20);
/// A sequence number this far ahead is a new line of packets, not a loss (RFC 3550 §A.1).
const FAR: u16 = 3_000;

/// What to listen for.
#[derive(Debug, Clone, Default)]
pub struct Listening {
    /// Tones to tell apart, in hertz.
    pub tones: Vec<u16>,
    /// Keep the audio itself.
    pub capture: bool,
}

/// An account of received RTP.
#[derive(Debug, Clone, Default)]
pub struct Received {
    /// Packets, duplicates included.
    pub packets: u64,
    /// When the first one came.
    pub first: Option<Time>,
    /// When the last one came.
    pub last: Option<Time>,
    /// Packets missing between those that came. One that comes late after all is taken off again.
    pub lost: u64,
    /// Places where packets were missing.
    pub gaps: u64,
    /// Packets that came a second time.
    pub duplicates: u64,
    /// Packets that came after a later one.
    pub late: u64,
    /// Audio packets that came more than 20 ms later than their timestamp let expect, by the soonest
    /// packet before on the same line.
    pub held_up: u64,
    /// Audio packets whose timestamp did not follow from the one before.
    pub timestamp_jumps: u64,
    /// Times another line of packets (SSRC) or a line with far other numbers took over.
    pub source_changes: u64,
    /// Longest time between two packets.
    pub longest_pause: Span,
    /// Audio packets louder than background noise. Counted only while somebody asks.
    pub loud: u64,
    /// Tones heard, each with its first moment, in that order.
    pub tones: Vec<(u16, Time)>,
    /// Numbers of the markers heard, each with its first moment; the same number again after
    /// another one is noted again.
    pub markers: Vec<(u32, Time)>,
    /// Keys received by RFC 4733. They may be a PIN: printing shows a mask.
    pub keys: SecretDigits,
    /// Audio as it came, in the coding of its packets, if asked for.
    pub captured: Vec<u8>,
}

impl Received {
    /// Whether the line of packets was without a break: nothing lost, twice, late, or jumping.
    pub fn is_unbroken(&self) -> bool {
        [self.lost, self.duplicates, self.late, self.timestamp_jumps, self.source_changes] == [0; 5]
    }

    /// The first marker: who was heard first, and when.
    pub fn first_marker(&self) -> Option<(u32, Time)> {
        self.markers.first().copied()
    }
}

/// What a packet brought, for scripts that wait for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Heard {
    /// It was audio.
    pub audio: bool,
    /// Audio louder than noise; `None` when not asked for or not audio.
    pub loud: Option<bool>,
    /// A tone that was listened for.
    pub tone: Option<u16>,
    /// A marker's number.
    pub marker: Option<u32>,
}

/// Receives.
#[derive(Debug)]
pub struct Reception {
    received: Received,
    ear: Option<ToneEar>,
    capture: bool,
    keys_type: Option<u8>,
    line: Option<Line>,
    last_key: Option<u32>,
}

/// Where the line of packets stands.
#[derive(Debug, Clone, Copy)]
struct Line {
    source: u32,
    highest: u16,
    /// The 64 numbers up to the highest: a bit each that has come.
    seen: u64,
    /// Sequence number, timestamp and samples of the last audio packet.
    audio: Option<(u16, u32, u32)>,
    /// When the soonest audio packet came, and its timestamp.
    soonest: Option<(Time, u32)>,
}

enum Arrival {
    InOrder,
    Late,
    Duplicate,
}

impl Reception {
    /// Nothing received yet.
    pub fn new(listening: &Listening) -> Reception {
        Reception {
            received: Received { keys: SecretDigits::with_room(MOST_NOTED), ..Received::default() },
            ear: (!listening.tones.is_empty()).then(|| ToneEar::new(&listening.tones)),
            capture: listening.capture,
            keys_type: None,
            line: None,
            last_key: None,
        }
    }

    /// The payload type keys come with.
    pub fn expect_keys(&mut self, payload_type: Option<u8>) {
        self.keys_type = payload_type;
    }

    /// The account so far.
    pub fn received(&self) -> &Received {
        &self.received
    }

    /// The account at the end.
    pub fn into_received(self) -> Received {
        self.received
    }

    /// Takes a packet that arrived at a time. `loudness` says whether anyone wants to know how loud it is.
    pub fn take(&mut self, packet: &Packet<'_>, at: Time, loudness: bool) -> Heard {
        self.note_arrival(at);
        if matches!(self.follow(packet), Arrival::Duplicate) {
            return Heard::default();
        }
        if Some(packet.payload_type) == self.keys_type {
            self.take_key(packet);
            return Heard::default();
        }
        match Codec::from_payload_type(packet.payload_type).filter(|codec| codec.is_spoken()) {
            Some(codec) => self.take_audio(codec, packet, at, loudness),
            None => Heard::default(),
        }
    }

    fn note_arrival(&mut self, at: Time) {
        let received = &mut self.received;
        received.packets += 1;
        received.first.get_or_insert(at);
        if let Some(last) = received.last.replace(at) {
            received.longest_pause = received.longest_pause.max(at - last);
        }
    }

    fn follow(&mut self, packet: &Packet<'_>) -> Arrival {
        let fresh =
            Line { source: packet.source, highest: packet.sequence, seen: 1, audio: None, soonest: None };
        let Some(line) = &mut self.line else {
            self.line = Some(fresh);
            return Arrival::InOrder;
        };
        let ahead = packet.sequence.wrapping_sub(line.highest);
        let behind = line.highest.wrapping_sub(packet.sequence);
        if line.source != packet.source || (ahead > FAR && behind > FAR) {
            *line = fresh;
            self.received.source_changes += 1;
            return Arrival::InOrder;
        }
        if ahead == 0 || ahead > FAR {
            let bit = 1u64.checked_shl(behind.into()).unwrap_or(0);
            if bit == 0 || line.seen & bit != 0 {
                self.received.duplicates += 1;
                return Arrival::Duplicate;
            }
            line.seen |= bit;
            self.received.late += 1;
            self.received.lost = self.received.lost.saturating_sub(1);
            return Arrival::Late;
        }
        line.seen = line.seen.checked_shl(ahead.into()).unwrap_or(0) | 1;
        line.highest = packet.sequence;
        self.received.lost += u64::from(ahead - 1);
        self.received.gaps += u64::from(ahead > 1);
        Arrival::InOrder
    }

    fn take_key(&mut self, packet: &Packet<'_>) {
        let [event, flags, ..] = *packet.payload else { return };
        let is_end = flags & 0x80 != 0;
        if is_end && self.last_key != Some(packet.timestamp) {
            self.last_key = Some(packet.timestamp);
            if let Some(key) = key_of(event).filter(|_| self.received.keys.len() < MOST_NOTED) {
                self.received.keys.push(key);
            }
        }
    }

    /// Whether a packet came over [`HELD_UP`] later than it might have.
    fn is_held_up(&mut self, timestamp: u32, at: Time) -> bool {
        let Some(line) = &mut self.line else { return false };
        let (came, first) = *line.soonest.get_or_insert((at, timestamp));
        let passed = i64::from(timestamp.wrapping_sub(first).cast_signed());
        let expected = came + Span(passed * 1_000_000 / i64::from(RATE));
        if at < expected {
            line.soonest = Some((at, timestamp));
        }
        at - expected > HELD_UP
    }

    fn take_audio(&mut self, codec: Codec, packet: &Packet<'_>, at: Time, loudness: bool) -> Heard {
        let samples = packet.payload.len() as u32;
        self.received.held_up += u64::from(self.is_held_up(packet.timestamp, at));
        if let Some(line) = &mut self.line {
            if let Some((sequence, timestamp, length)) = line.audio {
                let steps = i32::from(packet.sequence.wrapping_sub(sequence) as i16);
                let expected = timestamp.wrapping_add_signed(steps.wrapping_mul(length as i32));
                self.received.timestamp_jumps += u64::from(expected != packet.timestamp);
            }
            line.audio = Some((packet.sequence, packet.timestamp, samples));
        }
        if self.capture && self.received.captured.len() + packet.payload.len() <= LONGEST_CAPTURE {
            self.received.captured.extend_from_slice(packet.payload);
        }
        let loud = loudness.then(|| is_loud(codec, packet.payload));
        self.received.loud += u64::from(loud == Some(true));
        let tone = self.ear.as_mut().and_then(|ear| ear.listen(codec, packet.payload));
        if let Some(hertz) = tone.filter(|hertz| self.received.tones.iter().all(|(known, _)| known != hertz))
        {
            self.received.tones.push((hertz, at));
        }
        let marker = marker::find(codec, packet.payload);
        if let Some(number) =
            marker.filter(|number| self.received.markers.last().is_none_or(|(n, _)| n != number))
            && self.received.markers.len() < MOST_NOTED
        {
            self.received.markers.push((number, at));
        }
        Heard { audio: true, loud, tone, marker }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rtp::{Outgoing, Press, event_of};
    use crate::voice::Voice;

    /// Sends ten packets, the ones named, in the order named.
    fn receive(order: &[usize]) -> Received {
        let mut line = Outgoing::new(Codec::Pcmu, None, Voice::silence(), 0xffff_ffff_ffff);
        let packets: Vec<_> = (0..100).map(|_| line.next_packet()).collect();
        let mut reception = Reception::new(&Listening::default());
        for (count, &number) in order.iter().enumerate() {
            let (bytes, length) = &packets[number];
            reception.take(&Packet::read(&bytes[..*length]).unwrap(), Time(count as i64 * 20_000), false);
        }
        reception.into_received()
    }

    #[test]
    fn breaks_in_the_line_are_counted_for_what_they_are() {
        let check = |order: &[usize], lost, gaps, duplicates, late| {
            let r = receive(order);
            assert_eq!((r.lost, r.gaps, r.duplicates, r.late), (lost, gaps, duplicates, late), "{order:?}");
            assert_eq!((r.packets, r.timestamp_jumps, r.source_changes), (order.len() as u64, 0, 0));
        };
        check(&[0, 1, 2, 3], 0, 0, 0, 0);
        check(&[0, 1, 4, 5], 2, 1, 0, 0);
        check(&[0, 1, 1, 2], 0, 0, 1, 0);
        check(&[0, 2, 1, 3], 0, 1, 0, 1);
        check(&[0, 2, 2, 1, 1, 3], 0, 1, 2, 1);
        check(&[0, 99, 1], 98, 1, 1, 0);
    }

    #[test]
    fn a_jumping_clock_and_a_new_source_are_seen() {
        let mut reception = Reception::new(&Listening::default());
        let mut take = |sequence, timestamp, source| {
            let packet = Packet { payload_type: 0, sequence, timestamp, source, payload: &[0xff; 160] };
            reception.take(&packet, Time(0), false);
        };
        take(65_535, u32::MAX - 159, 1);
        take(0, 0, 1);
        take(1, 320, 1);
        take(2, 480, 2);
        let received = reception.into_received();
        assert_eq!((received.timestamp_jumps, received.source_changes, received.lost), (1, 1, 0));
        assert!(!received.is_unbroken());
    }

    #[test]
    fn keys_are_heard_once_each_and_audio_around_them_is_unbroken() {
        let mut line = Outgoing::new(Codec::Pcmu, Some(96), Voice::tone(440), 3);
        for key in "1123#".chars() {
            line.press(Press {
                event: event_of(key).unwrap(),
                hold: Span::millis(40),
                gap: Span::millis(100),
            });
        }
        let mut reception = Reception::new(&Listening { tones: vec![440, 600], capture: true });
        reception.expect_keys(Some(96));
        while !line.keys_are_sent() {
            let (bytes, length) = line.next_packet();
            reception.take(&Packet::read(&bytes[..length]).unwrap(), Time(0), true);
        }
        let received = reception.into_received();
        assert_eq!(received.keys.expose(), "1123#");
        assert!(received.is_unbroken());
        assert_eq!(received.tones, [(440, Time(0))]);
        assert_eq!(received.captured.len(), 25 * 160);
        assert_eq!(received.loud, 25);
    }
}
