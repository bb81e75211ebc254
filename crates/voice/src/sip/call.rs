//! One call: its stage, its clocks, and what may be asked within its dialog.

use super::compose::{ALLOW, Echo};
use super::dialog::{Dialog, contact_uri};
use super::message::{Field, Identity, Message, Method, Start};
use super::past::Outcome;
use super::transport::{Peer, Transmit, Transport};
use super::works::{ClientKey, Owner, Resend, Works};
use super::{Event, fields};
use vocabulary::{LegId, Time};

/// Where a call stands.
pub(super) enum Stage {
    /// It came in and was not answered yet.
    Invited {
        /// For the answer.
        echo: Echo,
        /// The INVITE's transaction.
        key: u64,
        /// Record-Route lines, which a 2xx copies.
        routes: Box<str>,
    },
    /// It came in and was refused; the ACK is awaited, nothing else.
    Refusing {
        /// The refusal.
        refusal: Transmit,
        /// The INVITE's transaction.
        key: u64,
    },
    /// It goes out and nothing came back yet.
    Calling {
        /// The INVITE's branch.
        branch: u64,
    },
    /// The other side has the INVITE.
    Ringing {
        /// The INVITE's branch.
        branch: u64,
        /// Whether [`Event::Ringing`] was said.
        said: bool,
    },
    /// We gave up; the INVITE's final answer is awaited, nothing else.
    Leaving {
        /// The INVITE's branch.
        branch: u64,
        /// A CANCEL may go out only after a provisional answer (RFC 3261 §9.1).
        cancelled: bool,
    },
    /// Answered.
    Up,
}

/// A final answer of ours to an INVITE that waits for its ACK.
#[derive(Debug)]
pub(super) struct Unacknowledged {
    pub sequence: u32,
    pub key: u64,
    /// Whether the answer was a 2xx.
    pub accepted: bool,
    /// Whether it answered the INVITE that began the call.
    pub first: bool,
    /// BYE may follow only after the ACK (RFC 3261 §15).
    pub hang_up: bool,
}

/// A re-INVITE that waits for our answer.
pub(super) struct Reoffer {
    echo: Echo,
    key: u64,
    sequence: u32,
    /// Where the peer has moved to, and where it said so from.
    contact: Option<Box<str>>,
    source: Peer,
}

/// Whether a call goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Stays,
    Gone,
}

pub(super) struct Call {
    pub leg: LegId,
    pub tag: u64,
    /// Whether it came in: such calls count at the door.
    pub arrived: bool,
    pub stage: Stage,
    /// `None` while a dialled telephone has not answered.
    pub dialog: Option<Dialog>,
    pub transport: Transport,
    /// Whether it was asked for by `sips:`.
    pub secure: bool,
    pub unacknowledged: Option<Unacknowledged>,
    pub reoffer: Option<Reoffer>,
    /// What is sent again when nothing comes back.
    pub resend: Option<Resend>,
    /// When the stage is over, whatever comes.
    pub deadline: Option<Time>,
    /// For a dialled call: what its INVITE was.
    pub dialled: Option<super::outgoing::Dialled>,
}

impl Call {
    /// Sets the stage's last moment.
    pub fn until(&mut self, at: Time, works: &mut Works) {
        self.deadline = Some(at);
        works.wake(at, Owner::Call(self.leg));
    }

    /// Time has passed.
    pub fn on_time(&mut self, now: Time, works: &mut Works) -> Fate {
        if let Some(resend) = &mut self.resend
            && resend.fire(now, works)
        {
            works.wake(resend.at, Owner::Call(self.leg));
        }
        if self.deadline.is_none_or(|at| at > now) {
            return Fate::Stays;
        }
        self.deadline = None;
        match self.stage {
            Stage::Invited { .. } => self.say_trying(works),
            Stage::Refusing { .. } | Stage::Leaving { .. } => Fate::Gone,
            Stage::Calling { .. } | Stage::Ringing { .. } => self.give_up(now, works),
            Stage::Up => self.on_missing_ack(now, works),
        }
    }

