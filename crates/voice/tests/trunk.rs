//! What the trunk must withstand: bad messages, streams cut anyhow, and floods.

mod support;

use std::time::Duration;
use support::floor::{self, CALLED};
use support::telephone::Telephone;
use vocabulary::voice::{Event, LegEnd, Order};
use voice::Admission;
use voice::sip::message::LARGEST;

#[tokio::test]
async fn bad_requests_get_their_status_and_never_become_calls() {
    let (voice, mut floor) = floor::start(floor::options()).await;
    let mut peer = Telephone::udp(voice.local()).await;
    let invite = peer.invite();
    let other_codec = peer.request("INVITE", 1, "", "", &peer.sdp("9", "sendrecv").replace("9 101", "9 18"));
    let no_sdp = peer.request("INVITE", 1, "", "", "v=");
    let cases = [
        (invite.replace(&format!("INVITE sip:{CALLED}"), "INVITE sip:110"), "404 INVITE"),
        (invite[..invite.len() - 20].to_owned(), "400 INVITE"),
        (peer.request("INVITE", 1, "", "", &"x".repeat(LARGEST)), "513 INVITE"),
        (peer.request("INVITE", 1, "", "Require: timer\r\n", ""), "420 INVITE"),
        (peer.request("OPTIONS", 1, "", "", ""), "200 OPTIONS"),
        (peer.request("REGISTER", 1, "", "", ""), "405 REGISTER"),
        (peer.request("BYE", 1, ";tag=0123456789abcdef", "", ""), "481 BYE"),
        (other_codec, "488 INVITE"),
        (no_sdp, "400 INVITE"),
    ];
    for (number, (text, expected)) in cases.into_iter().enumerate() {
        let text = text.replace("Call-ID: ", &format!("Call-ID: {number}-"));
        peer.says(&text).await;
        let refusal = peer.hears(expected).await;
        assert_eq!(refusal.field("Contact"), "");
        let ack = peer.ack_of_refusal(&refusal).replace("Call-ID: ", &format!("Call-ID: {number}-"));
        peer.says(ack).await;
    }
    for nothing in ["", "\r\n\r\n", "\0\0\0\0", "INVITE", &invite.replace("Via:", "Vua:")] {
        peer.says(nothing).await;
    }
    peer.begin_call("good");
    peer.calls_with(&mut floor).await;
    voice.stop().await;
}

impl Telephone {
    /// A whole call: answered, acknowledged, hung up.
    async fn calls_with(&mut self, floor: &mut floor::Floor) {
        self.says(self.invite()).await;
        let leg = floor.answers().await;
        let answer = self.hears("200 INVITE").await;
        self.says(self.request("ACK", 1, answer.to_tag(), "", "")).await;
        self.says(self.request("BYE", 2, answer.to_tag(), "", "")).await;
        self.hears("200 BYE").await;
        floor.hears(Event::Ended { leg, cause: LegEnd::HungUp }).await;
    }
}

#[tokio::test]
async fn a_stream_may_be_cut_anywhere() {
    let (voice, mut floor) = floor::start(floor::options()).await;
    let mut caller = Telephone::tcp(voice.local()).await;
    let invite = caller.invite();
    let bytes = invite.as_bytes();
    for piece in [&bytes[..10], &bytes[10..bytes.len() - 1]] {
        caller.says(piece).await;
    }
    // The last byte, an empty line between messages, and a whole second message at once.
    let options = caller.request("OPTIONS", 9, "", "", "");
    caller.says([&bytes[bytes.len() - 1..], b"\r\n", options.as_bytes()].concat()).await;
    caller.hears("200 OPTIONS").await;
    let leg = floor.answers().await;
    let answer = caller.hears("200 INVITE").await;
    assert!(answer.field("Contact").ends_with(";transport=tcp>"), "{}", answer.text);
    let ack = caller.request("ACK", 1, answer.to_tag(), "", "");
    let bye = caller.request("BYE", 2, answer.to_tag(), "", "");
    caller.says(ack + &bye).await;
    caller.hears("200 BYE").await;
    floor.hears(Event::Ended { leg, cause: LegEnd::HungUp }).await;

    // We hang up: the BYE comes on the caller's own connection.
    caller.begin_call("second");
    caller.says(caller.invite()).await;
    let leg = floor.answers().await;
    let answer = caller.hears("200 INVITE").await;
    caller.says(caller.request("ACK", 1, answer.to_tag(), "", "")).await;
    floor.order(Order::HangUp { leg }).await;
    let bye = caller.hears("BYE").await;
    caller.says(caller.response(&bye, 200, "", "")).await;
    floor.hears(Event::Ended { leg, cause: LegEnd::Released }).await;
    voice.stop().await;
}

#[tokio::test]
async fn a_stream_peer_that_breaks_a_limit_loses_its_connection_only() {
    let mut options = floor::options();
    options.tcp.connections = 4;
    options.tcp.half_message = Duration::from_millis(200);
    options.tcp.waiting = 4;
    let (voice, mut floor) = floor::start(options).await;
    let mut good = Telephone::tcp(voice.local()).await;
    for nonsense in
        ["what?\r\n\r\n", "OPTIONS sip:x SIP/2.0\r\nContent-Length: 99999\r\n\r\n", &"x".repeat(LARGEST + 2)]
    {
        let mut bad = Telephone::tcp(voice.local()).await;
        bad.says(nonsense).await;
        assert!(bad.is_hung_up_on().await, "{}", &nonsense[..9]);
    }
    let mut slow = Telephone::tcp(voice.local()).await;
    slow.says("OPTIONS sip:x SIP/2.0\r\n").await;
    assert!(slow.is_hung_up_on().await, "half a message");
    let many = [
        Telephone::tcp(voice.local()).await,
        Telephone::tcp(voice.local()).await,
        Telephone::tcp(voice.local()).await,
    ];
    let mut one_more = Telephone::tcp(voice.local()).await;
    assert!(one_more.is_hung_up_on().await, "one connection too many");
    drop(many);

    // A peer that asks and asks and never reads is cut off; the others never notice.
    let mut deaf = Telephone::udp(voice.local()).await;
    deaf.calls_with(&mut floor).await;
    good.calls_with(&mut floor).await;
    voice.stop().await;
}

