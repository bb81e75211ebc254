//! The media thread with real sockets on the loopback.

use super::keys::{self, Event};
use super::rtp::Header;
use super::wav::tests::file as wav;
use super::*;
use std::net::{Ipv4Addr, UdpSocket};
use std::time::{Duration, Instant};

/// Long enough for the busiest machine; only a test that fails waits this long.
const DEADLINE: Duration = Duration::from_secs(20);

const ALAW: (Codec, u8) = (Codec::Alaw, 8);
const ULAW: (Codec, u8) = (Codec::Ulaw, 0);

/// A media path with prompts `long` (a rising tone of three and a half packets), `short` and
/// `music`, in µ-law.
struct Bench {
    media: Media,
    reports: mpsc::Receiver<MediaReport>,
    legs: u64,
}

fn long() -> Vec<u8> {
    (0..=255).chain(0..=255).chain(100..148).collect()
}

impl Bench {
    fn new() -> Bench {
        Bench::with(40_000..=59_999, Span::seconds(3_600))
    }

    fn with(ports: RangeInclusive<u16>, lost_after: Span) -> Bench {
        Bench::recording(ports, lost_after, Tap::none())
    }

    fn recording(ports: RangeInclusive<u16>, lost_after: Span, tap: Tap) -> Bench {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("any")).unwrap();
        for (name, octets) in [("long", long()), ("short", vec![5; 10]), ("music", vec![77; 800])] {
            let path = folder.path().join(format!("any/{name}.wav"));
            std::fs::write(path, wav(7, 1, 8_000, 8, &octets)).unwrap();
        }
        let prompts = Arc::new(Prompts::from_folder(folder.path()).unwrap());
        let (events, reports) = mpsc::channel(100);
        let address = Ipv4Addr::LOCALHOST.into();
        let options =
            Options { address, ports, lost_after, never_sent_after: None, stations: Default::default() };
        Bench { media: Media::start_recording(options, prompts, events, tap).unwrap(), reports, legs: 0 }
    }

    /// A telephone on a leg of its own, not yet answered.
    fn telephone(&mut self, codec: (Codec, u8), keys: Option<u8>) -> Telephone {
        self.legs += 1;
        let leg = LegId(self.legs);
        let local = self.media.open(leg).unwrap();
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_read_timeout(Some(DEADLINE)).unwrap();
        let (ssrc, sequence) = (self.legs as u32 * 1_000, self.legs as u16 * 10_000);
        Telephone { leg, socket, local, codec, keys, ssrc, sequence, timestamp: 7, last: None }
    }

    fn answered(&mut self, codec: (Codec, u8), keys: Option<u8>) -> Telephone {
        let telephone = self.telephone(codec, keys);
        self.talk(&telephone, true);
        self.barrier(&telephone);
        telephone
    }

    /// Waits until all orders so far are carried out: playing nothing is over at once.
    fn barrier(&mut self, telephone: &Telephone) {
        self.play(telephone, u32::MAX, &[], false);
        assert_eq!(self.report(), (telephone.leg, MediaEvent::Played { play: u32::MAX }));
    }

    fn talk(&self, telephone: &Telephone, send: bool) {
        let (codec, payload) = telephone.codec;
        let remote = telephone.socket.local_addr().unwrap();
        self.order(telephone, MediaOrder::Talk { remote, codec, payload, keys: telephone.keys, send });
    }

    fn order(&self, telephone: &Telephone, order: MediaOrder) {
        self.media.order(telephone.leg, order).unwrap();
    }

    fn play(&self, telephone: &Telephone, play: u32, names: &[&str], repeat: bool) {
        let prompts = names.iter().map(|name| PromptName::new(name).unwrap()).collect();
        self.order(telephone, MediaOrder::Play { play, prompts, language: Language::Korean, repeat });
    }

    fn join(&self, a: &Telephone, b: &Telephone) {
        self.order(a, MediaOrder::Hear(b.leg));
        self.order(b, MediaOrder::Hear(a.leg));
    }

    fn report(&mut self) -> MediaReport {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let report = runtime.block_on(async { tokio::time::timeout(DEADLINE, self.reports.recv()).await });
        report.expect("a report in time").expect("the media thread lives")
    }

    /// Waits until the counters say so.
    fn until(&self, is_so: impl Fn(&Stats) -> bool) {
        let began = Instant::now();
        while !is_so(&self.media.stats()) {
            assert!(began.elapsed() < DEADLINE, "still {:?}", self.media.stats());
            std::thread::yield_now();
        }
    }
}

