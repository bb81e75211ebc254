//! Promises: made by who serves or served the contact, settled by who is to keep them or serves the customer.

use super::Rooms;
use crate::problem::{Kind, Problem};
use crate::promises::transfer::{Made, PromiseKey, PromiseSettled};
use crate::words::PromiseState as Word;
use centre::Wish;
use indicators::FeedFact;
use std::time::Duration;
use store::promises::{INDICATOR, MOST_PROMISES};
use store::{Keeper, NoteText, Promise, PromiseState, Settled, WhyNotKept};
use trust::{Actor, Permission, may};
use vocabulary::journal::{PromiseStep, PromiseTold};
use vocabulary::{AgentId, ContactId, CustomerRef};

/// How long a promise that is durable is waited for where promises are looked for.
const SEEN_WITHIN: Duration = Duration::from_secs(1);
/// Between two looks.
const LOOKS_AGAIN: Duration = Duration::from_millis(10);

impl Rooms {
    /// What was promised to the customer of a contact.
    pub async fn promises_at(
        &self,
        actor: &Actor<may::PromisesKeep>,
        contact: ContactId,
    ) -> Result<Vec<Promise>, Problem> {
        self.may_write(actor, contact).await?;
        if self.is_third_party(contact).await? {
            let detail = "the caller is not the customer: what was promised is not shown";
            return Err(Problem::new(Kind::Conflict, detail));
        }
        let store = &self.0.store;
        Ok(match self.customer_behind(contact).await {
            Some(customer) => store.promises_to(&customer, false).await?,
            None => store.promises_in(contact).await?,
        })
    }

    /// Promises something.
    pub async fn promise(
        &self,
        actor: &Actor<may::PromisesKeep>,
        contact: ContactId,
        made: Made,
    ) -> Result<Promise, Problem> {
        self.may_write(actor, contact).await?;
        let store = &self.0.store;
        if let Some(known) = store.promise_of_key(made.key.as_str()).await? {
            let taken = || Problem::new(Kind::Conflict, "this key names another promise; draw another one");
            let is_same =
                known.contact == contact && known.due == made.due && known.text.expose() == made.text;
            return if is_same { Ok(known) } else { Err(taken()) };
        }
        let keeper = self.keeper(actor, made.team).await?;
        let customer = self.customer_behind(contact).await;
        let open = match &customer {
            Some(customer) => store.promises_to(customer, true).await?,
            None => store.promises_in(contact).await?,
        };
        if open.len() >= MOST_PROMISES as usize {
            let detail = "this customer was promised as much as anybody can keep; settle what is open first";
            return Err(Problem::new(Kind::Conflict, detail));
        }
        let promise = Promise {
            key: made.key.to_string(),
            contact,
            by: actor.account().id,
            at: jiff::Timestamp::now().into(),
            due: made.due,
            keeper,
            text: NoteText::new(&made.text),
            settled: None,
        };
        store.promise(promise.clone()).await?;
        self.until_seen(&promise.key).await;
        self.journal_promise(actor, contact, PromiseStep::Made { due: promise.due }).await;
        self.tell_of_promise(customer.as_ref());
        Ok(promise)
    }

    /// Has it told in the contact's journal. What stands on record stands there also when that fails.
    async fn journal_promise(&self, actor: &Actor<may::PromisesKeep>, contact: ContactId, step: PromiseStep) {
        let wish = Wish::Promise(PromiseTold { contact, step });
        if let Err(error) = self.0.centre.wish(Some(actor.account().id), wish).await {
            tracing::error!(%contact, %error, "a promise is not told in the journal of its contact");
        }
    }

    /// On a busy machine what is durable stands in the spill log first, where nobody looks for promises. Whoever looks
    /// later than this finds it.
    async fn until_seen(&self, key: &str) {
        let visible = async {
            while let Ok(None) = self.0.store.promise_of_key(key).await {
                tokio::time::sleep(LOOKS_AGAIN).await;
            }
        };
        let _late = tokio::time::timeout(SEEN_WITHIN, visible).await;
    }

    /// What an actor and the actor's teams are to keep, and which teams those are.
    pub async fn own_promises(
        &self,
        actor: &Actor<may::PromisesKeep>,
    ) -> Result<(Vec<Promise>, Vec<String>), Problem> {
        let Some(agent) = actor.account().agent else { return Ok((Vec::new(), Vec::new())) };
        let teams = self.teams_of(agent).await?;
        Ok((self.0.store.promises_for(agent, &teams).await?, teams))
    }

    /// Says what became of a promise.
    pub async fn settle_promise(
        &self,
        actor: &Actor<may::PromisesKeep>,
        key: &PromiseKey,
        said: PromiseSettled,
    ) -> Result<Promise, Problem> {
        let store = &self.0.store;
        let none = || Problem::not_found("there is no such promise that is yours to keep; list them to see");
        let mut promise = store.promise_of_key(key.as_str()).await?.ok_or_else(none)?;
        let customer = self.customer_behind(promise.contact).await;
        if !self.may_settle(actor, &promise, customer.as_ref()).await? {
            return Err(none());
        }
        let settled = settled(actor, said)?;
        if promise.state() == PromiseState::Open && settled.is_none() {
            return Ok(promise);
        }
        if !store.settle_promise(&promise.key, promise.state(), settled.as_ref()).await? {
            let detail = "somebody else said what became of it in this moment; look at it again";
            return Err(Problem::new(Kind::Conflict, detail));
        }
        promise.settled = settled;
        if let Err(error) = store.feed_figures(&[fact(&promise)]).await {
            tracing::error!(contact = %promise.contact, %error, "a promise is not counted");
        }
        let step = match promise.state() {
            PromiseState::Open => PromiseStep::Reopened,
            PromiseState::Kept => PromiseStep::Kept,
            PromiseState::NotKept => PromiseStep::NotKept,
        };
        self.journal_promise(actor, promise.contact, step).await;
        self.tell_of_promise(customer.as_ref());
        Ok(promise)
    }

