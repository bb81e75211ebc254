//! Subject access: everything that is kept of a customer as one archive, made after a second person has approved it.

use super::erasures::OfCustomer;
use super::named;
use crate::approvals::transfer::Asked;
use crate::audit::act::Act;
use crate::problem::Problem;
use crate::request::body::Body;
use crate::request::path::Id;
use crate::request::query::Query;
use crate::rooms::Rooms;
use crate::rooms::archives::{Making, Standing};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde::Serialize;
use trust::approvals::Operation;
use trust::{Actor, may};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(list, make)).routes(routes!(fetch))
}

/// Archives of customers.
#[derive(Debug, Serialize, ToSchema)]
struct ArchiveList {
    /// Newest first. They are gone a day after they were made, or when the program ends.
    archives: Vec<ArchiveView>,
}

/// An archive.
#[derive(Debug, Serialize, ToSchema)]
struct ArchiveView {
    id: u64,
    #[schema(example = "k-7")]
    customer: String,
    state: ArchiveState,
    /// Contacts that are in it already.
    done: u64,
    /// Contacts that are to be in it.
    all: u64,
    /// Its size in octets, once it is ready.
    #[schema(required = true)]
    octets: Option<u64>,
    /// Why it failed.
    #[schema(required = true)]
    reason: Option<String>,
    #[schema(format = DateTime)]
    begun: String,
}

/// How it stands.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ArchiveState {
    Making,
    Ready,
    Failed,
}

impl From<&Making> for ArchiveView {
    fn from(making: &Making) -> ArchiveView {
        let (state, octets, reason) = match &making.standing {
            Standing::Making => (ArchiveState::Making, None, None),
            Standing::Ready { octets, .. } => (ArchiveState::Ready, Some(*octets), None),
            Standing::Failed(reason) => (ArchiveState::Failed, None, Some(reason.clone())),
        };
        ArchiveView {
            id: making.id,
            customer: making.customer.to_string(),
            state,
            done: making.done,
            all: making.all,
            octets,
            reason,
            begun: making.begun.to_string(),
        }
    }
}

/// Archives that are there, or are being made
#[utoipa::path(
    get,
    path = "/api/privacy/archives",
    operation_id = "list_archives",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("whole"))),
    tag = "privacy",
    security(("token" = ["privacy.change"])),
    responses((status = 200, description = "Archives, newest first", body = ArchiveList))
)]
async fn list(
    actor: Actor<may::PrivacyChange>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<ArchiveList>, Problem> {
    let archives = rooms.list_archives(&actor).iter().map(ArchiveView::from).collect();
    Ok(Json(ArchiveList { archives }))
}

/// Have everything that is kept of a customer put into one archive
///
/// A ZIP with a JSON document and the recordings. It is made when a second person has approved it.
#[utoipa::path(
    post,
    path = "/api/privacy/archives",
    operation_id = "make_archive",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("whole"))),
    tag = "privacy",
    security(("token" = ["privacy.change"])),
    request_body = OfCustomer,
    responses(
        (status = 202, description = "It waits for a second person", body = Asked),
        (status = 409, description = "Nobody could approve it, or it is asked for", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn make(
    actor: Actor<may::PrivacyChange>,
    State(rooms): State<Rooms>,
    _: Query<()>,
    Extension(act): Extension<Act>,
    Body(wanted): Body<OfCustomer>,
) -> Result<Response, Problem> {
    let customer = named(&wanted.customer)?;
    act.concerns_customer(customer.clone());
    rooms.ask_approval(&actor, Operation::GiveArchive, customer.as_str()).await
}

/// Fetch an archive
#[utoipa::path(
    get,
    path = "/api/privacy/archives/{id}/file",
    operation_id = "fetch_archive",
    extensions(("x-audit" = json!("export")), ("x-scope" = json!("whole"))),
    tag = "privacy",
    security(("token" = ["privacy.change"])),
    params(("id" = u64, Path, description = "The archive", example = 3)),
    responses((status = 200, description = "The archive", content_type = "application/zip", body = Vec<u8>))
)]
async fn fetch(
    actor: Actor<may::PrivacyChange>,
    State(rooms): State<Rooms>,
    Id(id): Id<u64>,
    _: Query<()>,
    Extension(act): Extension<Act>,
) -> Result<Response, Problem> {
    let (customer, octets) = rooms.fetch_archive(&actor, id).await?;
    act.concerns_customer(customer);
    let name = format!("attachment; filename=\"archive-{id}.zip\"");
    let headers = [(header::CONTENT_TYPE, "application/zip".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, octets).into_response())
}
