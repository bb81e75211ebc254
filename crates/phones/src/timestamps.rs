//! When packets arrived, by the kernel's own clock: `SO_TIMESTAMPNS` with `recvmmsg`.
//!
//! A time taken after `recv` returns measures this program's queueing along with the peer's. The
//! kernel stamps a datagram as it enters the socket, so a busy generator does not blame the
//! server. All unsafe code of the crate is here.

use std::io;
use std::mem::{self, MaybeUninit};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::os::fd::AsRawFd;
use std::time::Duration;
use vocabulary::Time;

/// Datagrams taken from a socket at once.
pub const BATCH: usize = 32;
/// Room for one datagram; a longer one is dropped.
const ROOM: usize = 8_192;
/// Room for control messages: one time stamp, with plenty to spare.
const CONTROL: usize = 128;

/// The moment by the wall clock, the clock of the kernel's stamps.
pub fn now() -> Time {
    let since = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    Time(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

/// Asks the kernel to stamp each datagram of a socket on arrival.
///
/// # Errors
/// What the operating system says.
pub fn enable(socket: &UdpSocket) -> io::Result<()> {
    let on: libc::c_int = 1;
    // SAFETY: the descriptor is open for the whole call, and the option's value is a `c_int` that
    // lives on the stack, passed with its true size.
    let result = unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            libc::SOL_SOCKET,
            libc::SO_TIMESTAMPNS,
            (&raw const on).cast(),
            mem::size_of_val(&on) as libc::socklen_t,
        )
    };
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Waits until the kernel really stamps datagrams on arrival.
///
/// It begins to do so some moments after the first socket of the machine asks for it; until then a
/// datagram gets the time at which it is *read*. Gives up after a second: stamps are then still
/// true, only later than they should be.
///
/// # Errors
/// What the operating system says about a pair of sockets.
pub fn settle() -> io::Result<()> {
    let receiver = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
    receiver.set_nonblocking(true)?;
    enable(&receiver)?;
    let sender = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
    let mut batch = Batch::new();
    let until = std::time::Instant::now() + Duration::from_secs(1);
    while std::time::Instant::now() < until {
        sender.send_to(b"?", receiver.local_addr()?)?;
        let sent = now();
        while now() <= sent {
            std::thread::yield_now();
        }
        batch.receive(&receiver, BATCH)?;
        if batch.datagrams().any(|datagram| datagram.at <= sent) {
            break;
        }
    }
    Ok(())
}

/// Processor time the calling thread has used.
pub fn thread_cpu() -> Duration {
    let mut spec = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `spec` is a valid place to write one timespec to. The clock exists on Linux; should
    // the call fail all the same, the zeros stay.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut spec) };
    Duration::new(spec.tv_sec.unsigned_abs(), spec.tv_nsec as u32)
}

/// Aligned room for control messages.
#[repr(C, align(8))]
#[derive(Clone, Copy)]
struct Control([u8; CONTROL]);

/// A datagram of a batch.
#[derive(Debug, Clone, Copy)]
pub struct Datagram<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Who sent it.
    pub from: SocketAddr,
    /// When it arrived.
    pub at: Time,
}

/// Room for a batch of datagrams, used over and over.
pub struct Batch {
    buffers: Vec<[u8; ROOM]>,
    controls: [Control; BATCH],
    senders: [libc::sockaddr_storage; BATCH],
    heads: [(usize, SocketAddr, Time); BATCH],
    count: usize,
}

impl Default for Batch {
    fn default() -> Batch {
        Batch::new()
    }
}

impl Batch {
    /// Empty room.
    pub fn new() -> Batch {
        let nobody = SocketAddr::from(([0, 0, 0, 0], 0));
        Batch {
            buffers: vec![[0; ROOM]; BATCH],
            controls: [Control([0; CONTROL]); BATCH],
            // SAFETY: `sockaddr_storage` is plain old data, for which all zeros is a value.
            senders: unsafe { mem::zeroed() },
            heads: [(0, nobody, Time(0)); BATCH],
            count: 0,
        }
    }

