//! SIP over UDP: one socket for everything that comes and goes.

use super::icmp;
use super::message::LARGEST;
use std::io;
use std::net::SocketAddr;
use std::os::fd::AsFd;
use tokio::net::UdpSocket;

/// Receive buffer asked of the system, in bytes: some seconds of the heaviest load. The system
/// may grant less (`net.core.rmem_max`); what does not fit is sent again by the telephones.
const RECEIVE_BUFFER: usize = 8 << 20;
/// Send buffer asked of the system, in bytes.
const SEND_BUFFER: usize = 2 << 20;
/// Undeliverable datagrams looked at in one go.
const MOST_ERRORS: usize = 64;

/// The trunk's UDP socket.
#[derive(Debug)]
pub struct Udp {
    socket: UdpSocket,
    /// One byte longer than the longest message taken, so that a longer one shows.
    buffer: Box<[u8]>,
}

impl Udp {
    /// Binds the socket. Must be called within a tokio runtime.
    ///
    /// # Errors
    /// The system's.
    pub fn bind(address: SocketAddr) -> io::Result<Udp> {
        let domain = socket2::Domain::for_address(address);
        let socket = socket2::Socket::new(domain, socket2::Type::DGRAM, Some(socket2::Protocol::UDP))?;
        socket.set_nonblocking(true)?;
        socket.set_recv_buffer_size(RECEIVE_BUFFER)?;
        socket.set_send_buffer_size(SEND_BUFFER)?;
        socket.bind(&address.into())?;
        icmp::enable(socket.as_fd(), address.is_ipv6())?;
        let socket = UdpSocket::from_std(socket.into())?;
        Ok(Udp { socket, buffer: vec![0; LARGEST + 1].into() })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// The system's.
    pub fn local(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }

    /// Waits until there may be something to receive.
    ///
    /// # Errors
    /// The system's; the socket is of no more use then.
    pub async fn readable(&self) -> io::Result<()> {
        self.socket.readable().await
    }

    /// Receives one datagram, if there is one. One longer than [`LARGEST`] comes cut to one byte
    /// more.
    pub fn receive(&mut self) -> Received<'_> {
        match self.socket.try_recv_from(&mut self.buffer) {
            Ok((length, source)) => Received::Datagram(source, &self.buffer[..length]),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Received::Nothing,
            Err(_) => Received::Undelivered(self.undelivered()),
        }
    }

    /// Sends a datagram. `false` when the system would not take it: retransmission repairs that.
    pub fn send(&self, to: SocketAddr, bytes: &[u8]) -> bool {
        match self.socket.try_send_to(bytes, to) {
            Ok(_) => true,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => false,
            // The error is about an earlier datagram, maybe to somebody else; it stays in the queue.
            Err(_) => self.socket.try_send_to(bytes, to).is_ok(),
        }
    }

    /// Addresses that earlier datagrams did not reach.
    pub fn undelivered(&self) -> Vec<SocketAddr> {
        std::iter::from_fn(|| icmp::take(self.socket.as_fd())).take(MOST_ERRORS).collect()
    }
}

/// What [`Udp::receive`] found.
#[derive(Debug)]
pub enum Received<'a> {
    /// A datagram.
    Datagram(SocketAddr, &'a [u8]),
    /// The network could not deliver what we sent to these.
    Undelivered(Vec<SocketAddr>),
    /// Nothing more for now.
    Nothing,
}
