//! Signing in and out, who is signed in, and one's own second factor.

mod factor;
mod transfer;

use crate::audit::act::Act;
use crate::problem::{Kind, Problem};
use crate::request::body::Body;
use crate::request::origin::{is_by_tls, is_from_here};
use crate::request::path::Id;
use crate::request::query::Query;
use crate::request::shown::{self, Shown};
use crate::rooms::Rooms;
use crate::serve::ByTls;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use std::time::Instant;
use store::audit::{Code, Entry};
use transfer::{Session, SessionList, SignIn, SignedIn};
use trust::emergency::OPENED;
use trust::sessions::{self, Credentials, Password, SessionId, SignInRefused};
use trust::{Actor, Permission, may};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<crate::rooms::Rooms> {
    OpenApiRouter::new()
        .routes(routes!(read, sign_in, sign_out))
        .routes(routes!(list))
        .routes(routes!(end))
        .merge(factor::routes())
}

/// Whose token this is
#[utoipa::path(
    get,
    path = "/api/session",
    operation_id = "read_session",
    extensions(("x-audit" = json!("session")), ("x-scope" = json!("own"))),
    tag = "service",
    security(("token" = ["session.read"])),
    responses((status = 200, description = "The account, its role and what that includes", body = Session))
)]
async fn read(
    actor: Actor<may::SessionRead>,
    headers: HeaderMap,
    _: Query<()>,
) -> Result<Json<Session>, Problem> {
    let bond = match Shown::of(&headers) {
        Shown::Cookie(token) => Some(trust::bond(token)),
        Shown::Token(_) | Shown::Nothing => None,
    };
    Ok(Json(Session::of(actor.identity(), bond)))
}

