//! Erasing a customer, which takes a second person; and trying, as often as somebody wants, whether anything opens.

use super::named;
use crate::approvals::transfer::Asked;
use crate::audit::act::Act;
use crate::problem::Problem;
use crate::request::body::Body;
use crate::request::path::Id;
use crate::request::query::Query;
use crate::rooms::Rooms;
use axum::extract::State;
use axum::response::Response;
use axum::{Extension, Json};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::erasure::{Erasure, KeptBack, Proof};
use trust::{AccountId, Actor, may};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vocabulary::Time;

pub(super) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(list, erase)).routes(routes!(prove))
}

/// Whom to erase, or whose archive to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OfCustomer {
    /// The bank's name for the customer.
    #[schema(example = "k-7")]
    pub customer: String,
}

/// Erasures.
#[derive(Debug, Serialize, ToSchema)]
struct ErasureList {
    /// Newest first.
    erasures: Vec<ErasureView>,
}

/// An erasure.
#[derive(Debug, Serialize, ToSchema)]
struct ErasureView {
    id: u64,
    #[schema(example = "k-7")]
    customer: String,
    #[schema(format = DateTime)]
    at: String,
    /// Who asked for it.
    #[schema(example = "kim", required = true)]
    by: Option<String>,
    /// What had to stay.
    kept: Vec<KeptView>,
}

/// Something that a law keeps.
#[derive(Debug, Serialize, ToSchema)]
struct KeptView {
    /// recordings, notes, messages, callers or promises.
    #[schema(example = "recordings")]
    kind: String,
    #[schema(format = DateTime)]
    until: String,
    /// What says so.
    source: String,
}

/// What everything that is left says when it is tried.
#[derive(Debug, Serialize, ToSchema)]
struct ErasureProof {
    erasure: ErasureView,
    /// When it was tried.
    #[schema(format = DateTime)]
    tried: String,
    /// Nothing opens, apart from what had to stay.
    holds: bool,
    results: Vec<TriedView>,
}

/// What is left of a kind, and how much of it opens.
#[derive(Debug, Serialize, ToSchema)]
struct TriedView {
    /// notes, messages, callers, promises, recordings, look_ups, keys, or reasons.
    #[schema(example = "notes")]
    what: &'static str,
    found: u64,
    opens: u64,
}

impl ErasureView {
    fn new(erasure: &Erasure, names: &BTreeMap<AccountId, String>) -> ErasureView {
        let kept = |back: &KeptBack| KeptView {
            kind: back.kind.clone(),
            until: Time(back.until_us).to_string(),
            source: back.source.clone(),
        };
        ErasureView {
            id: erasure.id,
            customer: erasure.customer.to_string(),
            at: erasure.at.to_string(),
            by: names.get(&erasure.by).cloned(),
            kept: erasure.kept.iter().map(kept).collect(),
        }
    }
}

/// Who was erased
#[utoipa::path(
    get,
    path = "/api/privacy/erasures",
    operation_id = "list_erasures",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("whole"))),
    tag = "privacy",
    security(("token" = ["privacy.read"])),
    responses((status = 200, description = "Erasures, newest first", body = ErasureList))
)]
async fn list(
    actor: Actor<may::PrivacyRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<ErasureList>, Problem> {
    let (erasures, names) = (rooms.erasures(&actor).await?, rooms.account_names().await);
    let erasures = erasures.iter().map(|erasure| ErasureView::new(erasure, &names)).collect();
    Ok(Json(ErasureList { erasures }))
}

/// Erase a customer
///
/// When a second person has approved it, keys are destroyed, look-ups removed and files deleted; what a law keeps
/// stays and is named. What is held is not erased.
#[utoipa::path(
    post,
    path = "/api/privacy/erasures",
    operation_id = "erase_customer",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("whole"))),
    tag = "privacy",
    security(("token" = ["privacy.change"])),
    request_body = OfCustomer,
    responses(
        (status = 202, description = "It waits for a second person", body = Asked),
        (status = 409, description = "It is held, the customer is on the line, or nobody could approve it", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn erase(
    actor: Actor<may::PrivacyChange>,
    State(rooms): State<Rooms>,
    _: Query<()>,
    Extension(act): Extension<Act>,
    Body(wanted): Body<OfCustomer>,
) -> Result<Response, Problem> {
    let customer = named(&wanted.customer)?;
    act.concerns_customer(customer.clone());
    rooms.ask_erasure(&actor, &customer).await
}

/// Try whether anything of an erased customer opens
///
/// Every note, message, number and recording that is left is tried with the keys there are.
#[utoipa::path(
    post,
    path = "/api/privacy/erasures/{id}/proof",
    operation_id = "prove_erasure",
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("whole"))),
    tag = "privacy",
    security(("token" = ["privacy.read"])),
    params(("id" = u64, Path, description = "The erasure", example = 3)),
    responses((status = 200, description = "What was tried, and what opens", body = ErasureProof))
)]
async fn prove(
    actor: Actor<may::PrivacyRead>,
    State(rooms): State<Rooms>,
    Id(id): Id<u64>,
    _: Query<()>,
    Extension(act): Extension<Act>,
) -> Result<Json<ErasureProof>, Problem> {
    let (erasure, Proof { at, tried }, (reasons, readable)) = rooms.prove_erasure(&actor, id).await?;
    act.concerns_customer(erasure.customer.clone());
    let proof = Proof { at, tried };
    let sound_stays = erasure.kept.iter().any(|back| back.kind == "recordings");
    let holds = proof.holds(&erasure.kept) && (readable == 0 || sound_stays);
    let mut results: Vec<TriedView> = proof
        .tried
        .iter()
        .map(|tried| TriedView { what: tried.what, found: tried.found, opens: tried.opens })
        .collect();
    results.push(TriedView { what: "reasons", found: reasons, opens: readable });
    let erasure = ErasureView::new(&erasure, &rooms.account_names().await);
    Ok(Json(ErasureProof { erasure, tried: proof.at.to_string(), holds, results }))
}
