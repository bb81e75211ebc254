//! Chats on an agent's desk: each told whole whenever anything about it changes, and what is said in it
//! as it is said.

use super::customers::Customers;
use super::told::{Chat, Told};
use super::welcome::{known, level, shown};
use crate::chats::transfer::ChatMessage;
use crate::problem::Problem;
use crate::rooms::Rooms;
use crate::words::Doing;
use centre::{DeskContact, DeskView, SaidIn};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::broadcast::{self, error::RecvError};
use trust::{Actor, may};
use vocabulary::journal::{Entry, Record};
use vocabulary::{AgentId, ContactId};

/// The chats on a desk, as the page was told.
pub(super) struct Chats {
    told: BTreeSet<ContactId>,
    /// All that were ever offered here: of one that was gone before it was told, no call is meant.
    offered: BTreeSet<ContactId>,
    said: broadcast::Receiver<Arc<SaidIn>>,
}

impl Chats {
    pub fn new(said: broadcast::Receiver<Arc<SaidIn>>) -> Chats {
        Chats { told: BTreeSet::new(), offered: BTreeSet::new(), said }
    }

    /// What is said next in any chat; `None` when some of it was missed.
    pub async fn next(&mut self) -> Option<Arc<SaidIn>> {
        match self.said.recv().await {
            Ok(said) => Some(said),
            Err(RecvError::Lagged(_)) => None,
            // The sender lives as long as the centre, whose end is told otherwise.
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }

    /// What is said, if the page shows that chat.
    pub fn frame(&self, said: &SaidIn) -> Option<Told> {
        let contact = said.contact;
        let messages = || vec![ChatMessage::from(&said.message)];
        self.shows(contact).then(|| Told::ChatSaid { contact: contact.to_string(), messages: messages() })
    }

    /// Whether the page shows that chat.
    pub fn shows(&self, contact: ContactId) -> bool {
        self.told.contains(&contact)
    }

    /// Whether a record is about a chat of this desk.
    pub fn concern(&mut self, record: &Record, agent: AgentId) -> bool {
        if let Entry::Offered { contact, agent: offered, leg: None, .. } = record.entry
            && offered == agent
        {
            self.offered.insert(contact);
        }
        let is_ours = |contact| self.told.contains(&contact) || self.offered.contains(&contact);
        record.entry.contact().is_some_and(is_ours)
    }

    /// All chats that the page is to show, with what was said in them: in place of what it was told.
    pub async fn all(
        &mut self,
        rooms: &Rooms,
        actor: &Actor<may::DeskServe>,
        view: &DeskView,
    ) -> Result<Vec<Told>, Problem> {
        self.told = view.chats.iter().map(|chat| chat.contact.id).collect();
        let mut frames = Vec::new();
        for chat in &view.chats {
            frames.extend(history(rooms, actor, chat.contact.id).await?);
        }
        Ok(frames)
    }

    /// What the page is told after something has happened to a chat, or to who is known of its customer.
    pub async fn changed(
        &mut self,
        rooms: &Rooms,
        actor: &Actor<may::DeskServe>,
        customers: &mut Customers,
        view: &DeskView,
        contact: ContactId,
    ) -> Result<Vec<Told>, Problem> {
        let Some(at_hand) = view.chats.iter().find(|chat| chat.contact.id == contact) else {
            customers.leave(contact);
            let gone = || Told::ChatGone { contact: contact.to_string() };
            return Ok(self.told.remove(&contact).then(gone).into_iter().collect());
        };
        // Followed first: what comes meanwhile is told again rather than not at all.
        customers.follow(rooms, actor, &at_hand.contact);
        let mut frames = vec![Told::Chat { chat: chat(rooms, actor, at_hand) }];
        if self.told.insert(contact) {
            frames.extend(history(rooms, actor, contact).await?);
        }
        Ok(frames)
    }
}

/// What was said before the chat came to this desk.
async fn history(
    rooms: &Rooms,
    actor: &Actor<may::DeskServe>,
    contact: ContactId,
) -> Result<Option<Told>, Problem> {
    let messages = rooms.said_at_desk(actor, contact).await?;
    let messages: Vec<ChatMessage> = messages.iter().map(ChatMessage::from).collect();
    Ok((!messages.is_empty()).then(|| Told::ChatSaid { contact: contact.to_string(), messages }))
}

/// A chat as the page shows it.
pub(super) fn chat(rooms: &Rooms, actor: &Actor<may::DeskServe>, at_hand: &DeskContact) -> Chat {
    let contact = &at_hand.contact;
    let view = rooms.customer_of(actor, contact.id);
    Chat {
        id: contact.id.to_string(),
        queue: contact.queue.as_ref().map(ToString::to_string),
        line: contact.line.to_string(),
        language: contact.language.into(),
        opened: contact.opened.to_string(),
        waited_s: at_hand.waited.as_seconds(),
        level: level(contact),
        known: known(contact),
        view: view.map(|view| shown(view, contact.caller.third_party)),
        phase: match contact.phase {
            "offered" => Doing::Offered,
            "talking" => Doing::Talking,
            _ => Doing::WrapUp,
        },
        since: at_hand.since.to_string(),
        accept_until: at_hand.accept_until.map(|until| until.to_string()),
        wrap_up_until: at_hand.wrap_up_until.map(|until| until.to_string()),
        disposition: at_hand.disposition.as_ref().map(ToString::to_string),
    }
}
