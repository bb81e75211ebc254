//! Queues: who waits, and today's figures.

mod transfer;

use crate::problem::Problem;
use crate::request::query::Query;
use crate::rooms::Rooms;
use axum::Json;
use axum::extract::State;
use transfer::QueueList;
use trust::{Actor, may};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(list))
}

/// All queues and their figures
#[utoipa::path(
    get,
    path = "/api/queues",
    operation_id = "list_queues",
    tag = "queues",
    security(("token" = ["queues.read"])),
    responses((status = 200, description = "All queues of the plan", body = QueueList))
)]
async fn list(
    actor: Actor<may::QueuesRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<QueueList>, Problem> {
    Ok(Json(rooms.queues(&actor).await?.into()))
}
