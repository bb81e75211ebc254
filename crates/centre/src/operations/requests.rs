//! Orders that take a second person. Who that may be, that somebody decides once, and for how long one waits, says
//! `trust::approvals`; here stands what becomes of the order.

use super::{Acting, Condition, NotOrdered, OperationWish, Operations, UnderWay, not_kept, reason_of};
use crate::Centre;
use crate::clock::wall;
use ::bank::operations::OrderKey;
use ::conditions::Decision;
use store::{OrderRow, OrderState};
use trust::approvals::{Operation, State};
use trust::{Actor, may};
use vocabulary::AccountId;
use vocabulary::plan::Plan;

/// Why an order was not given that waited, where nobody refused it. In the order's row, beside the bank's own reasons.
#[derive(Debug, Clone, Copy)]
enum Ended {
    /// It was approved, and could not be done any more.
    NotGiven,
    /// Nobody decided in time.
    Undecided,
    /// The customer went before anybody decided.
    CallerGone,
}

impl Ended {
    fn tag(self) -> &'static str {
        match self {
            Ended::NotGiven => "not_given",
            Ended::Undecided => "undecided",
            Ended::CallerGone => "caller_gone",
        }
    }
}

impl Operations {
    /// Asks for a second person, and writes the order down. In this order, so that none waits that nobody is asked
    /// about; of what is asked about and was not written down there is nothing to approve.
    pub(super) async fn request(
        &self,
        actor: &Actor<may::OperationsOrder>,
        acting: &Acting,
        row: &OrderRow,
    ) -> Result<(), NotOrdered> {
        if !acting.on_the_line {
            return Err(NotOrdered::CallerGone);
        }
        let asked = self.0.trust.ask_approval(actor, Operation::GiveOrder, &row.key).await?;
        if let Err(refused) = self.put(row).await {
            if let Err(error) = self.0.trust.abandon(asked.id).await {
                tracing::error!(contact = %row.contact, %error, "a request about no order could not be withdrawn");
            }
            return Err(refused);
        }
        // It is to be ended when the customer goes.
        self.0.unsettled.notify_one();
        Ok(())
    }

    /// Whether the rules in force let an order that waits be given, to whoever is on the line now: since it was
    /// asked for, either may have become another. To nobody it is not given: a second person decides while the
    /// customer can be asked.
    ///
    /// # Errors
    /// [`NotOrdered`].
    pub async fn judge_anew(&self, plan: &Plan, acting: &Acting, row: &OrderRow) -> Result<(), NotOrdered> {
        if !acting.on_the_line {
            return Err(NotOrdered::CallerGone);
        }
        let wish = at_once(wished(row).ok_or(NotOrdered::NotWaiting)?);
        let prepared = self.prepare(plan, row.contact, &wish).await?;
        let judged = self.judging(plan, acting).beside(&row.key).judge(wish.what, &prepared.about).await?;
        match judged.verdict.decision {
            Decision::Refused => Err(NotOrdered::NotAllowed(Box::new(judged))),
            Decision::Alone | Decision::SecondPerson => Ok(()),
        }
    }

    /// Gives an order that waited, and that somebody has approved; one with a condition waits for that from then on.
    ///
    /// # Errors
    /// [`NotOrdered`]: then the bank was not told.
    pub async fn give(&self, plan: &Plan, key: &OrderKey, by: AccountId) -> Result<OrderRow, NotOrdered> {
        let waits = self.waits(key).await?;
        let wish = wished(&waits).ok_or(NotOrdered::NotWaiting)?;
        let state = if wish.when.is_some() { OrderState::Conditional } else { OrderState::Unknown };
        let prepared = self.prepare(plan, waits.contact, &at_once(wish)).await?;
        let under_way = UnderWay::begin(&self.0, key);
        let row = OrderRow { decided_by: Some(by), state, ..waits.clone() };
        self.moved(&row, &waits).await?;
        if state == OrderState::Conditional {
            return Ok(row);
        }
        Ok(self.order(row, prepared.instruction, under_way).await)
    }

    /// Ends an order that waited, and that somebody has refused.
    ///
    /// # Errors
    /// [`NotOrdered`].
    pub async fn refuse(&self, key: &OrderKey, by: AccountId) -> Result<(), NotOrdered> {
        let row = self.waits(key).await?;
        self.end(row, Some(by), None).await
    }

