//! One browser's connection, as a value: datagrams and plain RTP in, datagrams and plain RTP out,
//! time an argument. Beneath it str0m does ICE, DTLS and SRTP, without I/O of its own.
//!
//! Towards a leg it is a G.711 telephone that takes either law, whatever is spoken with the page:
//! the codec of a call never has to be agreed on anew when a page is loaded again.

use super::hearing::Hearing;
use super::narrow::Narrow;
use super::offer::{Codecs, Offer};
use super::onward::Onward;
use super::{Error, Figures, Prefer};
use crate::media::rtp::{HEADER, Header};
use crate::media::sdp::KEYS_PAYLOAD;
use crate::media::{Codec, keys};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use str0m::change::SdpOffer;
use str0m::config::{CryptoProvider, DtlsCert, DtlsVersion};
use str0m::media::{Frequency, Mid, Pt};
use str0m::net::{Protocol, Receive};
use str0m::rtp::{Extension, RtpPacket, RtpWrite, Ssrc};
use str0m::{Candidate, IceConnectionState, Input, Output, Rtc, RtcConfig, format};
use vocabulary::{Span, Time};

/// How often both sides report what they hear, on average.
const REPORTS: Duration = Duration::from_secs(2);
/// How often figures are drawn from those reports.
const FIGURES: Duration = Duration::from_secs(1);
/// Of an idle station's audio so much is opened: enough for SRTP to notice when sequence numbers
/// wrap, every 65,536 packets (RFC 3711 §3.3.1).
const GLANCE: Span = Span::seconds(1);
/// A browser that does not speak still asks for our consent, every 2.5 s at the least often that
/// is seen (RFC 7675 allows 5 s): silence of more than two of these is no silence of a microphone.
const CONSENT: Span = Span::seconds(6);
/// How a clock of 48,000 Hz relates to ours.
const OPUS_SCALE: u32 = 6;

/// Takes a datagram to send, and where to.
pub type Send<'a> = &'a mut dyn FnMut(SocketAddr, &[u8]);

/// What every station of a node has in common.
#[derive(Clone)]
pub struct Identity {
    provider: Arc<CryptoProvider>,
    certificate: DtlsCert,
}

impl Identity {
    /// A new certificate, for as long as the program runs. Its fingerprint travels in the answer,
    /// over a connection the page trusts already.
    pub fn new() -> Option<Identity> {
        let provider = Arc::new(str0m::crypto::from_feature_flags());
        let certificate = provider.dtls_provider.generate_certificate()?;
        Some(Identity { provider, certificate })
    }
}

/// How far a station's connection has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    Connecting,
    Connected,
    Over,
}

/// What is spoken with the page.
enum Spoken {
    /// One or both laws, by payload type.
    Plain {
        ulaw: Option<Pt>,
        alaw: Option<Pt>,
    },
    Opus(Pt, Box<Narrow>),
}

/// Payload type of telephone events, and how many of their ticks make one of ours.
#[derive(Clone, Copy)]
struct Keys {
    payload: Pt,
    scale: u32,
}

/// A browser's connection.
pub struct Station {
    rtc: Rtc,
    local: SocketAddr,
    /// A moment, and what time it was.
    clock: (Instant, Time),
    progress: Progress,
    ssrc: Ssrc,
    spoken: Spoken,
    keys: Vec<Keys>,
    /// Where the other side is.
    peer: Option<SocketAddr>,
    due: Time,
    /// When something last came from there, and whether it was audio.
    came: Time,
    came_audio: bool,
    /// Nobody listens: audio is glanced at only.
    idle: bool,
    glanced: Time,
    /// The law its hearer uses.
    law: Codec,
    onward: Onward,
    /// Timestamps of Opus and what became of them.
    inward: Option<(u32, u32)>,
    hearing: Hearing,
    rtt: Option<Duration>,
    far_loss: Option<f32>,
}

