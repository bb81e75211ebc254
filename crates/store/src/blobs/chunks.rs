//! One chunk, sealed for its place.

use super::BlobId;
use super::keys::BlobKey;
use crate::sealed::{Error, Place};
use zeroize::Zeroizing;

/// What sealing adds to a chunk: nonce and tag (RFC 8452 §4).
pub(super) const OVERHEAD: usize = 12 + 16;

/// Where a chunk stands: in which file, at which place, and whether another one follows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    pub blob: BlobId,
    pub number: u64,
    pub last: bool,
}

impl Spot {
    fn place(self) -> Place {
        let column = if self.last { "last" } else { "chunk" };
        Place::new("blobs", column, format_args!("{}/{}", self.blob, self.number))
    }
}

pub(super) fn seal(key: &BlobKey, spot: Spot, value: &[u8]) -> Vec<u8> {
    key.seal(&spot.place(), value)
}

pub(super) fn open(key: &BlobKey, spot: Spot, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    key.open(&spot.place(), sealed)
}
