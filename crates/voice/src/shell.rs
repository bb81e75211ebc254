//! The node's one task: it carries what happens to `calls`, and carries out what `calls` decides.

use crate::legs::{KeyBy, Leg, Legs};
use crate::media::{Codec, Media, MediaEvent, MediaOrder, MediaReport, Offer, Session};
use crate::node::ToNode;
use crate::redeem::{Asked, Redeemed, Redemptions};
use crate::sip::tcp::{Arrival, Tcp};
use crate::sip::udp::Udp;
use crate::sip::{Counters, Event, Peer, Transport, UserAgent};
use crate::slack::is_loose;
use crate::stations::{Act, PageAct, Stations};
use calls::{Input, MediaAct, Output, Outside, SipAct, SipEvent};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::{mpsc, oneshot};
use vocabulary::plan::Trunk;
use vocabulary::voice::{PAGE, Report};
use vocabulary::{AgentId, LegId, PhoneNumber, Time};

/// Things of one kind taken in one go, before others have their turn.
const BATCH: usize = 64;

/// The status of an agent who does not want a call: 486 Busy Here.
const BUSY: u16 = 486;

/// Time as the node tells it: the wall clock of its start, carried on by a clock that never jumps.
#[derive(Debug, Clone, Copy)]
struct Clock {
    started: Instant,
    at: Time,
}

impl Clock {
    fn start() -> Clock {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Clock { started: Instant::now(), at: Time(i64::try_from(since.as_micros()).unwrap_or(i64::MAX)) }
    }

    fn now(&self) -> Time {
        Time(self.at.0 + i64::try_from(self.started.elapsed().as_micros()).unwrap_or(i64::MAX))
    }

    /// The moment at which [`Clock::now`] will say `time`.
    fn instant(&self, time: Time) -> tokio::time::Instant {
        (self.started + (time - self.at).to_std()).into()
    }
}

/// Waits until the floor has room for a report; `false` when it is gone.
async fn has_room(reports: &mpsc::Sender<Report>) -> bool {
    reports.reserve().await.is_ok()
}

/// What comes next over TLS; nothing ever, where it is not spoken.
async fn next_of(tls: &mut Option<Tcp>) -> Arrival {
    match tls {
        Some(tls) => tls.next().await,
        None => std::future::pending().await,
    }
}

/// What a node is made of.
pub struct Parts {
    pub node: calls::Node,
    pub agent: UserAgent,
    pub media: Media,
    pub stations: Stations,
    pub udp: Udp,
    pub tcp: Tcp,
    pub tls: Option<Tcp>,
    pub redemptions: Redemptions,
    pub reports: mpsc::Sender<Report>,
    pub counters: Arc<Counters>,
}

/// The task's state.
pub struct Shell {
    clock: Clock,
    parts: Parts,
    legs: Legs,
    /// Reports that the floor has not taken yet. While there are any, no call is let in, so there
    /// are at most a handful for each leg.
    waiting: VecDeque<Report>,
    /// What the node is still to be told.
    inputs: VecDeque<Input>,
    /// Kept for its memory.
    outputs: Vec<Output>,
}

impl Shell {
    /// A node at rest.
    pub fn new(parts: Parts) -> Shell {
        Shell {
            clock: Clock::start(),
            parts,
            legs: Legs::new(),
            waiting: VecDeque::new(),
            inputs: VecDeque::new(),
            outputs: Vec::new(),
        }
    }

