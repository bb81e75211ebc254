//! Carries contact changes into the tables, inside the journal's transaction.
//!
//! A contact changes two or three times in its life. The rows of recent contacts are remembered, so
//! that a group of changes costs a few statements of many rows: load what is not remembered, change
//! in memory, put. What a transaction changed is remembered only after it is committed.

use super::change::{NewSealed, SealedChange};
use super::{ContactRow, table};
use crate::messages::message_place;
use crate::messages::table::{self as messages, MessageRow};
use crate::notes::note_place;
use crate::notes::table::{self as notes, NoteRow};
use crate::promises::table::{self as promises, PromiseRow};
use crate::promises::{Keeper, promise_place};
use crate::recent::Recent;
use crate::recordings::table as recordings;
use crate::sealed::table::{self as keys, KeyRow, StoredKey};
use crate::sealed::{self, DataKey, KeyId, MasterKey, Owner, Place, Sealed};
use crate::{Conn, Error, Result};
use std::collections::BTreeMap;
use std::sync::Arc;
use vocabulary::{ContactId, CustomerRef, Language, LineName, Time};

/// Rows remembered: more than a site has open at once, a few hundred bytes each.
const ROWS: usize = 16_384;
/// Unwrapped customers' keys remembered.
const KEYS: usize = 8_192;

/// The memory beside the tables.
pub(crate) struct Projection {
    master: Arc<MasterKey>,
    rows: Recent<ContactId, ContactRow>,
    /// Keys in use, by customer.
    customers: Recent<CustomerRef, (KeyId, Arc<DataKey>)>,
    last_key: Option<KeyId>,
    /// No contact with a higher id has notes.
    last_noted: Option<ContactId>,
    /// No contact with a higher id has messages.
    last_said: Option<ContactId>,
    /// No contact with a higher id has promises.
    last_promised: Option<ContactId>,
}

/// What one transaction does.
#[derive(Default)]
pub(crate) struct Stage {
    rows: BTreeMap<ContactId, ContactRow>,
    keys: BTreeMap<i64, KeyRow>,
    customers: Vec<(CustomerRef, KeyId, Arc<DataKey>)>,
    last_key: Option<KeyId>,
    last_noted: Option<ContactId>,
    last_said: Option<ContactId>,
    last_promised: Option<ContactId>,
    notes: Vec<NoteRow>,
    /// Versions whose place another one has taken.
    replaced: Vec<(ContactId, u64)>,
    messages: Vec<MessageRow>,
    promises: Vec<PromiseRow>,
}

impl Projection {
    pub(crate) fn new(master: Arc<MasterKey>) -> Projection {
        Projection {
            master,
            rows: Recent::new(ROWS),
            customers: Recent::new(KEYS),
            last_key: None,
            last_noted: None,
            last_said: None,
            last_promised: None,
        }
    }

