//! Events that are not entries.

use axum::response::sse::Event;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

/// Data of the event `missed`: the client fell behind.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Missed {
    /// How many entries.
    pub entries: u64,
    /// The place of the first of them.
    #[schema(example = "J-4711")]
    pub from: String,
    /// Whether they are lost for good; if not, they follow.
    pub lost: bool,
}

/// Data of the event `over`: the stream ends.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Over {
    /// Why, and what to do.
    pub reason: String,
}

impl Missed {
    pub fn event(&self) -> Event {
        Event::default().event("missed").data(json!(self).to_string())
    }
}

impl Over {
    pub fn event(&self) -> Event {
        Event::default().event("over").data(json!(self).to_string())
    }
}