impl Station {
    /// Answers a page's offer. `local` is the address it is to send to.
    ///
    /// # Errors
    /// [`Error::Offer`].
    pub fn answer(
        identity: &Identity,
        offer: &Offer,
        prefer: Prefer,
        local: SocketAddr,
        clock: (Instant, Time),
    ) -> Result<(Station, String), Error> {
        let not_understood = Error::Offer(super::offer::Error::NotUnderstood);
        let parsed = SdpOffer::from_sdp_string(&offer.text).map_err(|_| not_understood)?;
        let mut rtc = config(identity, offer.codecs, prefer).build(clock.0);
        let candidate = Candidate::host(local, "udp").map_err(|_| not_understood)?;
        rtc.add_local_candidate(candidate);
        let answer = rtc.sdp_api().accept_offer(parsed).map_err(|_| not_understood)?;
        let mid = Mid::from(offer.stream.as_str());
        let (spoken, keys) = spoken(&rtc, mid).ok_or(not_understood)?;
        let ssrc = rtc.direct_api().stream_tx_by_mid(mid, None).map(|stream| stream.ssrc());
        let scale = if matches!(spoken, Spoken::Opus(..)) { OPUS_SCALE } else { 1 };
        let station = Station {
            rtc,
            local,
            clock,
            progress: Progress::Connecting,
            ssrc: ssrc.ok_or(not_understood)?,
            spoken,
            keys,
            peer: None,
            due: clock.1,
            came: clock.1,
            came_audio: false,
            idle: true,
            glanced: clock.1 - GLANCE,
            law: Codec::Alaw,
            onward: Onward::new(scale, rand::random(), rand::random()),
            inward: None,
            hearing: Hearing::default(),
            rtt: None,
            far_loss: None,
        };
        Ok((station, answer.to_sdp_string()))
    }

    /// Hands the station over to another clock.
    pub fn keep_time(&mut self, clock: (Instant, Time)) {
        self.clock = clock;
        (self.due, self.came, self.glanced) = (clock.1, clock.1, clock.1 - GLANCE);
    }

    /// Whether audio can flow.
    pub fn is_connected(&self) -> bool {
        self.progress == Progress::Connected
    }

    /// Whether the connection has ended and will not come back.
    pub fn is_over(&self) -> bool {
        self.progress == Progress::Over
    }

    /// Whether nothing has come for so long that the page must be gone: `after` where audio came
    /// last, somewhat longer where it was silent anyway.
    pub fn is_silent(&self, now: Time, after: Span) -> bool {
        let patience = if self.came_audio && !self.idle { after } else { CONSENT.max(after) };
        now - self.came >= patience
    }

    /// Whether anybody listens. While nobody does, audio is not even decrypted.
    pub fn set_idle(&mut self, idle: bool) {
        self.idle = idle;
    }

    /// What is known of the connection's quality.
    pub fn figures(&self) -> Figures {
        Figures {
            loss: self.hearing.loss(),
            jitter_ms: self.hearing.jitter_ms(),
            far_loss: self.far_loss,
            rtt_ms: self.rtt.map(|rtt| rtt.as_secs_f32() * 1_000.0),
        }
    }

    /// Takes in the datagram that stands in the first `length` octets of `room`. What comes of it
    /// for the leg, if anything, is left there as an RTP packet; its length is returned.
    pub fn receive(
        &mut self,
        now: Time,
        from: SocketAddr,
        room: &mut [u8],
        length: usize,
        send: Send<'_>,
    ) -> Option<usize> {
        let datagram = &room[..length];
        let audio = is_audio(datagram);
        if Some(from) == self.peer {
            (self.came, self.came_audio) = (now, audio);
        }
        if audio && !self.is_worth_opening(now, from, datagram) {
            return None;
        }
        let at = self.instant(now);
        let contents = datagram.try_into().ok()?;
        let receive = Receive { proto: Protocol::Udp, source: from, destination: self.local, contents };
        // What is no packet of this connection is its sender's mistake, not the connection's end.
        let _ = self.rtc.handle_input(Input::Receive(at, receive));
        self.drain(now, Some(room), send)
    }

    /// Lets time pass: to be called when [`Station::due`] is here.
    pub fn pass(&mut self, now: Time, send: Send<'_>) {
        let _ = self.rtc.handle_input(Input::Timeout(self.instant(now)));
        self.drain(now, None, send);
    }

