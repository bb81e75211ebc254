//! Whose token it is: what a page asks first.

use crate::problem::Problem;
use crate::request::query::Query;
use axum::Json;
use serde::Serialize;
use trust::{Actor, may};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<crate::rooms::Rooms> {
    OpenApiRouter::new().routes(routes!(read))
}

/// Whose token it is, and what it opens.
#[derive(Debug, Serialize, ToSchema)]
struct Session {
    #[schema(example = "U-3")]
    account: String,
    #[schema(example = "kim")]
    name: String,
    #[schema(example = "agent")]
    role: &'static str,
    #[schema(example = json!(["contacts.read", "desk.serve"]))]
    permissions: Vec<&'static str>,
    /// The agent that the account serves as.
    #[schema(example = "A-7", required = true)]
    agent: Option<String>,
}

/// Whose token this is
#[utoipa::path(
    get,
    path = "/api/session",
    operation_id = "read_session",
    extensions(("x-audit" = json!("session"))),
    tag = "service",
    security(("token" = ["session.read"])),
    responses((status = 200, description = "The account, its role and what that includes", body = Session))
)]
async fn read(actor: Actor<may::SessionRead>, _: Query<()>) -> Result<Json<Session>, Problem> {
    let account = actor.account();
    Ok(Json(Session {
        account: account.id.to_string(),
        name: account.name.clone(),
        role: account.role.tag(),
        permissions: account.role.permissions().iter().map(|permission| permission.tag()).collect(),
        agent: account.agent.map(|agent| agent.to_string()),
    }))
}
