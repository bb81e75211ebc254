//! Archives of everything that is kept of a customer: made one at a time, sealed under the customer's key, gone
//! after a day.

use super::Rooms;
use crate::accounts::refusals;
use crate::export::Mark;
use crate::problem::{Kind, Problem};
use serde_json::{Value, json};
use sheets::archive::{Archive, Unarchivable};
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use store::audit::{self, Filter};
use store::blobs::{BlobId, BlobKeyId};
use store::{ContactRow, Error, Owner, sealed};
use tokio::sync::Semaphore;
use trust::{AccountId, Actor, may};
use vocabulary::{ContactId, CustomerRef, RecordingId, Span, Time};

/// The most octets of one archive: a few hundred hours of speech.
const MOST: usize = 256 * 1024 * 1024;
/// Archives that are remembered; the oldest goes.
const REMEMBERED: usize = 20;
/// How long one can be fetched.
const LASTS: Span = Span::seconds(86_400);
/// Contacts read at once.
const PAGE: u32 = 100;

/// Archives of this process.
pub(crate) struct Archives {
    all: Mutex<(u64, VecDeque<Making>)>,
    /// One is made at a time: each is in memory while it is.
    turn: Semaphore,
}

impl Default for Archives {
    fn default() -> Archives {
        Archives { all: Mutex::default(), turn: Semaphore::new(1) }
    }
}

/// An archive.
#[derive(Debug, Clone)]
pub(crate) struct Making {
    pub id: u64,
    pub customer: CustomerRef,
    pub begun: Time,
    /// Contacts that are in it.
    pub done: u64,
    /// Contacts that are to be.
    pub all: u64,
    pub standing: Standing,
}

/// How an archive stands.
#[derive(Debug, Clone)]
pub(crate) enum Standing {
    Making,
    Ready { blob: BlobId, key: BlobKeyId, octets: u64 },
    Failed(String),
}

impl Archives {
    fn all(&self) -> MutexGuard<'_, (u64, VecDeque<Making>)> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, id: u64, change: impl FnOnce(&mut Making)) {
        if let Some(making) = self.all().1.iter_mut().find(|making| making.id == id) {
            change(making);
        }
    }

    /// Takes up another one; gives those whose files are to go.
    fn begin(&self, customer: &CustomerRef) -> (u64, Vec<BlobId>) {
        let mut all = self.all();
        all.0 += 1;
        let id = all.0;
        let (begun, standing) = (jiff::Timestamp::now().into(), Standing::Making);
        all.1.push_front(Making { id, customer: customer.clone(), begun, done: 0, all: 0, standing });
        let over = |making: &Making, place: usize| place >= REMEMBERED || making.begun + LASTS < begun;
        let mut gone = Vec::new();
        let kept = std::mem::take(&mut all.1).into_iter().enumerate().filter_map(|(place, making)| {
            if over(&making, place) {
                gone.push(making);
                return None;
            }
            Some(making)
        });
        let kept: VecDeque<Making> = kept.collect();
        all.1 = kept;
        let file = |making: Making| match making.standing {
            Standing::Ready { blob, .. } => Some(blob),
            _ => None,
        };
        (id, gone.into_iter().filter_map(file).collect())
    }
}

impl Rooms {
    /// Archives that are there.
    pub fn list_archives(&self, _: &Actor<may::PrivacyChange>) -> Vec<Making> {
        self.0.archives.all().1.iter().cloned().collect()
    }

    /// Makes an archive, in its own time: what a second person has approved.
    pub fn begin_archive(&self, customer: CustomerRef, by: AccountId) {
        let (id, gone) = self.0.archives.begin(&customer);
        let rooms = self.clone();
        tokio::spawn(async move {
            let blobs = rooms.0.store.blobs().clone();
            let _ =
                tokio::task::spawn_blocking(move || gone.into_iter().try_for_each(|file| blobs.remove(file)))
                    .await;
            let _turn = rooms.0.archives.turn.acquire().await;
            let standing = match rooms.make_archive(id, &customer, by).await {
                Ok(ready) => ready,
                Err(reason) => {
                    tracing::error!(archive = id, reason, "an archive of a customer could not be made");
                    Standing::Failed(reason)
                }
            };
            rooms.0.archives.change(id, |making| making.standing = standing);
        });
    }

