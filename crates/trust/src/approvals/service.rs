//! Asking, deciding, and running once.

use super::{Approval, ApprovalId, Operation, State, table};
use crate::accounts::AccountId;
use crate::accounts::service::{Error, Trust, now};
use crate::actor::Actor;
use crate::grants::service::is_person;
use crate::permissions::{Permission, Permit};
use crate::powers::{Powers, Scope};
use std::collections::BTreeSet;
use vocabulary::Span;

/// How far back requests are shown.
const SHOWN: Span = Span::seconds(30 * 86_400);
/// Requests that wait at the same time, of one account.
const MOST: usize = 20;

/// Why a request is not made, decided or run.
#[derive(Debug, thiserror::Error)]
pub enum NotDecided {
    /// It takes another permission, or a wider reach.
    #[error(
        "this takes {0} of one's own, and for what all work by, for everybody's rows: what is lent does not count, and \
         programs do not approve"
    )]
    NotPermitted(Permission),
    /// Who asked may not decide.
    #[error("whoever asked for it cannot approve it: it takes a second person")]
    SamePerson,
    /// Who asked has the decider's account in hand, or the other way round.
    #[error(
        "within 90 days one of the two accounts has made the other, given it a password, reset its second factor or \
         granted its role, or one hand has done so with both: they count as one person; let somebody else approve it"
    )]
    OneHand,
    /// There is no second person.
    #[error(
        "nobody else could approve it: it takes a second account with {0}; make one at the console with \
         `heliotrope account add`"
    )]
    NobodyElse(Permission),
    /// Whoever could be the second person has the same hands behind the account.
    #[error(
        "nobody else could approve it: within 90 days every other account with {0} was made, given a password, reset \
         or granted its role by who asks, or by who did so with theirs; make another one at the console with \
         `heliotrope account add`"
    )]
    OneHandForAll(Permission),
    /// The same is asked for already.
    #[error("{0} asks for the same and waits; have it decided first")]
    AskedAlready(ApprovalId),
    /// One account asks for too much.
    #[error("this account has {MOST} requests that wait; have them decided first")]
    TooMany,
    /// There is no such request.
    #[error("there is no request {0}; the list shows which there are")]
    None(ApprovalId),
    /// It was decided, has run, or is too old.
    #[error("{0} is {1}; what is decided or over is asked for again")]
    NotWaiting(ApprovalId, State),
    /// Who asked has gone, or lost the permission.
    #[error("whoever asked for it may not do it any more; let it be asked for again")]
    AskerGone,
    /// Accounts cannot be read or written.
    #[error(transparent)]
    Account(#[from] Error),
}

/// Whether powers are enough for a side of an operation.
fn holds(powers: &Powers, operation: Operation, needs: Permission) -> bool {
    powers.may(needs) && (!operation.is_of_all() || powers.everywhere(needs))
}

impl From<sqlx::Error> for NotDecided {
    fn from(error: sqlx::Error) -> NotDecided {
        NotDecided::Account(Error::Database(error))
    }
}

impl Trust {
    /// Asks for something that takes a second person.
    ///
    /// # Errors
    /// [`NotDecided`].
    pub async fn ask_approval<P: Permit>(
        &self,
        actor: &Actor<P>,
        operation: Operation,
        subject: &str,
    ) -> Result<Approval, NotDecided> {
        let by = actor.account().id;
        self.check(actor, operation, operation.asking()).await?;
        let now = now();
        let open = table::open(self.db(), now).await?;
        let same = |other: &&Approval| other.operation == operation && other.subject == subject;
        if let Some(other) = open.iter().find(same) {
            return Err(NotDecided::AskedAlready(other.id));
        }
        if open.iter().filter(|other| other.asked_by == by).count() >= MOST {
            return Err(NotDecided::TooMany);
        }
        self.somebody_else_may(by, operation).await?;
        let id = table::ask(self.db(), operation, subject, by, now, now + operation.lasts()).await?;
        self.approval(id).await
    }

