//! A station and a page, over a network that loses, repeats and reorders as it is told.

use super::narrow::Narrow;
use super::offer::Offer;
use super::tone::{power, tone};
use super::{Identity, Prefer, Station};
use crate::media::rtp::{HEADER, Header, Line};
use crate::media::{Codec, keys};
use opus_pure::{Application, OpusDecoder, OpusEncoder};
use phones::page::{Heard, KEYS_8K, KEYS_48K, OPUS, Page, Speaks};
use proptest::prelude::*;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::net::SocketAddr;
use std::sync::LazyLock;
use std::time::Instant;
use vocabulary::{Span, Time};

/// In the year 2026, to be true to scale.
const START: Time = Time(1_795_000_000_000_000);

/// One for all tests: making it is slow.
static IDENTITY: LazyLock<Identity> = LazyLock::new(|| Identity::new().expect("there are random numbers"));

/// Datagrams on their way, with when they arrive.
#[derive(Default)]
struct Way(Vec<(Time, Vec<u8>)>);

/// Two ends of a network, and time.
struct Bench {
    station: Station,
    page: Page,
    began: Instant,
    now: Time,
    to_page: Way,
    to_station: Way,
    dice: StdRng,
    /// Share of datagrams with audio that are lost.
    loss: f64,
    /// Packets of the page as the leg gets them.
    came: Vec<Vec<u8>>,
    addresses: [SocketAddr; 2],
}

impl Bench {
    /// Both ends, connected.
    fn new(speaks: Speaks, prefer: Prefer) -> Bench {
        let addresses: [SocketAddr; 2] =
            ["192.0.2.1:4000", "198.51.100.2:5000"].map(|text| text.parse().unwrap());
        let began = Instant::now();
        let (mut page, offer) = Page::new(speaks, addresses[1], began).unwrap();
        let offer = Offer::read(&offer).unwrap();
        let (mut station, answer) =
            Station::answer(&IDENTITY, &offer, prefer, addresses[0], (began, START)).unwrap();
        assert!(answer.contains("a=ice-lite"), "{answer}");
        assert_eq!(answer.matches("a=candidate").count(), 1, "{answer}");
        assert!(page.take_answer(&answer), "{answer}");
        station.set_idle(false);
        let mut bench = Bench {
            station,
            page,
            began,
            now: START,
            to_page: Way::default(),
            to_station: Way::default(),
            dice: StdRng::seed_from_u64(7),
            loss: 0.0,
            came: Vec::new(),
            addresses,
        };
        for _ in 0..2_000 {
            bench.pass(Span::millis(5));
            if bench.station.is_connected() && bench.page.is_connected() {
                return bench;
            }
        }
        panic!("they do not connect");
    }

    fn instant(&self) -> Instant {
        self.began + (self.now - START).to_std()
    }

    /// Time passes, and what is on its way arrives.
    fn pass(&mut self, span: Span) {
        let until = self.now + span;
        while self.now < until {
            self.now = (self.now + Span::millis(5)).min(until);
            self.poll_page();
            let mut room = [0; 2_048];
            for datagram in due(&mut self.to_station, self.now) {
                room[..datagram.len()].copy_from_slice(&datagram);
                let (way, now, dice, loss) = (&mut self.to_page, self.now, &mut self.dice, self.loss);
                let mut send = |_, datagram: &[u8]| travel(way, now, dice, loss, datagram);
                let length =
                    self.station.receive(now, self.addresses[1], &mut room, datagram.len(), &mut send);
                self.came.extend(length.map(|length| room[..length].to_vec()));
            }
            if self.station.due() <= self.now {
                let (way, now, dice, loss) = (&mut self.to_page, self.now, &mut self.dice, self.loss);
                self.station.pass(now, &mut |_, datagram| travel(way, now, dice, loss, datagram));
            }
            for datagram in due(&mut self.to_page, self.now) {
                self.page.receive(self.instant(), self.addresses[0], &datagram);
                self.poll_page();
            }
        }
    }

    fn poll_page(&mut self) {
        let at = self.instant();
        let (way, now, dice, loss) = (&mut self.to_station, self.now, &mut self.dice, self.loss);
        self.page.poll(at, &mut |_, datagram| travel(way, now, dice, loss, datagram));
    }

    /// The station is given a leg's packet.
    fn send(&mut self, packet: &[u8]) -> bool {
        let (way, now, dice, loss) = (&mut self.to_page, self.now, &mut self.dice, self.loss);
        self.station.send(now, packet, &mut |_, datagram| travel(way, now, dice, loss, datagram))
    }

