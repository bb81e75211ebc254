//! The two ways messages travel, and whom they travel to.

use std::net::SocketAddr;
use std::sync::Arc;

/// How a message travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Transport {
    /// Datagrams: what is lost is sent again.
    Udp,
    /// A stream that loses nothing.
    Tcp,
}

impl Transport {
    /// As written in a Via.
    pub fn name(self) -> &'static str {
        match self {
            Transport::Udp => "UDP",
            Transport::Tcp => "TCP",
        }
    }
}

/// The other end of a message's way. A TCP peer is known by its connection's remote address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Peer {
    /// How.
    pub transport: Transport,
    /// Where.
    pub address: SocketAddr,
}

/// A message to be sent.
#[derive(Clone)]
pub struct Transmit {
    /// Where it goes.
    pub to: Peer,
    /// Where it goes when `to` is a TCP connection that is no more: the peer's contact address.
    pub or_else: Option<SocketAddr>,
    /// The message.
    pub bytes: Arc<[u8]>,
}
