use super::*;
use proptest::prelude::*;

const FRAME: usize = 160;
/// Some time of day.
const BEGAN: Time = Time(1_790_000_000_123_456);

fn at(milliseconds: f64) -> Time {
    BEGAN + Span((milliseconds * 1e3) as i64)
}

/// A telephone that says, at each sample, how far it has come: the sample's number modulo 251, which is
/// never the octet of silence (`0xD5`) but where that number falls on it.
struct Telephone {
    header: Header,
    said: u64,
}

impl Telephone {
    fn new(ssrc: u32) -> Telephone {
        let header = Header { marker: true, payload: 8, sequence: 65_500, timestamp: u32::MAX - 4_000, ssrc };
        Telephone { header, said: 0 }
    }

    fn speak(&mut self) -> (Header, Vec<u8>) {
        let octets = (self.said..self.said + FRAME as u64).map(|sample| (sample % 211) as u8).collect();
        let header = self.header;
        self.said += FRAME as u64;
        self.pass(FRAME as u32, 1);
        (header, octets)
    }

    /// Lets its clock run, and packets be sent that nobody sees.
    fn pass(&mut self, samples: u32, packets: u16) {
        self.header.timestamp = self.header.timestamp.wrapping_add(samples);
        self.header.sequence = self.header.sequence.wrapping_add(packets);
        self.header.marker = packets == 0;
    }
}

fn hear(line: &mut Timeline, side: Side, at: Time, (header, octets): &(Header, Vec<u8>)) {
    line.hear(side, &Heard { at, header: *header, codec: Codec::Alaw, octets });
}

/// All that is there, as octets of both sides; silence is `0xD5`.
fn whole(line: &mut Timeline, end: Time) -> [Vec<u8>; 2] {
    let mut all = [Vec::new(), Vec::new()];
    while let Some(chunk) = line.rest(end) {
        assert_eq!(chunk.first, all[0].len() as u64, "chunks follow each other");
        append(&mut all, chunk);
    }
    all
}

fn append(all: &mut [Vec<u8>; 2], chunk: Chunk) {
    for (whole, side) in all.iter_mut().zip(chunk.sides) {
        match side {
            Some((codec, octets)) => {
                assert_eq!((codec, octets.len()), (Codec::Alaw, chunk.samples));
                whole.extend(octets);
            }
            None => whole.resize(whole.len() + chunk.samples, 0xD5),
        }
    }
}

/// Where the first octet stands that is not silence.
fn onset(octets: &[u8]) -> usize {
    octets.iter().position(|octet| *octet != 0xD5).expect("something was heard")
}

/// A telephone speaks for so many packets; `fate` says how late each comes, and whether it does.
fn spoken(packets: usize, mut fate: impl FnMut(usize) -> Option<f64>) -> Vec<u8> {
    let (mut line, mut telephone) = (Timeline::new(BEGAN), Telephone::new(7));
    let mut sent = Vec::new();
    for number in 0..packets {
        let packet = telephone.speak();
        if let Some(delay) = fate(number) {
            sent.push((at(1_000.0 + 20.0 * (number + 1) as f64 + delay), packet));
        }
    }
    sent.sort_by_key(|(at, _)| *at);
    for (at, packet) in &sent {
        hear(&mut line, Side::Customer, *at, packet);
    }
    let [heard, nobody] = whole(&mut line, at(1_000.0 + 20.0 * packets as f64 + 600.0));
    assert!(nobody.iter().all(|octet| *octet == 0xD5));
    heard
}

#[test]
fn a_packet_stands_where_it_was_spoken() {
    let heard = spoken(100, |_| Some(0.0));
    assert_eq!(onset(&heard), 8_000);
    let expected: Vec<u8> = (0..16_000u64).map(|sample| (sample % 211) as u8).collect();
    assert_eq!(heard[8_000..24_000], expected);
    assert!(heard[24_000..].iter().all(|octet| *octet == 0xD5), "and silence after it");
}

#[test]
fn what_is_lost_is_silence_and_moves_nothing() {
    let heard = spoken(100, |number| (number % 3 != 1).then_some(0.0));
    for (number, packet) in heard[8_000..24_000].chunks(FRAME).enumerate() {
        let start = (number * FRAME % 211) as u8;
        assert_eq!(packet[0], if number % 3 == 1 { 0xD5 } else { start }, "packet {number}");
    }
}

