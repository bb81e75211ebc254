//! Where the media thread keeps agents' stations: idle ones here, the others at their legs.
//!
//! A call's leg takes its agent's station along while it lives, so that a packet finds it without a
//! detour, and leaves it here when it is closed. Whether a station has come, gone or come back is
//! looked at on every [`PASS`]; its packets are not waited for.

use super::leg::{Leg, Legs};
use super::relay::Relay;
use super::reports::Reports;
use super::stats::Counters;
use super::transport::Transport;
use super::{MediaEvent, Room};
use crate::stations::echo::Echo;
use crate::stations::{Link, Settings, Station, StationId, StationState};
use rustix::event::epoll;
use std::collections::HashMap;
use std::net::UdpSocket;
use std::os::fd::OwnedFd;
use std::time::Instant;
use tokio::sync::{OwnedSemaphorePermit, watch};
use vocabulary::{AgentId, LegId, Span, Time};

/// How often stations are looked at: handshakes repeat themselves after a second, and nobody
/// notices 50 ms of two seconds.
pub(super) const PASS: Span = Span::millis(50);
/// A station from which nothing comes is kept for so long: a network may come back.
const FORGOTTEN_AFTER: Span = Span::seconds(30);
/// Marks a booth among the sockets' places.
const MARK: u64 = 1 << 63;

/// A station with its socket.
pub struct Booth {
    id: StationId,
    station: Station,
    socket: UdpSocket,
    /// Given back when the booth is dropped.
    _place: OwnedSemaphorePermit,
}

impl Booth {
    /// A booth for a station that listens at this socket.
    pub fn new(id: StationId, station: Station, socket: UdpSocket, place: OwnedSemaphorePermit) -> Booth {
        Booth { id, station, socket, _place: place }
    }

    /// Takes in one datagram; the length of the RTP packet that it became in `room`, if it did.
    pub fn receive(&mut self, now: Time, room: &mut [u8]) -> Option<usize> {
        let Booth { station, socket, .. } = self;
        let (length, from) = socket.recv_from(room).ok()?;
        station.receive(now, from, room, length, &mut |to, datagram| send(socket, to, datagram))
    }

    /// Sends an RTP packet. `false`: it did not leave.
    pub fn send(&mut self, now: Time, packet: &[u8]) -> bool {
        let Booth { station, socket, .. } = self;
        station.send(now, packet, &mut |to, datagram| send(socket, to, datagram))
    }

    /// Whether anybody listens.
    pub fn set_idle(&mut self, idle: bool) {
        self.station.set_idle(idle);
    }

    fn pass(&mut self, now: Time) {
        let Booth { station, socket, .. } = self;
        if station.due() <= now {
            station.pass(now, &mut |to, datagram| send(socket, to, datagram));
        }
    }

    fn close(mut self, now: Time) {
        let Booth { station, socket, .. } = &mut self;
        station.close(now, &mut |to, datagram| send(socket, to, datagram));
    }
}

/// What a full buffer swallows is lost on the way, as far as the browser can tell.
fn send(socket: &UdpSocket, to: std::net::SocketAddr, datagram: &[u8]) {
    let _ = socket.send_to(datagram, to);
}

/// What is to be done about stations.
pub(super) enum Order {
    Seat(AgentId, Box<Booth>, watch::Sender<StationState>),
    Unseat(AgentId, StationId),
    Test(AgentId, bool),
}

/// Where a booth is.
enum Home {
    Here(Box<Booth>),
    /// With the leg at this place.
    Away(usize),
}

struct Place {
    agent: AgentId,
    id: StationId,
    home: Home,
}

/// An agent's stations and leg.
struct Seat {
    /// The station that calls go to.
    current: Option<usize>,
    /// One that is to take its place as soon as it has connected, and since when.
    coming: Option<(usize, Time)>,
    leg: Option<(LegId, usize)>,
    /// The leg's station has vanished, and this was told.
    parted: bool,
    gone_since: Option<Time>,
    echo: Option<Echo>,
    state: watch::Sender<StationState>,
}

/// All stations.
pub(super) struct Booths {
    settings: Settings,
    places: Vec<Option<Place>>,
    free: Vec<usize>,
    seats: HashMap<AgentId, Seat>,
    next_pass: Time,
    /// For packets that no relay waits for.
    room: Room,
}

/// What else of the thread a booth may need.
pub(super) struct Around<'a> {
    pub now: Time,
    pub legs: &'a mut Legs,
    pub reports: &'a mut Reports,
    pub counters: &'a Counters,
}

impl Booths {
    pub fn new(settings: Settings, now: Time) -> Booths {
        let (places, free, seats) = (Vec::new(), Vec::new(), HashMap::new());
        Booths { settings, places, free, seats, next_pass: now, room: [0; _] }
    }

    /// The booth that an epoll event is about.
    pub fn marked(data: u64) -> Option<usize> {
        (data & MARK != 0).then_some((data & !MARK) as usize)
    }

    /// When [`Booths::pass`] is due. `None`: there are no stations.
    pub fn due(&self) -> Option<Time> {
        (!self.seats.is_empty()).then_some(self.next_pass)
    }

