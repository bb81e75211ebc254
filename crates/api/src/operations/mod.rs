//! What agents do at the bank for customers, and what waits for a second person.

pub(crate) mod transfer;

use crate::audit::act::Act;
use crate::problem::Problem;
use crate::request::body::Body;
use crate::request::path::{Id, Part};
use crate::request::query::Query;
use crate::rooms::Rooms;
use axum::extract::State;
use axum::{Extension, Json};
use bank::operations::OrderKey;
use transfer::{ConditionalOperations, ContactOperations, Operation, OperationAsked, WaitingOperations};
use trust::{Actor, may};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vocabulary::ContactId;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new()
        .routes(routes!(read))
        .routes(routes!(order))
        .routes(routes!(waiting))
        .routes(routes!(conditional))
        .routes(routes!(withdraw))
        .routes(routes!(approve))
        .routes(routes!(refuse))
}

/// What was ordered in a contact, and what can be
///
/// Proposals are spelt out in full; each says whether the agent may, and why not. There are none for a contact
/// that is closed, whose customer nobody knows, or that the reader does not serve.
#[utoipa::path(
    get,
    path = "/api/contacts/{id}/operations",
    operation_id = "read_operations",
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("contact"))),
    tag = "operations",
    security(("token" = ["customers.read"])),
    params(("id" = String, Path, description = "The contact", example = "C-17")),
    responses((status = 200, description = "Orders, newest first, and proposals", body = ContactOperations))
)]
async fn read(
    actor: Actor<may::CustomersRead>,
    State(rooms): State<Rooms>,
    Id(contact): Id<ContactId>,
    _: Query<()>,
) -> Result<Json<ContactOperations>, Problem> {
    rooms.operations_of(&actor, contact).await.map(Json)
}

/// Do something at the bank for the customer
///
/// Judged by the rules of authority, written down, and told to the bank once for each key: the same request again
/// is answered with the order as it stands. What takes a second person waits. An order whose answer was lost is
/// `unknown` until the bank has said what became of it.
#[utoipa::path(
    post,
    path = "/api/contacts/{id}/operations",
    operation_id = "order_operation",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("contact"))),
    tag = "operations",
    security(("token" = ["operations.order"])),
    params(("id" = String, Path, description = "The contact", example = "C-17")),
    request_body = OperationAsked,
    responses(
        (status = 200, description = "The order as it stands", body = Operation),
        (status = 409, description = "It is beyond authority, cannot be done to that card, or the key names another order", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn order(
    actor: Actor<may::OperationsOrder>,
    State(rooms): State<Rooms>,
    Id(contact): Id<ContactId>,
    _: Query<()>,
    Body(asked): Body<OperationAsked>,
) -> Result<Json<Operation>, Problem> {
    let wish = asked.wish()?;
    rooms.order_operation(&actor, contact, wish).await.map(Json)
}

/// What waits for a second person
#[utoipa::path(
    get,
    path = "/api/operations",
    operation_id = "list_waiting_operations",
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("contacts"))),
    tag = "operations",
    security(("token" = ["operations.approve"])),
    responses((status = 200, description = "Orders that wait, oldest first", body = WaitingOperations))
)]
async fn waiting(
    actor: Actor<may::OperationsApprove>,
    State(rooms): State<Rooms>,
    _: Query<()>,
    Extension(act): Extension<Act>,
) -> Result<Json<WaitingOperations>, Problem> {
    rooms.waiting_operations(&actor, &act).await.map(Json)
}

/// What goes ahead by itself once its condition is met
///
/// What is due first comes first: somebody reminds the customer in time. Those that were not met in time are told of
/// for a week.
#[utoipa::path(
    get,
    path = "/api/operations/conditional",
    operation_id = "list_conditional_operations",
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("contacts"))),
    tag = "operations",
    security(("token" = ["customers.read"])),
    responses((status = 200, description = "Orders with a condition", body = ConditionalOperations))
)]
async fn conditional(
    actor: Actor<may::CustomersRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<ConditionalOperations>, Problem> {
    rooms.conditional_operations(&actor).await.map(Json)
}

/// Take an order back that waits for its condition
///
/// For the agent who promised it, and for whoever may be a second person.
#[utoipa::path(
    post,
    path = "/api/contacts/{id}/operations/{order}/withdrawal",
    operation_id = "withdraw_operation",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("contact"))),
    tag = "operations",
    security(("token" = ["operations.withdraw"])),
    params(
        ("id" = String, Path, description = "The contact", example = "C-17"),
        ("order" = String, Path, description = "The order's key", example = "00112233445566778899aabbccddeeff")
    ),
    responses(
        (status = 200, description = "The order as it stands", body = Operation),
        (status = 409, description = "It waits no more", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn withdraw(
    actor: Actor<may::OperationsWithdraw>,
    State(rooms): State<Rooms>,
    Id(contact): Id<ContactId>,
    Part(order): Part<OrderKey>,
    _: Query<()>,
) -> Result<Json<Operation>, Problem> {
    rooms.withdraw_operation(&actor, contact, &order).await.map(Json)
}

/// Approve an order, which the bank is told at once
///
/// Never who asked, nor who has that account in hand, or the other way round; never by a loan, or as a program.
#[utoipa::path(
    post,
    path = "/api/contacts/{id}/operations/{order}/approval",
    operation_id = "approve_operation",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("contact"))),
    tag = "operations",
    security(("token" = ["operations.approve"])),
    params(
        ("id" = String, Path, description = "The contact", example = "C-17"),
        ("order" = String, Path, description = "The order's key", example = "00112233445566778899aabbccddeeff")
    ),
    responses(
        (status = 200, description = "The order as it stands", body = Operation),
        (status = 409, description = "It waits no more, or it is one's own", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn approve(
    actor: Actor<may::OperationsApprove>,
    State(rooms): State<Rooms>,
    Id(contact): Id<ContactId>,
    Part(order): Part<OrderKey>,
    _: Query<()>,
    Extension(act): Extension<Act>,
) -> Result<Json<Operation>, Problem> {
    rooms.decide_operation(&actor, &act, contact, &order, true).await.map(Json)
}

/// Refuse an order that waits
#[utoipa::path(
    post,
    path = "/api/contacts/{id}/operations/{order}/refusal",
    operation_id = "refuse_operation",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("contact"))),
    tag = "operations",
    security(("token" = ["operations.approve"])),
    params(
        ("id" = String, Path, description = "The contact", example = "C-17"),
        ("order" = String, Path, description = "The order's key", example = "00112233445566778899aabbccddeeff")
    ),
    responses(
        (status = 200, description = "The order as it stands", body = Operation),
        (status = 409, description = "It waits no more", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn refuse(
    actor: Actor<may::OperationsApprove>,
    State(rooms): State<Rooms>,
    Id(contact): Id<ContactId>,
    Part(order): Part<OrderKey>,
    _: Query<()>,
    Extension(act): Extension<Act>,
) -> Result<Json<Operation>, Problem> {
    rooms.decide_operation(&actor, &act, contact, &order, false).await.map(Json)
}
