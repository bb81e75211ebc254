//! The media thread: one loop that sleeps until packets, orders or prompts are due.
//!
//! **How it wakes.** Sockets are watched by a level-triggered epoll, one datagram is read for each
//! that is ready, without a second read to learn that it is empty. While packets come thick and
//! fast the thread rests until [`REST`] has passed since it woke last, away from epoll, so that a
//! millisecond's packets cost one wake-up together; a lone packet is passed on at once.

use super::booths::{self, Around, Booths};
use super::g711::FRAME;
use super::grid::Grid;
use super::leg::{Leg, Legs, Source, Talk};
use super::player::Player;
use super::relay::Relay;
use super::reports::Reports;
use super::rtp::HEADER;
use super::stats::Counters;
use super::transport::Transport;
use super::{MediaEvent, MediaReport, Options};
use crate::recorder::{TAIL, Tap};
use rustix::event::{EventfdFlags, Timespec, epoll, eventfd};
use rustix::io::Errno;
use std::io;
use std::net::UdpSocket;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::AcqRel};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::mpsc::{self, error::TryRecvError};
use vocabulary::{AgentId, LegId, RecordingId, Span, Time};

/// Least time between two wake-ups under load: half of it is what a relay adds on average.
const REST: Duration = Duration::from_millis(1);
/// Wake-ups closer together than this are load.
const LOAD: Duration = Duration::from_millis(3);
/// How often absence and unfinished keys are looked for.
const SWEEP: Span = Span::millis(250);
/// How soon reports are tried again that found the channel full.
const RETRY: Span = Span::millis(10);
/// A prompt packet later than this is counted: a telephone's jitter buffer holds more.
const LATE: Span = Span::millis(5);
/// Sockets served at one wake-up.
const BATCH: usize = 1_024;
/// Orders carried out at one wake-up, so that packets need not wait long.
const ORDERS: usize = 256;
/// What the bell is called among the sockets' places.
const BELL: u64 = u64::MAX;

/// What the thread is told.
pub(super) enum Ordered {
    Leg(Command),
    Booth(booths::Order),
}

/// An order for a leg, ready to be carried out.
pub(super) struct Command {
    pub leg: LegId,
    pub task: Task,
}

/// [`super::MediaOrder`], with sockets opened and prompts looked up.
pub(super) enum Task {
    Open(UdpSocket),
    Page(AgentId),
    Talk(Talk),
    Play(Player),
    Hear(LegId),
    Silence,
    Gate(bool),
    Watch(bool),
    Record(RecordingId),
    HandRecording(LegId),
    Close,
}

/// What handle and thread share.
pub(super) struct Shared {
    pub counters: Counters,
    bell: OwnedFd,
    /// The bell was rung and the thread has not looked since: ringing again is needless.
    rung: AtomicBool,
}

impl Shared {
    fn new(bell: OwnedFd) -> Shared {
        Shared { counters: Counters::default(), bell, rung: AtomicBool::new(false) }
    }

    /// Wakes the thread.
    pub fn ring(&self) {
        if !self.rung.swap(true, AcqRel) {
            // It can only fail when it was rung 2^64 times without being heard.
            let _ = rustix::io::write(&self.bell, &1u64.to_ne_bytes());
        }
    }

    /// Silences the bell. Orders must be looked for after this, not before.
    fn hear(&self) {
        let _ = rustix::io::read(&self.bell, &mut [0; 8]);
        self.rung.swap(false, AcqRel);
    }
}

/// Rings when dropped.
pub(super) struct RingWhenDropped(pub Arc<Shared>);

impl Drop for RingWhenDropped {
    fn drop(&mut self) {
        self.0.ring();
    }
}

/// Starts the thread.
pub(super) fn start(
    options: &Options,
    orders: mpsc::Receiver<Ordered>,
    channel: mpsc::Sender<MediaReport>,
    tap: Tap,
) -> io::Result<Arc<Shared>> {
    let bell = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?;
    let epoll = epoll::create(epoll::CreateFlags::CLOEXEC)?;
    epoll::add(&epoll, &bell, epoll::EventData::new_u64(BELL), epoll::EventFlags::IN)?;
    let shared = Arc::new(Shared::new(bell));
    let relay = Relay::new(tap);
    let thread = Thread::new(options, epoll, orders, relay, Reports::new(channel), shared.clone());
    std::thread::Builder::new().name("media".into()).spawn(move || thread.run())?;
    Ok(shared)
}

