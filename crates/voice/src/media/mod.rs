//! The media path: a UDP port for every leg, prompts, relays, on a thread of their own.
//!
//! [`Media`] is the handle; behind it one operating system thread owns every socket and does
//! everything: no lock, no allocation and no task per packet or call. Orders reach it through a
//! bounded queue, reports leave it through a bounded channel.
//!
//! - [`sdp`], [`rtp`], [`g711`], [`keys`] and [`wav`] are pure: octets in, octets out, time an argument.
//! - [`prompts`] holds the recordings, in both codecs.
//! - `ports` reserves sockets, `leg` is the state behind one, `grid` spreads the sending of prompts
//!   over time, `relay` carries packets from leg to leg, `thread` is the loop around them.
//!
//! **Where later work belongs.** A packet of a leg passes exactly one place on its way to others:
//! `relay::pass_on`, behind the gate. The [recorder](crate::recorder) taps there. A mixer is one more [`MediaOrder`] and one more `leg::Source`: a leg whose source
//! is a mix is sent on the grid, as prompts are, from buffers that `relay::pass_on` fills, with a
//! gain per (source, destination). Two legs that only hear each other stay a relay.
//!
//! **More threads**: start one [`Media`] per thread with a port range each and keep the legs of one
//! contact together; legs of different threads cannot hear each other.

pub(crate) mod booths;
pub mod g711;
mod grid;
pub mod keys;
mod leg;
mod player;
mod ports;
pub mod prompts;
mod relay;
mod reports;
pub mod rtp;
pub mod sdp;
mod stats;
mod thread;
mod transport;
pub mod wav;

#[cfg(test)]
mod tests;

pub use g711::Codec;
pub use prompts::Prompts;
pub use sdp::{Agreed, Direction, Offer, Session};
pub use stats::Stats;

use crate::recorder::{self, Tap};
use crate::stations::{StationId, StationState};
use booths::Booth;
use player::Player;
use ports::Ports;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::ops::RangeInclusive;
use std::sync::Arc;
use thread::{Command, Ordered, Task};
use tokio::sync::{mpsc, watch};
use vocabulary::{AgentId, Language, LegId, PromptName, RecordingId, Span};

/// Orders that may wait for the thread. It takes hundreds at a time, a thousand times a second.
const QUEUE: usize = 4_096;

/// How the media path is set up.
#[derive(Debug, Clone)]
pub struct Options {
    /// The address every leg listens at, named in session descriptions: a particular one.
    pub address: IpAddr,
    /// Ports to take: the even ones (RFC 3550 §11), one a leg, each left alone for as long as
    /// possible after use.
    pub ports: RangeInclusive<u16>,
    /// A leg that has sent before and of which nothing comes for this long is lost. Checked four
    /// times a second.
    pub lost_after: Span,
    /// A leg of which nothing has come for this long after [`MediaOrder::Talk`] is lost. `None`:
    /// a telephone may stay silent for ever.
    pub never_sent_after: Option<Span>,
    /// How agents' stations are dealt with.
    pub stations: crate::stations::Settings,
}

/// Room for a datagram: more than a network carries in one piece.
type Room = [u8; 2_048];

