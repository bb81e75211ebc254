//! The spill log: where entries go while the database does not take them.
//!
//! One file of fixed size, written full of zeros when it is made, so that it can be written when the
//! disk is full. Frames stand one behind the other from the start:
//!
//! | bytes | what |
//! |---|---|
//! | 4 | mark |
//! | 4 | length of the payload |
//! | 8 | run: which filling of the file |
//! | 8 | number of the frame within the run: 0, 1, 2 … |
//! | 16 | checksum over all of the above and the payload |
//! | … | payload: a [`Frame`] as JSON |
//!
//! Numbers are little-endian. The log ends before the first frame that is torn, of another run, or
//! out of number. Once the database has everything, what was written is overwritten with zeros:
//! it holds wrapped keys, and a key that is destroyed must not live on here.

use super::frame::Frame;
use crate::Error;
use crate::error::file_error;
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

const MARK: u32 = 0x5350_4c31;
const HEADER: usize = 40;
const CHECKSUM: usize = 16;
/// Zeros written at a time.
const ZEROS: usize = 64 * 1024;
/// A payload beyond this is a damaged length, not a frame.
const MOST_PAYLOAD: usize = 64 * 1024 * 1024;

/// Why a frame did not go into the log.
#[derive(Debug)]
pub(crate) enum Refused {
    /// No room is left.
    Full,
    /// The disk failed.
    Disk(io::Error),
}

/// The open log.
pub(crate) struct Spill {
    file: File,
    path: PathBuf,
    size: u64,
    run: u64,
    /// Where the next frame goes, and its number.
    end: u64,
    count: u64,
}

/// Where reading goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Cursor {
    at: u64,
    number: u64,
}

impl Spill {
    /// Opens or makes the log and finds its end.
    pub(crate) fn open(folder: &Path, size: u64) -> Result<Spill, Error> {
        let path = folder.join("spill.log");
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(file_error("open", &path))?;
        let size = size.max(HEADER as u64);
        let mut spill = Spill { file, path, size, run: 0, end: 0, count: 0 };
        spill.find_end().and_then(|()| spill.fill_up()).map_err(file_error("prepare", &spill.path))?;
        Ok(spill)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Adds frames and makes them durable. Says how many went in, and why not all if so; what went
    /// in is durable in either case.
    pub(crate) fn append(&mut self, frames: &[Frame]) -> (usize, Option<Refused>) {
        let mut bytes = Vec::new();
        let mut taken = 0;
        for frame in frames {
            let before = bytes.len();
            encode(frame, self.run, self.count + taken as u64, &mut bytes);
            if self.end + bytes.len() as u64 > self.size {
                bytes.truncate(before);
                break;
            }
            taken += 1;
        }
        if let Err(error) = self.write(&bytes) {
            return (0, Some(Refused::Disk(error)));
        }
        self.end += bytes.len() as u64;
        self.count += taken as u64;
        (taken, (taken < frames.len()).then_some(Refused::Full))
    }

    /// Reads frames from `cursor` on until they hold `records` records or more, or the log ends.
    pub(crate) fn read(&self, cursor: Cursor, records: usize) -> io::Result<(Vec<Frame>, Cursor)> {
        let (mut frames, mut cursor, mut found) = (Vec::new(), cursor, 0);
        while cursor.at < self.end && found < records {
            let (frame, length) = self
                .frame_at(cursor, Some(self.run))?
                .map(|(frame, _, length)| (frame, length))
                .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "the spill log is damaged"))?;
            found += frame.records.len().max(1);
            cursor = Cursor { at: cursor.at + length, number: cursor.number + 1 };
            frames.push(frame);
        }
        Ok((frames, cursor))
    }

    /// Whether nothing stands behind `cursor`.
    pub(crate) fn is_read(&self, cursor: Cursor) -> bool {
        cursor.at >= self.end
    }

    /// Forgets everything: the database has it. Not made durable, because reading it again after a
    /// power cut changes nothing.
    pub(crate) fn clear(&mut self) -> io::Result<()> {
        self.zero(0, self.end)?;
        self.run += 1;
        self.end = 0;
        self.count = 0;
        Ok(())
    }

    fn write(&self, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.file.write_all_at(bytes, self.end)?;
        self.file.sync_data()
    }

    fn find_end(&mut self) -> io::Result<()> {
        let mut cursor = Cursor::default();
        let mut run = None;
        while let Some((_, found, length)) = self.frame_at(cursor, run)? {
            run = Some(found);
            cursor = Cursor { at: cursor.at + length, number: cursor.number + 1 };
        }
        self.run = run.unwrap_or_else(rand::random);
        self.end = cursor.at;
        self.count = cursor.number;
        Ok(())
    }

    /// Brings the file to its size, every byte really written.
    fn fill_up(&self) -> io::Result<()> {
        let length = self.file.metadata()?.len();
        if length < self.size {
            self.zero(length, self.size)?;
            self.file.sync_all()?;
        }
        if length > self.size && self.end <= self.size {
            self.file.set_len(self.size)?;
            self.file.sync_all()?;
        }
        Ok(())
    }

    fn zero(&self, from: u64, to: u64) -> io::Result<()> {
        let zeros = vec![0; ZEROS];
        let mut at = from;
        while at < to {
            let now = (to - at).min(ZEROS as u64);
            self.file.write_all_at(&zeros[..now as usize], at)?;
            at += now;
        }
        Ok(())
    }

    /// The whole frame at `cursor`, its run, and its length in the file.
    fn frame_at(&self, cursor: Cursor, run: Option<u64>) -> io::Result<Option<(Frame, u64, u64)>> {
        let mut header = [0; HEADER];
        if !read_whole(&self.file, &mut header, cursor.at)? {
            return Ok(None);
        }
        let Some(header) = Header::parse(&header) else { return Ok(None) };
        if header.number != cursor.number || run.is_some_and(|run| run != header.run) {
            return Ok(None);
        }
        let mut payload = vec![0; header.length];
        if !read_whole(&self.file, &mut payload, cursor.at + HEADER as u64)? {
            return Ok(None);
        }
        if checksum(header.length, header.run, header.number, &payload) != header.checksum {
            return Ok(None);
        }
        let length = (HEADER + header.length) as u64;
        Ok(serde_json::from_slice(&payload).ok().map(|frame| (frame, header.run, length)))
    }
}

