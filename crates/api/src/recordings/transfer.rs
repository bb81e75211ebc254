//! Recordings as the outside sees them.

use centre::recordings::Facts;
use serde::Serialize;
use store::RecordingRow;
use store::recordings::{Counts, State};
use utoipa::ToSchema;
use vocabulary::Time;
use vocabulary::journal::Record;

/// What became of a recording.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RecordingState {
    /// The contact was never recorded.
    None,
    /// The call lasts.
    Running,
    /// The call is over; the archive is being made.
    Sealing,
    /// It can be heard.
    Ready,
    /// It cannot be heard; `reason` says why.
    Failed,
    /// It was erased with its customer's key.
    Erased,
}

/// The recording of a contact.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Recording {
    state: RecordingState,
    #[schema(example = "R-17", required = true)]
    recording: Option<String>,
    /// When it began: with the first answer.
    #[schema(format = DateTime, required = true)]
    started: Option<String>,
    #[schema(required = true)]
    duration_s: Option<f64>,
    /// Left and right.
    channels: Vec<&'static str>,
    /// When the customer heard nobody.
    holds: Vec<Stretch>,
    /// The contact's journal from then on, for readers who may see it.
    markers: Vec<Marker>,
    #[schema(required = true)]
    peaks: Option<Peaks>,
    /// Why it failed.
    #[schema(required = true)]
    reason: Option<String>,
}

/// A stretch of a recording, in seconds from its beginning.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Stretch {
    from_s: f64,
    to_s: f64,
}

/// An entry of the journal, by its moment in the recording.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Marker {
    at_s: f64,
    #[schema(example = "connected")]
    kind: String,
    #[schema(example = "J-4711")]
    sequence: String,
}

/// The loudest of each stretch of both channels, 0 to 255.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Peaks {
    per_second: u32,
    customer: Vec<u8>,
    agent: Vec<u8>,
}

/// A secret address.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Ticket {
    /// Where the sound is: Ogg Opus, to be read by range.
    url: String,
    /// Until then.
    #[schema(format = DateTime)]
    expires: String,
}

/// How many recordings can be played.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Success {
    due: u64,
    playable: u64,
    /// Playable of those due that have been decided, 0 to 1; null when there is none.
    #[schema(required = true)]
    share: Option<f64>,
    /// Due and not yet decided.
    pending: u64,
    /// Those that failed, the first hundred.
    failed: Vec<FailedRecording>,
}

/// A recording that cannot be played.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FailedRecording {
    #[schema(example = "R-17")]
    recording: String,
    #[schema(example = "C-17")]
    contact: String,
    reason: String,
}

impl Recording {
    /// Of a contact that was never recorded.
    pub fn none() -> Recording {
        Recording {
            state: RecordingState::None,
            recording: None,
            started: None,
            duration_s: None,
            channels: vec!["customer", "agent"],
            holds: Vec::new(),
            markers: Vec::new(),
            peaks: None,
            reason: None,
        }
    }

    pub fn of(row: &RecordingRow, facts: Option<Facts>, records: &[Record]) -> Recording {
        let state = match row.state {
            State::Running => RecordingState::Running,
            State::Sealing => RecordingState::Sealing,
            // Its key may have been destroyed since the row was written.
            State::Ready if facts.is_none() => RecordingState::Erased,
            State::Ready => RecordingState::Ready,
            State::Failed => RecordingState::Failed,
            State::Erased => RecordingState::Erased,
        };
        let duration = facts.as_ref().map(|facts| facts.duration_s);
        Recording {
            state,
            recording: Some(row.recording.to_string()),
            started: Some(row.started_at.to_string()),
            duration_s: duration,
            holds: facts.iter().flat_map(|facts| &facts.holds).map(Stretch::new).collect(),
            markers: records
                .iter()
                .filter_map(|record| Marker::of(record, row.started_at, duration))
                .collect(),
            reason: row.reason.clone(),
            peaks: facts.map(|facts| Peaks {
                per_second: facts.peaks_per_second,
                customer: facts.customer,
                agent: facts.agent,
            }),
            ..Recording::none()
        }
    }
}

impl Stretch {
    fn new((from, to): &(f64, f64)) -> Stretch {
        Stretch { from_s: *from, to_s: *to }
    }
}

impl Marker {
    /// `None` for an entry from before the recording, or after it.
    fn of(record: &Record, started: Time, duration: Option<f64>) -> Option<Marker> {
        let at_s = (record.at - started).as_seconds();
        let within = at_s >= 0.0 && duration.is_none_or(|duration| at_s <= duration);
        let entry = serde_json::to_value(&record.entry).ok().filter(|_| within)?;
        let kind = entry.get("kind")?.as_str()?.to_owned();
        Some(Marker { at_s, kind, sequence: record.sequence.to_string() })
    }
}

impl Ticket {
    pub fn new(ticket: &str, expires: Time) -> Ticket {
        Ticket { url: format!("/api/recordings/audio/{ticket}"), expires: expires.to_string() }
    }
}

impl Success {
    pub fn new(counts: &Counts, failed: &[RecordingRow]) -> Success {
        let decided = counts.playable + counts.failed;
        let row = |row: &RecordingRow| FailedRecording {
            recording: row.recording.to_string(),
            contact: row.contact.to_string(),
            reason: row.reason.clone().unwrap_or_else(|| "nobody noted why".to_owned()),
        };
        Success {
            due: counts.due,
            playable: counts.playable,
            share: (decided > 0).then(|| counts.playable as f64 / decided as f64),
            pending: counts.pending,
            failed: failed.iter().map(row).collect(),
        }
    }
}
