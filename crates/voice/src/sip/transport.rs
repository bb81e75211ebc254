//! The ways messages travel, and whom they travel to.

use std::net::SocketAddr;
use std::sync::Arc;

/// How a message travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Transport {
    /// Datagrams: what is lost is sent again.
    Udp,
    /// A stream that loses nothing.
    Tcp,
    /// The same, which nobody reads on the way.
    Tls,
}

impl Transport {
    /// As written in a Via.
    pub fn name(self) -> &'static str {
        match self {
            Transport::Udp => "UDP",
            Transport::Tcp => "TCP",
            Transport::Tls => "TLS",
        }
    }

    /// Whether what is sent arrives or the connection ends. Then nothing is sent again, and answers take the
    /// way the request came.
    pub fn is_stream(self) -> bool {
        matches!(self, Transport::Tcp | Transport::Tls)
    }
}

/// The other end of a message's way. A peer of a stream is known by its connection's remote address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Peer {
    /// How.
    pub transport: Transport,
    /// Where.
    pub address: SocketAddr,
}

/// The addresses that peers reach us under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Local {
    /// By UDP and TCP.
    pub plain: SocketAddr,
    /// By TLS; without one, nobody does.
    pub tls: Option<SocketAddr>,
}

impl Local {
    /// The one for this way.
    pub fn by(&self, transport: Transport) -> SocketAddr {
        self.tls.filter(|_| transport == Transport::Tls).unwrap_or(self.plain)
    }
}

/// A message to be sent.
#[derive(Clone)]
pub struct Transmit {
    /// Where it goes.
    pub to: Peer,
    /// Where it goes when `to` is a connection that is no more: the peer's contact address.
    pub or_else: Option<SocketAddr>,
    /// The message.
    pub bytes: Arc<[u8]>,
}
