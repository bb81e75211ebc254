//! How checkpoints leave: to an append-only file, to a system's log (RFC 5424), or both.
//!
//! What cannot be sent waits, 1,000 checkpoints for each way at the most; beyond that the oldest goes,
//! which loses nothing that a later one does not bind as well.

use super::Shared;
use super::checkpoint::Checkpoint;
use std::collections::VecDeque;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpStream, UdpSocket, UnixDatagram};
use tokio::sync::mpsc;
use tokio::time::timeout;

/// How long one checkpoint may take on its way.
const SENT_WITHIN: Duration = Duration::from_secs(5);
/// When what could not be sent is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(30);
/// Checkpoints that wait for one way.
const MOST: usize = 1_000;
/// Facility 13, *log audit*; severity 5, *notice* (RFC 5424 §6.2.1).
const PRIORITY: u8 = 13 * 8 + 5;

/// Where a system's log is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Syslog {
    /// One datagram a checkpoint (RFC 5426).
    Udp(SocketAddr),
    /// Octet counting (RFC 6587 §3.4.1), a connection for each.
    Tcp(SocketAddr),
    /// A socket of this machine, such as `/dev/log`.
    Unix(PathBuf),
}

impl FromStr for Syslog {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Syslog, &'static str> {
        let expected = "give udp://address:port, tcp://address:port or unix:///path";
        let (scheme, rest) = text.split_once("://").ok_or(expected)?;
        match scheme {
            "udp" => rest.parse().map(Syslog::Udp).map_err(|_| expected),
            "tcp" => rest.parse().map(Syslog::Tcp).map_err(|_| expected),
            "unix" if rest.starts_with('/') => Ok(Syslog::Unix(rest.into())),
            _ => Err(expected),
        }
    }
}

/// One way out.
enum Way {
    File(PathBuf),
    Syslog(Syslog),
}

/// A way, and what waits for it.
struct Lane {
    way: Way,
    waiting: VecDeque<Checkpoint>,
    /// Said once, until it works again.
    complained: bool,
}

/// Sends what comes until there is nothing more to come.
pub(crate) async fn run(
    file: Option<PathBuf>,
    syslog: Option<Syslog>,
    mut coming: mpsc::Receiver<Checkpoint>,
    shared: Arc<Shared>,
) {
    let ways = file.map(Way::File).into_iter().chain(syslog.map(Way::Syslog));
    let mut lanes: Vec<Lane> =
        ways.map(|way| Lane { way, waiting: VecDeque::new(), complained: false }).collect();
    let mut more = true;
    while more {
        let waiting = lanes.iter().any(|lane| !lane.waiting.is_empty());
        tokio::select! {
            checkpoint = coming.recv() => match checkpoint {
                Some(checkpoint) => lanes.iter_mut().for_each(|lane| lane.take(checkpoint)),
                None => more = false,
            },
            () = tokio::time::sleep(TRY_AGAIN), if waiting => {}
        }
        for lane in &mut lanes {
            lane.send().await;
        }
        let behind = lanes.iter().map(|lane| lane.waiting.len()).max().unwrap_or_default();
        shared.behind.store(behind as u64, Ordering::Relaxed);
    }
}

impl Lane {
    fn take(&mut self, checkpoint: Checkpoint) {
        if self.waiting.len() >= MOST {
            self.waiting.pop_front();
        }
        self.waiting.push_back(checkpoint);
    }

    async fn send(&mut self) {
        while let Some(checkpoint) = self.waiting.front() {
            let sent = timeout(SENT_WITHIN, self.way.send(checkpoint)).await;
            let sent = sent.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
            match sent {
                Ok(()) => {
                    self.waiting.pop_front();
                    self.complained = false;
                }
                Err(error) => {
                    if !self.complained {
                        tracing::error!(%error, way = self.way.name(), "an audit checkpoint cannot leave; it is tried again");
                        self.complained = true;
                    }
                    return;
                }
            }
        }
    }
}

impl Way {
    fn name(&self) -> &'static str {
        match self {
            Way::File(_) => "file",
            Way::Syslog(_) => "syslog",
        }
    }

    async fn send(&self, checkpoint: &Checkpoint) -> io::Result<()> {
        match self {
            Way::File(path) => {
                let (path, line) = (path.clone(), format!("{checkpoint}\n"));
                tokio::task::spawn_blocking(move || append(&path, &line))
                    .await
                    .unwrap_or_else(|_| Err(io::ErrorKind::Interrupted.into()))
            }
            Way::Syslog(Syslog::Udp(address)) => {
                let any: SocketAddr = if address.is_ipv4() {
                    ([0, 0, 0, 0], 0).into()
                } else {
                    (std::net::Ipv6Addr::UNSPECIFIED, 0).into()
                };
                let socket = UdpSocket::bind(any).await?;
                socket.send_to(message(checkpoint).as_bytes(), address).await.map(drop)
            }
            Way::Syslog(Syslog::Tcp(address)) => {
                let message = message(checkpoint);
                let mut stream = TcpStream::connect(address).await?;
                stream.write_all(format!("{} {message}", message.len()).as_bytes()).await?;
                stream.shutdown().await
            }
            Way::Syslog(Syslog::Unix(path)) => {
                UnixDatagram::unbound()?.send_to(message(checkpoint).as_bytes(), path).await.map(drop)
            }
        }
    }
}

/// RFC 5424 §6.
fn message(checkpoint: &Checkpoint) -> String {
    let system = rustix::system::uname();
    let host = system.nodename().to_str().ok().filter(|host| !host.is_empty()).unwrap_or("-");
    let process = std::process::id();
    format!("<{PRIORITY}>1 {} {host} heliotrope {process} audit - {checkpoint}", checkpoint.at)
}

/// Adds a line and has the disk confirm it.
fn append(path: &PathBuf, line: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().create(true).append(true).mode(0o640).open(path)?;
    file.write_all(line.as_bytes())?;
    file.sync_data()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_log_is_can_be_said() {
        assert_eq!("udp://127.0.0.1:514".parse(), Ok(Syslog::Udp(([127, 0, 0, 1], 514).into())));
        assert_eq!("tcp://127.0.0.1:601".parse(), Ok(Syslog::Tcp(([127, 0, 0, 1], 601).into())));
        assert_eq!("unix:///dev/log".parse(), Ok(Syslog::Unix("/dev/log".into())));
        for bad in ["", "/dev/log", "udp://log.bank.example:514", "unix://log", "http://127.0.0.1:1"] {
            assert!(bad.parse::<Syslog>().is_err(), "{bad}");
        }
    }
}
