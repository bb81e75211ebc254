//! How a voice node is set up, and what it says about itself.

use crate::media::{self, Prompts};
use crate::recorder::{self, Keeper};
use crate::sip::{Accepting, Admission, Bans, Counts, ServedNumbers, Timing, tcp};
use crate::stations;
use std::net::{IpAddr, SocketAddr};
use std::ops::RangeInclusive;
use std::sync::Arc;
use vocabulary::{Epoch, NodeName, PromptName, Span};

/// How a voice node is set up.
#[derive(Debug, Clone)]
pub struct Options {
    /// The node's name in reports.
    pub name: NodeName,
    /// The term of leadership it begins in.
    pub epoch: Epoch,
    /// Where SIP is spoken: UDP and TCP on the same port; port 0 takes a free one.
    pub sip: SocketAddr,
    /// Where SIP is spoken by TLS, and by what; without it, nowhere.
    pub sips: Option<Sips>,
    /// The address telephones reach us under, in Contact and Via. Needed when `sip` is unspecified
    /// (`0.0.0.0`), where it defaults to `media_address`.
    pub advertised: Option<IpAddr>,
    /// The address audio comes to.
    pub media_address: IpAddr,
    /// Ports for audio: an even one a leg.
    pub media_ports: RangeInclusive<u16>,
    /// The recordings.
    pub prompts: Arc<Prompts>,
    /// The numbers served; all others get 404.
    pub numbers: ServedNumbers,
    /// Who is not answered for a while.
    pub bans: Bans,
    /// Turns new calls away with 503 while it is shut.
    pub accepting: Accepting,
    /// How many calls are let in.
    pub admission: Admission,
    /// A leg that has spoken and of which nothing comes for this long is lost.
    pub lost_after: Span,
    /// A leg of which nothing ever comes is lost after this; `None`: never.
    pub never_sent_after: Option<Span>,
    /// Agents' telephones in browsers.
    pub stations: stations::Settings,
    /// How long nothing may be heard of the floor before the node plays `hold` by itself.
    pub floor_silence: Span,
    /// What callers hear then.
    pub hold: PromptName,
    /// Time the bank has for a verification.
    pub verify_within: Span,
    /// Peers whose P-Asserted-Identity is believed: those of the trunk.
    pub trusted: Vec<IpAddr>,
    /// Where recordings are kept; without one, every recording fails.
    pub recordings: Option<Keeper>,
    /// The clocks of SIP.
    pub timing: Timing,
    /// What peers may do by TCP, and by TLS as many again.
    pub tcp: tcp::Limits,
}

impl Options {
    /// Sensible settings for a node that speaks SIP at `sip` and serves these numbers.
    pub fn new(name: NodeName, epoch: Epoch, sip: SocketAddr, prompts: Arc<Prompts>) -> Options {
        Options {
            name,
            epoch,
            sip,
            sips: None,
            advertised: None,
            media_address: sip.ip(),
            media_ports: 20_000..=29_998,
            prompts,
            numbers: ServedNumbers::default(),
            bans: Bans::default(),
            accepting: Accepting::default(),
            admission: Admission::default(),
            lost_after: Span::seconds(20),
            never_sent_after: Some(Span::seconds(20)),
            stations: stations::Settings::default(),
            floor_silence: Span::seconds(3),
            hold: PromptName::new("hold").expect("it is a name"),
            verify_within: Span::seconds(5),
            trusted: Vec::new(),
            recordings: None,
            timing: Timing::default(),
            tcp: tcp::Limits::default(),
        }
    }
}

/// SIP by TLS.
#[derive(Debug, Clone)]
pub struct Sips {
    /// Its own port; port 0 takes a free one.
    pub address: SocketAddr,
    /// What is shown, and who is believed.
    pub secured: tcp::Secured,
}

/// A voice node's figures since its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stats {
    /// Signalling.
    pub sip: Counts,
    /// Audio.
    pub media: media::Stats,
    /// Recordings.
    pub recordings: recorder::Stats,
}
