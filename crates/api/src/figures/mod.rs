//! Figures: any indicator, by anything, over any time; day curves and heat maps; downloads; the
//! quality alarm; scheduled reports; comparisons with the journal.

pub(crate) mod download;
mod links;
mod query;
pub(crate) mod transfer;

use crate::audit::act::Act;
use crate::export::Mark;
use crate::problem::{Kind, Problem};
use crate::request::query::Query;
use crate::rooms::{Grounds, Rooms};
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::{Extension, Json};
use centre::FiguresView;
use indicators::Zone;
use indicators::pattern::{self, Pattern};
use indicators::quality;
use indicators::table::{self, Row};
use query::{Asked, FiguresQuery};
use transfer::{Catalogue, CheckList, Extent, FigurePattern, FigureTable, QualityAlarm, ReportList};
use trust::{Actor, may};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Days that the quality alarm is about unless it is asked about others.
const ALARM_DAYS: i64 = 30;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new()
        .routes(routes!(read))
        .routes(routes!(read_catalogue))
        .routes(routes!(read_csv))
        .routes(routes!(read_xlsx))
        .routes(routes!(read_day))
        .routes(routes!(read_week))
        .routes(routes!(read_extent))
        .routes(routes!(read_alarm))
        .routes(routes!(list_reports))
        .routes(routes!(list_checks))
}

/// Figures
///
/// By default the running day, all in one. Contacts count in the interval in which they reached the
/// queue. Contacts that are open count as far as they have come.
#[utoipa::path(
    get,
    path = "/api/figures",
    operation_id = "read_figures",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("whole"))),
    tag = "figures",
    security(("token" = ["figures.read"])),
    params(FiguresQuery),
    responses((status = 200, description = "The figures", body = FigureTable))
)]
async fn read(
    actor: Actor<may::FiguresRead>,
    State(rooms): State<Rooms>,
    Query(query): Query<FiguresQuery>,
) -> Result<Json<FigureTable>, Problem> {
    let (asked, grounds) = settle(&rooms, &actor, query).await?;
    aside(move || FigureTable::new(&asked, answer(&asked, &grounds), rooms.targets())).await.map(Json)
}

/// What the indicators are
#[utoipa::path(
    get,
    path = "/api/figures/catalogue",
    operation_id = "read_catalogue",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("none"))),
    tag = "figures",
    security(("token" = ["figures.read"])),
    responses((status = 200, description = "All indicators", body = Catalogue))
)]
async fn read_catalogue(
    _: Actor<may::FiguresRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Json<Catalogue> {
    Json(Catalogue::new(rooms.targets()))
}

/// Figures as CSV
///
/// UTF-8 with its mark. Text that a spreadsheet would run begins with an apostrophe.
#[utoipa::path(
    get,
    path = "/api/figures.csv",
    operation_id = "download_figures_csv",
    extensions(("x-audit" = json!("export")), ("x-scope" = json!("whole"))),
    tag = "figures",
    security(("token" = ["figures.read"])),
    params(FiguresQuery),
    responses((status = 200, description = "The figures", content_type = "text/csv", body = String))
)]
async fn read_csv(
    actor: Actor<may::FiguresRead>,
    State(rooms): State<Rooms>,
    Query(query): Query<FiguresQuery>,
    Extension(act): Extension<Act>,
) -> Result<impl IntoResponse, Problem> {
    let (asked, grounds) = settle(&rooms, &actor, query).await?;
    let mark = marked(&actor, &act);
    let make = move || sheets::csv(&made(&asked, &grounds, mark));
    let text = aside(make).await?;
    let name = "attachment; filename=\"figures.csv\"";
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, name)], text))
}

/// A mark, with its name on record.
fn marked(actor: &Actor<may::FiguresRead>, act: &Act) -> String {
    let account = actor.account();
    let mark = Mark::new(account.id, Some(account.name.clone()));
    mark.on_record(act);
    mark.line()
}

