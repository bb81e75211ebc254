//! One call at an agent's telephone.

use crate::behaviour::{Behaviour, InCall, OnRing};
use crate::dialog::{Desk, Dialog, Requests, SDP, T1, T2, UNREACHABLE};
use crate::engine::What;
use crate::media::Media;
use crate::net::{Net, Path};
use crate::reception::{Listening, Received};
use crate::sdp::Session;
use crate::sip::{self, Message, Start};
use crate::timestamps;
use crate::voice::Voice;
use rand_chacha::ChaCha8Rng;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use vocabulary::Time;

/// How a call at an agent's telephone ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgentEnd {
    /// The other side hung up.
    FarHungUp,
    /// The agent hung up.
    HungUp,
    /// The other side gave up before the agent answered.
    Cancelled,
    /// The agent refused with this status.
    Refused(u16),
    /// The telephone stopped without a word.
    Vanished,
    /// The answer was never acknowledged.
    NotAcknowledged,
    /// The telephones were switched off.
    Stopped,
}

/// The record of a call at an agent's telephone.
#[derive(Debug, Clone)]
pub struct AgentCall {
    /// The agent's number.
    pub agent: u32,
    /// User part of the URI that was called.
    pub called: String,
    /// User part of the URI in From: the number that was shown.
    pub shown: String,
    /// INVITE came (kernel's stamp).
    pub invited: Time,
    /// 200 sent.
    pub answered: Option<Time>,
    /// ACK came (kernel's stamp).
    pub acknowledged: Option<Time>,
    /// The agent was free again.
    pub ended: Time,
    /// How it ended.
    pub end: AgentEnd,
    /// RTP that came. Its first marker tells which caller it was.
    pub received: Received,
    /// RTP packets sent.
    pub packets_sent: u64,
}

/// Where a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It rings.
    Ringing,
    /// Answered; the ACK may still be on its way.
    Up,
    /// BYE or a refusal sent. The agent is free, the call waits for the other side's word.
    Leaving,
    /// Nothing more to do.
    Over,
}

/// A final response to INVITE that is repeated until its ACK comes (RFC 3261 §13.3.1.4, §17.2.1).
struct Unacknowledged {
    bytes: Vec<u8>,
    wait: Duration,
    until: Instant,
}

/// A call at an agent's telephone.
pub struct AgentLeg {
    /// Which bank.
    pub bank: usize,
    /// Which of its agents.
    pub place: usize,
    pub(crate) dialog: Dialog,
    pub(crate) state: State,
    invite_cseq: u32,
    echo: String,
    /// Responses to the INVITE go where it came from; own requests go to the Contact it named.
    back: Path,
    offer: Option<Session>,
    last_response: Vec<u8>,
    unacknowledged: Option<Unacknowledged>,
    requests: Requests,
    media: Option<Media>,
    refusal: u16,
    in_call: InCall,
    random: ChaCha8Rng,
    record: AgentCall,
    ended: Option<AgentEnd>,
}

/// A message to an agent's telephone, with what came along.
pub struct Invitation<'a> {
    /// The message.
    pub message: &'a Message<'a>,
    /// The way back for responses.
    pub path: Path,
    /// Who sent it.
    pub source: SocketAddr,
    /// When it came.
    pub at: Time,
}

/// The telephone that is called.
pub struct Telephone<'a> {
    /// Its bank.
    pub bank: usize,
    /// Its place there.
    pub place: usize,
    /// Its number.
    pub number: u32,
    /// The SIP port it is at.
    pub address: SocketAddr,
    /// What it does.
    pub behaviour: Behaviour,
    /// What it says.
    pub voice: &'a Voice,
    /// What it listens for.
    pub listening: &'a Listening,
    /// Draws lengths.
    pub random: ChaCha8Rng,
}

impl AgentLeg {
    /// A telephone is called. `None` when there is no socket for it, or the call cannot be understood.
    pub fn ring(
        desk: &mut Desk<'_>,
        telephone: Telephone<'_>,
        invitation: &Invitation<'_>,
    ) -> Option<AgentLeg> {
        let message = invitation.message;
        let (invite_cseq, _) = message.cseq()?;
        let Start::Request { uri, .. } = message.start else { return None };
        let called = sip::user(uri);
        let media = Media::open(desk, telephone.voice.clone(), telephone.listening)?;
        let tag = format!("{:x}", desk.net.fresh());
        let to = message.header("To").unwrap_or_default();
        let mut dialog = Dialog {
            call_id: message.header("Call-ID")?.to_owned(),
            local: format!("{to};tag={tag}"),
            remote: String::new(),
            target: String::new(),
            contact: format!("<sip:a{}@{}>", telephone.number, telephone.address),
            sent_by: telephone.address,
            path: invitation.path,
            cseq: 0,
        };
        dialog.learn(message.header("From")?, message.header("Contact"));
        let mut leg = AgentLeg {
            bank: telephone.bank,
            place: telephone.place,
            dialog,
            state: State::Ringing,
            invite_cseq,
            echo: sip::echo(message, invitation.source, &tag),
            back: invitation.path,
            offer: Session::read(message.body),
            last_response: Vec::new(),
            unacknowledged: None,
            requests: Requests::default(),
            media: Some(media),
            refusal: 486,
            in_call: telephone.behaviour.in_call,
            random: telephone.random,
            record: AgentCall {
                agent: telephone.number,
                called: called.to_owned(),
                shown: sip::user(sip::uri(message.header("From")?)).to_owned(),
                invited: invitation.at,
                answered: None,
                acknowledged: None,
                ended: Time(0),
                end: AgentEnd::Stopped,
                received: Received::default(),
                packets_sent: 0,
            },
            ended: None,
        };
        if leg.offer.as_ref().is_some_and(|offer| offer.codec().is_none()) {
            leg.refuse(desk, 488);
        } else {
            leg.begin(desk, telephone.behaviour.on_ring);
        }
        Some(leg)
    }

