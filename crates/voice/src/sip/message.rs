//! Reading SIP messages in place (RFC 3261 §7): nothing is copied, nothing is kept.
//!
//! Reading is strict where a lenient reader could be led astray (control characters, doubled
//! identity fields) and lenient where telephones differ harmlessly (case, compact names, folding).

use super::fields::{self, Via};

/// The largest message taken, in bytes. A telephone's INVITE has 1 to 2 KiB; what is larger than
/// this is answered 513 (RFC 3261 §21.5.7) and never reaches a call.
pub const LARGEST: usize = 8 * 1024;

/// More header fields than this are no telephone's.
const MOST_FIELDS: usize = 100;

/// A request's method. Methods that the node does not serve need no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Begins a call, or renegotiates one.
    Invite,
    /// Confirms the final answer to an INVITE.
    Ack,
    /// Gives up an INVITE.
    Cancel,
    /// Ends a call.
    Bye,
    /// Asks what we can do.
    Options,
    /// Carries key presses.
    Info,
    /// Anything else.
    Other,
}

impl Method {
    fn named(name: &str) -> Method {
        match name {
            "INVITE" => Method::Invite,
            "ACK" => Method::Ack,
            "CANCEL" => Method::Cancel,
            "BYE" => Method::Bye,
            "OPTIONS" => Method::Options,
            "INFO" => Method::Info,
            _ => Method::Other,
        }
    }
}

/// The first line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Start<'a> {
    /// A request.
    Request {
        /// What is asked.
        method: Method,
        /// Whom it is asked of.
        uri: &'a str,
    },
    /// A response.
    Response {
        /// 100–699.
        status: u16,
    },
}

/// The header fields that the node reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// `Via`, `v`.
    Via,
    /// `From`, `f`.
    From,
    /// `To`, `t`.
    To,
    /// `Call-ID`, `i`.
    CallId,
    /// `CSeq`.
    CSeq,
    /// `Contact`, `m`.
    Contact,
    /// `Record-Route`.
    RecordRoute,
    /// `Require`.
    Require,
    /// `Content-Type`, `c`.
    ContentType,
    /// `Content-Length`, `l`.
    ContentLength,
    /// `P-Asserted-Identity` (RFC 3325).
    AssertedIdentity,
    /// `Privacy` (RFC 3323).
    Privacy,
    /// `User-Agent`.
    UserAgent,
}

impl Field {
    fn named(name: &str) -> Option<Field> {
        let is = |full: &str| name.eq_ignore_ascii_case(full);
        Some(match name.len() {
            1 => match name.as_bytes()[0].to_ascii_lowercase() {
                b'v' => Field::Via,
                b'f' => Field::From,
                b't' => Field::To,
                b'i' => Field::CallId,
                b'm' => Field::Contact,
                b'c' => Field::ContentType,
                b'l' => Field::ContentLength,
                _ => return None,
            },
            2 if is("To") => Field::To,
            3 if is("Via") => Field::Via,
            4 if is("From") => Field::From,
            4 if is("CSeq") => Field::CSeq,
            7 if is("Call-ID") => Field::CallId,
            7 if is("Contact") => Field::Contact,
            7 if is("Require") => Field::Require,
            7 if is("Privacy") => Field::Privacy,
            10 if is("User-Agent") => Field::UserAgent,
            12 if is("Record-Route") => Field::RecordRoute,
            12 if is("Content-Type") => Field::ContentType,
            14 if is("Content-Length") => Field::ContentLength,
            19 if is("P-Asserted-Identity") => Field::AssertedIdentity,
            _ => return None,
        })
    }
}

/// Why bytes are no SIP message: not even an error response could be addressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a SIP message")]
pub struct Unreadable;

/// What is wrong with a message that could be read, so that a request earns a 400.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// A mandatory field (RFC 3261 §8.1.1) is missing, doubled, or unreadable.
    #[error("a mandatory header field is missing or unreadable")]
    Identity,
    /// Fewer bytes came than Content-Length announces (RFC 3261 §18.3).
    #[error("the body is shorter than announced")]
    Truncated,
}

