//! The user agent: sorts what comes in to the calls it belongs to, and answers the rest itself.

use super::admission::{Gate, Refusal};
use super::bans::{Ban, Bans, Offence, is_scanner, is_sign_of_life};
use super::call::{Call, Fate, Request, unsupported};
use super::compose::{self, ALLOW};
use super::counters::Counters;
use super::dialog::{Dialog, contact_uri};
use super::fields::{self, Uri};
use super::held::Held;
use super::message::{Field, Flaw, Identity, LARGEST, Message, Method, Start};
use super::past::Outcome;
use super::transport::{Local, Peer, Transmit, Transport};
use super::works::{Client, ClientKey, Owner, Works};
use super::{Accepting, Admission, Event, ServedNumbers, Timing};
use crate::slack::is_loose;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use vocabulary::{Epoch, LegId, PhoneNumber, Time};

/// What the user agent is told once.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The addresses that peers reach us under.
    pub local: Local,
    /// Names the legs that arrive.
    pub epoch: Epoch,
    /// Which calls are let in.
    pub admission: Admission,
    /// The numbers served.
    pub numbers: ServedNumbers,
    /// The switch that turns all new calls away.
    pub accepting: Accepting,
    /// Peers whose P-Asserted-Identity is believed (RFC 3325 §5): the trunk's.
    pub trusted: Vec<IpAddr>,
    /// Who is not answered for a while.
    pub bans: Bans,
    /// The protocol's clocks.
    pub timing: Timing,
}

/// A dialled address leads nowhere: it must be a SIP URI with an IP address, by UDP or TCP, or
/// by TLS where that is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the address to dial is no sip: URI with an IP address")]
pub struct Undialable;

/// A SIP user agent as a value. See the module's page.
pub struct UserAgent {
    epoch: Epoch,
    trusted: Vec<IpAddr>,
    bans: Bans,
    gate: Gate,
    calls: HashMap<LegId, Call>,
    tags: HashMap<u64, LegId>,
    /// Legs that arrived since the start, for their names.
    arrivals: u32,
    /// Calls that came in and are kept: what the cap counts.
    incoming: usize,
    /// Calls to telephones that cannot be told yet that another of ours is over.
    held: Vec<Held>,
    works: Works,
}

impl UserAgent {
    /// A user agent without calls.
    pub fn new(settings: Settings, counters: Arc<Counters>) -> UserAgent {
        UserAgent {
            epoch: settings.epoch,
            trusted: settings.trusted,
            bans: settings.bans,
            gate: Gate::new(settings.admission, settings.numbers, settings.accepting),
            calls: HashMap::new(),
            tags: HashMap::new(),
            arrivals: 0,
            incoming: 0,
            held: Vec::new(),
            works: Works::new(settings.local, settings.timing, counters),
        }
    }

    /// Takes what happened since the last call, oldest first.
    pub fn next_event(&mut self) -> Option<Event> {
        self.works.events.pop_front()
    }

    /// Takes what is to be sent, in this order.
    pub fn outbox(&mut self) -> &mut Vec<Transmit> {
        &mut self.works.outbox
    }

    /// When [`UserAgent::on_time`] wants to be called.
    pub fn next_due(&self) -> Option<Time> {
        let held = self.held.iter().map(|held| held.until).min();
        held.into_iter().chain(self.works.next_due()).min()
    }

    /// While the node cannot take more, new calls get 503.
    pub fn set_congested(&mut self, congested: bool) {
        self.gate.set_congested(congested);
    }

    /// Hangs up every call.
    pub fn hang_up_all(&mut self, now: Time) {
        self.held.clear();
        let legs: Vec<LegId> = self.calls.keys().copied().collect();
        for leg in legs {
            self.hang_up(now, leg);
        }
    }

    /// Calls that are kept, those that are being seen off included.
    pub fn calls(&self) -> usize {
        self.calls.len() + self.held.len()
    }

    /// Whether nothing of any call is kept: no transaction, no memory of one.
    pub fn is_idle(&self) -> bool {
        let works = &self.works;
        self.calls.is_empty()
            && self.held.is_empty()
            && self.tags.is_empty()
            && works.invitations.is_empty()
            && works.clients.is_empty()
            && works.past.is_empty()
    }

    /// Time has passed.
    pub fn on_time(&mut self, now: Time) {
        while let Some(owner) = self.works.pop_due(now) {
            match owner {
                Owner::Call(leg) => self.with_call(now, leg, |call, works| call.on_time(now, works)),
                Owner::Client(key) => self.works.on_client_time(now, key),
            }
        }
        self.release(now);
        self.works.past.forget(now);
        if is_loose(self.calls.len(), self.calls.capacity()) {
            self.calls.shrink_to_fit();
            self.tags.shrink_to_fit();
        }
        self.works.rest();
    }

