//! The agent's desk: one WebSocket for all that an agent's page does and shows
//! (`docs/DESK_PROTOCOL.md`).

mod acts;
mod asked;
mod chats;
mod customers;
mod ends;
mod entering;
mod pace;
mod secure_entry;
mod session;
#[cfg(test)]
mod tests;
mod told;
mod verification_call;
mod welcome;
mod words;

use crate::audit::act::Act;
use crate::problem::{Kind, Problem};
use crate::request::query::Query;
use crate::rooms::Rooms;
use crate::serve::Closing;
pub(crate) use asked::PanelName;
use axum::Extension;
use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::response::Response;
use entering::Entering;
use session::Session;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The sub-protocol: what is spoken.
const PROTOCOL: &str = "heliotrope.desk.v1";

/// The longest frame of a page, in bytes: an offer of its telephone, or a note in which every
/// character is escaped.
const LONGEST_FRAME: usize = 64 * 1024;

/// What is read of a longer one before it is refused, in bytes. Beyond that the window is closed.
const LONGEST_READ: usize = 256 * 1024;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(open))
}

/// Open an agent's desk
///
/// A WebSocket of JSON text frames, each an object with a `type`. A browser, which can send no
/// `Authorization` header here, names the sub-protocols `heliotrope.desk.v1` and `bearer.TOKEN`.
/// The frames are described in `docs/DESK_PROTOCOL.md`, with a sample of each in
/// `crates/api/src/desk/frames.json`.
#[utoipa::path(
    get,
    path = "/api/desk",
    operation_id = "open_desk",
    extensions(("x-audit" = json!("handling")), ("x-scope" = json!("own"))),
    tag = "desk",
    security(("token" = ["desk.serve"])),
    params(
        ("Sec-WebSocket-Protocol" = Option<String>, Header, description = "What is spoken, and the token", example = "heliotrope.desk.v1, bearer.hlt_…"),
        ("Origin" = Option<String>, Header, description = "Where the page was loaded from: here, and nowhere else"),
    ),
    responses(
        (status = 101, description = "A WebSocket that goes on"),
        (status = 409, description = "The account serves as no agent of the plan", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
        (status = 429, description = "This account has enough windows open", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn open(
    Entering(actor): Entering,
    State(rooms): State<Rooms>,
    _: Query<()>,
    closing: Option<Extension<Closing>>,
    Extension(act): Extension<Act>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let agent = rooms.own_agent(&actor).await?;
    let seat = rooms.desk_seats(&actor).take(actor.account().id)?;
    let upgrade = upgrade.map_err(|_| {
        Problem::new(Kind::BadHeader, "this path speaks WebSocket; open one, of version 13").about("Upgrade")
    })?;
    let origin = act.entry().origin;
    let closing = closing.map(|Extension(closing)| closing).unwrap_or_default();
    let upgrade = upgrade.protocols([PROTOCOL]).max_message_size(LONGEST_READ).max_frame_size(LONGEST_READ);
    Ok(upgrade.on_upgrade(move |socket| async move {
        Session::new(rooms, actor, agent, closing, origin, socket).run().await;
        drop(seat);
    }))
}
