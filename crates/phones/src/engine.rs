//! The telephones' one thread: waits for packets, alarms and commands, and gives each to the
//! telephone it is for.

use crate::agent::{AgentLeg, Invitation};
use crate::bank::Bank;
use crate::caller::{Caller, State};
use crate::command::{Command, Progress};
use crate::dialog::Desk;
use crate::net::{Leg, Net, Owner, Path, Source};
use crate::outcome::{End, Moments, Outcome, Stage};
use crate::phones::Options;
use crate::reception::Received;
use crate::script::Script;
use crate::sip::{self, Draft, Message, Start};
use crate::slab::{Key, Slab};
use crate::timers::Timers;
use crate::timestamps::{self, BATCH, Batch};
use crate::traffic::Running;
use crate::watched::Watched;
use mio::{Events, Poll, Token};
use std::collections::{HashMap, HashSet, VecDeque};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};
use vocabulary::Time;

/// Alarms of a telephone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The next RTP packet is due.
    Beat,
    /// A request may have to be sent again.
    Resend {
        /// Its number.
        cseq: u32,
        /// It is an INVITE.
        invite: bool,
    },
    /// A final response may have to be sent again.
    Repeat,
    /// A step's time is up.
    Step(u32),
    /// The call's time is up.
    Limit,
    /// An unanswered call is given up.
    GiveUp,
    /// The other side had time enough for its last word.
    Linger,
    /// The agent answers or refuses.
    Decide,
    /// The agent has talked enough.
    TalkOver,
}

/// Alarms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alarm {
    /// Of a telephone.
    Leg(Leg, What),
    /// A traffic source has a call to place.
    Traffic(usize),
}

/// Packets taken from an RTP socket at once.
const RTP_BATCH: usize = 8;
/// Batches taken from one socket before the others have their turn. The kernel tells of new packets
/// once, so what is left is remembered in the backlog.
const MOST_BATCHES: usize = 8;
/// Longest wait without anything to do.
const IDLE: Duration = Duration::from_millis(500);
/// Call-IDs of vanished callers that are remembered, so that their calls stay unanswered.
const MOST_VANISHED: usize = 10_000;

/// Who is told about a call.
#[derive(Clone)]
pub enum Sink {
    /// A handle.
    Handle(u64, Arc<Watched<Progress>>),
    /// A traffic source, by its place, and the call's number there.
    Traffic(usize, u64),
}

/// A call, and who is told about it.
pub(crate) struct Placed {
    caller: Caller,
    sink: Sink,
    told: Stage,
    step: usize,
}

/// Everything the thread holds.
pub struct Engine {
    poll: Poll,
    pub(crate) net: Net,
    pub(crate) timers: Timers<Alarm>,
    batch: Option<Batch>,
    pub(crate) commands: Receiver<Command>,
    pub(crate) now: Instant,
    pub(crate) callers: Slab<Placed>,
    caller_ids: HashMap<String, Key>,
    pub(crate) named: HashMap<u64, Key>,
    vanished: (HashSet<String>, VecDeque<String>),
    pub(crate) banks: Vec<Bank>,
    pub(crate) agents: Slab<AgentLeg>,
    pub(crate) traffic: Vec<Running>,
    most_calls: usize,
    callers_port: usize,
    pub(crate) placed: u64,
    backlog: Vec<Token>,
    pub(crate) stopping: bool,
}

impl Engine {
    /// A thread's worth of telephones, with the callers' SIP port open.
    ///
    /// # Errors
    /// What the operating system says about sockets.
    pub fn new(poll: Poll, options: Options, commands: Receiver<Command>) -> io::Result<Engine> {
        let Options { address: callers, most_calls, linger } = options;
        let mut net = Net::new(poll.registry().try_clone()?, callers.ip(), 2 * most_calls, linger.to_std());
        let callers_port = net.open_port(callers, Owner::Callers)?;
        Ok(Engine {
            poll,
            net,
            timers: Timers::default(),
            batch: Some(Batch::new()),
            commands,
            now: Instant::now(),
            callers: Slab::default(),
            caller_ids: HashMap::new(),
            named: HashMap::new(),
            vanished: Default::default(),
            banks: Vec::new(),
            agents: Slab::default(),
            traffic: Vec::new(),
            most_calls,
            callers_port,
            placed: 0,
            backlog: Vec::new(),
            stopping: false,
        })
    }

