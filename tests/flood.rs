//! Floods of calls, while a few real ones are up or come later.

use crate::harness::entries::Entry;
use crate::harness::plan::{agents, line, queue, straight_to};
use crate::harness::telephones::agent_calls;
use crate::harness::{Centre, LIMIT, Setup, caller};
use phones::sdp::Session;
use phones::sip::{Draft, Message, Start};
use phones::{AgentCall, AgentOptions, Codec, End, Options, Phones, Received, Stage, Step, Voice};
use std::collections::BTreeSet;
use std::net::{SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use vocabulary::Span;

/// INVITEs a second of a flood.
const A_SECOND: u32 = 5_000;
/// How much the centre's memory may grow by one: less than if it kept 1 KiB of each refused call.
const GROWTH: u64 = 16 * 1024 * 1024;
/// Audio may pause for so long, on a machine that has too much to do.
const LONGEST_PAUSE: Span = Span::seconds(1);

/// A flood.
struct Flood {
    invites: u32,
    /// The number that each of them calls.
    called: fn(u32) -> String,
}

/// What came back.
#[derive(Debug, Default)]
struct Responses {
    /// 503.
    refused: u32,
    /// After how many seconds to come again, as the refusals say it.
    advice: BTreeSet<Option<u16>>,
    /// 100 and 200: calls that were let in, each once.
    let_in: BTreeSet<String>,
    /// 404.
    unknown: u32,
    other: u32,
}

/// An INVITE like a telephone's, the `n`-th; `audio` is where it wants to be spoken to.
fn invite(from: SocketAddr, to: SocketAddr, audio: SocketAddr, n: u32, called: &str) -> Vec<u8> {
    let offer = Session::offer(audio, &[Codec::Pcmu]).write(u64::from(n), 1);
    let target = format!("sip:{called}@{to}");
    Draft::request("INVITE", &target)
        .header("Via", format_args!("SIP/2.0/UDP {from};branch=z9hG4bKflood{n}"))
        .header("Max-Forwards", 70)
        .header("From", format_args!("<sip:flood@{from}>;tag=f{n}"))
        .header("To", format_args!("<{target}>"))
        .header("Call-ID", format_args!("flood-{n}"))
        .header("CSeq", "1 INVITE")
        .header("Contact", format_args!("<sip:flood@{from}>"))
        .finish(Some(("application/sdp", &offer)))
}

/// Sends a flood at its pace; `halfway` is called once, in its middle.
fn pour(flood: &Flood, socket: &UdpSocket, to: SocketAddr, halfway: impl FnOnce()) {
    let from = socket.local_addr().unwrap();
    // Nobody reads what comes here.
    let audio = UdpSocket::bind("127.0.0.1:0").unwrap();
    let audio_at = audio.local_addr().unwrap();
    let begun = Instant::now();
    let mut halfway = Some(halfway);
    for n in 0..flood.invites {
        let due = begun + Duration::from_secs(1) * n / A_SECOND;
        thread::sleep(due.saturating_duration_since(Instant::now()));
        socket.send_to(&invite(from, to, audio_at, n, &(flood.called)(n)), to).unwrap();
        if n == flood.invites / 2
            && let Some(halfway) = halfway.take()
        {
            halfway();
        }
    }
}

/// Counts what comes back, until a second after the flood is over.
fn count(socket: &UdpSocket, over: &AtomicBool) -> Responses {
    socket.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    let (mut responses, mut buffer) = (Responses::default(), [0; 4096]);
    let mut end = None;
    while end.is_none_or(|end| Instant::now() < end) {
        if end.is_none() && over.load(Ordering::Relaxed) {
            end = Some(Instant::now() + Duration::from_secs(1));
        }
        let Ok(length) = socket.recv(&mut buffer) else { continue };
        responses.take(&Message::read(&buffer[..length]).expect("the centre speaks SIP"));
    }
    responses
}

impl Responses {
    /// What is not a response is the end of a call that was let in.
    fn take(&mut self, message: &Message<'_>) {
        let Start::Response(status) = message.start else { return };
        match status {
            503 => {
                self.refused += 1;
                self.advice.insert(message.header("Retry-After").and_then(|seconds| seconds.parse().ok()));
            }
            404 => self.unknown += 1,
            100 | 200 => {
                self.let_in.insert(message.header("Call-ID").unwrap_or_default().to_owned());
            }
            _ => self.other += 1,
        }
    }
}

/// Sends a flood, and counts what comes back. Whatever is to be done amidst is done `halfway`.
fn suffer<T: Send>(flood: &Flood, centre: &Centre, halfway: impl FnOnce() -> T + Send) -> (Responses, T) {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let counting = scope.spawn(|| count(&socket, &over));
        let mut amidst = None;
        pour(flood, &socket, centre.sip, || amidst = Some(scope.spawn(halfway)));
        over.store(true, Ordering::Relaxed);
        let amidst = amidst.expect("every flood has a middle");
        (counting.join().unwrap(), amidst.join().unwrap())
    })
}

/// How many contacts were opened on a line.
fn opened(entries: &[Entry], line: &str) -> usize {
    entries.iter().filter(|entry| entry.kind() == "contact_opened" && entry.text("line") == line).count()
}

/// This audio was whole, and the voice with this marker was heard in it.
fn check_audio(received: &Received, voice: u32) {
    let heard: Vec<u32> = received.markers.iter().map(|(number, _)| *number).collect();
    assert_eq!((heard, received.is_unbroken()), (vec![voice], true), "lost {}", received.lost);
    assert!(received.longest_pause <= LONGEST_PAUSE, "silent for {:?}", received.longest_pause);
}