    /// No ACK within 64·T1: the session ends with a BYE (RFC 3261 §13.3.1.4, §14.2).
    fn on_missing_ack(&mut self, now: Time, works: &mut Works) -> Fate {
        self.resend = None;
        let Some(missing) = self.unacknowledged.take() else { return Fate::Stays };
        works.invitations.remove(&missing.key);
        works.past.note(now, missing.key, Outcome::Settled);
        if !missing.accepted {
            return Fate::Stays;
        }
        works.counters.unacknowledged.add();
        if !missing.hang_up {
            works.events.push_back(Event::Broken { leg: self.leg });
        }
        self.say_bye(now, works)
    }

    /// Ends the call in whatever stage it is.
    pub fn hang_up(&mut self, now: Time, works: &mut Works) -> Fate {
        match self.stage {
            Stage::Invited { .. } => self.refuse(now, 480, "", works),
            Stage::Refusing { .. } | Stage::Leaving { .. } => Fate::Stays,
            Stage::Calling { .. } | Stage::Ringing { .. } => self.leave(now, works),
            Stage::Up => match &mut self.unacknowledged {
                Some(waiting) if waiting.first => {
                    waiting.hang_up = true;
                    Fate::Stays
                }
                _ => self.say_bye(now, works),
            },
        }
    }

    pub fn say_bye(&mut self, now: Time, works: &mut Works) -> Fate {
        if let Some(dialog) = &mut self.dialog {
            let branch = works.draw();
            let bye = dialog.next_request("BYE", branch, works.local);
            works.send_request(now, ClientKey::of(branch), bye);
        }
        Fate::Gone
    }

    /// A final answer to an INVITE goes out and is repeated until it is acknowledged.
    pub fn send_final(&mut self, now: Time, answer: Unacknowledged, transmit: Transmit, works: &mut Works) {
        let owner = Owner::Call(self.leg);
        // A 2xx is repeated over TCP as well: it crosses proxies that may use UDP (§13.3.1.4).
        if answer.accepted || transmit.to.transport == Transport::Udp {
            let longest = Some(works.timing.t2);
            self.resend = Some(works.send_repeatedly(now, owner, transmit, longest));
        } else {
            works.send(transmit);
        }
        self.unacknowledged = Some(answer);
        self.until(now + works.timing.give_up(), works);
    }

    /// An ACK within the dialog, or one to a refused re-INVITE.
    pub fn on_ack(
        &mut self,
        now: Time,
        message: &Message<'_>,
        identity: &Identity<'_>,
        works: &mut Works,
    ) -> Fate {
        let Some(answer) = self.unacknowledged.take_if(|waiting| waiting.sequence == identity.sequence)
        else {
            return Fate::Stays;
        };
        self.resend = None;
        self.deadline = None;
        works.invitations.remove(&answer.key);
        works.past.note(now, answer.key, Outcome::Settled);
        if answer.hang_up {
            return self.say_bye(now, works);
        }
        let body = message.body().ok().filter(|body| !body.is_empty()).map(<[u8]>::to_vec);
        if answer.first || body.is_some() {
            works.events.push_back(Event::Acknowledged { leg: self.leg, answer: body });
        }
        Fate::Stays
    }

    /// A request within the dialog, other than ACK and CANCEL.
    pub fn on_request(&mut self, now: Time, request: Request<'_, '_>, works: &mut Works) -> Fate {
        let in_order = self.dialog.as_mut().is_some_and(|dialog| dialog.advance(request.identity.sequence));
        if !in_order {
            request.answer(now, 500, "", works);
            return Fate::Stays;
        }
        match request.method {
            Method::Bye => return self.on_bye(now, &request, works),
            Method::Invite => self.on_reinvite(now, &request, works),
            Method::Info => self.on_info(now, &request, works),
            Method::Options => request.answer(now, 200, ALLOW, works),
            Method::Ack | Method::Cancel | Method::Other => request.answer(now, 405, ALLOW, works),
        }
        Fate::Stays
    }

    fn on_bye(&mut self, now: Time, request: &Request<'_, '_>, works: &mut Works) -> Fate {
        request.answer(now, 200, "", works);
        let heeded = !matches!(self.stage, Stage::Refusing { .. } | Stage::Leaving { .. })
            && !self.unacknowledged.as_ref().is_some_and(|answer| answer.hang_up);
        if heeded {
            works.events.push_back(Event::HungUp { leg: self.leg });
        }
        match self.stage {
            Stage::Invited { .. } => self.refuse(now, 487, "", works),
            _ => Fate::Gone,
        }
    }

