//! A caller's telephone: the life of one call from INVITE to its record.

use crate::dialog::{Desk, Dialog, Requests, SDP, branch};
use crate::engine::What;
use crate::media::Media;
use crate::net::{Net, Path};
use crate::outcome::{End, Moments, Outcome, Stage};
use crate::reception::Heard;
use crate::script::{Script, Transport};
use crate::sdp::Session;
use crate::sip::{self, Message};
use crate::timestamps;
use std::time::Instant;
use vocabulary::Time;

/// Where the call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// INVITE sent.
    Calling,
    /// Answered.
    Up,
    /// BYE or CANCEL sent, or to be sent as soon as it may.
    Leaving,
    /// Nothing more to do.
    Over,
}

/// One call.
pub struct Caller {
    pub(crate) script: Script,
    pub(crate) dialog: Dialog,
    pub(crate) requests: Requests,
    pub(crate) media: Option<Media>,
    pub(crate) state: State,
    pub(crate) stage: Stage,
    pub(crate) end: Option<End>,
    pub(crate) moments: Moments,
    status: Option<u16>,
    bye_answered: bool,
    first_cseq: u32,
    last_ack: Option<(u32, Vec<u8>)>,
    pub(crate) steps: crate::steps::Place,
}

impl Caller {
    /// A telephone about to call. `None` when there is no socket for it.
    pub fn new(desk: &mut Desk<'_>, script: Script, port: usize) -> Option<Caller> {
        let path = match script.transport {
            Transport::Udp => Path::Udp { port, to: script.server },
            Transport::Tcp => desk.net.connect(port, script.server).ok()?,
        };
        let Some(mut media) = Media::open(desk, script.voice.clone(), &script.listening) else {
            if let Path::Tcp { connection } = path {
                desk.net.close(connection);
            }
            return None;
        };
        let address = desk.net.ports[port].address;
        let (id, tag) = (desk.net.fresh(), desk.net.fresh());
        let target = format!("sip:{}@{}{}", script.to, script.server, transport_parameter(script.transport));
        let (name, host) = match &script.from {
            Some(number) => (number.expose(), address.to_string()),
            None => ("anonymous", "anonymous.invalid".to_owned()),
        };
        let dialog = Dialog {
            call_id: format!("{id:x}@{}", address.ip()),
            local: format!("<sip:{name}@{host}>;tag={tag:x}"),
            remote: format!("<{}>", target.split(';').next().unwrap_or_default()),
            contact: format!("<sip:{name}@{address}{}>", transport_parameter(script.transport)),
            target,
            sent_by: address,
            path,
            cseq: 1,
        };
        let limit = script.limit.to_std();
        let mut caller = Caller {
            script,
            dialog,
            requests: Requests::default(),
            media: None,
            state: State::Calling,
            stage: Stage::Calling,
            end: None,
            moments: Moments::default(),
            status: None,
            bye_answered: false,
            first_cseq: 1,
            last_ack: None,
            steps: crate::steps::Place::default(),
        };
        let offer = media.offer(&caller.script.codecs);
        caller.media = Some(media);
        caller.send_invite(desk, &offer);
        desk.alarm(limit, What::Limit);
        if let Some(after) = caller.script.cancel_after {
            desk.alarm(after.to_std(), What::GiveUp);
        }
        Some(caller)
    }

    fn send_invite(&mut self, desk: &mut Desk<'_>, offer: &str) {
        let branch = branch(desk.net);
        let bytes = self.dialog.request("INVITE", self.dialog.cseq, &branch, Some((SDP, offer)));
        if self.dialog.cseq == self.first_cseq {
            self.moments.invited = timestamps::now();
        }
        self.requests.send(desk, self.dialog.path, ("INVITE", self.dialog.cseq, branch), bytes);
    }

    /// Describes the session anew.
    pub(crate) fn reinvite(&mut self, desk: &mut Desk<'_>) {
        let Some(media) = &mut self.media else { return };
        let offer = media.offer(&self.script.codecs);
        self.dialog.cseq += 1;
        self.send_invite(desk, &offer);
    }

    /// Sends a request of this call.
    pub(crate) fn request(&mut self, desk: &mut Desk<'_>, method: &'static str, body: Option<(&str, &str)>) {
        self.dialog.cseq += 1;
        let branch = branch(desk.net);
        let bytes = self.dialog.request(method, self.dialog.cseq, &branch, body);
        self.requests.send(desk, self.dialog.path, (method, self.dialog.cseq, branch), bytes);
    }

