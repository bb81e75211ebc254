//! The whole house: what the bank calls things and whose clock it keeps, and what supervisors set by
//! hand: announcements that callers hear before anything else.

mod names;
mod transfer;

pub use names::Names;

use crate::problem::Problem;
use crate::request::body::Body;
use crate::request::path::Id;
use crate::request::query::Query;
use crate::rooms::Rooms;
use axum::Json;
use axum::extract::State;
use centre::Wish;
use names::HouseNames;
use transfer::{AnnouncementList, ChangeAnnouncement, Where};
use trust::{Actor, may};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(read)).routes(routes!(list)).routes(routes!(set, clear))
}

/// What the house calls things
#[utoipa::path(
    get,
    path = "/api/house",
    operation_id = "read_house",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("none"))),
    tag = "service",
    security(("token" = ["session.read"])),
    responses((status = 200, description = "The bank's time zone, and its names for people", body = HouseNames))
)]
async fn read(
    actor: Actor<may::SessionRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<HouseNames>, Problem> {
    let (zone, names) = rooms.names(&actor).await?;
    Ok(Json(HouseNames::new(zone.name(), names)))
}

/// Announcements in force
#[utoipa::path(
    get,
    path = "/api/announcements",
    operation_id = "list_announcements",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("none"))),
    tag = "announcements",
    security(("token" = ["queues.read"])),
    responses((status = 200, description = "What is announced, and what could be", body = AnnouncementList))
)]
async fn list(
    actor: Actor<may::QueuesRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<AnnouncementList>, Problem> {
    let (house, names) = rooms.house(&actor).await?;
    Ok(Json(AnnouncementList::new(house, &names)))
}

/// Let callers hear something first
///
/// Calls that arrive from now on hear it before their flow's first step, or instead of it.
#[utoipa::path(
    put,
    path = "/api/announcements/{id}",
    operation_id = "set_announcement",
    extensions(("x-audit" = json!("handling")), ("x-scope" = json!("whole"))),
    tag = "announcements",
    security(("token" = ["announcements.change"])),
    params(("id" = String, Path, description = "A line's name, or `all` for every line without one of its own", example = "all")),
    request_body = ChangeAnnouncement,
    responses((status = 200, description = "All announcements as they stand now", body = AnnouncementList))
)]
async fn set(
    actor: Actor<may::AnnouncementsChange>,
    State(rooms): State<Rooms>,
    Id(Where(line)): Id<Where>,
    _: Query<()>,
    Body(change): Body<ChangeAnnouncement>,
) -> Result<Json<AnnouncementList>, Problem> {
    let (prompt, instead) = change.read()?;
    rooms.change_announcement(&actor, Wish::Announce { line, prompt, instead }).await?;
    let (house, names) = rooms.house_after(&actor).await?;
    Ok(Json(AnnouncementList::new(house, &names)))
}

/// Take an announcement off
///
/// Repeating the request changes nothing.
#[utoipa::path(
    delete,
    path = "/api/announcements/{id}",
    operation_id = "clear_announcement",
    extensions(("x-audit" = json!("handling")), ("x-scope" = json!("whole"))),
    tag = "announcements",
    security(("token" = ["announcements.change"])),
    params(("id" = String, Path, description = "A line's name, or `all`", example = "all")),
    responses((status = 200, description = "All announcements as they stand now", body = AnnouncementList))
)]
async fn clear(
    actor: Actor<may::AnnouncementsChange>,
    State(rooms): State<Rooms>,
    Id(Where(line)): Id<Where>,
    _: Query<()>,
) -> Result<Json<AnnouncementList>, Problem> {
    rooms.change_announcement(&actor, Wish::Unannounce(line)).await?;
    let (house, names) = rooms.house_after(&actor).await?;
    Ok(Json(AnnouncementList::new(house, &names)))
}
