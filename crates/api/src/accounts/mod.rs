//! Accounts: who there is, with which role and reach. What makes or ends an administrator takes a second person
//! ([`crate::approvals`]).

pub(crate) mod refusals;
pub(crate) mod transfer;
pub(crate) mod values;

use crate::approvals::transfer::Asked;
use crate::audit::act::Act;
use crate::problem::{Kind, Problem};
use crate::request::body::Body;
use crate::request::door;
use crate::request::path::Id;
use crate::request::query::Query;
use crate::rooms::Rooms;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use transfer::{AccountList, ChangeReach, GivenPassword, GrantView, MakeAccount, MakeGrant};
use trust::approvals::Operation;
use trust::grants::GrantId;
use trust::sessions::OneTime;
use trust::{Account, AccountId, Actor, Role, Scope, may};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vocabulary::AgentId;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new()
        .routes(routes!(list, make))
        .routes(routes!(end))
        .routes(routes!(change_reach))
        .routes(routes!(give_password))
        .routes(routes!(unlock))
        .routes(routes!(reset_factor))
        .routes(routes!(grant))
        .routes(routes!(end_grant))
}

/// All accounts
#[utoipa::path(
    get,
    path = "/api/accounts",
    operation_id = "list_accounts",
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("whole"))),
    tag = "accounts",
    security(("token" = ["accounts.change"])),
    responses((status = 200, description = "Accounts by number", body = AccountList))
)]
async fn list(
    actor: Actor<may::AccountsChange>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<AccountList>, Problem> {
    rooms.list_accounts(&actor).await.map(Json)
}

/// Make an account
///
/// It signs in by the password that is shown now and never again. An administrator or a privacy officer is made
/// when a second administrator has approved it (202).
#[utoipa::path(
    post,
    path = "/api/accounts",
    operation_id = "make_account",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("whole"))),
    tag = "accounts",
    security(("token" = ["accounts.change"])),
    request_body = MakeAccount,
    responses(
        (status = 200, description = "The account's first password", body = GivenPassword),
        (status = 202, description = "It waits for a second person", body = Asked),
        (status = 409, description = "The name is taken, or the agent", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn make(
    actor: Actor<may::AccountsChange>,
    State(rooms): State<Rooms>,
    _: Query<()>,
    Extension(act): Extension<Act>,
    Body(wanted): Body<MakeAccount>,
) -> Result<Response, Problem> {
    let role: Role = values::read("role", &wanted.role, "one of the roles that people have")?;
    if let Some([make, ..]) = Operation::about(role) {
        if wanted.agent.is_some() || wanted.reach.as_deref().is_some_and(|reach| reach != "all") {
            let detail = "administrators and privacy officers serve as no agent and reach all; leave reach and agent out";
            return Err(Problem::new(Kind::InvalidBody, detail).about("reach"));
        }
        rooms.check_new_name(&actor, &wanted.name).await?;
        return rooms.ask_approval(&actor, make, &wanted.name).await;
    }
    door::lasting(&actor)?;
    let usual = if role == Role::Agent { "own" } else { "all" };
    let reach = values::read("reach", wanted.reach.as_deref().unwrap_or(usual), REACH)?;
    let agent =
        wanted.agent.as_deref().map(|agent| values::read("agent", agent, "an agent's id, such as A-7"));
    let made = rooms.make_account(&actor, &wanted.name, role, &reach, agent.transpose()?).await?;
    rooms.put_in_detail(&act, &[made.account.clone(), wanted.role.clone(), reach.to_string()]).await?;
    Ok(Json(made).into_response())
}

/// End an account
///
/// Its sessions and its token end at once; its name stays taken. An administrator's or a privacy officer's ends when a
/// second administrator has approved it (202).
#[utoipa::path(
    delete,
    path = "/api/accounts/{id}",
    operation_id = "end_account",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("whole"))),
    tag = "accounts",
    security(("token" = ["accounts.change"])),
    params(("id" = String, Path, description = "The account", example = "U-3")),
    responses(
        (status = 202, description = "It waits for a second person", body = Asked),
        (status = 204, description = "The account has ended"),
    )
)]
async fn end(
    actor: Actor<may::AccountsChange>,
    State(rooms): State<Rooms>,
    Id(id): Id<AccountId>,
    _: Query<()>,
) -> Result<Response, Problem> {
    let account = rooms.account(&actor, id).await?;
    if let Some([_, end, _]) = Operation::about(account.role) {
        return rooms.ask_approval(&actor, end, &id.to_string()).await;
    }
    match account.role {
        Role::Emergency => Err(Problem::new(
            Kind::Conflict,
            "the emergency account does not end: seal it, which signs it out",
        )),
        _ => {
            rooms.end_account(&actor, id).await?;
            Ok(StatusCode::NO_CONTENT.into_response())
        }
    }
}

