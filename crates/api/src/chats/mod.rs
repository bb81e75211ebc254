//! Chats: the customer's side, and what was said.
//!
//! The bank's own pages ask for a *ticket* for a customer of theirs, which opens one chat. Whoever opened
//! it gets a *pass*, sent as a bearer token from then on: it lets into this chat and nowhere else, also
//! after a restart. The agent's side is the desk ([`crate::desk`]).

pub(crate) mod tickets;
pub(crate) mod transfer;

use crate::audit::act::Act;
use crate::problem::{Kind, Problem};
use crate::request::body::Body;
use crate::request::door;
use crate::request::path::Id;
use crate::request::query::{Fields, Given, Query};
use crate::rooms::Rooms;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::{Extension, Json};
use std::time::Duration;
use store::NoteText;
use tickets::Admission;
use transfer::{AskTicket, Chat, ChatMessage, ChatTicket, ChatTranscript, OpenChat, OpenedChat, SayInChat};
use trust::{Actor, may};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vocabulary::{ContactId, CustomerRef, LineName};

/// The most text a message may hold, in bytes of UTF-8.
pub(crate) const TEXT_BYTES: usize = 4_000;

/// The longest that a question waits for something to happen, in seconds.
const LONGEST_WAIT: u64 = 8;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new()
        .routes(routes!(give_ticket))
        .routes(routes!(open))
        .routes(routes!(read, end))
        .routes(routes!(say))
        .routes(routes!(transcript))
}

/// A ticket to open a chat
///
/// For the bank's own pages, which know whether somebody is signed in to them. It opens one chat, within
/// five minutes; a restart forgets it.
#[utoipa::path(
    post,
    path = "/api/chats/tickets",
    operation_id = "give_chat_ticket",
    extensions(("x-audit" = json!("handling")), ("x-scope" = json!("none"))),
    tag = "chats",
    security(("token" = ["chats.invite"])),
    request_body = AskTicket,
    responses((status = 200, description = "The ticket", body = ChatTicket))
)]
async fn give_ticket(
    actor: Actor<may::ChatsInvite>,
    State(rooms): State<Rooms>,
    _: Query<()>,
    Body(AskTicket { line, language, customer }): Body<AskTicket>,
) -> Result<Json<ChatTicket>, Problem> {
    let unfit = |field: &'static str| {
        move |why: vocabulary::ids::Error| Problem::new(Kind::InvalidBody, why.to_string()).about(field)
    };
    let line = LineName::new(&line).map_err(unfit("line"))?;
    let customer =
        customer.map(|customer| CustomerRef::new(&customer)).transpose().map_err(unfit("customer"))?;
    let admission = Admission { line, language: language.map(Into::into), customer };
    rooms.chat_ticket(&actor, admission).await.map(|ticket| Json(ChatTicket::new(ticket)))
}

/// Open a chat
///
/// The ticket is the proof, and is used up. Where nobody takes the chat now, it is over at once.
#[utoipa::path(
    post,
    path = "/api/chats",
    operation_id = "open_chat",
    extensions(("x-audit" = json!("handling")), ("x-scope" = json!("none"))),
    tag = "chats",
    request_body = OpenChat,
    responses(
        (status = 201, description = "The chat", body = OpenedChat),
        (status = 404, description = "There is no such ticket, or not any more", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn open(
    State(rooms): State<Rooms>,
    Extension(act): Extension<Act>,
    _: Query<()>,
    Body(OpenChat { ticket }): Body<OpenChat>,
) -> Result<(StatusCode, Json<OpenedChat>), Problem> {
    let (contact, pass, over) = rooms.open_chat(&ticket).await?;
    act.concerns_contact(contact);
    Ok((StatusCode::CREATED, Json(OpenedChat::new(contact, pass, over))))
}

/// What the customer asks for.
#[derive(Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ChatQuery {
    /// Only what was said after this number; 0 for all of it
    #[param(value_type = Option<u64>, example = 3)]
    after: u64,
    /// How long to wait for something to happen before answering, in seconds, 8 at the most
    #[param(value_type = Option<u64>, example = 8)]
    wait: u64,
}

impl Fields for ChatQuery {
    const NAMES: &'static [&'static str] = &["after", "wait"];

    fn take(given: &Given) -> Result<ChatQuery, Problem> {
        let wait = given.optional("wait", "seconds, 0 to 8")?.unwrap_or(0);
        if wait > LONGEST_WAIT {
            return Err(Problem::new(Kind::BadQuery, "wait must be seconds, 0 to 8").about("wait"));
        }
        Ok(ChatQuery { after: given.optional("after", "the number of a message")?.unwrap_or(0), wait })
    }
}

