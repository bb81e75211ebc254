//! A part of the spill log: frames one behind the other, and how a frame stands in the file.
//!
//! | bytes | what |
//! |---|---|
//! | 4 | mark |
//! | 4 | length of the payload |
//! | 8 | filling: drawn anew each time the segment is begun |
//! | 8 | number of the frame, counted through all segments |
//! | 16 | checksum over all of the above and the payload |
//! | … | payload: a [`Frame`] as JSON |
//!
//! Numbers are little-endian. A segment ends before the first frame that is torn, of another
//! filling, or out of number.

use super::frame::Frame;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

const MARK: u32 = 0x5350_4c31;
const HEADER: usize = 40;
const CHECKSUM: usize = 16;
/// Zeros written at a time.
const ZEROS: usize = 64 * 1024;

/// One part of the file.
pub(super) struct Segment {
    base: u64,
    size: u64,
    filling: u64,
    /// Number of its first frame.
    pub(super) first: u64,
    /// Frames in it.
    pub(super) count: u64,
    /// Bytes they take.
    pub(super) used: u64,
}

impl Segment {
    /// Finds the frames that stand at `base`, in `size` bytes.
    pub(super) fn find(file: &File, base: u64, size: u64) -> io::Result<Segment> {
        let mut segment = Segment { base, size, filling: 0, first: 0, count: 0, used: 0 };
        while let Some((header, _)) = segment.frame_at(file, segment.used)? {
            if segment.count == 0 {
                (segment.filling, segment.first) = (header.filling, header.number);
            } else if header.filling != segment.filling || header.number != segment.first + segment.count {
                break;
            }
            segment.count += 1;
            segment.used += header.frame_length();
        }
        Ok(segment)
    }

    /// Begins a new filling; the first frame will have this number.
    pub(super) fn begin(&mut self, number: u64) {
        (self.filling, self.first, self.count, self.used) = (rand::random(), number, 0, 0);
    }

    /// Writes as many of the frames as fit, and says how many.
    pub(super) fn write(&mut self, file: &File, frames: &[Frame]) -> io::Result<usize> {
        let mut bytes = Vec::new();
        let mut taken = 0;
        for frame in frames {
            let before = bytes.len();
            encode(frame, self.filling, self.first + self.count + taken as u64, &mut bytes);
            if self.used + bytes.len() as u64 > self.size {
                bytes.truncate(before);
                break;
            }
            taken += 1;
        }
        file.write_all_at(&bytes, self.base + self.used)?;
        self.used += bytes.len() as u64;
        self.count += taken as u64;
        Ok(taken)
    }

    /// The frame at `at`, and where the next one stands.
    pub(super) fn read(&self, file: &File, at: u64) -> io::Result<(Frame, u64)> {
        let damaged = || io::Error::new(io::ErrorKind::InvalidData, "a frame of the spill log is damaged");
        let (header, payload) = self.frame_at(file, at)?.ok_or_else(damaged)?;
        let frame = serde_json::from_slice(&payload).map_err(|_| damaged())?;
        Ok((frame, at + header.frame_length()))
    }

    /// Overwrites what was used with zeros.
    pub(super) fn wipe(&mut self, file: &File) -> io::Result<()> {
        zero(file, self.base, self.base + self.used)?;
        (self.count, self.used) = (0, 0);
        Ok(())
    }

    fn frame_at(&self, file: &File, at: u64) -> io::Result<Option<(Header, Vec<u8>)>> {
        let Some(room) = (self.size - at).checked_sub(HEADER as u64) else { return Ok(None) };
        let mut bytes = [0; HEADER];
        file.read_exact_at(&mut bytes, self.base + at)?;
        let Some(header) = Header::parse(&bytes).filter(|header| header.length as u64 <= room) else {
            return Ok(None);
        };
        let mut payload = vec![0; header.length];
        file.read_exact_at(&mut payload, self.base + at + HEADER as u64)?;
        let is_whole = header.checksum == checksum(header.filling, header.number, &payload);
        Ok(is_whole.then_some((header, payload)))
    }
}

struct Header {
    length: usize,
    filling: u64,
    number: u64,
    checksum: [u8; CHECKSUM],
}

impl Header {
    fn parse(bytes: &[u8; HEADER]) -> Option<Header> {
        let (mark, rest) = bytes.split_first_chunk()?;
        let (length, rest) = rest.split_first_chunk()?;
        let (filling, rest) = rest.split_first_chunk()?;
        let (number, rest) = rest.split_first_chunk()?;
        let (length, checksum) = (usize::try_from(u32::from_le_bytes(*length)).ok()?, *rest.first_chunk()?);
        let (filling, number) = (u64::from_le_bytes(*filling), u64::from_le_bytes(*number));
        (u32::from_le_bytes(*mark) == MARK).then_some(Header { length, filling, number, checksum })
    }

    fn frame_length(&self) -> u64 {
        (HEADER + self.length) as u64
    }
}

fn encode(frame: &Frame, filling: u64, number: u64, out: &mut Vec<u8>) {
    let start = out.len();
    out.resize(start + HEADER, 0);
    serde_json::to_writer(&mut *out, frame).expect("frames have names as keys and no map that could fail");
    let (header, payload) = out[start..].split_at_mut(HEADER);
    let length = u32::try_from(payload.len()).unwrap_or(u32::MAX);
    header[..4].copy_from_slice(&MARK.to_le_bytes());
    header[4..8].copy_from_slice(&length.to_le_bytes());
    header[8..16].copy_from_slice(&filling.to_le_bytes());
    header[16..24].copy_from_slice(&number.to_le_bytes());
    header[24..].copy_from_slice(&checksum(filling, number, payload));
}

fn checksum(filling: u64, number: u64, payload: &[u8]) -> [u8; CHECKSUM] {
    let digest = Sha256::new()
        .chain_update((payload.len() as u64).to_le_bytes())
        .chain_update(filling.to_le_bytes())
        .chain_update(number.to_le_bytes())
        .chain_update(payload)
        .finalize();
    *digest.first_chunk().expect("SHA-256 has 32 bytes")
}

/// Writes zeros.
pub(super) fn zero(file: &File, from: u64, to: u64) -> io::Result<()> {
    let zeros = vec![0; ZEROS];
    let mut at = from;
    while at < to {
        let now = (to - at).min(ZEROS as u64);
        file.write_all_at(&zeros[..now as usize], at)?;
        at += now;
    }
    Ok(())
}