#[test]
fn a_first_packet_that_was_late_is_made_good_by_the_next() {
    let heard = spoken(100, |number| Some(if number == 0 { 60.0 } else { 0.0 }));
    let last = &heard[24_000 - FRAME..24_000];
    assert_eq!(last[0], ((16_000 - FRAME) % 211) as u8);
}

#[test]
fn silence_is_not_sent_and_takes_its_time() {
    let check = |clock_runs: bool, marked: bool| {
        let (mut line, mut telephone) = (Timeline::new(BEGAN), Telephone::new(7));
        hear(&mut line, Side::Agent, at(20.0), &telephone.speak());
        if clock_runs {
            telephone.pass(8_000 * 3, 0);
        }
        telephone.header.marker = marked;
        for number in 0..20 {
            hear(&mut line, Side::Agent, at(3_040.0 + 20.0 * f64::from(number)), &telephone.speak());
        }
        let [_, heard] = whole(&mut line, at(4_000.0));
        let again = 160 + onset(&heard[160..]);
        // Without clock and mark it takes some packets to be sure.
        let expected = if clock_runs || marked { 24_160 } else { 24_160 + 4 * FRAME };
        assert_eq!(again, expected, "clock runs: {clock_runs}, marked: {marked}");
    };
    check(true, true);
    check(true, false);
    check(false, true);
    check(false, false);
}

#[test]
fn a_clock_that_is_set_anew_changes_nothing() {
    for jump in [1 << 20, 1 << 31, u32::MAX - 100_000, 4_000, 40_000] {
        let (mut line, mut telephone) = (Timeline::new(BEGAN), Telephone::new(7));
        for number in 0..200 {
            if number == 100 {
                telephone.header.timestamp = telephone.header.timestamp.wrapping_add(jump);
            }
            hear(&mut line, Side::Customer, at(20.0 * f64::from(number + 1)), &telephone.speak());
        }
        let [heard, _] = whole(&mut line, at(4_500.0));
        let expected: Vec<u8> = (0..32_000u64).map(|sample| (sample % 211) as u8).collect();
        assert_eq!(heard[..32_000], expected, "a jump of {jump}");
    }
}

#[test]
fn another_telephone_takes_over_with_a_clock_of_its_own() {
    let mut line = Timeline::new(BEGAN);
    let mut first = Telephone::new(7);
    hear(&mut line, Side::Agent, at(20.0), &first.speak());
    // Even should its numbers look like the last one's.
    let mut second = Telephone::new(7);
    second.pass(160, 1);
    line.turn(Side::Agent);
    hear(&mut line, Side::Agent, at(500.0), &second.speak());
    let [_, heard] = whole(&mut line, at(1_000.0));
    assert_eq!(160 + onset(&heard[160..]), 4_000 - FRAME);
}

#[test]
fn chunks_are_handed_out_when_nothing_more_can_come() {
    let mut line = Timeline::new(BEGAN);
    let mut telephone = Telephone::new(7);
    line.mark(at(400.0), Mark::HoldBegins);
    line.mark(at(700.0), Mark::HoldEnds);
    hear(&mut line, Side::Customer, at(20.0), &telephone.speak());
    assert_eq!(line.take(at(899.0)), None);
    let first = line.take(at(900.0)).unwrap();
    assert_eq!((first.first, first.samples, &first.marks), (0, CHUNK, &vec![(3_200, Mark::HoldBegins)]));
    assert!(first.sides[0].is_some() && first.sides[1].is_none());
    // Of what comes too late, what still has a place is taken.
    telephone.header.timestamp = telephone.header.timestamp.wrapping_add(4_000 - 240);
    hear(&mut line, Side::Customer, at(901.0), &telephone.speak());
    let second = line.take(at(1_400.0)).unwrap();
    assert_eq!((second.first, &second.marks), (4_000, &vec![(5_600, Mark::HoldEnds)]));
    let (_, octets) = second.sides[0].as_ref().unwrap();
    assert_eq!((octets[79], octets[80]), ((319 % 211) as u8, 0xD5));
    assert_eq!(line.rest(at(1_500.0)).map(|chunk| (chunk.first, chunk.samples)), Some((8_000, 4_000)));
    assert_eq!(line.rest(at(1_500.0)), None);
}

#[test]
fn a_codec_that_changes_in_mid_call_is_heard_on() {
    let mut line = Timeline::new(BEGAN);
    let mut telephone = Telephone::new(7);
    for (number, codec) in [Codec::Alaw, Codec::Ulaw].into_iter().enumerate() {
        let (header, _) = telephone.speak();
        let octets = [codec.encode(8_000); FRAME];
        line.hear(Side::Agent, &Heard { at: at(20.0 * (number + 1) as f64), header, codec, octets: &octets });
    }
    let chunk = line.rest(at(40.0)).unwrap();
    let (codec, octets) = chunk.sides[1].as_ref().unwrap();
    assert_eq!(octets.len(), 320);
    assert!(octets.iter().all(|octet| (i32::from(codec.decode(*octet)) - 8_000).abs() < 600));
}

