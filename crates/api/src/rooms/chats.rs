//! Chats: the customer's side, whose proof is the pass of the chat, and the agent's.

use super::Rooms;
use super::desk::{MayWrite, refused};
use crate::chats::tickets::Admission;
use crate::problem::{Kind, Problem};
use centre::{ChatView, SaidIn, Unsaid};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use store::{Message, NoteText};
use tokio::sync::broadcast::{self, error::RecvError};
use trust::{Actor, Permit, may};
use vocabulary::journal::{EndReason, Record};
use vocabulary::{AgentId, ContactId};

/// Questions about one chat that may wait at once: a page and what is left of the page before.
const WAITING_OF_CHAT: u8 = 3;

/// How many questions wait, by chat.
#[derive(Default)]
pub(super) struct Waits(Mutex<HashMap<ContactId, u8>>);

/// A question that waits.
struct Wait<'w>(&'w Waits, ContactId);

impl Waits {
    fn begin(&self, contact: ContactId) -> Result<Wait<'_>, Problem> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = all.entry(contact).or_default();
        if *waiting >= WAITING_OF_CHAT {
            let detail = "this chat is being asked for already; wait for the answer";
            return Err(Problem::new(Kind::TooMany, detail));
        }
        *waiting += 1;
        Ok(Wait(self, contact))
    }
}

impl Drop for Wait<'_> {
    fn drop(&mut self) {
        let Wait(Waits(all), contact) = self;
        let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(waiting) = all.get_mut(contact) {
            *waiting -= 1;
            if *waiting == 0 {
                all.remove(contact);
            }
        }
    }
}

/// The proof that somebody is the customer of a chat.
pub(crate) struct Pass(ContactId);

impl Rooms {
    /// A ticket that opens a chat.
    pub async fn chat_ticket(
        &self,
        _: &Actor<may::ChatsInvite>,
        admission: Admission,
    ) -> Result<String, Problem> {
        if !self.0.centre.is_chat_line(admission.line.clone()).await? {
            let detail = "there is no such line for chats; the configuration names those there are";
            return Err(Problem::new(Kind::InvalidBody, detail).about("line"));
        }
        // A bank that does not answer keeps nobody from a chat: then nobody knows better.
        if let Some(customer) = &admission.customer
            && self.0.centre.knows_customer(customer).await == Some(false)
        {
            let detail = "customer: the bank knows nobody of this key; leave it out if nobody is signed in";
            return Err(Problem::new(Kind::InvalidBody, detail).about("customer"));
        }
        let full = || Problem::new(Kind::TooMany, "too many tickets are out; ask again in some minutes");
        self.0.chat_tickets.give(admission, Instant::now()).ok_or_else(full)
    }

    /// Public, by the ticket: opens a chat. Its pass, and why it is over if it is.
    pub async fn open_chat(&self, ticket: &str) -> Result<(ContactId, String, Option<EndReason>), Problem> {
        let over =
            || Problem::not_found("there is no such ticket any more; load the page with the chat again");
        let Admission { line, language, customer } =
            self.0.chat_tickets.take(ticket, Instant::now()).ok_or_else(over)?;
        let (contact, over) = self.0.centre.open_chat(line, language, customer).await.map_err(refused)?;
        Ok((contact, self.0.store.pass_of_chat(contact), over))
    }

    /// The proof, out of what somebody sends as one.
    pub fn pass(&self, contact: ContactId, given: Option<&str>) -> Result<Pass, Problem> {
        let none = || Problem::not_found(format!("there is no chat {contact} for this pass"));
        let (given, known) = (given.ok_or_else(none)?.as_bytes(), self.0.store.pass_of_chat(contact));
        // All of it is looked at, however early it differs.
        let differs = given.iter().zip(known.as_bytes()).fold(0, |differs, (a, b)| differs | (a ^ b));
        if differs == 0 && given.len() == known.len() { Ok(Pass(contact)) } else { Err(none()) }
    }

