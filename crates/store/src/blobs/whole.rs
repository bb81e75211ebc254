//! A file that is written whole, and read in parts.

use super::chunks::{self, OVERHEAD, Spot};
use super::{BlobId, BlobKey, damaged};
use crate::Result;
use crate::error::file_error;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const MAGIC: &[u8; 8] = b"HLTBLB01";
/// Octets of a chunk in clear: small enough that a seek costs little, large enough that sealing adds
/// less than a thousandth.
const CHUNK: usize = 32 * 1024;
const SEALED: usize = CHUNK + OVERHEAD;

/// Writes a new file and synchronises it.
pub(super) fn write(path: &Path, id: BlobId, key: &BlobKey, value: &[u8]) -> io::Result<()> {
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    let mut file = BufWriter::new(file);
    file.write_all(MAGIC)?;
    let (count, mut number) = (value.len().div_ceil(CHUNK).max(1), 0);
    // An empty value is one empty chunk, which says that nothing was cut off.
    let mut rest = value;
    while number < count {
        let (chunk, later) = rest.split_at(rest.len().min(CHUNK));
        let spot = Spot { blob: id, number: number as u64, last: number + 1 == count };
        file.write_all(&chunks::seal(key, spot, chunk))?;
        (rest, number) = (later, number + 1);
    }
    file.into_inner()?.sync_all()
}

/// An opened blob.
pub struct Blob {
    file: File,
    path: PathBuf,
    id: BlobId,
    key: BlobKey,
    /// Octets in clear.
    length: u64,
    chunks: u64,
}

impl Blob {
    pub(super) fn open(path: &Path, id: BlobId, key: BlobKey) -> Result<Blob> {
        let file = File::open(path).map_err(file_error("read", path))?;
        let size = file.metadata().map_err(file_error("read", path))?.len();
        let mut magic = [0; MAGIC.len()];
        let read = file.read_exact_at(&mut magic, 0);
        let sealed = size.saturating_sub(MAGIC.len() as u64);
        let chunks = sealed.div_ceil(SEALED as u64);
        let last = sealed.saturating_sub(chunks.saturating_sub(1) * SEALED as u64);
        if read.is_err() || magic != *MAGIC || last < OVERHEAD as u64 {
            return Err(damaged());
        }
        let length = sealed - chunks * OVERHEAD as u64;
        Ok(Blob { file, path: path.to_owned(), id, key, length, chunks })
    }

    /// Octets of the value. Not proven before the last chunk was read.
    pub fn len(&self) -> u64 {
        self.length
    }

    /// Whether the value is empty.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// A part of the value: only the chunks it touches are read and opened. What lies beyond the end is
    /// left out.
    ///
    /// # Errors
    /// [`crate::Error::File`]; [`crate::sealed::Error::Damaged`] when a chunk was changed, moved or cut.
    pub fn read(&self, part: Range<u64>) -> Result<Zeroizing<Vec<u8>>> {
        let end = part.end.min(self.length);
        let start = part.start.min(end);
        let (first, after) = (start / CHUNK as u64, end.div_ceil(CHUNK as u64).min(self.chunks));
        let mut value = Zeroizing::new(Vec::with_capacity((end - start) as usize));
        for number in first..after {
            let chunk = self.chunk(number)?;
            let begins = number * CHUNK as u64;
            let from = start.saturating_sub(begins) as usize;
            let to = (end - begins).min(chunk.len() as u64) as usize;
            value.extend_from_slice(chunk.get(from..to).ok_or_else(damaged)?);
        }
        Ok(value)
    }

    /// All of it, which also proves that nothing is missing.
    ///
    /// # Errors
    /// As [`Blob::read`].
    pub fn read_all(&self) -> Result<Zeroizing<Vec<u8>>> {
        if self.is_empty() {
            self.chunk(0)?;
        }
        self.read(0..self.length)
    }

    fn chunk(&self, number: u64) -> Result<Zeroizing<Vec<u8>>> {
        let last = number + 1 == self.chunks;
        let octets = if last { (self.length - number * CHUNK as u64) as usize + OVERHEAD } else { SEALED };
        let mut sealed = vec![0; octets];
        let at = MAGIC.len() as u64 + number * SEALED as u64;
        self.file.read_exact_at(&mut sealed, at).map_err(file_error("read", &self.path))?;
        Ok(chunks::open(&self.key, Spot { blob: self.id, number, last }, &sealed)?)
    }
}
