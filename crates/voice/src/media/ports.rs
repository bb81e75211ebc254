//! Reserves UDP ports out of the configured range.

use super::Error;
use socket2::SockRef;
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Expedited forwarding (RFC 3246) in the traffic class octet: what networks give to voice.
const EXPEDITED: u32 = 46 << 2;

/// Receive buffer asked for, in octets; Linux doubles it and counts its own book-keeping, which
/// makes some forty packets. A thread held up for longer than these last should not pass on the
/// past as delay, and a flood at one port should not eat the memory of all.
const BUFFER: usize = 16 * 1024;

/// The even ports of a range, handed out in turn: a port rests for as long as possible before a
/// new leg gets it, so that stragglers of the old one find nobody.
pub(super) struct Ports {
    address: IpAddr,
    first: u16,
    count: usize,
    turn: AtomicUsize,
}

impl Ports {
    pub fn new(address: IpAddr, range: &RangeInclusive<u16>) -> Result<Ports, Error> {
        if address.is_unspecified() {
            return Err(Error::Address(address));
        }
        let even = |port: &u16| *port >= 1024 && port.is_multiple_of(2);
        let first = range.clone().find(even).ok_or(Error::NoEvenPort)?;
        let count = usize::from((range.end() - first) / 2 + 1);
        // After a restart, not the ports that were in use last.
        let turn = AtomicUsize::new(rand::random_range(0..count));
        Ok(Ports { address, first, count, turn })
    }

    /// How many legs can have a port.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Opens the next free port, given how many `taken` there are already.
    pub fn open(&self, taken: u64) -> Result<(UdpSocket, SocketAddr), Error> {
        self.open_at(self.address, taken)
    }

    /// The same for a page that says it has this address. While we listen on loopback alone, a page on
    /// this machine is met at the address it has here: Firefox takes no way from there to loopback.
    pub fn open_for(&self, page: Option<IpAddr>, taken: u64) -> Result<(UdpSocket, SocketAddr), Error> {
        // Only addresses of this machine can be bound to.
        let here = page.filter(|page| self.address.is_loopback() && UdpSocket::bind((*page, 0)).is_ok());
        self.open_at(here.unwrap_or(self.address), taken)
    }

    fn open_at(&self, address: IpAddr, taken: u64) -> Result<(UdpSocket, SocketAddr), Error> {
        if taken >= self.count as u64 {
            return Err(Error::NoPort);
        }
        for _ in 0..self.count {
            let place = self.turn.fetch_add(1, Relaxed) % self.count;
            let local = SocketAddr::new(address, self.first + 2 * place as u16);
            match UdpSocket::bind(local) {
                Ok(socket) => return prepare(socket).map(|socket| (socket, local)).map_err(Error::Socket),
                Err(error) if error.kind() == ErrorKind::AddrInUse => {}
                Err(error) => return Err(Error::Socket(error)),
            }
        }
        Err(Error::NoPort)
    }
}

fn prepare(socket: UdpSocket) -> std::io::Result<UdpSocket> {
    socket.set_nonblocking(true)?;
    let options = SockRef::from(&socket);
    options.set_recv_buffer_size(BUFFER)?;
    // Priority in the network is a wish: some systems refuse it, and calls work without.
    let _ = match socket.local_addr()? {
        SocketAddr::V4(_) => options.set_tos_v4(EXPEDITED),
        SocketAddr::V6(_) => options.set_tclass_v6(EXPEDITED),
    };
    Ok(socket)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOPBACK: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn ranges_are_counted_in_even_ports() {
        let check = |range: RangeInclusive<u16>, expected: Option<(u16, usize)>| {
            let ports = Ports::new(LOOPBACK, &range).ok();
            assert_eq!(ports.map(|ports| (ports.first, ports.count)), expected, "{range:?}");
        };
        check(20_000..=20_001, Some((20_000, 1)));
        check(20_001..=20_004, Some((20_002, 2)));
        check(65_000..=65_535, Some((65_000, 268)));
        check(0..=1_025, Some((1_024, 1)));
        check(20_001..=20_001, None);
        check(RangeInclusive::new(20_004, 20_000), None);
        assert!(matches!(Ports::new("::".parse().unwrap(), &(20_000..=20_002)), Err(Error::Address(_))));
    }

    #[test]
    fn a_page_on_this_machine_is_met_where_it_is() {
        let at = |own: &str, page: Option<&str>| {
            let ports = Ports::new(own.parse().unwrap(), &(22_000..=22_998)).unwrap();
            let page = page.map(|page| page.parse().unwrap());
            ports.open_for(page, 0).unwrap().1.ip().to_string()
        };
        assert_eq!(at("127.0.0.1", None), "127.0.0.1");
        assert_eq!(at("127.0.0.1", Some("127.0.0.2")), "127.0.0.2");
        // Somebody else's address: for documentation (RFC 5737), and never this machine's.
        assert_eq!(at("127.0.0.1", Some("203.0.113.7")), "127.0.0.1");
    }

    #[test]
    fn ports_take_turns_and_run_out() {
        let ports = Ports::new(LOOPBACK, &(21_000..=21_998)).unwrap();
        let (first, at_first) = ports.open(0).unwrap();
        drop(first);
        let (_second, at_second) = ports.open(0).unwrap();
        assert_ne!(at_first, at_second, "a port just given back rests");
        assert_eq!((at_first.port() % 2, at_second.port() % 2), (0, 0));
        assert!(matches!(ports.open(500), Err(Error::NoPort)));
        let (_taken, local) = ports.open(0).unwrap();
        let only = Ports::new(LOOPBACK, &(local.port()..=local.port())).unwrap();
        assert!(matches!(only.open(0), Err(Error::NoPort)));
    }
}
