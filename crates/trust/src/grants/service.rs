//! Granting, lending, and taking back.

use super::{Delegation, DelegationId, Grant, GrantId, table};
use crate::accounts::service::{Error, Trust, now};
use crate::accounts::{Account, AccountId};
use crate::actor::{Actor, Shown};
use crate::factors;
use crate::permissions::{Permission, Permit, Role};
use crate::powers::{Powers, Scope};
use vocabulary::{Span, Time};

/// The longest that somebody is away.
const LONGEST_LOAN: Span = Span::seconds(92 * 86_400);

/// What goes with a person and is not lent: one's own session, and one's own desk.
const PERSONAL: [Permission; 2] = [Permission::SessionRead, Permission::DeskServe];

/// Why nothing is granted or lent.
#[derive(Debug, thiserror::Error)]
pub enum NotGranted {
    /// It would begin after its end, or has ended already.
    #[error("it must end after it begins, and not have ended already")]
    Over,
    /// It has no end in sight.
    #[error("what is lent is lent for 92 days at the most; lend it again then")]
    TooLong,
    /// It names nothing.
    #[error("name at least one permission")]
    Nothing,
    /// The lender does not have it.
    #[error("{0} is not yours to lend: it is not your own, or belongs to your own session or desk")]
    NotOwn(Permission),
    /// To oneself.
    #[error("nobody lends or grants anything to themselves; somebody else does")]
    ToOneself,
    /// The lender is no person, who could be away.
    #[error("only people lend, and what breaking a seal opened is not lent")]
    NoLender,
    /// Only people are granted roles.
    #[error("{0} is no account of a person; give a client another key, or seal the emergency account")]
    NoPerson(AccountId),
    /// Accounts cannot be read or written, or there is no such account.
    #[error(transparent)]
    Account(#[from] Error),
}

impl From<sqlx::Error> for NotGranted {
    fn from(error: sqlx::Error) -> NotGranted {
        NotGranted::Account(Error::Database(error))
    }
}

/// What an account holds.
pub(crate) struct Held {
    pub powers: Powers,
    /// One of the roles that it comes from needs a second factor.
    pub needs_factor: bool,
}

/// Whether somebody signs in as it day by day.
pub(crate) fn is_person(role: Role) -> bool {
    Role::ALL.contains(&role)
}

impl Trust {
    /// Gives an account a role beside its own. It counts with the account's next request; another
    /// process hears of it within seconds.
    ///
    /// # Errors
    /// [`NotGranted`].
    pub async fn grant(
        &self,
        account: AccountId,
        role: Role,
        scope: Scope,
        validity: (Time, Option<Time>),
        made_by: Option<AccountId>,
    ) -> Result<Grant, NotGranted> {
        let (from, until) = validity;
        if until.is_some_and(|until| until <= from || until <= now()) {
            return Err(NotGranted::Over);
        }
        if made_by == Some(account) {
            return Err(NotGranted::ToOneself);
        }
        self.person(account).await?;
        let mut grant = Grant { id: GrantId(0), account, role, scope, from, until, made_by };
        grant.id = table::grant(self.db(), &grant, now()).await?;
        self.forget();
        Ok(grant)
    }

    /// Grants that are not over: of one account, or of all.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn grants(&self, of: Option<AccountId>) -> Result<Vec<Grant>, Error> {
        table::grants(self.db(), of, now()).await.map_err(Error::Database)
    }

