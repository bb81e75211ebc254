//! Chats as they go on: what is said, who is still there, and what the customer is told.
//!
//! Texts are the store's; the floor knows of a chat that it waits, goes on, and is over. A customer who
//! has not been heard of for a minute is lost: the page was closed, or the network is gone. After a
//! restart everybody has another minute.

use crate::{Centre, Refused, Stopped, Wish};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use store::{Message, NoteText, Said, Store};
use tokio::sync::broadcast;
use tokio::time::{MissedTickBehavior, interval};
use vocabulary::journal::EndReason;
use vocabulary::{AccountId, AgentId, ContactId, CustomerRef, Language, LineName, Span};

/// Whoever has not been heard of for so long is lost.
const LOST_AFTER: Duration = Duration::from_secs(60);

/// How often those are looked for.
const LOOKED_FOR_EVERY: Duration = Duration::from_secs(5);

/// What a customer may say within [`PACE_OVER`]: more than a person types.
const PACE: u32 = 20;
const PACE_OVER: Duration = Duration::from_secs(10);

/// Messages kept for a window that is slow; one that falls further behind reads them from the store.
const KEPT: usize = 1_024;

/// A chat as its customer sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChatView {
    /// Nobody has answered yet, or nobody is there any more.
    Waiting {
        /// Place in the line, 1 is next; none while an agent is being asked.
        position: Option<u32>,
        /// How long from now on, if anybody can say.
        wait: Option<Span>,
    },
    /// An agent is there; or away for the moment.
    Talking {
        /// Whether the agent's page is away.
        away: bool,
    },
    /// It is over.
    Over,
}

/// Something was said in a chat.
#[derive(Debug, Clone, PartialEq)]
pub struct SaidIn {
    /// In which.
    pub contact: ContactId,
    /// What.
    pub message: Message,
}

/// Why something could not be said.
#[derive(Debug, thiserror::Error)]
pub enum Unsaid {
    /// The chat is over, or is not that agent's.
    #[error("{0} is over, or with somebody else; nothing more can be said there")]
    Over(ContactId),
    /// More than a person types.
    #[error("more was said than a person types; wait a moment")]
    TooFast,
    /// The chat holds as much as one may.
    #[error("{0} holds as much as a chat may hold; begin another")]
    Full(ContactId),
    /// See [`Stopped`].
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// The store does not take it.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// All chats. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Chats(Arc<Inner>);

struct Inner {
    store: Arc<Store>,
    said: broadcast::Sender<Arc<SaidIn>>,
    customers: Mutex<HashMap<ContactId, Customer>>,
}

/// When a customer was heard of, and how fast the customer types.
#[derive(Debug, Clone, Copy)]
struct Customer {
    heard: Instant,
    since: Instant,
    said: u32,
}

impl Customer {
    fn new(now: Instant) -> Customer {
        Customer { heard: now, since: now, said: 0 }
    }

    /// Whether one more text may come now.
    fn types(&mut self, now: Instant) -> bool {
        if now - self.since >= PACE_OVER {
            (self.since, self.said) = (now, 0);
        }
        self.said += 1;
        self.said <= PACE
    }
}

impl Chats {
    pub fn new(store: Arc<Store>) -> Chats {
        Chats(Arc::new(Inner { store, said: broadcast::Sender::new(KEPT), customers: Mutex::default() }))
    }

    fn customers(&self) -> MutexGuard<'_, HashMap<ContactId, Customer>> {
        self.0.customers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn heard(&self, contact: ContactId) {
        let now = Instant::now();
        self.customers().entry(contact).or_insert(Customer::new(now)).heard = now;
    }

    fn types(&self, contact: ContactId) -> bool {
        let now = Instant::now();
        self.customers().entry(contact).or_insert(Customer::new(now)).types(now)
    }

    /// Those of the open chats whose customers are lost. Of the others nobody is remembered.
    fn lost(&self, open: &[ContactId]) -> Vec<ContactId> {
        let now = Instant::now();
        let mut customers = self.customers();
        customers.retain(|contact, _| open.contains(contact));
        let mut lost = |contact: &&ContactId| {
            let heard = customers.entry(**contact).or_insert(Customer::new(now)).heard;
            now - heard >= LOST_AFTER
        };
        open.iter().filter(|contact| lost(contact)).copied().collect()
    }

