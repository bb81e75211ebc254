//! Brings what an earlier instance left in the spill log into the database.

use crate::journal::frame::Frame;
use crate::journal::ledger::{Fault, Ledger};
use crate::journal::spill::Spill;
use crate::{Error, Result};
use std::sync::Arc;
use vocabulary::Sequence;

/// Records brought in by one transaction.
const GROUP: usize = 1024;

/// Brings everything in, empties the log, and says which place is the last one stored. Doing it
/// again, after being interrupted anywhere, comes to the same.
pub(crate) async fn bring_in(spill: &mut Spill, ledger: &mut impl Ledger) -> Result<Sequence> {
    let before = ledger.last().await?;
    let mut stored = before;
    while !spill.is_read() {
        let frames = spill.read(GROUP).map_err(unreadable(spill))?;
        compare(&frames, before, spill, ledger).await?;
        stored = ledger.commit(Arc::new(frames), stored, true).await.map_err(|Fault(reason)| {
            tracing::error!(reason, "the spill log cannot be brought in");
            Error::NotWriting
        })?;
    }
    spill.release().map_err(unreadable(spill))?;
    Ok(stored)
}

/// Makes sure that what the database has already is what the log has: if another instance took over
/// the database meanwhile, it gave the same places to other entries.
async fn compare(frames: &[Frame], stored: Sequence, spill: &Spill, ledger: &mut impl Ledger) -> Result<()> {
    let spilled =
        frames.iter().flat_map(|frame| &frame.records).take_while(|record| record.sequence <= stored);
    for record in spilled {
        if ledger.record(record.sequence).await?.as_ref() != Some(record) {
            return Err(Error::SpillConflict { path: spill.path().to_owned(), sequence: record.sequence });
        }
    }
    Ok(())
}

fn unreadable(spill: &Spill) -> impl FnOnce(std::io::Error) -> Error + use<> {
    crate::error::file_error("read", spill.path())
}
