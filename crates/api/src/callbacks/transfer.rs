//! Places that are kept, as the outside sees them.

use crate::journal::Sight;
use crate::words::Rest;
use centre::{PlaceState, PlaceView};
use serde::Serialize;
use utoipa::ToSchema;

/// All places that are kept.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CallbackList {
    /// Oldest first.
    callbacks: Vec<Callback>,
}

/// A place that is kept for a call-back.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Callback {
    /// The contact that keeps it; null for readers who may not see contacts.
    #[schema(example = "C-17", required = true)]
    contact: Option<String>,
    /// The line the customer called.
    line: String,
    /// The queue; null when it has none any more.
    #[schema(example = "cards", required = true)]
    queue: Option<String>,
    /// The moment its waiting counts from.
    #[schema(format = DateTime)]
    since: String,
    /// When it was promised.
    #[schema(format = DateTime)]
    promised: String,
    /// By when the customer will probably be called; null when nobody could tell.
    #[schema(format = DateTime, required = true)]
    by: Option<String>,
    /// How often the customer was called in vain.
    tries: u8,
    /// How often at the most.
    most: u8,
    state: CallbackState,
    /// Why it is out of the line; null while it is not.
    #[schema(required = true)]
    rests: Option<Rest>,
    /// Place in the line, 1 is next; null while it is not in the line.
    #[schema(required = true)]
    position: Option<u32>,
    /// When it is its turn, or is looked at again, as far as anybody can say.
    #[schema(format = DateTime, required = true)]
    next: Option<String>,
}

/// How a place stands: the caller still hears the farewell; in the line; out of it for a while; an agent
/// is being called for it; the customer is being called.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum CallbackState {
    Farewell,
    Waiting,
    Resting,
    Offered,
    Calling,
}

impl CallbackList {
    /// As far as `sight` reaches.
    pub fn new(places: Vec<PlaceView>, sight: Sight) -> CallbackList {
        CallbackList { callbacks: places.into_iter().map(|place| Callback::new(place, sight)).collect() }
    }
}

impl Callback {
    /// As far as `sight` reaches.
    pub fn new(place: PlaceView, sight: Sight) -> Callback {
        let (state, rests) = match place.stands {
            PlaceState::Farewell => (CallbackState::Farewell, None),
            PlaceState::Waiting => (CallbackState::Waiting, None),
            PlaceState::Resting(why) => (CallbackState::Resting, Some(why.into())),
            PlaceState::Offered => (CallbackState::Offered, None),
            PlaceState::Calling => (CallbackState::Calling, None),
        };
        Callback {
            contact: sight.contacts.then(|| place.contact.to_string()),
            line: place.line.to_string(),
            queue: place.queue.map(|queue| queue.to_string()),
            since: place.since.to_string(),
            promised: place.promised.to_string(),
            by: place.by.map(|by| by.to_string()),
            tries: place.tries,
            most: place.most,
            state,
            rests,
            position: place.position,
            next: place.next.map(|next| next.to_string()),
        }
    }
}
