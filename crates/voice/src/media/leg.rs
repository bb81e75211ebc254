//! One leg's port: its socket, who is at the other end, what it hears, who hears it.

use super::g711::Codec;
use super::keys;
use super::player::Player;
use super::rtp::{Header, Line};
use super::sdp::KEYS_PAYLOAD;
use super::stats::Counters;
use super::transport::Transport;
use crate::recorder::Recorded;
use crate::slack::is_loose;
use std::collections::HashMap;
use std::net::SocketAddr;
use vocabulary::{LegId, Span, Time};

/// What was agreed with the other side: [`super::MediaOrder::Talk`].
pub(super) struct Talk {
    pub remote: SocketAddr,
    pub codec: Codec,
    pub payload: u8,
    pub keys: Option<u8>,
    pub send: bool,
}

/// What a packet's payload is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Audio(Codec),
    Keys,
}

/// What a leg hears. A mix would be one more.
pub(super) enum Source {
    Silence,
    Prompts(Player),
    /// Another leg, by its place.
    Leg(usize),
}

/// An open port.
pub(super) struct Leg {
    pub id: LegId,
    pub transport: Transport,
    pub talk: Option<Talk>,
    pub peer: Peer,
    pub line: Line,
    pub source: Source,
    /// Its phase on the grid while prompts are sent.
    pub phase: Option<usize>,
    /// Legs that hear this one, by place: more than one once there is listening in.
    pub hearers: Vec<usize>,
    pub gated: bool,
    /// Nobody hears it before this moment either.
    pub quiet_until: Time,
    pub keys: keys::Receiver,
    pub presence: Presence,
    pub recent: Option<Box<Recent>>,
    /// Its recording, if it is the customer of one.
    pub recorded: Option<Recorded>,
    /// A recording that waits here for the telephone of its customer.
    pub waiting: Option<Box<Recorded>>,
}

impl Leg {
    pub fn new(id: LegId, transport: Transport, now: Time) -> Leg {
        Leg {
            id,
            transport,
            talk: None,
            peer: Peer::default(),
            line: Line::new(rand::random(), rand::random(), rand::random()),
            source: Source::Silence,
            phase: None,
            hearers: Vec::new(),
            gated: false,
            quiet_until: now,
            keys: keys::Receiver::default(),
            presence: Presence::new(now),
            recent: None,
            recorded: None,
            waiting: None,
        }
    }

    /// Takes over what was agreed, now or anew.
    pub fn set_talk(&mut self, talk: Talk, now: Time) {
        if !talk.remote.ip().is_unspecified() {
            self.peer.announce(talk.remote);
        }
        if self.talk.is_none() {
            self.presence = Presence { watched: self.presence.watched, ..Presence::new(now) };
        }
        self.talk = Some(talk);
    }

    /// What a payload type means on this leg. Of what we offered the other side may send either
    /// codec, whichever it named first, and use our number for events (RFC 3264 §6.1, §5.1).
    pub fn content(&self, payload: u8) -> Option<Content> {
        let talk = self.talk.as_ref()?;
        if payload == talk.payload {
            return Some(Content::Audio(talk.codec));
        }
        if talk.keys.is_some_and(|keys| payload == keys || payload == KEYS_PAYLOAD) {
            return Some(Content::Keys);
        }
        Codec::from_static_payload(payload).map(Content::Audio)
    }

    /// Sends a packet. All that the leg hears goes through here.
    pub fn send(&mut self, now: Time, counters: &Counters, packet: &[u8]) {
        let sent = self.transport.send(now, self.peer.destination(), packet);
        if sent { counters.sent.add(1) } else { counters.unsent.add(1) }
    }
}

/// Who is at the other end.
///
/// Packets are taken from one address only; anything else lets a stranger speak to a customer, or
/// key digits in a customer's name, by sending to a port number that is easily guessed. That
/// address is the announced one, or, behind an address translator that changes ports, the first on
/// the announced host that sends what was agreed. From then on it stays, but for the announced
/// address itself, which the signalling vouches for.
#[derive(Default)]
pub(super) struct Peer {
    announced: Option<SocketAddr>,
    latched: Option<SocketAddr>,
}

impl Peer {
    fn announce(&mut self, remote: SocketAddr) {
        if self.announced != Some(remote) {
            *self = Peer { announced: Some(remote), latched: None };
        }
    }

    /// Whether a packet from there, otherwise in order, is the leg's.
    pub fn admits(&mut self, from: SocketAddr) -> bool {
        if self.latched == Some(from) {
            return true;
        }
        let Some(announced) = self.announced.filter(|announced| announced.ip() == from.ip()) else {
            return false;
        };
        if self.latched.is_some() && announced.port() != from.port() {
            return false;
        }
        self.latched = Some(from);
        true
    }

    /// Where to send: back to where packets come from (RFC 4961), until then as announced.
    fn destination(&self) -> Option<SocketAddr> {
        self.latched.or(self.announced).filter(|to| to.port() != 0)
    }
}

/// When something last came, and whether its absence is of interest.
pub(super) struct Presence {
    pub watched: bool,
    pub lost_told: bool,
    last: Time,
    ever: bool,
}

impl Presence {
    fn new(now: Time) -> Presence {
        Presence { watched: true, lost_told: false, last: now, ever: false }
    }

    pub fn heard(&mut self, now: Time) {
        self.last = now;
        self.ever = true;
        self.lost_told = false;
    }

    /// Turns watching on or off; from on, the time counts anew.
    pub fn watch(&mut self, now: Time, on: bool) {
        if on && !self.watched {
            self.last = now;
            self.lost_told = false;
        }
        self.watched = on;
    }