/// A chat, for its customer
///
/// The pass is the proof. Whoever asks is there; a customer of whom nothing is heard for a minute is lost,
/// and the chat over.
#[utoipa::path(
    get,
    path = "/api/chats/{id}",
    operation_id = "read_chat",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("none"))),
    tag = "chats",
    params(("id" = String, Path, description = "The chat", example = "C-17"), ChatQuery),
    responses(
        (status = 200, description = "How it stands, and what was said", body = Chat),
        (status = 404, description = "There is no such chat for this pass", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
        (status = 429, description = "This chat is being asked for too often at once", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn read(
    State(rooms): State<Rooms>,
    headers: HeaderMap,
    Id(contact): Id<ContactId>,
    Query(ChatQuery { after, wait }): Query<ChatQuery>,
) -> Result<Json<Chat>, Problem> {
    let pass = rooms.pass(contact, door::token(&headers))?;
    let (view, messages) = rooms.chat(&pass, after, Duration::from_secs(wait)).await?;
    Ok(Json(Chat::new(&view, &messages)))
}

/// Say something in a chat, as its customer
#[utoipa::path(
    post,
    path = "/api/chats/{id}/messages",
    operation_id = "say_in_chat",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("none"))),
    tag = "chats",
    params(("id" = String, Path, description = "The chat", example = "C-17")),
    request_body = SayInChat,
    responses(
        (status = 200, description = "It is on record, and was said once", body = ChatMessage),
        (status = 404, description = "There is no such chat for this pass", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
        (status = 409, description = "The chat is over", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
        (status = 429, description = "More than a person types", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn say(
    State(rooms): State<Rooms>,
    headers: HeaderMap,
    Id(contact): Id<ContactId>,
    _: Query<()>,
    Body(SayInChat { sent, text }): Body<SayInChat>,
) -> Result<Json<ChatMessage>, Problem> {
    let pass = rooms.pass(contact, door::token(&headers))?;
    let text = fit(sent, &text)?;
    let said = rooms.customer_says(&pass, sent, &text).await?;
    Ok(Json(ChatMessage::from(&said)))
}

/// A text that may be said.
pub(crate) fn fit(sent: u64, text: &str) -> Result<NoteText, Problem> {
    if sent == 0 || sent > i64::MAX.cast_unsigned() {
        return Err(Problem::new(Kind::InvalidBody, "sent must be a number from 1 on").about("sent"));
    }
    if text.trim().is_empty() || text.len() > TEXT_BYTES {
        let detail = format!("a message holds 1 to {TEXT_BYTES} bytes; shorten it, or send it in parts");
        return Err(Problem::new(Kind::InvalidBody, detail).about("text"));
    }
    Ok(NoteText::new(text))
}

/// End a chat, as its customer
#[utoipa::path(
    delete,
    path = "/api/chats/{id}",
    operation_id = "end_chat",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("none"))),
    tag = "chats",
    params(("id" = String, Path, description = "The chat", example = "C-17")),
    responses(
        (status = 204, description = "It is over"),
        (status = 404, description = "There is no such chat for this pass", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn end(
    State(rooms): State<Rooms>,
    headers: HeaderMap,
    Id(contact): Id<ContactId>,
    _: Query<()>,
) -> Result<StatusCode, Problem> {
    let pass = rooms.pass(contact, door::token(&headers))?;
    rooms.leave_chat(&pass).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What was said in a chat
///
/// Agents read those of contacts that they serve or served.
#[utoipa::path(
    get,
    path = "/api/contacts/{id}/messages",
    operation_id = "read_messages",
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("contact"))),
    tag = "contacts",
    security(("token" = ["notes.write"])),
    params(("id" = String, Path, description = "The contact", example = "C-17")),
    responses((status = 200, description = "All of it, in order", body = ChatTranscript))
)]
async fn transcript(
    actor: Actor<may::NotesWrite>,
    State(rooms): State<Rooms>,
    Id(contact): Id<ContactId>,
    _: Query<()>,
) -> Result<Json<ChatTranscript>, Problem> {
    Ok(Json(ChatTranscript::new(&rooms.said_in(&actor, contact).await?)))
}
