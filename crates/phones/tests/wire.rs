//! What is on the wire when the other side is slow, lossy or rude: a peer played by the test.

// A helper that cannot set the scene fails its test.
#![allow(clippy::unwrap_used)]

use phones::sdp::Session;
use phones::sip::{Draft, Message, Start, echo};
use phones::{AgentOptions, Codec, End, Options, Phones, Script, Stage, Step};
use std::net::{SocketAddr, UdpSocket};
use std::time::Duration;
use vocabulary::Span;

/// A peer that sees each datagram and answers as the test says.
struct Peer(UdpSocket);

impl Peer {
    fn new() -> Peer {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        Peer(socket)
    }

    fn address(&self) -> SocketAddr {
        self.0.local_addr().unwrap()
    }

    /// The next datagram, which has to be this.
    fn expect(&self, start: &str) -> (Vec<u8>, SocketAddr) {
        let mut room = [0; 4_096];
        let (length, from) = self.0.recv_from(&mut room).expect(start);
        let text = String::from_utf8_lossy(&room[..length]);
        assert!(text.starts_with(start), "expected {start}, got {}", text.lines().next().unwrap());
        (room[..length].to_vec(), from)
    }

    fn respond(&self, request: &(Vec<u8>, SocketAddr), status: u16, session: Option<&Session>) {
        let message = Message::read(&request.0).unwrap();
        let body = session.map(|session| session.write(1, 1));
        let response = Draft::response(status)
            .lines(&echo(&message, request.1, "peer"))
            .header("Contact", format_args!("<sip:peer@{}>", self.address()))
            .finish(body.as_deref().map(|text| ("application/sdp", text)));
        self.0.send_to(&response, request.1).unwrap();
    }

    /// A request of an own call to `to`.
    fn request(&self, method: &str, to: SocketAddr, cseq: u32, to_tag: &str, body: Option<(&str, &str)>) {
        let bytes = Draft::request(method, &format!("sip:a1@{to}"))
            .header("Via", format_args!("SIP/2.0/UDP {};rport;branch=z9hG4bK{method}{cseq}", self.address()))
            .header("From", "<sip:peer@127.0.0.1>;tag=mine")
            .header("To", format_args!("<sip:a1@{to}>{to_tag}"))
            .header("Call-ID", "one-call")
            .header("CSeq", format_args!("{cseq} {method}"))
            .header("Contact", format_args!("<sip:peer@{}>", self.address()))
            .finish(body);
        self.0.send_to(&bytes, to).unwrap();
    }
}

fn tag_of(response: &[u8]) -> String {
    let message = Message::read(response).unwrap();
    format!(";tag={}", phones::sip::parameter(message.header("To").unwrap(), "tag").unwrap())
}

fn start() -> Phones {
    Phones::start(Options { linger: Span::seconds(2), ..Options::default() }).unwrap()
}

fn session(port: u16) -> Session {
    Session::offer(SocketAddr::from(([127, 0, 0, 1], port)), &[Codec::Pcma])
}

#[test]
fn lost_messages_are_sent_again() {
    let (phones, peer, rtp) = (start(), Peer::new(), Peer::new());
    let script = Script::new(peer.address(), "peer").steps([Step::Wait(Span::millis(10))]);
    let call = phones.call(script).unwrap();
    let first = peer.expect("INVITE");
    let second = peer.expect("INVITE");
    assert_eq!(first.0, second.0, "the same request again");
    peer.respond(&second, 180, None);
    assert!(call.wait_until(Stage::Ringing, Duration::from_secs(10)));
    let answer = session(rtp.address().port());
    peer.respond(&second, 200, Some(&answer));
    let ack = peer.expect("ACK");
    peer.respond(&second, 200, Some(&answer));
    // The BYE may overtake the ACK that is due for the repeated answer.
    let mut seen: Vec<String> = Vec::new();
    let mut last_bye = None;
    while seen.len() < 3 {
        let mut room = [0; 4_096];
        let (length, from) = peer.0.recv_from(&mut room).unwrap();
        let text = String::from_utf8_lossy(&room[..length]).into_owned();
        match text.starts_with("ACK") {
            true => assert_eq!(text.as_bytes(), ack.0),
            false => last_bye = Some((room[..length].to_vec(), from)),
        }
        seen.push(text.split(' ').next().unwrap().to_owned());
    }
    seen.sort();
    assert_eq!(seen, ["ACK", "BYE", "BYE"], "BYE is repeated until it is answered");
    peer.respond(&last_bye.unwrap(), 200, None);
    let outcome = call.wait().unwrap();
    assert_eq!((outcome.end, outcome.bye_answered), (End::HungUp, true));
    assert!(outcome.moments.ringing.is_some());
}

#[test]
fn a_refusal_is_acknowledged_as_often_as_it_comes() {
    let (phones, peer) = (start(), Peer::new());
    let call = phones.call(Script::new(peer.address(), "peer")).unwrap();
    let invite = peer.expect("INVITE");
    peer.respond(&invite, 503, None);
    peer.expect("ACK");
    assert_eq!(call.wait().unwrap().end, End::Refused(503));
    peer.respond(&invite, 503, None);
    let ack = peer.expect("ACK").0;
    let (ack, invite) = (Message::read(&ack).unwrap(), Message::read(&invite.0).unwrap());
    assert_eq!((ack.branch(), ack.header("Call-ID")), (invite.branch(), invite.header("Call-ID")));
    assert_eq!(ack.cseq(), Some((1, "ACK")));
}