struct Telephone {
    leg: LegId,
    socket: UdpSocket,
    local: SocketAddr,
    codec: (Codec, u8),
    keys: Option<u8>,
    ssrc: u32,
    sequence: u16,
    timestamp: u32,
    last: Option<Header>,
}

impl Telephone {
    /// Says 20 ms of one octet.
    fn say(&mut self, octet: u8) {
        self.send_from(&self.socket.try_clone().unwrap(), self.codec.1, &[octet; 160]);
        self.timestamp += 160;
    }

    /// Presses a key for 40 ms.
    fn press(&mut self, key: char) {
        for event in keys::press(key, 2).unwrap() {
            let payload = self.keys.unwrap();
            self.send_from(&self.socket.try_clone().unwrap(), payload, &event.write());
        }
        self.timestamp += 320;
    }

    fn send_from(&mut self, socket: &UdpSocket, payload: u8, octets: &[u8]) {
        self.sequence = self.sequence.wrapping_add(1);
        let (sequence, timestamp, ssrc) = (self.sequence, self.timestamp, self.ssrc);
        let mut packet = Header { marker: false, payload, sequence, timestamp, ssrc }.write().to_vec();
        packet.extend_from_slice(octets);
        socket.send_to(&packet, self.local).unwrap();
    }

    /// The next packet, which must continue the line: the sequence always, the timestamp by what
    /// was sent or, marked, by a pause that the machine made.
    fn hear(&mut self) -> (u8, Vec<u8>) {
        let (header, payload) = self.receive();
        if let Some(last) = self.last.replace(header) {
            assert_eq!(header.ssrc, last.ssrc);
            assert_eq!(header.sequence, last.sequence.wrapping_add(1));
            let step = header.timestamp.wrapping_sub(last.timestamp);
            assert!((step <= 320 && !header.marker) || (step >= 480 && header.marker), "{last:?} {header:?}");
        } else {
            assert!(header.marker, "the first packet begins a talk spurt");
        }
        (header.payload, payload)
    }

    fn receive(&self) -> (Header, Vec<u8>) {
        let mut datagram = [0; 2_000];
        let (length, from) = self.socket.recv_from(&mut datagram).expect("a packet in time");
        assert_eq!(from, self.local, "packets come from the port that was announced");
        let (header, payload) = Header::read(&datagram[..length]).unwrap();
        (header, datagram[payload].to_vec())
    }
}

#[test]
fn prompt_music_another_leg_and_prompt_are_one_line() {
    let mut bench = Bench::new();
    let mut caller = bench.answered(ULAW, None);
    let mut agent = bench.answered(ULAW, None);
    let check_prompt = |bench: &mut Bench, caller: &mut Telephone, play| {
        bench.play(caller, play, &["short", "long"], false);
        let mut expected = [vec![5; 10], long()].concat();
        expected.resize(640, Codec::Ulaw.silence());
        let mut heard = Vec::new();
        while heard.len() < expected.len() {
            let (payload, octets) = caller.hear();
            // What was played before may have one more packet on its way.
            if octets != [77; 160] && octets != [1; 160] {
                assert_eq!(payload, 0);
                heard.extend(octets);
            }
        }
        assert_eq!(heard, expected);
        assert_eq!(bench.report(), (caller.leg, MediaEvent::Played { play }));
    };
    check_prompt(&mut bench, &mut caller, 1);
    bench.play(&caller, 2, &["music"], true);
    for _ in 0..8 {
        assert_eq!(caller.hear(), (0, vec![77; 160]));
    }
    check_prompt(&mut bench, &mut caller, 3);
    bench.order(&caller, MediaOrder::Hear(agent.leg));
    for octet in 1..=3 {
        agent.say(octet);
        assert_eq!(caller.hear(), (0, vec![octet; 160]));
    }
    check_prompt(&mut bench, &mut caller, 4);
}