/// Say whose rows an account reaches
#[utoipa::path(
    put,
    path = "/api/accounts/{id}/reach",
    operation_id = "change_reach",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("whole"))),
    tag = "accounts",
    security(("token" = ["accounts.change"])),
    params(("id" = String, Path, description = "The account", example = "U-3")),
    request_body = ChangeReach,
    responses(
        (status = 204, description = "It reaches them from its next request on"),
        (status = 409, description = "It is an administrator's, who reaches all", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn change_reach(
    actor: Actor<may::AccountsChange>,
    State(rooms): State<Rooms>,
    Id(id): Id<AccountId>,
    _: Query<()>,
    Body(wanted): Body<ChangeReach>,
) -> Result<StatusCode, Problem> {
    door::lasting(&actor)?;
    let reach = values::read("reach", &wanted.reach, REACH)?;
    // Otherwise one administrator could keep another from everything, which takes two.
    let role = rooms.account(&actor, id).await?.role;
    if Operation::about(role).is_some() || matches!(role, Role::Emergency | Role::Client) {
        let detail = "administrators, privacy officers and the emergency account reach all, and programs what their \
                      keys say";
        return Err(Problem::new(Kind::Conflict, detail));
    }
    rooms.change_reach(&actor, id, &reach).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Give an account another password
///
/// One that works once, shown now and never again; its sessions end. An administrator's or a privacy
/// officer's is given when a second administrator has approved it (202); a lost second factor goes with it.
#[utoipa::path(
    post,
    path = "/api/accounts/{id}/password",
    operation_id = "give_password",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("whole"))),
    tag = "accounts",
    security(("token" = ["accounts.change"])),
    params(("id" = String, Path, description = "The account", example = "U-3")),
    responses(
        (status = 200, description = "The password", body = GivenPassword),
        (status = 202, description = "It waits for a second person", body = Asked),
    )
)]
async fn give_password(
    actor: Actor<may::AccountsChange>,
    State(rooms): State<Rooms>,
    Id(id): Id<AccountId>,
    _: Query<()>,
) -> Result<Response, Problem> {
    if let Some([_, _, reset]) = Operation::about(rooms.account(&actor, id).await?.role) {
        return rooms.ask_approval(&actor, reset, &id.to_string()).await;
    }
    door::lasting(&actor)?;
    let password = rooms.give_password(&actor, id).await?;
    Ok(Json(GivenPassword::new(id, &password)).into_response())
}

