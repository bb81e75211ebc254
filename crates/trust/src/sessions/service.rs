//! Signing in and out, and what administrators do about it.

use super::password::{OneTime, Password, Unfit};
use super::table::Attempt;
use super::{IDLE, LASTS, ONE_TIME_LASTS, Session, SessionId, table};
use crate::accounts::service::{Error, Touched, Trust, now};
use crate::accounts::token::{Token, TokenHash};
use crate::accounts::{Account, AccountId};
use crate::actor::{Actor, Identity, Shown};
use crate::factors::NotConfirmed;
use crate::grants::service::is_person;
use crate::keepers::Act;
use crate::numbering::numbered;
use crate::permissions::{Permit, Role};
use crate::{clients, emergency, factors};
use std::time::{Duration, Instant};
use tokio::sync::SemaphorePermit;
use vocabulary::Time;

/// Passwords that are hashed at the same time: each takes a core and 19 MiB.
pub(crate) const HASHING: usize = 2;
/// Longest time an attempt waits for its turn.
const TURN_WITHIN: Duration = Duration::from_secs(3);
/// How often it is noted that a session is used.
pub(crate) const TOUCHED_EVERY: Duration = Duration::from_secs(30);

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
    /// The password was given out too long ago.
    #[error("this password has expired; have another one given out")]
    Expired(AccountId),
    /// The password was right; it takes a code of the second factor as well.
    #[error("this account has a second factor: send its code, or a recovery code, as well")]
    CodeNeeded(AccountId),
    /// The password was right, the code was not.
    #[error("the code is wrong, too old, or was used; six errors lock the account")]
    WrongCode(AccountId),
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

impl From<NotConfirmed> for SignInRefused {
    fn from(why: NotConfirmed) -> SignInRefused {
        tracing::error!(%why, "a second factor could not be asked for");
        SignInRefused::Unavailable
    }
}

/// What somebody shows to sign in.
#[derive(Debug)]
pub struct Credentials {
    /// The account's name.
    pub name: String,
    /// Its password.
    pub password: Password,
    /// Another one in exchange for it.
    pub new_password: Option<String>,
    /// A code of the second factor, or a recovery code.
    pub code: Option<String>,
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
    /// It has to enrol a second factor before anything else.
    pub is_to_enrol: bool,
    /// It broke the seal of the emergency account.
    pub is_emergency: bool,
}

impl Trust {
    /// Signs in by name and password, and by a code if the account has a second factor. With another password
    /// this one is exchanged, and all other sessions of the account end; one that was given out works only so.
    ///
    /// # Errors
    /// See [`SignInRefused`]. An attempt counts before it is looked at: six errors in a row, of password or
    /// code, lock the account, however many try at once.
    pub async fn sign_in(
        &self,
        credentials: Credentials,
        origin: &Origin,
    ) -> Result<SignedIn, SignInRefused> {
        let Credentials { name, password, new_password, code } = credentials;
        let _turn = self.turn_to_hash().await?;
        if self.is_under_seal(&name).await? {
            return self.open_emergency(password, origin).await;
        }
        let attempt = self.right_attempt(&name, password).await?;
        let id = attempt.account();
        let new = self.next_password(&attempt, &name, new_password).await?;
        self.check_code(id, code).await?;
        match new {
            Some(new) => self.exchange(id, &attempt.hash, new).await?,
            None => drop(table::forgive(self.db(), id).await?),
        }
        self.begin(id, origin).await
    }

