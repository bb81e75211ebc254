//! What an agent's telephone does when it is called.

use crate::voice::Voice;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use vocabulary::Span;

/// A length of time that is drawn anew for each call.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Length {
    /// Always the same.
    Fixed(Span),
    /// Any between these two, equally likely.
    Between(Span, Span),
    /// Exponential with this mean, at most ten times it.
    Exponential(Span),
}

impl Length {
    /// Draws one.
    pub fn draw(self, random: &mut ChaCha8Rng) -> Span {
        let even: f64 = random.random();
        match self {
            Length::Fixed(span) => span,
            Length::Between(least, most) => Span(least.0 + (even * (most - least).0 as f64) as i64),
            Length::Exponential(mean) => Span((mean.0 as f64 * (-(1.0 - even).ln()).min(10.0)) as i64),
        }
    }
}

/// When it rings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OnRing {
    /// Answer after this time; at once when it is zero.
    Answer(Length),
    /// Refuse after this time with this status (486: busy).
    Refuse(Length, u16),
    /// Ring for ever.
    RingOn,
    /// Not even ring: no response to anything, as if unplugged.
    Dead,
}

/// Once it has answered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum InCall {
    /// Stay until the other side hangs up.
    Stay,
    /// Hang up after this time.
    HangUpAfter(Length),
    /// After this time stop everything without a BYE, and stay dead.
    VanishAfter(Length),
}

/// What an agent's telephone does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Behaviour {
    /// When it rings.
    pub on_ring: OnRing,
    /// Once it has answered.
    pub in_call: InCall,
}

impl Behaviour {
    /// Answers at once and stays: for measurements.
    pub const PROMPT: Behaviour =
        Behaviour { on_ring: OnRing::Answer(Length::Fixed(Span::ZERO)), in_call: InCall::Stay };
    /// Refuses at once with 486.
    pub const BUSY: Behaviour =
        Behaviour { on_ring: OnRing::Refuse(Length::Fixed(Span::ZERO), 486), in_call: InCall::Stay };
    /// Rings and is never answered.
    pub const NOBODY_THERE: Behaviour = Behaviour { on_ring: OnRing::RingOn, in_call: InCall::Stay };
    /// Unplugged.
    pub const DEAD: Behaviour = Behaviour { on_ring: OnRing::Dead, in_call: InCall::Stay };
}

/// What is said by whoever is called at a number.
pub type VoiceAt = Arc<dyn Fn(&str) -> Voice + Send + Sync>;

/// A bank of agents' telephones.
pub struct AgentOptions {
    /// How many: `a1` … `aN`.
    pub count: u32,
    /// Number of the first one, in its name and its marker.
    pub first: u32,
    /// Where they take SIP; port 0 for any that is free. Port 0 when each has its own.
    pub address: SocketAddr,
    /// A SIP socket for each, in place of one for all.
    pub own_sockets: bool,
    /// What each does, until told otherwise.
    pub behaviour: Behaviour,
    /// What each says, by its number. [`Voice::marker`] makes callers recognise it.
    pub voice: Box<dyn Fn(u32) -> Voice + Send>,
    /// What is said instead, by the number that was called: of telephones behind a trunk, which are whoever is
    /// called.
    pub voice_at: Option<VoiceAt>,
    /// What each listens for.
    pub listening: crate::reception::Listening,
    /// Seed of drawn lengths.
    pub seed: u64,
}

impl AgentOptions {
    /// `count` telephones at a free port of 127.0.0.1 that answer at once, send their markers and
    /// stay until the other side hangs up.
    pub fn new(count: u32) -> AgentOptions {
        AgentOptions {
            count,
            first: 1,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            own_sockets: false,
            behaviour: Behaviour::PROMPT,
            voice: Box::new(Voice::marker),
            voice_at: None,
            listening: crate::reception::Listening::default(),
            seed: 0,
        }
    }
}

impl fmt::Debug for AgentOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "AgentOptions({} from a{} at {}, {:?})",
            self.count, self.first, self.address, self.behaviour
        )
    }
}
