//! Recordings: what is known of a contact's, a ticket to hear it, the sound, and how many there should be.
//!
//! An audio element cannot send a token. So whoever may listen is given a *ticket*: a secret address that
//! is bound to account and recording, and soon over; given to a page that signed in, it counts with the cookie of that
//! session alone. Giving one out is on record as listening, and so is each playing.

mod audio;
mod playing;
mod range;
pub(crate) mod tickets;
mod transfer;

use crate::problem::Problem;
use crate::request::path::Id;
use crate::request::query::Query;
use crate::request::shown::Shown;
use crate::rooms::Rooms;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use transfer::{Recording, Success, Ticket};
use trust::{Actor, may};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vocabulary::ContactId;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new()
        .routes(routes!(read))
        .routes(routes!(give_ticket))
        .routes(routes!(success))
        .routes(routes!(audio::listen))
}

/// The recording of a contact
///
/// Duration, holds and peaks are there when the recording is `ready`: sealed, archived, and verified by
/// decoding it.
#[utoipa::path(
    get,
    path = "/api/contacts/{id}/recording",
    operation_id = "read_recording",
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("contact"))),
    tag = "recordings",
    security(("token" = ["recordings.listen"])),
    params(("id" = String, Path, description = "The contact", example = "C-17")),
    responses((status = 200, description = "What is known of it", body = Recording))
)]
async fn read(
    actor: Actor<may::RecordingsListen>,
    State(rooms): State<Rooms>,
    Id(contact): Id<ContactId>,
    _: Query<()>,
) -> Result<Json<Recording>, Problem> {
    let Some(row) = rooms.recording(&actor, contact).await? else { return Ok(Json(Recording::none())) };
    let facts = rooms.recording_facts(&actor, &row).await?;
    let records = rooms.recording_journal(&actor, contact).await?;
    Ok(Json(Recording::of(&row, facts, &records)))
}

/// A ticket to hear a recording
///
/// The address in it can be given to an audio element. It works for the account that asked, for some minutes: asked for
/// with a session's cookie, with that cookie alone; otherwise for eight playings. Each playing is on record.
#[utoipa::path(
    post,
    path = "/api/contacts/{id}/recording/ticket",
    operation_id = "give_recording_ticket",
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("contact"))),
    tag = "recordings",
    security(("token" = ["recordings.listen"])),
    params(("id" = String, Path, description = "The contact", example = "C-17")),
    responses((status = 200, description = "The ticket", body = Ticket))
)]
async fn give_ticket(
    actor: Actor<may::RecordingsListen>,
    State(rooms): State<Rooms>,
    Id(contact): Id<ContactId>,
    headers: HeaderMap,
    _: Query<()>,
) -> Result<Json<Ticket>, Problem> {
    let bound_to = matches!(Shown::of(&headers), Shown::Cookie(_)).then(|| actor.session()).flatten();
    let (ticket, expires) = rooms.recording_ticket(&actor, contact, bound_to).await?;
    Ok(Json(Ticket::new(&ticket, expires)))
}

/// How many recordings can be played, of those that should
///
/// Due is every recording whose conversation is over, erased ones left out. Playable is what was verified
/// by decoding it.
#[utoipa::path(
    get,
    path = "/api/recordings/success",
    operation_id = "read_recording_success",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("whole"))),
    tag = "recordings",
    security(("token" = ["recordings.listen"])),
    responses((status = 200, description = "The figures", body = Success))
)]
async fn success(
    actor: Actor<may::RecordingsListen>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<Success>, Problem> {
    let (counts, failed) = rooms.recording_success(&actor).await?;
    Ok(Json(Success::new(&counts, &failed)))
}