    /// Orders that wait for a second person, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn waiting(&self) -> store::Result<Vec<OrderRow>> {
        self.all_in(OrderState::Waiting).await
    }

    /// All orders that stand in a state, oldest first: as many as open contacts have, and those of an outage.
    pub(super) async fn all_in(&self, state: OrderState) -> store::Result<Vec<OrderRow>> {
        let mut all: Vec<OrderRow> = Vec::new();
        loop {
            let portion = self.0.store.orders_in(state, all.last()).await?;
            if portion.is_empty() {
                return Ok(all);
            }
            all.extend(portion);
        }
    }

    /// Ends orders whose customer has gone, and those that nobody can decide any more; whether some wait still.
    pub(super) async fn end_requests(&self, centre: &Centre) -> bool {
        let Ok(rows) = self.waiting().await else { return true };
        let mut waits = false;
        for row in rows {
            let is_over = match centre.contact(row.contact).await {
                Ok(open) => open.is_none_or(|open| open.is_in_wrap_up()),
                Err(_) => false,
            };
            let contact = row.contact;
            match self.end_request(row, is_over).await {
                Ok(is_ended) => waits |= !is_ended,
                // Somebody decided meanwhile.
                Err(NotOrdered::NotWaiting) => {}
                Err(error) => {
                    tracing::error!(%contact, %error, "a request could not be looked at");
                    waits = true;
                }
            }
        }
        waits
    }

    /// Whether an order was ended: its customer has gone, or its request is over.
    pub(super) async fn end_request(&self, row: OrderRow, is_over: bool) -> Result<bool, NotOrdered> {
        let key = row.key.as_str();
        let about = self.0.trust.approval_about(Operation::GiveOrder, key).await;
        let (mut by, mut why) = (None, is_over.then_some(Ended::CallerGone));
        if let Some(request) = about.map_err(|why| NotOrdered::NotAsked(why.into()))? {
            let is_given = request.state == State::Running;
            if is_given || (request.state.is_open() && !is_over) {
                return Ok(false);
            }
            let abandoned = self.0.trust.abandon(request.id).await;
            let is_abandoned = abandoned.map_err(|why| NotOrdered::NotAsked(why.into()))?;
            if request.state.is_open() && !is_abandoned {
                // It was decided in this very moment: that is for the next round.
                return Ok(false);
            }
            let second = request.decided.map(|(second, _)| second);
            (by, why) = match request.state {
                State::Failed => (second, Some(Ended::NotGiven)),
                State::Refused => (second, None),
                State::Expired => (None, Some(Ended::Undecided)),
                _ => (None, why),
            };
        }
        self.end(row, by, why).await?;
        Ok(true)
    }

    /// Ends an order that waited; without a reason of its own, somebody refused it.
    async fn end(&self, row: OrderRow, by: Option<AccountId>, why: Option<Ended>) -> Result<(), NotOrdered> {
        let ended = OrderRow {
            state: OrderState::Refused,
            decided_by: by,
            why: why.map(|why| why.tag().to_owned()),
            settled_at: Some(wall()),
            ..row.clone()
        };
        self.moved(&ended, &row).await
    }

    /// An order that waits for a second person.
    pub async fn waits(&self, key: &OrderKey) -> Result<OrderRow, NotOrdered> {
        let kept = self.0.store.order(key.as_str()).await.map_err(|why| not_kept(&why))?;
        kept.filter(|row| row.state == OrderState::Waiting).ok_or(NotOrdered::NotWaiting)
    }
}

/// Its condition may have come about while somebody was asked: that is for the next look.
fn at_once(wish: OperationWish) -> OperationWish {
    OperationWish { when: None, ..wish }
}

/// The wish of an order that waited.
pub(super) fn wished(row: &OrderRow) -> Option<OperationWish> {
    Some(OperationWish {
        key: OrderKey::new(&row.key).ok()?,
        what: row.operation.parse().ok()?,
        card: row.card.clone(),
        amount: row.amount,
        until: row.until.as_deref().map(str::parse).transpose().ok()?,
        bill: row.bill.as_deref().map(str::parse).transpose().ok()?,
        item: row.item.clone(),
        months: row.months,
        when: Condition::of(row),
        reason: reason_of(&row.reason)?,
    })
}
