//! A telephone's audio in a call: one RTP socket, the packets sent and the account of those received.

use crate::dialog::Desk;
use crate::engine::What;
use crate::g711::Codec;
use crate::net::Net;
use crate::reception::{Heard, Listening, Received, Reception};
use crate::rtp::{Outgoing, PACKET, Packet, Press};
use crate::sdp::Session;
use crate::voice::Voice;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use vocabulary::Time;

/// When this late, the beat starts anew instead of sending a burst.
const TOO_LATE: Duration = Duration::from_millis(100);

/// Audio of one call.
#[derive(Debug)]
pub struct Media {
    line: usize,
    address: SocketAddr,
    voice: Voice,
    remote: Option<SocketAddr>,
    outgoing: Option<Outgoing>,
    reception: Reception,
    next: Instant,
    sent: u64,
    id: u64,
    version: u32,
}

impl Media {
    /// Leases a socket. `None` when there is none.
    pub fn open(desk: &mut Desk<'_>, voice: Voice, listening: &Listening) -> Option<Media> {
        let line = desk.net.lease_line(desk.leg, desk.now)?;
        Some(Media {
            line,
            address: desk.net.lines[line].address,
            voice,
            remote: None,
            outgoing: None,
            reception: Reception::new(listening),
            next: desk.now,
            sent: 0,
            id: desk.net.fresh() >> 1,
            version: 0,
        })
    }

    /// The text of an offer.
    pub fn offer(&mut self, codecs: &[Codec]) -> String {
        self.write(&Session::offer(self.address, codecs))
    }

    /// The text of an answer to an offer; what it settles is what is sent from now on.
    pub fn answer(&mut self, offer: &Session) -> Option<String> {
        let answer = offer.answer(self.address)?;
        Some(self.write(&answer))
    }

    fn write(&mut self, session: &Session) -> String {
        self.version += 1;
        session.write(self.id, self.version)
    }

    /// Sends to the other side as it described itself, from now on. `false` when there is no
    /// common coding.
    pub fn connect(&mut self, desk: &mut Desk<'_>, far: &Session) -> bool {
        let Some(codec) = far.codec() else { return false };
        self.remote = Some(far.audio);
        self.reception.expect_keys(far.keys);
        if let Some(outgoing) = &mut self.outgoing {
            outgoing.renegotiate(codec, far.keys);
        } else {
            self.outgoing = Some(Outgoing::new(codec, far.keys, self.voice.clone(), desk.net.fresh()));
            self.next = desk.now;
            self.beat(desk);
        }
        true
    }

    /// Sends the packet that is due and sets the alarm for the next one.
    pub fn beat(&mut self, desk: &mut Desk<'_>) {
        let (Some(outgoing), Some(remote)) = (&mut self.outgoing, self.remote) else { return };
        let packet = outgoing.next_packet();
        self.sent += u64::from(desk.net.send_rtp(self.line, remote, &packet));
        self.next += PACKET.to_std();
        if desk.now.saturating_duration_since(self.next) > TOO_LATE {
            self.next = desk.now + PACKET.to_std();
        }
        desk.alarm(self.next.saturating_duration_since(desk.now), What::Beat);
    }

    /// Sends nothing any more; still receives.
    pub fn fall_silent(&mut self) {
        self.remote = None;
    }

    /// Says something else.
    pub fn say(&mut self, voice: Voice) {
        if let Some(outgoing) = &mut self.outgoing {
            outgoing.say(voice);
        }
    }

    /// Presses a key; `false` when the other side takes none.
    pub fn press(&mut self, press: Press) -> bool {
        self.outgoing.as_mut().is_some_and(|outgoing| outgoing.press(press))
    }

    /// Whether all keys have been sent.
    pub fn keys_are_sent(&self) -> bool {
        self.outgoing.as_ref().is_none_or(Outgoing::keys_are_sent)
    }

    /// Takes a datagram.
    pub fn take(&mut self, bytes: &[u8], at: Time, loudness: bool) -> Heard {
        Packet::read(bytes).map_or_else(Heard::default, |packet| self.reception.take(&packet, at, loudness))
    }

    /// The account so far.
    pub fn received(&self) -> &Received {
        self.reception.received()
    }

    /// Gives the socket back; packets sent, and the account of those received.
    pub fn close(self, net: &mut Net, now: Instant) -> (u64, Received) {
        net.release_line(self.line, now);
        (self.sent, self.reception.into_received())
    }
}