    /// Where callers take SIP.
    pub fn callers_address(&self) -> SocketAddr {
        self.net.ports[self.callers_port].address
    }

    /// Runs until told to stop, or until the system refuses to wait for events.
    pub fn run(mut self) {
        let mut events = Events::with_capacity(1_024);
        while !self.stopping {
            let wait = if self.backlog.is_empty() { self.until_next_alarm() } else { Duration::ZERO };
            match self.poll.poll(&mut events, Some(wait)) {
                Err(error) if error.kind() != io::ErrorKind::Interrupted => break,
                _ => {}
            }
            self.now = Instant::now();
            let again = std::mem::take(&mut self.backlog);
            for token in again.into_iter().chain(events.iter().map(|event| event.token())) {
                self.on_event(token);
            }
            self.take_commands();
            self.now = Instant::now();
            while let Some(alarm) = self.timers.due(self.now) {
                self.on_alarm(alarm);
            }
        }
        self.part_with_all();
    }

    fn until_next_alarm(&self) -> Duration {
        let next = self.timers.next_at().map(|at| at.saturating_duration_since(Instant::now()));
        next.unwrap_or(IDLE).min(IDLE)
    }

    fn on_event(&mut self, token: Token) {
        match self.net.source(token) {
            Source::Waker => {}
            Source::Sip(port) => self.read_port(token, port),
            Source::Listener(port) => self.net.accept(port),
            Source::Connection(key) => self.read_connection(key),
            Source::Line(line) => self.read_line(token, line),
        }
    }

    fn read_port(&mut self, token: Token, port: usize) {
        let Some(mut batch) = self.batch.take() else { return };
        for round in 0.. {
            if round == MOST_BATCHES {
                self.backlog.push(token);
                break;
            }
            let taken = batch.receive(&self.net.ports[port].socket, BATCH).unwrap_or(0);
            for datagram in batch.datagrams() {
                if let Some(message) = Message::read(datagram.bytes) {
                    let to = sip::response_address(&message, datagram.from);
                    self.on_message(port, Path::Udp { port, to }, datagram.from, &message, datagram.at);
                }
            }
            if taken < BATCH {
                break;
            }
        }
        self.batch = Some(batch);
    }

    fn read_line(&mut self, token: Token, line: usize) {
        let Some(mut batch) = self.batch.take() else { return };
        for round in 0.. {
            if round == MOST_BATCHES {
                self.backlog.push(token);
                break;
            }
            let taken = batch.receive(&self.net.lines[line].socket, RTP_BATCH).unwrap_or(0);
            for datagram in batch.datagrams() {
                // Packets from before the lease were meant for the socket's last user.
                if let Some((leg, since)) = self.net.lines[line].lease
                    && datagram.at >= since
                {
                    self.on_rtp(leg, datagram.bytes, datagram.at);
                }
            }
            if taken < RTP_BATCH {
                break;
            }
        }
        self.batch = Some(batch);
    }

    fn read_connection(&mut self, key: Key) {
        self.net.flush(key);
        let is_open = self.net.read(key);
        let mut is_sip = true;
        loop {
            let Some(connection) = self.net.connections.get_mut(key) else { return };
            let (port, peer) = (connection.port, connection.peer);
            let bytes = match connection.framer.next_message() {
                Ok(Some(bytes)) => bytes.to_vec(),
                Ok(None) => break,
                Err(sip::NotSip) => {
                    is_sip = false;
                    break;
                }
            };
            if let Some(message) = Message::read(&bytes) {
                self.on_message(port, Path::Tcp { connection: key }, peer, &message, timestamps::now());
            }
        }
        if !is_open || !is_sip {
            self.net.close(key);
            self.on_disconnected(key);
        }
    }

    fn on_disconnected(&mut self, connection: Key) {
        for key in self.callers.keys() {
            let fits = |p: &&mut Placed| p.caller.dialog.path == Path::Tcp { connection };
            if self.callers.get_mut(key).filter(fits).is_some() {
                self.with_caller(key, |caller, _| caller.on_disconnected());
            }
        }
    }

