//! Starting a voice node, and the handle to a running one.

use crate::media::{self, Media};
use crate::options::{Options, Sips, Stats};
use crate::recorder::{self, Tap};
use crate::redeem::Redemptions;
use crate::shell::{Parts, Shell};
use crate::sip::tcp::Tcp;
use crate::sip::udp::Udp;
use crate::sip::{self, Counters, UserAgent};
use crate::stations::Stations;
use bank::Bank;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use vocabulary::voice::{Command, Report};

/// Media events that may wait for the node.
const MEDIA_EVENTS: usize = 4_096;
/// What agents do in their pages and the node has not done yet.
const PAGE_ACTS: usize = 1_024;
/// Free ports tried, when any will do, until one is free for both UDP and TCP.
const PORT_TRIES: usize = 32;

/// What the floor says to its node.
#[derive(Debug)]
pub enum ToNode {
    /// An order.
    Command(Command),
    /// The floor is there and has nothing to order. To be said at least once a second.
    Alive,
}

/// Why a node does not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The signalling port is taken or not ours.
    #[error("cannot speak SIP at {address}: {error}; choose another address or end what uses it")]
    Sip {
        /// What was asked for.
        address: SocketAddr,
        /// The system's word.
        error: std::io::Error,
    },
    /// No audio.
    #[error(transparent)]
    Media(#[from] media::Error),
}

/// A running voice node.
pub struct Voice {
    local: SocketAddr,
    local_tls: Option<SocketAddr>,
    counters: Arc<Counters>,
    media: Media,
    stations: Stations,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Voice {
    /// Where it speaks SIP, by UDP and TCP.
    pub fn local(&self) -> SocketAddr {
        self.local
    }

    /// Where it speaks SIP by TLS.
    pub fn local_tls(&self) -> Option<SocketAddr> {
        self.local_tls
    }

    /// Its figures.
    pub fn stats(&self) -> Stats {
        Stats { sip: self.counters.read(), media: self.media.stats(), recordings: self.media.recordings() }
    }

    /// Agents' telephones in browsers.
    pub fn stations(&self) -> Stations {
        self.stations.clone()
    }

    /// Ends every call and the node.
    pub async fn stop(self) {
        let _ = self.stop.send(());
        // An error means that the task is over as well.
        let _ = self.task.await;
    }
}

/// Starts a node. It runs until [`Voice::stop`]; dropping the [`Voice`] stops it too.
///
/// # Errors
/// [`Error`], when an address is not to be had.
pub async fn start(
    options: Options,
    bank: Arc<dyn Bank>,
    commands: mpsc::Receiver<ToNode>,
    reports: mpsc::Sender<Report>,
) -> Result<Voice, Error> {
    let counters = Arc::new(Counters::default());
    let (udp, tcp) = bind(&options, &counters).map_err(|error| Error::Sip { address: options.sip, error })?;
    let local = udp.local().map_err(|error| Error::Sip { address: options.sip, error })?;
    let tls = options.sips.clone().map(|Sips { address, secured }| {
        Tcp::listen(address, options.tcp, counters.clone(), Some(secured))
            .map_err(|error| Error::Sip { address, error })
    });
    let tls = tls.transpose()?;
    let local_tls = tls.as_ref().map(Tcp::local);
    let (tell, media_events) = mpsc::channel(MEDIA_EVENTS);
    let media_options = media::Options {
        address: options.media_address,
        ports: options.media_ports.clone(),
        lost_after: options.lost_after,
        never_sent_after: options.never_sent_after,
        stations: options.stations.clone(),
    };
    let tap = match &options.recordings {
        Some(keeper) => recorder::start(keeper.0.clone(), tell.clone()).map_err(media::Error::Start)?,
        None => Tap::none(),
    };
    let media = Media::start_recording(media_options, options.prompts.clone(), tell, tap)?;
    let (act, page_acts) = mpsc::channel(PAGE_ACTS);
    let stations = Stations::new(media.clone(), options.stations.clone(), act);
    let shell = Shell::new(Parts {
        node: calls::Node::new(options.name.clone(), options.epoch, node_settings(&options)),
        agent: UserAgent::new(agent_settings(&options, local, local_tls), counters.clone()),
        media: media.clone(),
        stations: stations.clone(),
        udp,
        tcp,
        tls,
        redemptions: Redemptions::new(bank, options.verify_within.to_std()),
        reports,
        counters: counters.clone(),
    });
    let (stop, stopped) = oneshot::channel();
    let task = tokio::spawn(shell.run(commands, media_events, page_acts, stopped));
    Ok(Voice { local, local_tls, counters, media, stations, stop, task })
}

/// Takes the same port for UDP and TCP.
fn bind(options: &Options, counters: &Arc<Counters>) -> io::Result<(Udp, Tcp)> {
    let tries = if options.sip.port() == 0 { PORT_TRIES } else { 1 };
    let mut outcome = Err(io::ErrorKind::AddrInUse.into());
    for _ in 0..tries {
        let udp = Udp::bind(options.sip)?;
        match Tcp::listen(udp.local()?, options.tcp, counters.clone(), None) {
            Ok(tcp) => return Ok((udp, tcp)),
            Err(error) => outcome = Err(error),
        }
    }
    outcome
}

fn node_settings(options: &Options) -> calls::Settings {
    calls::Settings {
        most_callers: options.admission.most_calls,
        floor_silence: options.floor_silence,
        hold: options.hold.clone(),
        retry_after: options.admission.retry_after,
        ..calls::Settings::default()
    }
}

fn agent_settings(options: &Options, bound: SocketAddr, bound_tls: Option<SocketAddr>) -> sip::Settings {
    let reached = |bound: SocketAddr| {
        let ip = match options.advertised {
            Some(ip) => ip,
            None if bound.ip().is_unspecified() => options.media_address,
            None => bound.ip(),
        };
        SocketAddr::new(ip, bound.port())
    };
    sip::Settings {
        local: sip::Local { plain: reached(bound), tls: bound_tls.map(reached) },
        epoch: options.epoch,
        admission: options.admission,
        numbers: options.numbers.clone(),
        accepting: options.accepting.clone(),
        trusted: options.trusted.clone(),
        bans: options.bans.clone(),
        timing: options.timing,
    }
}
