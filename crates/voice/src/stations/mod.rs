//! Agents' telephones in browsers.
//!
//! A **station** is a page's long-lived WebRTC connection, made once when the page signs in and not
//! for each call: answering costs no handshake. A call's leg is joined to its agent's station. A page
//! that comes back brings a new station, and the leg goes on with it.
//!
//! ```text
//! connect(agent, offer) → answer        the page is there; no call yet
//! Order::Dial { to: "page", agent }     → Ringing, or Ended(Unreachable)
//! answer(agent, leg)                    → Answered: both hear each other as soon as they are joined
//! the page is closed, the network gone  → Parted; the leg lives on in silence
//! connect(agent, another offer)         → Returned; the leg is heard again
//! hang_up(agent, leg), or the floor     → Ended
//! ```
//!
//! - [`offer`] reads the page's offer, [`station`] is the connection as a value without I/O, `onward`
//!   numbers what it sends, `narrow` is Opus, `hearing` the figures, `echo` the microphone test.
//! - Sockets and the loop are the media thread's (`media::booths`): a station costs it a port and
//!   no task, and while no call is on it not even a decryption.
//! - [`Stations`] is the handle for the rest of the house.
//!
//! With the page G.711 is spoken where it can be: then nothing is transcoded between it and a G.711
//! trunk. [`Prefer::Opus`] costs an encoder a call and bears loss better.

mod board;
mod decimate;
pub(crate) mod echo;
mod hearing;
mod narrow;
pub mod offer;
mod onward;
pub mod station;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) mod tone;

pub(crate) use board::{Act, PageAct};
pub use offer::Offer;
pub use station::{Identity, Station};

use crate::media::booths::Booth;
use crate::media::{self, Media};
use board::Board;
use std::net::IpAddr;
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, mpsc, watch};
use vocabulary::{AgentId, LegId, Span, Time};

/// From the floor's word of a ring until the order to ring is carried out.
const RINGS_WITHIN: Duration = Duration::from_secs(1);

/// What is spoken with a page that offers both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Prefer {
    /// G.711: nothing is transcoded.
    #[default]
    Plain,
    /// Opus: a third of the bandwidth, and it bears loss better.
    Opus,
}

/// How stations are set up.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The address that pages send to; none for the one that telephones send to.
    pub address: Option<IpAddr>,
    /// Ports of their own, of which the even ones are taken; none to share the telephones'.
    pub ports: Option<RangeInclusive<u16>>,
    /// Stations at once, those included that are being replaced. One more is refused.
    pub most: usize,
    /// What is spoken with a page that offers both.
    pub prefer: Prefer,
    /// A station in a call from which nothing comes for this long has vanished. One that was silent
    /// before, or idle, is given 6 s: browsers ask for consent every 2.5 s or so.
    pub vanished_after: Span,
    /// A station has so long to connect.
    pub connect_within: Span,
}

impl Default for Settings {
    /// Where telephones are, 1,000 stations, G.711, 2 s, 15 s.
    fn default() -> Settings {
        Settings {
            address: None,
            ports: None,
            most: 1_000,
            prefer: Prefer::Plain,
            vanished_after: Span::seconds(2),
            connect_within: Span::seconds(15),
        }
    }
}

/// Which of an agent's stations. Never used again while the program runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StationId(pub u64);

/// How far an agent's connection has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Link {
    /// There is none.
    #[default]
    Absent,
    /// The page has its answer and is to connect.
    Connecting,
    /// Calls can be taken.
    Connected,
    /// It was there, and nothing comes from it any more.
    Lost,
}

/// The quality of a connection, over the last seconds.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Figures {
    /// Share of the page's packets that did not come, 0–1. `None`: it sent none.
    pub loss: Option<f32>,
    /// How unevenly they came, in milliseconds.
    pub jitter_ms: f32,
    /// Share of our packets that did not reach the page, as it says, 0–1.
    pub far_loss: Option<f32>,
    /// Time there and back, in milliseconds; known once audio flows to the page.
    pub rtt_ms: Option<f32>,
}

/// What is known of an agent's station.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct StationState {
    /// The one that calls go to.
    pub station: Option<StationId>,
    /// How far it has come.
    pub link: Link,
    /// How well it is connected.
    pub figures: Figures,
}

/// Why a station is not to be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The offer cannot be taken.
    #[error(transparent)]
    Offer(#[from] offer::Error),
    /// As many as are allowed.
    #[error("{most} browser telephones are connected, which is the most: close one, or raise the limit")]
    Full {
        /// The limit.
        most: usize,
    },
    /// No port, or the media thread does not keep up.
    #[error("no media port is free for a browser telephone: try again, or widen the range of ports")]
    NoPort,
    /// The operating system gave no certificate.
    #[error("no certificate could be made for browser telephones: check the system's random numbers")]
    NoIdentity,
}

/// There is no such leg at this agent's page, or not in a state for what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the call is over, or is not yours: look at what your page shows now")]
pub struct NoSuchLeg;

/// The stations of a voice node. Cheap to clone.
#[derive(Clone)]
pub struct Stations(Arc<Inner>);