fn made(asked: &Asked, grounds: &Grounds, mark: String) -> sheets::Sheet {
    let sheet = download::sheet(&asked.question(&grounds.teams), answer(asked, grounds));
    sheets::Sheet { mark: Some(mark), ..sheet }
}

/// Figures as a workbook
#[utoipa::path(
    get,
    path = "/api/figures.xlsx",
    operation_id = "download_figures_xlsx",
    extensions(("x-audit" = json!("export")), ("x-scope" = json!("whole"))),
    tag = "figures",
    security(("token" = ["figures.read"])),
    params(FiguresQuery),
    responses((
        status = 200,
        description = "The figures",
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        body = Vec<u8>,
    ))
)]
async fn read_xlsx(
    actor: Actor<may::FiguresRead>,
    State(rooms): State<Rooms>,
    Query(query): Query<FiguresQuery>,
    Extension(act): Extension<Act>,
) -> Result<impl IntoResponse, Problem> {
    const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let (asked, grounds) = settle(&rooms, &actor, query).await?;
    let mark = marked(&actor, &act);
    let make = move || sheets::xlsx(&made(&asked, &grounds, mark));
    let bytes = aside(make).await?.map_err(|why| Problem::new(Kind::BadQuery, why.to_string()))?;
    let name = "attachment; filename=\"figures.xlsx\"";
    Ok(([(header::CONTENT_TYPE, TYPE), (header::CONTENT_DISPOSITION, name)], bytes))
}

/// Figures by the quarter-hours of the day
///
/// The days of the question laid over each other: a day curve. Medians and deviations are left out, for
/// they do not add up. `interval` and `by` have no say.
#[utoipa::path(
    get,
    path = "/api/figures/day",
    operation_id = "read_figures_of_day",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("whole"))),
    tag = "figures",
    security(("token" = ["figures.read"])),
    params(FiguresQuery),
    responses((status = 200, description = "The figures by quarter-hour", body = FigurePattern))
)]
async fn read_day(
    actor: Actor<may::FiguresRead>,
    State(rooms): State<Rooms>,
    Query(query): Query<FiguresQuery>,
) -> Result<Json<FigurePattern>, Problem> {
    lay_over(&rooms, &actor, query, Pattern::Day).await
}

/// Figures by the hours of the week
///
/// The weeks of the question laid over each other: a heat map. Medians and deviations are left out, for
/// they do not add up. `interval` and `by` have no say.
#[utoipa::path(
    get,
    path = "/api/figures/week",
    operation_id = "read_figures_of_week",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("whole"))),
    tag = "figures",
    security(("token" = ["figures.read"])),
    params(FiguresQuery),
    responses((status = 200, description = "The figures by hour of the week", body = FigurePattern))
)]
async fn read_week(
    actor: Actor<may::FiguresRead>,
    State(rooms): State<Rooms>,
    Query(query): Query<FiguresQuery>,
) -> Result<Json<FigurePattern>, Problem> {
    lay_over(&rooms, &actor, query, Pattern::Week).await
}

/// Where figures begin and end
#[utoipa::path(
    get,
    path = "/api/figures/extent",
    operation_id = "read_figures_extent",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("whole"))),
    tag = "figures",
    security(("token" = ["figures.read"])),
    responses((status = 200, description = "The first and last contacts that count", body = Extent))
)]
async fn read_extent(
    actor: Actor<may::FiguresRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<Extent>, Problem> {
    let (live, imported) = rooms.figures_extent(&actor).await?;
    let zone = rooms.imported_zone(&actor).await?;
    Ok(Json(Extent::new(live, imported, zone.as_ref())))
}

/// Agents whose share of ultra-short services stands out
///
/// Those whose share of services under 10 s is, with 99.9 % confidence, above twice the median agent's.
/// Of the query's fields, those about contacts and time have a say. Without `from` it is about the thirty
/// days before `to`: of one day's services too few are ultra-short to prove anything.
#[utoipa::path(
    get,
    path = "/api/figures/alarm",
    operation_id = "read_quality_alarm",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("whole"))),
    tag = "figures",
    security(("token" = ["figures.read"])),
    params(FiguresQuery),
    responses((status = 200, description = "The agents", body = QualityAlarm))
)]
async fn read_alarm(
    actor: Actor<may::FiguresRead>,
    State(rooms): State<Rooms>,
    Query(query): Query<FiguresQuery>,
) -> Result<Json<QualityAlarm>, Problem> {
    let (asked, grounds) = settle(&rooms, &actor, query.over_days(ALARM_DAYS)).await?;
    let meant = |fact: &&indicators::Fact| {
        (asked.from..asked.to).contains(&fact.counted_at) && asked.about.holds(fact)
    };
    let alarm = quality::ultra_short(grounds.facts.iter().filter(meant));
    Ok(Json(QualityAlarm::new(&asked, alarm)))
}

