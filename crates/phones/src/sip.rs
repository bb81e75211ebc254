//! A small reader and writer of SIP messages (RFC 3261 §7), for the subset a plain telephone needs.
//!
//! It is written apart from the product's SIP stack on purpose: two ends that share a parser share
//! its errors.

use std::fmt::Write as _;
use std::net::SocketAddr;

/// Longest message that is read, in bytes.
pub const LONGEST: usize = 16_384;
/// More headers than this are no telephone call.
const MOST_HEADERS: usize = 128;

/// A message as it was received.
#[derive(Debug)]
pub struct Message<'a> {
    /// Request or response.
    pub start: Start<'a>,
    headers: Vec<(&'a str, &'a str)>,
    /// What follows the headers, cut to Content-Length.
    pub body: &'a [u8],
}

/// The first line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start<'a> {
    /// A request.
    Request {
        /// `INVITE`, `BYE` …
        method: &'a str,
        /// Whom it is for.
        uri: &'a str,
    },
    /// A response with its status, 100–699.
    Response(u16),
}

impl<'a> Message<'a> {
    /// Reads one datagram, or one message cut out of a stream. `None` when it is not SIP.
    pub fn read(bytes: &'a [u8]) -> Option<Message<'a>> {
        let end = find(bytes, b"\r\n\r\n")?;
        let head = std::str::from_utf8(&bytes[..end]).ok()?;
        let mut lines = head.split("\r\n");
        let start = read_start(lines.next()?)?;
        let mut headers = Vec::with_capacity(16);
        for line in lines {
            let (name, value) = line.split_once(':')?;
            let name = name.trim_end();
            if name.is_empty() || name.contains([' ', '\t']) || headers.len() == MOST_HEADERS {
                return None;
            }
            headers.push((name, value.trim()));
        }
        let mut message = Message { start, headers, body: &bytes[end + 4..] };
        if let Some(length) = message.header("Content-Length") {
            message.body = message.body.get(..length.parse().ok()?)?;
        }
        Some(message)
    }

    /// The first header of that name (or of its compact form, RFC 3261 §7.3.3).
    pub fn header(&self, name: &str) -> Option<&'a str> {
        self.all(name).next()
    }

    /// All headers of that name, in order.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &'a str> {
        let compact = compact(name);
        self.headers
            .iter()
            .filter(move |(n, _)| {
                n.eq_ignore_ascii_case(name) || compact.is_some_and(|c| n.eq_ignore_ascii_case(c))
            })
            .map(|&(_, value)| value)
    }

    /// Number and method of CSeq.
    pub fn cseq(&self) -> Option<(u32, &'a str)> {
        let (number, method) = self.header("CSeq")?.split_once([' ', '\t'])?;
        Some((number.parse().ok()?, method.trim()))
    }

    /// The branch of the topmost Via.
    pub fn branch(&self) -> Option<&'a str> {
        parameter(self.header("Via")?, "branch")
    }
}

fn read_start(line: &str) -> Option<Start<'_>> {
    if let Some(rest) = line.strip_prefix("SIP/2.0 ") {
        let status = rest.get(..3)?.parse().ok()?;
        return (100..700).contains(&status).then_some(Start::Response(status));
    }
    let (method, rest) = line.split_once(' ')?;
    let uri = rest.strip_suffix(" SIP/2.0")?;
    let fits = !method.is_empty() && method.bytes().all(|b| b.is_ascii_uppercase()) && !uri.is_empty();
    fits.then_some(Start::Request { method, uri })
}

fn compact(name: &str) -> Option<&'static str> {
    Some(match name {
        "Via" => "v",
        "From" => "f",
        "To" => "t",
        "Call-ID" => "i",
        "Contact" => "m",
        "Content-Length" => "l",
        "Content-Type" => "c",
        _ => return None,
    })
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// A `;name=value` parameter of a header, outside `<…>`.
pub fn parameter<'a>(value: &'a str, name: &str) -> Option<&'a str> {
    let outside = value.rfind('>').map_or(value, |end| &value[end + 1..]);
    outside.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// The URI of a From, To or Contact header.
pub fn uri(value: &str) -> &str {
    match value.split_once('<') {
        Some((_, rest)) => rest.split('>').next().unwrap_or(rest),
        None => value.split(';').next().unwrap_or(value).trim(),
    }
}

/// The user part of a SIP URI; empty when there is none.
pub fn user(uri: &str) -> &str {
    let rest = uri.split_once(':').map_or(uri, |(_, rest)| rest);
    rest.split_once('@').map_or("", |(user, _)| user)
}

/// Address and port a SIP URI names, when its host is a literal address.
pub fn address(uri: &str) -> Option<SocketAddr> {
    let rest = uri.strip_prefix("sip:")?;
    let host = rest.split_once('@').map_or(rest, |(_, host)| host);
    let host = host.split([';', '?']).next()?;
    host.parse().ok().or_else(|| Some(SocketAddr::new(host.parse().ok()?, 5060)))
}

