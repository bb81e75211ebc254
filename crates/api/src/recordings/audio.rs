//! The sound itself, by range.

use super::playing::{MOST_UNBOUND, Playing, Turn};
use super::range::{Part, part};
use super::tickets::Given;
use crate::audit::act::Act;
use crate::problem::Problem;
use crate::request::door;
use crate::request::query::Query;
use crate::request::shown::Shown;
use crate::rooms::Rooms;
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;
use store::blobs::Blob;
use tokio::sync::Mutex;
use trust::Permission;

/// Octets opened at a time: some seconds of sound.
const PIECE: u64 = 64 * 1024;

/// Hears a recording
///
/// The ticket in the path is the proof, together with the session's cookie where the ticket was asked for with one. The
/// sound is Ogg Opus in two channels, the customer left, the agent right. Each playing is on record: a request from the
/// first octet after something was heard, one after all of it was heard, and one five minutes after the last begin
/// another.
#[utoipa::path(
    get,
    path = "/api/recordings/audio/{ticket}",
    operation_id = "hear_recording",
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("none"))),
    tag = "recordings",
    params(
        ("ticket" = String, Path, description = "The last part of a ticket's address"),
        ("Range" = Option<String>, Header, description = "One range of octets", example = "bytes=0-65535"),
        ("If-Range" = Option<String>, Header, description = "The ETag of what is known already"),
    ),
    responses(
        (status = 200, description = "All of it", content_type = "audio/ogg", body = [u8]),
        (status = 206, description = "The range asked for", content_type = "audio/ogg", body = [u8]),
        (status = 416, description = "The range begins beyond the end")
    )
)]
pub(super) async fn listen(
    State(rooms): State<Rooms>,
    Extension(act): Extension<Act>,
    Path(ticket): Path<String>,
    method: Method,
    headers: HeaderMap,
    _: Query<()>,
) -> Result<Response, Problem> {
    let given = rooms.tickets().find(&ticket).ok_or_else(over)?;
    check_bond(&rooms, &act, &given, &method, &headers).await?;
    act.by(given.actor.account().id);
    act.concerns_contact(given.recording.contact());
    let actor = rooms.confirm(&given.actor).await;
    let actor = actor.map_err(|why| door::refusal(&why, Permission::RecordingsListen))?;
    rooms.check_contact(&actor, given.recording.contact()).await?;
    let (name, blob) = rooms.recording_sound(&actor, given.recording).await?;
    let tag = format!("\"{name}\"");
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    // A range of something that is no longer there is answered with all of what is (§13.1.5).
    let current = text(header::IF_RANGE).is_none_or(|known| known.trim() == tag);
    let range = text(header::RANGE).filter(|_| current);
    let part = part(range, blob.len());
    take_turn(&rooms, &act, &given, &part, blob.len()).await?;
    // A player asks for part after part: one entry a playing is enough.
    act.is_part();
    Ok(answer(Arc::new(blob), part, &tag, given.playing))
}

fn over() -> Problem {
    Problem::not_found("this ticket is over, or never was; ask for another one at the contact's recording")
}

/// A ticket that was given to a page's session counts with the cookie of that session alone, so that an address which
/// somebody copied plays nothing elsewhere.
async fn check_bond(
    rooms: &Rooms,
    act: &Act,
    given: &Given,
    method: &Method,
    headers: &HeaderMap,
) -> Result<(), Problem> {
    let Some(session) = given.bound_to else { return Ok(()) };
    let token = Shown::of(headers).token(method, headers)?;
    let shown = rooms.trust().recognise(token).await;
    let shown = shown.map_err(|why| door::refusal(&why, Permission::RecordingsListen))?;
    act.by(shown.account().id);
    if shown.session() == Some(session) { Ok(()) } else { Err(over()) }
}

/// What begins a playing is on record before anything is heard of it.
async fn take_turn(rooms: &Rooms, act: &Act, given: &Given, part: &Part, length: u64) -> Result<(), Problem> {
    let from = match part {
        Part::Whole => 0,
        Part::Of(range) => range.start,
        Part::Unsatisfiable => return Ok(()),
    };
    let mut playing = given.playing.lock().await;
    let now = Instant::now();
    if playing.turn(from, length, now) == Turn::GoesOn {
        return Ok(());
    }
    if given.bound_to.is_none() && playing.begun() >= MOST_UNBOUND {
        return Err(over());
    }
    rooms.name_customer(act).await;
    rooms.on_record().record(act.entry()).await?;
    playing.begin(now);
    Ok(())
}

fn answer(blob: Arc<Blob>, part: Part, tag: &str, playing: Arc<Mutex<Playing>>) -> Response {
    let length = blob.len();
    let (status, range) = match part {
        Part::Whole => (StatusCode::OK, 0..length),
        Part::Of(range) => (StatusCode::PARTIAL_CONTENT, range),
        Part::Unsatisfiable => {
            let range = [(header::CONTENT_RANGE, format!("bytes */{length}"))];
            return (StatusCode::RANGE_NOT_SATISFIABLE, range).into_response();
        }
    };
    let octets = range.end - range.start;
    let content_range = format!("bytes {}-{}/{length}", range.start, range.end.saturating_sub(1));
    let mut response = Response::new(Body::from_stream(pieces(blob, range, playing)));
    *response.status_mut() = status;
    let mut put = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::try_from(value) {
            response.headers_mut().insert(name, value);
        }
    };
    put(header::CONTENT_TYPE, "audio/ogg");
    put(header::ACCEPT_RANGES, "bytes");
    put(header::ETAG, tag);
    put(header::CONTENT_LENGTH, &octets.to_string());
    if status == StatusCode::PARTIAL_CONTENT {
        put(header::CONTENT_RANGE, &content_range);
    }
    response
}

/// Opens piece after piece, as they are taken.
fn pieces(
    blob: Arc<Blob>,
    range: Range<u64>,
    playing: Arc<Mutex<Playing>>,
) -> impl stream::Stream<Item = Result<Bytes, store::Error>> {
    stream::try_unfold((blob, range, playing), async |(blob, range, playing)| {
        if range.is_empty() {
            return Ok(None);
        }
        let end = (range.start + PIECE).min(range.end);
        let (piece, from) = (range.start..end, blob.clone());
        let read = tokio::task::spawn_blocking(move || from.read(piece)).await;
        let octets = match read {
            Ok(read) => read?,
            // The reader panicked, or the program ends.
            Err(_) => return Err(store::Error::NotWriting),
        };
        playing.lock().await.deliver(end - range.start, Instant::now());
        Ok(Some((Bytes::copy_from_slice(&octets), (blob, end..range.end, playing))))
    })
}
