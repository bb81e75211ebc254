//! Call-backs: the places that are kept for customers who would rather not wait on the telephone.

pub(crate) mod transfer;

use crate::journal::Sight;
use crate::problem::Problem;
use crate::request::path::Id;
use crate::request::query::Query;
use crate::rooms::Rooms;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use transfer::CallbackList;
use trust::{Actor, may};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vocabulary::ContactId;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(cancel))
}

/// All places that are kept
#[utoipa::path(
    get,
    path = "/api/callbacks",
    operation_id = "list_callbacks",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("whole"))),
    tag = "queues",
    security(("token" = ["queues.read"])),
    responses((status = 200, description = "Places that are kept, oldest first", body = CallbackList))
)]
async fn list(
    actor: Actor<may::QueuesRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<CallbackList>, Problem> {
    let sight = Sight::of(&actor);
    let places = rooms.callbacks(&actor).await?;
    Ok(Json(CallbackList::new(places, sight)))
}

/// Take a place away
///
/// The customer is not called (any more), and nobody tells the customer so. The contact ends as
/// unreached. A place that is kept no longer is a conflict.
#[utoipa::path(
    delete,
    path = "/api/callbacks/{id}",
    operation_id = "cancel_callback",
    extensions(("x-audit" = json!("handling")), ("x-scope" = json!("whole"))),
    tag = "queues",
    security(("token" = ["callbacks.change"])),
    params(("id" = String, Path, description = "The contact that keeps the place", example = "C-17")),
    responses((status = 204, description = "The place is kept no longer"))
)]
async fn cancel(
    actor: Actor<may::CallbacksChange>,
    State(rooms): State<Rooms>,
    Id(contact): Id<ContactId>,
    query: Query<()>,
) -> Result<StatusCode, Problem> {
    let Query(()) = query;
    rooms.cancel_callback(&actor, contact).await?;
    Ok(StatusCode::NO_CONTENT)
}