/// Where a response to a UDP request goes (RFC 3261 §18.2.2, RFC 3581 §4).
pub fn response_address(message: &Message<'_>, source: SocketAddr) -> SocketAddr {
    let via = message.header("Via").unwrap_or_default();
    if parameter(via, "rport").is_some() {
        return source;
    }
    let sent_by = via.split(';').next().and_then(|v| v.split_ascii_whitespace().nth(1)).unwrap_or_default();
    let port = sent_by.rsplit_once(':').and_then(|(_, port)| port.parse().ok()).unwrap_or(5060);
    SocketAddr::new(source.ip(), port)
}

/// A message being written.
#[derive(Debug, Clone)]
pub struct Draft(String);

impl Draft {
    /// Starts a request.
    pub fn request(method: &str, uri: &str) -> Draft {
        let mut text = String::with_capacity(800);
        let _ = write!(text, "{method} {uri} SIP/2.0\r\n");
        Draft(text)
    }

    /// Starts a response.
    pub fn response(status: u16) -> Draft {
        let mut text = String::with_capacity(800);
        let _ = write!(text, "SIP/2.0 {status} {}\r\n", reason(status));
        Draft(text)
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: impl std::fmt::Display) -> Draft {
        let _ = write!(self.0, "{name}: {value}\r\n");
        self
    }

    /// Adds lines that are already whole.
    pub fn lines(mut self, lines: &str) -> Draft {
        self.0.push_str(lines);
        self
    }

    /// Ends the headers and adds a body, if there is one with its type.
    pub fn finish(self, body: Option<(&str, &str)>) -> Vec<u8> {
        let (kind, text) = body.unwrap_or_default();
        let mut whole = if kind.is_empty() { self } else { self.header("Content-Type", kind) };
        whole = whole.header("Content-Length", text.len());
        whole.0.push_str("\r\n");
        whole.0.push_str(text);
        whole.0.into_bytes()
    }
}

/// The header lines each response copies from its request (RFC 3261 §8.2.6.2), with `tag` added
/// to To when it has none. The topmost Via tells where the request came from.
pub fn echo(request: &Message<'_>, source: SocketAddr, tag: &str) -> String {
    let mut lines = String::with_capacity(400);
    for (place, via) in request.all("Via").enumerate() {
        if place == 0 && parameter(via, "rport") == Some("") {
            let filled =
                via.replacen(";rport", &format!(";received={};rport={}", source.ip(), source.port()), 1);
            let _ = write!(lines, "Via: {filled}\r\n");
        } else {
            let _ = write!(lines, "Via: {via}\r\n");
        }
    }
    let to = request.header("To").unwrap_or_default();
    let own_tag = if parameter(to, "tag").is_some() { String::new() } else { format!(";tag={tag}") };
    for (name, addition) in [("From", ""), ("To", own_tag.as_str()), ("Call-ID", ""), ("CSeq", "")] {
        let _ = write!(lines, "{name}: {}{addition}\r\n", request.header(name).unwrap_or_default());
    }
    lines
}

fn reason(status: u16) -> &'static str {
    match status {
        100 => "Trying",
        180 => "Ringing",
        200 => "OK",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        480 => "Temporarily Unavailable",
        481 => "Call/Transaction Does Not Exist",
        486 => "Busy Here",
        487 => "Request Terminated",
        488 => "Not Acceptable Here",
        503 => "Service Unavailable",
        603 => "Decline",
        _ => "Answered",
    }
}

/// Cuts messages out of a byte stream by their Content-Length (RFC 3261 §18.3).
#[derive(Debug, Default)]
pub struct Framer {
    held: Vec<u8>,
    used: usize,
}

/// The stream does not carry SIP: the connection is to be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotSip;

impl Framer {
    /// Takes bytes from the stream.
    pub fn push(&mut self, bytes: &[u8]) {
        self.held.drain(..std::mem::take(&mut self.used));
        self.held.extend_from_slice(bytes);
    }

    /// The next whole message.
    ///
    /// # Errors
    /// [`NotSip`] when a message is longer than [`LONGEST`] or does not say how long it is.
    pub fn next_message(&mut self) -> Result<Option<&[u8]>, NotSip> {
        // Empty lines between messages keep a connection alive (RFC 5626 §4.4.1).
        while self.held[self.used..].starts_with(b"\r\n") {
            self.used += 2;
        }
        let rest = &self.held[self.used..];
        let Some(end) = find(rest, b"\r\n\r\n") else {
            return if rest.len() > LONGEST { Err(NotSip) } else { Ok(None) };
        };
        let body = content_length(&rest[..end]).ok_or(NotSip)?;
        let whole = body.saturating_add(end + 4);
        if whole > LONGEST {
            return Err(NotSip);
        }
        if rest.len() < whole {
            return Ok(None);
        }
        let from = self.used;
        self.used += whole;
        Ok(Some(&self.held[from..from + whole]))
    }
}

