//! Whether the centre serves: public, for probes and wall clocks, without anything personal.

use crate::problem::Problem;
use crate::request::query::Query;
use crate::rooms::{Glance, Rooms};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use store::Health;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// How the centre fares.
#[derive(Debug, Serialize, ToSchema)]
struct HealthView {
    status: Status,
    /// The program's version.
    #[schema(example = "0.1.0")]
    version: &'static str,
    journal: JournalHealth,
    /// The term of floor leadership; null while the floor does not answer.
    #[schema(example = "E-3", required = true)]
    epoch: Option<String>,
    /// Null while the floor does not answer.
    #[schema(required = true)]
    calls: Option<Calls>,
}

/// The state in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Status {
    /// All is well.
    Ok,
    /// Calls are served; the journal goes to the spill log, for its database cannot be reached.
    Degraded,
    /// New calls are refused: the journal is losing entries, or the floor does not answer.
    Refusing,
}

/// How the journal fares.
#[derive(Debug, Serialize, ToSchema)]
struct JournalHealth {
    state: JournalState,
    /// Since when it spills.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    since: Option<String>,
    /// Entries in the spill log.
    #[serde(skip_serializing_if = "Option::is_none")]
    spilled: Option<u64>,
    /// Entries lost since the program started.
    lost: u64,
}

/// Where journal entries go.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum JournalState {
    /// Into the database.
    Writing,
    /// Into the spill log; the database is tried again.
    Spilling,
    /// Nowhere.
    Losing,
}

/// Open contacts by where they stand; up to a second old.
#[derive(Debug, Serialize, ToSchema)]
struct Calls {
    /// In their flows.
    in_flow: usize,
    /// In queues, those being offered included.
    waiting: usize,
    /// With an agent.
    talking: usize,
}

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(read))
}

/// Whether the centre serves
#[utoipa::path(
    get,
    path = "/healthz",
    operation_id = "read_health",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("none"))),
    tag = "service",
    responses(
        (status = 200, description = "New calls are let in", body = HealthView),
        (status = 503, description = "New calls are being refused", body = HealthView),
    )
)]
async fn read(State(rooms): State<Rooms>, _: Query<()>) -> Result<(StatusCode, Json<HealthView>), Problem> {
    let (health, lost, accepting) = rooms.journal_health();
    let view = view(health, lost, accepting, rooms.glance().await);
    let refusing = view.status == Status::Refusing;
    Ok((if refusing { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK }, Json(view)))
}

fn view(health: Health, lost: u64, accepting: bool, glance: Option<Glance>) -> HealthView {
    let status = match &health {
        _ if !accepting || glance.is_none() => Status::Refusing,
        Health::Writing => Status::Ok,
        Health::Spilling { .. } | Health::Lost { .. } => Status::Degraded,
    };
    let calls = |glance: &Glance| Calls {
        in_flow: glance.board.in_flow,
        waiting: glance.board.waiting,
        talking: glance.board.talking,
    };
    HealthView {
        status,
        version: env!("CARGO_PKG_VERSION"),
        journal: journal(health, lost),
        epoch: glance.as_ref().map(|glance| glance.board.epoch.to_string()),
        calls: glance.as_ref().map(calls),
    }
}

/// Why it spills is for the log: the database's own words may name what strangers should not know.
fn journal(health: Health, lost: u64) -> JournalHealth {
    let (state, since, spilled) = match health {
        Health::Writing => (JournalState::Writing, None, None),
        Health::Spilling { since, entries, reason: _ } => {
            (JournalState::Spilling, Some(since.to_string()), Some(entries))
        }
        Health::Lost { .. } => (JournalState::Losing, None, None),
    };
    JournalHealth { state, since, spilled, lost }
}

#[cfg(test)]
mod tests {
    use super::*;
    use centre::Board;
    use indicators::Counts;
    use serde_json::json;
    use vocabulary::{Epoch, Sequence, Time};

    fn glance() -> Glance {
        Glance::new(Board {
            at: Time(0),
            sequence: Sequence(1),
            epoch: Epoch(3),
            in_flow: 1,
            waiting: 2,
            talking: 3,
            queues: Vec::new(),
            agents: Vec::new(),
            today: Counts::default(),
        })
    }

    #[test]
    fn the_journals_state_is_told_without_its_reason() {
        let check = |health: Health, lost, accepting, status, expected: serde_json::Value| {
            let told = serde_json::to_value(view(health.clone(), lost, accepting, Some(glance()))).unwrap();
            assert_eq!((&told["status"], &told["journal"]), (&json!(status), &expected));
            assert_eq!((&told["epoch"], &told["calls"]["talking"]), (&json!("E-3"), &json!(3)));
            // Whatever the journal says: a floor that does not answer serves nobody.
            assert_eq!(view(health, lost, accepting, None).status, Status::Refusing);
        };
        let spilling = || Health::Spilling { since: Time(0), entries: 7, reason: "db at 192.0.2.1".into() };
        let spilled =
            json!({"state": "spilling", "since": "1970-01-01T00:00:00.000Z", "spilled": 7, "lost": 0});
        check(Health::Writing, 0, true, "ok", json!({"state": "writing", "lost": 0}));
        check(spilling(), 0, true, "degraded", spilled);
        check(Health::Lost { entries: 3 }, 3, false, "refusing", json!({"state": "losing", "lost": 3}));
        check(Health::Writing, 3, false, "refusing", json!({"state": "writing", "lost": 3}));
    }
}