#[test]
fn joined_legs_hear_each_other_in_their_own_codec() {
    let check = |a: (Codec, u8), b: (Codec, u8)| {
        let mut bench = Bench::new();
        let (mut caller, mut agent) = (bench.answered(a, None), bench.answered(b, None));
        bench.join(&caller, &agent);
        let translated = |from: Codec, to: Codec, octet: u8| {
            if from == to { octet } else { from.to_other()[usize::from(octet)] }
        };
        for octet in 0..20 {
            caller.say(octet);
            assert_eq!(agent.hear(), (b.1, vec![translated(a.0, b.0, octet); 160]));
            agent.say(100 + octet);
            assert_eq!(caller.hear(), (a.1, vec![translated(b.0, a.0, 100 + octet); 160]));
        }
        bench.until(|stats| stats.relayed == 40);
    };
    check(ALAW, ALAW);
    check(ALAW, ULAW);
    check((Codec::Ulaw, 97), ALAW);
}

#[test]
fn keys_are_reported_and_travel_on_to_those_who_take_them() {
    let mut bench = Bench::new();
    let mut caller = bench.answered(ALAW, Some(101));
    let mut agent = bench.answered(ALAW, Some(96));
    let plain = bench.answered(ALAW, None);
    bench.order(&agent, MediaOrder::Hear(caller.leg));
    bench.order(&plain, MediaOrder::Hear(caller.leg));
    caller.say(1);
    for key in "42#".chars() {
        caller.press(key);
        assert_eq!(bench.report(), (caller.leg, MediaEvent::Key(key)));
    }
    caller.say(2);
    assert_eq!(agent.hear(), (8, vec![1; 160]));
    for key in "42#".chars() {
        for event in keys::press(key, 2).unwrap() {
            let (payload, octets) = agent.hear();
            assert_eq!((payload, Event::read(&octets)), (96, Some(event)));
        }
    }
    assert_eq!(agent.hear(), (8, vec![2; 160]));
    // Who takes no keys hears the audio around them without a hole; the time that passed shows.
    let (before, _) = plain.receive();
    let (after, octets) = plain.receive();
    assert_eq!((after.sequence, octets), (before.sequence.wrapping_add(1), vec![2; 160]));
    assert_eq!(after.timestamp.wrapping_sub(before.timestamp), 160 + 3 * 320);
    assert_eq!(bench.media.stats().keys_not_taken, 12);
}

#[test]
fn nothing_passes_a_gate_but_the_report() {
    let mut bench = Bench::new();
    let (mut caller, mut agent) = (bench.answered(ALAW, Some(101)), bench.answered(ALAW, Some(101)));
    bench.join(&caller, &agent);
    for round in 0..3 {
        bench.order(&caller, MediaOrder::Gate(true));
        caller.say(66);
        caller.press('7');
        caller.say(66);
        assert_eq!(bench.report(), (caller.leg, MediaEvent::Key('7')));
        bench.until(|stats| stats.gated == 7 * round + 6);
        agent.say(3);
        assert_eq!(caller.hear().1, [3; 160], "the gate is one-way");
        bench.order(&caller, MediaOrder::Gate(false));
        // The last key's tone.
        caller.say(66);
        bench.until(|stats| stats.gated == 7 * round + 7);
        bench.barrier(&agent);
        std::thread::sleep(crate::recorder::TAIL.to_std());
        bench.join(&caller, &agent);
        caller.say(4);
        assert_eq!(agent.receive().1, [4; 160]);
    }
}

#[test]
fn what_was_said_behind_a_gate_is_not_kept_for_later_hearers() {
    let mut bench = Bench::new();
    let (mut caller, mut agent) = (bench.answered(ALAW, None), bench.answered(ALAW, None));
    caller.say(65);
    bench.until(|stats| stats.unheard == 1);
    bench.order(&caller, MediaOrder::Gate(true));
    caller.say(66);
    bench.until(|stats| stats.gated == 1);
    bench.order(&caller, MediaOrder::Gate(false));
    bench.barrier(&agent);
    bench.order(&agent, MediaOrder::Hear(caller.leg));
    std::thread::sleep(crate::recorder::TAIL.to_std());
    caller.say(67);
    assert_eq!(agent.hear().1, [67; 160]);
}