fn content_length(head: &[u8]) -> Option<usize> {
    let head = std::str::from_utf8(head).ok()?;
    head.split("\r\n").skip(1).find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let name = name.trim();
        let fits = name.eq_ignore_ascii_case("Content-Length") || name.eq_ignore_ascii_case("l");
        fits.then(|| value.trim().parse().ok()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const INVITE: &str = "INVITE sip:1000@127.0.0.1 SIP/2.0\r\nv: SIP/2.0/UDP 127.0.0.1:5070;rport;branch=z9hG4bKa\r\n\
        f: \"A; B\" <sip:+8210@x;user=phone>;tag=abc\r\nTo: sip:1000@127.0.0.1\r\nCALL-ID: c1\r\nCSeq: 7  INVITE\r\n\
        Content-Length: 3\r\n\r\nxyzEXTRA";

    #[test]
    fn a_request_is_read() {
        let message = Message::read(INVITE.as_bytes()).unwrap();
        assert_eq!(message.start, Start::Request { method: "INVITE", uri: "sip:1000@127.0.0.1" });
        assert_eq!(message.cseq(), Some((7, "INVITE")));
        assert_eq!(message.branch(), Some("z9hG4bKa"));
        assert_eq!(message.header("Call-ID"), Some("c1"));
        assert_eq!(parameter(message.header("From").unwrap(), "tag"), Some("abc"));
        assert_eq!(message.body, b"xyz");
    }

    #[test]
    fn what_is_not_sip_is_refused() {
        for bad in [
            "",
            "\r\n\r\n",
            "INVITE sip:a SIP/2.0\r\n",
            "SIP/2.0 99 Low\r\n\r\n",
            "SIP/2.0 abc\r\n\r\n",
            "invite sip:a SIP/2.0\r\n\r\n",
            "BYE sip:a SIP/2.0\r\nNoColon\r\n\r\n",
            "BYE sip:a SIP/2.0\r\nContent-Length: 9\r\n\r\nshort",
            "BYE sip:a SIP/3.0\r\n\r\n",
        ] {
            assert!(Message::read(bad.as_bytes()).is_none(), "{bad:?} passed");
        }
    }

    #[test]
    fn uris_are_taken_apart() {
        let check = |value, expected_uri, expected_user, expected_address: Option<&str>| {
            assert_eq!(uri(value), expected_uri);
            assert_eq!(user(uri(value)), expected_user);
            assert_eq!(address(uri(value)), expected_address.map(|a| a.parse().unwrap()));
        };
        check(
            "<sip:a1@127.0.0.1:5080;transport=udp>;expires=3",
            "sip:a1@127.0.0.1:5080;transport=udp",
            "a1",
            Some("127.0.0.1:5080"),
        );
        check("sip:127.0.0.1;tag=x", "sip:127.0.0.1", "", Some("127.0.0.1:5060"));
        check("Bob <sip:bob@[::1]:5060>", "sip:bob@[::1]:5060", "bob", Some("[::1]:5060"));
        check("<sip:bob@bank.example>", "sip:bob@bank.example", "bob", None);
    }

    #[test]
    fn a_response_echoes_its_request() {
        let message = Message::read(INVITE.as_bytes()).unwrap();
        let source = "127.0.0.1:9999".parse().unwrap();
        let bytes = Draft::response(180).lines(&echo(&message, source, "t9")).finish(None);
        let response = Message::read(&bytes).unwrap();
        assert_eq!(response.start, Start::Response(180));
        let via = response.header("Via").unwrap();
        assert_eq!((parameter(via, "rport"), parameter(via, "received")), (Some("9999"), Some("127.0.0.1")));
        assert_eq!(response.branch(), message.branch());
        assert_eq!(parameter(response.header("To").unwrap(), "tag"), Some("t9"));
        assert_eq!(response.cseq(), message.cseq());
        assert_eq!(response_address(&message, source), source);
    }

    #[test]
    fn a_stream_is_cut_wherever_it_is_broken() {
        let one =
            Draft::request("INFO", "sip:a").header("CSeq", "1 INFO").finish(Some(("text/plain", "hello")));
        let stream = [one.clone(), b"\r\n\r\n".to_vec(), one.clone()].concat();
        for at in 0..stream.len() {
            let mut framer = Framer::default();
            let mut found = 0;
            for part in [&stream[..at], &stream[at..]] {
                framer.push(part);
                while let Some(message) = framer.next_message().unwrap() {
                    assert_eq!(message, one);
                    found += 1;
                }
            }
            assert_eq!(found, 2, "broken at {at}");
        }
        let mut framer = Framer::default();
        framer.push(b"BYE sip:a SIP/2.0\r\n\r\n");
        assert_eq!(framer.next_message(), Err(NotSip));
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_stumble(place in 0..INVITE.len(), byte: u8, cut in 0..INVITE.len()) {
            let mut bytes = INVITE.as_bytes().to_vec();
            bytes[place] = byte;
            let source = "127.0.0.1:9999".parse().unwrap();
            for bytes in [&bytes[..], &bytes[..cut]] {
                if let Some(message) = Message::read(bytes) {
                    let _ = (echo(&message, source, "t"), response_address(&message, source), message.cseq());
                    let _ = message.header("Contact").map(|value| address(uri(value)));
                }
            }
        }
    }
}
