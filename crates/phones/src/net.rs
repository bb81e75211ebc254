//! The sockets: SIP ports over UDP and TCP, and a pool of RTP sockets that are used again.

use crate::rtp::Written;
use crate::sip::Framer;
use crate::slab::{Key, Slab};
use crate::timestamps;
use mio::net::{TcpListener, TcpStream};
use mio::unix::SourceFd;
use mio::{Interest, Registry, Token};
use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::os::fd::AsRawFd;
use std::time::{Duration, Instant};
use vocabulary::Time;

/// Bytes that may wait for a TCP peer; beyond that the connection is closed.
const MOST_UNSENT: usize = 256 * 1024;
/// A socket rests this long before it is used again: packets for its last call are still under way.
const REST: Duration = Duration::from_millis(500);
/// Receive room of a SIP socket; the kernel may grant less.
const SIP_ROOM: usize = 4 << 20;
/// Tries to find a port that is free for UDP and TCP alike.
const PORT_TRIES: usize = 20;

/// A telephone in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Leg {
    /// One that calls.
    Caller(Key),
    /// One that was called.
    Agent(Key),
}

/// Whose requests a SIP port takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// The callers'.
    Callers,
    /// All agents' of a bank.
    Bank(usize),
    /// One agent's: bank, and place within it.
    Agent(usize, usize),
}

/// The way to the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path {
    /// From a SIP port to an address.
    Udp {
        /// The port's place.
        port: usize,
        /// The address.
        to: SocketAddr,
    },
    /// Over a connection.
    Tcp {
        /// The connection.
        connection: Key,
    },
}

/// What an event's token stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Another thread has something to say.
    Waker,
    /// A SIP port's datagrams.
    Sip(usize),
    /// A SIP port's new connections.
    Listener(usize),
    /// A connection.
    Connection(Key),
    /// An RTP socket.
    Line(usize),
}

/// A SIP port.
pub struct SipPort {
    /// Its UDP socket.
    pub socket: UdpSocket,
    /// Where it is, for UDP and TCP.
    pub address: SocketAddr,
    /// Whose it is.
    pub owner: Owner,
    listener: TcpListener,
}

/// A connection.
pub struct Connection {
    stream: TcpStream,
    token: Token,
    unsent: Vec<u8>,
    /// Cuts what was received into messages.
    pub framer: Framer,
    /// The SIP port it belongs to.
    pub port: usize,
    /// Who is at the other end.
    pub peer: SocketAddr,
}

impl Connection {
    fn shut_down(&mut self) {
        self.unsent.clear();
        // One that was never connected cannot be shut down; its error is an event already.
        let _ = self.stream.shutdown(std::net::Shutdown::Both);
    }
}

/// An RTP socket.
pub struct Line {
    /// The socket.
    pub socket: UdpSocket,
    /// Where it receives.
    pub address: SocketAddr,
    /// Who uses it, since when.
    pub lease: Option<(Leg, Time)>,
}

/// All of them.
pub struct Net {
    registry: Registry,
    ip: IpAddr,
    sources: Vec<Source>,
    free_tokens: Vec<Token>,
    /// SIP ports.
    pub ports: Vec<SipPort>,
    /// Connections.
    pub connections: Slab<Connection>,
    /// RTP sockets.
    pub lines: Vec<Line>,
    resting: VecDeque<(Instant, usize)>,
    most_lines: usize,
    /// How long the other side gets for its last word.
    pub linger: Duration,
    counter: u64,
    salt: u64,
}

impl Net {
    /// No sockets yet. Token 0 is the waker's.
    pub fn new(registry: Registry, ip: IpAddr, most_lines: usize, linger: Duration) -> Net {
        Net {
            registry,
            ip,
            sources: vec![Source::Waker],
            free_tokens: Vec::new(),
            ports: Vec::new(),
            connections: Slab::default(),
            lines: Vec::new(),
            resting: VecDeque::new(),
            most_lines,
            linger,
            counter: 0,
            salt: timestamps::now().0.unsigned_abs() << 20 ^ u64::from(std::process::id()),
        }
    }

    /// What a token stands for.
    pub fn source(&self, token: Token) -> Source {
        self.sources[token.0]
    }