/// Why there is no media path, or no port.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// 0.0.0.0 and :: cannot stand in a session description.
    #[error("set the media address to one that telephones can reach, not {0}")]
    Address(IpAddr),
    /// The range holds no even port.
    #[error("set a range of media ports with at least one even port from 1024 up")]
    NoEvenPort,
    /// The thread or what it sleeps on could not be made.
    #[error("cannot start the media thread: {0}")]
    Start(#[source] std::io::Error),
    /// Every port is taken, by our legs or by other programs.
    #[error("all media ports are taken: widen the range, or admit fewer calls")]
    NoPort,
    /// The system refuses a socket.
    #[error("cannot open a media port: {0}")]
    Socket(#[source] std::io::Error),
    /// The thread does not keep up.
    #[error(transparent)]
    Full(#[from] Full),
}

/// The queue of orders is full: the media thread has stood still, or ended. Hang up the leg.
/// [`MediaOrder::Close`] has room of its own, enough for every leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the media thread does not keep up: refuse the call")]
pub struct Full;

/// What a leg's media are to do. Orders for a leg that is not open are ignored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaOrder {
    /// The other side's telephone is known: send there, accept what comes from there. Again after
    /// each new session description. What waits in the socket from before is dropped but for the
    /// newest packet.
    Talk {
        /// Where it wants its audio. Of an unspecified address nothing but the codec is taken.
        remote: SocketAddr,
        /// What both sides send.
        codec: Codec,
        /// The codec's payload type.
        payload: u8,
        /// Payload type of telephone events, if it takes them.
        keys: Option<u8>,
        /// `false` while it has us on hold: nothing is sent, prompts go on unheard.
        send: bool,
    },
    /// Hear prompts, in place of whatever it hears now; [`MediaEvent::Played`] follows when they end
    /// by themselves. Names without a recording are skipped (and logged). Starts with `Talk`.
    Play {
        /// Comes back in [`MediaEvent::Played`].
        play: u32,
        /// One after the other, without a seam.
        prompts: Vec<PromptName>,
        /// The language to play them in.
        language: Language,
        /// The last prompt begins again at its end, for ever.
        repeat: bool,
    },
    /// Hear another leg, in place of whatever it hears now: one direction of a join.
    Hear(LegId),
    /// Hear nothing.
    Silence,
    /// While `true`, nothing of this leg goes anywhere: no audio, no in-band tones, no telephone
    /// events. Its keys are still reported. Holds from the next packet the thread reads.
    Gate(bool),
    /// Whether to report [`MediaEvent::Lost`] (`true` at first): not while a telephone is on hold.
    Watch(bool),
    /// Record the leg, and whatever leg it hears, until it closes: once. What passes no gate is not
    /// recorded, and while this leg's own gate is shut, nothing is.
    Record(RecordingId),
    /// The leg's recording waits with this one, in silence, and ends with it, unless [`MediaOrder::Record`] of the same
    /// name goes on with it for a leg that hears this one.
    HandRecording(LegId),
    /// Give up the port.
    Close,
}

impl From<&Agreed> for MediaOrder {
    /// [`MediaOrder::Talk`] as agreed.
    fn from(agreed: &Agreed) -> MediaOrder {
        let Agreed { remote, codec, payload, keys, direction } = *agreed;
        MediaOrder::Talk { remote, codec, payload, keys, send: direction.sends() }
    }
}

/// Something that happened to a leg's media.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum MediaEvent {
    /// A key was pressed: `0-9 * # A-D`. Each press once. Never dropped while there is memory for
    /// 65,536 of them: when the channel is full they wait, in order.
    Key(char),
    /// Prompts were played to their end. Waits like a key.
    Played {
        /// From [`MediaOrder::Play`].
        play: u32,
    },
    /// Nothing has come from it for the time set. Said once until something comes again; if the
    /// channel is full, said at the next check.
    Lost,
    /// The agent's station was there when a leg was opened at the page ([`Media::open_page`]).
    Rings,
    /// It was not.
    Absent,
    /// The station of a leg at a page has vanished.
    Parted,
    /// The leg has a station again.
    Returned,
    /// A recording cannot be, or cannot go on. Waits like a key.
    RecordingFailed(RecordingId),
}

impl std::fmt::Debug for MediaEvent {
    /// Leaves out which key it is: it may be part of a PIN.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            MediaEvent::Key(_) => f.write_str("Key(•)"),
            MediaEvent::Played { play } => f.debug_struct("Played").field("play", play).finish(),
            MediaEvent::Lost => f.write_str("Lost"),
            MediaEvent::Rings => f.write_str("Rings"),
            MediaEvent::Absent => f.write_str("Absent"),
            MediaEvent::Parted => f.write_str("Parted"),
            MediaEvent::Returned => f.write_str("Returned"),
            MediaEvent::RecordingFailed(recording) => write!(f, "RecordingFailed({recording})"),
        }
    }
}

/// Which leg, and what happened to it.
pub type MediaReport = (LegId, MediaEvent);

/// The media path. Cheap to clone; when the last clone is dropped, the thread closes every port
/// and ends.
#[derive(Clone)]
pub struct Media(Arc<Handle>);

struct Handle {
    prompts: Arc<Prompts>,
    ports: Ports,
    /// Of stations, when they have some of their own.
    station_ports: Option<Ports>,
    shared: Arc<thread::Shared>,
    recordings: Arc<recorder::Counters>,
    orders: mpsc::Sender<Ordered>,
    /// Rings after `orders` is gone, so that the thread sees that nobody will order any more:
    /// fields are dropped in the order they stand in.
    _last: thread::RingWhenDropped,
}

impl Media {
    /// Starts the thread, without a recorder.
    ///
    /// # Errors
    /// [`Error::Address`], [`Error::NoEvenPort`], [`Error::Start`].
    pub fn start(
        options: Options,
        prompts: Arc<Prompts>,
        events: mpsc::Sender<MediaReport>,
    ) -> Result<Media, Error> {
        Media::start_recording(options, prompts, events, Tap::none())
    }

    /// Starts the thread with a way to the recorder.
    pub(crate) fn start_recording(
        options: Options,
        prompts: Arc<Prompts>,
        events: mpsc::Sender<MediaReport>,
        tap: Tap,
    ) -> Result<Media, Error> {
        let recordings = tap.counters();
        let ports = Ports::new(options.address, &options.ports)?;
        let stations = &options.stations;
        let own = stations.address.is_some() || stations.ports.is_some();
        let station_ports = own.then(|| {
            let (address, range) = (stations.address.unwrap_or(options.address), stations.ports.as_ref());
            Ports::new(address, range.unwrap_or(&options.ports))
        });
        let station_ports = station_ports.transpose()?;
        let (orders, queue) = mpsc::channel(QUEUE + 2 * ports.count());
        let shared = thread::start(&options, queue, events, tap).map_err(Error::Start)?;
        let last = thread::RingWhenDropped(shared.clone());
        Ok(Media(Arc::new(Handle { prompts, ports, station_ports, shared, recordings, orders, _last: last })))
    }