    fn on_message(&mut self, port: usize, path: Path, source: SocketAddr, message: &Message<'_>, at: Time) {
        let Some(call_id) = message.header("Call-ID") else { return };
        let invitation = Invitation { message, path, source, at };
        match self.net.ports[port].owner {
            Owner::Callers => self.on_caller_message(call_id, path, source, message, at),
            Owner::Bank(bank) => self.on_agent_message(bank, None, call_id, &invitation),
            Owner::Agent(bank, place) => self.on_agent_message(bank, Some(place), call_id, &invitation),
        }
    }

    fn on_caller_message(
        &mut self,
        call_id: &str,
        path: Path,
        source: SocketAddr,
        message: &Message<'_>,
        at: Time,
    ) {
        let key = self.caller_ids.get(call_id).copied();
        match (message.start, key) {
            (Start::Response(status), Some(key)) => {
                self.with_caller(key, |caller, desk| caller.on_response(desk, message, status, at));
            }
            (Start::Response(status), None) => self.acknowledge_stray(path, source, message, status),
            (Start::Request { method, .. }, Some(key)) => {
                self.with_caller(key, |caller, desk| caller.on_request(desk, message, method, path, at));
            }
            (Start::Request { method, .. }, None) if !self.vanished.0.contains(call_id) => {
                let status = if method == "OPTIONS" { 200 } else { 481 };
                self.respond(path, source, message, method, status);
            }
            (Start::Request { .. }, None) => {}
        }
    }

    /// A response outside of any call. ACK is never answered.
    pub(crate) fn respond(
        &mut self,
        path: Path,
        source: SocketAddr,
        message: &Message<'_>,
        method: &str,
        status: u16,
    ) {
        if method != "ACK" {
            let tag = format!("{:x}", self.net.fresh());
            let draft = Draft::response(status).lines(&sip::echo(message, source, &tag));
            let bytes = draft.header("Allow", crate::dialog::ALLOW).finish(None);
            self.net.send_sip(path, &bytes);
        }
    }

    /// The final response to an INVITE of a call already forgotten came again: its ACK was lost.
    fn acknowledge_stray(&mut self, path: Path, source: SocketAddr, message: &Message<'_>, status: u16) {
        let Some((cseq, "INVITE")) = message.cseq() else { return };
        let is_vanished = message.header("Call-ID").is_some_and(|id| self.vanished.0.contains(id));
        if status < 200 || is_vanished {
            return;
        }
        let path = if let Path::Udp { port, .. } = path { Path::Udp { port, to: source } } else { path };
        let part = |name| message.header(name).unwrap_or_default();
        let uri = message.header("Contact").or(message.header("To")).map_or("", sip::uri);
        let bytes = Draft::request("ACK", uri)
            .header("Via", part("Via"))
            .header("Max-Forwards", 70)
            .header("From", part("From"))
            .header("To", part("To"))
            .header("Call-ID", part("Call-ID"))
            .header("CSeq", format_args!("{cseq} ACK"))
            .finish(None);
        self.net.send_sip(path, &bytes);
    }

    fn on_agent_message(
        &mut self,
        bank: usize,
        own: Option<usize>,
        call_id: &str,
        invitation: &Invitation<'_>,
    ) {
        let message = invitation.message;
        let key = self.banks[bank].calls.get(call_id).copied();
        match (message.start, key) {
            (Start::Response(status), Some(key)) => {
                self.with_agent(key, |leg, _| leg.on_response(message, status));
            }
            (Start::Response(_), None) => {}
            (Start::Request { method, .. }, Some(key)) => {
                let place = self.agents.get_mut(key).map_or(0, |leg| leg.place);
                if !self.banks[bank].agents[place].gone {
                    self.with_agent(key, |leg, desk| leg.on_request(desk, method, invitation));
                }
            }
            (Start::Request { method, uri }, None) => {
                let place = own.or_else(|| self.banks[bank].place_of(sip::user(uri)));
                self.on_agent_request(bank, place, method, call_id, invitation);
            }
        }
    }

    fn on_alarm(&mut self, alarm: Alarm) {
        match alarm {
            Alarm::Leg(Leg::Caller(key), what) => {
                self.with_caller(key, |caller, desk| caller.on_alarm(desk, what));
            }
            Alarm::Leg(Leg::Agent(key), what) => {
                let mut vanishes = None;
                self.with_agent(key, |leg, desk| {
                    vanishes = leg.on_alarm(desk, what).then_some((leg.bank, leg.place));
                });
                if let Some((bank, place)) = vanishes {
                    self.vanish_agent(bank, place);
                }
            }
            Alarm::Traffic(place) => self.place_next(place),
        }
    }