    /// Carries out an order.
    pub fn carry_out(&mut self, around: &mut Around, order: Order, epoll: &OwnedFd, clock: (Instant, Time)) {
        match order {
            Order::Seat(agent, booth, state) => self.seat(around, agent, booth, state, epoll, clock),
            Order::Unseat(agent, station) => self.unseat(around, agent, station),
            Order::Test(agent, on) => self.test(agent, on),
        }
    }

    fn seat(
        &mut self,
        around: &mut Around,
        agent: AgentId,
        mut booth: Box<Booth>,
        state: watch::Sender<StationState>,
        epoll: &OwnedFd,
        clock: (Instant, Time),
    ) {
        booth.station.keep_time(clock);
        let slot = self.free.pop().unwrap_or_else(|| {
            self.places.push(None);
            self.places.len() - 1
        });
        let data = epoll::EventData::new_u64(MARK | slot as u64);
        if let Err(error) = epoll::add(epoll, &booth.socket, data, epoll::EventFlags::IN) {
            tracing::error!(%agent, %error, "a station's packets cannot be received");
        }
        self.places[slot] = Some(Place { agent, id: booth.id, home: Home::Here(booth) });
        let seat = self.seats.entry(agent).or_insert_with(|| Seat {
            current: None,
            coming: None,
            leg: None,
            parted: false,
            gone_since: None,
            echo: None,
            state,
        });
        if let Some((older, _)) = seat.coming.replace((slot, around.now)) {
            self.remove(around, older);
        }
        self.look_at(around, agent);
        self.count(around.counters);
    }

    fn unseat(&mut self, around: &mut Around, agent: AgentId, station: StationId) {
        let Some(seat) = self.seats.get(&agent) else { return };
        let slots = [seat.current, seat.coming.map(|(slot, _)| slot)];
        let is_meant = |slot: &usize| matches!(&self.places[*slot], Some(place) if place.id == station);
        if let Some(slot) = slots.into_iter().flatten().find(is_meant) {
            self.remove(around, slot);
            self.look_at(around, agent);
        }
    }

    fn test(&mut self, agent: AgentId, on: bool) {
        let Some(seat) = self.seats.get_mut(&agent).filter(|seat| seat.leg.is_none()) else { return };
        seat.echo = on.then(Echo::default);
        let current = seat.current.and_then(|slot| self.places[slot].as_mut());
        if let Some(Place { home: Home::Here(booth), .. }) = current {
            booth.set_idle(!on);
        }
    }

    /// Opens a leg at an agent's station, if there is one that can be called.
    pub fn open(&mut self, around: &mut Around, id: LegId, agent: AgentId) {
        let mut leg = Leg::new(id, Transport::Page { agent, booth: None }, around.now);
        leg.presence.watch(around.now, false);
        let place = around.legs.add(leg);
        let free = self
            .seats
            .get_mut(&agent)
            .filter(|seat| seat.leg.is_none() && seat.current.is_some() && seat.gone_since.is_none());
        let Some(seat) = free else {
            return around.reports.tell(around.counters, id, MediaEvent::Absent);
        };
        seat.leg = Some((id, place));
        seat.echo = None;
        if let Some(slot) = seat.current {
            self.attach(around.legs, slot, place);
        }
        around.reports.tell(around.counters, id, MediaEvent::Rings);
    }

    /// A leg is closed: its station comes back.
    pub fn leave(&mut self, agent: AgentId, id: LegId, booth: Option<Box<Booth>>) {
        let Some(seat) = self.seats.get_mut(&agent) else { return };
        if seat.leg.is_some_and(|(leg, _)| leg == id) {
            (seat.leg, seat.parted) = (None, false);
        }
        if let (Some(mut booth), Some(slot)) = (booth, seat.current)
            && let Some(place) = &mut self.places[slot]
        {
            booth.set_idle(true);
            place.home = Home::Here(booth);
        }
    }

    /// Takes in one datagram of a booth.
    pub fn receive(&mut self, around: &mut Around, relay: &mut Relay, slot: usize) {
        let Some(place) = self.places.get_mut(slot).and_then(Option::as_mut) else { return };
        let booth = match &mut place.home {
            Home::Away(leg) => {
                return relay.receive(around.legs, *leg, around.now, around.reports, around.counters);
            }
            Home::Here(booth) => booth,
        };
        let length = booth.receive(around.now, &mut self.room);
        let seat = self.seats.get_mut(&place.agent).filter(|seat| seat.current == Some(slot));
        if let Some(echo) = seat.and_then(|seat| seat.echo.as_mut()) {
            if let Some(length) = length {
                echo.take(around.now, &self.room[..length]);
            }
            while let Some(packet) = echo.due(around.now) {
                booth.send(around.now, &packet);
            }
        }
    }

    /// Looks after every station.
    pub fn pass(&mut self, around: &mut Around) {
        if around.now < self.next_pass {
            return;
        }
        self.next_pass = around.now + PASS;
        for slot in 0..self.places.len() {
            if let Some(booth) = self.booth(around.legs, slot) {
                booth.pass(around.now);
            }
        }
        let agents: Vec<AgentId> = self.seats.keys().copied().collect();
        for agent in agents {
            self.look_at(around, agent);
        }
    }