    /// Applies changes in their order. `again` says that some may have been applied before: then
    /// even a contact that begins is looked for.
    pub(crate) async fn apply<'a>(
        &mut self,
        conn: &mut Conn<'_>,
        changes: impl Iterator<Item = &'a SealedChange>,
        now: Time,
        again: bool,
    ) -> std::result::Result<Stage, sqlx::Error> {
        let Projection { last_key, last_noted, last_said, last_promised, .. } = *self;
        let mut stage = Stage { last_key, last_noted, last_said, last_promised, ..Stage::default() };
        for change in changes {
            match self.step(conn, &mut stage, change, now, again).await {
                Ok(()) => {}
                Err(Error::Database(error)) => return Err(error),
                // A damaged row or key must not hold up the journal, which is the truth.
                Err(error) => tracing::error!(contact = %change.contact(), %error, "contact change skipped"),
            }
        }
        let keys: Vec<KeyRow> = std::mem::take(&mut stage.keys).into_values().collect();
        keys::put(conn, &keys).await?;
        let noted = std::mem::take(&mut stage.notes);
        let newest = noted.iter().map(|row| row.contact).max();
        stage.last_noted = stage.last_noted.map(|last| newest.map_or(last, |newest| newest.max(last)));
        notes::put(conn, &noted).await?;
        notes::remove(conn, &std::mem::take(&mut stage.replaced)).await?;
        let said = std::mem::take(&mut stage.messages);
        let newest = said.iter().map(|row| row.contact).max();
        stage.last_said = stage.last_said.map(|last| newest.map_or(last, |newest| newest.max(last)));
        messages::put(conn, &said).await?;
        let promised = std::mem::take(&mut stage.promises);
        let newest = promised.iter().map(|row| row.contact).max();
        stage.last_promised = stage.last_promised.map(|last| newest.map_or(last, |newest| newest.max(last)));
        promises::put(conn, &promised).await?;
        table::put(conn, &stage.rows.values().collect::<Vec<_>>()).await?;
        Ok(stage)
    }

    /// Remembers what a committed transaction did.
    pub(crate) fn committed(&mut self, stage: Stage) {
        (self.last_key, self.last_noted) = (stage.last_key, stage.last_noted);
        (self.last_said, self.last_promised) = (stage.last_said, stage.last_promised);
        for (customer, id, key) in stage.customers {
            self.customers.put(customer, (id, key));
        }
        for (contact, row) in stage.rows {
            if row.closed_at.is_some() {
                self.rows.remove(&contact);
            } else {
                self.rows.put(contact, row);
            }
        }
    }

    /// Forgets everything: the tables may have changed otherwise.
    pub(crate) fn forget(&mut self) {
        self.rows.clear();
        self.customers.clear();
        (self.last_key, self.last_noted, self.last_said) = (None, None, None);
        self.last_promised = None;
    }

    async fn step(
        &mut self,
        conn: &mut Conn<'_>,
        stage: &mut Stage,
        change: &SealedChange,
        now: Time,
        again: bool,
    ) -> Result<()> {
        // A recording has a table of its own.
        let alone = matches!(change, SealedChange::Opened { .. }) && !again
            || matches!(change, SealedChange::Recording { .. });
        if !alone {
            self.load(conn, stage, change.contact()).await?;
        }
        self.change(conn, stage, change.clone(), now).await
    }

    async fn load(&mut self, conn: &mut Conn<'_>, stage: &mut Stage, contact: ContactId) -> Result<()> {
        if stage.rows.contains_key(&contact) {
            return Ok(());
        }
        let row = match self.rows.get(&contact) {
            Some(row) => Some(row.clone()),
            None => table::by_id(conn, contact).await?,
        };
        if let Some(row) = row {
            stage.rows.insert(contact, row);
        }
        Ok(())
    }

    async fn change(
        &mut self,
        conn: &mut Conn<'_>,
        stage: &mut Stage,
        change: SealedChange,
        now: Time,
    ) -> Result<()> {
        match change {
            SealedChange::Opened { contact, at, line, language, caller } => {
                if !stage.rows.contains_key(&contact) {
                    let caller = match caller {
                        Some(new) => {
                            let owner = Owner::Contact(contact);
                            // It may have waited while the master key was exchanged.
                            let wrapped = self.master.rewrap(&owner, &new.wrapped)?;
                            Some((self.add_key(conn, stage, owner, wrapped).await?, new))
                        }
                        None => None,
                    };
                    stage.open(contact, at, line, language, caller);
                }
            }
            SealedChange::Customer { contact, customer, verified } => {
                self.belongs(conn, stage, contact, Some(customer), verified, now).await?;
            }
            SealedChange::NoCustomer { contact } => {
                self.belongs(conn, stage, contact, None, false, now).await?;
            }
            SealedChange::Disposition { contact, code } => {
                if let Some(row) = stage.rows.get_mut(&contact) {
                    row.disposition = Some(code);
                }
            }
            SealedChange::Note { contact, version, aside, by, at, replaces, text } => {
                let place = note_place(contact, version);
                let sealed = self.seal_anew(conn, stage, contact, place, &text).await?;
                stage.notes.push(NoteRow { contact, version, aside, by, at, sealed });
                stage.replaced.extend(replaces.map(|version| (contact, version)));
            }
            SealedChange::Message { contact, number, by, sent, at, text } => {
                let place = message_place(contact, number);
                let sealed = self.seal_anew(conn, stage, contact, place, &text).await?;
                stage.messages.push(MessageRow { contact, number, by, sent, at, sealed });
            }
            SealedChange::Promise { contact, key, by, at, due, agent, team, text } => {
                let place = promise_place(&key);
                let sealed = self.seal_anew(conn, stage, contact, place, &text).await?;
                // One of the two is there.
                let keeper = agent.map_or_else(|| Keeper::Team(team.unwrap_or_default()), Keeper::Agent);
                let promise = PromiseRow { key, contact, by, at, due, keeper, settled: None, sealed };
                stage.promises.push(promise);
            }
            SealedChange::Recording { contact, recording, at, outcome } => {
                recordings::note(conn, recording, contact, at, outcome).await?;
            }
            SealedChange::Closed { contact, at, reason, queue, agent, wait, talk } => {
                if let Some(row) = stage.rows.get_mut(&contact) {
                    row.closed_at = Some(at);
                    row.reason = Some(reason);
                    (row.queue, row.agent, row.wait, row.talk) = (queue, agent, wait, talk);
                }
            }
            SealedChange::Counted { fact } => {
                if let Some(row) = stage.rows.get_mut(&fact.contact) {
                    row.fact = Some(fact);
                }
            }
        }
        Ok(())
    }

    /// Seals what was written under the key of whoever the contact belongs to.
    async fn seal_anew(
        &mut self,
        conn: &mut Conn<'_>,
        stage: &mut Stage,
        contact: ContactId,
        place: Place,
        text: &NewSealed,
    ) -> Result<Sealed> {
        let drawn = self.master.unwrap_key(&Owner::Contact(contact), &text.wrapped)?;
        let text = drawn.open(&place, &text.bytes)?;
        let (id, key) = self.key_of(conn, stage, contact).await?;
        let bytes = key.seal(&place, &text);
        Ok(Sealed { key: id, place, bytes })
    }

    /// Writes whose contact it is into the row, and moves what is sealed under the key that is right then: the
    /// customer's, or the contact's own.
    async fn belongs(
        &mut self,
        conn: &mut Conn<'_>,
        stage: &mut Stage,
        contact: ContactId,
        customer: Option<CustomerRef>,
        verified: bool,
        now: Time,
    ) -> Result<()> {
        let Some(row) = stage.rows.get_mut(&contact) else { return Ok(()) };
        (row.customer, row.verified) = (customer, verified);
        let sealed = row.caller.clone();
        self.move_notes(conn, stage, contact).await?;
        self.move_messages(conn, stage, contact).await?;
        self.move_promises(conn, stage, contact).await?;
        let Some(sealed) = sealed else { return Ok(()) };
        let Some(current) = self.stored_key(conn, stage, sealed.key).await? else { return Ok(()) };
        // An erased value stays erased.
        let Some(wrapped) = current.wrapped else { return Ok(()) };
        let (id, key) = self.key_of(conn, stage, contact).await?;
        if current.id == id {
            return Ok(());
        }
        let value = self.master.unwrap_key(&current.owner, &wrapped)?.open(&sealed.place, &sealed.bytes)?;
        let moved = Sealed { key: id, bytes: key.seal(&sealed.place, &value), place: sealed.place };
        if let Some(row) = stage.rows.get_mut(&contact) {
            row.caller = Some(moved);
        }
        if let Owner::Contact(_) = current.owner {
            stage.destroy_key(current.id, current.owner, self.master.version(), now);
        }
        Ok(())
    }

    /// Moves the notes of a contact under the key of whoever it belongs to.
    async fn move_notes(&mut self, conn: &mut Conn<'_>, stage: &mut Stage, contact: ContactId) -> Result<()> {
        let last = match stage.last_noted {
            Some(last) => last,
            None => *stage.last_noted.insert(notes::last_noted(conn).await?),
        };
        let mut rows = if contact > last { Vec::new() } else { notes::of_contact(conn, contact).await? };
        // What this transaction wrote stands above what the table has.
        let (staged, others) =
            std::mem::take(&mut stage.notes).into_iter().partition(|row| row.contact == contact);
        stage.notes = others;
        let staged: Vec<NoteRow> = staged;
        rows.retain(|row| !staged.iter().any(|newer| newer.version == row.version));
        rows.extend(staged);
        if rows.is_empty() {
            return Ok(());
        }
        let to = self.key_of(conn, stage, contact).await?;
        for row in rows {
            if let Some(sealed) = self.sealed_anew(conn, stage, row.sealed, &to).await? {
                stage.notes.push(NoteRow { sealed, ..row });
            }
        }
        Ok(())
    }

    /// Moves what was written in a contact under the key of whoever it belongs to.
    async fn move_messages(
        &mut self,
        conn: &mut Conn<'_>,
        stage: &mut Stage,
        contact: ContactId,
    ) -> Result<()> {
        let last = match stage.last_said {
            Some(last) => last,
            None => *stage.last_said.insert(messages::last_said(conn).await?),
        };
        let mut rows = if contact > last { Vec::new() } else { messages::of_contact(conn, contact).await? };
        let (staged, others) =
            std::mem::take(&mut stage.messages).into_iter().partition(|row| row.contact == contact);
        stage.messages = others;
        rows.extend::<Vec<MessageRow>>(staged);
        if rows.is_empty() {
            return Ok(());
        }
        let to = self.key_of(conn, stage, contact).await?;
        for row in rows {
            if let Some(sealed) = self.sealed_anew(conn, stage, row.sealed, &to).await? {
                stage.messages.push(MessageRow { sealed, ..row });
            }
        }
        Ok(())
    }

    /// Moves what was promised in a contact under the key of whoever it belongs to.
    async fn move_promises(
        &mut self,
        conn: &mut Conn<'_>,
        stage: &mut Stage,
        contact: ContactId,
    ) -> Result<()> {
        let last = match stage.last_promised {
            Some(last) => last,
            None => *stage.last_promised.insert(promises::last_promised(conn).await?),
        };
        let mut rows = if contact > last { Vec::new() } else { promises::of_contact(conn, contact).await? };
        let (staged, others) =
            std::mem::take(&mut stage.promises).into_iter().partition(|row| row.contact == contact);
        stage.promises = others;
        rows.extend::<Vec<PromiseRow>>(staged);
        if rows.is_empty() {
            return Ok(());
        }
        let to = self.key_of(conn, stage, contact).await?;
        for row in rows {
            if let Some(sealed) = self.sealed_anew(conn, stage, row.sealed, &to).await? {
                stage.promises.push(PromiseRow { sealed, ..row });
            }
        }
        Ok(())
    }

    /// A text under another key; `None` of one that is erased, which stays so.
    async fn sealed_anew(
        &mut self,
        conn: &mut Conn<'_>,
        stage: &mut Stage,
        sealed: Sealed,
        (id, key): &(KeyId, Arc<DataKey>),
    ) -> Result<Option<Sealed>> {
        let current = self.stored_key(conn, stage, sealed.key).await?;
        let Some((owner, wrapped)) = current.and_then(|key| Some((key.owner, key.wrapped?))) else {
            return Ok(None);
        };
        let text = self.master.unwrap_key(&owner, &wrapped)?.open(&sealed.place, &sealed.bytes)?;
        let bytes = key.seal(&sealed.place, &text);
        Ok(Some(Sealed { key: *id, bytes, ..sealed }))
    }

    /// The key that whatever is written about a contact is sealed under: its customer's, or its own.
    async fn key_of(
        &mut self,
        conn: &mut Conn<'_>,
        stage: &mut Stage,
        contact: ContactId,
    ) -> Result<(KeyId, Arc<DataKey>)> {
        let row = stage.rows.get(&contact).ok_or(Error::UnreadableContact { contact })?;
        if let Some(customer) = row.customer.clone() {
            return self.customer_key(conn, stage, customer).await;
        }
        let owner = Owner::Contact(contact);
        let in_stage = stage.keys.values().find(|key| key.owner == owner && key.wrapped.is_some());
        let known = match in_stage {
            Some(key) => key.wrapped.clone().map(|wrapped| (key.id, wrapped)),
            // One that this transaction destroyed stands in the table still.
            None => keys::of_contact(conn, contact)
                .await?
                .filter(|key| !stage.keys.contains_key(&key.id.0))
                .and_then(|key| Some((key.id, key.wrapped?))),
        };
        match known {
            Some((id, wrapped)) => Ok((id, Arc::new(self.master.unwrap_key(&owner, &wrapped)?))),
            None => {
                let key = DataKey::generate();
                let wrapped = self.master.wrap(&owner, &key);
                Ok((self.add_key(conn, stage, owner, wrapped).await?, Arc::new(key)))
            }
        }
    }

    /// A key as it will stand after this transaction.
    async fn stored_key(&self, conn: &mut Conn<'_>, stage: &Stage, id: KeyId) -> Result<Option<StoredKey>> {
        match stage.keys.get(&id.0) {
            Some(row) => Ok(Some(StoredKey { id, owner: row.owner.clone(), wrapped: row.wrapped.clone() })),
            None => keys::by_id(conn, id).await,
        }
    }

    /// The key in use for a customer; a new one for a customer who has none.
    async fn customer_key(
        &mut self,
        conn: &mut Conn<'_>,
        stage: &mut Stage,
        customer: CustomerRef,
    ) -> Result<(KeyId, Arc<DataKey>)> {
        if let Some((_, id, key)) = stage.customers.iter().rev().find(|(name, ..)| *name == customer) {
            return Ok((*id, key.clone()));
        }
        if let Some((id, key)) = self.customers.get(&customer) {
            return Ok((*id, key.clone()));
        }
        let owner = Owner::Customer(customer.clone());
        let (id, key) = match keys::of_customer(conn, &customer).await? {
            Some(stored) => {
                let wrapped = stored.wrapped.ok_or(sealed::Error::Damaged)?;
                (stored.id, self.master.unwrap_key(&owner, &wrapped)?)
            }
            None => {
                let key = DataKey::generate();
                let wrapped = self.master.wrap(&owner, &key);
                (self.add_key(conn, stage, owner, wrapped).await?, key)
            }
        };
        let key = Arc::new(key);
        stage.customers.push((customer, id, key.clone()));
        Ok((id, key))
    }

    /// Gives a new key its id. Only the journal's writer makes keys, so that counting is enough.
    async fn add_key(
        &self,
        conn: &mut Conn<'_>,
        stage: &mut Stage,
        owner: Owner,
        (wrapped, master_version): (Vec<u8>, i64),
    ) -> Result<KeyId> {
        let last = match stage.last_key {
            Some(last) => last,
            None => keys::last(conn).await?,
        };
        let id = KeyId(last.0 + 1);
        let row = KeyRow { id, owner, wrapped: Some(wrapped), master_version, destroyed_at: None };
        stage.keys.insert(id.0, row);
        stage.last_key = Some(id);
        Ok(id)
    }
}

impl Stage {
    fn open(
        &mut self,
        contact: ContactId,
        at: Time,
        line: LineName,
        language: Language,
        caller: Option<(KeyId, super::change::NewSealed)>,
    ) {
        self.rows.insert(contact, ContactRow::opened(contact, at, line, language, caller));
    }

    fn destroy_key(&mut self, id: KeyId, owner: Owner, master_version: i64, now: Time) {
        let row = KeyRow { id, owner, wrapped: None, master_version, destroyed_at: Some(now) };
        self.keys.insert(id.0, row);
    }
}
