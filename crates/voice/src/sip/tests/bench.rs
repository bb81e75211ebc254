//! A user agent on a bench: messages are written and read as text, time passes when told to.

use crate::sip::message::{Field, LARGEST, Message, Method, Start};
use crate::sip::{
    Accepting, Admission, Bans, Counters, Event, Local, Peer, ServedNumbers, Settings, Timing, Transport,
    UserAgent,
};
use std::net::SocketAddr;
use std::sync::Arc;
use vocabulary::{Epoch, LegId, PhoneNumber, Span, Time};

pub const SDP: &str = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n\
    m=audio 4000 RTP/AVP 0\r\n";
pub const OURS: &str = "v=0\r\no=- 2 2 IN IP4 192.0.2.9\r\ns=-\r\n";

pub struct Bench {
    pub agent: UserAgent,
    pub now: Time,
    pub caller: Peer,
    pub counters: Arc<Counters>,
}

pub fn peer(transport: Transport, address: &str) -> Peer {
    Peer { transport, address: address.parse::<SocketAddr>().unwrap() }
}

impl Bench {
    pub fn new() -> Bench {
        Bench::with(Admission::default(), Accepting::default())
    }

    pub fn with(admission: Admission, accepting: Accepting) -> Bench {
        Bench::banning(admission, accepting, Bans::default())
    }

    /// One that bans by rules of its own.
    pub fn banning(admission: Admission, accepting: Accepting, bans: Bans) -> Bench {
        let counters = Arc::new(Counters::default());
        let settings = Settings {
            local: Local {
                plain: "192.0.2.9:5060".parse().unwrap(),
                tls: Some("192.0.2.9:5061".parse().unwrap()),
            },
            epoch: Epoch(1),
            admission,
            numbers: ServedNumbers::from_iter(["110"]),
            accepting,
            trusted: vec!["192.0.2.1".parse().unwrap()],
            bans,
            timing: Timing::default(),
        };
        Bench {
            agent: UserAgent::new(settings, counters.clone()),
            now: Time(1_000_000_000),
            caller: peer(Transport::Udp, "192.0.2.1:5062"),
            counters,
        }
    }

    /// A message from the caller's side.
    pub fn hears(&mut self, text: &str) {
        assert!(text.len() <= LARGEST || text.starts_with("INVITE"));
        self.agent.receive(self.now, self.caller, text.as_bytes());
    }

    /// Time passes, and every timer on the way fires when it is due.
    pub fn passes(&mut self, span: Span) {
        let until = self.now + span;
        while let Some(due) = self.agent.next_due().filter(|due| *due <= until) {
            self.now = self.now.max(due);
            self.agent.on_time(self.now);
        }
        self.now = until;
        self.agent.on_time(self.now);
    }

    pub fn sent(&mut self) -> Vec<Sent> {
        let outbox: Vec<_> = self.agent.outbox().drain(..).collect();
        outbox.into_iter().map(|transmit| Sent::read(transmit.to, &transmit.bytes)).collect()
    }

    /// What is sent from now on, with the milliseconds after which it is.
    pub fn sent_within(&mut self, span: Span) -> Vec<(i64, String)> {
        let (begin, until) = (self.now, self.now + span);
        let mut all = Vec::new();
        while let Some(due) = self.agent.next_due().filter(|due| *due <= until) {
            self.now = self.now.max(due);
            self.agent.on_time(self.now);
            let at = (self.now - begin).as_millis();
            all.extend(self.sent().into_iter().map(|sent| (at, sent.what)));
        }
        self.now = until;
        all
    }

    /// The one message that was sent.
    pub fn one(&mut self) -> Sent {
        let mut sent = self.sent();
        assert_eq!(sent.len(), 1, "{:?}", sent.iter().map(|s| &s.what).collect::<Vec<_>>());
        sent.remove(0)
    }

    /// The start of everything that was sent: `200 BYE`, `CANCEL`.
    pub fn whats(&mut self) -> Vec<String> {
        self.sent().into_iter().map(|sent| sent.what).collect()
    }

    pub fn events(&mut self) -> Vec<Event> {
        std::iter::from_fn(|| self.agent.next_event()).collect()
    }

    /// A caller's INVITE has come in.
    pub fn rung(&mut self, invite: &str) -> LegId {
        self.hears(invite);
        match self.events().as_slice() {
            [Event::Incoming { leg, .. }] => *leg,
            other => panic!("{other:?}, sent {:?}", self.whats()),
        }
    }

    /// An incoming call that is up: its leg and the 200.
    pub fn up(&mut self) -> (LegId, Sent) {
        let leg = self.rung(&invite());
        self.agent.answer(self.now, leg, OURS);
        let answer = self.one();
        self.hears(&answer.ack());
        assert_eq!(self.events(), [Event::Acknowledged { leg, answer: None }]);
        (leg, answer)
    }

