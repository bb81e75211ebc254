//! A file that grows chunk by chunk.

use super::chunks::{self, OVERHEAD, Spot};
use super::{BlobId, BlobKey, damaged};
use crate::Result;
use crate::error::file_error;
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const MAGIC: &[u8; 8] = b"HLTLOG01";
/// Longest chunk that is read: a damaged length must not take all memory.
const MOST: usize = 16 * 1024 * 1024;

/// Appends to a log. Every chunk is in the system's hands when [`LogWriter::append`] returns.
pub struct LogWriter {
    file: File,
    id: BlobId,
    key: BlobKey,
    next: u64,
    frame: Vec<u8>,
}

impl LogWriter {
    pub(super) fn create(path: &Path, id: BlobId, key: BlobKey) -> io::Result<LogWriter> {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        file.write_all(MAGIC)?;
        Ok(LogWriter { file, id, key, next: 0, frame: Vec::new() })
    }

    /// Its name.
    pub fn id(&self) -> BlobId {
        self.id
    }

    /// Seals and appends a chunk.
    ///
    /// # Errors
    /// The system's; what was written before can be read.
    pub fn append(&mut self, value: &[u8]) -> io::Result<()> {
        self.put(value, false)
    }

    /// Closes the log: a reader knows that nothing is missing at its end.
    ///
    /// # Errors
    /// The system's.
    pub fn finish(mut self) -> io::Result<()> {
        self.put(&[], true)
    }

    fn put(&mut self, value: &[u8], last: bool) -> io::Result<()> {
        let sealed = chunks::seal(&self.key, Spot { blob: self.id, number: self.next, last }, value);
        let length = u32::try_from(sealed.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
        self.frame.clear();
        self.frame.extend_from_slice(&length.to_be_bytes());
        self.frame.extend_from_slice(&sealed);
        self.file.write_all(&self.frame)?;
        self.next += 1;
        Ok(())
    }
}

/// Reads a log from its beginning.
pub struct Log {
    file: BufReader<File>,
    path: PathBuf,
    id: BlobId,
    key: BlobKey,
    next: u64,
    complete: bool,
}

impl Log {
    pub(super) fn open(path: &Path, id: BlobId, key: BlobKey) -> Result<Log> {
        let mut file = BufReader::new(File::open(path).map_err(file_error("read", path))?);
        let mut magic = [0; MAGIC.len()];
        let read = file.read_exact(&mut magic);
        if read.is_err() || magic != *MAGIC {
            return Err(damaged());
        }
        Ok(Log { file, path: path.to_owned(), id, key, next: 0, complete: false })
    }

    /// The next chunk; `None` at the end, be it the log's own or where a crash cut it off.
    ///
    /// # Errors
    /// [`crate::Error::File`]; [`crate::sealed::Error::Damaged`] for a chunk that was changed.
    pub fn next_chunk(&mut self) -> Result<Option<Zeroizing<Vec<u8>>>> {
        if self.complete {
            return Ok(None);
        }
        let Some(length) = self.read::<4>()?.map(|bytes| u32::from_be_bytes(bytes) as usize) else {
            return Ok(None);
        };
        if !(OVERHEAD..=MOST).contains(&length) {
            return Err(damaged());
        }
        let mut sealed = vec![0; length];
        match self.file.read_exact(&mut sealed) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            Err(error) => return Err(file_error("read", &self.path)(error)),
        }
        let spot = Spot { blob: self.id, number: self.next, last: false };
        self.next += 1;
        match chunks::open(&self.key, spot, &sealed) {
            Ok(value) => Ok(Some(value)),
            Err(_) => {
                chunks::open(&self.key, Spot { last: true, ..spot }, &sealed)?;
                self.complete = true;
                Ok(None)
            }
        }
    }

    /// Whether the log's own end was read.
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    fn read<const N: usize>(&mut self) -> Result<Option<[u8; N]>> {
        let mut bytes = [0; N];
        match self.file.read_exact(&mut bytes) {
            Ok(()) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(file_error("read", &self.path)(error)),
        }
    }
}
