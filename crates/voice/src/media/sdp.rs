//! Session descriptions (RFC 8866) in offer and answer (RFC 3264), as far as telephony needs them.
//!
//! Pure. Reading is tolerant: either line end, unknown lines, several streams, missing rtpmaps of
//! static types. Writing is strict. One stream is ever taken: the first audio over plain RTP
//! with a codec we speak; every other one is answered with port 0 (RFC 3264 §6).

use super::g711::{Codec, RATE};
use std::fmt::Write;
use std::net::{IpAddr, SocketAddr};

/// Longest description that is read, in octets: several times what telephones send.
pub const MOST: usize = 16 * 1024;
/// Most streams in a description that is read.
const MOST_STREAMS: usize = 16;
/// The payload type under which we offer telephone events.
pub const KEYS_PAYLOAD: u8 = 101;

/// Why a description cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No stream of audio over plain RTP that is not switched off.
    #[error("offer an audio stream over RTP/AVP with a port")]
    NoAudio,
    /// Audio, but neither G.711 codec.
    #[error("offer PCMA or PCMU")]
    NoCodec,
    /// IPv4 on one side and IPv6 on the other.
    #[error("use the same version of IP as the signalling address")]
    Network,
    /// Longer than [`MOST`].
    #[error("shorten the session description to {MOST} octets")]
    TooLong,
    /// Not a session description.
    #[error("correct line {line} of the session description: {what}")]
    Malformed {
        /// The line, from 1.
        line: usize,
        /// What should stand there.
        what: &'static str,
    },
}

impl Error {
    /// The SIP status that says so (RFC 3261 §21.4.26, §13.3.1.3).
    pub fn status(&self) -> u16 {
        match self {
            Error::NoAudio | Error::NoCodec | Error::Network => 488,
            Error::TooLong => 413,
            Error::Malformed { .. } => 400,
        }
    }
}

/// Which way media flows, seen from whoever wrote the description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Both ways.
    SendReceive,
    /// From the writer only: it put the other side on hold.
    SendOnly,
    /// To the writer only.
    ReceiveOnly,
    /// No way.
    Inactive,
}

impl Direction {
    const ALL: [Direction; 4] =
        [Direction::SendReceive, Direction::SendOnly, Direction::ReceiveOnly, Direction::Inactive];

    fn new(sends: bool, receives: bool) -> Direction {
        match (sends, receives) {
            (true, true) => Direction::SendReceive,
            (true, false) => Direction::SendOnly,
            (false, true) => Direction::ReceiveOnly,
            (false, false) => Direction::Inactive,
        }
    }

    /// Whether the writer sends.
    pub fn sends(self) -> bool {
        matches!(self, Direction::SendReceive | Direction::SendOnly)
    }

    /// Whether the writer receives.
    pub fn receives(self) -> bool {
        matches!(self, Direction::SendReceive | Direction::ReceiveOnly)
    }

    /// The same seen from the other side.
    pub fn mirrored(self) -> Direction {
        Direction::new(self.receives(), self.sends())
    }

    fn attribute(self) -> &'static str {
        match self {
            Direction::SendReceive => "sendrecv",
            Direction::SendOnly => "sendonly",
            Direction::ReceiveOnly => "recvonly",
            Direction::Inactive => "inactive",
        }
    }

    fn from_attribute(attribute: &str) -> Option<Direction> {
        Direction::ALL.into_iter().find(|direction| direction.attribute() == attribute)
    }
}

/// What both sides have agreed upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreed {
    /// Where the other side wants its audio.
    pub remote: SocketAddr,
    /// The codec.
    pub codec: Codec,
    /// The codec's payload type.
    pub payload: u8,
    /// Payload type of telephone events, if agreed.
    pub keys: Option<u8>,
    /// Which way media flows, seen from us.
    pub direction: Direction,
}