    /// A message came in. `bytes` beyond [`LARGEST`] need not be whole. Whether its sender is listened to at all.
    pub fn receive(&mut self, now: Time, source: Peer, bytes: &[u8]) -> bool {
        self.works.counters.received.add();
        let read = Message::read(bytes);
        if self.bans.holds(now, source)
            && !read.as_ref().is_ok_and(|message| self.is_let_in(source, bytes, message))
        {
            self.bans.dropped_one();
            self.works.counters.dropped.add();
            return false;
        }
        match read {
            Ok(message) => self.take(now, source, bytes, &message),
            Err(_) => self.on_unreadable(now, source, bytes),
        }
        true
    }

    /// Of somebody banned for datagrams, whose source can be forged, calls are let in: to numbers that are served, and
    /// what belongs to a call there is. Not so what would be refused anyway.
    fn is_let_in(&self, source: Peer, bytes: &[u8], message: &Message<'_>) -> bool {
        let Ok(identity) = message.identity() else { return false };
        let named = message.first(Field::UserAgent).is_some_and(is_scanner);
        if source.transport != Transport::Udp || named || screen(bytes, message).is_some() {
            return false;
        }
        let Start::Request { method, uri } = message.start else { return true };
        let of_call = self.dialog_of(&identity).is_some();
        let begun = self.works.invitations.contains_key(&self.works.key(&identity, Method::Invite));
        let opens =
            || method == Method::Invite && contact_uri(message).is_some() && self.gate.serves(&called(uri));
        of_call || begun || opens()
    }

    fn on_unreadable(&mut self, now: Time, source: Peer, bytes: &[u8]) {
        self.works.counters.unreadable.add();
        if !is_sign_of_life(bytes) {
            self.blame(now, source, Offence::Malformed);
        }
    }

    /// Whoever offends too often is not answered for a while. The log names the address, and nobody's number.
    fn blame(&self, now: Time, source: Peer, offence: Offence) {
        if let Some(Ban { address, by_udp, until, offence, .. }) = self.bans.blame(now, source, offence) {
            tracing::warn!(%address, by_udp, offence = offence.name(), %until, "is not answered for a while");
        }
    }

    fn take(&mut self, now: Time, source: Peer, bytes: &[u8], message: &Message<'_>) {
        let Ok(identity) = message.identity() else { return self.on_unreadable(now, source, bytes) };
        match message.start {
            Start::Response { status } => {
                if message.body().is_err() || bytes.len() > LARGEST {
                    return self.works.counters.unreadable.add();
                }
                self.on_response(now, status, message, &identity, source);
            }
            Start::Request { .. } if message.first(Field::UserAgent).is_some_and(is_scanner) => {
                self.works.counters.dropped.add();
                self.blame(now, source, Offence::Scanner);
            }
            Start::Request { method, uri } => {
                let key = self.works.key(&identity, method);
                let request = Request { message, identity: &identity, method, source, key };
                match screen(bytes, message) {
                    None => self.on_request(now, uri, request),
                    Some(_) if method == Method::Ack => self.works.counters.unreadable.add(),
                    Some(status) => {
                        let counters = &self.works.counters;
                        if status == 513 {
                            counters.oversize.add()
                        } else {
                            counters.flawed.add()
                        }
                        request.answer_statelessly(status, "", &mut self.works);
                        self.blame(now, source, Offence::Malformed);
                    }
                }
            }
        }
    }

    fn on_request(&mut self, now: Time, uri: &str, request: Request<'_, '_>) {
        match request.method {
            Method::Ack => return self.on_ack(now, request),
            Method::Cancel => return self.on_cancel(now, request),
            _ => {}
        }
        match self.works.past.outcome(request.key) {
            Some(Outcome::Answered(status)) => {
                return request.answer_statelessly(status, "", &mut self.works);
            }
            Some(Outcome::Settled) => return,
            None => {}
        }
        if let Some(leg) = self.works.invitations.get(&request.key).copied() {
            return self.with_call(now, leg, |call, works| {
                call.on_invite_again(works);
                Fate::Stays
            });
        }
        if request.identity.to_tag.is_some() {
            return match self.dialog_of(request.identity) {
                Some(leg) => self.with_call(now, leg, |call, works| call.on_request(now, request, works)),
                None => self.turn_away_stray(request),
            };
        }
        match request.method {
            Method::Invite => self.on_invitation(now, uri, request),
            Method::Options => {
                let fields = format!("{ALLOW}Accept: application/sdp\r\n");
                request.answer_statelessly(200, &fields, &mut self.works);
            }
            Method::Bye | Method::Info => self.turn_away_stray(request),
            Method::Ack | Method::Cancel | Method::Other => {
                request.answer_statelessly(405, ALLOW, &mut self.works);
                self.blame(now, request.source, Offence::Unasked);
            }
        }
    }

