//! Agents: what they are doing, and making them ready or not ready.

mod day;
pub(crate) mod transfer;

use crate::journal::Sight;
use crate::problem::Problem;
use crate::request::body::Body;
use crate::request::path::Id;
use crate::request::query::Query;
use crate::rooms::Rooms;
use axum::Json;
use axum::extract::State;
use day::{DayQuery, Timeline};
use transfer::{Agent, AgentList, ChangeShift, ChangeState};
use trust::{Actor, may};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vocabulary::AgentId;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(read))
        .routes(routes!(read_day))
        .routes(routes!(change_state))
        .routes(routes!(change_shift))
}

/// All agents and what they are doing
#[utoipa::path(
    get,
    path = "/api/agents",
    operation_id = "list_agents",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("agents"))),
    tag = "agents",
    security(("token" = ["agents.read"])),
    responses((status = 200, description = "All agents of the plan, by number", body = AgentList))
)]
async fn list(
    actor: Actor<may::AgentsRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<AgentList>, Problem> {
    let (at, agents) = rooms.agents(&actor).await?;
    Ok(Json(AgentList { at: at.to_string(), agents: agents.into_iter().map(Agent::from).collect() }))
}

/// One agent
#[utoipa::path(
    get,
    path = "/api/agents/{id}",
    operation_id = "read_agent",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("agent"))),
    tag = "agents",
    security(("token" = ["agents.read"])),
    params(("id" = String, Path, description = "The agent", example = "A-7")),
    responses((status = 200, description = "The agent", body = Agent))
)]
async fn read(
    actor: Actor<may::AgentsRead>,
    State(rooms): State<Rooms>,
    Id(agent): Id<AgentId>,
    _: Query<()>,
) -> Result<Json<Agent>, Problem> {
    Ok(Json(rooms.agent(&actor, agent).await?.into()))
}

/// What an agent did
///
/// Stretch by stretch, without gaps from the first entry about the agent on. Without `from`, since
/// midnight UTC; seven days at the most.
#[utoipa::path(
    get,
    path = "/api/agents/{id}/timeline",
    operation_id = "read_agent_timeline",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("agent"))),
    tag = "agents",
    security(("token" = ["agents.read"])),
    params(("id" = String, Path, description = "The agent", example = "A-7"), DayQuery),
    responses((status = 200, description = "What the agent did, in order", body = Timeline))
)]
async fn read_day(
    actor: Actor<may::AgentsRead>,
    State(rooms): State<Rooms>,
    Id(agent): Id<AgentId>,
    Query(query): Query<DayQuery>,
) -> Result<Json<Timeline>, Problem> {
    rooms.agent(&actor, agent).await?;
    let (now, _) = rooms.agents(&actor).await?;
    let (from, to) = query.between(now)?;
    let records = rooms.agent_records(&actor, agent, from, to).await?;
    Ok(Json(Timeline::new(&records, from, to, Sight::of(&actor))))
}

/// Make an agent ready or not ready
///
/// An agent who serves a contact finishes it first; until then `not_ready` says what comes after it.
/// Repeating the request changes nothing.
#[utoipa::path(
    put,
    path = "/api/agents/{id}/state",
    operation_id = "change_agent_state",
    extensions(("x-audit" = json!("handling")), ("x-scope" = json!("agent"))),
    tag = "agents",
    security(("token" = ["agents.change"])),
    params(("id" = String, Path, description = "The agent", example = "A-7")),
    request_body = ChangeState,
    responses((status = 200, description = "The agent as it stands now", body = Agent))
)]
async fn change_state(
    actor: Actor<may::AgentsChange>,
    State(rooms): State<Rooms>,
    Id(agent): Id<AgentId>,
    _: Query<()>,
    Body(wish): Body<ChangeState>,
) -> Result<Json<Agent>, Problem> {
    let after = rooms.set_agent(&actor, agent, wish.not_ready()?).await?;
    Ok(Json(after.into()))
}

/// Say when an agent leaves
///
/// From some time before that moment on (`last_offer`, set in the configuration's `desk`), nothing new is
/// offered; the contact in hand is finished. Without a moment the agent leaves as the calendar of the
/// shift says. Repeating the request changes nothing.
#[utoipa::path(
    put,
    path = "/api/agents/{id}/shift",
    operation_id = "change_agent_shift",
    tag = "agents",
    security(("token" = ["agents.change"])),
    params(("id" = String, Path, description = "The agent", example = "A-7")),
    request_body = ChangeShift,
    extensions(("x-audit" = json!("handling")), ("x-scope" = json!("agent"))),
    responses((status = 200, description = "The agent as it stands now", body = Agent))
)]
async fn change_shift(
    actor: Actor<may::AgentsChange>,
    State(rooms): State<Rooms>,
    Id(agent): Id<AgentId>,
    _: Query<()>,
    Body(wish): Body<ChangeShift>,
) -> Result<Json<Agent>, Problem> {
    let after = rooms.set_shift(&actor, agent, wish.ends()?).await?;
    Ok(Json(after.into()))
}