    /// A response came.
    pub fn on_response(&mut self, desk: &mut Desk<'_>, message: &Message<'_>, status: u16, at: Time) {
        let Some((cseq, method)) = message.cseq() else { return };
        if status < 200 {
            if method == "INVITE" && cseq == self.first_cseq {
                self.on_provisional(desk, message, status, at);
            }
            return;
        }
        let Some(pending) = self.requests.answered(message) else {
            return self.acknowledge_again(desk, cseq, method);
        };
        match pending.method {
            "INVITE" if cseq == self.first_cseq => self.on_final(desk, message, status, at, &pending.branch),
            "INVITE" => self.on_reinvite_final(desk, message, status, &pending.branch),
            "BYE" => {
                self.bye_answered = status < 300;
                self.state = State::Over;
            }
            "INFO" => self.on_key_answered(desk, status < 300),
            _ => {}
        }
    }

    fn on_provisional(&mut self, desk: &mut Desk<'_>, message: &Message<'_>, status: u16, at: Time) {
        let Some(pending) = self.requests.invite() else { return };
        let was_waiting_to_cancel = self.state == State::Leaving && !pending.proceeding;
        pending.proceeding = true;
        if status == 100 {
            self.moments.trying.get_or_insert(at);
        } else {
            self.moments.ringing.get_or_insert(at);
            self.stage = self.stage.max(Stage::Ringing);
        }
        if was_waiting_to_cancel {
            return self.cancel(desk);
        }
        if let (Some(session), Some(media)) = (Session::read(message.body), &mut self.media) {
            media.connect(desk, &session);
        }
    }

    fn on_final(&mut self, desk: &mut Desk<'_>, message: &Message<'_>, status: u16, at: Time, branch: &str) {
        self.status = Some(status);
        self.dialog.learn(message.header("To").unwrap_or_default(), None);
        if status >= 300 {
            self.acknowledge(desk, branch, self.first_cseq);
            self.end.get_or_insert(End::Refused(status));
            self.state = State::Over;
            return;
        }
        self.moments.answered = Some(at);
        self.dialog.learn(message.header("To").unwrap_or_default(), message.header("Contact"));
        let branch = crate::dialog::branch(desk.net);
        self.acknowledge(desk, &branch, self.first_cseq);
        if self.state == State::Leaving {
            // The answer crossed our CANCEL (RFC 3261 §9.1): the call is up and has to be ended.
            return self.bye(desk);
        }
        self.state = State::Up;
        self.stage = self.stage.max(Stage::Answered);
        let session = Session::read(message.body);
        let connected = match (&mut self.media, session) {
            (Some(media), Some(session)) => media.connect(desk, &session),
            _ => false,
        };
        if connected { self.enter_steps(desk) } else { self.leave(desk, End::Unusable) }
    }

    fn on_reinvite_final(&mut self, desk: &mut Desk<'_>, message: &Message<'_>, status: u16, branch: &str) {
        let cseq = message.cseq().map_or(0, |(cseq, _)| cseq);
        if status >= 300 {
            self.acknowledge(desk, branch, cseq);
            return self.fail_step(desk);
        }
        self.dialog.learn(message.header("To").unwrap_or_default(), message.header("Contact"));
        let branch = crate::dialog::branch(desk.net);
        self.acknowledge(desk, &branch, cseq);
        if self.state != State::Up {
            return;
        }
        if let (Some(media), Some(session)) = (&mut self.media, Session::read(message.body)) {
            media.connect(desk, &session);
        }
        self.on_reinvited(desk);
    }

    fn acknowledge(&mut self, desk: &mut Desk<'_>, branch: &str, cseq: u32) {
        if self.script.withhold_ack {
            return;
        }
        let ack = self.dialog.request("ACK", cseq, branch, None);
        desk.net.send_sip(self.dialog.path, &ack);
        self.last_ack = Some((cseq, ack));
    }

    /// A final response came again: our ACK was lost.
    fn acknowledge_again(&mut self, desk: &mut Desk<'_>, cseq: u32, method: &str) {
        if let Some((acknowledged, ack)) = &self.last_ack
            && method == "INVITE"
            && *acknowledged == cseq
        {
            desk.net.send_sip(self.dialog.path, ack);
        }
    }

    /// The other side asks something within the call.
    pub fn on_request(
        &mut self,
        desk: &mut Desk<'_>,
        message: &Message<'_>,
        method: &str,
        path: Path,
        at: Time,
    ) {
        let echo = sip::echo(message, peer(path, self.script.server), "");
        let (status, body) = match method {
            "ACK" => return,
            "BYE" => (200, None),
            "INVITE" => match self.answer_reinvite(desk, message) {
                Some(answer) => (200, Some(answer)),
                None => (488, None),
            },
            "INFO" | "OPTIONS" => (200, None),
            _ => (405, None),
        };
        let body = body.as_deref().map(|text| (SDP, text));
        desk.net.send_sip(path, &self.dialog.response(status, &echo, body));
        if method == "BYE" {
            self.moments.bye_received = Some(at);
            self.end.get_or_insert(End::FarHungUp { step: self.steps.step });
            self.state = State::Over;
        }
    }

