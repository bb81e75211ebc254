//! The plan: its versions, what another would change, and bringing one into force while it serves.

mod if_match;
mod port;
pub(crate) mod transfer;

pub use port::{NoPlans, PlanFault, Plans, Proposed};

use crate::problem::Problem;
use crate::request::body::Body;
use crate::request::query::{Fields, Given, Query};
use crate::rooms::Rooms;
use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use if_match::IfMatch;
use transfer::{PlanList, PlanNow, PlanTrial, ProposePlan};
use trust::{Actor, may};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vocabulary::Sequence;

/// A configuration of thousands of agents, and its flows.
const LONGEST: usize = 4 * 1024 * 1024;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new()
        .routes(routes!(read, apply))
        .routes(routes!(versions))
        .routes(routes!(dry_run))
        .layer(DefaultBodyLimit::max(LONGEST))
}

/// The plan in force
#[utoipa::path(
    get,
    path = "/api/plan",
    operation_id = "read_plan",
    tag = "plan",
    security(("token" = ["plan.read"])),
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("whole"))),
    responses((status = 200, description = "Its version, since when, by whom, and whether the configuration file says the same", body = PlanNow))
)]
async fn read(
    actor: Actor<may::PlanRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<PlanNow>, Problem> {
    rooms.plan(&actor).await.map(Json)
}

/// Which versions are listed.
#[derive(Debug)]
struct Before(Option<Sequence>);

impl Fields for Before {
    const NAMES: &'static [&'static str] = &["before"];

    fn take(given: &Given) -> Result<Before, Problem> {
        given.optional("before", "a version such as J-17").map(Before)
    }
}

/// Versions of the plan, newest first
///
/// Each can be tried and brought into force again. Twenty at the most; `before` asks for older ones.
#[utoipa::path(
    get,
    path = "/api/plan/versions",
    operation_id = "list_plan_versions",
    tag = "plan",
    security(("token" = ["plan.read"])),
    params(("before" = Option<String>, Query, description = "Only versions before this one", example = "J-17")),
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("whole"))),
    responses((status = 200, description = "Plans that came into force, and what each changed", body = PlanList))
)]
async fn versions(
    actor: Actor<may::PlanRead>,
    State(rooms): State<Rooms>,
    Query(Before(before)): Query<Before>,
) -> Result<Json<PlanList>, Problem> {
    rooms.plan_versions(&actor, before).await.map(Json)
}

/// What a plan would change, if it came into force now
///
/// Changes nothing. Faults are told all at once, each with its line.
#[utoipa::path(
    post,
    path = "/api/plan/dry-run",
    operation_id = "try_plan",
    tag = "plan",
    security(("token" = ["plan.read"])),
    request_body = ProposePlan,
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("whole"))),
    responses((status = 200, description = "What would be different, and for whom of those who wait", body = PlanTrial))
)]
async fn dry_run(
    actor: Actor<may::PlanRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
    Body(proposed): Body<ProposePlan>,
) -> Result<Json<PlanTrial>, Problem> {
    rooms.try_plan(&actor, proposed).await.map(Json)
}

/// Bring a plan into force
///
/// Whoever waits goes on waiting, by the new plan; calls and talks go on. `If-Match` names the version
/// that it was made for: when another came into force meanwhile, nothing is done (412). Repeating the
/// request changes nothing.
#[utoipa::path(
    put,
    path = "/api/plan",
    operation_id = "apply_plan",
    tag = "plan",
    security(("token" = ["plan.change"])),
    params(("If-Match" = String, Header, description = "The version in force, in quotes, or `*` for any", example = "\"J-17\"")),
    request_body = ProposePlan,
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("whole"))),
    responses((status = 200, description = "The plan in force now", body = PlanNow))
)]
async fn apply(
    actor: Actor<may::PlanChange>,
    State(rooms): State<Rooms>,
    _: Query<()>,
    IfMatch(over): IfMatch,
    Body(proposed): Body<ProposePlan>,
) -> Result<Json<PlanNow>, Problem> {
    rooms.apply_plan(&actor, proposed, over).await.map(Json)
}
