//! Telephone keys as RTP events (RFC 4733): each press told exactly once.
//!
//! Pure: time is an argument. A press is a run of packets with one timestamp, the last of them
//! sent three times with the end bit. Packets get lost, doubled and disordered on the way; a press
//! is known by its source and timestamp, and told as soon as it is certain to be over.

use super::rtp::Header;
use vocabulary::{Span, Time};

/// Octets of an event's payload (RFC 4733 §2.3).
pub const PAYLOAD: usize = 4;

/// A press of which nothing has been heard for this long is over: four of the longest intervals in
/// which telephones repeat an event (50 ms, RFC 4733 §2.5.1.2).
pub const OVER_AFTER: Span = Span::millis(200);

/// Presses remembered after they were told. Stragglers are a fraction of a second late, and nobody
/// presses sixteen keys in that time.
const REMEMBERED: usize = 16;

/// The keys in the order of their event codes (RFC 4733 §3.2).
const KEYS: &[u8; 16] = b"0123456789*#ABCD";

/// One packet about a press.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// Which event: 0–15 are the keys.
    pub code: u8,
    /// The key was let go.
    pub end: bool,
    /// Power below 0 dBm0: 0–63.
    pub volume: u8,
    /// Samples since the press began.
    pub duration: u16,
}

impl std::fmt::Debug for Event {
    /// Leaves out which key it is: it may be part of a PIN.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Event")
            .field("end", &self.end)
            .field("duration", &self.duration)
            .finish_non_exhaustive()
    }
}

impl Event {
    /// Reads an event's payload; `None` when it is too short.
    pub fn read(payload: &[u8]) -> Option<Event> {
        let &[code, flags, high, low] = payload.first_chunk()?;
        let duration = u16::from_be_bytes([high, low]);
        Some(Event { code, end: flags & 0x80 != 0, volume: flags & 0x3F, duration })
    }

    /// The payload as it travels.
    pub fn write(&self) -> [u8; PAYLOAD] {
        let [high, low] = self.duration.to_be_bytes();
        [self.code, u8::from(self.end) << 7 | self.volume & 0x3F, high, low]
    }

    fn key(&self) -> Option<char> {
        KEYS.get(usize::from(self.code)).copied().map(char::from)
    }
}

/// The packets of one press, 20 ms apart; all carry the timestamp of the first, and the first the
/// marker. The last three are the end, repeated against loss (RFC 4733 §2.5.1.4). `None` when
/// `key` is not one of `0-9 * # A-D`.
pub fn press(key: char, frames: u8) -> Option<impl Iterator<Item = Event>> {
    let code = KEYS.iter().position(|&known| char::from(known) == key)? as u8;
    let event = move |frame: u8, end| Event { code, end, volume: 10, duration: u16::from(frame) * 160 };
    let last = frames.max(1);
    Some((1..last).map(move |frame| event(frame, false)).chain((0..3).map(move |_| event(last, true))))
}

/// Turns the packets of one leg into presses.
#[derive(Default)]
pub struct Receiver {
    /// The newest press.
    current: Option<Press>,
    /// Source and timestamp of presses that were told.
    told: [Option<(u32, u32)>; REMEMBERED],
    next_place: usize,
}

struct Press {
    ssrc: u32,
    timestamp: u32,
    code: u8,
    key: Option<char>,
    told: bool,
    seen: Time,
}

impl Receiver {
    /// Takes in an event packet. `tell` is called for each press now known to be over: the one
    /// before, when all of its end was lost, and this one.
    pub fn event(&mut self, now: Time, header: &Header, event: Event, mut tell: impl FnMut(char)) {
        if self.was_told(header) {
            return;
        }
        match self.place(header, event) {
            Place::Same => {}
            Place::Segment => self.lengthen(header),
            Place::Older => {
                // A whole press overtaken by the next: nothing better than this packet will come.
                self.remember(header.ssrc, header.timestamp);
                event.key().into_iter().for_each(tell);
                return;
            }
            Place::Newer => {
                self.finish(&mut tell);
                self.current = Some(Press {
                    ssrc: header.ssrc,
                    timestamp: header.timestamp,
                    code: event.code,
                    key: event.key(),
                    told: false,
                    seen: now,
                });
            }
        }
        if let Some(press) = &mut self.current {
            press.seen = now;
        }
        if event.end {
            self.finish(tell);
        }
    }

    /// Takes note of an audio packet: a press that began before it is over.
    pub fn audio(&mut self, header: &Header, tell: impl FnMut(char)) {
        let over = self.current.as_ref().is_some_and(|press| {
            !press.told && press.ssrc == header.ssrc && is_after(header.timestamp, press.timestamp)
        });
        if over {
            self.finish(tell);
        }
    }

