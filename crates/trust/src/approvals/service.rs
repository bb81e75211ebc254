//! Asking, deciding, and running once.

use super::{Approval, ApprovalId, LASTS, Operation, State, table};
use crate::accounts::AccountId;
use crate::accounts::service::{Error, Trust, now};
use crate::actor::Actor;
use crate::grants::service::is_person;
use crate::permissions::{Permission, Permit};
use vocabulary::Span;

/// How far back requests are shown.
const SHOWN: Span = Span::seconds(30 * 86_400);
/// Requests that wait at the same time, of one account.
const MOST: usize = 20;

/// Why a request is not made, decided or run.
#[derive(Debug, thiserror::Error)]
pub enum NotDecided {
    /// It takes another permission.
    #[error("this takes {0} of one's own: what is lent does not count, and programs do not approve")]
    NotPermitted(Permission),
    /// Who asked may not decide.
    #[error("whoever asked for it cannot approve it: it takes a second person")]
    SamePerson,
    /// There is no second person.
    #[error(
        "nobody else could approve it: make a second account of this role, at the console with `heliotrope account add`"
    )]
    NobodyElse,
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
        self.check(actor, operation).await?;
        let waiting = |approval: &&Approval| matches!(approval.state, State::Waiting | State::Approved);
        let all = self.approvals().await?;
        let same = |other: &&Approval| other.operation == operation && other.subject == subject;
        if let Some(other) = all.iter().filter(waiting).find(same) {
            return Err(NotDecided::AskedAlready(other.id));
        }
        if all.iter().filter(waiting).filter(|other| other.asked_by == by).count() >= MOST {
            return Err(NotDecided::TooMany);
        }
        if !self.somebody_else_may(by, operation.needs()).await? {
            return Err(NotDecided::NobodyElse);
        }
        let now = now();
        let id = table::ask(self.db(), operation, subject, by, now, now + LASTS).await?;
        self.approval(id).await
    }

    /// Requests of the last thirty days, newest first.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn approvals(&self) -> Result<Vec<Approval>, Error> {
        let now = now();
        table::list(self.db(), now - SHOWN, now).await.map_err(Error::Database)
    }

    /// One request.
    ///
    /// # Errors
    /// [`NotDecided::None`], [`NotDecided::Account`].
    pub async fn approval(&self, id: ApprovalId) -> Result<Approval, NotDecided> {
        table::find(self.db(), id, now()).await?.ok_or(NotDecided::None(id))
    }

    /// Approves or refuses what somebody else asked for.
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
        self.check(actor, asked.operation).await?;
        if asked.asked_by == by {
            return Err(NotDecided::SamePerson);
        }
        if approve && !self.still_may(asked.asked_by, asked.operation.needs()).await? {
            return Err(NotDecided::AskerGone);
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

    /// Begins to run what was approved: whoever is told so runs it, and nobody a second time. To be followed
    /// by [`Trust::end_run`].
    ///
    /// # Errors
    /// [`NotDecided`].
    pub async fn begin_run(&self, id: ApprovalId) -> Result<Approval, NotDecided> {
        let asked = self.approval(id).await?;
        if !self.still_may(asked.asked_by, asked.operation.needs()).await? {
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

    async fn still_may(&self, account: AccountId, needs: Permission) -> Result<bool, NotDecided> {
        let Some(account) = self.in_force(account).await? else { return Ok(false) };
        Ok(self.own_powers(&account).await?.may(needs))
    }

    /// Four eyes are people's: programs neither ask nor approve, nor does whoever broke a seal. What is borrowed
    /// does not count on either side: else one person with two accounts would have four eyes.
    async fn check<P: Permit>(&self, actor: &Actor<P>, operation: Operation) -> Result<(), NotDecided> {
        let (account, needs) = (actor.account(), operation.needs());
        let is_eligible = actor.may(needs) && is_person(account.role);
        let may = is_eligible && self.own_powers(account).await?.may(needs);
        if may { Ok(()) } else { Err(NotDecided::NotPermitted(needs)) }
    }

    async fn somebody_else_may(&self, asker: AccountId, needs: Permission) -> Result<bool, NotDecided> {
        for row in self.accounts().await? {
            let account = row.account;
            let counts = row.revoked.is_none() && account.id != asker && is_person(account.role);
            if counts && self.own_powers(&account).await?.may(needs) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