    /// A refusal given at once is not repeated by us: each copy of the re-INVITE gets it again.
    fn on_reinvite(&mut self, now: Time, request: &Request<'_, '_>, works: &mut Works) {
        let busy =
            self.reoffer.is_some() || self.unacknowledged.is_some() || !matches!(self.stage, Stage::Up);
        if busy {
            return request.answer(now, 500, "Retry-After: 1\r\n", works);
        }
        if let Some(refusal) = unsupported(request.message) {
            return request.answer(now, refusal.0, &refusal.1, works);
        }
        let echo = Echo::of(request.message, request.identity, request.source, self.tag);
        works.invitations.insert(request.key, self.leg);
        self.reoffer = Some(Reoffer {
            echo,
            key: request.key,
            sequence: request.identity.sequence,
            contact: contact_uri(request.message).map(Into::into),
            source: request.source,
        });
        works.events.push_back(Event::Reoffered { leg: self.leg, offer: request.body() });
    }

    /// Answers the re-INVITE that waits.
    pub fn answer_reoffer(&mut self, now: Time, sdp: &str, works: &mut Works) {
        let Some(reoffer) = self.reoffer.take() else { return };
        if let (Some(dialog), Some(contact)) = (&mut self.dialog, &reoffer.contact) {
            dialog.move_to(contact, reoffer.source);
        }
        let fields = works.contact(self.transport, self.secure) + ALLOW;
        let bytes = reoffer.echo.respond(200, &fields, sdp);
        self.finish_reoffer(now, reoffer, true, bytes, works);
    }

    /// Refuses the re-INVITE that waits; the call goes on as it was.
    pub fn refuse_reoffer(&mut self, now: Time, status: u16, works: &mut Works) {
        let Some(reoffer) = self.reoffer.take() else { return };
        let bytes = reoffer.echo.respond(status, "", "");
        self.finish_reoffer(now, reoffer, false, bytes, works);
    }

    fn finish_reoffer(
        &mut self,
        now: Time,
        reoffer: Reoffer,
        accepted: bool,
        bytes: std::sync::Arc<[u8]>,
        works: &mut Works,
    ) {
        let answer = Unacknowledged {
            sequence: reoffer.sequence,
            key: reoffer.key,
            accepted,
            first: false,
            hang_up: false,
        };
        let transmit = Transmit { to: reoffer.echo.to, or_else: None, bytes };
        self.send_final(now, answer, transmit, works);
    }

    /// Key presses: `application/dtmf-relay` (`Signal=5`) and `application/dtmf` (`5`).
    fn on_info(&mut self, now: Time, request: &Request<'_, '_>, works: &mut Works) {
        let body = request.message.body().unwrap_or_default();
        let kind = request.message.first(Field::ContentType).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        let key = if kind.eq_ignore_ascii_case("application/dtmf-relay") {
            relayed_key(body)
        } else if kind.eq_ignore_ascii_case("application/dtmf") {
            std::str::from_utf8(body).ok().and_then(named_key)
        } else if body.is_empty() {
            None
        } else {
            request.answer(now, 415, "Accept: application/dtmf-relay, application/dtmf\r\n", works);
            return;
        };
        request.answer(now, 200, "", works);
        if let (Some(key), Stage::Up) = (key, &self.stage) {
            works.events.push_back(Event::Key { leg: self.leg, key });
        }
    }

    /// The call is over: its transactions are remembered, nothing else.
    pub fn forget(&self, now: Time, works: &mut Works) {
        let of_stage = match self.stage {
            Stage::Invited { key, .. } | Stage::Refusing { key, .. } => Some(key),
            Stage::Calling { branch } | Stage::Ringing { branch, .. } | Stage::Leaving { branch, .. } => {
                works.clients.remove(&ClientKey::of(branch));
                None
            }
            Stage::Up => None,
        };
        let of_answer = self.unacknowledged.as_ref().map(|answer| answer.key);
        let of_reoffer = self.reoffer.as_ref().map(|reoffer| reoffer.key);
        for key in [of_stage, of_answer, of_reoffer].into_iter().flatten() {
            works.invitations.remove(&key);
            works.past.note(now, key, Outcome::Settled);
        }
    }
}

