//! Session descriptions (RFC 4566) for one audio stream of G.711 with telephone keys (RFC 4733).

use crate::g711::Codec;
use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr};

/// Payload type these telephones offer for keys.
const KEYS: u8 = 101;

/// One side's description of its audio.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Where it wants to receive.
    pub audio: SocketAddr,
    /// Codings, best first.
    pub codecs: Vec<Codec>,
    /// Payload type of keys, if it takes them.
    pub keys: Option<u8>,
}

impl Session {
    /// What a telephone offers that receives at `audio`.
    pub fn offer(audio: SocketAddr, codecs: &[Codec]) -> Session {
        Session { audio, codecs: codecs.to_vec(), keys: Some(KEYS) }
    }

    /// The answer to an offer (RFC 3264 §6): the offer's first coding that is spoken here.
    pub fn answer(&self, audio: SocketAddr) -> Option<Session> {
        let codec = self.codecs.iter().copied().find(|codec| codec.is_spoken())?;
        Some(Session { audio, codecs: vec![codec], keys: self.keys })
    }

    /// The coding to send, by an answer or by an answer about to be given.
    pub fn codec(&self) -> Option<Codec> {
        self.codecs.iter().copied().find(|codec| codec.is_spoken())
    }

    /// Reads the body of a message. `None` when it describes no usable audio.
    pub fn read(body: &[u8]) -> Option<Session> {
        let text = std::str::from_utf8(body).ok()?;
        let mut ip = None;
        let mut audio: Option<(u16, Vec<u8>)> = None;
        let mut keys = None;
        let mut in_audio = false;
        for line in text.lines() {
            let Some((kind, value)) = line.split_once('=') else { continue };
            match kind {
                "m" => {
                    in_audio = audio.is_none() && value.starts_with("audio ");
                    if in_audio {
                        audio = Some(read_media(value)?);
                    }
                }
                "c" if in_audio || audio.is_none() => ip = value.split(' ').nth(2)?.parse::<IpAddr>().ok(),
                "a" if in_audio => keys = keys.or_else(|| read_keys(value)),
                _ => {}
            }
        }
        let (port, payload_types) = audio?;
        let keys = keys.filter(|number| payload_types.contains(number));
        let codecs = payload_types.into_iter().filter_map(Codec::from_payload_type).collect();
        (port != 0).then_some(Session { audio: SocketAddr::new(ip?, port), codecs, keys })
    }

    /// The description as text; `version` grows with each that is sent in a call.
    pub fn write(&self, id: u64, version: u32) -> String {
        let family = if self.audio.is_ipv4() { "IP4" } else { "IP6" };
        let (ip, port) = (self.audio.ip(), self.audio.port());
        let mut text = format!(
            "v=0\r\no=- {id} {version} IN {family} {ip}\r\ns=-\r\nc=IN {family} {ip}\r\nt=0 0\r\n\
             m=audio {port} RTP/AVP"
        );
        for codec in &self.codecs {
            let _ = write!(text, " {}", codec.payload_type());
        }
        let _ = self.keys.map(|number| write!(text, " {number}"));
        text.push_str("\r\n");
        for codec in &self.codecs {
            let _ = write!(text, "a=rtpmap:{} {}/8000\r\n", codec.payload_type(), codec.name());
        }
        if let Some(number) = self.keys {
            let _ = write!(text, "a=rtpmap:{number} telephone-event/8000\r\na=fmtp:{number} 0-15\r\n");
        }
        text.push_str("a=ptime:20\r\na=sendrecv\r\n");
        text
    }
}

/// Port and payload types of an `m=audio` line.
fn read_media(value: &str) -> Option<(u16, Vec<u8>)> {
    let mut words = value.split_ascii_whitespace().skip(1);
    let port = words.next()?.split('/').next()?.parse().ok()?;
    words.next().filter(|protocol| *protocol == "RTP/AVP")?;
    Some((port, words.filter_map(|word| word.parse().ok()).collect()))
}

/// The payload type of `rtpmap:101 telephone-event/8000`.
fn read_keys(attribute: &str) -> Option<u8> {
    let (number, encoding) = attribute.strip_prefix("rtpmap:")?.split_once(' ')?;
    encoding.trim().eq_ignore_ascii_case("telephone-event/8000").then(|| number.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(port: u16) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], port))
    }

    #[test]
    fn what_is_written_is_read() {
        for codecs in [vec![Codec::Pcmu, Codec::Pcma], vec![Codec::G729]] {
            let offer = Session::offer(at(4_000), &codecs);
            assert_eq!(Session::read(offer.write(1, 1).as_bytes()), Some(offer));
        }
    }

    #[test]
    fn an_answer_takes_the_first_coding_that_is_spoken() {
        let check = |offered: &[Codec], expected: Option<Codec>| {
            let answer = Session::offer(at(4_000), offered).answer(at(5_000));
            assert_eq!(answer.and_then(|a| a.codec()), expected);
        };
        check(&[Codec::G729, Codec::Pcma, Codec::Pcmu], Some(Codec::Pcma));
        check(&[Codec::G729], None);
        check(&[], None);
    }

    #[test]
    fn the_audio_line_is_found_among_others() {
        let body = "v=0\r\nc=IN IP4 10.0.0.1\r\nm=video 9 RTP/AVP 96\r\nc=IN IP4 10.0.0.2\r\n\
                    m=audio 4000 RTP/AVP 96 8\r\nc=IN IP4 127.0.0.1\r\na=rtpmap:96 telephone-event/8000\r\n\
                    m=audio 5000 RTP/AVP 0\r\nc=IN IP4 10.0.0.3\r\n";
        let session = Session::read(body.as_bytes()).unwrap();
        assert_eq!(session, Session { audio: at(4_000), codecs: vec![Codec::Pcma], keys: Some(96) });
    }

    #[test]
    fn unusable_descriptions_are_refused() {
        for bad in [
            "",
            "m=audio 4000 RTP/AVP 0\r\n",
            "c=IN IP4 127.0.0.1\r\nm=audio 0 RTP/AVP 0\r\n",
            "c=IN IP4\r\nm=audio x",
        ] {
            assert_eq!(Session::read(bad.as_bytes()), None, "{bad:?} passed");
        }
    }
}
