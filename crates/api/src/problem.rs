//! Refusals as problem details (RFC 9457).

use crate::operations::transfer::UnmetCondition;
use crate::plan::transfer::FaultDetails;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::borrow::Cow;
use utoipa::ToSchema;

/// What a refusal looks like outside.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProblemDetails {
    /// Names the kind of problem for programs. Not an address to be opened.
    #[serde(rename = "type")]
    #[schema(example = "urn:heliotrope:problem:bad-query")]
    pub kind: String,
    /// The kind in a few words; the same for every problem of the kind.
    #[schema(example = "a query field cannot be used")]
    pub title: &'static str,
    /// The HTTP status.
    #[schema(example = 400)]
    pub status: u16,
    /// What is wrong with this request, and what to do.
    #[schema(example = "limit must be a whole number from 1 to 200")]
    pub detail: String,
    /// The path that was asked for.
    #[schema(example = "/api/contacts")]
    pub instance: String,
    /// The field it is about, when it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "limit")]
    pub field: Option<String>,
    /// All that is wrong with a plan, or with rules of authority, by line.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub faults: Vec<FaultDetails>,
    /// Names why an operation is refused, for pages that say it in the reader's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "not_allowed")]
    pub refusal: Option<&'static str>,
    /// The conditions of the rules of authority that are not met.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub unmet: Vec<UnmetCondition>,
    /// How far what is not ready yet has come, in percent: ask again in a moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 37)]
    pub ready_percent: Option<u8>,
}

/// A refusal on its way out. [`crate::answer`] writes its body, for only there is the path known.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    kind: Kind,
    detail: Cow<'static, str>,
    field: Option<String>,
    faults: Box<[FaultDetails]>,
    /// Apart, as few problems have it and every answer makes room for one.
    refused: Option<Box<Refused>>,
    challenge: Option<HeaderValue>,
    retry_after: u32,
    ready_percent: Option<u8>,
}

/// Why an operation is refused.
#[derive(Debug, Clone)]
struct Refused {
    why: &'static str,
    unmet: Vec<conditions::Unmet>,
}

/// Kinds of refusals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    BadRequest,
    BadQuery,
    BadPath,
    BadHeader,
    BadBody,
    NotSignedIn,
    NotPermitted,
    WrongPage,
    NotFound,
    MethodNotAllowed,
    TooSlow,
    Conflict,
    NoTelephone,
    Stale,
    InvalidPlan,
    InvalidRules,
    TooLarge,
    MediaType,
    InvalidBody,
    HeadTooLarge,
    TooMany,
    Paced,
    Internal,
    Unavailable,
}

impl Kind {
    fn status(self) -> StatusCode {
        match self {
            Kind::BadRequest | Kind::BadQuery | Kind::BadPath | Kind::BadHeader | Kind::BadBody => {
                StatusCode::BAD_REQUEST
            }
            Kind::NotSignedIn => StatusCode::UNAUTHORIZED,
            Kind::NotPermitted | Kind::WrongPage => StatusCode::FORBIDDEN,
            Kind::NotFound => StatusCode::NOT_FOUND,
            Kind::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Kind::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Kind::Conflict | Kind::NoTelephone => StatusCode::CONFLICT,
            Kind::Stale => StatusCode::PRECONDITION_FAILED,
            Kind::InvalidPlan | Kind::InvalidRules => StatusCode::UNPROCESSABLE_ENTITY,
            Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Kind::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Kind::InvalidBody => StatusCode::UNPROCESSABLE_ENTITY,
            Kind::HeadTooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Kind::TooMany | Kind::Paced => StatusCode::TOO_MANY_REQUESTS,
            Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The last part of the problem's type, and its title.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Kind::BadRequest => ("bad-request", "the request cannot be read"),
            Kind::BadQuery => ("bad-query", "a query field cannot be used"),
            Kind::BadPath => ("bad-path", "a part of the path cannot be used"),
            Kind::BadHeader => ("bad-header", "a header cannot be used"),
            Kind::BadBody => ("bad-body", "the body is not JSON"),
            Kind::NotSignedIn => ("not-signed-in", "a valid token is needed"),
            Kind::NotPermitted => ("not-permitted", "the role does not include this"),
            Kind::WrongPage => ("wrong-page", "the cookie does not count for this page"),
            Kind::NotFound => ("not-found", "there is no such thing"),
            Kind::MethodNotAllowed => ("method-not-allowed", "this cannot be done here"),
            Kind::TooSlow => ("too-slow", "the request took too long to arrive"),
            Kind::Conflict => ("conflict", "the request does not fit how things stand"),
            Kind::NoTelephone => ("no-telephone", "the telephone in the browser is not connected"),
            Kind::Stale => ("stale", "somebody else was faster"),
            Kind::InvalidPlan => ("invalid-plan", "the plan does not hold together"),
            Kind::InvalidRules => ("invalid-rules", "these rules of authority cannot come into force"),
            Kind::TooLarge => ("too-large", "the body is too large"),
            Kind::MediaType => ("media-type", "the body is of another kind than expected"),
            Kind::InvalidBody => ("invalid-body", "a field of the body cannot be used"),
            Kind::HeadTooLarge => ("head-too-large", "the request's headers are too long"),
            Kind::TooMany => ("too-many", "too much at once"),
            Kind::Paced => ("paced", "this was done as often as it may be for now"),
            Kind::Internal => ("internal", "something is wrong on our side"),
            Kind::Unavailable => ("unavailable", "this cannot be served now"),
        }
    }
}

