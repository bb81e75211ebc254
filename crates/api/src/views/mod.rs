//! Lists that somebody looks at again and again: saved filters, each account's own.

use crate::problem::{Kind, Problem};
use crate::request::body::Body;
use crate::request::path::Id;
use crate::request::query::Query;
use crate::request::stated;
use crate::rooms::Rooms;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use store::SavedView;
use trust::{Actor, may};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The longest query of a view, in bytes.
const LONGEST_QUERY: usize = 2_000;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(put, remove))
}

/// A name that somebody gave a view: 1 to 60 characters of any script, all of them seen.
#[derive(Debug)]
struct ViewName(String);

impl FromStr for ViewName {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<ViewName, &'static str> {
        let text = text.trim();
        // Ids of other things cannot be names, so that a wrong path is noticed.
        let fits = (1..=60).contains(&text.chars().count()) && stated::unseen(text).is_none();
        if fits { Ok(ViewName(text.to_owned())) } else { Err("a view's name has 1 to 60 characters") }
    }
}

/// All views of an account.
#[derive(Debug, Serialize, ToSchema)]
struct ViewList {
    /// By name.
    views: Vec<View>,
}

/// A saved view.
#[derive(Debug, Serialize, ToSchema)]
struct View {
    #[schema(example = "Mine, today")]
    name: String,
    /// The page it is of.
    #[schema(example = "contacts")]
    page: String,
    /// That page's query.
    #[schema(example = "agent=A-7&open=false")]
    query: String,
}

/// What a view shows.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChangeView {
    /// The page it is of.
    #[schema(example = "contacts")]
    page: String,
    /// That page's query, 2,000 bytes at the most.
    #[schema(example = "agent=A-7&open=false")]
    query: String,
}

/// Own saved views
#[utoipa::path(
    get,
    path = "/api/views",
    operation_id = "list_views",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("own"))),
    tag = "views",
    security(("token" = ["session.read"])),
    responses((status = 200, description = "The account's views, by name", body = ViewList))
)]
async fn list(
    actor: Actor<may::SessionRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<ViewList>, Problem> {
    let views = rooms.views(&actor).await?;
    let view = |view: SavedView| View { name: view.name, page: view.page, query: view.query };
    Ok(Json(ViewList { views: views.into_iter().map(view).collect() }))
}

/// Save a view
///
/// In place of one of the same name. An account may have 50.
#[utoipa::path(
    put,
    path = "/api/views/{id}",
    operation_id = "save_view",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("own"))),
    tag = "views",
    security(("token" = ["session.read"])),
    params(("id" = String, Path, description = "The view's name", example = "Mine, today")),
    request_body = ChangeView,
    responses(
        (status = 200, description = "The view as it is kept", body = View),
        (status = 409, description = "The account has as many views as it may", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn put(
    actor: Actor<may::SessionRead>,
    State(rooms): State<Rooms>,
    Id(ViewName(name)): Id<ViewName>,
    _: Query<()>,
    Body(ChangeView { page, query }): Body<ChangeView>,
) -> Result<Json<View>, Problem> {
    let refused = |field: &'static str, detail| Problem::new(Kind::InvalidBody, detail).about(field);
    if page.is_empty() || page.len() > 60 || !page.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') {
        return Err(refused("page", "page is the name of a page: a-z and '-', 60 characters at the most"));
    }
    if query.len() > LONGEST_QUERY {
        return Err(refused("query", "query may have 2,000 bytes at the most"));
    }
    let view = SavedView { name, page, query };
    if !rooms.save_view(&actor, &view).await? {
        return Err(Problem::new(Kind::Conflict, "there are 50 views, which is the most; remove one first"));
    }
    let SavedView { name, page, query } = view;
    Ok(Json(View { name, page, query }))
}

/// Remove a view
#[utoipa::path(
    delete,
    path = "/api/views/{id}",
    operation_id = "remove_view",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("own"))),
    tag = "views",
    security(("token" = ["session.read"])),
    params(("id" = String, Path, description = "The view's name", example = "Mine, today")),
    responses((status = 204, description = "There is no such view any more"))
)]
async fn remove(
    actor: Actor<may::SessionRead>,
    State(rooms): State<Rooms>,
    Id(ViewName(name)): Id<ViewName>,
    _: Query<()>,
) -> Result<StatusCode, Problem> {
    if rooms.remove_view(&actor, &name).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::not_found("there is no view of this name; list the views to see which there are"))
    }
}