    /// A chat as its customer sees it, and what was said after a number; it may take so long until there
    /// is any.
    pub async fn chat(
        &self,
        Pass(contact): &Pass,
        after: u64,
        patience: Duration,
    ) -> Result<(ChatView, Vec<Message>), Problem> {
        let _waits = self.0.chat_waits.begin(*contact)?;
        // Listened to first: what happens between two looks is not missed.
        let (mut said, mut happens) = (self.0.centre.watch_chats(), self.0.centre.watch());
        let before = self.look_at_chat(*contact, after).await?;
        if patience.is_zero() || !before.1.is_empty() || before.0 == ChatView::Over {
            return Ok(before);
        }
        let concerns = something(*contact, &mut said, &mut happens);
        // Nothing happened: the line has moved on perhaps.
        let _ = tokio::time::timeout(patience, concerns).await;
        self.look_at_chat(*contact, after).await
    }

    async fn look_at_chat(
        &self,
        contact: ContactId,
        after: u64,
    ) -> Result<(ChatView, Vec<Message>), Problem> {
        let messages = self.0.store.messages(contact, after).await?;
        Ok((self.0.centre.chat(contact).await?, messages))
    }

    /// The customer says something.
    pub async fn customer_says(
        &self,
        Pass(contact): &Pass,
        sent: u64,
        text: &NoteText,
    ) -> Result<Message, Problem> {
        self.0.centre.customer_says(*contact, sent, text).await.map_err(unsaid)
    }

    /// The customer ends the chat.
    pub async fn leave_chat(&self, Pass(contact): &Pass) -> Result<(), Problem> {
        self.0.centre.leave_chat(*contact).await.map_err(refused)
    }

    /// The agent says something.
    pub async fn agent_says(
        &self,
        actor: &Actor<may::DeskServe>,
        agent: AgentId,
        contact: ContactId,
        sent: u64,
        text: &NoteText,
    ) -> Result<Message, Problem> {
        let by = actor.account().id;
        self.0.centre.agent_says(agent, by, contact, sent, text).await.map_err(unsaid)
    }

    /// Everything that is said in chats from now on.
    pub fn watch_chats(&self, _: &Actor<may::DeskServe>) -> broadcast::Receiver<Arc<SaidIn>> {
        self.0.centre.watch_chats()
    }

    /// What was said in a chat that is in the agent's hand.
    pub async fn said_at_desk(
        &self,
        _: &Actor<may::DeskServe>,
        contact: ContactId,
    ) -> Result<Vec<Message>, Problem> {
        Ok(self.0.store.messages(contact, 0).await?)
    }

    /// The agent's page answers.
    pub async fn page_back(&self, _: &Actor<may::DeskServe>, agent: AgentId) {
        self.0.centre.page_back(agent).await;
    }

    /// What was said in a chat, for whoever may write about the contact.
    pub async fn said_in<P: Permit + MayWrite>(
        &self,
        actor: &Actor<P>,
        contact: ContactId,
    ) -> Result<Vec<Message>, Problem> {
        self.may_write(actor, contact).await?;
        Ok(self.0.store.messages(contact, 0).await?)
    }
}

/// Returns when something is said in a chat or happens to it.
async fn something(
    contact: ContactId,
    said: &mut broadcast::Receiver<Arc<SaidIn>>,
    happens: &mut broadcast::Receiver<Arc<Record>>,
) {
    loop {
        tokio::select! {
            one = said.recv() => match one {
                Ok(one) if one.contact != contact => {}
                _ => return,
            },
            record = happens.recv() => match record {
                Ok(record) if record.entry.contact() != Some(contact) => {}
                // Missed some, or the centre stops.
                Ok(_) | Err(RecvError::Lagged(_) | RecvError::Closed) => return,
            },
        }
    }
}

fn unsaid(why: Unsaid) -> Problem {
    match why {
        Unsaid::Over(_) | Unsaid::Full(_) => Problem::new(Kind::Conflict, why.to_string()),
        Unsaid::TooFast => Problem::new(Kind::TooMany, why.to_string()),
        Unsaid::Stopped(stopped) => stopped.into(),
        Unsaid::Store(error) => error.into(),
    }
}
