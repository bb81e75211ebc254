//! What the page is told of what happens on the floor.

use super::super::told::{TalkEnd, Told};
use super::super::welcome::{self, known, level};
use super::super::{secure_entry, verification_call, words};
use super::{Over, Session};
use centre::{DeskContact, DeskView, Screen};
use vocabulary::journal::{CallerWord, Entry, NotReady, Record, VerificationCall};
use vocabulary::{ContactId, Time};

impl Session {
    /// Something happened to the agent, or to the contact in hand.
    pub(super) async fn entry(&mut self, screen: &mut Screen, record: &Record) -> Result<(), Over> {
        let of_chat = self.chats.concern(record, self.agent);
        match record.entry.contact().filter(|_| of_chat) {
            Some(contact) => self.chat(contact).await?,
            None => {
                for frame in self.frames(screen, record).await? {
                    self.tell(frame).await?;
                }
            }
        }
        let view = self.look().await?;
        screen.follow_chats(view.chats.iter().map(|chat| chat.contact.id));
        let now = state_of(&view);
        if self.state.replace(now) == Some(now) {
            return Ok(());
        }
        let (doing, since, not_ready) = now;
        let by_others = record.by != Some(self.actor.account().id);
        let why = not_ready.filter(|_| by_others).and_then(|reason| words::why(reason, self.language));
        let not_ready = not_ready.map(Into::into);
        self.tell(Told::State { state: doing.into(), since: since.to_string(), not_ready, why }).await
    }

    async fn frames(&mut self, screen: &mut Screen, record: &Record) -> Result<Vec<Told>, Over> {
        let own = record.entry.agent() == Some(self.agent);
        let contact = record.entry.contact().map(|contact| contact.to_string()).unwrap_or_default();
        let at = record.at.to_string();
        Ok(match &record.entry {
            Entry::Offered { contact, .. } if own => self.ring(*contact).await?.into_iter().collect(),
            Entry::OfferFailed { contact: id, cause, .. } if own => {
                self.off(screen, *id);
                vec![Told::RingEnded { contact, why: (*cause).into() }]
            }
            Entry::CallbackDialled { .. } if own => vec![Told::Dialling { contact, at }],
            Entry::CallbackFailed { contact: id, cause, .. } if own => {
                self.off(screen, *id);
                vec![Told::RingEnded { contact, why: (*cause).into() }]
            }
            Entry::Connected { .. } if own => vec![Told::Connected { contact, at }],
            Entry::Held { .. } if own => vec![Told::Held { contact, at }],
            Entry::Retrieved { .. } if own => vec![Told::Retrieved { contact, at }],
            entry @ (Entry::SecureEntryAsked { .. }
            | Entry::SecureEntryKeyed { .. }
            | Entry::SecureEntryOver { .. })
                if own =>
            {
                let told = secure_entry::told(entry)
                    .map(|entry| Told::SecureEntry { contact: contact.clone(), entry });
                told.into_iter().chain(self.level(contact).await?).collect()
            }
            Entry::VerificationCall(VerificationCall { step, .. }) if own => {
                vec![Told::VerificationCall { contact, at, call: verification_call::told(step) }]
            }
            Entry::AgentParted { until, .. } if own => {
                vec![Told::Parted { contact, until: until.to_string() }]
            }
            Entry::AgentReturned { .. } if own => vec![Told::Returned { contact }],
            Entry::Transferred { contact, .. } if own => self.leaves(screen, *contact, TalkEnd::Transferred),
            Entry::AgentLost { contact, .. } if own => self.leaves(screen, *contact, TalkEnd::PhoneLost),
            Entry::ContactEnded { contact, reason } => {
                self.ended = Some((*contact, (*reason).into()));
                Vec::new()
            }
            Entry::WrapUpStarted { until, .. } if own => self.talk_ended(&contact, Some(*until)),
            Entry::WrapUpExtended { until, .. } if own => {
                vec![Told::WrapUp { contact, until: until.to_string() }]
            }
            Entry::ContactClosed { contact: id, .. } => {
                self.off(screen, *id);
                let mut frames = self.talk_ended(&contact, None);
                frames.push(Told::Closed { contact });
                frames
            }
            Entry::CustomerMatched { .. } | Entry::CustomerVerified { .. } | Entry::CallerTold { .. } => {
                self.level(contact).await?.into_iter().collect()
            }
            Entry::DispositionSet { code, .. } => vec![Told::Disposition { contact, code: code.to_string() }],
            _ => Vec::new(),
        })
    }

    /// What rings has perhaps gone already: then it does not ring.
    async fn ring(&mut self, contact: ContactId) -> Result<Option<Told>, Over> {
        let view = self.look().await?;
        let Some(at_hand) = view.contact.as_ref().filter(|at_hand| at_hand.contact.id == contact) else {
            return Ok(None);
        };
        // Followed first: what comes meanwhile is told again rather than not at all.
        self.customers.follow(&self.rooms, &self.actor, &at_hand.contact);
        let contact = welcome::contact(&self.rooms, &self.actor, &view, at_hand).await;
        Ok(Some(Told::Ring { contact: Box::new(contact) }))
    }

    /// How sure it is by now who is on the line.
    async fn level(&mut self, contact: String) -> Result<Option<Told>, Over> {
        let in_hand = self.look().await?.contact;
        let told = |in_hand: DeskContact| {
            let (level, known) = (level(&in_hand.contact), known(&in_hand.contact));
            Told::Level { contact, level, known }
        };
        Ok(in_hand.map(told))
    }

    /// The call is off the desk.
    fn off(&mut self, screen: &mut Screen, contact: ContactId) {
        screen.follow(None);
        self.customers.leave(contact);
    }

    /// The contact goes on without this agent.
    fn leaves(&mut self, screen: &mut Screen, contact: ContactId, reason: TalkEnd) -> Vec<Told> {
        self.off(screen, contact);
        let contact = contact.to_string();
        vec![Told::Ended { contact: contact.clone(), reason, wrap_up_until: None }, Told::Closed { contact }]
    }

    /// Whether the page is to have the caller's view whole: one begins, or more or less of it is shown. A chat is told
    /// whole whatever happens to it.
    pub(super) fn is_another_view(&self, entry: &Entry) -> bool {
        let Some(contact) = entry.contact().filter(|contact| !self.chats.shows(*contact)) else {
            return false;
        };
        match entry {
            Entry::CustomerMatched { .. } | Entry::CustomerVerified { .. } => !self.customers.shows(contact),
            Entry::CallerTold { word: CallerWord::ThirdParty | CallerWord::Holder, .. } => true,
            Entry::CallerTold { word: CallerWord::Identified { .. }, .. } => !self.customers.shows(contact),
            _ => false,
        }
    }

    fn talk_ended(&mut self, contact: &str, wrap_up_until: Option<Time>) -> Vec<Told> {
        let ended = self.ended.take_if(|(ended, _)| ended.to_string() == contact);
        let tell = |(_, reason)| Told::Ended {
            contact: contact.to_owned(),
            reason,
            wrap_up_until: wrap_up_until.map(|until| until.to_string()),
        };
        ended.map(tell).into_iter().collect()
    }
}

pub(super) fn state_of(view: &DeskView) -> (centre::Doing, Time, Option<NotReady>) {
    (view.agent.doing, view.agent.since, view.agent.not_ready)
}
