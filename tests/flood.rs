//! A flood of calls, while a few real ones are up.

use crate::harness::plan::{agents, line, queue, straight_to};
use crate::harness::{Centre, LIMIT, Setup, caller};
use phones::sdp::Session;
use phones::sip::Draft;
use phones::{AgentOptions, Codec, End, Options, Phones, Stage, Step};
use std::net::{SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use vocabulary::Span;

/// INVITEs of the flood, and how many a second.
const INVITES: u32 = 20_000;
const A_SECOND: u32 = 5_000;
/// How much the centre's memory may grow by it.
const GROWTH: u64 = 48 * 1024 * 1024;

/// What came back.
#[derive(Debug, Default)]
struct Responses {
    refused: u32,
    /// Of these, without Retry-After.
    without_advice: u32,
    /// 100 and 200: calls that were let in.
    let_in: u32,
    other: u32,
}

/// An INVITE like a telephone's, the `n`-th; `audio` is where it wants to be spoken to.
fn invite(from: SocketAddr, to: SocketAddr, audio: SocketAddr, n: u32) -> Vec<u8> {
    let offer = Session::offer(audio, &[Codec::Pcmu]).write(u64::from(n), 1);
    let target = format!("sip:101@{to}");
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

/// Sends the flood at its pace; `halfway` is called once, in its middle.
fn flood(socket: &UdpSocket, to: SocketAddr, halfway: impl FnOnce()) {
    let from = socket.local_addr().unwrap();
    // Nobody reads what comes here.
    let audio = UdpSocket::bind("127.0.0.1:0").unwrap();
    let audio_at = audio.local_addr().unwrap();
    let begun = Instant::now();
    let mut halfway = Some(halfway);
    for n in 0..INVITES {
        let due = begun + Duration::from_secs(1) * n / A_SECOND;
        thread::sleep(due.saturating_duration_since(Instant::now()));
        socket.send_to(&invite(from, to, audio_at, n), to).unwrap();
        if n == INVITES / 2
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
        let text = String::from_utf8_lossy(&buffer[..length]);
        // What is not a response is the end of a call that was let in.
        match text.strip_prefix("SIP/2.0 ").and_then(|rest| rest.get(..3)) {
            Some("503") => {
                responses.refused += 1;
                responses.without_advice += u32::from(!text.contains("\r\nRetry-After: "));
            }
            Some("100" | "200") => responses.let_in += 1,
            Some(_) => responses.other += 1,
            None => {}
        }
    }
    responses
}

/// The flood is refused with 503 and Retry-After; calls that are up stay clean and can be ended;
/// memory stays where it was; afterwards calls are served as before.
#[test]
fn a_flood_is_refused_and_nobody_else_notices() {
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
    let [ends_within, lasts] = [(); 2].map(|()| phones.call(caller(&centre, "100", steps.clone())).unwrap());
    assert!(ends_within.wait_until(Stage::WithAgent, LIMIT) && lasts.wait_until(Stage::WithAgent, LIMIT));
    let before = centre.memory();

    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let over = AtomicBool::new(false);
    let (responses, ended) = thread::scope(|scope| {
        let counting = scope.spawn(|| count(&socket, &over));
        let mut ended = None;
        flood(&socket, centre.sip, || {
            ends_within.hang_up().unwrap();
            ended = Some(scope.spawn(|| ends_within.wait().unwrap()));
        });
        over.store(true, Ordering::Relaxed);
        (counting.join().unwrap(), ended.unwrap().join().unwrap())
    });
    assert!(ended.bye_answered && ended.received.is_unbroken(), "{:?} {:?}", ended.end, ended.moments);
    // Datagrams may get lost where a machine is too slow to read them; most must have been answered.
    assert!(responses.refused > INVITES / 2, "{responses:?}");
    assert_eq!((responses.without_advice, responses.other), (0, 0), "{responses:?}");
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
    assert!(lasts.bye_answered && lasts.received.is_unbroken(), "the call that was up was harmed");
}
