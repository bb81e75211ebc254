//! The audit: that every act is on record ([`layer`]), and who may read it.
//!
//! Each operation of the OpenAPI document declares in `x-audit` what sort of act it is. The layer around
//! all routes begins an [`act::Act`] for each request, the door notes who it is, and no handler gets an
//! actor without one; so a new operation cannot forget the record. One that declares nothing is taken for
//! a change.

pub(crate) mod act;
mod declared;
pub(crate) mod layer;
mod query;
mod subject;
mod transfer;

pub(crate) use declared::{About, Declared};

use crate::problem::Problem;
use crate::request::query::Query;
use crate::rooms::Rooms;
use axum::Json;
use axum::extract::State;
use query::{AlertQuery, AuditQuery};
use transfer::{AlertList, AuditList, AuditState};
use trust::{Actor, may};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(alerts)).routes(routes!(state))
}

/// Who did what
///
/// Newest first. The next page begins `before` the last entry of this one. Reading the audit is on record
/// as well.
#[utoipa::path(
    get,
    path = "/api/audit",
    operation_id = "list_audit",
    tag = "audit",
    security(("token" = ["audit.read"])),
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("whole"))),
    params(AuditQuery),
    responses((status = 200, description = "Entries, newest first", body = AuditList))
)]
async fn list(
    actor: Actor<may::AuditRead>,
    State(rooms): State<Rooms>,
    Query(query): Query<AuditQuery>,
) -> Result<Json<AuditList>, Problem> {
    let entries = rooms.audit_entries(&actor, &query.filter()).await?;
    Ok(Json(AuditList::new(&entries, &rooms.account_names().await)))
}

/// Unusual access
///
/// Many customers looked at within an hour, looks at VIPs who were not on the line, looks at an account's
/// own relatives, and many refusals.
#[utoipa::path(
    get,
    path = "/api/audit/alerts",
    operation_id = "list_audit_alerts",
    tag = "audit",
    security(("token" = ["audit.read"])),
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("whole"))),
    params(AlertQuery),
    responses((status = 200, description = "Alerts, newest first", body = AlertList))
)]
async fn alerts(
    actor: Actor<may::AuditRead>,
    State(rooms): State<Rooms>,
    Query(query): Query<AlertQuery>,
) -> Result<Json<AlertList>, Problem> {
    let (from, to) = query.between();
    let alerts = rooms.audit_alerts(&actor, from, to).await?;
    Ok(Json(AlertList::new(from, to, &alerts, &rooms.account_names().await)))
}

/// How the audit fares
#[utoipa::path(
    get,
    path = "/api/audit/state",
    operation_id = "read_audit_state",
    tag = "audit",
    security(("token" = ["audit.read"])),
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("whole"))),
    responses((status = 200, description = "The chain's end, and the newest checkpoint", body = AuditState))
)]
async fn state(
    actor: Actor<may::AuditRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<AuditState>, Problem> {
    let (head, health) = rooms.audit_state(&actor).await?;
    Ok(Json(AuditState::new(head, &health)))
}
