//! A dialog: what both ends of an established call agree on (RFC 3261 §12).

use super::compose::{self, Line};
use super::fields::{self, Uri};
use super::message::{Field, Identity, Message};
use super::transport::{Local, Peer, Transmit};
use std::sync::Arc;

/// A dialog as we see it. Routes are taken for loose ones (`lr`), as RFC 3261 requires of proxies.
pub struct Dialog {
    call_id: Box<str>,
    /// Our From value, tag included.
    us: Box<str>,
    /// Their To value, tag included.
    them: Box<str>,
    their_tag: Box<str>,
    /// Their Contact: where requests are addressed to.
    target: Box<str>,
    /// `Route` lines, ready to send.
    routes: Box<str>,
    peer: Peer,
    /// The number of our latest request.
    sent: u32,
    /// The number of their latest request.
    seen: u32,
}

impl Dialog {
    /// The dialog that our 2xx to this INVITE makes (RFC 3261 §12.1.1).
    /// `None` when the INVITE has no usable Contact.
    pub fn from_invite(
        invite: &Message<'_>,
        identity: &Identity<'_>,
        source: Peer,
        tag: u64,
    ) -> Option<Dialog> {
        let target = contact_uri(invite)?;
        let routes: Vec<&str> = invite.all(Field::RecordRoute).collect();
        Some(Dialog {
            call_id: identity.call_id.into(),
            us: format!("{};tag={tag:016x}", identity.to).into(),
            them: identity.from.into(),
            their_tag: identity.from_tag.into(),
            peer: next_hop(&routes, target, source),
            target: target.into(),
            routes: route_lines(routes.iter().copied()),
            sent: 0,
            seen: identity.sequence,
        })
    }

    /// The dialog that their 2xx to our INVITE makes (RFC 3261 §12.1.2).
    /// Without a usable Contact, requests go on to the URI that was `dialled`; without a tag there
    /// is no dialog.
    pub fn from_answer(
        answer: &Message<'_>,
        identity: &Identity<'_>,
        source: Peer,
        dialled: &str,
    ) -> Option<Dialog> {
        let target = contact_uri(answer).unwrap_or(dialled);
        let routes = reversed_routes(answer);
        Some(Dialog {
            call_id: identity.call_id.into(),
            us: identity.from.into(),
            them: identity.to.into(),
            their_tag: identity.to_tag?.into(),
            peer: next_hop(&routes, target, source),
            target: target.into(),
            routes: route_lines(routes.iter().copied()),
            sent: identity.sequence,
            seen: 0,
        })
    }

    /// Whether a message with our tag is really of this dialog.
    pub fn is_of(&self, identity: &Identity<'_>) -> bool {
        *self.call_id == *identity.call_id && *self.their_tag == *identity.from_tag
    }

    /// The number of their latest request.
    pub fn seen(&self) -> u32 {
        self.seen
    }

    /// Notes the number of a request. False when it came out of order (RFC 3261 §12.2.2).
    pub fn advance(&mut self, sequence: u32) -> bool {
        let newer = sequence > self.seen;
        if newer {
            self.seen = sequence;
        }
        newer
    }

    /// An accepted re-INVITE may have moved the peer (RFC 6141 §4).
    pub fn move_to(&mut self, target: &str, source: Peer) {
        self.target = target.into();
        if self.routes.is_empty() {
            self.peer = next_hop(&[], target, source);
        }
    }

    /// The next request of ours, in its own transaction.
    pub fn next_request(&mut self, method: &str, branch: u64, local: Local) -> Transmit {
        self.sent += 1;
        self.write(method, self.sent, branch, local)
    }

    /// The ACK to their 2xx (RFC 3261 §13.2.2.4).
    pub fn acknowledge(&self, sequence: u32, branch: u64, local: Local) -> Transmit {
        self.write("ACK", sequence, branch, local)
    }

    fn write(&self, method: &str, sequence: u32, branch: u64, local: Local) -> Transmit {
        let line = Line {
            method,
            uri: &self.target,
            branch,
            transport: self.peer.transport,
            from: &self.us,
            to: &self.them,
            call_id: &self.call_id,
            sequence,
        };
        let bytes: Arc<[u8]> = compose::request(&line, local, &self.routes, "");
        let or_else = Uri::read(&self.target).and_then(|uri| uri.peer()).map(|peer| peer.address);
        Transmit { to: self.peer, or_else, bytes }
    }
}

/// The URI of a message's Contact.
pub fn contact_uri<'a>(message: &Message<'a>) -> Option<&'a str> {
    let (first, _) = fields::split_first(message.first(Field::Contact)?);
    fields::address(first).map(|address| address.uri).filter(|uri| Uri::read(uri).is_some())
}

/// Requests go to the first route, else to the contact. A peer that came by a stream is reached on
/// its connection; one that names itself, or hides its address, where its messages come from.
fn next_hop(routes: &[&str], target: &str, source: Peer) -> Peer {
    if source.transport.is_stream() {
        return source;
    }
    let first = routes.first().map(|value| fields::split_first(value).0).and_then(fields::address);
    Uri::read(first.map_or(target, |route| route.uri)).and_then(|uri| uri.peer()).unwrap_or(source)
}

fn reversed_routes<'a>(answer: &Message<'a>) -> Vec<&'a str> {
    let mut routes: Vec<&str> = Vec::new();
    for line in answer.all(Field::RecordRoute) {
        let mut rest = Some(line);
        while let Some(value) = rest {
            let (first, more) = fields::split_first(value);
            routes.push(first);
            rest = more;
        }
    }
    routes.reverse();
    routes
}

fn route_lines<'a>(routes: impl Iterator<Item = &'a str>) -> Box<str> {
    let mut lines = String::new();
    for route in routes {
        lines.push_str("Route: ");
        lines.push_str(route);
        lines.push_str("\r\n");
    }
    lines.into()
}
