//! What waits for a second person, of all rooms: asked for where it would have been done, decided here, and run
//! once ([`trust::approvals`]).

pub(crate) mod transfer;

use crate::accounts::refusals;
use crate::accounts::transfer::GivenPassword;
use crate::audit::act::Act;
use crate::problem::{Kind, Problem};
use crate::request::path::Id;
use crate::request::query::Query;
use crate::rooms::Rooms;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use store::audit::{Code, Entry, Outcome as Ended};
use transfer::{ApprovalList, ApprovalView, Asked, EmergencySecret, Outcome};
use trust::approvals::{Approval, ApprovalId, NotDecided, Operation};
use trust::emergency::NAME;
use trust::{AccountId, Actor, Permission, Permit, Role, Scope, may};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vocabulary::CustomerRef;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(withdraw))
        .routes(routes!(approve))
        .routes(routes!(refuse))
        .routes(routes!(fetch))
}

/// What waits for a second person
///
/// What the reader asked for, and what the reader may decide.
#[utoipa::path(
    get,
    path = "/api/approvals",
    operation_id = "list_approvals",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("own"))),
    tag = "approvals",
    security(("token" = ["session.read"])),
    responses((status = 200, description = "Requests, newest first", body = ApprovalList))
)]
async fn list(
    actor: Actor<may::SessionRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<ApprovalList>, Problem> {
    rooms.list_approvals(&actor).await.map(Json)
}

/// Withdraw one's own request
#[utoipa::path(
    delete,
    path = "/api/approvals/{id}",
    operation_id = "withdraw_approval",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("own"))),
    tag = "approvals",
    security(("token" = ["session.read"])),
    params(("id" = String, Path, description = "The request", example = "F-3")),
    responses(
        (status = 204, description = "It waits no more"),
        (status = 409, description = "It is another's, or was decided", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn withdraw(
    actor: Actor<may::SessionRead>,
    State(rooms): State<Rooms>,
    Id(id): Id<ApprovalId>,
    _: Query<()>,
) -> Result<StatusCode, Problem> {
    rooms.listed(id).await?;
    rooms.trust().withdraw(&actor, id).await.map_err(|why| refused(&why))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Approve what somebody else asked for
///
/// It is done at once; what gives a secret, when who asked fetches it. It takes the permission that the
/// operation itself takes, as one's own, and is never who asked.
#[utoipa::path(
    post,
    path = "/api/approvals/{id}/approval",
    operation_id = "approve",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("own"))),
    tag = "approvals",
    security(("token" = ["session.read"])),
    params(("id" = String, Path, description = "The request", example = "F-3")),
    responses(
        (status = 200, description = "The request as it stands now", body = ApprovalView),
        (status = 409, description = "Who asked cannot approve, or it waits no more", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn approve(
    actor: Actor<may::SessionRead>,
    State(rooms): State<Rooms>,
    Id(id): Id<ApprovalId>,
    _: Query<()>,
    Extension(act): Extension<Act>,
) -> Result<Json<ApprovalView>, Problem> {
    rooms.listed(id).await?;
    rooms.approve(&actor, &act, id).await?;
    rooms.show_approval(&actor, id).await.map(Json)
}

/// Refuse what somebody else asked for
#[utoipa::path(
    post,
    path = "/api/approvals/{id}/refusal",
    operation_id = "refuse_approval",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("own"))),
    tag = "approvals",
    security(("token" = ["session.read"])),
    params(("id" = String, Path, description = "The request", example = "F-3")),
    responses(
        (status = 200, description = "The request as it stands now", body = ApprovalView),
        (status = 409, description = "It waits no more", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn refuse(
    actor: Actor<may::SessionRead>,
    State(rooms): State<Rooms>,
    Id(id): Id<ApprovalId>,
    _: Query<()>,
) -> Result<Json<ApprovalView>, Problem> {
    rooms.listed(id).await?;
    rooms.decide(&actor, id, false).await?;
    rooms.show_approval(&actor, id).await.map(Json)
}

/// Have done what was approved, and fetch its secret
///
/// Who asked does, once: the secret is shown now and never again.
#[utoipa::path(
    post,
    path = "/api/approvals/{id}/outcome",
    operation_id = "fetch_outcome",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("own"))),
    tag = "approvals",
    security(("token" = ["session.read"])),
    params(("id" = String, Path, description = "The request", example = "F-3")),
    responses(
        (status = 200, description = "The secret", body = Outcome),
        (status = 409, description = "It is not approved, or was done", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn fetch(
    actor: Actor<may::SessionRead>,
    State(rooms): State<Rooms>,
    Id(id): Id<ApprovalId>,
    _: Query<()>,
    Extension(act): Extension<Act>,
) -> Result<Json<Outcome>, Problem> {
    let approval = rooms.listed(id).await?;
    if approval.asked_by != actor.account().id {
        return Err(refused(&NotDecided::None(id)));
    }
    let none = || Problem::new(Kind::Conflict, format!("{id} gives nothing out"));
    rooms.run_approved(&act, id).await?.ok_or_else(none).map(Json)
}

/// Why something that takes a second person is not asked for, decided or done.
/// With a word for the page, which says it in the reader's language.
pub(crate) fn refused(why: &NotDecided) -> Problem {
    let kind = match why {
        NotDecided::NotPermitted(_) => Kind::NotPermitted,
        NotDecided::None(_) => Kind::NotFound,
        NotDecided::TooMany => Kind::TooMany,
        NotDecided::Account(error) => return refusals::account(error),
        _ => Kind::Conflict,
    };
    let problem = Problem::new(kind, why.to_string());
    match word(why) {
        Some(word) => problem.refused(word, Vec::new()),
        None => problem,
    }
}

fn word(why: &NotDecided) -> Option<&'static str> {
    match why {
        NotDecided::NotPermitted(_) => Some("not_own"),
        NotDecided::SamePerson => Some("same_person"),
        NotDecided::OneHand => Some("one_hand"),
        NotDecided::NobodyElse(_) => Some("nobody_else"),
        NotDecided::OneHandForAll(_) => Some("one_hand_for_all"),
        NotDecided::AskedAlready(_) => Some("asked_already"),
        NotDecided::TooMany => Some("many_asked"),
        NotDecided::NotWaiting(..) => Some("not_waiting"),
        NotDecided::AskerGone => Some("asker_gone"),
        NotDecided::None(_) | NotDecided::Account(_) => None,
    }
}

impl Rooms {
    /// Asks for something that takes a second person: the answer of the operation that would have done it.
    pub(crate) async fn ask_approval<P: Permit>(
        &self,
        actor: &Actor<P>,
        operation: Operation,
        subject: &str,
    ) -> Result<Response, Problem> {
        let asked = self.trust().ask_approval(actor, operation, subject).await;
        let asked = asked.map_err(|why| refused(&why))?;
        tracing::info!(account = %actor.account().id, approval = %asked.id, %operation, "asked for a second person");
        Ok((StatusCode::ACCEPTED, Json(Asked::new(&asked))).into_response())
    }

    /// Of others, only what one may decide is there.
    async fn list_approvals(&self, actor: &Actor<may::SessionRead>) -> Result<ApprovalList, Problem> {
        let reader = actor.account().id;
        let all = self.trust().approvals().await.map_err(|error| refusals::account(&error))?;
        let is_shown = |asked: &Approval| asked.asked_by == reader || actor.may(asked.operation.approving());
        let shown: Vec<Approval> = all.into_iter().filter(is_shown).collect();
        let names = if shown.is_empty() { Default::default() } else { self.account_names().await };
        Ok(ApprovalList::new(&shown, reader, &names))
    }

    async fn show_approval(
        &self,
        actor: &Actor<may::SessionRead>,
        id: ApprovalId,
    ) -> Result<ApprovalView, Problem> {
        let approval = self.listed(id).await?;
        Ok(ApprovalView::new(&approval, actor.account().id, &self.account_names().await))
    }

    /// A request of this list: those about a contact are for whoever reaches it, and stand beside it.
    async fn listed(&self, id: ApprovalId) -> Result<Approval, Problem> {
        let approval = self.trust().approval(id).await.map_err(|why| refused(&why))?;
        let none = || refused(&NotDecided::None(id));
        if approval.operation.is_of_contact() { Err(none()) } else { Ok(approval) }
    }

    /// Approves, and has done at once what gives no secret: to the end, also when nobody waits for the answer.
    pub(crate) async fn approve<P: Permit>(
        &self,
        actor: &Actor<P>,
        act: &Act,
        id: ApprovalId,
    ) -> Result<(), Problem> {
        let (rooms, actor, act) = (self.clone(), actor.clone(), act.clone());
        let approve = async move {
            let approval = rooms.decide(&actor, id, true).await?;
            if !approval.operation.gives_secret() {
                rooms.run_approved(&act, id).await?;
            }
            Ok(())
        };
        tokio::spawn(approve).await.unwrap_or_else(|_| Err(Problem::internal()))
    }

    pub(crate) async fn decide<P: Permit>(
        &self,
        actor: &Actor<P>,
        id: ApprovalId,
        approve: bool,
    ) -> Result<Approval, Problem> {
        let decided = self.trust().decide(actor, id, approve).await.map_err(|why| refused(&why))?;
        tracing::info!(account = %actor.account().id, approval = %id, approve, "a second person decided");
        Ok(decided)
    }

    /// Does what was approved: on record first, with what it is about, and once.
    async fn run_approved(&self, act: &Act, id: ApprovalId) -> Result<Option<Outcome>, Problem> {
        let approval = self.trust().begin_run(id).await.map_err(|why| refused(&why))?;
        let entry = entry(act, &approval);
        let run = async {
            self.on_record().record(entry.clone()).await?;
            self.run(&approval).await
        };
        let outcome = run.await;
        if outcome.is_err() {
            self.on_record().refused(Entry { outcome: Ended::Failed, ..entry });
        }
        let ended = self.trust().end_run(id, outcome.is_ok()).await;
        if let Err(error) = ended {
            tracing::error!(%error, approval = %id, "how a request ended could not be noted");
        }
        outcome
    }

    async fn run(&self, approval: &Approval) -> Result<Option<Outcome>, Problem> {
        let (trust, subject) = (self.trust(), approval.subject.as_str());
        let id = || subject.parse::<AccountId>().map_err(|_| Problem::internal());
        let customer = || CustomerRef::new(subject).map_err(|_| Problem::internal());
        let refused = |error: trust::Error| refusals::account(&error);
        // What it gives out is in the hand of who asked.
        let by = Some(approval.asked_by);
        match approval.operation {
            Operation::MakeAdministrator | Operation::MakePrivacyOfficer => {
                let officer = approval.operation == Operation::MakePrivacyOfficer;
                let role = if officer { Role::PrivacyOfficer } else { Role::Administrator };
                let made = trust.make_account(subject, role, &Scope::All, by).await;
                let (account, _token) = made.map_err(refused)?;
                let password = trust.give_password(account.id, by).await.map_err(refused)?;
                Ok(Some(Outcome::Password(GivenPassword::new(account.id, &password))))
            }
            Operation::EndAdministrator | Operation::EndPrivacyOfficer => {
                trust.revoke(id()?).await.map_err(refused)?;
                Ok(None)
            }
            Operation::ResetAdministrator | Operation::ResetPrivacyOfficer => {
                let id = id()?;
                trust.reset_factor(id, by).await.map_err(refused)?;
                let password = trust.give_password(id, by).await.map_err(refused)?;
                Ok(Some(Outcome::Password(GivenPassword::new(id, &password))))
            }
            Operation::SealEmergency => {
                let secret = trust.seal_emergency(by).await.map_err(refused)?;
                let secret = secret.expose().to_owned();
                Ok(Some(Outcome::Secret(EmergencySecret { name: NAME, secret })))
            }
            Operation::EraseCustomer => {
                self.erase(&customer()?, approval.asked_by).await?;
                Ok(None)
            }
            Operation::GiveOrder => {
                self.give_order(approval).await?;
                Ok(None)
            }
            Operation::ChangeAuthority => {
                self.change_authority(approval).await?;
                Ok(None)
            }
            Operation::GiveArchive => {
                self.begin_archive(customer()?, approval.asked_by);
                Ok(None)
            }
        }
    }
}

/// What is on record of its being done: beside the entry of the request that had it done.
fn entry(act: &Act, approval: &Approval) -> Entry {
    let operation = Code::of(approval.operation.tag());
    if approval.operation.approving() == Permission::PrivacyChange {
        let (about, customer) =
            (approval.id.to_string().parse().ok(), CustomerRef::new(&approval.subject).ok());
        return Entry { operation, about, customer, ..act.entry() };
    }
    let about = format!("{}:{}", approval.id, approval.subject).parse();
    Entry { operation, about: about.ok(), ..act.entry() }
}