    /// Sees who has come, who has gone, and tells.
    fn look_at(&mut self, around: &mut Around, agent: AgentId) {
        self.welcome(around, agent);
        let after = self.settings.vanished_after;
        let current = self.seats.get(&agent).and_then(|seat| seat.current);
        let (mut there, mut over, mut turned, mut figures) = (false, true, false, Default::default());
        if let Some(booth) = current.and_then(|slot| self.booth(around.legs, slot)) {
            over = booth.station.is_over();
            there = !over && !booth.station.is_silent(around.now, after);
            turned = booth.station.turn(around.now);
            figures = booth.station.figures();
        }
        let Some(seat) = self.seats.get_mut(&agent) else { return };
        let gone_since = *seat.gone_since.get_or_insert(around.now);
        if there {
            seat.gone_since = None;
        }
        let told = seat.leg.filter(|_| seat.parted == there).map(|(leg, _)| leg);
        seat.parted = seat.leg.is_some() && !there;
        if let Some(slot) = current.filter(|_| over || !there && around.now - gone_since >= FORGOTTEN_AFTER) {
            self.remove(around, slot);
        }
        // Whoever hears of it finds the state as it is then.
        self.publish(agent, there, turned.then_some(figures));
        if let Some(leg) = told {
            let event = if there { MediaEvent::Returned } else { MediaEvent::Parted };
            around.reports.tell(around.counters, leg, event);
        }
    }

    /// Lets a station that has connected take its place, and gives up one that does not.
    fn welcome(&mut self, around: &mut Around, agent: AgentId) {
        let Some((slot, since)) = self.seats.get(&agent).and_then(|seat| seat.coming) else { return };
        let late = around.now - since >= self.settings.connect_within;
        let Some(booth) = self.booth(around.legs, slot) else { return };
        let (connected, over) = (booth.station.is_connected(), booth.station.is_over());
        if !connected {
            if over || late {
                self.remove(around, slot);
            }
            return;
        }
        let former = self.seats.get_mut(&agent).and_then(|seat| seat.current);
        if let Some(former) = former {
            self.remove(around, former);
        }
        let Some(seat) = self.seats.get_mut(&agent) else { return };
        (seat.current, seat.coming, seat.gone_since, seat.echo) = (Some(slot), None, None, None);
        if let Some((_, place)) = seat.leg {
            self.attach(around.legs, slot, place);
        }
    }

    fn publish(&mut self, agent: AgentId, there: bool, figures: Option<crate::stations::Figures>) {
        let Some(seat) = self.seats.get(&agent) else { return };
        let station = seat.current.and_then(|slot| self.places[slot].as_ref()).map(|place| place.id);
        let link = match (station, seat.coming) {
            (Some(_), _) if there => Link::Connected,
            (_, Some(_)) => Link::Connecting,
            (Some(_), None) => Link::Lost,
            (None, None) => Link::Absent,
        };
        seat.state.send_if_modified(|state| {
            let figures =
                if station.is_none() { Default::default() } else { figures.unwrap_or(state.figures) };
            let new = StationState { station, link, figures };
            std::mem::replace(state, new) != new
        });
        if link == Link::Absent && seat.leg.is_none() {
            self.seats.remove(&agent);
        }
    }

    /// Gives a booth to the leg at a place. Audio is opened from the leg's answer on.
    fn attach(&mut self, legs: &mut Legs, slot: usize, place: usize) {
        let Some(leg) = legs.at(place) else { return };
        let Some(known) = &mut self.places[slot] else { return };
        if let Home::Here(mut booth) = std::mem::replace(&mut known.home, Home::Away(place)) {
            booth.set_idle(leg.talk.is_none());
            leg.transport = Transport::Page { agent: known.agent, booth: Some(booth) };
        }
    }

    /// Closes a booth, wherever it is.
    fn remove(&mut self, around: &mut Around, slot: usize) {
        let Some(place) = self.places[slot].take() else { return };
        self.free.push(slot);
        if let Some(seat) = self.seats.get_mut(&place.agent) {
            seat.current = seat.current.filter(|current| *current != slot);
            seat.coming = seat.coming.filter(|(coming, _)| *coming != slot);
        }
        let booth = match place.home {
            Home::Here(booth) => Some(booth),
            Home::Away(leg) => around.legs.at(leg).and_then(|leg| leg.transport.take_booth()),
        };
        if let Some(booth) = booth {
            booth.close(around.now);
        }
        self.count(around.counters);
    }

    fn booth<'a>(&'a mut self, legs: &'a mut Legs, slot: usize) -> Option<&'a mut Booth> {
        match &mut self.places.get_mut(slot)?.as_mut()?.home {
            Home::Here(booth) => Some(booth),
            Home::Away(place) => legs.at(*place)?.transport.booth(),
        }
    }

    fn count(&self, counters: &Counters) {
        counters.stations.set((self.places.len() - self.free.len()) as u64);
    }
}