#[test]
fn only_a_leg_that_has_sent_and_is_watched_gets_lost() {
    let mut bench = Bench::with(40_000..=59_999, Span::millis(1));
    let _silent = bench.answered(ALAW, None);
    let mut held = bench.answered(ALAW, None);
    bench.order(&held, MediaOrder::Watch(false));
    held.say(1);
    let mut caller = bench.answered(ALAW, None);
    for _ in 0..2 {
        caller.say(1);
        assert_eq!(bench.report(), (caller.leg, MediaEvent::Lost));
    }
    bench.order(&held, MediaOrder::Watch(true));
    assert_eq!(bench.report(), (held.leg, MediaEvent::Lost));
}

#[test]
fn strangers_and_nonsense_are_not_heard() {
    let mut bench = Bench::new();
    let (mut caller, mut agent) = (bench.answered(ALAW, None), bench.answered(ALAW, None));
    bench.join(&caller, &agent);
    let other_host = UdpSocket::bind("127.0.0.2:0").unwrap();
    let other_port = UdpSocket::bind("127.0.0.1:0").unwrap();
    caller.send_from(&other_host, 8, &[66; 160]);
    bench.until(|stats| stats.stranger == 1);
    caller.say(1);
    assert_eq!(agent.receive().1, [1; 160]);
    caller.send_from(&other_port, 8, &[66; 160]);
    bench.until(|stats| stats.stranger == 2);
    caller.send_from(&caller.socket.try_clone().unwrap(), 13, &[66; 160]);
    bench.until(|stats| stats.unknown_payload == 1);
    caller.socket.send_to(b"BYE sip:nobody", caller.local).unwrap();
    bench.until(|stats| stats.not_rtp == 1);
    caller.say(2);
    assert_eq!(agent.receive().1, [2; 160]);
    agent.say(3);
    assert_eq!(caller.hear().1, [3; 160], "strangers do not turn our own packets aside");
}

#[test]
fn of_what_came_before_the_answer_only_the_newest_is_heard() {
    let mut bench = Bench::new();
    let caller = bench.answered(ALAW, None);
    let mut agent = bench.telephone(ALAW, None);
    bench.order(&caller, MediaOrder::Hear(agent.leg));
    for octet in 1..=5 {
        agent.say(octet);
    }
    bench.talk(&agent, true);
    assert_eq!(caller.receive().1, [5; 160]);
    assert_eq!(bench.media.stats().early, 4);
}

#[test]
fn prompts_wait_for_the_answer_and_go_on_during_hold() {
    let mut bench = Bench::new();
    let mut caller = bench.telephone(ULAW, None);
    bench.play(&caller, 1, &["short"], false);
    bench.talk(&caller, true);
    assert_eq!(caller.hear().1[..11], [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 0xFF]);
    assert_eq!(bench.report(), (caller.leg, MediaEvent::Played { play: 1 }));
    bench.talk(&caller, false);
    bench.play(&caller, 2, &["long"], false);
    assert_eq!(bench.report(), (caller.leg, MediaEvent::Played { play: 2 }));
    bench.play(&caller, 3, &["no-such-prompt"], true);
    assert_eq!(bench.report(), (caller.leg, MediaEvent::Played { play: 3 }));
    assert_eq!(bench.media.stats().sent, 1);
}

#[test]
fn a_leg_that_closes_leaves_its_hearers_in_silence_and_its_place_to_others() {
    let mut bench = Bench::new();
    let mut caller = bench.answered(ULAW, None);
    let mut agent = bench.answered(ULAW, None);
    bench.join(&caller, &agent);
    agent.say(1);
    assert_eq!(caller.hear().1, [1; 160]);
    bench.order(&agent, MediaOrder::Close);
    // Another leg in the same place is not heard by those who heard the last one there.
    let mut next = bench.answered(ULAW, None);
    next.say(2);
    bench.until(|stats| stats.unheard == 1);
    caller.say(3);
    bench.until(|stats| stats.unheard == 2);
    bench.play(&caller, 1, &["short"], false);
    assert_eq!(caller.hear().1[0], 5);
}

