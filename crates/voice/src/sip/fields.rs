//! The pieces header fields are made of: addresses, parameters, URIs, Via (RFC 3261 §20, §25).

use super::transport::{Peer, Transport};
use std::net::{IpAddr, SocketAddr};

/// The port of SIP without TLS (RFC 3261 §19.1.2).
pub const DEFAULT_PORT: u16 = 5060;

/// The port of SIP with TLS.
pub const DEFAULT_TLS_PORT: u16 = 5061;

/// A name-addr or addr-spec: `"Display" <sip:user@host>;tag=1`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Address<'a> {
    /// The URI.
    pub uri: &'a str,
    parameters: &'a str,
}

impl<'a> Address<'a> {
    /// A parameter of the field: empty when it stands there without a value.
    pub fn parameter(&self, name: &str) -> Option<&'a str> {
        parameter(self.parameters, name)
    }
}

/// Reads an address field of one value.
pub fn address(value: &str) -> Option<Address<'_>> {
    let value = value.trim();
    let open = position_unquoted(value, b'<');
    let Some(open) = open else {
        // Without angle brackets, parameters belong to the field, not to the URI (§20.10).
        let end = value.find(';').unwrap_or(value.len());
        let uri = value[..end].trim();
        let plausible = !uri.is_empty() && !uri.contains(['"', ' ', '\t', ',']);
        return plausible.then_some(Address { uri, parameters: &value[end..] });
    };
    let close = open + value[open..].find('>')?;
    let uri = value[open + 1..close].trim();
    let plausible = !uri.is_empty() && !uri.contains([' ', '\t', '\r', '\n', '"', '<']);
    plausible.then_some(Address { uri, parameters: &value[close + 1..] })
}

/// The first value of a comma-separated field, and the rest.
pub fn split_first(value: &str) -> (&str, Option<&str>) {
    let mut quoted = false;
    let mut bracketed = false;
    let mut escaped = false;
    for (at, byte) in value.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'<' if !quoted => bracketed = true,
            b'>' if !quoted => bracketed = false,
            b',' if !quoted && !bracketed => return (value[..at].trim(), Some(value[at + 1..].trim())),
            _ => {}
        }
    }
    (value.trim(), None)
}

fn position_unquoted(value: &str, wanted: u8) -> Option<usize> {
    let mut quoted = false;
    let mut escaped = false;
    for (at, byte) in value.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if byte == wanted && !quoted => return Some(at),
            _ => {}
        }
    }
    None
}

