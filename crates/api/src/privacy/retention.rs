//! Rules of how long something is kept, what is due by them, and carrying them out.

use crate::problem::Problem;
use crate::request::query::Query;
use crate::rooms::Rooms;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use store::retention::{Due, Rule, Run};
use trust::{Actor, may};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vocabulary::Span;

pub(super) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(read)).routes(routes!(carry_out))
}

/// How long what is kept.
#[derive(Debug, Serialize, ToSchema)]
struct Retention {
    /// One a kind, with what it would remove now. The audit has none: it is never shortened.
    rules: Vec<RetentionRule>,
    /// The last runs that removed anything, newest first.
    runs: Vec<RetentionRun>,
}

/// A rule, and what is due by it.
#[derive(Debug, Serialize, ToSchema)]
struct RetentionRule {
    /// recordings, notes, messages, callers or promises.
    #[schema(example = "recordings")]
    kind: &'static str,
    /// In days; null keeps it for good.
    #[schema(example = 1095, required = true)]
    keep_days: Option<i64>,
    /// So many days a law wants it kept: an erasure leaves it as long.
    at_least_days: i64,
    /// Where the days come from.
    source: String,
    /// Whatever is older is due; null when nothing ever is.
    #[schema(format = DateTime, required = true)]
    before: Option<String>,
    /// What goes at the next run.
    due: u64,
    /// What would go, and is held.
    held: u64,
}

/// What a run removed.
#[derive(Debug, Serialize, ToSchema)]
struct RetentionRun {
    #[schema(format = DateTime)]
    at: String,
    #[schema(example = "recordings")]
    kind: &'static str,
    #[schema(format = DateTime)]
    before: String,
    removed: u64,
    held: u64,
}

impl From<&Run> for RetentionRun {
    fn from(run: &Run) -> RetentionRun {
        RetentionRun {
            at: run.at.to_string(),
            kind: run.kind.tag(),
            before: run.before.to_string(),
            removed: run.removed,
            held: run.held,
        }
    }
}

impl RetentionRule {
    fn new(rule: &Rule, due: &Due) -> RetentionRule {
        let days = |span: Span| span.0 / Span::seconds(86_400).0;
        RetentionRule {
            kind: rule.kind.tag(),
            keep_days: rule.keep.map(days),
            at_least_days: days(rule.at_least),
            source: rule.source.clone(),
            before: due.before.map(|before| before.to_string()),
            due: due.due,
            held: due.held,
        }
    }
}

/// How long what is kept, and what is due
///
/// A look: nothing is removed.
#[utoipa::path(
    get,
    path = "/api/privacy/retention",
    operation_id = "read_retention",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("whole"))),
    tag = "privacy",
    security(("token" = ["privacy.read"])),
    responses((status = 200, description = "Rules, and what they come to now", body = Retention))
)]
async fn read(
    actor: Actor<may::PrivacyRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<Retention>, Problem> {
    let (due, runs) = rooms.retention(&actor).await?;
    let rules = rooms.rules().iter().zip(&due).map(|(rule, due)| RetentionRule::new(rule, due)).collect();
    Ok(Json(Retention { rules, runs: runs.iter().map(RetentionRun::from).collect() }))
}

/// What was removed.
#[derive(Debug, Serialize, ToSchema)]
struct Removed {
    runs: Vec<RetentionRun>,
}

/// Remove now what has been kept for long enough
///
/// The program does so by itself every hour. Each kind is on record with how many before anything goes; what is held
/// stays.
#[utoipa::path(
    post,
    path = "/api/privacy/retention/run",
    operation_id = "carry_out_retention",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("whole"))),
    tag = "privacy",
    security(("token" = ["privacy.change"])),
    responses((status = 200, description = "What went", body = Removed))
)]
async fn carry_out(
    actor: Actor<may::PrivacyChange>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<Removed>, Problem> {
    let runs = rooms.carry_out_retention(&actor).await?;
    Ok(Json(Removed { runs: runs.iter().map(RetentionRun::from).collect() }))
}
