//! Signing in and out, and what administrators do about it.

use super::password::{OneTime, Password, Unfit};
use super::{IDLE, Session, SessionId, table};
use crate::accounts::service::{Error, Trust, now};
use crate::accounts::token::{Token, TokenHash};
use crate::accounts::{Account, AccountId};
use crate::actor::{Actor, Identity};
use crate::permissions::Permit;
use std::time::{Duration, Instant};
use vocabulary::Time;

/// Passwords that are hashed at the same time: each takes a core and 19 MiB.
pub(crate) const HASHING: usize = 2;
/// Longest time an attempt waits for its turn.
const TURN_WITHIN: Duration = Duration::from_secs(3);
/// How often it is noted that a session is used.
pub(crate) const TOUCHED_EVERY: Duration = Duration::from_secs(30);
/// Two sessions begun at the same moment may reach for the same number; one of them tries again.
const TRIES: usize = 5;

/// From where somebody signs in: an address.
pub type Origin = str;

/// Why nobody is signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInRefused {
    /// Name or password is wrong, or the account is locked. Which, is not told outside; the audit is
    /// told whose name it was.
    #[error(
        "name or password is wrong, or the account is locked after six errors; an administrator unlocks it with `heliotrope account unlock`"
    )]
    Wrong(Option<AccountId>),
    /// The password was given out, and works only together with a new one.
    #[error("this password works once: send new_password with it")]
    NewPasswordNeeded(AccountId),
    /// The new password is too easy.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// Nobody can say now, or too many try.
    #[error("nobody can be signed in now; try again in a moment")]
    Unavailable,
}

impl From<sqlx::Error> for SignInRefused {
    fn from(_: sqlx::Error) -> SignInRefused {
        SignInRefused::Unavailable
    }
}

/// Somebody has signed in.
#[derive(Debug)]
pub struct SignedIn {
    /// Who.
    pub account: Account,
    /// What to send with each request from now on.
    pub token: Token,
    /// The session's name.
    pub session: SessionId,
}

impl Trust {
    /// Signs in by name and password. With `new`, the password is exchanged, and all other sessions of
    /// the account end; one that was given out works only so.
    ///
    /// # Errors
    /// See [`SignInRefused`]. An attempt counts before it is looked at: six errors in a row lock the
    /// account, however many try at once.
    pub async fn sign_in(
        &self,
        name: &str,
        password: Password,
        new: Option<String>,
        origin: &Origin,
    ) -> Result<SignedIn, SignInRefused> {
        let turn = tokio::time::timeout(TURN_WITHIN, self.hashing.acquire()).await;
        let _turn = turn.map_err(|_| SignInRefused::Unavailable)?.map_err(|_| SignInRefused::Unavailable)?;
        let attempt = table::take_attempt(self.db(), name).await?;
        // Without an attempt, too, a password is hashed: time tells nobody which names there are.
        let stored = attempt.as_ref().map(|attempt| attempt.hash.clone()).unwrap_or_default();
        let right = hashing(move || password.is(&stored)).await?;
        let Some(attempt) = attempt.filter(|_| right) else {
            return Err(SignInRefused::Wrong(table::named(self.db(), name).await?));
        };
        let id = attempt.account();
        match new {
            Some(new) => self.exchange(id, Password::chosen(new, name)?).await?,
            None if attempt.is_one_time() => {
                // It was right: that is no error in the row.
                table::forgive(self.db(), id).await?;
                return Err(SignInRefused::NewPasswordNeeded(id));
            }
            None => drop(table::forgive(self.db(), id).await?),
        }
        self.begin(id, origin).await
    }

    async fn exchange(&self, id: AccountId, new: Password) -> Result<(), SignInRefused> {
        let hash = hashing(move || new.hash()).await?;
        table::set(self.db(), id, &hash, false, now()).await?;
        table::end_all(self.db(), id, now()).await?;
        self.forget();
        Ok(())
    }

    async fn begin(&self, id: AccountId, origin: &Origin) -> Result<SignedIn, SignInRefused> {
        let listed = self.accounts().await.map_err(|_| SignInRefused::Unavailable)?;
        let account = listed.into_iter().find(|row| row.account.id == id && row.revoked.is_none());
        let account = account.ok_or(SignInRefused::Wrong(Some(id)))?.account;
        let token = Token::random();
        let mut left = TRIES;
        loop {
            left -= 1;
            match table::begin(self.db(), id, &token.hash(), origin, now()).await {
                Err(sqlx::Error::Database(error)) if error.is_unique_violation() && left > 0 => {}
                begun => return Ok(SignedIn { account, token, session: begun? }),
            }
        }
    }

    /// Sessions that are in force: of one account, or of all.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn sessions(&self, of: Option<AccountId>) -> Result<Vec<Session>, Error> {
        table::list(self.db(), used_since(), of).await.map_err(Error::Database)
    }

    /// Ends a session at once: of one account, or anybody's. `false` when there is none.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn end_session(&self, session: SessionId, of: Option<AccountId>) -> Result<bool, Error> {
        let ended = table::end(self.db(), session, of, now()).await;
        self.forget();
        ended.map_err(Error::Database)
    }

    /// Gives an account a password that works once, and ends its sessions. It is shown now and never
    /// again.
    ///
    /// # Errors
    /// [`Error::NoAccount`] when there is none in force, [`Error::Database`].
    pub async fn give_password(&self, id: AccountId) -> Result<OneTime, Error> {
        let one_time = OneTime::random();
        let set = table::set(self.db(), id, &one_time.hash(), true, now()).await.map_err(Error::Database)?;
        if !set {
            return Err(Error::NoAccount(id));
        }
        table::end_all(self.db(), id, now()).await.map_err(Error::Database)?;
        self.forget();
        Ok(one_time)
    }

    /// Unlocks an account.
    ///
    /// # Errors
    /// [`Error::NoAccount`] when it has no password, [`Error::Database`].
    pub async fn unlock(&self, id: AccountId) -> Result<(), Error> {
        let unlocked = table::forgive(self.db(), id).await.map_err(Error::Database)?;
        if unlocked { Ok(()) } else { Err(Error::NoAccount(id)) }
    }

    /// Accounts that six errors have locked.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn locked(&self) -> Result<Vec<AccountId>, Error> {
        table::locked(self.db()).await.map_err(Error::Database)
    }

    /// Notes that an actor does something, beyond waiting for news.
    pub async fn active<P: Permit>(&self, actor: &Actor<P>) {
        self.used(actor.identity()).await;
    }

    /// Notes, every half minute at the most, that a session is used. What cannot be noted ends the
    /// session early, and harms nobody.
    pub(crate) async fn used(&self, identity: &Identity) {
        let Some(session) = identity.session() else { return };
        let is_due = {
            let mut touched = self.touched();
            let now = Instant::now();
            touched.retain(|_, at| now.duration_since(*at) < TOUCHED_EVERY);
            let is_due = !touched.contains_key(&session);
            touched.entry(session).or_insert(now);
            is_due
        };
        if is_due {
            table::touch(self.db(), session, now()).await.ok();
        }
    }

    /// The session that a token is of, if it is in force.
    pub(crate) async fn session_of(&self, token: &TokenHash) -> Result<Option<Session>, sqlx::Error> {
        table::holder(self.db(), token, used_since()).await
    }
}

fn used_since() -> Time {
    Time(now().0 - i64::try_from(IDLE.as_micros()).unwrap_or(i64::MAX))
}

/// On a thread that may take its time.
async fn hashing<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, SignInRefused> {
    tokio::task::spawn_blocking(work).await.map_err(|_| SignInRefused::Unavailable)
}