/// Scheduled reports and their last runs
#[utoipa::path(
    get,
    path = "/api/figures/reports",
    operation_id = "list_reports",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("whole"))),
    tag = "figures",
    security(("token" = ["figures.read"])),
    responses((status = 200, description = "All reports of the configuration", body = ReportList))
)]
async fn list_reports(
    actor: Actor<may::FiguresRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<ReportList>, Problem> {
    Ok(Json(rooms.reports(&actor).await?))
}

/// Comparisons of figures with the journal
#[utoipa::path(
    get,
    path = "/api/figures/checks",
    operation_id = "list_figure_checks",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("whole"))),
    tag = "figures",
    security(("token" = ["figures.read"])),
    responses((status = 200, description = "The last thirty", body = CheckList))
)]
async fn list_checks(
    actor: Actor<may::FiguresRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<CheckList>, Problem> {
    Ok(Json(CheckList::new(rooms.figure_checks(&actor).await?)))
}

async fn lay_over(
    rooms: &Rooms,
    actor: &Actor<may::FiguresRead>,
    query: FiguresQuery,
    pattern: Pattern,
) -> Result<Json<FigurePattern>, Problem> {
    let (mut asked, grounds) = settle(rooms, actor, query).await?;
    asked.by = table::Dimension::Total;
    asked.indicators.retain(|definition| pattern::adds_up(definition));
    let targets = rooms.clone();
    let lay = move || {
        let slots = pattern::lay_over(&asked.question(&grounds.teams), grounds.ground(), pattern);
        FigurePattern::new(&asked, slots, targets.targets())
    };
    aside(lay).await.map(Json)
}

/// Adds up on a thread where nothing else waits: of a year there is a lot, and calls go on meanwhile.
async fn aside<T: Send + 'static>(make: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    tokio::task::spawn_blocking(make).await.map_err(|_| Problem::internal())
}

/// Settles a query, and reads what it is answered from.
async fn settle(
    rooms: &Rooms,
    actor: &Actor<may::FiguresRead>,
    query: FiguresQuery,
) -> Result<(Asked, Grounds), Problem> {
    let floor = rooms.figures_of_floor(actor).await?;
    let zone = clock(rooms, actor, &query, &floor).await?;
    let asked = query.settle(&zone, floor.at)?;
    let grounds = rooms.grounds(actor, floor, asked.from, asked.to).await?;
    Ok((asked, grounds))
}

/// By which zone a question is cut that names none: the bank's own. One about imported contacts alone is cut
/// by their log's, in which their days began.
async fn clock(
    rooms: &Rooms,
    actor: &Actor<may::FiguresRead>,
    query: &FiguresQuery,
    floor: &FiguresView,
) -> Result<Zone, Problem> {
    if query.may_be_about_imports()
        && let Some(zone) = rooms.imported_zone(actor).await?
    {
        let (live, imported) = rooms.figures_extent(actor).await?;
        let (first_live, last_imported) = (live.map(|(first, _)| first), imported.map(|(_, last)| last));
        if query.is_about_imports(&zone, first_live, last_imported) {
            return Ok(zone);
        }
    }
    Ok(floor.zone.clone())
}

fn answer(asked: &Asked, grounds: &Grounds) -> Vec<Row> {
    table::answer(&asked.question(&grounds.teams), grounds.ground())
}
