//! Who acts, and the proof that they may.

use crate::accounts::Account;
use crate::accounts::token::TokenHash;
use crate::permissions::{Permission, Permit, Role};
use crate::sessions::SessionId;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// Why a request is turned away.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It showed no token.
    #[error("this needs a token; send it as a bearer token in the authorization header")]
    NoToken,
    /// The token is nobody's: never given out, replaced, or revoked. Which, is not told.
    #[error("this token is not valid; ask a supervisor for a new one")]
    InvalidToken,
    /// The account's role does not include it.
    #[error("the role {role} does not include {permission}; ask somebody whose role does")]
    NotPermitted {
        /// The role.
        role: Role,
        /// What it would take.
        permission: Permission,
    },
    /// Nobody can say now whose token it is.
    #[error("accounts cannot be looked up now; try again in a moment")]
    Unavailable,
}

/// Somebody whose token has been checked. Cheap to clone; keep it for one request only.
#[derive(Clone)]
pub struct Identity(Arc<Known>);

struct Known {
    account: Account,
    token: TokenHash,
    session: Option<SessionId>,
}

impl Identity {
    pub(crate) fn new(account: Account, token: TokenHash, session: Option<SessionId>) -> Identity {
        Identity(Arc::new(Known { account, token, session }))
    }

    /// Whose token it was.
    pub fn account(&self) -> &Account {
        &self.0.account
    }

    /// The proof that this account may do what `P` names.
    ///
    /// # Errors
    /// [`Refused::NotPermitted`] when its role does not include it.
    pub fn permit<P: Permit>(&self) -> Result<Actor<P>, Refused> {
        let (role, permission) = (self.account().role, P::PERMISSION);
        if role.may(permission) {
            Ok(Actor { identity: self.clone(), permission: PhantomData })
        } else {
            Err(Refused::NotPermitted { role, permission })
        }
    }

    /// The session, of somebody who signed in by name and password; none of an API token.
    pub fn session(&self) -> Option<SessionId> {
        self.0.session
    }

    pub(crate) fn token(&self) -> &TokenHash {
        &self.0.token
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({})", self.account().id)
    }
}

/// Somebody who may do what `P` names. Only [`Identity::permit`] makes one.
pub struct Actor<P> {
    identity: Identity,
    permission: PhantomData<fn() -> P>,
}

impl<P: Permit> Actor<P> {
    /// Who acts: for the journal and the audit.
    pub fn account(&self) -> &Account {
        self.identity.account()
    }

    /// The session, of somebody who signed in by name and password; none of an API token.
    pub fn session(&self) -> Option<SessionId> {
        self.identity.session()
    }

    /// Whether the actor holds another permission, too: for what a list or a stream leaves out.
    pub fn may(&self, permission: Permission) -> bool {
        self.account().role.may(permission)
    }

    pub(crate) fn identity(&self) -> &Identity {
        &self.identity
    }
}

impl<P> Clone for Actor<P> {
    fn clone(&self) -> Actor<P> {
        Actor { identity: self.identity.clone(), permission: PhantomData }
    }
}

impl<P: Permit> fmt::Debug for Actor<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Actor({}, {})", self.account().id, P::PERMISSION)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::AccountId;
    use crate::accounts::token::Token;
    use crate::permissions::may;

    fn identity(role: Role) -> Identity {
        Identity::new(
            Account { id: AccountId(1), name: "kim".into(), role, agent: None },
            Token::random().hash(),
            None,
        )
    }

    #[test]
    fn a_role_gets_the_proofs_of_its_permissions_only() {
        let refused = identity(Role::Viewer).permit::<may::ContactsRead>().unwrap_err();
        let expected = Refused::NotPermitted { role: Role::Viewer, permission: Permission::ContactsRead };
        assert_eq!(refused, expected);

        let actor: Actor<may::QueuesRead> = identity(Role::Viewer).permit().unwrap();
        assert_eq!(actor.account().id, AccountId(1));
        assert!(actor.may(Permission::AgentsRead) && !actor.may(Permission::AgentsChange));
        assert_eq!(format!("{actor:?}"), "Actor(U-1, queues.read)");
    }
}
