//! Masked fields in clear: one at a time, for a stated purpose and reason, each kept and on record; and, for who is
//! not permitted, by breaking the glass.

mod query;
pub(crate) mod transfer;

use crate::accounts::refusals;
use crate::audit::act::Act;
use crate::problem::{Kind, Problem};
use crate::request::body::Body;
use crate::request::path::Id;
use crate::request::query::Query;
use crate::request::stated;
use crate::rooms::Rooms;
use axum::extract::State;
use axum::{Extension, Json};
use query::UnmaskingQuery;
use store::audit::Code;
use transfer::{BreakGlass, FieldWord, InClear, Reviewed, ToReview, Unmask, UnmaskingList, UnmaskingView};
use trust::audit::listed::Row;
use trust::unmaskings::{NotReviewed, Unmasking, UnmaskingId};
use trust::{Actor, may};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vocabulary::{ContactId, PersonalField, Purpose};

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new()
        .routes(routes!(unmask))
        .routes(routes!(break_glass))
        .routes(routes!(list))
        .routes(routes!(to_review))
        .routes(routes!(review))
}

/// Shortest and longest reason, in characters.
const REASON: std::ops::RangeInclusive<usize> = 5..=500;

/// What somebody wants to see, checked.
pub(crate) struct Wanted {
    pub contact: ContactId,
    pub field: PersonalField,
    pub shown: Option<String>,
    pub purpose: Purpose,
    pub reason: String,
    pub broke_glass: bool,
}

impl Wanted {
    /// Puts on record what it is about; the reason stays out.
    fn note(&self, act: &Act) {
        act.concerns_contact(self.contact);
        let about = format!("field:{}", self.field);
        act.concerns(about.parse().expect("a field's name is a code"));
        act.serves(Code::of(self.purpose.tag()));
    }
}

fn reason(text: &str) -> Result<String, Problem> {
    stated::reason("reason", text, REASON).map(str::to_owned)
}

/// Show a masked field of a contact's customer in clear
///
/// One field, for a purpose, and as many an hour as the configuration allows one account. The customer's fields are
/// there while the contact is open, the calling number afterwards as well. Agents see those of customers they serve now.
#[utoipa::path(
    post,
    path = "/api/contacts/{id}/unmasking",
    operation_id = "unmask",
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("contact"))),
    tag = "unmaskings",
    security(("token" = ["customers.unmask"])),
    params(("id" = String, Path, description = "The contact", example = "C-17")),
    request_body = Unmask,
    responses(
        (status = 200, description = "The value, to be shown for a short while", body = InClear),
        (status = 409, description = "Nothing, or more than one thing, has this mask now", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
        (status = 429, description = "The account has unmasked as many fields within an hour as it may; `detail` says when it goes on", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn unmask(
    actor: Actor<may::CustomersUnmask>,
    State(rooms): State<Rooms>,
    Id(contact): Id<ContactId>,
    _: Query<()>,
    Extension(act): Extension<Act>,
    Body(asked): Body<Unmask>,
) -> Result<Json<InClear>, Problem> {
    rooms.may_see_customer(&actor, contact).await?;
    let Unmask { field: word, shown, purpose, reason: why } = asked;
    let (field, purpose, reason) = (word.into(), purpose.into(), reason(&why)?);
    let wanted = Wanted { contact, field, shown: Some(shown), purpose, reason, broke_glass: false };
    show(&rooms, &actor, &act, word, wanted).await
}

/// Break the glass: see a masked field without being permitted to
///
/// For when somebody has to, and nobody who may is there. An alarm tells privacy officers at once, and one of them
/// looks into it. What is not known of a customer is not known here either.
#[utoipa::path(
    post,
    path = "/api/unmaskings/broken-glass",
    operation_id = "break_glass",
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("none"))),
    tag = "unmaskings",
    security(("token" = ["customers.break_glass"])),
    request_body = BreakGlass,
    responses(
        (status = 200, description = "The value, to be shown for a short while", body = InClear),
        (status = 409, description = "Nothing, or more than one thing, is such a field now", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
        (status = 429, description = "The account has unmasked as many fields within an hour as it may; `detail` says when it goes on", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn break_glass(
    actor: Actor<may::CustomersBreakGlass>,
    State(rooms): State<Rooms>,
    _: Query<()>,
    Extension(act): Extension<Act>,
    Body(asked): Body<BreakGlass>,
) -> Result<Json<InClear>, Problem> {
    let BreakGlass { contact, field: word, shown, purpose, reason: why } = asked;
    let unknown = |_| Problem::new(Kind::InvalidBody, "contact: name one, such as C-17").about("contact");
    let contact = contact.parse::<ContactId>().map_err(unknown)?;
    let (field, purpose, reason) = (word.into(), purpose.into(), reason(&why)?);
    let wanted = Wanted { contact, field, shown, purpose, reason, broke_glass: true };
    show(&rooms, &actor, &act, word, wanted).await
}

async fn show<P: trust::Permit>(
    rooms: &Rooms,
    actor: &Actor<P>,
    act: &Act,
    word: FieldWord,
    wanted: Wanted,
) -> Result<Json<InClear>, Problem> {
    wanted.note(act);
    let (id, value) = rooms.unmask(actor, wanted).await?;
    Ok(Json(InClear::new(id, word, value)))
}

/// What was unmasked, and what of it waits to be looked into
#[utoipa::path(
    get,
    path = "/api/unmaskings",
    operation_id = "list_unmaskings",
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("whole"))),
    tag = "unmaskings",
    security(("token" = ["audit.read"])),
    params(UnmaskingQuery),
    responses((status = 200, description = "Unmaskings, newest first", body = UnmaskingList))
)]
async fn list(
    actor: Actor<may::AuditRead>,
    State(rooms): State<Rooms>,
    Query(query): Query<UnmaskingQuery>,
    Extension(act): Extension<Act>,
) -> Result<Json<UnmaskingList>, Problem> {
    let (to_review, before, limit) = query.page();
    let page = rooms.trust().unmaskings(&actor, to_review, before, limit).await;
    let page = page.map_err(|error| refusals::account(&error))?;
    let row = |one: &Unmasking| Row::of(one.what.contact, one.what.customer.as_ref());
    rooms.note_listed(&actor, &act, page.iter().map(row));
    let names = rooms.account_names().await;
    let mut unmaskings = Vec::with_capacity(page.len());
    for unmasking in page {
        let reason = rooms.reason_of(&unmasking.what).await?;
        unmaskings.push(UnmaskingView::new(&unmasking, reason, actor.account().id, &names));
    }
    Ok(Json(UnmaskingList { unmaskings }))
}