    /// Runs until told to stop, then hangs up every call.
    pub async fn run(
        mut self,
        mut commands: mpsc::Receiver<ToNode>,
        mut media_events: mpsc::Receiver<MediaReport>,
        mut page_acts: mpsc::Receiver<PageAct>,
        mut stopped: oneshot::Receiver<()>,
    ) {
        let mut orders = Vec::with_capacity(BATCH);
        let mut happened = Vec::with_capacity(BATCH);
        let (mut floor_is_there, mut media_is_there) = (true, true);
        let reports = self.parts.reports.clone();
        let alarm = tokio::time::sleep(std::time::Duration::ZERO);
        tokio::pin!(alarm);
        loop {
            let due = [self.parts.node.next_due(), self.parts.agent.next_due()].into_iter().flatten().min();
            let due_at = due.map(|due| self.clock.instant(due));
            if let Some(at) = due_at
                && alarm.deadline() != at
            {
                alarm.as_mut().reset(at);
            }
            tokio::select! {
                _ = &mut stopped => break,
                count = commands.recv_many(&mut orders, BATCH), if floor_is_there => {
                    floor_is_there = count > 0;
                    self.take_orders(&mut orders);
                }
                () = self.parts.udp.ready() => self.take_datagrams(),
                count = media_events.recv_many(&mut happened, BATCH), if media_is_there => {
                    media_is_there = count > 0;
                    self.take_media_events(&mut happened);
                }
                Some(act) = page_acts.recv() => self.take_page_act(act),
                arrival = self.parts.tcp.next() => self.take_arrival(Transport::Tcp, arrival),
                arrival = next_of(&mut self.parts.tls) => self.take_arrival(Transport::Tls, arrival),
                redeemed = self.parts.redemptions.next() => self.take_redeemed(redeemed),
                there = has_room(&reports), if !self.waiting.is_empty() => self.catch_up(there),
                () = &mut alarm, if due.is_some() => self.take_time(),
            }
            self.settle();
        }
        self.parts.agent.hang_up_all(self.clock.now());
        self.send_all();
    }

    fn take_orders(&mut self, orders: &mut Vec<ToNode>) {
        self.inputs.extend(orders.drain(..).map(|order| match order {
            ToNode::Command(command) => Input::Command(command),
            ToNode::Alive => Input::FloorAlive,
        }));
    }

    fn take_datagrams(&mut self) {
        let now = self.clock.now();
        let peer = |address| Peer { transport: Transport::Udp, address };
        for _ in 0..BATCH {
            let Some((source, bytes)) = self.parts.udp.receive() else { break };
            self.parts.agent.receive(now, peer(source), bytes);
        }
        while let Some(address) = self.parts.udp.undelivered() {
            self.parts.agent.on_unreachable(now, peer(address));
        }
    }

    fn take_media_events(&mut self, happened: &mut Vec<MediaReport>) {
        let now = self.clock.now();
        for (leg, event) in happened.drain(..) {
            let event = match event {
                MediaEvent::Key(key) => {
                    self.take_key(now, leg, key, KeyBy::Rtp);
                    continue;
                }
                MediaEvent::Played { play } => calls::MediaEvent::Played { play },
                MediaEvent::Rings => {
                    self.on_page_there(leg);
                    continue;
                }
                MediaEvent::Absent => {
                    self.tell(leg, SipEvent::Unreachable);
                    continue;
                }
                MediaEvent::Lost => calls::MediaEvent::Lost,
                MediaEvent::Parted => calls::MediaEvent::Parted,
                MediaEvent::Returned => calls::MediaEvent::Returned,
                MediaEvent::RecordingFailed(recording) => calls::MediaEvent::RecordingFailed(recording),
            };
            self.inputs.push_back(Input::Media { leg, event });
        }
    }

    /// From now on the agent may answer.
    fn on_page_there(&mut self, leg: LegId) {
        if let Some(agent) = self.legs.get(&leg).and_then(|known| known.page) {
            self.parts.stations.rings(agent, leg);
            self.tell(leg, SipEvent::Ringing);
        }
    }

    fn take_page_act(&mut self, PageAct { leg, act }: PageAct) {
        let event = match act {
            Act::Answer => {
                self.talk(leg);
                SipEvent::Answered
            }
            Act::Refuse => SipEvent::Refused(BUSY),
            Act::HangUp => SipEvent::HungUp,
        };
        self.tell(leg, event);
    }

    fn take_key(&mut self, now: Time, leg: LegId, key: char, by: KeyBy) {
        if self.legs.get_mut(&leg).is_some_and(|known| known.is_new_press(now, key, by)) {
            self.inputs.push_back(Input::Media { leg, event: calls::MediaEvent::Key(key) });
        }
    }

