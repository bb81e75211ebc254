//! Making clients, giving them keys, and taking these back.

use super::{ClientKey, KeyId, NOT_FOR_PROGRAMS, table};
use crate::accounts::service::{Error, Trust, now};
use crate::accounts::token::Token;
use crate::accounts::{Account, AccountId};
use crate::permissions::{Permission, Role};
use crate::powers::Scope;
use vocabulary::{Span, Time};

/// The longest that a key works: then another takes its place.
const LONGEST: Span = Span::seconds(400 * 86_400);

/// Why a client gets no key.
#[derive(Debug, thiserror::Error)]
pub enum NoKey {
    /// The account is a person's.
    #[error("{0} is no client; make one for the program")]
    NoClient(AccountId),
    /// It names nothing.
    #[error("name at least one permission")]
    Nothing,
    /// Programs may not do it.
    #[error("{0} is for people only")]
    NotForPrograms(Permission),
    /// A program serves as no agent.
    #[error("a program has no rows of its own; give it those of a team, of a department, or all")]
    NoRows,
    /// It has ended already, or has no end in sight.
    #[error("a key works from now on, for 400 days at the most; give it another then")]
    Validity,
    /// Accounts cannot be read or written, or there is no such account.
    #[error(transparent)]
    Account(#[from] Error),
}

impl From<sqlx::Error> for NoKey {
    fn from(error: sqlx::Error) -> NoKey {
        NoKey::Account(Error::Database(error))
    }
}

impl Trust {
    /// Makes a client: a program's account, which nobody signs in as. It may do what its keys say.
    ///
    /// # Errors
    /// [`Error::BadName`], [`Error::NameTaken`], [`Error::Database`].
    pub async fn create_client(&self, name: &str) -> Result<Account, Error> {
        // The token of its account is known to nobody.
        Ok(self.make_account(name, Role::Client, &Scope::All, None).await?.0)
    }

    /// Gives a client a key, shown now and never again. Earlier ones go on working, so that a program can
    /// change over.
    ///
    /// # Errors
    /// [`NoKey`].
    pub async fn give_key(
        &self,
        client: AccountId,
        permissions: Vec<Permission>,
        scope: Scope,
        until: Time,
        made_by: Option<AccountId>,
    ) -> Result<(ClientKey, Token), NoKey> {
        let now = now();
        let account = self.in_force(client).await?.ok_or(Error::NoAccount(client))?;
        if account.role != Role::Client {
            return Err(NoKey::NoClient(client));
        }
        if permissions.is_empty() {
            return Err(NoKey::Nothing);
        }
        if let Some(personal) = permissions.iter().find(|wanted| NOT_FOR_PROGRAMS.contains(wanted)) {
            return Err(NoKey::NotForPrograms(*personal));
        }
        if scope == Scope::Own {
            return Err(NoKey::NoRows);
        }
        if until <= now || until - now > LONGEST {
            return Err(NoKey::Validity);
        }
        let token = Token::of_client();
        let mut key = ClientKey {
            id: KeyId(0),
            account: client,
            prefix: token.prefix().to_owned(),
            permissions,
            scope,
            made: now,
            made_by,
            until,
            used: None,
            revoked: None,
        };
        key.id = table::add(self.db(), &key, &token.hash()).await?;
        Ok((key, token))
    }

    /// All keys of all clients, those that work no more as well.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn client_keys(&self) -> Result<Vec<ClientKey>, Error> {
        table::list(self.db()).await.map_err(Error::Database)
    }

    /// Revokes a key at once; `false` when there is none in force.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn revoke_key(&self, key: KeyId) -> Result<bool, Error> {
        let revoked = table::revoke(self.db(), key, now()).await;
        self.forget();
        revoked.map_err(Error::Database)
    }
}
