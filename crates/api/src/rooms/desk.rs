//! What agents see and do at their desks.

use super::Rooms;
use crate::desk::PanelName;
use crate::problem::{Kind, Problem};
use centre::{
    CodeNotSent, CustomerView, DeskContact, DeskView, Doing, NotCalled, NotConnected, Refused, Screen,
    StationState, Telephones, Unavailable, Wish,
};
use std::time::Duration;
use store::{ContactRow, Filter, Kept, Note, NoteText};
use tokio::sync::watch;
use trust::{Actor, Permit, may};
use vocabulary::voice::{PAGE, SecretKind};
use vocabulary::{AgentId, ContactId, LegId};

/// How long a ring waits for what is only nice to have.
const NICE_TO_HAVE_WITHIN: Duration = Duration::from_millis(300);

/// What keeps a wish from being granted, as a problem.
pub(super) fn refused(why: Refused) -> Problem {
    match &why {
        Refused::Floor(refusal) if refusal.is_unknown() => Problem::not_found(refusal.to_string()),
        Refused::Floor(refusal) => Problem::new(Kind::Conflict, refusal.to_string()),
        Refused::NoTelephone(_) => Problem::new(Kind::NoTelephone, why.to_string()),
        Refused::Stopped(stopped) => (*stopped).into(),
    }
}

/// The agent's telephone rings.
fn rings(view: &DeskView, at_hand: &DeskContact) -> bool {
    view.agent.doing == Doing::Offered && !at_hand.dialling
}

/// The agent has picked up.
fn is_up(view: &DeskView, at_hand: &DeskContact) -> bool {
    view.agent.doing == Doing::Talking || at_hand.dialling
}

impl Rooms {
    /// The agent that an account serves as.
    pub async fn own_agent(&self, actor: &Actor<may::DeskServe>) -> Result<AgentId, Problem> {
        let agent = actor.account().agent.ok_or_else(|| {
            let detail =
                "this account serves as no agent; have it linked to one with `heliotrope account serve`";
            Problem::new(Kind::Conflict, detail)
        })?;
        self.look_at_desk(actor, agent).await.map(|_| agent)
    }

    /// Everything about an agent's desk.
    pub async fn look_at_desk(&self, _: &Actor<may::DeskServe>, agent: AgentId) -> Result<DeskView, Problem> {
        let unplanned = || {
            let detail = format!("{agent} is not in the plan any more; ask who keeps the configuration");
            Problem::new(Kind::Conflict, detail)
        };
        self.0.centre.desk(agent).await?.ok_or_else(unplanned)
    }

    /// A window of an agent's page.
    pub fn open_screen(
        &self,
        _: &Actor<may::DeskServe>,
        agent: AgentId,
        window: centre::desk::Window,
    ) -> Screen {
        self.0.centre.open_screen(agent, window)
    }

    /// Grants what an agent wishes of the floor.
    pub async fn wish_at_desk(&self, actor: &Actor<may::DeskServe>, wish: Wish) -> Result<(), Problem> {
        self.0.centre.wish(Some(actor.account().id), wish).await.map_err(refused)
    }

    /// How an agent's browser telephone is connected, as it changes.
    pub fn watch_telephone(
        &self,
        _: &Actor<may::DeskServe>,
        agent: AgentId,
    ) -> Option<watch::Receiver<StationState>> {
        self.0.centre.telephones().map(|telephones| telephones.watch(agent))
    }

    /// Connects a browser telephone.
    pub async fn connect_telephone(
        &self,
        _: &Actor<may::DeskServe>,
        agent: AgentId,
        offer: &str,
    ) -> Result<String, Problem> {
        let connected = self.telephones()?.connect(agent, offer).await;
        connected.map(|connected| connected.answer).map_err(|why| match why {
            NotConnected::Offer(why) => Problem::new(Kind::InvalidBody, why).about("sdp"),
            NotConnected::Full(why) => Problem::new(Kind::Unavailable, why),
        })
    }

    /// Takes the telephone from an agent whose account is not in force any more.
    pub fn take_telephone(&self, _: &Actor<may::DeskServe>, agent: AgentId) {
        if let Some(telephones) = self.0.centre.telephones() {
            telephones.disconnect(agent);
        }
    }

    /// Lets an agent hear the own voice.
    pub fn test_telephone(&self, _: &Actor<may::DeskServe>, agent: AgentId, on: bool) -> Result<(), Problem> {
        self.telephones()?.test(agent, on);
        Ok(())
    }

