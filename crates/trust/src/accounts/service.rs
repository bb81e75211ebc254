//! Making, listing and revoking accounts, and telling whose token a request shows.

use crate::accounts::cache::Cache;
use crate::accounts::table;
use crate::accounts::token::{Token, TokenHash};
use crate::accounts::{Account, AccountId, Listed};
use crate::actor::{Actor, Identity, Refused};
use crate::permissions::{Permission, Permit, Role};
use crate::sessions::SessionId;
use crate::sessions::service::HASHING;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use store::Db;
use tokio::sync::Semaphore;
use vocabulary::{AgentId, Time};

/// Longest time a look-up may take, the wait for its turn included.
const LOOK_UP_LIMIT: Duration = Duration::from_secs(2);

/// Look-ups at the same time. A flood of invented tokens thus never takes all of the database's
/// connections, and known tokens do not notice it.
const LOOK_UPS: usize = 2;

/// Two accounts made at the same moment may reach for the same number; one of them tries again.
const TRIES: usize = 5;

/// Why accounts cannot be changed or listed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The name has a form names do not have.
    #[error("an account's name has 1 to 64 characters out of a-z, A-Z, 0-9, '.', '_' and '-'")]
    BadName,
    /// There is or was an account of this name.
    #[error("there is, or was, an account of this name; choose another name")]
    NameTaken,
    /// No account of this number is in force.
    #[error("there is no account {0} in force; list the accounts to see which there are")]
    NoAccount(AccountId),
    /// The role serves no customers.
    #[error("the role {0} does not serve customers; make an account whose role is agent")]
    NoAgentRole(Role),
    /// Another account serves as this agent.
    #[error("another account serves as {0}; take it off there first")]
    AgentTaken(AgentId),
    /// The row holds something this release does not know.
    #[error("account {0} cannot be read; start the release that wrote it, or a later one")]
    Unreadable(AccountId),
    /// The database refused or did not answer.
    #[error("accounts cannot be read or written: {0}; check the database")]
    Database(sqlx::Error),
}

impl From<table::Error> for Error {
    fn from(error: table::Error) -> Error {
        match error {
            table::Error::Database(error) => Error::Database(error),
            table::Error::Unreadable(id) => Error::Unreadable(id),
        }
    }
}

/// The door: who comes in, and as whom.
pub struct Trust {
    db: Db,
    cache: Mutex<Cache>,
    turns: Semaphore,
    pub(crate) hashing: Semaphore,
    /// When it was last noted that a session is used.
    touched: Mutex<HashMap<SessionId, Instant>>,
}

impl Trust {
    /// Over a database that has this room's [`MIGRATIONS`](crate::MIGRATIONS).
    pub fn new(db: Db) -> Trust {
        Trust {
            db,
            cache: Mutex::default(),
            turns: Semaphore::new(LOOK_UPS),
            hashing: Semaphore::new(HASHING),
            touched: Mutex::default(),
        }
    }

    /// Whose token this is.
    ///
    /// # Errors
    /// [`Refused::NoToken`], [`Refused::InvalidToken`], or [`Refused::Unavailable`] when the
    /// database does not say within two seconds.
    pub async fn authenticate(&self, token: Option<&str>) -> Result<Identity, Refused> {
        let text = token.filter(|text| !text.is_empty()).ok_or(Refused::NoToken)?;
        let token = TokenHash::of(text).ok_or(Refused::InvalidToken)?;
        let identity = self.identify(&token).await?;
        self.used(&identity).await;
        Ok(identity)
    }

    /// Whether the actor's account and token are still in force: to be asked every few seconds by
    /// whatever outlives a request, such as a stream of events.
    ///
    /// # Errors
    /// As [`Trust::authenticate`] and [`Identity::permit`].
    pub async fn confirm<P: Permit>(&self, actor: &Actor<P>) -> Result<Actor<P>, Refused> {
        self.identify(actor.identity().token()).await?.permit()
    }

    /// Makes an account. The token is shown now and never again.
    ///
    /// # Errors
    /// [`Error::BadName`], [`Error::NameTaken`], [`Error::Database`].
    pub async fn create_account(&self, name: &str, role: Role) -> Result<(Account, Token), Error> {
        check_name(name)?;
        let token = Token::random();
        let id = self.insert(name, role, &token.hash()).await?.ok_or(Error::NameTaken)?;
        Ok((Account { id, name: name.to_owned(), role, agent: None }, token))
    }

