//! What travels from the inbox to database or spill log.

use crate::contacts::change::SealedChange;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use vocabulary::Sequence;
use vocabulary::journal::Record;

/// One batch with nothing personal in clear: the unit that is spilled whole or not at all.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct Frame {
    pub(crate) records: Vec<Record>,
    pub(crate) changes: Vec<SealedChange>,
}

impl Frame {
    /// Place of its last record; none when it has changes only.
    pub(crate) fn last(&self) -> Option<Sequence> {
        self.records.last().map(|record| record.sequence)
    }

    /// Whether the database has it when it has everything up to `stored`. Changes without records
    /// have no place, so they are always applied again: doing so changes nothing.
    pub(crate) fn is_stored(&self, stored: Sequence) -> bool {
        self.last().is_some_and(|last| last <= stored)
    }
}

/// Frames that are committed together, in order.
pub(crate) type Group = Arc<Vec<Frame>>;

/// How many records some frames hold.
pub(crate) fn records_in(frames: &[Frame]) -> usize {
    frames.iter().map(|frame| frame.records.len()).sum()
}

/// Place of the last record of some frames.
pub(crate) fn last_of(frames: &[Frame]) -> Option<Sequence> {
    frames.iter().rev().find_map(Frame::last)
}