    /// An archive that is ready, and whose it is.
    pub async fn fetch_archive(
        &self,
        _: &Actor<may::PrivacyChange>,
        id: u64,
    ) -> Result<(CustomerRef, Vec<u8>), Problem> {
        let found = self.0.archives.all().1.iter().find(|making| making.id == id).cloned();
        let none = || Problem::not_found(format!("there is no archive {id}; the list shows which there are"));
        let making = found.ok_or_else(none)?;
        let Standing::Ready { blob, key, .. } = making.standing else {
            return Err(Problem::new(Kind::Conflict, format!("archive {id} is not ready")));
        };
        let blobs = self.0.store.blobs().clone();
        let key = match blobs.key(key).await {
            Err(Error::Sealed(sealed::Error::Erased)) => return Err(none()),
            key => key?,
        };
        let read = tokio::task::spawn_blocking(move || blobs.open(blob, &key)?.read_all()).await;
        let octets = read.map_err(|_| Problem::internal())??;
        Ok((making.customer, octets.to_vec()))
    }

    async fn make_archive(&self, id: u64, customer: &CustomerRef, by: AccountId) -> Result<Standing, String> {
        let failed = |error: Error| error.to_string();
        let mark = Mark::new(by, self.account_names().await.remove(&by));
        let mut archive = Archive::new(MOST);
        let rows = self.contacts_of(customer).await.map_err(failed)?;
        self.0.archives.change(id, |making| making.all = rows.len() as u64);
        let mut contacts = Vec::with_capacity(rows.len());
        for row in &rows {
            contacts.push(self.put_contact(&mut archive, row).await?);
            self.0.archives.change(id, |making| making.done += 1);
        }
        let document = json!({
            "customer": customer.as_str(),
            "export": mark.as_json(),
            "contacts": contacts,
            "consents": self.consents_of(customer).await.map_err(failed)?,
            "shown_in_clear": self.unmasked_of(customer).await?,
            "looks": self.looks_at(customer).await.map_err(failed)?,
        });
        let text = serde_json::to_vec_pretty(&document).map_err(|error| error.to_string())?;
        let told = |error: Unarchivable| error.to_string();
        archive.add("data.json", &text).map_err(told)?;
        let octets = archive.finish(&mark.line()).map_err(told)?;
        let (blobs, size) = (self.0.store.blobs().clone(), octets.len() as u64);
        let key = blobs.key_of(Owner::Customer(customer.clone())).await.map_err(failed)?;
        let name = key.id();
        let written = tokio::task::spawn_blocking(move || blobs.write(&key, &octets)).await;
        let blob = written.map_err(|_| "it could not be written".to_owned())?.map_err(failed)?;
        Ok(Standing::Ready { blob, key: name, octets: size })
    }

    async fn contacts_of(&self, customer: &CustomerRef) -> store::Result<Vec<ContactRow>> {
        let (mut all, mut before) = (Vec::new(), ContactId(u64::MAX >> 1));
        loop {
            let page = self.0.store.contacts_of(customer, before, PAGE).await?;
            let Some(last) = page.last() else { return Ok(all) };
            before = last.contact;
            all.extend(page);
        }
    }