struct Header {
    length: usize,
    run: u64,
    number: u64,
    checksum: [u8; CHECKSUM],
}

impl Header {
    fn parse(bytes: &[u8; HEADER]) -> Option<Header> {
        let (mark, rest) = bytes.split_first_chunk::<4>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let (run, rest) = rest.split_first_chunk::<8>()?;
        let (number, rest) = rest.split_first_chunk::<8>()?;
        let checksum = *rest.first_chunk()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let fits = u32::from_le_bytes(*mark) == MARK && length <= MOST_PAYLOAD;
        let (run, number) = (u64::from_le_bytes(*run), u64::from_le_bytes(*number));
        fits.then_some(Header { length, run, number, checksum })
    }
}

fn encode(frame: &Frame, run: u64, number: u64, out: &mut Vec<u8>) {
    let start = out.len();
    out.resize(start + HEADER, 0);
    serde_json::to_writer(&mut *out, frame).expect("frames have names as keys and no map that could fail");
    let length = out.len() - start - HEADER;
    let checksum = checksum(length, run, number, &out[start + HEADER..]);
    let header = &mut out[start..start + HEADER];
    header[..4].copy_from_slice(&MARK.to_le_bytes());
    header[4..8].copy_from_slice(&(length as u32).to_le_bytes());
    header[8..16].copy_from_slice(&run.to_le_bytes());
    header[16..24].copy_from_slice(&number.to_le_bytes());
    header[24..].copy_from_slice(&checksum);
}

fn checksum(length: usize, run: u64, number: u64, payload: &[u8]) -> [u8; CHECKSUM] {
    let digest = Sha256::new()
        .chain_update((length as u64).to_le_bytes())
        .chain_update(run.to_le_bytes())
        .chain_update(number.to_le_bytes())
        .chain_update(payload)
        .finalize();
    *digest.first_chunk().expect("SHA-256 has 32 bytes")
}

/// False when the file ends before `bytes` are full.
fn read_whole(file: &File, bytes: &mut [u8], at: u64) -> io::Result<bool> {
    match file.read_exact_at(bytes, at) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use vocabulary::journal::{Entry, Record};
    use vocabulary::{AgentId, Sequence, Time};

    fn frame(place: u64) -> Frame {
        let entry = Entry::AgentReady { agent: AgentId(place) };
        Frame {
            records: vec![Record { sequence: Sequence(place), at: Time(0), cause: None, entry }],
            changes: vec![],
        }
    }

    fn all(spill: &Spill) -> Vec<u64> {
        let (frames, cursor) = spill.read(Cursor::default(), usize::MAX).unwrap();
        assert!(spill.is_read(cursor));
        frames.iter().map(|frame| frame.records[0].sequence.0).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        /// Whatever happens to the bytes behind a point, the frames before it are read and nothing
        /// else is, not even frames of an earlier filling.
        #[test]
        fn a_torn_log_ends_before_the_tear(
            earlier in 0..40u64, now in 1..40u64, cut in any::<proptest::sample::Index>(), garbage in any::<u8>(),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let mut spill = Spill::open(folder.path(), 64 * 1024).unwrap();
            spill.append(&(1000..1000 + earlier).map(frame).collect::<Vec<_>>());
            let old = std::fs::read(folder.path().join("spill.log")).unwrap();
            spill.clear().unwrap();
            // A power cut may keep the zeros of `clear` from the disk.
            spill.file.write_all_at(&old, 0).unwrap();
            let mut ends = vec![0];
            for place in 0..now {
                prop_assert_eq!(spill.append(&[frame(place)]).0, 1);
                ends.push(spill.end);
            }
            let cut = cut.index(spill.end as usize);
            spill.file.write_all_at(&[garbage], cut as u64).unwrap();
            let whole = ends.iter().filter(|end| **end <= cut as u64).count() as u64 - 1;

            let found = all(&Spill::open(folder.path(), 64 * 1024).unwrap());
            // The one byte may have been the same before.
            prop_assert!(found == (0..whole).collect::<Vec<_>>() || found == (0..now).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_full_log_takes_what_fits_and_is_as_good_as_new_when_cleared() {
        let folder = tempfile::tempdir().unwrap();
        let mut spill = Spill::open(folder.path(), 1000).unwrap();
        let frames: Vec<Frame> = (0..100).map(frame).collect();
        let (taken, refused) = spill.append(&frames);
        assert!((1..100).contains(&taken) && matches!(refused, Some(Refused::Full)));
        assert_eq!(all(&spill).len(), taken);
        assert_eq!(std::fs::metadata(spill.path()).unwrap().len(), 1000);

        spill.clear().unwrap();
        assert!(std::fs::read(spill.path()).unwrap().iter().all(|byte| *byte == 0));
        assert_eq!(spill.append(&frames).0, taken);
        let mut larger = Spill::open(folder.path(), 2000).unwrap();
        assert_eq!(all(&larger).len(), taken);
        assert!(larger.append(&frames[taken..]).0 > 0, "the log did not grow");
    }
}