    /// When time is of interest next.
    pub fn due(&self) -> Time {
        self.due
    }

    /// Turns to the next second of figures when it has come. True when it has.
    pub fn turn(&mut self, now: Time) -> bool {
        self.hearing.turn(now)
    }

    /// Sends a leg's RTP packet: G.711 or a telephone event. `false`: it did not leave.
    pub fn send(&mut self, now: Time, packet: &[u8], send: Send<'_>) -> bool {
        if self.progress != Progress::Connected {
            return false;
        }
        let Some((header, payload)) = Header::read(packet) else { return false };
        let payload = &packet[payload];
        let sent = match Codec::from_static_payload(header.payload) {
            Some(codec) => {
                self.law = codec;
                self.write_audio(now, &header, codec, payload)
            }
            None => self.write_keys(now, &header, payload),
        };
        if sent {
            self.pass(now, send);
        }
        sent
    }

    /// Says farewell, so that the page knows at once.
    pub fn close(&mut self, now: Time, send: Send<'_>) {
        let _ = self.rtc.close();
        self.pass(now, send);
        self.progress = Progress::Over;
    }

    fn instant(&self, now: Time) -> Instant {
        self.clock.0 + (now - self.clock.1).to_std()
    }

    fn time(&self, at: Instant) -> Time {
        let ahead = at.saturating_duration_since(self.clock.0).as_micros();
        self.clock.1 + Span(i64::try_from(ahead).unwrap_or(i64::MAX / 2))
    }

    /// Takes note of an audio packet's header; whether what is in it is of interest.
    fn is_worth_opening(&mut self, now: Time, from: SocketAddr, datagram: &[u8]) -> bool {
        let Some((header, _)) = Header::read(datagram) else { return false };
        if Some(from) == self.peer {
            let is_key = self.keys.iter().any(|keys| *keys.payload == header.payload);
            let clock = if matches!(self.spoken, Spoken::Opus(..)) { 48_000 } else { 8_000 };
            if is_key {
                self.hearing.note_key(&header);
            } else {
                self.hearing.note(now, &header, clock);
            }
        }
        if self.idle && now - self.glanced < GLANCE {
            return false;
        }
        self.glanced = now;
        true
    }