    /// Takes a grant back at once; `false` when there is none.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn end_grant(&self, grant: GrantId) -> Result<bool, Error> {
        let ended = table::end_grant(self.db(), grant, now()).await;
        self.forget();
        ended.map_err(Error::Database)
    }

    /// Lends permissions of one's own to somebody else, from a moment until another. Whatever the lender
    /// loses meanwhile, the other loses as well; what is borrowed is not lent on.
    ///
    /// # Errors
    /// [`NotGranted`].
    pub async fn lend<P: Permit>(
        &self,
        lender: &Actor<P>,
        holder: AccountId,
        permissions: Vec<Permission>,
        from: Time,
        until: Time,
    ) -> Result<Delegation, NotGranted> {
        let lender = lender.account();
        if !is_person(lender.role) {
            return Err(NotGranted::NoLender);
        }
        if holder == lender.id {
            return Err(NotGranted::ToOneself);
        }
        if until <= from || until <= now() {
            return Err(NotGranted::Over);
        }
        if until - from > LONGEST_LOAN {
            return Err(NotGranted::TooLong);
        }
        if permissions.is_empty() {
            return Err(NotGranted::Nothing);
        }
        let own = self.own_powers(lender).await?;
        if let Some(missing) =
            permissions.iter().find(|wanted| !own.may(**wanted) || PERSONAL.contains(wanted))
        {
            return Err(NotGranted::NotOwn(*missing));
        }
        self.person(holder).await?;
        let mut loan =
            Delegation { id: DelegationId(0), lender: lender.id, holder, permissions, from, until };
        loan.id = table::lend(self.db(), &loan, now()).await?;
        self.forget();
        Ok(loan)
    }

    /// Delegations that are not over: those an account lends or borrows, or all.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn delegations(&self, of: Option<AccountId>) -> Result<Vec<Delegation>, Error> {
        table::lent(self.db(), of, now()).await.map_err(Error::Database)
    }

    /// Takes back at once what was lent: by one lender, or by anybody. `false` when there is none.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn end_delegation(&self, loan: DelegationId, of: Option<AccountId>) -> Result<bool, Error> {
        let ended = table::end_loan(self.db(), loan, of, now()).await;
        self.forget();
        ended.map_err(Error::Database)
    }

    /// What an account may do by itself.
    pub(crate) async fn own_powers(&self, account: &Account) -> sqlx::Result<Powers> {
        Ok(self.own(account).await?.powers)
    }

    /// What an account may do now, with what others have lent it, by what it has shown.
    pub(crate) async fn all_powers(&self, account: &Account, shown: Shown) -> sqlx::Result<Held> {
        let mut held = self.own(account).await?;
        for loan in table::borrowed(self.db(), account.id, now()).await? {
            // A lender who has gone has nothing to lend.
            let Some(lender) = self.in_force(loan.lender).await? else { continue };
            if !is_person(lender.role) {
                continue;
            }
            let own = self.own(&lender).await?;
            // What takes a second factor of the lender takes one of the borrower. Until then it is withheld, and
            // nothing of the borrower's own: nobody is shut out by being lent to.
            if own.needs_factor && !self.has_shown_second(account.id, shown).await? {
                continue;
            }
            let lent = |wanted: Permission| loan.permissions.contains(&wanted) && !PERSONAL.contains(&wanted);
            held.powers.borrow(&own.powers.only(lent));
        }
        Ok(held)
    }

    /// Whether a session began with a second factor: its account has one. A token shows none.
    pub(crate) async fn has_shown_second(&self, account: AccountId, shown: Shown) -> sqlx::Result<bool> {
        Ok(shown != Shown::Token && factors::table::is_confirmed(self.db(), account).await?)
    }

    async fn own(&self, account: &Account) -> sqlx::Result<Held> {
        let now = now();
        let mut held = Held { powers: Powers::default(), needs_factor: self.needs_factor(account.role) };
        held.powers.add_role(account.role, &account.scope, account.agent);
        for grant in table::grants(self.db(), Some(account.id), now).await? {
            if grant.from <= now {
                held.powers.add_role(grant.role, &grant.scope, account.agent);
                held.needs_factor |= self.needs_factor(grant.role);
            }
        }
        Ok(held)
    }

    async fn person(&self, id: AccountId) -> Result<Account, NotGranted> {
        let account = self.in_force(id).await?.ok_or(Error::NoAccount(id))?;
        if is_person(account.role) { Ok(account) } else { Err(NotGranted::NoPerson(id)) }
    }
}
