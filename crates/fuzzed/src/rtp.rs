//! RTP packets and the telephone events in them (RFC 4733), in any order.

use vocabulary::{Span, Time};
use voice::media::keys::{Event, Receiver};
use voice::media::rtp::Header;

/// Takes one input.
pub fn take(bytes: &[u8]) {
    let mut receiver = Receiver::default();
    let mut now = Time(0);
    for datagram in bytes.chunks(16) {
        if let Some((header, payload)) = Header::read(datagram) {
            assert!(payload.end <= datagram.len());
            match Event::read(&datagram[payload]) {
                Some(event) => receiver.event(now, &header, event, |key| assert!(key.is_ascii())),
                None => receiver.audio(&header, |_| {}),
            }
        }
        now = now + Span::millis(20);
        receiver.pass(now, |_| {});
    }
}
