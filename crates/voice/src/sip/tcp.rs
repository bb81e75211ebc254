//! SIP over TCP, and over TLS: connections that come, and those we open to telephones that want it.
//!
//! One task a connection; trunks and TCP telephones have few. Every bound is in [`Limits`]: a
//! peer that sends nonsense, half a message, nothing, or that does not read, loses its connection
//! and holds nobody up.

use super::counters::{Counter, Counters};
use super::message::{Framing, LARGEST, frame};
use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout};

/// What a TCP peer may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections at once, theirs and ours; one more is closed at once.
    pub connections: usize,
    /// Silence after which a connection is closed. Calls do not end by that.
    pub idle: Duration,
    /// Time for the rest of a message whose beginning has come.
    pub half_message: Duration,
    /// Time to connect to a telephone.
    pub connect: Duration,
    /// Time in which a peer must take what we send.
    pub write: Duration,
    /// Messages that may wait for a peer; one more closes its connection.
    pub waiting: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            connections: 512,
            idle: Duration::from_secs(900),
            half_message: Duration::from_secs(10),
            connect: Duration::from_secs(2),
            write: Duration::from_secs(5),
            waiting: 64,
        }
    }
}

/// Messages of all connections that may wait for the node; then peers wait (TCP slows them down).
const INBOUND: usize = 1024;
/// Bytes read at a time.
const CHUNK: usize = 4096;

/// What makes connections such that nobody reads them on the way.
#[derive(Debug, Clone)]
pub struct Secured {
    /// Our end of those that come.
    pub acceptor: tls::Acceptor,
    /// Our end of those that go out; without one, none do.
    pub connector: Option<tls::Connector>,
}

/// Something that came over TCP.
pub enum Arrival {
    /// A whole message.
    Message(SocketAddr, Vec<u8>),
    /// A telephone could not be reached.
    Unreachable(SocketAddr),
}

enum Inbound {
    Opened(SocketAddr, Link),
    Arrival(Arrival),
    Closed(SocketAddr, u64),
}

/// Our end of a connection's task.
#[derive(Debug)]
struct Link {
    number: u64,
    outgoing: mpsc::Sender<Arc<[u8]>>,
}

/// All connections of a port. Dropping it closes them.
pub struct Tcp {
    shared: Shared,
    local: SocketAddr,
    links: HashMap<SocketAddr, Link>,
    inbound: mpsc::Receiver<Inbound>,
    tasks: JoinSet<()>,
    opened: u64,
}

#[derive(Debug, Clone)]
struct Shared {
    limits: Limits,
    counters: Arc<Counters>,
    secured: Option<Secured>,
    room: Arc<Semaphore>,
    inbound: mpsc::Sender<Inbound>,
}

