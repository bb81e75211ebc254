//! The job that finds out what became of orders nobody answered.

use super::Operations;
use super::conditional::bank_key;
use crate::Centre;
use std::time::Duration;
use store::{OrderRow, OrderState};
use tokio::time::sleep;

/// How long the bank is left alone between two rounds. A verification of the customer's may use the same
/// systems; an agent sees *unknown* meanwhile.
const ROUND: Duration = Duration::from_secs(2);

/// An order is asked after once nobody can be waiting for its answer any more: the connector gave up before.
const SETTLES: Duration = Duration::from_secs(1);

impl Operations {
    /// Asks the bank for outcomes, round by round, until the centre stops. Requests for a second person end
    /// with their contact.
    pub async fn keep(self, centre: Centre) {
        loop {
            let open = self.round(&centre).await;
            let rest = async {
                match open {
                    true => sleep(ROUND).await,
                    // Whatever is left open tells so.
                    false => {
                        self.0.unsettled.notified().await;
                        sleep(SETTLES).await;
                    }
                }
            };
            tokio::select! {
                () = centre.stopped() => return,
                () = rest => {}
            }
        }
    }

    /// Whether something is still open.
    async fn round(&self, centre: &Centre) -> bool {
        let mut open = false;
        for state in [OrderState::Unknown, OrderState::Pending] {
            match self.all_in(state).await {
                Ok(rows) => {
                    for row in rows {
                        let is_told = self.0.under_way().contains_key(&row.key);
                        open |= is_told || !self.ask(row).await;
                    }
                }
                Err(error) => {
                    tracing::error!(%error, "orders without an outcome cannot be read");
                    open = true;
                }
            }
        }
        self.end_requests(centre).await | open
    }

    /// Whether it came to an end.
    pub(super) async fn ask(&self, mut row: OrderRow) -> bool {
        let Some(key) = bank_key(&row) else { return true };
        match self.0.bank.outcome(&key).await {
            Ok(outcome) => {
                self.settle(&mut row, &outcome).await;
                tracing::info!(contact = %row.contact, operation = row.operation, state = row.state.tag(), "an order was asked after");
                !matches!(row.state, OrderState::Unknown | OrderState::Pending)
            }
            // Nobody was told what became of it: it stays unknown.
            Err(_) => false,
        }
    }
}
