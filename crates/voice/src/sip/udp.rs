//! SIP over UDP: one socket for everything that comes and goes.

use super::icmp;
use super::message::LARGEST;
use std::io;
use std::net::SocketAddr;
use std::os::fd::AsFd;
use tokio::io::Interest;
use tokio::net::UdpSocket;

/// Receive buffer asked of the system, in bytes: some seconds of the heaviest load. The system
/// may grant less (`net.core.rmem_max`); what does not fit is sent again by the telephones.
const RECEIVE_BUFFER: usize = 8 << 20;
/// Send buffer asked of the system, in bytes.
const SEND_BUFFER: usize = 2 << 20;

/// The trunk's UDP socket.
pub struct Udp {
    socket: UdpSocket,
    /// One byte longer than the longest message taken, so that a longer one shows.
    buffer: Box<[u8]>,
    /// Whether the network may have said that something was not delivered.
    in_trouble: bool,
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
        Ok(Udp { socket, buffer: vec![0; LARGEST + 1].into(), in_trouble: false })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// The system's.
    pub fn local(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }

    /// Waits until there may be something to receive, or something was not delivered.
    pub async fn ready(&mut self) {
        let either = Interest::READABLE | Interest::ERROR;
        match self.socket.ready(either).await {
            Ok(ready) if ready.is_error() => self.in_trouble = true,
            Ok(_) => {}
            // The runtime is going down; there is nothing to wait for.
            Err(_) => std::future::pending().await,
        }
    }

    /// Receives one datagram, if there is one. One longer than [`LARGEST`] comes cut to one byte
    /// more.
    pub fn receive(&mut self) -> Option<(SocketAddr, &[u8])> {
        match self.socket.try_recv_from(&mut self.buffer) {
            Ok((length, source)) => Some((source, &self.buffer[..length])),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => None,
            // What the network said about an earlier datagram; there may be more to receive, and
            // the socket stays ready.
            Err(_) => {
                self.in_trouble = true;
                None
            }
        }
    }

    /// An address that an earlier datagram did not reach, if there is one.
    pub fn undelivered(&mut self) -> Option<SocketAddr> {
        if !self.in_trouble {
            return None;
        }
        let taken = self.socket.try_io(Interest::ERROR, || {
            icmp::take(self.socket.as_fd()).ok_or_else(|| io::ErrorKind::WouldBlock.into())
        });
        self.in_trouble = taken.is_ok();
        taken.ok()
    }

    /// Sends a datagram. `false` when the system would not take it: retransmission repairs that.
    pub fn send(&mut self, to: SocketAddr, bytes: &[u8]) -> bool {
        match self.socket.try_send_to(bytes, to) {
            Ok(_) => true,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => false,
            // The error is about an earlier datagram, maybe to somebody else.
            Err(_) => {
                self.in_trouble = true;
                self.socket.try_send_to(bytes, to).is_ok()
            }
        }
    }
}