struct Inner {
    media: Media,
    settings: Settings,
    identity: Option<Identity>,
    places: Arc<Semaphore>,
    latest: AtomicU64,
    board: Mutex<Board>,
    /// Counts the legs that began to ring.
    rung: watch::Sender<u64>,
    /// What agents do. When it is full the node does not keep up, and the act is refused.
    acts: mpsc::Sender<PageAct>,
}

impl Stations {
    pub(crate) fn new(media: Media, settings: Settings, acts: mpsc::Sender<PageAct>) -> Stations {
        let places = Arc::new(Semaphore::new(settings.most));
        let board = Mutex::new(Board::default());
        let identity = Identity::new();
        let latest = AtomicU64::new(0);
        let rung = watch::Sender::new(0);
        Stations(Arc::new(Inner { media, settings, identity, places, latest, board, rung, acts }))
    }

    /// Takes a page's offer; the answer is for that page. When it has connected it replaces the
    /// agent's earlier station, which serves until then: the newest wins. A leg of the agent goes
    /// on with it.
    ///
    /// # Errors
    /// [`Error`], which says what to do.
    pub async fn connect(&self, agent: AgentId, offer: &str) -> Result<(StationId, String), Error> {
        let inner = &self.0;
        let offer = Offer::read(offer)?;
        let full = Error::Full { most: inner.settings.most };
        let place = inner.places.clone().try_acquire_owned().map_err(|_| full)?;
        let identity = inner.identity.as_ref().ok_or(Error::NoIdentity)?;
        let (socket, local) = inner.media.station_port(offer.address).map_err(|_| Error::NoPort)?;
        let clock = (Instant::now(), Time(0));
        let (station, answer) = Station::answer(identity, &offer, inner.settings.prefer, local, clock)?;
        let id = StationId(inner.latest.fetch_add(1, Relaxed) + 1);
        let state = self.board().state(agent);
        let booth = Booth::new(id, station, socket, place);
        inner.media.seat(agent, Box::new(booth), state).map_err(|media::Full| Error::NoPort)?;
        Ok((id, answer))
    }

    /// Gives a station up: its page said that it goes, or has left its WebSocket. Nothing happens
    /// when the agent has another by now.
    pub fn disconnect(&self, agent: AgentId, station: StationId) {
        self.0.media.unseat(agent, station);
    }

    /// Waits until a leg rings at an agent's page, or has for [`RINGS_WITHIN`] failed to. Who learned of the
    /// ring from elsewhere may know of it before this node does.
    pub async fn ringing(&self, agent: AgentId, leg: LegId) {
        let mut rung = self.0.rung.subscribe();
        let there = async { while !self.board().has(agent, leg) && rung.changed().await.is_ok() {} };
        // The act that follows finds out itself that there is no such leg.
        let _ = tokio::time::timeout(RINGS_WITHIN, there).await;
    }

    /// The agent picks up: the leg reports `Answered`.
    ///
    /// # Errors
    /// [`NoSuchLeg`], when it does not ring there.
    pub fn answer(&self, agent: AgentId, leg: LegId) -> Result<(), NoSuchLeg> {
        self.act(agent, leg, Act::Answer)
    }

    /// The agent does not want the call: the leg reports `Ended(Refused(486))`.
    ///
    /// # Errors
    /// [`NoSuchLeg`], when it does not ring there.
    pub fn refuse(&self, agent: AgentId, leg: LegId) -> Result<(), NoSuchLeg> {
        self.act(agent, leg, Act::Refuse)
    }

    /// The agent hangs up: the leg reports `Ended(HungUp)`.
    ///
    /// # Errors
    /// [`NoSuchLeg`], when it was not answered there.
    pub fn hang_up(&self, agent: AgentId, leg: LegId) -> Result<(), NoSuchLeg> {
        self.act(agent, leg, Act::HangUp)
    }

    /// Microphone test: while it is on and no leg is at the station, what the page says comes back
    /// to it a second later. A call ends the test.
    pub fn test(&self, agent: AgentId, on: bool) {
        self.0.media.test(agent, on);
    }

    /// What becomes of an agent's station. Figures are renewed once a second.
    pub fn watch(&self, agent: AgentId) -> watch::Receiver<StationState> {
        self.board().state(agent).subscribe()
    }

    fn act(&self, agent: AgentId, leg: LegId, act: Act) -> Result<(), NoSuchLeg> {
        let place = self.0.acts.try_reserve().map_err(|_| NoSuchLeg)?;
        self.board().admit(agent, leg, act)?;
        place.send(PageAct { leg, act });
        Ok(())
    }

    /// A leg rings at an agent's page.
    pub(crate) fn rings(&self, agent: AgentId, leg: LegId) {
        self.board().rings(agent, leg);
        self.0.rung.send_modify(|count| *count += 1);
    }

    /// A leg is no more.
    pub(crate) fn closed(&self, leg: LegId) {
        self.board().closed(leg);
    }

    /// The board holds nothing half done, whoever panicked over it.
    fn board(&self) -> MutexGuard<'_, Board> {
        self.0.board.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
