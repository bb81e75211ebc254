//! Mutated messages at a live node, in the midst of live calls: it never stops serving.
//!
//! `HELIOTROPE_FUZZ=100000` sets how many; the seed is fixed, so that a failure comes again.

mod support;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::collections::VecDeque;
use support::floor::{self, CALLED, Floor, PATIENCE};
use support::telephone::{Heard, Telephone};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpStream, UdpSocket};
use vocabulary::voice::{Event, LegEnd, Order};
use vocabulary::{LegId, Span};
use voice::{Admission, Timing};

const USUAL: usize = 5_000;
/// After so many, the node must answer a question: it keeps up, and it lives.
const ROUND: usize = 50;
/// What is put into messages to upset a reader.
const UPSETTING: &[&str] = &[
    "\r\n",
    "\r\n\r\n",
    "\n",
    ";",
    ":",
    "<",
    ">",
    "\"",
    "%",
    "%00",
    "[::1",
    "99999999999999999999",
    "-1",
    ",",
    "@",
    "\0",
    "\u{fffd}",
    " ",
    "\t",
    "SIP/2.0",
    "tag=",
    ";rport",
    "sip:",
    "Content-Length: 70000\r\n",
    "l: 0\r\n",
];

struct Attacker {
    chance: StdRng,
    socket: UdpSocket,
    stream: Option<TcpStream>,
    node: std::net::SocketAddr,
    /// Messages of the node's, to be answered in bad ways.
    heard: VecDeque<Heard>,
    sent: usize,
}

impl Attacker {
    /// A message as a telephone might send it: of a call of its own, or about one that is up.
    fn message(&mut self) -> String {
        let local = self.socket.local_addr().expect("it is bound");
        let call = self.chance.random_range(0..200);
        let sequence = self.chance.random_range(1..5);
        let about = (!self.heard.is_empty()).then(|| {
            let at = self.chance.random_range(0..self.heard.len());
            self.heard[at].clone()
        });
        if let Some(heard) = &about
            && !heard.text.starts_with("SIP/2.0")
            && self.chance.random_bool(0.4)
        {
            let status = [100, 180, 183, 200, 200, 302, 404, 486, 487, 503][self.chance.random_range(0..10)];
            let tag = if heard.to_tag().is_empty() { ";tag=desk" } else { "" };
            return format!(
                "SIP/2.0 {status} X\r\n{}To: {}{tag}\r\nContact: <sip:desk@{local}>\r\n{}",
                heard.copied(),
                heard.field("To"),
                body(local.port())
            );
        }
        let methods =
            ["INVITE", "INVITE", "INVITE", "ACK", "BYE", "CANCEL", "INFO", "OPTIONS", "REGISTER", "PRACK"];
        let method = methods[self.chance.random_range(0..methods.len())];
        let (call_id, tag) = match &about {
            Some(heard) if self.chance.random_bool(0.6) => {
                (heard.field("Call-ID").to_owned(), heard.to_tag().to_owned())
            }
            _ => (format!("attack-{call}"), String::new()),
        };
        let branch_of = if method == "CANCEL" { "INVITE" } else { method };
        format!(
            "{method} sip:{CALLED}@{} SIP/2.0\r\nVia: SIP/2.0/UDP {local};branch=z9hG4bK{call_id}{branch_of}{sequence};rport\r\n\
             From: \"A \\\" b\" <sip:a@{local}>;tag=from\r\nTo: <sip:{CALLED}@{}>{tag}\r\nCall-ID: {call_id}\r\n\
             CSeq: {sequence} {method}\r\nContact: <sip:a@{local}>\r\nMax-Forwards: 70\r\n\
             Record-Route: <sip:{local};lr>\r\n{}",
            self.node,
            self.node,
            body(local.port())
        )
    }

    fn mutate(&mut self, text: String) -> Vec<u8> {
        let mut bytes = text.into_bytes();
        for _ in 0..self.chance.random_range(0..4) {
            let at = self.chance.random_range(0..bytes.len());
            let to = (at + self.chance.random_range(1..40)).min(bytes.len());
            match self.chance.random_range(0..6) {
                0 => bytes[at] = self.chance.random(),
                1 => drop(bytes.drain(at..to)),
                2 => bytes[at] = self.chance.random_range(b' '..0x7f),
                3 => {
                    let upsetting = UPSETTING[self.chance.random_range(0..UPSETTING.len())];
                    drop(bytes.splice(at..at, upsetting.bytes()));
                }
                4 => {
                    let again = bytes[at..to].to_vec();
                    drop(bytes.splice(at..at, again));
                }
                _ => bytes.truncate(at.max(8)),
            }
            if bytes.is_empty() {
                bytes.push(b'x');
            }
        }
        bytes
    }

    async fn send(&mut self, bytes: &[u8]) {
        self.sent += 1;
        if !self.sent.is_multiple_of(10) {
            self.socket.send_to(bytes, self.node).await.expect("it is sent");
            return;
        }
        if self.stream.is_none() {
            self.stream = TcpStream::connect(self.node).await.ok();
        }
        let taken = match &mut self.stream {
            Some(stream) => stream.write_all(bytes).await.is_ok(),
            None => false,
        };
        if !taken {
            self.stream = None;
        }
    }

