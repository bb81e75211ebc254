//! A JSON body.

use crate::problem::{Kind, Problem};
use crate::rooms::Rooms;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::{DeserializeOwned, Error as _, IgnoredAny};
use serde::{Deserialize, Deserializer};
use serde_json::error::Category;
use serde_json::{Map, Value};
use tokio::time::timeout;

/// A transfer object out of the request's body.
#[derive(Debug)]
pub(crate) struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Rooms> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, rooms: &Rooms) -> Result<Body<T>, Problem> {
        if !is_json(request.headers()) {
            let detail = "send the body as JSON, with content-type: application/json";
            return Err(Problem::new(Kind::MediaType, detail));
        }
        let read = timeout(rooms.limits().body_within, Bytes::from_request(request, rooms));
        let too_slow = |_| Problem::new(Kind::TooSlow, "the body did not arrive in time; send it again");
        let body = read.await.map_err(too_slow)?.map_err(|refused| unread(refused.status()))?;
        parse(&body).map(Body)
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split_once(';').map_or(kind, |(kind, _parameters)| kind);
    kind.trim().eq_ignore_ascii_case("application/json")
}

fn unread(status: StatusCode) -> Problem {
    Problem::of_status(status).unwrap_or_else(Problem::internal)
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    is_object(body)?;
    let mut json = serde_json::Deserializer::from_slice(body);
    let read = serde_path_to_error::deserialize(&mut json);
    let value = read.map_err(|fault| refusal(&fault.path().to_string(), fault.inner()))?;
    json.end().map_err(|fault| refusal("", &fault))?;
    Ok(value)
}

/// Every body is an object. A list would be taken for one whose fields come in order, and mean another thing with the
/// next release.
fn is_object(body: &[u8]) -> Result<(), Problem> {
    if body.trim_ascii_start().first() != Some(&b'[') {
        return Ok(());
    }
    serde_json::from_slice::<IgnoredAny>(body).map_err(|fault| refusal("", &fault))?;
    Err(Problem::new(Kind::InvalidBody, "the body must be an object that names its fields, not a list"))
}

/// A field that is an object, or null: no list, as for a whole body.
pub(crate) fn object<'de, T: DeserializeOwned, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let named: Option<Map<String, Value>> = Option::deserialize(deserializer)?;
    named.map(|named| T::deserialize(Value::Object(named))).transpose().map_err(D::Error::custom)
}

fn refusal(path: &str, fault: &serde_json::Error) -> Problem {
    match fault.classify() {
        Category::Data => {
            let named = !matches!(path, "" | "." | "?");
            let about = if named { format!("{path}: ") } else { String::new() };
            let problem = Problem::new(Kind::InvalidBody, format!("{about}{fault}"));
            if named { problem.about(path) } else { problem }
        }
        Category::Syntax | Category::Eof | Category::Io => {
            Problem::new(Kind::BadBody, format!("the body must be one JSON value: {fault}"))
        }
    }
}