#[tokio::test]
async fn a_peer_that_does_not_read_holds_nobody_up() {
    let mut options = floor::options();
    options.tcp.waiting = 8;
    options.tcp.write = Duration::from_millis(200);
    let (voice, mut floor) = floor::start(options).await;
    let deaf = tokio::net::TcpStream::connect(voice.local()).await.unwrap();
    let question = Telephone::tcp(voice.local()).await.request("OPTIONS", 1, "", "", "");
    // Until our side cannot even send any more, or is cut off: the node has given up on it.
    let mut asked = 0;
    while let Ok(Ok(())) = tokio::time::timeout(Duration::from_millis(500), deaf.writable()).await {
        match deaf.try_write(question.as_bytes()) {
            Ok(_) => asked += 1,
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(_) => break,
        }
    }
    assert!(asked > 100);
    let mut caller = Telephone::udp(voice.local()).await;
    caller.calls_with(&mut floor).await;
    voice.stop().await;
}

#[tokio::test]
async fn a_flood_is_turned_away_while_calls_go_on() {
    let mut options = floor::options();
    options.admission = Admission { most_calls: 100, new_calls_per_second: 0.0, burst: 2.0, retry_after: 11 };
    let (voice, mut floor) = floor::start(options).await;
    let mut caller = Telephone::udp(voice.local()).await;
    caller.says(caller.invite()).await;
    let leg = floor.answers().await;
    let answer = caller.hears("200 INVITE").await;
    caller.says(caller.request("ACK", 1, answer.to_tag(), "", "")).await;
    let mut flood = Telephone::udp(voice.local()).await;
    flood.calls_with(&mut floor).await;
    for number in 0..2_000 {
        flood.begin_call(&number.to_string());
        flood.says(flood.invite()).await;
        if number % 100 == 0 {
            let refusal = flood.hears_first_of("503 INVITE").await;
            assert_eq!(refusal.field("Retry-After"), "11");
            // In the midst of it, the running call is served as ever.
            let sequence = 2 + number / 100;
            caller.says(caller.request("OPTIONS", sequence, answer.to_tag(), "", "")).await;
            caller.hears("200 OPTIONS").await;
        }
    }
    floor.order(Order::HangUp { leg }).await;
    let bye = caller.hears("BYE").await;
    caller.says(caller.response(&bye, 200, "", "")).await;
    floor.hears(Event::Ended { leg, cause: LegEnd::Released }).await;
    assert!(floor.next_at_once().is_none(), "no call of the flood reached the floor");
    assert_eq!(voice.stats().sip.admitted, 2);
    voice.stop().await;
}

impl Telephone {
    async fn hears_first_of(&mut self, what: &str) -> support::telephone::Heard {
        loop {
            let heard = self.next().await;
            if heard.what == what {
                return heard;
            }
        }
    }
}

#[tokio::test]
async fn a_floor_that_takes_no_reports_gets_no_new_calls() {
    let (voice, mut floor) = floor::start_with_room(floor::options(), 1).await;
    let mut caller = Telephone::udp(voice.local()).await;
    caller.says(caller.invite()).await;
    caller.begin_call("second");
    caller.says(caller.invite()).await;
    // Two arrivals, room for one: the next caller is turned away.
    caller.begin_call("third");
    while caller_is_not_refused(&mut caller).await {
        caller.begin_call(
            &format!("again-{:?}", std::time::Instant::now()).replace(['{', '}', ' ', ':', ','], "-"),
        );
    }
    let first = floor.arrival().await;
    floor.order(Order::HangUp { leg: first }).await;
    floor.arrival().await;
    voice.stop().await;
}

async fn caller_is_not_refused(caller: &mut Telephone) -> bool {
    caller.says(caller.invite()).await;
    !matches!(caller.next().await.what.as_str(), "503 INVITE")
}

/// Nobody has it, and it is below those that the system hands out.
fn free_even_port() -> u16 {
    let begin = 10_000 + (std::process::id() % 5_000) as u16 * 2;
    let is_free = |port: &u16| std::net::UdpSocket::bind(("127.0.0.1", *port)).is_ok();
    (begin..32_000).step_by(2).find(is_free).expect("a free port among thousands")
}

#[tokio::test]
async fn callers_without_audio_ports_are_turned_away() {
    let mut options = floor::options();
    let port = free_even_port();
    options.media_ports = port..=port + 1;
    let (voice, mut floor) = floor::start(options).await;
    let mut first = Telephone::udp(voice.local()).await;
    first.says(first.invite()).await;
    let leg = floor.arrival().await;
    let mut second = Telephone::udp(voice.local()).await;
    second.says(second.invite()).await;
    let refusal = second.hears("503 INVITE").await;
    second.says(second.ack_of_refusal(&refusal)).await;
    floor.order(Order::HangUp { leg }).await;
    first.hears("480 INVITE").await;
    floor.hears(Event::Ended { leg, cause: LegEnd::Released }).await;
    voice.stop().await;
}