/// The time of day when the thread started, moved on by a clock that nobody sets.
struct Clock {
    started: Instant,
    at: Time,
}

impl Clock {
    fn new() -> Clock {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Clock { started: Instant::now(), at: Time(since_1970.as_micros() as i64) }
    }

    fn now(&self) -> Time {
        self.at + Span(self.started.elapsed().as_micros() as i64)
    }
}

struct Thread {
    epoll: OwnedFd,
    clock: Clock,
    orders: mpsc::Receiver<Ordered>,
    more_orders: bool,
    legs: Legs,
    booths: Booths,
    grid: Grid,
    relay: Relay,
    reports: Reports,
    next_sweep: Time,
    lost_after: Span,
    never_sent_after: Option<Span>,
    shared: Arc<Shared>,
}

impl Thread {
    fn new(
        options: &Options,
        epoll: OwnedFd,
        orders: mpsc::Receiver<Ordered>,
        relay: Relay,
        reports: Reports,
        shared: Arc<Shared>,
    ) -> Thread {
        let clock = Clock::new();
        let now = clock.now();
        Thread {
            epoll,
            clock,
            orders,
            more_orders: false,
            legs: Legs::default(),
            booths: Booths::new(options.stations.clone(), now),
            grid: Grid::new(now),
            relay,
            reports,
            next_sweep: now,
            lost_after: options.lost_after,
            never_sent_after: options.never_sent_after,
            shared,
        }
    }

    fn run(mut self) {
        let mut ready = Vec::with_capacity(BATCH);
        let mut woke = Instant::now();
        loop {
            ready.clear();
            let timeout = self.timeout();
            match epoll::wait(&self.epoll, rustix::buffer::spare_capacity(&mut ready), timeout.as_ref()) {
                Ok(_) | Err(Errno::INTR) => {}
                Err(error) => {
                    tracing::error!(%error, "the media thread cannot wait for packets and ends");
                    return;
                }
            }
            let before = std::mem::replace(&mut woke, Instant::now());
            if !self.work(&ready) {
                return;
            }
            let worked = woke.elapsed();
            self.shared.counters.longest_work.raise_to(worked.as_micros() as u64);
            self.shared.counters.wakes.add(1);
            if worked < REST && woke - before < LOAD {
                std::thread::sleep(REST - worked);
            }
        }
    }

    /// One turn. `false`: nobody can give orders any more.
    fn work(&mut self, ready: &[epoll::Event]) -> bool {
        let now = self.clock.now();
        if ready.iter().any(|event| event.data.u64() == BELL) {
            self.shared.hear();
        }
        // Orders come first, so that a gate holds for every packet not yet read.
        if !self.take_orders(now) {
            return false;
        }
        self.reports.catch_up();
        self.play_prompts(now);
        for data in ready.iter().map(|event| event.data.u64()).filter(|data| *data != BELL) {
            let Thread { legs, booths, relay, reports, shared, .. } = self;
            let counters = &shared.counters;
            match Booths::marked(data) {
                Some(slot) => booths.receive(&mut Around { now, legs, reports, counters }, relay, slot),
                None => relay.receive(legs, data as usize, now, reports, counters),
            }
        }
        self.with_booths(now, |booths, around| booths.pass(around));
        if now >= self.next_sweep {
            self.sweep(now);
            self.next_sweep = now + SWEEP;
        }
        true
    }

    /// How long to sleep if nothing comes. `None`: for ever.
    fn timeout(&self) -> Option<Timespec> {
        if self.more_orders {
            return Some(Timespec::default());
        }
        let sweep = (self.legs.len() > 0).then_some(self.next_sweep);
        let now = self.clock.now();
        let retry = self.reports.is_behind().then_some(now + RETRY);
        let due = [self.grid.due(), sweep, retry, self.booths.due()].into_iter().flatten().min()?;
        // In whole milliseconds, which is as finely as epoll counts, and not too early.
        let milliseconds = ((due - now).0.max(0) + 999) / 1_000;
        let (tv_sec, tv_nsec) = (milliseconds / 1_000, milliseconds % 1_000 * 1_000_000);
        Some(Timespec { tv_sec, tv_nsec })
    }