    /// Takes note that time has passed: a press not heard of for [`OVER_AFTER`] is over.
    pub fn pass(&mut self, now: Time, tell: impl FnMut(char)) {
        if self.current.as_ref().is_some_and(|press| !press.told && now - press.seen >= OVER_AFTER) {
            self.finish(tell);
        }
    }

    fn place(&self, header: &Header, event: Event) -> Place {
        let Some(press) = self.current.as_ref().filter(|press| press.ssrc == header.ssrc) else {
            return Place::Newer;
        };
        match header.timestamp.wrapping_sub(press.timestamp) {
            0 => Place::Same,
            // Longer than the duration field can say: it goes on as a segment with a timestamp of
            // its own (RFC 4733 §2.5.1.3).
            0xFFFF if event.code == press.code => Place::Segment,
            _ if is_after(header.timestamp, press.timestamp) => Place::Newer,
            _ => Place::Older,
        }
    }

    fn lengthen(&mut self, header: &Header) {
        let Some(press) = &mut self.current else { return };
        press.timestamp = header.timestamp;
        if press.told {
            self.remember(header.ssrc, header.timestamp);
        }
    }

    fn finish(&mut self, tell: impl FnMut(char)) {
        let Some(press) = self.current.as_mut().filter(|press| !press.told) else { return };
        press.told = true;
        press.key.into_iter().for_each(tell);
        let (ssrc, timestamp) = (press.ssrc, press.timestamp);
        self.remember(ssrc, timestamp);
    }

    fn was_told(&self, header: &Header) -> bool {
        self.told.contains(&Some((header.ssrc, header.timestamp)))
    }

    fn remember(&mut self, ssrc: u32, timestamp: u32) {
        self.told[self.next_place] = Some((ssrc, timestamp));
        self.next_place = (self.next_place + 1) % REMEMBERED;
    }
}

/// Where an event packet stands relative to the newest press.
enum Place {
    Same,
    Segment,
    Newer,
    Older,
}