    fn take_arrival(&mut self, transport: Transport, arrival: Arrival) {
        let now = self.clock.now();
        let peer = |address| Peer { transport, address };
        match arrival {
            Arrival::Message(source, bytes) => {
                if !self.parts.agent.receive(now, peer(source), &bytes) {
                    self.close_connection(peer(source));
                }
            }
            Arrival::Unreachable(address) => self.parts.agent.on_unreachable(now, peer(address)),
        }
    }

    fn close_connection(&mut self, peer: Peer) {
        match (peer.transport, &mut self.parts.tls) {
            (Transport::Tcp, _) => self.parts.tcp.close(peer.address),
            (Transport::Tls, Some(tls)) => tls.close(peer.address),
            _ => {}
        }
    }

    fn take_redeemed(&mut self, redeemed: Redeemed) {
        let Redeemed { leg, attempt, outcome } = redeemed;
        self.inputs.push_back(Input::Redeemed { leg, attempt, outcome });
    }

    fn take_time(&mut self) {
        self.parts.agent.on_time(self.clock.now());
        self.inputs.push_back(Input::Tick);
    }

    /// Carries everything that has happened to its end, then sends.
    fn settle(&mut self) {
        let now = self.clock.now();
        loop {
            while let Some(event) = self.parts.agent.next_event() {
                self.on_event(now, event);
            }
            let Some(input) = self.inputs.pop_front() else { break };
            let mut outputs = std::mem::take(&mut self.outputs);
            self.parts.node.step(now, input, &mut outputs);
            for output in outputs.drain(..) {
                self.carry_out(now, output);
            }
            self.outputs = outputs;
        }
        self.parts.counters.calls.set(self.parts.agent.calls());
        self.send_all();
    }

    fn send_all(&mut self) {
        let Parts { agent, udp, tcp, tls, counters, .. } = &mut self.parts;
        for transmit in agent.outbox().drain(..) {
            counters.sent.add();
            let taken = match transmit.to.transport {
                Transport::Udp => udp.send(transmit.to.address, &transmit.bytes),
                Transport::Tcp => tcp.send(transmit.to.address, transmit.or_else, transmit.bytes),
                Transport::Tls => tls
                    .as_mut()
                    .is_some_and(|tls| tls.send(transmit.to.address, transmit.or_else, transmit.bytes)),
            };
            if !taken {
                counters.undelivered.add();
            }
        }
    }

    fn on_event(&mut self, now: Time, event: Event) {
        let (leg, event) = match event {
            Event::Incoming { leg, called, caller, offer } => {
                return self.on_incoming(now, leg, called, caller, offer);
            }
            Event::Reoffered { leg, offer } => return self.on_reoffer(now, leg, offer),
            Event::Acknowledged { leg, answer } => return self.on_acknowledged(leg, answer),
            Event::Key { leg, key } => return self.take_key(now, leg, key, KeyBy::Info),
            Event::Answered { leg, answer } => (leg, self.on_answered(leg, &answer)),
            Event::Ringing { leg } => (leg, SipEvent::Ringing),
            Event::Refused { leg, status } => (leg, SipEvent::Refused(status)),
            Event::Unreachable { leg } => (leg, SipEvent::Unreachable),
            Event::HungUp { leg } => (leg, SipEvent::HungUp),
            Event::Broken { leg } => (leg, SipEvent::Unusable),
        };
        self.tell(leg, event);
    }

    fn tell(&mut self, leg: LegId, event: SipEvent) {
        self.inputs.push_back(Input::Sip { leg, event });
    }

    /// A call that cannot be spoken with is refused here; the node never hears of it.
    fn on_incoming(
        &mut self,
        now: Time,
        leg: LegId,
        called: String,
        caller: Option<PhoneNumber>,
        offer: Option<Vec<u8>>,
    ) {
        let offer = match offer.map(|body| Offer::parse(&body)).transpose() {
            Ok(offer) => offer,
            Err(error) => return self.parts.agent.refuse(now, leg, error.status(), None),
        };
        let Ok(local) = self.parts.media.open(leg) else {
            return self.parts.agent.refuse(now, leg, 503, None);
        };
        let mut known = Leg::new(Session::new(local, leg.0), caller.clone());
        if let Some(Err(error)) = offer.map(|offer| known.take_offer(&offer)) {
            self.parts.agent.refuse(now, leg, error.status(), None);
            return self.close(leg);
        }
        self.legs.insert(leg, known);
        self.tell(leg, SipEvent::Incoming { called, caller });
    }