/// A `;name=value` parameter: empty when it stands there without a value.
pub fn parameter<'a>(parameters: &'a str, name: &str) -> Option<&'a str> {
    parameters.split(';').find_map(|piece| {
        let (key, value) = piece.split_once('=').unwrap_or((piece, ""));
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// A SIP or tel URI in its parts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Uri<'a> {
    /// The part before `@`, without parameters; of a tel URI, the number.
    pub user: &'a str,
    /// Name or address; empty in a tel URI.
    pub host: &'a str,
    /// The port, when given.
    pub port: Option<u16>,
    /// Whether nothing but TLS leads there (`sips:`, RFC 3261 §26.2.2).
    pub secure: bool,
    parameters: &'a str,
}

impl<'a> Uri<'a> {
    /// Reads `sip:`, `sips:` and `tel:` URIs.
    pub fn read(text: &'a str) -> Option<Uri<'a>> {
        let (scheme, rest) = text.split_once(':')?;
        if scheme.eq_ignore_ascii_case("tel") {
            let (number, parameters) = split_parameters(rest);
            return Some(Uri { user: number, host: "", port: None, secure: false, parameters });
        }
        let secure = scheme.eq_ignore_ascii_case("sips");
        if !scheme.eq_ignore_ascii_case("sip") && !secure {
            return None;
        }
        let rest = rest.split('?').next().unwrap_or(rest);
        let (user, place) = rest.rsplit_once('@').unwrap_or(("", rest));
        let (place, parameters) = split_parameters(place);
        let (host, port) = host_and_port(place)?;
        let user = user.split([';', ':']).next().unwrap_or(user);
        Some(Uri { user, host, port, secure, parameters })
    }

    /// Where requests to this URI go, when its host is an IP address; names give none.
    pub fn peer(&self) -> Option<Peer> {
        let transport = match parameter(self.parameters, "transport") {
            Some(name) if name.eq_ignore_ascii_case("tls") => Transport::Tls,
            Some(name) if name.eq_ignore_ascii_case("tcp") && self.secure => Transport::Tls,
            Some(name) if name.eq_ignore_ascii_case("tcp") => Transport::Tcp,
            Some(name) if name.eq_ignore_ascii_case("udp") && !self.secure => Transport::Udp,
            None if self.secure => Transport::Tls,
            None => Transport::Udp,
            Some(_) => return None,
        };
        let address: IpAddr = bare(self.host).parse().ok()?;
        let usual = if transport == Transport::Tls { DEFAULT_TLS_PORT } else { DEFAULT_PORT };
        Some(Peer { transport, address: SocketAddr::new(address, self.port.unwrap_or(usual)) })
    }
}

/// The user part with its `%41` escapes resolved; `None` when that gives no text.
pub fn unescape(user: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(user.len());
    let mut rest = user.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let high = char::from(rest.next()?).to_digit(16)?;
        let low = char::from(rest.next()?).to_digit(16)?;
        bytes.push((high * 16 + low) as u8);
    }
    String::from_utf8(bytes).ok()
}

fn split_parameters(text: &str) -> (&str, &str) {
    let end = text.find(';').unwrap_or(text.len());
    (&text[..end], &text[end..])
}

fn host_and_port(place: &str) -> Option<(&str, Option<u16>)> {
    let port_at = match place.rfind(']') {
        Some(bracket) => place[bracket..].find(':').map(|at| bracket + at),
        None => place.find(':'),
    };
    let (host, port) = match port_at {
        Some(at) => (&place[..at], Some(place[at + 1..].trim().parse::<u16>().ok().filter(|p| *p > 0)?)),
        None => (place, None),
    };
    let host = host.trim();
    (!host.is_empty()).then_some((host, port))
}

fn bare(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

/// The topmost Via: who sent the message, and which transaction it is of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Via<'a> {
    /// The whole value, parameters included.
    pub text: &'a str,
    /// Host of the sent-by part.
    pub host: &'a str,
    /// Its port.
    pub port: Option<u16>,
    /// The branch; empty from peers older than RFC 3261.
    pub branch: &'a str,
    /// Whether the response is to go to the port the request came from (RFC 3581).
    pub rport: bool,
}

impl<'a> Via<'a> {
    /// Reads the first value of a Via field.
    pub fn first_of(value: &'a str) -> Option<Via<'a>> {
        let (text, _) = split_first(value);
        let (protocol, rest) = text.split_once([' ', '\t'])?;
        if !protocol.get(..8)?.eq_ignore_ascii_case("SIP/2.0/") {
            return None;
        }
        let (place, parameters) = split_parameters(rest);
        let (host, port) = host_and_port(place.trim())?;
        Some(Via {
            text,
            host,
            port,
            branch: parameter(parameters, "branch").unwrap_or(""),
            rport: parameter(parameters, "rport").is_some(),
        })
    }

    /// Where the response goes (RFC 3261 §18.2.2, RFC 3581 §4).
    pub fn reply_to(&self, source: Peer) -> Peer {
        if self.rport || source.transport.is_stream() {
            return source;
        }
        let port = self.port.unwrap_or(DEFAULT_PORT);
        Peer { address: SocketAddr::new(source.address.ip(), port), ..source }
    }

    /// Writes the value with `received` and `rport` filled in (RFC 3261 §18.2.1, RFC 3581 §4).
    pub fn write_back(&self, source: Peer, text: &mut String) {
        use std::fmt::Write;
        let mut pieces = self.text.split(';');
        text.push_str(pieces.next().unwrap_or_default().trim_end());
        for piece in pieces {
            let name = piece.split('=').next().unwrap_or(piece).trim();
            if !name.eq_ignore_ascii_case("rport") && !name.eq_ignore_ascii_case("received") {
                text.push(';');
                text.push_str(piece);
            }
        }
        if self.rport {
            // Writing to a String cannot fail.
            let _ = write!(text, ";rport={}", source.address.port());
        }
        if self.rport || bare(self.host).parse() != Ok(source.address.ip()) {
            let _ = write!(text, ";received={}", source.address.ip());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_all_their_forms() {
        let check = |value: &str, uri: Option<&str>, tag: Option<&str>| {
            let address = address(value);
            assert_eq!(address.map(|a| a.uri), uri, "{value}");
            assert_eq!(address.and_then(|a| a.parameter("tag")), tag, "{value}");
        };
        check("<sip:a@b;tag=no>;TAG=1;x", Some("sip:a@b;tag=no"), Some("1"));
        check("sip:a@b;tag=2", Some("sip:a@b"), Some("2"));
        check("\"a <b>, \\\"c\\\"\" <sip:d@e>;tag=3", Some("sip:d@e"), Some("3"));
        check("홍길동 <sip:d@e>", Some("sip:d@e"), None);
        check("<sip:a@b", None, None);
        check("<>", None, None);
        check("\"open <sip:a@b>", None, None);
        check("", None, None);
        assert_eq!(split_first("<sip:a,b@c>, \"x,y\" <sip:d>"), ("<sip:a,b@c>", Some("\"x,y\" <sip:d>")));
    }

    #[test]
    fn uris_and_where_they_lead() {
        let check = |text: &str, user: &str, leads: Option<&str>| {
            let uri = Uri::read(text).unwrap();
            let peer = uri.peer().map(|p| format!("{:?} {}", p.transport, p.address));
            assert_eq!((uri.user, peer.as_deref()), (user, leads), "{text}");
        };
        check("sip:7@192.0.2.1", "7", Some("Udp 192.0.2.1:5060"));
        check(
            "sip:+82-2;phone-context=x:pw@192.0.2.1:99;transport=TCP?a=b",
            "+82-2",
            Some("Tcp 192.0.2.1:99"),
        );
        check("sips:[2001:db8::1]:5070", "", Some("Tls [2001:db8::1]:5070"));
        check("sips:a@192.0.2.1;transport=tcp", "a", Some("Tls 192.0.2.1:5061"));
        check("sip:a@desk.example", "a", None);
        check("sip:a@192.0.2.1;transport=tls", "a", Some("Tls 192.0.2.1:5061"));
        check("sips:a@192.0.2.1;transport=udp", "a", None);
        check("sip:a@192.0.2.1;transport=sctp", "a", None);
        check("tel:+82215880000;x=y", "+82215880000", None);
        for bad in ["", "sip:", "sip:a@", "sip:a@b:0", "sip:a@b:99999", "http://x", "sip:a@[::1:5"] {
            let peer = Uri::read(bad).and_then(|uri| uri.peer());
            assert_eq!(peer, None, "{bad} leads somewhere");
        }
        assert_eq!(unescape("%2B82%31"), Some("+821".into()));
        assert_eq!((unescape("%2"), unescape("%zz"), unescape("%ff")), (None, None, None));
    }

    #[test]
    fn responses_find_their_way_back() {
        let source = Peer { transport: Transport::Udp, address: "198.51.100.7:40000".parse().unwrap() };
        let check = |value: &str, port: u16, written: &str| {
            let via = Via::first_of(value).unwrap();
            assert_eq!(via.reply_to(source).address.port(), port, "{value}");
            let mut text = String::new();
            via.write_back(source, &mut text);
            assert_eq!(text, written);
        };
        check(
            "SIP/2.0/UDP 10.0.0.1:5062;rport;branch=b, SIP/2.0/UDP x",
            40000,
            "SIP/2.0/UDP 10.0.0.1:5062;branch=b;rport=40000;received=198.51.100.7",
        );
        check("SIP/2.0/UDP 198.51.100.7;branch=b", 5060, "SIP/2.0/UDP 198.51.100.7;branch=b");
        check("SIP/2.0/UDP pc:5070;branch=b", 5070, "SIP/2.0/UDP pc:5070;branch=b;received=198.51.100.7");
    }
}
