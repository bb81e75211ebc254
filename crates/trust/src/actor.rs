//! Who acts, and the proof that they may.

use crate::accounts::Account;
use crate::accounts::token::TokenHash;
use crate::clients::KeyId;
use crate::permissions::{Permission, Permit, Role};
use crate::powers::{Powers, Within};
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
    /// The account's role asks for a second factor, and it has none yet, or shows a token.
    #[error(
        "this account needs a second factor: sign in by name and password, and enrol one; until then it opens nothing else"
    )]
    SecondFactorNeeded,
    /// It would give somebody what is still there when the emergency account is sealed again.
    #[error(
        "the emergency account gives nobody what outlives its use: unlock somebody who may give it, or use the console"
    )]
    NothingLasting,
    /// Nobody can say now whose token it is.
    #[error("accounts cannot be looked up now; try again in a moment")]
    Unavailable,
}

/// Somebody whose token has been checked. Cheap to clone; keep it for one request only.
#[derive(Clone)]
pub struct Identity(Arc<Held>);

/// What somebody shows to come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The token of an account.
    Token,
    /// That of a session.
    Session(SessionId),
    /// A program's key.
    Key(KeyId),
}

/// Somebody, and what follows from it.
pub(crate) struct Known {
    pub account: Account,
    pub shown: Shown,
    pub powers: Powers,
    /// It has to enrol a second factor first.
    pub is_to_enrol: bool,
}

struct Held {
    known: Known,
    token: TokenHash,
}

impl Identity {
    pub(crate) fn new(known: Known, token: TokenHash) -> Identity {
        Identity(Arc::new(Held { known, token }))
    }

    /// Whose token it was.
    pub fn account(&self) -> &Account {
        &self.0.known.account
    }

    /// The proof that this account may do what `P` names.
    ///
    /// # Errors
    /// [`Refused::NotPermitted`] when nothing it holds includes it, [`Refused::SecondFactorNeeded`].
    pub fn permit<P: Permit>(&self) -> Result<Actor<P>, Refused> {
        let (role, permission) = (self.account().role, P::PERMISSION);
        if self.0.known.powers.may(permission) {
            Ok(Actor { identity: self.clone(), permission: PhantomData })
        } else if self.0.known.is_to_enrol {
            Err(Refused::SecondFactorNeeded)
        } else {
            Err(Refused::NotPermitted { role, permission })
        }
    }

    /// What was shown.
    pub fn shown(&self) -> Shown {
        self.0.known.shown
    }

    /// The session, of somebody who signed in by name and password; none of an API token.
    pub fn session(&self) -> Option<SessionId> {
        match self.0.known.shown {
            Shown::Session(session) => Some(session),
            Shown::Token | Shown::Key(_) => None,
        }
    }

    /// All permissions that it holds.
    pub fn permissions(&self) -> impl Iterator<Item = Permission> + '_ {
        self.powers().permissions()
    }

    /// Whether it has to enrol a second factor before anything else.
    pub fn is_to_enrol(&self) -> bool {
        self.0.known.is_to_enrol
    }

    fn powers(&self) -> &Powers {
        &self.0.known.powers
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
        self.identity.powers().may(permission)
    }

    /// Whether what the actor gives to others may last. Who broke the seal of the emergency account could otherwise make
    /// a way in that sealing it again does not close.
    ///
    /// # Errors
    /// [`Refused::NothingLasting`].
    pub fn gives_lasting(&self) -> Result<(), Refused> {
        if self.account().role == Role::Emergency { Err(Refused::NothingLasting) } else { Ok(()) }
    }

    /// Whose rows the actor reaches with this permission.
    pub fn within(&self) -> &[Within] {
        self.identity.powers().within(P::PERMISSION)
    }

    /// Whether the actor reaches all rows with this permission.
    pub fn reaches_all(&self) -> bool {
        self.identity.powers().everywhere(P::PERMISSION)
    }

    /// Who it is.
    pub fn identity(&self) -> &Identity {
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
    use crate::powers::Scope;

    fn identity(role: Role) -> Identity {
        let account = Account { id: AccountId(1), name: "kim".into(), role, agent: None, scope: Scope::All };
        let mut powers = Powers::default();
        powers.add_role(role, &account.scope, account.agent);
        Identity::new(
            Known { account, shown: Shown::Token, powers, is_to_enrol: false },
            Token::random().hash(),
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