    /// Takes what has arrived at a non-blocking socket, at most `most` datagrams and never more
    /// than [`BATCH`]. Fewer than asked for means that the socket was empty.
    ///
    /// # Errors
    /// What the operating system says; nothing there is no error but zero.
    pub fn receive(&mut self, socket: &UdpSocket, most: usize) -> io::Result<usize> {
        self.count = 0;
        let most = most.min(BATCH);
        // SAFETY: both are plain old data made of integers and raw pointers; all zeros is a value.
        let mut slices: [libc::iovec; BATCH] = unsafe { MaybeUninit::zeroed().assume_init() };
        // SAFETY: as above.
        let mut headers: [libc::mmsghdr; BATCH] = unsafe { MaybeUninit::zeroed().assume_init() };
        for place in 0..most {
            slices[place].iov_base = self.buffers[place].as_mut_ptr().cast();
            slices[place].iov_len = ROOM;
            let header = &mut headers[place].msg_hdr;
            header.msg_name = (&raw mut self.senders[place]).cast();
            header.msg_namelen = mem::size_of::<libc::sockaddr_storage>() as libc::socklen_t;
            header.msg_iov = &raw mut slices[place];
            header.msg_iovlen = 1;
            header.msg_control = self.controls[place].0.as_mut_ptr().cast();
            header.msg_controllen = CONTROL as _;
        }
        // SAFETY: the first `most` headers point at buffers, addresses and control rooms of the
        // lengths they state; `slices`, `headers` and `self` outlive the call and nothing else
        // touches them during it. A null timeout is allowed.
        let received = unsafe {
            libc::recvmmsg(
                socket.as_raw_fd(),
                headers.as_mut_ptr(),
                most as libc::c_uint,
                libc::MSG_DONTWAIT,
                std::ptr::null_mut(),
            )
        };
        if received < 0 {
            let error = io::Error::last_os_error();
            let empty = matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted);
            return if empty { Ok(0) } else { Err(error) };
        }
        let received = received.unsigned_abs() as usize;
        for (place, header) in headers[..received].iter().enumerate() {
            if header.msg_hdr.msg_flags & libc::MSG_TRUNC != 0 {
                continue;
            }
            let Some(from) = sender(&self.senders[place]) else { continue };
            let at = stamp(&header.msg_hdr).unwrap_or_else(now);
            self.buffers.swap(self.count, place);
            self.heads[self.count] = (header.msg_len as usize, from, at);
            self.count += 1;
        }
        Ok(received)
    }

    /// What the last [`Batch::receive`] took.
    pub fn datagrams(&self) -> impl Iterator<Item = Datagram<'_>> {
        let heads = self.heads[..self.count].iter().zip(&self.buffers);
        heads.map(|(&(length, from, at), buffer)| Datagram { bytes: &buffer[..length.min(ROOM)], from, at })
    }
}

fn sender(storage: &libc::sockaddr_storage) -> Option<SocketAddr> {
    match i32::from(storage.ss_family) {
        libc::AF_INET => {
            // SAFETY: the kernel wrote an address of the family AF_INET, which is a `sockaddr_in`;
            // `sockaddr_storage` is large and aligned enough for it.
            let address = unsafe { &*(&raw const *storage).cast::<libc::sockaddr_in>() };
            let ip = Ipv4Addr::from(u32::from_be(address.sin_addr.s_addr));
            Some(SocketAddr::new(IpAddr::V4(ip), u16::from_be(address.sin_port)))
        }
        libc::AF_INET6 => {
            // SAFETY: as above, with AF_INET6 and `sockaddr_in6`.
            let address = unsafe { &*(&raw const *storage).cast::<libc::sockaddr_in6>() };
            let ip = Ipv6Addr::from(address.sin6_addr.s6_addr);
            Some(SocketAddr::new(IpAddr::V6(ip), u16::from_be(address.sin6_port)))
        }
        _ => None,
    }
}

fn stamp(header: &libc::msghdr) -> Option<Time> {
    // SAFETY: `header` was filled by recvmmsg: its control pointer and length describe control
    // messages the kernel wrote into a buffer that is still borrowed by the caller.
    let mut message = unsafe { libc::CMSG_FIRSTHDR(header) };
    while !message.is_null() {
        // SAFETY: not null, so it points at a whole `cmsghdr` inside the control room.
        let head = unsafe { &*message };
        if head.cmsg_level == libc::SOL_SOCKET && head.cmsg_type == libc::SCM_TIMESTAMPNS {
            // SAFETY: a message of this type carries one timespec; it may be unaligned.
            let spec = unsafe { libc::CMSG_DATA(message).cast::<libc::timespec>().read_unaligned() };
            return Some(Time(spec.tv_sec * 1_000_000 + spec.tv_nsec / 1_000));
        }
        // SAFETY: both pointers are of the same, still valid, control room.
        message = unsafe { libc::CMSG_NXTHDR(header, message) };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair() -> (UdpSocket, UdpSocket) {
        let receiver = UdpSocket::bind("127.0.0.1:0").unwrap();
        enable(&receiver).unwrap();
        (UdpSocket::bind("127.0.0.1:0").unwrap(), receiver)
    }

    #[test]
    fn each_datagram_comes_with_sender_and_time() {
        settle().unwrap();
        let (sender, receiver) = pair();
        let mut batch = Batch::new();
        assert_eq!(batch.receive(&receiver, BATCH).unwrap(), 0);
        let before = now();
        for length in [1, 100, ROOM, ROOM + 1, 7] {
            sender.send_to(&vec![length as u8; length], receiver.local_addr().unwrap()).unwrap();
        }
        let after = now();
        assert_eq!(batch.receive(&receiver, BATCH).unwrap(), 5);
        let lengths: Vec<usize> = batch.datagrams().map(|d| d.bytes.len()).collect();
        assert_eq!(lengths, [1, 100, ROOM, 7], "the oversize one is dropped");
        let mut last = before;
        for datagram in batch.datagrams() {
            assert_eq!(datagram.from, sender.local_addr().unwrap());
            assert!(datagram.bytes.iter().all(|&byte| byte == datagram.bytes.len() as u8));
            assert!(last <= datagram.at && datagram.at <= after, "the stamp is the kernel's, in order");
            last = datagram.at;
        }
    }

    #[test]
    fn a_batch_is_bounded() {
        let (sender, receiver) = pair();
        for _ in 0..5 {
            sender.send_to(b"x", receiver.local_addr().unwrap()).unwrap();
        }
        let mut batch = Batch::new();
        assert_eq!([3, 3, 3].map(|most| batch.receive(&receiver, most).unwrap()), [3, 2, 0]);
    }
}
