//! What Prometheus reads: the running day by queue, agents by what they do, and the journal's health.
//! Label values are the plan's queues and a few words of ours, so that their number is bounded.

mod text;

use crate::problem::Problem;
use crate::request::query::Query;
use crate::rooms::Rooms;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use trust::{Actor, may};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Prometheus' text format.
const TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(read))
}

/// Figures of the running day for Prometheus
///
/// Text format 0.0.4. Counts begin anew at midnight in the bank's zone.
#[utoipa::path(
    get,
    path = "/metrics",
    operation_id = "read_metrics",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("whole"))),
    tag = "service",
    security(("token" = ["metrics.read"])),
    responses((status = 200, description = "The metrics", content_type = "text/plain", body = String))
)]
async fn read(
    actor: Actor<may::MetricsRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<impl IntoResponse, Problem> {
    let board = rooms.board(&actor).await?;
    let (health, lost, accepting) = rooms.journal_health();
    Ok(([(header::CONTENT_TYPE, TYPE)], text::write(&board, &health, lost, accepting, rooms.banned(&actor))))
}