    fn begin(&mut self, desk: &mut Desk<'_>, on_ring: OnRing) {
        let (length, refusal) = match on_ring {
            OnRing::Answer(length) => (Some(length), None),
            OnRing::Refuse(length, status) => (Some(length), Some(status)),
            OnRing::RingOn | OnRing::Dead => (None, None),
        };
        let span = length.map(|length| length.draw(&mut self.random));
        self.refusal = refusal.unwrap_or(0);
        match span {
            Some(span) if span.0 <= 0 => self.decide(desk),
            _ => {
                self.respond(desk, 180, None);
                if let Some(span) = span {
                    desk.alarm(span.to_std(), What::Decide);
                }
            }
        }
    }

    /// It has rung long enough.
    fn decide(&mut self, desk: &mut Desk<'_>) {
        if self.refusal == 0 { self.answer(desk) } else { self.refuse(desk, self.refusal) }
    }

    fn respond(&mut self, desk: &mut Desk<'_>, status: u16, body: Option<(&str, &str)>) {
        self.last_response = self.dialog.response(status, &self.echo, body);
        desk.net.send_sip(self.back, &self.last_response);
    }

    fn respond_finally(&mut self, desk: &mut Desk<'_>, status: u16, body: Option<(&str, &str)>) {
        self.respond(desk, status, body);
        let bytes = self.last_response.clone();
        self.unacknowledged = Some(Unacknowledged { bytes, wait: T1, until: desk.now + UNREACHABLE });
        desk.alarm(T1, What::Repeat);
    }

    fn answer(&mut self, desk: &mut Desk<'_>) {
        let Some(media) = &mut self.media else { return };
        // An INVITE without an offer asks us for one; the answer comes with the ACK.
        let text = match &self.offer {
            Some(offer) => media.answer(offer),
            None => Some(media.offer(&[crate::Codec::Pcmu, crate::Codec::Pcma])),
        };
        let Some(text) = text else { return self.refuse(desk, 488) };
        self.state = State::Up;
        self.record.answered = Some(timestamps::now());
        self.respond_finally(desk, 200, Some((SDP, &text)));
        if let (Some(media), Some(offer)) = (&mut self.media, &self.offer) {
            media.connect(desk, offer);
        }
        match self.in_call {
            InCall::Stay => {}
            InCall::HangUpAfter(length) | InCall::VanishAfter(length) => {
                let span = length.draw(&mut self.random);
                desk.alarm(span.to_std(), What::TalkOver);
            }
        }
    }

    fn refuse(&mut self, desk: &mut Desk<'_>, status: u16) {
        self.respond_finally(desk, status, None);
        self.part(desk, AgentEnd::Refused(status));
    }

    /// The agent is free; the call waits for the other side's last word.
    fn part(&mut self, desk: &mut Desk<'_>, end: AgentEnd) {
        self.ended.get_or_insert(end);
        self.record.ended = timestamps::now();
        if let Some(media) = &mut self.media {
            media.fall_silent();
        }
        self.state = State::Leaving;
        desk.alarm(desk.net.linger, What::Linger);
    }

    fn finish(&mut self, end: AgentEnd) {
        if self.ended.is_none() {
            self.ended = Some(end);
            self.record.ended = timestamps::now();
        }
        self.state = State::Over;
    }

    /// A request within the call.
    pub fn on_request(&mut self, desk: &mut Desk<'_>, method: &str, invitation: &Invitation<'_>) {
        let message = invitation.message;
        if method == "ACK" {
            return self.on_ack(desk, message, invitation.at);
        }
        let is_retransmission =
            method == "INVITE" && message.cseq().is_some_and(|(n, _)| n == self.invite_cseq);
        if is_retransmission {
            return desk.net.send_sip(invitation.path, &self.last_response);
        }
        let echo = sip::echo(message, invitation.source, self.local_tag());
        let (status, body) = match method {
            "INVITE" => match self.answer_reinvite(desk, message) {
                Some(answer) => (200, Some(answer)),
                None => (488, None),
            },
            "BYE" | "INFO" | "OPTIONS" | "CANCEL" => (200, None),
            _ => (405, None),
        };
        let body = body.as_deref().map(|text| (SDP, text));
        desk.net.send_sip(invitation.path, &self.dialog.response(status, &echo, body));
        match method {
            "BYE" => self.finish(AgentEnd::FarHungUp),
            "CANCEL" if self.state == State::Ringing => {
                self.respond_finally(desk, 487, None);
                self.part(desk, AgentEnd::Cancelled);
            }
            _ => {}
        }
    }

