//! What somebody lends while away.

use crate::accounts::{refusals, values};
use crate::audit::act::Act;
use crate::problem::{Kind, Problem};
use crate::request::body::Body;
use crate::request::path::Id;
use crate::request::query::Query;
use crate::rooms::Rooms;
use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use trust::grants::{Delegation, DelegationId};
use trust::{AccountId, Actor, Permission, may};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(list, lend)).routes(routes!(end))
}

/// What somebody lends and borrows.
#[derive(Debug, Serialize, ToSchema)]
struct DelegationList {
    /// Those that are not over, by number.
    delegations: Vec<DelegationView>,
}

/// What somebody lends while away.
#[derive(Debug, Serialize, ToSchema)]
struct DelegationView {
    #[schema(example = "D-3")]
    id: String,
    /// Who lends.
    #[schema(example = "lee", required = true)]
    lender: Option<String>,
    /// Who acts meanwhile.
    #[schema(example = "kim", required = true)]
    to: Option<String>,
    /// Of these, what the lender has at that moment, for those whom the lender reaches.
    #[schema(example = json!(["agents.change"]))]
    permissions: Vec<&'static str>,
    #[schema(format = DateTime)]
    from: String,
    #[schema(format = DateTime)]
    until: String,
    /// Whether the reader lends it, and can take it back.
    own: bool,
}

/// What is to be lent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Lend {
    /// The name of the account that acts meanwhile.
    #[schema(example = "kim")]
    to: String,
    #[schema(example = json!(["agents.change"]))]
    permissions: Vec<String>,
    #[schema(format = DateTime)]
    from: String,
    /// 92 days after `from` at the most.
    #[schema(format = DateTime)]
    until: String,
}

impl DelegationView {
    fn new(loan: &Delegation, reader: AccountId, names: &BTreeMap<AccountId, String>) -> DelegationView {
        DelegationView {
            id: loan.id.to_string(),
            lender: names.get(&loan.lender).cloned(),
            to: names.get(&loan.holder).cloned(),
            permissions: loan.permissions.iter().copied().map(Permission::tag).collect(),
            from: loan.from.to_string(),
            until: loan.until.to_string(),
            own: loan.lender == reader,
        }
    }
}

/// What one lends and borrows
#[utoipa::path(
    get,
    path = "/api/delegations",
    operation_id = "list_delegations",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("own"))),
    tag = "accounts",
    security(("token" = ["session.read"])),
    responses((status = 200, description = "Those that are not over", body = DelegationList))
)]
async fn list(
    actor: Actor<may::SessionRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<DelegationList>, Problem> {
    rooms.list_delegations(&actor).await.map(Json)
}

/// Lend permissions while away
///
/// Never more than one's own: of what is lent counts what the lender has at that moment. What is borrowed is
/// not lent on.
#[utoipa::path(
    post,
    path = "/api/delegations",
    operation_id = "lend",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("own"))),
    tag = "accounts",
    security(("token" = ["session.read"])),
    request_body = Lend,
    responses((status = 200, description = "What is lent", body = DelegationView))
)]
async fn lend(
    actor: Actor<may::SessionRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
    Extension(act): Extension<Act>,
    Body(wanted): Body<Lend>,
) -> Result<Json<DelegationView>, Problem> {
    rooms.lend(&actor, &act, &wanted).await.map(Json)
}

/// Take back what one has lent
#[utoipa::path(
    delete,
    path = "/api/delegations/{id}",
    operation_id = "end_delegation",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("own"))),
    tag = "accounts",
    security(("token" = ["session.read"])),
    params(("id" = String, Path, description = "The delegation", example = "D-3")),
    responses((status = 204, description = "It counts no more"))
)]
async fn end(
    actor: Actor<may::SessionRead>,
    State(rooms): State<Rooms>,
    Id(loan): Id<DelegationId>,
    _: Query<()>,
) -> Result<StatusCode, Problem> {
    rooms.end_delegation(&actor, loan).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl Rooms {
    async fn list_delegations(&self, actor: &Actor<may::SessionRead>) -> Result<DelegationList, Problem> {
        let reader = actor.account().id;
        let loans = self.trust().delegations(Some(reader)).await;
        let loans = loans.map_err(|error| refusals::account(&error))?;
        let names = if loans.is_empty() { BTreeMap::new() } else { self.account_names().await };
        let shown = loans.iter().map(|loan| DelegationView::new(loan, reader, &names));
        Ok(DelegationList { delegations: shown.collect() })
    }

    async fn lend(
        &self,
        actor: &Actor<may::SessionRead>,
        act: &Act,
        wanted: &Lend,
    ) -> Result<DelegationView, Problem> {
        let permissions = values::permissions(&wanted.permissions)?;
        let (from, until) = (values::moment("from", &wanted.from)?, values::moment("until", &wanted.until)?);
        let names = self.account_names().await;
        let holder = names.iter().find(|(_, name)| **name == wanted.to).map(|(id, _)| *id);
        let nobody = || Problem::new(Kind::InvalidBody, "to: there is no account of this name").about("to");
        let holder = holder.ok_or_else(nobody)?;
        for permission in &permissions {
            self.put_in_detail(act, &[holder.to_string(), permission.to_string()]).await?;
        }
        let lent = self.trust().lend(actor, holder, permissions, from, until).await;
        let lent = lent.map_err(|why| refusals::granted(&why))?;
        Ok(DelegationView::new(&lent, actor.account().id, &names))
    }

    async fn end_delegation(
        &self,
        actor: &Actor<may::SessionRead>,
        loan: DelegationId,
    ) -> Result<(), Problem> {
        let own = (!actor.may(Permission::AccountsChange)).then(|| actor.account().id);
        let ended =
            self.trust().end_delegation(loan, own).await.map_err(|error| refusals::account(&error))?;
        let none = || {
            Problem::not_found(format!(
                "there is no delegation {loan} of yours; the list shows which there are"
            ))
        };
        if ended { Ok(()) } else { Err(none()) }
    }
}