    fn on_answered(&mut self, leg: LegId, answer: &[u8]) -> SipEvent {
        let taken = self.legs.get_mut(&leg).is_some_and(|known| known.take_answer(answer).is_ok());
        if !taken {
            return SipEvent::Unusable;
        }
        self.talk(leg);
        SipEvent::Answered
    }

    /// An ACK with a description answers our offer; where that was the only one, it must be there.
    fn on_acknowledged(&mut self, leg: LegId, answer: Option<Vec<u8>>) {
        let Some(known) = self.legs.get_mut(&leg) else { return };
        let Some(answer) = answer else {
            if known.talk().is_none() {
                self.tell(leg, SipEvent::Unusable);
            }
            return;
        };
        match known.take_answer(&answer) {
            Ok(changed) => self.on_settled(leg, changed),
            Err(_) => self.tell(leg, SipEvent::Unusable),
        }
    }

    fn on_reoffer(&mut self, now: Time, leg: LegId, offer: Option<Vec<u8>>) {
        let Some(known) = self.legs.get_mut(&leg) else {
            return self.parts.agent.refuse_reoffer(now, leg, 488);
        };
        let Some(offer) = offer else {
            let ours = known.offer(known.codec());
            return self.parts.agent.answer_reoffer(now, leg, &ours);
        };
        match known.renegotiate(&offer) {
            Ok((answer, changed)) => {
                self.parts.agent.answer_reoffer(now, leg, &answer);
                self.on_settled(leg, changed);
            }
            Err(error) => self.parts.agent.refuse_reoffer(now, leg, error.status()),
        }
    }

    /// Both sides have agreed anew.
    fn on_settled(&mut self, leg: LegId, holding_changed: bool) {
        self.talk(leg);
        if holding_changed {
            let held = self.legs.get(&leg).is_some_and(Leg::is_held);
            self.tell(leg, if held { SipEvent::Held } else { SipEvent::Resumed });
        }
    }

    fn talk(&mut self, leg: LegId) {
        if let Some(order) = self.legs.get(&leg).and_then(Leg::talk) {
            self.order(leg, order);
        }
    }

    /// A media thread that does not keep up costs the leg, not the node.
    fn order(&mut self, leg: LegId, order: MediaOrder) {
        if self.parts.media.order(leg, order).is_err() {
            self.tell(leg, SipEvent::Unusable);
        }
    }

    fn carry_out(&mut self, now: Time, output: Output) {
        match output {
            Output::Sip { leg, act } => self.carry_out_sip(now, leg, act),
            Output::Media { leg, act } => self.carry_out_media(leg, act),
            Output::Redeem { leg, attempt, number, pin } => {
                self.ask_bank(leg, attempt, Asked::Verify { number, pin });
            }
            Output::Prove { leg, attempt, customer, kind, secret } => {
                self.ask_bank(leg, attempt, Asked::Prove { customer, kind, secret });
            }
            Output::Report(report) => self.report(report),
        }
    }

    fn ask_bank(&mut self, leg: LegId, attempt: u32, asked: Asked) {
        if let Err(at_once) = self.parts.redemptions.begin(leg, attempt, asked) {
            self.take_redeemed(at_once);
        }
    }

