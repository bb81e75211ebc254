//! Snapshots of the floor, so that a start replays the journal's tail only, and the replay itself.

use floor::State;
use indicators::Figures;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Error, Reader, Store};
use vocabulary::Sequence;

/// Records between snapshots: replaying so many takes well under a second.
const EVERY: u64 = 100_000;

/// Journal records replayed at a time.
const PAGE: u32 = 4_096;

/// Version of the snapshot's shape. A snapshot of another version is passed over: the journal says
/// the same, only slower.
const VERSION: u16 = 2;

/// What a journal leads to.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Kept {
    /// The floor.
    pub state: State,
    /// The figures.
    pub figures: Figures,
}

#[derive(Serialize)]
struct Written<'a> {
    version: u16,
    state: &'a State,
    figures: &'a Figures,
}

/// Read first: the rest of another version may have another shape.
#[derive(Deserialize)]
struct Version {
    version: u16,
}

impl Kept {
    /// The snapshot's bytes; equal for equal journals.
    pub fn encode(&self) -> Vec<u8> {
        encode(&self.state, &self.figures)
    }

    fn decode(body: &[u8]) -> Option<Kept> {
        let version: Version = serde_json::from_slice(body).ok()?;
        if version.version != VERSION {
            return None;
        }
        let kept: Kept = serde_json::from_slice(body).ok()?;
        Some(Kept { state: State::restore(kept.state), figures: kept.figures })
    }
}

fn encode(state: &State, figures: &Figures) -> Vec<u8> {
    serde_json::to_vec(&Written { version: VERSION, state, figures })
        .expect("a state is plain data with text keys")
}

/// What the journal in a store leads to: the newest readable snapshot, and all records after it.
///
/// # Errors
/// When the journal cannot be read.
pub async fn replay(store: &Reader) -> Result<Kept, Error> {
    let last = store.last_sequence().await?;
    let snapshots = store.snapshots().await?;
    let usable = snapshots.iter().filter(|(sequence, _)| *sequence <= last);
    let mut kept = usable.filter_map(|(_, body)| Kept::decode(body)).next().unwrap_or_default();
    let mut next = kept.state.sequence().next();
    loop {
        let page = match store.records(next, PAGE).await {
            Ok(page) => page,
            // Counted and shown when they were lost: what follows still stands.
            Err(Error::Gap { first, last }) => {
                tracing::error!(%first, %last, "the journal has a gap; what it led to may be incomplete");
                next = last.next();
                continue;
            }
            Err(failed) => return Err(failed),
        };
        let Some(end) = page.last() else { return Ok(kept) };
        next = end.sequence.next();
        for record in &page {
            floor::apply(&mut kept.state, record);
            let _told_when_it_closed = kept.figures.apply(record);
        }
    }
}

/// Takes snapshots now and then.
pub(crate) struct Snapshots {
    store: Arc<Store>,
    last: Sequence,
}

impl Snapshots {
    pub fn new(store: Arc<Store>) -> Snapshots {
        Snapshots { store, last: Sequence::default() }
    }

    /// Takes a snapshot when enough has happened since the last one. The floor goes on meanwhile:
    /// only the copy is made here.
    pub fn consider(&mut self, state: &State, figures: &Figures) {
        if state.sequence().0 < self.last.0 + EVERY {
            return;
        }
        self.last = state.sequence();
        let (store, kept) = (self.store.clone(), Kept { state: state.clone(), figures: figures.clone() });
        tokio::spawn(async move {
            let sequence = kept.state.sequence();
            let body = tokio::task::spawn_blocking(move || kept.encode()).await;
            if let Ok(body) = body {
                put(&store, sequence, &body).await;
            }
        });
    }

    /// Takes the snapshot of an orderly stop, and waits for it.
    pub async fn take_last(&self, state: &State, figures: &Figures) {
        put(&self.store, state.sequence(), &encode(state, figures)).await;
    }
}

async fn put(store: &Store, sequence: Sequence, body: &[u8]) {
    if let Err(refused) = store.put_snapshot(sequence, body).await {
        tracing::warn!(%refused, "no snapshot was taken; the next start replays more of the journal");
    }
}
