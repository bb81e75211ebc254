//! Keeping what was unmasked, and having it looked into.

use super::table::Pace;
use super::{Review, Unmask, Unmasking, UnmaskingId, Verdict, table};
use crate::accounts::service::{Error, Trust, now};
use crate::actor::Actor;
use crate::permissions::{Permit, may};
use vocabulary::{CustomerRef, Span, Time};

/// The most unmaskings of one page.
pub(crate) const MOST: u32 = 200;

/// What unmaskings are counted in.
const HOUR: Span = Span::seconds(3_600);

/// Why nothing is unmasked.
#[derive(Debug, thiserror::Error)]
pub enum NotUnmasked {
    /// The account has unmasked as many fields within an hour as it may.
    #[error("one account unmasks {most} fields an hour at the most; it goes on at {again}")]
    Paced {
        /// How many an hour.
        most: u32,
        /// When it goes on.
        again: Time,
        /// How far off that is.
        wait: Span,
    },
    /// The database failed.
    #[error(transparent)]
    Account(#[from] Error),
}

/// Why it was not looked into.
#[derive(Debug, thiserror::Error)]
pub enum NotReviewed {
    /// There is none of this name.
    #[error("there is no unmasking {0}; the list shows which there are")]
    None(UnmaskingId),
    /// It was permitted, or somebody has looked into it.
    #[error("{0} waits for nobody: it was permitted, or somebody has looked into it")]
    NotWaiting(UnmaskingId),
    /// Whoever did it does not look into it.
    #[error("whoever broke the glass does not look into it: it takes a second person")]
    SamePerson,
    /// The database failed.
    #[error(transparent)]
    Account(#[from] Error),
}

impl From<sqlx::Error> for NotReviewed {
    fn from(error: sqlx::Error) -> NotReviewed {
        NotReviewed::Account(Error::Database(error))
    }
}

impl Trust {
    /// Keeps that a field is shown in clear, before it is. Those of one account within an hour are bounded
    /// ([`Rules`](crate::Rules)), broken glass included.
    ///
    /// # Errors
    /// [`NotUnmasked`]: then nothing may be shown.
    pub async fn note_unmasking<P: Permit>(
        &self,
        actor: &Actor<P>,
        what: &Unmask,
    ) -> Result<UnmaskingId, NotUnmasked> {
        let (account, at) = (actor.account().id, now());
        let pace = Pace { since: at - HOUR, most: self.unmaskings_an_hour() };
        let kept = table::insert(self.db(), account, what, at, pace).await.map_err(Error::Database)?;
        let Some(id) = kept else {
            let filled = table::fills(self.db(), account, pace).await.map_err(Error::Database)?;
            let again = filled.unwrap_or(at) + HOUR;
            tracing::warn!(%account, contact = %what.contact, "more than may be unmasked within an hour was asked for");
            return Err(NotUnmasked::Paced { most: pace.most, again, wait: again - at });
        };
        if what.broke_glass {
            tracing::error!(%account, contact = %what.contact, field = %what.field, unmasking = %id,
                "ALARM: somebody broke the glass; a privacy officer has to look into it");
        }
        Ok(id)
    }

    /// A page of them, newest first; 200 at the most. With `to_review` only what waits to be looked into.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn unmaskings(
        &self,
        _: &Actor<may::AuditRead>,
        to_review: bool,
        before: Option<UnmaskingId>,
        limit: u32,
    ) -> Result<Vec<Unmasking>, Error> {
        table::list(self.db(), to_review, before, limit.min(MOST)).await.map_err(Error::Database)
    }

    /// Those of a customer, oldest first; 10,000 at the most.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn unmaskings_of(&self, customer: &CustomerRef) -> Result<Vec<Unmasking>, Error> {
        table::of_customer(self.db(), customer, 10_000).await.map_err(Error::Database)
    }

    /// How many times the glass was broken without anybody having looked into it.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn unmaskings_to_review(&self, _: &Actor<may::AlarmsRead>) -> Result<u64, Error> {
        table::waiting(self.db()).await.map_err(Error::Database)
    }

    /// Keeps what came of looking into it.
    ///
    /// # Errors
    /// [`NotReviewed`].
    pub async fn review_unmasking(
        &self,
        actor: &Actor<may::PrivacyChange>,
        id: UnmaskingId,
        verdict: Verdict,
    ) -> Result<Unmasking, NotReviewed> {
        let by = actor.account().id;
        let before = table::find(self.db(), id).await?.ok_or(NotReviewed::None(id))?;
        if before.account == by {
            return Err(NotReviewed::SamePerson);
        }
        if !table::review(self.db(), id, Review { by, at: now(), verdict }).await? {
            return Err(NotReviewed::NotWaiting(id));
        }
        table::find(self.db(), id).await?.ok_or(NotReviewed::None(id))
    }
}
