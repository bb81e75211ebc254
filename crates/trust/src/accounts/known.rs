//! Whose token it is, by which of the tables that know tokens, and what it opens.

use super::table;
use crate::accounts::service::{Trust, now};
use crate::accounts::token::TokenHash;
use crate::accounts::{Account, AccountId};
use crate::actor::{Known, Shown};
use crate::clients;
use crate::grants::service::Held;
use crate::permissions::{Permission, Role};
use crate::powers::Powers;
use crate::sessions::Session;

impl Trust {
    /// Who shows a token; `None` when it is nobody's, or in force no more.
    pub(crate) async fn known(&self, token: &TokenHash) -> sqlx::Result<Option<Known>> {
        if let Some(account) = table::holder(self.db(), token).await.map_err(unreadable)? {
            // Nobody was given a token of these: they come in by keys, and by breaking a seal.
            let has_token = !matches!(account.role, Role::Client | Role::Emergency);
            return if has_token {
                self.known_person(account, Shown::Token).await.map(Some)
            } else {
                Ok(None)
            };
        }
        if let Some(Session { id, account, .. }) = self.session_of(token).await? {
            let Some(account) = self.in_force(account).await? else { return Ok(None) };
            return self.known_person(account, Shown::Session(id)).await.map(Some);
        }
        let Some(key) = clients::table::holder(self.db(), token, now()).await? else { return Ok(None) };
        let Some(account) = self.in_force(key.account).await? else { return Ok(None) };
        let mut powers = Powers::default();
        for permission in key.permissions {
            powers.add(permission, key.scope.within(None));
        }
        let powers = powers.only(|permission| !clients::NOT_FOR_PROGRAMS.contains(&permission));
        Ok(Some(Known { account, shown: Shown::Key(key.id), powers, is_to_enrol: false }))
    }

    /// The account of a number, if it is in force.
    pub(crate) async fn in_force(&self, id: AccountId) -> sqlx::Result<Option<Account>> {
        table::in_force(self.db(), id).await.map_err(unreadable)
    }

    async fn known_person(&self, account: Account, shown: Shown) -> sqlx::Result<Known> {
        let Held { powers, needs_factor } = self.all_powers(&account, shown).await?;
        let is_to_enrol = needs_factor && !self.has_shown_second(account.id, shown).await?;
        // It may see that it is signed in, enrol, and go.
        let opens = |permission| !is_to_enrol || permission == Permission::SessionRead;
        Ok(Known { account, shown, powers: powers.only(opens), is_to_enrol })
    }
}

/// A row that this release cannot read opens nothing: as if the database did not answer.
fn unreadable(error: table::Error) -> sqlx::Error {
    match error {
        table::Error::Database(error) => error,
        table::Error::Unreadable(id) => sqlx::Error::Decode(format!("account {id} cannot be read").into()),
    }
}