    /// Gives an account another token; the old one is void at once.
    ///
    /// # Errors
    /// [`Error::NoAccount`] when there is none in force, [`Error::Database`].
    pub async fn replace_token(&self, id: AccountId) -> Result<Token, Error> {
        let token = Token::random();
        let replaced = table::replace_token(&self.db, id, &token.hash()).await;
        self.cache().clear();
        if replaced? { Ok(token) } else { Err(Error::NoAccount(id)) }
    }

    /// Ends an account; its token is void at once. Its name stays taken.
    ///
    /// # Errors
    /// [`Error::NoAccount`] when there is none in force, [`Error::Database`].
    pub async fn revoke(&self, id: AccountId) -> Result<(), Error> {
        let revoked = table::revoke(&self.db, id, now()).await;
        self.cache().clear();
        if revoked? { Ok(()) } else { Err(Error::NoAccount(id)) }
    }

    /// Lets an account serve as an agent, or as none. It takes effect with the account's next
    /// request; another process hears of it within seconds.
    ///
    /// # Errors
    /// [`Error::NoAccount`] when there is none in force, [`Error::NoAgentRole`] when its role does not
    /// serve customers, [`Error::AgentTaken`] when another account serves as that agent,
    /// [`Error::Database`].
    pub async fn serve_as(&self, id: AccountId, agent: Option<AgentId>) -> Result<(), Error> {
        if agent.is_some() {
            let listed = self.accounts().await?;
            let account = listed.iter().find(|row| row.account.id == id && row.revoked.is_none());
            let role = account.ok_or(Error::NoAccount(id))?.account.role;
            if !role.may(Permission::DeskServe) {
                return Err(Error::NoAgentRole(role));
            }
        }
        let linked = table::set_agent(&self.db, id, agent).await;
        self.cache().clear();
        match linked {
            Err(table::Error::Database(sqlx::Error::Database(error))) if error.is_unique_violation() => {
                Err(agent.map_or(Error::NoAccount(id), Error::AgentTaken))
            }
            Err(other) => Err(other.into()),
            Ok(true) => Ok(()),
            Ok(false) => Err(Error::NoAccount(id)),
        }
    }

    /// All accounts by number, revoked ones too.
    ///
    /// # Errors
    /// [`Error::Unreadable`], [`Error::Database`].
    pub async fn accounts(&self) -> Result<Vec<Listed>, Error> {
        Ok(table::list(&self.db).await?)
    }

    async fn identify(&self, token: &TokenHash) -> Result<Identity, Refused> {
        let (known, asked) = {
            let cache = self.cache();
            (cache.get(token, Instant::now()), cache.changes())
        };
        if let Some(identity) = known {
            return Ok(identity);
        }
        let (account, session) = self.look_up(token).await?.ok_or(Refused::InvalidToken)?;
        let identity = Identity::new(account, token.clone(), session);
        self.cache().remember(identity.clone(), Instant::now(), asked);
        Ok(identity)
    }

    async fn look_up(&self, token: &TokenHash) -> Result<Option<(Account, Option<SessionId>)>, Refused> {
        let asked = async {
            let _turn = self.turns.acquire().await.map_err(|_| Refused::Unavailable)?;
            if let Some(account) = table::holder(&self.db, token).await.map_err(|_| Refused::Unavailable)? {
                return Ok(Some((account, None)));
            }
            let session = self.session_of(token).await.map_err(|_| Refused::Unavailable)?;
            let Some(session) = session else { return Ok(None) };
            let account = table::in_force(&self.db, session.account).await;
            let account = account.map_err(|_| Refused::Unavailable)?;
            Ok(account.map(|account| (account, Some(session.id))))
        };
        tokio::time::timeout(LOOK_UP_LIMIT, asked).await.map_err(|_| Refused::Unavailable)?
    }

    async fn insert(&self, name: &str, role: Role, token: &TokenHash) -> Result<Option<AccountId>, Error> {
        let mut left = TRIES;
        loop {
            left -= 1;
            match table::insert(&self.db, name, role, token, now()).await {
                Err(table::Error::Database(sqlx::Error::Database(error)))
                    if error.is_unique_violation() && left > 0 => {}
                inserted => return Ok(inserted?),
            }
        }
    }

    pub(crate) fn db(&self) -> &Db {
        &self.db
    }

    /// Answers that were given a moment ago hold no more.
    pub(crate) fn forget(&self) {
        self.cache().clear();
    }

    pub(crate) fn touched(&self) -> MutexGuard<'_, HashMap<SessionId, Instant>> {
        self.touched.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn cache(&self) -> MutexGuard<'_, Cache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn check_name(name: &str) -> Result<(), Error> {
    let fits = (1..=64).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
    if fits { Ok(()) } else { Err(Error::BadName) }
}

pub(crate) fn now() -> Time {
    jiff::Timestamp::now().into()
}