/// A request with all that is known about it.
#[derive(Clone, Copy)]
pub(super) struct Request<'m, 'a> {
    pub message: &'m Message<'a>,
    pub identity: &'m Identity<'a>,
    pub method: Method,
    pub source: Peer,
    /// Its transaction.
    pub key: u64,
}

impl Request<'_, '_> {
    /// Answers without keeping more than the status.
    pub fn answer(&self, now: Time, status: u16, fields: &str, works: &mut Works) {
        self.answer_statelessly(status, fields, works);
        works.past.note(now, self.key, Outcome::Answered(status));
    }

    /// Answers without keeping anything.
    pub fn answer_statelessly(&self, status: u16, fields: &str, works: &mut Works) {
        let invite_key = works.key(self.identity, Method::Invite);
        let echo = Echo::of(self.message, self.identity, self.source, works.tag(invite_key));
        let bytes = echo.respond(status, fields, "");
        works.send(Transmit { to: echo.to, or_else: None, bytes });
    }

    /// Whether nothing but TLS may lead here.
    pub fn asks_for_tls(&self) -> bool {
        let Start::Request { uri, .. } = self.message.start else { return false };
        fields::Uri::read(uri).is_some_and(|uri| uri.secure)
    }

    /// The body, when there is one.
    pub fn body(&self) -> Option<Vec<u8>> {
        self.message.body().ok().filter(|body| !body.is_empty()).map(<[u8]>::to_vec)
    }
}

/// Why an INVITE cannot be understood, as a status and header lines: an extension we do not have
/// (RFC 3261 §8.2.2.3), or a body that is no SDP (§8.2.3).
pub(super) fn unsupported(invite: &Message<'_>) -> Option<(u16, String)> {
    let required: Vec<&str> = invite.all(Field::Require).filter(|value| !value.is_empty()).collect();
    if !required.is_empty() {
        return Some((420, format!("Unsupported: {}\r\n", required.join(", "))));
    }
    let is_sdp =
        |kind: &str| kind.split(';').next().unwrap_or("").trim().eq_ignore_ascii_case("application/sdp");
    let has_body = invite.body().is_ok_and(|body| !body.is_empty());
    if has_body && !invite.first(Field::ContentType).is_some_and(is_sdp) {
        return Some((415, "Accept: application/sdp\r\n".into()));
    }
    None
}

fn relayed_key(body: &[u8]) -> Option<char> {
    let text = std::str::from_utf8(body).ok()?;
    let mut lines = text.lines().filter_map(|line| line.split_once('='));
    let (_, signal) = lines.find(|(name, _)| name.trim().eq_ignore_ascii_case("signal"))?;
    named_key(signal)
}

fn named_key(name: &str) -> Option<char> {
    match name.trim() {
        "10" => Some('*'),
        "11" => Some('#'),
        one => {
            let mut characters = one.chars();
            let key = characters.next()?.to_ascii_uppercase();
            let known = matches!(key, '0'..='9' | '*' | '#' | 'A'..='D');
            (known && characters.next().is_none()).then_some(key)
        }
    }
}

/// Who calls: the asserted identity when the peer is trusted with it (RFC 3325), else From.
/// `None` when the number is withheld (RFC 3323) or is none.
pub(super) fn caller(
    invite: &Message<'_>,
    identity: &Identity<'_>,
    trusted: bool,
) -> Option<vocabulary::PhoneNumber> {
    let withheld = |value: &str| value.split(';').any(|kind| ["id", "user", "header"].contains(&kind.trim()));
    if invite.all(Field::Privacy).any(withheld) {
        return None;
    }
    let number = |value: &str| {
        let uri = fields::Uri::read(fields::address(value)?.uri)?;
        vocabulary::PhoneNumber::new(&fields::unescape(uri.user)?).ok()
    };
    let asserted = invite.all(Field::AssertedIdentity).filter(|_| trusted).find_map(|line| {
        let (first, rest) = fields::split_first(line);
        number(first).or_else(|| number(rest?))
    });
    asserted.or_else(|| number(identity.from))
}