/// A description that was read: an offer, or an answer to ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    remote: SocketAddr,
    /// Never empty; in the writer's order of preference.
    codecs: Vec<(u8, Codec)>,
    keys: Option<u8>,
    direction: Direction,
    streams: Vec<String>,
    chosen: usize,
}

impl Offer {
    /// Reads a description.
    ///
    /// # Errors
    /// [`Error`]; [`Error::status`] is what to answer.
    pub fn parse(body: &[u8]) -> Result<Offer, Error> {
        if body.len() > MOST {
            return Err(Error::TooLong);
        }
        // Free text may be in any character set; what we look at is ASCII.
        let text = String::from_utf8_lossy(body);
        let (session, streams) = read(&text)?;
        let spoken = |stream: &&Stream<'_>| stream.is_audio() && !stream.codecs().is_empty();
        let Some(chosen) = streams.iter().position(|stream| spoken(&stream)) else {
            return Err(if streams.iter().any(Stream::is_audio) { Error::NoCodec } else { Error::NoAudio });
        };
        let stream = &streams[chosen];
        let address = stream.facts.address.or(session.address).ok_or(Error::Malformed {
            line: stream.line,
            what: "give the stream a unicast ip address in a c= line",
        })?;
        let direction = stream.facts.direction.or(session.direction).unwrap_or(Direction::SendReceive);
        Ok(Offer {
            remote: SocketAddr::new(address, stream.port),
            codecs: stream.codecs(),
            keys: stream.keys(),
            // The old way to hold a call: an address that is none (RFC 3264 §8.4).
            direction: Direction::new(direction.sends(), direction.receives() && !address.is_unspecified()),
            streams: streams.iter().map(Stream::refused).collect(),
            chosen,
        })
    }

    /// The codecs we share, in the offerer's order.
    pub fn codecs(&self) -> impl Iterator<Item = Codec> {
        self.codecs.iter().map(|(_, codec)| *codec)
    }

    /// What both sides send from now on, when we take the first codec of the description.
    fn agree(&self, local: SocketAddr) -> Result<Agreed, Error> {
        if self.remote.is_ipv4() != local.is_ipv4() {
            return Err(Error::Network);
        }
        let &(payload, codec) = self.codecs.first().ok_or(Error::NoCodec)?;
        let direction = self.direction.mirrored();
        Ok(Agreed { remote: self.remote, codec, payload, keys: self.keys, direction })
    }
}

/// Our side of the descriptions of one leg: identity, version and address.
#[derive(Debug, Clone)]
pub struct Session {
    id: u64,
    version: u64,
    local: SocketAddr,
    last: String,
}

impl Session {
    /// A leg that listens at `local`. `id` should differ from that of other legs; random will do.
    pub fn new(local: SocketAddr, id: u64) -> Session {
        Session { id, version: 0, local, last: String::new() }
    }

    /// Offers both codecs, the preferred one first, and telephone events.
    pub fn offer(&mut self, preferred: Codec) -> String {
        let second = Codec::ALL.into_iter().filter(|codec| *codec != preferred);
        let codecs: Vec<(u8, Codec)> =
            [preferred].into_iter().chain(second).map(|codec| (codec.static_payload(), codec)).collect();
        let media = audio(self.local.port(), &codecs, Some(KEYS_PAYLOAD), Direction::SendReceive);
        self.write(media)
    }

    /// Answers an offer with its first codec we speak. Asked again (a re-INVITE, say for hold), the
    /// version counts up when the answer differs from the last description (RFC 3264 §8).
    ///
    /// # Errors
    /// [`Error::Network`] when we could not reach the address.
    pub fn answer(&mut self, offer: &Offer) -> Result<(String, Agreed), Error> {
        let agreed = offer.agree(self.local)?;
        let taken =
            audio(self.local.port(), &[(agreed.payload, agreed.codec)], agreed.keys, agreed.direction);
        let mut media = String::new();
        for (place, refused) in offer.streams.iter().enumerate() {
            media.push_str(if place == offer.chosen { &taken } else { refused });
        }
        Ok((self.write(media), agreed))
    }

