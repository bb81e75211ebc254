//! A call that comes in: from its INVITE to its ACK (RFC 3261 §13.3, §17.2.1).

use super::call::{Call, Fate, Request, Stage, Unacknowledged};
use super::compose::{ALLOW, Echo};
use super::dialog::Dialog;
use super::message::{Field, Identity};
use super::past::Outcome;
use super::transport::{Transmit, Transport};
use super::works::{Owner, Works};
use super::{Event, call};
use vocabulary::{LegId, Time};

impl Call {
    /// A call that was let in. `None` when its INVITE has no usable Contact.
    pub fn invited(
        now: Time,
        leg: LegId,
        called: String,
        request: &Request<'_, '_>,
        trusted: bool,
        works: &mut Works,
    ) -> Option<Call> {
        let tag = works.tag(request.key);
        let dialog = Dialog::from_invite(request.message, request.identity, request.source, tag)?;
        let echo = Echo::of(request.message, request.identity, request.source, tag);
        let mut routes = String::new();
        for route in request.message.all(Field::RecordRoute) {
            routes.push_str("Record-Route: ");
            routes.push_str(route);
            routes.push_str("\r\n");
        }
        let mut call = Call {
            leg,
            tag,
            arrived: true,
            stage: Stage::Invited { echo, key: request.key, routes: routes.into() },
            dialog: Some(dialog),
            transport: request.source.transport,
            secure: request.asks_for_tls(),
            unacknowledged: None,
            reoffer: None,
            resend: None,
            deadline: None,
            dialled: None,
        };
        works.invitations.insert(request.key, leg);
        call.until(now + works.timing.trying_after, works);
        let caller = call::caller(request.message, request.identity, trusted);
        works.events.push_back(Event::Incoming { leg, called, caller, offer: request.body() });
        Some(call)
    }

    /// The caller's telephone should know that we have its INVITE.
    pub fn say_trying(&self, works: &mut Works) -> Fate {
        if let Stage::Invited { echo, .. } = &self.stage {
            let bytes = echo.respond(100, "", "");
            works.send(Transmit { to: echo.to, or_else: None, bytes });
        }
        Fate::Stays
    }

    /// A copy of the INVITE: the latest answer is sent again. A 2xx repeats by its own clock.
    pub fn on_invite_again(&mut self, works: &mut Works) {
        match &self.stage {
            Stage::Invited { .. } => {
                self.say_trying(works);
            }
            Stage::Refusing { refusal, .. } => works.send(refusal.clone()),
            _ => {}
        }
    }

    /// Answers with 200.
    pub fn answer(&mut self, now: Time, sdp: &str, works: &mut Works) {
        let (echo, key, routes) = match std::mem::replace(&mut self.stage, Stage::Up) {
            Stage::Invited { echo, key, routes, .. } => (echo, key, routes),
            other => {
                self.stage = other;
                return;
            }
        };
        let fields = format!("{routes}{}{ALLOW}", works.contact(self.transport, self.secure));
        let bytes = echo.respond(200, &fields, sdp);
        let sequence = self.dialog.as_ref().map_or(0, Dialog::seen);
        let answer = Unacknowledged { sequence, key, accepted: true, first: true, hang_up: false };
        self.send_final(now, answer, Transmit { to: echo.to, or_else: None, bytes }, works);
    }

    /// Refuses with a final status; `fields` are whole header lines.
    pub fn refuse(&mut self, now: Time, status: u16, fields: &str, works: &mut Works) -> Fate {
        let Stage::Invited { echo, key, .. } = &self.stage else { return Fate::Stays };
        let refusal = Transmit { to: echo.to, or_else: None, bytes: echo.respond(status, fields, "") };
        let key = *key;
        self.stage = Stage::Refusing { refusal: refusal.clone(), key };
        if self.transport == Transport::Udp {
            let longest = Some(works.timing.t2);
            self.resend = Some(works.send_repeatedly(now, Owner::Call(self.leg), refusal, longest));
        } else {
            works.send(refusal);
        }
        self.until(now + works.timing.give_up(), works);
        Fate::Stays
    }

    /// The ACK to a refusal has come: the first INVITE's, or a re-INVITE's.
    pub fn on_refusal_acknowledged(&mut self, now: Time, identity: &Identity<'_>, works: &mut Works) -> Fate {
        if matches!(self.stage, Stage::Refusing { .. }) {
            return Fate::Gone;
        }
        if let Some(answer) = self.unacknowledged.take_if(|a| !a.accepted && a.sequence == identity.sequence)
        {
            self.resend = None;
            self.deadline = None;
            works.invitations.remove(&answer.key);
            works.past.note(now, answer.key, Outcome::Settled);
        }
        Fate::Stays
    }

    /// CANCEL: gives up an INVITE that has no final answer yet, and does nothing to one that has
    /// (RFC 3261 §9.2).
    pub fn on_cancel(&mut self, now: Time, works: &mut Works) -> Fate {
        if !matches!(self.stage, Stage::Invited { .. }) {
            return Fate::Stays;
        }
        works.events.push_back(Event::HungUp { leg: self.leg });
        self.refuse(now, 487, "", works)
    }
}