    fn local_tag(&self) -> &str {
        sip::parameter(&self.dialog.local, "tag").unwrap_or_default()
    }

    fn on_ack(&mut self, desk: &mut Desk<'_>, message: &Message<'_>, at: Time) {
        if self.unacknowledged.take().is_none() {
            return;
        }
        self.record.acknowledged.get_or_insert(at);
        if self.state == State::Leaving && self.record.answered.is_none() {
            self.state = State::Over;
        } else if self.state == State::Up
            && self.offer.is_none()
            && let (Some(answer), Some(media)) = (Session::read(message.body), &mut self.media)
        {
            media.connect(desk, &answer);
            self.offer = Some(answer);
        }
    }

    fn answer_reinvite(&mut self, desk: &mut Desk<'_>, message: &Message<'_>) -> Option<String> {
        let media = self.media.as_mut().filter(|_| self.state == State::Up)?;
        if message.body.is_empty() {
            return Some(media.offer(&[crate::Codec::Pcmu, crate::Codec::Pcma]));
        }
        let session = Session::read(message.body)?;
        let answer = media.answer(&session)?;
        media.connect(desk, &session);
        Some(answer)
    }

    /// A response to an own request.
    pub fn on_response(&mut self, message: &Message<'_>, status: u16) {
        let answered = if status >= 200 { self.requests.answered(message) } else { None };
        if answered.is_some_and(|pending| pending.method == "BYE") {
            self.state = State::Over;
        }
    }

    /// RTP came.
    pub fn on_rtp(&mut self, bytes: &[u8], at: Time) {
        if let (State::Up, Some(media)) = (self.state, &mut self.media) {
            media.take(bytes, at, false);
        }
    }

    /// An alarm went off. Says whether the telephone is to vanish.
    pub fn on_alarm(&mut self, desk: &mut Desk<'_>, what: What) -> bool {
        match what {
            What::Beat => {
                if let Some(media) = &mut self.media {
                    media.beat(desk);
                }
            }
            What::Decide if self.state == State::Ringing => self.decide(desk),
            What::Repeat => self.repeat(desk),
            What::Resend { cseq, invite } => self.send_again(desk, cseq, invite),
            What::TalkOver if self.state == State::Up => {
                if matches!(self.in_call, InCall::VanishAfter(_)) {
                    return true;
                }
                self.hang_up(desk);
            }
            What::Linger if self.state == State::Leaving => self.state = State::Over,
            _ => {}
        }
        false
    }

    /// An own request waits for its answer; without one there is nobody left to talk to.
    fn send_again(&mut self, desk: &mut Desk<'_>, cseq: u32, invite: bool) {
        if self.requests.repeat(desk, cseq, invite).is_some() {
            self.state = State::Over;
        }
    }

    fn repeat(&mut self, desk: &mut Desk<'_>) {
        let Some(unacknowledged) = &mut self.unacknowledged else { return };
        if desk.now >= unacknowledged.until {
            self.unacknowledged = None;
            if self.state == State::Up {
                self.ended = Some(AgentEnd::NotAcknowledged);
                self.hang_up(desk);
            }
            return;
        }
        desk.net.send_sip(self.back, &unacknowledged.bytes);
        unacknowledged.wait = (unacknowledged.wait * 2).min(T2);
        desk.alarm(unacknowledged.wait, What::Repeat);
    }

    /// The agent hangs up an answered call, or refuses one that rings.
    pub fn hang_up(&mut self, desk: &mut Desk<'_>) {
        match self.state {
            State::Up => {
                self.dialog.cseq += 1;
                let branch = crate::dialog::branch(desk.net);
                let bytes = self.dialog.request("BYE", self.dialog.cseq, &branch, None);
                self.requests.send(desk, self.dialog.path, ("BYE", self.dialog.cseq, branch), bytes);
                self.part(desk, AgentEnd::HungUp);
            }
            State::Ringing => self.refuse(desk, 486),
            State::Leaving | State::Over => {}
        }
    }

    /// The telephone stops without a word.
    pub fn vanish(&mut self) {
        self.finish(AgentEnd::Vanished);
    }

    /// Whether the agent is taken by this call.
    pub fn occupies(&self) -> bool {
        matches!(self.state, State::Ringing | State::Up)
    }

    /// The record, at the end; sockets go back.
    pub fn into_record(self, net: &mut Net, now: Instant) -> AgentCall {
        let mut record = self.record;
        if self.ended.is_none() {
            record.ended = timestamps::now();
        }
        record.end = self.ended.unwrap_or(AgentEnd::Stopped);
        if let Some(media) = self.media {
            (record.packets_sent, record.received) = media.close(net, now);
        }
        record
    }
}
