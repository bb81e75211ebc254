//! A dialog (RFC 3261 §12) as one telephone sees it, and the requests it has under way (§17.1).

use crate::engine::{Alarm, What};
use crate::net::{Leg, Net, Path};
use crate::sip::{self, Draft, Message};
use crate::timers::Timers;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// T1: first wait before something is sent again (RFC 3261 §17.1.1.1).
pub const T1: Duration = Duration::from_millis(500);
/// T2: longest wait between repeats of anything but INVITE.
pub const T2: Duration = Duration::from_secs(4);
/// Timers B and F: after this the other side counts as unreachable.
pub const UNREACHABLE: Duration = Duration::from_secs(32);
/// Methods these telephones take.
pub const ALLOW: &str = "INVITE, ACK, BYE, CANCEL, INFO, OPTIONS";
/// Type of session descriptions.
pub const SDP: &str = "application/sdp";

/// What a telephone needs while it acts: the sockets, the alarms, the time, its own name.
pub struct Desk<'a> {
    /// Sockets.
    pub net: &'a mut Net,
    /// Alarms.
    pub timers: &'a mut Timers<Alarm>,
    /// Who acts.
    pub leg: Leg,
    /// When.
    pub now: Instant,
}

impl Desk<'_> {
    /// Sets an alarm for the telephone that acts.
    pub fn alarm(&mut self, after: Duration, what: What) {
        self.timers.set(self.now + after, Alarm::Leg(self.leg, what));
    }
}

/// One side of a dialog. It holds telephone numbers: it cannot be printed.
pub struct Dialog {
    /// Call-ID.
    pub call_id: String,
    /// Own From or To, with tag.
    pub local: String,
    /// The other side's, with tag once it is known.
    pub remote: String,
    /// Whom in-dialog requests are for: the other side's Contact.
    pub target: String,
    /// Own Contact.
    pub contact: String,
    /// Own address, for Via.
    pub sent_by: SocketAddr,
    /// The way there.
    pub path: Path,
    /// Number of the last own request.
    pub cseq: u32,
}

impl Dialog {
    /// A request, with its body's type and text. Its own number and branch are given, for ACK
    /// and CANCEL share those of INVITE.
    pub fn request(&self, method: &str, cseq: u32, branch: &str, body: Option<(&str, &str)>) -> Vec<u8> {
        let transport = if matches!(self.path, Path::Udp { .. }) { "UDP" } else { "TCP" };
        Draft::request(method, &self.target)
            .header("Via", format_args!("SIP/2.0/{transport} {};rport;branch={branch}", self.sent_by))
            .header("Max-Forwards", 70)
            .header("From", &self.local)
            .header("To", &self.remote)
            .header("Call-ID", &self.call_id)
            .header("CSeq", format_args!("{cseq} {method}"))
            .header("Contact", &self.contact)
            .header("Allow", ALLOW)
            .header("User-Agent", "Heliotrope-Phones")
            .finish(body)
    }

    /// A response within the dialog.
    pub fn response(&self, status: u16, echo: &str, body: Option<(&str, &str)>) -> Vec<u8> {
        let draft = Draft::response(status).lines(echo);
        draft.header("Contact", &self.contact).header("Allow", ALLOW).finish(body)
    }

    /// Learns the other side's tag and Contact, and over UDP the address it wants requests at.
    pub fn learn(&mut self, remote: &str, contact: Option<&str>) {
        remote.clone_into(&mut self.remote);
        let Some(target) = contact.map(sip::uri) else { return };
        target.clone_into(&mut self.target);
        if let (Path::Udp { to, .. }, Some(address)) = (&mut self.path, sip::address(target)) {
            *to = address;
        }
    }
}

/// A branch not used before.
pub fn branch(net: &mut Net) -> String {
    format!("z9hG4bK{:x}", net.fresh())
}

/// A request that waits for its final response.
#[derive(Debug)]
pub struct Pending {
    /// Its method.
    pub method: &'static str,
    /// Its number.
    pub cseq: u32,
    /// Its branch.
    pub branch: String,
    bytes: Vec<u8>,
    path: Path,
    wait: Duration,
    until: Instant,
    /// A provisional response has come.
    pub proceeding: bool,
}

/// The requests of a telephone that are under way; seldom more than two.
#[derive(Debug, Default)]
pub struct Requests(Vec<Pending>);

impl Requests {
    /// Sends a request and repeats it until there is an answer; over TCP it is sent once.
    pub fn send(
        &mut self,
        desk: &mut Desk<'_>,
        path: Path,
        (method, cseq, branch): (&'static str, u32, String),
        bytes: Vec<u8>,
    ) {
        desk.net.send_sip(path, &bytes);
        let wait = if matches!(path, Path::Udp { .. }) { T1 } else { UNREACHABLE };
        let until = desk.now + UNREACHABLE;
        self.0.push(Pending { method, cseq, branch, bytes, path, wait, until, proceeding: false });
        desk.alarm(wait, What::Resend { cseq, invite: method == "INVITE" });
    }

    /// An alarm went off: sends the request again if it still waits. Returns it when there is no
    /// more hope.
    pub fn repeat(&mut self, desk: &mut Desk<'_>, cseq: u32, invite: bool) -> Option<Pending> {
        let place = self.0.iter().position(|p| p.cseq == cseq && (p.method == "INVITE") == invite)?;
        let pending = &mut self.0[place];
        if pending.proceeding && invite {
            return None;
        }
        if desk.now >= pending.until {
            return Some(self.0.remove(place));
        }
        desk.net.send_sip(pending.path, &pending.bytes);
        pending.wait = if invite { pending.wait * 2 } else { (pending.wait * 2).min(T2) };
        let left = pending.until.duration_since(desk.now);
        desk.alarm(pending.wait.min(left), What::Resend { cseq, invite });
        None
    }

    /// The INVITE under way.
    pub fn invite(&mut self) -> Option<&mut Pending> {
        self.0.iter_mut().find(|p| p.method == "INVITE")
    }

    /// The request a final response belongs to; it no longer waits.
    pub fn answered(&mut self, message: &Message<'_>) -> Option<Pending> {
        let (cseq, method) = message.cseq()?;
        let branch = message.branch()?;
        let fits = |p: &Pending| p.cseq == cseq && p.method == method && p.branch == branch;
        self.0.iter().position(fits).map(|place| self.0.remove(place))
    }
}