/// A message, read in place.
pub struct Message<'a> {
    /// The first line.
    pub start: Start<'a>,
    fields: Vec<(Field, &'a str)>,
    /// All bytes after the header; [`Message::body`] says which of them are the body.
    rest: &'a [u8],
}

/// What every message says about the transaction and dialog it belongs to.
#[derive(Clone, Copy)]
pub struct Identity<'a> {
    /// The topmost Via.
    pub via: Via<'a>,
    /// Call-ID.
    pub call_id: &'a str,
    /// The From field whole.
    pub from: &'a str,
    /// Its tag.
    pub from_tag: &'a str,
    /// The To field whole.
    pub to: &'a str,
    /// Its tag, which only messages within a dialog have.
    pub to_tag: Option<&'a str>,
    /// CSeq number.
    pub sequence: u32,
    /// CSeq method.
    pub method: Method,
}

impl<'a> Message<'a> {
    /// Reads start line and header.
    ///
    /// # Errors
    /// [`Unreadable`] when the bytes are no SIP/2.0 message with a complete header.
    pub fn read(bytes: &'a [u8]) -> Result<Message<'a>, Unreadable> {
        let mut lines = Lines { rest: skip_empty_lines(bytes) };
        let start = start_line(lines.next_line()?)?;
        let mut fields = Vec::with_capacity(16);
        loop {
            let line = lines.next_field()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').ok_or(Unreadable)?;
            if let Some(field) = Field::named(name.trim_end()) {
                fields.push((field, value.trim()));
            }
            if fields.len() > MOST_FIELDS {
                return Err(Unreadable);
            }
        }
        Ok(Message { start, fields, rest: lines.rest })
    }

    /// The values of a field, in the order of their lines.
    pub fn all(&self, field: Field) -> impl Iterator<Item = &'a str> + '_ {
        self.fields.iter().filter(move |(name, _)| *name == field).map(|(_, value)| *value)
    }

    /// The first value of a field.
    pub fn first(&self, field: Field) -> Option<&'a str> {
        self.all(field).next()
    }

    fn only(&self, field: Field) -> Option<&'a str> {
        let mut all = self.all(field);
        let value = all.next()?;
        all.next().is_none().then_some(value)
    }

    /// The body. Without Content-Length it is all that came (RFC 3261 §18.3).
    ///
    /// # Errors
    /// [`Flaw::Truncated`] when less came than was announced; [`Flaw::Identity`] when the
    /// announcement itself is unreadable.
    pub fn body(&self) -> Result<&'a [u8], Flaw> {
        let mut lengths = self.all(Field::ContentLength);
        let Some(announced) = lengths.next() else { return Ok(self.rest) };
        if lengths.next().is_some_and(|other| other != announced) {
            return Err(Flaw::Identity);
        }
        let length: usize = announced.parse().map_err(|_| Flaw::Identity)?;
        self.rest.get(..length).ok_or(Flaw::Truncated)
    }

    /// Transaction and dialog.
    ///
    /// # Errors
    /// [`Flaw::Identity`] when a mandatory field is missing, doubled or unreadable, or when the
    /// CSeq method is not the request's.
    pub fn identity(&self) -> Result<Identity<'a>, Flaw> {
        self.find_identity().ok_or(Flaw::Identity)
    }

    fn find_identity(&self) -> Option<Identity<'a>> {
        let via = Via::first_of(self.first(Field::Via)?)?;
        let from = self.only(Field::From)?;
        let to = self.only(Field::To)?;
        let (number, method) = self.only(Field::CSeq)?.split_once([' ', '\t'])?;
        let method = Method::named(method.trim());
        if let Start::Request { method: asked, .. } = self.start
            && asked != method
        {
            return None;
        }
        Some(Identity {
            via,
            call_id: self.only(Field::CallId).filter(|id| !id.is_empty())?,
            from,
            from_tag: fields::address(from)?.parameter("tag").filter(|tag| !tag.is_empty())?,
            to,
            to_tag: fields::address(to)?.parameter("tag").filter(|tag| !tag.is_empty()),
            sequence: number.parse().ok().filter(|n| *n <= i32::MAX as u32)?,
            method,
        })
    }
}

