//! Sealing it, and opening it once.

use super::{Emergency, NAME, table};
use crate::accounts::service::{Error, Trust, now};
use crate::accounts::{Account, AccountId};
use crate::permissions::Role;
use crate::powers::Scope;
use crate::sessions::service::hashing;
use crate::sessions::{OneTime, Origin, Password, SignInRefused, SignedIn};

impl Trust {
    /// Seals the emergency account: whoever is signed in with it is signed out, and an earlier secret is
    /// void. The secret is shown now and never again: it belongs into an envelope.
    ///
    /// # Errors
    /// [`Error::NameTaken`] when a person's account has its name, [`Error::Database`].
    pub async fn seal_emergency(&self, by: Option<AccountId>) -> Result<OneTime, Error> {
        let account = self.emergency_account().await?;
        let (secret, hash) = hashing(|| {
            let secret = OneTime::random();
            let hash = secret.hash();
            (secret, hash)
        })
        .await
        .map_err(|_| Error::Busy)?;
        self.end_sessions_of(account.id).await?;
        table::seal(self.db(), account.id, &hash, by, now()).await.map_err(Error::Database)?;
        self.forget();
        Ok(secret)
    }

    /// How it stands; `None` when it was never sealed.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn emergency(&self) -> Result<Option<Emergency>, Error> {
        let found = table::find(self.db()).await.map_err(Error::Database)?;
        Ok(found.map(|(emergency, _)| emergency))
    }

    /// Breaks the seal. Errors do not lock it: its secret is too long to be guessed, and nobody shall keep
    /// others from it.
    pub(crate) async fn open_emergency(
        &self,
        secret: Password,
        origin: &Origin,
    ) -> Result<SignedIn, SignInRefused> {
        let found = table::find(self.db()).await?;
        let stored = found.as_ref().map(|(_, hash)| hash.clone()).unwrap_or_default();
        let compared = stored.clone();
        let right = hashing(move || secret.is(&compared)).await?;
        let whose = found.map(|(emergency, _)| emergency.account);
        if !right || !table::open(self.db(), &stored, origin, now()).await? {
            return Err(SignInRefused::Wrong(whose));
        }
        let account = whose.ok_or(SignInRefused::Wrong(None))?;
        tracing::error!(%account, origin, "ALARM: the emergency account was opened; seal it again when it is over");
        self.begin(account, origin).await
    }

    async fn emergency_account(&self) -> Result<Account, Error> {
        let listed = self.accounts().await?;
        match listed.into_iter().find(|row| row.account.name == NAME) {
            Some(row) if row.account.role == Role::Emergency && row.revoked.is_none() => Ok(row.account),
            Some(_) => Err(Error::NameTaken),
            None => Ok(self.make_account(NAME, Role::Emergency, &Scope::All, None).await?.0),
        }
    }
}
