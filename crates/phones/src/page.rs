//! A browser that does not exist, as far as its telephone goes: WebRTC with one stream of audio.
//!
//! A value without I/O: datagrams in, datagrams out, time an argument. It says packets and keeps
//! what it hears; what the octets mean is for its owner to know.

use std::net::SocketAddr;
use std::time::{Duration, Instant};
use str0m::change::{SdpAnswer, SdpPendingOffer};
pub use str0m::config::DtlsVersion;
pub use str0m::crypto::dtls::ProtocolVersion;
use str0m::format::Codec;
use str0m::media::{Direction, Frequency, MediaKind, Mid};
use str0m::net::{Protocol, Receive};
use str0m::rtp::{RtpWrite, Ssrc};
use str0m::{Candidate, Event, Input, Output, Rtc, RtcConfig};

/// What a page offers to speak. Each with telephone events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaks {
    /// PCMU and PCMA.
    Plain,
    /// PCMU alone.
    PcmuOnly,
    /// Opus.
    Opus,
    /// All of them, as browsers do.
    All,
}

/// A packet that a page has heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Of the stream.
    pub ssrc: u32,
    /// Extended beyond 16 bits.
    pub sequence: u64,
    /// In ticks of the codec's clock.
    pub timestamp: u32,
    /// Payload type: 0 is PCMU, 8 PCMA, 111 Opus.
    pub payload_type: u8,
    /// The packet without its header.
    pub payload: Vec<u8>,
}

/// Payload type of Opus.
pub const OPUS: u8 = 111;
/// Payload type of telephone events at 8,000 Hz; at 48,000 Hz it is [`KEYS_48K`].
pub const KEYS_8K: u8 = 126;
/// Payload type of telephone events beside Opus.
pub const KEYS_48K: u8 = 110;

/// A page's telephone.
pub struct Page {
    rtc: Rtc,
    local: SocketAddr,
    mid: Mid,
    pending: Option<SdpPendingOffer>,
    ssrc: Option<Ssrc>,
    connected: bool,
    due: Instant,
    sequence: u64,
    timestamp: u32,
    /// What it has heard and nobody has taken yet.
    pub heard: Vec<Heard>,
}

impl Page {
    /// A page whose telephone is at `local`, and its offer. `None`: the system gives no random
    /// numbers to make a certificate of.
    pub fn new(speaks: Speaks, local: SocketAddr, now: Instant) -> Option<(Page, String)> {
        // As a client by 1.3, dimpl 0.7.6 gives up after some fifty seconds; browsers do not.
        Page::of(speaks, DtlsVersion::Dtls12, local, now)
    }

    /// A page of a browser that knows this version of DTLS alone, or all of them.
    pub fn of(speaks: Speaks, dtls: DtlsVersion, local: SocketAddr, now: Instant) -> Option<(Page, String)> {
        let plain = speaks != Speaks::Opus;
        let wide = matches!(speaks, Speaks::Opus | Speaks::All);
        let mut config = RtcConfig::new()
            .set_crypto_provider(str0m::crypto::from_feature_flags().into())
            .set_dtls_version(dtls)
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_opus(wide, false)
            .enable_pcmu(plain, false)
            .enable_pcma(plain && speaks != Speaks::PcmuOnly, false);
        let mut events = |payload: u8, clock| {
            let codecs = config.codec_config();
            codecs.add_config(payload.into(), None, Codec::Tele, clock, None, Default::default());
        };
        if wide {
            events(KEYS_48K, Frequency::FORTY_EIGHT_KHZ);
        }
        if plain {
            events(KEYS_8K, Frequency::EIGHT_KHZ);
        }
        let mut rtc = config.build(now);
        rtc.add_local_candidate(Candidate::host(local, "udp").ok()?);
        let mut change = rtc.sdp_api();
        let mid = change.add_media(MediaKind::Audio, Direction::SendRecv, None, None, None);
        let (offer, pending) = change.apply()?;
        let page = Page {
            rtc,
            local,
            mid,
            pending: Some(pending),
            ssrc: None,
            connected: false,
            due: now,
            sequence: 1_000,
            timestamp: 77,
            heard: Vec::new(),
        };
        Some((page, offer.to_sdp_string()))
    }

