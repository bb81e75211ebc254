//! The way between a leg and its telephone.

use super::booths::Booth;
use std::net::{SocketAddr, UdpSocket};
use vocabulary::{AgentId, Time};

/// How a leg's packets travel. Whatever it is, what comes out of it and goes into it is plain RTP
/// with G.711 and telephone events: all that a relay, a prompt or a recorder ever sees.
pub(super) enum Transport {
    /// A port of its own, for a SIP telephone.
    Socket(UdpSocket),
    /// The station of an agent's page, while there is one.
    Page { agent: AgentId, booth: Option<Box<Booth>> },
}

impl Transport {
    /// Takes in one datagram and leaves the packet in `room`: its length, and where it came from.
    /// Of a page no address is told: its packets are authenticated. `None` when there is nothing;
    /// what fails here, an ICMP error say, is no packet.
    pub fn receive(&mut self, now: Time, room: &mut [u8]) -> Option<(usize, Option<SocketAddr>)> {
        match self {
            Transport::Socket(socket) => {
                socket.recv_from(room).ok().map(|(length, from)| (length, Some(from)))
            }
            Transport::Page { booth, .. } => booth.as_mut()?.receive(now, room).map(|length| (length, None)),
        }
    }

    /// Sends a packet to the telephone, at `to` if it has an address. `false`: it did not leave.
    pub fn send(&mut self, now: Time, to: Option<SocketAddr>, packet: &[u8]) -> bool {
        match self {
            Transport::Socket(socket) => to.is_some_and(|to| socket.send_to(packet, to).is_ok()),
            Transport::Page { booth, .. } => booth.as_mut().is_some_and(|booth| booth.send(now, packet)),
        }
    }

    /// From here on packets are of interest. The socket returned is to be watched.
    pub fn begin(&mut self) -> Option<&UdpSocket> {
        match self {
            Transport::Socket(socket) => Some(socket),
            Transport::Page { booth, .. } => {
                booth.iter_mut().for_each(|booth| booth.set_idle(false));
                None
            }
        }
    }

    /// The booth, if it is a page's and its station is there.
    pub fn booth(&mut self) -> Option<&mut Booth> {
        match self {
            Transport::Socket(_) => None,
            Transport::Page { booth, .. } => booth.as_deref_mut(),
        }
    }

    /// Takes the booth away.
    pub fn take_booth(&mut self) -> Option<Box<Booth>> {
        match self {
            Transport::Socket(_) => None,
            Transport::Page { booth, .. } => booth.take(),
        }
    }
}
