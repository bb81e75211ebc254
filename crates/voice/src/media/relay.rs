//! The way of a packet: in at one leg, out at those that hear it, at once. No jitter buffer: the
//! hearer's telephone has one, and two in a row only add delay.

use super::g711::Codec;
use super::keys::Event;
use super::leg::{Content, Leg, Legs, Recent};
use super::reports::Reports;
use super::rtp::{HEADER, Header};
use super::stats::Counters;
use super::{MediaEvent, Room};
use crate::recorder::Tap;
use crate::recorder::timeline::Side;
use std::net::SocketAddr;
use std::ops::Range;
use vocabulary::Time;

/// Datagrams read at most to find the newest that waits in a socket: several times what its buffer
/// holds.
const MOST_EARLY: usize = 256;

/// Reads packets and passes them on, in the buffers they were read into.
pub(super) struct Relay {
    datagram: Room,
    /// The same payload in the other codec, behind room for a header.
    transcoded: Room,
    /// The way to the recorder.
    pub tap: Tap,
}

/// A packet in the datagram buffer.
struct Packet {
    header: Header,
    content: Content,
    payload: Range<usize>,
    /// How much time it covers.
    samples: u32,
}

impl Relay {
    pub fn new(tap: Tap) -> Relay {
        Relay { datagram: [0; _], transcoded: [0; _], tap }
    }

    /// Takes in one datagram of a leg, if there is one.
    pub fn receive(
        &mut self,
        legs: &mut Legs,
        place: usize,
        now: Time,
        reports: &mut Reports,
        counters: &Counters,
    ) {
        let Some(leg) = legs.at(place) else { return };
        let Some((length, from)) = leg.transport.receive(now, &mut self.datagram) else { return };
        counters.received.add(1);
        if let Some(packet) = self.check_in(leg, length, from, now, reports, counters) {
            self.pass_on(legs, place, packet, now, counters);
        }
    }

    /// Empties a socket that was not read until now and takes in the newest datagram only: the
    /// rest is the past, and would follow the leg as delay.
    pub fn receive_newest(
        &mut self,
        legs: &mut Legs,
        place: usize,
        now: Time,
        reports: &mut Reports,
        counters: &Counters,
    ) {
        let Some(leg) = legs.at(place) else { return };
        let waiting = (0..MOST_EARLY).map_while(|_| leg.transport.receive(now, &mut self.datagram));
        let Some((count, (length, from))) = waiting.enumerate().last() else { return };
        counters.received.add(count as u64 + 1);
        counters.early.add(count as u64);
        if let Some(packet) = self.check_in(leg, length, from, now, reports, counters) {
            self.pass_on(legs, place, packet, now, counters);
        }
    }

    /// Lets a leg that begins to hear another have that one's newest packet.
    pub fn begin(&mut self, legs: &mut Legs, speaker: usize, hearer: usize, now: Time, counters: &Counters) {
        let Some(recent) = legs.at(speaker).and_then(|leg| leg.recent.take()) else { return };
        let Some(payload) = recent.payload(now) else { return };
        let place = HEADER..HEADER + payload.len();
        self.datagram[place.clone()].copy_from_slice(payload);
        let (content, samples) = (Content::Audio(recent.codec), payload.len() as u32);
        let packet = Packet { header: recent.header, content, payload: place, samples };
        if let Some(hearer) = legs.at(hearer) {
            self.hand_over(hearer, &packet, now, counters);
        }
    }