    fn take_orders(&mut self, now: Time) -> bool {
        self.more_orders = true;
        for _ in 0..ORDERS {
            match self.orders.try_recv() {
                Ok(Ordered::Leg(command)) => self.carry_out(now, command),
                Ok(Ordered::Booth(order)) => self.carry_out_at_booth(now, order),
                Err(TryRecvError::Empty) => {
                    self.more_orders = false;
                    break;
                }
                Err(TryRecvError::Disconnected) => return false,
            }
        }
        true
    }

    /// Lends out what a booth may need.
    fn with_booths(&mut self, now: Time, act: impl FnOnce(&mut Booths, &mut Around)) {
        let Thread { legs, booths, reports, shared, .. } = self;
        act(booths, &mut Around { now, legs, reports, counters: &shared.counters });
    }

    fn carry_out_at_booth(&mut self, now: Time, order: booths::Order) {
        let Thread { legs, booths, reports, shared, epoll, clock, .. } = self;
        let around = &mut Around { now, legs, reports, counters: &shared.counters };
        booths.carry_out(around, order, epoll, (clock.started, clock.at));
    }

    fn carry_out(&mut self, now: Time, Command { leg: id, task }: Command) {
        let place = self.legs.find(id);
        if let Task::Open(_) | Task::Page(_) = task {
            place.into_iter().for_each(|place| self.close(now, place));
            match task {
                Task::Page(agent) => self.with_booths(now, |booths, around| booths.open(around, id, agent)),
                Task::Open(socket) => drop(self.legs.add(Leg::new(id, Transport::Socket(socket), now))),
                _ => {}
            }
            return self.count_legs();
        }
        let Some(place) = place else { return };
        let Some(leg) = self.legs.at(place) else { return };
        match task {
            Task::Open(_) | Task::Page(_) => {}
            Task::Talk(talk) => self.talk(now, place, talk),
            Task::Play(player) => self.play(now, place, player),
            Task::Hear(other) => self.hear(now, place, other),
            Task::Silence => self.quieten(place),
            Task::Gate(shut) => {
                if leg.gated && !shut {
                    leg.quiet_until = now + TAIL;
                }
                leg.gated = shut;
                leg.recent = None;
            }
            Task::Watch(on) => leg.presence.watch(now, on),
            Task::Record(recording) => self.record(now, place, recording),
            Task::HandRecording(to) => self.hand_recording(now, place, to),
            Task::Close => return self.close(now, place),
        }
        self.note_hold(now, place);
    }

    /// A leg's socket is watched from its first `Talk` on: until then nobody may speak there.
    fn talk(&mut self, now: Time, place: usize, talk: Talk) {
        let Some(leg) = self.legs.at(place) else { return };
        let first = leg.talk.is_none();
        leg.set_talk(talk, now);
        if !first {
            return;
        }
        let Some(socket) = leg.transport.begin() else { return };
        let data = epoll::EventData::new_u64(place as u64);
        if let Err(error) = epoll::add(&self.epoll, socket, data, epoll::EventFlags::IN) {
            tracing::error!(leg = %leg.id, %error, "a leg's packets cannot be received");
        }
        let counters = &self.shared.counters;
        self.relay.receive_newest(&mut self.legs, place, now, &mut self.reports, counters);
    }

    fn play(&mut self, now: Time, place: usize, player: Player) {
        self.stop_hearing(place);
        let Some(leg) = self.legs.at(place) else { return };
        if player.is_over() {
            let event = MediaEvent::Played { play: player.play() };
            self.reports.tell(&self.shared.counters, leg.id, event);
            self.quieten(place);
            return;
        }
        leg.line.cut();
        leg.source = Source::Prompts(player);
        // From prompt to prompt a leg keeps its phase, and the grid its step.
        if leg.phase.is_none() {
            leg.phase = Some(self.grid.join(now, place));
        }
    }

    fn hear(&mut self, now: Time, place: usize, other: LegId) {
        self.quieten(place);
        let Some(speaker) = self.legs.find(other) else { return };
        if let Some(leg) = self.legs.at(place) {
            leg.source = Source::Leg(speaker);
        }
        if let Some(other) = self.legs.at(speaker) {
            other.hearers.push(place);
        }
        self.relay.begin(&mut self.legs, speaker, place, now, &self.shared.counters);
    }

    /// Lets a leg hear nothing.
    fn quieten(&mut self, place: usize) {
        self.stop_hearing(place);
        let Some(leg) = self.legs.at(place) else { return };
        leg.source = Source::Silence;
        if let Some(phase) = leg.phase.take() {
            self.grid.leave(place, phase);
        }
    }

