//! A call that goes out: from our INVITE to its final answer (RFC 3261 §13.2, §17.1.1, §9.1).

use super::Event;
use super::call::{Call, Fate, Stage};
use super::compose::{self, ALLOW, Line};
use super::dialog::Dialog;
use super::fields::Uri;
use super::message::{Identity, Message};
use super::transport::{Peer, Transmit, Transport};
use super::works::{Client, ClientKey, Owner, Works};
use vocabulary::{LegId, PhoneNumber, Time};

/// What a dialled call's INVITE was: ACK to a refusal and CANCEL repeat it.
pub(super) struct Dialled {
    uri: Box<str>,
    from: Box<str>,
    call_id: Box<str>,
    pub peer: Peer,
}

/// The number of our INVITE in the dialogs we begin.
const FIRST: u32 = 1;

impl Dialled {
    fn write(&self, method: &str, to: &str, branch: u64, works: &Works) -> Transmit {
        let line = Line {
            method,
            uri: &self.uri,
            branch,
            transport: self.peer.transport,
            from: &self.from,
            to,
            call_id: &self.call_id,
            sequence: FIRST,
        };
        let bytes = compose::request(&line, works.local, "", "");
        Transmit { to: self.peer, or_else: Some(self.peer.address), bytes }
    }
}

impl Call {
    /// Calls a telephone. `None` when `to` is no SIP URI with an IP address, and UDP, TCP, or TLS where it is
    /// spoken.
    pub fn dialling(
        now: Time,
        leg: LegId,
        to: &str,
        caller: Option<&PhoneNumber>,
        offer: &str,
        works: &mut Works,
    ) -> Option<Call> {
        let clean = !to.contains(|c: char| c.is_ascii_control() || matches!(c, ' ' | '<' | '>' | '"'));
        let uri = Uri::read(to).filter(|_| clean)?;
        let peer = uri.peer().filter(|peer| peer.transport != Transport::Tls || works.local.tls.is_some())?;
        let (tag, branch) = (works.draw(), works.draw());
        let dialled = Dialled {
            uri: to.into(),
            from: from_value(caller, tag, works).into(),
            call_id: format!("{:016x}{:016x}", works.draw(), works.draw()).into(),
            peer,
        };
        let invite = dialled.invite(offer, branch, works);
        let mut call = Call {
            leg,
            tag,
            arrived: false,
            stage: Stage::Calling { branch },
            dialog: None,
            transport: peer.transport,
            secure: uri.secure,
            unacknowledged: None,
            reoffer: None,
            resend: None,
            deadline: None,
            dialled: Some(dialled),
        };
        works.clients.insert(ClientKey::of(branch), Client::Invite(leg));
        if peer.transport == Transport::Udp {
            call.resend = Some(works.send_repeatedly(now, Owner::Call(leg), invite, None));
        } else {
            works.send(invite);
        }
        call.until(now + works.timing.heard_within, works);
        Some(call)
    }

    /// The telephone said something about our INVITE.
    pub fn on_response(
        &mut self,
        now: Time,
        status: u16,
        message: &Message<'_>,
        identity: &Identity<'_>,
        source: Peer,
        works: &mut Works,
    ) -> Fate {
        match status {
            100..200 => self.on_provisional(now, status, works),
            200..300 => self.on_success(now, message, identity, source, works),
            _ => self.on_refusal(now, status, identity, works),
        }
    }

    fn on_provisional(&mut self, now: Time, status: u16, works: &mut Works) -> Fate {
        self.resend = None;
        match &mut self.stage {
            Stage::Calling { branch } => {
                self.stage = Stage::Ringing { branch: *branch, said: false };
                self.until(now + works.timing.ring_at_most, works);
            }
            Stage::Leaving { branch, cancelled: false } => {
                let branch = *branch;
                return self.cancel(now, branch, works);
            }
            _ => {}
        }
        if let Stage::Ringing { said, .. } = &mut self.stage
            && status > 100
            && !*said
        {
            *said = true;
            works.events.push_back(Event::Ringing { leg: self.leg });
        }
        Fate::Stays
    }