/// How often the glass was broken without anybody having looked into it
#[utoipa::path(
    get,
    path = "/api/unmaskings/to-review",
    operation_id = "count_unmaskings_to_review",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("none"))),
    tag = "unmaskings",
    security(("token" = ["alarms.read"])),
    responses((status = 200, description = "How many wait", body = ToReview))
)]
async fn to_review(
    actor: Actor<may::AlarmsRead>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<ToReview>, Problem> {
    let waiting = rooms.trust().unmaskings_to_review(&actor).await;
    let waiting = waiting.map_err(|error| refusals::account(&error))?;
    Ok(Json(ToReview { waiting }))
}

/// Say whether breaking the glass was right
///
/// Never whoever broke it.
#[utoipa::path(
    post,
    path = "/api/unmaskings/{id}/review",
    operation_id = "review_unmasking",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("whole"))),
    tag = "unmaskings",
    security(("token" = ["privacy.change"])),
    params(("id" = String, Path, description = "The unmasking", example = "M-3")),
    request_body = Reviewed,
    responses(
        (status = 200, description = "As it stands now", body = UnmaskingView),
        (status = 409, description = "It waits for nobody, or not for who asks", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn review(
    actor: Actor<may::PrivacyChange>,
    State(rooms): State<Rooms>,
    Id(id): Id<UnmaskingId>,
    _: Query<()>,
    Body(asked): Body<Reviewed>,
) -> Result<Json<UnmaskingView>, Problem> {
    let reviewed = rooms.trust().review_unmasking(&actor, id, asked.verdict.into()).await;
    let reviewed = reviewed.map_err(|why| match &why {
        NotReviewed::None(_) => Problem::not_found(why.to_string()),
        NotReviewed::NotWaiting(_) | NotReviewed::SamePerson => Problem::new(Kind::Conflict, why.to_string()),
        NotReviewed::Account(error) => refusals::account(error),
    })?;
    let reason = rooms.reason_of(&reviewed.what).await?;
    let names = rooms.account_names().await;
    Ok(Json(UnmaskingView::new(&reviewed, reason, actor.account().id, &names)))
}