    fn turn_away_stray(&mut self, request: Request<'_, '_>) {
        self.works.counters.strays.add();
        request.answer_statelessly(481, "", &mut self.works);
    }

    /// An INVITE that begins a call.
    fn on_invitation(&mut self, now: Time, uri: &str, request: Request<'_, '_>) {
        if let Some((status, fields)) = unsupported(request.message) {
            return request.answer_statelessly(status, &fields, &mut self.works);
        }
        let called = called(uri);
        match self.gate.admit(now, &called, self.incoming) {
            Ok(()) => {}
            Err(Refusal::Unknown) => {
                self.works.counters.unknown_number.add();
                request.answer_statelessly(404, "", &mut self.works);
                return self.blame(now, request.source, Offence::UnknownNumber);
            }
            Err(Refusal::Busy) => {
                self.works.counters.busy.add();
                let fields = format!("Retry-After: {}\r\n", self.gate.retry_after());
                return request.answer_statelessly(503, &fields, &mut self.works);
            }
        }
        let leg = LegId::arrived(self.epoch, self.arrivals);
        let trusted = self.trusted.contains(&request.source.address.ip());
        let Some(call) = Call::invited(now, leg, called, &request, trusted, &mut self.works) else {
            self.works.counters.flawed.add();
            request.answer_statelessly(400, "", &mut self.works);
            return self.blame(now, request.source, Offence::Malformed);
        };
        self.works.counters.admitted.add();
        self.arrivals += 1;
        self.incoming += 1;
        self.tags.insert(call.tag, leg);
        self.calls.insert(leg, call);
    }

    /// An ACK belongs to a refusal by its branch, or to a 2xx by its dialog (RFC 3261 §17.1.1.3,
    /// §13.2.2.4). It is never answered.
    fn on_ack(&mut self, now: Time, request: Request<'_, '_>) {
        let key = self.works.key(request.identity, Method::Invite);
        if let Some(leg) = self.works.invitations.get(&key).copied() {
            let identity = request.identity;
            self.with_call(now, leg, |call, works| call.on_refusal_acknowledged(now, identity, works));
        }
        if let Some(leg) = self.dialog_of(request.identity) {
            self.with_call(now, leg, |call, works| {
                call.on_ack(now, request.message, request.identity, works)
            });
        }
    }

    /// CANCEL is answered by itself, and meant for the INVITE with its branch (RFC 3261 §9.2).
    fn on_cancel(&mut self, now: Time, request: Request<'_, '_>) {
        let key = self.works.key(request.identity, Method::Invite);
        if let Some(leg) = self.works.invitations.get(&key).copied() {
            request.answer_statelessly(200, "", &mut self.works);
            self.with_call(now, leg, |call, works| call.on_cancel(now, works));
        } else if self.works.past.outcome(key).is_some() {
            request.answer_statelessly(200, "", &mut self.works);
        } else {
            self.turn_away_stray(request);
        }
    }

    fn on_response(
        &mut self,
        now: Time,
        status: u16,
        message: &Message<'_>,
        identity: &Identity<'_>,
        source: Peer,
    ) {
        let Some(branch) = compose::branch_number(identity.via.branch) else { return };
        let key = ClientKey { branch, cancel: identity.method == Method::Cancel };
        match self.works.clients.get(&key) {
            Some(Client::Invite(leg)) => {
                let leg = *leg;
                self.with_call(now, leg, |call, works| {
                    call.on_response(now, status, message, identity, source, works)
                });
            }
            Some(Client::Request { .. }) if status >= 200 => {
                self.works.clients.remove(&key);
            }
            Some(Client::Settled { ack, tag, .. }) if status >= 200 => {
                if **tag == *identity.to_tag.unwrap_or_default() || status >= 300 {
                    let again = ack.clone();
                    self.works.send(again);
                } else {
                    self.end_fork(now, message, identity, source);
                }
            }
            _ => {}
        }
    }

    /// A second telephone answered the same INVITE: it is acknowledged and hung up at once
    /// (RFC 3261 §13.2.2.4).
    fn end_fork(&mut self, now: Time, message: &Message<'_>, identity: &Identity<'_>, source: Peer) {
        let target = fields::address(identity.to).map_or("", |address| address.uri);
        let Some(mut dialog) = Dialog::from_answer(message, identity, source, target) else { return };
        let (ack, bye) = (self.works.draw(), self.works.draw());
        let acknowledgement = dialog.acknowledge(identity.sequence, ack, self.works.local);
        self.works.send(acknowledgement);
        let request = dialog.next_request("BYE", bye, self.works.local);
        self.works.send_request(now, ClientKey::of(bye), request);
    }

