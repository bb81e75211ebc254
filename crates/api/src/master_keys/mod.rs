//! Versions of the master key: which there are, how far an exchange has come, and beginning one.

use crate::problem::{Kind, Problem};
use crate::request::query::Query;
use crate::rooms::Rooms;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use store::rotation::{KeyStatus, KeyVersion};
use trust::{Actor, may};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(read)).routes(routes!(exchange))
}

/// How the master key stands.
#[derive(Debug, Serialize, ToSchema)]
struct MasterKeys {
    /// Oldest first; the last one is in use.
    versions: Vec<MasterKeyVersion>,
    /// Whether keys are being wrapped anew by the last one.
    exchanging: bool,
    /// Keys that an older version still wraps.
    left: u64,
    /// All keys.
    all: u64,
}

/// A version of the master key.
#[derive(Debug, Serialize, ToSchema)]
struct MasterKeyVersion {
    #[schema(example = 2)]
    version: i64,
    #[schema(format = DateTime)]
    made: String,
    /// When nothing was under an older one any more; null of the first, and while it goes on.
    #[schema(format = DateTime, required = true)]
    done: Option<String>,
    /// Backups made before need it; null while the program itself does.
    #[schema(format = DateTime, required = true)]
    needed_for_backups_before: Option<String>,
    /// Keys it wraps.
    wraps: u64,
}

impl From<KeyStatus> for MasterKeys {
    fn from(status: KeyStatus) -> MasterKeys {
        let exchanging = status.goes_on();
        let version = |of: &KeyVersion| MasterKeyVersion {
            version: of.version,
            made: of.made.to_string(),
            done: of.done.map(|at| at.to_string()),
            needed_for_backups_before: of.needed_for_backups_before.map(|at| at.to_string()),
            wraps: of.wraps,
        };
        let versions = status.versions.iter().map(version).collect();
        MasterKeys { versions, exchanging, left: status.left, all: status.all }
    }
}

/// Which versions of the master key there are
///
/// And how far an exchange has come.
#[utoipa::path(
    get,
    path = "/api/master-keys",
    operation_id = "read_master_keys",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("whole"))),
    tag = "privacy",
    security(("token" = ["keys.change"])),
    responses((status = 200, description = "The versions", body = MasterKeys))
)]
async fn read(
    actor: Actor<may::KeysChange>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<MasterKeys>, Problem> {
    rooms.master_keys(&actor).await.map(|status| Json(status.into()))
}

/// Bring a new version of the master key into use
///
/// Keys are wrapped anew while all else goes on. The new one belongs into the backup of keys; the old ones stay in
/// it as long as there are backups from their time.
#[utoipa::path(
    post,
    path = "/api/master-keys/exchange",
    operation_id = "exchange_master_key",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("whole"))),
    tag = "privacy",
    security(("token" = ["keys.change"])),
    responses(
        (status = 200, description = "The versions, the new one last", body = MasterKeys),
        (status = 409, description = "An exchange goes on, or the key has to be given first", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn exchange(
    actor: Actor<may::KeysChange>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<MasterKeys>, Problem> {
    rooms.exchange_master_key(&actor).await?;
    rooms.master_keys(&actor).await.map(|status| Json(status.into()))
}

/// What keeps an exchange from beginning can be said: it tells nothing of a key.
pub(crate) fn refused(why: store::Error) -> Problem {
    use store::Error::{ExchangeGoesOn, Sealed};
    use store::sealed::Error::{KeyService, MasterKeyToBeGiven};
    match &why {
        ExchangeGoesOn { .. } | Sealed(MasterKeyToBeGiven { .. } | KeyService(_)) => {
            Problem::new(Kind::Conflict, why.to_string())
        }
        _ => why.into(),
    }
}