/// How one packet fares on its way.
#[derive(Debug, Clone)]
struct Fate {
    lost: bool,
    doubled: bool,
    jitter: f64,
}

fn fate() -> impl Strategy<Value = Fate> {
    (prop::bool::weighted(0.15), prop::bool::weighted(0.1), 0.0..45.0)
        .prop_map(|(lost, doubled, jitter)| Fate { lost, doubled, jitter })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// A minute of two telephones with clocks that run wrong by up to 300 ppm, over a network that loses,
    /// doubles, delays and reorders: what is said at the same moment stands within 20 ms of each other.
    #[test]
    fn both_sides_stay_together(
        fates in prop::collection::vec(fate(), 211),
        clocks in prop::array::uniform2(-300.0..300.0f64),
        delays in prop::array::uniform2(0.0..8.0f64),
        begin in 0.0..500.0f64,
    ) {
        let mut sent = Vec::new();
        for (side, (clock, delay)) in clocks.into_iter().zip(delays).enumerate() {
            let mut telephone = Telephone::new(side as u32);
            let pace = 20.0 / (1.0 + clock * 1e-6);
            for (number, fate) in fates.iter().cycle().skip(side * 97).enumerate().take(3_000) {
                let spoken = begin + pace * (number + 1) as f64;
                // Each packet is filled with its number, which is told by where it lies.
                let (header, _) = telephone.speak();
                let packet = (header, vec![(number % 200) as u8; FRAME]);
                let arrivals = [Some(fate.jitter), fate.doubled.then_some(fate.jitter + 9.0)];
                for jitter in arrivals.into_iter().flatten().filter(|_| !fate.lost) {
                    sent.push((at(spoken + delay + jitter), side, spoken, number, packet.clone()));
                }
            }
        }
        sent.sort_by_key(|(at, ..)| *at);
        let mut line = Timeline::new(BEGAN);
        let mut all = [Vec::new(), Vec::new()];
        for (at, side, _, _, packet) in &sent {
            hear(&mut line, [Side::Customer, Side::Agent][*side], *at, packet);
            while let Some(chunk) = line.take(*at) {
                append(&mut all, chunk);
            }
        }
        while let Some(chunk) = line.rest(at(62_000.0)) {
            append(&mut all, chunk);
        }
        prop_assert_eq!(all[0].len(), 62_000 * 8);
        for (_, side, spoken, number, _) in &sent {
            // After the first seconds: until then the network's best has not been seen.
            if *spoken < begin + 3_000.0 {
                continue;
            }
            let middle = ((spoken - 10.0) * 8.0) as usize;
            let near = &all[*side][middle.saturating_sub(160)..(middle + 160).min(all[*side].len())];
            prop_assert!(
                near.contains(&((number % 200) as u8)),
                "packet {} of side {}, said at {}, is not within 20 ms of its place", number, side, spoken
            );
        }
    }

    /// Whatever comes, samples are handed out once, in order, and as many as time has passed.
    #[test]
    fn any_packets_are_taken(
        packets in prop::collection::vec(
            (0..3_000i64, any::<bool>(), any::<u16>(), any::<u32>(), 0..3u32, any::<bool>(), 0..500usize), 0..60,
        ),
    ) {
        let mut line = Timeline::new(BEGAN);
        let (mut now, mut samples) = (BEGAN, 0);
        for (wait, customer, sequence, timestamp, ssrc, marker, length) in packets {
            now = now + Span::millis(wait);
            let header = Header { marker, payload: 8, sequence, timestamp, ssrc };
            let side = if customer { Side::Customer } else { Side::Agent };
            line.hear(side, &Heard { at: now, header, codec: Codec::Ulaw, octets: &vec![1; length] });
            while let Some(chunk) = line.take(now) {
                prop_assert_eq!(chunk.first, samples);
                samples += chunk.samples as u64;
            }
        }
        while let Some(chunk) = line.rest(now) {
            prop_assert_eq!(chunk.first, samples);
            samples += chunk.samples as u64;
        }
        prop_assert_eq!(samples, (now - BEGAN).0.unsigned_abs() / 125);
    }
}