    /// The network says that nothing listens there.
    pub fn on_unreachable(&mut self, now: Time, peer: Peer) {
        let waiting: Vec<LegId> =
            self.calls.values().filter(|call| call.awaits(peer)).map(|call| call.leg).collect();
        for leg in waiting {
            self.with_call(now, leg, |call, works| call.give_up(now, works));
        }
    }

    /// Answers an incoming call with 200 and this SDP.
    pub fn answer(&mut self, now: Time, leg: LegId, sdp: &str) {
        self.with_call(now, leg, |call, works| {
            call.answer(now, sdp, works);
            Fate::Stays
        });
    }

    /// Refuses an incoming call.
    pub fn refuse(&mut self, now: Time, leg: LegId, status: u16, retry_after: Option<u16>) {
        let fields = retry_after.map(|seconds| format!("Retry-After: {seconds}\r\n")).unwrap_or_default();
        self.with_call(now, leg, |call, works| call.refuse(now, status, &fields, works));
    }

    /// Ends a call in whatever state it is: BYE, CANCEL, or 480. No event follows.
    pub fn hang_up(&mut self, now: Time, leg: LegId) {
        self.held.retain(|held| held.leg != leg);
        self.with_call(now, leg, |call, works| call.hang_up(now, works));
    }

    /// Calls a telephone with this SDP offer, showing the caller's number.
    ///
    /// # Errors
    /// [`Undialable`] when `to` leads nowhere.
    pub fn dial(
        &mut self,
        now: Time,
        leg: LegId,
        to: &str,
        caller: Option<&PhoneNumber>,
        offer: &str,
    ) -> Result<(), Undialable> {
        if self.calls.values().any(|call| call.is_yet_to_cancel(to)) {
            self.held.push(Held::new(now, leg, to, caller, offer));
            return Ok(());
        }
        self.dial_now(now, leg, to, caller, offer)
    }

    fn dial_now(
        &mut self,
        now: Time,
        leg: LegId,
        to: &str,
        caller: Option<&PhoneNumber>,
        offer: &str,
    ) -> Result<(), Undialable> {
        let call = Call::dialling(now, leg, to, caller, offer, &mut self.works).ok_or(Undialable)?;
        self.works.counters.dialled.add();
        self.tags.insert(call.tag, leg);
        self.calls.insert(leg, call);
        Ok(())
    }

    /// Dials what was held back and need not be any more.
    fn release(&mut self, now: Time) {
        let calls = &self.calls;
        let waits =
            |held: &Held| held.until > now && calls.values().any(|call| call.is_yet_to_cancel(&held.to));
        let (waiting, free): (Vec<Held>, Vec<Held>) = self.held.drain(..).partition(waits);
        self.held = waiting;
        for held in free {
            // The same address was dialled before: it is no worse now.
            let _dialable = self.dial_now(now, held.leg, &held.to, held.caller.as_ref(), &held.offer);
        }
    }

    /// Answers a renegotiation ([`Event::Reoffered`]).
    pub fn answer_reoffer(&mut self, now: Time, leg: LegId, sdp: &str) {
        self.with_call(now, leg, |call, works| {
            call.answer_reoffer(now, sdp, works);
            Fate::Stays
        });
    }

    /// Refuses a renegotiation; the call goes on as it was.
    pub fn refuse_reoffer(&mut self, now: Time, leg: LegId, status: u16) {
        self.with_call(now, leg, |call, works| {
            call.refuse_reoffer(now, status, works);
            Fate::Stays
        });
    }

    fn dialog_of(&self, identity: &Identity<'_>) -> Option<LegId> {
        let tag = compose::hexadecimal(identity.to_tag?)?;
        let leg = self.tags.get(&tag)?;
        let call = self.calls.get(leg)?;
        call.dialog.as_ref().is_some_and(|dialog| dialog.is_of(identity)).then_some(*leg)
    }

    fn with_call(&mut self, now: Time, leg: LegId, act: impl FnOnce(&mut Call, &mut Works) -> Fate) {
        let Some(call) = self.calls.get_mut(&leg) else { return };
        if act(call, &mut self.works) != Fate::Stays
            && let Some(call) = self.calls.remove(&leg)
        {
            call.forget(now, &mut self.works);
            self.tags.remove(&call.tag);
            self.incoming -= usize::from(call.arrived);
        }
        if !self.held.is_empty() {
            self.release(now);
        }
    }
}

/// The status that a request earns before anybody looks at what it asks.
fn screen(bytes: &[u8], message: &Message<'_>) -> Option<u16> {
    if bytes.len() > LARGEST {
        return Some(513);
    }
    match message.body() {
        Ok(_) => None,
        Err(Flaw::Truncated | Flaw::Identity) => Some(400),
    }
}

/// The number that a request is for; nothing, where there is none to be read.
fn called(uri: &str) -> String {
    Uri::read(uri).and_then(|uri| fields::unescape(uri.user)).unwrap_or_default()
}