    /// Ends chats whose customers are lost, until the centre stops.
    pub async fn keep(self, centre: Centre) {
        let mut looks = interval(LOOKED_FOR_EVERY);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = centre.stopped() => return,
                _ = looks.tick() => {}
            }
            let Ok(open) = centre.ask(crate::Message::Chats).await else { return };
            for contact in self.lost(&open) {
                tracing::info!(%contact, "the customer of a chat is lost");
                // Over by now, or the centre stops.
                let _ = centre.wish(None, Wish::LeaveChat { contact, lost: true }).await;
            }
        }
    }
}

impl Centre {
    /// A customer opens a chat; and why it is over, if nobody takes it now.
    ///
    /// # Errors
    /// [`Refused`]: there is no such line for chats.
    pub async fn open_chat(
        &self,
        line: LineName,
        language: Option<Language>,
        customer: Option<CustomerRef>,
    ) -> Result<(ContactId, Option<EndReason>), Refused> {
        let wish = Wish::OpenChat { line, language, customer };
        let (contact, over) = self.ask(|answer| crate::Message::OpenChat(wish, answer)).await??;
        self.chats.heard(contact);
        Ok((contact, over))
    }

    /// Whether the plan has such a line for chats.
    ///
    /// # Errors
    /// [`Stopped`].
    pub async fn is_chat_line(&self, line: LineName) -> Result<bool, Stopped> {
        self.ask(|answer| crate::Message::ChatLine(line, answer)).await
    }

    /// A chat as its customer sees it, who is there while somebody asks.
    ///
    /// # Errors
    /// [`Stopped`].
    pub async fn chat(&self, contact: ContactId) -> Result<ChatView, Stopped> {
        let view = self.ask(|answer| crate::Message::Chat(contact, answer)).await?;
        if view != ChatView::Over {
            self.chats.heard(contact);
        }
        Ok(view)
    }

    /// The customer ends a chat; one that is over stays so.
    ///
    /// # Errors
    /// [`Refused`]: it is none.
    pub async fn leave_chat(&self, contact: ContactId) -> Result<(), Refused> {
        self.wish(None, Wish::LeaveChat { contact, lost: false }).await
    }

    /// The customer says something; `sent` is the customer's own number for it.
    ///
    /// # Errors
    /// [`Unsaid`].
    pub async fn customer_says(
        &self,
        contact: ContactId,
        sent: u64,
        text: &NoteText,
    ) -> Result<Message, Unsaid> {
        if self.chat(contact).await? == ChatView::Over {
            return Err(Unsaid::Over(contact));
        }
        if !self.chats.types(contact) {
            return Err(Unsaid::TooFast);
        }
        self.say(contact, None, sent, text).await
    }

    /// An agent says something, who has the chat in hand.
    ///
    /// # Errors
    /// [`Unsaid`].
    pub async fn agent_says(
        &self,
        agent: AgentId,
        by: AccountId,
        contact: ContactId,
        sent: u64,
        text: &NoteText,
    ) -> Result<Message, Unsaid> {
        let talks = self.ask(|answer| crate::Message::TalksInChat(agent, contact, answer)).await?;
        if !talks {
            return Err(Unsaid::Over(contact));
        }
        self.say(contact, Some(by), sent, text).await
    }

    /// Everything that is said in chats from now on, in the order of each chat.
    pub fn watch_chats(&self) -> broadcast::Receiver<Arc<SaidIn>> {
        self.chats.0.said.subscribe()
    }

    async fn say(
        &self,
        contact: ContactId,
        by: Option<AccountId>,
        sent: u64,
        text: &NoteText,
    ) -> Result<Message, Unsaid> {
        match self.chats.0.store.say(contact, by, sent, text).await? {
            Said::Again(message) => Ok(message),
            Said::Full => Err(Unsaid::Full(contact)),
            Said::New(message) => {
                // Nobody looks at it: nobody is told.
                let _ = self.chats.0.said.send(Arc::new(SaidIn { contact, message: message.clone() }));
                Ok(message)
            }
        }
    }
}