    /// A number not given before, neither by an earlier run: for tags, branches, Call-IDs.
    pub fn fresh(&mut self) -> u64 {
        self.counter += 1;
        (self.salt ^ self.counter).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    fn token(&mut self, source: Source) -> Token {
        if let Some(token) = self.free_tokens.pop() {
            self.sources[token.0] = source;
            return token;
        }
        self.sources.push(source);
        Token(self.sources.len() - 1)
    }

    /// Opens a SIP port, the same number for UDP and TCP.
    ///
    /// # Errors
    /// What the operating system says; of a fixed port, that it is taken.
    pub fn open_port(&mut self, at: SocketAddr, owner: Owner) -> io::Result<usize> {
        let (socket, listener) = bind_both(at)?;
        let address = socket.local_addr()?;
        // Less room than asked for is no reason to refuse: it shows as retransmissions.
        let _ = socket2::SockRef::from(&socket).set_recv_buffer_size(SIP_ROOM);
        timestamps::enable(&socket)?;
        let place = self.ports.len();
        let token = self.token(Source::Sip(place));
        self.registry.register(&mut SourceFd(&socket.as_raw_fd()), token, Interest::READABLE)?;
        let mut port = SipPort { socket, address, owner, listener };
        let token = self.token(Source::Listener(place));
        self.registry.register(&mut port.listener, token, Interest::READABLE)?;
        self.ports.push(port);
        Ok(place)
    }

    /// Sends a SIP message. What the network refuses is lost, as any datagram may be.
    pub fn send_sip(&mut self, path: Path, bytes: &[u8]) {
        match path {
            Path::Udp { port, to } => {
                let _ = self.ports[port].socket.send_to(bytes, to);
            }
            Path::Tcp { connection } => {
                if let Some(peer) = self.connections.get_mut(connection) {
                    peer.unsent.extend_from_slice(bytes);
                    self.flush(connection);
                }
            }
        }
    }

    /// Connects a SIP port to a peer.
    ///
    /// # Errors
    /// What the operating system says at once; a later refusal closes the connection.
    pub fn connect(&mut self, port: usize, to: SocketAddr) -> io::Result<Path> {
        let stream = TcpStream::connect(to)?;
        self.adopt(port, stream, to).map(|connection| Path::Tcp { connection })
    }

    /// Takes the connections that wait at a SIP port.
    pub fn accept(&mut self, port: usize) {
        while let Ok((stream, peer)) = self.ports[port].listener.accept() {
            // One that cannot be watched is dropped, and with it closed.
            let _ = self.adopt(port, stream, peer);
        }
    }

    fn adopt(&mut self, port: usize, mut stream: TcpStream, peer: SocketAddr) -> io::Result<Key> {
        let token = self.token(Source::Waker);
        self.registry.register(&mut stream, token, Interest::READABLE | Interest::WRITABLE)?;
        let (unsent, framer) = (Vec::new(), Framer::default());
        let connection = Connection { stream, token, unsent, framer, port, peer };
        let key = self.connections.insert(connection);
        self.sources[token.0] = Source::Connection(key);
        Ok(key)
    }

    /// Writes what waits. The connection to a peer that is gone or does not read is shut down; the
    /// event that follows tells its user.
    pub fn flush(&mut self, key: Key) {
        let Some(peer) = self.connections.get_mut(key) else { return };
        while !peer.unsent.is_empty() {
            match peer.stream.write(&peer.unsent) {
                Ok(count) => drop(peer.unsent.drain(..count)),
                Err(e) if matches!(e.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::NotConnected) => {
                    break;
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return peer.shut_down(),
            }
        }
        if peer.unsent.len() > MOST_UNSENT {
            peer.shut_down();
        }
    }

    /// Reads what came. `false` when the peer has closed or broken the connection.
    pub fn read(&mut self, key: Key) -> bool {
        let Some(peer) = self.connections.get_mut(key) else { return false };
        let mut room = [0; 4_096];
        loop {
            match peer.stream.read(&mut room) {
                Ok(0) => return false,
                Ok(count) => peer.framer.push(&room[..count]),
                Err(e) if matches!(e.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::NotConnected) => {
                    return true;
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return false,
            }
        }
    }

    /// Closes a connection.
    pub fn close(&mut self, key: Key) {
        if let Some(mut peer) = self.connections.remove(key) {
            let _ = self.registry.deregister(&mut peer.stream);
            self.sources[peer.token.0] = Source::Waker;
            self.free_tokens.push(peer.token);
        }
    }

    /// Leases an RTP socket. `None` when all are in use, or the system gives no more.
    pub fn lease_line(&mut self, leg: Leg, now: Instant) -> Option<usize> {
        let rested = self.resting.front().is_some_and(|(since, _)| now.duration_since(*since) >= REST);
        let place = match if rested { self.resting.pop_front() } else { None } {
            Some((_, place)) => place,
            None if self.lines.len() < self.most_lines => self.open_line().ok()?,
            None => self.resting.pop_front()?.1,
        };
        self.lines[place].lease = Some((leg, timestamps::now()));
        Some(place)
    }

    fn open_line(&mut self) -> io::Result<usize> {
        let socket = UdpSocket::bind((self.ip, 0))?;
        socket.set_nonblocking(true)?;
        timestamps::enable(&socket)?;
        let place = self.lines.len();
        let token = self.token(Source::Line(place));
        self.registry.register(&mut SourceFd(&socket.as_raw_fd()), token, Interest::READABLE)?;
        self.lines.push(Line { address: socket.local_addr()?, socket, lease: None });
        Ok(place)
    }

    /// Gives an RTP socket back.
    pub fn release_line(&mut self, place: usize, now: Instant) {
        self.lines[place].lease = None;
        self.resting.push_back((now, place));
    }

    /// Sends an RTP packet; `false` when the kernel had no room for it.
    pub fn send_rtp(&mut self, line: usize, to: SocketAddr, (bytes, length): &Written) -> bool {
        self.lines[line].socket.send_to(&bytes[..*length], to).is_ok()
    }
}

fn bind_both(at: SocketAddr) -> io::Result<(UdpSocket, TcpListener)> {
    for _ in 1..PORT_TRIES {
        let socket = UdpSocket::bind(at)?;
        socket.set_nonblocking(true)?;
        match TcpListener::bind(socket.local_addr()?) {
            Ok(listener) => return Ok((socket, listener)),
            Err(error) if at.port() != 0 => return Err(error),
            Err(_) => {}
        }
    }
    Err(io::Error::new(io::ErrorKind::AddrInUse, "no port is free for UDP and TCP alike"))
}
