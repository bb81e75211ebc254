//! Messages at a user agent with a call of each kind. Each input is several messages, parted by
//! zero octets; whatever they are, the user agent ends its calls and keeps nothing of them. An octet 1 in a message
//! stands for the tag of the latest answer, 2 for the branch and 3 for the Call-ID of the latest
//! message of ours: nobody could guess them.

use std::sync::Arc;
use vocabulary::{Epoch, LegId, Span, Time};
use voice::sip::message::Message;
use voice::sip::{Event, Local, Peer, Settings, Transport, UserAgent};
use voice::{Accepting, Admission, Bans, ServedNumbers, Timing};

const SDP: &str =
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n";

/// What the user agent said last of what cannot be guessed.
#[derive(Default)]
struct Latest {
    tag: Vec<u8>,
    branch: Vec<u8>,
    call_id: Vec<u8>,
}

impl Latest {
    fn look_at(&mut self, agent: &mut UserAgent) {
        for sent in agent.outbox().drain(..) {
            let message = Message::read(&sent.bytes).expect("what is sent can be read");
            let identity = message.identity().expect("what is sent is whole");
            if let Some(tag) = identity.to_tag {
                self.tag = tag.into();
            }
            self.branch = identity.via.branch.into();
            self.call_id = identity.call_id.into();
        }
    }

    fn fill_in(&self, message: &[u8]) -> Vec<u8> {
        let mut filled = Vec::with_capacity(message.len() + 64);
        for octet in message {
            match octet {
                1 => filled.extend_from_slice(&self.tag),
                2 => filled.extend_from_slice(&self.branch),
                3 => filled.extend_from_slice(&self.call_id),
                other => filled.push(*other),
            }
        }
        filled
    }
}

/// Takes one input.
pub fn take(bytes: &[u8]) {
    let settings = Settings {
        local: Local { plain: "127.0.0.1:5060".parse().expect("it is an address"), tls: None },
        epoch: Epoch(1),
        admission: Admission::default(),
        numbers: ServedNumbers::from_iter(["110", ""]),
        accepting: Accepting::default(),
        trusted: vec!["127.0.0.1".parse().expect("it is an address")],
        bans: Bans::default(),
        timing: Timing::default(),
    };
    let mut agent = UserAgent::new(settings, Arc::default());
    let mut now = Time(1_000_000);
    let address = "127.0.0.1:5062".parse().expect("it is an address");
    agent.dial(now, LegId::dialled(1), "sip:7@127.0.0.1:5062", None, SDP).expect("it leads somewhere");
    let mut latest = Latest::default();
    latest.look_at(&mut agent);
    for (count, message) in
        bytes.split(|byte| *byte == 0).filter(|message| !message.is_empty()).take(32).enumerate()
    {
        let transport = if message.len() % 5 == 0 { Transport::Tcp } else { Transport::Udp };
        agent.receive(now, Peer { transport, address }, &latest.fill_in(message));
        while let Some(event) = agent.next_event() {
            match event {
                Event::Incoming { leg, .. } if count % 3 == 0 => agent.refuse(now, leg, 486, None),
                Event::Incoming { leg, .. } => agent.answer(now, leg, SDP),
                Event::Reoffered { leg, .. } => agent.answer_reoffer(now, leg, SDP),
                _ => {}
            }
        }
        latest.look_at(&mut agent);
        now = now + Span::millis(100);
        agent.on_time(now);
    }
    agent.hang_up_all(now);
    for _ in 0..3 {
        now = now + Span::seconds(200);
        agent.on_time(now);
    }
    assert!(agent.is_idle());
}
