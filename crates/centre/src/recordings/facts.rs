//! What is known of an archive's contents, as it stands sealed beside it.

use serde::{Deserialize, Serialize};
use store::recordings::facts_place;
use vocabulary::RecordingId;
use voice::media::g711::RATE;
use voice::recorder::archive::{self, PEAKS_PER_SECOND};
use voice::recorder::timeline::Mark;

/// Samples. At the end of a call one side is parted from the other some packets before it is hung up: nobody was held.
const SHORTEST_HOLD: u64 = RATE as u64 / 4;

/// What a player needs beside the sound.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// Seconds.
    pub duration_s: f64,
    /// When the customer heard nobody: from and to, in seconds.
    pub holds: Vec<(f64, f64)>,
    /// When secure entry kept everything out, in seconds.
    #[serde(default)]
    pub secure: Vec<(f64, f64)>,
    /// Peaks a second.
    pub peaks_per_second: u32,
    /// The customer's peaks, 0 to 255.
    pub customer: Vec<u8>,
    /// The agents' peaks, 0 to 255.
    pub agent: Vec<u8>,
}

impl Facts {
    pub(super) fn of(facts: &archive::Facts) -> Facts {
        let seconds = |samples: u64| samples as f64 / f64::from(RATE);
        let stretches = |begins, ends, shortest: u64| {
            let found = facts.stretches(begins, ends);
            let told = found.iter().filter(|found| found.end - found.start >= shortest);
            told.map(|found| (seconds(found.start), seconds(found.end))).collect()
        };
        let [customer, agent] = facts.peaks.clone();
        Facts {
            duration_s: facts.duration(),
            holds: stretches(Mark::HoldBegins, Mark::HoldEnds, SHORTEST_HOLD),
            secure: stretches(Mark::SecureBegins, Mark::SecureEnds, 1),
            peaks_per_second: PEAKS_PER_SECOND,
            customer,
            agent,
        }
    }

    pub(super) fn seal(&self, recording: RecordingId, key: &store::blobs::BlobKey) -> Vec<u8> {
        let text = serde_json::to_vec(self).expect("numbers and lists of them are JSON");
        key.seal(&facts_place(recording), &text)
    }

    /// Opens sealed facts.
    ///
    /// # Errors
    /// [`store::sealed::Error::Damaged`].
    pub fn open(
        recording: RecordingId,
        key: &store::blobs::BlobKey,
        sealed: &[u8],
    ) -> Result<Facts, store::sealed::Error> {
        let text = key.open(&facts_place(recording), sealed)?;
        serde_json::from_slice(&text).map_err(|_| store::sealed::Error::Damaged)
    }
}