    /// Takes the answer to its offer. `false`: it cannot be used.
    pub fn take_answer(&mut self, answer: &str) -> bool {
        let Ok(answer) = SdpAnswer::from_sdp_string(answer) else { return false };
        let Some(pending) = self.pending.take() else { return false };
        let taken = self.rtc.sdp_api().accept_answer(pending, answer).is_ok();
        let mid = self.mid;
        self.ssrc = self.rtc.direct_api().stream_tx_by_mid(mid, None).map(|stream| stream.ssrc());
        taken && self.ssrc.is_some()
    }

    /// Whether audio can flow.
    pub fn is_connected(&self) -> bool {
        self.connected
    }

    /// The version of DTLS that was agreed.
    pub fn dtls(&mut self) -> Option<ProtocolVersion> {
        self.rtc.direct_api().dtls_protocol_version()
    }

    /// When it wants to be polled next, if nothing comes before.
    pub fn due(&self) -> Instant {
        self.due
    }

    /// Takes in a datagram.
    pub fn receive(&mut self, now: Instant, from: SocketAddr, datagram: &[u8]) {
        let Ok(contents) = datagram.try_into() else { return };
        let receive = Receive { proto: Protocol::Udp, source: from, destination: self.local, contents };
        let _ = self.rtc.handle_input(Input::Receive(now, receive));
    }

    /// Says a packet of audio that goes on for `ticks` of its codec's clock. To be polled then.
    pub fn say(&mut self, now: Instant, payload_type: u8, payload: &[u8], ticks: u32) {
        let timestamp = self.timestamp;
        self.timestamp = timestamp.wrapping_add(ticks);
        self.write(now, payload_type, payload, timestamp, false);
    }

    /// Says a packet of a key press that began where the next packet of audio would: the first one
    /// with the marker.
    pub fn press(&mut self, now: Instant, payload_type: u8, payload: &[u8], first: bool) {
        self.write(now, payload_type, payload, self.timestamp, first);
    }

    /// Lets so many ticks of its clock pass without a word, and so many packets be missing.
    pub fn skip(&mut self, ticks: u32, packets: u64) {
        self.timestamp = self.timestamp.wrapping_add(ticks);
        self.sequence += packets;
    }

    fn write(&mut self, now: Instant, payload_type: u8, payload: &[u8], timestamp: u32, marker: bool) {
        let Some(ssrc) = self.ssrc else { return };
        let mut direct = self.rtc.direct_api();
        let Some(stream) = direct.stream_tx(&ssrc) else { return };
        let write = RtpWrite::new(payload_type.into(), self.sequence.into(), timestamp, now, payload);
        stream.write_rtp(write.marker(marker));
        self.sequence += 1;
    }

    /// Lets time be now: sends what there is to send, keeps what was heard.
    pub fn poll(&mut self, now: Instant, send: &mut dyn FnMut(SocketAddr, &[u8])) {
        let _ = self.rtc.handle_input(Input::Timeout(now));
        loop {
            match self.rtc.poll_output() {
                Ok(Output::Transmit(transmit)) => send(transmit.destination, &transmit.contents),
                Ok(Output::Event(Event::Connected)) => self.connected = true,
                Ok(Output::Event(Event::RtpPacket(packet))) => self.heard.push(Heard {
                    ssrc: *packet.header.ssrc,
                    sequence: *packet.seq_no,
                    timestamp: packet.header.timestamp,
                    payload_type: *packet.header.payload_type,
                    payload: packet.payload.to_vec(),
                }),
                Ok(Output::Event(_)) => {}
                Ok(Output::Timeout(due)) => {
                    self.due = due;
                    return;
                }
                Err(_) => {
                    self.due = now + Duration::from_millis(50);
                    return;
                }
            }
        }
    }
}
