//! Agents' telephones in browsers, as far as agents act on them.

use std::future::Future;
use std::pin::Pin;
use tokio::sync::watch;
use vocabulary::{AgentId, LegId};

/// An answer on its way.
pub type Answer<'a> = Pin<Box<dyn Future<Output = Result<Connected, Unavailable>> + Send + 'a>>;

/// The telephones of a voice node. [`voice`] has the real ones.
pub trait Telephones: Send + Sync + 'static {
    /// Takes a page's offer; the answer is for that page.
    fn connect<'a>(&'a self, agent: AgentId, offer: &'a str) -> Answer<'a>;

    /// The agent picks up.
    ///
    /// # Errors
    /// [`Unavailable`] when it does not ring there.
    fn answer(&self, agent: AgentId, leg: LegId) -> Result<(), Unavailable>;

    /// The agent does not want the call.
    ///
    /// # Errors
    /// [`Unavailable`] when it does not ring there.
    fn refuse(&self, agent: AgentId, leg: LegId) -> Result<(), Unavailable>;

    /// The agent hangs up.
    ///
    /// # Errors
    /// [`Unavailable`] when it was not answered there.
    fn hang_up(&self, agent: AgentId, leg: LegId) -> Result<(), Unavailable>;

    /// The agent's own voice comes back a second later, until a call.
    fn test(&self, agent: AgentId, on: bool);

    /// What becomes of an agent's telephone.
    fn watch(&self, agent: AgentId) -> watch::Receiver<Telephone>;
}

/// A telephone that a page may connect to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connected {
    /// The answer to its offer.
    pub answer: String,
}

/// Why a telephone does not do what was asked, in words for whoever asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unavailable(pub String);

/// How a telephone is connected.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Telephone {
    /// How far it has come.
    pub link: Link,
    /// Share of packets lost, 0–1, as far as known.
    pub loss: Option<f32>,
    /// How unevenly they come, in milliseconds.
    pub jitter_ms: Option<f32>,
    /// Time there and back, in milliseconds.
    pub rtt_ms: Option<f32>,
}

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