    /// Asks a proper question, and takes in all that was said before its answer.
    async fn catch_up(&mut self) {
        let local = self.socket.local_addr().expect("it is bound");
        let call_id = format!("question-{}", self.sent);
        let question = format!(
            "OPTIONS sip:{} SIP/2.0\r\nVia: SIP/2.0/UDP {local};branch=z9hG4bK{call_id}\r\nFrom: <sip:a@{local}>;tag=q\r\n\
             To: <sip:{}>\r\nCall-ID: {call_id}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n",
            self.node, self.node
        );
        self.socket.send_to(question.as_bytes(), self.node).await.expect("it is sent");
        let mut bytes = vec![0; 16_000];
        loop {
            let next = tokio::time::timeout(PATIENCE, self.socket.recv_from(&mut bytes)).await;
            let (length, _) = next.expect("the node answers").expect("it receives");
            let heard = Heard::try_read(&bytes[..length]);
            let Some(heard) = heard else { continue };
            if heard.field("Call-ID") == call_id {
                return;
            }
            if self.heard.len() >= 100 {
                self.heard.pop_front();
            }
            self.heard.push_back(heard);
        }
    }
}

fn body(port: u16) -> String {
    let sdp = format!(
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {port} RTP/AVP 0 8 101\r\n"
    );
    format!("Content-Type: application/sdp\r\nContent-Length: {}\r\n\r\n{sdp}", sdp.len())
}

/// A floor that deals with whatever comes in: answers, dials back, hangs up. Hangs up on everybody
/// in the end.
async fn play_floor(mut floor: Floor, back: String, mut over: tokio::sync::oneshot::Receiver<()>) -> Floor {
    let mut dialled = 0;
    let mut live: VecDeque<LegId> = VecDeque::new();
    loop {
        let event = tokio::select! {
            event = floor.next_whenever() => event,
            _ = &mut over => break,
        };
        if let Event::Arrived { leg, .. } = event {
            live.push_back(leg);
            match leg.0 / 2 % 4 {
                0 => floor.order(Order::Reject { leg, status: 486, retry_after: None }).await,
                1 => floor.order(Order::Answer { leg }).await,
                2 => {
                    floor.order(Order::Answer { leg }).await;
                    dialled += 1;
                    let desk = LegId::dialled(dialled);
                    floor
                        .order(Order::Dial {
                            leg: desk,
                            to: back.clone(),
                            agent: None,
                            on_behalf_of: Some(leg),
                        })
                        .await;
                    floor.order(Order::Join { a: leg, b: desk }).await;
                    live.push_back(desk);
                }
                _ => {}
            }
        }
        if live.len() > 60
            && let Some(leg) = live.pop_front()
        {
            floor.order(Order::HangUp { leg }).await;
        }
    }
    for leg in live {
        floor.order(Order::HangUp { leg }).await;
    }
    floor
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mutated_messages_never_stop_the_node() {
    let count = std::env::var("HELIOTROPE_FUZZ").ok().and_then(|count| count.parse().ok()).unwrap_or(USUAL);
    let mut options = floor::options();
    options.timing = Timing { t1: Span::millis(20), t2: Span::millis(160), ..Timing::default() };
    options.admission = Admission { most_calls: 300, new_calls_per_second: 1e6, burst: 1e6, retry_after: 1 };
    let (voice, floor) = floor::start(options).await;
    let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a free port");
    let back = format!("sip:desk@{}", socket.local_addr().expect("it is bound"));
    let (over, is_over) = tokio::sync::oneshot::channel();
    let playing = tokio::spawn(play_floor(floor, back, is_over));
    let node = voice.local();
    let chance = StdRng::seed_from_u64(0x4e11_0720);
    let mut attacker = Attacker { chance, socket, stream: None, node, heard: VecDeque::new(), sent: 0 };
    while attacker.sent < count {
        for _ in 0..ROUND {
            let message = attacker.message();
            let bytes = attacker.mutate(message);
            attacker.send(&bytes).await;
        }
        attacker.catch_up().await;
    }
    let stats = voice.stats().sip;
    println!("{count} messages: {stats:?}");
    assert!(stats.admitted > 0 && stats.dialled > 0 && stats.unreadable > 0 && stats.flawed > 0);

    over.send(()).expect("the floor plays");
    let mut floor = playing.await.expect("the floor played to the end");
    let gone = async {
        while voice.stats().sip.calls > 0 {
            // Some had come in before the floor stopped playing and were not read yet.
            while let Some(event) = floor.next_at_once() {
                if let Event::Arrived { leg, .. } = event {
                    floor.order(Order::HangUp { leg }).await;
                }
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, gone).await.expect("every call is seen off");
    let mut caller = Telephone::udp(node).await;
    caller.says(caller.invite()).await;
    let leg = loop {
        if let Event::Arrived { leg, caller: Some(_), .. } = floor.next().await {
            break leg;
        }
    };
    floor.order(Order::Answer { leg }).await;
    let answer = caller.hears("200 INVITE").await;
    caller.says(caller.request("ACK", 1, answer.to_tag(), "", "")).await;
    caller.says(caller.request("BYE", 2, answer.to_tag(), "", "")).await;
    caller.hears("200 BYE").await;
    while floor.next().await != (Event::Ended { leg, cause: LegEnd::HungUp }) {}
    voice.stop().await;
}