    fn on_rtp(&mut self, leg: Leg, bytes: &[u8], at: Time) {
        match leg {
            Leg::Caller(key) => self.with_caller(key, |caller, desk| caller.on_rtp(desk, bytes, at)),
            Leg::Agent(key) => {
                if let Some(leg) = self.agents.get_mut(key) {
                    leg.on_rtp(bytes, at);
                }
            }
        }
    }

    /// Lets a caller act, tells those who watch, and puts it away when it is through.
    pub(crate) fn with_caller(&mut self, key: Key, act: impl FnOnce(&mut Caller, &mut Desk<'_>)) {
        let Some(placed) = self.callers.get_mut(key) else { return };
        let mut desk =
            Desk { net: &mut self.net, timers: &mut self.timers, leg: Leg::Caller(key), now: self.now };
        act(&mut placed.caller, &mut desk);
        let (before, stage) = (placed.told, placed.caller.stage);
        placed.told = stage;
        let is_over = placed.caller.state == State::Over;
        let step = placed.caller.steps.step;
        if let Sink::Handle(_, progress) = &placed.sink
            && std::mem::replace(&mut placed.step, step) != step
        {
            progress.change(|progress| progress.step = step);
        }
        if before != stage {
            let sink = placed.sink.clone();
            for reached in [Stage::Ringing, Stage::Answered, Stage::WithAgent] {
                if before < reached && reached <= stage {
                    self.tell_stage(&sink, reached);
                }
            }
        }
        if is_over {
            self.finish_caller(key);
        }
    }

    fn tell_stage(&mut self, sink: &Sink, stage: Stage) {
        match sink {
            Sink::Handle(_, progress) => progress.change(|progress| progress.stage = stage),
            Sink::Traffic(place, number) => self.traffic_reached(*place, *number, stage),
        }
    }

    fn finish_caller(&mut self, key: Key) {
        let Some(placed) = self.callers.remove(key) else { return };
        let call_id = placed.caller.dialog.call_id.clone();
        self.caller_ids.remove(&call_id);
        if placed.caller.end == Some(End::Vanished) {
            self.remember_vanished(call_id);
        }
        let outcome = placed.caller.into_outcome(&mut self.net, self.now);
        self.tell(placed.sink, outcome);
    }

    fn remember_vanished(&mut self, call_id: String) {
        let (known, order) = &mut self.vanished;
        if order.len() == MOST_VANISHED
            && let Some(oldest) = order.pop_front()
        {
            known.remove(&oldest);
        }
        order.push_back(call_id.clone());
        known.insert(call_id);
    }

    fn tell(&mut self, sink: Sink, outcome: Outcome) {
        match sink {
            Sink::Handle(name, progress) => {
                self.named.remove(&name);
                progress.change(|progress| {
                    progress.stage = Stage::Over;
                    progress.outcome = Some(outcome);
                });
            }
            Sink::Traffic(place, number) => self.traffic_ended(place, number, outcome),
        }
    }

    /// Places a call.
    pub(crate) fn place_call(&mut self, script: Script, sink: Sink, planned: Option<Time>) {
        let key = self.callers.next_key();
        let mut desk =
            Desk { net: &mut self.net, timers: &mut self.timers, leg: Leg::Caller(key), now: self.now };
        let has_room = self.callers.len() < self.most_calls;
        let made = has_room.then(|| Caller::new(&mut desk, script, self.callers_port)).flatten();
        let Some(mut caller) = made else {
            return self.tell(sink, not_placed(planned));
        };
        caller.moments.planned = planned;
        self.caller_ids.insert(caller.dialog.call_id.clone(), key);
        if let Sink::Handle(name, _) = sink {
            self.named.insert(name, key);
        }
        self.placed += 1;
        self.callers.insert(Placed { caller, sink, told: Stage::Calling, step: 0 });
    }
}

/// The record of a call for which there was no room.
fn not_placed(planned: Option<Time>) -> Outcome {
    let now = timestamps::now();
    Outcome {
        end: End::NotPlaced,
        status: None,
        moments: Moments { planned, invited: now, ended: now, ..Moments::default() },
        received: Received::default(),
        packets_sent: 0,
        bye_answered: false,
    }
}
