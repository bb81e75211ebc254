//! The page's offer: read before anything is made of it, and cut down to what we talk about.
//!
//! Pure. One stream of audio over DTLS-SRTP is taken and nothing else. Candidates are left out: a
//! station answers from where it is asked (RFC 8445 §2.5), so it need not know where that is. Only
//! whether the page is on this very machine may matter.

use std::fmt::Write;
use std::net::IpAddr;

/// Longest offer that is read, in octets: several times what browsers send for one stream.
pub const MOST: usize = 16 * 1024;

/// Why an offer cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Longer than [`MOST`].
    #[error("shorten the offer to {MOST} octets: offer one audio stream and nothing else")]
    TooLong,
    /// Not a session description.
    #[error("correct line {line} of the offer: {what}")]
    Malformed {
        /// The line, from 1.
        line: usize,
        /// What should stand there.
        what: &'static str,
    },
    /// No stream of audio.
    #[error("offer an audio stream")]
    NoAudio,
    /// Video, data, or a second stream of audio.
    #[error("offer one audio stream and nothing else")]
    MoreThanAudio,
    /// Not over DTLS-SRTP, or without the fingerprint of a certificate.
    #[error("offer audio over UDP/TLS/RTP/SAVPF with the SHA-256 fingerprint of a certificate")]
    NotSecure,
    /// Without a user name and a password for ICE.
    #[error("offer ice-ufrag and ice-pwd")]
    NoIce,
    /// RTCP wants a port of its own.
    #[error("offer rtcp-mux: audio and its reports share a port")]
    NotMuxed,
    /// The page would not both speak and listen.
    #[error("offer the audio stream as sendrecv")]
    OneWay,
    /// The stream has no name.
    #[error("offer the audio stream under a name (a=mid)")]
    NoName,
    /// None of PCMU, PCMA and Opus.
    #[error("offer PCMU, PCMA or opus")]
    NoCodec,
    /// Well-formed as far as we look, and yet not understood.
    #[error("offer what a browser offers for one microphone: this one was not understood")]
    NotUnderstood,
}

/// What can be spoken with the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Codecs {
    /// G.711 µ-law.
    pub pcmu: bool,
    /// G.711 A-law.
    pub pcma: bool,
    /// Opus.
    pub opus: bool,
    /// Telephone events that count in steps of Opus's clock.
    pub keys_48k: bool,
}

/// An offer that can be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The description without its candidates.
    pub text: String,
    /// The name of its stream (RFC 5888 §4).
    pub stream: String,
    /// What it offers.
    pub codecs: Codecs,
    /// The first address that the page says it has.
    pub address: Option<IpAddr>,
}

impl Offer {
    /// Reads an offer.
    ///
    /// # Errors
    /// [`Error`], which says what to offer instead.
    pub fn read(text: &str) -> Result<Offer, Error> {
        if text.len() > MOST {
            return Err(Error::TooLong);
        }
        let mut found = Found::default();
        let mut kept = String::with_capacity(text.len());
        for (place, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
            let malformed = |what| Error::Malformed { line: place + 1, what };
            let Some((kind, value)) = line.split_once('=').filter(|(kind, _)| kind.len() == 1) else {
                return Err(malformed("a letter, =, and a value"));
            };
            match kind {
                "v" if value != "0" => return Err(malformed("v=0")),
                "m" => found.media(value).ok_or(malformed("m=audio, a port, UDP/TLS/RTP/SAVPF, formats"))?,
                "a" => found.attribute(value),
                _ => {}
            }
            if !value.starts_with("candidate:") && value != "end-of-candidates" {
                let _ = write!(kept, "{line}\r\n");
            }
        }
        found.check()?;
        Ok(Offer { text: kept, stream: found.stream, codecs: found.codecs, address: found.address })
    }
}

/// What stands in an offer.
#[derive(Default)]
struct Found {
    audio: usize,
    others: usize,
    secure: bool,
    fingerprint: bool,
    user: bool,
    password: bool,
    muxed: bool,
    one_way: bool,
    stream: String,
    codecs: Codecs,
    address: Option<IpAddr>,
}

impl Found {
    fn media(&mut self, value: &str) -> Option<()> {
        let mut words = value.split(' ');
        let (kind, port, protocol) = (words.next()?, words.next()?, words.next()?);
        port.parse::<u16>().ok()?;
        if kind != "audio" {
            self.others += 1;
            return Some(());
        }
        self.audio += 1;
        self.secure |= protocol == "UDP/TLS/RTP/SAVPF";
        for format in words {
            match format.parse::<u8>().ok()? {
                0 => self.codecs.pcmu = true,
                8 => self.codecs.pcma = true,
                _ => {}
            }
        }
        Some(())
    }

