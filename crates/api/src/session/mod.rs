//! Signing in and out, and who is signed in.

mod transfer;

use crate::audit::act::Act;
use crate::problem::{Kind, Problem};
use crate::request::body::Body;
use crate::request::path::Id;
use crate::request::query::Query;
use crate::rooms::Rooms;
use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use transfer::{Session, SessionList, SignIn, SignedIn};
use trust::sessions::{Password, SessionId, SignInRefused};
use trust::{Actor, Permission, may};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<crate::rooms::Rooms> {
    OpenApiRouter::new().routes(routes!(read, sign_in, sign_out)).routes(routes!(list)).routes(routes!(end))
}

/// Whose token this is
#[utoipa::path(
    get,
    path = "/api/session",
    operation_id = "read_session",
    extensions(("x-audit" = json!("session"))),
    tag = "service",
    security(("token" = ["session.read"])),
    responses((status = 200, description = "The account, its role and what that includes", body = Session))
)]
async fn read(actor: Actor<may::SessionRead>, _: Query<()>) -> Result<Json<Session>, Problem> {
    Ok(Json(Session::of(actor.account())))
}

/// Sign in
///
/// By name and password. A password that was given out works once, with `new_password`. Six errors in a
/// row lock the account until an administrator unlocks it. The session ends when it has not been used
/// for ten minutes.
#[utoipa::path(
    post,
    path = "/api/session",
    operation_id = "sign_in",
    extensions(("x-audit" = json!("session"))),
    tag = "service",
    request_body = SignIn,
    responses(
        (status = 200, description = "The session's token", body = SignedIn),
        (status = 401, description = "Name or password is wrong, or the account is locked", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
        (status = 409, description = "This password works only with a new one", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn sign_in(
    State(rooms): State<Rooms>,
    Extension(act): Extension<Act>,
    _: Query<()>,
    Body(SignIn { name, password, new_password }): Body<SignIn>,
) -> Result<Json<SignedIn>, Problem> {
    let password = Password::typed(password).ok_or_else(|| refused(&act, SignInRefused::Wrong(None)))?;
    let origin = act.entry().origin.to_string();
    let signed_in = rooms.trust().sign_in(&name, password, new_password, &origin).await;
    let signed_in = signed_in.map_err(|why| refused(&act, why))?;
    act.by(signed_in.account.id);
    Ok(Json(SignedIn::new(&signed_in)))
}

/// The audit is told whose name it was; the outside is not.
fn refused(act: &Act, why: SignInRefused) -> Problem {
    let detail = why.to_string();
    let (kind, whose, field) = match why {
        SignInRefused::Wrong(whose) => (Kind::NotSignedIn, whose, None),
        SignInRefused::NewPasswordNeeded(whose) => (Kind::Conflict, Some(whose), Some("new_password")),
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
    extensions(("x-audit" = json!("session"))),
    tag = "service",
    security(("token" = ["session.read"])),
    responses(
        (status = 204, description = "The session is over"),
        (status = 409, description = "The token is no session's", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn sign_out(
    actor: Actor<may::SessionRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<StatusCode, Problem> {
    let session = actor.session().ok_or_else(|| {
        let detail = "this token was not made by signing in; `heliotrope account revoke` ends it";
        Problem::new(Kind::Conflict, detail)
    })?;
    rooms.end_session(&actor, session).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who is signed in
///
/// One's own sessions; those of all for who keeps accounts.
#[utoipa::path(
    get,
    path = "/api/sessions",
    operation_id = "list_sessions",
    extensions(("x-audit" = json!("none"))),
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
    extensions(("x-audit" = json!("change"))),
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
    /// Sessions that an actor may see.
    async fn sessions(
        &self,
        actor: &Actor<may::SessionRead>,
    ) -> Result<Vec<trust::sessions::Session>, Problem> {
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
