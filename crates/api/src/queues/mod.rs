//! Queues: who waits, and today's figures.

mod transfer;

use crate::journal::Sight;
use crate::problem::Problem;
use crate::request::body::Body;
use crate::request::path::Id;
use crate::request::query::Query;
use crate::rooms::{Reached, Rooms};
use axum::Json;
use axum::extract::State;
use std::collections::BTreeMap;
use transfer::{ChangeQueue, QueueDetails, QueueList};
use trust::{Actor, may};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vocabulary::QueueName;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(read)).routes(routes!(change_state))
}

/// All queues and their figures
#[utoipa::path(
    get,
    path = "/api/queues",
    operation_id = "list_queues",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("none"))),
    tag = "queues",
    security(("token" = ["queues.read"])),
    responses((status = 200, description = "All queues of the plan", body = QueueList))
)]
async fn list(
    actor: Actor<may::QueuesRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<QueueList>, Problem> {
    let figures = rooms.queues(&actor).await?;
    let closed = figures.queues.iter().any(|queue| queue.closed_by_hand.is_some());
    let names = if closed { rooms.account_names().await } else { BTreeMap::new() };
    Ok(Json(QueueList::new(figures, &names)))
}

/// One queue, and who waits in it
#[utoipa::path(
    get,
    path = "/api/queues/{id}",
    operation_id = "read_queue",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("contacts"))),
    tag = "queues",
    security(("token" = ["queues.read"])),
    params(("id" = String, Path, description = "The queue's name", example = "cards")),
    responses((status = 200, description = "The queue, who waits, and who could serve", body = QueueDetails))
)]
async fn read(
    actor: Actor<may::QueuesRead>,
    State(rooms): State<Rooms>,
    Id(queue): Id<QueueName>,
    query: Query<()>,
) -> Result<Json<QueueDetails>, Problem> {
    let Query(()) = query;
    let sight = Sight::of(&actor);
    let reached = rooms.reached(&actor).await?;
    let detail = rooms.queue(&actor, queue).await?;
    let names = rooms.account_names().await;
    Ok(Json(QueueDetails::new(detail, sight, &reached, &names)))
}

/// Close a queue, or open it again
///
/// A queue that is closed by hand takes nobody: who comes takes the flow's way for a closed queue.
/// Those who wait are served (`keep`), or take that way, too, unless somebody has answered them before
/// (`flush`). A queue that is opened follows its calendar. Repeating the request changes nothing.
#[utoipa::path(
    put,
    path = "/api/queues/{id}/state",
    operation_id = "change_queue_state",
    extensions(("x-audit" = json!("handling")), ("x-scope" = json!("whole"))),
    tag = "queues",
    security(("token" = ["queues.change"])),
    params(("id" = String, Path, description = "The queue's name", example = "cards")),
    request_body = ChangeQueue,
    responses((status = 200, description = "The queue as it stands now", body = QueueDetails))
)]
async fn change_state(
    actor: Actor<may::QueuesChange>,
    State(rooms): State<Rooms>,
    Id(queue): Id<QueueName>,
    query: Query<()>,
    Body(change): Body<ChangeQueue>,
) -> Result<Json<QueueDetails>, Problem> {
    let Query(()) = query;
    rooms.change_queue(&actor, change.wish(queue.clone())?).await?;
    let detail = rooms.queue_after(&actor, queue).await?;
    let names = rooms.account_names().await;
    Ok(Json(QueueDetails::new(detail, Sight::of(&actor), &Reached::All, &names)))
}
