//! A running centre without a voice node: the test plays the node.

use crate::Centre;
use crate::start::prepare;
use bank::Bank;
use std::sync::Arc;
use store::Store;
use tokio::sync::mpsc;
use vocabulary::plan::Plan;
use vocabulary::voice::{Event, Report};
use vocabulary::{Epoch, NodeName};
use voice::ToNode;

/// The voice node's side of a centre. It takes no calls by itself: what it reports is what the test
/// says. Orders that nobody reads wait in their channel.
pub struct PlayedNode {
    name: NodeName,
    epoch: Epoch,
    last_report: u64,
    reports: mpsc::Sender<Report>,
    /// What the floor orders.
    pub orders: mpsc::Receiver<ToNode>,
}

/// Starts a centre whose voice node `voice-1` is played by the test.
///
/// # Errors
/// When the journal cannot be read.
pub async fn start(
    store: &Arc<Store>,
    bank: Arc<dyn Bank>,
    plan: Plan,
) -> Result<(Centre, PlayedNode), store::Error> {
    let name = NodeName::new("voice-1").expect("a plain word is a node name");
    let prepared = prepare(store, bank, plan, name.clone()).await?;
    tokio::spawn(prepared.floor.run(prepared.asked, prepared.reports));
    let node = PlayedNode {
        name,
        epoch: prepared.epoch,
        last_report: 0,
        reports: prepared.reported,
        orders: prepared.ordered,
    };
    Ok((prepared.centre, node))
}

impl PlayedNode {
    /// Reports an event to the floor, which takes it before any question asked of it later.
    pub async fn report(&mut self, event: Event) {
        self.last_report += 1;
        let report = Report { epoch: self.epoch, node: self.name.clone(), number: self.last_report, event };
        self.reports.send(report).await.expect("the floor runs as long as its centre");
    }

    /// The term of leadership it serves.
    pub fn epoch(&self) -> Epoch {
        self.epoch
    }
}