    async fn turn_to_hash(&self) -> Result<SemaphorePermit<'_>, SignInRefused> {
        let turn = tokio::time::timeout(TURN_WITHIN, self.hashing.acquire()).await;
        turn.map_err(|_| SignInRefused::Unavailable)?.map_err(|_| SignInRefused::Unavailable)
    }

    /// Whether this is the name of the emergency account, and there is one.
    async fn is_under_seal(&self, name: &str) -> Result<bool, SignInRefused> {
        let is_it = name == emergency::NAME;
        Ok(is_it && self.emergency().await.map_err(|_| SignInRefused::Unavailable)?.is_some())
    }

    /// An attempt with the right password, counted as an error until it is forgiven or given back.
    async fn right_attempt(&self, name: &str, password: Password) -> Result<Attempt, SignInRefused> {
        let attempt = table::take_attempt(self.db(), name).await?;
        // Without an attempt, too, a password is hashed: time tells nobody which names there are.
        let stored = attempt.as_ref().map(|attempt| attempt.hash.clone()).unwrap_or_default();
        let is_right = hashing(move || password.is(&stored)).await?;
        let Some(attempt) = attempt.filter(|_| is_right) else {
            return Err(SignInRefused::Wrong(table::named(self.db(), name).await?));
        };
        if attempt.is_over(now()) { Err(SignInRefused::Expired(attempt.account())) } else { Ok(attempt) }
    }

    /// The password to come, if there is to be one. What is asked for or unfit is no error in the row.
    async fn next_password(
        &self,
        attempt: &Attempt,
        name: &str,
        new: Option<String>,
    ) -> Result<Option<Password>, SignInRefused> {
        let chosen = match new {
            None if attempt.is_one_time() => Err(SignInRefused::NewPasswordNeeded(attempt.account())),
            None => Ok(None),
            Some(new) => Password::chosen(new, name).map(Some).map_err(SignInRefused::from),
        };
        if chosen.is_err() {
            table::give_back(self.db(), attempt.account()).await?;
        }
        chosen
    }

    async fn check_code(&self, id: AccountId, code: Option<String>) -> Result<(), SignInRefused> {
        if !factors::table::is_confirmed(self.db(), id).await? {
            return Ok(());
        }
        let Some(code) = code else {
            table::give_back(self.db(), id).await?;
            return Err(SignInRefused::CodeNeeded(id));
        };
        if self.is_second(id, &code).await? { Ok(()) } else { Err(SignInRefused::WrongCode(id)) }
    }

    /// Of several who know a password at the same moment, one exchanges it, and the others find it wrong.
    async fn exchange(&self, id: AccountId, old: &str, new: Password) -> Result<(), SignInRefused> {
        let hash = hashing(move || new.hash()).await?;
        if !table::exchange(self.db(), id, old, &hash, now()).await? {
            return Err(SignInRefused::Wrong(Some(id)));
        }
        table::end_all(self.db(), id, now()).await?;
        self.forget();
        Ok(())
    }

    pub(crate) async fn begin(&self, id: AccountId, origin: &Origin) -> Result<SignedIn, SignInRefused> {
        let account = self.in_force(id).await?.ok_or(SignInRefused::Wrong(Some(id)))?;
        let token = Token::random();
        let hash = token.hash();
        let session = numbered!(table::begin(self.db(), id, &hash, origin, now()).await)?;
        let needs_factor = self.all_powers(&account, Shown::Session(session)).await?.needs_factor;
        let is_to_enrol = needs_factor && !factors::table::is_confirmed(self.db(), id).await?;
        let is_emergency = account.role == Role::Emergency;
        Ok(SignedIn { account, token, session, is_to_enrol, is_emergency })
    }

    /// Sessions that are in force: of one account, or of all.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn sessions(&self, of: Option<AccountId>) -> Result<Vec<Session>, Error> {
        table::list(self.db(), in_force_since(), of).await.map_err(Error::Database)
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
    /// again; by whom it is given is kept, which is nobody at the console.
    ///
    /// # Errors
    /// [`Error::NoAccount`] when there is none in force, [`Error::Database`].
    pub async fn give_password(&self, id: AccountId, by: Option<AccountId>) -> Result<OneTime, Error> {
        let account = self.in_force(id).await.map_err(Error::Database)?;
        if !account.is_some_and(|account| is_person(account.role)) {
            return Err(Error::NoAccount(id));
        }
        self.keeps(id, Act::Password, by).await.map_err(Error::Database)?;
        let one_time = OneTime::random();
        let (now, until) = (now(), now() + ONE_TIME_LASTS);
        let set = table::set(self.db(), id, &one_time.hash(), Some(until), now).await;
        let set = set.map_err(Error::Database)?;
        if !set {
            return Err(Error::NoAccount(id));
        }
        self.end_sessions_of(id).await?;
        Ok(one_time)
    }

    /// Ends all sessions of an account at once.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn end_sessions_of(&self, id: AccountId) -> Result<(), Error> {
        let ended = table::end_all(self.db(), id, now()).await;
        self.forget();
        ended.map_err(Error::Database)
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

    /// Notes, every half minute at the most, that a session or a key is used. What cannot be noted ends a
    /// session early, and harms nobody.
    pub async fn used(&self, identity: &Identity) {
        let Some(touched) = Touched::of(identity.shown()) else { return };
        let is_due = {
            let mut all = self.touched();
            let now = Instant::now();
            let is_due = all.get(&touched).is_none_or(|at| now.duration_since(*at) >= TOUCHED_EVERY);
            if is_due {
                // Seldom, so that a request does not look through everybody's.
                all.retain(|_, at| now.duration_since(*at) < TOUCHED_EVERY);
                all.insert(touched, now);
            }
            is_due
        };
        if !is_due {
            return;
        }
        match identity.shown() {
            Shown::Session(session) => table::touch(self.db(), session, now()).await.ok(),
            Shown::Key(key) => clients::table::touch(self.db(), key, now()).await.ok(),
            Shown::Token => None,
        };
    }

    /// The session that a token is of, if it is in force.
    pub(crate) async fn session_of(&self, token: &TokenHash) -> Result<Option<Session>, sqlx::Error> {
        table::holder(self.db(), token, in_force_since()).await
    }
}

fn in_force_since() -> table::Since {
    let now = now();
    let idle = i64::try_from(IDLE.as_micros()).unwrap_or(i64::MAX);
    table::Since { used: Time(now.0 - idle), begun: now - LASTS }
}

/// On a thread that may take its time.
pub(crate) async fn hashing<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, SignInRefused> {
    tokio::task::spawn_blocking(work).await.map_err(|_| SignInRefused::Unavailable)
}
