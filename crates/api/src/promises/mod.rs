//! What agents promised customers: made, seen at the next contact, and kept or not.

pub(crate) mod transfer;

use crate::problem::Problem;
use crate::request::body::Body;
use crate::request::path::Id;
use crate::request::query::Query;
use crate::rooms::Rooms;
use axum::Json;
use axum::extract::State;
use transfer::{OwnPromises, PromiseKey, PromiseList, PromiseMade, PromiseSettled, PromiseView};
use trust::{Actor, may};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vocabulary::ContactId;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(read, promise)).routes(routes!(own)).routes(routes!(settle))
}

/// What was promised to the customer of a contact
///
/// In all contacts of the customer; in this one alone, while nobody knows whose it is. Agents read those of contacts
/// that they serve or served; of a caller who is not the customer nobody does.
#[utoipa::path(
    get,
    path = "/api/contacts/{id}/promises",
    operation_id = "read_promises",
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("contact"))),
    tag = "promises",
    security(("token" = ["promises.keep"])),
    params(("id" = String, Path, description = "The contact", example = "C-17")),
    responses(
        (status = 200, description = "What was promised", body = PromiseList),
        (status = 409, description = "The caller is not the customer", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn read(
    actor: Actor<may::PromisesKeep>,
    State(rooms): State<Rooms>,
    Id(contact): Id<ContactId>,
    _: Query<()>,
) -> Result<Json<PromiseList>, Problem> {
    let promises = rooms.promises_at(&actor, contact).await?;
    Ok(Json(PromiseList { promises: PromiseView::all(&promises, &rooms.account_names().await) }))
}

/// Promise the customer of a contact something
///
/// It is shown to whoever serves the customer, and stands in the work of who is to keep it, until somebody says what
/// became of it. The same key again is promised once.
#[utoipa::path(
    post,
    path = "/api/contacts/{id}/promises",
    operation_id = "make_promise",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("contact"))),
    tag = "promises",
    security(("token" = ["promises.keep"])),
    params(("id" = String, Path, description = "The contact", example = "C-17")),
    request_body = PromiseMade,
    responses(
        (status = 200, description = "The promise", body = PromiseView),
        (status = 409, description = "The key names another promise, there are too many open ones, or nobody is there to keep it", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn promise(
    actor: Actor<may::PromisesKeep>,
    State(rooms): State<Rooms>,
    Id(contact): Id<ContactId>,
    _: Query<()>,
    Body(made): Body<PromiseMade>,
) -> Result<Json<PromiseView>, Problem> {
    let made = made.read(jiff::Timestamp::now().into())?;
    let promise = rooms.promise(&actor, contact, made).await?;
    Ok(Json(PromiseView::new(&promise, &rooms.account_names().await)))
}

/// What the reader, and the reader's teams, have promised and not yet kept
#[utoipa::path(
    get,
    path = "/api/promises",
    operation_id = "list_own_promises",
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("own"))),
    tag = "promises",
    security(("token" = ["promises.keep"])),
    responses((status = 200, description = "Open promises, what is due first", body = OwnPromises))
)]
async fn own(
    actor: Actor<may::PromisesKeep>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<OwnPromises>, Problem> {
    let (promises, teams) = rooms.own_promises(&actor).await?;
    let promises = PromiseView::all(&promises, &rooms.account_names().await);
    Ok(Json(OwnPromises { promises, teams }))
}

/// Say what became of a promise, or take that back
///
/// For who is to keep it, who serves or served its customer, and who leads them.
#[utoipa::path(
    put,
    path = "/api/promises/{id}",
    operation_id = "settle_promise",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("own"))),
    tag = "promises",
    security(("token" = ["promises.keep"])),
    params(("id" = String, Path, description = "The promise's key", example = "00112233445566778899aabbccddeeff")),
    request_body = PromiseSettled,
    responses(
        (status = 200, description = "The promise as it stands", body = PromiseView),
        (status = 409, description = "Somebody else said something meanwhile", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn settle(
    actor: Actor<may::PromisesKeep>,
    State(rooms): State<Rooms>,
    Id(key): Id<PromiseKey>,
    _: Query<()>,
    Body(settled): Body<PromiseSettled>,
) -> Result<Json<PromiseView>, Problem> {
    let promise = rooms.settle_promise(&actor, &key, settled).await?;
    Ok(Json(PromiseView::new(&promise, &rooms.account_names().await)))
}
