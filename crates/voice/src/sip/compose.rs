//! Writing SIP messages.

use super::fields::Via;
use super::message::{Field, Identity, Message};
use super::transport::{Local, Peer, Transport};
use std::fmt::Write;
use std::sync::Arc;

/// What the node serves. `timer` and `100rel` are not supported, and so not named anywhere.
pub const ALLOW: &str = "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO\r\n";

/// What every branch begins with (RFC 3261 §8.1.1.7).
const COOKIE: &str = "z9hG4bK";

/// The lines that every response copies from its request (RFC 3261 §8.2.6.2): all Via fields,
/// From, To with our tag, Call-ID, CSeq.
#[derive(Clone)]
pub struct Echo {
    lines: String,
    /// Where the responses go.
    pub to: Peer,
}

impl Echo {
    /// Takes the lines from a request. `tag` completes a To field that has none.
    pub fn of(request: &Message<'_>, identity: &Identity<'_>, source: Peer, tag: u64) -> Echo {
        let mut lines = String::with_capacity(512);
        write_vias(request, &identity.via, source, &mut lines);
        push(&mut lines, "From: ", identity.from);
        lines.push_str("To: ");
        lines.push_str(identity.to);
        if identity.to_tag.is_none() {
            write(&mut lines, format_args!(";tag={tag:016x}"));
        }
        lines.push_str("\r\n");
        push(&mut lines, "Call-ID: ", identity.call_id);
        write(&mut lines, format_args!("CSeq: {} {}\r\n", identity.sequence, method_name(request)));
        Echo { lines, to: identity.via.reply_to(source) }
    }

    /// A response. `fields` are whole lines; a body is SDP.
    pub fn respond(&self, status: u16, fields: &str, body: &str) -> Arc<[u8]> {
        let mut text = String::with_capacity(self.lines.len() + fields.len() + body.len() + 120);
        write(&mut text, format_args!("SIP/2.0 {status} {}\r\n", reason(status)));
        text.push_str(&self.lines);
        text.push_str(fields);
        finish(text, body)
    }
}

fn write_vias(request: &Message<'_>, top: &Via<'_>, source: Peer, lines: &mut String) {
    let mut vias = request.all(Field::Via);
    lines.push_str("Via: ");
    top.write_back(source, lines);
    if let Some((_, Some(rest))) = vias.next().map(super::fields::split_first) {
        lines.push_str(", ");
        lines.push_str(rest);
    }
    lines.push_str("\r\n");
    for via in vias {
        push(lines, "Via: ", via);
    }
}

fn method_name<'a>(request: &Message<'a>) -> &'a str {
    request
        .first(Field::CSeq)
        .and_then(|value| value.split_once([' ', '\t']))
        .map_or("", |(_, method)| method.trim())
}

/// A request of ours, but for its route, fields and body.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    /// The method's name.
    pub method: &'a str,
    /// The request URI.
    pub uri: &'a str,
    /// Number that identifies the transaction.
    pub branch: u64,
    /// How it travels.
    pub transport: Transport,
    /// The From value, tag included.
    pub from: &'a str,
    /// The To value, with its tag when there is a dialog.
    pub to: &'a str,
    /// Call-ID.
    pub call_id: &'a str,
    /// CSeq number.
    pub sequence: u32,
}

/// Writes a request. `fields` are whole lines; a body is SDP.
pub fn request(line: &Line<'_>, local: Local, fields: &str, body: &str) -> Arc<[u8]> {
    let mut text = String::with_capacity(512 + fields.len() + body.len());
    write(&mut text, format_args!("{} {} SIP/2.0\r\n", line.method, line.uri));
    write(
        &mut text,
        format_args!(
            "Via: SIP/2.0/{} {};branch={COOKIE}{:016x};rport\r\nMax-Forwards: 70\r\n",
            line.transport.name(),
            local.by(line.transport),
            line.branch
        ),
    );
    push(&mut text, "From: ", line.from);
    push(&mut text, "To: ", line.to);
    push(&mut text, "Call-ID: ", line.call_id);
    write(&mut text, format_args!("CSeq: {} {}\r\n", line.sequence, line.method));
    text.push_str(fields);
    finish(text, body)
}

/// The number in a branch of ours.
pub fn branch_number(branch: &str) -> Option<u64> {
    branch.strip_prefix(COOKIE).and_then(hexadecimal)
}

/// A number as [`Echo`] and dialogs write their tags.
pub fn hexadecimal(text: &str) -> Option<u64> {
    (text.len() == 16).then(|| u64::from_str_radix(text, 16).ok()).flatten()
}

/// The Contact line under which we are reached. Who asked for nothing but TLS is told to go on so
/// (RFC 3261 §12.1.1).
pub fn contact(local: Local, transport: Transport, secure: bool) -> String {
    let local = local.by(transport);
    match transport {
        Transport::Tls if secure => format!("Contact: <sips:{local}>\r\n"),
        Transport::Tls => format!("Contact: <sip:{local};transport=tls>\r\n"),
        Transport::Udp => format!("Contact: <sip:{local}>\r\n"),
        Transport::Tcp => format!("Contact: <sip:{local};transport=tcp>\r\n"),
    }
}

fn finish(mut text: String, body: &str) -> Arc<[u8]> {
    if !body.is_empty() {
        text.push_str("Content-Type: application/sdp\r\n");
    }
    write(&mut text, format_args!("Content-Length: {}\r\n\r\n", body.len()));
    text.push_str(body);
    text.into_bytes().into()
}

fn push(text: &mut String, name: &str, value: &str) {
    text.push_str(name);
    text.push_str(value);
    text.push_str("\r\n");
}

fn write(text: &mut String, pieces: std::fmt::Arguments<'_>) {
    text.write_fmt(pieces).expect("writing to a String cannot fail");
}

/// The standard words for a status (RFC 3261 §21).
fn reason(status: u16) -> &'static str {
    match status {
        100 => "Trying",
        180 => "Ringing",
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        415 => "Unsupported Media Type",
        420 => "Bad Extension",
        480 => "Temporarily Unavailable",
        481 => "Call/Transaction Does Not Exist",
        486 => "Busy Here",
        487 => "Request Terminated",
        488 => "Not Acceptable Here",
        491 => "Request Pending",
        500 => "Server Internal Error",
        503 => "Service Unavailable",
        513 => "Message Too Large",
        600 => "Busy Everywhere",
        603 => "Decline",
        _ => match status / 100 {
            1 => "Session Progress",
            4 => "Client Error",
            5 => "Server Error",
            _ => "Declined",
        },
    }
}