    /// Whoever serves the customer sees it at once.
    fn tell_of_promise(&self, customer: Option<&CustomerRef>) {
        if let Some(customer) = customer {
            self.0.centre.promised(customer);
        }
    }

    /// Who is to keep what an actor promises.
    async fn keeper(
        &self,
        actor: &Actor<may::PromisesKeep>,
        team: Option<String>,
    ) -> Result<Keeper, Problem> {
        let Some(agent) = actor.account().agent else {
            let detail = "this account serves as no agent, so that nobody would keep what it promises";
            return Err(Problem::new(Kind::Conflict, detail));
        };
        match team {
            None => Ok(Keeper::Agent(agent)),
            Some(team) if self.teams_of(agent).await?.contains(&team) => Ok(Keeper::Team(team)),
            Some(_) => {
                let detail = "team: promise for a team of your own; the list of own promises names them";
                Err(Problem::new(Kind::InvalidBody, detail).about("team"))
            }
        }
    }

    async fn may_settle(
        &self,
        actor: &Actor<may::PromisesKeep>,
        promise: &Promise,
        customer: Option<&CustomerRef>,
    ) -> Result<bool, Problem> {
        let reached = self.reached(actor).await?;
        let leads = actor.may(Permission::AgentsChange);
        if leads && self.is_reached(&reached, promise.contact).await? {
            return Ok(true);
        }
        let Some(own) = actor.account().agent else { return Ok(false) };
        let keeps = match &promise.keeper {
            Keeper::Agent(agent) => *agent == own,
            Keeper::Team(team) => self.teams_of(own).await?.contains(team),
        };
        if keeps || self.may_write(actor, promise.contact).await.is_ok() {
            return Ok(true);
        }
        // Who has the customer on the line now, and speaks with nobody else.
        let open = self.0.centre.contacts().await?;
        Ok(customer.is_some()
            && open.iter().any(|open| {
                open.agent == Some(own) && open.customer.as_ref() == customer && !open.caller.third_party
            }))
    }

    async fn teams_of(&self, agent: AgentId) -> Result<Vec<String>, Problem> {
        let teams = self.0.centre.plan().await?.plan.teams;
        let own = teams.into_iter().filter(|team| team.agents.contains(&agent));
        Ok(own.map(|team| team.name).collect())
    }
}

/// What is said, as it is written down.
fn settled(actor: &Actor<may::PromisesKeep>, said: PromiseSettled) -> Result<Option<Settled>, Problem> {
    let reason = said.reason.map(WhyNotKept::from);
    let kept = match (said.state, reason) {
        (Word::Open, None) => return Ok(None),
        (Word::Kept, None) => true,
        (Word::NotKept, Some(_)) => false,
        _ => {
            let detail = "reason: say why a promise was not kept, and of no other";
            return Err(Problem::new(Kind::InvalidBody, detail).about("reason"));
        }
    };
    Ok(Some(Settled { kept, at: jiff::Timestamp::now().into(), by: actor.account().id, reason }))
}

/// How a promise counts by what was said of it: by its date. Of what is open nothing is said, so that it counts for
/// nothing here; once it is overdue it counts by itself ([`store::Reader::fed`]).
fn fact(promise: &Promise) -> FeedFact {
    let in_time = |settled: &Settled| settled.kept && settled.at <= promise.due;
    let count = |is: bool| if is { 1.0 } else { 0.0 };
    FeedFact {
        indicator: INDICATOR.to_owned(),
        id: promise.key.clone(),
        at: promise.due,
        agent: match promise.keeper {
            Keeper::Agent(agent) => Some(agent),
            Keeper::Team(_) => None,
        },
        queue: None,
        tier: None,
        numerator: count(promise.settled.as_ref().is_some_and(in_time)),
        denominator: count(promise.settled.is_some()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vocabulary::{AccountId, Time};

    #[test]
    fn a_promise_counts_by_its_date_once_it_has_come_to_its_end() {
        let check = |settled: Option<(bool, i64)>, expected: (f64, f64)| {
            let (by, reason) = (AccountId(1), None);
            let promise = Promise {
                key: "1".to_owned(),
                contact: ContactId(1),
                by,
                at: Time(0),
                due: Time(10),
                keeper: Keeper::Agent(AgentId(7)),
                text: NoteText::new("a call"),
                settled: settled.map(|(kept, at)| Settled { kept, at: Time(at), by, reason }),
            };
            let fact = fact(&promise);
            assert_eq!((fact.numerator, fact.denominator, fact.at), (expected.0, expected.1, Time(10)));
        };
        check(None, (0.0, 0.0));
        check(Some((true, 10)), (1.0, 1.0));
        check(Some((true, 11)), (0.0, 1.0));
        check(Some((false, 5)), (0.0, 1.0));
    }
}