    fn on_success(
        &mut self,
        now: Time,
        message: &Message<'_>,
        identity: &Identity<'_>,
        source: Peer,
        works: &mut Works,
    ) -> Fate {
        let Some(branch) = self.branch() else { return Fate::Stays };
        let target = self.dialled.as_ref().map_or("", |dialled| &dialled.uri);
        let Some(dialog) = Dialog::from_answer(message, identity, source, target) else { return Fate::Stays };
        let ack_branch = works.draw();
        let ack = dialog.acknowledge(identity.sequence, ack_branch, works.local);
        works.settle(now, branch, ack, identity.to_tag.unwrap_or_default());
        self.resend = None;
        self.deadline = None;
        self.dialog = Some(dialog);
        if matches!(std::mem::replace(&mut self.stage, Stage::Up), Stage::Leaving { .. }) {
            return self.say_bye(now, works);
        }
        let answer = message.body().unwrap_or_default().to_vec();
        works.events.push_back(Event::Answered { leg: self.leg, answer });
        Fate::Stays
    }

    fn on_refusal(&mut self, now: Time, status: u16, identity: &Identity<'_>, works: &mut Works) -> Fate {
        let (Some(branch), Some(dialled)) = (self.branch(), &self.dialled) else { return Fate::Stays };
        let ack = dialled.write("ACK", identity.to, branch, works);
        works.settle(now, branch, ack, identity.to_tag.unwrap_or_default());
        if !matches!(self.stage, Stage::Leaving { .. }) {
            let status = if status < 400 { 480 } else { status };
            works.events.push_back(Event::Refused { leg: self.leg, status });
        }
        // The transaction is settled and must outlive the call.
        self.stage = Stage::Up;
        Fate::Gone
    }

    /// The telephone said nothing, or rang for ever.
    pub fn give_up(&mut self, now: Time, works: &mut Works) -> Fate {
        works.events.push_back(Event::Unreachable { leg: self.leg });
        self.leave(now, works)
    }

    /// We want the call no more. A CANCEL goes out as soon as it may; what the telephone says in
    /// the end is still acknowledged, and a 2xx that crosses the CANCEL is followed by a BYE.
    pub fn leave(&mut self, now: Time, works: &mut Works) -> Fate {
        self.resend = None;
        match self.stage {
            Stage::Calling { branch } => {
                self.stage = Stage::Leaving { branch, cancelled: false };
                self.until(now + works.timing.give_up(), works);
                Fate::Stays
            }
            Stage::Ringing { branch, .. } => self.cancel(now, branch, works),
            _ => Fate::Stays,
        }
    }

    fn cancel(&mut self, now: Time, branch: u64, works: &mut Works) -> Fate {
        self.stage = Stage::Leaving { branch, cancelled: true };
        self.until(now + works.timing.give_up(), works);
        if let Some(dialled) = &self.dialled {
            let cancel = dialled.write("CANCEL", &format!("<{}>", dialled.uri), branch, works);
            works.send_request(now, ClientKey { branch, cancel: true }, cancel);
        }
        Fate::Stays
    }

    fn branch(&self) -> Option<u64> {
        match self.stage {
            Stage::Calling { branch } | Stage::Ringing { branch, .. } | Stage::Leaving { branch, .. } => {
                Some(branch)
            }
            _ => None,
        }
    }

    /// Whether this telephone has been called, is no more to be, and cannot be told so yet: CANCEL
    /// may not go out before a provisional response has come in (RFC 3261 §9.1).
    pub fn is_yet_to_cancel(&self, uri: &str) -> bool {
        matches!(self.stage, Stage::Leaving { cancelled: false, .. })
            && self.dialled.as_ref().is_some_and(|dialled| *dialled.uri == *uri)
    }

    /// Whether it waits for a first sign of life from that peer.
    pub fn awaits(&self, peer: Peer) -> bool {
        matches!(self.stage, Stage::Calling { .. }) && self.dialled.as_ref().is_some_and(|d| d.peer == peer)
    }
}

impl Dialled {
    fn invite(&self, offer: &str, branch: u64, works: &Works) -> Transmit {
        let to = format!("<{}>", self.uri);
        let line = Line {
            method: "INVITE",
            uri: &self.uri,
            branch,
            transport: self.peer.transport,
            from: &self.from,
            to: &to,
            call_id: &self.call_id,
            sequence: FIRST,
        };
        let fields = works.contact(self.peer.transport, self.uri.starts_with("sips:")) + ALLOW;
        let bytes = compose::request(&line, works.local, &fields, offer);
        Transmit { to: self.peer, or_else: Some(self.peer.address), bytes }
    }
}

fn from_value(caller: Option<&PhoneNumber>, tag: u64, works: &Works) -> String {
    let place = match works.local.plain.ip() {
        std::net::IpAddr::V4(address) => address.to_string(),
        std::net::IpAddr::V6(address) => format!("[{address}]"),
    };
    match caller {
        Some(number) => format!("<sip:{}@{place}>;tag={tag:016x}", number.expose()),
        None => format!("\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag={tag:016x}"),
    }
}