fn is_after(timestamp: u32, other: u32) -> bool {
    timestamp != other && timestamp.wrapping_sub(other) < 1 << 31
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    enum Sent {
        Event(Event),
        Audio,
    }

    fn header(timestamp: u32) -> Header {
        Header { marker: false, payload: 101, sequence: 0, timestamp, ssrc: 9 }
    }

    /// What a telephone sends that presses `keys`, each followed by 60 ms of audio.
    fn telephone(keys: &[(char, u8)], start: u32) -> Vec<(u32, Sent)> {
        let (mut timestamp, mut sent) = (start, Vec::new());
        for &(key, frames) in keys {
            sent.extend(press(key, frames).unwrap().map(|event| (timestamp, Sent::Event(event))));
            timestamp = timestamp.wrapping_add(160 * u32::from(frames));
            for _ in 0..3 {
                sent.push((timestamp, Sent::Audio));
                timestamp = timestamp.wrapping_add(160);
            }
        }
        sent
    }

    fn hear<'a>(packets: impl IntoIterator<Item = &'a (u32, Sent)>) -> String {
        let (mut receiver, mut heard, mut now) = (Receiver::default(), String::new(), Time(0));
        for (timestamp, sent) in packets {
            match sent {
                Sent::Event(event) => receiver.event(now, &header(*timestamp), *event, |key| heard.push(key)),
                Sent::Audio => receiver.audio(&header(*timestamp), |key| heard.push(key)),
            }
            now = now + Span::millis(20);
        }
        receiver.pass(now + OVER_AFTER, |key| heard.push(key));
        heard
    }

    #[test]
    fn every_key_is_told_once() {
        let keys: Vec<(char, u8)> = KEYS.iter().map(|&key| (char::from(key), 5)).collect();
        assert_eq!(hear(&telephone(&keys, u32::MAX - 2_000)), "0123456789*#ABCD");
    }

    #[test]
    fn a_press_is_told_at_its_first_end_packet() {
        let (mut receiver, mut told) = (Receiver::default(), Vec::new());
        for (place, event) in press('5', 4).unwrap().enumerate() {
            receiver.event(Time(0), &header(1), event, |_| told.push(place));
        }
        assert_eq!(told, [3]);
    }

    #[test]
    fn a_lost_end_is_made_up_by_what_follows() {
        let check = |keys: &[(char, u8)], keep: fn(&Sent) -> bool, expected: &str| {
            let packets = telephone(keys, 0);
            assert_eq!(hear(packets.iter().filter(|(_, sent)| keep(sent))), expected);
        };
        let no_end = |sent: &Sent| !matches!(sent, Sent::Event(Event { end: true, .. }));
        let events_without_end = |sent: &Sent| matches!(sent, Sent::Event(Event { end: false, .. }));
        check(&[('1', 4), ('1', 4), ('#', 4)], no_end, "11#");
        check(&[('1', 4), ('1', 4), ('#', 4)], events_without_end, "11#");
    }

    #[test]
    fn a_very_long_press_is_one_press() {
        let (mut receiver, mut heard) = (Receiver::default(), String::new());
        let mut send = |timestamp, end, duration| {
            let event = Event { code: 7, end, volume: 10, duration };
            receiver.event(Time(0), &header(timestamp), event, |key| heard.push(key));
        };
        send(0, false, 65_000);
        send(0, false, 65_535);
        send(65_535, false, 160);
        send(131_070, true, 160);
        send(131_070, true, 160);
        assert_eq!(heard, "7");
    }

    #[test]
    fn what_is_no_key_is_not_told() {
        let mut receiver = Receiver::default();
        let flash = Event { code: 16, end: true, volume: 0, duration: 160 };
        receiver.event(Time(0), &header(1), flash, |key| panic!("told {key}"));
        assert_eq!(Event::read(&[1, 2, 3]), None);
        assert_eq!(Event::read(&flash.write()), Some(flash));
        assert!(press('x', 1).is_none());
    }

    #[test]
    fn events_do_not_print_their_key() {
        let printed = format!("{:?}", press('7', 1).unwrap().next());
        assert!(!printed.contains('7') && !printed.contains("code"), "{printed}");
    }

    /// How one packet fares on its way.
    #[derive(Debug, Clone)]
    struct Fate {
        lost: bool,
        doubled: bool,
        late: u8,
    }

    fn fate(most_late: u8) -> impl Strategy<Value = Fate> {
        (prop::bool::weighted(0.4), prop::bool::weighted(0.2), 0..=most_late)
            .prop_map(|(lost, doubled, late)| Fate { lost, doubled, late })
    }

    /// The packets as they arrive: of every press at least its `spared`-th packet.
    fn travel<'a>(sent: &'a [(u32, Sent)], fates: &[Fate], spared: u8) -> Vec<&'a (u32, Sent)> {
        let mut arrived = Vec::new();
        let mut of_press = (0, 0u8);
        for (place, (packet, fate)) in sent.iter().zip(fates.iter().cycle()).enumerate() {
            let is_event = matches!(packet.1, Sent::Event(_));
            of_press = if of_press.0 == packet.0 { (packet.0, of_press.1 + 1) } else { (packet.0, 0) };
            if !fate.lost || is_event && of_press.1 == spared {
                arrived.push((place + usize::from(fate.late), packet));
            }
            if fate.doubled && is_event {
                arrived.push((place + 2 * usize::from(fate.late), packet));
            }
        }
        arrived.sort_by_key(|(when, _)| *when);
        arrived.into_iter().map(|(_, packet)| packet).collect()
    }

    proptest! {
        #[test]
        fn loss_and_doubling_change_nothing(
            keys in "[0-9*#]{1,20}",
            frames in 1..12u8,
            fates in prop::collection::vec(fate(0), 97),
            spared in 0..3u8,
            start: u32,
        ) {
            let pressed: Vec<(char, u8)> = keys.chars().map(|key| (key, frames)).collect();
            let sent = telephone(&pressed, start);
            prop_assert_eq!(hear(travel(&sent, &fates, spared)), keys);
        }

        #[test]
        fn disorder_may_swap_presses_but_tells_each_once(
            keys in "[0-9*#]{1,20}",
            frames in 1..12u8,
            fates in prop::collection::vec(fate(9), 97),
            spared in 0..3u8,
        ) {
            let pressed: Vec<(char, u8)> = keys.chars().map(|key| (key, frames)).collect();
            let sent = telephone(&pressed, 77);
            let mut heard: Vec<char> = hear(travel(&sent, &fates, spared)).chars().collect();
            let mut expected: Vec<char> = keys.chars().collect();
            heard.sort_unstable();
            expected.sort_unstable();
            prop_assert_eq!(heard, expected);
        }

        #[test]
        fn any_packets_are_taken(packets in prop::collection::vec((any::<u32>(), any::<[u8; 4]>()), 0..50)) {
            let mut receiver = Receiver::default();
            for (timestamp, payload) in packets {
                let event = Event::read(&payload).unwrap();
                receiver.event(Time(0), &header(timestamp), event, |key| assert!(KEYS.contains(&(key as u8))));
            }
        }
    }
}
