//! The spill log: where entries go while the database does not take them.
//!
//! One file of fixed size, every byte written when it is made, so that it can be written when the
//! disk is full. It is a ring of segments ([`super::segment`]): entries are added to the newest and
//! read from the oldest; one that is read and stored is wiped and used again. Wiping matters: the
//! log holds wrapped keys, and a key that is destroyed must not live on here.
//!
//! A segment is begun only when the one before it is durable. So whatever order a power cut leaves
//! on the disk, a whole frame never follows a missing one that was needed; an old segment whose
//! wiping was not yet on the disk holds only what the database has.

use super::frame::Frame;
use super::segment::{Segment, zero};
use crate::Error;
use crate::error::file_error;
use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Segments of a large log. A batch must fit into one.
const SEGMENTS: u64 = 8;
/// A smaller log has fewer segments, not smaller ones.
const SMALL_SEGMENT: u64 = 64 * 1024;

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
    /// In use, oldest first.
    filled: VecDeque<Segment>,
    free: Vec<Segment>,
    /// Number of the next frame.
    next: u64,
    /// Segments of `filled` that are read, and bytes that are read of the one after them.
    read: usize,
    read_bytes: u64,
}

impl Spill {
    /// Opens the log as it was left, or makes one of `size` bytes.
    pub(crate) fn open(folder: &Path, size: u64) -> Result<Spill, Error> {
        let path = folder.join("spill.log");
        let failed = file_error("prepare", &path);
        let opened =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&path);
        opened.and_then(|file| Spill::load(file, path, size)).map_err(failed)
    }

    fn load(file: File, path: PathBuf, size: u64) -> io::Result<Spill> {
        let (filled, free) = (VecDeque::new(), Vec::new());
        let mut spill = Spill { file, path, filled, free, next: 0, read: 0, read_bytes: 0 };
        match spill.file.metadata()?.len() {
            0 => spill.resize(size)?,
            length => spill.find_segments(length)?,
        }
        Ok(spill)
    }

    /// Brings an empty log to its size, every byte really written.
    pub(crate) fn resize(&mut self, size: u64) -> io::Result<()> {
        let length = self.file.metadata()?.len();
        if length > size {
            self.file.set_len(size)?;
        }
        if length != size {
            zero(&self.file, length.min(size), size)?;
            self.file.sync_all()?;
        }
        self.find_segments(size)
    }

    fn find_segments(&mut self, length: u64) -> io::Result<()> {
        let count = (length / SMALL_SEGMENT).clamp(1, SEGMENTS);
        let size = length / count;
        let segments: io::Result<Vec<Segment>> =
            (0..count).map(|index| Segment::find(&self.file, index * size, size)).collect();
        let (mut filled, free): (Vec<_>, Vec<_>) =
            segments?.into_iter().partition(|segment| segment.count > 0);
        filled.sort_by_key(|segment| segment.first);
        self.next = filled.last().map_or(0, |last| last.first + last.count);
        (self.filled, self.free, self.read, self.read_bytes) = (filled.into(), free, 0, 0);
        Ok(())
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Adds frames and makes them durable. Says how many went in, and why not all if so; what went
    /// in is durable in either case.
    pub(crate) fn append(&mut self, frames: &[Frame]) -> (usize, Option<Refused>) {
        let mut taken = 0;
        loop {
            match self.append_to_newest(&frames[taken..]) {
                Ok(now) => taken += now,
                Err(error) => return (taken, Some(Refused::Disk(error))),
            }
            if taken == frames.len() {
                return (taken, None);
            }
            if !self.begin_segment() {
                return (taken, Some(Refused::Full));
            }
        }
    }

    fn append_to_newest(&mut self, frames: &[Frame]) -> io::Result<usize> {
        let Some(newest) = self.filled.back_mut() else { return Ok(0) };
        let before = (newest.count, newest.used);
        let written = newest.write(&self.file, frames).and_then(|taken| match taken {
            0 => Ok(0),
            _ => self.file.sync_data().map(|()| taken),
        });
        match &written {
            Ok(taken) => self.next += *taken as u64,
            Err(_) => (newest.count, newest.used) = before,
        }
        written
    }

    /// False when no segment is free, or when a frame is larger than a whole one.
    fn begin_segment(&mut self) -> bool {
        let newest_is_empty = self.filled.back().is_some_and(|newest| newest.count == 0);
        match self.free.pop() {
            Some(mut segment) if !newest_is_empty => {
                segment.begin(self.next);
                self.filled.push_back(segment);
                true
            }
            unused => {
                self.free.extend(unused);
                false
            }
        }
    }

    /// Reads on, until the frames hold `records` records or more, or the log ends.
    pub(crate) fn read(&mut self, records: usize) -> io::Result<Vec<Frame>> {
        let (mut frames, mut found) = (Vec::new(), 0);
        while found < records {
            let Some(segment) = self.filled.get(self.read) else { break };
            if self.read_bytes < segment.used {
                let (frame, next) = segment.read(&self.file, self.read_bytes)?;
                self.read_bytes = next;
                found += frame.records.len().max(1);
                frames.push(frame);
            } else if self.read + 1 < self.filled.len() {
                (self.read, self.read_bytes) = (self.read + 1, 0);
            } else {
                break;
            }
        }
        Ok(frames)
    }

    /// Whether everything has been read.
    pub(crate) fn is_read(&self) -> bool {
        let unread = self.filled.iter().skip(self.read).map(|segment| segment.used).sum::<u64>();
        unread == self.read_bytes
    }

    /// Wipes what has been read: the database has it. Not made durable, because reading it again
    /// after a power cut changes nothing.
    pub(crate) fn release(&mut self) -> io::Result<()> {
        let done = if self.is_read() { self.filled.len() } else { self.read };
        for mut segment in self.filled.drain(..done) {
            segment.wipe(&self.file)?;
            self.free.push(segment);
        }
        self.read -= done.min(self.read);
        if self.filled.is_empty() {
            (self.read, self.read_bytes) = (0, 0);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::os::unix::fs::FileExt;
    use vocabulary::journal::{Entry, Record};
    use vocabulary::{AgentId, Sequence, Time};

    const SIZE: u64 = 256 * 1024;

    fn frame(place: u64) -> Frame {
        let entry = Entry::AgentReady { agent: AgentId(place) };
        let record = Record { sequence: Sequence(place), at: Time(0), cause: None, by: None, entry };
        Frame { records: vec![record], changes: vec![] }
    }

    fn frames(places: std::ops::Range<u64>) -> Vec<Frame> {
        places.map(frame).collect()
    }

    fn places(frames: &[Frame]) -> Vec<u64> {
        frames.iter().map(|frame| frame.records[0].sequence.0).collect()
    }

    fn left_in(folder: &Path) -> Vec<u64> {
        places(&Spill::open(folder, SIZE).unwrap().read(usize::MAX).unwrap())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        /// Whatever happens to the bytes behind a point, the frames before it are read and nothing
        /// else is, not even frames of an earlier filling.
        #[test]
        fn a_torn_log_ends_before_the_tear(
            earlier in 0..40u64, now in 1..40u64, cut in any::<prop::sample::Index>(), garbage in any::<u8>(),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let mut spill = Spill::open(folder.path(), SMALL_SEGMENT).unwrap();
            spill.append(&frames(1000..1000 + earlier));
            let old = std::fs::read(folder.path().join("spill.log")).unwrap();
            spill.read(usize::MAX).unwrap();
            spill.release().unwrap();
            // A power cut may keep the zeros from the disk.
            spill.file.write_all_at(&old, 0).unwrap();
            let mut ends = vec![0];
            for place in 0..now {
                prop_assert_eq!(spill.append(&[frame(place)]).0, 1);
                ends.push(spill.filled[0].used);
            }
            let cut = cut.index(spill.filled[0].used as usize);
            spill.file.write_all_at(&[garbage], cut as u64).unwrap();
            let whole = ends.iter().filter(|end| **end <= cut as u64).count() as u64 - 1;

            let found = left_in(folder.path());
            // The one byte may have been the same before. Torn at its very start, the segment shows
            // nothing, or what was wiped and is stored.
            let expected = [(0..whole).collect::<Vec<_>>(), (0..now).collect()];
            prop_assert!(expected.contains(&found), "{found:?}");
        }

        /// The ring goes round and round, and gives everything back once and in order.
        #[test]
        fn what_goes_in_comes_out_in_order(steps in prop::collection::vec((0..600u64, 0..600usize, any::<bool>()), 1..40)) {
            let folder = tempfile::tempdir().unwrap();
            let mut spill = Spill::open(folder.path(), SIZE).unwrap();
            let (mut added, mut seen) = (0, 0);
            for (count, reading, reopen) in steps {
                let (taken, refused) = spill.append(&frames(added..added + count));
                added += taken as u64;
                prop_assert!(refused.is_none() || added - seen > 1000, "full with {} frames", added - seen);
                let found = places(&spill.read(reading).unwrap());
                prop_assert_eq!(&found, &(seen..seen + found.len() as u64).collect::<Vec<_>>());
                seen += found.len() as u64;
                prop_assert_eq!(spill.is_read(), seen == added);
                spill.release().unwrap();
                if reopen {
                    let again = left_in(folder.path());
                    let from = again.first().copied().unwrap_or(added);
                    prop_assert!(from <= seen, "{from} after {seen} was read");
                    prop_assert_eq!(again, (from..added).collect::<Vec<_>>());
                }
            }
            prop_assert_eq!(places(&spill.read(usize::MAX).unwrap()), (seen..added).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_log_keeps_its_size_and_is_empty_when_released() {
        let folder = tempfile::tempdir().unwrap();
        let mut spill = Spill::open(folder.path(), SIZE).unwrap();
        let (taken, refused) = spill.append(&frames(0..10_000));
        assert!((1000..10_000).contains(&taken) && matches!(refused, Some(Refused::Full)));
        assert_eq!(std::fs::metadata(spill.path()).unwrap().len(), SIZE);

        // Another size is taken up once the log is empty.
        let mut spill = Spill::open(folder.path(), 2 * SIZE).unwrap();
        assert_eq!(spill.read(usize::MAX).unwrap().len(), taken);
        spill.release().unwrap();
        assert!(std::fs::read(spill.path()).unwrap().iter().all(|byte| *byte == 0));
        spill.resize(2 * SIZE).unwrap();
        assert!(spill.append(&frames(0..10_000)).0 > taken);
        spill.read(usize::MAX).unwrap();
        spill.release().unwrap();
        spill.resize(SIZE).unwrap();
        assert_eq!(spill.append(&frames(0..10_000)).0, taken);

        // A batch larger than a segment goes nowhere, and does no harm.
        let large = Frame {
            records: frames(0..2000).into_iter().flat_map(|frame| frame.records).collect(),
            ..frame(0)
        };
        spill.read(usize::MAX).unwrap();
        spill.release().unwrap();
        assert!(matches!(spill.append(&[large]), (0, Some(Refused::Full))));
        assert_eq!(spill.append(&frames(0..5)).0, 5);
    }
}