    /// Takes the answer to [`Session::offer`].
    ///
    /// # Errors
    /// [`Error`]: the leg is unusable.
    pub fn accept_answer(&self, body: &[u8]) -> Result<Agreed, Error> {
        Offer::parse(body)?.agree(self.local)
    }

    fn write(&mut self, media: String) -> String {
        if media != self.last {
            self.version += 1;
            self.last = media;
        }
        let (id, version, ip) = (self.id, self.version, self.local.ip());
        let family = if self.local.is_ipv4() { "IP4" } else { "IP6" };
        let media = &self.last;
        format!("v=0\r\no=- {id} {version} IN {family} {ip}\r\ns=-\r\nc=IN {family} {ip}\r\nt=0 0\r\n{media}")
    }
}

/// The lines of our audio stream.
fn audio(port: u16, codecs: &[(u8, Codec)], keys: Option<u8>, direction: Direction) -> String {
    let mut lines = format!("m=audio {port} RTP/AVP");
    let mut maps = String::new();
    for (payload, codec) in codecs {
        let _ = write!(lines, " {payload}");
        let _ = write!(maps, "a=rtpmap:{payload} {}/{RATE}\r\n", codec.name());
    }
    if let Some(payload) = keys {
        let _ = write!(lines, " {payload}");
        let _ = write!(maps, "a=rtpmap:{payload} telephone-event/{RATE}\r\na=fmtp:{payload} 0-15\r\n");
    }
    format!("{lines}\r\n{maps}a=ptime:20\r\na={}\r\n", direction.attribute())
}

/// What may be said for the session and again for a stream.
#[derive(Debug, Default)]
struct Facts {
    address: Option<IpAddr>,
    direction: Option<Direction>,
}

impl Facts {
    fn note(&mut self, kind: &str, value: &str) {
        match kind {
            "c" => self.address = address(value).or(self.address),
            "a" => self.direction = Direction::from_attribute(value).or(self.direction),
            _ => {}
        }
    }
}

/// A stream as described.
#[derive(Debug)]
struct Stream<'a> {
    line: usize,
    kind: &'a str,
    port: u16,
    protocol: &'a str,
    formats: Vec<&'a str>,
    maps: Vec<(u8, &'a str)>,
    facts: Facts,
}