    /// Carries out what str0m has to say, until it only waits for time.
    fn drain(&mut self, now: Time, mut room: Option<&mut [u8]>, send: Send<'_>) -> Option<usize> {
        let mut packet = None;
        loop {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(at)) => {
                    self.due = self.time(at).max(now);
                    break;
                }
                Ok(Output::Transmit(transmit)) => {
                    self.peer = Some(transmit.destination);
                    // Nobody hears an idle station, and that is no loss on the way.
                    if !(self.idle && is_report(&transmit.contents)) {
                        send(transmit.destination, &transmit.contents);
                    }
                }
                Ok(Output::Event(event)) => match event {
                    str0m::Event::Connected if self.progress == Progress::Connecting => {
                        self.progress = Progress::Connected;
                        self.came = now;
                    }
                    str0m::Event::IceConnectionStateChange(IceConnectionState::Disconnected)
                    | str0m::Event::Closed => self.progress = Progress::Over,
                    str0m::Event::MediaEgressStats(stats) => {
                        self.rtt = stats.rtt.or(self.rtt);
                        self.far_loss = stats.loss.or(self.far_loss);
                    }
                    str0m::Event::RtpPacket(taken) => {
                        if let Some(room) = room.as_deref_mut() {
                            packet = self.take(&taken, room);
                        }
                    }
                    _ => {}
                },
                Err(_) => {
                    // Garbled handshakes end here, not the thread: what is still alive goes on.
                    self.due = now + Span::millis(50);
                    break;
                }
            }
        }
        if !self.rtc.is_alive() {
            self.progress = Progress::Over;
        }
        packet
    }

    /// Turns a page's packet into a leg's.
    fn take(&mut self, packet: &RtpPacket, room: &mut [u8]) -> Option<usize> {
        let RtpPacket { header, payload, .. } = packet;
        let payload_type = header.payload_type;
        let mut written = Header {
            marker: header.marker,
            payload: KEYS_PAYLOAD,
            sequence: header.sequence_number,
            timestamp: header.timestamp,
            ssrc: *header.ssrc,
        };
        let (start, body) = room.split_at_mut_checked(HEADER)?;
        let key = self.keys.iter().find(|keys| keys.payload == payload_type).copied();
        let length = if let Some(keys) = key {
            let event = keys::Event::read(payload)?;
            let event = keys::Event { duration: (u32::from(event.duration) / keys.scale) as u16, ..event };
            body.get_mut(..keys::PAYLOAD)?.copy_from_slice(&event.write());
            keys::PAYLOAD
        } else {
            match &mut self.spoken {
                Spoken::Opus(opus, narrow) if *opus == payload_type => {
                    written.payload = self.law.static_payload();
                    narrow.decode(payload, self.law, body)?
                }
                Spoken::Plain { ulaw, alaw } => {
                    let is = |law: &Option<Pt>| *law == Some(payload_type);
                    let codec = if is(ulaw) { Codec::Ulaw } else { Codec::Alaw };
                    if !is(ulaw) && !is(alaw) {
                        return None;
                    }
                    written.payload = codec.static_payload();
                    body.get_mut(..payload.len())?.copy_from_slice(payload);
                    payload.len()
                }
                Spoken::Opus(..) => return None,
            }
        };
        written.timestamp = self.narrowed(header.timestamp);
        start.copy_from_slice(&written.write());
        Some(HEADER + length)
    }

    /// A timestamp of the page in ticks of 8,000 Hz.
    fn narrowed(&mut self, timestamp: u32) -> u32 {
        if matches!(self.spoken, Spoken::Plain { .. }) {
            return timestamp;
        }
        let (theirs, ours) = self.inward.unwrap_or((timestamp, rand::random()));
        let moved = timestamp.wrapping_sub(theirs) as i32 / OPUS_SCALE as i32;
        let narrowed = ours.wrapping_add(moved as u32);
        // Steps are counted from a multiple of six on, so that nothing is rounded away for good.
        self.inward = Some((theirs.wrapping_add((moved * OPUS_SCALE as i32) as u32), narrowed));
        narrowed
    }

    fn write_audio(&mut self, now: Time, header: &Header, codec: Codec, octets: &[u8]) -> bool {
        let at = self.instant(now);
        let Some(numbers) = self.onward.number(now, header, octets.len() as u32) else { return false };
        let Station { spoken, onward, rtc, ssrc, .. } = self;
        let mut direct = rtc.direct_api();
        let Some(stream) = direct.stream_tx(ssrc) else { return false };
        match spoken {
            Spoken::Plain { ulaw, alaw } => {
                let (same, other) = if codec == Codec::Ulaw { (*ulaw, *alaw) } else { (*alaw, *ulaw) };
                let Some(payload) = same.or(other) else { return false };
                let octets: Arc<[u8]> = if same.is_some() {
                    octets.into()
                } else {
                    octets.iter().map(|octet| codec.to_other()[usize::from(*octet)]).collect()
                };
                let (sequence, timestamp) = (numbers.sequence.into(), numbers.timestamp);
                stream
                    .write_rtp(RtpWrite::new(payload, sequence, timestamp, at, octets).marker(header.marker));
            }
            Spoken::Opus(payload, narrow) => {
                // An encoder goes forward only.
                if numbers.late {
                    return false;
                }
                if numbers.fresh {
                    narrow.cut();
                }
                let (mut sequence, mut timestamp) = (numbers.sequence, numbers.timestamp);
                let mut marker = header.marker;
                let mut first = true;
                narrow.encode(codec, octets, |opus, samples| {
                    if !std::mem::take(&mut first) {
                        sequence = onward.piece();
                    }
                    let write = RtpWrite::new(*payload, sequence.into(), timestamp, at, opus);
                    stream.write_rtp(write.marker(std::mem::take(&mut marker)));
                    timestamp = timestamp.wrapping_add(samples * OPUS_SCALE);
                });
            }
        }
        true
    }

    /// Passes a key on where both clocks agree; a page that speaks Opus does without.
    fn write_keys(&mut self, now: Time, header: &Header, payload: &[u8]) -> bool {
        let plain = matches!(self.spoken, Spoken::Plain { .. });
        let keys = self.keys.iter().find(|keys| plain && keys.scale == 1).copied();
        let at = self.instant(now);
        let event = keys::Event::read(payload);
        let (Some(keys), Some(event)) = (keys, event) else {
            self.onward.omit(header);
            return false;
        };
        let Some(numbers) = self.onward.number(now, header, u32::from(event.duration)) else { return false };
        let mut direct = self.rtc.direct_api();
        let Some(stream) = direct.stream_tx(&self.ssrc) else { return false };
        let (sequence, timestamp) = (numbers.sequence.into(), numbers.timestamp);
        let write = RtpWrite::new(keys.payload, sequence, timestamp, at, payload);
        stream.write_rtp(write.marker(header.marker));
        true
    }
}