    /// A leg plays octets of a law to the page, 20 ms at a time.
    fn play(&mut self, line: &mut Line, codec: Codec, octets: &[u8]) {
        for frame in octets.chunks(160) {
            let header = line.own(self.now, codec.static_payload(), frame.len() as u32);
            self.send(&[&header.write()[..], frame].concat());
            self.pass(Span::millis(20));
        }
    }
}

fn due(way: &mut Way, now: Time) -> Vec<Vec<u8>> {
    let mut arrived: Vec<_> = way.0.extract_if(.., |(at, _)| *at <= now).collect();
    arrived.sort_by_key(|(at, _)| *at);
    arrived.into_iter().map(|(_, datagram)| datagram).collect()
}

/// Handshakes repeat themselves in seconds: only what has no second chance is lost here.
fn travel(way: &mut Way, now: Time, dice: &mut StdRng, loss: f64, datagram: &[u8]) {
    let audio = super::station::is_audio(datagram);
    if audio && loss > 0.0 && dice.random_bool(loss) {
        return;
    }
    let jitter = if loss > 0.0 { dice.random_range(0..12) } else { 0 };
    way.0.push((now + Span::millis(10 + jitter), datagram.to_vec()));
}

/// A second of a tone in a law.
fn plain(codec: Codec, frequency: f64) -> Vec<u8> {
    tone(8_000.0, &[frequency], 12_000.0, 8_000).iter().map(|sample| codec.encode(*sample)).collect()
}

fn line() -> Line {
    Line::new(rand::random(), rand::random(), rand::random())
}

/// Samples of what a page heard, and their rate.
fn samples(heard: &[Heard]) -> (f64, Vec<i16>) {
    let mut decoder = OpusDecoder::new(48_000, 1).unwrap();
    let opus = heard.iter().any(|packet| packet.payload_type == OPUS);
    let mut samples = Vec::new();
    for packet in heard {
        match packet.payload_type {
            OPUS => {
                let mut pcm = [0; 5_760];
                let length = decoder.decode_s16(&packet.payload, 5_760, &mut pcm).unwrap();
                samples.extend_from_slice(&pcm[..length]);
            }
            payload_type => {
                let codec = Codec::from_static_payload(payload_type).unwrap();
                samples.extend(packet.payload.iter().map(|octet| codec.decode(*octet)));
            }
        }
    }
    (if opus { 48_000.0 } else { 8_000.0 }, samples)
}

/// A tone stands out of what was heard, once everything has settled.
fn assert_tone(rate: f64, frequency: f64, samples: &[i16]) {
    let settled = &samples[samples.len() / 4..];
    let whole = settled.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / settled.len() as f64;
    let wanted = power(rate, frequency, settled);
    assert!(wanted > 0.8 * whole && whole > 1e6, "{frequency} Hz: {wanted} of {whole}");
}

#[test]
fn tones_pass_both_ways_in_every_codec() {
    let check = |speaks, prefer, law: Codec, expected: u8| {
        let mut bench = Bench::new(speaks, prefer);
        bench.play(&mut line(), law, &plain(law, 700.0));
        let heard = std::mem::take(&mut bench.page.heard);
        assert!(heard.iter().all(|packet| packet.payload_type == expected), "{speaks:?}");
        assert!(heard.len() >= 48, "{speaks:?}: {}", heard.len());
        let (rate, said) = samples(&heard);
        assert_tone(rate, 700.0, &said);

        bench.came.clear();
        let mut encoder = OpusEncoder::new(48_000, 1, Application::Voip).unwrap();
        for place in 0..50 {
            let at = bench.instant();
            if expected == OPUS {
                let pcm = &tone(48_000.0, &[1_100.0], 12_000.0, 48_000)[960 * place..][..960];
                let mut packet = [0; 1_000];
                let length = encoder.encode_s16(pcm, 960, &mut packet).unwrap();
                bench.page.say(at, OPUS, &packet[..length], 960);
            } else {
                let octets = &plain(Codec::Ulaw, 1_100.0)[160 * place..][..160];
                bench.page.say(at, 0, octets, 160);
            }
            bench.pass(Span::millis(20));
        }
        bench.pass(Span::millis(40));
        let mut heard = Vec::new();
        let mut last: Option<Header> = None;
        for packet in &bench.came {
            let (header, payload) = Header::read(packet).unwrap();
            assert_eq!(packet.len(), HEADER + 160, "{speaks:?}");
            if let Some(last) = last {
                assert_eq!(header.sequence, last.sequence.wrapping_add(1));
                assert_eq!(header.timestamp, last.timestamp.wrapping_add(160), "{speaks:?}");
            }
            last = Some(header);
            let codec = Codec::from_static_payload(header.payload).unwrap();
            heard.extend(packet[payload].iter().map(|octet| codec.decode(*octet)));
        }
        assert_eq!(bench.came.len(), 50, "{speaks:?}");
        assert_tone(8_000.0, 1_100.0, &heard);
    };
    check(Speaks::All, Prefer::Plain, Codec::Alaw, 8);
    check(Speaks::All, Prefer::Plain, Codec::Ulaw, 0);
    check(Speaks::PcmuOnly, Prefer::Plain, Codec::Alaw, 0);
    check(Speaks::All, Prefer::Opus, Codec::Alaw, OPUS);
    check(Speaks::Opus, Prefer::Plain, Codec::Ulaw, OPUS);
    check(Speaks::Plain, Prefer::Opus, Codec::Ulaw, 0);
}

