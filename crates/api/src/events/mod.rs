//! Live events: the journal as it is written, as Server-Sent Events.

mod feed;
mod near;
pub(crate) mod seats;
pub(crate) mod transfer;

use crate::problem::{Kind, Problem};
use crate::request::query::Query;
use crate::rooms::Rooms;
use crate::serve::Closing;
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use axum::response::sse::{KeepAlive, Sse};
use feed::Feed;
use trust::{Actor, may};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vocabulary::Sequence;

/// The header by which a client says what it has (HTML Living Standard §9.2).
const LAST_EVENT_ID: &str = "last-event-id";

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(follow))
}

/// Follow events as they happen
///
/// Server-Sent Events. One event `entry` for each entry of the journal from now on, in order, its id
/// the entry's place, its data the entry as in a contact's journal; readers who may not read journals
/// get place, time, kind, and whom it is about as far as they may see those; of what is about somebody out
/// of reach, place, time and kind. With `Last-Event-ID` the
/// entries after that one come first.
///
/// A client that reads too slowly gets one event `missed` with the number of entries it fell behind;
/// they follow from the journal. When entries are lost for good, `missed` says so. `over` is the last
/// event of a stream and says why; connect again with `Last-Event-ID`.
#[utoipa::path(
    get,
    path = "/api/events",
    operation_id = "follow_events",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("entries"))),
    tag = "events",
    security(("token" = ["events.read"])),
    params((
        "Last-Event-ID" = Option<String>, Header,
        description = "Place of the last entry the client has; the stream goes on after it",
        example = "J-4711",
    )),
    responses(
        (status = 200, description = "A stream that goes on", content_type = "text/event-stream", body = crate::journal::Entry),
        (status = 409, description = "`Last-Event-ID` lies beyond the journal's end", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
        (status = 429, description = "This account follows enough streams already", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn follow(
    actor: Actor<may::EventsRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
    closing: Option<Extension<Closing>>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    let last = last_event(&headers)?;
    let seat = rooms.seats(&actor).take(actor.account().id)?;
    let reached = rooms.reached(&actor).await?;
    let (live, now) = rooms.watch(&actor).await?;
    if last.is_some_and(|last| last > now) {
        return Err(beyond_the_end(now));
    }
    let keep_alive = KeepAlive::new().interval(rooms.limits().keep_alive).text("keep-alive");
    let closing = closing.map(|Extension(closing)| closing).unwrap_or_default();
    let feed = Feed::new(rooms, (actor, reached), seat, closing, live, last, now);
    // The library would let caches keep the stream until they have asked again.
    let never_kept = [(header::CACHE_CONTROL, "no-store")];
    Ok((never_kept, Sse::new(feed.into_stream()).keep_alive(keep_alive)))
}

fn last_event(headers: &HeaderMap) -> Result<Option<Sequence>, Problem> {
    let Some(given) = headers.get(LAST_EVENT_ID) else { return Ok(None) };
    let place = given.to_str().ok().and_then(|text| text.parse().ok());
    place.map(Some).ok_or_else(|| {
        let detail = "Last-Event-ID must be an event's id, such as J-4711; leave it out to begin now";
        Problem::new(Kind::BadHeader, detail).about("Last-Event-ID")
    })
}

fn beyond_the_end(now: Sequence) -> Problem {
    let detail = format!(
        "the journal ends at {now}, before the given Last-Event-ID; leave it out, and load anew what you show"
    );
    Problem::new(Kind::Conflict, detail).about("Last-Event-ID")
}