    /// Opens a port for a leg; the address returned is the one to name in its session description.
    /// A leg that is open already gets another port in place of the first.
    ///
    /// # Errors
    /// [`Error::NoPort`], [`Error::Socket`], [`Error::Full`].
    pub fn open(&self, leg: LegId) -> Result<SocketAddr, Error> {
        let (socket, local) = self.port()?;
        self.send_to_leg(leg, Task::Open(socket), 2 * self.0.ports.count())?;
        Ok(local)
    }

    /// Opens a leg at an agent's station in place of a port. [`MediaEvent::Rings`] or
    /// [`MediaEvent::Absent`] follows.
    ///
    /// # Errors
    /// [`Full`].
    pub fn open_page(&self, leg: LegId, agent: AgentId) -> Result<(), Full> {
        self.send_to_leg(leg, Task::Page(agent), 2 * self.0.ports.count())
    }

    /// Takes a free port for a leg.
    fn port(&self) -> Result<(UdpSocket, SocketAddr), Error> {
        let stats = self.stats();
        let stations = if self.0.station_ports.is_none() { stats.stations } else { 0 };
        self.0.ports.open(stats.legs + stations)
    }

    /// Takes a free port for the station of a page that says it has this address.
    pub(crate) fn station_port(&self, page: Option<IpAddr>) -> Result<(UdpSocket, SocketAddr), Error> {
        let stats = self.stats();
        match &self.0.station_ports {
            Some(own) => own.open_for(page, stats.stations),
            None => self.0.ports.open_for(page, stats.legs + stats.stations),
        }
    }

    /// Hands a station over to the thread.
    pub(crate) fn seat(
        &self,
        agent: AgentId,
        booth: Box<Booth>,
        state: watch::Sender<StationState>,
    ) -> Result<(), Full> {
        let order = Ordered::Booth(booths::Order::Seat(agent, booth, state));
        self.send(order, 2 * self.0.ports.count())
    }

    /// Gives a station up. Has room of its own in the queue; it fails only when the thread has ended.
    pub(crate) fn unseat(&self, agent: AgentId, station: StationId) {
        let _ = self.send(Ordered::Booth(booths::Order::Unseat(agent, station)), 0);
    }

    /// Begins or ends a microphone test. A thread that does not keep up is no time for tests.
    pub(crate) fn test(&self, agent: AgentId, on: bool) {
        let _ = self.send(Ordered::Booth(booths::Order::Test(agent, on)), 2 * self.0.ports.count());
    }

    /// Gives an order; it is carried out within a millisecond or two, in the order given.
    ///
    /// # Errors
    /// [`Full`]; nothing happens then.
    pub fn order(&self, leg: LegId, order: MediaOrder) -> Result<(), Full> {
        let reserved = if order == MediaOrder::Close { 0 } else { 2 * self.0.ports.count() };
        self.send_to_leg(leg, self.task(order), reserved)
    }

    /// Figures since the start.
    pub fn stats(&self) -> Stats {
        self.0.shared.counters.read()
    }

    /// Figures of the recorder.
    pub fn recordings(&self) -> recorder::Stats {
        self.0.recordings.read()
    }

    /// Looks up the prompts here, so that the thread need not.
    fn task(&self, order: MediaOrder) -> Task {
        match order {
            MediaOrder::Talk { remote, codec, payload, keys, send } => {
                Task::Talk(leg::Talk { remote, codec, payload, keys, send })
            }
            MediaOrder::Play { play, prompts, language, repeat } => {
                let clips = prompts.iter().filter_map(|name| {
                    let clip = self.0.prompts.clip(name, language);
                    if clip.is_none() {
                        tracing::warn!(prompt = %name, %language, "no recording of this prompt: skipped");
                    }
                    clip.cloned()
                });
                Task::Play(Player::new(play, clips.collect(), repeat))
            }
            MediaOrder::Hear(other) => Task::Hear(other),
            MediaOrder::Silence => Task::Silence,
            MediaOrder::Gate(shut) => Task::Gate(shut),
            MediaOrder::Watch(on) => Task::Watch(on),
            MediaOrder::Record(recording) => Task::Record(recording),
            MediaOrder::HandRecording(to) => Task::HandRecording(to),
            MediaOrder::Close => Task::Close,
        }
    }

    fn send_to_leg(&self, leg: LegId, task: Task, reserved: usize) -> Result<(), Full> {
        self.send(Ordered::Leg(Command { leg, task }), reserved)
    }

    /// Puts a command into the queue if more than `reserved` places are free.
    fn send(&self, command: Ordered, reserved: usize) -> Result<(), Full> {
        if self.0.orders.capacity() <= reserved {
            return Err(Full);
        }
        self.0.orders.try_send(command).map_err(|_| Full)?;
        self.0.shared.ring();
        Ok(())
    }
}
