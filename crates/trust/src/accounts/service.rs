//! Making, listing and revoking accounts, and telling whose token a request shows.

use crate::accounts::cache::Cache;
use crate::accounts::table;
use crate::accounts::token::{Token, TokenHash};
use crate::accounts::{Account, AccountId, Listed};
use crate::actor::{Actor, Identity, Refused, Shown};
use crate::emergency;
use crate::keepers::Act;
use crate::permissions::{Permission, Permit, Role};
use crate::powers::Scope;
use crate::sessions::service::HASHING;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use store::Db;
use store::sealed::Seals;
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
    /// Too many passwords are hashed.
    #[error("too much is going on; try again in a moment")]
    Busy,
    /// The database refused or did not answer.
    #[error("accounts cannot be read or written: {0}; check the database")]
    Database(sqlx::Error),
}

/// What the bank asks of those who sign in.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Roles that need a second factor.
    pub second_factor: Vec<Role>,
    /// Fields that one account may unmask within an hour. Who serves ten customers an hour compares a few each.
    pub unmaskings_an_hour: u32,
    /// From when on looks at customers are unusual.
    pub unusual: crate::audit::Rules,
}

impl Default for Rules {
    fn default() -> Rules {
        let unusual = crate::audit::Rules::default();
        Rules { second_factor: Vec::new(), unmaskings_an_hour: 60, unusual }
    }
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
    /// When it was last noted that something is used.
    touched: Mutex<HashMap<Touched, Instant>>,
    /// What seals secrets; none at the console, where the key may not be.
    seals: Option<Seals>,
    rules: Rules,
}

/// A session or a key, whose use is noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Touched {
    Session(u64),
    Key(u64),
}

impl Touched {
    pub fn of(shown: Shown) -> Option<Touched> {
        match shown {
            Shown::Token => None,
            Shown::Session(session) => Some(Touched::Session(session.0)),
            Shown::Key(key) => Some(Touched::Key(key.0)),
        }
    }
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
            seals: None,
            rules: Rules::default(),
        }
    }

    /// The same, able to keep secrets.
    pub fn with_seals(self, seals: Seals) -> Trust {
        Trust { seals: Some(seals), ..self }
    }

    /// The same, by the bank's rules.
    pub fn with_rules(self, rules: Rules) -> Trust {
        Trust { rules, ..self }
    }

    /// Whose token this is, and notes that it is used.
    ///
    /// # Errors
    /// As [`Trust::recognise`].
    pub async fn authenticate(&self, token: Option<&str>) -> Result<Identity, Refused> {
        let identity = self.recognise(token).await?;
        self.used(&identity).await;
        Ok(identity)
    }

    /// Whose token this is. That it is used is not noted: a page that looks again by itself keeps no session
    /// alive.
    ///
    /// # Errors
    /// [`Refused::NoToken`], [`Refused::InvalidToken`], or [`Refused::Unavailable`] when the
    /// database does not say within two seconds.
    pub async fn recognise(&self, token: Option<&str>) -> Result<Identity, Refused> {
        let text = token.filter(|text| !text.is_empty()).ok_or(Refused::NoToken)?;
        let token = TokenHash::of(text).ok_or(Refused::InvalidToken)?;
        self.identify(&token).await
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
        self.make_account(name, role, &Scope::All, None).await
    }

    /// The same, with a reach, and by whom it is made: nobody at the console. The token is for programs and scripts;
    /// people sign in by name and password.
    ///
    /// # Errors
    /// As [`Trust::create_account`].
    pub async fn make_account(
        &self,
        name: &str,
        role: Role,
        scope: &Scope,
        by: Option<AccountId>,
    ) -> Result<(Account, Token), Error> {
        check_name(name)?;
        // Whoever signs in by this name breaks the seal.
        if name == emergency::NAME && role != Role::Emergency {
            return Err(Error::NameTaken);
        }
        let token = Token::random();
        let id = self.insert(name, role, scope, &token.hash()).await?.ok_or(Error::NameTaken)?;
        // Nobody has the token yet: an account whose maker cannot be noted opens to nobody.
        self.keeps(id, Act::Made, by).await.map_err(Error::Database)?;
        Ok((Account { id, name: name.to_owned(), role, agent: None, scope: scope.clone() }, token))
    }

    /// Says whose rows an account's role reaches.
    ///
    /// # Errors
    /// [`Error::NoAccount`] when there is none in force, [`Error::Database`].
    pub async fn set_scope(&self, id: AccountId, scope: &Scope) -> Result<(), Error> {
        let set = table::set_scope(&self.db, id, scope).await;
        self.cache().clear();
        if set? { Ok(()) } else { Err(Error::NoAccount(id)) }
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
        let asked_table = async {
            let _turn = self.turns.acquire().await.map_err(|_| Refused::Unavailable)?;
            self.known(token).await.map_err(|_| Refused::Unavailable)
        };
        let answer = tokio::time::timeout(LOOK_UP_LIMIT, asked_table).await;
        let known = answer.map_err(|_| Refused::Unavailable)??.ok_or(Refused::InvalidToken)?;
        let identity = Identity::new(known, token.clone());
        self.cache().remember(identity.clone(), Instant::now(), asked);
        Ok(identity)
    }

    async fn insert(
        &self,
        name: &str,
        role: Role,
        scope: &Scope,
        token: &TokenHash,
    ) -> Result<Option<AccountId>, Error> {
        let mut left = TRIES;
        loop {
            left -= 1;
            match table::insert(&self.db, name, role, scope, token, now()).await {
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

    pub(crate) fn touched(&self) -> MutexGuard<'_, HashMap<Touched, Instant>> {
        self.touched.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn seals(&self) -> Option<&Seals> {
        self.seals.as_ref()
    }

    /// Whether the bank asks for a second factor of a role.
    pub fn needs_factor(&self, role: Role) -> bool {
        self.rules.second_factor.contains(&role)
    }

    /// From when on access is unusual.
    pub fn unusual(&self) -> crate::audit::Rules {
        self.rules.unusual
    }

    pub(crate) fn unmaskings_an_hour(&self) -> u32 {
        self.rules.unmaskings_an_hour
    }

    fn cache(&self) -> MutexGuard<'_, Cache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether an account can have this name.
///
/// # Errors
/// [`Error::BadName`].
pub fn check_name(name: &str) -> Result<(), Error> {
    let fits = (1..=64).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
    if fits { Ok(()) } else { Err(Error::BadName) }
}

pub(crate) fn now() -> Time {
    jiff::Timestamp::now().into()
}
