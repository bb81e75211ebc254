//! Whether a recording is whole: what was written, held against what the journal says of the conversation.
//!
//! The recorder says itself when it failed. But the process may die before that word is kept, and a disk
//! may lose what it took; neither may leave half a conversation that counts as recorded.

use store::recordings::RecordingRow;
use vocabulary::journal::RecordingOutcome;

/// By how many seconds a recording may be shorter than its conversation: the floor's times of beginning and
/// end lie before and after those of the media thread, by what a busy machine makes of a few messages.
const TOLERANCE: f64 = 3.0;

/// What is missing of a recording that lasts so many seconds, in a few words; `None` when it is whole.
///
/// A recording that ended with the process is as long as it is: nobody knows when its conversation ended.
pub(super) fn lacking(row: &RecordingRow, seconds: f64) -> Option<String> {
    match row.outcome? {
        RecordingOutcome::Failed => Some("the recorder could not go on with it".to_owned()),
        RecordingOutcome::Interrupted => None,
        RecordingOutcome::Complete => {
            let lasted = (row.ended_at? - row.started_at).0 as f64 / 1e6;
            let missing = lasted - seconds;
            (missing > TOLERANCE).then(|| format!("{missing:.0} of {lasted:.0} s are missing"))
        }
    }
}
