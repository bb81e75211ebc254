//! Recordings: what the telephones of a contact say, from the tap in the media thread to the archive.
//!
//! - The [`Tap`] stands in the media thread, at the one place where a packet of a leg passes
//!   (`relay::pass_on`, behind the gate). It copies the packet into a bounded channel: no lock, no
//!   allocation, no waiting. When the channel is full the packet is missing in the recording, and counted;
//!   the call notices nothing. Beginnings, ends and marks have room of their own.
//! - The *writer* is a thread of its own. It puts packets on the recording's line of samples
//!   ([`timeline`]) and appends half a second at a time to a [`Tape`], which the [`Vault`] provides. What
//!   was said up to nine tenths of a second ago is in the system's hands.
//! - [`archive`] makes Ogg Opus of a finished tape, and proves by decoding that it is what was recorded.
//!
//! [`timeline`], [`chunk`] and [`archive`] are pure. Left is the customer, right is whoever the customer
//! hears: also another agent who takes over. Prompts and music are not recorded: they are marked as hold.

pub mod archive;
pub mod chunk;
mod tap;
pub mod timeline;
mod writer;

pub(crate) use tap::{Recorded, TAIL, Tap};

use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use tokio::sync::mpsc;
use vocabulary::{RecordingId, Time};

/// Where recordings are kept. Called from the writer's thread, which waits: be quick.
pub trait Vault: Send + Sync + 'static {
    /// A recording begins.
    ///
    /// # Errors
    /// There is no place for it: the recording fails, the call goes on.
    fn begin(&self, recording: RecordingId, began: Time) -> io::Result<Box<dyn Tape>>;

    /// A recording for which there was no place, or that never began.
    fn refused(&self, recording: RecordingId, began: Time, why: &io::Error);
}

/// What a recording is written on.
pub trait Tape: Send {
    /// Keeps a [`chunk`]: it must survive the process.
    ///
    /// # Errors
    /// The recording fails, the call goes on.
    fn append(&mut self, chunk: &[u8]) -> io::Result<()>;

    /// The recording is over.
    fn end(self: Box<Self>, how: Ending);
}

/// How a recording ended.
#[derive(Debug)]
pub enum Ending {
    /// With its leg.
    Complete {
        /// Packets that the tap found no room for.
        missing: u64,
    },
    /// It could not be written on.
    Failed(io::Error),
}

/// A vault as part of [`crate::Options`].
#[derive(Clone)]
pub struct Keeper(pub Arc<dyn Vault>);

impl fmt::Debug for Keeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keeper")
    }
}

/// Figures of tap and writer since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stats {
    /// Recordings that run now.
    pub running: u64,
    /// Recordings begun.
    pub begun: u64,
    /// Recordings that failed while their call went on.
    pub failed: u64,
    /// Packets the tap found no room for.
    pub missing: u64,
    /// Octets appended to tapes.
    pub written: u64,
}

/// What tap and writer count.
#[derive(Default)]
pub(crate) struct Counters {
    /// Words the writer has taken out of the channel.
    taken: AtomicU64,
    running: AtomicU64,
    begun: AtomicU64,
    failed: AtomicU64,
    missing: AtomicU64,
    written: AtomicU64,
}

impl Counters {
    pub fn read(&self) -> Stats {
        Stats {
            running: self.running.load(Relaxed),
            begun: self.begun.load(Relaxed),
            failed: self.failed.load(Relaxed),
            missing: self.missing.load(Relaxed),
            written: self.written.load(Relaxed),
        }
    }
}

/// Starts the writer. The tap goes to the media thread; when it is dropped, the writer ends what runs and
/// then itself.
pub(crate) fn start(
    vault: Arc<dyn Vault>,
    reports: mpsc::Sender<crate::media::MediaReport>,
) -> io::Result<Tap> {
    let (tap, words, counters) = Tap::new();
    writer::start(vault, words, reports, counters)?;
    Ok(tap)
}

#[cfg(test)]
pub(crate) mod tests;