    fn answer_reinvite(&mut self, desk: &mut Desk<'_>, message: &Message<'_>) -> Option<String> {
        let media = self.media.as_mut()?;
        if message.body.is_empty() {
            return Some(media.offer(&self.script.codecs));
        }
        let session = Session::read(message.body)?;
        let answer = media.answer(&session)?;
        media.connect(desk, &session);
        Some(answer)
    }

    /// RTP came.
    pub fn on_rtp(&mut self, desk: &mut Desk<'_>, bytes: &[u8], at: Time) {
        let Some(media) = &mut self.media else { return };
        let heard: Heard = media.take(bytes, at, self.steps.wants_loudness);
        if heard.marker.is_some() {
            self.stage = self.stage.max(Stage::WithAgent);
        }
        if self.state == State::Up {
            self.on_heard(desk, heard);
        }
    }

    /// An alarm went off.
    pub fn on_alarm(&mut self, desk: &mut Desk<'_>, what: What) {
        match what {
            What::Beat => self.on_beat(desk),
            What::Resend { cseq, invite } => {
                if let Some(lost) = self.requests.repeat(desk, cseq, invite) {
                    self.on_no_answer(desk, lost.method);
                }
            }
            What::Step(version) => self.on_step_alarm(desk, version),
            What::Limit => self.leave(desk, End::OutOfTime),
            What::GiveUp if self.state == State::Calling => self.leave(desk, End::Cancelled),
            What::Linger if self.state == State::Leaving => self.state = State::Over,
            _ => {}
        }
    }

    fn on_beat(&mut self, desk: &mut Desk<'_>) {
        if let Some(media) = &mut self.media {
            media.beat(desk);
        }
        if self.state == State::Up {
            self.on_packet_sent(desk);
        }
    }

    fn on_no_answer(&mut self, desk: &mut Desk<'_>, method: &str) {
        match method {
            "INVITE" if self.state == State::Calling => {
                self.end.get_or_insert(End::Unreachable);
                self.state = State::Over;
            }
            "BYE" | "CANCEL" => self.state = State::Over,
            _ => self.fail_step(desk),
        }
    }

    /// Its connection broke: without it there is no way to say goodbye.
    pub fn on_disconnected(&mut self) {
        self.end.get_or_insert(End::Unreachable);
        self.state = State::Over;
    }

    /// Ends the call, in whatever state it is.
    pub fn leave(&mut self, desk: &mut Desk<'_>, end: End) {
        if matches!(self.state, State::Leaving | State::Over) {
            return;
        }
        self.end.get_or_insert(end);
        if let Some(media) = &mut self.media {
            media.fall_silent();
        }
        let was = std::mem::replace(&mut self.state, State::Leaving);
        desk.alarm(desk.net.linger, What::Linger);
        if was == State::Up {
            self.bye(desk);
        } else if self.requests.invite().is_some_and(|invite| invite.proceeding) {
            self.cancel(desk);
        }
        // Without a provisional response a CANCEL has to wait for one (RFC 3261 §9.1).
    }

    fn bye(&mut self, desk: &mut Desk<'_>) {
        self.moments.bye_sent = Some(timestamps::now());
        self.request(desk, "BYE", None);
    }

    fn cancel(&mut self, desk: &mut Desk<'_>) {
        let Some(invite) = self.requests.invite() else { return };
        let (cseq, branch) = (invite.cseq, invite.branch.clone());
        self.moments.cancelled = Some(timestamps::now());
        let bytes = self.dialog.request("CANCEL", cseq, &branch, None);
        self.requests.send(desk, self.dialog.path, ("CANCEL", cseq, branch), bytes);
    }

    /// The record, at the end; sockets go back.
    pub fn into_outcome(self, net: &mut Net, now: Instant) -> Outcome {
        if let (Path::Tcp { connection }, true) = (self.dialog.path, self.end != Some(End::Vanished)) {
            net.close(connection);
        }
        let (packets_sent, received) = self.media.map(|media| media.close(net, now)).unwrap_or_default();
        Outcome {
            end: self.end.unwrap_or(End::Stopped),
            status: self.status,
            moments: Moments { ended: timestamps::now(), ..self.moments },
            received,
            packets_sent,
            bye_answered: self.bye_answered,
        }
    }
}

fn transport_parameter(transport: Transport) -> &'static str {
    if transport == Transport::Tcp { ";transport=tcp" } else { "" }
}

/// Who sent what came by a path; over a connection it does not matter.
pub fn peer(path: Path, otherwise: std::net::SocketAddr) -> std::net::SocketAddr {
    match path {
        Path::Udp { to, .. } => to,
        Path::Tcp { .. } => otherwise,
    }
}