    /// A telephone is dialled: the leg and the INVITE.
    pub fn dial(&mut self, count: u64) -> (LegId, Sent) {
        let leg = self.dial_quietly(count);
        (leg, self.one())
    }

    /// The same, whether anything is sent or not.
    pub fn dial_quietly(&mut self, count: u64) -> LegId {
        let leg = LegId::dialled(count);
        let number = PhoneNumber::new("+821055501234").unwrap();
        self.agent.dial(self.now, leg, "sip:7@192.0.2.50:5070", Some(&number), OURS).unwrap();
        leg
    }
}

/// The INVITE of every test's caller.
pub fn invite() -> String {
    request("INVITE", 1, "", "", SDP)
}

/// A request of that caller; `to_tag` as `;tag=…`.
pub fn request(method: &str, sequence: u32, to_tag: &str, fields: &str, body: &str) -> String {
    let kind = if body.is_empty() || fields.contains("Content-Type") {
        ""
    } else {
        "Content-Type: application/sdp\r\n"
    };
    let branch_of = if matches!(method, "CANCEL") { "INVITE" } else { method };
    format!(
        "{method} sip:110@192.0.2.9 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5062;branch=z9hG4bK-{branch_of}-{sequence}\r\n\
         From: <sip:+821055501234@192.0.2.1>;tag=caller\r\nTo: <sip:110@192.0.2.9>{to_tag}\r\nCall-ID: one\r\n\
         CSeq: {sequence} {method}\r\nContact: <sip:me@192.0.2.1:5062>\r\nMax-Forwards: 70\r\n\
         {fields}{kind}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Something that was sent.
#[derive(Debug, Clone)]
pub struct Sent {
    pub to: Peer,
    /// `200 INVITE`, or `BYE`.
    pub what: String,
    pub text: String,
}

impl Sent {
    fn read(to: Peer, bytes: &[u8]) -> Sent {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let message = Message::read(bytes).unwrap_or_else(|_| panic!("unreadable: {text}"));
        message.identity().unwrap_or_else(|_| panic!("flawed: {text}"));
        let body = message.body().unwrap();
        assert!(text.ends_with(std::str::from_utf8(body).unwrap()), "bytes after the body: {text}");
        let method = message.first(Field::CSeq).unwrap().split_once(' ').unwrap().1;
        let what = match message.start {
            Start::Response { status } => format!("{status} {method}"),
            Start::Request { method: asked, .. } => {
                assert!(asked != Method::Other);
                method.to_string()
            }
        };
        Sent { to, what, text }
    }

    /// The value of a header field.
    pub fn field(&self, name: &str) -> &str {
        let start = format!("{name}: ");
        self.text.lines().find_map(|line| line.strip_prefix(&start)).unwrap_or_default()
    }

    /// `;tag=…` of To.
    pub fn to_tag(&self) -> String {
        self.field("To").split_once(";tag=").map_or(String::new(), |(_, tag)| format!(";tag={tag}"))
    }

    /// The caller's ACK to this 2xx.
    pub fn ack(&self) -> String {
        let sequence = self.field("CSeq").split_once(' ').unwrap().0.parse().unwrap();
        request("ACK", sequence, &self.to_tag(), "", "")
    }

    /// The caller's ACK to this refusal: it has the INVITE's branch.
    pub fn ack_of_refusal(&self) -> String {
        self.ack().replace("bK-ACK-", "bK-INVITE-")
    }

    /// A telephone's response to this request of ours.
    pub fn response(&self, status: u16, tag: &str, body: &str) -> String {
        let method = self.what.as_str();
        let to = if tag.is_empty() { String::new() } else { format!(";tag={tag}") };
        format!(
            "SIP/2.0 {status} Whatever\r\nVia: {}\r\nFrom: {}\r\nTo: {}{to}\r\nCall-ID: {}\r\n\
             CSeq: {} {method}\r\nContact: <sip:7@192.0.2.51:5071>\r\nContent-Length: {}\r\n\r\n{body}",
            self.field("Via"),
            self.field("From"),
            self.field("To").split(";tag=").next().unwrap(),
            self.field("Call-ID"),
            self.field("CSeq").split(' ').next().unwrap(),
            body.len(),
        )
    }

    /// A request of the telephone that answered this INVITE of ours.
    pub fn request_back(&self, method: &str, sequence: u32) -> String {
        format!(
            "{method} sip:192.0.2.9:5060 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.51:5071;branch=z9hG4bK-b{sequence}\r\n\
             From: {};tag=t\r\nTo: {}\r\nCall-ID: {}\r\nCSeq: {sequence} {method}\r\nContent-Length: 0\r\n\r\n",
            self.field("To"),
            self.field("From"),
            self.field("Call-ID"),
        )
    }
}
