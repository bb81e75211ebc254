//! The account under seal: how it stands, and sealing it, which takes a second person.

use crate::accounts::refusals;
use crate::approvals::transfer::Asked;
use crate::problem::Problem;
use crate::request::query::Query;
use crate::rooms::Rooms;
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use trust::approvals::Operation;
use trust::emergency::NAME;
use trust::{Actor, may};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(read)).routes(routes!(seal))
}

/// How the emergency account stands.
#[derive(Debug, Serialize, ToSchema)]
struct EmergencyView {
    state: EmergencyState,
    #[schema(format = DateTime, required = true)]
    sealed: Option<String>,
    /// Who had it sealed; null at the console.
    #[schema(example = "lee", required = true)]
    sealed_by: Option<String>,
    #[schema(format = DateTime, required = true)]
    opened: Option<String>,
    /// From where it was opened.
    #[schema(example = "10.0.0.7", required = true)]
    opened_from: Option<String>,
    /// Whether somebody is signed in with it now.
    in_use: bool,
}

/// How it stands, in a word.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum EmergencyState {
    /// It was never sealed: there is none.
    Never,
    /// Its secret lies in an envelope.
    Sealed,
    /// It was used: it has to be looked into, and sealed again.
    Open,
}

/// How the emergency account stands
#[utoipa::path(
    get,
    path = "/api/emergency",
    operation_id = "read_emergency",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("none"))),
    tag = "accounts",
    security(("token" = ["alarms.read"])),
    responses((status = 200, description = "How it stands", body = EmergencyView))
)]
async fn read(
    actor: Actor<may::AlarmsRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<EmergencyView>, Problem> {
    rooms.look_at_emergency(&actor).await.map(Json)
}

/// Seal the emergency account
///
/// When a second person has approved it, who asked fetches the secret; whoever is signed in with the account is
/// signed out then.
#[utoipa::path(
    post,
    path = "/api/emergency/seal",
    operation_id = "seal_emergency",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("whole"))),
    tag = "accounts",
    security(("token" = ["accounts.change"])),
    responses((status = 202, description = "It waits for a second person", body = Asked))
)]
async fn seal(
    actor: Actor<may::AccountsChange>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Response, Problem> {
    rooms.ask_approval(&actor, Operation::SealEmergency, NAME).await
}

impl Rooms {
    async fn look_at_emergency(&self, _: &Actor<may::AlarmsRead>) -> Result<EmergencyView, Problem> {
        let refused = |error| refusals::account(&error);
        let Some(emergency) = self.trust().emergency().await.map_err(refused)? else {
            return Ok(EmergencyView {
                state: EmergencyState::Never,
                sealed: None,
                sealed_by: None,
                opened: None,
                opened_from: None,
                in_use: false,
            });
        };
        let sessions = self.trust().sessions(Some(emergency.account)).await.map_err(refused)?;
        let by = match emergency.sealed_by {
            Some(by) => self.account_names().await.remove(&by),
            None => None,
        };
        let (opened, opened_from) = emergency.opened.unzip();
        Ok(EmergencyView {
            state: if opened.is_some() { EmergencyState::Open } else { EmergencyState::Sealed },
            sealed: Some(emergency.sealed.to_string()),
            sealed_by: by,
            opened: opened.map(|at| at.to_string()),
            opened_from,
            in_use: !sessions.is_empty(),
        })
    }
}