/// Unlock an account
#[utoipa::path(
    post,
    path = "/api/accounts/{id}/unlock",
    operation_id = "unlock_account",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("whole"))),
    tag = "accounts",
    security(("token" = ["accounts.change"])),
    params(("id" = String, Path, description = "The account", example = "U-3")),
    responses((status = 204, description = "It has six attempts again"))
)]
async fn unlock(
    actor: Actor<may::AccountsChange>,
    State(rooms): State<Rooms>,
    Id(id): Id<AccountId>,
    _: Query<()>,
) -> Result<StatusCode, Problem> {
    rooms.unlock_account(&actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take off an account's second factor
///
/// For when device and recovery codes are lost. An administrator's or a privacy officer's
/// goes with another password.
#[utoipa::path(
    delete,
    path = "/api/accounts/{id}/factor",
    operation_id = "reset_factor",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("whole"))),
    tag = "accounts",
    security(("token" = ["accounts.change"])),
    params(("id" = String, Path, description = "The account", example = "U-3")),
    responses(
        (status = 204, description = "There is none any more"),
        (status = 409, description = "It is an administrator's, or a privacy officer's", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn reset_factor(
    actor: Actor<may::AccountsChange>,
    State(rooms): State<Rooms>,
    Id(id): Id<AccountId>,
    _: Query<()>,
) -> Result<StatusCode, Problem> {
    if Operation::about(rooms.account(&actor, id).await?.role).is_some() {
        let detail = "an administrator's or privacy officer's second factor goes with another password, which a \
                      second person approves";
        return Err(Problem::new(Kind::Conflict, detail));
    }
    rooms.reset_factor(&actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Grant a role beside an account's own
#[utoipa::path(
    post,
    path = "/api/accounts/{id}/grants",
    operation_id = "grant_role",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("whole"))),
    tag = "accounts",
    security(("token" = ["accounts.change"])),
    params(("id" = String, Path, description = "The account", example = "U-3")),
    request_body = MakeGrant,
    responses((status = 200, description = "The grant", body = GrantView))
)]
async fn grant(
    actor: Actor<may::AccountsChange>,
    State(rooms): State<Rooms>,
    Id(id): Id<AccountId>,
    _: Query<()>,
    Extension(act): Extension<Act>,
    Body(wanted): Body<MakeGrant>,
) -> Result<Json<GrantView>, Problem> {
    door::lasting(&actor)?;
    let role: Role = values::read("role", &wanted.role, "one of the roles that people have")?;
    let reach: Scope = values::read("reach", &wanted.reach, REACH)?;
    rooms.put_in_detail(&act, &[id.to_string(), role.to_string(), reach.to_string()]).await?;
    rooms.grant_role(&actor, id, &wanted).await.map(Json)
}

