//! Agents' telephones in browsers, as far as agents act on them.

use std::future::Future;
use std::pin::Pin;
use tokio::sync::watch;
use vocabulary::{AgentId, LegId};
use voice::Stations;
use voice::stations::{self, StationState};

/// An answer on its way.
pub type Answer<'a> = Pin<Box<dyn Future<Output = Result<Connected, NotConnected>> + Send + 'a>>;

/// The telephones of a voice node. [`Stations`] are the real ones; tests play others.
pub trait Telephones: Send + Sync + 'static {
    /// Takes a page's offer; the answer is for that page, or [`NotConnected`].
    fn connect<'a>(&'a self, agent: AgentId, offer: &'a str) -> Answer<'a>;

    /// Waits until this leg rings at the agent's page, for a moment at most: the floor's word of a ring may
    /// be on the page, and under the agent's finger, before the order to ring is with the node.
    fn ringing(&self, agent: AgentId, leg: LegId) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;

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

    /// Gives the agent's telephone up: whoever had it may have it no more.
    fn disconnect(&self, agent: AgentId);

    /// What becomes of an agent's telephone.
    fn watch(&self, agent: AgentId) -> watch::Receiver<StationState>;
}

/// A telephone that a page may connect to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connected {
    /// The answer to its offer.
    pub answer: String,
}

/// Why a page's telephone is not connected, in words for whoever offered it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotConnected {
    /// What was offered is no telephone.
    #[error("{0}")]
    Offer(String),
    /// There is no room for it now.
    #[error("{0}")]
    Full(String),
}

/// Why a telephone does not do what was asked, in words for whoever asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unavailable(pub String);

impl Telephones for Stations {
    fn connect<'a>(&'a self, agent: AgentId, offer: &'a str) -> Answer<'a> {
        Box::pin(async move {
            let connected = Stations::connect(self, agent, offer).await;
            connected.map(|(_station, answer)| Connected { answer }).map_err(|why| match why {
                stations::Error::Offer(_) => NotConnected::Offer(why.to_string()),
                _ => NotConnected::Full(why.to_string()),
            })
        })
    }

    fn ringing(&self, agent: AgentId, leg: LegId) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(Stations::ringing(self, agent, leg))
    }

    fn answer(&self, agent: AgentId, leg: LegId) -> Result<(), Unavailable> {
        Stations::answer(self, agent, leg).map_err(|why| Unavailable(why.to_string()))
    }

    fn refuse(&self, agent: AgentId, leg: LegId) -> Result<(), Unavailable> {
        Stations::refuse(self, agent, leg).map_err(|why| Unavailable(why.to_string()))
    }

    fn hang_up(&self, agent: AgentId, leg: LegId) -> Result<(), Unavailable> {
        Stations::hang_up(self, agent, leg).map_err(|why| Unavailable(why.to_string()))
    }

    fn test(&self, agent: AgentId, on: bool) {
        Stations::test(self, agent, on);
    }

    fn disconnect(&self, agent: AgentId) {
        let station = Stations::watch(self, agent).borrow().station;
        if let Some(station) = station {
            Stations::disconnect(self, agent, station);
        }
    }

    fn watch(&self, agent: AgentId) -> watch::Receiver<StationState> {
        Stations::watch(self, agent)
    }
}
