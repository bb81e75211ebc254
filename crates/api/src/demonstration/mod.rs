//! What a visitor of the demonstration can try: sign-ins, and numbers to call. Public, because whoever
//! sits at the machine may sign in; there is nothing of the kind in a centre that serves customers.

use crate::problem::Problem;
use crate::request::query::Query;
use crate::rooms::Rooms;
use crate::words::Language;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};
use trust::{Role, Token};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vocabulary::AgentId;

/// Set once by the demonstration, when its accounts are made; never by a centre that serves.
pub type Shown = Arc<OnceLock<Demonstration>>;

/// What there is to try.
#[derive(Debug)]
pub struct Demonstration {
    /// In the order they are offered.
    pub sign_ins: Vec<SignIn>,
    /// In the order of the plan.
    pub numbers: Vec<Number>,
}

/// A way in.
#[derive(Debug)]
pub struct SignIn {
    pub role: Role,
    /// The agent whose desk it opens.
    pub agent: Option<AgentId>,
    /// What that agent speaks.
    pub languages: Vec<vocabulary::Language>,
    /// Of this run of the demonstration.
    pub token: Token,
}

/// A number to call.
#[derive(Debug)]
pub struct Number {
    pub called: String,
    /// What a SIP telephone on this machine calls: `sip:15881002@127.0.0.1:5060`.
    pub address: String,
    pub language: vocabulary::Language,
}

/// What there is to try.
#[derive(Debug, Serialize, ToSchema)]
struct DemonstrationView {
    sign_ins: Vec<SignInView>,
    numbers: Vec<NumberView>,
}

/// A way in.
#[derive(Debug, Serialize, ToSchema)]
struct SignInView {
    #[schema(example = "agent")]
    role: &'static str,
    /// The agent whose desk it opens.
    #[schema(example = "A-301", required = true)]
    agent: Option<String>,
    /// What that agent speaks.
    languages: Vec<Language>,
    /// Worthless after this run of the demonstration.
    token: String,
}

/// A number to call.
#[derive(Debug, Serialize, ToSchema)]
struct NumberView {
    #[schema(example = "15881002")]
    called: String,
    /// What a SIP telephone on the same machine calls.
    #[schema(example = "sip:15881002@127.0.0.1:5060")]
    address: String,
    language: Language,
}

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(read))
}

/// What a visitor can try
#[utoipa::path(
    get,
    path = "/api/demonstration",
    operation_id = "read_demonstration",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("none"))),
    tag = "service",
    responses(
        (status = 200, description = "This is a demonstration", body = DemonstrationView),
        (status = 204, description = "This is none"),
    )
)]
async fn read(State(rooms): State<Rooms>, headers: HeaderMap, _: Query<()>) -> Result<Response, Problem> {
    let shown = rooms.demonstration().filter(|_| from_here(&headers));
    Ok(shown
        .map_or_else(|| StatusCode::NO_CONTENT.into_response(), |shown| Json(view(shown)).into_response()))
}

/// Whether the request names this machine as its host. A name that a stranger's site made to point
/// here would let that site read the answer.
fn from_here(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost" || address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn view(shown: &Demonstration) -> DemonstrationView {
    let sign_in = |way: &SignIn| SignInView {
        role: way.role.tag(),
        agent: way.agent.map(|agent| agent.to_string()),
        languages: way.languages.iter().map(|language| (*language).into()).collect(),
        token: way.token.expose().to_owned(),
    };
    let number = |number: &Number| NumberView {
        called: number.called.clone(),
        address: number.address.clone(),
        language: number.language.into(),
    };
    DemonstrationView {
        sign_ins: shown.sign_ins.iter().map(sign_in).collect(),
        numbers: shown.numbers.iter().map(number).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_here() {
        let check = |host: &str, expected: bool| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().unwrap());
            assert_eq!(from_here(&headers), expected, "{host}");
        };
        for here in ["127.0.0.1", "127.0.0.1:8080", "localhost", "localhost:8080", "[::1]:8080", "[::1]"] {
            check(here, true);
        }
        for elsewhere in
            ["", "192.0.2.1:8080", "localhost.example", "127.0.0.1.example:80", "example:localhost"]
        {
            check(elsewhere, false);
        }
        assert!(!from_here(&HeaderMap::new()));
    }
}
