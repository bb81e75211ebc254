//! Telephones in browsers: nobody is ready whom no call could reach.
//!
//! An agent becomes ready while the telephone is connected, and is made not ready when it is lost.
//! In a talk the floor decides: the customer hears music, and the page may come back.

use crate::message::Message;
use crate::{Centre, Link, StationState, Stopped};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;
use vocabulary::AgentId;
use vocabulary::voice::PAGE;

/// A page that closed its telephone may be on its way to open another: it is loaded anew, or the
/// telephone moves to a window of its own.
const MOVES_WITHIN: Duration = Duration::from_secs(4);

impl Centre {
    /// Whether an agent is called in the browser.
    pub(crate) async fn is_at_page(&self, agent: AgentId) -> Result<bool, Stopped> {
        Ok(self.desk(agent).await?.is_some_and(|desk| desk.address == PAGE))
    }

    /// Whether a call would ring in the agent's browser.
    pub(crate) fn can_be_called(&self, agent: AgentId) -> bool {
        self.telephones().is_some_and(|telephones| is_there(&telephones.watch(agent).borrow()))
    }

    /// From now on the agent is made not ready when the telephone is lost.
    pub(crate) async fn look_after_telephone(&self, agent: AgentId) {
        let Some(telephones) = self.telephones() else { return };
        if self.desks.looks_after(agent) {
            tokio::spawn(follow(self.clone(), agent, telephones.watch(agent)));
        } else if !self.can_be_called(agent) {
            // Lost in the moment in which the agent became ready.
            self.telephone_lost(agent).await;
        }
    }

    /// The centre may be stopping: nobody is left to care.
    async fn telephone_lost(&self, agent: AgentId) {
        let _ = self.ask(|done| Message::TelephoneLost(agent, done)).await;
    }
}

/// Tells the floor of each loss, until the centre stops.
async fn follow(centre: Centre, agent: AgentId, mut state: watch::Receiver<StationState>) {
    let losses = async {
        // The sender lives as long as the voice node.
        while let Ok(link) = state.wait_for(is_lost).await.map(|state| state.link) {
            let moves = link == Link::Absent
                && timeout(MOVES_WITHIN, state.wait_for(is_there)).await.is_ok_and(|back| back.is_ok());
            if !moves {
                tracing::info!(%agent, "an agent's telephone is lost");
                centre.telephone_lost(agent).await;
                if state.wait_for(is_there).await.is_err() {
                    return;
                }
            }
        }
    };
    tokio::select! {
        () = centre.stopped() => {}
        () = losses => {}
    }
}

fn is_there(state: &StationState) -> bool {
    state.link == Link::Connected
}

/// One that is connecting may still come in time.
fn is_lost(state: &StationState) -> bool {
    matches!(state.link, Link::Absent | Link::Lost)
}