impl<'a> Stream<'a> {
    /// Reads the value of an m= line: `audio 49170/2 RTP/AVP 0 8`.
    fn read(line: usize, value: &'a str) -> Result<Stream<'a>, Error> {
        let malformed = Error::Malformed { line, what: "m= has a kind, a port, a protocol and formats" };
        let mut words = value.split_ascii_whitespace();
        let (Some(kind), Some(port), Some(protocol)) = (words.next(), words.next(), words.next()) else {
            return Err(malformed);
        };
        let formats: Vec<&str> = words.collect();
        let port = port.split('/').next().and_then(|port| port.parse().ok());
        match port {
            // The words go back to the sender should we refuse the stream.
            Some(port) if !formats.is_empty() && value.bytes().all(|b| b == b' ' || b.is_ascii_graphic()) => {
                Ok(Stream { line, kind, port, protocol, formats, maps: Vec::new(), facts: Facts::default() })
            }
            _ => Err(malformed),
        }
    }

    fn is_audio(&self) -> bool {
        self.kind == "audio" && self.protocol == "RTP/AVP" && self.port != 0
    }

    /// Payload types with what they mean; a static type needs no rtpmap (RFC 3551 §6).
    fn encodings(&self) -> impl Iterator<Item = (u8, Encoding)> {
        self.formats.iter().filter_map(|format| {
            let payload: u8 = format.parse().ok().filter(|payload| *payload < 128)?;
            let map = self.maps.iter().find(|(mapped, _)| *mapped == payload);
            let encoding = match map {
                Some((_, name)) => Encoding::named(name),
                None => Codec::from_static_payload(payload).map(Encoding::Audio),
            };
            Some((payload, encoding?))
        })
    }

    fn codecs(&self) -> Vec<(u8, Codec)> {
        let audio = |(payload, encoding)| match encoding {
            Encoding::Audio(codec) => Some((payload, codec)),
            Encoding::Keys => None,
        };
        self.encodings().filter_map(audio).collect()
    }

    fn keys(&self) -> Option<u8> {
        self.encodings().find(|(_, encoding)| matches!(encoding, Encoding::Keys)).map(|(payload, _)| payload)
    }

    /// The stream's line in an answer that refuses it.
    fn refused(&self) -> String {
        format!("m={} 0 {} {}\r\n", self.kind, self.protocol, self.formats.join(" "))
    }
}

enum Encoding {
    Audio(Codec),
    Keys,
}

impl Encoding {
    /// Reads `PCMA/8000` or `PCMA/8000/1`; names have no case (RFC 8866 §6.6).
    fn named(text: &str) -> Option<Encoding> {
        let mut parts = text.split('/');
        let (name, rate, channels) = (parts.next()?, parts.next()?, parts.next().unwrap_or("1"));
        if rate.parse() != Ok(RATE) || channels != "1" {
            return None;
        }
        if name.eq_ignore_ascii_case("telephone-event") {
            return Some(Encoding::Keys);
        }
        Codec::ALL.into_iter().find(|codec| name.eq_ignore_ascii_case(codec.name())).map(Encoding::Audio)
    }
}

/// Reads all lines into facts about the session and its streams.
fn read(text: &str) -> Result<(Facts, Vec<Stream<'_>>), Error> {
    let (mut session, mut streams) = (Facts::default(), Vec::<Stream<'_>>::new());
    let lines = text.split('\n').map(|line| line.trim_end()).enumerate().map(|(at, line)| (at + 1, line));
    let mut lines = lines.filter(|(_, text)| !text.is_empty());
    match lines.next() {
        Some((_, "v=0")) => {}
        other => {
            let line = other.map_or(1, |(line, _)| line);
            return Err(Error::Malformed { line, what: "begin with v=0" });
        }
    }
    for (line, text) in lines {
        let Some((kind, value)) = text.split_once('=').filter(|(kind, _)| kind.len() == 1) else {
            return Err(Error::Malformed { line, what: "a line is one letter, = and a value" });
        };
        if kind == "m" && streams.len() == MOST_STREAMS {
            return Err(Error::Malformed { line, what: "describe at most 16 streams" });
        }
        match (kind, streams.last_mut()) {
            ("m", _) => streams.push(Stream::read(line, value)?),
            (_, None) => session.note(kind, value),
            (_, Some(stream)) => {
                stream.facts.note(kind, value);
                stream.maps.extend(Some(value).filter(|_| kind == "a").and_then(rtpmap));
            }
        }
    }
    Ok((session, streams))
}

/// Reads the value of a c= line. Host names are not looked up: a description must not make us
/// ask name servers. Group and broadcast addresses would turn us against bystanders.
fn address(value: &str) -> Option<IpAddr> {
    let mut words = value.split_ascii_whitespace();
    let ("IN", "IP4" | "IP6", Some(address)) = (words.next()?, words.next()?, words.next()) else {
        return None;
    };
    let address: IpAddr = address.split('/').next()?.parse().ok()?;
    let broadcast = matches!(address, IpAddr::V4(v4) if v4.is_broadcast());
    (!address.is_multicast() && !broadcast).then_some(address)
}

/// Reads `rtpmap:8 PCMA/8000`.
fn rtpmap(attribute: &str) -> Option<(u8, &str)> {
    let (payload, name) = attribute.strip_prefix("rtpmap:")?.trim_start().split_once(' ')?;
    Some((payload.parse().ok()?, name.trim()))
}

#[cfg(test)]
mod tests;