/// Of what both sides speak the preferred kind alone is answered: a stream has one clock.
fn config(identity: &Identity, codecs: Codecs, prefer: Prefer) -> RtcConfig {
    let has_plain = codecs.pcma || codecs.pcmu;
    let plain = has_plain && (prefer == Prefer::Plain || !codecs.opus);
    let mut config = RtcConfig::new()
        .set_crypto_provider(identity.provider.clone())
        .set_dtls_cert(identity.certificate.clone())
        // 1.3 with browsers that know it, 1.2 with the others.
        .set_dtls_version(DtlsVersion::Auto)
        .set_ice_lite(true)
        .set_rtp_mode(true)
        .set_stats_interval(Some(FIGURES))
        .set_rtcp_report_interval_audio(REPORTS)
        .clear_codecs()
        .clear_extension_map()
        .set_extension(4, Extension::RtpMid)
        .enable_pcmu(plain, false)
        .enable_pcma(plain, false)
        .enable_opus(!plain, false);
    let wide = !plain && codecs.keys_48k;
    let (payload, clock) = if wide { (110, Frequency::FORTY_EIGHT_KHZ) } else { (126, Frequency::EIGHT_KHZ) };
    let format = Default::default();
    config.codec_config().add_config(payload.into(), None, format::Codec::Tele, clock, None, format);
    config
}

/// What was agreed on.
fn spoken(rtc: &Rtc, mid: Mid) -> Option<(Spoken, Vec<Keys>)> {
    let agreed = rtc.media(mid)?.remote_pts();
    let (mut ulaw, mut alaw, mut opus, mut keys) = (None, None, None, Vec::new());
    for params in rtc.codec_config().params().iter().filter(|params| agreed.contains(&params.pt())) {
        match params.spec().codec {
            format::Codec::PCMU => ulaw = Some(params.pt()),
            format::Codec::PCMA => alaw = Some(params.pt()),
            format::Codec::Opus => opus = Some(params.pt()),
            format::Codec::Tele => {
                let scale = params.spec().clock_rate.get() / 8_000;
                keys.push(Keys { payload: params.pt(), scale: scale.max(1) });
            }
            _ => {}
        }
    }
    match opus {
        Some(opus) => Some((Spoken::Opus(opus, Box::new(Narrow::new())), keys)),
        None if ulaw.is_some() || alaw.is_some() => Some((Spoken::Plain { ulaw, alaw }, keys)),
        None => None,
    }
}

/// RTP, as it shares a port with RTCP, STUN and DTLS (RFC 7983 §7, RFC 5761 §4).
pub(super) fn is_audio(datagram: &[u8]) -> bool {
    matches!(datagram, [128..=191, kind, ..] if !(64..96).contains(&(kind & 0x7F)))
}

/// RTCP.
fn is_report(datagram: &[u8]) -> bool {
    matches!(datagram, [128..=191, kind, ..] if (64..96).contains(&(kind & 0x7F)))
}
