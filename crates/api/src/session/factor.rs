//! One's own second factor.

use crate::accounts::refusals;
use crate::problem::{Kind, Problem};
use crate::request::body::Body;
use crate::request::query::Query;
use crate::rooms::Rooms;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use qrcodegen::{QrCode, QrCodeEcc};
use serde::{Deserialize, Serialize};
use std::time::Instant;
use trust::factors::{Factor, NotConfirmed, RecoveryCode, Secret};
use trust::{Actor, may};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(read, begin, confirm)).routes(routes!(remove))
}

/// How one's second factor stands.
#[derive(Debug, Serialize, ToSchema)]
struct FactorView {
    state: FactorState,
    /// Since when it is asked for.
    #[schema(format = DateTime, required = true)]
    since: Option<String>,
    /// Recovery codes that were not used.
    #[schema(example = 10, required = true)]
    codes_left: Option<u32>,
    /// Whether the bank asks it of this role.
    required: bool,
}

/// How a second factor stands, in a word.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum FactorState {
    /// There is none.
    None,
    /// A secret was shown, and no code of it seen yet.
    Begun,
    /// A code is asked for at every sign-in.
    Confirmed,
}

/// A secret for one's device. It prints nothing of itself.
#[derive(Serialize, ToSchema)]
struct Enrolment {
    /// To be typed into the device.
    #[schema(example = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    secret: String,
    /// What the picture says.
    #[schema(example = "otpauth://totp/Heliotrope:kim?secret=…&issuer=Heliotrope")]
    address: String,
    /// The picture to be scanned, row by row: `1` is dark.
    picture: Vec<String>,
}

/// A code of one's device, or for removing a recovery code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FactorCode {
    #[schema(format = Password)]
    code: String,
}

/// Codes for when the device is lost. They print nothing of themselves.
#[derive(Serialize, ToSchema)]
struct RecoveryCodes {
    /// Each works once.
    codes: Vec<String>,
}

impl FactorView {
    fn new(factor: Factor, required: bool) -> FactorView {
        let (state, since, codes_left) = match factor {
            Factor::None => (FactorState::None, None, None),
            Factor::Begun => (FactorState::Begun, None, None),
            Factor::Confirmed { since, codes_left } => {
                (FactorState::Confirmed, Some(since.to_string()), Some(codes_left))
            }
        };
        FactorView { state, since, codes_left, required }
    }
}

impl Enrolment {
    fn new(secret: &Secret, account: &str) -> Result<Enrolment, Problem> {
        let address = secret.address(account);
        let drawn = QrCode::encode_text(&address, QrCodeEcc::Medium).map_err(|_| Problem::internal())?;
        let cell = |x, y| if drawn.get_module(x, y) { '1' } else { '0' };
        let row = |y| (0..drawn.size()).map(|x| cell(x, y)).collect();
        Ok(Enrolment { secret: secret.expose(), address, picture: (0..drawn.size()).map(row).collect() })
    }
}

/// How one's second factor stands
#[utoipa::path(
    get,
    path = "/api/session/factor",
    operation_id = "read_factor",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("own"))),
    tag = "service",
    security(("token" = ["session.read"])),
    responses((status = 200, description = "How it stands", body = FactorView))
)]
async fn read(
    actor: Actor<may::SessionRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<FactorView>, Problem> {
    let account = actor.account();
    let factor = rooms.trust().factor(account.id).await.map_err(|error| refusals::account(&error))?;
    Ok(Json(FactorView::new(factor, rooms.trust().needs_factor(account.role))))
}

/// Begin with a second factor
///
/// The secret is shown now and never again, and counts once a code of it was shown.
#[utoipa::path(
    post,
    path = "/api/session/factor",
    operation_id = "begin_factor",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("own"))),
    tag = "service",
    security(("token" = ["session.read"])),
    responses(
        (status = 200, description = "The secret", body = Enrolment),
        (status = 409, description = "There is a second factor, or this is no session", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn begin(
    actor: Actor<may::SessionRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<Enrolment>, Problem> {
    signed_in(&actor)?;
    let secret = rooms.trust().begin_factor(&actor).await.map_err(refused)?;
    Enrolment::new(&secret, &actor.account().name).map(Json)
}

/// Show that one's device knows the secret
///
/// From then on a code is asked for at every sign-in. The recovery codes are shown now and never again.
#[utoipa::path(
    put,
    path = "/api/session/factor",
    operation_id = "confirm_factor",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("own"))),
    tag = "service",
    security(("token" = ["session.read"])),
    request_body = FactorCode,
    responses(
        (status = 200, description = "Recovery codes", body = RecoveryCodes),
        (status = 409, description = "There is a second factor, or none was begun", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
        (status = 422, description = "The code is wrong", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn confirm(
    actor: Actor<may::SessionRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
    Body(FactorCode { code }): Body<FactorCode>,
) -> Result<Json<RecoveryCodes>, Problem> {
    signed_in(&actor)?;
    let codes = rooms.trust().confirm_factor(&actor, &code).await.map_err(refused)?;
    let shown = |code: &RecoveryCode| code.expose().to_owned();
    Ok(Json(RecoveryCodes { codes: codes.iter().map(shown).collect() }))
}

/// Remove one's second factor
///
/// By a code of it, or by a recovery code.
#[utoipa::path(
    post,
    path = "/api/session/factor/removal",
    operation_id = "remove_factor",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("own"))),
    tag = "service",
    security(("token" = ["session.read"])),
    request_body = FactorCode,
    responses(
        (status = 204, description = "There is none any more"),
        (status = 422, description = "The code is wrong", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn remove(
    actor: Actor<may::SessionRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
    Body(FactorCode { code }): Body<FactorCode>,
) -> Result<StatusCode, Problem> {
    signed_in(&actor)?;
    // Whoever found a session open shall not find the code by trying.
    let (tries, whose) = (rooms.sign_in_errors(), actor.account().id.to_string());
    if !tries.is_left(&whose, Instant::now()) {
        return Err(Problem::new(Kind::TooMany, "too many codes were wrong; wait a minute"));
    }
    let removed = rooms.trust().remove_factor(&actor, &code).await;
    if matches!(removed, Err(NotConfirmed::Wrong)) {
        tries.take(whose, Instant::now());
    }
    removed.map_err(refused)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Second factors are of people who signed in: a token in a script changes none.
fn signed_in(actor: &Actor<may::SessionRead>) -> Result<(), Problem> {
    let needed =
        || Problem::new(Kind::Conflict, "sign in by name and password first: this token is no session's");
    actor.session().map(drop).ok_or_else(needed)
}

fn refused(why: NotConfirmed) -> Problem {
    let detail = why.to_string();
    match why {
        NotConfirmed::Present | NotConfirmed::Absent => Problem::new(Kind::Conflict, detail),
        NotConfirmed::Wrong => Problem::new(Kind::InvalidBody, detail).about("code"),
        NotConfirmed::NoKey | NotConfirmed::Damaged => Problem::new(Kind::Unavailable, detail),
        NotConfirmed::Account(error) => refusals::account(&error),
    }
}
