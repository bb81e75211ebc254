//! What people add to a contact: notes, and what the matter was.

use super::transfer::{Disposition, disposition};
use crate::problem::{Kind, Problem};
use crate::request::body::Body;
use crate::request::path::Id;
use crate::request::query::Query;
use crate::rooms::Rooms;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use store::{Kept, NoteText};
use trust::{Actor, may};
use utoipa::ToSchema;
use vocabulary::{ContactId, DispositionCode};

/// The most text a note may hold, in bytes of UTF-8.
const NOTE_BYTES: usize = 8 * 1024;

/// What is to be remembered of a contact.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Note {
    /// 0 for the empty one.
    version: u64,
    text: String,
    /// When it was written last.
    #[schema(format = DateTime, required = true)]
    at: Option<String>,
    /// The name of the account that wrote it last.
    #[schema(example = "kim", required = true)]
    by: Option<String>,
}

/// A note's next text.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeNote {
    /// The version it was made from.
    version: u64,
    /// 8 KiB at the most.
    text: String,
}

/// What the matter was.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeDisposition {
    #[schema(example = "enquiry")]
    code: String,
}

/// What a matter can have been.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DispositionList {
    /// In the order of the configuration.
    dispositions: Vec<Disposition>,
}

/// The note about a contact
///
/// Agents read those of contacts that they serve or served.
#[utoipa::path(
    get,
    path = "/api/contacts/{id}/note",
    operation_id = "read_note",
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("contact"))),
    tag = "contacts",
    security(("token" = ["notes.write"])),
    params(("id" = String, Path, description = "The contact", example = "C-17")),
    responses((status = 200, description = "The newest note", body = Note))
)]
pub(super) async fn read(
    actor: Actor<may::NotesWrite>,
    State(rooms): State<Rooms>,
    Id(contact): Id<ContactId>,
    _: Query<()>,
) -> Result<Json<Note>, Problem> {
    newest(&rooms, &actor, contact).await.map(Json)
}

/// Write the note about a contact
///
/// A text that was not made from the newest version is kept aside and refused with 409: read the
/// newest, join the two, and write the result.
#[utoipa::path(
    put,
    path = "/api/contacts/{id}/note",
    operation_id = "write_note",
    extensions(("x-audit" = json!("handling")), ("x-scope" = json!("contact"))),
    tag = "contacts",
    security(("token" = ["notes.write"])),
    params(("id" = String, Path, description = "The contact", example = "C-17")),
    request_body = ChangeNote,
    responses(
        (status = 200, description = "The note as it is kept", body = Note),
        (status = 409, description = "There is a newer note", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
pub(super) async fn write(
    actor: Actor<may::NotesWrite>,
    State(rooms): State<Rooms>,
    Id(contact): Id<ContactId>,
    _: Query<()>,
    Body(change): Body<ChangeNote>,
) -> Result<Json<Note>, Problem> {
    if change.text.len() > NOTE_BYTES {
        return Err(Problem::new(Kind::InvalidBody, "text may have 8 KiB at the most").about("text"));
    }
    match rooms.keep_note(&actor, contact, change.version, &NoteText::new(&change.text)).await? {
        Kept::Newest { .. } => newest(&rooms, &actor, contact).await.map(Json),
        Kept::Aside(newer) => {
            let detail = format!(
                "version {} is newer; the text is kept aside, join it with the newest and write the result",
                newer.version
            );
            Err(Problem::new(Kind::Conflict, detail).about("version"))
        }
    }
}

async fn newest(rooms: &Rooms, actor: &Actor<may::NotesWrite>, contact: ContactId) -> Result<Note, Problem> {
    Ok(match rooms.note(actor, contact).await? {
        Some((note, by)) => Note {
            version: note.version,
            text: note.text.expose().to_owned(),
            at: Some(note.at.to_string()),
            by,
        },
        None => Note { version: 0, text: String::new(), at: None, by: None },
    })
}

/// Say what the matter of a contact was
#[utoipa::path(
    put,
    path = "/api/contacts/{id}/disposition",
    operation_id = "set_disposition",
    extensions(("x-audit" = json!("handling")), ("x-scope" = json!("contact"))),
    tag = "contacts",
    security(("token" = ["notes.write"])),
    params(("id" = String, Path, description = "The contact", example = "C-17")),
    request_body = ChangeDisposition,
    responses((status = 200, description = "What the matter was", body = Disposition))
)]
pub(super) async fn dispose(
    actor: Actor<may::NotesWrite>,
    State(rooms): State<Rooms>,
    Id(contact): Id<ContactId>,
    _: Query<()>,
    Body(change): Body<ChangeDisposition>,
) -> Result<Json<Disposition>, Problem> {
    let code: DispositionCode = change.code.parse().map_err(|why: vocabulary::ids::Error| {
        Problem::new(Kind::InvalidBody, format!("code: {why}")).about("code")
    })?;
    rooms.dispose(&actor, contact, code.clone()).await?;
    Ok(Json(disposition(&code, &rooms.dispositions_to_write(&actor).await?)))
}

/// What a matter can have been
#[utoipa::path(
    get,
    path = "/api/dispositions",
    operation_id = "list_dispositions",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("none"))),
    tag = "contacts",
    security(("token" = ["contacts.read"])),
    responses((status = 200, description = "All of the configuration", body = DispositionList))
)]
pub(super) async fn dispositions(
    actor: Actor<may::ContactsRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<DispositionList>, Problem> {
    let known = rooms.dispositions(&actor).await?;
    Ok(Json(DispositionList { dispositions: known.iter().map(Disposition::from).collect() }))
}