#[test]
fn cancel_waits_for_a_sign_of_life_and_may_cross_the_answer() {
    let (phones, peer, rtp) = (start(), Peer::new(), Peer::new());
    let script = Script { cancel_after: Some(Span::ZERO), ..Script::new(peer.address(), "peer") };

    let call = phones.call(script.clone()).unwrap();
    let invite = peer.expect("INVITE");
    peer.respond(&invite, 100, None);
    let cancel = peer.expect("CANCEL");
    let (c, i) = (Message::read(&cancel.0).unwrap(), Message::read(&invite.0).unwrap());
    assert_eq!(
        (c.branch(), c.start),
        (i.branch(), Start::Request { method: "CANCEL", uri: request_uri(&i) })
    );
    peer.respond(&cancel, 200, None);
    peer.respond(&invite, 487, None);
    peer.expect("ACK");
    assert_eq!(call.wait().unwrap().end, End::Cancelled);

    let call = phones.call(script).unwrap();
    let invite = peer.expect("INVITE");
    peer.respond(&invite, 180, None);
    peer.expect("CANCEL");
    peer.respond(&invite, 200, Some(&session(rtp.address().port())));
    peer.expect("ACK");
    let bye = peer.expect("BYE");
    peer.respond(&bye, 200, None);
    let outcome = call.wait().unwrap();
    assert_eq!((outcome.end, outcome.status, outcome.bye_answered), (End::Cancelled, Some(200), true));
}

fn request_uri<'a>(message: &Message<'a>) -> &'a str {
    match message.start {
        Start::Request { uri, .. } => uri,
        Start::Response(_) => "",
    }
}

#[test]
fn an_agent_repeats_its_answer_until_it_is_acknowledged() {
    let (phones, peer, rtp) = (start(), Peer::new(), Peer::new());
    let agents = phones.agents(AgentOptions::new(1)).unwrap();
    let to = agents.address(1);
    let offer = session(rtp.address().port()).write(1, 1);
    let body = Some(("application/sdp", offer.as_str()));
    peer.request("INVITE", to, 1, "", body);
    let answer = peer.expect("SIP/2.0 200");
    assert!(rtp.0.recv(&mut [0; 200]).unwrap() > 160, "it talks from the answer on");
    peer.request("INVITE", to, 1, "", body);
    assert_eq!(peer.expect("SIP/2.0 200"), answer, "a repeated INVITE gets the same answer");
    assert_eq!(peer.expect("SIP/2.0 200"), answer, "no ACK yet: again");
    let tag = tag_of(&answer.0);
    peer.request("ACK", to, 1, &tag, None);
    peer.request("OPTIONS", to, 2, "", None);
    peer.expect("SIP/2.0 200");
    peer.request("BYE", to, 3, &tag, None);
    peer.expect("SIP/2.0 200");
    agents.wait_for(Duration::from_secs(10), |view| view.ended == 1).expect("the call ends");
    assert!(agents.take_records().unwrap()[0].acknowledged.is_some());
    peer.request("BYE", to, 4, &tag, None);
    peer.expect("SIP/2.0 481");
}

#[test]
fn an_agent_makes_the_offer_when_asked_to() {
    let (phones, peer, rtp) = (start(), Peer::new(), Peer::new());
    let agents = phones.agents(AgentOptions::new(1)).unwrap();
    let to = agents.address(1);
    peer.request("INVITE", to, 1, "", None);
    let answer = peer.expect("SIP/2.0 200").0;
    let offered = Session::read(Message::read(&answer).unwrap().body).unwrap();
    assert_eq!(offered.codecs, [Codec::Pcmu, Codec::Pcma]);
    let mine = session(rtp.address().port()).write(1, 1);
    peer.request("ACK", to, 1, &tag_of(&answer), Some(("application/sdp", &mine)));
    let mut room = [0; 400];
    let length = rtp.0.recv(&mut room).unwrap();
    let packet = phones::rtp::Packet::read(&room[..length]).unwrap();
    assert_eq!((packet.payload_type, phones::marker::find(Codec::Pcma, packet.payload)), (8, Some(1)));
}

#[test]
fn rubbish_changes_nothing() {
    let (phones, peer) = (start(), Peer::new());
    let agents = phones.agents(AgentOptions::new(1)).unwrap();
    for rubbish in [
        &b""[..],
        b"\r\n\r\n",
        b"INVITE",
        b"SIP/2.0 200 OK\r\n\r\n",
        &[0xff; 3_000],
        b"BYE a SIP/2.0\r\n\r\n",
    ] {
        for to in [agents.address(1), phones.address()] {
            peer.0.send_to(rubbish, to).unwrap();
        }
    }
    let script =
        Script::new(agents.address(1), "a1").steps([Step::HearAgent { patience: Span::seconds(10) }]);
    assert_eq!(phones.call(script).unwrap().wait().unwrap().end, End::HungUp);
}
