//! Has customers be found by the names that the bank gave.
//!
//! Names are written together, and by nobody who waits: the database has one writer, and what is on record before an
//! answer leaves needs it.

use std::sync::Arc;
use std::time::Duration;
use store::Store;
use tokio::sync::mpsc;
use tokio::time::sleep;
use vocabulary::{CustomerRef, PersonName};

/// Names that wait to be written. One more is left out: its customer is found by it from the next call on.
const WAITING: usize = 1_000;

/// Names of one write. Each name's pieces lie all over their index, some thirty pages of it: more names at once would keep
/// the database's writer from whoever waits for an answer.
const TOGETHER: usize = 4;

/// Between two writes others have their turn.
const PAUSE: Duration = Duration::from_millis(12);

/// Where names are handed in.
pub(super) struct Knowing(mpsc::Sender<(CustomerRef, PersonName)>);

impl Knowing {
    /// Begins to write names; ends when this is dropped.
    pub fn begin(store: Arc<Store>) -> Knowing {
        let (tell, named) = mpsc::channel(WAITING);
        tokio::spawn(keep(store, named));
        Knowing(tell)
    }

    /// Has a customer be found by a name, soon.
    pub fn know(&self, customer: CustomerRef, name: PersonName) {
        if self.0.try_send((customer, name)).is_err() {
            tracing::warn!("a customer cannot be found by name for now: too many names wait to be written");
        }
    }
}

async fn keep(store: Arc<Store>, mut named: mpsc::Receiver<(CustomerRef, PersonName)>) {
    let mut together = Vec::with_capacity(TOGETHER);
    while named.recv_many(&mut together, TOGETHER).await > 0 {
        // Of a customer who comes twice the last word counts.
        let mut last: Vec<(CustomerRef, PersonName)> = Vec::with_capacity(together.len());
        for (customer, name) in together.drain(..).rev() {
            if last.iter().all(|(known, _)| *known != customer) {
                last.push((customer, name));
            }
        }
        if let Err(error) = store.know_names(&last).await {
            tracing::warn!(%error, "customers cannot be found by name for now");
        }
        sleep(PAUSE).await;
    }
}
