//! The OpenAPI document, and its route.

use crate::events::transfer::{Missed, Over};
use crate::problem::{Problem, ProblemDetails};
use crate::request::query::Query;
use crate::rooms::Rooms;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{Components, Content, OpenApi, PathItem, Ref, RefOr, ResponseBuilder};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The name that operations name in `security(…)`.
const SCHEME: &str = "token";

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Heliotrope",
        description = "The service centre's contacts, agents, queues and live events.\n\nIds are \
                       strings like `C-17`, moments RFC 3339 in UTC, spans seconds. A request needs a \
                       token as `Authorization: Bearer …`, and each operation names the permission \
                       that the token must open, in `x-scope` whose rows it is about, and in `x-audit` \
                       what it is to the audit. A page may keep its session as a cookie: then what \
                       changes anything says the session's bond in `x-heliotrope-bond`. Unknown fields \
                       are refused. Every refusal is a problem of RFC 9457.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
        contact()
    ),
    components(schemas(ProblemDetails, Missed, Over))
)]
struct Description;

/// The document before any route.
pub(crate) fn base() -> OpenApi {
    let mut document = <Description as utoipa::OpenApi>::openapi();
    let mut token = Http::new(HttpAuthScheme::Bearer);
    token.description = Some("A token that `heliotrope account` gave out.".to_owned());
    let components = document.components.get_or_insert_with(Components::new);
    components.add_security_scheme(SCHEME, SecurityScheme::Http(token));
    document
}

/// The document after all routes, with what is true of every operation, as text.
pub(crate) fn complete(mut document: OpenApi) -> Bytes {
    for item in document.paths.paths.values_mut() {
        for operation in operations(item) {
            describe_refusals(operation);
        }
    }
    // By way of a value, whose keys are in order: extensions come in another order at each start.
    let value = serde_json::to_value(&document).expect("a document made of strings and maps is JSON");
    Bytes::from(format!("{value:#}\n"))
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    [get, put, post, delete, patch].into_iter().flatten()
}

fn describe_refusals(operation: &mut Operation) {
    let mut refusals = vec![("default", "Another refusal, told by its status")];
    if operation.security.is_some() {
        refusals.push(("401", "No token, or one that is not valid; `WWW-Authenticate` names the permission"));
        refusals.push(("403", "The token's role does not include the permission"));
    }
    for (status, description) in refusals {
        let body = Content::new(Some(RefOr::<utoipa::openapi::Schema>::Ref(Ref::from_schema_name(
            "ProblemDetails",
        ))));
        let refusal =
            ResponseBuilder::new().description(description).content("application/problem+json", body);
        operation.responses.responses.entry(status.to_owned()).or_insert(RefOr::T(refusal.build()));
    }
}

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(read))
}

/// This document
#[utoipa::path(
    get,
    path = "/openapi.json",
    operation_id = "read_document",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("none"))),
    tag = "service",
    responses((status = 200, description = "The OpenAPI document", content_type = "application/json", body = Object))
)]
async fn read(State(rooms): State<Rooms>, _: Query<()>) -> Result<impl IntoResponse, Problem> {
    Ok(([(header::CONTENT_TYPE, "application/json")], rooms.document()))
}
