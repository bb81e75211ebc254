//! What people set by hand, and what they keep for themselves.

use super::Rooms;
use super::desk::refused;
use crate::house::Names;
use crate::problem::Problem;
use centre::{AgentView, HouseView, PlaceView, QueueDetail, Wish};
use indicators::Zone;
use std::collections::BTreeMap;
use store::{Note, SavedView};
use trust::{Actor, may};
use vocabulary::journal::Record;
use vocabulary::plan::Disposition;
use vocabulary::{AccountId, AgentId, ContactId, DispositionCode, QueueName, Time};

impl Rooms {
    /// The bank's time zone, and what it calls things.
    pub async fn names(&self, _: &Actor<may::SessionRead>) -> Result<(Zone, &Names), Problem> {
        Ok((self.0.centre.house().await?.zone, &self.0.names))
    }

    /// What is set about the house by hand, and the names of accounts.
    pub async fn house(
        &self,
        _: &Actor<may::QueuesRead>,
    ) -> Result<(HouseView, BTreeMap<AccountId, String>), Problem> {
        self.look_at_house().await
    }

    /// The same, for whoever has just changed it.
    pub async fn house_after(
        &self,
        _: &Actor<may::AnnouncementsChange>,
    ) -> Result<(HouseView, BTreeMap<AccountId, String>), Problem> {
        self.look_at_house().await
    }

    async fn look_at_house(&self) -> Result<(HouseView, BTreeMap<AccountId, String>), Problem> {
        let house = self.0.centre.house().await?;
        let by = house.announcements.iter().filter_map(|set| set.by);
        let names = if by.count() == 0 { BTreeMap::new() } else { self.account_names().await };
        Ok((house, names))
    }

    /// Names of accounts by number; none while the database does not say.
    pub(crate) async fn account_names(&self) -> BTreeMap<AccountId, String> {
        let listed = self.0.trust.accounts().await.unwrap_or_default();
        listed.into_iter().map(|row| (row.account.id, row.account.name)).collect()
    }

    /// Sets an announcement, or takes it off.
    pub async fn change_announcement(
        &self,
        actor: &Actor<may::AnnouncementsChange>,
        wish: Wish,
    ) -> Result<(), Problem> {
        self.0.centre.wish(Some(actor.account().id), wish).await.map_err(refused)
    }

    /// Closes a queue, or opens it again.
    pub async fn change_queue(&self, actor: &Actor<may::QueuesChange>, wish: Wish) -> Result<(), Problem> {
        self.0.centre.wish(Some(actor.account().id), wish).await.map_err(refused)
    }

    /// All places that are kept for call-backs.
    pub async fn callbacks(&self, _: &Actor<may::QueuesRead>) -> Result<Vec<PlaceView>, Problem> {
        Ok(self.0.centre.places().await?)
    }

    /// Takes a place away.
    pub async fn cancel_callback(
        &self,
        actor: &Actor<may::CallbacksChange>,
        contact: ContactId,
    ) -> Result<(), Problem> {
        let wish = Wish::CancelCallback(contact);
        self.0.centre.wish(Some(actor.account().id), wish).await.map_err(refused)
    }

    /// A queue with all who wait in it.
    pub async fn queue(&self, _: &Actor<may::QueuesRead>, queue: QueueName) -> Result<QueueDetail, Problem> {
        self.look_at_queue(queue).await
    }

    /// The same, for whoever has just changed it.
    pub async fn queue_after(
        &self,
        _: &Actor<may::QueuesChange>,
        queue: QueueName,
    ) -> Result<QueueDetail, Problem> {
        self.look_at_queue(queue).await
    }

    async fn look_at_queue(&self, queue: QueueName) -> Result<QueueDetail, Problem> {
        let none = || {
            Problem::not_found(format!("there is no queue {queue}; the list of queues shows which there are"))
        };
        self.0.centre.queue(queue.clone()).await?.ok_or_else(none)
    }

    /// One agent, as it stands.
    pub async fn agent(&self, _: &Actor<may::AgentsRead>, agent: AgentId) -> Result<AgentView, Problem> {
        let none = || {
            Problem::not_found(format!("there is no agent {agent}; the list of agents shows who there is"))
        };
        self.0.centre.agent(agent).await?.ok_or_else(none)
    }

    /// What happened to an agent between two moments, and what it was doing before.
    pub async fn agent_records(
        &self,
        _: &Actor<may::AgentsRead>,
        agent: AgentId,
        from: Time,
        to: Time,
    ) -> Result<Vec<Record>, Problem> {
        Ok(self.0.store.agent_journal(agent, from, to).await?)
    }

    /// What a matter can have been.
    pub async fn dispositions(&self, _: &Actor<may::ContactsRead>) -> Result<Vec<Disposition>, Problem> {
        Ok(self.0.centre.desk_settings().await?.dispositions)
    }

    /// The same, for whoever says what one was.
    pub async fn dispositions_to_write(
        &self,
        _: &Actor<may::NotesWrite>,
    ) -> Result<Vec<Disposition>, Problem> {
        Ok(self.0.centre.desk_settings().await?.dispositions)
    }

    /// Says what a matter was.
    pub async fn dispose(
        &self,
        actor: &Actor<may::NotesWrite>,
        contact: ContactId,
        code: DispositionCode,
    ) -> Result<(), Problem> {
        self.may_write(actor, contact).await?;
        let wish = Wish::Dispose(contact, code);
        self.0.centre.wish(Some(actor.account().id), wish).await.map_err(refused)
    }

    /// The newest note about a contact, and who wrote it.
    pub async fn note(
        &self,
        actor: &Actor<may::NotesWrite>,
        contact: ContactId,
    ) -> Result<Option<(Note, Option<String>)>, Problem> {
        self.may_write(actor, contact).await?;
        let Some(note) = self.0.store.note(contact).await? else { return Ok(None) };
        let by = self.account_names().await.remove(&note.by);
        Ok(Some((note, by)))
    }

    /// The account's own views.
    pub async fn views(&self, actor: &Actor<may::SessionRead>) -> Result<Vec<SavedView>, Problem> {
        Ok(self.0.store.views(actor.account().id).await?)
    }

    /// Keeps a view; `false` when there are too many.
    pub async fn save_view(
        &self,
        actor: &Actor<may::SessionRead>,
        view: &SavedView,
    ) -> Result<bool, Problem> {
        Ok(self.0.store.put_view(actor.account().id, view).await?)
    }

    /// Removes a view; `false` when there was none.
    pub async fn remove_view(&self, actor: &Actor<may::SessionRead>, name: &str) -> Result<bool, Problem> {
        Ok(self.0.store.remove_view(actor.account().id, name).await?)
    }
}
