//! Chats as the outside sees them.

use crate::words::{EndReason, Language};
use centre::ChatView;
use serde::{Deserialize, Serialize};
use std::time::SystemTime;
use store::Message;
use utoipa::ToSchema;
use vocabulary::{ContactId, Span, Time};

/// What a ticket is to open.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AskTicket {
    /// A line of the configuration for chats.
    #[schema(example = "web-ko")]
    pub line: String,
    /// The language it is served in, if not that of the line.
    #[serde(default)]
    pub language: Option<Language>,
    /// The bank's own key of the customer who is signed in to its pages. It is *matched*, as a calling
    /// number is, not verified.
    #[serde(default)]
    #[schema(example = "cst-5f2c")]
    pub customer: Option<String>,
}

/// A ticket.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChatTicket {
    /// Opens one chat.
    ticket: String,
    /// Until when.
    #[schema(format = DateTime)]
    expires: String,
}

impl ChatTicket {
    pub fn new(ticket: String) -> ChatTicket {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let until = Span(i64::try_from((now + super::tickets::LASTS).as_micros()).unwrap_or(i64::MAX));
        ChatTicket { ticket, expires: (Time(0) + until).to_string() }
    }
}

/// Opening a chat.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OpenChat {
    /// From `POST /api/chats/tickets`.
    pub ticket: String,
}

/// A chat that was opened.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OpenedChat {
    #[schema(example = "C-17")]
    contact: String,
    /// Lets its customer in: send it as a bearer token. Nobody else is told.
    pass: String,
    /// Why it is over already: `closed`, `full` or `unstaffed`; null while it goes on.
    #[schema(required = true)]
    over: Option<EndReason>,
}

impl OpenedChat {
    pub fn new(contact: ContactId, pass: String, over: Option<vocabulary::journal::EndReason>) -> OpenedChat {
        OpenedChat { contact: contact.to_string(), pass, over: over.map(Into::into) }
    }
}

/// Something to be said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SayInChat {
    /// The customer's own number for it, each above those before. What is sent again by the same number
    /// is said once.
    #[schema(minimum = 1)]
    pub sent: u64,
    /// 4,000 bytes at the most.
    pub text: String,
}

/// Who says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[cfg_attr(test, derive(Deserialize))]
#[serde(rename_all = "snake_case")]
pub(crate) enum Speaker {
    Customer,
    Agent,
}

/// Something that was said.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[cfg_attr(test, derive(Deserialize))]
pub(crate) struct ChatMessage {
    /// Its place in the chat, from 1.
    number: u64,
    from: Speaker,
    #[schema(format = DateTime)]
    at: String,
    text: String,
}

impl From<&Message> for ChatMessage {
    fn from(message: &Message) -> ChatMessage {
        ChatMessage {
            number: message.number,
            from: if message.by.is_some() { Speaker::Agent } else { Speaker::Customer },
            at: message.at.to_string(),
            text: message.text.expose().to_owned(),
        }
    }
}

/// Where a chat stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ChatState {
    /// Nobody has answered yet.
    Waiting,
    /// An agent is there.
    Talking,
    Over,
}

/// A chat as its customer sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Chat {
    state: ChatState,
    /// While it waits: place in the line, 1 is next; null while an agent is being asked.
    #[schema(required = true)]
    position: Option<u32>,
    /// While it waits: for how long yet, in seconds; null when nobody can say.
    #[schema(required = true)]
    wait_s: Option<f64>,
    /// The agent was there and is away for the moment.
    away: bool,
    /// What was said after the number that was asked for.
    messages: Vec<ChatMessage>,
}

impl Chat {
    pub fn new(view: &ChatView, messages: &[Message]) -> Chat {
        let (state, position, wait, away) = match view {
            ChatView::Waiting { position, wait } => (ChatState::Waiting, *position, *wait, false),
            ChatView::Talking { away } => (ChatState::Talking, None, None, *away),
            ChatView::Over => (ChatState::Over, None, None, false),
        };
        let messages = messages.iter().map(ChatMessage::from).collect();
        Chat { state, position, wait_s: wait.map(Span::as_seconds), away, messages }
    }
}

/// Everything that was said in a chat.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChatTranscript {
    messages: Vec<ChatMessage>,
}

impl ChatTranscript {
    pub fn new(messages: &[Message]) -> ChatTranscript {
        ChatTranscript { messages: messages.iter().map(ChatMessage::from).collect() }
    }
}