/// Seconds after which what could not be served may be tried again, if nothing else is said.
const RETRY_AFTER: u32 = 2;

impl Problem {
    /// A refusal that says what to do.
    pub fn new(kind: Kind, detail: impl Into<Cow<'static, str>>) -> Problem {
        Problem {
            kind,
            detail: detail.into(),
            field: None,
            faults: Box::default(),
            refused: None,
            challenge: None,
            retry_after: RETRY_AFTER,
            ready_percent: None,
        }
    }

    /// The same, about one field.
    pub fn about(self, field: impl Into<String>) -> Problem {
        Problem { field: Some(field.into()), ..self }
    }

    /// The same, with all that is wrong with a text, by line.
    pub fn with_faults(self, faults: Vec<FaultDetails>) -> Problem {
        Problem { faults: faults.into(), ..self }
    }

    fn unmet(&self) -> Vec<UnmetCondition> {
        let unmet = self.refused.iter().flat_map(|refused| refused.unmet.iter().cloned());
        unmet.map(UnmetCondition::from).collect()
    }

    /// The same, named for pages, with the conditions that are not met.
    pub fn refused(self, refusal: &'static str, unmet: Vec<conditions::Unmet>) -> Problem {
        Problem { refused: Some(Box::new(Refused { why: refusal, unmet })), ..self }
    }

    /// The same, telling how to prove who one is (RFC 9110 §11.6.1).
    pub fn with_challenge(self, challenge: Option<HeaderValue>) -> Problem {
        Problem { challenge, ..self }
    }

    /// The same, telling after how many seconds it may be tried again (RFC 9110 §10.2.3).
    pub fn after(self, seconds: u32) -> Problem {
        Problem { retry_after: seconds, ..self }
    }

    /// The same, telling how far what is awaited has come, in percent.
    pub fn not_ready(self, percent: u8) -> Problem {
        Problem { ready_percent: Some(percent), ..self }
    }

    /// Something that should not have happened. What it was stands in the log, not in the answer.
    pub fn internal() -> Problem {
        Problem::new(Kind::Internal, "this failed on our side; tell the system's engineers when it happened")
    }

    /// There is no such contact, agent, page.
    pub fn not_found(detail: impl Into<Cow<'static, str>>) -> Problem {
        Problem::new(Kind::NotFound, detail)
    }

    /// The problem behind a status that a library chose; `None` when the status is no refusal.
    pub fn of_status(status: StatusCode) -> Option<Problem> {
        let (kind, detail) = match status {
            _ if !status.is_client_error() && !status.is_server_error() => return None,
            StatusCode::NOT_FOUND => {
                (Kind::NotFound, "there is nothing at this path; /openapi.json lists what there is")
            }
            StatusCode::METHOD_NOT_ALLOWED => {
                (Kind::MethodNotAllowed, "this path takes other methods; the allow header names them")
            }
            StatusCode::PAYLOAD_TOO_LARGE => (Kind::TooLarge, "send a smaller body"),
            _ if status.is_client_error() => {
                (Kind::BadRequest, "the request cannot be read; /openapi.json shows what is expected")
            }
            _ => return Some(Problem::internal()),
        };
        Some(Problem::new(kind, detail))
    }

    /// The last part of its type: `conflict`.
    pub fn code(&self) -> &'static str {
        self.kind.names().0
    }

    /// Why it is refused, in a word for pages, if there is one.
    pub fn refusal(&self) -> Option<&'static str> {
        self.refused.as_ref().map(|refused| refused.why)
    }

    /// What is wrong, and what to do.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// What it says outside.
    pub fn details(&self, instance: String) -> ProblemDetails {
        let (name, title) = self.kind.names();
        ProblemDetails {
            kind: format!("urn:heliotrope:problem:{name}"),
            title,
            status: self.kind.status().as_u16(),
            detail: self.detail.to_string(),
            instance,
            field: self.field.clone(),
            faults: self.faults.to_vec(),
            refusal: self.refusal(),
            unmet: self.unmet(),
            ready_percent: self.ready_percent,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.kind.status().into_response();
        if let Some(challenge) = self.challenge.clone() {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        if matches!(self.kind, Kind::TooMany | Kind::Paced | Kind::Unavailable) {
            response.headers_mut().insert(header::RETRY_AFTER, self.retry_after.into());
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Problem {
        use store::Error::{Database, NotWriting, Silent};
        tracing::error!(%error, "the store failed a request");
        match error {
            Silent | Database(_) | NotWriting => {
                Problem::new(Kind::Unavailable, "the database cannot be asked now; try again in a moment")
            }
            _ => Problem::internal(),
        }
    }
}

impl From<centre::Stopped> for Problem {
    fn from(stopped: centre::Stopped) -> Problem {
        Problem::new(Kind::Unavailable, stopped.to_string())
    }
}