/// Where the first message ends in a stream (RFC 3261 §18.3: Content-Length is mandatory there).
#[derive(Debug, PartialEq, Eq)]
pub enum Framing {
    /// More bytes are needed.
    Incomplete,
    /// The message ends here.
    Complete(usize),
    /// Nothing that follows could be told apart: the connection must be closed.
    Hopeless,
}

/// Finds the end of the first message in a stream.
pub fn frame(bytes: &[u8]) -> Framing {
    let Some(head) = bytes.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4) else {
        return if bytes.len() > LARGEST { Framing::Hopeless } else { Framing::Incomplete };
    };
    let Ok(message) = Message::read(&bytes[..head]) else { return Framing::Hopeless };
    let Some(length) = message.only(Field::ContentLength).and_then(|length| length.parse::<usize>().ok())
    else {
        return Framing::Hopeless;
    };
    match head.checked_add(length) {
        Some(end) if end > LARGEST => Framing::Hopeless,
        Some(end) if end <= bytes.len() => Framing::Complete(end),
        Some(_) => Framing::Incomplete,
        None => Framing::Hopeless,
    }
}

/// Empty lines before a message are to be ignored (RFC 3261 §7.5).
fn skip_empty_lines(bytes: &[u8]) -> &[u8] {
    let blank = bytes.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
    &bytes[blank..]
}

fn start_line(line: &str) -> Result<Start<'_>, Unreadable> {
    if let Some(rest) = line.strip_prefix("SIP/2.0 ") {
        let status = rest.split(' ').next().filter(|code| code.len() == 3).and_then(|code| code.parse().ok());
        return status
            .filter(|s| (100..700).contains(s))
            .map(|status| Start::Response { status })
            .ok_or(Unreadable);
    }
    let mut words = line.split(' ');
    match (words.next(), words.next(), words.next(), words.next()) {
        (Some(method), Some(uri), Some("SIP/2.0"), None) if is_token(method) && !uri.is_empty() => {
            Ok(Start::Request { method: Method::named(method), uri })
        }
        _ => Err(Unreadable),
    }
}

fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.!%*_+`'~".contains(&b))
}

struct Lines<'a> {
    rest: &'a [u8],
}

impl<'a> Lines<'a> {
    /// One line without its CRLF.
    fn next_line(&mut self) -> Result<&'a str, Unreadable> {
        let end = self.line_end(0)?;
        self.take(end)
    }

    /// One header field with its folded continuation lines (RFC 3261 §7.3.1).
    fn next_field(&mut self) -> Result<&'a str, Unreadable> {
        let mut end = self.line_end(0)?;
        let empty = end <= 2;
        while !empty && matches!(self.rest.get(end), Some(b' ' | b'\t')) {
            end = self.line_end(end)?;
        }
        self.take(end)
    }

    /// Position after the line feed of the line that begins at `from`. Carriage returns and other
    /// control characters are refused inside lines: they would be echoed in our responses.
    fn line_end(&self, from: usize) -> Result<usize, Unreadable> {
        let length = self.rest[from..].iter().position(|b| *b == b'\n').ok_or(Unreadable)?;
        let line = &self.rest[from..from + length];
        let line = line.strip_suffix(b"\r").ok_or(Unreadable)?;
        let plain = line.iter().all(|b| *b >= b' ' && *b != 0x7f || *b == b'\t');
        if plain { Ok(from + length + 1) } else { Err(Unreadable) }
    }

    fn take(&mut self, end: usize) -> Result<&'a str, Unreadable> {
        let (line, rest) = self.rest.split_at(end);
        self.rest = rest;
        std::str::from_utf8(&line[..end - 2]).map_err(|_| Unreadable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "Via: SIP/2.0/UDP 192.0.2.1:5062;branch=z9hG4bK1;rport\r\n\
        f: \"A, \\\"B\\\" <x>\" <sip:+821055501234@192.0.2.1>;tag=a1\r\nTo: <sip:15880000@192.0.2.9>\r\n\
        i: id@1\r\nCSEQ:  7   INVITE\r\n";

    fn request(extra: &str) -> String {
        format!("INVITE sip:15880000@192.0.2.9 SIP/2.0\r\n{HEAD}{extra}\r\n")
    }

    #[test]
    fn reads_compact_quoted_and_folded_fields() {
        let text = request("Subject: one\r\n two\r\nContent-Length: 3\r\n") + "abcdef";
        let message = Message::read(text.as_bytes()).unwrap();
        let identity = message.identity().unwrap();
        assert_eq!((identity.call_id, identity.from_tag, identity.to_tag), ("id@1", "a1", None));
        assert_eq!((identity.sequence, identity.method), (7, Method::Invite));
        assert_eq!(
            (identity.via.host, identity.via.port, identity.via.branch),
            ("192.0.2.1", Some(5062), "z9hG4bK1")
        );
        assert!(identity.via.rport);
        assert_eq!(message.body(), Ok(&b"abc"[..]));
    }

    #[test]
    fn tells_what_is_unreadable_from_what_is_flawed() {
        for unreadable in [
            "",
            "\r\n\r\n",
            "hello\r\n\r\n",
            "INVITE sip:a SIP/3.0\r\n\r\n",
            "INVITE  SIP/2.0\r\n\r\n",
            "IN VITE sip:a SIP/2.0\r\n\r\n",
            "INVITE sip:a SIP/2.0\r\nVia: x\r\n",
            "INVITE sip:a SIP/2.0\r\nVia x\r\n\r\n",
            "INVITE sip:a SIP/2.0\r\nVia: a\rb\r\n\r\n",
            "INVITE sip:a SIP/2.0\nVia: a\n\n",
            "SIP/2.0 99 Low\r\n\r\n",
            "SIP/2.0 7000 High\r\n\r\n",
        ] {
            assert!(Message::read(unreadable.as_bytes()).is_err(), "{unreadable:?} passed");
        }
        for (extra, flaw) in [
            ("Content-Length: 9\r\n", Flaw::Truncated),
            ("Content-Length: -1\r\n", Flaw::Identity),
            ("Content-Length: 0\r\nl: 1\r\n", Flaw::Identity),
        ] {
            let text = request(extra) + "abc";
            assert_eq!(Message::read(text.as_bytes()).unwrap().body(), Err(flaw), "{extra}");
        }
        for extra in
            ["To: <sip:b@c>\r\n", "Call-ID: 2\r\n", "CSeq: 8 INVITE\r\n", "From: <sip:b@c>;tag=2\r\n"]
        {
            let text = request(extra);
            assert!(Message::read(text.as_bytes()).unwrap().identity().is_err(), "doubled {extra:?} passed");
        }
        let text = request("").replace("INVITE sip", "BYE sip");
        assert!(Message::read(text.as_bytes()).unwrap().identity().is_err(), "CSeq of another method passed");
    }

    #[test]
    fn frames_a_stream_however_it_is_cut() {
        let one = request("Content-Length: 4\r\n") + "body";
        let two = one.clone() + &one;
        for cut in 0..one.len() {
            assert_eq!(frame(&one.as_bytes()[..cut]), Framing::Incomplete, "cut at {cut}");
        }
        assert_eq!(frame(two.as_bytes()), Framing::Complete(one.len()));
        for hopeless in [
            request(""),
            request("Content-Length: 9000\r\n"),
            request("Content-Length: x\r\n"),
            "x".repeat(LARGEST + 1),
            format!("x\r\n{HEAD}\r\n"),
        ] {
            assert_eq!(frame(hopeless.as_bytes()), Framing::Hopeless);
        }
    }
}
