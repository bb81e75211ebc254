//! The rules of authority: those in force and those that were, what others would have decided, and asking for them to
//! come into force. A second person decides ([`crate::approvals`]).

pub(crate) mod transfer;

use crate::approvals::transfer::Asked;
use crate::audit::act::Act;
use crate::problem::Problem;
use crate::request::body::Body;
use crate::request::path::Id;
use crate::request::query::Query;
use crate::rooms::Rooms;
use axum::extract::{DefaultBodyLimit, State};
use axum::response::Response;
use axum::{Extension, Json};
use transfer::{AuthorityNow, AuthorityTrial, AuthorityVersion, ProposeAuthority};
use trust::{Actor, may};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Thousands of rules.
const LONGEST: usize = 256 * 1024;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new()
        .routes(routes!(read, ask))
        .routes(routes!(version))
        .routes(routes!(try_out))
        .layer(DefaultBodyLimit::max(LONGEST))
}

/// The rules of authority
///
/// Those in force with their text, which versions there were, and what somebody asks for.
#[utoipa::path(
    get,
    path = "/api/authority",
    operation_id = "read_authority",
    tag = "authority",
    security(("token" = ["authority.read"])),
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("whole"))),
    responses((status = 200, description = "The rules in force, the versions, and what waits for a second person", body = AuthorityNow))
)]
async fn read(
    actor: Actor<may::AuthorityRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<AuthorityNow>, Problem> {
    rooms.authority(&actor).await.map(Json)
}

/// The text of a version of the rules
///
/// To go back to it, ask for it to come into force.
#[utoipa::path(
    get,
    path = "/api/authority/{id}",
    operation_id = "read_authority_version",
    tag = "authority",
    security(("token" = ["authority.read"])),
    params(("id" = u32, Path, description = "The version", example = 3)),
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("whole"))),
    responses(
        (status = 200, description = "The text, and when it first was in force", body = AuthorityVersion),
        (status = 404, description = "It was never in force", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn version(
    actor: Actor<may::AuthorityRead>,
    State(rooms): State<Rooms>,
    Id(version): Id<u32>,
    _: Query<()>,
) -> Result<Json<AuthorityVersion>, Problem> {
    rooms.authority_version(&actor, version).await.map(Json)
}

/// What other rules would have decided on the orders of the last 30 days
///
/// Changes nothing. Faults are told all at once, each with its line; a number that names another text already is one.
/// What was refused has no order, and is not tried.
#[utoipa::path(
    post,
    path = "/api/authority/trial",
    operation_id = "try_authority",
    tag = "authority",
    security(("token" = ["authority.change"])),
    request_body = ProposeAuthority,
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("whole"))),
    responses(
        (status = 200, description = "What would have been decided otherwise", body = AuthorityTrial),
        (status = 422, description = "These are no rules, with all their faults", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn try_out(
    actor: Actor<may::AuthorityChange>,
    State(rooms): State<Rooms>,
    _: Query<()>,
    Extension(act): Extension<Act>,
    Body(proposed): Body<ProposeAuthority>,
) -> Result<Json<AuthorityTrial>, Problem> {
    rooms.try_authority(&actor, &act, &proposed.text).await.map(Json)
}

/// Ask for rules to come into force
///
/// A second person decides (`/api/approvals`), within 24 hours. What is approved comes into force at once, after it was
/// checked anew: its number may have been used by then. The file of rules beside the configuration stays as it is, and
/// wins at the next start and at SIGHUP.
#[utoipa::path(
    post,
    path = "/api/authority",
    operation_id = "change_authority",
    tag = "authority",
    security(("token" = ["authority.change"])),
    request_body = ProposeAuthority,
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("whole"))),
    responses(
        (status = 202, description = "It waits for a second person", body = Asked),
        (status = 409, description = "It is in force, it waits already, or nobody could approve it", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
        (status = 422, description = "These are no rules, with all their faults", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn ask(
    actor: Actor<may::AuthorityChange>,
    State(rooms): State<Rooms>,
    _: Query<()>,
    Body(proposed): Body<ProposeAuthority>,
) -> Result<Response, Problem> {
    rooms.ask_for_authority(&actor, &proposed.text).await
}