#[test]
fn leg_after_leg_is_one_line_for_the_browser() {
    for (prefer, scale) in [(Prefer::Plain, 1), (Prefer::Opus, 6)] {
        let mut bench = Bench::new(Speaks::All, prefer);
        bench.play(&mut line(), Codec::Alaw, &plain(Codec::Alaw, 700.0)[..1_600]);
        bench.pass(Span::millis(500));
        let mut next = line();
        bench.play(&mut next, Codec::Ulaw, &plain(Codec::Ulaw, 700.0)[..1_600]);
        bench.pass(Span::millis(300));
        bench.play(&mut next, Codec::Ulaw, &plain(Codec::Ulaw, 700.0)[..1_600]);
        bench.pass(Span::millis(50));
        let steps: Vec<(u64, u32)> = bench
            .page
            .heard
            .windows(2)
            .map(|pair| {
                assert_eq!(pair[0].ssrc, pair[1].ssrc);
                let step = pair[1].timestamp.wrapping_sub(pair[0].timestamp);
                (pair[1].sequence - pair[0].sequence, step / scale)
            })
            .collect();
        let mut expected = vec![(1, 160); 29];
        expected[9] = (1, 160 + 4_000);
        expected[19] = (1, 160 + 2_400);
        assert_eq!(steps, expected, "{prefer:?}");
    }
}

#[test]
fn loss_is_seen_counted_and_survived() {
    for prefer in [Prefer::Plain, Prefer::Opus] {
        let mut bench = Bench::new(Speaks::All, prefer);
        let mut narrow = Narrow::new();
        let (mut out, octets) = (line(), plain(Codec::Ulaw, 500.0));
        bench.loss = 0.1;
        for place in 0..800 {
            let at = bench.instant();
            let frame = &octets[place % 50 * 160..][..160];
            match prefer {
                Prefer::Plain => bench.page.say(at, 0, frame, 160),
                Prefer::Opus => {
                    let mut packets = Vec::new();
                    narrow.encode(Codec::Ulaw, frame, |opus, _| packets.push(opus.to_vec()));
                    packets.iter().for_each(|opus| bench.page.say(at, OPUS, opus, 960));
                }
            }
            bench.play(&mut out, Codec::Ulaw, frame);
            bench.station.turn(bench.now);
        }
        assert!(bench.station.is_connected());
        let figures = bench.station.figures();
        let loss = figures.loss.unwrap();
        assert!((0.04..0.2).contains(&loss), "{prefer:?}: {figures:?}");
        assert!((1.0..12.0).contains(&figures.jitter_ms), "{prefer:?}: {figures:?}");
        assert!(figures.far_loss.is_some_and(|loss| (0.0..0.4).contains(&loss)), "{figures:?}");
        assert!(figures.rtt_ms.is_some_and(|rtt| (15.0..60.0).contains(&rtt)), "{prefer:?}: {figures:?}");
        let heard = bench.page.heard.len();
        assert!((640..800).contains(&heard), "{prefer:?}: {heard}");
    }
}

#[test]
fn a_key_of_the_page_is_one_key_however_often_it_is_said() {
    for (prefer, payload_type, scale) in [(Prefer::Plain, KEYS_8K, 1), (Prefer::Opus, KEYS_48K, 6)] {
        let mut bench = Bench::new(Speaks::All, prefer);
        for key in "15#".chars() {
            for (place, event) in keys::press(key, 5).unwrap().enumerate() {
                let event = keys::Event { duration: event.duration * scale, ..event };
                bench.page.press(bench.instant(), payload_type, &event.write(), place == 0);
                bench.pass(Span::millis(20));
            }
            bench.page.skip(u32::from(scale) * 1_600, 0);
        }
        let (mut receiver, mut told) = (keys::Receiver::default(), String::new());
        for packet in &bench.came {
            let (header, payload) = Header::read(packet).unwrap();
            let event = keys::Event::read(&packet[payload]).unwrap();
            assert!(event.duration <= 800, "in ticks of 8,000 Hz: {event:?}");
            receiver.event(bench.now, &header, event, |key| told.push(key));
        }
        assert_eq!(told, "15#", "{prefer:?}");
    }
}