    fn attribute(&mut self, value: &str) {
        let (name, value) = value.split_once(':').unwrap_or((value, ""));
        match name {
            "fingerprint" => self.fingerprint |= value.to_ascii_lowercase().starts_with("sha-256 "),
            "ice-ufrag" => self.user |= !value.is_empty(),
            "ice-pwd" => self.password |= !value.is_empty(),
            "mid" => self.stream = value.to_owned(),
            "candidate" => {
                self.address = self.address.or(value.split(' ').nth(4).and_then(|at| at.parse().ok()))
            }
            "rtcp-mux" => self.muxed = true,
            "sendonly" | "recvonly" | "inactive" => self.one_way = true,
            "rtpmap" => self.mapping(value.split_once(' ').map_or("", |(_, encoding)| encoding)),
            _ => {}
        }
    }

    fn mapping(&mut self, encoding: &str) {
        let encoding = encoding.to_ascii_lowercase();
        self.codecs.opus |= encoding == "opus/48000/2";
        self.codecs.keys_48k |= encoding == "telephone-event/48000";
    }

    fn check(&self) -> Result<(), Error> {
        let Codecs { pcmu, pcma, opus, .. } = self.codecs;
        match () {
            () if self.others > 0 || self.audio > 1 => Err(Error::MoreThanAudio),
            () if self.audio == 0 => Err(Error::NoAudio),
            () if !(self.secure && self.fingerprint) => Err(Error::NotSecure),
            () if !(self.user && self.password) => Err(Error::NoIce),
            () if !self.muxed => Err(Error::NotMuxed),
            () if self.one_way => Err(Error::OneWay),
            () if self.stream.is_empty() => Err(Error::NoName),
            () if !(pcmu || pcma || opus) => Err(Error::NoCodec),
            () => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As Chromium writes it, shortened.
    const OFFER: &str = "v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n\
        a=group:BUNDLE 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111 0 8 110 126\r\nc=IN IP4 0.0.0.0\r\n\
        a=rtcp:9 IN IP4 0.0.0.0\r\na=candidate:1 1 udp 2113937151 abc.local 54400 typ host\r\n\
        a=ice-ufrag:F7gI\r\na=ice-pwd:x9cml6RvRClmTdCNXChzLAiY\r\na=fingerprint:sha-256 D2:B9\r\n\
        a=setup:actpass\r\na=mid:0\r\na=sendrecv\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n\
        a=rtpmap:110 telephone-event/48000\r\na=rtpmap:126 telephone-event/8000\r\n";

    #[test]
    fn what_a_browser_offers_is_taken_without_its_candidates() {
        let offer = Offer::read(OFFER).unwrap();
        assert_eq!(offer.codecs, Codecs { pcmu: true, pcma: true, opus: true, keys_48k: true });
        assert!(!offer.text.contains("candidate") && offer.text.contains("\r\na=ice-ufrag:F7gI\r\n"));
        assert_eq!(offer.address, None, "it is hidden behind a name");
        let seen = OFFER.replace("abc.local", "10.0.0.7");
        assert_eq!(Offer::read(&seen).unwrap().address, "10.0.0.7".parse().ok());
    }

    #[test]
    fn what_cannot_be_taken_is_refused_with_what_to_offer_instead() {
        let check = |before: &str, after: &str, expected: Error| {
            assert!(before.is_empty() || OFFER.contains(before), "{before}");
            let changed = OFFER.replace(before, after);
            assert_eq!(Offer::read(&changed).unwrap_err(), expected, "{before} → {after}");
        };
        let malformed = |line, what| Error::Malformed { line, what };
        check("v=0", "v=1", malformed(1, "v=0"));
        check("s=-", "hello", malformed(3, "a letter, =, and a value"));
        let media = "m=audio, a port, UDP/TLS/RTP/SAVPF, formats";
        check("m=audio 9 ", "m=audio 99999999 ", malformed(6, media));
        check("111 0 8", "111 0 eight", malformed(6, media));
        check("m=audio", "m=video", Error::MoreThanAudio);
        check("m=audio 9 UDP/TLS/RTP/SAVPF 111 0 8 110 126\r\n", "", Error::NoAudio);
        check("v=0", "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nv=0", Error::MoreThanAudio);
        check("UDP/TLS/RTP/SAVPF", "RTP/AVP", Error::NotSecure);
        check("a=fingerprint:sha-256 D2:B9\r\n", "", Error::NotSecure);
        check("sha-256", "sha-1", Error::NotSecure);
        check("a=ice-ufrag:F7gI", "a=ice-ufrag:", Error::NoIce);
        check("a=ice-pwd", "a=ice-key", Error::NoIce);
        check("a=rtcp-mux\r\n", "", Error::NotMuxed);
        check("a=mid:0\r\n", "", Error::NoName);
        check("a=sendrecv", "a=recvonly", Error::OneWay);
        let silent = OFFER.replace("111 0 8", "9").replace("opus/48000/2", "G722/8000");
        assert_eq!(Offer::read(&silent).unwrap_err(), Error::NoCodec);
        assert_eq!(Offer::read(&"a=x\r\n".repeat(4_000)).unwrap_err(), Error::TooLong);
        assert_eq!(Offer::read("").unwrap_err(), Error::NoAudio);
    }
}