    /// Whether it is lost and nobody was told yet.
    pub fn is_newly_lost(&self, now: Time, after: Span, never_after: Option<Span>) -> bool {
        let limit = if self.ever { Some(after) } else { never_after };
        self.watched && !self.lost_told && limit.is_some_and(|limit| now - self.last >= limit)
    }
}

/// The newest packet of a leg that nobody hears yet: whoever begins to hear the leg gets it at
/// once, instead of waiting up to 20 ms for the next.
pub(super) struct Recent {
    at: Time,
    pub header: Header,
    pub codec: Codec,
    length: usize,
    octets: [u8; Recent::MOST],
}

impl Recent {
    /// Longest payload that is kept: 30 ms. Longer ones are rare.
    const MOST: usize = 240;
    /// Beyond this age it is the past.
    const FRESH: Span = Span::millis(30);

    pub fn new() -> Recent {
        let header = Header { marker: false, payload: 0, sequence: 0, timestamp: 0, ssrc: 0 };
        Recent { at: Time(i64::MIN), header, codec: Codec::Alaw, length: 0, octets: [0; Recent::MOST] }
    }

    pub fn keep(&mut self, at: Time, header: Header, codec: Codec, payload: &[u8]) {
        if let Some(octets) = self.octets.get_mut(..payload.len()) {
            octets.copy_from_slice(payload);
            (self.at, self.header, self.codec, self.length) = (at, header, codec, payload.len());
        }
    }

    pub fn payload(&self, now: Time) -> Option<&[u8]> {
        (now - self.at <= Recent::FRESH).then(|| &self.octets[..self.length])
    }
}

/// The legs that are open. A leg keeps its place while it is open.
#[derive(Default)]
pub(super) struct Legs {
    places: Vec<Option<Leg>>,
    free: Vec<usize>,
    by_id: HashMap<LegId, usize>,
}

impl Legs {
    pub fn add(&mut self, leg: Leg) -> usize {
        let place = self.free.pop().unwrap_or_else(|| {
            self.places.push(None);
            self.places.len() - 1
        });
        self.by_id.insert(leg.id, place);
        self.places[place] = Some(leg);
        place
    }

    pub fn remove(&mut self, place: usize) -> Option<Leg> {
        let leg = self.places.get_mut(place)?.take()?;
        self.by_id.remove(&leg.id);
        self.free.push(place);
        if self.by_id.is_empty() && is_loose(0, self.places.capacity()) {
            *self = Legs::default();
        }
        Some(leg)
    }

    pub fn find(&self, id: LegId) -> Option<usize> {
        self.by_id.get(&id).copied()
    }

    pub fn at(&mut self, place: usize) -> Option<&mut Leg> {
        self.places.get_mut(place)?.as_mut()
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Leg> {
        self.places.iter_mut().flatten()
    }

    pub fn len(&self) -> usize {
        self.by_id.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_leg_s_own_telephone_is_heard() {
        let address = |text: &str| text.parse::<SocketAddr>().unwrap();
        let mut peer = Peer::default();
        let check = |peer: &mut Peer, from: &str, expected: bool, answered_to: Option<&str>| {
            assert_eq!(peer.admits(address(from)), expected, "{from}");
            assert_eq!(peer.destination(), answered_to.map(address), "{from}");
        };
        check(&mut peer, "192.0.2.7:4000", false, None);
        peer.announce(address("192.0.2.7:4000"));
        check(&mut peer, "192.0.2.66:4000", false, Some("192.0.2.7:4000"));
        // A translator's port is taken for want of a better one, and then stays …
        check(&mut peer, "192.0.2.7:61000", true, Some("192.0.2.7:61000"));
        check(&mut peer, "192.0.2.7:61002", false, Some("192.0.2.7:61000"));
        // … but for the address that was announced.
        check(&mut peer, "192.0.2.7:4000", true, Some("192.0.2.7:4000"));
        check(&mut peer, "192.0.2.7:61000", false, Some("192.0.2.7:4000"));
        // The same description again changes nothing, another one starts anew.
        peer.announce(address("192.0.2.7:4000"));
        check(&mut peer, "192.0.2.7:61000", false, Some("192.0.2.7:4000"));
        peer.announce(address("192.0.2.8:5000"));
        check(&mut peer, "192.0.2.7:4000", false, Some("192.0.2.8:5000"));
        check(&mut peer, "192.0.2.8:5000", true, Some("192.0.2.8:5000"));
    }

    #[test]
    fn absence_is_told_once_and_only_when_watched() {
        let at = |seconds| Time(0) + Span::seconds(seconds);
        let lost = |presence: &Presence, seconds, never| {
            presence.is_newly_lost(at(seconds), Span::seconds(5), never)
        };
        let mut presence = Presence::new(at(0));
        assert!(!lost(&presence, 100, None), "it has never sent");
        assert!(lost(&presence, 100, Some(Span::seconds(100))));
        presence.heard(at(100));
        assert!(!lost(&presence, 104, None) && lost(&presence, 105, None));
        presence.lost_told = true;
        assert!(!lost(&presence, 106, None), "told already");
        presence.heard(at(200));
        assert!(lost(&presence, 205, None), "lost once more");
        presence.watch(at(205), false);
        assert!(!lost(&presence, 205, None), "on hold");
        presence.watch(at(300), true);
        assert!(!lost(&presence, 304, None) && lost(&presence, 305, None), "counted from the end of hold");
    }
}