#[test]
fn an_idle_station_opens_next_to_nothing_and_still_wakes_after_numbers_have_wrapped() {
    let mut bench = Bench::new(Speaks::All, Prefer::Plain);
    bench.station.set_idle(true);
    for _ in 0..70_000 {
        bench.page.say(bench.instant(), 0, &[0x55; 8], 160);
        bench.now = bench.now + Span::millis(20);
        bench.poll_page();
        let mut room = [0; 2_048];
        for datagram in due(&mut bench.to_station, bench.now + Span::seconds(1)) {
            room[..datagram.len()].copy_from_slice(&datagram);
            let from = bench.addresses[1];
            let length = bench.station.receive(bench.now, from, &mut room, datagram.len(), &mut |_, _| ());
            bench.came.extend(length.map(|length| room[..length].to_vec()));
        }
    }
    let opened = bench.came.len();
    assert!((1_300..1_500).contains(&opened), "one a second: {opened}");
    bench.station.set_idle(false);
    bench.came.clear();
    bench.page.say(bench.instant(), 0, &[0x66; 160], 160);
    bench.pass(Span::millis(40));
    assert_eq!(bench.came.len(), 1, "it is understood");
    assert!(bench.came[0].ends_with(&[0x66; 160]));
}

/// Longer than any time-out of a handshake.
#[test]
fn a_connection_lasts() {
    let mut bench = Bench::new(Speaks::All, Prefer::Plain);
    for second in 0..150 {
        bench.page.say(bench.instant(), 0, &[0x55; 160], 160);
        bench.pass(Span::seconds(1));
        assert!(bench.station.is_connected() && bench.page.is_connected(), "until second {second}");
    }
}

#[test]
fn silence_is_noticed_and_a_farewell_at_once() {
    let after = Span::seconds(2);
    let mut bench = Bench::new(Speaks::All, Prefer::Plain);
    bench.page.say(bench.instant(), 0, &[0x55; 160], 160);
    bench.pass(Span::millis(40));
    assert!(!bench.station.is_silent(bench.now + Span::millis(1_900), after));
    assert!(bench.station.is_silent(bench.now + Span::millis(2_100), after), "it was speaking");
    bench.station.set_idle(true);
    assert!(!bench.station.is_silent(bench.now + Span::millis(5_900), after), "it only asks for consent");
    assert!(bench.station.is_silent(bench.now + Span::millis(6_100), after));
    let (way, now) = (&mut bench.to_page, bench.now);
    bench.station.close(now, &mut |_, datagram| way.0.push((now, datagram.to_vec())));
    assert!(!bench.to_page.0.is_empty(), "the page is told");
    assert!(bench.station.is_over());
    assert!(!bench.send(&[0; 20]));
}

/// What Chromium offers for one microphone.
const CHROMIUM: &str = include_str!("tests/chromium.sdp");

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn garbled_offers_are_answered_or_refused(
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..4u8, "[ -~]{0,6}"), 0..4),
    ) {
        let mut lines: Vec<String> = CHROMIUM.lines().map(str::to_owned).collect();
        for (place, what, text) in changes {
            let place = place.index(lines.len());
            match what {
                0 => drop(lines.remove(place)),
                1 => lines.insert(place, lines[place].clone()),
                2 => lines[place].push_str(&text),
                _ => {
                    let kept = lines[place].len() / 2;
                    lines[place].truncate(kept);
                    lines[place].push_str(&text);
                }
            }
        }
        let local = "192.0.2.1:4000".parse().unwrap();
        if let Ok(offer) = Offer::read(&lines.join("\r\n")) {
            for prefer in [Prefer::Plain, Prefer::Opus] {
                let _ = Station::answer(&IDENTITY, &offer, prefer, local, (Instant::now(), START));
            }
        }
    }
}

#[test]
fn a_browser_is_answered_with_one_candidate_and_one_kind_of_codec() {
    let offer = Offer::read(CHROMIUM).unwrap();
    let check = |prefer, expected: &str, not: &str| {
        let local = "192.0.2.1:4000".parse().unwrap();
        let (_, answer) = Station::answer(&IDENTITY, &offer, prefer, local, (Instant::now(), START)).unwrap();
        assert!(answer.contains(expected) && !answer.contains(not), "{answer}");
        assert_eq!(answer.matches("a=candidate").count(), 1, "{answer}");
        assert!(answer.contains(" 192.0.2.1 4000 typ host"), "{answer}");
        assert!(answer.contains("a=ice-lite") && answer.contains("telephone-event"), "{answer}");
    };
    check(Prefer::Plain, "PCMA/8000", "opus");
    check(Prefer::Opus, "opus/48000/2", "PCM");
}