#[test]
fn closed_legs_give_back_port_and_descriptor() {
    let descriptors = || std::fs::read_dir("/proc/self/fd").unwrap().count();
    let bench = Bench::with(60_000..=60_199, Span::seconds(5));
    let before = descriptors();
    let began = Instant::now();
    for round in 0..1_000 {
        let leg = LegId(round);
        while let Err(error) = bench.media.open(leg) {
            // We may be ahead of the thread by as many legs as there are ports.
            assert!(matches!(error, Error::NoPort) && began.elapsed() < DEADLINE, "{error}");
            std::thread::yield_now();
        }
        if round % 2 == 0 {
            let remote = "127.0.0.1:9".parse().unwrap();
            let talk = MediaOrder::Talk { remote, codec: Codec::Alaw, payload: 8, keys: None, send: true };
            bench.media.order(leg, talk).unwrap();
        }
        bench.media.order(leg, MediaOrder::Close).unwrap();
    }
    // Other tests of this process may have some open at this moment.
    while descriptors() > before + 20 {
        assert!(began.elapsed() < DEADLINE, "{before} descriptors became {}", descriptors());
        std::thread::yield_now();
    }
}

#[test]
fn a_leg_opened_anew_lets_its_first_port_go() {
    let bench = Bench::new();
    let first = bench.media.open(LegId(1)).unwrap();
    let second = bench.media.open(LegId(1)).unwrap();
    assert_ne!(first, second);
    let began = Instant::now();
    while UdpSocket::bind(first).is_err() {
        assert!(began.elapsed() < DEADLINE, "{first} is still taken");
        std::thread::yield_now();
    }
    assert!(UdpSocket::bind(second).is_err());
}

#[test]
fn the_thread_ends_with_its_last_handle() {
    let Bench { media, mut reports, .. } = Bench::new();
    let port = media.open(LegId(1)).unwrap();
    let copy = media.clone();
    drop(media);
    copy.order(LegId(1), MediaOrder::Silence).unwrap();
    drop(copy);
    assert_eq!(reports.blocking_recv(), None);
    UdpSocket::bind(port).expect("the port is free");
}

#[test]
fn events_do_not_print_their_key() {
    assert_eq!(format!("{:?}", (LegId(1), MediaEvent::Key('7'))), "(L-1, Key(•))");
}

/// Both telephones say something every 20 ms, at the same moment; their clocks have run since `began`.
fn say_together(
    began: Instant,
    caller: &mut Telephone,
    agent: &mut Telephone,
    octets: impl IntoIterator<Item = u8>,
) {
    let mut due = Instant::now();
    for octet in octets {
        due += Duration::from_millis(20);
        // Audio takes its time.
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        for telephone in [&mut *caller, &mut *agent] {
            telephone.timestamp = (due - began).as_millis() as u32 * 8;
            telephone.say(octet);
        }
    }
}

