//! Legal holds: what keeps a customer's things, for a matter that has a name.

use super::named;
use crate::audit::act::Act;
use crate::problem::Problem;
use crate::request::body::Body;
use crate::request::path::Id;
use crate::request::query::Query;
use crate::request::stated;
use crate::rooms::Rooms;
use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::retention::{Hold, HoldId};
use trust::{AccountId, Actor, may};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(list, place)).routes(routes!(lift))
}

/// The longest name of a matter, in characters.
const MATTER: std::ops::RangeInclusive<usize> = 3..=120;

/// Holds.
#[derive(Debug, Serialize, ToSchema)]
struct HoldList {
    /// Those in force first.
    holds: Vec<HoldView>,
}

/// A hold on all that is kept of a customer.
#[derive(Debug, Serialize, ToSchema)]
struct HoldView {
    #[schema(example = "Y-3")]
    id: String,
    /// The bank's name for the customer.
    #[schema(example = "k-7")]
    customer: String,
    /// The matter it is for.
    #[schema(example = "court 2026/17")]
    matter: String,
    #[schema(format = DateTime)]
    placed: String,
    #[schema(example = "kim", required = true)]
    placed_by: Option<String>,
    #[schema(format = DateTime, required = true)]
    lifted: Option<String>,
    #[schema(example = "lee", required = true)]
    lifted_by: Option<String>,
}

/// What is to be held.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Place {
    /// The bank's name for the customer.
    #[schema(example = "k-7")]
    customer: String,
    /// The matter it is for: a file number; 3 to 120 characters, all of them seen, not all the same.
    #[schema(example = "court 2026/17", min_length = 3, max_length = 120)]
    matter: String,
}

impl HoldView {
    fn new(hold: &Hold, names: &BTreeMap<AccountId, String>) -> HoldView {
        HoldView {
            id: hold.id.to_string(),
            customer: hold.customer.to_string(),
            matter: hold.matter.clone(),
            placed: hold.placed.0.to_string(),
            placed_by: names.get(&hold.placed.1).cloned(),
            lifted: hold.lifted.map(|(at, _)| at.to_string()),
            lifted_by: hold.lifted.and_then(|(_, by)| names.get(&by).cloned()),
        }
    }
}

/// What is held
#[utoipa::path(
    get,
    path = "/api/privacy/holds",
    operation_id = "list_holds",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("whole"))),
    tag = "privacy",
    security(("token" = ["privacy.read"])),
    responses((status = 200, description = "Holds, those in force first", body = HoldList))
)]
async fn list(
    actor: Actor<may::PrivacyRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<HoldList>, Problem> {
    let (holds, names) = (rooms.holds(&actor).await?, rooms.account_names().await);
    Ok(Json(HoldList { holds: holds.iter().map(|hold| HoldView::new(hold, &names)).collect() }))
}

/// Hold all that is kept of a customer
///
/// It wins over every rule, and over an erasure.
#[utoipa::path(
    post,
    path = "/api/privacy/holds",
    operation_id = "place_hold",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("whole"))),
    tag = "privacy",
    security(("token" = ["privacy.change"])),
    request_body = Place,
    responses((status = 200, description = "What is held now", body = HoldList))
)]
async fn place(
    actor: Actor<may::PrivacyChange>,
    State(rooms): State<Rooms>,
    _: Query<()>,
    Extension(act): Extension<Act>,
    Body(wanted): Body<Place>,
) -> Result<Json<HoldList>, Problem> {
    let customer = named(&wanted.customer)?;
    act.concerns_customer(customer.clone());
    let matter = stated::reason("matter", &wanted.matter, MATTER)?;
    let (holds, names) =
        (rooms.place_hold(&actor, &act, &customer, matter).await?, rooms.account_names().await);
    Ok(Json(HoldList { holds: holds.iter().map(|hold| HoldView::new(hold, &names)).collect() }))
}

/// Lift a hold
#[utoipa::path(
    delete,
    path = "/api/privacy/holds/{id}",
    operation_id = "lift_hold",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("whole"))),
    tag = "privacy",
    security(("token" = ["privacy.change"])),
    params(("id" = String, Path, description = "The hold", example = "Y-3")),
    responses((status = 204, description = "It keeps nothing any more"))
)]
async fn lift(
    actor: Actor<may::PrivacyChange>,
    State(rooms): State<Rooms>,
    Id(hold): Id<HoldId>,
    _: Query<()>,
) -> Result<StatusCode, Problem> {
    rooms.lift_hold(&actor, hold).await?;
    Ok(StatusCode::NO_CONTENT)
}