/// The flood is refused with 503 and Retry-After, and leaves nothing in the journal; calls that are up
/// stay clean both ways and can be ended; memory stays where it was; the centre tells how it fares;
/// afterwards calls are served as before.
#[test]
fn a_flood_is_refused_and_nobody_else_notices() {
    const FLOOD: Flood = Flood { invites: 20_000, called: |_| "101".to_owned() };
    let phones = Phones::start(Options::default()).unwrap();
    let desks = phones.agents(AgentOptions::new(3)).unwrap();
    let plan = line("line", "100", "en", "straight")
        + &line("flooded", "101", "en", "nobody")
        + "[[calendar]]\nname = \"never\"\nzone = \"Asia/Seoul\"\n"
        + &queue("nobody", "calendar = \"never\"")
        + &queue("cards", "wrap_up = \"0s\"\nannounce_every = \"0s\"")
        + &agents(&desks, &["cards", "nobody", "lang.en"]);
    let flows = vec![
        ("straight", straight_to("straight", "cards", "")),
        ("nobody", straight_to("nobody", "nobody", "")),
    ];
    let voice = "new_calls_per_second = 20\nmost_calls = 1000";
    let centre = Centre::start(Setup { plan, flows, voice, ..Setup::default() });
    let stay = Step::AwaitHangUp { within: Span::seconds(100) };
    let steps = [Step::HearAgent { patience: Span::seconds(30) }, stay];
    // One after the other: agent 1 gets caller 71, agent 2 gets caller 72.
    let [ends_within, lasts] = [71, 72].map(|voice| {
        let script = caller(&centre, "100", steps.clone()).saying(Voice::marker(voice));
        let call = phones.call(script).unwrap();
        assert!(call.wait_until(Stage::WithAgent, LIMIT));
        call
    });
    let before = centre.memory();

    let (responses, (ended, health)) = suffer(&FLOOD, &centre, || {
        ends_within.hang_up().unwrap();
        (ends_within.wait().unwrap(), centre.health())
    });
    assert!(ended.bye_answered, "{:?} {:?}", ended.end, ended.moments);
    assert_eq!(centre.entry(centre.contact("line", 1), "contact_closed").text("reason"), "customer_hung_up");
    assert_eq!(health.0, 200, "{}", health.1);
    // Datagrams may get lost where a machine is too slow to read them; most must have been answered.
    assert!(responses.refused > FLOOD.invites / 2, "{responses:?}");
    assert_eq!((responses.unknown, responses.other), (0, 0), "{responses:?}");
    let advice = Vec::from_iter(responses.advice);
    assert!(matches!(advice[..], [Some(1..=600)]), "come again after {advice:?} seconds");
    let growth = centre.memory().saturating_sub(before);
    assert!(growth < GROWTH, "memory grew by {growth} bytes");

    // A caller who is refused comes again, as told.
    let begun = Instant::now();
    let served = loop {
        let again = caller(&centre, "100", [Step::HearAgent { patience: Span::seconds(100) }]);
        let outcome = phones.call(again).unwrap().wait().unwrap();
        if outcome.end != End::Refused(503) || begun.elapsed() > LIMIT {
            break outcome;
        }
    };
    assert_eq!(served.end, End::HungUp);
    lasts.hang_up().unwrap();
    let lasts = lasts.wait().unwrap();
    assert!(lasts.bye_answered, "{:?} {:?}", lasts.end, lasts.moments);
    let at_desks = agent_calls(&desks, 3);
    for (agent, caller, outcome) in [(1, 71, ended), (2, 72, lasts)] {
        check_audio(&outcome.received, agent);
        let has_spoken = |call: &&AgentCall| call.agent == agent && call.received.first_marker().is_some();
        check_audio(&at_desks.iter().find(has_spoken).expect("the agent had the call").received, caller);
    }
    // The calls let in are on record, and no others; one without an answer may be either.
    let let_in = responses.let_in.len();
    centre.wait("the calls let in", |all| (opened(all, "flooded") >= let_in).then_some(()));
    let (opened, refused) = (opened(&centre.entries.all(), "flooded"), responses.refused as usize);
    assert!(
        opened + refused <= FLOOD.invites as usize,
        "{opened} opened, {let_in} let in, {refused} refused"
    );
}

/// Somebody who tries out numbers finds none, and leaves no trace.
#[test]
fn numbers_that_nobody_serves_open_no_contact() {
    const FLOOD: Flood = Flood { invites: 5_000, called: |n| format!("9{n:05}") };
    let phones = Phones::start(Options::default()).unwrap();
    let desks = phones.agents(AgentOptions::new(1)).unwrap();
    let plan =
        line("line", "100", "en", "straight") + &queue("cards", "") + &agents(&desks, &["cards", "lang.en"]);
    let flows = vec![("straight", straight_to("straight", "cards", ""))];
    let centre = Centre::start(Setup { plan, flows, ..Setup::default() });
    let before = centre.memory();
    let talk = [Step::HearAgent { patience: Span::seconds(30) }];
    let (responses, served) =
        suffer(&FLOOD, &centre, || phones.call(caller(&centre, "100", talk)).unwrap().wait().unwrap());
    assert_eq!(served.end, End::HungUp);
    assert!(responses.unknown > FLOOD.invites / 2, "{responses:?}");
    assert_eq!((responses.refused, responses.let_in.len(), responses.other), (0, 0, 0), "{responses:?}");
    let growth = centre.memory().saturating_sub(before);
    assert!(growth < GROWTH, "memory grew by {growth} bytes");
    centre.entry(centre.contact("line", 1), "contact_ended");
    assert_eq!(centre.contacts_by("contact_opened").len(), 1);
}