    /// Begins to record a leg, or goes on with what waits at the leg it hears. One that is recorded already goes on
    /// as it was.
    fn record(&mut self, now: Time, place: usize, recording: RecordingId) {
        let Some(leg) = self.legs.at(place).filter(|leg| leg.recorded.is_none()) else { return };
        let waits_at = match leg.source {
            Source::Leg(speaker) => Some(speaker),
            _ => None,
        };
        let keeper = waits_at.and_then(|speaker| self.legs.at(speaker));
        let waiting = keeper.and_then(|keeper| keeper.waiting.take_if(|waiting| waiting.is(recording)));
        let Some(leg) = self.legs.at(place) else { return };
        leg.recorded = match waiting {
            Some(waiting) => Some(self.relay.tap.go_on(now, leg.id, *waiting)),
            None => self.relay.tap.begin(now, leg.id, recording),
        };
        if leg.recorded.is_none() {
            let failed = MediaEvent::RecordingFailed(recording);
            self.reports.tell(&self.shared.counters, leg.id, failed);
        }
    }

    /// A leg's recording waits with another, unless that one is gone.
    fn hand_recording(&mut self, now: Time, place: usize, to: LegId) {
        let Some(mut recorded) = self.legs.at(place).and_then(|leg| leg.recorded.take()) else { return };
        self.relay.tap.set_speaker(now, &mut recorded, None);
        match self.legs.find(to).and_then(|to| self.legs.at(to)).filter(|keeper| keeper.waiting.is_none()) {
            Some(keeper) => keeper.waiting = Some(Box::new(recorded)),
            None => self.relay.tap.end(now, &recorded),
        }
    }

    /// Marks in a leg's recording whether it hears somebody, and whether it may be heard.
    fn note_hold(&mut self, now: Time, place: usize) {
        let Some(leg) = self.legs.at(place) else { return };
        let Some(recorded) = &mut leg.recorded else { return };
        self.relay.tap.set_speaker(
            now,
            recorded,
            match leg.source {
                Source::Leg(speaker) => Some(speaker),
                _ => None,
            },
        );
        self.relay.tap.set_secure(now, recorded, leg.gated);
    }

    fn stop_hearing(&mut self, place: usize) {
        let Some(leg) = self.legs.at(place) else { return };
        leg.line.cut();
        let Source::Leg(speaker) = leg.source else { return };
        leg.source = Source::Silence;
        if let Some(speaker) = self.legs.at(speaker) {
            speaker.hearers.retain(|hearer| *hearer != place);
        }
    }

    /// Closing the socket takes it out of epoll, too.
    fn close(&mut self, now: Time, place: usize) {
        self.quieten(place);
        let Some(leg) = self.legs.remove(place) else { return };
        for recorded in leg.recorded.iter().chain(leg.waiting.as_deref()) {
            self.relay.tap.end(now, recorded);
        }
        if let Transport::Page { agent, booth } = leg.transport {
            self.booths.leave(agent, leg.id, booth);
        }
        for hearer in leg.hearers {
            if let Some(hearer) = self.legs.at(hearer) {
                hearer.line.cut();
                hearer.source = Source::Silence;
            }
            self.note_hold(now, hearer);
        }
        self.count_legs();
    }

    fn count_legs(&self) {
        self.shared.counters.legs.set(self.legs.len() as u64);
    }

    fn play_prompts(&mut self, now: Time) {
        let Thread { grid, legs, reports, shared, .. } = self;
        grid.play(now, |place, time| {
            if now - time > LATE {
                shared.counters.late_ticks.add(1);
            }
            legs.at(place).is_some_and(|leg| play_frame(leg, time, now, reports, &shared.counters))
        });
    }

    fn sweep(&mut self, now: Time) {
        let counters = &self.shared.counters;
        for leg in self.legs.iter_mut() {
            leg.keys.pass(now, |key| self.reports.tell(counters, leg.id, MediaEvent::Key(key)));
            if leg.talk.is_some() && leg.presence.is_newly_lost(now, self.lost_after, self.never_sent_after) {
                leg.presence.lost_told = self.reports.tell_now_or_later(leg.id, MediaEvent::Lost);
            }
        }
    }
}