impl Tcp {
    /// Listens; with `secured`, for TLS and nothing else. Must be called within a tokio runtime.
    ///
    /// # Errors
    /// The system's.
    pub fn listen(
        address: SocketAddr,
        limits: Limits,
        counters: Arc<Counters>,
        secured: Option<Secured>,
    ) -> io::Result<Tcp> {
        let domain = socket2::Domain::for_address(address);
        let socket = socket2::Socket::new(domain, socket2::Type::STREAM, Some(socket2::Protocol::TCP))?;
        socket.set_nonblocking(true)?;
        // Connections of a former process that linger must not keep a restart waiting.
        socket.set_reuse_address(true)?;
        socket.bind(&address.into())?;
        socket.listen(128)?;
        let listener = TcpListener::from_std(socket.into())?;
        let local = listener.local_addr()?;
        let (sender, inbound) = mpsc::channel(INBOUND);
        let room = Arc::new(Semaphore::new(limits.connections));
        let shared = Shared { limits, counters, secured, room, inbound: sender };
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(listener, shared.clone()));
        Ok(Tcp { shared, local, links: HashMap::new(), inbound, tasks, opened: 0 })
    }

    /// Where it listens.
    pub fn local(&self) -> SocketAddr {
        self.local
    }

    /// Waits for what comes next. Loses nothing when it is dropped while waiting.
    pub async fn next(&mut self) -> Arrival {
        loop {
            while self.tasks.try_join_next().is_some() {}
            // The channel cannot close: we hold a sender.
            match self.inbound.recv().await {
                Some(Inbound::Arrival(arrival)) => return arrival,
                Some(Inbound::Opened(peer, link)) => {
                    self.links.insert(peer, link);
                }
                Some(Inbound::Closed(peer, number)) => {
                    if self.links.get(&peer).is_some_and(|link| link.number == number) {
                        self.links.remove(&peer);
                    }
                }
                None => std::future::pending().await,
            }
            self.shared.now().set(self.links.len());
        }
    }

    /// Sends over the connection to `to`; when there is none, over one to `or_else`, opened if
    /// need be. `false` when the message is lost.
    pub fn send(&mut self, to: SocketAddr, or_else: Option<SocketAddr>, bytes: Arc<[u8]>) -> bool {
        if let Some(link) = self.links.get(&to) {
            let taken = link.outgoing.try_send(bytes).is_ok();
            if !taken {
                self.shared.counters.connections_closed.add();
                self.links.remove(&to);
            }
            return taken;
        }
        match or_else {
            Some(target) if target != to && self.links.contains_key(&target) => {
                self.send(target, None, bytes)
            }
            Some(target) => self.open(target, bytes),
            None => false,
        }
    }

    /// Closes a connection. What came over it before may still arrive.
    pub fn close(&mut self, peer: SocketAddr) {
        if self.links.remove(&peer).is_some() {
            self.shared.counters.connections_closed.add();
            self.shared.now().set(self.links.len());
        }
    }

    fn open(&mut self, target: SocketAddr, first: Arc<[u8]>) -> bool {
        let Ok(permit) = self.shared.room.clone().try_acquire_owned() else {
            self.shared.counters.connections_closed.add();
            return false;
        };
        let (outgoing, queue) = mpsc::channel(self.shared.limits.waiting);
        if outgoing.try_send(first).is_err() {
            return false;
        }
        self.opened += 1;
        // Even numbers are ours, odd ones the listener's.
        let number = self.opened << 1;
        self.links.insert(target, Link { number, outgoing });
        let shared = self.shared.clone();
        self.tasks.spawn(async move {
            let link = Ended { peer: target, number };
            let carried = match timeout(shared.limits.connect, TcpStream::connect(target)).await {
                Ok(Ok(stream)) => shared.clone().go_out(stream, link, queue, permit).await,
                _ => Err(NotThere),
            };
            if carried.is_err() {
                let _ = shared.inbound.send(Inbound::Arrival(Arrival::Unreachable(target))).await;
                let _ = shared.inbound.send(Inbound::Closed(target, number)).await;
            }
        });
        true
    }
}

/// Nobody answered there, or nobody we believe.
struct NotThere;

impl Shared {
    /// How many connections there are now.
    fn now(&self) -> &Counter {
        match &self.secured {
            Some(_) => &self.counters.tls_connections,
            None => &self.counters.connections,
        }
    }

    /// Carries a connection that we opened, to its end. Telephones are known by their addresses, and so is whom
    /// their certificate has to name.
    async fn go_out(
        self,
        stream: TcpStream,
        link: Ended,
        queue: mpsc::Receiver<Arc<[u8]>>,
        room: OwnedSemaphorePermit,
    ) -> Result<(), NotThere> {
        let _ = stream.set_nodelay(true);
        let Some(secured) = &self.secured else {
            serve(stream, link, queue, self, room).await;
            return Ok(());
        };
        let connector = secured.connector.as_ref().ok_or(NotThere)?;
        match connector.connect(&link.peer.ip().to_string(), stream).await {
            Ok(stream) => {
                serve(stream, link, queue, self, room).await;
                Ok(())
            }
            Err(reason) => {
                self.counters.handshakes_failed.add();
                tracing::warn!(telephone = %link.peer, %reason, "no TLS with a telephone that is to be called by it");
                Err(NotThere)
            }
        }
    }