    /// Checks that the datagram is a packet of this leg, and takes note of it: presence, keys.
    fn check_in(
        &mut self,
        leg: &mut Leg,
        length: usize,
        from: Option<SocketAddr>,
        now: Time,
        reports: &mut Reports,
        counters: &Counters,
    ) -> Option<Packet> {
        let Some((header, payload)) = Header::read(&self.datagram[..length]) else {
            counters.not_rtp.add(1);
            return None;
        };
        let Some(content) = leg.content(header.payload) else {
            counters.unknown_payload.add(1);
            return None;
        };
        // What comes without an address was authenticated on its way.
        if from.is_some_and(|from| !leg.peer.admits(from)) {
            counters.stranger.add(1);
            return None;
        }
        leg.presence.heard(now);
        let id = leg.id;
        let tell = |key| reports.tell(counters, id, MediaEvent::Key(key));
        let samples = match content {
            Content::Audio(_) => {
                leg.keys.audio(&header, tell);
                payload.len() as u32
            }
            Content::Keys => {
                let Some(event) = Event::read(&self.datagram[payload.clone()]) else {
                    counters.not_rtp.add(1);
                    return None;
                };
                leg.keys.event(now, &header, event, tell);
                u32::from(event.duration)
            }
        };
        Some(Packet { header, content, payload, samples })
    }

    /// Passes a packet on to every leg that hears this one. The only way out of a leg: the gate
    /// stands here, and whatever else wants a leg's audio belongs behind it.
    fn pass_on(&mut self, legs: &mut Legs, speaker: usize, packet: Packet, now: Time, counters: &Counters) {
        let Some(leg) = legs.at(speaker) else { return };
        if leg.gated || now < leg.quiet_until {
            counters.gated.add(1);
            return;
        }
        let hearers = leg.hearers.len();
        if let (Some(recorded), Content::Audio(codec)) = (&mut leg.recorded, packet.content) {
            let octets = &self.datagram[packet.payload.clone()];
            self.tap.hear(now, recorded, Side::Customer, &packet.header, codec, octets);
        }
        if hearers == 0 {
            counters.unheard.add(1);
            if let Content::Audio(codec) = packet.content {
                let recent = leg.recent.get_or_insert_with(|| Box::new(Recent::new()));
                recent.keep(now, packet.header, codec, &self.datagram[packet.payload]);
            }
            return;
        }
        for nth in 0..hearers {
            let hearer = legs.at(speaker).and_then(|leg| leg.hearers.get(nth).copied());
            if let Some(hearer) = hearer.and_then(|place| legs.at(place)) {
                if let (Some(recorded), Content::Audio(codec)) = (&mut hearer.recorded, packet.content) {
                    let octets = &self.datagram[packet.payload.clone()];
                    self.tap.hear(now, recorded, Side::Agent, &packet.header, codec, octets);
                }
                self.hand_over(hearer, &packet, now, counters);
            }
        }
    }

    /// Sends a packet on the hearer's line, in the hearer's codec.
    fn hand_over(&mut self, hearer: &mut Leg, packet: &Packet, now: Time, counters: &Counters) {
        let Some(talk) = hearer.talk.as_ref().filter(|talk| talk.send) else {
            counters.unheard.add(1);
            return;
        };
        let (payload, transcode) = match (packet.content, talk.keys) {
            (Content::Audio(codec), _) => (talk.payload, Some(codec).filter(|codec| *codec != talk.codec)),
            (Content::Keys, Some(payload)) => (payload, None),
            (Content::Keys, None) => {
                hearer.line.omit(&packet.header);
                counters.keys_not_taken.add(1);
                return;
            }
        };
        let Some(header) = hearer.line.relay(now, &packet.header, payload, packet.samples) else {
            counters.late_packets.add(1);
            return;
        };
        hearer.send(now, counters, self.write(header, packet, transcode));
        counters.relayed.add(1);
    }

    /// The packet under its new header, and if need be out of the codec it came in.
    fn write(&mut self, header: Header, packet: &Packet, transcode: Option<Codec>) -> &[u8] {
        let (buffer, payload) = match transcode {
            None => (&mut self.datagram, packet.payload.clone()),
            Some(codec) => {
                let octets = &self.datagram[packet.payload.clone()];
                let place = HEADER..HEADER + octets.len();
                let table = codec.to_other();
                for (new, old) in self.transcoded[place.clone()].iter_mut().zip(octets) {
                    *new = table[usize::from(*old)];
                }
                (&mut self.transcoded, place)
            }
        };
        // A packet's payload never starts before the end of its own header, so there is room.
        let start = payload.start - HEADER;
        buffer[start..payload.start].copy_from_slice(&header.write());
        &buffer[start..payload.end]
    }
}