    /// Requests of the last thirty days, newest first; not those about contacts, which are shown beside them.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn approvals(&self) -> Result<Vec<Approval>, Error> {
        let now = now();
        table::list(self.db(), now - SHOWN, Operation::GiveOrder, now).await.map_err(Error::Database)
    }

    /// One request.
    ///
    /// # Errors
    /// [`NotDecided::None`], [`NotDecided::Account`].
    pub async fn approval(&self, id: ApprovalId) -> Result<Approval, NotDecided> {
        table::find(self.db(), id, now()).await?.ok_or(NotDecided::None(id))
    }

    /// The request for an operation about a subject, if it need not be over yet.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn approval_about(
        &self,
        operation: Operation,
        subject: &str,
    ) -> Result<Option<Approval>, Error> {
        table::about(self.db(), operation, subject, now()).await.map_err(Error::Database)
    }

    /// Approves or refuses what somebody else asked for. Who has the account of who asked in hand, or the other way
    /// round, may refuse it and not approve it.
    ///
    /// # Errors
    /// [`NotDecided`].
    pub async fn decide<P: Permit>(
        &self,
        actor: &Actor<P>,
        id: ApprovalId,
        approve: bool,
    ) -> Result<Approval, NotDecided> {
        let (by, asked) = (actor.account().id, self.approval(id).await?);
        self.check(actor, asked.operation, asked.operation.approving()).await?;
        if asked.asked_by == by {
            return Err(NotDecided::SamePerson);
        }
        if approve && !self.still_may(asked.asked_by, asked.operation).await? {
            return Err(NotDecided::AskerGone);
        }
        if approve && self.keepers(asked.operation).await?.one_person(asked.asked_by, by, asked.operation) {
            return Err(NotDecided::OneHand);
        }
        let state = if approve { State::Approved } else { State::Refused };
        let decided = table::decide(self.db(), id, by, state, now()).await?;
        let after = self.approval(id).await?;
        if decided { Ok(after) } else { Err(NotDecided::NotWaiting(id, after.state)) }
    }

    /// Takes back what one has asked for.
    ///
    /// # Errors
    /// [`NotDecided`].
    pub async fn withdraw<P: Permit>(&self, actor: &Actor<P>, id: ApprovalId) -> Result<(), NotDecided> {
        let withdrawn = table::withdraw(self.db(), id, actor.account().id, now()).await?;
        let state = self.approval(id).await?.state;
        if withdrawn { Ok(()) } else { Err(NotDecided::NotWaiting(id, state)) }
    }

    /// Withdraws what nobody needs any more, whoever asked for it: its contact is over. `false` when it has begun to
    /// run, or was over.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn abandon(&self, id: ApprovalId) -> Result<bool, Error> {
        table::abandon(self.db(), id, now()).await.map_err(Error::Database)
    }

    /// Begins to run what was approved: whoever is told so runs it, and nobody a second time. To be followed
    /// by [`Trust::end_run`].
    ///
    /// # Errors
    /// [`NotDecided`].
    pub async fn begin_run(&self, id: ApprovalId) -> Result<Approval, NotDecided> {
        let asked = self.approval(id).await?;
        if !self.still_may(asked.asked_by, asked.operation).await? {
            return Err(NotDecided::AskerGone);
        }
        let begun = table::begin(self.db(), id, now()).await?;
        let after = self.approval(id).await?;
        if begun { Ok(after) } else { Err(NotDecided::NotWaiting(id, after.state)) }
    }

    /// Notes how it ended.
    ///
    /// # Errors
    /// [`Error::Database`]: then it stays *running*, and is not begun again.
    pub async fn end_run(&self, id: ApprovalId, done: bool) -> Result<(), Error> {
        let state = if done { State::Done } else { State::Failed };
        table::end(self.db(), id, state).await.map_err(Error::Database)
    }

    async fn still_may(&self, account: AccountId, operation: Operation) -> Result<bool, NotDecided> {
        let Some(account) = self.in_force(account).await? else { return Ok(false) };
        Ok(holds(&self.own_powers(&account).await?, operation, operation.asking()))
    }

    /// Four eyes are people's: programs neither ask nor approve, nor does whoever broke a seal. What is borrowed
    /// does not count on either side: else one person with two accounts would have four eyes.
    async fn check<P: Permit>(
        &self,
        actor: &Actor<P>,
        operation: Operation,
        needs: Permission,
    ) -> Result<(), NotDecided> {
        let account = actor.account();
        let is_eligible = actor.may(needs) && is_person(account.role);
        let may = is_eligible && holds(&self.own_powers(account).await?, operation, needs);
        if may { Ok(()) } else { Err(NotDecided::NotPermitted(needs)) }
    }

    async fn somebody_else_may(&self, asker: AccountId, operation: Operation) -> Result<(), NotDecided> {
        let needs = operation.approving();
        let now = now();
        let grants = self.grants(None).await?;
        let reaches = |scope: &Scope| !operation.is_of_all() || *scope == Scope::All;
        let granted =
            grants.iter().filter(|grant| grant.from <= now && grant.role.may(needs) && reaches(&grant.scope));
        let granted: BTreeSet<AccountId> = granted.map(|grant| grant.account).collect();
        let others: Vec<AccountId> = self
            .accounts()
            .await?
            .into_iter()
            .filter(|row| row.revoked.is_none() && row.account.id != asker && is_person(row.account.role))
            .map(|row| row.account)
            .filter(|account| {
                (account.role.may(needs) && reaches(&account.scope)) || granted.contains(&account.id)
            })
            .map(|account| account.id)
            .collect();
        if others.is_empty() {
            return Err(NotDecided::NobodyElse(needs));
        }
        let keepers = self.keepers(operation).await?;
        let is_free = |other: &AccountId| !keepers.one_person(asker, *other, operation);
        if others.iter().any(is_free) { Ok(()) } else { Err(NotDecided::OneHandForAll(needs)) }
    }
}