    /// The agent picks up.
    pub async fn pick_up(
        &self,
        actor: &Actor<may::DeskServe>,
        agent: AgentId,
        contact: ContactId,
    ) -> Result<(), Problem> {
        let leg = self.own_leg(actor, agent, contact, rings).await?;
        let telephones = self.telephones()?;
        telephones.ringing(agent, leg).await;
        telephones.answer(agent, leg).map_err(unavailable)
    }

    /// The agent lets it ring elsewhere.
    pub async fn refuse(
        &self,
        actor: &Actor<may::DeskServe>,
        agent: AgentId,
        contact: ContactId,
    ) -> Result<(), Problem> {
        let leg = self.own_leg(actor, agent, contact, rings).await?;
        let telephones = self.telephones()?;
        telephones.ringing(agent, leg).await;
        telephones.refuse(agent, leg).map_err(unavailable)
    }

    /// The agent ends the talk, or gives up a customer who is being called back.
    pub async fn hang_up(
        &self,
        actor: &Actor<may::DeskServe>,
        agent: AgentId,
        contact: ContactId,
    ) -> Result<(), Problem> {
        let leg = self.own_leg(actor, agent, contact, is_up).await?;
        self.telephones()?.hang_up(agent, leg).map_err(unavailable)
    }

    fn telephones(&self) -> Result<&dyn Telephones, Problem> {
        let none = || Problem::new(Kind::Unavailable, "there are no browser telephones here");
        self.0.centre.telephones().map(AsRef::as_ref).ok_or_else(none)
    }

    /// The leg of a browser's telephone, while the agent does with the contact what is expected.
    async fn own_leg(
        &self,
        actor: &Actor<may::DeskServe>,
        agent: AgentId,
        contact: ContactId,
        does: fn(&DeskView, &DeskContact) -> bool,
    ) -> Result<LegId, Problem> {
        let view = self.look_at_desk(actor, agent).await?;
        if view.address != PAGE {
            let detail = "your telephone stands beside the page; use it to pick up and to hang up";
            return Err(Problem::new(Kind::Conflict, detail));
        }
        let is_it = |at_hand: &&DeskContact| at_hand.contact.id == contact && does(&view, at_hand);
        let leg = view.contact.as_ref().filter(is_it).and_then(|at_hand| at_hand.leg);
        leg.ok_or_else(|| {
            let detail =
                format!("{contact} is not at your telephone any more; look at what the page shows now");
            Problem::new(Kind::Conflict, detail)
        })
    }

    /// What the bank says about the customer of a contact in hand, as far as it has come.
    pub fn customer_of(&self, _: &Actor<may::DeskServe>, contact: ContactId) -> Option<CustomerView> {
        self.0.centre.customer_view(contact)
    }

    /// The same, and whatever becomes of it.
    pub fn watch_customer_of(
        &self,
        _: &Actor<may::DeskServe>,
        contact: ContactId,
    ) -> Option<watch::Receiver<CustomerView>> {
        self.0.centre.watch_customer(contact)
    }

    /// Lets the customer key in a secret; of a one-time code, the bank sends a new one first.
    pub async fn ask_for_secret(
        &self,
        actor: &Actor<may::DeskServe>,
        agent: AgentId,
        contact: ContactId,
        kind: SecretKind,
    ) -> Result<(), Problem> {
        if kind == SecretKind::OneTimeCode {
            let view = self.look_at_desk(actor, agent).await?;
            let mut in_hand = view.contact.into_iter();
            // Anything else is for the floor to refuse, and no code is wasted on it.
            if in_hand.any(|at_hand| may_be_sent_a_code(&at_hand, contact)) {
                self.0.centre.send_code(contact).await.map_err(not_sent)?;
            }
        }
        self.wish_at_desk(actor, Wish::SecureEntry(agent, contact, kind)).await
    }

    /// Has the agent call the customer back at the registered number.
    pub async fn call_registered(
        &self,
        actor: &Actor<may::DeskServe>,
        agent: AgentId,
        contact: ContactId,
    ) -> Result<(), Problem> {
        let by = Some(actor.account().id);
        self.0.centre.call_registered(by, agent, contact).await.map_err(not_called)
    }

    /// Asks the bank again for a part of it.
    pub async fn ask_again(
        &self,
        actor: &Actor<may::DeskServe>,
        agent: AgentId,
        contact: ContactId,
        panel: PanelName,
    ) -> Result<(), Problem> {
        let view = self.look_at_desk(actor, agent).await?;
        let mut in_hand = view.contact.iter().chain(&view.chats);
        if !in_hand.any(|at_hand| at_hand.contact.id == contact) {
            let detail = format!("{contact} is not on your desk any more; look at what the page shows now");
            return Err(Problem::new(Kind::Conflict, detail));
        }
        let asked = self.0.centre.ask_panel_again(contact, panel.into());
        asked.map(drop).map_err(|none| Problem::not_found(none.to_string()))
    }

