//! Enrolling a second factor, asking for it, and taking it off.

use super::{Factor, RecoveryCode, Secret, recovery, table};
use crate::accounts::AccountId;
use crate::accounts::service::{Error, Trust, now};
use crate::actor::Actor;
use crate::keepers::Act;
use crate::permissions::Permit;
use crate::sessions;
use store::sealed::Place;
use vocabulary::Time;

/// Why a second factor is not what somebody wants it to be.
#[derive(Debug, thiserror::Error)]
pub enum NotConfirmed {
    /// There is one.
    #[error("there is a second factor; remove it first, with one of its codes")]
    Present,
    /// There is none, or none was begun.
    #[error("there is no second factor; begin with one")]
    Absent,
    /// The code is not one of about now, or was used.
    #[error("this code is wrong, too old, or was used; wait for the next one")]
    Wrong,
    /// This process has no key to seal secrets with.
    #[error("second factors are set by the running centre, which has the key that seals them")]
    NoKey,
    /// The stored secret cannot be opened.
    #[error("the secret cannot be opened; have an administrator reset the second factor")]
    Damaged,
    /// The database refused or did not answer.
    #[error(transparent)]
    Account(#[from] Error),
}

impl From<sqlx::Error> for NotConfirmed {
    fn from(error: sqlx::Error) -> NotConfirmed {
        NotConfirmed::Account(Error::Database(error))
    }
}

impl Trust {
    /// A secret for one's device, shown now and never again. It counts once [`Trust::confirm_factor`] has
    /// seen a code of it.
    ///
    /// # Errors
    /// [`NotConfirmed::Present`] when there is one, [`NotConfirmed::NoKey`].
    pub async fn begin_factor<P: Permit>(&self, actor: &Actor<P>) -> Result<Secret, NotConfirmed> {
        let (id, secret) = (actor.account().id, Secret::random());
        let sealed = self.seals().ok_or(NotConfirmed::NoKey)?.seal(&place(id), secret.as_bytes());
        let begun = table::begin(self.db(), id, &sealed, now()).await?;
        if begun { Ok(secret) } else { Err(NotConfirmed::Present) }
    }

    /// Shows that one's device knows the secret. From now on a code is asked for at every sign-in. The
    /// recovery codes are shown now and never again.
    ///
    /// # Errors
    /// [`NotConfirmed`].
    pub async fn confirm_factor<P: Permit>(
        &self,
        actor: &Actor<P>,
        code: &str,
    ) -> Result<Vec<RecoveryCode>, NotConfirmed> {
        let id = actor.account().id;
        let row = table::find(self.db(), id).await?.ok_or(NotConfirmed::Absent)?;
        if row.confirmed_us.is_some() {
            return Err(NotConfirmed::Present);
        }
        self.take_code(id, &row, code).await?;
        let codes = self.new_codes(id).await?;
        if !table::confirm(self.db(), id, now()).await? {
            return Err(NotConfirmed::Present);
        }
        self.forget();
        Ok(codes)
    }

    /// Takes one's second factor off, by a code of it. Each try counts as one to sign in: six errors lock the
    /// account, and end its sessions, for one of them is in the hands of somebody who guesses.
    ///
    /// # Errors
    /// [`NotConfirmed`].
    pub async fn remove_factor<P: Permit>(&self, actor: &Actor<P>, code: &str) -> Result<(), NotConfirmed> {
        let id = actor.account().id;
        let Some(attempt) = sessions::table::take_attempt_of(self.db(), id).await? else {
            return Err(NotConfirmed::Wrong);
        };
        match self.is_second(id, code).await {
            Ok(false) => {
                if attempt >= sessions::ERRORS {
                    self.end_sessions_of(id).await?;
                }
                return Err(NotConfirmed::Wrong);
            }
            // What cannot be looked at is nobody's error.
            judged => {
                sessions::table::give_back(self.db(), id).await?;
                judged?;
            }
        }
        self.reset_factor(id, None).await?;
        Ok(())
    }

    /// Takes an account's second factor off: for an administrator, when device and recovery codes are lost.
    /// `false` when it had none. By whom is kept, which is nobody at the console.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn reset_factor(&self, id: AccountId, by: Option<AccountId>) -> Result<bool, Error> {
        let remove = async {
            if table::find(self.db(), id).await?.is_none() {
                return Ok(false);
            }
            self.keeps(id, Act::Factor, by).await?;
            table::remove(self.db(), id).await
        };
        let removed = remove.await;
        self.forget();
        removed.map_err(Error::Database)
    }

    /// How an account's second factor stands.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn factor(&self, id: AccountId) -> Result<Factor, Error> {
        let Some(row) = table::find(self.db(), id).await.map_err(Error::Database)? else {
            return Ok(Factor::None);
        };
        let Some(since) = row.confirmed_us.map(Time) else { return Ok(Factor::Begun) };
        let codes_left = table::codes_left(self.db(), id).await.map_err(Error::Database)?;
        Ok(Factor::Confirmed { since, codes_left })
    }

    /// Accounts that are asked for a second factor.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn with_factor(&self) -> Result<Vec<AccountId>, Error> {
        table::confirmed(self.db()).await.map_err(Error::Database)
    }

    /// Whether a text is the account's code of about now, or one of its recovery codes; either is used up.
    pub(crate) async fn is_second(&self, id: AccountId, text: &str) -> Result<bool, NotConfirmed> {
        let row = table::find(self.db(), id).await?.filter(|row| row.confirmed_us.is_some());
        let row = row.ok_or(NotConfirmed::Absent)?;
        if let Some(code) = RecoveryCode::typed(text) {
            return Ok(table::take_code(self.db(), id, &code, now()).await?);
        }
        match self.take_code(id, &row, text).await {
            Ok(()) => Ok(true),
            Err(NotConfirmed::Wrong) => Ok(false),
            Err(other) => Err(other),
        }
    }

    async fn take_code(&self, id: AccountId, row: &table::Row, code: &str) -> Result<(), NotConfirmed> {
        let opened = self.seals().ok_or(NotConfirmed::NoKey)?.open(&place(id), &row.secret);
        let secret = opened.ok().and_then(|bytes| Secret::from_bytes(&bytes)).ok_or(NotConfirmed::Damaged)?;
        let step = secret.step_of(code.trim(), now(), row.last_step).ok_or(NotConfirmed::Wrong)?;
        let taken = table::take(self.db(), id, step).await?;
        if taken { Ok(()) } else { Err(NotConfirmed::Wrong) }
    }

    async fn new_codes(&self, id: AccountId) -> sqlx::Result<Vec<RecoveryCode>> {
        table::forget_codes(self.db(), id).await?;
        let codes: Vec<RecoveryCode> = (0..recovery::COUNT).map(|_| RecoveryCode::random()).collect();
        for code in &codes {
            table::add_code(self.db(), id, &code.hash()).await?;
        }
        Ok(codes)
    }
}

fn place(id: AccountId) -> Place {
    Place::new("second_factors", "secret", id.0)
}