/// Sends a leg the next 20 ms of its prompts. `false`: that was the last of them.
fn play_frame(leg: &mut Leg, time: Time, now: Time, reports: &mut Reports, counters: &Counters) -> bool {
    let Source::Prompts(player) = &mut leg.source else { return false };
    let Some(talk) = &leg.talk else { return true };
    let (codec, payload, send) = (talk.codec, talk.payload, talk.send);
    let mut packet = [0; HEADER + FRAME];
    if let Some(frame) = packet.last_chunk_mut() {
        player.fill(codec, frame);
    }
    let over = player.is_over().then_some(player.play());
    if send {
        let header = leg.line.own(time, payload, FRAME as u32);
        packet[..HEADER].copy_from_slice(&header.write());
        leg.send(now, counters, &packet);
    }
    let Some(play) = over else { return true };
    leg.source = Source::Silence;
    leg.phase = None;
    reports.tell(counters, leg.id, MediaEvent::Played { play });
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::g711::Codec;
    use crate::media::prompts::Clip;
    use crate::media::rtp::Header;
    use crate::media::wav::Sound;
    use std::net::Ipv4Addr;

    /// A thread that is not running: the test is its loop and its clock.
    fn thread() -> Thread {
        let address = Ipv4Addr::LOCALHOST.into();
        let lost_after = Span::seconds(5);
        let stations = Default::default();
        let options = Options { address, ports: 0..=0, lost_after, never_sent_after: None, stations };
        let bell = eventfd(0, EventfdFlags::NONBLOCK).unwrap();
        let epoll = epoll::create(epoll::CreateFlags::CLOEXEC).unwrap();
        let (_, orders) = mpsc::channel(1);
        let (channel, _) = mpsc::channel(1);
        let relay = Relay::new(Tap::none());
        Thread::new(&options, epoll, orders, relay, Reports::new(channel), Arc::new(Shared::new(bell)))
    }

    fn carry_out(thread: &mut Thread, now: Time, leg: u64, task: Task) {
        thread.carry_out(now, Command { leg: LegId(leg), task });
    }

    /// Opens a leg that talks with the socket returned.
    fn telephone(thread: &mut Thread, now: Time, leg: u64) -> (UdpSocket, std::net::SocketAddr) {
        let [port, telephone] = [(); 2].map(|()| UdpSocket::bind("127.0.0.1:0").unwrap());
        let (local, remote) = (port.local_addr().unwrap(), telephone.local_addr().unwrap());
        port.set_nonblocking(true).unwrap();
        carry_out(thread, now, leg, Task::Open(port));
        let talk = Talk { remote, codec: Codec::Alaw, payload: 8, keys: None, send: true };
        carry_out(thread, now, leg, Task::Talk(talk));
        (telephone, local)
    }

    #[test]
    fn who_begins_to_hear_a_leg_gets_its_newest_packet_if_it_is_fresh() {
        let check = |age: i64, expected: u64| {
            let mut thread = thread();
            let now = thread.clock.now();
            let (agent, local) = telephone(&mut thread, now, 1);
            let _caller = telephone(&mut thread, now, 2);
            let mut packet = [7; HEADER + FRAME];
            let header = Header { marker: false, payload: 8, sequence: 1, timestamp: 1, ssrc: 1 };
            packet[..HEADER].copy_from_slice(&header.write());
            agent.send_to(&packet, local).unwrap();
            let place = thread.legs.find(LegId(1)).unwrap();
            while thread.shared.counters.read().unheard == 0 {
                let counters = &thread.shared.counters;
                thread.relay.receive(&mut thread.legs, place, now, &mut thread.reports, counters);
            }
            carry_out(&mut thread, now + Span::millis(age), 2, Task::Hear(LegId(1)));
            assert_eq!(thread.shared.counters.read().relayed, expected, "after {age} ms");
        };
        check(0, 1);
        check(30, 1);
        check(31, 0);
    }

    #[test]
    fn a_leg_has_one_place_on_the_grid_while_it_is_played_to_and_none_else() {
        let clip = Arc::new(Clip::new(&Sound::Coded(Codec::Alaw, &[7; FRAME])));
        let play = |number| Task::Play(Player::new(number, vec![clip.clone()], true));
        let mut thread = thread();
        let mut now = thread.clock.now();
        let _caller = telephone(&mut thread, now, 1);
        for (task, expected) in
            [(play(1), 1), (play(2), 1), (Task::Silence, 0), (play(3), 1), (Task::Close, 0)]
        {
            carry_out(&mut thread, now, 1, task);
            now = now + Span::millis(20);
            let mut places = 0;
            thread.grid.play(now, |_, _| {
                places += 1;
                true
            });
            assert_eq!(places, expected);
        }
    }
}