/// Take a grant back
#[utoipa::path(
    delete,
    path = "/api/grants/{id}",
    operation_id = "end_grant",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("whole"))),
    tag = "accounts",
    security(("token" = ["accounts.change"])),
    params(("id" = String, Path, description = "The grant", example = "G-3")),
    responses((status = 204, description = "It counts no more"))
)]
async fn end_grant(
    actor: Actor<may::AccountsChange>,
    State(rooms): State<Rooms>,
    Id(id): Id<GrantId>,
    _: Query<()>,
) -> Result<StatusCode, Problem> {
    rooms.end_grant(&actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Completes "reach: …".
const REACH: &str = "own, team:NAME, department:NAME or all";

type Keeper = Actor<may::AccountsChange>;

impl Rooms {
    async fn list_accounts(&self, _: &Keeper) -> Result<AccountList, Problem> {
        let trust = self.trust();
        let read = async {
            let (listed, grants) = (trust.accounts().await?, trust.grants(None).await?);
            let (locked, with_factor) = (trust.locked().await?, trust.with_factor().await?);
            Ok(AccountList::new(&listed, &grants, &locked, &with_factor))
        };
        read.await.map_err(|error| refusals::account(&error))
    }

    /// An account in force.
    async fn account(&self, _: &Keeper, id: AccountId) -> Result<Account, Problem> {
        let listed = self.trust().accounts().await.map_err(|error| refusals::account(&error))?;
        let found = listed.into_iter().find(|row| row.account.id == id && row.revoked.is_none());
        found.map(|row| row.account).ok_or_else(|| refusals::account(&trust::Error::NoAccount(id)))
    }

    /// Whether an account can get this name: nobody shall approve what cannot be done.
    async fn check_new_name(&self, _: &Keeper, name: &str) -> Result<(), Problem> {
        let refused = |error| refusals::account(&error);
        let listed = self.trust().accounts().await.map_err(refused)?;
        trust::check_name(name).map_err(refused)?;
        let is_taken = listed.iter().any(|row| row.account.name == name);
        if is_taken { Err(refused(trust::Error::NameTaken)) } else { Ok(()) }
    }

    async fn make_account(
        &self,
        by: &Keeper,
        name: &str,
        role: Role,
        reach: &Scope,
        agent: Option<AgentId>,
    ) -> Result<GivenPassword, Problem> {
        let make = async {
            let by = Some(by.account().id);
            let (account, _token) = self.trust().make_account(name, role, reach, by).await?;
            if let Some(agent) = agent
                && let Err(refused) = self.trust().serve_as(account.id, Some(agent)).await
            {
                self.trust().revoke(account.id).await?;
                return Err(refused);
            }
            let password = self.trust().give_password(account.id, by).await?;
            Ok(GivenPassword::new(account.id, &password))
        };
        make.await.map_err(|error| refusals::account(&error))
    }

    async fn end_account(&self, _: &Keeper, id: AccountId) -> Result<(), Problem> {
        self.trust().revoke(id).await.map_err(|error| refusals::account(&error))
    }

    async fn change_reach(&self, _: &Keeper, id: AccountId, reach: &Scope) -> Result<(), Problem> {
        self.trust().set_scope(id, reach).await.map_err(|error| refusals::account(&error))
    }

    async fn give_password(&self, by: &Keeper, id: AccountId) -> Result<OneTime, Problem> {
        let given = self.trust().give_password(id, Some(by.account().id)).await;
        given.map_err(|error| refusals::account(&error))
    }

    async fn unlock_account(&self, _: &Keeper, id: AccountId) -> Result<(), Problem> {
        self.trust().unlock(id).await.map_err(|error| refusals::account(&error))
    }

    async fn reset_factor(&self, by: &Keeper, id: AccountId) -> Result<(), Problem> {
        let removed = self.trust().reset_factor(id, Some(by.account().id)).await;
        let removed = removed.map_err(|error| refusals::account(&error))?;
        let none = || Problem::not_found(format!("{id} has no second factor"));
        if removed { Ok(()) } else { Err(none()) }
    }

    async fn grant_role(
        &self,
        actor: &Keeper,
        id: AccountId,
        wanted: &MakeGrant,
    ) -> Result<GrantView, Problem> {
        let role: Role = values::read("role", &wanted.role, "one of the roles that people have")?;
        if Operation::about(role).is_some() {
            let detail = "nobody becomes an administrator or a privacy officer by a grant: make an account, which a \
                          second person approves";
            return Err(Problem::new(Kind::InvalidBody, detail).about("role"));
        }
        let reach = values::read("reach", &wanted.reach, REACH)?;
        let from = wanted.from.as_deref().map(|from| values::moment("from", from)).transpose()?;
        let until = wanted.until.as_deref().map(|until| values::moment("until", until)).transpose()?;
        let from = from.unwrap_or_else(|| jiff::Timestamp::now().into());
        let granted = self.trust().grant(id, role, reach, (from, until), Some(actor.account().id)).await;
        let grant = granted.map_err(|why| refusals::granted(&why))?;
        Ok(GrantView::new(&grant, &self.account_names().await))
    }

    async fn end_grant(&self, _: &Keeper, id: GrantId) -> Result<(), Problem> {
        let ended = self.trust().end_grant(id).await.map_err(|error| refusals::account(&error))?;
        let none = || {
            Problem::not_found(format!("there is no grant {id}; the list of accounts shows which there are"))
        };
        if ended { Ok(()) } else { Err(none()) }
    }
}