    fn carry_out_sip(&mut self, now: Time, leg: LegId, act: SipAct) {
        match act {
            SipAct::Reject { status, retry_after } => self.parts.agent.refuse(now, leg, status, retry_after),
            SipAct::HangUp => self.parts.agent.hang_up(now, leg),
            SipAct::Dial { to, agent: Some(agent), on_behalf_of } if to == PAGE => {
                self.dial_page(leg, agent, on_behalf_of);
            }
            SipAct::Dial { to, on_behalf_of, .. } => {
                let other = on_behalf_of.and_then(|other| self.legs.get(&other));
                let caller = other.and_then(|other| other.caller.clone());
                let codec = other.map_or(Codec::Alaw, Leg::codec);
                self.dial(now, leg, &to, caller.as_ref(), codec);
            }
            SipAct::DialOut { to: Outside { number, trunk, shown }, on_behalf_of } => {
                let codec = self.legs.get(&on_behalf_of).map_or(Codec::Alaw, Leg::codec);
                // A line's name that is no number is shown to nobody.
                let shown = PhoneNumber::new(&shown).ok();
                self.dial(now, leg, &Trunk::uri(&trunk, &number), shown.as_ref(), codec);
            }
            SipAct::Answer => {
                let Some(known) = self.legs.get_mut(&leg) else { return };
                let description = known.description();
                self.parts.agent.answer(now, leg, &description);
                self.talk(leg);
            }
        }
    }

    /// Calls a telephone; `shown` is the number it shows, `codec` the one that is offered first.
    fn dial(&mut self, now: Time, leg: LegId, to: &str, shown: Option<&PhoneNumber>, codec: Codec) {
        let Ok(local) = self.parts.media.open(leg) else {
            tracing::warn!(%leg, "no media port for a call to a telephone");
            return self.tell(leg, SipEvent::Unreachable);
        };
        let mut known = Leg::new(Session::new(local, leg.0), None);
        let offer = known.offer(codec);
        self.legs.insert(leg, known);
        if self.parts.agent.dial(now, leg, to, shown, &offer).is_err() {
            tracing::warn!(%leg, "an agent's address, or the trunk's, is no sip: URI with an IP address");
            self.tell(leg, SipEvent::Unreachable);
        }
    }

    /// Rings at an agent's page, with the caller's codec: then nothing needs transcoding.
    fn dial_page(&mut self, leg: LegId, agent: AgentId, on_behalf_of: Option<LegId>) {
        let other = on_behalf_of.and_then(|other| self.legs.get(&other));
        let codec = other.map_or(Codec::Alaw, Leg::codec);
        self.legs.insert(leg, Leg::at_page(agent, codec));
        if self.parts.media.open_page(leg, agent).is_err() {
            self.tell(leg, SipEvent::Unreachable);
        }
    }

    fn carry_out_media(&mut self, leg: LegId, act: MediaAct) {
        let order = match act {
            MediaAct::Play { play, prompts, language, repeat } => {
                MediaOrder::Play { play, prompts, language, repeat }
            }
            MediaAct::Hear(other) => MediaOrder::Hear(other),
            MediaAct::Silence => MediaOrder::Silence,
            MediaAct::Gate(shut) => MediaOrder::Gate(shut),
            MediaAct::Watch(on) => MediaOrder::Watch(on),
            MediaAct::Record(recording) => MediaOrder::Record(recording),
            MediaAct::HandRecording(to) => MediaOrder::HandRecording(to),
            MediaAct::Close => return self.close(leg),
        };
        self.order(leg, order);
    }

    fn close(&mut self, leg: LegId) {
        if self.legs.remove(&leg).is_some_and(|known| known.page.is_some()) {
            self.parts.stations.closed(leg);
        }
        if is_loose(self.legs.len(), self.legs.capacity()) {
            self.legs.shrink_to_fit();
        }
        // Closing has room of its own in the queue; it fails only when the thread has ended.
        let _ = self.parts.media.order(leg, MediaOrder::Close);
    }

    /// Reports keep their order: behind one that waits, all wait.
    fn report(&mut self, report: Report) {
        if !self.waiting.is_empty() {
            return self.waiting.push_back(report);
        }
        if let Err(mpsc::error::TrySendError::Full(report)) = self.parts.reports.try_send(report) {
            self.parts.agent.set_congested(true);
            self.waiting.push_back(report);
        }
    }

    /// The floor takes reports again, or is gone and never will.
    fn catch_up(&mut self, floor_is_there: bool) {
        if !floor_is_there {
            self.waiting.clear();
        }
        while let Some(report) = self.waiting.pop_front() {
            if let Err(mpsc::error::TrySendError::Full(report)) = self.parts.reports.try_send(report) {
                self.waiting.push_front(report);
                return;
            }
        }
        self.parts.agent.set_congested(false);
    }
}
