//! Bans: addresses that are not answered on the telephone for a while.

mod transfer;

use crate::problem::Problem;
use crate::request::path::Id;
use crate::request::query::Query;
use crate::rooms::Rooms;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use std::net::IpAddr;
use transfer::BanList;
use trust::{Actor, may};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(lift))
}

/// Who is not answered for a while
///
/// Addresses that looked for numbers nobody serves, asked for what is not offered, named themselves a scanner, or
/// sent what is no SIP, too often.
#[utoipa::path(
    get,
    path = "/api/bans",
    operation_id = "list_bans",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("whole"))),
    tag = "service",
    security(("token" = ["bans.change"])),
    responses((status = 200, description = "Bans in force, newest first", body = BanList))
)]
async fn list(
    actor: Actor<may::BansChange>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<BanList>, Problem> {
    Ok(Json(BanList::new(rooms.bans(&actor))))
}

/// Answer an address again
///
/// Nothing keeps it from being banned once more. An address that is not banned is not found.
#[utoipa::path(
    delete,
    path = "/api/bans/{id}",
    operation_id = "lift_ban",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("whole"))),
    tag = "service",
    security(("token" = ["bans.change"])),
    params(("id" = String, Path, description = "The address", example = "192.0.2.66")),
    responses((status = 204, description = "It is answered"))
)]
async fn lift(
    actor: Actor<may::BansChange>,
    State(rooms): State<Rooms>,
    Id(address): Id<IpAddr>,
    query: Query<()>,
) -> Result<StatusCode, Problem> {
    let Query(()) = query;
    rooms.lift_ban(&actor, address)?;
    Ok(StatusCode::NO_CONTENT)
}