/// Sign in
///
/// By name and password, and by a code when the account has a second factor. A password that was given out
/// works once, for a day, with `new_password`. Six errors in a row lock the account until an administrator
/// unlocks it. The session ends when it has not been used for ten minutes. A page has it kept as a cookie, and
/// says the bond of `account` with whatever changes something.
#[utoipa::path(
    post,
    path = "/api/session",
    operation_id = "sign_in",
    extensions(("x-audit" = json!("session")), ("x-scope" = json!("none"))),
    tag = "service",
    request_body = SignIn,
    responses(
        (status = 200, description = "The session", body = SignedIn),
        (status = 401, description = "Name or password is wrong, or the account is locked; `field` is `code` when only that was wrong", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
        (status = 409, description = "It takes what `field` names as well: `new_password` or `code`", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
        (status = 429, description = "Too many errors came from this address", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn sign_in(
    State(rooms): State<Rooms>,
    Extension(act): Extension<Act>,
    by_tls: Option<Extension<ByTls>>,
    headers: HeaderMap,
    _: Query<()>,
    Body(asked): Body<SignIn>,
) -> Result<Response, Problem> {
    if is_from_here(&headers) == Some(false) {
        let detail = "a page signs in at the address that it was loaded from, and at no other";
        return Err(Problem::new(Kind::WrongPage, detail));
    }
    let cookie = asked.cookie;
    let signed_in = rooms.sign_in(&act, asked).await?;
    let identity = rooms.trust().recognise(Some(signed_in.token.expose())).await;
    let identity = identity.map_err(|why| Problem::new(Kind::Unavailable, why.to_string()))?;
    let mut response = Json(SignedIn::new(&signed_in, &identity, cookie)).into_response();
    if cookie {
        let kept = shown::set_cookie(signed_in.token.expose(), by_tls.is_some() || is_by_tls(&headers));
        response.headers_mut().insert(header::SET_COOKIE, kept.ok_or_else(Problem::internal)?);
    }
    Ok(response)
}

/// The audit is told whose name it was; the outside is not.
fn refused(act: &Act, why: SignInRefused) -> Problem {
    let detail = why.to_string();
    let (kind, whose, field) = match why {
        SignInRefused::Wrong(whose) => (Kind::NotSignedIn, whose, None),
        SignInRefused::Expired(whose) => (Kind::NotSignedIn, Some(whose), Some("password")),
        SignInRefused::WrongCode(whose) => (Kind::NotSignedIn, Some(whose), Some("code")),
        SignInRefused::NewPasswordNeeded(whose) => (Kind::Conflict, Some(whose), Some("new_password")),
        SignInRefused::CodeNeeded(whose) => (Kind::Conflict, Some(whose), Some("code")),
        SignInRefused::Unfit(_) => (Kind::InvalidBody, None, Some("new_password")),
        SignInRefused::Unavailable => (Kind::Unavailable, None, None),
    };
    if let Some(account) = whose {
        act.by(account);
    }
    let problem = Problem::new(kind, detail);
    match field {
        Some(field) => problem.about(field),
        None => problem,
    }
}

/// Sign out
#[utoipa::path(
    delete,
    path = "/api/session",
    operation_id = "sign_out",
    extensions(("x-audit" = json!("session")), ("x-scope" = json!("own"))),
    tag = "service",
    security(("token" = ["session.read"])),
    responses(
        (status = 204, description = "The session is over, and its cookie is gone"),
        (status = 409, description = "The token is no session's", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn sign_out(
    actor: Actor<may::SessionRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Response, Problem> {
    let session = actor.session().ok_or_else(|| {
        let detail = "this token was not made by signing in; `heliotrope account revoke` ends it";
        Problem::new(Kind::Conflict, detail)
    })?;
    rooms.end_session(&actor, session).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    for gone in shown::clear_cookies() {
        response.headers_mut().append(header::SET_COOKIE, gone);
    }
    Ok(response)
}

/// Who is signed in
///
/// One's own sessions; those of all for who keeps accounts.
#[utoipa::path(
    get,
    path = "/api/sessions",
    operation_id = "list_sessions",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("own"))),
    tag = "service",
    security(("token" = ["session.read"])),
    responses((status = 200, description = "Sessions in force, the oldest first", body = SessionList))
)]
async fn list(
    actor: Actor<may::SessionRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<SessionList>, Problem> {
    let sessions = rooms.sessions(&actor).await?;
    Ok(Json(SessionList::new(&sessions, actor.session(), &rooms.account_names().await)))
}

/// End a session
///
/// One's own; anybody's for who keeps accounts.
#[utoipa::path(
    delete,
    path = "/api/sessions/{id}",
    operation_id = "end_session",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("own"))),
    tag = "service",
    security(("token" = ["session.read"])),
    params(("id" = String, Path, description = "The session", example = "S-3")),
    responses((status = 204, description = "The session is over"))
)]
async fn end(
    actor: Actor<may::SessionRead>,
    State(rooms): State<Rooms>,
    Id(session): Id<SessionId>,
    _: Query<()>,
) -> Result<StatusCode, Problem> {
    rooms.end_session(&actor, session).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl Rooms {
    /// Signs somebody in. Who breaks the seal of the emergency account is on record before anything else.
    async fn sign_in(&self, act: &Act, asked: SignIn) -> Result<sessions::SignedIn, Problem> {
        let SignIn { name, password, new_password, code, cookie: _ } = asked;
        let origin = act.entry().origin.to_string();
        if !self.sign_in_errors().is_left(&origin, Instant::now()) {
            let detail = "too many errors came from this address; wait a minute";
            return Err(Problem::new(Kind::TooMany, detail));
        }
        let signed_in = match Password::typed(password) {
            Some(password) => {
                let credentials = Credentials { name, password, new_password, code };
                self.trust().sign_in(credentials, &origin).await
            }
            None => Err(SignInRefused::Wrong(None)),
        };
        let signed_in = signed_in.map_err(|why| {
            if matches!(why, SignInRefused::Wrong(_) | SignInRefused::WrongCode(_)) {
                self.sign_in_errors().take(origin.clone(), Instant::now());
            }
            refused(act, why)
        })?;
        act.by(signed_in.account.id);
        if signed_in.is_emergency {
            self.tell_of_emergency(act, &signed_in).await?;
        }
        Ok(signed_in)
    }

    /// The alarm: an entry that alerts are made of. Without it nobody is in.
    async fn tell_of_emergency(&self, act: &Act, signed_in: &sessions::SignedIn) -> Result<(), Problem> {
        let entry = Entry { operation: Code::of(OPENED), ..act.entry() };
        let told = self.on_record().record(entry).await;
        if told.is_err()
            && let Err(error) = self.trust().end_sessions_of(signed_in.account.id).await
        {
            tracing::error!(%error, "the emergency account's session could not be ended");
        }
        Ok(told?)
    }

    /// Sessions that an actor may see.
    async fn sessions(&self, actor: &Actor<may::SessionRead>) -> Result<Vec<sessions::Session>, Problem> {
        self.trust().sessions(whose(actor)).await.map_err(|error| unavailable(&error))
    }

    /// Ends one of them; of others, it is not there.
    async fn end_session(&self, actor: &Actor<may::SessionRead>, session: SessionId) -> Result<(), Problem> {
        let ended =
            self.trust().end_session(session, whose(actor)).await.map_err(|error| unavailable(&error))?;
        let none =
            || Problem::not_found(format!("there is no session {session}; the list shows which there are"));
        if ended { Ok(()) } else { Err(none()) }
    }
}

/// Whose sessions an actor may see and end; `None` for everybody's.
fn whose(actor: &Actor<may::SessionRead>) -> Option<trust::AccountId> {
    (!actor.may(Permission::AccountsChange)).then(|| actor.account().id)
}

fn unavailable(error: &trust::Error) -> Problem {
    tracing::error!(%error, "sessions cannot be read or ended");
    Problem::new(Kind::Unavailable, "the database cannot be asked now; try again in a moment")
}