    /// Contacts that the agent served.
    pub async fn own_contacts(
        &self,
        _: &Actor<may::DeskServe>,
        filter: &Filter,
    ) -> Result<Vec<ContactRow>, Problem> {
        Ok(self.0.store.contacts(filter).await?)
    }

    /// A calling number behind its mask, for whoever served the contact.
    pub async fn masked_number(
        &self,
        _: &Actor<may::DeskServe>,
        row: &ContactRow,
    ) -> Result<Option<String>, Problem> {
        self.mask(row).await
    }

    /// The newest note about a contact in hand, if the database says so at once.
    pub async fn quick_note(&self, _: &Actor<may::DeskServe>, contact: ContactId) -> Option<Note> {
        let read = tokio::time::timeout(NICE_TO_HAVE_WITHIN, self.0.store.note(contact)).await;
        read.ok().and_then(Result::ok).flatten()
    }

    /// Whether there is a note about a contact that the agent served.
    pub async fn is_noted(&self, _: &Actor<may::DeskServe>, contact: ContactId) -> Result<bool, Problem> {
        Ok(self.0.store.is_noted(contact).await?)
    }

    /// Keeps a note, whoever may write one: agents about contacts they serve or served, supervisors
    /// about all.
    pub async fn keep_note<P: Permit + MayWrite>(
        &self,
        actor: &Actor<P>,
        contact: ContactId,
        base: u64,
        text: &NoteText,
    ) -> Result<Kept, Problem> {
        self.may_write(actor, contact).await?;
        let by = actor.account().id;
        let kept = self.0.store.keep_note(contact, by, base, text).await?;
        if let Kept::Newest { version, begins: true, .. } = &kept {
            self.0.centre.wish(Some(by), Wish::Note(contact, *version)).await.map_err(refused)?;
        }
        Ok(kept)
    }

    /// Whether the actor may write about a contact.
    pub async fn may_write<P: Permit + MayWrite>(
        &self,
        actor: &Actor<P>,
        contact: ContactId,
    ) -> Result<(), Problem> {
        let none = || Problem::not_found(format!("there is no contact {contact} that you serve or served"));
        let open = self.0.centre.contact(contact).await?;
        let all = actor.may(trust::Permission::AgentsChange);
        let own = actor.account().agent;
        if let Some(open) = open {
            let served = own.is_some() && (open.agent == own || open.last_agent == own);
            return if all || served { Ok(()) } else { Err(none()) };
        }
        match self.0.store.contact(contact).await? {
            Some(row) if all || (own.is_some() && row.agent == own) => Ok(()),
            _ => Err(none()),
        }
    }
}

/// Permissions that let somebody write about contacts.
pub(crate) trait MayWrite {}
impl MayWrite for may::DeskServe {}
impl MayWrite for may::NotesWrite {}
impl MayWrite for may::PromisesKeep {}

fn unavailable(why: Unavailable) -> Problem {
    Problem::new(Kind::Conflict, why.to_string())
}

fn may_be_sent_a_code(at_hand: &DeskContact, contact: ContactId) -> bool {
    let talks = at_hand.leg.is_some() && !at_hand.held && at_hand.parted_until.is_none();
    at_hand.contact.id == contact && talks && at_hand.keying.is_none() && at_hand.contact.customer.is_some()
}

fn not_sent(why: CodeNotSent) -> Problem {
    match &why {
        CodeNotSent::NoView(none) => Problem::not_found(none.to_string()),
        CodeNotSent::Bank(_) => Problem::new(Kind::Unavailable, why.to_string()),
    }
}

/// Each that an agent tells the customer of has a word of its own, so that the page says it in the reader's language.
fn not_called(why: NotCalled) -> Problem {
    let (kind, word) = match why {
        NotCalled::Refused(why) => return refused(why),
        NotCalled::NoNumber => (Kind::Conflict, "no_number"),
        NotCalled::NewNumber(_) => (Kind::Conflict, "new_number"),
        NotCalled::NotCallable => (Kind::Conflict, "not_callable"),
        NotCalled::Bank(bank::Error::NotOffered) => (Kind::Conflict, "not_offered"),
        NotCalled::Bank(_) => (Kind::Unavailable, "bank"),
    };
    Problem::new(kind, why.to_string()).refused(word, Vec::new())
}