    /// What is kept of a contact; its sound becomes a file of its own.
    async fn put_contact(&self, archive: &mut Archive, row: &ContactRow) -> Result<Value, String> {
        let failed = |error: Error| error.to_string();
        let store = &self.0.store;
        let caller = opened(store.unseal_caller(row).await).map_err(failed)?.flatten();
        let note = opened(store.note(row.contact).await).map_err(failed)?.flatten();
        let said = opened(store.messages(row.contact, 0).await).map_err(failed)?.unwrap_or_default();
        let promised = store.promises_in(row.contact).await.map_err(failed)?;
        let promises: Vec<Value> = promised
            .iter()
            .map(|promise| {
                json!({"at": promise.at.to_string(), "due": promise.due.to_string(),
                    "state": promise.state().tag(), "text": promise.text.expose()})
            })
            .collect();
        let messages: Vec<Value> = said
            .iter()
            .map(|said| {
                let from = if said.by.is_some() { "agent" } else { "customer" };
                json!({"at": said.at.to_string(), "from": from, "text": said.text.expose()})
            })
            .collect();
        let recording = self.put_sound(archive, row.contact).await?;
        Ok(json!({
            "id": row.contact.to_string(),
            "opened_at": row.opened_at.to_string(),
            "closed_at": row.closed_at.map(|at| at.to_string()),
            "line": row.line.as_str(),
            "queue": row.queue.as_ref().map(ToString::to_string),
            "disposition": row.disposition.as_ref().map(|code| code.as_str()),
            "caller": caller.as_ref().map(|number| number.expose()),
            "note": note.as_ref().map(|note| json!({"at": note.at.to_string(), "text": note.text.expose()})),
            "messages": messages,
            "promises": promises,
            "recording": recording,
        }))
    }

    async fn put_sound(&self, archive: &mut Archive, contact: ContactId) -> Result<Option<String>, String> {
        let failed = |error: Error| error.to_string();
        let recording = RecordingId::of(contact);
        let row = self.0.store.recordings().find(recording).await.map_err(failed)?;
        let Some(stored) = row.and_then(|row| row.archive) else { return Ok(None) };
        let blobs = self.0.store.blobs().clone();
        let Some(key) = opened(blobs.key(stored.key).await).map_err(failed)? else { return Ok(None) };
        let read = tokio::task::spawn_blocking(move || blobs.open(stored.blob, &key)?.read_all()).await;
        let sound = read.map_err(|_| "a recording could not be read".to_owned())?.map_err(failed)?;
        let name = format!("recordings/{recording}.ogg");
        archive.add(&name, &sound).map_err(|error| error.to_string())?;
        Ok(Some(name))
    }

    async fn consents_of(&self, customer: &CustomerRef) -> store::Result<Vec<Value>> {
        let said = self.0.store.consents(customer).await?;
        let told = said.iter().map(|said| {
            json!({"topic": said.topic.tag(), "agreed": said.agreed, "at": said.at.to_string(),
                "means": said.means.tag(), "wording": said.wording})
        });
        Ok(told.collect())
    }

    /// Which of the customer's fields somebody saw in clear, and what for.
    async fn unmasked_of(&self, customer: &CustomerRef) -> Result<Vec<Value>, String> {
        let all = self.trust().unmaskings_of(customer).await;
        let all = all.map_err(|error| refusals::account(&error).detail().to_owned())?;
        let told = all.iter().map(|one| {
            json!({"at": one.at.to_string(), "field": one.what.field.tag(), "purpose": one.what.purpose.tag()})
        });
        Ok(told.collect())
    }

    /// When somebody of the bank looked at the customer, and by which operation; the last five hundred times. Who it
    /// was is not the customer's to know.
    async fn looks_at(&self, customer: &CustomerRef) -> store::Result<Vec<Value>> {
        let filter = Filter { customer: Some(customer.clone()), limit: audit::MOST, ..Filter::default() };
        let entries = audit::list(self.0.store.db(), &filter).await?;
        let told = entries.iter().map(|placed| {
            let entry = &placed.entry;
            json!({"at": entry.at.to_string(), "operation": entry.operation.as_str(),
                "purpose": entry.purpose.as_ref().map(|purpose| purpose.as_str())})
        });
        Ok(told.collect())
    }
}

/// What was erased is not there.
fn opened<T>(read: store::Result<T>) -> store::Result<Option<T>> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(Error::Sealed(sealed::Error::Erased)) => Ok(None),
        Err(error) => Err(error),
    }
}
