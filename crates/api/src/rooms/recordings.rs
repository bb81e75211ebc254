//! Recordings in the house: rows, tickets, sound. Agents hear those of contacts they served.

use super::Rooms;
use crate::problem::{Kind, Problem};
use crate::recordings::tickets::{LASTS, Tickets};
use centre::recordings::Facts;
use store::RecordingRow;
use store::blobs::{Blob, BlobId};
use store::recordings::{Counts as RecordingCounts, State as RecordingState};
use trust::sessions::SessionId;
use trust::{Actor, Permission, Role, may};
use vocabulary::journal::{Entry, Record};
use vocabulary::{ContactId, RecordingId, Span, Time};

impl Rooms {
    /// Agents hear what they took part in; for them, other contacts are not there.
    async fn check_listener(
        &self,
        actor: &Actor<may::RecordingsListen>,
        contact: ContactId,
    ) -> Result<(), Problem> {
        if !hears_own_only(actor) {
            return Ok(());
        }
        let served = |record: &Record| match record.entry {
            Entry::Connected { agent, .. } => Some(agent) == actor.account().agent,
            _ => false,
        };
        let journal = self.0.store.contact_journal(contact).await?;
        let none = || Problem::not_found(format!("there is no contact {contact} that you served"));
        if journal.iter().any(served) { Ok(()) } else { Err(none()) }
    }

    /// What is known of a contact's recording; `None` when the contact was never recorded.
    pub async fn recording(
        &self,
        actor: &Actor<may::RecordingsListen>,
        contact: ContactId,
    ) -> Result<Option<RecordingRow>, Problem> {
        self.check_listener(actor, contact).await?;
        let recordings = self.0.store.recordings();
        if let Some(row) = recordings.find(RecordingId::of(contact)).await? {
            return Ok(Some(row));
        }
        // It may have begun a moment ago.
        self.catch_up().await?;
        let row = recordings.find(RecordingId::of(contact)).await?;
        let known = row.is_some()
            || self.0.store.contact(contact).await?.is_some()
            || self.0.centre.contact(contact).await?.is_some();
        if known { Ok(row) } else { Err(crate::contacts::no_contact(contact)) }
    }

    /// What is known of an archive; `None` when there is none, or it was erased.
    pub async fn recording_facts(
        &self,
        _: &Actor<may::RecordingsListen>,
        row: &RecordingRow,
    ) -> Result<Option<Facts>, Problem> {
        let (Some(archive), Some(sealed)) = (row.archive, &row.facts) else { return Ok(None) };
        match self.0.store.blobs().key(archive.key).await {
            Ok(key) => Ok(Some(Facts::open(row.recording, &key, sealed).map_err(store::Error::from)?)),
            Err(store::Error::Sealed(store::sealed::Error::Erased)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The contact's journal, for those who may see it.
    pub async fn recording_journal(
        &self,
        actor: &Actor<may::RecordingsListen>,
        contact: ContactId,
    ) -> Result<Vec<Record>, Problem> {
        if !actor.may(Permission::JournalRead) {
            return Ok(Vec::new());
        }
        Ok(self.0.store.contact_journal(contact).await?)
    }

    /// A ticket to hear a contact's recording, and until when it works. On record as listening.
    pub async fn recording_ticket(
        &self,
        actor: &Actor<may::RecordingsListen>,
        contact: ContactId,
        bound_to: Option<SessionId>,
    ) -> Result<(String, Time), Problem> {
        let row = self.recording(actor, contact).await?;
        let row = row.ok_or_else(|| Problem::not_found(format!("contact {contact} was not recorded")))?;
        if row.state != RecordingState::Ready {
            let state = row.state;
            let detail = format!("the recording of {contact} cannot be heard: it is {state}");
            return Err(Problem::new(Kind::Conflict, detail));
        }
        let ticket = self.0.tickets.give(actor, row.recording, bound_to);
        tracing::info!(
            account = %actor.account().id, %contact, recording = %row.recording, "a recording is listened to"
        );
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        let lasts = now + LASTS;
        Ok((ticket, Time(0) + Span(i64::try_from(lasts.as_micros()).unwrap_or(i64::MAX))))
    }

    /// Tickets that are out: each holds the proof of who may listen.
    pub fn tickets(&self) -> &Tickets {
        &self.0.tickets
    }

    /// The sound of a recording.
    pub async fn recording_sound(
        &self,
        _: &Actor<may::RecordingsListen>,
        recording: RecordingId,
    ) -> Result<(BlobId, Blob), Problem> {
        let gone = || Problem::not_found("this recording can no longer be heard: it was erased");
        let row = self.0.store.recordings().find(recording).await?;
        let archive = row.and_then(|row| row.archive).ok_or_else(gone)?;
        let blobs = self.0.store.blobs().clone();
        let key = match blobs.key(archive.key).await {
            Err(store::Error::Sealed(store::sealed::Error::Erased)) => return Err(gone()),
            key => key?,
        };
        let opened = tokio::task::spawn_blocking(move || blobs.open(archive.blob, &key)).await;
        Ok((archive.blob, opened.map_err(|_| Problem::internal())??))
    }

    /// How many recordings can be played, and the first of those that failed.
    pub async fn recording_success(
        &self,
        actor: &Actor<may::RecordingsListen>,
    ) -> Result<(RecordingCounts, Vec<RecordingRow>), Problem> {
        if hears_own_only(actor) {
            return Err(Problem::new(Kind::NotPermitted, "these figures are of everybody: ask a supervisor"));
        }
        let recordings = self.0.store.recordings();
        let failed = recordings.in_state(RecordingState::Failed, RecordingId(0), 100).await?;
        Ok((recordings.counts().await?, failed))
    }
}

/// Agents hear what they took part in, unless they lead others, by a grant or while somebody is away: then the
/// reach of that says whom.
fn hears_own_only(actor: &Actor<may::RecordingsListen>) -> bool {
    actor.account().role == Role::Agent && !actor.may(Permission::AgentsChange)
}
