//! The customer of an open contact: what the bank says, as far as it has come, behind display masks.

pub(crate) mod finding;
pub(crate) mod transfer;

use crate::problem::Problem;
use crate::request::path::{Id, Part};
use crate::request::query::Query;
use crate::rooms::Rooms;
use axum::Json;
use axum::extract::State;
use centre::PanelName;
use transfer::CustomerView;
use trust::{Actor, may};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vocabulary::ContactId;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(read)).routes(routes!(ask_again)).merge(finding::routes())
}

/// The customer of an open contact
///
/// Answered at once with what has come. A panel that is late comes by itself: look again. There is no
/// view of a contact that is closed, or whose customer nobody knows. Agents see the customers they serve.
#[utoipa::path(
    get,
    path = "/api/contacts/{id}/customer",
    operation_id = "read_customer",
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("contact"))),
    tag = "customers",
    security(("token" = ["customers.read"])),
    params(("id" = String, Path, description = "The contact", example = "C-17")),
    responses((status = 200, description = "The view as it stands", body = CustomerView))
)]
async fn read(
    actor: Actor<may::CustomersRead>,
    State(rooms): State<Rooms>,
    Id(contact): Id<ContactId>,
    _: Query<()>,
) -> Result<Json<CustomerView>, Problem> {
    let view = rooms.customer_view(&actor, contact).await?;
    Ok(Json(CustomerView::shown(view, rooms.is_third_party(contact).await?)))
}

/// Ask for one panel again
///
/// For a panel that failed, or whose figures are too old. One that is awaited is not asked for twice.
#[utoipa::path(
    post,
    path = "/api/contacts/{id}/customer/{panel}/retry",
    operation_id = "ask_customer_panel_again",
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("contact"))),
    tag = "customers",
    security(("token" = ["customers.read"])),
    params(
        ("id" = String, Path, description = "The contact", example = "C-17"),
        ("panel" = String, Path, description = "As the view names it", example = "cards")
    ),
    responses((status = 200, description = "The view, the panel asked for in it", body = CustomerView))
)]
async fn ask_again(
    actor: Actor<may::CustomersRead>,
    State(rooms): State<Rooms>,
    Id(contact): Id<ContactId>,
    Part(panel): Part<PanelName>,
    _: Query<()>,
) -> Result<Json<CustomerView>, Problem> {
    let view = rooms.ask_panel_again(&actor, contact, panel).await?;
    Ok(Json(CustomerView::shown(view, rooms.is_third_party(contact).await?)))
}
