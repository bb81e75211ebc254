//! Contacts: lists, one, and the journal of one.

mod among;
mod list;
mod notes;
mod routing;
pub(crate) mod transfer;

use self::routing::Routing;
use crate::audit::act::Act;
use crate::journal::{ContactJournal, Sight};
use crate::problem::Problem;
use crate::request::path::Id;
use crate::request::query::Query;
use crate::rooms::Rooms;
use among::AmongQuery;
use axum::extract::State;
use axum::{Extension, Json};
use list::ListQuery;
use transfer::{Contact, ContactList};
use trust::{Actor, may};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vocabulary::ContactId;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(read))
        .routes(routes!(read_journal))
        .routes(routes!(notes::read, notes::write))
        .routes(routes!(notes::dispose))
        .routes(routes!(notes::dispositions))
        .routes(routes!(read_routing))
}

/// Contacts, newest first
///
/// Open contacts are shown as they stand now, closed ones as they ended. To read on, pass `next` as
/// `before`. The conditions from `from` on are those of figures, and hold for closed contacts.
#[utoipa::path(
    get,
    path = "/api/contacts",
    operation_id = "list_contacts",
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("contacts"))),
    tag = "contacts",
    security(("token" = ["contacts.read"])),
    params(ListQuery, AmongQuery),
    responses((status = 200, description = "A page of contacts", body = ContactList))
)]
async fn list(
    actor: Actor<may::ContactsRead>,
    State(rooms): State<Rooms>,
    Query(mut query): Query<ListQuery>,
    Extension(act): Extension<Act>,
) -> Result<Json<ContactList>, Problem> {
    Ok(Json(list::page(&rooms, &actor, &act, &mut query).await?))
}

/// One contact
#[utoipa::path(
    get,
    path = "/api/contacts/{id}",
    operation_id = "read_contact",
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("contact"))),
    tag = "contacts",
    security(("token" = ["contacts.read"])),
    params(("id" = String, Path, description = "The contact", example = "C-17")),
    responses((status = 200, description = "The contact", body = Contact))
)]
async fn read(
    actor: Actor<may::ContactsRead>,
    State(rooms): State<Rooms>,
    Id(contact): Id<ContactId>,
    _: Query<()>,
) -> Result<Json<Contact>, Problem> {
    let live = rooms.open_contact(&actor, contact).await?;
    let row = rooms.contact_on_record(&actor, contact).await?;
    let caller = match &row {
        Some(row) => rooms.masked_caller(&actor, row).await?,
        None => None,
    };
    let known = rooms.dispositions(&actor).await?;
    match (live, row) {
        // It may have closed between the two looks; what is on record is later.
        (_, Some(row)) if row.closed_at.is_some() => Ok(Json(Contact::closed(row, caller, &known))),
        (Some(live), _) => Ok(Json(Contact::open(live, caller, &known))),
        (None, Some(row)) => Ok(Json(Contact::closed(row, caller, &known))),
        (None, None) => Err(no_contact(contact)),
    }
}

/// The journal of a contact
///
/// Entries reach the database within 50 ms; of a contact that goes on, the last may be missing.
#[utoipa::path(
    get,
    path = "/api/contacts/{id}/journal",
    operation_id = "read_contact_journal",
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("contact"))),
    tag = "contacts",
    security(("token" = ["journal.read"])),
    params(("id" = String, Path, description = "The contact", example = "C-17")),
    responses((status = 200, description = "Its entries in order, 10,000 at most", body = ContactJournal))
)]
async fn read_journal(
    actor: Actor<may::JournalRead>,
    State(rooms): State<Rooms>,
    Id(contact): Id<ContactId>,
    _: Query<()>,
) -> Result<Json<ContactJournal>, Problem> {
    let records = rooms.contact_journal(&actor, contact).await?.ok_or_else(|| no_contact(contact))?;
    Ok(Json(ContactJournal::new(contact, &records, Sight::of(&actor))))
}

/// Why a contact waits
///
/// Reasons by code, each with its parameters. Why an agent was offered a contact stands in its journal.
#[utoipa::path(
    get,
    path = "/api/contacts/{id}/routing",
    operation_id = "read_contact_routing",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("contact"))),
    tag = "contacts",
    security(("token" = ["contacts.read"])),
    params(("id" = String, Path, description = "The contact", example = "C-17")),
    responses((status = 200, description = "Where it stands, and why it waits", body = Routing))
)]
async fn read_routing(
    actor: Actor<may::ContactsRead>,
    State(rooms): State<Rooms>,
    Id(contact): Id<ContactId>,
    _: Query<()>,
) -> Result<Json<Routing>, Problem> {
    let told = rooms.contact_routing(&actor, contact).await?;
    told.map(|told| Json(told.into())).ok_or_else(|| {
        Problem::not_found(format!(
            "{contact} does not wait in a queue now; its journal tells what became of it"
        ))
    })
}

pub(crate) fn no_contact(contact: ContactId) -> Problem {
    Problem::not_found(format!("there is no contact {contact}; the list of contacts shows which there are"))
}