    /// Carries a connection that came, to its end. One that needs a handshake is none before it.
    async fn come_in(self, stream: TcpStream, link: Ended, room: OwnedSemaphorePermit) {
        let _ = stream.set_nodelay(true);
        let (outgoing, queue) = mpsc::channel(self.limits.waiting);
        let opened = Inbound::Opened(link.peer, Link { number: link.number, outgoing });
        let Some(secured) = &self.secured else {
            if self.inbound.send(opened).await.is_ok() {
                serve(stream, link, queue, self, room).await;
            }
            return;
        };
        match secured.acceptor.accept(stream).await {
            Ok(stream) if self.inbound.send(opened).await.is_ok() => {
                serve(stream, link, queue, self, room).await;
            }
            Ok(_) => {}
            Err(_) => self.counters.handshakes_failed.add(),
        }
    }
}

async fn accept(listener: TcpListener, shared: Shared) {
    let mut connections = JoinSet::new();
    let mut accepted = 0u64;
    loop {
        while connections.try_join_next().is_some() {}
        let Ok((stream, peer)) = listener.accept().await else {
            // Out of descriptors, most likely: others must close first.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let Ok(permit) = shared.room.clone().try_acquire_owned() else {
            shared.counters.connections_closed.add();
            continue;
        };
        accepted += 1;
        let link = Ended { peer, number: accepted << 1 | 1 };
        connections.spawn(shared.clone().come_in(stream, link, permit));
    }
}

/// Which connection it is that will have ended.
#[derive(Debug, Clone, Copy)]
struct Ended {
    peer: SocketAddr,
    number: u64,
}

/// Carries messages both ways until either side ends it or a limit is broken.
async fn serve(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    Ended { peer, number }: Ended,
    mut queue: mpsc::Receiver<Arc<[u8]>>,
    shared: Shared,
    _room: OwnedSemaphorePermit,
) {
    let mut bytes = Vec::with_capacity(CHUNK);
    let mut deadline = Instant::now() + shared.limits.idle;
    loop {
        bytes.reserve(CHUNK);
        tokio::select! {
            read = stream.read_buf(&mut bytes) => match read {
                Ok(1..) => {
                    let had = bytes.len();
                    let Ok(pings) = hand_over(&mut bytes, peer, &shared).await else {
                        shared.counters.connections_closed.add();
                        break;
                    };
                    if pings && write(&mut stream, b"\r\n", &shared).await.is_err() {
                        break;
                    }
                    deadline = next_deadline(deadline, bytes.len(), had, &shared.limits);
                }
                _ => break,
            },
            next = queue.recv() => match next {
                Some(message) if write(&mut stream, &message, &shared).await.is_ok() => {}
                _ => break,
            },
            () = sleep_until(deadline) => {
                shared.counters.connections_closed.add();
                break;
            }
        }
    }
    let _ = shared.inbound.send(Inbound::Closed(peer, number)).await;
}

/// A message that has begun must end in time, however slowly its bytes trickle in.
fn next_deadline(deadline: Instant, left: usize, had: usize, limits: &Limits) -> Instant {
    let now = Instant::now();
    match left {
        0 => now + limits.idle,
        _ if left < had => now + limits.half_message,
        _ => deadline.min(now + limits.half_message),
    }
}

async fn write(stream: &mut (impl AsyncWrite + Unpin), bytes: &[u8], shared: &Shared) -> io::Result<()> {
    let all = async {
        stream.write_all(bytes).await?;
        stream.flush().await
    };
    timeout(shared.limits.write, all).await.map_err(|_| io::ErrorKind::TimedOut)?
}

/// The peer sent what nobody can take apart.
struct Hopeless;

/// Hands over every whole message, and says whether an answer to a keep-alive (RFC 5626 §3.5.1)
/// is due.
async fn hand_over(bytes: &mut Vec<u8>, peer: SocketAddr, shared: &Shared) -> Result<bool, Hopeless> {
    let mut pinged = false;
    loop {
        let blank = bytes.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        pinged |= blank >= 4;
        bytes.drain(..blank);
        if bytes.is_empty() {
            return Ok(pinged);
        }
        match frame(bytes) {
            Framing::Incomplete if bytes.len() <= LARGEST => return Ok(pinged),
            Framing::Complete(end) => {
                let rest = bytes.split_off(end);
                let message = std::mem::replace(bytes, rest);
                let arrival = Inbound::Arrival(Arrival::Message(peer, message));
                if shared.inbound.send(arrival).await.is_err() {
                    return Err(Hopeless);
                }
            }
            Framing::Incomplete | Framing::Hopeless => return Err(Hopeless),
        }
    }
}