#[test]
fn a_recording_has_both_sides_side_by_side_and_nothing_of_secure_entry() {
    const VOICE: u8 = 0x55;
    const CLICK: u8 = 0x2A;
    const SECRET: u8 = 0x66;
    let (tap, shelf, _told) = crate::recorder::tests::shelf(usize::MAX);
    let mut bench = Bench::recording(40_000..=59_999, Span::seconds(3_600), tap);
    let (mut caller, mut agent) = (bench.answered(ALAW, Some(101)), bench.answered(ALAW, None));
    bench.join(&caller, &agent);
    let (recording, began) = (vocabulary::RecordingId(9), Instant::now());
    bench.order(&caller, MediaOrder::Record(recording));
    bench.barrier(&agent);
    bench.join(&caller, &agent);
    let click = std::iter::repeat_n(VOICE, 30).chain([CLICK]).chain(std::iter::repeat_n(VOICE, 10));
    say_together(began, &mut caller, &mut agent, click);

    bench.order(&caller, MediaOrder::Gate(true));
    say_together(began, &mut caller, &mut agent, [SECRET; 10]);
    caller.press('7');
    assert_eq!(bench.report(), (caller.leg, MediaEvent::Key('7')));
    let gated = bench.media.stats().gated;
    assert!(gated >= 10, "{gated}");
    bench.order(&caller, MediaOrder::Gate(false));
    // A key's tone may outlast its press.
    say_together(began, &mut caller, &mut agent, [SECRET; 5]);
    say_together(began, &mut caller, &mut agent, std::iter::repeat_n(VOICE, 20));

    // On hold the customer goes on being recorded; the agent is not heard, and so not recorded.
    bench.play(&caller, 1, &["music"], true);
    bench.order(&agent, MediaOrder::Silence);
    say_together(began, &mut caller, &mut agent, [3; 10]);
    bench.join(&caller, &agent);
    say_together(began, &mut caller, &mut agent, [4; 5]);
    // The agent's telephone vanishes; another agent takes over, in the same place.
    bench.order(&agent, MediaOrder::Close);
    let mut next = bench.answered(ALAW, None);
    bench.join(&caller, &next);
    say_together(began, &mut caller, &mut next, [5; 10]);
    bench.order(&caller, MediaOrder::Close);
    let tapes = crate::recorder::tests::ended(&shelf);
    let [(found, chunks, Some(true))] = tapes.as_slice() else { panic!("{tapes:?}") };
    assert_eq!(*found, recording);
    let [left, right] = [0, 1].map(|side| crate::recorder::tests::side(chunks, side));
    let first = |octets: &[u8], wanted: u8| octets.iter().position(|octet| *octet == wanted);
    let (here, there) = (first(&left, CLICK).unwrap(), first(&right, CLICK).unwrap());
    assert!(here.abs_diff(there) <= 160, "the click stands at {here} and {there}");
    for (name, side) in [("customer", &left), ("agent", &right)] {
        assert_eq!(first(side, SECRET), None, "secure entry is on the {name}'s side");
        assert!(side.iter().filter(|octet| **octet == VOICE).count() > 160 * 45, "{name}");
    }
    // The last packet of the hold may be read when it is over.
    let said = |octets: &[u8], wanted: u8| octets.iter().filter(|octet| **octet == wanted).count();
    assert!(said(&left, 3) >= 8 * 160 && said(&right, 3) <= 160, "on hold");
    assert!(first(&left, 5).is_some() && first(&right, 5).is_some(), "the next agent is not there");
    let marks: Vec<_> = chunks.iter().flat_map(|chunk| &chunk.marks).map(|(_, mark)| *mark).collect();
    use crate::recorder::timeline::Mark::{HoldBegins, HoldEnds, SecureBegins, SecureEnds};
    let expected = [HoldEnds, SecureBegins, SecureEnds, HoldBegins, HoldEnds, HoldBegins, HoldEnds];
    assert!(marks.ends_with(&expected), "{marks:?}");
}

#[test]
fn a_recording_goes_on_with_the_customers_next_telephone() {
    let (tap, shelf, _told) = crate::recorder::tests::shelf(usize::MAX);
    let mut bench = Bench::recording(40_000..=59_999, Span::seconds(3_600), tap);
    let (mut caller, mut agent) = (bench.answered(ALAW, None), bench.answered(ALAW, None));
    bench.join(&caller, &agent);
    let (recording, began) = (vocabulary::RecordingId(9), Instant::now());
    bench.order(&caller, MediaOrder::Record(recording));
    bench.barrier(&agent);
    say_together(began, &mut caller, &mut agent, [7; 20]);
    bench.order(&caller, MediaOrder::HandRecording(agent.leg));
    bench.order(&caller, MediaOrder::Close);
    let mut registered = bench.answered(ALAW, None);
    bench.join(&registered, &agent);
    bench.order(&registered, MediaOrder::Record(recording));
    bench.barrier(&agent);
    say_together(began, &mut registered, &mut agent, [8; 20]);
    bench.order(&registered, MediaOrder::Close);
    let tapes = crate::recorder::tests::ended(&shelf);
    let [(found, chunks, Some(true))] = tapes.as_slice() else { panic!("{tapes:?}") };
    assert_eq!(*found, recording);
    for (side, name) in ["customer", "agent"].into_iter().enumerate() {
        let octets = crate::recorder::tests::side(chunks, side);
        let said = |wanted: u8| octets.iter().filter(|octet| **octet == wanted).count();
        assert!(said(7) > 160 * 15 && said(8) > 160 * 15, "{name}: {} and {}", said(7), said(8));
    }

    // Nobody answers there: it ends with the agent's leg.
    let second = vocabulary::RecordingId(10);
    let caller = bench.answered(ALAW, None);
    bench.join(&caller, &agent);
    bench.order(&caller, MediaOrder::Record(second));
    bench.order(&caller, MediaOrder::HandRecording(agent.leg));
    bench.order(&caller, MediaOrder::Close);
    bench.order(&agent, MediaOrder::Close);
    // The tape of the second may come to the shelf after this looks.
    crate::recorder::tests::until(|| (crate::recorder::tests::ended(&shelf).len() == 2).then_some(()));
}
